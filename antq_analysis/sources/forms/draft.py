"""A layout drafted for a form that was never seen: what its headers say is read, what they do not say is asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.observations import period_bounds
from antq_analysis.places.names import fold
from antq_analysis.sources.forms.drafted import Understood, draft_columns
from antq_analysis.sources.forms.header import find_header
from antq_analysis.sources.forms.headings import Place, find_place, names_of
from antq_analysis.sources.forms.known_form import nearest_layout
from antq_analysis.sources.forms.layout import (
    Check,
    Column,
    Ignored,
    IgnoredSheet,
    Layout,
    SheetLayout,
    expand_sheet,
)
from antq_analysis.sources.forms.lexicon import make_lexicon
from antq_analysis.sources.forms.printed_rates import settle_rates
from antq_analysis.sources.forms.settled import take_over
from antq_analysis.sources.forms.title import said_basis, title_of
from antq_analysis.sources.forms.wording import year_placeholders
from antq_analysis.sources.tables.titles import OTHER_NAME, OTHER_PERIOD, title_findings
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook
from antq_analysis.vocabulary import Vocabulary

DELIMITED = frozenset({".csv", ".tsv", ".txt"})
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
    """

    layout: Layout
    understood: tuple[Understood, ...]

    @property
    def questions(self) -> tuple[Understood, ...]:
        """What needs a person: columns, and sheets whose table was not found."""
        return tuple(item for item in self.understood if item.kind == "asked")


@dataclass(frozen=True)
class _Table:
    sheet: Sheet
    place: Place
    columns: Sequence[Understood]


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
    tables: list[_Table] = []
    unread: dict[str, Understood] = {}
    for sheet in book.sheets:
        place = find_place(sheet, names)
        if isinstance(place, str):
            unread[sheet.name] = _unread(sheet, place)
        else:
            tables.append(_Table(sheet, place, draft_columns(sheet, place, lexicon, period)))
    paths = [path for table in tables for path in table.place.header.paths]
    if (near := nearest_layout(paths, before, period)) is not None:
        tables = [
            replace(
                table,
                columns=take_over(table.columns, table.sheet, table.place, near, lexicon, period),
            )
            for table in tables
        ]
    read = frozenset(item.indicator for table in tables for item in table.columns if item.kind == "indicator")
    tables = [
        replace(table, columns=settle_rates(table.columns, table.sheet, table.place, read))
        for table in tables
    ]
    patterns = _patterns(book, period)
    layouts = []
    understood: dict[str, Sequence[Understood]] = {name: (item,) for name, item in unread.items()}
    for table in tables:
        drafted = _sheet_layout(table, patterns[table.sheet.name], period)
        refused = _refusal(drafted, table, period)
        if not refused:
            layouts.append(drafted)
        understood[table.sheet.name] = (*((refused,) if refused else ()), *table.columns)
    ignored = [
        IgnoredSheet(patterns[name], item.reason) for name, item in unread.items() if item.kind == "ignored"
    ]
    layout = Layout(
        form,
        next((title for table in tables if (title := title_of(table.sheet, table.place.header.top))), form),
        form,
        period_bounds(period)[1].year,
        _period_basis(tables, period, near),
        tuple(layouts),
        tuple(ignored),
    )
    return Draft(layout, tuple(item for sheet in book.sheets for item in understood[sheet.name]))


def _period_basis(tables: Sequence[_Table], period: str, near: Layout | None) -> str:
    said = {said_basis(table.sheet, table.place.header.top, period) for table in tables} - {""}
    if not said:
        return near.period_basis if near else "unknown"
    return said.pop() if len(said) == 1 else "unknown"


def _unread(sheet: Sheet, reason: str) -> Understood:
    if reason in WORDS_ONLY:
        return Understood(sheet.name, "", "", "", "ignored", reason=reason)
    return Understood(sheet.name, "", "A1", "", "asked", confidence="asked", reason=reason)


def _refusal(drafted: SheetLayout, table: _Table, period: str) -> Understood | None:
    """Tell why a sheet cannot be read as drafted, though its table was found."""
    header = table.place.header
    at = Understood(
        table.sheet.name, "", cell_name(header.bottom, header.unit_column), "", "asked", confidence="asked"
    )
    if not drafted.column:
        return replace(at, reason="no_column")
    said = title_findings(table.sheet, header.top, period, "")
    if other := next((item for item in said if item.rule in (OTHER_PERIOD, OTHER_NAME)), None):
        return replace(at, cell=other.cell or at.cell, header=str(other.written), reason="other_year")
    again = find_header(table.sheet, expand_sheet(drafted, period))
    return None if again == header else replace(at, reason="head_unclear")


def _sheet_layout(table: _Table, pattern: str, period: str) -> SheetLayout:
    def header(item: Understood) -> str:
        return year_placeholders(item.header, period)

    of = {
        kind: [item for item in table.columns if item.kind == kind]
        for kind in ("unit", "district", "indicator")
    }
    mapped = {item.indicator for item in of["indicator"]}
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
        Check(header(item), item.parts[0], item.parts[1])
        for item in table.columns
        if item.kind == "check" and mapped.issuperset(item.parts)
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
    )


def _patterns(book: Workbook, period: str) -> dict[str, str]:
    """Turn names of sheets into patterns that hold next year, where no two sheets would share one."""
    names = [sheet.name for sheet in book.sheets]
    if book.path.suffix.lower() in DELIMITED:
        # The only sheet of a text file is named after the file.
        return dict.fromkeys(names, "*")
    year = str(period_bounds(period)[1].year)
    exact = {name: re.sub(r"([\[*?])", r"[\1]", name) for name in names}
    wide = {name: re.sub(rf"(?<!\d){year}(?!\d)", "*", exact[name]) for name in names}
    folded = [fold(pattern) for pattern in wide.values()]
    return {name: wide[name] if folded.count(fold(wide[name])) == 1 else exact[name] for name in names}


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
            say(f"sources.draft.kind_{item.kind}", lang),
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


def _meaning(item: Understood, vocabulary: Vocabulary, lang: str) -> str:
    names = (item.indicator,) if item.indicator else item.parts
    labels = " / ".join(vocabulary.indicator(name).label(lang) for name in names)
    more = [vocabulary.category_label(item.indicator, item.category, lang)] if item.category else []
    more += [say(f"sources.draft.basis_{item.basis}", lang)] if item.basis else []
    more += [say("sources.draft.times", lang, scale=item.scale)] if item.scale else []
    more += [say("sources.draft.earlier", lang, years=item.years_before)] if item.years_before else []
    more += [say("sources.draft.reported_rate", lang)] if item.rule else []
    return "; ".join((labels, *more)) if labels else ""


def _why(item: Understood, vocabulary: Vocabulary, lang: str) -> str:
    if not item.reason:
        return ""
    if item.kind != "asked":
        return say(f"sources.draft.left_{item.reason.replace(' ', '_')}", lang)
    near = "; ".join(vocabulary.indicator(name).label(lang) for name, _ in item.candidates)
    return " ".join(
        filter(
            None,
            (
                say(f"sources.draft.ask_{item.reason}", lang),
                near and say("sources.draft.near", lang, near=near),
            ),
        )
    )
