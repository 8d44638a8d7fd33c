"""Tests of one commune's reports: against scipy, by hand, and at the size that they claim."""

import time
from math import comb

import numpy as np
import pytest
from scipy import stats

from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.ordinary import Ordinary, ordinary
from antq_analysis.measures.reporting_tests import (
    all_digits_p,
    at_least,
    digit_chances,
    digits_p,
    fall_p,
    round_chances,
    unchanged_p,
    zeros_p,
)

COMMUNES, YEARS = 60, 9


def province(
    rng: np.random.Generator, mean: float, level: float, year: float
) -> tuple[np.ndarray, np.ndarray]:
    """Counts of communes whose levels vary by `level`, and whose years vary by `year` and resemble each other."""
    people = np.exp(rng.normal(0, 0.4, (COMMUNES, 1))) * 1.01 ** np.arange(YEARS)
    drift = np.zeros((COMMUNES, YEARS))
    for t in range(YEARS):
        drift[:, t] = 0.4 * drift[:, t - 1] + np.sqrt(1 - 0.4**2) * rng.normal(0, year, COMMUNES)
    levels = rng.gamma(1 / level, level, (COMMUNES, 1))
    return rng.poisson(mean * people * levels * 0.97 ** np.arange(YEARS) * np.exp(drift)).astype(
        float
    ), people


def all_tests(plain: Ordinary) -> np.ndarray:
    last = plain.counts.shape[1] - 1
    return np.array([zeros_p(plain)[2], digits_p(plain)[3], fall_p(plain, last)[1], unchanged_p(plain)])


@pytest.mark.parametrize(
    ("mean", "level", "year"), [(0.7, 0.2, 0.1), (11, 0.2, 0.28), (11, 1e-6, 1e-6), (400, 0.1, 0.1)]
)
def test_where_all_is_well_no_test_and_no_map_says_otherwise_too_often(
    mean: float, level: float, year: float
) -> None:
    rng = np.random.default_rng([7, round(mean * 10)])
    sizes, maps = [], 0
    for _ in range(24):
        p = all_tests(ordinary(*province(rng, mean, level, year)))
        sizes.append((p <= 0.05).mean(axis=1))
        maps += bool((false_discovery(p.ravel()) <= 0.05).any())
    assert np.mean(sizes, axis=0).max() <= 0.06
    # 5% of 24 maps are one; five or more would come about in 1 case of 170.
    assert maps <= 4


def test_spreads_are_those_that_were_simulated() -> None:
    rng = np.random.default_rng(11)
    found = [ordinary(*province(rng, 30, 0.3, 0.2)) for _ in range(40)]
    assert np.mean([one.level_spread.mean() for one in found]) == pytest.approx(0.3, abs=0.04)
    few = [ordinary(*province(rng, 0.7, 0.3, 1e-6)).level_spread.mean() for _ in range(40)]
    assert np.mean(few) == pytest.approx(0.3, abs=0.06)
    # Years that resemble each other show a part of their variance as level.
    assert 0.025 < np.mean([one.year_spread.mean() for one in found]) < 0.045


def test_no_commune_is_judged_by_a_spread_that_holds_its_own_fault() -> None:
    counts, people = province(np.random.default_rng(2), 12, 0.1, 0.05)
    before = ordinary(counts, people)
    counts[0, 3:6] *= 12
    after = ordinary(counts, people)
    assert after.year_spread[0] == pytest.approx(before.year_spread[0], abs=0.02)
    assert after.year_spread[1] > before.year_spread[1] + 0.1


def test_expected_counts_are_the_rate_of_all_times_the_people() -> None:
    plain = ordinary([[2, 6], [4, np.nan], [0, 3]], [[100, 100], [300, 300], [200, np.nan]])
    assert plain.expected[:, 0].tolist() == pytest.approx([1, 3, 2])
    assert plain.expected[0, 1] == pytest.approx(6)
    assert np.isnan(plain.expected[[1, 2], 1]).all()
    assert np.isnan(plain.counts[[1, 2], 1]).all()


def test_independent_things_add_up_as_the_binomial_law_says() -> None:
    found = at_least(np.full((5, 9), 0.3), np.arange(5.0))
    assert found == pytest.approx(stats.binom.sf(np.arange(5) - 1, 9, 0.3))
    several = at_least(np.array([0.1, 0.5, np.nan, 0.9]), np.array(2.0))
    assert several == pytest.approx(0.1 * 0.5 * 0.1 + 0.1 * 0.5 * 0.9 + 0.9 * 0.5 * 0.9 + 0.1 * 0.5 * 0.9)


def test_a_hundred_thousand_things_add_up_at_once() -> None:
    chances = np.full((1, 100_000), 0.2)
    seen = np.array([20_000.0, 20_250, 20_400])
    began = time.process_time()
    found = [at_least(chances, seen[[at]])[0] for at in range(3)]
    assert time.process_time() - began < 2
    assert found == pytest.approx(stats.binom.sf(seen - 1, 100_000, 0.2), rel=1e-6)


