"""The real package against the lists and the table of the statistics office: what agrees, and what does not."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.matching.names import bare_key, fold, read_name
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.doubtful_pairs import far_namesakes
from antq_analysis.places.register import load_units
from antq_analysis.places.starting.new_province import new_province
from antq_analysis.places.starting.packaged import Packaged, read_package
from antq_analysis.project import Project, find_project
from tests.places.real_vietnam import text

MERGED_BEFORE = {
    *("07693", "07732", "07744", "16387", "16411", "18448"),
    *("20176", "20674", "25102", "25174", "25177", "25186"),
}
"""Units of the list of 01/03/2025 that the package does not have: 10,035 are left, as many as there were."""
FALSE_LEFT = {("23053", "23041"), ("28036", "28087"), ("31379", "31582")}
"""Pairs of the package that the office's table does not have and no rule finds."""
NOT_IN_PACKAGE = {("09013", "09817")}


@pytest.fixture(scope="module")
def package(root: Path) -> Packaged:
    return read_package(find_project(root))


@pytest.fixture(scope="module")
def official(data: Path) -> set[tuple[str, str]]:
    table = text(data / "crosswalk" / "xwalk_2025-03-01_to_2025-07-01_vn.csv")
    told = table[table["old_code"].ne("") & ~table["old_code"].isin(MERGED_BEFORE)]
    return set(zip(told["old_code"], told["new_code"], strict=True))


def coded(pairs: pd.DataFrame, package: Packaged) -> set[tuple[str, str]]:
    old, new = (units.set_index("unit_key")["unit_code"] for units in (package.old, package.new))
    both = zip(pairs["from_key"].map(old), pairs["to_key"].map(new), strict=True)
    return {(before, after) for before, after in both if before}


def plain(name: str) -> str:
    return bare_key(read_name(name).name)


def test_the_codes_of_the_new_units_are_those_of_the_office(package: Packaged, data: Path) -> None:
    office = text(data / "units" / "units_vn_2025-07-01.csv").set_index("code")
    own = package.new.set_index("unit_code")
    assert set(own.index) == set(office.index)
    assert len(own) == 3321
    assert own["province_code"].eq(office["province_code"].reindex(own.index)).all()
    differs = own["name"].map(fold) != office["name"].reindex(own.index).map(fold)
    assert own.loc[differs, "name"].to_dict() == {"24496": "Xã Ea Kly"}  # the office's list has "Xa Ea Kly"


def test_the_codes_of_the_old_units_are_those_of_the_office(package: Packaged, data: Path) -> None:
    office = text(data / "units" / "units_vn_2025-03-01.csv").set_index("code")
    own = package.old[package.old["unit_code"].ne("")].set_index("unit_code")
    assert len(own) == 10_035
    assert set(office.index) - set(own.index) == MERGED_BEFORE
    assert set(own.index) <= set(office.index)
    for column in ("province_code", "district_code"):
        assert own[column].eq(office[column].reindex(own.index)).all()
    # Names of minorities and of state farms are spelt in two ways (Sà Phìn, Xà Phìn; Ngọk Lây, Ngọc Lây).
    keys = [names.map(plain) for names in (own["name"], office["name"].reindex(own.index))]
    assert keys[0].ne(keys[1]).sum() == 37
    assert set(package.old.loc[package.old["unit_code"].eq(""), "district_name"]) == {
        "Huyện Bạch Long Vĩ",
        "Huyện Cồn Cỏ",
        "Huyện Hoàng Sa",
        "Huyện Lý Sơn",
        "Huyện Côn Đảo",
    }


def test_the_pairs_are_those_of_the_office_but_for_namesakes(
    package: Packaged, official: set[tuple[str, str]]
) -> None:
    wrong = far_namesakes(package.pairs, package.old, package.new)
    assert coded(package.pairs[wrong], package).isdisjoint(official)
    assert wrong.sum() == 30
    kept = coded(package.pairs[~wrong], package)
    assert kept - official == FALSE_LEFT
    assert official - kept == NOT_IN_PACKAGE


def test_phu_tho_starts_from_nothing(project: Project, official: set[tuple[str, str]]) -> None:
    new_province("phu-tho", project=project)
    old, new = (load_units("phu-tho", day, project) for day in ("2025-03-01", "2025-07-01"))
    assert [len(old), len(new)] == [479, 148]
    table = load_crosswalk("phu-tho", "2025-03-01", "2025-07-01", project)
    found = set(zip(table["from_code"], table["to_code"], strict=True))
    assert found == {pair for pair in official if pair[1] in set(new["unit_code"])}


def test_far_islands_are_not_drawn_at_the_coast(project: Project) -> None:
    new_province("khanh-hoa", project=project)
    for day, codes in (("2025-07-01", ["22736"]), ("2025-03-01", ["22736", "22737", "22739"])):
        shapes = load_map("khanh-hoa", day, project).geometry
        assert shapes[codes].bounds["minx"].gt(112).all()
