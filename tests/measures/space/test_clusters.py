"""Clusters: planted ones are found, chance is called chance, and what would mislead is refused."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.space import clusters
from antq_analysis.measures.space.clusters import STATISTICS, find_clusters
from antq_analysis.measures.space.local import local_statistics
from antq_analysis.measures.space.moran import moran
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.space.standardised import eb_standardise
from tests.measures.space.made import YEAR, lattice, rates
from tests.panel.made import figure, made_panel

SIDE = 12
PEOPLE = [10_000.0] * SIDE**2


def planted(high: float = 60.0, low: float = 4.0) -> np.ndarray:
    """A block of high communes with one low in it, a block of low ones, and noise between."""
    field = 20.0 + np.random.default_rng(1).integers(-3, 4, (SIDE, SIDE))
    field[:4, :4], field[8:, 8:] = high, low
    field[1, 1] = low
    return field


@pytest.fixture(scope="module")
def found():
    layer = lattice(SIDE, SIDE)
    return find_clusters(rates(layer, list(planted().ravel()), PEOPLE), neighbours(layer), YEAR)


def at(result, row: int, column: int) -> str:
    return result.frame["category"].iloc[row * SIDE + column]


def test_planted_clusters_are_found_by_name(found) -> None:
    assert (at(found, 0, 1), at(found, 2, 2), at(found, 10, 10)) == ("high_high", "high_high", "low_low")
    assert at(found, 1, 1) == "low_high"
    assert at(found, 0, 10) == "not_significant"
    counted = found.counted()
    assert sum(counted.values()) == SIDE**2
    assert f"{counted['high_high']} đơn vị có mức cao nằm giữa các đơn vị mức cao" in found.sentence()
    assert f"{counted['low_high']} low unit among high ones" in found.sentence("en")


def test_gi_star_says_high_or_low_of_a_unit_with_its_neighbours() -> None:
    layer = lattice(SIDE, SIDE)
    measure = rates(layer, list(planted().ravel()), PEOPLE)
    result = find_clusters(measure, neighbours(layer), YEAR, statistic="gi_star")
    assert (at(result, 1, 1), at(result, 10, 10), at(result, 0, 10)) == ("high", "low", "not_significant")
    assert "mức cao hơn mức chung" in result.sentence()
    both = find_clusters(measure, neighbours(layer), YEAR)
    pd.testing.assert_series_equal(both.frame["gi_star"], result.frame["gi_star"])
    pd.testing.assert_series_equal(both.frame["p_value"], result.frame["p_value"])


def test_where_a_unit_outweighs_its_neighbours_gi_star_says_nothing() -> None:
    field = planted()
    field[9, 9] = 900.0
    layer = lattice(SIDE, SIDE)
    result = find_clusters(
        rates(layer, list(field.ravel()), PEOPLE), neighbours(layer), YEAR, statistic="gi_star"
    )
    row = result.frame.iloc[9 * SIDE + 9]
    assert row["gi_star"] > 0
    assert row["lag"] < 0
    assert row["category"] == "not_significant"


def test_chance_is_called_chance() -> None:
    layer, rng = lattice(SIDE, SIDE), np.random.default_rng(3)
    near = neighbours(layer)
    result = find_clusters(rates(layer, list(rng.poisson(20, SIDE**2).astype(float)), PEOPLE), near, YEAR)
    assert set(result.frame["category"]) == {"not_significant"}
    assert "chưa thấy cụm nào vượt ngẫu nhiên" in result.sentence()
    assert "no cluster beyond chance was seen" in result.sentence("en")
    assert result.frame["p_value"].min() < 0.05  # single tests that the family does not bear out


def test_small_communes_do_not_make_clusters() -> None:
    layer, rng = lattice(SIDE, SIDE), np.random.default_rng(4)
    people = np.full((SIDE, SIDE), 20_000.0)
    people[:3, :3] = 400
    events = rng.poisson(people * 0.001)
    result = find_clusters(
        rates(layer, list(events.ravel().astype(float)), people.ravel()), neighbours(layer), YEAR
    )
    assert set(result.frame["category"]) == {"not_significant"}
    raw = result.frame["value"]
    extreme = ((raw - raw.mean()) / raw.std()).abs().idxmax()
    assert extreme in layer.index[people.ravel() == 400]
    assert result.frame["standardised"].abs().idxmax() not in layer.index[people.ravel() == 400]


def test_the_same_seed_gives_the_same_and_permutations_grow_with_the_map(found) -> None:
    layer = lattice(SIDE, SIDE)
    measure, near = rates(layer, list(planted().ravel()), PEOPLE), neighbours(layer)
    pd.testing.assert_frame_equal(find_clusters(measure, near, YEAR).frame, found.frame)
    other = find_clusters(measure, near, YEAR, seed=2).frame
    assert not other["p_value"].equals(found.frame["p_value"])
    np.testing.assert_allclose(other["p_value"], found.frame["p_value"], atol=0.05)
    assert found.permutations == 9_999
    assert found.frame["p_value"].min() <= 2 * (1 + 2) / 9_000


@pytest.mark.parametrize("level", [0.05, 0.01])
def test_a_large_map_has_permutations_enough_for_a_single_unit_to_stand_out(monkeypatch, level) -> None:
    monkeypatch.setattr(clusters, "FEWEST_DRAWS", 99)
    layer = lattice(8, 9)
    field = np.random.default_rng(2).permutation(72).astype(float)
    field[[19, 27, 29, 37]] = 400.0  # around the unit at 28, which no other has around it
    near = neighbours(layer, "rook")
    result = find_clusters(rates(layer, list(field), [90_000.0] * 72), near, YEAR, level=level)
    assert result.permutations >= 2 / level * 72
    assert result.frame["p_value"].iloc[28] <= level / 72


def test_too_few_permutations_to_find_anything_are_refused_with_how_many_it_takes() -> None:
    layer = lattice(4, 5)
    measure = rates(layer, [float(n) for n in range(20)], [5000.0] * 20)
    with pytest.raises(UsageError, match="798") as caught:
        find_clusters(measure, neighbours(layer), YEAR, permutations=798)
    needed = int(str(caught.value.values["needed"]))
    assert find_clusters(measure, neighbours(layer), YEAR, permutations=needed).permutations == needed
    assert find_clusters(measure, neighbours(layer), YEAR, permutations=799).permutations == 799


def test_where_no_unit_could_stand_out_nothing_is_said_of_clusters() -> None:
    layer, rng = lattice(8, 8), np.random.default_rng(1)
    measure = rates(layer, list(rng.poisson(20, 64).astype(float)), [9000.0] * 64)
    result = find_clusters(measure, neighbours(layer, "knn", k=1), YEAR)
    assert not result.within_reach
    assert "không thể nói là có hay không có cụm" in result.sentence()
    assert "cannot be said" in result.sentence("en")
    assert "no cluster beyond chance" not in result.sentence("en")
    assert find_clusters(measure, neighbours(layer), YEAR).within_reach
    with pytest.raises(UsageError, match=YEAR):
        find_clusters(measure, neighbours(layer, "distance", distance=10.0), YEAR)


def test_what_is_said_of_chance_is_no_more_than_the_test_carries(found) -> None:
    assert "tính trung bình, nhiều nhất 5% số đơn vị được nêu là do ngẫu nhiên" in found.sentence()
    assert "on average at most 5% of the units named" in found.sentence("en")
    assert "chưa thấy khác mức ngẫu nhiên" in found.sentence()
    assert "0.5%" in replace(found, level=0.005).sentence("en")


def test_the_order_of_communes_changes_nothing(found) -> None:
    layer = lattice(SIDE, SIDE).sample(frac=1, random_state=1)
    places = lattice(SIDE, SIDE).index.get_indexer(layer.index)
    own = planted().ravel()
    plain = find_clusters(
        rates(lattice(SIDE, SIDE), list(own), PEOPLE), neighbours(lattice(SIDE, SIDE)), YEAR
    )
    mixed = find_clusters(rates(layer, list(own[places]), PEOPLE), neighbours(layer), YEAR)
    for name in ("p_value", "gi_star", "local_moran"):
        np.testing.assert_allclose(mixed.frame[name], plain.frame.loc[mixed.frame.index, name], rtol=1e-9)


def test_units_without_a_figure_leave_the_map_and_are_named() -> None:
    layer = lattice(6, 6)
    events: list[float | None] = [float(5 + n % 11) for n in range(36)]
    for gone in (1, 6, 7):
        events[gone] = None
    result = find_clusters(rates(layer, events, [9000.0] * 36), neighbours(layer), YEAR)
    assert result.frame["category"].iloc[[1, 6, 7]].tolist() == ["no_data"] * 3
    assert result.frame["category"].iloc[0] == "no_neighbours"
    assert result.frame["status"].iloc[1] == "not_reported"
    assert result.frame.iloc[1][["value", "p_value", "q_value"]].isna().all()
    assert np.isnan(result.frame["p_value"].iloc[0])
    for lang in ("vi", "en"):
        assert f"{layer.index[7]} Xã Mẫu 8" in result.sentence(lang)
    assert f"1 đơn vị không có đơn vị liền kề nào có số liệu: {layer.index[0]}" in result.sentence()
    assert result.frame["n_neighbours"].iloc[2] == 3


def test_a_bound_is_no_figure() -> None:
    layer = lattice(5, 5)
    measure = rates(layer, [float(n) for n in range(25)], [9000.0] * 25)
    frame = measure.frame.copy()
    frame.loc[(layer.index[4], YEAR), ["comparator", "method"]] = ["over", "count_not_exact"]
    result = find_clusters(replace(measure, frame=frame), neighbours(layer), YEAR)
    assert result.frame["category"].iloc[4] == "no_data"


def test_smoothed_rates_are_refused_with_the_remedy() -> None:
    layer = lattice(5, 5)
    measure = rates(layer, [float(n) for n in range(25)], [9000.0] * 25)
    for method in ("eb_global", "eb_local"):
        smoothed = replace(measure, frame=measure.frame.assign(method=method))
        with pytest.raises(RefusedError, match=r"làm trơn.*rate\(\)") as caught:
            find_clusters(smoothed, neighbours(layer), YEAR)
        assert "smoothed" in caught.value.text("en")


def test_counts_are_refused() -> None:
    layer = lattice(5, 5)
    figures = [figure(code, "incidents_total", YEAR, float(n)) for n, code in enumerate(layer.index)]
    counts = replace(count(made_panel(figures, units=tuple(layer.index)), "incidents_total"), units=layer)
    with pytest.raises(RefusedError, match=r"không phải tỷ suất.*rate\(\)"):
        find_clusters(counts, neighbours(layer), YEAR)


@pytest.mark.parametrize("wrong", [{"level": 0.0}, {"level": 1.0}, {"permutations": 0}])
def test_numbers_that_make_no_sense_are_refused(wrong) -> None:
    layer = lattice(5, 5)
    measure = rates(layer, [float(n) for n in range(25)], [9000.0] * 25)
    with pytest.raises(UsageError, match="lớn hơn 0"):
        find_clusters(measure, neighbours(layer), YEAR, **wrong)
    with pytest.raises(UnknownNameError, match="gi_star"):
        find_clusters(measure, neighbours(layer), YEAR, statistic="gistar")


def test_every_category_has_its_words() -> None:
    assert STATISTICS == {
        "moran": ("high_high", "low_low", "high_low", "low_high"),
        "gi_star": ("high", "low"),
    }


def test_quadrants_of_ten_places_as_in_the_manual_of_esda() -> None:
    """The example of esda's Moran_Local on its data set desmith: quadrants 4 4 4 2 3 3 1 4 3 3."""
    near = [[1, 3], [0, 4], [3, 6], [0, 2, 4, 7], [1, 3, 5, 8], [4, 9], [2, 7], [3, 6, 8], [4, 7, 9], [5, 8]]
    pairs = [(i, j) for i, own in enumerate(near) for j in own]
    links = sparse.csr_matrix((np.ones(len(pairs)), np.transpose(pairs)), shape=(10, 10))
    values = np.array([2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06])
    scaled = (values - values.mean()) / values.std()
    local = local_statistics(scaled, links, 99, seed=1)
    quadrant = {"high_high": 1, "low_high": 2, "low_low": 3, "high_low": 4}
    named = clusters._categories(scaled, local, "moran")
    assert [quadrant[name] for name in named] == [4, 4, 4, 2, 3, 3, 1, 4, 3, 3]


