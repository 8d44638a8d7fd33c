"""Several rows of one unit, and several units of one polygon."""

import geopandas as gpd
import shapely
from shapely.geometry import Polygon, box

from antq_analysis.findings import Severity
from antq_analysis.places.maps.repeated import join_rows


def _join(
    *rows: tuple[str, str, shapely.Geometry],
) -> tuple[gpd.GeoDataFrame, dict[str, tuple[Severity, str]]]:
    codes, names, geometry = zip(*rows, strict=True)
    shapes = gpd.GeoDataFrame({"unit_code": codes, "name": names}, geometry=list(geometry), crs=4326)
    joined, findings = join_rows(shapes, "lop")
    for finding in findings:
        assert finding.text("vi") != finding.text("en")
    return joined, {finding.rule: (finding.severity, str(finding.written)) for finding in findings}


def test_parts_of_one_unit_are_dissolved_and_told() -> None:
    joined, found = _join(
        ("00001", "Xã Đảo", box(0, 0, 1, 1)),
        ("00002", "Xã Kề", box(1, 0, 2, 1)),
        ("00001", "XÃ ĐẢO", box(0, 1, 1, 2)),
        ("00001", "Xã Đảo", box(5, 5, 6, 6)),
    )
    assert found == {"polygon_joined": (Severity.WARNING, "00001 Xã Đảo")}
    assert joined["unit_code"].tolist() == ["00001", "00002"]
    assert joined.geometry.iloc[0].equals(shapely.union_all([box(0, 0, 1, 2), box(5, 5, 6, 6)]))
    assert joined.crs == "EPSG:4326"


def test_one_code_under_two_names_is_never_joined() -> None:
    joined, found = _join(("00001", "Xã Một", box(0, 0, 1, 1)), ("00001", "Xã Hai", box(1, 0, 2, 1)))
    assert found == {"polygon_twice": (Severity.ERROR, "00001")}
    assert len(joined) == 2


def test_the_same_row_again_is_left_out_whichever_way_its_ring_turns() -> None:
    again = Polygon([(1, 1), (1, 0), (0, 0), (0, 1)])
    joined, found = _join(("00001", "Xã Một", box(0, 0, 1, 1)), ("00001", "Xã Một", again))
    assert found == {"polygon_repeated": (Severity.NOTE, "00001 Xã Một")}
    assert joined.geometry.tolist() == [box(0, 0, 1, 1)]


def test_one_polygon_for_two_units_is_an_error() -> None:
    joined, found = _join(("00001", "Xã Một", box(0, 0, 1, 1)), ("00002", "Xã Hai", box(0, 0, 1, 1)))
    assert found == {"polygon_shared": (Severity.ERROR, "00001 Xã Một; 00002 Xã Hai")}
    assert len(joined) == 2


def test_one_frame_alone_makes_no_polygon_the_same() -> None:
    halves = Polygon([(0, 0), (1, 0), (1, 1)]), Polygon([(0, 0), (0, 1), (1, 1)])
    assert _join(("00001", "Xã Một", halves[0]), ("00002", "Xã Hai", halves[1]))[1] == {}


def test_rows_without_a_code_are_no_unit() -> None:
    joined, found = _join(("", "", box(0, 0, 1, 1)), ("", "", box(0, 0, 1, 1)))
    assert (len(joined), found) == (2, {})
