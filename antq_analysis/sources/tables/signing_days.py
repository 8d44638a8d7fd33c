"""The day on which a table was signed, where no other words tell its year: figures are not signed before their time."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.titles import NEAR_DAYS, periods_of_name, texts_above
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

SIGNED_OUTSIDE = "signed_outside_period"

_SIGNED = re.compile(
    r"[^\d,;:()]{2,40},\s*ngày\s*(?P<day>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<month>\d{1,2})\s*(?:năm|[/.-])\s*(?P<year>20\d\d)\W*"
)
_LATEST = timedelta(days=300)
"""By then the next year's table would be signed."""
_FOOT_ROWS = 12


def signing_findings(sheet: Sheet, top: int, period: str, file: str) -> Iterator[Finding]:
    """Ask about a place-and-date line long before the end of the period, or long after it.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.
    period
        The period of the figures.
    file
        Name of the file.

    Yields
    ------
    Finding
        One warning at most; none where a title or the name of the sheet names the year.
    """
    last = period_bounds(period)[1]
    named = [said_periods(text) for _, text in texts_above(sheet, top)]
    named.append(periods_of_name(sheet.name))
    if any(last.year in dict(said.years) or said.days for said in named):
        return
    rows = {*range(top), *range(max(top, len(sheet.rows) - _FOOT_ROWS), len(sheet.rows))}
    for row in sorted(rows):
        for column, value in enumerate(sheet.rows[row]):
            day = _signed_on(value) if isinstance(value, str) else None
            if day and not timedelta(-NEAR_DAYS) <= day - last <= _LATEST:
                at = cell_name(row, column)
                yield Finding(SIGNED_OUTSIDE, Severity.WARNING, file, sheet.name, at, str(value), period)
                return


def _signed_on(text: str) -> date | None:
    found = _SIGNED.fullmatch(fold(text))
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
