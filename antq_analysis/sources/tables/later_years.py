"""Years of beginning that lie after the period that a file reports: nothing that was reported can have begun then."""

import math
from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.observations import period_bounds
from antq_analysis.sources.forms.layout import Column, moved_back
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.values import Reading


def refuse_later_years(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], period: str
) -> list[UnitRow]:
    """Refuse years after the end of the period that their column reports.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    period
        The period that the sheet reports.

    Returns
    -------
    list of UnitRow
        The rows; a year that is too late keeps no value.
    """
    last = {
        at: period_bounds(moved_back(period, column.years_before))[1].year
        for at, (_, column) in enumerate(columns)
        if column.reads == "year"
    }
    return [_without(row, last) for row in rows] if last else [*rows]


def _without(row: UnitRow, last: dict[int, int]) -> UnitRow:
    readings = list(row.readings)
    for at, year in last.items():
        # After the last year is as late as the year behind it.
        if readings[at].value + (readings[at].comparator == "over") > year:
            readings[at] = Reading(
                math.nan, written(readings[at]), status="unparsed", problem="year_after_period"
            )
    return replace(row, readings=tuple(readings))
