"""Layers that lie where they cannot: on no place of Earth, outside their zone, far from the province, axes swapped."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import box

from antq_analysis.errors import InputError
from antq_analysis.findings import Severity
from antq_analysis.places.maps.extents import extent_of
from antq_analysis.places.maps.whereabouts import Bounds, check_place
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province, load_vocabulary
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


HOME = (104.9, 19.8, 105.8, 20.3)


@pytest.mark.parametrize(
    "spoilt",
    [
        _layer("EPSG:32648").set_crs("EPSG:32649", allow_override=True),
        _layer("EPSG:9210").set_crs("EPSG:9209", allow_override=True),
        _layer().set_crs("EPSG:3857", allow_override=True),
    ],
    ids=["another zone", "another meridian", "degrees as metres of the web"],
)
def test_a_layer_that_no_other_map_contradicts_must_lie_in_its_province(spoilt: gpd.GeoDataFrame) -> None:
    assert [finding.severity for finding in check_place(spoilt)] == []
    (told,) = check_place(spoilt, "lop", None, HOME)
    assert (told.rule, told.severity) == ("layer_not_at_home", Severity.ERROR)
    assert spoilt.crs.name in told.text("vi")
    assert "104.90, 19.80, 105.80, 20.30" in told.text("en")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32648", "EPSG:9210"])
def test_an_island_far_out_leaves_a_layer_at_home(crs: str) -> None:
    many = layer([f"{at:05}" for at in range(7)]).rename(columns={"code": "unit_code", "ten": "name"})
    many = pd.concat([many, many]).reset_index(drop=True)
    assert check_place(_moved(many, 4, 1).to_crs(crs), "lop", None, HOME)[0].rule == "polygon_far"
    assert check_place(_moved(many, 4, 2).to_crs(crs), "lop", None, HOME)[0].rule == "layer_not_at_home"


def test_a_unit_outside_the_province_is_told_though_it_lies_not_so_far_from_the_others() -> None:
    many = layer([f"{at:05}" for at in range(40)]).rename(columns={"code": "unit_code", "ten": "name"})
    west, south, east, north = many.total_bounds
    home = (west - 0.1, south - 0.1, east + 0.1, north + 0.1)
    spoilt = _moved(many, (east - west) + 0.5, 1)
    assert check_place(spoilt) == []
    assert [found.written for found in check_place(spoilt, "lop", None, home)] == ["00000 Xã Mẫu 00000"]
    assert check_place(many, "lop", None, home) == []


def test_provinces_are_found_by_name_and_others_are_not_judged(project: Project) -> None:
    known = load_vocabulary(project).province("hoa-binh")
    place = extent_of(known, project)
    assert place is not None
    assert box(*place).contains(box(104.9, 20.4, 105.8, 21.1))
    assert extent_of(replace(known, name_vi="Tỉnh Hoà Bình"), project) == place
    assert extent_of(load_vocabulary(project).province("demo"), project) is None
    path = project.reference / "extents.csv"
    path.write_text("province,west,south,east,north\nHòa Bình,105,21,104,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="Hòa Bình"):
        extent_of(known, project)
    path.unlink()
    assert extent_of(known, project) is None


def test_every_real_commune_lies_in_its_province(shared: Path, project: Project) -> None:
    """Both national layers, each province for itself; a meridian wrong by half a degree is seen for most of them."""
    seen = caught = 0
    for file in ("communes_vn_2017.parquet", "communes_vn_2025_simplified.parquet"):
        country = gpd.read_parquet(shared / "data" / "vietnam" / "boundaries" / file)
        country = country.rename(columns={"unit_name": "name"})
        for name, own in country.groupby("province_name"):
            home = extent_of(Province("a", str(name), "", "", ""), project)
            assert home is not None, name
            rules = {finding.rule for finding in check_place(own, "lop", None, home)}
            assert "layer_not_at_home" not in rules, name
            moved = own.set_geometry(own.geometry.translate(0.5))
            caught += any(
                found.rule == "layer_not_at_home" for found in check_place(moved, "lop", None, home)
            )
            seen += 1
    assert seen == 97
    assert caught >= 80
