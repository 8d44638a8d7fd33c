"""Columns where every row bears a tick or a cross: the cross may mean no."""

from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.total_findings import SHOWN_CELLS
from antq_analysis.sources.workbooks.marks import Raw, cell_name

MIXED = "ticks_and_crosses"
_TICKS, _CROSSES = frozenset("v✓✔√☑ü"), frozenset("x✗✘☒û×")


def mixed_ticks(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    cells: Sequence[Sequence[Raw]],
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Ask about columns of ticks that hold both ticks and crosses, and no empty cell.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    cells
        All cells of the sheet.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One warning for each such column; both were read as a yes.
    """
    for place in (place for place, column in columns if column.reads == "tick"):
        marks = {row.row: _mark(cells[row.row][place]) for row in rows}
        crossed = [row for row, mark in marks.items() if mark in _CROSSES]
        ticked = any(mark in _TICKS for mark in marks.values())
        if ticked and crossed and all(marks.values()):
            column = next(column for at, column in columns if at == place)
            shown = ", ".join(cell_name(row, place) for row in crossed[:SHOWN_CELLS])
            values = {"header": column.header, "n": len(crossed)}
            yield Finding(MIXED, Severity.WARNING, file, sheet, shown, values=values)


def _mark(value: Raw) -> str:
    return fold(str(value)).strip() if value is not None else ""
