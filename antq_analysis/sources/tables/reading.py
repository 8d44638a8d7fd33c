"""A received file becomes observations, each with its cell, status and method; nothing is lost on the way."""

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields

import pandas as pd

from antq_analysis.errors import LayoutError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.sources.deciding.decided import decide_figure, decisions_of
from antq_analysis.sources.forms.layout import Column, IgnoredSheet, Layout, check_period, sheet_layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.cells import meaning, stated
from antq_analysis.sources.tables.checks import Printed
from antq_analysis.sources.tables.ledger import ACCOUNT_COLUMNS, REASON_COLUMNS, Ledger
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.province_rows import is_province, province_findings
from antq_analysis.sources.tables.shaping import Settled, cells_of, shape_figures
from antq_analysis.sources.tables.table import Context, Table, read_table
from antq_analysis.sources.tables.title_words import period_of_file_name
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.tables.without_figures import without_figures
from antq_analysis.sources.workbooks.encodings import conversion_findings, open_book
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

READ_LEVELS = ("commune", "district")
TOTAL_COLUMNS = ("file", "sheet", *(field.name for field in fields(Printed)))


@dataclass(frozen=True)
class Read:
    """What one file holds.

    Parameters
    ----------
    observations
        One row a figure, as :mod:`antq_analysis.observations` says.
    totals
        Printed totals, subtotals and ratios with what they should be; never part of the observations.
    findings
        What was found, sheet by sheet.
    account
        One row a sheet: rows and cells received, loaded, refused, ignored.
    reasons
        One row for each sheet, fate and reason, with the number of rows and cells.
    by_decision
        Names that only a decision gave a meaning.
    """

    observations: pd.DataFrame
    totals: pd.DataFrame
    findings: tuple[Finding, ...]
    account: pd.DataFrame
    reasons: pd.DataFrame
    by_decision: frozenset[tuple[str, str]] = frozenset()


def read_received(
    file: ReceivedFile,
    layout: Layout,
    units: pd.DataFrame,
    vocabulary: Vocabulary,
    aliases: pd.DataFrame | None = None,
    cells: pd.DataFrame | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> Read:
    """Read a received file as its layout says.

    Parameters
    ----------
    file
        The file, as :func:`antq_analysis.sources.receiving.received.received_files` lists it.
    layout
        How its form is read.
    units
        The register of the map on which the file was made.
    vocabulary
        The vocabulary.
    aliases
        What a person decided about names.
    cells
        What a person decided about figures, of any file and period.
    elsewhere
        Codes of other maps of the province, each with the dates of these maps.

    Returns
    -------
    Read
        Observations, totals, findings and the account.

    Raises
    ------
    MissingError
        If the file cannot be read.
    InputError
        If it is not a workbook, is broken or protected.
    LayoutError
        If the form was not in use in the period, or has a level that cannot be read.
    """
    check_period(layout, file.period)
    _check_levels(layout)
    with _uncollected():
        return _read(file, layout, units, vocabulary, aliases, cells, elsewhere or {})


@contextmanager
def _uncollected() -> Iterator[None]:
    # A large sheet makes hundreds of thousands of small objects without cycles, which the collector would walk in vain.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    file: ReceivedFile,
    layout: Layout,
    units: pd.DataFrame,
    vocabulary: Vocabulary,
    aliases: pd.DataFrame | None,
    cells: pd.DataFrame | None,
    elsewhere: Mapping[str, str],
) -> Read:
    own = None if cells is None else cells[cells["period"].eq(file.period)]
    told = (file.period, own, layout.period_basis, vocabulary.province(file.province), elsewhere, file.stage)
    context = Context(file.name, units, aliases, vocabulary, *told)
    tables: list[Table] = []
    ledgers: list[Ledger] = []
    book, conversions = open_book(file.path)
    findings = [*conversion_findings(conversions, file.name), *period_of_file_name(file.name, file.period)]
    for sheet in book.sheets:
        known = sheet_layout(layout, sheet.name)
        if known is None or isinstance(known, IgnoredSheet):
            ledgers.append(_unread(sheet, known, file.name, findings))
            continue
        tables.append(read_table(sheet, known, context))
        ledgers.append(tables[-1].ledger)
        findings += tables[-1].findings
    read = {table.layout.name for table in tables}
    findings += [
        Finding("sheet_missing", Severity.ERROR, file.name, expected=wanted.name)
        for wanted in layout.sheet
        if wanted.name not in read
    ]
    findings += without_figures(tables, file.name)
    settled = _without_sums(_across_sheets(tables, context, findings), tables, file.name, findings)
    observations = shape_figures(settled, tables, file, layout, vocabulary, findings)
    findings += _account_faults(ledgers, file.name)
    by_decision = frozenset().union(*(table.by_decision for table in tables))
    return Read(
        observations,
        _totals(tables, file.name),
        tuple(findings),
        _account(ledgers),
        _reasons(ledgers),
        by_decision,
    )


