"""Words above a table of a whole year that name a month alone: that in which the table was written."""

import re
from collections.abc import Sequence

from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.tables.said import SaidPeriods

_LONE_MONTH = re.compile(r"\(?\s*tháng\s*(0?[1-9]|1[0-2])\s*(?:năm|[/.-])\s*(20\d\d)\s*\)?\.?")
_FIRST, _LAST = 11, 14


def months_of_writing(
    above: Sequence[tuple[str, str]], said: Sequence[tuple[str, SaidPeriods]], period: str
) -> dict[str, str]:
    """Find cells that only name a month about the end of the year, where another cell names the year alone.

    Parameters
    ----------
    above
        Cells above the table with their texts.
    said
        What each of them, and each header of names, says of periods.
    period
        The period of the table.

    Returns
    -------
    dict of str to str
        Texts by cell: from November on, up to February of the next year; none for a part of a year.

    Examples
    --------
    >>> from antq_analysis.sources.tables.said import said_periods
    >>> above = [("A1", "BÁO CÁO NĂM 2023"), ("A2", "THÁNG 12 NĂM 2023"), ("A3", "SỐ LIỆU THÁNG 12 NĂM 2023")]
    >>> months_of_writing(above, [(cell, said_periods(text)) for cell, text in above], "2023")
    {'A2': 'THÁNG 12 NĂM 2023'}
    """
    year = period_bounds(period)[1].year
    year_said = any(
        year in dict(own.years) and not (own.planned or own.months or own.days) for _, own in said
    )
    if not (period.isdecimal() and year_said):
        return {}
    lone = {cell: _LONE_MONTH.fullmatch(fold(text)) for cell, text in above}
    months = {cell: 12 * (int(found[2]) - year) + int(found[1]) for cell, found in lone.items() if found}
    return {cell: text for cell, text in above if _FIRST <= months.get(cell, 0) <= _LAST}
