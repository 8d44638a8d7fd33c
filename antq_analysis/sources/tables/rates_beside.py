"""Columns whose header says a count and its rate: a bare number below it may be either."""

import math
from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.forms.rate_words import without_rate_beside
from antq_analysis.sources.tables.amounts import plain
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.values import RATE_BESIDE, Reading


def refuse_bare_figures(rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]]) -> list[UnitRow]:
    """Refuse bare numbers of counts below a header such as ``Khu dân cư an toàn (đạt tỷ lệ %)``.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.

    Returns
    -------
    list of UnitRow
        The rows; what may be the rate keeps no value, ``108 (83,7%)`` is 108.
    """
    both = [
        at
        for at, (_, column) in enumerate(columns)
        if column.reads == "count" and without_rate_beside(column.header) != column.header
    ]
    return [_without_bare(row, both) for row in rows] if both else [*rows]


def _without_bare(row: UnitRow, both: Sequence[int]) -> UnitRow:
    readings = list(row.readings)
    for at in both:
        own = readings[at]
        if own.status == "reported" and own.value and own.rule != RATE_BESIDE:
            shown = own.value_text or plain(own.value)
            readings[at] = Reading(math.nan, shown, status="unparsed", problem="rate_or_count")
    return replace(row, readings=tuple(readings))