def _check_levels(layout: Layout) -> None:
    cases = [
        f"[{sheet.name}] level = {sheet.level!r}" for sheet in layout.sheet if sheet.level not in READ_LEVELS
    ]
    if cases:
        raise LayoutError(
            "sources.level_not_read", cases=cases, form=layout.form, levels=", ".join(READ_LEVELS)
        )


def _unread(sheet: Sheet, known: IgnoredSheet | None, file: str, findings: list[Finding]) -> Ledger:
    ledger = Ledger(sheet.name, sheet.rows)
    rows = range(len(sheet.rows))
    if known is not None:
        ledger.whole_rows(rows, "ignored", f"layout: {known.reason}")
        return ledger
    ledger.whole_rows(rows, "refused", "sheet_not_in_layout")
    filled = [value for cells in sheet.rows for value in cells if value not in ("", None)]
    if filled:
        numeric = any(not isinstance(value, str) for value in filled)
        severity = Severity.WARNING if numeric else Severity.NOTE
        findings.append(Finding("sheet_not_in_layout", severity, file, sheet.name, values={"n": len(filled)}))
    return ledger


def _across_sheets(tables: Sequence[Table], context: Context, findings: list[Finding]) -> list[Settled]:
    """Settle figures that several sheets give for one unit; within a sheet that is done already."""
    meanings = [
        [
            (table.layout.level, column.indicator, column.category, column.basis, column.years_before)
            for _, column in table.columns
        ]
        for table in tables
    ]
    sheets = Counter(meaning for own in meanings for meaning in set(own))
    settled: list[Settled | None] = []
    shared: dict[tuple[object, ...], tuple[int, list[Settled]]] = {}
    for number, table in enumerate(tables):
        columns = [column for _, column in table.columns]
        alone = [sheets[meaning] == 1 for meaning in meanings[number]]
        for figure in table.figures:
            item = Settled(figure, number, columns[figure.position])
            if alone[figure.position]:
                settled.append(item)
                continue
            key = (figure.unit_code, *meanings[number][figure.position])
            if key not in shared:
                shared[key] = len(settled), []
                settled.append(None)
            shared[key][1].append(item)
    for place, own in shared.values():
        settled[place] = own[0] if len(own) == 1 else _settle_sheets(own, tables, context, findings)
    return [item for item in settled if item is not None]


def _without_sums(
    settled: Sequence[Settled], tables: Sequence[Table], file: str, findings: list[Finding]
) -> list[Settled]:
    """Leave the totals out that stand for the province only on their own sheet: another one has figures of units."""

    def what(column: Column) -> tuple[str, str, str]:
        return column.indicator, column.category, column.basis

    own = [item for item in settled if is_province(item.figure.unit_code)]
    if not own:
        return [*settled]
    known = {
        what(item.column)
        for item in settled
        if not is_province(item.figure.unit_code)
        and not level_of(item.figure.unit_code, "")
        and not item.column.years_before
        and item.figure.reading.status != "not_reported"
    }
    told = [(tables[item.table].sheet.name, item.figure, item.column) for item in own]
    findings += province_findings(told, known, file)
    left = [item for item in own if what(item.column) in known]
    for item in left:
        cells = item.figure.cells + item.figure.repeated
        tables[item.table].ledger.enter_cells(cells, "ignored", "province_row_left")
    return [item for item in settled if item not in left]


