"""All Vietnam, 2019 to 2025: every person of the census arrives, or the unit that lost it is named."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.errors import UsageError
from antq_analysis.places.carrying.carry import Carried, carry
from antq_analysis.places.groups import load_groups, straddling
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.reforms.succession import province_units, take_province
from antq_analysis.places.register import import_units, load_units
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary
from tests.places.real_vietnam import (
    CENSUS_TOTAL,
    COUNTS,
    MAPS,
    PROVINCE,
    Imported,
    census,
    figures,
    table,
    text,
    units,
)

ISLANDS_WITHOUT_COMMUNES = 624 + 346 + 8375 + 8827
HAI_DUONG_LOST = ("10774", 4464.0)
STRADDLING = 297


@pytest.fixture(scope="module")
def persons(data: Path) -> pd.Series:
    everybody = census(data)
    assert everybody.sum() == CENSUS_TOTAL
    assert everybody[everybody.index == ""].sum() == ISLANDS_WITHOUT_COMMUNES
    return everybody[everybody.index != ""]


@pytest.fixture(scope="module")
def carried(imported: Imported, persons: pd.Series) -> Carried:
    crosswalk = load_crosswalk(PROVINCE, MAPS[0], MAPS[-1], imported.project)
    return carry(figures(persons), MAPS[-1], crosswalk, load_vocabulary(imported.project))


@pytest.fixture(scope="module")
def ways(data: Path) -> pd.DataFrame:
    """Each unit of 2019 with every unit of 2025 that it leads to, from the corrected tables in plain pandas."""
    first, gone, last = (table(data, number)[["old_code", "new_code"]] for number in range(3))
    first = pd.concat([first, pd.DataFrame({"old_code": ["01405", "25996"], "new_code": ["", "25996"]})])
    stays = units(data, 1)["code"]
    stays = stays[~stays.isin(gone["old_code"])]
    middle = pd.concat([gone, pd.DataFrame({"old_code": stays, "new_code": stays})])
    joined = first.rename(columns={"old_code": "code", "new_code": "a"}).merge(
        middle.rename(columns={"old_code": "a", "new_code": "b"}), on="a", how="left"
    )
    last = last[last["old_code"].ne("")].rename(columns={"old_code": "b", "new_code": "to"})
    return joined.merge(last, on="b", how="left").fillna("")[["code", "to"]].drop_duplicates()


@pytest.mark.parametrize(("day", "count"), list(zip(MAPS, COUNTS, strict=True)))
def test_the_register_of_each_map_is_complete(day: str, count: int, imported: Imported) -> None:
    assert len(load_units(PROVINCE, day, imported.project)) == count


@pytest.mark.parametrize("number", range(3))
def test_the_history_gives_the_list_of_each_day(number: int, project: Project, data: Path) -> None:
    columns = {"unit_code": "code"} | {name: name for name in ("name", "type", "valid_from", "valid_to")}
    history = data / "units" / "units_history_vn_2009_2025.csv"
    import_units(history, PROVINCE, MAPS[number], columns=columns, project=project)
    found = load_units(PROVINCE, MAPS[number], project).set_index("unit_code")["name"].sort_index()
    listed = units(data, number).set_index("code")["name"].sort_index()
    assert found.to_dict() == listed.to_dict()


@pytest.mark.parametrize("number", range(3))
def test_wrong_codes_are_corrected_as_found_by_hand(number: int, imported: Imported, data: Path) -> None:
    step = load_crosswalk(PROVINCE, MAPS[number], MAPS[number + 1], imported.project)
    found = set(zip(step["from_code"], step["to_code"], strict=True))
    given = table(data, number)
    expected = {(old, new) for old, new in zip(given["old_code"], given["new_code"], strict=True) if old}
    if number == 0:
        expected |= {("01405", ""), ("25996", "25996")}  # the two gaps of the table
    if number == 1:
        later = set(units(data, 2)["code"])
        expected |= {(code, code) for code in units(data, 1)["code"] if code in later}
    assert found == expected


def test_what_the_tables_lack_is_said(imported: Imported) -> None:
    numbers = [{finding.rule: finding.values["n"] for finding in step} for step in imported.findings]
    assert [step.get("crosswalk_no_successor") for step in numbers] == [4, 25, None]
    assert [step.get("crosswalk_no_predecessor") for step in numbers] == [None, 15, 5]
    written = {finding.rule: finding.written for finding in imported.findings[0]}
    assert written["crosswalk_completed"] == "25996"
    mended = sum(
        finding.values["n"]
        for step in imported.findings
        for finding in step
        if finding.rule == "crosswalk_code_mended"
    )
    assert mended == 9 + 31 + 3


def test_every_person_of_the_census_arrives_or_is_accounted_for(
    carried: Carried, persons: pd.Series, ways: pd.DataFrame, data: Path
) -> None:
    lost = ways[ways["to"].eq("")]["code"]
    uncounted = set(units(data, 0)["code"]) - set(persons.index)
    waiting = set(ways.loc[ways["code"].isin(uncounted), "to"])
    incomplete = ways[ways["to"].isin(waiting) & ways["code"].isin(persons.index)]["code"]
    account = carried.account.iloc[0]
    assert account["before"] == persons.sum() == CENSUS_TOTAL - ISLANDS_WITHOUT_COMMUNES
    behind = carried.differences.groupby("reason")
    assert set(behind.get_group("no_successor")["unit_code"]) == set(lost)
    assert set(behind.get_group("part_missing")["unit_code"]) == set(incomplete)
    assert round(-account["difference"]) == persons[lost].sum() + persons[incomplete].sum() == 212_598
    amounts = carried.differences.set_index("unit_code")["amount"]
    assert amounts[HAI_DUONG_LOST[0]] == HAI_DUONG_LOST[1]
    total = carried.observations["value"].sum() + carried.differences["amount"].sum()
    assert round(total, 4) == persons.sum()


def test_the_total_of_each_province_is_kept(
    carried: Carried, persons: pd.Series, ways: pd.DataFrame, data: Path
) -> None:
    provinces = units(data, 3).set_index("code")["province_code"]
    found = carried.observations.groupby(carried.observations["unit_code"].map(provinces))["value"].sum()
    home = ways.assign(province=ways["to"].map(provinces)).drop_duplicates(["code", "province"])
    home = home[home["to"].ne("")]
    assert home["code"].is_unique  # no unit was divided between two of the later provinces
    before = persons.groupby(home.set_index("code")["province"].reindex(persons.index)).sum()
    missing = carried.differences[carried.differences["to_code"].ne("")]
    behind = missing["amount"].groupby(missing["to_code"].map(provinces)).sum()
    expected = before.sub(behind, fill_value=0)
    assert len(expected) == 34
    pd.testing.assert_series_equal(found.round(4), expected.round(4), check_names=False)


def test_each_undivided_commune_has_its_own_people(
    carried: Carried, persons: pd.Series, ways: pd.DataFrame
) -> None:
    divided = set(ways.loc[ways["code"].duplicated(keep=False), "to"])
    whole = ways[~ways["to"].isin(divided | {""})]
    expected = persons.reindex(whole["code"]).groupby(whole["to"].to_numpy()).sum(min_count=1)
    complete = persons.reindex(whole["code"]).notna().groupby(whole["to"].to_numpy()).all()
    found = carried.observations.set_index("unit_code")["value"].reindex(expected.index)
    assert len(expected) > 2500
    pd.testing.assert_series_equal(found, expected.where(complete), check_names=False)
    rows = carried.observations[carried.observations["unit_code"].isin(expected.index)]
    assert not rows["status"].eq("apportioned").any()


def test_people_go_where_the_official_note_says(imported: Imported, data: Path) -> None:
    step = load_crosswalk(PROVINCE, MAPS[2], MAPS[3], imported.project).set_index(["from_code", "to_code"])
    told = table(data, 2)
    told = told[told["old_code"].duplicated(keep=False) & told["old_code"].ne("")]
    told = told.set_index(["old_code", "new_code"])["relation"]
    everybody, nobody = told[told.eq("part_area_all_population")], told[told.eq("part_area")]
    assert step.loc[everybody.index, "share"].eq(1).all()
    assert step.loc[nobody.index, "share"].eq(0).all()
    assert (len(everybody), len(nobody)) == (58, 83)


def test_typed_amounts_and_read_notes_agree(imported: Imported, shared: Path, data: Path) -> None:
    typed = pd.read_csv(data / "crosswalk" / "split_shares_2020_hoabinh_backan.csv", dtype=str)
    typed = typed[
        typed["old_code"].isin(["02074", "04822", "05203"])
    ]  # the others have no note for each part
    persons = typed["persons"].astype(float)
    expected = persons / persons.groupby(typed["old_code"]).transform("sum")
    step = load_crosswalk(PROVINCE, MAPS[0], MAPS[1], imported.project).set_index(["from_code", "to_code"])
    pairs = pd.MultiIndex.from_frame(typed[["old_code", "new_code"]])
    assert step.loc[pairs, "share"].round(9).tolist() == expected.round(9).tolist()
    assert step.loc[pairs, "share_basis"].eq("population").all()


def test_communes_that_straddle_former_districts_are_listed(imported: Imported, data: Path) -> None:
    groups = load_groups(PROVINCE, MAPS[-1], imported.project)
    listed = straddling(groups, "former_district")
    pairs = table(data, 2)
    pairs = pairs[pairs["old_code"].ne("")].drop_duplicates(["new_code", "old_district_code"])
    expected = pairs.loc[pairs["new_code"].duplicated(keep=False), "new_code"]
    assert set(listed["unit_code"]) == set(expected)
    assert listed["unit_code"].nunique() == STRADDLING


@pytest.mark.parametrize(
    ("province", "code", "successor", "counts"),
    [
        ("hoa-binh", "17", "Tỉnh Phú Thọ", (210, 151, 46)),
        ("bac-kan", "06", "Tỉnh Thái Nguyên", (122, 108, 37)),
        ("hai-duong", "30", "Thành phố Hải Phòng", (265, 235, 64)),
    ],
)
def test_a_province_is_followed_through_its_mergers(
    province: str, code: str, successor: str, counts: tuple[int, int, int], imported: Imported, data: Path
) -> None:
    first, last, later = (
        province_units(province, day, PROVINCE, imported.project) for day in (MAPS[0], "2024-12-31", MAPS[3])
    )
    assert tuple(map(len, (first, last, later))) == counts
    assert first["province_code"].unique().tolist() == last["province_code"].unique().tolist() == [code]
    assert later["province_name"].unique().tolist() == [successor]
    areas = text(data / "attributes" / "population_area_2025_vn.csv")
    origins = areas.loc[
        areas["origin_provinces"].str.split(",").map(lambda codes: code in codes), "unit_code"
    ]
    assert set(later["unit_code"]) == set(origins)


def test_a_code_used_again_does_not_mix_two_provinces(imported: Imported) -> None:
    before, after = (
        province_units("quang-tri", day, PROVINCE, imported.project) for day in (MAPS[2], MAPS[3])
    )
    assert before["province_code"].unique().tolist() == ["45"]
    assert after["province_code"].unique().tolist() == ["44"]
    other = province_units("quang-binh", MAPS[3], PROVINCE, imported.project)
    assert set(other["unit_code"]) < set(after["unit_code"])


def test_a_province_taken_out_of_the_country_carries_its_own_census(
    imported: Imported, persons: pd.Series
) -> None:
    assert take_province("hoa-binh", PROVINCE, imported.project) == MAPS
    own = persons[load_units("hoa-binh", MAPS[0], imported.project)["unit_code"]]
    crosswalk = load_crosswalk("hoa-binh", MAPS[0], MAPS[3], imported.project)
    arrived = carry(figures(own), MAPS[3], crosswalk, load_vocabulary(imported.project))
    assert arrived.account[["before", "difference"]].to_numpy().tolist() == [[854_131.0, 0.0]]
    assert len(arrived.observations) == 46
    assert set(load_groups("hoa-binh", MAPS[3], imported.project)["unit_code"]) == set(
        arrived.observations["unit_code"]
    )
    with pytest.raises(UsageError, match=MAPS[0]):
        take_province("hoa-binh", PROVINCE, imported.project)
