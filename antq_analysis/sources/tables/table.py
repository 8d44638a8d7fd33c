"""One sheet read as its layout says: figures with their cells, what is printed, findings, the account of all cells."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.matching.names import fold
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.sources.deciding.decided import SheetDecisions, decide_cells, decide_figures, decisions_of
from antq_analysis.sources.forms.columns import ColumnMap, map_columns, nearest_header
from antq_analysis.sources.forms.further_heads import FurtherHeads, find_further_heads
from antq_analysis.sources.forms.header import SEARCHED_ROWS, Header, find_header
from antq_analysis.sources.forms.headings import names_of
from antq_analysis.sources.forms.layout import Column, SheetLayout, expand_sheet
from antq_analysis.sources.tables.cells import TICK_EMPTY, Figure, UnitRow, read_cells, written
from antq_analysis.sources.tables.checks import (
    Printed,
    compare_ratios,
    compare_totals,
    ratio_findings,
    totals_without_others,
)
from antq_analysis.sources.tables.code_column import Codes, compare_codes
from antq_analysis.sources.tables.concerned import settle_concerned
from antq_analysis.sources.tables.district_table import district_table
from antq_analysis.sources.tables.english_commas import refuse_doubtful_commas
from antq_analysis.sources.tables.implausible import impossible_values, suspicious_values
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.lost_thousands import lost_nearby
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.merged_rows import refuse_told_apart
from antq_analysis.sources.tables.other_units import find_others, level_of, lone_headings, other_findings
from antq_analysis.sources.tables.province_rows import province_figures
from antq_analysis.sources.tables.rows import Districts, Kind, Row, read_rows
from antq_analysis.sources.tables.scales import PROBLEMS, refuse_unscaled
from antq_analysis.sources.tables.second_names import second_names
from antq_analysis.sources.tables.settling import settle
from antq_analysis.sources.tables.sheet_district import other_districts
from antq_analysis.sources.tables.sparse_ticks import sparse_ticks
from antq_analysis.sources.tables.title_words import other_province, period_below, title_word_findings
from antq_analysis.sources.tables.titles import title_findings
from antq_analysis.sources.tables.total_findings import Rows, total_findings
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
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading, is_value_word
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Province, Vocabulary

SHOWN_COMMENTS = 8
IGNORED_ROWS = {Kind.BLANK: "blank", Kind.NUMBERING: "column_numbers", Kind.BELOW: "below_table"}


@dataclass(frozen=True)
class Context:
    """What every sheet of a file is read with.

    Parameters
    ----------
    file
        Name of the file, for findings.
    units
        The register of the map.
    aliases
        What a person decided about names.
    vocabulary
        The vocabulary.
    period
        The period that the file reports.
    cells
        What a person decided about figures of the period.
    period_basis
        The reporting window of the form.
    province
        Whose file it is.
    elsewhere
        Gives the units of the other maps of the province.
    stage
        The stage of the file.
    """

    file: str
    units: pd.DataFrame
    aliases: pd.DataFrame | None
    vocabulary: Vocabulary
    period: str
    cells: pd.DataFrame | None = None
    period_basis: str = "unknown"
    province: Province | None = None
    elsewhere: OtherDates | None = None
    stage: str = "final"


@dataclass(frozen=True)
class Table:
    """What one sheet holds.

    Parameters
    ----------
    sheet
        Its name.
    layout
        How it was read.
    columns
        Mapped columns with their place.
    figures
        One for each unit and mapped column.
    printed
        Totals, subtotals and ratios.
    findings
        What was found.
    ledger
        What became of its cells; the cells of figures are not entered yet, because other sheets may contradict them.
    by_decision
        Names that only a decision gave a meaning, as :func:`antq_analysis.sources.tables.units.named_by_decision` says.
    """

    sheet: Sheet
    layout: SheetLayout
    columns: tuple[tuple[int, Column], ...]
    figures: Figures
    printed: tuple[Printed, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    by_decision: frozenset[tuple[str, str]] = frozenset()


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
    heads_below = _further_heads(sheet, header, valued, layout, context)
    districts = Districts(known, layout.district == "heading")
    own_rows = _own_rows(sheet, header, valued, merged, districts, heads_below)
    rows = _as_units(own_rows, layout.level, context.vocabulary)
    if layout.district == "sheet" and (others := [*other_districts(rows, sheet.name, known)]):
        return _of_other_districts(sheet, layout, others, header.unit_column, context.file, ledger)
    named, by_decision, known_names = _name_rows(rows, sheet, layout, places, header, merged, context)
    settled = decisions_of(context.cells, context.file, sheet.name)
    lines = refuse_doubtful_commas(_unit_rows(named, sheet, columns, header.unit_column), columns, sheet.rows)
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
    _enter_heads(ledger, heads_below, len(sheet.rows))
    _enter(ledger, header, rows, named, places, whole)
    findings = (
        *places.findings,
        *_second_table(heads_below, len(sheet.rows), *at),
        *unscaled,
        *decided,
        *more,
        *title_findings(sheet, header.top, context.period, context.file, context.period_basis),
        *_title_words(sheet, header.top, current, context),
        *period_below(sheet, below, context.period, context.file),
        *known_names,
        *_unnamed(rows, *at),
        *_unknown_districts(rows, named, layout, header.unit_column, *at),
        *_foreign(places, sheet, own, *at),
        *_repeated(own, figures.several.values(), columns, header.unit_column, *at),
        *_problems(own, columns, sheet, context.file),
        *lost_nearby(own, columns, sheet.rows, *at),
        *sparse_ticks(figures, columns, {row.unit_code: row.name for row in own}, *at),
        *total_findings(totals, Rows(sheet.rows, columns, figures), *at),
        *totals_without_others(totals, columns, figures, *at),
        *ratio_findings(ratios, *at),
        *impossible_values(current, now, context.vocabulary, *at),
        *suspicious_values(current, now, context.period, *at),
        *_hidden(sheet, own, columns, *at),
        *_commented(sheet, own, columns, *at),
    )
    printed = (*(item.printed for item in totals), *ratios)
    return Table(sheet, layout, columns, figures.with_more(whole), printed, findings, ledger, by_decision)


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
    return named, by_decision, [*all_told, *told_apart]


def _further_heads(
    sheet: Sheet, header: Header, valued: Sequence[int], layout: SheetLayout, context: Context
) -> FurtherHeads:
    return find_further_heads(sheet, header, valued, _is_unit(layout, context))


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


def _enter_heads(ledger: Ledger, below: FurtherHeads, n: int) -> None:
    ledger.whole_rows(sorted(below.repeated), "ignored", "header")
    ledger.whole_rows(range(below.end, n), "refused", "second_table")


def _second_table(below: FurtherHeads, n: int, file: str, sheet: str) -> Iterator[Finding]:
    if below.cell:
        rows = f"{below.end + 1}:{n}"
        values = {"first": str(below.end + 1), "last": str(n)}
        yield Finding(
            "second_table", Severity.ERROR, file, sheet, f"{below.cell}, {rows}", below.written, "", values
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
    covered = float(context.units["unit_code"].isin(units).mean())
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


def _unit_rows(
    named: Sequence[NamedRow], sheet: Sheet, columns: Sequence[tuple[int, Column]], unit_column: int
) -> list[UnitRow]:
    lines = [line for line in named if line.unit_code]
    owner = {line.row.index: line.unit_code for line in lines}
    spoilt = _spoilt(sheet, owner, [place for place, _ in columns], unit_column)
    current = [item for item in columns if not item[1].years_before]
    earlier = [item for item in columns if item[1].years_before]
    # What is printed for another year is no report of this one: an empty tick beside it is no zero.
    told = [
        read_cells(sheet.rows, [line.row.index for line in lines], some, spoilt)
        for some in (current, earlier)
    ]
    readings = [(*now, *before) for now, before in zip(*told, strict=True)]
    return [
        UnitRow(line.row.index, line.unit_code, line.row.name, line.row.group, line.is_part, _own(line, read))
        for line, read in zip(lines, readings, strict=True)
    ]


def _own(line: NamedRow, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    # What only communes can meet or miss is no zero where an organisation leaves it empty.
    if not level_of(line.unit_code, ""):
        return readings
    return tuple(NOT_REPORTED if reading is TICK_EMPTY else reading for reading in readings)


def _spoilt(
    sheet: Sheet, owner: dict[int, str], places: Sequence[int], unit_column: int
) -> dict[tuple[int, int], str]:
    spoilt: dict[tuple[int, int], str] = {}
    for r0, c0, r1, c1 in sheet.merged:
        if r0 >= len(sheet.rows) or c0 >= len(sheet.rows[r0]) or sheet.rows[r0][c0] in ("", None):
            continue
        rows = [row for row in range(r0, min(r1 + 1, len(sheet.rows))) if row in owner]
        across = [place for place in places if c0 <= place <= c1]
        if across and (len({owner[row] for row in rows}) > 1 or (rows and c1 > c0)):
            spoilt |= {(row, place): "merged_value" for row in rows for place in across}
    for row in owner if sheet.struck else ():
        struck = (
            places if (row, unit_column) in sheet.struck else [p for p in places if (row, p) in sheet.struck]
        )
        spoilt |= {(row, p): "struck_value" for p in struck if sheet.rows[row][p] not in ("", None)}
    return spoilt


def _enter(
    ledger: Ledger,
    header: Header,
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    places: ColumnMap,
    whole: Sequence[Figure],
) -> None:
    facts = {cell for figure in whole for cell in figure.cells + figure.repeated}
    ledger.whole_rows(range(header.top), "ignored", "above_table")
    ledger.whole_rows(range(header.top, header.bottom + 1), "ignored", "header")
    for row in rows:
        if row.kind in IGNORED_ROWS:
            ledger.whole_rows([row.index], "ignored", IGNORED_ROWS[row.kind])
        elif any(row.index == index for index, _ in facts):
            ledger.enter_row(row.index, "loaded", "province_row")
            others = [
                (row.index, place) for place in range(len(header.paths)) if (row.index, place) not in facts
            ]
            ledger.enter_cells(others, "ignored", "total_compared")
        elif row.kind in (Kind.TOTAL, Kind.HEADING):
            ledger.whole_rows([row.index], "ignored", f"{row.kind.value}_compared")
        elif row.kind is Kind.UNNAMED:
            fate, reason = ("refused", "no_name") if row.has_values else ("ignored", "words")
            ledger.whole_rows([row.index], fate, reason)
    for line in named:
        if line.unit_code:
            ledger.enter_row(line.row.index, "loaded", "unit")
        else:
            ledger.whole_rows([line.row.index], "refused", "unit_unmatched")
    units = [line.row.index for line in named if line.unit_code]
    for fate, reason, columns in _beside_figures(places, header.unit_column):
        ledger.enter_cells([(row, place) for row in units for place in columns], fate, reason)


def _beside_figures(places: ColumnMap, unit_column: int) -> Iterator[tuple[str, str, list[int]]]:
    yield "refused", "column_not_in_layout", [place for place in places.foreign if place > unit_column]
    yield "ignored", "ratio_compared", [*places.checks]
    for place, reason in places.ignored.items():
        yield "ignored", f"layout: {reason}", [place]
    yield "ignored", "row_label", [unit_column, *(place for place in places.foreign if place < unit_column)]
    if places.district is not None:
        yield "ignored", "district", [places.district]


def _nearest_text(sheet: Sheet, layout: SheetLayout) -> str:
    texts = {
        value
        for cells in sheet.rows[:SEARCHED_ROWS]
        for value in cells
        if isinstance(value, str) and 0 < len(value) < 200
    }
    folded = {fold(text): text for text in sorted(texts)}
    return folded.get(nearest_header(fold(layout.unit_header), folded), "")


def _unnamed(rows: Sequence[Row], file: str, sheet: str) -> Iterator[Finding]:
    for row in rows:
        if row.kind is Kind.UNNAMED and row.has_values:
            yield Finding("row_without_unit", Severity.ERROR, file, sheet, f"{row.index + 1}:{row.index + 1}")


def _unknown_districts(
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    layout: SheetLayout,
    unit_column: int,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    if layout.level != "commune" or layout.district != "heading":
        return
    matched = {line.row.group for line in named if line.unit_code}
    asked = {line.row.group for line in named}
    for row in rows:
        if row.kind is Kind.HEADING and row.group not in matched and (row.group in asked or row.has_values):
            yield Finding(
                "heading_without_units",
                Severity.ERROR,
                file,
                sheet,
                cell_name(row.index, unit_column),
                row.name,
            )


def _foreign(
    places: ColumnMap, sheet: Sheet, own: Sequence[UnitRow], file: str, name: str
) -> Iterator[Finding]:
    for place, path in places.foreign.items():
        values = [sheet.rows[row.row][place] for row in own]
        filled = [value for value in values if value not in ("", None)]
        if not filled:
            continue
        numeric = any(not isinstance(value, str) or _says_value(value) for value in filled)
        severity = Severity.WARNING if numeric else Severity.NOTE
        cells = f"{cell_name(own[0].row, place)}:{cell_name(own[-1].row, place)}"
        rule = "column_not_in_layout" if numeric else "text_not_in_layout"
        yield Finding(rule, severity, file, name, cells, path or "-", values={"n": len(filled)})


def _says_value(text: str) -> bool:
    return any(letter.isdigit() for letter in text) or is_value_word(text)


def _repeated(
    own: Sequence[UnitRow],
    figures: Iterable[Figure],
    columns: Sequence[tuple[int, Column]],
    unit_column: int,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    rows: dict[str, list[UnitRow]] = defaultdict(list)
    for row in own:
        rows[row.unit_code].append(row)
    how: dict[str, set[str]] = defaultdict(set)
    for figure in figures:
        how[figure.unit_code].add(figure.how)
        if figure.how == "conflict":
            cells = ", ".join(cell_name(*cell) for cell in figure.cells)
            values = {"name": rows[figure.unit_code][0].name, "header": columns[figure.position][1].header}
            yield Finding(
                "conflict", Severity.ERROR, file, sheet, cells, written(figure.reading), values=values
            )
    for code, lines in rows.items():
        if len(lines) > 1:
            cells = ", ".join(cell_name(line.row, unit_column) for line in lines)
            rule = next(
                (name for name in ("part_rows_added", "duplicate") if name in how[code]), "rows_combined"
            )
            if rule == "duplicate":
                rule = "duplicate_rows"
            if not how[code] <= {"conflict", "decided"}:
                yield Finding(
                    rule, Severity.WARNING, file, sheet, cells, lines[0].name, values={"n": len(lines)}
                )


def _merged_with(sheet: Sheet, row: int, place: int) -> str:
    """Name the whole area of a merged cell: all of it is refused."""
    r0, c0, r1, c1 = next(m for m in sheet.merged if m[0] <= row <= m[2] and m[1] <= place <= m[3])
    return f"{cell_name(r0, c0)}:{cell_name(r1, c1)}"


def _problems(
    own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], sheet: Sheet, file: str
) -> Iterator[Finding]:
    for position, (place, column) in enumerate(columns):
        for row in own:
            reading = row.readings[position]
            if not reading.problem or reading.problem in PROBLEMS:
                continue
            if reading.problem == "merged_value" and not reading.value_text:
                continue
            values = {"header": column.header, "name": row.name, "proposal": reading.proposal or "-"}
            cell = cell_name(row.row, place)
            if reading.problem == "merged_value":
                cell = _merged_with(sheet, row.row, place)
            yield Finding(
                reading.problem,
                Severity.ERROR,
                file,
                sheet.name,
                cell,
                written(reading),
                reading.proposal,
                values,
            )


def _hidden(
    sheet: Sheet, own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, name: str
) -> Iterator[Finding]:
    rows = [row.row for row in own if row.row in sheet.hidden_rows]
    places = [place for place, _ in columns if place in sheet.hidden_columns]
    if sheet.hidden or rows or places:
        values = {"rows": len(rows), "columns": len(places)}
        yield Finding("hidden_read", Severity.NOTE, file, name, values=values)


def _commented(
    sheet: Sheet, own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, name: str
) -> Iterator[Finding]:
    # What a comment says may be about persons: only where it stands is told.
    cells = [
        cell_name(row.row, place) for row in own for place, _ in columns if (row.row, place) in sheet.comments
    ]
    if cells:
        shown = ", ".join(cells[:SHOWN_COMMENTS]) + (", …" if len(cells) > SHOWN_COMMENTS else "")
        yield Finding("figure_commented", Severity.WARNING, file, name, shown, values={"n": len(cells)})
