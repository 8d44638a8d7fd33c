"""What is found of whole rows: without a unit, in an unknown district, or several of one unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column, SheetLayout
from antq_analysis.sources.tables.cells import Figure, UnitRow, written
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.sources.workbooks.marks import cell_name


def unnamed_rows(rows: Sequence[Row], file: str, sheet: str) -> Iterator[Finding]:
    """Tell rows with figures that name nothing.

    Parameters
    ----------
    rows
        Rows of the table.
    file, sheet
        For findings.

    Yields
    ------
    Finding
        One for each.
    """
    for row in rows:
        if row.kind is Kind.UNNAMED and row.has_values:
            yield Finding("row_without_unit", Severity.ERROR, file, sheet, f"{row.index + 1}:{row.index + 1}")


def unknown_districts(
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    layout: SheetLayout,
    unit_column: int,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Tell headings under which no unit was found.

    Parameters
    ----------
    rows
        Rows of the table.
    named
        Those that name a unit, or should.
    layout
        How the sheet is read.
    unit_column
        Where the names stand.
    file, sheet
        For findings.

    Yields
    ------
    Finding
        One for each.
    """
    if layout.level != "commune" or layout.district != "heading":
        return
    matched = {line.row.group for line in named if line.unit_code}
    asked = {line.row.group for line in named}
    for row in rows:
        if row.kind is Kind.HEADING and row.group not in matched and (row.group in asked or row.has_values):
            yield Finding(
                "heading_without_units",
                Severity.ERROR,
                file,
                sheet,
                cell_name(row.index, unit_column),
                row.name,
            )


def repeated_units(
    own: Sequence[UnitRow],
    figures: Iterable[Figure],
    columns: Sequence[tuple[int, Column]],
    unit_column: int,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Tell units that stand in several rows: what was added, is doubled, or contradicts itself.

    Parameters
    ----------
    own
        Rows of units.
    figures
        Figures that were read from several rows.
    columns
        Mapped columns with their place.
    unit_column
        Where the names stand.
    file, sheet
        For findings.

    Yields
    ------
    Finding
        Conflicts, then one for each such unit.
    """
    rows: dict[str, list[UnitRow]] = defaultdict(list)
    for row in own:
        rows[row.unit_code].append(row)
    how: dict[str, set[str]] = defaultdict(set)
    for figure in figures:
        how[figure.unit_code].add(figure.how)
        if figure.how == "conflict":
            cells = ", ".join(cell_name(*cell) for cell in figure.cells)
            values = {"name": rows[figure.unit_code][0].name, "header": columns[figure.position][1].header}
            yield Finding(
                "conflict", Severity.ERROR, file, sheet, cells, written(figure.reading), values=values
            )
    for code, lines in rows.items():
        if len(lines) > 1:
            cells = ", ".join(cell_name(line.row, unit_column) for line in lines)
            rule = next(
                (name for name in ("part_rows_added", "duplicate") if name in how[code]), "rows_combined"
            )
            if rule == "duplicate":
                rule = "duplicate_rows"
            if not how[code] <= {"conflict", "decided"}:
                yield Finding(
                    rule, Severity.WARNING, file, sheet, cells, lines[0].name, values={"n": len(lines)}
                )
