"""From the rows of units to one figure for each unit and column: part-rows, duplicates and conflicts told apart.

When a unit stands in several rows of a sheet, each column is settled by the first of these that fits:

1. at most one of the rows has a figure: that figure stands;
2. the rows are marked as parts of one unit (``(phần 1)``, ``khu vực 2``, ``(tiếp theo)``, or one name cell merged over
   them) and the indicator adds up: the figures are added (``part_rows_added``); parts of a status must agree;
3. all rows say the same: it stands once, and the repetition is reported;
4. the rows differ: a conflict. The value stays empty until a person decides.

Rows without such a mark are never added, however complementary their figures look. An empty tick says nothing beside
a row that fills other columns only; where two rows give figures of one column both are reports, and it says no.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import TICK_EMPTY, Figure, UnitRow, meaning, stated
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.values import Reading

ADDED = frozenset({"sum"})


def settle(rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], adds_up: Sequence[str]) -> Figures:
    """Make one figure for each unit and mapped column.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    adds_up
        For each of them how its indicator adds up.

    Returns
    -------
    Figures
        In the order of the units' first rows.
    """
    units: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        units[row.unit_code].append(row)
    places = [place for place, _ in columns]
    figures = Figures.of_rows([own[0] for own in units.values()], places)
    several = [(number, own, _both_report(own)) for number, own in enumerate(units.values()) if len(own) > 1]
    settled = {
        number * len(places) + at: _settle(own, at, place, adds_up[at], empty_is_no=twice)
        for number, own, twice in several
        for at, place in enumerate(places)
    }
    return figures.replaced(settled)


def _both_report(rows: Sequence[UnitRow]) -> bool:
    if all(row.is_part for row in rows):
        return False
    return any(
        sum(_is_stated(reading) for reading in column) > 1
        for column in zip(*(row.readings for row in rows), strict=True)
    )


def _is_stated(reading: Reading) -> bool:
    return reading is not TICK_EMPTY and reading.status not in ("not_reported", "not_applicable")


def _settle(rows: Sequence[UnitRow], position: int, place: int, adds_up: str, *, empty_is_no: bool) -> Figure:
    filled = [row for row in rows if row.readings[position].status != "not_reported"]
    firm = [row for row in filled if row.readings[position] is not TICK_EMPTY]
    firm = (filled if firm and empty_is_no else firm) or filled[:1] or list(rows[:1])
    readings = [row.readings[position] for row in firm]
    cells = tuple((row.row, place) for row in firm)
    silent = tuple((row.row, place) for row in rows if row not in firm and row.readings[position].value_text)
    first = Figure(rows[0].unit_code, position, readings[0], cells[:1], rows[0].group, silent)
    if len(firm) == 1:
        return first
    if all(row.is_part for row in rows) and adds_up in ADDED:
        return first._replace(reading=_added(readings), cells=cells, how="part_rows_added")
    if len({meaning(reading) for reading in readings}) == 1:
        return first._replace(repeated=cells[1:] + silent, how="duplicate")
    return first._replace(reading=_conflict(readings), cells=cells, how="conflict")


def _added(readings: Sequence[Reading]) -> Reading:
    if any(reading.status != "reported" for reading in readings):
        return replace(_conflict(readings), status="unparsed")
    comparators = {reading.comparator for reading in readings}
    comparator = comparators.pop() if len(comparators) == 1 else "about"
    return Reading(math.fsum(reading.value for reading in readings), "", comparator, rule="part_rows_added")


def _conflict(readings: Sequence[Reading]) -> Reading:
    return Reading(float("nan"), " | ".join(stated(reading) for reading in readings), status="conflict")
