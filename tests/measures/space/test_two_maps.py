"""Two maps together: the modified t-test against whole matrices, Lee's L against esda, and what is said of them."""

from dataclasses import replace

import geopandas as gpd
import libpysal
import numpy as np
import pytest
from libpysal.examples import get_path
from scipy import sparse, stats
from scipy.spatial.distance import pdist, squareform

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.space.lee import lee, lee_p_value
from antq_analysis.measures.space.modified_t import modified_t
from antq_analysis.measures.space.moran import row_means
from antq_analysis.measures.space.nearest import positions
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.space.two_maps import two_maps
from tests.measures.space.made import YEAR, lattice, rates


def effective_by_matrices(x: np.ndarray, y: np.ndarray, points: np.ndarray, classes: int) -> float:
    """Dutilleul (1993), formula for M, with both n x n matrices written out."""
    n = len(x)
    apart = squareform(pdist(points))
    which = np.digitize(apart, apart.max() / classes * np.arange(1, classes) + 1e-9, right=True)
    matrices = []
    for values in (x, y):
        z = (values - values.mean()) / values.std()
        products, matrix = np.outer(z, z), np.eye(n)
        for k in range(classes):
            pairs = (which == k) & ~np.eye(n, dtype=bool)
            matrix[pairs] = products[pairs].mean() if pairs.any() else 0
        matrices.append(np.cov(np.eye(n)) * (n - 1) @ matrix)
    one, other = matrices
    return 1 + np.trace(one) * np.trace(other) / np.trace(one @ other)


@pytest.mark.parametrize(("n", "classes"), [(60, 13), (700, 5)])
def test_the_effective_number_is_that_of_whole_matrices(n: int, classes: int) -> None:
    rng = np.random.default_rng(n)
    points = rng.uniform(0, 50, (n, 2))
    x = points[:, 0] / 20 + rng.normal(size=n)
    y = np.sin(points[:, 1] / 9) + 0.3 * x + rng.normal(size=n)
    found = modified_t(x, y, points, classes=classes)
    effective = effective_by_matrices(x, y, points, classes)
    assert found.effective == pytest.approx(effective, rel=1e-9)
    r = np.corrcoef(x, y)[0, 1]
    assert found.correlation == pytest.approx(r)
    f = (effective - 2) * r**2 / (1 - r**2)
    assert found.p_value == pytest.approx(stats.f.sf(f, 1, effective - 2))
    half = 1.959964 / np.sqrt(effective - 3)
    assert found.low == pytest.approx(np.tanh(np.arctanh(r) - half), abs=1e-6)
    assert found.high == pytest.approx(np.tanh(np.arctanh(r) + half), abs=1e-6)


def test_units_scales_and_order_change_nothing() -> None:
    rng = np.random.default_rng(2)
    points = rng.uniform(size=(80, 2))
    x, y = points @ [1, 2] + rng.normal(size=80), rng.normal(size=80)
    mixed = rng.permutation(80)
    one = modified_t(x, y, points)
    for other in (modified_t(x * 10 + 3, y, points * 1000), modified_t(x[mixed], y[mixed], points[mixed])):
        assert (other.effective, other.p_value) == pytest.approx((one.effective, one.p_value))
    turned = modified_t(x, -y, points)
    assert (turned.correlation, turned.low) == pytest.approx((-one.correlation, -one.high))


def test_two_smooth_maps_do_not_go_together_by_chance() -> None:
    """Without a link Pearson declares far more than 5% of smooth maps related; the modified test does not."""
    rng = np.random.default_rng(7)
    points = np.mgrid[:10, :10].reshape(2, -1).T.astype(float)
    smooth = np.linalg.cholesky(np.exp(-squareform(pdist(points)) / 3) + 1e-9 * np.eye(100))
    plain = modified = 0
    for _ in range(200):
        x, y = (smooth @ rng.normal(size=(100, 2))).T
        plain += stats.pearsonr(x, y).pvalue <= 0.05
        modified += modified_t(x, y, points).p_value <= 0.05
    assert plain > 45
    assert modified <= 22


