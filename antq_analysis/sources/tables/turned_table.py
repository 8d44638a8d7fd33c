"""A sheet whose indicators stand in rows is turned, read as any other, and what is found is told by its true cells."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.across import Across, find_across
from antq_analysis.sources.forms.header import label
from antq_analysis.sources.forms.layout import SheetLayout, expand_sheet
from antq_analysis.sources.forms.own_unit import OwnUnit, own_unit
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.forms.turned import Turned, turn
from antq_analysis.sources.tables.cells import Figure
from antq_analysis.sources.tables.context import Context, Table
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.table import read_table
from antq_analysis.sources.tables.turned_ledger import CellLedger, TurnedLedger
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

EARLIER_READ = "earlier_year_read"
_NAMES_CELLS = frozenset({"cells", "column", "whole_cell", "causes"})
"""Values of findings that name cells."""


def read_turned(sheet: Sheet, layout: SheetLayout, context: Context) -> Table:
    """Read a sheet whose indicators stand in rows.

    Parameters
    ----------
    sheet
        The sheet.
    layout
        How it is read; its `unit_header` is the header of the indicators.
    context
        Register, decisions, vocabulary.

    Returns
    -------
    Table
        All that it holds, with the cells of the file.
    """
    names, layout = names_of(context.units), expand_sheet(layout, context.period)
    across = find_across(sheet, names, context.period, layout.unit_header)
    if across is None:
        missing = Finding(
            "unit_header_missing", Severity.ERROR, context.file, sheet.name, expected=layout.unit_header
        )
        return _refused(sheet, layout, missing, "no_header")
    if across.second is not None:
        return _refused(
            sheet, layout, _second_table(sheet, across, across.second, context.file), "second_table"
        )
    own = own_unit(sheet, across.top, names) if across.of_one_unit else OwnUnit()
    if across.of_one_unit and not own.name:
        return _refused(sheet, layout, _no_unit(sheet, across, own, context.file), "no_unit_said")
    turned = turn(sheet, across, own)
    kept = CellLedger(sheet)
    cells = _turned_decisions(context.cells, context.file, sheet.name, turned)
    table = read_table(turned.sheet, layout, replace(context, cells=cells), TurnedLedger(turned, kept))
    _enter_head(kept, across)
    note = Finding(
        "indicators_in_rows",
        Severity.NOTE,
        context.file,
        sheet.name,
        cell_name(across.bottom, across.label),
        across.heading,
        values={"n": len(turned.rows)},
    )
    return replace(
        table,
        sheet=sheet,
        figures=Figures.of(
            _original(figure, turned)
            for figure in table.figures
            # A unit without a column for some year or kind has no cell there.
            if turned.places.keys() >= {*figure.cells, *figure.repeated}
        ),
        printed=tuple(replace(item, cell=turned.original(item.cell)) for item in table.printed),
        findings=(note, *_findings(table.findings, turned, across)),
        ledger=kept,
    )


def _refused(sheet: Sheet, layout: SheetLayout, finding: Finding, reason: str) -> Table:
    ledger = CellLedger(sheet)
    ledger.whole_rows(range(len(sheet.rows)), "refused", reason)
    return Table(sheet, layout, (), Figures.of(()), (), (finding,), ledger)


def _second_table(sheet: Sheet, across: Across, row: int, file: str) -> Finding:
    values = {"first": "1", "last": str(len(sheet.rows))}
    cell = cell_name(row, across.label)
    return Finding(
        "second_table",
        Severity.ERROR,
        file,
        sheet.name,
        cell,
        label(sheet.rows[row][across.label]),
        "",
        values,
    )


def _no_unit(sheet: Sheet, across: Across, own: OwnUnit, file: str) -> Finding:
    rule = "units_of_sheet_differ" if own.several else "unit_of_sheet_missing"
    cell = cell_name(across.bottom, across.label)
    return Finding(rule, Severity.ERROR, file, sheet.name, cell, "; ".join(own.several))


def _turned_decisions(
    cells: pd.DataFrame | None, file: str, sheet: str, turned: Turned
) -> pd.DataFrame | None:
    """Name the cells that a person decided about as the turned sheet does."""
    if cells is None or cells.empty:
        return cells
    names = {cell_name(*turned.places[place]): cell_name(*place) for place in turned.moved}
    own = cells["file"].eq(file) & cells["sheet"].eq(sheet)
    written = [
        ", ".join(names.get(cell, cell) for cell in text.split(", ")) if is_own else text
        for text, is_own in zip(cells["cell"], own, strict=True)
    ]
    return cells.assign(cell=pd.Series(written, index=cells.index, dtype="str"))


def _enter_head(ledger: CellLedger, across: Across) -> None:
    ledger.whole_rows(range(across.top, across.bottom + 1), "ignored", "header")
    for row in range(across.bottom + 1, across.end):
        reason = "row_label" if row in across.lines else "heading_compared"
        labels = [(row, column) for column in range(across.label + 1)]
        ledger.enter_cells(labels, "ignored", reason)
        aside = {column: why for column, why in across.aside.items() if column > across.label}
        for column, why in aside.items():
            ledger.enter_cells([(row, column)], "ignored", f"layout: {why}")
        if row not in across.lines:
            ledger.enter_rest(row, "ignored", reason)


def _original(figure: Figure, turned: Turned) -> Figure:
    def real(places: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple(turned.places[place] for place in places)

    return figure._replace(cells=real(figure.cells), repeated=real(figure.repeated))


def _findings(findings: Iterable[Finding], turned: Turned, across: Across) -> Iterator[Finding]:
    """Tell findings by the cells of the file; what many lines of one column of an earlier year share is told once."""
    heads = {cell_name(row, across.label) for row in across.lines}
    years: dict[tuple[object, str], Finding] = {}
    for finding in findings:
        told = _told(finding, turned)
        if told.rule != EARLIER_READ or told.cell not in heads:
            yield told
            continue
        said = next(
            (
                item.said
                for item in across.figures.values()
                if item.said and str(told.written).endswith(item.said)
            ),
            "",
        )
        years.setdefault((told.values["years"], said), replace(told, written=said))
    for (_, said), told in years.items():
        columns = [column for column, item in across.figures.items() if item.said == said]
        yield replace(told, cell=", ".join(cell_name(across.bottom, column) for column in columns))


def _told(finding: Finding, turned: Turned) -> Finding:
    values = {
        key: turned.original(value) if key in _NAMES_CELLS and isinstance(value, str) else value
        for key, value in finding.values.items()
    }
    return replace(finding, cell=turned.original(finding.cell), values=values)
