"""What the fast reader does not hand over: errors, formulas never computed, percent formats, hidden parts."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self


@dataclass(frozen=True)
class CellError:
    """An error that Excel shows instead of a value, such as ``#REF!``.

    Parameters
    ----------
    code
        What the cell shows.
    """

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Uncomputed:
    """A formula whose result was never computed and saved.

    Parameters
    ----------
    formula
        The formula without its equals sign.
    """

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


class FormattedRuns(str):
    """A text with runs that a reader sees apart: ``12`` with a raised footnote ``1``, or a figure struck through.

    As a text it is glued together (``121``), which no figure may be read from.

    Parameters
    ----------
    runs
        Each run with its format: empty, ``superscript``, ``subscript`` or ``strike``.
    """

    __slots__ = ("runs",)
    runs: tuple[tuple[str, str], ...]

    def __new__(cls, runs: Sequence[tuple[str, str]]) -> Self:
        """Glue the runs.

        Parameters
        ----------
        runs
            Text and format of each.

        Returns
        -------
        FormattedRuns
            The text.
        """
        made = super().__new__(cls, "".join(text for text, _ in runs))
        made.runs = tuple(runs)
        return made

    @property
    def shown(self) -> str:
        """The runs apart: ``12 [superscript: 1]``."""
        return " ".join(f"[{how}: {text}]" if how else text for text, how in self.runs)

    @property
    def without_footnotes(self) -> str:
        """The text without its raised runs."""
        return "".join(text for text, how in self.runs if how != "superscript")


class Percentage(float):
    """A number that its cell shows as a percentage: 0.837 shown as 83,7%."""

    @property
    def percent(self) -> float:
        """The number that the reader of the sheet sees, without its sign."""
        return float(round(float(self) * 100, 10))


Raw = str | float | int | bool | date | datetime | time | timedelta | CellError | Uncomputed | None

_CELL = rb"<(?:\w+:)?c\b"
_CONTENT = re.compile(_CELL + rb"[^>]*?\br=\"([A-Z]+)([0-9]+)\"[^>]*(?<!/)>(?!</)")
_UNPLACED = re.compile(_CELL + rb"(?![^>]*\br=\")[^>]*>")
_ERROR = re.compile(
    _CELL
    + rb"(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]+)([0-9]+)\"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_UNCOMPUTED = re.compile(
    _CELL + rb"[^>]*?\br=\"([A-Z]+)([0-9]+)\"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACEHOLDER = re.compile(
    _CELL + rb"(?![^>]*\bt=\"(?:str|e|b)\")[^>]*?\br=\"([A-Z]+)([0-9]+)\"[^>]*(?<!/)>\s*<(?:\w+:)?f\b[^>]*?"
    rb"(?:/>|(?<!/)>([^<]*)</(?:\w+:)?f>)\s*<(?:\w+:)?v>\s*0(?:\.0*)?\s*</(?:\w+:)?v>"
)
_RECALCULATES = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=\"(?:1|true)\"")
_TELLING = re.compile(rb"<(?:\w+:)?(?:vertAlign|strike)\b")
_STRING = re.compile(rb"<(?:\w+:)?si\b")
_SHARED = re.compile(
    _CELL + rb"(?=[^>]*\bt=\"s\")[^>]*?\br=\"([A-Z]+)([0-9]+)\"[^>]*>\s*<(?:\w+:)?v>\s*([0-9]+)\s*<"
)
_INLINE = re.compile(
    _CELL + rb"(?=[^>]*\bt=\"inlineStr\")[^>]*?\br=\"([A-Z]+)([0-9]+)\"[^>]*>((?:(?!</(?:\w+:)?c>).)*)",
    re.DOTALL,
)
_RUN = re.compile(rb"<(?:\w+:)?r>")
_RUN_END = re.compile(rb"</(?:\w+:)?r>")
_RUN_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
_RAISED = re.compile(rb"<(?:\w+:)?vertAlign\b[^>]*\bval=\"(superscript|subscript)\"")
_STRUCK = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*\bval=\"(?:0|false)\")")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*?\br=\"(\d+)\"")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*>")
_XF = re.compile(rb"<(?:\w+:)?xf\b[^>]*?\bnumFmtId=\"(\d+)\"")
_CELL_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_BUILT_IN_PERCENT = {b"9", b"10"}


def column_number(letters: str) -> int:
    """Count a column from its letters.

    Parameters
    ----------
    letters
        ``"A"``, ``"AB"``.

    Returns
    -------
    int
        0 for A.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Name a cell as Excel does.

    Parameters
    ----------
    row, column
        Counted from 0.

    Returns
    -------
    str
        For instance ``"C14"``.

    Examples
    --------
    >>> cell_name(13, 2), cell_name(0, 27)
    ('C14', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def extent(xml: bytes) -> tuple[int, int]:
    """Measure the rectangle from A1 that holds every cell with content.

    Parameters
    ----------
    xml
        The XML of one sheet.

    Returns
    -------
    tuple of int
        Rows and columns; cells that are only formatted do not count.
    """
    rows, widths = 0, set[bytes]()
    for letters, row in _CONTENT.findall(xml):
        widths.add(letters)
        rows = max(rows, int(row))
    return rows, 1 + max((column_number(letters.decode()) for letters in widths), default=-1)


def has_unplaced_cells(xml: bytes) -> bool:
    """Tell whether a sheet has cells that do not say where they stand, next to errors or formulas.

    Parameters
    ----------
    xml
        The XML of one sheet.

    Returns
    -------
    bool
        True if such a sheet cannot be read with certainty.
    """
    return _UNPLACED.search(xml) is not None


def recalculates(workbook: bytes) -> bool:
    """Tell whether a workbook asks for all formulas to be computed when it is opened.

    Parameters
    ----------
    workbook
        The XML of the workbook.

    Returns
    -------
    bool
        True if the results that it holds may be placeholders of the program that wrote it.
    """
    return _RECALCULATES.search(workbook) is not None


def special_cells(
    xml: bytes, placeholders: bool = False
) -> Iterator[tuple[int, int, CellError | Uncomputed]]:
    """List the cells whose value is an error or was never computed.

    Parameters
    ----------
    xml
        The XML of one sheet.
    placeholders
        Whether a saved result 0 may be a placeholder, as :func:`recalculates` tells.

    Yields
    ------
    tuple
        Row and column from 0, and what stands there.
    """
    if b't="e"' in xml:
        for letters, row, code in _ERROR.findall(xml):
            yield int(row) - 1, column_number(letters.decode()), CellError(code.decode())
    if b"<f" in xml or b":f" in xml:
        for letters, row, formula in _UNCOMPUTED.findall(xml):
            yield int(row) - 1, column_number(letters.decode()), Uncomputed(formula.decode())
        for letters, row, formula in _PLACEHOLDER.findall(xml) if placeholders else ():
            yield int(row) - 1, column_number(letters.decode()), Uncomputed(formula.decode())


def formatted_strings(shared: bytes) -> Mapping[int, FormattedRuns]:
    """Find the shared strings with raised, lowered or struck runs.

    Parameters
    ----------
    shared
        The XML of the shared strings.

    Returns
    -------
    Mapping of int to FormattedRuns
        By number of the string.
    """
    if not _TELLING.search(shared):
        return {}
    found = {}
    for number, item in enumerate(_STRING.split(shared)[1:]):
        if runs := _runs(item):
            found[number] = runs
    return found


def formatted_cells(
    xml: bytes, strings: Mapping[int, FormattedRuns]
) -> Iterator[tuple[int, int, FormattedRuns]]:
    """List the cells whose text has raised, lowered or struck runs.

    Parameters
    ----------
    xml
        The XML of one sheet.
    strings
        As :func:`formatted_strings` returns them.

    Yields
    ------
    tuple
        Row and column from 0, and the runs.
    """
    if strings:
        for letters, row, number in _SHARED.findall(xml):
            if int(number) in strings:
                yield int(row) - 1, column_number(letters.decode()), strings[int(number)]
    if _TELLING.search(xml):
        for letters, row, item in _INLINE.findall(xml):
            if runs := _runs(item):
                yield int(row) - 1, column_number(letters.decode()), runs


def _runs(item: bytes) -> FormattedRuns | None:
    runs = []
    for piece in _RUN.split(item)[1:]:
        run = _RUN_END.split(piece, maxsplit=1)[0]
        text = html.unescape(b"".join(_RUN_TEXT.findall(run)).decode("utf-8", "replace"))
        raised, struck = _RAISED.search(run), _STRUCK.search(run)
        how = raised.group(1).decode() if raised else "strike" if struck else ""
        runs.append((text, how))
    return FormattedRuns(runs) if any(how and text.strip() for text, how in runs) else None


def percent_styles(styles: bytes) -> frozenset[int]:
    """Find the cell styles that show a number as a percentage.

    Parameters
    ----------
    styles
        The XML of the styles of a workbook.

    Returns
    -------
    frozenset of int
        Numbers of the styles.
    """
    codes = set(_BUILT_IN_PERCENT)
    for tag in _FORMAT.findall(styles):
        number, code = re.search(rb'numFmtId="(\d+)"', tag), re.search(rb'formatCode="([^"]*)"', tag)
        if number and code and b"%" in code.group(1):
            codes.add(number.group(1))
    block = _CELL_XFS.search(styles)
    return (
        frozenset(i for i, code in enumerate(_XF.findall(block.group())) if code in codes)
        if block
        else frozenset()
    )


def percent_cells(xml: bytes, styles: frozenset[int]) -> Iterator[tuple[int, int]]:
    """List the cells that are formatted as percentages.

    Parameters
    ----------
    xml
        The XML of one sheet.
    styles
        As :func:`percent_styles` returns them.

    Yields
    ------
    tuple of int
        Row and column from 0.
    """
    if not styles:
        return
    numbers = "|".join(str(style) for style in sorted(styles)).encode()
    pattern = re.compile(_CELL + rb"(?=[^>]*\bs=\"(?:" + numbers + rb")\")[^>]*?\br=\"([A-Z]+)([0-9]+)\"")
    for letters, row in pattern.findall(xml):
        yield int(row) - 1, column_number(letters.decode())


def hidden_rows(xml: bytes) -> frozenset[int]:
    """List hidden rows.

    Parameters
    ----------
    xml
        The XML of one sheet.

    Returns
    -------
    frozenset of int
        Counted from 0.
    """
    return frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(xml))


def hidden_columns(xml: bytes, width: int) -> frozenset[int]:
    """List hidden columns.

    Parameters
    ----------
    xml
        The XML of one sheet.
    width
        How many columns hold anything.

    Returns
    -------
    frozenset of int
        Counted from 0, below `width`.
    """
    found: set[int] = set()
    for tag in _HIDDEN_COLUMN.findall(xml):
        low, high = re.search(rb'\bmin="(\d+)"', tag), re.search(rb'\bmax="(\d+)"', tag)
        if low and high:
            found.update(range(int(low.group(1)) - 1, min(int(high.group(1)), width)))
    return frozenset(found)
