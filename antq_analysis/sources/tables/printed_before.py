"""What our own form printed of the period before: compared where it is a figure, and no fault where it is none."""

from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.sources.forms.layout import PRINTED, Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.values import NOT_REPORTED


def without_printed_doubts(rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]]) -> list[UnitRow]:
    """Take printed cells that are no plain figure, such as a bound in words, for cells that say nothing.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.

    Returns
    -------
    list of UnitRow
        The rows; nobody is asked about what we printed ourselves.
    """
    printed = [at for at, (_, column) in enumerate(columns) if column.rule == PRINTED]
    if not printed:
        return [*rows]
    told = []
    for row in rows:
        readings = list(row.readings)
        for at in printed:
            if readings[at].problem:
                readings[at] = replace(NOT_REPORTED, value_text=readings[at].value_text)
        told.append(replace(row, readings=tuple(readings)))
    return told