def test_rates_and_shares_of_a_panel_go_through() -> None:
    layer, rng = lattice(6, 6), np.random.default_rng(1)
    figures = [
        figure(code, name, YEAR, float(value))
        for code in layer.index
        for name, value in (
            ("population", rng.integers(4_000, 9_000)),
            ("incidents_total", rng.poisson(8)),
            ("residential_areas_total", rng.integers(18, 60)),
            ("residential_areas_with_model", rng.integers(5, 18)),
        )
    ]
    panel = made_panel(figures, units=tuple(layer.index))
    for measure in (rate(panel, "incidents_total"), share(panel, "residential_areas_with_model")):
        result = find_clusters(replace(measure, units=layer), neighbours(layer), YEAR)
        assert result.place.standardised
        assert result.frame["p_value"].notna().all()
        assert result.label_vi in result.sentence()
        rows = measure.at(YEAR)
        own = eb_standardise(
            rows["events"], rows["exposure"], part=result.indicator == "residential_areas_with_model"
        )
        np.testing.assert_allclose(result.frame["standardised"], (own - own.mean()) / own.std())


def test_the_whole_map_is_told_beside_its_clusters() -> None:
    layer, rng = lattice(8, 8), np.random.default_rng(3)
    slope = np.repeat(np.linspace(4, 16, 8), 8)
    measure = rates(layer, list(rng.poisson(slope * 2).astype(float)), [20_000.0] * 64)
    near = neighbours(layer)
    found, whole = find_clusters(measure, near, YEAR), moran(measure, near, YEAR)
    assert found.overall is not None
    assert found.overall.index == whole.index
    assert (found.overall.p_value, found.overall.n) == (whole.p_value, 64)
    for lang, decimal in (("vi", ","), ("en", ".")):
        value = f"{whole.index.value:.3f}".rstrip("0").replace(".", decimal)
        assert f"= {value}; p = 0{decimal}0002; 64" in found.sentence(lang)
