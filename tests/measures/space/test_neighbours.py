"""Neighbours: lattices by hand, libpysal's own on clean layers, and borders that merely almost touch."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from libpysal.examples import get_path
from libpysal.weights import KNN, DistanceBand, Queen, Rook

from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.measures.space.nearest import nearest
from antq_analysis.measures.space.neighbours import neighbours
from tests.measures.space.made import lattice
from tests.panel.made import UNITS, figure, made_panel


def same(links, weights) -> bool:
    return abs(links - weights.sparse).max() == 0


@pytest.mark.parametrize("name", ["columbus.shp", "sids2.shp", "stl_hom.shp"])
@pytest.mark.parametrize(("how", "peer"), [("queen", Queen), ("rook", Rook)])
def test_clean_layers_give_the_pairs_of_libpysal(name: str, how: str, peer) -> None:
    layer = gpd.read_file(get_path(name))
    ours = neighbours(layer, how)
    assert same(ours.links, peer.from_dataframe(layer, use_index=False, silence_warnings=True))
    assert ours.nearly == 0


def test_columbus_has_the_236_links_of_its_polygons() -> None:
    assert neighbours(gpd.read_file(get_path("columbus.shp"))).links.nnz == 236


def test_nearest_and_distance_are_those_of_libpysal() -> None:
    layer = gpd.read_file(get_path("columbus.shp"))
    assert same(neighbours(layer, "knn", k=5).links, KNN.from_dataframe(layer, k=5))
    band = DistanceBand.from_dataframe(layer, threshold=1.2, silence_warnings=True)
    assert same(neighbours(layer, "distance", distance=1.2).links, band)


def test_distance_goes_along_the_ground_in_any_coordinates() -> None:
    layer = lattice(3, 3).to_crs(4326)
    assert neighbours(layer, "distance", distance=1010).counts.tolist() == [2, 3, 2, 3, 4, 3, 2, 3, 2]
    assert neighbours(layer, "distance", distance=985).links.nnz == 0


def test_units_in_one_place_are_each_other_s_nearest() -> None:
    links = nearest(np.zeros((5, 2)), 2)
    assert links.diagonal().tolist() == [0.0] * 5
    assert np.diff(links.indptr).tolist() == [2] * 5


def test_a_lattice_by_hand() -> None:
    layer = lattice(3, 3)
    codes = layer.index
    assert neighbours(layer).of(codes[4]) == tuple(codes.delete(4))
    assert neighbours(layer, "rook").of(codes[0]) == (codes[1], codes[3])


@pytest.mark.parametrize("crs", [32648, 4326])
def test_borders_that_almost_touch_or_cross_are_found(crs: int) -> None:
    layer = lattice(4, 6)
    right = np.arange(24) % 6 >= 3
    for shift in (0.6, -40.0):  # a gap of 0.6 m, then an overlap of 40 m
        moved = layer.geometry.where(~right, layer.translate(xoff=shift))
        torn = layer.set_geometry(moved).to_crs(crs)
        for how, pairs in (("queen", 10), ("rook", 4)):
            found = neighbours(torn, how)
            assert same_links(found, neighbours(layer, how))
            assert found.nearly == pairs
    assert "10 cặp" in neighbours(torn).sentence()


def same_links(one, other) -> bool:
    return abs(one.links - other.links).max() == 0


def test_a_gap_beyond_the_tolerance_is_a_gap() -> None:
    layer = lattice(1, 2)
    torn = layer.set_geometry(
        [layer.geometry.iloc[0], shapely.affinity.translate(layer.geometry.iloc[1], 30)]
    )
    assert neighbours(torn).links.nnz == 0
    assert neighbours(torn, tolerance=40).links.nnz == 2
    assert neighbours(torn.to_crs(4326), tolerance=40).links.nnz == 2


def test_a_border_with_more_corners_on_one_side_is_common() -> None:
    layer = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 1, 2), shapely.Polygon([(1, 0.5), (2, 0), (1, 1.5)])]
    )
    assert neighbours(layer, "rook").links.nnz == neighbours(layer).links.nnz == 2


def test_islands_are_named_and_can_be_joined() -> None:
    layer = lattice(2, 3)
    layer = layer.drop(index=layer.index[[1, 4]])
    alone = layer.drop(index=layer.index[3])
    near = neighbours(alone)
    assert near.islands == (alone.index[2 - 1],)
    for lang in ("vi", "en"):
        assert f"{near.islands[0]} Xã Mẫu 3" in near.sentence(lang)
    assert [finding.rule for finding in near.findings()] == ["space_islands"]
    joined = neighbours(alone, join_islands=True)
    assert joined.islands == ()
    assert joined.joined == near.islands
    assert joined.of(near.islands[0]) == (alone.index[0],)
    assert near.islands[0] in joined.of(alone.index[0])
    assert joined.findings()[0].rule == "space_islands_joined"


def test_a_unit_without_a_polygon_borders_on_nothing() -> None:
    layer = lattice(1, 3)
    layer.loc[layer.index[1], "geometry"] = None
    for how in ("queen", "rook"):
        near = neighbours(layer, how, join_islands=True)
        assert near.islands == (layer.index[1],)
        assert near.of(layer.index[0]) == (layer.index[2],)


@pytest.mark.parametrize("nothing", [None, shapely.Polygon()])
def test_a_unit_without_a_polygon_is_nobody_s_nearest(nothing: shapely.Polygon | None) -> None:
    layer = lattice(1, 4)
    codes = list(layer.index)
    layer = layer.set_geometry([*layer.geometry.iloc[:1], nothing, *layer.geometry.iloc[2:]])
    nearest_one = neighbours(layer, "knn", k=1)
    band = neighbours(layer, "distance", distance=1500)
    joined = neighbours(layer, join_islands=True)
    assert (nearest_one.of(codes[0]), nearest_one.of(codes[1])) == ((codes[2],), ())
    assert (band.of(codes[0]), band.of(codes[1]), band.of(codes[2])) == ((), (), (codes[3],))
    assert (joined.of(codes[0]), joined.joined) == ((codes[2],), (codes[0],))


def test_a_polygon_that_stands_twice_hides_no_neighbour() -> None:
    layer = lattice(1, 3)
    a, b, c = layer.index
    torn = layer.set_geometry([layer.geometry[a], shapely.affinity.translate(layer.geometry[b], 0.5), None])
    for how in ("queen", "rook"):
        assert neighbours(torn, how).of(a) == (b,)
        twice = neighbours(torn.set_geometry([*torn.geometry.iloc[:2], torn.geometry[a]]), how)
        assert (twice.of(a), twice.of(b), twice.of(c)) == ((b, c), (a, c), (a, b))


def test_the_order_of_units_changes_nothing() -> None:
    layer = gpd.read_file(get_path("columbus.shp"))
    mixed = layer.sample(frac=1, random_state=1)
    one, other = neighbours(layer), neighbours(mixed)
    assert all(set(one.of(code)) == set(other.of(code)) for code in layer.index)
    assert abs(one.among(mixed.index) - other.links).max() == 0


@pytest.mark.parametrize(
    "arguments",
    [
        {"how": "knn", "k": 0},
        {"how": "knn", "k": 9},
        {"how": "distance"},
        {"how": "distance", "distance": -1.0},
        {"tolerance": -1.0},
    ],
)
def test_what_makes_no_sense_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        neighbours(lattice(3, 3), **arguments)


def test_other_refusals() -> None:
    layer = lattice(2, 2)
    with pytest.raises(UnknownNameError, match="queen"):
        neighbours(layer, "quen")
    with pytest.raises(UsageError):
        neighbours(layer.set_geometry([None] * 4))
    with pytest.raises(UsageError, match="90001"):
        neighbours(layer.iloc[[0, 0, 1]])
    with pytest.raises(UnknownNameError):
        neighbours(layer).of("00000")
    with pytest.raises(UsageError, match="00000"):
        neighbours(layer).among([layer.index[0], "00000"])


def test_real_communes_have_the_pairs_of_libpysal(shared) -> None:
    layer = gpd.read_parquet(shared / "data/vietnam/boundaries/communes_vn_2025_simplified.parquet")
    north = layer[layer["province_code"].isin(["25", "31", "22"])]
    ours = neighbours(north.set_index("unit_code"), tolerance=0.0)
    assert same(ours.links, Queen.from_dataframe(north, use_index=False, silence_warnings=True))
    assert ours.islands


def test_a_panel_gives_its_units() -> None:
    panel = made_panel([figure(UNITS[0], "population", "2025", 10)])
    layer = lattice(2, 2).set_axis(list(UNITS))
    panel = replace(panel, units=layer)
    near = neighbours(panel)
    assert near.names.index.tolist() == list(UNITS)
    assert abs(near.links - neighbours(layer).links).max() == 0
