"""What is printed as a total or subtotal is compared with the sum of its rows."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.beside_numbers import as_total
from antq_analysis.sources.tables.cells import read_scaled
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.sums import NOTHING, WHOLE_SHEET, Sum, sum_figures
from antq_analysis.sources.workbooks.marks import Outdated, Raw, cell_name
from antq_analysis.vocabulary import Vocabulary

SUMMED = frozenset({"sum", "flags"})


@dataclass(frozen=True)
class Printed:
    """A printed total, subtotal or ratio: compared, never loaded.

    Parameters
    ----------
    kind
        ``total``, ``subtotal`` or ``ratio``.
    cell
        Where it stands.
    label
        The words of its row.
    indicator, category, basis
        What it is about; for a ratio its numerator.
    written
        What stands there; NaN where it cannot be read.
    expected
        What it should be by the rows above; NaN where they do not tell.
    agrees
        Whether both are the same.
    years_before
        How many years before the period of the file its column reports.
    """

    kind: str
    cell: str
    label: str
    indicator: str
    category: str
    basis: str
    written: float
    expected: float
    agrees: bool
    years_before: int = 0


@dataclass(frozen=True)
class Compared:
    """A printed total beside the rows that it should be the sum of.

    Parameters
    ----------
    printed
        What is printed, and what it should be.
    unknown
        How many of its rows have no known figure.
    problem
        Why the printed total cannot be read; or empty.
    position
        Which mapped column, counted from 0.
    group
        Number of the heading whose rows it sums; -1 for the whole sheet.
    """

    printed: Printed
    unknown: int
    problem: str
    position: int
    group: int


def compare_totals(
    rows: Sequence[Row],
    cells: Sequence[Sequence[Raw]],
    columns: Sequence[tuple[int, Column]],
    figures: Figures,
    vocabulary: Vocabulary,
    refused: Sequence[Row] = (),
) -> list[Compared]:
    """Compare each printed total and subtotal with the sum of its rows.

    A total whose words do not tell its scope may equal the sum of its group or of the whole sheet. Indicators that
    do not add up over units, such as distinct model types, are not compared. Organisations, police posts and the like
    count; a total may also be that of the communes alone.

    Parameters
    ----------
    rows
        The rows under the head.
    cells
        All cells of the sheet.
    columns
        Mapped columns with their place.
    figures
        What was read.
    vocabulary
        Says how indicators add up.
    refused
        Rows of units that were not read; where they hold anything, the sums lack it.

    Returns
    -------
    list of Compared
        In the order of the columns.
    """
    others = figures.where_unit(_is_other)
    everyone = sum_figures(figures)
    communes = sum_figures(figures.chosen(~others)) if others.any() else everyone
    ends = [row for row in rows if row.kind in (Kind.TOTAL, Kind.HEADING)]
    last = max((row.index for row in rows if row.kind is Kind.TOTAL), default=-1)
    found = []
    for position, (place, column) in enumerate(columns):
        if vocabulary.indicator(column.indicator).adds_up not in SUMMED or column.rule:
            continue
        for row in ends:
            raw = cells[row.index][place]
            if raw in ("", None):
                continue
            if isinstance(raw, Outdated):
                raw = float(raw)
            reading = read_scaled(raw, "count" if column.reads == "tick" else column.reads, column.scale)
            reading = as_total(reading, "count" if column.reads == "tick" else column.reads, column.scale)
            unit = column.scale or 1.0
            lost = [line.group for line in refused if cells[line.index][place] not in ("", None)]
            scopes = {
                (*key, number): _scope(sums, key, lost)
                for number, sums in enumerate((everyone, communes))
                for key in _scopes(row, position, last)
            }
            like = (key for key, scope in scopes.items() if _same(reading.value / unit, scope.value / unit))
            scope = next(like, next(iter(scopes)))
            fits = scopes[scope]
            kind = (
                "subtotal" if row.kind is Kind.HEADING or (row.group and scope[1] != WHOLE_SHEET) else "total"
            )
            agrees = _same(reading.value / unit, fits.value / unit)
            name = cell_name(row.index, place)
            about = (column.indicator, column.category, column.basis)
            values = (reading.value, fits.value, agrees)
            printed = Printed(kind, name, row.name, *about, *values, years_before=column.years_before)
            found.append(Compared(printed, fits.unknown, reading.problem, position, scope[1]))
    return found


def _is_other(unit_code: str) -> bool:
    return bool(level_of(unit_code, ""))


def _scope(sums: Mapping[tuple[int, int], Sum], key: tuple[int, int], lost: Sequence[int]) -> Sum:
    known = sums.get(key, NOTHING)
    return replace(known, unknown=known.unknown + sum(key[1] in (WHOLE_SHEET, group) for group in lost))


def _scopes(row: Row, position: int, last: int) -> list[tuple[int, int]]:
    group, sheet = (position, row.group), (position, WHOLE_SHEET)
    if row.kind is Kind.HEADING or row.scope == "group":
        return [group]
    if row.scope == "sheet" or not row.group:
        return [sheet]
    return [sheet, group] if row.index == last else [group, sheet]


def _same(written: float, expected: float) -> bool:
    # Sums of measured quantities agree when they agree in the digits that were printed; counts agree exactly.
    tolerance = 10.0 ** -decimals_of(written) / 2 if decimals_of(written) else 0.0
    return math.isclose(written, expected, rel_tol=0, abs_tol=tolerance + 1e-6)


def decimals_of(number: float) -> int:
    """Count the digits after the comma of a number that was read.

    Parameters
    ----------
    number
        The number.

    Returns
    -------
    int
        At most six; 0 for what is no number.

    Examples
    --------
    >>> decimals_of(83.7), decimals_of(2.0)
    (1, 0)
    """
    if not math.isfinite(number):
        return 0
    return len(f"{number:.6f}".rstrip("0").partition(".")[2])


def totals_without_others(
    compared: Sequence[Compared],
    columns: Sequence[tuple[int, Column]],
    figures: Figures,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Report columns whose printed total leaves out what organisations and the like report.

    Parameters
    ----------
    compared
        As :func:`compare_totals` returns them.
    columns
        Mapped columns with their place.
    figures
        What was read.
    file, sheet
        Where.

    Yields
    ------
    Finding
        At most one warning: the sender does not count these rows, our totals do.
    """
    others = figures.where_unit(_is_other)
    if not others.any():
        return
    everyone, beside = sum_figures(figures), sum_figures(figures.chosen(others))
    cells, headers = [], []
    for position, (_, column) in enumerate(columns):
        about = (column.indicator, column.category, column.basis)
        totals = [item.printed for item in compared if item.printed.kind == "total"]
        own = [one for one in totals if (one.indicator, one.category, one.basis) == about]
        if not own or not beside.get((position, WHOLE_SHEET), NOTHING).value:
            continue
        if all(one.agrees and not _same(one.written, everyone[position, WHOLE_SHEET].value) for one in own):
            cells += [one.cell for one in own]
            headers.append(column.header)
    if cells:
        values = {"n": len(headers), "headers": "; ".join(headers)}
        yield Finding("total_of_communes", Severity.WARNING, file, sheet, ", ".join(cells), values=values)
