"""Figures that several sheets of a file give for one unit, and totals that another sheet takes the place of."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.deciding.decided import decide_figure, decisions_of
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import Figure, cells_of, meaning, stated
from antq_analysis.sources.tables.context import Context, Table
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.province_rows import is_province, province_findings
from antq_analysis.sources.tables.scales import BASE_OF_YEAR, OTHER_PERIOD, SAID_ABOVE
from antq_analysis.sources.tables.titles_meant import REFUSING
from antq_analysis.sources.tables.values import Reading

_SAID_OTHERWISE = REFUSING | {*SAID_ABOVE, BASE_OF_YEAR, OTHER_PERIOD}


@dataclass(frozen=True)
class _Item:
    """One of the figures of a unit, with its number among all."""

    number: int
    figure: Figure
    table: Table
    column: Column

    def enter(self, fate: str, reason: str) -> None:
        self.table.ledger.enter_cells(self.figure.cells + self.figure.repeated, fate, reason)


def settle_sheets(tables: Sequence[Table], context: Context, findings: list[Finding]) -> Figures:
    """Settle figures that several sheets give for one unit; within a sheet that is done already.

    Parameters
    ----------
    tables
        What each sheet holds.
    context
        Decisions.
    findings
        What is found is added here.

    Returns
    -------
    Figures
        One for each unit and meaning; each stands where the first of its kind stood.
    """
    figures = Figures.joined([table.figures for table in tables])
    meanings = [
        [
            (table.layout.level, column.indicator, column.category, column.basis, column.years_before)
            for _, column in table.columns
        ]
        for table in tables
    ]
    sheets = Counter(meaning for own in meanings for meaning in set(own))
    shared: dict[tuple[object, ...], list[int]] = {}
    for number in _shared(figures, [[sheets[one] > 1 for one in own] for own in meanings]):
        line = figures.numbers[number]
        key = (figures.codes[line["unit"]], *meanings[line["table"]][line["position"]])
        shared.setdefault(key, []).append(number)
    if not shared:
        return figures
    changes: dict[int, Figure] = {}
    kept = np.arange(len(figures))
    for numbers in shared.values():
        if len(numbers) > 1:
            chosen, figure = _settle([*_items(figures, numbers, tables)], context, findings)
            kept[numbers] = -1
            kept[numbers[0]] = chosen.number
            if figure is not chosen.figure:
                changes[chosen.number] = figure
    return figures.replaced(changes).chosen(kept[kept >= 0])


def leave_sums(figures: Figures, tables: Sequence[Table], file: str, findings: list[Finding]) -> Figures:
    """Leave the totals out that stand for the province only on their own sheet: another one has figures of units.

    Parameters
    ----------
    figures
        The figures of all sheets.
    tables
        What each sheet holds.
    file
        The file.
    findings
        What is found is added here.

    Returns
    -------
    Figures
        Without these totals.
    """

    def what(column: Column) -> tuple[str, str, str, int]:
        return column.indicator, column.category, column.basis, column.years_before

    of_province = figures.where_unit(is_province)
    if not of_province.any():
        return figures
    of_units = figures.where_unit(lambda code: not is_province(code) and not level_of(code, ""))
    told = figures.numbers[of_units & figures.where(lambda reading: reading.status != "not_reported")]
    known = {
        what(tables[table].columns[position][1])
        for table, position in set(told[["table", "position"]].tolist())
    }
    own = [*_items(figures, np.flatnonzero(of_province).tolist(), tables)]
    findings += province_findings(
        [(item.table.sheet.name, item.figure, item.column) for item in own], known, file
    )
    left = [item for item in own if what(item.column) in known]
    for item in left:
        item.enter("ignored", "province_row_left")
    return figures.chosen(np.delete(np.arange(len(figures)), [item.number for item in left]))


def _shared(figures: Figures, wanted: Sequence[Sequence[bool]]) -> list[int]:
    """List the figures in such columns of such tables."""
    chosen = np.zeros(len(figures), dtype=bool)
    for table, own in enumerate(wanted):
        chosen |= (figures.numbers["table"] == table) & figures.at_positions(np.flatnonzero(own))
    return np.flatnonzero(chosen).tolist()


def _items(figures: Figures, numbers: Sequence[int], tables: Sequence[Table]) -> Iterator[_Item]:
    own = figures.chosen(np.array(numbers, dtype=np.intp))
    for number, figure, table in zip(numbers, own, own.numbers["table"].tolist(), strict=True):
        yield _Item(number, figure, tables[table], tables[table].columns[figure.position][1])


def _settle(own: Sequence[_Item], context: Context, findings: list[Finding]) -> tuple[_Item, Figure]:
    """Choose one of the figures of a unit, and say what it becomes."""
    filled = [item for item in own if item.figure.reading.status != "not_reported"]
    # What words around one sheet say to be something else does not contradict another sheet.
    meant = [item for item in filled if item.figure.reading.problem not in _SAID_OTHERWISE] or filled
    chosen = meant[0] if meant else own[0]
    for item in own:
        if item not in meant and item is not chosen:
            refused = item in filled
            item.enter(
                *(("refused", item.figure.reading.problem) if refused else ("ignored", "not_reported"))
            )
    filled = meant
    if len(filled) < 2:
        return chosen, chosen.figure
    names = [item.table.sheet.name for item in filled]
    cells = [f"'{name}'!{cells_of(item.figure)}" for name, item in zip(names, filled, strict=True)]
    alike = len({meaning(item.figure.reading) for item in filled}) == 1
    rule, severity = ("sheets_repeat", Severity.WARNING) if alike else ("sheets_differ", Severity.ERROR)
    said = " | ".join(stated(item.figure.reading) for item in filled)
    conflict = Reading(float("nan"), said, status="conflict")
    if not alike:
        ruled = decisions_of(context.cells, context.file, names[0])
        told = (chosen.figure.unit_code, chosen.column, ", ".join(cells), conflict)
        if (decided := decide_figure(*told, ruled, findings)) is not None:
            for item in filled[1:]:
                item.enter("ignored", "decided")
            return chosen, chosen.figure._replace(reading=decided, how="decided")
    values = {"header": chosen.column.header}
    findings.append(Finding(rule, severity, context.file, names[0], ", ".join(cells), said, values=values))
    for item in filled[1:]:
        item.enter(*(("ignored", "sheets_repeat") if alike else ("refused", "conflict")))
    if alike:
        return chosen, chosen.figure
    return chosen, chosen.figure._replace(reading=conflict, how="conflict")
