"""One sheet read as its layout says: figures with their cells, what is printed, findings, the account of all cells."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.names import fold
from antq_analysis.sources.cells import Figure, UnitRow, read_cells, settle, written
from antq_analysis.sources.checks import (
    Printed,
    compare_ratios,
    compare_totals,
    impossible_values,
    ratio_findings,
    suspicious_values,
    total_findings,
)
from antq_analysis.sources.columns import ColumnMap, map_columns, nearest_header
from antq_analysis.sources.header import SEARCHED_ROWS, Header, find_header
from antq_analysis.sources.layout import Column, SheetLayout
from antq_analysis.sources.ledger import Ledger
from antq_analysis.sources.marks import cell_name
from antq_analysis.sources.rows import Districts, Kind, Row, read_rows
from antq_analysis.sources.titles import title_findings
from antq_analysis.sources.units import (
    NamedRow,
    find_units,
    known_districts,
    merged_names,
    name_findings,
    register_for,
)
from antq_analysis.sources.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

IGNORED_ROWS = {Kind.BLANK: "blank", Kind.NUMBERING: "column_numbers", Kind.BELOW: "below_table"}


@dataclass(frozen=True)
class Context:
    """What every sheet of a file is read with.

    Parameters
    ----------
    file
        Name of the file, for findings.
    units
        The register of the map.
    aliases
        What a person decided about names.
    vocabulary
        The vocabulary.
    period
        The period that the file reports.
    """

    file: str
    units: pd.DataFrame
    aliases: pd.DataFrame | None
    vocabulary: Vocabulary
    period: str


@dataclass(frozen=True)
class Table:
    """What one sheet holds.

    Parameters
    ----------
    sheet
        Its name.
    layout
        How it was read.
    columns
        Mapped columns with their place.
    figures
        One for each unit and mapped column.
    printed
        Totals, subtotals and ratios.
    findings
        What was found.
    ledger
        What became of its cells; the cells of figures are not entered yet, because other sheets may contradict them.
    """

    sheet: Sheet
    layout: SheetLayout
    columns: tuple[tuple[int, Column], ...]
    figures: tuple[Figure, ...]
    printed: tuple[Printed, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger


def read_table(sheet: Sheet, layout: SheetLayout, context: Context) -> Table:
    """Read one sheet.

    Parameters
    ----------
    sheet
        The sheet.
    layout
        How it is read.
    context
        Register, decisions, vocabulary.

    Returns
    -------
    Table
        All that it holds.
    """
    ledger = Ledger(sheet.name, sheet.rows)
    header = find_header(sheet, layout)
    if header is None:
        ledger.whole_rows(range(len(sheet.rows)), "refused", "no_header")
        finding = Finding(
            "unit_header_missing",
            Severity.ERROR,
            context.file,
            sheet.name,
            "",
            _nearest_text(sheet, layout),
            layout.unit_header,
        )
        return Table(sheet, layout, (), (), (), (finding,), ledger)
    return _read(sheet, layout, context, header, ledger)


def _read(sheet: Sheet, layout: SheetLayout, context: Context, header: Header, ledger: Ledger) -> Table:
    places = map_columns(header, layout, context.file, sheet.name)
    columns = tuple(sorted(places.read.items()))
    first = header.bottom + 1
    merged = merged_names(sheet, header.unit_column, first)
    known = known_districts(context.units) if layout.level == "commune" else frozenset()
    valued = [place for place, _ in columns] + list(places.checks)
    heads = Districts(known, layout.district == "heading")
    rows = read_rows(sheet.rows, first, header.unit_column, valued, names=merged, districts=heads)
    if layout.level != "commune":
        rows = [_as_unit(row) for row in rows]
    register = register_for(layout.level, context.units)
    named, found = find_units(rows, sheet, layout, places.district, register, context.aliases, merged)
    own = _unit_rows(named, sheet, columns)
    adds_up = [context.vocabulary.indicator(column.indicator).adds_up for _, column in columns]
    figures = tuple(settle(own, columns, adds_up))
    totals = compare_totals(rows, sheet.rows, columns, figures, context.vocabulary)
    ratios = compare_ratios(places.checks, sheet.rows, columns, figures)
    _enter(ledger, header, rows, named, places)
    at = (context.file, sheet.name)
    findings = (
        *places.findings,
        *title_findings(sheet, header.top, context.period, context.file),
        *name_findings(named, found, register, *at, header.unit_column),
        *_unnamed(rows, *at),
        *_unknown_districts(rows, named, layout, header.unit_column, *at),
        *_foreign(places, sheet, own, *at),
        *_repeated(own, figures, columns, header.unit_column, *at),
        *_problems(own, columns, *at),
        *total_findings(totals, *at),
        *ratio_findings(ratios, *at),
        *impossible_values(columns, figures, context.vocabulary, *at),
        *suspicious_values(columns, figures, context.period, *at),
        *_hidden(sheet, own, columns, *at),
    )
    printed = (*(item for item, _ in totals), *ratios)
    return Table(sheet, layout, columns, figures, printed, findings, ledger)


def _as_unit(row: Row) -> Row:
    # In a table of districts the rows that look like headings are the units.
    if row.kind is not Kind.HEADING:
        return row
    return Row(row.index, Kind.NAMED, row.name, "", 0, row.has_values)


def _unit_rows(
    named: Sequence[NamedRow], sheet: Sheet, columns: Sequence[tuple[int, Column]]
) -> list[UnitRow]:
    lines = [line for line in named if line.unit_code]
    owner = {line.row.index: line.unit_code for line in lines}
    readings = read_cells(
        sheet.rows,
        [line.row.index for line in lines],
        columns,
        _spoilt(sheet, owner, [place for place, _ in columns]),
    )
    return [
        UnitRow(line.row.index, line.unit_code, line.row.name, line.row.group, line.is_part, read)
        for line, read in zip(lines, readings, strict=True)
    ]


def _spoilt(sheet: Sheet, owner: dict[int, str], places: Sequence[int]) -> frozenset[tuple[int, int]]:
    spoilt: set[tuple[int, int]] = set()
    for r0, c0, r1, c1 in sheet.merged:
        if r0 >= len(sheet.rows) or c0 >= len(sheet.rows[r0]) or sheet.rows[r0][c0] in ("", None):
            continue
        rows = [row for row in range(r0, min(r1 + 1, len(sheet.rows))) if row in owner]
        across = [place for place in places if c0 <= place <= c1]
        if across and (len({owner[row] for row in rows}) > 1 or (rows and c1 > c0)):
            spoilt.update((row, place) for row in rows for place in across)
    return frozenset(spoilt)


def _enter(
    ledger: Ledger,
    header: Header,
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    places: ColumnMap,
) -> None:
    ledger.whole_rows(range(header.top), "ignored", "above_table")
    ledger.whole_rows(range(header.top, header.bottom + 1), "ignored", "header")
    for row in rows:
        if row.kind in IGNORED_ROWS:
            ledger.whole_rows([row.index], "ignored", IGNORED_ROWS[row.kind])
        elif row.kind in (Kind.TOTAL, Kind.HEADING):
            ledger.whole_rows([row.index], "ignored", f"{row.kind.value}_compared")
        elif row.kind is Kind.UNNAMED:
            fate, reason = ("refused", "no_name") if row.has_values else ("ignored", "words")
            ledger.whole_rows([row.index], fate, reason)
    for line in named:
        index = line.row.index
        if not line.unit_code:
            ledger.whole_rows([index], "refused", "unit_unmatched")
            continue
        ledger.enter_row(index, "loaded", "unit")
        ledger.enter_cells(
            [(index, place) for place in places.foreign if place > header.unit_column],
            "refused",
            "column_not_in_layout",
        )
        ledger.enter_cells([(index, place) for place in places.checks], "ignored", "ratio_compared")
        for place, reason in places.ignored.items():
            ledger.enter_cells([(index, place)], "ignored", f"layout: {reason}")
        left = [header.unit_column, *(place for place in places.foreign if place < header.unit_column)]
        ledger.enter_cells([(index, place) for place in left], "ignored", "row_label")
        if places.district is not None:
            ledger.enter_cells([(index, places.district)], "ignored", "district")


def _nearest_text(sheet: Sheet, layout: SheetLayout) -> str:
    texts = {
        value
        for cells in sheet.rows[:SEARCHED_ROWS]
        for value in cells
        if isinstance(value, str) and 0 < len(value) < 200
    }
    folded = {fold(text): text for text in sorted(texts)}
    return folded.get(nearest_header(fold(layout.unit_header), folded), "")


def _unnamed(rows: Sequence[Row], file: str, sheet: str) -> Iterator[Finding]:
    for row in rows:
        if row.kind is Kind.UNNAMED and row.has_values:
            yield Finding("row_without_unit", Severity.ERROR, file, sheet, f"{row.index + 1}:{row.index + 1}")


def _unknown_districts(
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    layout: SheetLayout,
    unit_column: int,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
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


def _foreign(
    places: ColumnMap, sheet: Sheet, own: Sequence[UnitRow], file: str, name: str
) -> Iterator[Finding]:
    for place, path in places.foreign.items():
        values = [sheet.rows[row.row][place] for row in own]
        filled = [value for value in values if value not in ("", None)]
        if not filled:
            continue
        numeric = any(
            not isinstance(value, str) or any(letter.isdigit() for letter in value) for value in filled
        )
        severity = Severity.WARNING if numeric else Severity.NOTE
        cells = f"{cell_name(own[0].row, place)}:{cell_name(own[-1].row, place)}"
        rule = "column_not_in_layout" if numeric else "text_not_in_layout"
        yield Finding(rule, severity, file, name, cells, path or "-", values={"n": len(filled)})


def _repeated(
    own: Sequence[UnitRow],
    figures: Sequence[Figure],
    columns: Sequence[tuple[int, Column]],
    unit_column: int,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
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
            if how[code] != {"conflict"}:
                yield Finding(
                    rule, Severity.WARNING, file, sheet, cells, lines[0].name, values={"n": len(lines)}
                )


def _problems(
    own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, sheet: str
) -> Iterator[Finding]:
    for position, (place, column) in enumerate(columns):
        lost = False
        for row in own:
            reading = row.readings[position]
            if not reading.problem or (reading.problem == "merged_value" and not reading.value_text):
                continue
            lost = lost or reading.problem == "thousands_lost"
            values = {"header": column.header, "name": row.name, "proposal": reading.proposal or "-"}
            cell = cell_name(row.row, place)
            yield Finding(
                reading.problem, Severity.ERROR, file, sheet, cell, written(reading), reading.proposal, values
            )
        if lost:
            small = [row for row in own if 0 < row.readings[position].value < 1000]
            if small:
                cells = f"{cell_name(own[0].row, place)}:{cell_name(own[-1].row, place)}"
                spoilt: dict[str, object] = {"header": column.header, "n": len(small)}
                yield Finding("thousands_lost_nearby", Severity.WARNING, file, sheet, cells, values=spoilt)


def _hidden(
    sheet: Sheet, own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, name: str
) -> Iterator[Finding]:
    rows = [row.row for row in own if row.row in sheet.hidden_rows]
    places = [place for place, _ in columns if place in sheet.hidden_columns]
    if sheet.hidden or rows or places:
        values = {"rows": len(rows), "columns": len(places)}
        yield Finding("hidden_read", Severity.NOTE, file, name, values=values)