def test_zeros_follow_the_mixture_of_gamma_and_negative_binomial() -> None:
    v, a, m = 0.25, 0.04, 1.3
    rng = np.random.default_rng(1)

    def expected(shape: float, rate: float) -> tuple[float, float]:
        nothing = stats.nbinom.pmf(0, 1 / a, 1 / (1 + a * m * rng.gamma(shape, 1 / rate, 400_000)))
        return 3 * nothing.mean(), stats.binom.sf(1, 3, nothing).mean()

    one = Ordinary(np.array([[0.0, 0.0, 7.0]]), np.full((1, 3), m), np.array([v]), np.array([a]))
    zeros, due, p = zeros_p(one)
    of_all, own = expected(1 / v, 1 / v), expected(1 / v + 7, 1 / v + 3 * m)
    assert zeros.tolist() == [2]
    assert own[1] < of_all[1]
    assert due[0] == pytest.approx(own[0], rel=5e-3)
    assert p[0] == pytest.approx(2 * own[1], rel=5e-3)


def test_a_commune_that_reports_nothing_is_held_against_all_and_one_zero_against_its_own_years() -> None:
    counts = np.array([np.zeros(10), [20, 20, 20, 0, 20, 20, 20, 20, 20, 20]])
    plain = Ordinary(counts, np.full((2, 10), 2.0), np.full(2, 1e-6), np.full(2, 1e-6))
    # Ten years of which all communes have two events a year; a tail that no draw reaches.
    assert zeros_p(plain)[2][0] == pytest.approx(2 * np.exp(-20), rel=1e-2)
    free = Ordinary(counts, np.full((2, 10), 2.0), np.full(2, 1.0), np.full(2, 1e-6))
    assert zeros_p(free)[2][1] < 1e-4
    assert zeros_p(free)[2][0] == pytest.approx(2 / 21, rel=0.01)


@pytest.mark.parametrize(("mean", "spread"), [(0.4, 1e-6), (3.0, 0.1), (7.5, 0.5), (42.0, 0.02)])
def test_round_numbers_are_as_frequent_as_the_law_of_the_counts_says(mean: float, spread: float) -> None:
    number = np.arange(1, 3000)
    law = stats.nbinom.pmf(number, 1 / spread, 1 / (1 + spread * mean))
    assert round_chances(mean, spread) == pytest.approx(law[number % 5 == 0].sum() / law.sum(), rel=1e-4)


def test_zeros_are_no_round_numbers() -> None:
    counts = np.array([[0, 5, 10, 11], [3, 0, 0, 20]], dtype=float)
    plain = ordinary(counts, np.ones((2, 4)))
    n, fives, due, p = digits_p(plain)
    assert (n.tolist(), fives.tolist()) == ([3, 2], [2, 1])
    assert due == pytest.approx(digit_chances(plain).sum(axis=1))
    assert p[0] == pytest.approx(at_least(digit_chances(plain)[0], np.array(2.0)))


@pytest.mark.parametrize("shared", [5, 10])
def test_round_numbers_that_all_communes_share_are_no_preference(shared: int) -> None:
    rng = np.random.default_rng([3, shared])
    alarms = [_all_told(rng.binomial(20, shared / 20, (150, 5))) for _ in range(24)]
    assert sum(alarms) <= 4


def test_a_preference_shows_also_where_counts_vary_less_than_chance() -> None:
    rng = np.random.default_rng(9)
    counts = rng.binomial(20, 0.4, (150, 5))
    rounded = np.where(rng.random(counts.shape) < 0.25, 5 * np.rint(counts / 5), counts)
    assert not _all_told(counts)
    assert _all_told(rounded)


def _all_told(counts: np.ndarray) -> bool:
    return all_digits_p(ordinary(counts, np.ones(counts.shape)))[3] <= 0.05


def test_a_fall_is_the_lower_tail_of_what_earlier_years_predict() -> None:
    v, a = 0.2, 0.03
    counts = np.array([[20, 24, 22, 9.0], [np.nan, np.nan, 22, 9.0]])
    plain = Ordinary(counts, np.where(np.isnan(counts), np.nan, 15.0), np.full(2, v), np.full(2, a))
    expected, p = fall_p(plain, 3)
    rng = np.random.default_rng(4)
    level = rng.gamma(1 / v + 66, 1 / (1 / v + 45), 300_000)
    drawn = rng.poisson(15 * level * rng.gamma(1 / a, a, level.size))
    assert expected[0] == pytest.approx(drawn.mean(), rel=5e-3)
    assert p[0] == pytest.approx((drawn <= 9).mean(), rel=0.1)
    assert np.isnan(p[1])
    two = Ordinary(counts[:1, 1:], np.full((1, 3), 15.0), np.full(1, v), np.full(1, a))
    assert 0.01 < fall_p(two, 2)[1][0] < 0.1


def test_equal_counts_are_multinomial() -> None:
    plain = ordinary([[2, 2, 2], [2, 2, 3], [0, 0, 0], [4, 4, np.nan]], np.ones((4, 3)))
    p = unchanged_p(plain)
    assert p[0] == pytest.approx(comb(6, 2) * comb(4, 2) / 3**6)
    assert p[0] == pytest.approx(stats.multinomial.pmf([2, 2, 2], 6, [1 / 3] * 3))
    assert p[1:3].tolist() == [1, 1]
    assert np.isnan(p[3])
