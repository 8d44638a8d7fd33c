"""Shared draws: no unit twice, every place alike, and tails equal to all arrangements counted one by one."""

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse

from antq_analysis.measures.space import draws
from antq_analysis.measures.space.draws import Draws, tails
from antq_analysis.measures.space.local import local_statistics
from antq_analysis.measures.space.moran_index import moran_index, row_means
from antq_analysis.measures.space.neighbours import neighbours
from tests.measures.space.made import lattice


@pytest.mark.parametrize(("units", "width"), [(40, 8), (9, 8), (3, 2)])
def test_draws_are_without_replacement_and_even(units: int, width: int) -> None:
    shared = Draws.of(units, width, 20_000, np.random.default_rng(3))
    assert (np.diff(np.sort(shared.picked.astype(int), axis=0), axis=0) > 0).all()
    expected = 20_000 / units
    counts = np.stack([np.bincount(place, minlength=units) for place in shared.picked])
    assert np.abs(counts - expected).max() < 5 * np.sqrt(expected)


def test_the_index_finds_every_draw_with_a_unit() -> None:
    shared = Draws.of(7, 3, 50, np.random.default_rng(1))
    ends = np.append(0, np.cumsum(shared.before[-1]))
    for unit in range(7):
        found = sorted(shared.standing[ends[unit] : ends[unit + 1]].tolist())
        assert found == sorted(np.flatnonzero((shared.picked == unit).any(axis=0)).tolist())
        for k in (1, 2, 3):
            assert shared.before[k, unit] == (shared.picked[:k] == unit).sum()


def test_tails_are_those_of_all_arrangements() -> None:
    values = np.array([0.3, -1.2, 2.0, 2.0, -0.4, 0.9, -1.6, 0.3, -2.3])
    values = (values - values.mean()) / values.std()
    near = [[1, 2], [0, 2, 3], [0, 1, 3, 4], [4], [2, 3], [6, 7], [5, 7], [5, 6, 8], []]
    degrees = np.array([len(own) for own in near])
    sums = np.array([values[own].sum() for own in near])
    (upper,), (lower,) = tails(values[None], sums[None], degrees, 140_000, 5)
    for i, own in enumerate(near[:-1]):
        others = np.delete(values, i)
        all_sums = np.array([others[list(some)].sum() for some in combinations(range(8), len(own))])
        assert upper[i] == pytest.approx((all_sums >= sums[i] - 1e-9).mean(), abs=0.009)
        assert lower[i] == pytest.approx((all_sums <= sums[i] + 1e-9).mean(), abs=0.009)
    assert np.isnan([upper[-1], lower[-1]]).all()


def test_the_observation_itself_counts_as_one() -> None:
    values = np.arange(12.0)
    kept = 30 - Draws.of(12, 2, 30, np.random.default_rng(1)).before[2]
    (upper,), (lower,) = tails(values[None], np.full((1, 12), 99.0), np.full(12, 2), 30, 1)
    np.testing.assert_allclose(upper, 1 / (kept + 1))
    np.testing.assert_allclose(lower, 1.0)


def test_equal_figures_are_ties_however_they_are_summed() -> None:
    values = np.tile([0.1, 0.2, 0.3], 20)
    (upper,), (lower,) = tails(values[None], np.full((1, 60), values[:3].sum()), np.full(60, 3), 4_000, 1)
    inside = np.sort(values)[Draws.of(60, 3, 4_000, np.random.default_rng(1)).picked].sum(axis=0)
    middle = np.isclose(inside, 0.6).mean()
    assert middle > 0.1
    np.testing.assert_allclose(upper + lower - 1, middle, atol=0.06)


def test_maps_share_the_draws_and_stay_apart(monkeypatch) -> None:
    values = np.random.default_rng(1).normal(size=(3, 49))
    links = neighbours(lattice(7, 7)).links
    together = local_statistics(values, links, 500, seed=4)
    for one in range(3):
        alone = local_statistics(values[one], links, 500, seed=4)
        for name in ("lag", "moran", "gi_star", "p_value"):
            np.testing.assert_array_equal(getattr(together, name)[one], getattr(alone, name))
    monkeypatch.setattr(draws, "_AT_ONCE", 64)
    parted = local_statistics(values, links, 500, seed=4)
    np.testing.assert_allclose(parted.p_value, together.p_value, atol=0.2)
    assert np.corrcoef(parted.p_value.ravel(), together.p_value.ravel())[0, 1] > 0.98


def test_local_moran_adds_up_to_the_whole() -> None:
    values = np.random.default_rng(6).normal(size=36)
    links = neighbours(lattice(6, 6)).links
    local = local_statistics((values - values.mean()) / values.std(), links, 9, seed=1)
    assert local.moran.sum() == pytest.approx(35 * moran_index(values, row_means(links)).value)


def test_who_has_all_others_as_neighbours_differs_from_nothing() -> None:
    links = sparse.csr_matrix(1 - np.eye(6))
    values = np.array([1.0, 2, 3, 4, 5, 9])
    found = local_statistics((values - values.mean()) / values.std(), links, 999, seed=1)
    assert found.p_value.tolist() == [1.0] * 6


def test_a_result_does_not_hang_on_the_order_of_units() -> None:
    layer = lattice(9, 9)
    values = np.random.default_rng(4).normal(size=81)
    values = (values - values.mean()) / values.std()
    mixed = np.random.default_rng(5).permutation(81)
    links = neighbours(layer).links
    one = local_statistics(values, links, 2_000, seed=1)
    other = local_statistics(values[mixed], links[mixed][:, mixed], 2_000, seed=1)
    for name in ("moran", "gi_star", "p_value"):
        np.testing.assert_allclose(getattr(one, name)[mixed], getattr(other, name), rtol=1e-9)


def test_the_size_of_the_test_is_five_in_a_hundred() -> None:
    links, rng = neighbours(lattice(10, 15)).links, np.random.default_rng(11)
    skewed = np.sort(rng.gamma(2.0, size=150))
    skewed = (skewed - skewed.mean()) / skewed.std()
    null = rng.permuted(np.tile(skewed, (160, 1)), axis=1)
    assert 0.045 <= (local_statistics(null, links, 4_999, seed=2).p_value <= 0.05).mean() <= 0.055
