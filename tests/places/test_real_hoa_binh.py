"""Hòa Bình over two reforms: 210, 151 and 46 communes, and not one person of the census lost."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary
from tests.places.real_hoa_binh import (
    CENSUS_TOTAL,
    COUNTS,
    MAPS,
    OLD_CODE,
    PROVINCE,
    census_2019,
    make_project,
    set_up,
)

# Four divided communes of 2020 were drawn whole in the derived layer; in 2025 two polygons bear each other's codes.
DIVIDED = [
    "04822 -> 04825 (04789 100%)",
    "04867 -> 04831 (04867 100%)",
    "04915 -> 04921 (04894 100%)",
    "05203 -> 05206 (04882 100%)",
]
FOUND_2020 = [
    ("crosswalk_pair_twice", "04897-04897"),
    ("crosswalk_equal_shares", "04915"),
    ("crosswalk_pair_apart", "; ".join(DIVIDED)),
    ("crosswalk_low_fit", "04789 (43%); 04825 (58%)"),
]
FOUND_2025 = [
    ("crosswalk_parts_measured", "04891; 04957; 05221"),
    ("straddles_former_district", "04828 Phường Thống Nhất (Thành phố Hòa Bình, Huyện Đà Bắc)"),
    ("crosswalk_pair_unlisted", "04789 -> 04792 (22%)"),
]


@pytest.fixture(scope="module")
def real(shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = make_project(tmp_path_factory.mktemp("hoa_binh") / "project", root)
    findings = set_up(project, shared)
    tables = [finding for finding in findings if finding.rule.startswith(("crosswalk_", "straddles_"))]
    assert [(finding.rule, finding.written) for finding in tables] == [*FOUND_2020, *FOUND_2025]
    return project


@pytest.mark.parametrize(("day", "count"), list(zip(MAPS, COUNTS, strict=True)))
def test_every_commune_has_its_polygon(day: str, count: int, real: Project) -> None:
    shapes = load_map(PROVINCE, day, real)
    assert len(shapes) == count
    assert shapes.geometry.notna().all()
    assert shapes.geometry.is_valid.all()


@pytest.mark.parametrize(("day", "count"), list(zip(MAPS, COUNTS, strict=True))[1:])
def test_the_census_is_kept_to_the_last_person(day: str, count: int, real: Project, shared: Path) -> None:
    census = census_2019(shared)
    assert (len(census), census["value"].sum()) == (COUNTS[0], CENSUS_TOTAL)
    carried = carry(census, day, load_crosswalk(PROVINCE, MAPS[0], day, real), load_vocabulary(real))
    assert len(carried.observations) == count
    assert round(carried.observations["value"].sum(), 6) == CENSUS_TOTAL
    assert carried.account["difference"].tolist() == [0.0]
    assert carried.differences.empty
    assert set(carried.observations["unit_code"]) == set(load_map(PROVINCE, day, real).index)


def test_each_commune_of_2025_has_the_people_found_independently(real: Project, shared: Path) -> None:
    path = shared / "data" / "vietnam" / "attributes" / "pop2019_carried_to_2025_units_3prov.csv"
    table = pd.read_csv(path, dtype=str)
    table = table[table["origin_province_code"].eq(OLD_CODE)].set_index("unit_code_2025")
    crosswalk = load_crosswalk(PROVINCE, MAPS[0], MAPS[-1], real)
    carried = carry(census_2019(shared), MAPS[-1], crosswalk, load_vocabulary(real)).observations
    found = carried.set_index("unit_code")["value"]
    expected = table["pop_2019_via_crosswalk"].astype(float).reindex(found.index)
    # The independent table divides equally what no notes tell of; here the polygons of both maps were measured.
    step = load_crosswalk(PROVINCE, MAPS[1], MAPS[-1], real)
    parts = step[step["share_basis"].eq("area")]
    measured = parts["to_code"].unique()
    assert set(parts["from_code"]) == {"04891", "04957", "05221"}
    # It is rounded to persons.
    assert (found - expected).drop(measured).abs().max() <= 0.5
    assert found[measured].sum() == pytest.approx(expected[measured].sum(), abs=2)
    split = carried.set_index("unit_code").loc["04891"]
    assert (split["status"], split["rule"]) == ("apportioned", "area_share")


def test_two_steps_are_one_on_the_real_maps(real: Project, shared: Path) -> None:
    vocabulary = load_vocabulary(real)
    first = load_crosswalk(PROVINCE, MAPS[0], MAPS[1], real)
    second = load_crosswalk(PROVINCE, MAPS[1], MAPS[2], real)
    middle = carry(census_2019(shared), MAPS[1], first, vocabulary).observations
    two = carry(middle, MAPS[2], second, vocabulary).observations
    one = carry(
        census_2019(shared), MAPS[2], load_crosswalk(PROVINCE, MAPS[0], MAPS[2], real), vocabulary
    ).observations
    pd.testing.assert_series_equal(two["value"], one["value"])


def test_the_two_maps_cover_the_same_ground(real: Project) -> None:
    areas = [_area(load_map(PROVINCE, day, real), real) for day in MAPS]
    assert areas[1] == pytest.approx(areas[0], rel=0.01)
    assert areas[2] == pytest.approx(areas[0], rel=0.02)


def _area(shapes: gpd.GeoDataFrame, project: Project) -> float:
    return float(shapes.to_crs(project.settings.area_crs).area.sum() / 1e6)
