"""Rows under one merged name that are told apart by a year or words of their own: no parts whose figures add up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.tables.values import FIRST_YEAR, LAST_YEAR, is_value_word
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

_PERIOD = re.compile(r"\b(?:19|20)\d\d\b|\b(?:năm|quý|tháng|kỳ)\b")
_PLACE = re.compile(r"(?:thôn|xóm|bản|ấp|buôn|làng|tổ|tdp|khu|khối|phố|cụm|tiểu khu|phần|điểm)\b")
_REMARKS = re.compile(r"remarks|ghi chú|chú thích|lý do|nguyên nhân|đánh giá|nhận xét|notes?")
_LONGEST = 40


def refuse_told_apart(
    named: Sequence[NamedRow], sheet: Sheet, column: int, places: ColumnMap, file: str
) -> tuple[list[NamedRow], list[Finding]]:
    """Refuse rows under one merged name that have order numbers, years or words of their own.

    2023 and 2024, or plan and result, are no parts of one figure; and a name merged over two order numbers took the
    place of another name. Villages and quarters are parts.

    Parameters
    ----------
    named
        The rows with a name.
    sheet
        The sheet.
    column
        The column of names.
    places
        What its other columns are.
    file
        The file.

    Returns
    -------
    tuple
        The rows, those that are told apart without a unit, and one error for all of them.
    """
    owner = {line.row.index: line for line in named if line.unit_code}
    apart: dict[int, int] = {}
    by: dict[int, str] = {}
    for r0, c0, r1, c1 in sheet.merged:
        rows = [row for row in range(r0, r1 + 1) if row in owner]
        if c0 <= column <= c1 and len(rows) > 1 and (words := next(_keys(sheet, rows, column, places), "")):
            apart |= dict.fromkeys(rows, rows[0])
            by[rows[0]] = words
    if not apart:
        return [*named], []
    firsts = sorted(set(apart.values()))
    cells = [cell_name(first, column) for first in firsts]
    values = {"n": len(cells), "by": by[firsts[0]]}
    finding = Finding(
        "merged_rows_differ",
        Severity.ERROR,
        file,
        sheet.name,
        shown_cells(cells),
        owner[firsts[0]].row.name,
        values=values,
    )
    return [replace(line, unit_code="") if line.row.index in apart else line for line in named], [finding]


def _keys(sheet: Sheet, rows: Sequence[int], column: int, places: ColumnMap) -> Iterator[str]:
    """Say by what rows are told apart, for each column that does."""
    mapped = {column, places.district, places.code, *places.read, *places.checks}
    for place in range(len(sheet.rows[rows[0]])):
        raws = [sheet.rows[row][place] for row in rows]
        texts = [label(raw) for raw in raws]
        if place in mapped or not all(texts) or len(set(texts)) < len(texts):
            continue
        header = places.ignored.get(place) or places.foreign.get(place, "")
        numbers = place < column and all(text.rstrip(".)").isdecimal() for text in texts)
        if numbers or all(map(is_period, raws)) or (_tells(texts) and not _REMARKS.match(fold(header))):
            yield " / ".join(texts[:3])


def is_period(raw: Raw) -> bool:
    """Tell whether a cell names a year or another period.

    Parameters
    ----------
    raw
        What stands in the cell.

    Returns
    -------
    bool
        True for ``2023``, as a number or in words, and ``Quý I``.

    Examples
    --------
    >>> is_period(2023.0), is_period("Quý I"), is_period(12.0), is_period("Thôn Hai")
    (True, True, False, False)
    """
    if isinstance(raw, float | int):
        return FIRST_YEAR <= raw <= LAST_YEAR and raw == int(raw)
    return isinstance(raw, str) and _PERIOD.search(fold(raw)) is not None


def _tells(texts: Sequence[str]) -> bool:
    words = [fold(text) for text in texts]
    plain = all(len(word) <= _LONGEST and any(map(str.isalpha, word)) for word in words)
    return plain and not all(_PLACE.match(word) for word in words) and not any(map(is_value_word, texts))
