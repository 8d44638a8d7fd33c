"""Figures above the head of a table that are no part of its title: nothing reads them, so it is said."""

import re
from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import parse_number
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.tables.code_row import is_numbering
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

RULE = "figures_above_head"
_YEAR = re.compile(r"(?:19|20)\d\d")
_TITLED = re.compile(
    r"(?:.*\b(?:biểu|mẫu|phụ lục|văn bản|công văn|báo cáo|kế hoạch|quyết định|thông tư|tờ trình|công điện) )?số"
    r"|(?:(?:báo cáo|kết quả|số liệu|tính|từ|đến|hết|trong|kỳ) )*(?:năm|tháng|ngày|quý|kỳ|tuần|lần)"
    r"|trang|tờ|biểu|mẫu|phụ lục|đvt|đơn vị tính|tỷ lệ 1|(?:mã|điện thoại|đt|fax)\b.*"
)


def figures_above(sheet: Sheet, top: int, file: str) -> Iterator[Finding]:
    """Find figures above the head of a table.

    Years, a number after the word that asks for it (``Biểu số``, ``Tháng``), and a row that only numbers columns belong
    to the title.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    file
        Name of the file.

    Yields
    ------
    Finding
        At most one warning.
    """
    found = [
        cell_name(row, column)
        for row, cells in enumerate(sheet.rows[:top])
        if not is_numbering(cells)
        for column in _figures(cells)
    ]
    if found:
        values = {"n": len(found), "cells": shown_cells(found)}
        yield Finding(RULE, Severity.WARNING, file, sheet.name, ", ".join(found), values=values)


def _figures(cells: Sequence[Raw]) -> list[int]:
    """Give the columns of a row with figures; years alone are none, nor is a number after a word that asks for it."""
    found, before = [], ""
    for column, value in enumerate(cells):
        if _is_number(value) and not _TITLED.fullmatch(before):
            found.append(column)
        if value not in ("", None):
            before = fold(label(value)).rstrip(" :.")
    return [] if all(_YEAR.fullmatch(label(cells[column])) for column in found) else found


def _is_number(value: Raw) -> bool:
    if isinstance(value, str):
        return parse_number(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)
