"""The head of a table: where it stands, and the full path of each column over merged rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.layout import SheetLayout
from antq_analysis.sources.tables.values import tidy
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw
from antq_analysis.sources.workbooks.workbook import Sheet

SEPARATOR = " / "
SEARCHED_ROWS = 60
MAX_HEIGHT = 4
_UNIT_NOTES = frozenset({"đvt", "đơn vị tính", "đv tính", "đơn vị đo", "đơn vị đo lường"})


@dataclass(frozen=True)
class Header:
    """Where the head of a table stands and what it says.

    Parameters
    ----------
    top, bottom
        First and last row, counted from 0, both inclusive.
    paths
        For each column of the sheet its header path; empty where it has none.
    unit_column
        The column with the names of units.
    """

    top: int
    bottom: int
    paths: tuple[str, ...]
    unit_column: int


def label(value: Raw) -> str:
    """Give the text of a header or name cell.

    Parameters
    ----------
    value
        What stands in the cell.

    Returns
    -------
    str
        Tidied text; whole numbers without decimals; empty for anything else.
    """
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return str(int(value)) if isinstance(value, int) and not isinstance(value, bool) else ""


def is_unit_note(value: Raw) -> bool:
    """Tell whether the cell before a row of units says only that: ``ĐVT``.

    Parameters
    ----------
    value
        What stands in the cell.

    Returns
    -------
    bool
        True for ``ĐVT`` and ``Đơn vị tính:``, without any unit.

    Examples
    --------
    >>> is_unit_note("ĐVT:"), is_unit_note("Đơn vị"), is_unit_note(3)
    (True, False, False)
    """
    return isinstance(value, str) and fold(label(value)).rstrip(" .:") in _UNIT_NOTES


def name_label(value: Raw) -> str:
    """Give the text of a name cell, without a raised footnote mark.

    Parameters
    ----------
    value
        What stands in the cell.

    Returns
    -------
    str
        As :func:`label`.
    """
    return label(value.without_footnotes if isinstance(value, FormattedRuns) else value)


def find_header(sheet: Sheet, layout: SheetLayout) -> Header | None:
    """Find the head of the table: the block of rows that explains most of the headers the layout expects.

    Parameters
    ----------
    sheet
        The sheet.
    layout
        How it should be read; its `unit_header` must be found.

    Returns
    -------
    Header or None
        The head, or None when no row holds the header of the units.
    """
    expected = {fold(header) for header in layout.headers()}
    wanted = fold(layout.unit_header)
    best: tuple[tuple[int, int], Header] | None = None
    for row, column in _unit_cells(sheet, wanted):
        for top, bottom in header_blocks(sheet, row, column):
            paths = header_paths(sheet, top, bottom)
            if fold(paths[column]) != wanted:
                continue
            score = (len(expected & {fold(path) for path in paths if path}), top - bottom)
            if best is None or score > best[0]:
                best = score, Header(top, bottom, paths, column)
    return best[1] if best else None


def header_paths(sheet: Sheet, top: int, bottom: int) -> tuple[str, ...]:
    """Spell out the header path of each column.

    A title merged over several columns belongs to each of them; so does a title that stands unmerged over the first
    of them, when every column below it has a header of its own.

    Parameters
    ----------
    sheet
        The sheet.
    top, bottom
        First and last row of the head, both inclusive.

    Returns
    -------
    tuple of str
        One path a column, parts joined by `` / ``.
    """
    width = len(sheet.rows[0]) if sheet.rows else 0
    anchors = _anchors(sheet, top, bottom, width)
    parts: list[dict[tuple[int, int], str]] = [{} for _ in range(width)]
    for row in range(top, bottom + 1):
        for column in range(width):
            place = anchors.get((row, column), (row, column))
            if row < bottom and not label(sheet.rows[place[0]][place[1]]):
                place = _title_to_the_left(sheet, anchors, row, column, bottom) or place
            text = label(sheet.rows[place[0]][place[1]])
            if text and not (parts[column] and is_unit_note(text)):
                parts[column].setdefault(place, text)
    return tuple(SEPARATOR.join(found.values()) for found in parts)


def header_blocks(sheet: Sheet, row: int, column: int) -> Iterator[tuple[int, int]]:
    """List the blocks of rows that may be the head of a table.

    Parameters
    ----------
    sheet
        The sheet.
    row, column
        The cell with the header of the units.

    Yields
    ------
    tuple
        First and last row, both inclusive; the rows of the cell itself first.
    """
    first, last = row, row
    for r0, c0, r1, c1 in sheet.merged:
        if r0 <= row <= r1 and c0 <= column <= c1:
            first, last = r0, min(r1, len(sheet.rows) - 1)
    bottoms = [last]
    while len(bottoms) < MAX_HEIGHT and _is_subheader(sheet.rows, bottoms[-1] + 1, column):
        bottoms.append(bottoms[-1] + 1)
    for top in range(first, max(-1, first - MAX_HEIGHT), -1):
        if top < first and label(sheet.rows[top][column]):
            return
        for bottom in bottoms:
            yield top, bottom


def _unit_cells(sheet: Sheet, wanted: str) -> Iterator[tuple[int, int]]:
    last = wanted.rpartition(SEPARATOR)[2]
    for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for column, value in enumerate(cells):
            if isinstance(value, str) and value and fold(value) in (wanted, last):
                yield row, column


def _is_subheader(rows: Sequence[Sequence[Raw]], row: int, unit_column: int) -> bool:
    if row >= len(rows):
        return False
    left = [value for value in rows[row][: unit_column + 1] if value not in ("", None)]
    if not all(is_unit_note(value) for value in left):
        return False
    filled = [value for value in rows[row] if value not in ("", None)]
    return bool(filled) and all(isinstance(value, str) for value in filled)


def _anchors(sheet: Sheet, top: int, bottom: int, width: int) -> dict[tuple[int, int], tuple[int, int]]:
    anchors = {}
    for r0, c0, r1, c1 in sheet.merged:
        for row in range(max(r0, top), min(r1, bottom) + 1):
            for column in range(c0, min(c1 + 1, width)):
                anchors[row, column] = (r0, c0)
    # A title above the table, merged into the block by chance, starts outside of it and is no part of the path.
    return {place: anchor for place, anchor in anchors.items() if anchor[0] >= top and anchor[1] < width}


def _title_to_the_left(
    sheet: Sheet, anchors: dict[tuple[int, int], tuple[int, int]], row: int, column: int, bottom: int
) -> tuple[int, int] | None:
    def has_below(where: int) -> bool:
        return any(label(sheet.rows[below][where]) for below in range(row + 1, bottom + 1))

    if (row, column) in anchors or not has_below(column):
        return None
    for left in range(column - 1, -1, -1):
        if (row, left) in anchors:
            return None
        if label(sheet.rows[row][left]):
            return (row, left) if has_below(left) else None
    return None
