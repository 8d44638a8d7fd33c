"""One sheet read as its layout says: figures with their cells, what is printed, findings, the account of all cells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.deciding.decided import (
    APPLIED,
    SheetDecisions,
    decide_cells,
    decide_figures,
    decisions_of,
)
from antq_analysis.sources.deciding.refused_rows import still_refused
from antq_analysis.sources.forms.columns import ColumnMap, map_columns, nearest_header
from antq_analysis.sources.forms.header import SEARCHED_ROWS, Header, find_header, heads_of_names
from antq_analysis.sources.forms.layout import Column, SheetLayout, expand_sheet
from antq_analysis.sources.tables.beside_numbers import read_beside
from antq_analysis.sources.tables.cell_findings import (
    commented_figures,
    foreign_columns,
    hidden_cells,
    unread_cells,
)
from antq_analysis.sources.tables.cells import Figure, UnitRow
from antq_analysis.sources.tables.checks import (
    compare_totals,
    totals_without_others,
)
from antq_analysis.sources.tables.column_range import far_figures, keep_likely_proposals
from antq_analysis.sources.tables.computed_rows import computed_findings
from antq_analysis.sources.tables.concerned import settle_concerned
from antq_analysis.sources.tables.context import Context, Table
from antq_analysis.sources.tables.english_commas import read_dotted_measures, refuse_doubtful_commas
from antq_analysis.sources.tables.entering import enter_heads, enter_rows
from antq_analysis.sources.tables.figures_above import figures_above
from antq_analysis.sources.tables.implausible import impossible_values, suspicious_values
from antq_analysis.sources.tables.later_years import refuse_later_years
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.lost_thousands import lost_nearby
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.mixed_ticks import mixed_ticks
from antq_analysis.sources.tables.name_rows import in_groups, name_rows
from antq_analysis.sources.tables.own_rows import heads_below, own_rows, rows_below, second_table, unit_test
from antq_analysis.sources.tables.printed_before import without_printed_doubts
from antq_analysis.sources.tables.printed_ratios import compare_ratios, ratio_findings
from antq_analysis.sources.tables.province_rows import province_figures
from antq_analysis.sources.tables.rates_beside import refuse_bare_figures
from antq_analysis.sources.tables.remarks import refuse_remarked
from antq_analysis.sources.tables.row_findings import repeated_units, unknown_districts, unnamed_rows
from antq_analysis.sources.tables.row_kinds import Row
from antq_analysis.sources.tables.second_names import second_names
from antq_analysis.sources.tables.settling import settle
from antq_analysis.sources.tables.sheet_district import districts_above, other_districts
from antq_analysis.sources.tables.signing_days import signing_findings
from antq_analysis.sources.tables.sparse_ticks import sparse_ticks
from antq_analysis.sources.tables.stated_sums import stated_sums
from antq_analysis.sources.tables.ticked_classes import class_findings, one_class, read_ticked_classes
from antq_analysis.sources.tables.title_words import other_province, title_word_findings
from antq_analysis.sources.tables.titles import title_findings
from antq_analysis.sources.tables.titles_refused import refuse_other_period
from antq_analysis.sources.tables.total_findings import Rows, total_findings
from antq_analysis.sources.tables.unit_rows import unit_rows
from antq_analysis.sources.tables.units import (
    NamedRow,
    known_districts,
)
from antq_analysis.sources.tables.unmarked_ticks import unread_ticks
from antq_analysis.sources.tables.words_around import refuse_by_words, without_contradictions
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet


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
    if beside := second_names(sheet, header, layout, unit_test(layout, context)):
        cells = ", ".join(beside)
        finding = Finding(
            "tables_side_by_side", Severity.ERROR, context.file, sheet.name, cells, layout.unit_header
        )
        return _refused(sheet, layout, finding.rule, finding, ledger)
    return _read(sheet, layout, context, header, ledger)


def _refused(sheet: Sheet, layout: SheetLayout, reason: str, finding: Finding, ledger: Ledger) -> Table:
    ledger.whole_rows(range(len(sheet.rows)), "refused", reason)
    return Table(sheet, layout, (), Figures.of(()), (), (finding,), ledger)


def _others(rows: Sequence[Row], sheet: Sheet, layout: SheetLayout, context: Context) -> list[Row]:
    """List the headings of other districts in a sheet that is named after its own."""
    if layout.district != "sheet":
        return []
    known = known_districts(context.units) if layout.level == "commune" else frozenset()
    return [*other_districts(rows, sheet.name, known)]


def _named(
    rows: Sequence[Row],
    sheet: Sheet,
    layout: SheetLayout,
    places: ColumnMap,
    header: Header,
    context: Context,
) -> tuple[list[NamedRow], frozenset[tuple[str, str]], list[Finding]]:
    """Find the units; where another district is named above the sheet of a district, in no district."""
    above = []
    if layout.district == "sheet" and layout.level == "commune":
        above = districts_above(sheet, header.top, known_districts(context.units), context.file)
    sought = replace(layout, district="none") if above else layout
    named, by_decision, told = name_rows(rows, sheet, sought, places, header, context)
    return named, by_decision, [*above, *told]


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
    valued = [place for place, _ in columns] + list(places.checks)
    heads = heads_below(sheet, header, valued, layout, context, current)
    rows = own_rows(sheet, header, valued, heads, layout, context)
    if others := _others(rows, sheet, layout, context):
        return _of_other_districts(sheet, layout, others, header.unit_column, context.file, ledger)
    named, by_decision, known_names = _named(rows, sheet, layout, places, header, context)
    rows, named = in_groups(rows, named, sheet, layout, places, context)
    settled = decisions_of(context.cells, context.file, sheet.name)
    lines = refuse_bare_figures(unit_rows(named, sheet, columns, header.unit_column), columns)
    lines = _doubted(lines, columns, sheet, context)
    is_unit = unit_test(layout, context)
    told, said = refuse_by_words(lines, columns, sheet, header, rows_below(rows, heads), is_unit, context)
    titled = _titled(sheet, header, context)
    timed = refuse_other_period(told, columns, titled)
    clear, remarked = refuse_remarked(timed, columns, sheet, header, places, is_unit, context)
    own, decided = decide_cells(clear, columns, settled)
    at = (context.file, sheet.name)
    figures, more = _settle(own, columns, settled, layout, context, ledger)
    refused = [line.row for line in named if not line.unit_code]
    now = figures.chosen(figures.numbers["position"] < len(current))
    whole, spoken = _of_province(rows, sheet, current, now, named, context, layout)
    compared = compare_totals(rows, sheet.rows, columns, figures, context.vocabulary, refused)
    totals = [item for item in compared if item.printed.cell not in spoken]
    ratios = compare_ratios(places.checks, sheet.rows, current, now, places.plans)
    enter_heads(ledger, heads, len(sheet.rows))
    enter_rows(ledger, header, rows, named, places, whole)
    findings = (
        *places.findings,
        *second_table(heads, len(sheet.rows), *at),
        *said,
        *still_refused(remarked, {item.cell for item in decided if item.rule == APPLIED}),
        *decided,
        *more,
        *titled,
        *signing_findings(sheet, header.top, context.period, context.file),
        *_title_words(sheet, header.top, current, context),
        *figures_above(sheet, header.top, context.file),
        *known_names,
        *unnamed_rows(rows, *at),
        *computed_findings(rows, header.unit_column, *at),
        *unknown_districts(rows, named, layout, header.unit_column, *at),
        *foreign_columns(places, sheet, own, *at),
        *repeated_units(own, figures.several.values(), columns, header.unit_column, *at),
        *unread_cells(own, columns, sheet, context.file),
        *far_figures(own, columns, *at),
        *lost_nearby(own, columns, sheet.rows, *at),
        *class_findings(own, columns, *at),
        *mixed_ticks(own, columns, sheet.rows, *at),
        *sparse_ticks(figures, columns, {row.unit_code: row.name for row in own}, *at),
        *total_findings(totals, Rows(sheet.rows, columns, figures), *at),
        *totals_without_others(totals, columns, figures, *at),
        *ratio_findings(ratios, *at),
        *stated_sums(rows, sheet.rows, own, columns, *at),
        *impossible_values(current, now, context.vocabulary, *at),
        *suspicious_values(current, now, context.period, *at),
        *hidden_cells(sheet, own, columns, *at),
        *commented_figures(sheet, own, columns, *at),
    )
    held = (
        figures.with_more(whole),
        (*(item.printed for item in totals), *ratios),
        without_contradictions(findings),
        ledger,
        by_decision,
    )
    return Table(
        sheet, layout, columns, *held, unread_ticks(refused, sheet.rows, columns, context.vocabulary)
    )


def _doubted(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], sheet: Sheet, context: Context
) -> list[UnitRow]:
    """Doubt cells for what the rest of their column, or the period, says of them."""
    ticked = read_ticked_classes(rows, columns, sheet.rows, context.vocabulary)
    own = without_printed_doubts(read_beside(ticked, columns, context.vocabulary), columns)
    dotted = read_dotted_measures(own, columns, sheet.rows)
    plain = refuse_doubtful_commas(dotted, columns, sheet.rows, sheet.decimal_comma)
    begun = refuse_later_years(plain, columns, context.period)
    return keep_likely_proposals(begun, columns, sheet.rows, context.vocabulary)


def _titled(sheet: Sheet, header: Header, context: Context) -> list[Finding]:
    at = (sheet, header.top, context.period, context.file, context.period_basis)
    return [*title_findings(*at, names=heads_of_names(header))]


def _title_words(
    sheet: Sheet, top: int, columns: Sequence[tuple[int, Column]], context: Context
) -> Iterator[Finding]:
    in_year = any(column.basis == "in_year" for _, column in columns)
    stage, period = context.stage, context.period
    yield from title_word_findings(sheet, top, context.file, in_year=in_year, stage=stage, period=period)
    if context.province is not None:
        yield from other_province(sheet, top, context.file, context.province, context.vocabulary.provinces)


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


def _settle(
    own: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    settled: SheetDecisions,
    layout: SheetLayout,
    context: Context,
    ledger: Ledger,
) -> tuple[Figures, list[Finding]]:
    adds_up = [context.vocabulary.indicator(column.indicator).adds_up for _, column in columns]
    classed = one_class(settle(own, columns, adds_up), columns, ledger)
    figures, findings = decide_figures(classed, columns, settled)
    at = (context.file, ledger.sheet)
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
