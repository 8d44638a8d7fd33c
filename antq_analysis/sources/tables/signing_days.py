"""The day on which a table was signed: figures are not signed before their time."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.titles import NEAR_DAYS, periods_of_name, texts_above
from antq_analysis.sources.workbooks.workbook import Sheet

SIGNED_OUTSIDE = "signed_outside_period"

_SIGNED = re.compile(
    r"[^\d,;:()]{2,40},\s*ngày\s*(?P<day>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<month>\d{1,2})\s*(?:năm|[/.-])\s*(?P<year>20\d\d)\W*"
)
_ALONE = re.compile(
    r"\W*(?:(?:ngày|thời điểm|cập nhật|lập|in|gửi)"
    r"(?: (?:lập|in|nhập|gửi|ký|báo cáo|hoàn thành|xuất|cập nhật|biểu|bảng|số liệu|ngày)){0,3}[\s:]*)?"
    r"(?P<day>\d{1,2})\s*(?:tháng|[/.-])\s*(?P<month>\d{1,2})\s*(?:năm|[/.-])\s*(?P<year>20\d\d)\W*"
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
        One warning at most; where a title or the name of the sheet names the year, only of a day while it still runs.
    """
    first, last = period_bounds(period)
    named = [said_periods(text) for _, text in texts_above(sheet, top)]
    named.append(periods_of_name(sheet.name))
    is_named = any(last.year in dict(said.years) or said.days for said in named)
    foot = range(max(top, len(sheet.rows) - _FOOT_ROWS), len(sheet.rows))
    # Among the rows of units a bare day is a spoilt figure.
    signed: list[tuple[str, str, tuple[re.Pattern[str], ...]]] = [
        (cell, text, (_SIGNED, _ALONE)) for cell, text in texts_of_rows(sheet.rows, range(top))
    ]
    signed += [(cell, text, (_SIGNED,)) for cell, text in texts_of_rows(sheet.rows, foot)]
    for cell, text, patterns in signed:
        day = _signed_on(text, patterns)
        within = day is not None and first <= day
        # Nobody signs the whole of a year that still runs, whatever its title says.
        if (
            day
            and not timedelta(-NEAR_DAYS) <= day - last <= _LATEST
            and (not is_named or (within and day < last))
        ):
            yield Finding(SIGNED_OUTSIDE, Severity.WARNING, file, sheet.name, cell, text, period)
            return


def _signed_on(text: str, patterns: Sequence[re.Pattern[str]]) -> date | None:
    found = next(filter(None, (pattern.fullmatch(fold(text)) for pattern in patterns)), None)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