def test_lee_is_that_of_esda() -> None:
    """esda 2.8.2, Spatial_Pearson with row-standardised weights: births of 1979 in North Carolina."""
    counties = gpd.read_file(get_path("sids2.shp"))
    weights = row_means(sparse.csr_matrix(libpysal.io.open(get_path("sids2.gal")).read().sparse))
    x, y = counties["SID79"] / counties["BIR79"], counties["NWBIR79"] / counties["BIR79"]
    assert lee(x, y, weights) == pytest.approx(0.07137007793010236, rel=1e-12)
    assert lee(x, x, weights) == pytest.approx(0.24806448, abs=1e-8)
    assert lee(y, y, weights) == pytest.approx(0.73611277, abs=1e-8)
    assert lee(x, y, 2 * weights) == pytest.approx(lee(x, y, weights))
    assert lee(3 * x + 1, y, weights) == pytest.approx(lee(y, x, weights))


def test_the_test_of_lee_knows_chance() -> None:
    weights, rng = row_means(neighbours(lattice(8, 8)).links), np.random.default_rng(1)
    slope = np.repeat(np.arange(8.0), 8)
    noise = rng.normal(size=(2, 64))
    assert lee_p_value(slope + noise[0], slope + noise[1], weights, 499, 1) == 0.004
    assert lee_p_value(*noise, weights, 499, 1) > 0.05


def measures(second: np.ndarray, people: float = 20_000.0):
    layer, rng = lattice(8, 8), np.random.default_rng(5)
    first = rng.poisson(40, 64).astype(float)
    one = rates(layer, list(first), [people] * 64)
    other = rates(layer, list(second(first, rng)), [people] * 64)
    return replace(one, label_vi="Mức một", label_en="First"), replace(
        other, label_vi="Mức hai", label_en="Second"
    )


def test_what_goes_together_is_told_with_its_sign_and_caveats() -> None:
    near = neighbours(lattice(8, 8))
    one, other = measures(lambda first, rng: first + rng.poisson(5, 64))
    found = two_maps(one, other, near, YEAR, permutations=199)
    points = positions(one.units)
    test = modified_t(one.at(YEAR)["value"], other.at(YEAR)["value"], points)
    assert found.table.loc["pearson", "effective_n"] == pytest.approx(test.effective)
    assert found.table.loc["pearson", ["low", "value", "high"]].is_monotonic_increasing
    own = row_means(near.links + sparse.eye_array(64))
    assert found.table.loc["lee", "value"] == pytest.approx(
        lee(one.at(YEAR)["value"], other.at(YEAR)["value"], own)
    )
    assert "Mức một và mức hai năm 2025: cùng cao hoặc cùng thấp" in found.sentence()
    assert "không có nghĩa là cái này làm ra cái kia" in found.sentence()
    assert found.checks["passed"].all()
    opposite = two_maps(*measures(lambda first, rng: 120 - first), near, YEAR, permutations=9)
    assert "opposite" in opposite.sentence("en")
    unrelated = two_maps(*measures(lambda first, rng: rng.poisson(40, 64)), near, YEAR, permutations=9)
    assert "not seen to go together" in unrelated.sentence("en")


def test_only_units_with_both_figures_count() -> None:
    near = neighbours(lattice(8, 8))
    one, other = measures(lambda first, rng: [None if n < 30 else float(n % 9) for n in range(64)])
    assert two_maps(one, other, near, YEAR, permutations=9).table["n"].tolist() == [34, 34]
    one, other = measures(lambda first, rng: [None if n < 56 else float(n % 9) for n in range(64)])
    with pytest.raises(RefusedError, match="8 đơn vị"):
        two_maps(one, other, near, YEAR)
    with pytest.raises(UsageError):
        two_maps(one, replace(other, map_date="2025-07-01"), near, YEAR)


def test_where_too_few_independent_places_are_left_it_is_said() -> None:
    layer = lattice(4, 12)
    slope = list(np.tile(np.arange(12.0), 4))
    one = rates(layer, slope, [9000.0] * 48)
    found = two_maps(one, one, neighbours(layer), YEAR, permutations=9)
    assert np.isnan(found.table.loc["pearson", ["effective_n", "p_value", "low", "high"]].astype(float)).all()
    assert not found.checks["passed"].any()
    assert "không còn đủ nơi độc lập" in found.sentence()
