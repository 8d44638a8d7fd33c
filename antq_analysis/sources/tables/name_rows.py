"""The unit of each row of a table, found by its name, its code or a decision, and the groups that its totals sum."""

from collections.abc import Sequence

from antq_analysis.findings import Finding
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.header import Header, label
from antq_analysis.sources.forms.layout import SheetLayout
from antq_analysis.sources.tables.code_column import Codes, compare_codes
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.district_groups import group_by_district
from antq_analysis.sources.tables.district_sums import refuse_district_sums
from antq_analysis.sources.tables.district_table import district_table
from antq_analysis.sources.tables.merged_rows import refuse_told_apart
from antq_analysis.sources.tables.nameless_rows import refuse_above_nameless
from antq_analysis.sources.tables.other_units import find_others, other_findings, other_words
from antq_analysis.sources.tables.row_kinds import Kind, Row
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
from antq_analysis.sources.workbooks.workbook import Sheet


def name_rows(
    rows: Sequence[Row],
    sheet: Sheet,
    layout: SheetLayout,
    places: ColumnMap,
    header: Header,
    context: Context,
) -> tuple[list[NamedRow], frozenset[tuple[str, str]], list[Finding]]:
    """Find the unit of each row by its name, its code, or words that say it is none.

    Parameters
    ----------
    rows
        The rows of a table.
    sheet
        The sheet.
    layout
        How it is read.
    places
        What each column is.
    header
        The head of the table.
    context
        Register, decisions, vocabulary.

    Returns
    -------
    tuple
        The rows that name a unit or should, the decisions that were needed, and what was found.
    """
    merged = merged_names(sheet, header.unit_column, header.bottom + 1)
    register = register_for(layout.level, context.units)
    names = Names(register, context.aliases, context.elsewhere if layout.level == "commune" else None)
    words = context.vocabulary.other_units
    named, found = find_units(
        rows, sheet, layout, places.district, names, merged, lambda name: other_words(name, words) is not None
    )
    coded: list[Finding] = []
    at = header.unit_column
    if places.code is not None:
        codes = Codes(register, context.elsewhere)
        named, found, coded = compare_codes(named, found, sheet, places.code, codes, (context.file, at))
    if layout.level == "commune":
        named, found = find_others(named, found, register, words, known_districts(context.units))
    told = name_findings(named, found, register, context.file, sheet.name, at)
    if layout.level == "district":
        told = district_table(named, told, register, context.file, sheet.name, at)
    former = former_districts(named, found, names, context.file, sheet.name, at)
    all_told = [*told, *former, *coded, *other_findings(named, context.file, sheet.name, at)]
    by_decision = named_by_decision(named, found)
    named, told_apart = refuse_told_apart(named, sheet, at, places, context.file)
    if layout.axis == "columns":
        named, nameless = refuse_above_nameless(rows, named, sheet, at, places.read, context.file)
        told_apart += nameless
    if layout.level == "commune":
        where = (context.file, at)
        named, sums = refuse_district_sums(named, sheet, places, context.units, by_decision, where)
        told_apart += sums
    return named, by_decision, [*all_told, *told_apart]


def in_groups(
    rows: list[Row],
    named: list[NamedRow],
    sheet: Sheet,
    layout: SheetLayout,
    places: ColumnMap,
    context: Context,
) -> tuple[list[Row], list[NamedRow]]:
    """Give the rows of each district one group, where communes stand in districts and totals need it.

    Parameters
    ----------
    rows
        The rows of a table.
    named
        Those that name a unit, or should.
    sheet
        The sheet.
    layout
        How it is read.
    places
        What each column is.
    context
        The register.

    Returns
    -------
    tuple
        Both with the groups that totals sum.
    """
    if layout.level != "commune" or layout.district == "sheet":
        return rows, named
    homes = dict(zip(context.units["unit_code"], context.units["district_name"], strict=True))
    beside = _beside(rows, sheet, places.district)
    return group_by_district(rows, named, homes, by_column=layout.district == "column", beside=beside)


def _beside(rows: Sequence[Row], sheet: Sheet, column: int | None) -> dict[int, str]:
    """Give the district that stands beside each total."""
    totals = [row.index for row in rows if row.kind is Kind.TOTAL]
    return {} if column is None else {row: label(sheet.rows[row][column]) for row in totals}
