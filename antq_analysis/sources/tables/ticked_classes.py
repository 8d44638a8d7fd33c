"""A class told by a tick in one of several columns: Tốt, Khá, Trung bình, Yếu side by side are one class."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading, read_value
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.vocabulary import Vocabulary

TWICE = "class_ticked_twice"

_Columns = Sequence[tuple[int, Column]]


def read_ticked_classes(
    rows: Sequence[UnitRow], columns: _Columns, cells: Sequence[Sequence[Raw]], vocabulary: Vocabulary
) -> list[UnitRow]:
    """Read the one tick of a unit among the columns of the classes as its class.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    cells
        All cells of the sheet.
    vocabulary
        Gives classes their names.

    Returns
    -------
    list of UnitRow
        The rows; of a unit with two ticks neither is read, and words other than ticks are left as they are.
    """
    groups = [*_groups(columns)]
    return [_read_row(row, groups, columns, cells, vocabulary) for row in rows] if groups else [*rows]


def class_findings(rows: Sequence[UnitRow], columns: _Columns, file: str, sheet: str) -> Iterator[Finding]:
    """Report units that report something, and no class in any of the columns of the classes.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One warning for each group of columns that has ticks elsewhere.
    """
    for group in _groups(columns):
        known = [any(row.readings[at].status != "not_reported" for at in group) for row in rows]
        said = [any(one.status != "not_reported" for one in row.readings) for row in rows]
        without = [row for row, one, other in zip(rows, known, said, strict=True) if other and not one]
        if without and any(known):
            places = [columns[at][0] for at in group]
            values = {
                "header": columns[group[0]][1].header.rpartition(" / ")[0] or columns[group[0]][1].header,
                "n": len(without),
                "names": "; ".join(row.name for row in without[:8]),
            }
            shown = shown_cells(
                [f"{cell_name(row.row, places[0])}:{cell_name(row.row, places[-1])}" for row in without]
            )
            yield Finding("class_not_ticked", Severity.WARNING, file, sheet, shown, values=values)


def one_class(figures: Figures, columns: _Columns, ledger: Ledger) -> Figures:
    """Leave out the cells of the classes that a unit is not in.

    Parameters
    ----------
    figures
        Settled figures.
    columns
        Mapped columns with their place.
    ledger
        Where a dash in the place of a tick is entered.

    Returns
    -------
    Figures
        Of a unit with a class that class; of one without, one empty cell.
    """
    kept = np.ones(len(figures), dtype=bool)
    empty = figures.where(lambda reading: reading.status == "not_reported")
    for group in _groups(columns):
        own = figures.at_positions(group)
        classed = np.unique(figures.numbers["unit"][own & ~empty])
        spare = own & empty & (np.isin(figures.numbers["unit"], classed) | ~figures.at_positions(group[:1]))
        kept &= ~spare
    if kept.all():
        return figures
    spare_cells = np.stack([figures.numbers[name][~kept] for name in ("row", "place")], axis=1)
    ledger.enter_cells(spare_cells.astype(np.intp), "ignored", "no_tick")
    return figures.chosen(kept)


def _groups(columns: _Columns) -> Iterator[list[int]]:
    alike: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for position, (_, column) in enumerate(columns):
        if column.reads == "class" and column.category:
            alike[column.indicator, column.basis, column.years_before].append(position)
    yield from (group for group in alike.values() if len(group) > 1)


def _read_row(
    row: UnitRow,
    groups: Sequence[Sequence[int]],
    columns: _Columns,
    cells: Sequence[Sequence[Raw]],
    vocabulary: Vocabulary,
) -> UnitRow:
    read: dict[int, Reading] = {}
    for group in groups:
        filled = [at for at in group if row.readings[at].status != "not_reported"]
        ticks = {at: read_value(cells[row.row][columns[at][0]], "tick") for at in filled}
        if any(one.status != "reported" for one in ticks.values()):
            continue
        ticked = [at for at in filled if ticks[at].value]
        read |= {at: NOT_REPORTED for at in filled if not ticks[at].value}
        if len(ticked) == 1:
            column = columns[ticked[0]][1]
            label = vocabulary.category_label(column.indicator, column.category)
            read[ticked[0]] = Reading(1.0, label, rule="tick")
        else:
            read |= {at: _twice(row.readings[at]) for at in ticked}
    return replace(row, readings=_placed(row.readings, read)) if read else row


def _placed(readings: Sequence[Reading], read: Mapping[int, Reading]) -> tuple[Reading, ...]:
    return tuple(read.get(at, one) for at, one in enumerate(readings))


def _twice(reading: Reading) -> Reading:
    return Reading(math.nan, written(reading), status="unparsed", problem=TWICE)
