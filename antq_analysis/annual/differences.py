"""What differs between two states that a report can rest on, each difference with its kind and its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antq_analysis.language.catalogue import say

SHOWN = 8
OPTION, VERSION, CODE, OUTPUT, PANEL = "option", "version", "code", "output", "panel"
_SHOWN_VALUES = (OPTION, VERSION)
_KINDS = {
    "data/project.toml": "settings",
    "data/briefing/": "words",
    "data/raw/": "received",
    "data/decisions/": "decisions",
    "data/reference/indicators.toml": "vocabulary",
    "data/reference/": "reference",
    "data/layouts/": "layout",
    "data/places/": "places",
    "data/panel/": "frozen",
    "notebooks/": "notebook",
}


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise than it was.

    Parameters
    ----------
    kind
        What it is: ``received``, ``decisions``, ``layout``, ``places``, ``vocabulary``, ``reference``, ``settings``,
        ``frozen``, ``words``, ``notebook``, ``option``, ``version``, ``code``, ``output`` or ``panel``.
    name
        Its path, or the name of the package or option.
    before, after
        Its checksum or value; empty where it was not there.
    """

    kind: str
    name: str
    before: str = ""
    after: str = ""

    def sentence(self, lang: str = "vi") -> str:
        """Say it in a line.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            What, and that it is new, gone or changed.
        """
        state = "new" if not self.before else "gone" if not self.after else "changed"
        words = {"what": say(f"annual.differs_{self.kind}", lang), "name": self.name}
        if self.kind in _SHOWN_VALUES:
            return say(
                "annual.differs_value", lang, before=self.before or "-", after=self.after or "-", **words
            )
        return say(f"annual.differs_{state}", lang, **words)


def compare_manifests(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Find what two reports, or a report and the state of today, rest on otherwise.

    Parameters
    ----------
    before, after
        As :func:`antq_analysis.annual.manifest.read_manifest` and :func:`antq_analysis.annual.manifest.rests_on` give
        them; what one of them lacks whole (the settings, say) is not compared. The state of git is told, not compared:
        it is no part of what a report is made of.

    Returns
    -------
    tuple of Difference
        In order of their kinds and names.
    """
    found = [
        *_compared(VERSION, before.get("versions"), after.get("versions")),
        *_compared(OPTION, before.get("settings"), after.get("settings")),
        *(
            Difference(kind_of(one.name), one.name, one.before, one.after)
            for one in _compared("", before.get("inputs"), after.get("inputs"))
        ),
    ]
    codes = [str(told.get("code", {}).get("package", "")) for told in (before, after)]
    if codes[0] != codes[1]:
        found.insert(0, Difference(CODE, "antq_analysis", *codes))
    return tuple(found)


def compare_outputs(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Find which files of a report differ.

    Parameters
    ----------
    before, after
        Checksums by path.

    Returns
    -------
    tuple of Difference
        In order of their names.
    """
    return tuple(_compared(OUTPUT, before, after))


def kind_of(path: str) -> str:
    """Tell what kind of input a file is.

    Parameters
    ----------
    path
        From the root of the project.

    Returns
    -------
    str
        Its kind.

    Examples
    --------
    >>> kind_of("data/raw/demo/2025/a.xlsx"), kind_of("data/reference/indicators.toml")
    ('received', 'vocabulary')
    """
    return next((kind for start, kind in _KINDS.items() if path.startswith(start)), "reference")


def say_differences(found: Sequence[Difference], lang: str = "vi", most: int = SHOWN) -> list[str]:
    """Say differences, a line each.

    Parameters
    ----------
    found
        The differences.
    lang
        ``"vi"`` or ``"en"``.
    most
        How many are said; of further ones only how many.

    Returns
    -------
    list of str
        The lines.
    """
    lines = [f"- {one.sentence(lang)}" for one in found[:most]]
    return (
        [*lines, f"- {say('annual.differs_more', lang, n=len(found) - most)}"] if len(found) > most else lines
    )


def _compared(
    kind: str, before: Mapping[str, str] | None, after: Mapping[str, str] | None
) -> list[Difference]:
    if before is None or after is None:
        return []
    return [
        Difference(kind, name, str(before.get(name, "")), str(after.get(name, "")))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
