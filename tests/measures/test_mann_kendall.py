"""Mann-Kendall and Sen against printed tables, brute force and scipy."""

from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from antq_analysis.measures.mann_kendall import mann_kendall, smallest_p

# Kendall, Rank correlation methods, appendix table 1: P(S >= s) for series without ties.
KENDALL = {(4, 4): 0.167, (4, 6): 0.042, (5, 6): 0.117, (5, 8): 0.042, (5, 10): 0.0083}
KENDALL |= {(6, 11): 0.028, (7, 13): 0.035, (8, 16): 0.031, (9, 18): 0.038, (10, 21): 0.036}


def series(n: int, s: int) -> list[int]:
    """A series without ties with this S: one long rise, then as many steps back as needed."""
    made: list[int] = []
    back = (n * (n - 1) // 2 - s) // 2
    for size in range(1, n + 1):
        shift = min(back, size - 1)
        made.insert(len(made) - shift, size)
        back -= shift
    return made


@pytest.mark.parametrize(("n", "s"), KENDALL)
def test_exact_probabilities_equal_the_printed_table(n: int, s: int) -> None:
    found = mann_kendall([series(n, s), series(n, s)[::-1]])
    assert found.s.tolist() == [s, -s]
    assert found.p_value / 2 == pytest.approx(np.full(2, KENDALL[n, s]), abs=6e-4)


@pytest.mark.parametrize(
    "values", [(1, 1, 2, 3, 3), (1, 1, 1, 2, 2, 3), (4, 4, 4, 4), (0, 0, 0, 0, 1), (1, 2)]
)
def test_ties_are_counted_out_over_all_orders(values: tuple[int, ...]) -> None:
    def s_of(order: tuple[int, ...]) -> int:
        return int(sum(np.sign(later - order[i]) for i in range(len(order)) for later in order[i + 1 :]))

    everything = np.abs([s_of(order) for order in permutations(values)])
    for order in set(permutations(values)):
        p = float(mann_kendall(order).p_value[0])
        assert p == pytest.approx(np.mean(everything >= abs(s_of(order))))


def test_agrees_with_scipy_in_both_laws() -> None:
    rng = np.random.default_rng(4)
    table = rng.permuted(np.tile(np.arange(30.0), (20, 1)), axis=1)
    found = mann_kendall(table)
    for row, p_normal, slope in zip(table, found.p_normal, found.slope, strict=True):
        assert slope == pytest.approx(stats.theilslopes(row).slope)
        s = abs((np.sign(row[None, :] - row[:, None]) * np.tri(30, k=-1).T).sum())
        spread = np.sqrt(30 * 29 * 65 / 18)
        assert p_normal == pytest.approx(2 * stats.norm.sf(max(s - 1, 0) / spread))
    short = table[:, :9]
    exact = [stats.kendalltau(np.arange(9), row, method="exact").pvalue for row in short]
    assert mann_kendall(short).p_value == pytest.approx(np.array(exact))


def test_the_normal_law_with_ties_equals_recorded_figures_of_pymannkendall() -> None:
    # pymannkendall 1.4.3: original_test and sens_slope of these series.
    table = [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [7, 7, 5, 5, 5, 4, 4, 2, 2, 0], [0, 0, 1, 0, 2, 1, 2, 2, 3, 3]]
    found = mann_kendall(table)
    recorded = [0.31930203648285493, 0.0004771740932767443, 0.0029260340228933757]
    assert found.p_normal.tolist() == pytest.approx(recorded, rel=1e-12)
    assert found.slope.tolist() == pytest.approx([1 / 3, -5 / 7, 1 / 3], rel=1e-12)
    assert found.s.tolist() == [12, -39, 33]


def test_many_series_at_once_are_each_as_alone() -> None:
    rng = np.random.default_rng(12)
    table = rng.poisson(rng.uniform(0.1, 8, (250, 1)), (250, 20)).astype(float)
    table[rng.random((250, 20)) < 0.1] = np.nan
    together = mann_kendall(table)
    alone = [mann_kendall(row) for row in table]
    assert together.p_value.tolist() == [float(one.p_value[0]) for one in alone]
    assert together.slope.tolist() == [float(one.slope[0]) for one in alone]


def test_gaps_are_left_out_and_years_may_be_missing() -> None:
    years = np.array([2015, 2016, 2017, 2020, 2021])
    table = np.array([[5, np.nan, 3, 2, 1], [np.nan, np.nan, np.nan, np.nan, 4], [1, 2, 3, 6, 7]])
    found = mann_kendall(table, years)
    alone = mann_kendall([5, 3, 2, 1], [2015, 2017, 2020, 2021])
    assert found.n.tolist() == [4, 1, 5]
    assert (found.s[0], found.p_value[0], found.slope[0]) == (alone.s[0], alone.p_value[0], alone.slope[0])
    assert np.isnan([found.p_value[1], found.slope[1]]).all()
    assert found.slope[2] == 1
    empty = mann_kendall(np.empty((0, 5)))
    assert empty.s.shape == (0,)
    assert np.isnan(mann_kendall([[3.0]]).slope).all()


def test_turning_time_or_values_round_turns_the_sign() -> None:
    table = np.random.default_rng(6).poisson(4, (40, 8)).astype(float)
    plain, turned, mirrored = mann_kendall(table), mann_kendall(table[:, ::-1]), mann_kendall(-table)
    for other in (turned, mirrored):
        assert other.s.tolist() == (-plain.s).tolist()
        assert other.slope == pytest.approx(-plain.slope)
        assert other.p_value.tolist() == plain.p_value.tolist()


def test_four_years_can_never_reach_five_percent() -> None:
    assert smallest_p(4) > 0.05 > smallest_p(5)
    assert mann_kendall([1, 2, 3, 4]).p_value[0] == smallest_p(4)


def test_five_years_hardly_show_a_fall_by_a_tenth_a_year() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(6 * 0.9 ** np.arange(5), (4000, 5))
    assert (mann_kendall(counts).p_value <= 0.05).mean() < 0.1
    null = mann_kendall(rng.poisson(6, (4000, 5)))
    assert (null.p_value <= 0.05).mean() < 0.05
