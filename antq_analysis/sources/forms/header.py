"""The head of a table: where it stands, and the full path of each column over merged rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.group_titles import HeadRow, group_titles
from antq_analysis.sources.forms.layout import SheetLayout
from antq_analysis.sources.tables.values import FIRST_YEAR, LAST_YEAR, tidy
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

SEPARATOR = " / "
SEARCHED_ROWS = 60
MAX_HEIGHT = 4
_SHORT_YEAR = re.compile(r"(?i)(?:\bnăm\s*['’‘]?|^n\s*\.?\s*['’‘]?)([1-4]\d)$|^n\s*(20[1-4]\d)$")
_MONTHS = tuple(float(month) for month in range(1, 13))
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


def heads_of_names(header: Header) -> list[tuple[str, str]]:
    """List the headers up to that of the names.

    Parameters
    ----------
    header
        The head of a table.

    Returns
    -------
    list of tuple
        Cell and header path.
    """
    paths = header.paths[: header.unit_column + 1]
    return [(cell_name(header.bottom, column), path) for column, path in enumerate(paths) if path]


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


def spoken(value: Raw) -> str:
    """Give the words of a cell that may say a time, where a date says it as words do, and a year is written out.

    Parameters
    ----------
    value
        What stands in the cell.

    Returns
    -------
    str
        Its text; a month for its first day, as Excel keeps ``3/2022``; empty for anything else.

    Examples
    --------
    >>> spoken(date(2022, 3, 1)), spoken(date(2022, 6, 30)), spoken("Quý I")
    ('tháng 3/2022', 'đến 30/06/2022', 'Quý I')
    >>> spoken("Năm 22"), spoken("Số vụ năm 22"), spoken("N2022"), spoken("Năm 1")
    ('Năm 2022', 'Số vụ năm 2022', 'Năm 2022', 'Năm 1')
    """
    if isinstance(value, date):
        return f"tháng {value.month}/{value.year}" if value.day == 1 else f"đến {value:%d/%m/%Y}"
    return _SHORT_YEAR.sub(
        _full_year, label(value.with_raised_digits if isinstance(value, FormattedRuns) else value)
    )


def _full_year(found: re.Match[str]) -> str:
    word = "năm" if found.start() else "Năm"
    return f"{word} {found[2] or f'20{found[1]}'}"


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

    A title merged over several columns belongs to each of them; so does a title that stands unmerged over some of
    them, when every column below it has a header of its own.

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
        groups = group_titles(_head_row(sheet, anchors, row, bottom, parts)) if row < bottom else {}
        months = months_numbered(sheet.rows[row])
        under = {tuple(parts[column].values()) for column in months}
        months = months if len(under) == 1 and under != {()} else range(0)
        for column in range(width):
            place = anchors.get((row, column), (row, column))
            text = spoken(sheet.rows[place[0]][place[1]]) or groups.get(column, "")
            text = f"Tháng {text}" if column in months else text
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
            if isinstance(value, str) and value and fold(spoken(value)) in (wanted, last):
                yield row, column


def _is_subheader(rows: Sequence[Sequence[Raw]], row: int, unit_column: int) -> bool:
    if row >= len(rows):
        return False
    left = [value for value in rows[row][: unit_column + 1] if value not in ("", None)]
    if not all(is_unit_note(value) for value in left):
        return False
    filled = [value for value in rows[row] if value not in ("", None)]
    years = {value for value in filled if isinstance(value, float | int) and _is_year(value)}
    months = {rows[row][column] for column in months_numbered(rows[row])}
    named = months | (years if len(years) > 1 else set())
    # One lone number may be the figure of a row without a name.
    return bool(filled) and all(isinstance(value, str | date) or value in named for value in filled)


def months_numbered(cells: Sequence[Raw]) -> range:
    """Find twelve cells side by side that number the months: 1 to 12, and no other number in the row.

    Parameters
    ----------
    cells
        A row of the head of a table.

    Returns
    -------
    range
        Their columns; empty where there are none, or where the numbers run on beyond them, as those of columns do.

    Examples
    --------
    >>> months_numbered(["", *range(1, 13), "Cộng"]), months_numbered([*range(1, 14)])
    (range(1, 13), range(0, 0))
    """
    numbers = [
        (place, float(text)) for place, value in enumerate(cells) if (text := label(value)).isdecimal()
    ]
    start = numbers[0][0] if numbers else 0
    told = tuple(number for _, number in numbers) == _MONTHS and numbers[-1][0] - start == len(_MONTHS) - 1
    return range(start, start + len(_MONTHS)) if told else range(0)


def _is_year(value: float) -> bool:
    return value == int(value) and FIRST_YEAR <= value <= LAST_YEAR


def _anchors(sheet: Sheet, top: int, bottom: int, width: int) -> dict[tuple[int, int], tuple[int, int]]:
    anchors = {}
    for r0, c0, r1, c1 in sheet.merged:
        for row in range(max(r0, top), min(r1, bottom) + 1):
            for column in range(c0, min(c1 + 1, width)):
                anchors[row, column] = (r0, c0)
    # A title above the table, merged into the block by chance, starts outside of it and is no part of the path.
    return {place: anchor for place, anchor in anchors.items() if anchor[0] >= top and anchor[1] < width}


def _head_row(
    sheet: Sheet,
    anchors: Mapping[tuple[int, int], tuple[int, int]],
    row: int,
    bottom: int,
    parts: Sequence[Mapping[tuple[int, int], str]],
) -> HeadRow:
    def text(at: int, column: int) -> str:
        place = anchors.get((at, column), (at, column))
        return spoken(sheet.rows[place[0]][place[1]])

    columns = range(len(parts))
    own = [[bool(spoken(sheet.rows[at][column])) for at in range(row + 1, bottom + 1)] for column in columns]
    below = [
        tuple(filter(None, (text(at, column) for at in range(row + 1, bottom + 1))))
        if any(own[column])
        else ()
        for column in columns
    ]
    titles = [text(row, column) for column in columns]
    closed = [(row, column) in anchors or bool(titles[column] and not below[column]) for column in columns]
    return HeadRow(titles, closed, below, [tuple(found.values()) for found in parts])
