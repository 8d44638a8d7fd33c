"""Workbooks with one sheet a year: which sheet reports which, where its name and the words above its table agree."""

from collections.abc import Sequence

from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import moved_back
from antq_analysis.sources.forms.time_words import year_placeholders
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.scales import OTHER_PERIOD
from antq_analysis.sources.tables.titles import OTHER_NAME, title_findings
from antq_analysis.sources.tables.titles_meant import years_before_said
from antq_analysis.sources.workbooks.workbook import Sheet

LONGEST_BACK = 20
ALIKE = 0.5
"""Share of headers that a sheet of an earlier year has in common with one of the period of the file."""


def sheet_years(tables: Sequence[tuple[Sheet, Header]], period: str) -> list[int]:
    """Say how many years before the period of the file each table reports.

    A table is of an earlier year only where its name or its title says that year (a name also ``Năm trước``) and
    neither says another, where another sheet says the period of the file itself, and where the two have most of their
    headers in common.

    Parameters
    ----------
    tables
        The sheets whose table was found, with its head.
    period
        The period of the file.

    Returns
    -------
    list of int
        For each table 0 for the period itself, or where nothing is sure: that is asked then.

    Examples
    --------
    >>> def sheet(name, title="Kết quả"):
    ...     return Sheet(name, [[title], ["Xã", "Số vụ"]]), Header(1, 1, ("Xã", "Số vụ"), 0)
    >>> sheet_years([sheet("2021"), sheet("Biểu 2", "Năm 2022"), sheet("2020", "Năm 2021"), sheet("Năm 2023")], "2023")
    [2, 1, 0, 0]
    """
    said = [_said(sheet, header, period) for sheet, header in tables]
    own = [_headers(header, period) for (_, header), back in zip(tables, said, strict=True) if back == 0]
    return [
        back if back and any(_alike(_headers(header, moved_back(period, back)), one) for one in own) else 0
        for (_, header), back in zip(tables, said, strict=True)
    ]


def _said(sheet: Sheet, header: Header, period: str) -> int | None:
    """Give how many years back name and title agree on; None where they name no year or contradict each other."""
    texts = [
        value for cells in sheet.rows[: header.top] for value in cells if isinstance(value, str) and value
    ]
    if period.isdecimal() and (back := years_before_said(sheet.name)) is not None:
        return back if _agrees(sheet, header, moved_back(period, back)) else None
    named = {year for text in (sheet.name, *texts) for year, _ in said_periods(text).years}
    last = period_bounds(period)[1].year
    for back in range(LONGEST_BACK):
        if last - back in named and _agrees(sheet, header, moved_back(period, back)):
            return back
    return None


def _agrees(sheet: Sheet, header: Header, period: str) -> bool:
    found = title_findings(sheet, header.top, period, "")
    return not any(item.rule in (OTHER_PERIOD, OTHER_NAME) for item in found)


def _headers(header: Header, period: str) -> frozenset[str]:
    return frozenset(fold(year_placeholders(path, period)) for path in header.paths if path)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
