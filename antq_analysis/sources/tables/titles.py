"""What the words above a table say about its period, compared with the period it was given."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.base_notes import base_notes
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.months_of_writing import months_of_writing
from antq_analysis.sources.tables.said import SaidPeriods, said_periods
from antq_analysis.sources.tables.scales import OTHER_PERIOD
from antq_analysis.sources.tables.time_accents import with_accents
from antq_analysis.sources.tables.windows import window
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.page_texts import HEADER_FOOTER
from antq_analysis.sources.workbooks.workbook import Sheet

NEAR_DAYS = 62
"""The reporting windows in use start and end at most two months before the calendar year."""

OTHER_WINDOW, OTHER_NAME, OTHER_PAGE, WHOLE_YEAR = (
    "window_in_title_differs",
    "period_in_name_differs",
    "period_in_page_text_differs",
    "title_says_whole_year",
)

# Tables are numbered 1.2, but not 30.6.
_LONE_DAY = re.compile(
    r"\W*(?:ngày\s*)?(?P<day>(?:1[3-9]|2\d|3[01])[.-](?:0?[1-9]|1[0-2])|\d{1,2}[.-]\d{1,2}[.-](?:20)?\d\d)\W*"
)
# The year of a plan or a document is not yet the year of the figures.
_OF_A_PLAN = re.compile(
    r"\b(?:kế hoạch|chỉ tiêu|phương hướng|đề án|dự toán|nghị quyết|nghị định|thông tư|quyết định|chỉ thị|hướng dẫn"
    r"|công văn|ban hành|phát động)\b(?:\s+[^\s;,.()]+){0,4}\s*$"
)
_HEAD_ROWS, _FOOT_ROWS = 4, 10


def title_findings(
    sheet: Sheet,
    top: int,
    period: str,
    file: str,
    period_basis: str = "unknown",
    names: Sequence[tuple[str, str]] = (),
) -> Iterator[Finding]:
    """Compare the periods that are named above a table, on its printed pages and in its sheet's name with its period.

    A note that is about population, households or area alone says nothing of the table.

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
    period_basis
        The reporting window of its form.
    names
        Cell and text of the headers over order numbers and names, which speak for all figures beside them.

    Yields
    ------
    Finding
        An error where only other years, months or days are named; a warning where the days are those of another
        reporting window, where the name of the sheet or the header or footer of the printed page names another
        period, or where a part of a year was given and nothing names more than the year.
    """
    above = [*texts_of_rows(sheet.rows, range(top))]
    noted = {*base_notes(above)}
    above = [item for item in above if item not in noted]
    said = [(cell, said_periods(text)) for cell, text in (*above, *names)]
    written_in = months_of_writing(above, said, period)
    said = [(cell, own) for cell, own in said if cell not in written_in]
    for cell, text in written_in.items():
        if str(period_bounds(period)[1].year) in text:
            yield Finding("month_beside_year", Severity.WARNING, file, sheet.name, cell, text, period)
    for written, cell in _other_years(said, period):
        yield Finding(OTHER_PERIOD, Severity.ERROR, file, sheet.name, cell, written, period)
    named = periods_of_name(sheet.name)
    other_name = other_period(named, period)
    own_days = [] if other_name else [(cell_name(top, 0), named)]
    yield from _other_days(sheet, [*said, *own_days], period, file, period_basis)
    for text in sheet.page_texts:
        if other_period(said_periods(text), period):
            yield Finding(OTHER_PAGE, Severity.WARNING, file, sheet.name, HEADER_FOOTER, text, period)
    yield from _whole_year(sheet, top, period, file)
    if other_name:
        yield Finding(OTHER_NAME, Severity.WARNING, file, sheet.name, "", other_name, period)


def other_period(said: SaidPeriods, period: str) -> str:
    """Say which other period a text names.

    Parameters
    ----------
    said
        What it says.
    period
        The period it should be about.

    Returns
    -------
    str
        Its words; empty where it names none, or the period too.
    """
    for written, _ in _other_years([("", said)], period):
        return written
    last = period_bounds(period)[1]
    ends = [(end, text) for (_, end), text in _days(said, last)]
    if ends and not any(abs((end - last).days) <= NEAR_DAYS for end, _ in ends):
        return ends[0][1]
    return ""


def other_period_of(texts: Sequence[str], period: str) -> str:
    """Give the text that says another period, where none of those that stand together says this one.

    Parameters
    ----------
    texts
        Texts that stand together, without order marks.
    period
        The period they should be about.

    Returns
    -------
    str
        The text; empty where there is none.

    Examples
    --------
    >>> other_period_of(["NĂM 2023"], "2024"), other_period_of(["Năm 2023 và năm 2024"], "2024")
    ('NĂM 2023', '')
    """
    said = [(text, said_periods(text)) for text in texts]
    for _, text in _other_years(said, period):
        return text
    return next((text for text, own in said if (own.days or own.ends) and other_period(own, period)), "")


def texts_above(sheet: Sheet, top: int) -> Iterator[tuple[str, str]]:
    """List the texts above a table and in the header and footer of its printed pages.

    Parameters
    ----------
    sheet
        The sheet.
    top
        First row of the head of the table, counted from 0.

    Yields
    ------
    tuple of str
        Where it stands, and the text.
    """
    yield from texts_of_rows(sheet.rows, range(top))
    yield from ((HEADER_FOOTER, text) for text in sheet.page_texts)


def periods_of_file_name(file: str) -> SaidPeriods:
    """Read the periods that the name of a file says, with or without accents.

    Parameters
    ----------
    file
        Its name.

    Returns
    -------
    SaidPeriods
        Everything that was said.
    """
    return periods_of_name(re.sub(r"[_+]+", " ", PurePath(file).stem))


def periods_of_name(name: str) -> SaidPeriods:
    """Read the periods that the name of a sheet says; a day alone is the last that the figures are of.

    Parameters
    ----------
    name
        The name.

    Returns
    -------
    SaidPeriods
        Everything that was said.

    Examples
    --------
    >>> periods_of_name("30.6").ends, periods_of_name("1.2").ends, periods_of_name("T10").months
    ([((6, 30), 'đến ngày 30.6')], [], [((10, 10), 'tháng 10')])
    """
    alone = _LONE_DAY.fullmatch(with_accents(name))
    return said_periods(f"đến ngày {alone['day']}" if alone else name)


def _days(said: SaidPeriods, last: date) -> list[tuple[tuple[date | None, date], str]]:
    """List the days that are named; one without a year is that nearest the end of the period."""
    found = [*said.days]
    for (month, day), text in said.ends:
        years = (last.year + step for step in (-1, 0, 1))
        dates = [date(year, month, min(day, monthrange(year, month)[1])) for year in years]
        found.append(((None, min(dates, key=lambda one: abs(one - last))), text))
    return found


def _whole_year(sheet: Sheet, top: int, period: str, file: str) -> Iterator[Finding]:
    """Ask where a part of a year was given, and every word around the table that tells names the year alone."""
    first, last = period_bounds(period)
    if (first.month, last.month) == (1, 12):
        return
    ends = (*sheet.rows[top : top + _HEAD_ROWS], *sheet.rows[-_FOOT_ROWS:])
    near = {value for cells in ends for value in cells if isinstance(value, str) and value}
    texts = (*(text for _, text in texts_above(sheet, top)), sheet.name, *near)
    if any(
        own.months or own.days or own.ends for own in (*map(said_periods, texts), periods_of_file_name(file))
    ):
        return
    for cell, text in texts_above(sheet, top):
        own, words = said_periods(text), fold(text)
        years = [] if own.planned else [written for year, written in own.years if year == last.year]
        if years and not _OF_A_PLAN.search(words[: words.find(years[0])]):
            yield Finding(WHOLE_YEAR, Severity.WARNING, file, sheet.name, cell, text, period)
            return


def _other_years(said: list[tuple[str, SaidPeriods]], period: str) -> Iterator[tuple[str, str]]:
    first, last = period_bounds(period)
    counted = [item for item in said if item[1].years and not item[1].planned] or said
    years = [(year, f"năm {text}", cell) for cell, own in counted for year, text in own.years]
    if years and not any(first.year <= year <= last.year for year, _, _ in years):
        yield years[0][1:]
    for cell, own in said:
        yield from ((week, cell) for week in own.weeks)
    spans = [(span, text, cell) for cell, own in said for span, text in own.months]
    whole = (first.month, last.month)
    if spans and not any(span == whole for span, _, _ in spans):
        yield spans[0][1:]


def _other_days(
    sheet: Sheet, said: list[tuple[str, SaidPeriods]], period: str, file: str, period_basis: str
) -> Iterator[Finding]:
    expected = window(period, period_basis)
    first, last = expected if expected[0] and expected[1] else period_bounds(period)
    calendar_first, calendar_last = period_bounds(period)
    days = [(span, text, cell) for cell, own in said for span, text in _days(own, calendar_last)]
    for cell, own in said:
        days += [((date(year, 9, 1), date(year + 1, 8, 31)), text, cell) for year, text in own.school_years]
    if not days or any(end == last and start in (None, first) for (start, end), _, _ in days):
        return
    (start, end), text, cell = days[0]
    near = abs((end - calendar_last).days) <= NEAR_DAYS and (
        start is None or abs((start - calendar_first).days) <= NEAR_DAYS
    )
    school = any(
        calendar_first.year - 1 <= year <= calendar_last.year
        for _, own in said
        for year, _ in own.school_years
    )
    shown = f"{first:%d/%m/%Y}-{last:%d/%m/%Y}"
    if near or school:
        values = {"own": period}
        yield Finding(OTHER_WINDOW, Severity.WARNING, file, sheet.name, cell, text, shown, values)
    else:
        yield Finding(OTHER_PERIOD, Severity.ERROR, file, sheet.name, cell, text, period)