def _settle_sheets(
    own: Sequence[Settled], tables: Sequence[Table], context: Context, findings: list[Finding]
) -> Settled:
    filled = [item for item in own if item.figure.reading.status != "not_reported"]
    chosen = filled[0] if filled else own[0]
    for item in own:
        if item not in filled and item is not chosen:
            tables[item.table].ledger.enter_cells(
                item.figure.cells + item.figure.repeated, "ignored", "not_reported"
            )
    if len(filled) < 2:
        return chosen
    first, names = filled[0], [tables[item.table].sheet.name for item in filled]
    cells = [f"'{name}'!{cells_of(item.figure)}" for name, item in zip(names, filled, strict=True)]
    alike = len({meaning(item.figure.reading) for item in filled}) == 1
    rule, severity = ("sheets_repeat", Severity.WARNING) if alike else ("sheets_differ", Severity.ERROR)
    said = " | ".join(stated(item.figure.reading) for item in filled)
    conflict = Reading(float("nan"), said, status="conflict")
    if not alike:
        ruled = decisions_of(context.cells, context.file, names[0])
        told = (first.figure.unit_code, first.column, ", ".join(cells), conflict)
        if (decided := decide_figure(*told, ruled, findings)) is not None:
            for item in filled[1:]:
                ledger = tables[item.table].ledger
                ledger.enter_cells(item.figure.cells + item.figure.repeated, "ignored", "decided")
            return first._replace(figure=first.figure._replace(reading=decided, how="decided"))
    findings.append(
        Finding(
            rule,
            severity,
            context.file,
            names[0],
            ", ".join(cells),
            said,
            values={"header": first.column.header},
        )
    )
    if alike:
        for item in filled[1:]:
            tables[item.table].ledger.enter_cells(
                item.figure.cells + item.figure.repeated, "ignored", "sheets_repeat"
            )
        return first
    for item in filled[1:]:
        tables[item.table].ledger.enter_cells(item.figure.cells + item.figure.repeated, "refused", "conflict")
    return first._replace(figure=first.figure._replace(reading=conflict, how="conflict"))


def _account_faults(ledgers: Sequence[Ledger], file: str) -> list[Finding]:
    findings = []
    for ledger in ledgers:
        line = ledger.account()
        faults = ledger.faults()
        differs = any(
            line[f"{what}_received"]
            != sum(int(str(line[f"{what}_{fate}"])) for fate in ("loaded", "refused", "ignored"))
            for what in ("rows", "cells")
        )
        if faults or differs:
            shown = ", ".join(faults[:20]) or say("sources.unknown_place")
            findings.append(
                Finding(
                    "account_differs", Severity.ERROR, file, ledger.sheet, shown, values={"n": len(faults)}
                )
            )
    return findings


def _account(ledgers: Sequence[Ledger]) -> pd.DataFrame:
    return pd.DataFrame([ledger.account() for ledger in ledgers], columns=list(ACCOUNT_COLUMNS))


def _reasons(ledgers: Sequence[Ledger]) -> pd.DataFrame:
    frames = [frame for ledger in ledgers if not (frame := ledger.reasons()).empty]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(REASON_COLUMNS))


def _totals(tables: Sequence[Table], file: str) -> pd.DataFrame:
    lines = [
        (file, table.sheet.name, *(getattr(printed, field.name) for field in fields(Printed)))
        for table in tables
        for printed in table.printed
    ]
    return pd.DataFrame(lines, columns=list(TOTAL_COLUMNS))
