"""Figures are refused where words above them, on their pages or tab say that they are not what their headers say."""

import re
from collections.abc import Callable, Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.observations import period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import SCALED_READS, Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.rates_said import rates_said
from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.scales import OTHER_PERIOD, without_columns
from antq_analysis.sources.tables.titles import texts_above
from antq_analysis.sources.tables.titles_meant import (
    BEFORE_MERGER,
    CUMULATIVE,
    EARLIER,
    NEW_ONLY,
    PART,
    PLANNED,
    SEVERAL_YEARS,
    is_stage,
    meant_by,
)
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_DONE = re.compile(r"\b(?:kết quả|thực hiện|đã đạt)\b")
_HEADS = {
    PLANNED: re.compile(r"\b(?:thực hiện|kết quả)\b"),
    CUMULATIVE: re.compile(r"\b(?:l[uũ][yỹ] kế|cộng dồn|trong năm|trong kỳ|năm nay)\b|20\d\d"),
    SEVERAL_YEARS: re.compile(r"20\d\d|\bnăm (?:trước|nay|ngoái)\b"),
    PART: re.compile(r"\b(?:chưa|không|còn|tồn|trong đó|nữ|trẻ em|tuổi|riêng|khác)\b"),
    NEW_ONLY: re.compile(r"\b(?:mới|thêm)\b"),
    EARLIER: re.compile(
        r"20\d\d|\b(?:năm|kỳ) (?:trước|ngoái|nay|này|báo cáo)\b|\bcùng kỳ\b|\bso (?:với|sánh)\b"
        r"|\b(?:thực hiện|kết quả) năm\b"
    ),
}
"""A header with such words tells by itself what a title says; then the title is about that column."""


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
    for cell, text, rule in _said(sheet, header, context, below):
        meant = [
            position
            for position, (_, column) in enumerate(columns)
            if _MEANT[rule](column, context.vocabulary)
        ]
        own = {at: rule for at in meant if at not in refused and columns[at][1].scale != 1}
        read = not own and bool(meant) and all(columns[at][1].scale == 1 for at in meant)
        if rule == BEFORE_MERGER and not _is_last_of_maps(context):
            own, read = {}, True
        if not (own or read):
            continue
        refused |= own
        cells = ", ".join(cell_name(header.bottom, columns[at][0]) for at in own or meant)
        fate = Sentence("sources.title_read" if read else "sources.title_refused", cells=cells)
        severity = Severity.WARNING if read else Severity.ERROR
        at = cell or cells
        findings.append(
            Finding(rule, severity, context.file, sheet.name, at, text, values={"fate": fate, "cells": cells})
        )
    return [without_columns(row, refused) for row in rows] if refused else [*rows], findings


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


def _said(
    sheet: Sheet, header: Header, context: Context, below: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    texts = [*texts_above(sheet, header.top), ("", sheet.name), *below]
    heads = [fold(path) for path in header.paths]
    for cell, text in texts:
        if rates_said(text):
            continue
        for rule in meant_by(text):
            others = [other for _, other in texts if other != text]
            if not (_answered(rule, heads) or _outweighed(rule, text, others, context)):
                yield cell, text, rule


def _answered(rule: str, heads: Sequence[str]) -> bool:
    return rule in _HEADS and any(map(_HEADS[rule].search, heads))


def _outweighed(rule: str, text: str, others: Sequence[str], context: Context) -> bool:
    if rule == PLANNED:
        return any(_DONE.search(fold(other)) and PLANNED not in meant_by(other) for other in others)
    if rule == CUMULATIVE:
        return is_stage(text) and any(_tells_year(said, context.period) for said in (text, *others))
    if rule == EARLIER:
        return context.years_before == 1 or str(period_bounds(context.period)[1].year) in text
    return False


def _tells_year(text: str, period: str) -> bool:
    said = said_periods(text)
    return not said.planned and {year for year, _ in said.years} == {period_bounds(period)[1].year}


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
