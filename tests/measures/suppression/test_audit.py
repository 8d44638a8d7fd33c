"""The audit finds what a reader could find, as trying every table does."""

import numpy as np
import pytest

from antq_analysis.measures.suppression.audit import exposed, feasible_intervals
from tests.measures.suppression.made import THRESHOLD, crossed, districts, possible_tables


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([[2, 3], [4, 1]], [0, 1, 3, 4]),
        ([[2, 5, 3], [1, 1, 6]], [0, 1, 4, 5]),
        ([[1, 2, 3], [2, 0, 3]], [0, 2, 4, 5, 6]),
    ],
)
def test_intervals_are_those_of_all_tables(table: list[list[int]], hidden: list[int]) -> None:
    cells = crossed(table)
    flags = np.isin(np.arange(len(cells.values)), hidden)
    tried = np.array(list(possible_tables(cells, flags, 7)))
    nothing, endless = np.zeros(len(flags)), np.full(len(flags), np.inf)
    found = feasible_intervals(np.where(flags, np.nan, cells.values), cells.sums, least=nothing, most=endless)
    assert found.index.tolist() == hidden
    assert found["low"].to_numpy() == pytest.approx(tried[:, hidden].min(0))
    assert found["high"].to_numpy() == pytest.approx(tried[:, hidden].max(0))


def test_who_knows_the_rule_learns_more() -> None:
    # Four hidden counts with a sum of 4: each may be 0 to 4, but where all are known to be small each is 1.
    cells = districts((1, 1, 1, 1, 9))
    hidden = cells.is_small(THRESHOLD)
    found = exposed(np.where(hidden, np.nan, cells.values), cells.sums, THRESHOLD, hidden)
    assert found["knows_rule"].all()
    assert found["high"].tolist() == [1.0] * 4


def test_a_hidden_count_without_any_total_is_free() -> None:
    assert exposed(np.array([np.nan, 7.0]), (), THRESHOLD, np.array([True, False])).empty


def test_what_is_missing_from_a_total_is_taken_into_account() -> None:
    shown = np.array([np.nan, np.nan, 20.0])
    small = np.array([True, False, False])
    assert exposed(shown, ((2, (0, 1)),), THRESHOLD, small).empty
    # 18 of the 20 are others': two remain for both.
    assert len(exposed(shown, ((2, (0, 1)),), THRESHOLD, small, np.array([-18.0])))
