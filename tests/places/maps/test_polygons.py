"""Single polygons: what may be mended, and what the register has or has not."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import wkt
from shapely.geometry import GeometryCollection, LineString, Point, Polygon, box

from antq_analysis.findings import Severity
from antq_analysis.places.maps.polygons import check_polygons, mend

UNITS = pd.DataFrame({"unit_code": ["00001", "00002"], "name": ["Xã Một", "Xã Hai"]})


def _shapes(*geometry: object, codes: tuple[str, ...] = ()) -> gpd.GeoDataFrame:
    codes = codes or tuple(f"{at:05}" for at in range(1, len(geometry) + 1))
    return gpd.GeoDataFrame({"unit_code": codes, "name": "Xã"}, geometry=list(geometry), crs=4326)


def _one(geometry: object) -> tuple[shapely.Geometry, list[tuple[str, Severity]]]:
    mended, findings = mend(_shapes(geometry))
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
    return mended.geometry.iloc[0], [(finding.rule, finding.severity) for finding in findings]


BOW = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
SPIKE = Polygon([(0, 0), (1, 0), (1, 1), (1, 3), (1, 1), (0, 1)])


@pytest.mark.parametrize(("broken", "area"), [(BOW, 0.5), (SPIKE, 1.0)])
def test_slips_that_have_one_meaning_are_mended(broken: Polygon, area: float) -> None:
    assert not broken.is_valid
    shape, told = _one(broken)
    assert (shape.is_valid, shape.area, told) == (True, area, [("polygon_mended", Severity.NOTE)])


@pytest.mark.parametrize(
    "unclear",
    [
        Polygon([(0, 0), (4, 0), (4, 4), (1, 4), (1, 1), (2, 1), (2, 5), (0, 5)]),
        Polygon(box(0, 0, 4, 4).exterior, [box(3, 3, 6, 6).exterior]),
        shapely.multipolygons([box(0, 0, 4, 4), box(1, 1, 2, 2)]),
    ],
    ids=["a curl over itself", "a hole that sticks out", "a part within a part"],
)
def test_a_ring_that_can_mean_two_things_asks_for_a_look(unclear: shapely.Geometry) -> None:
    shape, told = _one(unclear)
    assert shape.is_valid
    assert told == [("polygon_mend_doubtful", Severity.WARNING)]


def test_heights_and_lines_beside_areas_are_taken_off() -> None:
    shape, told = _one(wkt.loads("POLYGON Z ((0 0 5, 1 0 5, 1 1 5, 0 0 5))"))
    assert (shape.has_z, shape.area, told) == (False, 0.5, [])
    mixed = GeometryCollection([box(0, 0, 1, 1), LineString([(1, 1), (2, 2)]), Point(3, 3)])
    shape, told = _one(mixed)
    assert (shape.geom_type, shape.area) == ("Polygon", 1)
    assert told == [("polygon_mended", Severity.NOTE)]
    shape, _ = _one(GeometryCollection([GeometryCollection([box(0, 0, 1, 1)]), box(5, 5, 6, 6)]))
    assert (shape.geom_type, shape.area) == ("MultiPolygon", 2)


def test_outer_rings_turn_left() -> None:
    shape, told = _one(Polygon([(0, 0), (0, 1), (1, 1), (1, 0)]))
    assert (shape.exterior.is_ccw, told) == (True, [])


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_coordinates_that_are_no_numbers_take_the_polygon_out(number: float) -> None:
    endless = shapely.transform(box(105, 20, 106, 21), lambda points: np.where(points == 21, number, points))
    mended, findings = mend(_shapes(box(0, 0, 1, 1), endless))
    assert [(one.rule, one.severity, one.written) for one in findings] == [
        ("polygon_not_finite", Severity.ERROR, "00002 Xã")
    ]
    assert mended.geometry.isna().tolist() == [False, True]


def test_a_layer_without_any_shape_has_no_unit_of_the_register() -> None:
    assert set(_rules(_shapes(None, None))) == {"polygon_none_known", "polygon_empty", "polygon_missing"}


def _rules(shapes: gpd.GeoDataFrame) -> dict[str, tuple[Severity, str]]:
    findings = check_polygons(shapes, UNITS)
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
    return {finding.rule: (finding.severity, str(finding.written)) for finding in findings}


def test_rows_without_a_shape_are_told_and_their_units_lack_a_polygon() -> None:
    found = _rules(_shapes(box(0, 0, 1, 1), None))
    assert found == {
        "polygon_empty": (Severity.WARNING, "00002 Xã"),
        "polygon_missing": (Severity.WARNING, "00002 Xã Hai"),
    }
    assert set(_rules(_shapes(box(0, 0, 1, 1), Polygon()))) == {"polygon_empty", "polygon_missing"}


@pytest.mark.parametrize("flat", [Point(0, 0), LineString([(0, 0), (1, 1)])])
def test_points_and_lines_are_no_areas(flat: shapely.Geometry) -> None:
    found = _rules(_shapes(box(0, 0, 1, 1), flat))
    assert found == {"polygon_not_area": (Severity.ERROR, "00002 Xã")}


def test_many_units_are_named_by_a_dozen() -> None:
    points = _shapes(*[Point(at, 0) for at in range(15)])
    finding = next(one for one in check_polygons(points, UNITS) if one.rule == "polygon_not_area")
    assert finding.values["n"] == 15
    assert str(finding.written).endswith("; 00012 Xã; … (+3)")
