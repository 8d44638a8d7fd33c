"""Bare numbers in a column of remarks: the figures of a row, or of a table, may stand one cell too far right."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.headed_words import Headed, headed
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet

_NOTES_ONLY = re.compile(
    r"\W*(?:ghi chú|chú thích|lưu ý|diễn giải|thuyết minh|giải trình|lý do|lí do|nguyên nhân|ý kiến|remarks?|notes?)\b"
)
_NUMBER = re.compile(r"[+-]?\s*\d[\d.,\s]*%?")
_YEARS = range(1990, 2100)
_FEWEST = 3
_HALF, _ODD = 0.5, 0.25
"""Share of rows with a number that makes a table doubtful, and up to which numbers are odd among words."""


@dataclass
class NumbersInRemarks:
    """Where remarks are bare numbers.

    Parameters
    ----------
    cells
        For each row with such a remark where it stands, as row and column.
    columns
        Columns of remarks that hold numbers in half of the rows or more.
    """

    cells: dict[int, tuple[int, int]] = field(default_factory=dict)
    columns: list[int] = field(default_factory=list)


def numbers_in_remarks(sheet: Sheet, rows: Sequence[UnitRow], paths: Mapping[int, str]) -> NumbersInRemarks:
    """Find bare numbers in columns of remarks.

    In a column that is headed as notes any number is doubtful but a year; in one of assessments or kinds only a few
    numbers among words are.

    Parameters
    ----------
    sheet
        The sheet.
    rows
        The rows of units.
    paths
        Header path of each column that is left aside.

    Returns
    -------
    NumbersInRemarks
        What was found.
    """
    found = NumbersInRemarks()
    for place, path in paths.items():
        if not path or headed(path) is not Headed.REMARKS:
            continue
        values = {row.row: sheet.rows[row.row][place] for row in rows}
        numbers = [row for row, value in values.items() if _is_number(value)]
        words = sum(isinstance(value, str) and bool(value.strip()) for value in values.values())
        notes = bool(_NOTES_ONLY.match(fold(path.rpartition(SEPARATOR)[2])))
        if notes and len(numbers) >= max(_FEWEST, _HALF * len(values)):
            found.columns.append(place)
        elif notes or len(numbers) <= _ODD * words:
            found.cells |= {row: (row, place) for row in numbers}
    return found


def numbers_beyond_head(
    sheet: Sheet, rows: Sequence[UnitRow], columns: Sequence[int], paths: Sequence[str]
) -> dict[int, tuple[int, int]]:
    """Find numbers right of the head in rows that lack a figure: a cell was put in, and all behind it moved on.

    Parameters
    ----------
    sheet
        The sheet.
    rows
        The rows of units.
    columns
        The columns that are read.
    paths
        Header path of every column of the head.

    Returns
    -------
    dict
        For each such row where the number stands, as row and column. Where many rows have one, it is a column.
    """
    if not columns:
        return {}
    cells = {row.row: sheet.rows[row.row] for row in rows}
    filled = [
        place for place in columns if sum(_said(one[place]) for one in cells.values()) > _HALF * len(cells)
    ]
    found = {}
    for row, values in cells.items():
        beyond = (at for at in range(max(columns) + 1, len(values)) if at >= len(paths) or not paths[at])
        number = next((at for at in beyond if _is_number(values[at])), None)
        if number is not None and not all(_said(values[place]) for place in filled):
            found[row] = (row, number)
    return found if len(found) <= max(1, _ODD * len(cells)) else {}


def _said(value: Raw) -> bool:
    return value not in ("", None)


def _is_number(value: Raw) -> bool:
    if isinstance(value, str):
        text = value.strip()
        return bool(_NUMBER.fullmatch(text)) and not (text.isdecimal() and int(text) in _YEARS)
    return isinstance(value, int | float) and not isinstance(value, bool) and value not in _YEARS
