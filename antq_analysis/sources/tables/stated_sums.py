"""Sums that the row of column numbers states, such as ``(3)=(4)+(5)``, compared with the figures of each unit."""

import math
import re
from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.forms.layout import SCALED_READS, Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.workbooks.marks import Raw, cell_name

SHOWN_CELLS = 8
_STATED = re.compile(r"(\d{1,3})\s*=\s*(\d{1,3}(?:\s*\+\s*\d{1,3})+)")


def stated_sums(
    rows: Sequence[Row],
    cells: Sequence[Sequence[Raw]],
    own: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Report columns whose figures are not the sum that stands over them.

    Parameters
    ----------
    rows
        The rows of a table.
    cells
        All cells of the sheet.
    own
        Rows of units.
    columns
        Mapped columns with their place; a sum is only compared where all its columns are read in one unit.
    file, sheet
        For findings.

    Yields
    ------
    Finding
        A warning for each such column.
    """
    at = {place: position for position, (place, column) in enumerate(columns) if column.reads in SCALED_READS}
    for index in (row.index for row in rows if row.kind is Kind.NUMBERING):
        for place, parts in _sums(cells[index]):
            positions = [at[one] for one in (place, *parts) if one in at]
            alike = len({(columns[one][1].scale, columns[one][1].years_before) for one in positions}) == 1
            if not alike or len(positions) <= len(parts):
                continue
            wrong = [cell_name(row.row, place) for row in own if not _adds_up(row, positions)]
            if wrong:
                shown = ", ".join([*wrong[:SHOWN_CELLS], *(["\u2026"] if len(wrong) > SHOWN_CELLS else [])])
                values = {"header": columns[positions[0]][1].header, "n": len(wrong)}
                said = (shown, label(cells[index][place]))
                yield Finding("stated_sum_differs", Severity.WARNING, file, sheet, *said, values=values)


def _sums(cells: Sequence[Raw]) -> Iterator[tuple[int, list[int]]]:
    """List the columns with a stated sum, each with those that it adds up."""
    marks = {place: _bare(label(value)) for place, value in enumerate(cells)}
    places = {mark.partition("=")[0].strip(): place for place, mark in marks.items() if mark}
    for place, mark in marks.items():
        if stated := _STATED.fullmatch(mark):
            codes = [code.strip() for code in stated[2].split("+")]
            if places.keys() >= {*codes}:
                yield place, [places[code] for code in codes]


def _bare(text: str) -> str:
    return re.sub(r"[()\[\]]", "", fold(text)).strip()


def _adds_up(row: UnitRow, positions: Sequence[int]) -> bool:
    whole, *parts = (row.readings[one] for one in positions)
    if any(reading.status != "reported" or reading.comparator != "exact" for reading in (whole, *parts)):
        return True
    return math.isclose(whole.value, math.fsum(reading.value for reading in parts), abs_tol=1e-6)
