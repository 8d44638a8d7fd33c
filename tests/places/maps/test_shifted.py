"""A layer that lies off as a whole beside another map: another datum, not another way of drawing."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import box

from antq_analysis.findings import Severity
from antq_analysis.places.maps.boundaries import import_layer
from antq_analysis.places.maps.shifted import check_shift
from antq_analysis.project import Project
from tests.places.made import NEW, OLD

SIDE, DEGREES = 8, 0.04
VN_2000 = "EPSG:4756"


def _grid(roughness: float = 0.0, seed: int = 1) -> gpd.GeoDataFrame:
    """Units of about 4 km whose borders are drawn roughly [degrees]."""
    rng = np.random.default_rng(seed)
    corners = np.moveaxis(np.mgrid[0 : SIDE + 1, 0 : SIDE + 1], 0, -1) * DEGREES + (105.0, 20.0)
    corners += 0.01 * np.random.default_rng(0).standard_normal(corners.shape)
    corners += roughness * rng.standard_normal(corners.shape)
    at = [(x, y) for x in range(SIDE) for y in range(SIDE)]
    rings = [[corners[p] for p in ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))] for x, y in at]
    codes = [f"{number:05}" for number in range(1, len(rings) + 1)]
    frame = {"unit_code": codes, "name": [f"Xã Mẫu {code}" for code in codes]}
    return gpd.GeoDataFrame(frame, geometry=[shapely.Polygon(ring) for ring in rings], crs="EPSG:4326")


def _as_vn_2000(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.to_crs(VN_2000).set_crs("EPSG:4326", allow_override=True)


@pytest.mark.parametrize("roughness", [0.0, 0.0005])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32648"])
def test_coordinates_of_another_datum_lie_off_as_a_whole(roughness: float, crs: str) -> None:
    (found,) = check_shift(_as_vn_2000(_grid(roughness, 2)).to_crs(crs), _grid().geometry, OLD, "lop")
    assert (found.rule, found.severity) == ("layer_shifted", Severity.WARNING)
    assert found.values["metres"] in (210, 220, 230)
    assert ("tây bắc" in found.text("vi"), "north-west" in found.text("en")) == (True, True)


def test_new_units_of_old_ones_tell_it_too() -> None:
    merged = _grid().dissolve(np.arange(SIDE**2) // 3).reset_index(drop=True)
    assert check_shift(merged, _grid().geometry, OLD) == []
    assert [found.rule for found in check_shift(_as_vn_2000(merged), _grid().geometry, OLD)] == [
        "layer_shifted"
    ]


@pytest.mark.parametrize("roughness", [0.0002, 0.001, 0.003])
def test_another_drawing_of_the_same_borders_lies_where_it_is(roughness: float) -> None:
    assert check_shift(_grid(roughness, 2), _grid().geometry, OLD) == []


def test_land_beside_the_other_map_tells_nothing() -> None:
    beside = _grid().set_geometry(_grid().geometry.translate(SIDE * DEGREES))
    assert check_shift(beside, _grid().geometry, OLD) == []
    assert check_shift(_grid().head(0), _grid().geometry, OLD) == []
    assert (
        check_shift(gpd.GeoDataFrame(_grid().head(1)), gpd.GeoSeries([box(0, 0, 1, 1)], crs=4326), OLD) == []
    )


def test_an_import_compares_with_the_map_before(project: Project, tmp_path: Path) -> None:
    for day, frame in ((OLD, _grid()), (NEW, _as_vn_2000(_grid()))):
        file = tmp_path / f"{day}.gpkg"
        frame.to_file(file)
        found = import_layer(file, "demo", day, "unit_code", "name", project=project)
    shifted = [one for one in found if one.rule == "layer_shifted"]
    assert [one.values["date"] for one in shifted] == [OLD]
