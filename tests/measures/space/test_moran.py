"""Moran's I: published values, the standardisation of rates, and what is said of it."""

from dataclasses import replace

import geopandas as gpd
import libpysal
import numpy as np
import pandas as pd
import pytest
import shapely
from libpysal.examples import get_path
from scipy import sparse, stats

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.rates import rate, share
from antq_analysis.measures.space.clusters import find_clusters
from antq_analysis.measures.space.moran import moran
from antq_analysis.measures.space.moran_index import moran_index, row_means
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.space.standardised import eb_standardise
from antq_analysis.places.groups import SEVERAL
from antq_analysis.show.found import read_result
from tests.measures.space.made import YEAR, lattice, rates, read_gal
from tests.panel.made import figure, made_panel


def test_columbus_with_the_weights_of_anselin(shared) -> None:
    """spdep's moran.test, as in published_results.csv."""
    crime = pd.read_csv(shared / "data/peers/columbus_anselin1988.csv")["CRIME"]
    links = read_gal(shared / "data/peers/columbus_anselin1988.gal", range(1, 50))
    found = moran_index(crime, row_means(links))
    assert links.nnz == 232
    assert found.value == pytest.approx(0.510951264, abs=1e-8)
    assert (round(found.z_random, 4), round(found.z_normal, 4)) == (5.6341, 5.6754)


def test_residuals_of_columbus(shared) -> None:
    """spdep's lm.morantest prints 0.235638354 for the residuals of crime on income and the value of homes."""
    table = pd.read_csv(shared / "data/peers/columbus_anselin1988.csv")
    links = read_gal(shared / "data/peers/columbus_anselin1988.gal", range(1, 50))
    design = np.column_stack([np.ones(49), table["INC"], table["HOVAL"]])
    beta = np.linalg.lstsq(design, table["CRIME"], rcond=None)[0]
    assert beta.round(4).tolist() == [68.619, -1.5973, -0.2739]
    found = moran_index(table["CRIME"] - design @ beta, row_means(links))
    assert found.value == pytest.approx(0.235638354, abs=1e-8)


def test_sudden_infant_deaths_in_north_carolina(shared) -> None:
    """spdep's EBImoran.mc and moran.mc; the former counts the two islands, the latter leaves them out."""
    counties = gpd.read_parquet(shared / "data/peers/nc_counties_sids.parquet")
    links = read_gal(shared / "data/peers/ncCC89.gal", counties["fips"])
    standardised = eb_standardise(counties["SID74"], counties["BIR74"])
    assert round(moran_index(standardised, links, count_islands=True).value, 5) == 0.25789
    assert round(moran_index(counties["SID74"] / counties["BIR74"], links).value, 5) == 0.20904


def test_departments_of_guerry(shared) -> None:
    """Table of Moran's coefficients in the vignette MultiSpat of R's Guerry, after Dray and Jombart (2011)."""
    layer = gpd.read_parquet(shared / "data/peers/guerry_gfrance85.parquet")
    weights = row_means(neighbours(layer).links)
    printed = {"Crime_pers": 0.4118, "Crime_prop": 0.2636, "Literacy": 0.7176}
    printed |= {"Donations": 0.3534, "Infants": 0.2332, "Suicides": 0.4874}
    assert {name: round(moran_index(layer[name], weights).value, 4) for name in printed} == printed


def test_infant_deaths_of_1979_as_in_the_manual_of_esda() -> None:
    """The example of esda's Moran_Rate: I 0.1662, one-sided p under normality 0.0042."""
    counties = gpd.read_file(get_path("sids2.shp"))
    weights = libpysal.io.open(get_path("sids2.gal")).read()
    links = sparse.csr_matrix(weights.sparse)
    found = moran_index(eb_standardise(counties["SID79"], counties["BIR79"]), row_means(links))
    assert (round(found.value, 4), round(stats.norm.sf(found.z_normal), 4)) == (0.1662, 0.0042)


def test_homicides_around_st_louis_as_in_the_manual_of_esda() -> None:
    """The example of esda's Moran: I 0.244, expectation -0.0129870, two-sided p under normality 0.000271."""
    rates_ = pd.read_csv(get_path("stl_hom.csv"))["HR8893"]
    links = sparse.csr_matrix(libpysal.io.open(get_path("stl.gal")).read().sparse)
    found = moran_index(rates_, row_means(links))
    assert (round(found.value, 3), round(found.expected, 6)) == (0.244, -0.012987)
    assert 2 * stats.norm.sf(found.z_normal) == pytest.approx(0.00027147862770937614, rel=1e-6)


def test_a_standardised_rate_by_hand() -> None:
    events, people = np.array([2.0, 30, 9]), np.array([100.0, 1000, 300])
    rate = events / people
    overall = 41 / 1400
    between = (people * (rate - overall) ** 2).sum() / 1400 - overall / (1400 / 3)
    assert between < 0  # chance alone is taken
    expected = (rate - overall) / np.sqrt(overall / people)
    np.testing.assert_allclose(eb_standardise(events, people), expected)


