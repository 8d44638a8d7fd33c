"""Crosswalks from polygons: parts, slivers, units that are gone; and tables that polygons contradict."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Polygon, box

from antq_analysis.errors import UsageError
from antq_analysis.places.maps.boundaries import import_layer
from antq_analysis.places.reforms.conversion import import_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.derive import crosswalk_of, derive_crosswalk
from antq_analysis.places.reforms.official import PairTable
from antq_analysis.places.reforms.overlap import SLIVER, disagreements, fit, overlaps, without_slivers
from antq_analysis.project import Project
from tests.places.made import NEW, OLD, PROVINCE, crosswalk

AREA = "EPSG:6933"


def _layer(**shapes: Polygon) -> gpd.GeoDataFrame:
    """Polygons in kilometres of an equal-area system."""
    geometry = gpd.GeoSeries(list(shapes.values()), index=list(shapes), crs=AREA).scale(
        1000, 1000, origin=(0, 0)
    )
    return gpd.GeoDataFrame({"name": list(shapes)}, index=list(shapes), geometry=geometry)


def _pairs(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.from_code, row.to_code): round(float(row.area_share or 1), 9) for row in table.itertuples()}


def test_common_land_is_measured_from_both_sides() -> None:
    common = overlaps(_layer(a=box(0, 0, 4, 1)).geometry, _layer(x=box(3, 0, 5, 1)).geometry, AREA)
    row = common.iloc[0]
    assert (row["area_km2"], row["from_share"], row["to_share"]) == pytest.approx((1, 0.25, 0.5))


@pytest.mark.parametrize(("width", "kept"), [(SLIVER * 10 * 0.99, False), (SLIVER * 10 * 1.01, True)])
def test_a_sliver_is_small_in_both_units(width: float, kept: bool) -> None:
    old, new = _layer(a=box(0, 0, 10, 1)), _layer(x=box(width, 0, 20, 1), y=box(-20, 0, width, 1))
    pairs = without_slivers(overlaps(old.geometry, new.geometry, AREA))
    assert pairs["to_code"].tolist() == (["x", "y"] if kept else ["x"])


def test_a_small_piece_that_is_all_of_a_new_unit_is_a_part() -> None:
    old, new = _layer(a=box(0, 0, 100, 1)), _layer(x=box(1, 0, 100, 1), y=box(0, 0, 1, 1))
    assert _pairs(crosswalk_of(old, new, AREA)) == {("a", "x"): 0.99, ("a", "y"): 0.01}


def test_what_happened_is_read_from_the_land() -> None:
    old = _layer(
        a=box(0, 0, 1, 1), b=box(1, 0, 2, 1), c=box(2, 0, 6, 1), d=box(6, 0, 7, 1), e=box(50, 0, 51, 1)
    )
    new = _layer(a=box(0, 0, 2, 1), x=box(2, 0, 3, 1), y=box(3, 0, 6.01, 1), d=box(6.01, 0, 7, 1))
    table = crosswalk_of(old, new, AREA)
    assert _pairs(table) == {
        ("a", "a"): 1,
        ("b", "a"): 1,
        ("c", "x"): 0.25,
        ("c", "y"): 0.75,
        ("d", "d"): 1,
        ("e", ""): 1,
    }
    assert table["relation"].tolist() == [
        "merge",
        "merge",
        "split_part",
        "split_part",
        "unchanged",
        "abolished",
    ]


def test_the_fit_is_the_common_land_over_all_land() -> None:
    old = _layer(a=box(0, 0, 1, 1), b=box(1, 0, 2, 1), c=box(5, 0, 6, 1))
    new = _layer(x=box(0.5, 0, 3, 1), z=box(5, 0, 6, 1))
    common = overlaps(old.geometry, new.geometry, AREA)
    table = crosswalk(("a", "x"), ("b", "x"), ("c", "z"), ("q", "z"))
    measured = fit(table, common, old.geometry, new.geometry)
    assert measured.round(9).to_dict() == {"x": 0.5}  # 1.5 of 3; q has no polygon, so z cannot be measured


def test_polygons_that_bear_each_others_codes_are_told() -> None:
    old = _layer(a=box(0, 0, 1, 1), b=box(1, 0, 2, 1), c=box(2, 0, 3, 1))
    new = _layer(x=box(1, 0, 2, 1), y=box(0, 0, 1, 1), z=box(2, 0, 3, 1))
    table = crosswalk(("a", "x"), ("b", "y"), ("c", "z"))
    found = {finding.rule: finding for finding in disagreements(table, old.geometry, new.geometry, AREA)}
    assert found["crosswalk_swapped"].written == "x / y"
    assert found["crosswalk_swapped"].text("vi")
    assert found["crosswalk_swapped"].remedy("en")
    one_way = crosswalk(("a", "x"), ("b", "x"), ("c", "z"))
    told = disagreements(one_way, old.geometry, new.geometry, AREA)
    assert "crosswalk_swapped" not in {finding.rule for finding in told}


def _map(codes: dict[str, tuple[float, float]], day: str, project: Project, folder: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"code": list(codes), "ten": [f"Xã Mẫu {code}" for code in codes]},
        geometry=[box(105 + left / 100, 20, 105 + right / 100, 20.01) for left, right in codes.values()],
        crs="EPSG:4326",
    )
    path = folder / f"{day}.gpkg"
    frame.to_file(path)
    import_layer(path, PROVINCE, day, "code", "ten", project=project)


@pytest.fixture
def maps(project: Project, tmp_path: Path) -> Project:
    _map({"00001": (0, 1), "00002": (1, 2), "00003": (2, 4)}, OLD, project, tmp_path)
    _map({"00001": (0, 2), "00004": (2, 3), "00005": (3, 4)}, NEW, project, tmp_path)
    return project


def test_a_derived_crosswalk_is_kept_and_says_that_it_is(maps: Project) -> None:
    findings = derive_crosswalk(PROVINCE, OLD, NEW, maps)
    assert [finding.rule for finding in findings] == ["crosswalk_derived"]
    assert findings[0].values == {"n": 4, "parts": 2}
    assert findings[0].text("vi")
    table = load_crosswalk(PROVINCE, OLD, NEW, maps).set_index(["from_code", "to_code"])
    assert table["share"].round(6).to_dict() == {
        ("00001", "00001"): 1,
        ("00002", "00001"): 1,
        ("00003", "00004"): 0.5,
        ("00003", "00005"): 0.5,
    }
    assert table["share_basis"].tolist() == ["", "", "area", "area"]
    with pytest.raises(UsageError, match=NEW):
        derive_crosswalk(PROVINCE, OLD, NEW, maps)


def test_a_table_that_the_polygons_contradict_is_told(maps: Project, tmp_path: Path) -> None:
    file = tmp_path / "cu_moi.csv"
    file.write_text("cu,moi\n00001,00004\n00002,00001\n00003,00005\n", encoding="utf-8")
    table = PairTable(file, {"from_code": "cu", "to_code": "moi"})
    findings = {finding.rule: finding for finding in import_crosswalk(table, PROVINCE, OLD, NEW, maps)}
    assert findings["crosswalk_pair_apart"].written == "00001 -> 00004 (00001 100%)"
    assert findings["crosswalk_pair_unlisted"].written == "00001 -> 00001 (100%); 00003 -> 00004 (50%)"
    assert findings["crosswalk_low_fit"].written == "00004 (0%); 00001 (50%); 00005 (50%)"
    for finding in findings.values():
        assert finding.text("vi")
        assert finding.remedy("en")
