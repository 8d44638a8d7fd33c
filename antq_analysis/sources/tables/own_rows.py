"""Which rows are a table's own: where it ends, what is repeated or belongs to other words, and what each row is."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.further_heads import FurtherHeads, find_further_heads
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.forms.layout import Column, SheetLayout
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.tables.computed_rows import tell_computed
from antq_analysis.sources.tables.context import Context
from antq_analysis.sources.tables.other_units import lone_headings
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.rows import Districts, read_rows
from antq_analysis.sources.tables.units import known_districts, merged_names
from antq_analysis.sources.tables.words_between import Expected, end_at_other_words
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary


def unit_test(layout: SheetLayout, context: Context) -> Callable[[str], bool]:
    """Give the test whether a text names a unit of the level of a sheet.

    Parameters
    ----------
    layout
        How the sheet is read.
    context
        Its register.

    Returns
    -------
    callable
        Tells it of the text of a name cell.
    """
    names = cache(lambda: names_of(context.units))

    def is_unit(text: str) -> bool:
        return names().is_commune(text) if layout.level == "commune" else names().is_district(text)

    return is_unit


def heads_below(
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    layout: SheetLayout,
    context: Context,
    columns: Sequence[tuple[int, Column]],
) -> FurtherHeads:
    """Find the heads below that of a table, and where words between its rows end it.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table.
    valued
        Columns whose figures are read or compared.
    layout
        How the sheet is read.
    context
        Register, period and vocabulary.
    columns
        Mapped columns of the period with their place.

    Returns
    -------
    FurtherHeads
        Repeated rows, and the end of the table.
    """
    is_unit = unit_test(layout, context)
    heads = find_further_heads(sheet, header, valued, is_unit)
    expected = Expected(context.period, context.stage, columns, context.vocabulary)
    return end_at_other_words(heads, sheet, header, valued, is_unit, expected)


def own_rows(
    sheet: Sheet,
    header: Header,
    valued: Sequence[int],
    below: FurtherHeads,
    layout: SheetLayout,
    context: Context,
) -> list[Row]:
    """Tell what each row of a table is.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table.
    valued
        Columns whose figures are read or compared.
    below
        The heads below it, which are none of its rows.
    layout
        How the sheet is read.
    context
        Register and vocabulary.

    Returns
    -------
    list of Row
        In the order of the sheet.
    """
    is_of_communes = layout.level == "commune"
    known = known_districts(context.units) if is_of_communes else frozenset()
    districts = Districts(known, layout.district == "heading")
    merged = merged_names(sheet, header.unit_column, header.bottom + 1)
    cells, first = _without_heads(sheet, below), header.bottom + 1
    rows = read_rows(cells, first, header.unit_column, valued, names=merged, districts=districts)
    own = [row for row in rows if row.index not in below.repeated]
    own = tell_computed(own, sheet.rows, header.unit_column, unit_test(layout, context))
    return _as_units(own, layout.level, context.vocabulary)


def rows_below(rows: Sequence[Row], heads: FurtherHeads) -> range:
    """Give the rows below the last that may hold a figure.

    Parameters
    ----------
    rows
        The rows of a table.
    heads
        The heads below it.

    Returns
    -------
    range
        Up to the end of the table.
    """
    last = max((row.index for row in rows if row.has_values), default=heads.end - 1)
    return range(last + 1, heads.end)


def second_table(below: FurtherHeads, n: int, file: str, sheet: str) -> Iterator[Finding]:
    """Tell where a table ends because something else begins.

    Parameters
    ----------
    below
        The heads below it.
    n
        Rows of the sheet.
    file, sheet
        For findings.

    Yields
    ------
    Finding
        At most one error.
    """
    if below.cell:
        rows = f"{below.end + 1}:{n}"
        values = {"first": str(below.end + 1), "last": str(n)}
        yield Finding(
            below.rule, Severity.ERROR, file, sheet, f"{below.cell}, {rows}", below.written, "", values
        )


def _without_heads(sheet: Sheet, below: FurtherHeads) -> Sequence[Sequence[Raw]]:
    if not below.repeated and below.end == len(sheet.rows):
        return sheet.rows
    blank = ("",) * len(sheet.rows[0])
    return [blank if row in below.repeated else cells for row, cells in enumerate(sheet.rows[: below.end])]


def _as_units(rows: Sequence[Row], level: str, vocabulary: Vocabulary) -> list[Row]:
    if level == "commune":
        return lone_headings(rows, vocabulary.other_units)
    return [_as_unit(row) for row in rows]


def _as_unit(row: Row) -> Row:
    # In a table of districts the rows that look like headings are the units.
    if row.kind is not Kind.HEADING:
        return row
    return Row(row.index, Kind.NAMED, row.name, "", 0, row.has_values)
