"""Units of other dates: listed with what they are on one map, and told where a table names one."""

import pandas as pd

from antq_analysis.places.matching.match import match_units
from antq_analysis.places.matching.other_dates import OTHER_COLUMNS, units_of_other_dates
from antq_analysis.project import Project
from tests.places.made import LATEST, NEW, OLD, PROVINCE, pairs, register, write_pairs


def _three_maps(project: Project) -> None:
    register(["00001", "00002", "00003", "00004"], project, OLD)
    register(["00001", "00002", "00005"], project, NEW)
    register(["00001", "00006"], project, LATEST, districts=False)
    parts = [
        ("00001", "00001"),
        ("00002", "00002"),
        ("00003", "00002"),
        ("00004", "00005", "0.6"),
        ("00004", "00001", "0.4"),
    ]
    write_pairs(pairs(*parts), project, NEW)
    later = pairs(("00001", "00001"), ("00002", "00006"), ("00005", "00006"), dates=(NEW, LATEST))
    write_pairs(later, project, LATEST)


def _here(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {
        (day, code): here
        for day, code, here in zip(frame["unit_date"], frame["unit_code"], frame["here"], strict=True)
    }


def test_former_units_have_their_successors_and_later_ones_their_predecessors(project: Project) -> None:
    _three_maps(project)
    others = units_of_other_dates(PROVINCE, "2021-06-30", project)
    assert others.columns.tolist() == [*OTHER_COLUMNS]
    assert _here(others) == {
        (OLD, "00003"): "00002",
        (OLD, "00004"): "00001 00005",
        (LATEST, "00001"): "00001",
        (LATEST, "00006"): "00002 00005",
    }
    assert others["unit_date"].tolist() == [OLD, OLD, LATEST, LATEST]


def test_the_nearest_map_comes_first_and_reforms_are_chained(project: Project) -> None:
    _three_maps(project)
    others = units_of_other_dates(PROVINCE, LATEST, project)
    assert list(dict.fromkeys(others["unit_date"])) == [NEW, OLD]
    assert _here(others)[OLD, "00003"] == "00006"
    assert set(_here(others)[OLD, "00004"].split()) == {"00001", "00006"}


def test_without_a_crosswalk_it_is_not_known_where_they_are(project: Project) -> None:
    register(["00001", "00002"], project, OLD)
    register(["00001"], project, NEW)
    others = units_of_other_dates(PROVINCE, NEW, project)
    assert others[["unit_code", "here"]].to_numpy().tolist() == [["00002", ""]]


def test_a_province_with_one_map_has_no_others(project: Project) -> None:
    register(["00001"], project, OLD)
    others = units_of_other_dates(PROVINCE, OLD, project)
    assert others.empty
    assert others.columns.tolist() == [*OTHER_COLUMNS]


def test_a_table_that_names_a_former_unit_is_told_its_successors(project: Project) -> None:
    _three_maps(project)
    units = pd.read_csv(project.places / PROVINCE / NEW / "units.csv", dtype=str, keep_default_na=False)
    wanted = pd.DataFrame({"name": ["Xã Mẫu 00004", "X. MẪU 00006"], "district": "Mẫu"})
    found = match_units(wanted, units, others=lambda: units_of_other_dates(PROVINCE, NEW, project))
    assert found["how"].tolist() == ["other_date", "other_date"]
    assert found["unit_date"].tolist() == [OLD, LATEST]
    assert found["candidates"].tolist() == [
        "00001 Xã Mẫu 00001, Huyện Mẫu; 00005 Xã Mẫu 00005, Huyện Mẫu",
        "00002 Xã Mẫu 00002, Huyện Mẫu; 00005 Xã Mẫu 00005, Huyện Mẫu",
    ]
