"""Figures are refused where words above them, on their pages or tab say that they are not what their headers say."""

import re
from collections.abc import Callable, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import SCALED_READS, Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.scales import OTHER_PERIOD, without_columns
from antq_analysis.sources.tables.titles_meant import (
    BEFORE_MERGER,
    CUMULATIVE,
    EARLIER,
    NEW_ONLY,
    PART,
    PLANNED,
    SEVERAL_YEARS,
)
from antq_analysis.sources.tables.titles_said import Said, said_of_titles
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def refuse_titled(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    sheet: Sheet,
    header: Header,
    context: Context,
    below: Sequence[tuple[str, str]] = (),
) -> tuple[list[UnitRow], list[Finding]]:
    """Refuse the figures of columns that a title says to be planned, of several years, of a part or of other units.

    A title is about the columns whose headers say the same, where the table has any. A column for which the layout
    states the scale 1 is read, with a warning; so are figures of before a merger, unless the map is the last of
    several.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    header
        The head of the table.
    context
        Period, vocabulary and the other maps of the province.
    below
        Cell and text of words below the table that speak of all its figures; they count as a title does.

    Returns
    -------
    tuple
        The rows, and one error for each text and rule by which any column is refused.
    """
    refused: dict[int, str] = {}
    findings = []
    for said in said_of_titles(sheet, header, context, below, columns):
        meant = [
            at
            for at, (_, column) in enumerate(columns)
            if (at in said.narrowed if said.narrowed else _MEANT[said.rule](column, context.vocabulary))
        ]
        own = {at: said.rule for at in meant if at not in refused and columns[at][1].scale != 1}
        read = not own and bool(meant) and all(columns[at][1].scale == 1 for at in meant)
        if said.doubted or (said.rule == BEFORE_MERGER and not _is_last_of_maps(context)):
            own, read = {}, True
        if not (own or read):
            continue
        refused |= own
        cells = ", ".join(cell_name(header.bottom, columns[at][0]) for at in own or meant)
        findings.append(_finding(said, cells, read, sheet, context))
    return [without_columns(row, refused) for row in rows] if refused else [*rows], findings


def _finding(said: Said, cells: str, read: bool, sheet: Sheet, context: Context) -> Finding:
    fate = Sentence("sources.title_read" if read else "sources.title_refused", cells=cells)
    severity = Severity.WARNING if read else Severity.ERROR
    values = {"fate": fate, "cells": cells}
    return Finding(
        said.rule, severity, context.file, sheet.name, said.cell or cells, said.text, values=values
    )


def refuse_other_period(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], findings: Sequence[Finding]
) -> list[UnitRow]:
    """Refuse figures whose title says another period, those apart whose header names its year.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place; one for which the layout states the scale 1 is read.
    findings
        What was found in the titles.

    Returns
    -------
    list of UnitRow
        The rows.
    """
    if not any(item.rule == OTHER_PERIOD for item in findings):
        return [*rows]
    refused = {
        at: OTHER_PERIOD
        for at, (_, column) in enumerate(columns)
        if column.scale != 1 and not _YEAR.search(column.header)
    }
    return [without_columns(row, refused) for row in rows]


def _is_last_of_maps(context: Context) -> bool:
    """Tell whether the map of the file is that of units which a merger made: all others are older."""
    if context.elsewhere is None or "unit_date" not in context.units:
        return False
    others = set(context.elsewhere()["unit_date"].astype("str"))
    return bool(others) and max(others) < str(context.units["unit_date"].min())


def _is_count(column: Column, vocabulary: Vocabulary) -> bool:
    return column.reads in SCALED_READS and vocabulary.indicator(column.indicator).kind not in (
        "rate",
        "change",
    )


_MEANT: dict[str, Callable[[Column, Vocabulary], bool]] = {
    PLANNED: lambda *_: True,
    CUMULATIVE: lambda column, _: column.basis == "in_year",
    SEVERAL_YEARS: lambda column, vocabulary: _is_count(column, vocabulary) and column.basis != "cumulative",
    PART: _is_count,
    NEW_ONLY: lambda column, vocabulary: vocabulary.indicator(column.indicator).kind == "stock",
    BEFORE_MERGER: lambda *_: True,
    EARLIER: lambda *_: True,
}
"""Which columns each rule speaks of."""
