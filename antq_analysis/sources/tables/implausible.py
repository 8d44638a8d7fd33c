"""Figures that cannot be, or are probably none: a part above its whole, a year in a column of counts."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from antq_analysis.findings import Finding, Severity
from antq_analysis.observations import period_bounds
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.among_total import parts_of_totals
from antq_analysis.sources.tables.many_figures import Figures, Numbers
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.vocabulary import Vocabulary

LARGEST_COUNT = 1e12
"""No count of a commune comes near it; a telephone number or two figures run together do."""

_Unit = TypeVar("_Unit")


def whole_of(indicator: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """List the indicators that an indicator can never exceed.

    A part counts the same things as its whole, and its whole is a base, or both are stocks. A flow over a flow may
    exceed it: cases cleared include cases of earlier years. The vocabulary names what else never exceeds another:
    households, people.

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
    same = (
        whole.id
        for whole in wholes
        if whole.unit_vi == part.unit_vi
        and part.kind in ("stock", "flow")
        and (whole.kind == "base" or whole.kind == part.kind == "stock")
    )
    return (*same, *part.never_above)


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
    figures: Figures,
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
    named = [column for _, column in columns]
    plain = [column.indicator if not column.category else "" for column in named]
    pairs = _pairs([name for name in plain if name], vocabulary)
    headed = [
        (str(part), str(whole)) for part, whole in parts_of_totals(named) if _new(plain, part, whole, pairs)
    ]
    at = (file, sheet)
    yield from _above(figures, plain, dict.fromkeys(pairs), at)
    # Somebody who writes "about 50" may well mean no more than the total.
    exact = figures.chosen(figures.where(lambda reading: reading.comparator == "exact"))
    yield from _above(exact, [str(position) for position in range(len(named))], headed, at)


def _new(plain: Sequence[str], part: int, whole: int, pairs: Collection[tuple[str, str]]) -> bool:
    return (plain[part], plain[whole]) not in pairs


def _above(
    figures: Figures, labels: Sequence[str], pairs: Iterable[tuple[str, str]], at: tuple[str, str]
) -> Iterator[Finding]:
    pairs = list(pairs)
    related = {label for pair in pairs for label in pair}
    wanted = [position for position, label in enumerate(labels) if label in related]
    reported = figures.where(lambda reading: reading.status == "reported")
    own = figures.chosen(reported & figures.at_positions(wanted))
    told = _by_unit(own, labels)
    values = np.array([reading.value for reading in own.readings])[own.numbers["reading"]]
    cells, amounts = own.numbers[["row", "place"]].tolist(), values.tolist()
    for part, whole in pairs:
        if part not in told or whole not in told:
            continue
        both = np.stack([told[part], told[whole]])
        both = both[:, (both >= 0).all(axis=0)]
        above = both[:, values[both[0]] > values[both[1]]]
        for one, other in sorted(above.T.tolist()):
            place = (*at, cell_name(*cells[one]))
            of = {"whole_cell": cell_name(*cells[other])}
            yield Finding("part_above_whole", Severity.ERROR, *place, amounts[one], amounts[other], of)


def _by_unit(figures: Figures, indicators: Sequence[str]) -> dict[str, Numbers]:
    """Find the first figure of each unit, -1 where it has none, for each indicator, in the order of the figures."""
    units, positions = figures.numbers["unit"], figures.numbers["position"]
    met, at = np.unique(positions, return_index=True)
    told: dict[str, Numbers] = {}
    for position in met[np.argsort(at)].tolist():
        first = told.setdefault(indicators[position], np.full(len(figures.codes), len(figures)))
        own = np.flatnonzero(positions == position)
        np.minimum.at(first, units[own], own)
    return {name: np.where(first < len(figures), first, -1) for name, first in told.items()}


def _pairs(indicators: Collection[str], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    return [
        (part, whole) for part in indicators for whole in whole_of(part, vocabulary) if whole in indicators
    ]


def suspicious_values(
    columns: Sequence[tuple[int, Column]], figures: Figures, period: str, file: str, sheet: str
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

    def is_counted(reading: Reading) -> bool:
        return reading.value > LARGEST_COUNT or first.year <= reading.value <= last.year

    reads = {
        name: figures.at_positions(at for at, (_, column) in enumerate(columns) if column.reads == name)
        for name in ("count", "percent")
    }
    doubtful = reads["count"] & figures.where(is_counted)
    doubtful |= reads["percent"] & figures.where(lambda reading: reading.value > 100)
    doubtful &= figures.where(lambda reading: reading.status == "reported" and reading.rule != "decided")
    for figure in figures.chosen(doubtful):
        value = figure.reading.value
        written = str(int(value)) if value == int(value) else value
        yield Finding(
            "suspicious_value",
            Severity.WARNING,
            file,
            sheet,
            cell_name(*figure.cells[0]),
            written,
            values={"header": columns[figure.position][1].header},
        )