def test_a_large_unit_does_not_outweigh_the_map_where_only_chance_is_there() -> None:
    """Where the moments fall below zero, the variance of a large unit may by luck lie next to zero."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        people = np.exp(rng.normal(np.log(7000), 1.4, 150))
        found = eb_standardise(rng.poisson(people * 7e-4), people)
        assert np.abs(found).max() < 6


def test_chance_in_a_share_is_that_of_parts_of_a_whole() -> None:
    part, whole = np.array([90.0, 80, 85]), np.array([100.0, 90, 95])
    rate, overall = part / whole, 255 / 285
    between = (whole * (rate - overall) ** 2).sum() / 285 - overall * (1 - overall) / 95
    assert between < 0
    expected = (rate - overall) / np.sqrt(overall * (1 - overall) / whole)
    np.testing.assert_allclose(eb_standardise(part, whole, part=True), expected)


def test_spread_beyond_chance_enters_the_variance() -> None:
    events, people = np.array([10.0, 500, 40]), np.array([1000.0, 1000, 4000])
    overall = 550 / 6000
    between = (people * (events / people - overall) ** 2).sum() / 6000 - overall / 2000
    expected = (events / people - overall) / np.sqrt(between + overall / people)
    np.testing.assert_allclose(eb_standardise(events, people), expected)


def test_where_nothing_happened_nothing_deviates() -> None:
    assert eb_standardise([0, 0], [10, 20]).tolist() == [0, 0]


def measure_of(field: np.ndarray, people: np.ndarray):
    side = int(np.sqrt(len(field)))
    layer = lattice(side, side)
    return rates(layer, list(field), people), neighbours(layer)


def test_a_slope_over_the_map_is_alike_and_chance_is_not() -> None:
    rng = np.random.default_rng(1)
    people = rng.integers(4_000, 12_000, 100).astype(float)
    slope = np.repeat(np.linspace(4, 16, 10), 10)
    measure, near = measure_of(rng.poisson(people / 10_000 * slope).astype(float), people)
    found = moran(measure, near, YEAR, permutations=999)
    standardised = eb_standardise(measure.at(YEAR)["events"], measure.at(YEAR)["exposure"])
    assert found.index.value == pytest.approx(moran_index(standardised, row_means(near.links)).value)
    assert found.p_value == 0.002
    assert "giống nhau nhiều hơn mức ngẫu nhiên" in found.sentence()
    assert "alike beyond chance" in found.sentence("en")
    again = moran(measure, near, YEAR, permutations=999)
    assert (again.p_value, again.index) == (found.p_value, found.index)
    measure, near = measure_of(rng.poisson(people / 1000).astype(float), people)
    assert "not seen" in moran(measure, near, YEAR, permutations=999).sentence("en")
    chess = (np.indices((10, 10)).sum(axis=0) % 2).ravel() * 20.0 + 1
    layer = lattice(10, 10)
    unlike = moran(
        rates(layer, list(chess), [10_000] * 100), neighbours(layer, "rook"), YEAR, permutations=99
    )
    assert "differ beyond chance" in unlike.sentence("en")


def test_the_permutation_test_agrees_with_the_moments() -> None:
    measure, near = measure_of(np.random.default_rng(8).poisson(30, 100).astype(float), np.full(100, 9000.0))
    found = moran(measure, near, YEAR, permutations=4_999)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(abs(found.index.z_random)), abs=0.035)


def test_people_in_thousands_change_nothing() -> None:
    rng = np.random.default_rng(3)
    events, people = rng.poisson(9, 49).astype(float), rng.integers(5_000, 9_000, 49).astype(float)
    one, near = measure_of(events, people)
    other, _ = measure_of(events, people * 1000)
    first, second = (moran(each, near, YEAR, permutations=99) for each in (one, other))
    assert first.index.value == pytest.approx(second.index.value)
    assert first.p_value == second.p_value


def test_units_without_a_figure_leave_and_are_named() -> None:
    layer = lattice(5, 5)
    events: list[float | None] = [float(n % 7) for n in range(25)]
    events[3] = None
    found = moran(rates(layer, events, [5000] * 25), neighbours(layer), YEAR, permutations=99)
    assert found.n == 24
    for lang in ("vi", "en"):
        assert f"{layer.index[3]} Xã Mẫu 4" in found.sentence(lang)


def test_units_without_a_neighbour_are_named() -> None:
    layer = lattice(6, 6)
    events: list[float | None] = [float(5 + n % 11) for n in range(36)]
    for gone in (1, 6, 7):
        events[gone] = None
    found = moran(rates(layer, events, [9000.0] * 36), neighbours(layer), YEAR, permutations=99)
    assert found.n == 32
    for lang, said in (("vi", "không có đơn vị liền kề nào có số liệu"), ("en", "without a neighbour")):
        assert said in found.sentence(lang)
        assert f"{layer.index[0]} Xã Mẫu 1." in found.sentence(lang)


def test_the_order_of_communes_changes_nothing() -> None:
    layer, rng = lattice(7, 7), np.random.default_rng(4)
    events, people = rng.poisson(9, 49).astype(float), rng.integers(5_000, 9_000, 49).astype(float)
    mixed = rng.permutation(49)
    plain = moran(rates(layer, list(events), people), neighbours(layer), YEAR, permutations=199)
    turned = layer.iloc[mixed]
    other = moran(
        rates(turned, list(events[mixed]), people[mixed]), neighbours(turned), YEAR, permutations=199
    )
    assert other.p_value == plain.p_value
    assert other.index.value == pytest.approx(plain.index.value, rel=1e-12)


def test_neighbours_of_another_map_are_refused_also_with_the_same_codes() -> None:
    layer = lattice(4, 4)
    later = layer.set_geometry(layer.geometry.where(layer.index != "90006", shapely.box(0, 0, 9, 9)))
    measure = rates(layer, [1.0, 2.0] * 8, [5000] * 16)
    for call in (moran, find_clusters):
        with pytest.raises(UsageError, match="90006") as caught:
            call(measure, neighbours(later), YEAR)
        assert "90005" not in str(caught.value)
    # The polygons of communes whose figure is missing tell the map too.
    events = [None if code == "90006" else float(n) for n, code in enumerate(layer.index)]
    with pytest.raises(UsageError, match="90006"):
        moran(rates(layer, events, [5000] * 16), neighbours(later), YEAR)
    bare = layer.set_geometry(layer.geometry.where(layer.index != "90006"))
    assert moran(rates(bare, [1.0, 2.0] * 8, [5000] * 16), neighbours(bare), YEAR, permutations=9).n == 15


def by_columns(share_of: bool = False):
    """Thirty communes in ten groups of a column each, one more in two of them; counts rise from west to east."""
    layer, rng = lattice(3, 10), np.random.default_rng(7)
    whole = rng.integers(400, 900, 30).astype(float)
    part = np.round(whole * (0.2 + 0.06 * (np.arange(30) % 10)))
    names = (
        ("residential_areas_with_model", "residential_areas_total") if share_of else ("fires", "population")
    )
    rows = [
        figure(code, name, "2023", float(n))
        for name, counts in zip(names, (part, whole), strict=True)
        for code, n in zip(layer.index, counts, strict=True)
    ]
    groups = [("g", code, str(i % 10), f"Nhóm {i % 10}") for i, code in enumerate(layer.index)]
    groups.append(("g", layer.index[0], "1", "Nhóm 1"))
    columns = ["grouping", "unit_code", "group_code", "group_name"]
    panel = made_panel(rows, units=tuple(layer.index))
    panel = replace(panel, units=layer, groups=pd.DataFrame(groups, columns=columns, dtype="str"))
    made = share(panel, *names, group="g") if share_of else rate(panel, *names, group="g")
    return made, part, whole


@pytest.mark.parametrize("share_of", [False, True])
def test_groups_are_units_of_a_map_of_their_own(share_of: bool) -> None:
    measure, part, whole = by_columns(share_of)
    near = neighbours(measure.units)
    found = find_clusters(measure, near, "2023")
    assert found.place is not None
    # The commune of two groups is in neither, and no place of the map.
    inside = np.arange(30) != 0
    sums = [np.bincount(np.arange(30)[inside] % 10, weights=one[inside]) for one in (part, whole)]
    expected = eb_standardise(*sums, part=share_of)
    expected = (expected - expected.mean()) / expected.std()
    assert found.place.values.index.tolist() == [str(n) for n in range(10)]
    np.testing.assert_allclose(found.place.scaled, expected)
    assert found.frame.at[SEVERAL, "category"] == "no_data"
    assert found.place.no_data.empty
    assert found.overall is not None
    assert found.overall.n == 10
    assert found.overall.p_value < 0.01
    assert "Tính theo g: 10 nhóm." in found.sentence()
    drawn = read_result(found)
    assert drawn.units.loc[SEVERAL, ["nothing", "reason"]].tolist() == ["untested", "apart"]
    assert drawn.units_word() == "nhóm"
    short = replace(measure, frame=measure.frame.replace({"status": {"reported": "partial"}}))
    assert "groups lack figures of some members" in find_clusters(short, near, "2023").sentence("en")
    with pytest.raises(RefusedError, match="không phải tỷ suất"):
        moran(replace(measure, frame=measure.frame.assign(exposure=np.nan)), near, "2023")


def test_what_cannot_be_computed_is_refused() -> None:
    layer = lattice(4, 4)
    near, people = neighbours(layer), [5000] * 16
    measure = rates(layer, [1.0, 2.0] * 8, people)
    with pytest.raises(UnknownNameError):
        moran(measure, near, "2019")
    with pytest.raises(UsageError):
        moran(measure, near, YEAR, permutations=0)
    with pytest.raises(UsageError, match="90016"):
        moran(measure, neighbours(layer.iloc[:15]), YEAR)
    with pytest.raises(RefusedError):
        moran(rates(layer, [3.0] * 16, people), near, YEAR)
    with pytest.raises(RefusedError):
        moran(rates(layer, [1.0, 2.0] + [None] * 14, people), near, YEAR)
    apart = neighbours(layer, "distance", distance=10.0)
    with pytest.raises(UsageError, match=YEAR):
        moran(measure, apart, YEAR)
