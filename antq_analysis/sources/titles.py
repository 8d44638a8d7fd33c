"""What the words above a table say about its period, compared with the period it was given."""

import re
from collections.abc import Iterator

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.places.names import fold
from antq_analysis.sources.marks import cell_name
from antq_analysis.sources.workbook import Sheet

_DAY = re.compile(r"ngày\s*[\d.\u2026]*\s*tháng\s*[\d.\u2026]*\s*năm\s*\d*")
_COMPARED = re.compile(r"(?:so với|cùng kỳ).*?năm\s*(?:20)\d\d|giai đoạn\s*\d{4}\s*[-\u2013]\s*\d{4}")
_YEAR = re.compile(r"\bnăm\s*(20\d\d)\b")
_MONTHS = re.compile(r"\b0?(\d{1,2}) tháng\b")


def title_findings(sheet: Sheet, top: int, period: str, file: str) -> Iterator[Finding]:
    """Compare the years and months that are named above a table with its period.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    period
        The period it was given, such as ``2023`` or ``2025-6T``.
    file
        Name of the file.

    Yields
    ------
    Finding
        One warning where a year is named and none is the period's, or months are named and none are its months.
    """
    first, last = period_bounds(period)
    years = {str(year) for year in range(first.year, last.year + 1)}
    months = str(last.month - first.month + 1) if first.year == last.year else ""
    said: list[tuple[str, str, str]] = []
    for row in range(top):
        for column, value in enumerate(sheet.rows[row]):
            if isinstance(value, str) and value:
                words = _COMPARED.sub(" ", _DAY.sub(" ", fold(value)))
                cell = cell_name(row, column)
                said += [("year", year, cell) for year in _YEAR.findall(words)]
                said += [("months", number, cell) for number in _MONTHS.findall(words)]
    for kind, expected in (("year", years), ("months", {months})):
        named = [(text, cell) for what, text, cell in said if what == kind]
        if named and not any(text in expected for text, _ in named):
            text, cell = named[0]
            written = f"năm {text}" if kind == "year" else f"{text} tháng"
            yield Finding(
                "period_in_title_differs", Severity.WARNING, file, sheet.name, cell, written, period
            )
