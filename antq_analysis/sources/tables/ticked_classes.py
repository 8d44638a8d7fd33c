"""A class told by a tick in one of several columns: Tốt, Khá, Trung bình, Yếu side by side are one class."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.class_words import class_words
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading, read_value, tidy
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.vocabulary import Vocabulary

TWICE, OF_ANOTHER = "class_ticked_twice", "class_letter_of_another"
TICK, NO_TICKS = "x", frozenset({"-", "–", "0"})

_LETTERS = 2
"""So short a word may be a mark as well as the letters of a class."""

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
        The rows; of a unit with two ticks neither is read, nor are letters of another class than the column's; other
        words stay.
    """
    groups = [(group, _only_mark(rows, group, columns, cells)) for group in _groups(columns)]
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


def _only_mark(
    rows: Sequence[UnitRow], group: Sequence[int], columns: _Columns, cells: Sequence[Sequence[Raw]]
) -> str:
    """Give the one mark that stands below several classes, once a row and beside nothing else: it can only be a tick.

    In columns where ``o`` or ``T`` also stands alone in the row of another class, it names no class and is no zero.
    """
    texts = [{at: tidy(str(cells[row.row][columns[at][0]] or "")) for at in group} for row in rows]
    told = [{at: text for at, text in own.items() if text and text not in NO_TICKS} for own in texts]
    marks = {text for own in told for text in own.values()}
    places = {at for own in told for at in own}
    mark = marks.pop() if len(marks) == 1 else ""
    sure = len(mark) == 1 and (mark.isalpha() or mark == "*") and len(places) > 1
    return mark if sure and all(len(own) < 2 for own in told) else ""


def _read_row(
    row: UnitRow,
    groups: Sequence[tuple[Sequence[int], str]],
    columns: _Columns,
    cells: Sequence[Sequence[Raw]],
    vocabulary: Vocabulary,
) -> UnitRow:
    read: dict[int, Reading] = {}
    for group, mark in groups:
        filled = [at for at in group if row.readings[at].status != "not_reported"]
        raws = {at: cells[row.row][columns[at][0]] for at in filled}
        ticks = {
            at: read_value(TICK if mark and tidy(str(raw)) == mark else raw, "tick")
            for at, raw in raws.items()
        }
        if any(one.status != "reported" for one in ticks.values()):
            others = [at for at in filled if _is_of_another(row.readings[at], columns[at][1], vocabulary)]
            read |= {at: _doubted(row.readings[at], OF_ANOTHER) for at in others}
            continue
        ticked = [at for at in filled if ticks[at].value]
        read |= {at: NOT_REPORTED for at in filled if not ticks[at].value}
        if len(ticked) == 1:
            column = columns[ticked[0]][1]
            label = vocabulary.category_label(column.indicator, column.category)
            read[ticked[0]] = Reading(1.0, label, rule="tick")
        else:
            read |= {at: _doubted(row.readings[at], TWICE) for at in ticked}
    return replace(row, readings=_placed(row.readings, read)) if read else row


def _placed(readings: Sequence[Reading], read: Mapping[int, Reading]) -> tuple[Reading, ...]:
    return tuple(read.get(at, one) for at, one in enumerate(readings))


def _doubted(reading: Reading, problem: str) -> Reading:
    return Reading(math.nan, written(reading), status="unparsed", problem=problem)


def _is_of_another(reading: Reading, column: Column, vocabulary: Vocabulary) -> bool:
    """Tell whether letters name another class than the column they stand in: they may be a mark."""
    word = fold(written(reading))
    if reading.status != "reported" or len(word) > _LETTERS:
        return False
    return class_words(column.indicator, vocabulary).get(word, column.category) != column.category
