"""Two maps together: the modified t-test against whole matrices, Lee's L against esda, and what is said of them."""

from dataclasses import replace

import geopandas as gpd
import libpysal
import numpy as np
import pytest
from libpysal.examples import get_path
from scipy import optimize, sparse, stats
from scipy.spatial.distance import pdist, squareform

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.rates import count
from antq_analysis.measures.space.lee import lee
from antq_analysis.measures.space.modified_t import modified_t
from antq_analysis.measures.space.moran_index import row_means
from antq_analysis.measures.space.nearest import positions
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.space.standardised import eb_standardise
from antq_analysis.measures.space.two_maps import two_maps
from tests.measures.space.made import YEAR, lattice, rates
from tests.panel.made import figure, made_panel


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
    found = two_maps(one, other, near, YEAR)
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
    opposite = two_maps(*measures(lambda first, rng: 120 - first + rng.poisson(2, 64)), near, YEAR)
    assert "opposite" in opposite.sentence("en")
    unrelated = two_maps(*measures(lambda first, rng: rng.poisson(40, 64)), near, YEAR)
    assert "not seen to go together" in unrelated.sentence("en")
    for lang in ("vi", "en"):
        assert found.sentence(lang).count("p = ") == 1
    assert np.isnan(found.table.loc["lee", "p_value"])


def test_only_units_with_both_figures_count() -> None:
    near = neighbours(lattice(8, 8))
    one, other = measures(lambda first, rng: [None if n < 30 else float(n % 9) for n in range(64)])
    found = two_maps(one, other, near, YEAR)
    assert found.table["n"].tolist() == [34, 34]
    assert (
        f"30 đơn vị thiếu một trong hai số liệu hoặc thiếu ranh giới: {one.units.index[0]}"
        in found.sentence()
    )
    one, other = measures(lambda first, rng: [None if n < 56 else float(n % 9) for n in range(64)])
    with pytest.raises(RefusedError, match="8 đơn vị"):
        two_maps(one, other, near, YEAR)
    with pytest.raises(UsageError):
        two_maps(one, replace(other, map_date="2025-07-01"), near, YEAR)


def test_where_too_few_independent_places_are_left_it_is_said() -> None:
    layer = lattice(4, 12)
    slope = list(np.tile(np.arange(12.0), 4))
    one, other = (
        rates(layer, slope, [9000.0] * 48),
        rates(layer, [s + s % 2 / 10 for s in slope], [9000.0] * 48),
    )
    found = two_maps(one, other, neighbours(layer), YEAR)
    assert np.isnan(found.table.loc["pearson", ["effective_n", "p_value", "low", "high"]].astype(float)).all()
    assert not found.checks["passed"].any()
    assert "không còn đủ nơi độc lập" in found.sentence()


def poisson_maps(rng: np.random.Generator, spread: float):
    """Two maps of independent risks, the same everywhere, over communes of unequal size."""
    layer = lattice(10, 10)
    people = np.exp(rng.normal(np.log(7500), spread, 100))
    one, other = (rates(layer, list(rng.poisson(many * people / 7500)), people) for many in (5.5, 4))
    return one, other


def test_chance_in_small_communes_makes_no_link() -> None:
    """On the raw rates 20% and more of such maps are declared related."""
    near, raw, said = neighbours(lattice(10, 10)), 0, 0
    for seed in range(40):
        one, other = poisson_maps(np.random.default_rng(seed), 1.2)
        found = two_maps(one, other, near, YEAR)
        said += found.table.loc["pearson", "p_value"] <= 0.05
        values = [measure.at(YEAR)["value"].to_numpy() for measure in (one, other)]
        raw += modified_t(*values, positions(one.units)).p_value <= 0.05
    assert raw > 6
    assert said <= 4


def test_what_is_correlated_is_standardised() -> None:
    one, other = poisson_maps(np.random.default_rng(1), 0.8)
    found = two_maps(one, other, neighbours(one.units), YEAR)
    own = [
        eb_standardise(*measure.at(YEAR)[["events", "exposure"]].to_numpy(float).T)
        for measure in (one, other)
    ]
    assert found.table.loc["pearson", "value"] == pytest.approx(np.corrcoef(*own)[0, 1])
    weights = row_means(neighbours(one.units).links + sparse.eye_array(100))
    assert found.table.loc["lee", "value"] == pytest.approx(lee(*own, weights))


def minus_likelihood(line: np.ndarray, events: np.ndarray, people: np.ndarray) -> float:
    """Poisson counts that follow a power of the people."""
    log_mean = line[0] + line[1] * np.log(people / 7500)
    return float((np.exp(log_mean) - events * log_mean).sum())


