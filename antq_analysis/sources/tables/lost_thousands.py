"""Figures beside a thousand that a spreadsheet spoilt (1.602 kept as 1,602): 1.000 became 1 and looks like a count."""

from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.workbooks.marks import Raw, cell_name

THOUSAND = 1000
ABOVE = 2
"""A commune that lost its thousands may have been this much larger than the largest of which the figure is known."""


def lost_nearby(
    own: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    cells: Sequence[Sequence[Raw]],
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Report whole numbers that may have lost their thousands, in columns where others surely did.

    A number may be spoilt when it stands as a number in the cell, is below a thousand, and a thousand times as much
    is no more than twice the largest figure of the column: 1 may have been 1.000 beside 1.602, but 240 was hardly
    240.000. A number typed as text kept its dot. Spoilt figures that a person decided are evidence all the same.

    Parameters
    ----------
    own
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    cells
        All cells of the sheet.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One warning for each column that has such numbers; they are used all the same.
    """
    for position, (place, column) in enumerate(columns):
        spoilt = [
            (row, one)
            for row in own
            if (one := row.readings[position]).problem == "thousands_lost" or one.rule == "decided"
        ]
        lost = [amount for row, one in spoilt if (amount := _lost(one, cells[row.row][place])) is not None]
        if not lost:
            continue
        readings = [(row.row, row.readings[position]) for row in own]
        unit = column.scale or 1.0
        largest = max([*lost, *(one.value / unit for _, one in readings if one.status == "reported")])
        doubtful = [
            cell_name(row, place)
            for row, one in readings
            if one.status == "reported"
            and not isinstance(cells[row][place], str)
            and one.rule != "decided"
            and 0 < one.value / unit < THOUSAND
            and one.value / unit * THOUSAND <= ABOVE * largest
        ]
        if doubtful:
            values = {"header": column.header, "n": len(doubtful), "cells": shown_cells(doubtful)}
            yield Finding("thousands_lost_nearby", Severity.WARNING, file, sheet, doubtful[0], values=values)


def _lost(reading: Reading, raw: Raw) -> float | None:
    if reading.problem == "thousands_lost" and reading.proposal:
        return float(reading.proposal)
    if reading.rule == "decided" and isinstance(raw, float) and not raw.is_integer():
        return raw * THOUSAND if reading.value == round(raw * THOUSAND) else None
    return None
