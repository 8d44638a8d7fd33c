"""Settled figures of a file laid out as observations: what is the same for a whole column is written once."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import conform, period_bounds
from antq_analysis.places.names import fold
from antq_analysis.sources.forms.layout import Column, Layout
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.cells import Figure
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.province_rows import PREFIX, is_province
from antq_analysis.sources.tables.table import Table
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.tables.windows import timestamps, window
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.vocabulary import Vocabulary

EARLIER = "printed_for_earlier_year"
"""The rule of a figure that a later file prints for an earlier period."""

_OF_READING = ("value", "value_text", "comparator", "status", "rule")
_OF_COLUMN = ("indicator", "category", "basis", "period", "stage", "method_version", "sheet")


class Settled(NamedTuple):
    """One figure, after all sheets of a file are settled.

    Parameters
    ----------
    figure
        The figure.
    table
        Number of its table.
    column
        What its column means.
    """

    figure: Figure
    table: int
    column: Column


def cells_of(figure: Figure) -> str:
    """Name the cells that a figure was read from.

    Parameters
    ----------
    figure
        The figure.

    Returns
    -------
    str
        For instance ``"C14"`` or ``"C14+C15"``.
    """
    return "+".join(cell_name(*cell) for cell in figure.cells)


_Row = TypeVar("_Row")


class _Rows(Generic[_Row]):
    """Distinct rows that many figures share, numbered in the order in which they come."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self._known: dict[object, int] = {}

    def number(self, key: object, row: _Row) -> int:
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = len(self.rows)
            self.rows.append(row)
        return number


def shape_figures(
    settled: Sequence[Settled],
    tables: Sequence[Table],
    file: ReceivedFile,
    layout: Layout,
    vocabulary: Vocabulary,
    findings: list[Finding],
) -> pd.DataFrame:
    """Lay settled figures out as observations, and enter their cells in the accounts of their sheets.

    Parameters
    ----------
    settled
        The figures.
    tables
        What each sheet holds.
    file
        The file they come from.
    layout
        How it is read.
    vocabulary
        Categories and counting methods.
    findings
        Classes that the vocabulary does not know are added here.

    Returns
    -------
    pandas.DataFrame
        Observations, as :mod:`antq_analysis.observations` says.
    """
    if not settled:
        return conform(pd.DataFrame())
    columns, readings = _Rows[tuple[int, Column, str]](), _Rows[Reading]()
    units = _Rows[tuple[int, str]]()
    entered: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    numbers = np.empty((3, len(settled)), dtype=np.intp)
    names: list[str] = []
    for at, (figure, table, column) in enumerate(settled):
        reading, category = figure.reading, column.category
        if column.reads == "class" and reading.status == "reported":
            place = (file.name, tables[table].sheet.name, cells_of(figure))
            reading, category = _classified(reading, column, vocabulary, place, findings)
        entered[table, reading.status].extend(figure.cells)
        if figure.repeated:
            tables[table].ledger.enter_cells(figure.repeated, "ignored", "duplicate")
        numbers[0, at] = columns.number((table, figure.position, category), (table, column, category))
        # A reading is held in `readings`, so that its identity tells it from all others.
        numbers[1, at] = readings.number(id(reading), reading)
        numbers[2, at] = units.number((table, figure.unit_code), (table, figure.unit_code))
        names.append(cell_name(*figure.cells[0]) if len(figure.cells) == 1 else cells_of(figure))
    for (table, status), cells in entered.items():
        fate = "refused" if status in ("unparsed", "conflict") else "loaded"
        tables[table].ledger.enter_cells(cells, fate, status)
    told = _column_frame(columns.rows, tables, file, layout, vocabulary)
    read = pd.DataFrame({name: [getattr(one, name) for one in readings.rows] for name in _OF_READING})
    where = _unit_frame(units.rows, tables)
    parts = [
        frame.take(number).reset_index(drop=True)
        for frame, number in zip((told, read, where), numbers, strict=True)
    ]
    frame = pd.concat(parts, axis=1).assign(cell=names)
    constant = {"province": file.province, "unit_date": file.map, "source_id": file.source_id}
    frame = frame.assign(**constant, period_basis=layout.period_basis, rule=_rules(frame))
    return conform(frame.drop(columns=["own_rule", "is_earlier"]))


def _column_frame(
    rows: Sequence[tuple[int, Column, str]],
    tables: Sequence[Table],
    file: ReceivedFile,
    layout: Layout,
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    lines = []
    for table, column, category in rows:
        period = _moved_back(file.period, column.years_before)
        bounds = window(period, layout.period_basis)
        ended = bounds[1] or period_bounds(period)[1]
        method = vocabulary.method_version(file.province, column.indicator, ended)
        stage = "final" if column.years_before else file.stage
        meaning = (column.indicator, category, column.basis, period, stage, method)
        rules = (column.rule, bool(column.years_before))
        lines.append((*meaning, tables[table].sheet.name, *timestamps(bounds), *rules))
    names = [*_OF_COLUMN, "period_start", "period_end", "own_rule", "is_earlier"]
    return pd.DataFrame(lines, columns=names)


def _unit_frame(keys: Sequence[tuple[int, str]], tables: Sequence[Table]) -> pd.DataFrame:
    lines = [
        (
            code.removeprefix(PREFIX),
            "province" if is_province(code) else level_of(code, tables[table].layout.level),
        )
        for table, code in keys
    ]
    return pd.DataFrame(lines, columns=["unit_code", "level"])


def _rules(frame: pd.DataFrame) -> pd.Series:
    own = frame["own_rule"].ne("") & frame["status"].eq("reported")
    rules = frame["rule"].mask(own, frame["own_rule"])
    moved = rules.mask(rules.ne(""), rules + ";") + EARLIER
    return rules.mask(frame["is_earlier"], moved)


def _moved_back(period: str, years: int) -> str:
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) - years), period) if years else period


def _classified(
    reading: Reading,
    column: Column,
    vocabulary: Vocabulary,
    place: tuple[str, str, str],
    findings: list[Finding],
) -> tuple[Reading, str]:
    """Give a class its category: the value is 1, the class is the category of the indicator's dimension."""
    entries = [
        vocabulary.category(column.indicator, name) for name in vocabulary.categories(column.indicator)
    ]
    known = {fold(text): entry.id for entry in entries for text in (entry.id, entry.label_vi, entry.label_en)}
    category = known.get(fold(reading.value_text))
    if category is not None:
        return reading, category
    values = {"header": column.header, "known": ", ".join(entry.label_vi for entry in entries) or "-"}
    findings.append(Finding("unknown_class", Severity.ERROR, *place, reading.value_text, values=values))
    return Reading(float("nan"), reading.value_text, status="unparsed"), column.category
