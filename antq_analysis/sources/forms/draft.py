"""A layout drafted for a form that was never seen: what its headers say is read, what they do not say is asked."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.observations import period_bounds
from antq_analysis.sources.forms.drafted import draft_columns
from antq_analysis.sources.forms.drafted_rows import DraftedRows, draft_rows
from antq_analysis.sources.forms.header import find_header, heads_of_names, label
from antq_analysis.sources.forms.headings import (
    Place,
    communes_across,
    find_place,
    first_names,
    names_shifted,
)
from antq_analysis.sources.forms.known_form import nearest_layout
from antq_analysis.sources.forms.layout import (
    TARGET_LEFT,
    Check,
    Column,
    Ignored,
    IgnoredSheet,
    Layout,
    SheetLayout,
    expand_sheet,
    moved_back,
    sheet_layout,
)
from antq_analysis.sources.forms.lexicon import Lexicon, make_lexicon, said_label
from antq_analysis.sources.forms.long_form import long_form
from antq_analysis.sources.forms.printed_rates import settle_rates
from antq_analysis.sources.forms.register_names import Names, names_of
from antq_analysis.sources.forms.settled import take_over
from antq_analysis.sources.forms.sheet_years import sheet_years
from antq_analysis.sources.forms.time_words import year_placeholders
from antq_analysis.sources.forms.title import said_basis, title_of
from antq_analysis.sources.forms.turned import Turned
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.tables.scales import OTHER_PERIOD
from antq_analysis.sources.tables.titles import OTHER_NAME, title_findings
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook
from antq_analysis.vocabulary import Vocabulary

DELIMITED = frozenset({".csv", ".tsv", ".txt"})
_SMALL = 1000
WORDS_ONLY = ("empty", "words")
"""Why a sheet holds nothing to read."""


@dataclass(frozen=True)
class Draft:
    """How a workbook would be read, and what a person must settle first.

    Parameters
    ----------
    layout
        The layout; it has no sheet where nothing was understood.
    understood
        One row for each column, and for each sheet that is not read.
    period
        The period of the file.
    """

    layout: Layout
    understood: tuple[Understood, ...]
    period: str = ""

    @property
    def questions(self) -> tuple[Understood, ...]:
        """What needs a person: columns, and sheets whose table was not found."""
        return tuple(item for item in self.understood if item.kind == "asked")


@dataclass(frozen=True)
class _Table:
    sheet: Sheet
    place: Place
    columns: Sequence[Understood]
    period: str
    years_before: int = 0
    turned: Turned | None = None


def draft_layout(
    book: Workbook,
    vocabulary: Vocabulary,
    *,
    form: str,
    province: str,
    period: str,
    units: pd.DataFrame,
    before: Iterable[Layout] = (),
) -> Draft:
    """Draft how a workbook is read, from its headers, the vocabulary and the register.

    Parameters
    ----------
    book
        The workbook.
    vocabulary
        The vocabulary.
    form
        Identifier for the form.
    province
        The province, for indicators that exist only there.
    period
        The period of the file.
    units
        The register of the map on which the file was made.
    before
        Earlier layouts of the province; what the nearest of them settled is taken over.

    Returns
    -------
    Draft
        The layout, what was understood of each column, and what was not.
    """
    lexicon = make_lexicon(vocabulary, province)
    names = names_of(units)
    found = {sheet.name: _find_table(sheet, names, lexicon, period) for sheet in book.sheets}
    unread = {name: item for name, item in found.items() if isinstance(item, Understood)}
    tables = [item for item in found.values() if isinstance(item, _Table)]
    years = sheet_years([(table.sheet, table.place.header) for table in tables], period)
    tables = [_of_year(table, back, lexicon) for table, back in zip(tables, years, strict=True)]
    paths = [path for table in tables for path in table.place.header.paths]
    if (near := nearest_layout(paths, before, period)) is not None:
        tables = [
            replace(
                table,
                columns=take_over(table.columns, table.sheet, table.place, near, lexicon, table.period),
            )
            for table in tables
        ]
    read = frozenset(item.indicator for table in tables for item in table.columns if item.kind == "indicator")
    tables = [
        replace(table, columns=settle_rates(table.columns, table.sheet, table.place, read, lexicon))
        for table in tables
    ]
    # The form of a single commune, whose tab bears its name, is that of all others.
    any_name = (
        len(book.sheets) == 1 and names.is_commune(book.sheets[0].name) and any(t.turned for t in tables)
    )
    layouts = []
    understood: dict[str, Sequence[Understood]] = {name: (item,) for name, item in unread.items()}
    for table in tables:
        pattern = _pattern(book, table.sheet.name, period, table.years_before)
        drafted = _sheet_layout(table, "*" if any_name else pattern)
        refused = _refusal(drafted, table)
        if not refused:
            layouts.append(drafted)
        told = (*((refused,) if refused else ()), *table.columns)
        understood[table.sheet.name] = [_in_the_file(item, table.turned) for item in told]
    ignored = [
        IgnoredSheet(_pattern(book, name, period), item.reason)
        for name, item in unread.items()
        if item.kind == "ignored"
    ]
    layout = Layout(
        form,
        next((title for table in tables if (title := title_of(table.sheet, table.place.header.top))), form),
        form,
        period_bounds(period)[1].year,
        _period_basis(tables, near),
        tuple(layouts),
        tuple(ignored),
        province=province,
    )
    return Draft(layout, tuple(item for sheet in book.sheets for item in understood[sheet.name]), period)


def _find_table(sheet: Sheet, names: Names, lexicon: Lexicon, period: str) -> _Table | Understood:
    place = find_place(sheet, names)
    if isinstance(place, Place) and (cell := long_form(sheet, place)):
        return replace(_unread(sheet, "long_form", names), cell=cell)
    across = draft_rows(sheet, names, lexicon, period)
    if isinstance(across, DraftedRows) and isinstance(place, Place) and max(place.rows) <= across.bottom:
        # What looks like a column of names is a title over communes side by side.
        place = "no_head"
    if across is not None and isinstance(place, Place):
        # One of the two tables would be lost as words around the other.
        return _unread(sheet, "two_tables", names)
    if isinstance(across, DraftedRows):
        columns = draft_columns(across.turned.sheet, across.place, lexicon, period)
        return _Table(across.turned.sheet, across.place, columns, period, turned=across.turned)
    if isinstance(place, str):
        return across or _unread(sheet, place, names)
    return _Table(sheet, place, draft_columns(sheet, place, lexicon, period), period)


def _in_the_file(item: Understood, turned: Turned | None) -> Understood:
    return replace(item, cell=turned.original(item.cell)) if turned else item


def _of_year(table: _Table, years_before: int, lexicon: Lexicon) -> _Table:
    if not years_before:
        return table
    own = moved_back(table.period, years_before)
    columns = draft_columns(table.sheet, table.place, lexicon, own)
    return replace(table, columns=columns, period=own, years_before=years_before)


def _period_basis(tables: Sequence[_Table], near: Layout | None) -> str:
    said = {said_basis(table.sheet, table.place.header.top, table.period) for table in tables} - {""}
    if not said:
        return near.period_basis if near else "unknown"
    return said.pop() if len(said) == 1 else "unknown"


def _unread(sheet: Sheet, reason: str, names: Names) -> Understood:
    if reason == "no_units" and (first := communes_across(sheet, names)):
        row, column = first
        words = [label(value) for value in sheet.rows[row][:column] if label(value)]
        at, heading = cell_name(row, column), words[-1] if words else ""
        return Understood(sheet.name, "", at, heading, "asked", confidence="asked", reason="communes_across")
    if reason in WORDS_ONLY:
        return Understood(sheet.name, "", "", "", "ignored", reason=reason)
    named = reason in ("two_unit_columns", "unknown_communes")
    cell = ", ".join(first_names(sheet, names)) if named else "A1"
    return Understood(sheet.name, "", cell, "", "asked", confidence="asked", reason=reason)


def _refusal(drafted: SheetLayout, table: _Table) -> Understood | None:
    """Tell why a sheet cannot be read as drafted, though its table was found."""
    header = table.place.header
    at = Understood(
        table.sheet.name, "", cell_name(header.bottom, header.unit_column), "", "asked", confidence="asked"
    )
    if not drafted.column:
        return replace(at, reason="no_column")
    if shifted := names_shifted(header, [table.sheet.rows[row] for row in table.place.rows]):
        return replace(at, header=shifted, reason="names_shifted")
    said = title_findings(table.sheet, header.top, table.period, "", names=heads_of_names(header))
    if other := next((item for item in said if item.rule in (OTHER_PERIOD, OTHER_NAME)), None):
        return replace(at, cell=other.cell or at.cell, header=str(other.written), reason="other_year")
    again = find_header(table.sheet, expand_sheet(drafted, table.period))
    return None if again == header else replace(at, reason="head_unclear")


def _sheet_layout(table: _Table, pattern: str) -> SheetLayout:
    def header(item: Understood) -> str:
        return year_placeholders(item.header, table.period)

    of = {
        kind: [item for item in table.columns if item.kind == kind]
        for kind in ("unit", "district", "indicator")
    }
    mapped = {item.indicator for item in of["indicator"]}
    plans = {item.header for item in table.columns if item.reason == TARGET_LEFT}
    columns = [
        Column(
            header(item),
            item.indicator,
            item.basis,
            item.reads,
            item.category,
            item.rule,
            item.scale,
            item.years_before,
        )
        for item in of["indicator"]
    ]
    checks = [
        Check(header(item), item.parts[0], year_placeholders(item.parts[1], table.period))
        for item in table.columns
        if item.kind == "check" and (mapped | plans).issuperset(item.parts)
    ]
    ignored = [
        Ignored(header(item), item.note or item.reason)
        for item in table.columns
        # A layout that names the column of codes would leave it aside; unnamed it supports the names.
        if item.kind in ("ignored", "row_number") and item.header and item.reason != "unit code"
    ]
    return SheetLayout(
        pattern,
        header(of["unit"][0]),
        tuple(columns),
        table.place.district,
        header(of["district"][0]) if of["district"] else "",
        table.place.level,
        tuple(checks),
        tuple(ignored),
        table.years_before,
        "rows" if table.turned else "columns",
    )


def _pattern(book: Workbook, name: str, period: str, years_before: int = 0) -> str:
    """Turn the name of a sheet into a pattern that holds next year, and for no other sheet."""
    if book.path.suffix.lower() in DELIMITED:
        # The only sheet of a text file is named after the file.
        return "*"
    pattern = re.sub(r"([\[*?])", r"[\1]", name)
    for back in sorted({0, years_before}):
        year = period_bounds(period)[1].year - back
        pattern = re.sub(rf"(?<!\d){year}(?!\d)", f"{{year-{back}}}" if back else "{year}", pattern)
    return pattern


def understood_frame(draft: Draft, vocabulary: Vocabulary, lang: str = "vi") -> pd.DataFrame:
    """Lay out what was understood as a table for people.

    Parameters
    ----------
    draft
        The draft.
    vocabulary
        Gives indicators and categories their labels.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row a column of the workbook: sheet, cell, header, what it is, how sure, and what to ask.
    """
    lines = [
        (
            item.sheet,
            item.cell,
            item.header,
            say(f"sources.draft.kind_{_shown_kind(item, draft)}", lang),
            _meaning(item, vocabulary, lang),
            say(f"sources.draft.sure_{item.confidence}", lang, form=item.form) if item.confidence else "",
            _why(item, vocabulary, lang),
        )
        for item in draft.understood
    ]
    names = ("sheet", "cell", "header", "kind", "meaning", "sure", "why")
    return pd.DataFrame(
        lines, columns=[say(f"sources.draft.column_{name}", lang) for name in names], dtype="str"
    )


def _shown_kind(item: Understood, draft: Draft) -> str:
    # Where indicators stand in rows, the header over them is found where that of the names usually is.
    known = sheet_layout(draft.layout, item.sheet, draft.period) if item.kind == "unit" else None
    return "labels" if isinstance(known, SheetLayout) and known.axis == "rows" else item.kind


def _meaning(item: Understood, vocabulary: Vocabulary, lang: str) -> str:
    names = (item.indicator,) if item.indicator else item.parts
    labels = " / ".join(
        vocabulary.indicator(name).label(lang) if name in vocabulary.indicators else f"“{name}”"
        for name in names
    )
    more = [vocabulary.category_label(item.indicator, item.category, lang)] if item.category else []
    more += [say(f"sources.draft.basis_{item.basis}", lang)] if item.basis else []
    more += [_said_scale(item.scale, lang)] if item.scale else []
    more += [say("sources.draft.earlier", lang, years=item.years_before)] if item.years_before else []
    more += [say("sources.draft.reported_rate", lang)] if item.rule == "reported_rate" else []
    return "; ".join((labels, *more)) if labels else ""


def _said_scale(scale: float, lang: str) -> str:
    parts = round(1 / scale)
    # "nhân 0,000001" is hard to read, and "nhân 0" wrong.
    small = parts >= _SMALL and math.isclose(scale * parts, 1)
    return (
        say("sources.draft.parts", lang, parts=parts)
        if small
        else say("sources.draft.times", lang, scale=scale)
    )


def _why(item: Understood, vocabulary: Vocabulary, lang: str) -> str:
    if not item.reason:
        return ""
    if item.kind != "asked":
        return say(f"sources.draft.left_{item.reason.replace(' ', '_')}", lang)
    near = "; ".join(said_label(name, item.header, vocabulary, lang) for name, _ in item.candidates)
    return " ".join(
        filter(
            None,
            (
                say(f"sources.draft.ask_{item.reason}", lang),
                near and say("sources.draft.near", lang, near=near),
            ),
        )
    )