def test_one_base_is_told_and_taken_off() -> None:
    """Points that have nothing to do with people, per people; incidents that grow more slowly than people."""
    near, rng = neighbours(lattice(10, 10)), np.random.default_rng(3)
    people = np.exp(rng.normal(np.log(7500), 0.5, 100))
    layer = lattice(10, 10)
    one = rates(layer, list(rng.poisson(5.5 * (people / 7500) ** 0.5)), people)
    other = rates(layer, list(rng.poisson(10, 100)), people)
    found = two_maps(one, other, near, YEAR)
    assert found.table.loc["pearson", "p_value"] < 0.01
    assert found.table.loc["partial", "p_value"] > 0.05
    left = []
    for each in (one, other):
        events = each.at(YEAR)["events"].to_numpy(float)
        best = optimize.minimize(minus_likelihood, [np.log(events.mean()), 0.0], (events, people)).x
        expected = np.exp(best[0] + best[1] * np.log(people / 7500))
        left.append((events - expected) / np.sqrt(expected))
        assert (left[-1] ** 2).sum() < 98  # so that no dispersion is estimated
    assert found.table.loc["partial", "value"] == pytest.approx(np.corrcoef(*left)[0, 1], abs=1e-5)
    assert "cùng một mẫu số" in found.sentence()
    assert "Without what the size of the common base explains" in found.sentence("en")
    apart = two_maps(one, rates(layer, list(rng.poisson(10, 100)), rng.permutation(people)), near, YEAR)
    assert "partial" not in apart.table.index
    assert "mẫu số" not in apart.sentence()


def test_without_the_size_of_one_base_chance_is_chance() -> None:
    """Where incidents grow as the root of people, nearly every map is declared related, without size 5%."""
    rng, near, layer = np.random.default_rng(6), neighbours(lattice(10, 10)), lattice(10, 10)
    plain = partial = 0
    for _ in range(30):
        people = np.exp(rng.normal(np.log(7500), 0.8, 100))
        one = rates(layer, list(rng.poisson(5.5 * (people / 7500) ** 0.5)), people)
        p_value = two_maps(one, rates(layer, list(rng.poisson(10, 100)), people), near, YEAR).table["p_value"]
        plain, partial = plain + (p_value["pearson"] <= 0.05), partial + (p_value["partial"] <= 0.05)
    assert plain > 25
    assert partial <= 4


def test_figures_that_do_not_vary_where_both_are_known_are_refused() -> None:
    one, other = measures(lambda first, rng: [float(n) if n < 30 else 7.0 for n in range(64)])
    frame = one.frame.copy()
    frame.iloc[:30, frame.columns.get_loc("value")] = np.nan
    with pytest.raises(RefusedError, match="Mức hai"):
        two_maps(replace(one, frame=frame), other, neighbours(one.units), YEAR)


def test_a_measure_is_not_compared_with_itself_or_with_what_it_leaves_of_a_whole() -> None:
    one, other = measures(lambda first, rng: 3 * first)
    rest, _ = measures(lambda first, rng: first)
    left = 80 - rest.frame["events"]
    rest = replace(rest, frame=rest.frame.assign(events=left, value=left / rest.frame["exposure"]))
    for second in (one, other, rest, replace(one, frame=one.frame.assign(method="density"))):
        with pytest.raises(RefusedError, match="là một") as caught:
            two_maps(one, second, neighbours(one.units), YEAR)
    assert "are one" in caught.value.text("en")


def test_a_part_beside_its_whole_is_told() -> None:
    one, other = measures(lambda first, rng: first + rng.poisson(5, 64))
    part, near = replace(one, indicator="fires"), neighbours(one.units)
    whole = replace(other, holds=frozenset({"fires", "programme"}))
    for pair in ((part, whole), (whole, part)):
        assert "một chỉ tiêu đã gồm chỉ tiêu kia" in two_maps(*pair, near, YEAR).sentence()
    assert "contains the other" not in two_maps(one, whole, near, YEAR).sentence("en")
    told = made_panel([figure("99001", "incidents_total", "2023", 3), figure("99001", "fires", "2023", 3)])
    assert "fires" in count(told, "incidents_total").holds
    assert "incidents_total" not in count(told, "fires").holds


def test_a_unit_without_a_polygon_stays_out_and_is_named() -> None:
    one, other = measures(lambda first, rng: first + rng.poisson(5, 64))
    bare = one.units.set_geometry(one.units.geometry.where(one.units.index != "90004"))
    one, other = replace(one, units=bare), replace(other, units=bare)
    found = two_maps(one, other, neighbours(bare), YEAR)
    assert found.table["n"].tolist() == [63, 63]
    assert "90004 Xã Mẫu 4" in found.sentence("en")


def test_figures_that_cannot_be_standardised_on_both_sides_are_told() -> None:
    one, other = measures(lambda first, rng: first + rng.poisson(5, 64))
    dense = [replace(each, frame=each.frame.assign(method="density")) for each in (one, other)]
    near = neighbours(one.units)
    assert "p may be too small" in two_maps(*dense, near, YEAR).sentence("en")
    assert "p may be too small" not in two_maps(dense[0], other, near, YEAR).sentence("en")


def test_more_places_than_units_are_never_said() -> None:
    chess = (np.indices((8, 8)).sum(axis=0) % 2).ravel() * 20.0
    rng, layer = np.random.default_rng(2), lattice(8, 8)
    one, other = (rates(layer, list(40 + chess + rng.poisson(5, 64)), [20_000.0] * 64) for _ in range(2))
    found = two_maps(one, other, neighbours(layer), YEAR)
    found = replace(found, table=found.table.assign(effective_n=[90.0, np.nan]))
    assert "coi cả 64 đơn vị là độc lập" in found.sentence()
    assert "90" not in found.sentence("en").replace("90001", "")
    few = replace(found, table=found.table.assign(effective_n=[20.2, np.nan]))
    assert "worth about 20 independent places" in few.sentence("en")
