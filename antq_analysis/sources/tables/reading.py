"""A received file becomes observations, each with its cell, status and method; nothing is lost on the way."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace

import pandas as pd

from antq_analysis.errors import LayoutError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.sources.forms.layout import (
    IgnoredSheet,
    Layout,
    SheetLayout,
    check_period,
    moved_back,
    sheet_layout,
)
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.across_sheets import leave_sums, settle_sheets
from antq_analysis.sources.tables.checks import Printed
from antq_analysis.sources.tables.context import Context, Table
from antq_analysis.sources.tables.districts_summed import districts_summed
from antq_analysis.sources.tables.ledger import ACCOUNT_COLUMNS, REASON_COLUMNS, Ledger
from antq_analysis.sources.tables.shaping import shape_figures
from antq_analysis.sources.tables.table import read_table
from antq_analysis.sources.tables.title_words import period_of_file_name
from antq_analysis.sources.tables.turned_table import read_turned
from antq_analysis.sources.tables.unmarked_ticks import without_unmarked_ticks
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
    elsewhere: OtherDates | None = None,
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
        Gives the units of the other maps of the province; called where a name or code is not on this one.

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
        return _read(file, layout, units, vocabulary, aliases, cells, elsewhere)


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
    elsewhere: OtherDates | None,
) -> Read:
    own = None if cells is None else cells[cells["period"].eq(file.period)]
    told = (file.period, own, layout.period_basis, vocabulary.province(file.province), elsewhere, file.stage)
    context = Context(file.name, units, aliases, vocabulary, *told)
    tables: list[Table] = []
    ledgers: list[Ledger] = []
    book, conversions = open_book(file.path)
    findings = [
        *conversion_findings(conversions, file.name),
        *period_of_file_name(file.name, file.period, file.stage),
    ]
    for sheet in book.sheets:
        known = sheet_layout(layout, sheet.name, file.period)
        if known is None or isinstance(known, IgnoredSheet):
            ledgers.append(_unread(sheet, known, file.name, findings))
            continue
        tables.append(_read_sheet(sheet, known, context))
        ledgers.append(tables[-1].ledger)
    tables, unmarked = without_unmarked_ticks(tables, file.name)
    findings += [finding for table in tables for finding in table.findings] + unmarked
    read = {table.layout.name for table in tables}
    findings += [
        Finding("sheet_missing", Severity.ERROR, file.name, expected=wanted.name)
        for wanted in layout.sheet
        if wanted.name not in read
    ]
    findings += without_figures(tables, file.name)
    figures = leave_sums(settle_sheets(tables, context, findings), tables, file.name, findings)
    observations = shape_figures(figures, tables, file, layout, vocabulary, findings)
    findings += districts_summed(observations, units, vocabulary, file.name)
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


def _read_sheet(sheet: Sheet, known: SheetLayout, context: Context) -> Table:
    """Read a sheet as one of its own year; its figures then count that many years before the period of the file."""
    read, years = read_turned if known.axis == "rows" else read_table, known.years_before
    if not years:
        return read(sheet, known, context)
    own = moved_back(context.period, years)
    table = read(sheet, known, replace(context, period=own, years_before=years))
    columns = tuple(
        (place, replace(column, years_before=column.years_before + years)) for place, column in table.columns
    )
    note = Finding("earlier_sheet_read", Severity.NOTE, context.file, sheet.name, values={"own": own})
    printed = tuple(replace(item, years_before=item.years_before + years) for item in table.printed)
    return replace(table, columns=columns, printed=printed, findings=(note, *table.findings))


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
            shown = ", ".join(faults[:20]) or Sentence("sources.unknown_place")
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
