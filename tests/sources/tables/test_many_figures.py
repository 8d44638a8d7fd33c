"""Many figures as numbers, against the same figures one by one."""

import math
import random

import numpy as np

from antq_analysis.sources.tables.cells import Figure, UnitRow
from antq_analysis.sources.tables.many_figures import Figures
from antq_analysis.sources.tables.sums import WHOLE_SHEET, sum_figures
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading

SEVEN, OVER = Reading(7.0), Reading(0.1, comparator="over")
SPOILT = Reading(math.nan, "?", status="unparsed")
READINGS = (SEVEN, Reading(0.2), OVER, SPOILT, NOT_REPORTED, Reading(math.nan, "x", status="not_applicable"))


def drawn(n: int) -> list[Figure]:
    chance = random.Random(4)
    return [
        Figure(f"{row:05d}", position, chance.choice(READINGS), ((row, position + 2),), row // 3)
        for row in range(n)
        for position in range(4)
    ]


def test_rows_become_one_figure_for_each_column() -> None:
    rows = [
        UnitRow(9, "00002", "Xã A", 1, False, (SEVEN, OVER)),
        UnitRow(4, "00001", "Xã B", 2, False, (OVER, SEVEN)),
    ]
    assert [*Figures.of_rows(rows, [5, 3])] == [
        Figure("00002", 0, SEVEN, ((9, 5),), 1),
        Figure("00002", 1, OVER, ((9, 3),), 1),
        Figure("00001", 0, OVER, ((4, 5),), 2),
        Figure("00001", 1, SEVEN, ((4, 3),), 2),
    ]
    assert [*Figures.of_rows([], [5, 3])] == [*Figures.of_rows(rows[:0], [])] == [*Figures.of(())] == []


def test_figures_of_several_cells_stay_whole() -> None:
    added = Figure("00001", 0, SEVEN, ((1, 2), (2, 2)), 0, ((3, 2),), "part_rows_added")
    own = [*drawn(2), added, *drawn(1)]
    figures = Figures.of(own)
    assert [*figures] == own
    assert [*figures.chosen(np.array([10, 8, 0]))] == [own[10], own[8], own[0]]
    assert [*figures.chosen(np.arange(13) >= 8)] == own[8:]
    assert [*Figures.joined([figures, Figures.of(()), figures])] == own + own
    assert Figures.joined([figures, figures]).numbers["table"].tolist() == [0] * 13 + [1] * 13
    assert [*figures.with_more([added])] == [*own, added]
    assert set(figures.with_more([added]).numbers["table"].tolist()) == {0}


def test_a_replaced_figure_takes_its_place_everywhere() -> None:
    own = drawn(3)
    changed = own[5]._replace(reading=Reading(99.0), cells=((8, 8), (9, 9)), how="conflict")
    figures = Figures.of(own).replaced({5: changed})
    assert [*figures] == [*own[:5], changed, *own[6:]]
    assert np.flatnonzero(figures.where(lambda reading: reading.value == 99)).tolist() == [5]
    assert figures.numbers[5][["row", "place"]].item() == (8, 8)


def test_questions_are_answered_for_each_figure() -> None:
    own = drawn(40)
    figures = Figures.of(own)
    assert figures.where(lambda one: one is SPOILT).tolist() == [one.reading is SPOILT for one in own]
    assert figures.where_unit(lambda code: code > "00020").tolist() == [
        one.unit_code > "00020" for one in own
    ]
    assert figures.at_positions({1, 3}).tolist() == [one.position in (1, 3) for one in own]


def test_sums_are_exact_by_group_and_sheet() -> None:
    own = drawn(40)
    sums = sum_figures(Figures.of(own))
    assert sums.keys() == {(p, g) for p in range(4) for g in (WHOLE_SHEET, *range(14))}
    for (position, group), total in sums.items():
        part = [one.reading for one in own if one.position == position and group in (WHOLE_SHEET, one.group)]
        assert total.value == math.fsum(one.value for one in part if one.status == "reported")
        assert total.unknown == sum(one in (OVER, SPOILT, NOT_REPORTED) for one in part)
    assert sum_figures(Figures.of(())) == {}
