"""Settled figures of a file laid out as observations: what is the same for a whole column is written once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import conform, period_bounds
from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.layout import PRINTED, Column, Layout, moved_back
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.cells import Figure, cells_of
from antq_analysis.sources.tables.class_words import class_words
from antq_analysis.sources.tables.context import Table
from antq_analysis.sources.tables.many_figures import Figures, Numbers
from antq_analysis.sources.tables.other_units import level_of
from antq_analysis.sources.tables.province_rows import PREFIX, is_province
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.tables.windows import timestamps, window
from antq_analysis.sources.workbooks.marks import column_letters
from antq_analysis.vocabulary import Vocabulary

EARLIER = "printed_for_earlier_year"
"""The rule of a figure that a later file prints for an earlier period."""

_OF_READING = ("value", "value_text", "comparator", "status", "rule")
_OF_COLUMN = ("indicator", "category", "basis", "period", "stage", "method_version", "sheet")


def shape_figures(
    figures: Figures,
    tables: Sequence[Table],
    file: ReceivedFile,
    layout: Layout,
    vocabulary: Vocabulary,
    findings: list[Finding],
) -> pd.DataFrame:
    """Lay settled figures out as observations, and enter their cells in the accounts of their sheets.

    Parameters
    ----------
    figures
        The figures of all sheets.
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
    if not len(figures):
        return conform(pd.DataFrame())
    figures, columns, meant = _with_categories(figures, tables, file.name, vocabulary, findings)
    _enter(figures, tables)
    told = _column_frame(columns, tables, file, layout, vocabulary)
    read = pd.DataFrame({name: [getattr(one, name) for one in figures.readings] for name in _OF_READING})
    where = _unit_frame(figures, tables)
    numbers = (meant, figures.numbers["reading"].astype(np.intp), figures.numbers["unit"].astype(np.intp))
    parts = [
        frame.take(number).reset_index(drop=True)
        for frame, number in zip((told, read, where), numbers, strict=True)
    ]
    frame = pd.concat(parts, axis=1).assign(cell=_cells(figures))
    constant = {"province": file.province, "unit_date": file.map, "source_id": file.source_id}
    rules = _rules(frame["rule"], frame["status"], [column for _, column, _ in columns], meant)
    return conform(frame.assign(**constant, period_basis=layout.period_basis, rule=rules))


def _with_categories(
    figures: Figures, tables: Sequence[Table], file: str, vocabulary: Vocabulary, findings: list[Finding]
) -> tuple[Figures, list[tuple[int, Column, str]], Numbers]:
    """Tell what each figure is about: its table, column and category, and the number of these for each figure."""
    table, position = figures.numbers["table"], figures.numbers["position"]
    first = np.cumsum([0, *(len(one.columns) for one in tables)])
    columns = [
        (number, column, column.category) for number, one in enumerate(tables) for _, column in one.columns
    ]
    meant = first[table] + position
    is_class = np.array([column.reads == "class" for _, column, _ in columns], dtype=bool)[meant]
    reported = figures.where(lambda reading: reading.status == "reported")
    numbers = np.flatnonzero(is_class & reported)
    known: dict[tuple[int, str], int] = {}
    unknown: dict[int, Figure] = {}
    for at, figure in zip(numbers.tolist(), figures.chosen(numbers), strict=True):
        number, column, _ = columns[meant[at]]
        place = (file, tables[number].sheet.name, cells_of(figure))
        reading, category = _classified(figure.reading, column, vocabulary, place, findings)
        if reading is not figure.reading:
            unknown[at] = figure._replace(reading=reading)
        if (key := (int(meant[at]), category)) not in known:
            known[key] = len(columns)
            columns.append((number, column, category))
        meant[at] = known[key]
    return figures.replaced(unknown), columns, meant


def _enter(figures: Figures, tables: Sequence[Table]) -> None:
    known, names = pd.factorize(np.array([one.status for one in figures.readings], dtype=object))
    statuses = known[figures.numbers["reading"]]
    for number, table in enumerate(tables):
        own = figures.numbers["table"] == number
        for code in pd.unique(statuses[own]).tolist():
            status = str(names[code])
            fate = "refused" if status in ("unparsed", "conflict") else "loaded"
            some = own & (statuses == code)
            cells = np.stack([figures.numbers[name][some] for name in ("row", "place")], axis=1)
            table.ledger.enter_cells(cells.astype(np.intp), fate, status)
            for figure in (figures.several[at] for at in sorted(figures.several) if some[at]):
                table.ledger.enter_cells(figure.cells[1:], fate, status)
                table.ledger.enter_cells(figure.repeated, "ignored", "duplicate")


def _cells(figures: Figures) -> pd.Series:
    rows, places = (figures.numbers[name].astype(np.intp) for name in ("row", "place"))
    letters = pd.Series([column_letters(place) for place in range(places.max() + 1)], dtype="str")
    numbers = pd.Series([str(row + 1) for row in range(rows.max() + 1)], dtype="str")
    names = letters.take(places).reset_index(drop=True) + numbers.take(rows).reset_index(drop=True)
    several = {at: cells_of(figure) for at, figure in figures.several.items() if len(figure.cells) > 1}
    names.update(pd.Series(several, dtype="str"))
    return names


def _column_frame(
    rows: Sequence[tuple[int, Column, str]],
    tables: Sequence[Table],
    file: ReceivedFile,
    layout: Layout,
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    lines = []
    for table, column, category in rows:
        period = moved_back(file.period, column.years_before)
        bounds = window(period, layout.period_basis)
        ended = bounds[1] or period_bounds(period)[1]
        method = vocabulary.method_version(file.province, column.indicator, ended)
        stage = "final" if column.years_before else file.stage
        meaning = (column.indicator, category, column.basis, period, stage, method)
        lines.append((*meaning, tables[table].sheet.name, *timestamps(bounds)))
    return pd.DataFrame(lines, columns=[*_OF_COLUMN, "period_start", "period_end"])


def _unit_frame(figures: Figures, tables: Sequence[Table]) -> pd.DataFrame:
    own = np.zeros(len(figures.codes), dtype=np.intp)
    own[figures.numbers["unit"]] = figures.numbers["table"]
    lines = [
        (
            code.removeprefix(PREFIX),
            "province" if is_province(code) else level_of(code, tables[table].layout.level),
        )
        for code, table in zip(figures.codes, own.tolist(), strict=True)
    ]
    return pd.DataFrame(lines, columns=["unit_code", "level"])


def _rules(rules: pd.Series, statuses: pd.Series, columns: Sequence[Column], meant: Numbers) -> pd.Series:
    own = pd.Series([column.rule for column in columns], dtype="str")
    if own.ne("").any():
        own = own.take(meant).reset_index(drop=True)
        rules = rules.mask(own.eq(PRINTED) | (own.ne("") & statuses.eq("reported")), own)
    earlier = np.array([bool(column.years_before) for column in columns])[meant]
    if not earlier.any():
        return rules
    moved = rules.mask(rules.ne(""), rules + ";") + EARLIER
    return rules.mask(earlier, moved)


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
    category = class_words(column.indicator, vocabulary).get(fold(reading.value_text))
    if category is not None:
        return reading, category
    values = {"header": column.header, "known": ", ".join(entry.label_vi for entry in entries) or "-"}
    findings.append(Finding("unknown_class", Severity.ERROR, *place, reading.value_text, values=values))
    return Reading(float("nan"), reading.value_text, status="unparsed"), column.category
