"""What is printed as a rate is compared with the two figures of its row."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import Percent, parse_number
from antq_analysis.sources.forms.layout import Check, Column
from antq_analysis.sources.tables.cells import Figure
from antq_analysis.sources.tables.checks import Printed, decimals_of
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.marks import Percentage, Raw, cell_name


def compare_ratios(
    checks: Mapping[int, Check],
    cells: Sequence[Sequence[Raw]],
    columns: Sequence[tuple[int, Column]],
    figures: Figures,
    plans: Mapping[str, int],
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
    plans
        Columns of plans, which a rate may be one of, by their header.

    Returns
    -------
    list of Printed
        Ratios in percent, with as many decimals as were printed.
    """
    parts_of = {name for check in checks.values() for name in (check.numerator, check.denominator)}
    wanted = [
        position
        for position, (_, column) in enumerate(columns)
        if column.indicator in parts_of and not column.category
    ]
    rows: dict[int, dict[str, Figure]] = defaultdict(dict)
    for figure in figures.chosen(figures.at_positions(wanted)):
        if len(figure.cells) == 1:
            rows[figure.cells[0][0]].setdefault(columns[figure.position][1].indicator, figure)
    found = []
    for place, check in checks.items():
        basis = next((column.basis for _, column in columns if column.indicator == check.numerator), "")
        about = (check.header, check.numerator, "", basis)
        for row, own in rows.items():
            raw = cells[row][place]
            plan = plans.get(check.denominator)
            known = [own[name].reading for name in (check.numerator, check.denominator) if name in own]
            parts = known if plan is None else [*known, read_value(cells[row][plan], "count")]
            if raw in ("", None) or len(parts) < 2 or any(part.status != "reported" for part in parts):
                continue
            expected = 100 * parts[0].value / parts[1].value if parts[1].value else math.nan
            written, decimals = _printed_percent(raw, expected)
            agrees = _agrees(written, expected, decimals)
            found.append(Printed("ratio", cell_name(row, place), *about, written, expected, agrees))
    return found


def _printed_percent(raw: Raw, expected: float) -> tuple[float, int]:
    if isinstance(raw, Percentage):
        return raw.percent, 9
    reading = read_value(raw, "percent")
    asked = isinstance(raw, str) and reading.problem == "percent_or_share"
    bare = parse_number(reading.value_text) if asked else None
    if bare is None and isinstance(raw, float | int) and not isinstance(raw, bool):
        bare = float(raw)
    if bare is not None:
        value = bare
        # A formula without a percent format prints 0.837 for 83,7%: of the two readings the nearer one is meant.
        if 0 < value <= 1 and abs(value * 100 - expected) < abs(value - expected):
            value *= 100
        return value, decimals_of(value) if decimals_of(value) < 6 else 9
    return reading.value, decimals_of(reading.value)


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
