"""A column without a year whose figures are the sums of columns of earlier years beside it."""

import math
from collections.abc import Iterator, Sequence

from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.workbook import Sheet

FEWEST_ROWS, MOST_ROWS, FEWEST_YEARS = 3, 200, 2


def years_added(columns: Sequence[Understood], sheet: Sheet, place: Place) -> Iterator[str]:
    """Find columns of the period whose every figure is the sum of those of earlier years.

    Parameters
    ----------
    columns
        What each column was understood to be.
    sheet
        The sheet.
    place
        Where its table stands.

    Yields
    ------
    str
        The header of each; three rows or more must tell.
    """
    counts = [item for item in columns if item.kind == "indicator" and item.reads == "count"]
    for item in counts:
        own = (item.indicator, item.category, item.basis)
        years = [
            other
            for other in counts
            if other.years_before and (other.indicator, other.category, other.basis) == own
        ]
        if item.years_before or len(years) < FEWEST_YEARS:
            continue
        figures = _figures(item, sheet, place)
        parts = zip(*(_figures(other, sheet, place) for other in years), strict=True)
        told = [
            math.isclose(figure, sum(part))
            for figure, part in zip(figures, parts, strict=True)
            if figure > 0 and not math.isnan(sum(part))
        ]
        if len(told) >= FEWEST_ROWS and all(told):
            yield item.header


def _figures(item: Understood, sheet: Sheet, place: Place) -> list[float]:
    column = place.header.paths.index(item.header)
    return [read_value(sheet.rows[row][column], "count").value for row in place.rows[:MOST_ROWS]]
