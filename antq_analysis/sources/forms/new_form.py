"""A layout for a form that was never seen: drafted, completed by what a person answers, and written to a file."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.project import Project
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.headings import find_place
from antq_analysis.sources.forms.layout import (
    RATE_LEFT,
    Column,
    Ignored,
    Layout,
    SheetLayout,
    moved_back,
    sheet_layout,
    years_named,
)
from antq_analysis.sources.forms.lexicon import category_said
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.forms.time_words import counts_up, year_placeholders
from antq_analysis.sources.forms.understand import BASIS_OF_KIND, reads_as
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.receiving.left_out import is_left_out
from antq_analysis.sources.workbooks.workbook import Workbook
from antq_analysis.vocabulary import Vocabulary

ANSWERABLE = frozenset(
    {
        "unknown",
        "ambiguous",
        "competing",
        "basis",
        "cells",
        "meaning_twice",
        "shorter_period",
        "sum_of_years",
        "group_unclear",
        "rate_or_count",
    }
)
"""What a person can settle by naming the indicator; the rest must be mended in the form or the layout."""


@dataclass(frozen=True)
class Answer:
    """What a person says of a column that was not understood.

    Parameters
    ----------
    indicator
        What it reports; empty to leave it aside.
    basis
        ``stock``, ``in_year`` or ``cumulative``; empty for what the indicator usually is.
    reason
        Why it is left aside.
    """

    indicator: str = ""
    basis: str = ""
    reason: str = ""


Answers = Mapping[tuple[str, str], Answer]
"""Answers by the name of the sheet and the letters of the column."""

Ask = Callable[[Draft], Answers]
"""Shows a person a draft and asks; columns without an answer stay as they are."""


def form_id(province: str, period: str, project: Project) -> str:
    """Give a new form a name that no other has.

    Parameters
    ----------
    province, period
        Of the file.
    project
        The project with the layouts that are there.

    Returns
    -------
    str
        For instance ``vi_du_2024``, or ``vi_du_2024_2`` where that is taken.
    """
    base = re.sub(r"[^\w]+", "_", f"{province}_{period}").lower()
    name, number = base, 1
    while (project.layouts / f"{name}.toml").exists():
        number += 1
        name = f"{base}_{number}"
    return name


def draft_form(  # noqa: PLR0913 - each is given by name
    book: Workbook,
    vocabulary: Vocabulary,
    *,
    form: str,
    province: str,
    period: str,
    units: pd.DataFrame,
    before: Iterable[Layout] = (),
    ask: Ask | None = None,
) -> Draft:
    """Draft how a workbook is read, and ask a person what its headers do not say.

    Parameters
    ----------
    book
        The workbook.
    vocabulary
        The vocabulary.
    form
        Identifier for the form.
    province, period
        Of the file.
    units
        The register of the map on which the file was made.
    before
        Earlier layouts of the province.
    ask
        Asks a person; without it all questions stay open.

    Returns
    -------
    Draft
        The layout with all that was understood and answered; its questions are those left open.

    Raises
    ------
    InputError
        If no sheet can be read: the reason for each is listed.
    """
    draft = draft_layout(
        book, vocabulary, form=form, province=province, period=period, units=units, before=before
    )
    seen = tuple(item for item in draft.understood if not is_left_out(item.header))
    layout, understood = _with_bare_sheets(draft.layout, seen, book, units), []
    answers = ask(Draft(layout, seen, period)) if ask is not None else {}
    for item in seen:
        answer = answers.get((item.sheet, item.column))
        known = sheet_layout(layout, item.sheet, period)
        if answer is None or not isinstance(known, SheetLayout):
            understood.append(item)
            continue
        answered, sheet = _answered(item, answer, known, vocabulary, period)
        sheet = _in_order(sheet, [other.header for other in seen if other.sheet == item.sheet], period)
        understood.append(answered)
        layout = replace(layout, sheet=tuple(sheet if old is known else old for old in layout.sheet))
    layout = replace(layout, sheet=tuple(_with_parts(sheet) for sheet in layout.sheet if sheet.column))
    if not layout.sheet:
        cases = [_why(item) for item in understood if item.kind in ("asked", "ignored") and item.reason]
        raise InputError("sources.nothing_understood", cases=cases, file=book.path.name)
    read = {item.sheet for item in understood if _is_read(item, layout, period)}
    left = [item for item in understood if not (item.reason == "no_column" and item.sheet in read)]
    return Draft(layout, tuple(left), period)


def _is_read(item: Understood, layout: Layout, period: str) -> bool:
    return isinstance(sheet_layout(layout, item.sheet, period), SheetLayout)


def is_answerable(item: Understood, draft: Draft) -> bool:
    """Tell whether naming an indicator settles a question.

    Parameters
    ----------
    item
        A column.
    draft
        The draft, whose layout must read its sheet.

    Returns
    -------
    bool
        False for columns without a question, without a header, or on sheets that are not read.
    """
    return (
        item.kind == "asked"
        and bool(item.column and item.header)
        and item.reason in ANSWERABLE
        and _is_read(item, draft.layout, draft.period)
    )


def is_open_to_change(item: Understood, draft: Draft) -> bool:
    """Tell whether a person may say what a column is, though it was understood.

    Parameters
    ----------
    item
        A column.
    draft
        The draft, whose layout must read its sheet.

    Returns
    -------
    bool
        False for the column of names and where only the form itself can be mended.
    """
    read = _is_read(item, draft.layout, draft.period)
    understood = item.kind in ("indicator", "check", "ignored") and bool(item.column and item.header)
    return is_answerable(item, draft) or (read and understood)


def _with_bare_sheets(
    layout: Layout, understood: Sequence[Understood], book: Workbook, units: pd.DataFrame
) -> Layout:
    """Add the sheets whose table was found and none of whose columns was understood: a person may name them."""
    bare = {item.sheet for item in understood if item.reason == "no_column"}
    names = names_of(units)
    added = []
    for sheet in book.sheets:
        place = find_place(sheet, names) if sheet.name in bare else ""
        if isinstance(place, str):
            continue
        own = [item for item in understood if item.sheet == sheet.name]
        unit = next(item.header for item in own if item.kind == "unit")
        district = next((item.header for item in own if item.kind == "district"), "")
        left = tuple(
            Ignored(item.header, item.reason)
            for item in own
            if item.kind in ("ignored", "row_number") and item.header
        )
        pattern = re.sub(r"([\[*?])", r"[\1]", sheet.name)
        added.append(SheetLayout(pattern, unit, (), place.district, district, place.level, (), left))
    return replace(layout, sheet=(*layout.sheet, *added))


def _answered(
    item: Understood, answer: Answer, sheet: SheetLayout, vocabulary: Vocabulary, period: str
) -> tuple[Understood, SheetLayout]:
    header = year_placeholders(item.header, moved_back(period, sheet.years_before))
    sheet = _without(sheet, header)
    item = item.asks(item.reason)
    if not answer.indicator:
        left = replace(item, kind="ignored", confidence="", candidates=(), reason="told")
        return left, replace(sheet, ignore=(*sheet.ignore, Ignored(header, answer.reason)))
    column = column_of(answer.indicator, header, sheet.level, vocabulary, answer.basis)
    taken = {(other.indicator, other.category, other.basis, other.years_before) for other in sheet.column}
    if (column.indicator, column.category, column.basis, column.years_before) in taken:
        return replace(item, reason="meaning_twice"), sheet
    said = replace(
        item,
        kind="indicator",
        indicator=column.indicator,
        category=column.category,
        basis=column.basis,
        reads=column.reads,
        years_before=column.years_before,
        rule=column.rule,
        confidence="told",
        candidates=(),
        reason="",
    )
    return said, replace(sheet, column=(*sheet.column, column))


def _with_parts(sheet: SheetLayout) -> SheetLayout:
    """Leave printed rates aside whose parts a person said to be something else."""
    known = {column.indicator for column in sheet.column if not column.years_before}
    known |= {item.header for item in sheet.ignore}
    whole = tuple(check for check in sheet.check if {check.numerator, check.denominator} <= known)
    left = tuple(Ignored(check.header, RATE_LEFT) for check in sheet.check if check not in whole)
    return replace(sheet, check=whole, ignore=(*sheet.ignore, *left))


def _in_order(sheet: SheetLayout, headers: Sequence[str], period: str) -> SheetLayout:
    """Let columns stand in a layout as they stand in the file: a form made of it asks for them in this order."""
    own = moved_back(period, sheet.years_before)
    order = {year_placeholders(header, own): place for place, header in enumerate(headers)}
    columns = sorted(sheet.column, key=lambda column: order.get(column.header, len(order)))
    return replace(sheet, column=tuple(columns))


def _without(sheet: SheetLayout, header: str) -> SheetLayout:
    """Take out what the draft made of a column that a person speaks of."""
    return replace(
        sheet,
        column=tuple(column for column in sheet.column if column.header != header),
        check=tuple(check for check in sheet.check if check.header != header),
        ignore=tuple(item for item in sheet.ignore if item.header != header),
    )


def column_of(indicator: str, header: str, level: str, vocabulary: Vocabulary, basis: str = "") -> Column:
    """Say how a column is read once its indicator is known.

    Parameters
    ----------
    indicator
        Identifier of the indicator.
    header
        Header path as a layout writes it; it tells the year, and whether the figures add up over years.
    level
        Level of the units of the table.
    vocabulary
        The vocabulary.
    basis
        ``stock``, ``in_year`` or ``cumulative``; what the indicator usually is by default.

    Returns
    -------
    Column
        The column of a layout.
    """
    entry = vocabulary.indicator(indicator)
    rule = "reported_rate" if entry.kind == "rate" else ""
    usual = "cumulative" if counts_up(header) else BASIS_OF_KIND[entry.kind]
    return Column(
        header,
        indicator,
        basis or usual,
        reads_as(entry, level),
        category=category_said(header, entry, vocabulary),
        rule=rule,
        years_before=years_named(header),
    )


def _why(item: Understood) -> str:
    key = f"ask_{item.reason}" if item.kind == "asked" else f"left_{item.reason.replace(' ', '_')}"
    place = f"“{item.sheet}”" + (f" {item.cell}" if item.cell else "")
    header = f" “{item.header}”" if item.header else ""
    return Sentence("sources.draft.case", place=f"{place}{header}", why=Sentence(f"sources.draft.{key}"))
