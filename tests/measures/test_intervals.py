"""Exact intervals against printed tables and against their defining property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from antq_analysis.measures.intervals import poisson_interval, rate_ratio, share_interval, wilson_interval

# Printed in Ulm, K. (1990), American Journal of Epidemiology 131, 373-375, and in many tables of exact limits.
PRINTED_POISSON = {
    0: (0.0, 3.689),
    1: (0.025, 5.572),
    5: (1.623, 11.668),
    10: (4.795, 18.390),
    20: (12.217, 30.888),
}


@pytest.mark.parametrize("count", PRINTED_POISSON)
def test_poisson_limits_equal_the_printed_table(count: int) -> None:
    low, high = poisson_interval(count)
    assert (float(low), float(high)) == pytest.approx(PRINTED_POISSON[count], abs=6e-4)


@given(st.integers(1, 3000))
def test_poisson_limits_cut_off_equal_tails(count: int) -> None:
    low, high = poisson_interval(count)
    assert stats.poisson.sf(count - 1, float(low)) == pytest.approx(0.025, rel=1e-6)
    assert stats.poisson.cdf(count, float(high)) == pytest.approx(0.025, rel=1e-6)


def test_share_limits_equal_a_printed_example() -> None:
    # Fleiss, Statistical Methods for Rates and Proportions: 10 of 100 has exact limits 4.90% and 17.62%.
    low, high = share_interval(10, 100)
    assert (float(low), float(high)) == pytest.approx((0.0490, 0.1762), abs=5e-5)
    assert [float(limit) for limit in share_interval(0, 20)] == pytest.approx([0, 1 - 0.025 ** (1 / 20)])
    assert [float(limit) for limit in share_interval(20, 20)] == pytest.approx([0.025 ** (1 / 20), 1])


@given(st.integers(0, 60), st.integers(1, 60))
def test_share_limits_agree_with_scipy(part: int, more: int) -> None:
    whole = part + more
    low, high = share_interval(part, whole)
    other = stats.binomtest(part, whole).proportion_ci(method="exact")
    assert (float(low), float(high)) == pytest.approx((other.low, other.high), abs=1e-9)


def test_no_base_and_no_figure_have_no_limits() -> None:
    for part, whole in ((0, 0), (np.nan, 5), (3, np.nan), (6, 5)):
        assert np.isnan(share_interval(part, whole)).all()
    assert np.isnan(poisson_interval(np.nan)).all()


def test_the_commune_with_seven_and_five_incidents() -> None:
    ratio, low, high, p_value = (float(part) for part in rate_ratio(7, 5))
    assert (round(ratio, 2), round(low, 2), round(high, 2), round(p_value, 2)) == (0.71, 0.18, 2.61, 0.77)


@pytest.mark.parametrize(("before", "after"), [(7, 0), (20, 8), (50, 31), (100, 73), (300, 252)])
def test_falls_that_are_first_declared(before: int, after: int) -> None:
    assert rate_ratio(before, after)[3] < 0.05
    assert rate_ratio(before, after + 1)[3] >= 0.05


def test_p_values_equal_those_of_scipy_for_all_small_counts_and_some_large_ones() -> None:
    grid = np.array(
        [(a, b) for a in range(16) for b in range(16)] + [(300, 252), (2000, 2100), (0, 900), (900, 0)]
    )
    for base, later in ((1.0, 1.0), (7000.0, 8200.0), (9.0, 1.0)):
        p_values = rate_ratio(grid[:, 0], grid[:, 1], base, later)[3]
        for (before, after), found in zip(grid.tolist(), p_values, strict=True):
            total = before + after
            exact = stats.binomtest(after, total, later / (base + later)).pvalue if total else 1.0
            assert found == pytest.approx(exact, rel=1e-9)


def test_wilson_limits_equal_the_printed_ones() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
    low, high = wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])
    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]
    for part, whole in ((0, 0), (np.nan, 5), (6, 5)):
        assert np.isnan(wilson_interval(part, whole)).all()


@pytest.mark.parametrize("whole", [12, 40])
def test_wilson_covers_as_often_as_it_says_on_average_and_the_exact_one_never_less(whole: int) -> None:
    parts = np.arange(whole + 1)
    for interval, least, most in ((wilson_interval, 0.945, 0.96), (share_interval, 0.95, 0.99)):
        low, high = interval(parts, np.full(whole + 1, whole))
        true = np.linspace(0.01, 0.99, 197)
        inside = (low[:, None] <= true) & (true <= high[:, None])
        covered = (stats.binom.pmf(parts[:, None], whole, true) * inside).sum(axis=0)
        assert least <= covered.mean() <= most
    assert (covered >= 0.95).all()


def test_exposures_scale_the_ratio_and_its_limits() -> None:
    plain = rate_ratio(40, 30)
    scaled = rate_ratio(40, 30, 1000, 2000)
    assert float(scaled[0]) == pytest.approx(float(plain[0]) / 2)
    swapped = rate_ratio(30, 40, 2000, 1000)
    assert float(swapped[1]) == pytest.approx(1 / float(scaled[2]))
    assert float(swapped[3]) == pytest.approx(float(scaled[3]))


def test_nothing_happened_is_no_evidence() -> None:
    ratio, _, _, p_value = rate_ratio([0, 0, np.nan], [0, 3, 1])
    assert np.isnan(ratio[0])
    assert np.isinf(ratio[1])
    assert p_value[0] == 1
    assert np.isnan(p_value[2])


# Newcombe, R. G. (1998), Statistics in Medicine 17, 857-872, table I, method 5 (Clopper and Pearson).
NEWCOMBE = {
    (81, 263): (0.2527, 0.3676),
    (15, 148): (0.0578, 0.1617),
    (0, 20): (0.0, 0.1684),
    (1, 29): (0.0009, 0.1776),
}


@pytest.mark.parametrize("counts", NEWCOMBE)
def test_exact_limits_of_shares_equal_those_printed_by_newcombe(counts: tuple[int, int]) -> None:
    assert tuple(round(float(end), 4) for end in share_interval(*counts)) == NEWCOMBE[counts]
