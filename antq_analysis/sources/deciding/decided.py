"""What a person settled is put in place of what stands there, as long as that still stands there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.sources.deciding.decisions import CELLS, STATUS_WORDS, decided_number
from antq_analysis.sources.deciding.stored import FRACTION_RULES, as_stored, ungrouped
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import Figure, UnitRow, written
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.values import FIRST_YEAR, LAST_YEAR, Reading
from antq_analysis.sources.workbooks.marks import cell_name

APPLIED, OUTDATED, MISFITS, UNUSED, OFFERED = (
    "decision_applied",
    "decision_outdated",
    "decision_misfits",
    "decision_unused",
    "decision_offered",
)
FIGURE = ("indicator", "category", "basis")

_ONE_CELL = re.compile(r"[A-Z]+[1-9]\d*")
_PRINTED = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_NAN = float("nan")


@dataclass(frozen=True)
class SheetDecisions:
    """What a person settled about the figures of one sheet.

    Parameters
    ----------
    file, sheet
        The sheet.
    by_cell
        Decisions about one cell, by its name.
    by_figure
        Decisions about a figure that several cells give, by unit, indicator, category, basis and cells.
    """

    file: str
    sheet: str
    by_cell: Mapping[str, Mapping[str, str]]
    by_figure: Mapping[tuple[str, ...], Mapping[str, str]]


def decisions_of(cells: pd.DataFrame | None, file: str, sheet: str) -> SheetDecisions:
    """Pick the decisions about one sheet.

    Parameters
    ----------
    cells
        Decisions of one period, as :func:`antq_analysis.sources.deciding.decisions.load_table` gives them.
    file, sheet
        The sheet.

    Returns
    -------
    SheetDecisions
        Without entries where nothing was settled.
    """
    if cells is None or cells.empty:
        return SheetDecisions(file, sheet, {}, {})
    own = cells[cells["file"].eq(file) & cells["sheet"].eq(sheet)]
    rows = decision_rows(own)
    single = {row["cell"]: row for row in rows if _ONE_CELL.fullmatch(row["cell"])}
    several = {
        (row["unit_code"], *(row[name] for name in FIGURE), row["cell"]): row
        for row in rows
        if row["cell"] not in single
    }
    return SheetDecisions(file, sheet, single, several)


def decision_rows(cells: pd.DataFrame) -> list[dict[str, str]]:
    """Give decisions one by one, each with its line.

    Parameters
    ----------
    cells
        As :func:`antq_analysis.sources.deciding.decisions.load_table` gives them.

    Returns
    -------
    list of dict
        The columns, and ``line``.
    """
    rows = cells.assign(line=cells.index.astype("str")).to_dict("records")
    return [{str(name): str(text) for name, text in row.items()} for row in rows]


def decide_cells(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], settled: SheetDecisions
) -> tuple[list[UnitRow], list[Finding]]:
    """Put decisions about single cells in the place of what was read.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    settled
        What was decided.

    Returns
    -------
    tuple
        The rows, and a finding for every decision that speaks of one of their cells.
    """
    if not settled.by_cell:
        return [*rows], []
    findings: list[Finding] = []
    decided = []
    for row in rows:
        readings = list(row.readings)
        for position, (place, column) in enumerate(columns):
            decision = settled.by_cell.get(cell_name(row.row, place))
            if decision is not None:
                readings[position] = _decide(
                    row.readings[position], row.unit_code, column, decision, settled, findings
                )
        decided.append(replace(row, readings=tuple(readings)))
    return decided, findings


def decide_figures(
    figures: Figures, columns: Sequence[tuple[int, Column]], settled: SheetDecisions
) -> tuple[Figures, list[Finding]]:
    """Put decisions in the place of figures whose rows contradict each other.

    Parameters
    ----------
    figures
        One for each unit and mapped column.
    columns
        Mapped columns with their place.
    settled
        What was decided.

    Returns
    -------
    tuple
        The figures; those that were decided say so in `how`. And a finding for every decision about one of them.
    """
    findings: list[Finding] = []
    decided: dict[int, Figure] = {}
    if not settled.by_figure:
        return figures, findings
    for number, figure in enumerate(figures):
        column = columns[figure.position][1]
        cells = ", ".join(cell_name(*cell) for cell in figure.cells)
        reading = decide_figure(figure.unit_code, column, cells, figure.reading, settled, findings)
        if reading is not None:
            decided[number] = figure._replace(reading=reading, how="decided")
    return figures.replaced(decided), findings


def decide_figure(
    unit_code: str,
    column: Column,
    cells: str,
    reading: Reading,
    settled: SheetDecisions,
    findings: list[Finding],
) -> Reading | None:
    """Give what a person decided about a figure of several cells.

    Parameters
    ----------
    unit_code, column
        Whose figure, and of what.
    cells
        The cells, as findings name them.
    reading
        What was made of them.
    settled
        What was decided.
    findings
        Takes up what is found.

    Returns
    -------
    Reading or None
        None where nothing that still holds was decided.
    """
    decision = settled.by_figure.get((unit_code, column.indicator, column.category, column.basis, cells))
    if decision is None:
        return None
    decided = _decide(reading, unit_code, column, decision, settled, findings)
    return None if decided is reading else decided


def _decide(
    reading: Reading,
    unit_code: str,
    column: Column,
    decision: Mapping[str, str],
    settled: SheetDecisions,
    findings: list[Finding],
) -> Reading:
    stands = written(reading)
    meaning = (column.indicator, column.category, column.basis)
    same = (unit_code, *meaning) == (decision["unit_code"], *(decision[name] for name in FIGURE))
    rule, severity = APPLIED, Severity.NOTE
    if not same or not same_text(stands, decision["written"]):
        rule, severity = OUTDATED, Severity.ERROR
    elif not _fits(decision["value"], column.reads) or _unscaled(decision, column):
        rule, severity = MISFITS, Severity.ERROR
    values = decision_values(decision) | {"header": column.header}
    if rule == APPLIED and reading.problem in FRACTION_RULES:
        values |= {"fraction": True, "then": as_stored(stands), "then_en": as_stored(stands, "en")}
    findings.append(
        Finding(
            rule, severity, settled.file, settled.sheet, decision["cell"], stands, decision["value"], values
        )
    )
    return decided_reading(decision["value"]) if rule == APPLIED else reading


def decision_values(decision: Mapping[str, str]) -> dict[str, object]:
    """Give what a finding says of a decision.

    Parameters
    ----------
    decision
        One row of ``cells.csv`` with its line.

    Returns
    -------
    dict of str to object
        Placeholders of the findings' texts.
    """
    value, number = decision["value"], decided_number(decision["value"])
    return {
        "table": CELLS,
        "then": decision["written"] or "-",
        "then_en": decision["written"] or "-",
        "decided_on": date.fromisoformat(decision["decided_on"]),
        "answer": say(f"sources.choice_{value}") if number is None else ungrouped(number),
        "answer_en": say(f"sources.choice_{value}", "en") if number is None else ungrouped(number, "en"),
        **{name: decision[name] for name in ("line", "period", "reason", "indicator", "unit_code")},
    }


def decided_reading(value: str) -> Reading:
    """Read the value of a decision.

    Parameters
    ----------
    value
        A number or one of :data:`antq_analysis.sources.deciding.decisions.STATUS_WORDS`.

    Returns
    -------
    Reading
        With the rule ``decided``.
    """
    number = decided_number(value)
    if number is None:
        return Reading(_NAN, status=value, rule="decided")
    return Reading(number, rule="decided")


def _fits(value: str, reads: str) -> bool:
    if value in STATUS_WORDS:
        return True
    number = decided_number(value)
    if number is None or reads in ("class", "text"):
        return False
    if reads == "tick":
        return number in (0, 1)
    if reads == "year":
        return number.is_integer() and FIRST_YEAR <= number <= LAST_YEAR
    return reads != "count" or number.is_integer()


def _unscaled(decision: Mapping[str, str], column: Column) -> bool:
    """Tell whether a decision about a cell printed in thousands or the like repeats its number as it is printed."""
    number = decided_number(decision["value"])
    if number is None or column.scale in (0, 1) or not _ONE_CELL.fullmatch(decision["cell"]):
        return False
    printed = [part.replace(".", "").replace(",", ".") for part in _PRINTED.findall(decision["written"])]
    return number > 0 and (number < column.scale or number in map(float, printed))


def same_text(now: str, then: str) -> bool:
    """Tell whether a cell still holds what stood there: the same words, or the same number.

    Parameters
    ----------
    now, then
        What stands there and what stood there.

    Returns
    -------
    bool
        True for ``83.7`` and ``83,7``; ``1.602`` is the same as itself only.
    """
    if " ".join(now.split()) == " ".join(then.split()):
        return True
    numbers = decided_number(now), decided_number(then)
    return numbers[0] is not None and numbers[0] == numbers[1]
