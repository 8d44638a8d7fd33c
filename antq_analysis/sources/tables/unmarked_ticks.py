"""Tick columns without a single mark in a file: nobody filled them in, so their empty cells are no row of zeros."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import split_type
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import TICK_EMPTY
from antq_analysis.sources.tables.concerned import TICK_NOT_CONCERNED
from antq_analysis.sources.tables.context import Table
from antq_analysis.sources.tables.many_figures import Numbers
from antq_analysis.sources.tables.row_kinds import Row
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.vocabulary import Vocabulary

FEWEST = 3
"""One or two units may all have missed it: their empty cells are a no beside what else they report."""


def unread_ticks(
    refused: Sequence[Row],
    cells: Sequence[Sequence[Raw]],
    columns: Sequence[tuple[int, Column]],
    vocabulary: Vocabulary,
) -> Mapping[int, tuple[int, int]]:
    """Count what rows that were refused show of their tick columns: somebody filled a column in, or left it empty.

    Parameters
    ----------
    refused
        Rows whose unit was not found; only those with figures count.
    cells
        All cells of the sheet.
    columns
        Mapped columns with their place.
    vocabulary
        Tells the types of unit that an indicator is about.

    Returns
    -------
    Mapping of int to tuple
        By the position of each tick column the rows with a mark, and those without one that the indicator is about.
    """
    rows = [(row.index, split_type(row.name)[0]) for row in refused if row.has_values]
    counted = {}
    for position, (place, column) in enumerate(columns if rows else ()):
        if column.reads == "tick":
            about = vocabulary.indicator(column.indicator).applies_to
            empty = [kind for row, kind in rows if _is_blank(cells[row][place])]
            asked = sum(not about or kind in ("", *about) for kind in empty)
            counted[position] = (len(rows) - len(empty), asked)
    return counted


def without_unmarked_ticks(tables: Sequence[Table], file: str) -> tuple[list[Table], list[Finding]]:
    """Make the empty cells of tick columns that bear no mark anywhere in a file not reported.

    What stands in rows that were refused for their names shows as well whether a column was filled in.

    Parameters
    ----------
    tables
        The sheets that were read; a form may give each district or commune a sheet of its own.
    file
        The file.

    Returns
    -------
    tuple
        The sheets, and a warning for each such column, in place of those that ask what its empty cells mean.
    """
    columns: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, table in enumerate(tables):
        for position, (_, column) in enumerate(table.columns):
            if column.reads == "tick":
                meaning = (column.indicator, column.category, column.basis, column.years_before)
                columns[meaning].append((number, position))
    found, findings = [*tables], []
    for places in columns.values():
        empty = {number: _empty(tables[number], position) for number, position in places}
        n = sum(int(which.sum()) for which in empty.values())
        left = sum(tables[number].unread_ticks.get(position, (0, 0))[1] for number, position in places)
        if (
            not n
            or n + left < FEWEST
            or any(_is_marked(tables[number], position) for number, position in places)
        ):
            continue
        for number, position in places:
            found[number] = _not_reported(found[number], position, empty[number])
        number, position = next(place for place in places if empty[place[0]].any())
        findings.append(_finding(tables[number], position, n, file))
    return found, findings


def _is_blank(raw: Raw) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _empty(table: Table, position: int) -> Numbers:
    return table.figures.at_positions([position]) & table.figures.where(lambda reading: reading is TICK_EMPTY)


def _is_marked(table: Table, position: int) -> bool:
    told = table.figures.at_positions([position]) & table.figures.where(_is_mark)
    return bool(told.any()) or table.unread_ticks.get(position, (0, 0))[0] > 0


def _is_mark(reading: Reading) -> bool:
    silent = reading is TICK_EMPTY or reading is TICK_NOT_CONCERNED
    return not silent and reading.status != "not_reported" and reading.rule != "decided"


def _not_reported(table: Table, position: int, empty: Numbers) -> Table:
    header = table.columns[position][1].header
    kept = tuple(
        item
        for item in table.findings
        if item.rule != "tick_in_sparse_row" or item.values.get("header") != header
    )
    return replace(table, figures=table.figures.reading_as(empty, NOT_REPORTED), findings=kept)


def _finding(table: Table, position: int, n: int, file: str) -> Finding:
    figures = [*table.figures.chosen(_empty(table, position))]
    rows = [row for figure in figures for row, _ in figure.cells]
    place, column = table.columns[position]
    cells = f"{cell_name(min(rows), place)}:{cell_name(max(rows), place)}"
    values = {"header": column.header, "n": n}
    return Finding("tick_column_empty", Severity.WARNING, file, table.sheet.name, cells, values=values)
