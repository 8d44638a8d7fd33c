"""What one cell of an .ods sheet holds: its typed value, its text in runs, its note."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from antq_analysis.sources.workbooks.marks import (
    CellError,
    FormattedRuns,
    Percentage,
    Raw,
    ShownOtherwise,
    Uncomputed,
)
from antq_analysis.sources.workbooks.number_formats import text_shows_otherwise
from antq_analysis.sources.workbooks.ods_styles import TABLE

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "

_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!)|Err:\d+")
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_NUMBERS = frozenset({"float", "currency", "percentage"})
_SPACES = 1_000


@dataclass
class Written:
    """A text as it grows paragraph by paragraph.

    Parameters
    ----------
    runs
        Each piece with its format: empty, ``superscript``, ``subscript`` or ``strike``.
    formats
        The formats of the spans that are open.
    paragraphs
        How many paragraphs began.
    is_open
        Whether characters belong to the text: only those within a paragraph do.
    """

    runs: list[tuple[str, str]] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    paragraphs: int = 0
    is_open: bool = False

    def add(self, text: str) -> None:
        """Add characters to the open paragraph.

        Parameters
        ----------
        text
            The characters.
        """
        if self.is_open:
            how = next((name for name in reversed(self.formats) if name), "")
            if self.runs and self.runs[-1][1] == how:
                text = self.runs.pop()[0] + text
            self.runs.append((text, how))

    def start(self, tag: str, values: Mapping[str, str], formats: Mapping[str, str]) -> bool:
        """Enter an element of the text.

        Parameters
        ----------
        tag
            Its name.
        values
            Its attributes.
        formats
            Formats by name of a text style.

        Returns
        -------
        bool
            False if it is no element of a text.
        """
        if tag == TEXT + "p":
            self.paragraphs += 1
            self.is_open = True
            if self.paragraphs > 1:
                self.add("\n")
        elif tag == TEXT + "span":
            self.formats.append(formats.get(values.get(TEXT + "style-name", ""), ""))
        elif tag == TEXT + "s":
            self.add(" " * min(int(values.get(TEXT + "c", "1")), _SPACES))
        elif tag == TEXT + "tab":
            self.add("\t")
        elif tag == TEXT + "line-break":
            self.add("\n")
        else:
            return tag == TEXT + "a"
        return True

    def end(self, tag: str) -> None:
        """Leave an element of the text.

        Parameters
        ----------
        tag
            Its name.
        """
        if tag == TEXT + "p":
            self.is_open = False
        elif tag == TEXT + "span" and self.formats:
            self.formats.pop()

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(text for text, _ in self.runs)


def cell_value(values: Mapping[str, str], written: Written) -> Raw:
    """Read what a cell holds.

    Parameters
    ----------
    values
        The attributes of the cell.
    written
        Its text.

    Returns
    -------
    Raw
        The value with its type; ``""`` for an empty cell.

    Raises
    ------
    ValueError
        If a number is none.
    """
    kind, text = values.get(OFFICE + "value-type", ""), written.text
    formula = values.get(TABLE + "formula")
    if values.get(_CALC_TYPE) == "error" or (formula is not None and _ERROR.fullmatch(text)):
        return CellError(text or "#")
    if formula is not None and not text and (not kind or _saved(kind, values) is None):
        return Uncomputed(formula.removeprefix("of:").removeprefix("="))
    if kind in _NUMBERS:
        number = _number(kind, values)
        otherwise = kind != "percentage" and text_shows_otherwise(text, number)
        return ShownOtherwise(number, f'"{text.replace(chr(34), "")}"') if otherwise else number
    if kind in _TYPED:
        return _TYPED[kind](values[f"{OFFICE}{kind}-value"], text)
    if any(how and part.strip() for part, how in written.runs):
        return FormattedRuns(written.runs)
    return text if written.paragraphs else values.get(OFFICE + "string-value", "")


def _saved(kind: str, values: Mapping[str, str]) -> str | None:
    if kind == "string":
        return ""
    return values.get(OFFICE + ("value" if kind in _NUMBERS else f"{kind}-value"))


def _number(kind: str, values: Mapping[str, str]) -> float:
    number = float(values[OFFICE + "value"])
    if not math.isfinite(number):
        raise ValueError(number)
    return Percentage(number) if kind == "percentage" else number


def _date(written: str, shown: str) -> date | str:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return shown or written
    return moment.date() if moment.time() == time() else moment


def _time(written: str, shown: str) -> time | timedelta | str:
    found = _DURATION.fullmatch(written)
    if not found:
        return shown or written
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    passed = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if found[1] or passed >= timedelta(days=1):
        return -passed if found[1] else passed
    return (datetime(1900, 1, 1) + passed).time()  # noqa: DTZ001


_TYPED: Mapping[str, Callable[[str, str], Raw]] = {
    "boolean": lambda written, _: written == "true",
    "date": _date,
    "time": _time,
}
