"""Resamples: every coefficient is SciPy's of the units that were drawn, and the intervals hold what they promise."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from antq_analysis.measures.association.resamples import (
    draw_counts,
    kendall_of,
    limits,
    pearson_of,
    spearman_of,
)

WAYS = [(pearson_of, stats.pearsonr), (spearman_of, stats.spearmanr), (kendall_of, stats.kendalltau)]


def figures(n: int, kind: str) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(n)
    x = rng.poisson(2, n).astype(float) if kind == "tied" else rng.normal(3e-5, 1e-6, n)
    return x, x / x.std() + rng.normal(size=n) if kind == "plain" else x + rng.poisson(3, n)


@pytest.mark.parametrize(("resampled", "plain"), WAYS)
@pytest.mark.parametrize(("n", "kind"), [(12, "tied"), (150, "plain"), (700, "tied")])
def test_every_resample_has_the_coefficient_of_its_units(
    n: int, kind: str, resampled: Callable[..., np.ndarray], plain: Callable[..., tuple[float, float]]
) -> None:
    x, y = figures(n, kind)
    drawn = np.random.default_rng(1).integers(0, n, (30, n))
    drawn[0] = np.arange(n)
    counts = np.stack([np.bincount(row, minlength=n) for row in drawn]).astype(np.float32)
    expected = [plain(x[row], y[row])[0] for row in drawn]
    np.testing.assert_allclose(resampled(counts, x, y), expected, rtol=0, atol=1e-12)


def test_units_are_drawn_with_replacement_and_alike() -> None:
    counts = draw_counts(40, 5000, np.random.default_rng(2))
    assert (counts.sum(axis=1) == 40).all()
    # Binomial with 40 draws of chance 1/40 each.
    assert counts.mean(axis=0) == pytest.approx(np.ones(40), abs=0.08)
    assert counts.var() == pytest.approx(39 / 40, rel=0.02)


def test_a_resample_that_does_not_vary_has_no_coefficient() -> None:
    x, y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 5.0])
    counts = np.array([[3, 0, 0], [1, 1, 1]], dtype=np.float32)
    for resampled, _ in WAYS:
        found = resampled(counts, x, y)
        assert np.isnan(found[0])
        assert np.isfinite(found[1])


@pytest.mark.parametrize(("resampled", "plain"), WAYS[:2])
def test_intervals_hold_the_truth_as_often_as_they_say(
    resampled: Callable[..., np.ndarray], plain: Callable[..., tuple[float, float]]
) -> None:
    """200 samples of 80 pairs with correlation 0.5; Spearman's is then 6/pi arcsin(0.25)."""
    truth = 0.5 if resampled is pearson_of else 6 / np.pi * np.arcsin(0.25)
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x, y = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 80).T
        low, high = limits(plain(x, y)[0], resampled(draw_counts(80, 200, rng), x, y))
        held += low <= truth <= high
    assert 180 <= held <= 198


def test_limits_lie_within_one_and_need_resamples_that_differ() -> None:
    low, high = limits(0.98, np.array([0.9, 0.99, 0.999, np.nan]))
    assert -1 < low < 0.98 < high < 1
    assert np.isnan(limits(1.0, np.ones(5))).all()
    assert np.isnan(limits(0.3, np.array([np.nan, 0.3]))).all()


def test_resamples_in_perfect_order_do_not_stretch_the_limits() -> None:
    """Fifteen law schools (Efron and Tibshirani 1993, table 3.1): in 6 of 999 resamples the ranks agree."""
    tests = np.array([576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594.0])
    marks = np.array([339, 330, 281, 303, 344, 307, 300, 343, 336, 313, 312, 274, 276, 288, 296.0])
    counts = draw_counts(15, 999, np.random.default_rng(1))
    for resampled, plain in WAYS[1:]:
        found = resampled(counts, tests, marks)
        assert (found > 1 - 1e-12).any()
        low, high = limits(plain(tests, marks)[0], found)
        assert 0 < low < high < 1
    assert limits(0.8, np.array([0.7, 0.8, 0.9, 1.0])) == limits(0.8, np.array([0.7, 0.8, 0.9, 0.9]))
