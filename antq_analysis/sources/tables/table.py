"""One sheet read as its layout says: figures with their cells, what is printed, findings, the account of all cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.deciding.decided import SheetDecisions, decide_cells, decide_figures, decisions_of
from antq_analysis.sources.forms.columns import ColumnMap, map_columns, nearest_header
from antq_analysis.sources.forms.further_heads import FurtherHeads, find_further_heads
from antq_analysis.sources.forms.header import SEARCHED_ROWS, Header, find_header
from antq_analysis.sources.forms.headings import names_of
from antq_analysis.sources.forms.layout import Column, SheetLayout, expand_sheet
from antq_analysis.sources.tables.cell_findings import (
    commented_figures,
    foreign_columns,
    hidden_cells,
    unread_cells,
)
from antq_analysis.sources.tables.cells import Figure, UnitRow
from antq_analysis.sources.tables.checks import (
    compare_ratios,
    compare_totals,
    ratio_findings,
    totals_without_others,
)
from antq_analysis.sources.tables.code_column import Codes, compare_codes
from antq_analysis.sources.tables.concerned import settle_concerned
from antq_analysis.sources.tables.context import Context, Table
from antq_analysis.sources.tables.district_groups import group_by_district
from antq_analysis.sources.tables.district_sums import refuse_district_sums
from antq_analysis.sources.tables.district_table import district_table
from antq_analysis.sources.tables.english_commas import refuse_doubtful_commas
from antq_analysis.sources.tables.entering import enter_heads, enter_rows
from antq_analysis.sources.tables.figures_above import figures_above
from antq_analysis.sources.tables.implausible import impossible_values, suspicious_values
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.lost_thousands import lost_nearby
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.merged_rows import refuse_told_apart
from antq_analysis.sources.tables.other_units import find_others, lone_headings, other_findings
from antq_analysis.sources.tables.province_rows import province_figures
from antq_analysis.sources.tables.row_findings import repeated_units, unknown_districts, unnamed_rows
from antq_analysis.sources.tables.rows import Districts, Kind, Row, read_rows
from antq_analysis.sources.tables.scales import refuse_unscaled
from antq_analysis.sources.tables.second_names import second_names
from antq_analysis.sources.tables.settling import settle
from antq_analysis.sources.tables.sheet_district import other_districts
from antq_analysis.sources.tables.sparse_ticks import sparse_ticks
from antq_analysis.sources.tables.title_words import other_province, period_below, title_word_findings
from antq_analysis.sources.tables.titles import title_findings
from antq_analysis.sources.tables.total_findings import Rows, total_findings
from antq_analysis.sources.tables.unit_rows import unit_rows
from antq_analysis.sources.tables.units import (
    NamedRow,
    Names,
    find_units,
    former_districts,
    known_districts,
    merged_names,
    name_findings,
    named_by_decision,
    register_for,
)
from antq_analysis.sources.tables.unmarked_ticks import unread_ticks
from antq_analysis.sources.tables.words_between import Expected, end_at_other_words
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary


def read_table(sheet: Sheet, layout: SheetLayout, context: Context, ledger: Ledger | None = None) -> Table:
    """Read one sheet.

    Parameters
    ----------
    sheet
        The sheet.
    layout
        How it is read.
    context
        Register, decisions, vocabulary.
    ledger
        Where to enter what becomes of its cells; a new account by default.

    Returns
    -------
    Table
        All that it holds.
    """
    ledger = ledger or Ledger(sheet.name, sheet.rows)
    layout = expand_sheet(layout, context.period)
    header = find_header(sheet, layout)
    if header is None:
        near = _nearest_text(sheet, layout)
        at = (context.file, sheet.name, "", near, layout.unit_header)
        finding = Finding("unit_header_missing", Severity.ERROR, *at)
        return _refused(sheet, layout, "no_header", finding, ledger)
    if beside := second_names(sheet, header, layout, _is_unit(layout, context)):
        cells = ", ".join(beside)
        finding = Finding(
            "tables_side_by_side", Severity.ERROR, context.file, sheet.name, cells, layout.unit_header
        )
        return _refused(sheet, layout, finding.rule, finding, ledger)
    return _read(sheet, layout, context, header, ledger)


def _refused(sheet: Sheet, layout: SheetLayout, reason: str, finding: Finding, ledger: Ledger) -> Table:
    ledger.whole_rows(range(len(sheet.rows)), "refused", reason)
    return Table(sheet, layout, (), Figures.of(()), (), (finding,), ledger)


def _of_other_districts(
    sheet: Sheet, layout: SheetLayout, others: Sequence[Row], column: int, file: str, ledger: Ledger
) -> Table:
    cells = ", ".join(cell_name(row.index, column) for row in others)
    names = "; ".join(dict.fromkeys(row.name for row in others))
    rule = "district_not_of_sheet"
    finding = Finding(rule, Severity.ERROR, file, sheet.name, cells, names, sheet.name)
    return _refused(sheet, layout, rule, finding, ledger)


def _read(sheet: Sheet, layout: SheetLayout, context: Context, header: Header, ledger: Ledger) -> Table:
    places = map_columns(header, layout, context.file, sheet.name)
    columns = tuple(sorted(places.read.items(), key=lambda item: (item[1].years_before > 0, item[0])))
    current = tuple(item for item in columns if not item[1].years_before)
    merged = merged_names(sheet, header.unit_column, header.bottom + 1)
    known = known_districts(context.units) if layout.level == "commune" else frozenset()
    valued = [place for place, _ in columns] + list(places.checks)
    heads_below = _further_heads(sheet, header, valued, layout, context, current)
    districts = Districts(known, layout.district == "heading")
    own_rows = _own_rows(sheet, header, valued, merged, districts, heads_below)
    rows = _as_units(own_rows, layout.level, context.vocabulary)
    if layout.district == "sheet" and (others := [*other_districts(rows, sheet.name, known)]):
        return _of_other_districts(sheet, layout, others, header.unit_column, context.file, ledger)
    named, by_decision, known_names = _name_rows(rows, sheet, layout, places, header, merged, context)
    rows, named = _in_groups(rows, named, layout, context)
    settled = decisions_of(context.cells, context.file, sheet.name)
    lines = refuse_doubtful_commas(unit_rows(named, sheet, columns, header.unit_column), columns, sheet.rows)
    below = _below(rows, heads_below)
    scaled, unscaled = refuse_unscaled(lines, columns, sheet, header, context.vocabulary, context.file, below)
    own, decided = decide_cells(scaled, columns, settled)
    at = (context.file, sheet.name)
    figures, more = _settle(own, columns, settled, layout, context, at)
    refused = [line.row for line in named if not line.unit_code]
    now = figures.chosen(figures.numbers["position"] < len(current))
    whole, spoken = _of_province(rows, sheet, current, now, named, context, layout)
    compared = compare_totals(rows, sheet.rows, columns, figures, context.vocabulary, refused)
    totals = [item for item in compared if item.printed.cell not in spoken]
    ratios = compare_ratios(places.checks, sheet.rows, current, now)
    enter_heads(ledger, heads_below, len(sheet.rows))
    enter_rows(ledger, header, rows, named, places, whole)
    findings = (
        *places.findings,
        *_second_table(heads_below, len(sheet.rows), *at),
        *unscaled,
        *decided,
        *more,
        *title_findings(sheet, header.top, context.period, context.file, context.period_basis),
        *_title_words(sheet, header.top, current, context),
        *figures_above(sheet, header.top, context.file),
        *period_below(sheet, below, context.period, context.file),
        *known_names,
        *unnamed_rows(rows, *at),
        *unknown_districts(rows, named, layout, header.unit_column, *at),
        *foreign_columns(places, sheet, own, *at),
        *repeated_units(own, figures.several.values(), columns, header.unit_column, *at),
        *unread_cells(own, columns, sheet, context.file),
        *lost_nearby(own, columns, sheet.rows, *at),
        *sparse_ticks(figures, columns, {row.unit_code: row.name for row in own}, *at),
        *total_findings(totals, Rows(sheet.rows, columns, figures), *at),
        *totals_without_others(totals, columns, figures, *at),
        *ratio_findings(ratios, *at),
        *impossible_values(current, now, context.vocabulary, *at),
        *suspicious_values(current, now, context.period, *at),
        *hidden_cells(sheet, own, columns, *at),
        *commented_figures(sheet, own, columns, *at),
    )
    told = (
        figures.with_more(whole),
        (*(item.printed for item in totals), *ratios),
        findings,
        ledger,
        by_decision,
    )
    return Table(
        sheet, layout, columns, *told, unread_ticks(refused, sheet.rows, columns, context.vocabulary)
    )


def _name_rows(
    rows: Sequence[Row],
    sheet: Sheet,
    layout: SheetLayout,
    places: ColumnMap,
    header: Header,
    merged: Mapping[int, str],
    context: Context,
) -> tuple[list[NamedRow], frozenset[tuple[str, str]], list[Finding]]:
    """Find the unit of each row by its name, its code, or words that say it is none; and what decisions it took."""
    register = register_for(layout.level, context.units)
    names = Names(register, context.aliases, context.elsewhere if layout.level == "commune" else None)
    named, found = find_units(rows, sheet, layout, places.district, names, merged)
    coded: list[Finding] = []
    at = header.unit_column
    if places.code is not None:
        codes = Codes(register, context.elsewhere)
        named, found, coded = compare_codes(named, found, sheet, places.code, codes, (context.file, at))
    if layout.level == "commune":
        words, districts = context.vocabulary.other_units, known_districts(context.units)
        named, found = find_others(named, found, register, words, districts)
    told = name_findings(named, found, register, context.file, sheet.name, at)
    if layout.level == "district":
        told = district_table(named, told, register, context.file, sheet.name, at)
    former = former_districts(named, found, names, context.file, sheet.name, at)
    all_told = [*told, *former, *coded, *other_findings(named, context.file, sheet.name, at)]
    by_decision = named_by_decision(named, found)
    named, told_apart = refuse_told_apart(named, sheet, at, places, context.file)
    if layout.level == "commune":
        where = (context.file, at)
        named, sums = refuse_district_sums(named, sheet, places, context.units, by_decision, where)
        told_apart += sums
    return named, by_decision, [*all_told, *told_apart]


def _in_groups(
    rows: list[Row], named: list[NamedRow], layout: SheetLayout, context: Context
) -> tuple[list[Row], list[NamedRow]]:
    if layout.level != "commune" or layout.district == "sheet":
        return rows, named
    homes = dict(zip(context.units["unit_code"], context.units["district_name"], strict=True))
    return group_by_district(rows, named, homes, by_column=layout.district == "column")


def _further_heads(
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    layout: SheetLayout,
    context: Context,
    columns: Sequence[tuple[int, Column]],
) -> FurtherHeads:
    is_unit = _is_unit(layout, context)
    heads = find_further_heads(sheet, header, valued, is_unit)
    expected = Expected(context.period, context.stage, columns, context.vocabulary)
    return end_at_other_words(heads, sheet, header, valued, is_unit, expected)


def _is_unit(layout: SheetLayout, context: Context) -> Callable[[str], bool]:
    names = cache(lambda: names_of(context.units))

    def is_unit(text: str) -> bool:
        return names().is_commune(text) if layout.level == "commune" else names().is_district(text)

    return is_unit


def _without_heads(sheet: Sheet, below: FurtherHeads) -> Sequence[Sequence[Raw]]:
    if not below.repeated and below.end == len(sheet.rows):
        return sheet.rows
    blank = ("",) * len(sheet.rows[0])
    return [blank if row in below.repeated else cells for row, cells in enumerate(sheet.rows[: below.end])]


def _own_rows(
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    merged: Mapping[int, str],
    districts: Districts,
    below: FurtherHeads,
) -> list[Row]:
    cells, first = _without_heads(sheet, below), header.bottom + 1
    rows = read_rows(cells, first, header.unit_column, valued, names=merged, districts=districts)
    return [row for row in rows if row.index not in below.repeated]


def _title_words(
    sheet: Sheet, top: int, columns: Sequence[tuple[int, Column]], context: Context
) -> Iterator[Finding]:
    in_year = any(column.basis == "in_year" for _, column in columns)
    yield from title_word_findings(sheet, top, context.file, in_year=in_year, stage=context.stage)
    if context.province is not None:
        yield from other_province(sheet, top, context.file, context.province, context.vocabulary.provinces)


def _below(rows: Sequence[Row], heads: FurtherHeads) -> range:
    """Give the rows below the last that may hold a figure."""
    last = max((row.index for row in rows if row.has_values), default=heads.end - 1)
    return range(last + 1, heads.end)


def _second_table(below: FurtherHeads, n: int, file: str, sheet: str) -> Iterator[Finding]:
    if below.cell:
        rows = f"{below.end + 1}:{n}"
        values = {"first": str(below.end + 1), "last": str(n)}
        yield Finding(
            below.rule, Severity.ERROR, file, sheet, f"{below.cell}, {rows}", below.written, "", values
        )


def _of_province(
    rows: Sequence[Row],
    sheet: Sheet,
    columns: Sequence[tuple[int, Column]],
    figures: Figures,
    named: Sequence[NamedRow],
    context: Context,
    layout: SheetLayout,
) -> tuple[list[Figure], set[str]]:
    if layout.level != "commune" or layout.district == "sheet" or context.province is None:
        return [], set()
    units = {line.unit_code for line in named}
    refused = [line.row for line in named if not line.unit_code]
    codes = context.units["unit_code"].tolist()
    covered = sum(map(units.__contains__, codes)) / max(len(codes), 1)
    code = context.province.code
    whole = province_figures(rows, sheet.rows, columns, figures, refused, code=code, covered=covered)
    return whole, {cell_name(*cell) for figure in whole for cell in figure.cells + figure.repeated}


def _as_units(rows: Sequence[Row], level: str, vocabulary: Vocabulary) -> list[Row]:
    if level == "commune":
        return lone_headings(rows, vocabulary.other_units)
    return [_as_unit(row) for row in rows]


def _as_unit(row: Row) -> Row:
    # In a table of districts the rows that look like headings are the units.
    if row.kind is not Kind.HEADING:
        return row
    return Row(row.index, Kind.NAMED, row.name, "", 0, row.has_values)


def _settle(
    own: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    settled: SheetDecisions,
    layout: SheetLayout,
    context: Context,
    at: tuple[str, str],
) -> tuple[Figures, list[Finding]]:
    adds_up = [context.vocabulary.indicator(column.indicator).adds_up for _, column in columns]
    figures, findings = decide_figures(settle(own, columns, adds_up), columns, settled)
    if layout.level != "commune":
        return figures, findings
    figures, outside = settle_concerned(figures, columns, context.units, context.vocabulary, at)
    return figures, [*findings, *outside]


def _nearest_text(sheet: Sheet, layout: SheetLayout) -> str:
    texts = {
        value
        for cells in sheet.rows[:SEARCHED_ROWS]
        for value in cells
        if isinstance(value, str) and 0 < len(value) < 200
    }
    folded = {fold(text): text for text in sorted(texts)}
    return folded.get(nearest_header(fold(layout.unit_header), folded), "")
