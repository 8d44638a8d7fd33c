"""Units with rows of figures without a name right below: which of the rows is the unit's figure is not known."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.tables.merged_rows import is_period
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.total_findings import shown_cells
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet


def refuse_above_nameless(
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    sheet: Sheet,
    column: int,
    places: Iterable[int],
    file: str,
) -> tuple[list[NamedRow], list[Finding]]:
    """Refuse units above rows that have figures and no name: 2023 and 2024, or the villages of a commune.

    Parameters
    ----------
    rows
        The rows under the head.
    named
        Those that name a unit, or should.
    sheet
        The sheet.
    column
        The column of names.
    places
        Columns whose figures are read.
    file
        The file.

    Returns
    -------
    tuple
        The rows, those in doubt without a unit, and one error for all of them. A row without a name that sums the
        units above it is a total, and one with an order number a unit of its own: neither puts anything in doubt.
    """
    units = {line.row.index: line for line in named if line.unit_code}
    columns = [*places]
    doubtful = [
        line
        for line, row in _followed(rows, units, sheet.rows, column)
        if any(_has_digit(sheet.rows[row.index][place]) for place in columns)
        and not _is_total(sheet, row.index, line, [*units.values()], columns)
    ]
    if not doubtful:
        return [*named], []
    cells = shown_cells([cell_name(line.row.index, column) for line in doubtful])
    values = {"n": len(doubtful), "below": str(doubtful[0].row.index + 2)}
    told = Finding(
        "unit_above_nameless", Severity.ERROR, file, sheet.name, cells, doubtful[0].row.name, values=values
    )
    refused = {line.row.index for line in doubtful}
    return [replace(line, unit_code="") if line.row.index in refused else line for line in named], [told]


def _followed(
    rows: Sequence[Row], units: dict[int, NamedRow], cells: Sequence[Sequence[Raw]], column: int
) -> Iterator[tuple[NamedRow, Row]]:
    for row in rows:
        if row.kind is not Kind.UNNAMED or not row.has_values or row.index - 1 not in units:
            continue
        if not (row.numbered and not any(map(is_period, cells[row.index][:column]))):
            yield units[row.index - 1], row


def _has_digit(cell: Raw) -> bool:
    return any(sign.isdigit() for sign in str(cell))


def _is_total(
    sheet: Sheet, row: int, last: NamedRow, units: Sequence[NamedRow], columns: Sequence[int]
) -> bool:
    above = [line for line in units if line.row.index < row]
    groups = (above, [line for line in above if line.row.group == last.row.group])
    return any(
        len(lines) > 1 and _sums(sheet, row, [line.row.index for line in lines], columns) for lines in groups
    )


def _sums(sheet: Sheet, row: int, above: Sequence[int], columns: Sequence[int]) -> bool:
    for column in columns:
        total = sheet.rows[row][column]
        figures = [value for index in above if isinstance(value := sheet.rows[index][column], float)]
        if isinstance(total, float) and total and math.isclose(total, math.fsum(figures)):
            return True
    return False
