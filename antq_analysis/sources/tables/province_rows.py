"""A figure printed for the whole province is a fact where no lower row carries its indicator; else it is compared."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import Figure, read_scaled
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import of_province
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.workbooks.marks import Raw, cell_name

RULE = "province_row"
PREFIX = "province:"
"""Before the code of the province, as long as figures of several levels stand together."""

READ = frozenset({"count", "number", "percent", "tick"})
COVERED = 1.0
"""Only a sheet with all communes of the map speaks of the province where its total does not say so."""


def province_figures(
    rows: Sequence[Row],
    cells: Sequence[Sequence[Raw]],
    columns: Sequence[tuple[int, Column]],
    figures: Figures,
    refused: Sequence[Row],
    *,
    code: str,
    covered: float,
) -> list[Figure]:
    """Read the total of each column in which no commune has a figure.

    What an organisation or police post has in it is part of the total.

    A total of nothing is no figure: where communes are empty, 0 is what a formula shows. Totals that differ, that
    cannot be read, or that may be those of a district stay with the comparison.

    Parameters
    ----------
    rows
        The rows under the head.
    cells
        All cells of the sheet.
    columns
        Mapped columns with their place.
    figures
        What was read from the rows of units.
    refused
        Rows of units that were not read.
    code
        Code of the province; empty where it is not known.
    covered
        Share of the communes of the map that have a row.

    Returns
    -------
    list of Figure
        One for each such column; its unit is ``PREFIX`` and the code.
    """
    wide = covered >= COVERED
    last = max((row.index for row in rows if row.kind is Kind.TOTAL), default=-1)
    totals = [
        row
        for row in rows
        if row.kind is Kind.TOTAL
        and (
            of_province(row.name)
            or (wide and (row.scope == "sheet" or (row.scope == "either" and row.index == last)))
        )
    ]
    if not code or not totals:
        return []
    is_commune = figures.where_unit(lambda unit: not level_of(unit, ""))
    spoken = is_commune & figures.where(lambda reading: reading.status != "not_reported")
    told = set(figures.numbers["position"][spoken].tolist())
    others: dict[int, float] = defaultdict(float)
    reported = figures.where(lambda reading: reading.status == "reported")
    for figure in figures.chosen(reported & ~figures.at_positions(told)):
        others[figure.position] += figure.reading.value
    found = []
    for position, (place, column) in enumerate(columns):
        lost = any(cells[row.index][place] not in ("", None) for row in refused)
        own = [row.index for row in totals if cells[row.index][place] not in ("", None)]
        if position in told or lost or not own or column.reads not in READ:
            continue
        reads = "count" if column.reads == "tick" else column.reads
        readings = [read_scaled(cells[row][place], reads, column.scale) for row in own]
        # A sum of nothing but organisations is what a formula shows where the communes are empty.
        if any(one.status != "reported" or one.problem or one.value <= others[position] for one in readings):
            continue
        if len({(one.value, one.comparator) for one in readings}) == 1:
            places = tuple((row, place) for row in own)
            found.append(Figure(PREFIX + code, position, _marked(readings[0]), places[:1], -1, places[1:]))
    return found


def _marked(reading: Reading) -> Reading:
    return replace(reading, rule=";".join(part for part in (reading.rule, RULE) if part))


def is_province(unit_code: str) -> bool:
    """Tell whether a figure is that of the whole province.

    Parameters
    ----------
    unit_code
        Its unit.

    Returns
    -------
    bool
        True for what :func:`province_figures` made.
    """
    return unit_code.startswith(PREFIX)


def province_findings(
    figures: Sequence[tuple[str, Figure, Column]], known: Collection[tuple[str, str, str, int]], file: str
) -> Iterator[Finding]:
    """Report the totals that count as figures of the province, and those that other sheets take the place of.

    Parameters
    ----------
    figures
        Sheet, figure and column of each.
    known
        Indicator, category, basis and years before the period of which units of any sheet have figures.
    file
        The file.

    Yields
    ------
    Finding
        For each sheet at most one note of each kind.
    """
    grouped: dict[tuple[str, str], list[tuple[Figure, Column]]] = defaultdict(list)
    for sheet, figure, column in figures:
        lower = (column.indicator, column.category, column.basis, column.years_before) in known
        grouped[sheet, "province_row_left" if lower else RULE].append((figure, column))
    for (sheet, rule), own in grouped.items():
        cells = ", ".join(cell_name(*cell) for figure, _ in own for cell in figure.cells)
        values = {"n": len(own), "headers": "; ".join(column.header for _, column in own)}
        yield Finding(rule, Severity.NOTE, file, sheet, cells, values=values)
