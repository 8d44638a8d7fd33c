"""Layers that lie where they cannot: on no place of Earth, outside their zone, far from the province, axes swapped."""

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box

from antq_analysis.findings import Severity
from antq_analysis.places.maps.whereabouts import Bounds, check_place
from tests.places.made import layer

CODES = tuple(f"{at:05}" for at in range(1, 8))
HERE = (105.0, 19.9, 105.8, 20.2)


def _layer(crs: str = "EPSG:4326") -> gpd.GeoDataFrame:
    return layer(CODES, crs).rename(columns={"code": "unit_code", "ten": "name"})


def _swapped(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(shapely.transform(frame.geometry, lambda points: points[:, ::-1]))


def _moved(frame: gpd.GeoDataFrame, east: float, rows: int | None = None) -> gpd.GeoDataFrame:
    moved = frame.geometry.translate(east)
    return frame.set_geometry(
        gpd.GeoSeries([*moved[:rows], *frame.geometry[len(moved[:rows]) :]], index=frame.index, crs=frame.crs)
    )


def _rules(frame: gpd.GeoDataFrame, known: Bounds | None = None) -> list[tuple[str, Severity, str]]:
    findings = check_place(frame, "lop", known)
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
    return [(finding.rule, finding.severity, str(finding.written)) for finding in findings]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3405", "EPSG:9210", "EPSG:32648", "EPSG:3857"])
@pytest.mark.parametrize("known", [None, HERE])
def test_a_layer_in_its_place_is_told_nothing(crs: str, known: Bounds | None) -> None:
    assert _rules(_layer(crs), known) == []


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3405", "EPSG:9210"])
def test_swapped_axes_are_recognised_in_degrees_and_in_metres(crs: str) -> None:
    ((rule, severity, _),) = _rules(_swapped(_layer(crs)))
    assert (rule, severity) == ("layer_axes_swapped", Severity.ERROR)


def test_axes_that_could_be_right_are_recognised_beside_another_map() -> None:
    france = _layer().set_geometry(_layer().geometry.translate(-103, 26))
    assert _rules(_swapped(france)) == []
    near = (1.0, 45.0, 4.0, 48.0)
    assert _rules(_swapped(france), near)[0][0] == "layer_axes_swapped"
    assert _rules(france, near) == []


def test_a_wrong_zone_is_told_beside_another_map() -> None:
    wrong = _layer("EPSG:9210").set_crs("EPSG:9205", allow_override=True)
    assert _rules(wrong, (104.9, 20, 106, 20.1))[0][:2] == ("layer_out_of_place", Severity.ERROR)


@pytest.mark.parametrize(
    "spoilt",
    [
        _layer("EPSG:32648").set_crs("EPSG:4326", allow_override=True),
        _layer().set_crs("EPSG:32648", allow_override=True),
        _layer().set_geometry([box(200, 95, 201, 96)] * 7),
    ],
    ids=["metres as degrees", "degrees as metres", "nowhere"],
)
def test_coordinates_of_another_system_are_out_of_place(spoilt: gpd.GeoDataFrame) -> None:
    assert [row[:2] for row in _rules(spoilt)] == [("layer_out_of_place", Severity.ERROR)]


def test_one_unit_far_away_is_named() -> None:
    assert _rules(_moved(_layer(), -50, 1)) == [("polygon_far", Severity.WARNING, "00001 Xã Mẫu 00001")]
    assert _rules(_moved(_layer(), -0.5, 1)) == []


def test_units_without_a_shape_lie_nowhere() -> None:
    frame = _layer()
    frame.loc[0, "geometry"] = None
    assert _rules(frame) == []
    assert _rules(frame.set_geometry(gpd.GeoSeries([None] * len(frame), crs=4326))) == []


@pytest.mark.parametrize(("west", "rules"), [(-80.0, []), (172.0, []), (100.0, ["layer_out_of_place"])])
def test_the_area_of_a_system_may_reach_over_the_date_line(west: float, rules: list[str]) -> None:
    shapes = layer(["00001", "00002"]).rename(columns={"code": "unit_code", "ten": "name"})
    shapes = shapes.set_geometry(shapes.translate(west - 105, 30)).set_crs("EPSG:4269", allow_override=True)
    assert [finding.rule for finding in check_place(shapes)] == rules
