"""The rows of units, each with its readings."""

from collections.abc import Sequence

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import TICK_EMPTY, UnitRow, read_cells
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading
from antq_analysis.sources.workbooks.workbook import Sheet


def unit_rows(
    named: Sequence[NamedRow], sheet: Sheet, columns: Sequence[tuple[int, Column]], unit_column: int
) -> list[UnitRow]:
    """Read the cells of the rows that have a unit.

    Parameters
    ----------
    named
        Rows that name a unit, or should.
    sheet
        The sheet.
    columns
        Mapped columns with their place, those of the year first.
    unit_column
        Where the names stand.

    Returns
    -------
    list of UnitRow
        One for each row with a unit; a struck figure, or one merged over several units, has a problem.
    """
    lines = [line for line in named if line.unit_code]
    owner = {line.row.index: line.unit_code for line in lines}
    spoilt = _spoilt(sheet, owner, [place for place, _ in columns], unit_column)
    current = [item for item in columns if not item[1].years_before]
    earlier = [item for item in columns if item[1].years_before]
    # What is printed for another year is no report of this one: an empty tick beside it is no zero.
    wanted = [line.row.index for line in lines]
    told = [read_cells(sheet.rows, wanted, some, spoilt) for some in (current, earlier)]
    readings = [(*now, *before) for now, before in zip(*told, strict=True)] if earlier else told[0]
    return [
        UnitRow(line.row.index, line.unit_code, line.row.name, line.row.group, line.is_part, _own(line, read))
        for line, read in zip(lines, readings, strict=True)
    ]


def _own(line: NamedRow, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    # What only communes can meet or miss is no zero where an organisation leaves it empty.
    if not level_of(line.unit_code, ""):
        return readings
    return tuple(NOT_REPORTED if reading is TICK_EMPTY else reading for reading in readings)


def _spoilt(
    sheet: Sheet, owner: dict[int, str], places: Sequence[int], unit_column: int
) -> dict[tuple[int, int], str]:
    spoilt: dict[tuple[int, int], str] = {}
    for r0, c0, r1, c1 in sheet.merged:
        if r0 >= len(sheet.rows) or c0 >= len(sheet.rows[r0]) or sheet.rows[r0][c0] in ("", None):
            continue
        rows = [row for row in range(r0, min(r1 + 1, len(sheet.rows))) if row in owner]
        across = [place for place in places if c0 <= place <= c1]
        if across and (len({owner[row] for row in rows}) > 1 or (rows and c1 > c0)):
            spoilt |= {(row, place): "merged_value" for row in rows for place in across}
    for row in owner if sheet.struck else ():
        struck = (
            places if (row, unit_column) in sheet.struck else [p for p in places if (row, p) in sheet.struck]
        )
        spoilt |= {(row, p): "struck_value" for p in struck if sheet.rows[row][p] not in ("", None)}
    return spoilt
