"""One tree of errors: what went wrong, every case of it, and the exit code that a script sees."""

import errno
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import ClassVar

from antq_analysis.language.catalogue import Sentence, say, written_in

SHOWN_CASES = 20
_PART_OF_YEAR = re.compile(r"\d{4}-(\d{1,2}T|\d{2})")
_MORE = {"errors.kind_province": "errors.new_province", "errors.kind_indicator": "errors.all_indicators"}


class AntqError(Exception):
    """What this package refuses, said in both languages.

    Parameters
    ----------
    key
        Key of the sentence in the catalogue.
    cases
        Every case, one line each (file, sheet, cell, what was found); a
        :class:`antq_analysis.language.catalogue.Sentence` is said in the reader's language.
    **values
        Placeholders of the sentence.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, key: str, /, *, cases: Sequence[str] = (), **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.cases = tuple(cases)
        self.values = values

    def text(self, lang: str = "vi") -> str:
        """Say the error in one language, followed by its cases.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph, then one indented line a case.
        """
        lines = [say(self.key, lang, **self.values)]
        lines += [f"  {written_in(case, lang)}" for case in self.cases[:SHOWN_CASES]]
        if len(self.cases) > SHOWN_CASES:
            lines.append("  " + say("errors.more_cases", lang, n=len(self.cases) - SHOWN_CASES))
        return "\n".join(lines)

    def __str__(self) -> str:
        return f"{self.text('vi')}\n{say(self.key, 'en', **self.values)}"

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.key, self.cases, self.values)


def _rebuild(kind: type[AntqError], key: str, cases: Sequence[str], values: dict[str, object]) -> AntqError:
    return kind(key, cases=cases, **values)


class InputError(AntqError):
    """What was received cannot be taken as it is."""

    exit_code = 2


class LayoutError(InputError):
    """A form that is not read as its layout says."""


class SecrecyError(InputError):
    """A file that bears a stamp of secrecy."""


class UsageError(AntqError):
    """A wrong argument or setting."""

    exit_code = 3


class UnknownNameError(UsageError):
    """An identifier that nobody defined; the nearest known one is named.

    Parameters
    ----------
    what
        Catalogue key of the kind of thing, for instance ``"errors.kind_indicator"``.
    name
        What was written; empty where nothing was given and one must be chosen.
    known
        What there is.
    meant
        The known one that is meant for certain, where the caller knows it by another of its names.
    """

    def __init__(self, what: str, name: str, known: Iterable[str], meant: str = "") -> None:
        self.what, self.name, self.known, self.meant = what, name, tuple(known), meant
        super().__init__("errors.unknown_name" if name else "errors.nothing_given")

    def text(self, lang: str = "vi") -> str:
        """Say which name is unknown and which known one is nearest.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence.
        """
        if self._is_interim():
            return say("errors.interim_period", lang, name=self.name, years=", ".join(sorted(self.known)))
        # Another year is near in its figures only: what there is helps, a guess does not.
        alike = self.name and self.what != "errors.kind_period"
        near = self.meant or (nearest(self.name, self.known) if alike else None)
        hint = (
            say("errors.nearest", lang, name=near)
            if near
            else say("errors.known", lang, names=", ".join(sorted(self.known)))
        )
        where = _MORE.get(self.what)
        more = f" {say(where, lang)}" if where and not self.meant else ""
        return f"{say(self.key, lang, what=say(self.what, lang), name=self.name)} {hint}{more}"

    def _is_interim(self) -> bool:
        """Tell whether part of a year was asked of what holds whole years only: it may be there all the same."""
        part = self.what == "errors.kind_period" and _PART_OF_YEAR.fullmatch(self.name)
        return bool(part and self.known and all(len(period) == len("2025") for period in self.known))

    def __str__(self) -> str:
        return f"{self.text('vi')}\n{self.text('en')}"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.what, self.name, self.known, self.meant)


class SettingError(UsageError):
    """A settings or reference file that is not as it must be."""


class MissingError(AntqError):
    """A file or data that is not there or cannot be read."""

    exit_code = 4


class CannotWriteError(AntqError):
    """An output that cannot be written."""

    exit_code = 5


class RefusedError(AntqError):
    """An analysis that would mislead."""

    exit_code = 6


class BreakError(RefusedError):
    """A comparison over a break in the series."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that was probably meant.

    Parameters
    ----------
    word
        What was written.
    known
        What there is.

    Returns
    -------
    str or None
        The nearest known word, or None when nothing is near.

    Examples
    --------
    >>> nearest("incident_total", ["incidents_total", "population"])
    'incidents_total'
    """
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


_WHY = {
    errno.ENOENT: "errors.why_missing",
    errno.EACCES: "errors.why_denied",
    errno.EPERM: "errors.why_denied",
    errno.EROFS: "errors.why_read_only",
    errno.ENOSPC: "errors.why_full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "errors.why_full",
    errno.EISDIR: "errors.why_folder",
    errno.ENOTDIR: "errors.why_no_folder",
}


def say_why(error: OSError) -> str:
    """Say in the reader's language why the machine could not read or write.

    Parameters
    ----------
    error
        What the machine raised.

    Returns
    -------
    str
        A sentence of the catalogue for what is common, else the words of the machine.

    Examples
    --------
    >>> say_why(PermissionError(13, "Permission denied")), say_why(OSError(5, "Input/output error"))
    ('không có quyền', 'Input/output error')
    """
    key = _WHY.get(error.errno or 0)
    return Sentence(key) if key else str(error.strerror or error)
