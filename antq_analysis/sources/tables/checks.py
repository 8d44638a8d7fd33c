"""What is printed is compared with what it should be: totals, subtotals, printed rates; and values that cannot be."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import Percent
from antq_analysis.observations import period_bounds
from antq_analysis.sources.forms.layout import Check, Column
from antq_analysis.sources.tables.cells import Figure, read_scaled
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.rows import Kind, Row
from antq_analysis.sources.tables.values import Reading, read_value
from antq_analysis.sources.workbooks.marks import Percentage, Raw, cell_name
from antq_analysis.vocabulary import Vocabulary

LARGEST_COUNT = 1e12
"""No count of a commune comes near it; a telephone number or two figures run together do."""
SUMMED = frozenset({"sum", "flags"})
_Unit = TypeVar("_Unit")


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


@dataclass(frozen=True)
class _Sum:
    value: float
    unknown: int
    count: int


def compare_totals(
    rows: Sequence[Row],
    cells: Sequence[Sequence[Raw]],
    columns: Sequence[tuple[int, Column]],
    figures: Sequence[Figure],
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
    others = {code for code in {one.unit_code for one in figures} if level_of(code, "")}
    everyone = _sums(figures)
    communes = _sums([one for one in figures if one.unit_code not in others]) if others else everyone
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
            reading = read_scaled(raw, "count" if column.reads == "tick" else column.reads, column.scale)
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
            kind = "subtotal" if row.kind is Kind.HEADING or (row.group and scope[1] != -1) else "total"
            agrees = _same(reading.value / unit, fits.value / unit)
            name = cell_name(row.index, place)
            about = (column.indicator, column.category, column.basis)
            printed = Printed(kind, name, row.name, *about, reading.value, fits.value, agrees)
            found.append(Compared(printed, fits.unknown, reading.problem, position, scope[1]))
    return found


def _sums(figures: Sequence[Figure]) -> Mapping[tuple[int, int], _Sum]:
    readings: dict[tuple[int, int], list[Reading]] = defaultdict(list)
    for figure in figures:
        readings[figure.position, figure.group].append(figure.reading)
    sums = {key: _sum(own) for key, own in readings.items()}
    sheet: dict[int, list[Reading]] = defaultdict(list)
    for (position, _), own in readings.items():
        sheet[position] += own
    return sums | {(position, -1): _sum(own) for position, own in sheet.items()}


def _sum(readings: Sequence[Reading]) -> _Sum:
    # The same few readings stand in many cells: each is looked at once.
    times = Counter(map(id, readings))
    known = {id(reading): reading for reading in readings}
    value = math.fsum(
        known[one].value for one, n in times.items() if known[one].status == "reported" for _ in range(n)
    )
    unknown = sum(
        n
        for one, n in times.items()
        if known[one].status not in ("reported", "not_applicable") or known[one].comparator != "exact"
    )
    return _Sum(value, unknown, len(readings))


def _scope(sums: Mapping[tuple[int, int], _Sum], key: tuple[int, int], lost: Sequence[int]) -> _Sum:
    known = sums.get(key, _Sum(0.0, 0, 0))
    return replace(known, unknown=known.unknown + sum(key[1] in (-1, group) for group in lost))


def _scopes(row: Row, position: int, last: int) -> list[tuple[int, int]]:
    group, sheet = (position, row.group), (position, -1)
    if row.kind is Kind.HEADING or row.scope == "group":
        return [group]
    if row.scope == "sheet" or not row.group:
        return [sheet]
    return [sheet, group] if row.index == last else [group, sheet]


def _same(written: float, expected: float) -> bool:
    # Sums of measured quantities agree when they agree in the digits that were printed; counts agree exactly.
    tolerance = 10.0 ** -_decimals(written) / 2 if _decimals(written) else 0.0
    return math.isclose(written, expected, rel_tol=0, abs_tol=tolerance + 1e-6)


def _decimals(number: float) -> int:
    if not math.isfinite(number):
        return 0
    return len(f"{number:.6f}".rstrip("0").partition(".")[2])


def totals_without_others(
    compared: Sequence[Compared],
    columns: Sequence[tuple[int, Column]],
    figures: Sequence[Figure],
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
    others = {code for code in {one.unit_code for one in figures} if level_of(code, "")}
    if not others:
        return
    everyone = _sums(figures)
    beside = _sums([one for one in figures if one.unit_code in others])
    cells, headers = [], []
    for position, (_, column) in enumerate(columns):
        about = (column.indicator, column.category, column.basis)
        totals = [item.printed for item in compared if item.printed.kind == "total"]
        own = [one for one in totals if (one.indicator, one.category, one.basis) == about]
        if not own or not beside.get((position, -1), _Sum(0.0, 0, 0)).value:
            continue
        if all(one.agrees and not _same(one.written, everyone[position, -1].value) for one in own):
            cells += [one.cell for one in own]
            headers.append(column.header)
    if cells:
        values = {"n": len(headers), "headers": "; ".join(headers)}
        yield Finding("total_of_communes", Severity.WARNING, file, sheet, ", ".join(cells), values=values)


def compare_ratios(
    checks: Mapping[int, Check],
    cells: Sequence[Sequence[Raw]],
    columns: Sequence[tuple[int, Column]],
    figures: Sequence[Figure],
) -> list[Printed]:
    """Compare each printed ratio with its own row's numerator and denominator.

    Parameters
    ----------
    checks
        Columns of printed ratios.
    cells
        All cells of the sheet.
    columns
        Mapped columns with their place.
    figures
        What was read; only rows that stand alone for their unit are compared.

    Returns
    -------
    list of Printed
        Ratios in percent, with as many decimals as were printed.
    """
    rows: dict[int, dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if len(figure.cells) == 1 and not columns[figure.position][1].category:
            rows[figure.cells[0][0]].setdefault(columns[figure.position][1].indicator, figure)
    found = []
    for place, check in checks.items():
        for row, own in rows.items():
            raw = cells[row][place]
            parts = [own[name].reading for name in (check.numerator, check.denominator) if name in own]
            if raw in ("", None) or len(parts) < 2 or any(part.status != "reported" for part in parts):
                continue
            expected = 100 * parts[0].value / parts[1].value if parts[1].value else math.nan
            written, decimals = _printed_percent(raw, expected)
            agrees = _agrees(written, expected, decimals)
            basis = next(column.basis for _, column in columns if column.indicator == check.numerator)
            found.append(
                Printed(
                    "ratio",
                    cell_name(row, place),
                    check.header,
                    check.numerator,
                    "",
                    basis,
                    written,
                    expected,
                    agrees,
                )
            )
    return found


def _printed_percent(raw: Raw, expected: float) -> tuple[float, int]:
    if isinstance(raw, Percentage):
        return raw.percent, 9
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        value = float(raw)
        # A formula without a percent format prints 0.837 for 83,7%: of the two readings the nearer one is meant.
        if 0 < value <= 1 and abs(value * 100 - expected) < abs(value - expected):
            value *= 100
        return value, _decimals(value) if _decimals(value) < 6 else 9
    reading = read_value(raw, "percent")
    return reading.value, _decimals(reading.value)


def _agrees(written: float, expected: float, decimals: int) -> bool:
    if math.isnan(expected):
        return written == 0 or math.isnan(written)
    if decimals >= 9:
        # A percent format shows fewer digits than the cell holds; half a tenth is what the reader of the sheet can see.
        return abs(written - expected) <= 0.05 + 1e-9
    return abs(written - expected) <= 10.0**-decimals / 2 + 1e-9


def ratio_findings(compared: Sequence[Printed], file: str, sheet: str) -> Iterator[Finding]:
    """Report printed ratios that do not agree with their parts.

    Parameters
    ----------
    compared
        As :func:`compare_ratios` returns them.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One warning each: the ratio is not loaded, its parts are.
    """
    for printed in compared:
        if not printed.agrees:
            written = "?" if math.isnan(printed.written) else Percent(printed.written)
            expected = "-" if math.isnan(printed.expected) else Percent(round(printed.expected, 1))
            yield Finding(
                "ratio_differs",
                Severity.WARNING,
                file,
                sheet,
                printed.cell,
                written,
                expected,
                {"label": printed.label},
            )


def whole_of(indicator: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """List the indicators that an indicator can never exceed.

    A part counts the same things as its whole, and its whole is a base, or both are stocks. A flow over a flow may
    exceed it: cases cleared include cases of earlier years.

    Parameters
    ----------
    indicator
        Identifier of the part.
    vocabulary
        The vocabulary.

    Returns
    -------
    tuple of str
        Identifiers of wholes.
    """
    part = vocabulary.indicator(indicator)
    wholes = [vocabulary.indicator(name) for name in part.denominators]
    return tuple(
        whole.id
        for whole in wholes
        if whole.unit_vi == part.unit_vi
        and part.kind in ("stock", "flow")
        and (whole.kind == "base" or whole.kind == part.kind == "stock")
    )


def above_whole(
    values: Mapping[str, Mapping[_Unit, float]], vocabulary: Vocabulary
) -> Iterator[tuple[str, str, _Unit]]:
    """Find parts that exceed their whole.

    Parameters
    ----------
    values
        For each indicator its figures, by whatever tells one unit from another.
    vocabulary
        Says which indicator is part of which.

    Yields
    ------
    tuple
        Part, whole and unit.
    """
    for part, own in values.items():
        for whole in whole_of(part, vocabulary):
            of = values.get(whole, {})
            yield from ((part, whole, unit) for unit, value in own.items() if value > of.get(unit, math.inf))


def impossible_values(
    columns: Sequence[tuple[int, Column]],
    figures: Sequence[Figure],
    vocabulary: Vocabulary,
    file: str,
    sheet: str,
) -> Iterator[Finding]:
    """Report figures that contradict each other within one unit.

    Parameters
    ----------
    columns
        Mapped columns with their place.
    figures
        What was read.
    vocabulary
        Says which indicator is part of which.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One error for each part that exceeds its whole.
    """
    told: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        column = columns[figure.position][1]
        if figure.reading.status == "reported" and not column.category:
            told[column.indicator].setdefault(figure.unit_code, figure)
    numbers = {name: {code: one.reading.value for code, one in own.items()} for name, own in told.items()}
    for part, whole, code in above_whole(numbers, vocabulary):
        pair = (told[part][code], told[whole][code])
        cells = [cell_name(*item.cells[0]) for item in pair]
        part_value, whole_value = (item.reading.value for item in pair)
        place = (file, sheet, cells[0])
        values = {"whole_cell": cells[1]}
        yield Finding("part_above_whole", Severity.ERROR, *place, part_value, whole_value, values)


def suspicious_values(
    columns: Sequence[tuple[int, Column]], figures: Sequence[Figure], period: str, file: str, sheet: str
) -> Iterator[Finding]:
    """Report figures that are probably no figures: a year in a column of counts, a percentage above 100.

    Parameters
    ----------
    columns
        Mapped columns with their place.
    figures
        What was read.
    period
        The period; its years are compared with the counts.
    file, sheet
        Where.

    Yields
    ------
    Finding
        One warning each; the figure is read all the same. What a person decided is not doubted again.
    """
    first, last = period_bounds(period)
    for figure in figures:
        if figure.reading.rule == "decided":
            continue
        column, value = columns[figure.position][1], figure.reading.value
        counted = column.reads == "count" and (value > LARGEST_COUNT or first.year <= value <= last.year)
        if figure.reading.status == "reported" and (counted or (column.reads == "percent" and value > 100)):
            cell = cell_name(*figure.cells[0])
            written = str(int(value)) if value == int(value) else value
            yield Finding(
                "suspicious_value",
                Severity.WARNING,
                file,
                sheet,
                cell,
                written,
                values={"header": column.header},
            )
