"""The account of a sheet: what becomes of each of its rows and cells, those of figures excepted."""

from collections.abc import Iterator, Sequence

from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.further_heads import FurtherHeads
from antq_analysis.sources.forms.header import Header
from antq_analysis.sources.tables.cells import Figure
from antq_analysis.sources.tables.ledger import Ledger
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.units import NamedRow

IGNORED_ROWS = {
    Kind.BLANK: "blank",
    Kind.NUMBERING: "column_numbers",
    Kind.COMPUTED: "computed_row",
    Kind.BELOW: "below_table",
}


def enter_heads(ledger: Ledger, below: FurtherHeads, n: int) -> None:
    """Enter heads that are repeated, and what stands below a second head.

    Parameters
    ----------
    ledger
        The account of the sheet.
    below
        The further heads.
    n
        Rows of the sheet.
    """
    ledger.whole_rows(sorted(below.repeated), "ignored", "header")
    ledger.whole_rows(range(below.end, n), "refused", below.rule)


def enter_rows(
    ledger: Ledger,
    header: Header,
    rows: Sequence[Row],
    named: Sequence[NamedRow],
    places: ColumnMap,
    whole: Sequence[Figure],
) -> None:
    """Enter the rows of a table, and the cells beside the figures of its units.

    Parameters
    ----------
    ledger
        The account of the sheet.
    header
        The head.
    rows
        Rows below it.
    named
        Those that name a unit, or should.
    places
        What each column is.
    whole
        Figures of the whole province, whose cells are loaded.
    """
    facts = {cell for figure in whole for cell in figure.cells + figure.repeated}
    spoken = {index for index, _ in facts}
    ledger.whole_rows(range(header.top), "ignored", "above_table")
    ledger.whole_rows(range(header.top, header.bottom + 1), "ignored", "header")
    for row in rows:
        if row.kind in IGNORED_ROWS:
            ledger.whole_rows([row.index], "ignored", IGNORED_ROWS[row.kind])
        elif row.index in spoken:
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
