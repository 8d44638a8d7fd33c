"""Overlaps, gaps and sliver holes of polygons whose areas are known by hand."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.maps.coverage import Coverage, check_coverage

METRES = "EPSG:3405"
KM = 1000.0


def _check(*polygons: Polygon) -> tuple[Coverage, dict[str, Finding]]:
    """Measure polygons given in kilometres, in a plane that serves as its own equal-area projection."""
    scaled = shapely.transform(np.array(polygons, dtype=object), lambda points: points * KM + 5e5)
    codes = [f"{at:05}" for at in range(1, len(polygons) + 1)]
    shapes = gpd.GeoDataFrame({"unit_code": codes, "name": "Xã"}, geometry=list(scaled), crs=METRES)
    coverage, findings = check_coverage(shapes, METRES, "lop")
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
        assert "lop" in finding.text("vi") or finding.written
    return coverage, {finding.rule: finding for finding in findings}


def test_neighbours_that_fit_are_told_nothing() -> None:
    coverage, found = _check(box(0, 0, 1, 1), box(1, 0, 3, 1), box(0, 1, 3, 2))
    assert found == {}
    assert coverage.areas.tolist() == pytest.approx([1, 2, 3])
    assert (coverage.overlap_km2, coverage.gap_km2) == (0, 0)


def test_a_border_drawn_twice_is_a_note_and_land_claimed_twice_a_warning() -> None:
    coverage, found = _check(box(0, 0, 1, 1), box(0.995, 0, 2, 1), box(1.9, 0, 3, 1))
    assert coverage.overlap_km2 == pytest.approx(0.005 + 0.1)
    note, warning = found["layer_overlaps"], found["polygon_overlaps"]
    assert (note.severity, note.values["n"], note.values["area"]) == (Severity.NOTE, 2, pytest.approx(10.5))
    # 0.105 of 3.105 km2 is 3.38 %, rounded up.
    assert note.values["share"] == pytest.approx(3.39)
    assert (warning.severity, warning.written) == (Severity.WARNING, "00002 Xã / 00003 Xã")
    assert warning.values["area"] == pytest.approx(10)


def test_land_that_three_units_claim_counts_once() -> None:
    coverage, found = _check(box(0, 0, 2, 2), box(1, 0, 3, 2), box(1, 0, 2, 3))
    assert coverage.overlap_km2 == pytest.approx(2)
    assert found["polygon_overlaps"].values["n"] == 3
    assert found["polygon_overlaps"].values["area"] == pytest.approx(200)


def test_a_unit_whose_inner_point_lies_on_a_border_is_no_overlap() -> None:
    # GEOS takes an end of the level edge, a corner of both units, for a point inside the northern one.
    edge = [(105.63408886987746, 20.374553354058605), (105.59121391794707, 20.374553354058605)]
    east = (105.64337618812819, 20.34413989742365)
    north = Polygon([east, *edge, (105.58877985757643, 20.4), (105.62631826023885, 20.4)])
    south = Polygon([(105.6298, 20.2832), (105.5816, 20.2895), *reversed(edge), east])
    assert shapely.touches(shapely.point_on_surface(north), south)
    shapes = gpd.GeoDataFrame(
        {"unit_code": ["1", "2"], "name": "Xã"}, geometry=[north, south], crs="EPSG:4326"
    )
    coverage, findings = check_coverage(shapes, METRES, "lop")
    assert (coverage.overlap_km2, findings) == (0, [])


def test_a_narrow_gap_is_a_note_and_a_wide_one_a_warning_with_its_neighbours() -> None:
    lid = box(0, 1, 4, 2)
    coverage, found = _check(
        box(0, 0, 1, 1), box(1.02, 0, 2, 1), box(3, 0, 4, 1), lid, box(0, -1, 4, 0), box(9, 9, 10, 10)
    )
    assert coverage.gap_km2 == pytest.approx(0.02 + 1)
    assert found["layer_slivers"].values["area"] == pytest.approx(2)
    assert (found["layer_slivers"].severity, found["layer_gaps"].severity) == (
        Severity.NOTE,
        Severity.WARNING,
    )
    assert found["layer_gaps"].values["area"] == pytest.approx(100)
    assert found["layer_gaps"].written == "00002 Xã; 00003 Xã; 00004 Xã; 00005 Xã"


def test_an_island_in_a_lake_is_no_gap() -> None:
    lake = Polygon(box(0, 0, 9, 9).exterior, [box(1, 1, 8, 8).exterior])
    coverage, found = _check(lake, box(3, 3, 5, 5))
    assert coverage.gap_km2 == pytest.approx(49 - 4)
    assert set(found) == {"layer_gaps"}


def test_a_sliver_hole_inside_one_unit_is_told_with_the_unit() -> None:
    slit = Polygon(box(0, 0, 5, 5).exterior, [box(1, 1, 4, 1.01).exterior])
    coverage, found = _check(slit, box(5, 0, 6, 5))
    assert coverage.areas[0] == pytest.approx(25 - 0.03)
    assert found["polygon_sliver_holes"].written == "00001 Xã"
    assert set(found) == {"polygon_sliver_holes", "layer_slivers"}


def test_areas_are_measured_in_the_equal_area_projection() -> None:
    """A spherical rectangle has R^2 * (difference of sines) * (difference of longitudes); the ellipsoid is near it."""
    shapes = gpd.GeoDataFrame(
        {"unit_code": ["1"], "name": ["Xã"]}, geometry=[box(105, 20, 105.1, 20.1)], crs=4326
    )
    area = "+proj=aea +lat_1=10 +lat_2=21 +lat_0=16 +lon_0=106 +datum=WGS84 +units=m"
    coverage, _ = check_coverage(shapes, area)
    sphere = 6371.0**2 * np.radians(0.1) * (np.sin(np.radians(20.1)) - np.sin(np.radians(20)))
    assert coverage.areas[0] == pytest.approx(sphere, rel=0.005)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.integers(0, 8)] * 2, *[st.integers(1, 4)] * 2), min_size=1, max_size=8, unique=True
    )
)
def test_faces_add_up_to_what_unions_and_intersections_say(rows: list[tuple[int, int, int, int]]) -> None:
    polygons = [box(x, y, x + width, y + height) for x, y, width, height in rows]
    coverage, _ = _check(*polygons)
    whole = shapely.union_all(polygons)
    frame = box(-1, -1, 20, 20)
    outside = shapely.get_parts(frame - whole)
    enclosed = [part.area for part in outside if not part.intersects(frame.exterior)]
    pairs = [a & b for k, a in enumerate(polygons) for b in polygons[:k]]
    twice = shapely.union_all(pairs).area if pairs else 0
    assert coverage.gap_km2 == pytest.approx(sum(enclosed), abs=1e-6)
    assert coverage.overlap_km2 == pytest.approx(twice, abs=1e-6)
