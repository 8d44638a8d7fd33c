"""Figures and polygons of one map: both sides of what does not meet are told."""

import geopandas as gpd
from shapely.geometry import box

from antq_analysis.findings import Severity
from antq_analysis.places.maps.joined import check_join
from tests.places.made import NEW, figures

UNITS = gpd.GeoDataFrame(
    {"name": ["Xã Một", "Xã Hai", "Xã Ba"]},
    index=["00001", "00002", "00003"],
    geometry=[box(0, 0, 1, 1), None, box(1, 0, 2, 1)],
    crs=4326,
)


def _found(values: dict[str, object], units: gpd.GeoDataFrame = UNITS) -> dict[str, tuple[Severity, str]]:
    findings = check_join(figures(values, unit_date=NEW), units, NEW)
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
        assert finding.remedy()
    return {finding.rule: (finding.severity, str(finding.written)) for finding in findings}


def test_all_that_meets_is_told_nothing() -> None:
    assert _found({"00001": 1, "00003": 0}) == {}


def test_figures_without_polygon_and_polygons_without_figures() -> None:
    assert _found({"00001": 1, "00002": 2}) == {
        "unit_without_polygon": (Severity.WARNING, "00002 Xã Hai"),
        "polygon_without_figures": (Severity.NOTE, "00003 Xã Ba"),
    }


def test_an_empty_cell_is_no_figure_and_a_disputed_one_is() -> None:
    found = _found({"00001": "not_reported", "00002": "conflict", "00003": 1})
    assert found == {
        "unit_without_polygon": (Severity.WARNING, "00002 Xã Hai"),
        "polygon_without_figures": (Severity.NOTE, "00001 Xã Một"),
    }


def test_codes_that_the_map_has_not_are_an_error() -> None:
    assert _found({"00001": 1, "00003": 1, "77777": 5}) == {"figures_off_map": (Severity.ERROR, "77777")}


def test_organisations_lie_on_no_map() -> None:
    block = figures({"khoi": 3}, unit_date=NEW, level="organisation_block")
    assert {finding.rule for finding in check_join(block, UNITS, NEW)} == {"polygon_without_figures"}


def test_a_map_without_any_polygon_is_told_once() -> None:
    bare = UNITS.set_geometry(gpd.GeoSeries([None] * 3, index=UNITS.index, crs=4326))
    assert set(_found({"00001": 1, "00002": 2}, bare)) == {"map_without_polygons"}
