"""Matching: names that must find their unit, names that must not, decisions, and units of other dates."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.places.matching.match import match_units

CASES = Path(__file__).resolve().parents[2] / "cases"


def _cases(name: str) -> pd.DataFrame:
    frame = pd.read_csv(CASES / name, dtype=str, keep_default_na=False)
    return frame.rename(columns={"written_name": "name", "written_district": "district"})


@pytest.fixture
def register() -> pd.DataFrame:
    return pd.read_csv(CASES / "names_register.csv", dtype=str, keep_default_na=False)


def _check(cases: pd.DataFrame, units: pd.DataFrame) -> None:
    found = match_units(cases, units)
    expected = cases["unit_code"] if "unit_code" in cases else pd.Series("", index=cases.index)
    wrong = cases[found["how"].ne(cases["how"]) | found["unit_code"].ne(expected)]
    assert wrong.empty, wrong.join(found.add_suffix("_found")).to_string()


@pytest.mark.parametrize("name", ["names_match.csv", "names_no_match.csv"])
def test_listed_names(name: str, register: pd.DataFrame) -> None:
    _check(_cases(name), register)


@pytest.mark.parametrize("name", ["names_match.csv", "names_no_match.csv"])
def test_listed_names_in_the_whole_register_of_a_province(name: str, shared: Path) -> None:
    units = _register(shared, "2023-04-10")
    _check(_cases(name), units[units["province_code"].eq("17")])


def test_a_name_of_another_district_is_never_taken_silently(register: pd.DataFrame) -> None:
    row = match_units(pd.DataFrame({"name": ["Văn Sơn"], "district": ["Tân Lạc"]}), register).iloc[0]
    assert (row["unit_code"], row["how"]) == ("05176", "accent_changed")
    assert row["note"] == "exact_elsewhere"
    assert row["candidates"].startswith("05284 ")


def test_an_ambiguous_name_lists_its_candidates(register: pd.DataFrame) -> None:
    row = match_units(pd.DataFrame({"name": ["Cao Sơn"], "district": [""]}), register).iloc[0]
    assert row["unit_code"] == ""
    assert {part.split(" ")[0] for part in row["candidates"].split("; ")} == {"04876", "04957"}


def test_a_slip_is_taken_in_its_district_and_only_proposed_without_one(register: pd.DataFrame) -> None:
    found = match_units(pd.DataFrame({"name": "Lạc Sỹn", "district": ["Yên Thủy", ""]}), register)
    assert found["how"].tolist() == ["slip", "none"]
    assert found["unit_code"].tolist() == ["05356", ""]
    assert found["candidates"][1].startswith("05356 Xã Lạc Sỹ, Huyện Yên Thủy (")


def test_a_slip_that_fits_two_units_lists_both_with_their_likeness() -> None:
    units = _two(("Xã", "Xã")).assign(name=["Xã Mẫu Bình", "Xã Mẫu Bính"])
    near = units.assign(name=["Xã Mẫu Lan", "Xã Mẫu Lam"])
    wanted = pd.DataFrame({"name": ["Xã Mẫu Lap"], "district": ["Mẫu"]})
    row = match_units(wanted, near).iloc[0]
    assert (row["unit_code"], row["how"]) == ("", "ambiguous")
    assert row["candidates"] == "00001 Xã Mẫu Lan, Huyện Mẫu (83%); 00002 Xã Mẫu Lam, Huyện Mẫu (83%)"


@pytest.mark.parametrize("dash", ["-", "–"])
def test_what_follows_a_dash_makes_no_slip_of_the_longer_name(dash: str) -> None:
    names = ["Phường Mẫu Nhơn", "Phường Mẫu Nhơn Đông", "Phường Mẫu Trang"]
    units = pd.DataFrame({"unit_code": ["00001", "00002", "00003"], "name": names, "type": "Phường"})
    written = [f"Phường Mẫu Nhơn {dash} tổng", f"Phường Mẫu Nhơn {dash} Đông", "Phường Mẫu Trank"]
    found = match_units(pd.DataFrame({"name": written, "district": ""}), units)
    assert found["how"].tolist() == ["ambiguous", "folded", "slip"]
    assert found["unit_code"].tolist() == ["", "00002", "00003"]
    assert "00001 Phường Mẫu Nhơn" in found["candidates"][0]


def test_an_accent_is_not_changed_where_a_slip_fits_another_unit_as_well() -> None:
    units = _two(("Xã", "Xã")).assign(name=["Xã Mẫu Lâm", "Xã Mẫu Lập"])
    found = match_units(pd.DataFrame({"name": ["Xã Mẫu Lậm", "Xã Mẫu Lãm"], "district": "Mẫu"}), units)
    assert found["how"].tolist() == ["ambiguous", "accent_changed"]


def test_a_type_that_differs_yields_to_a_unit_of_that_type_that_comes_near() -> None:
    units = _two(("Xã", "Thị trấn")).assign(name=["Xã Mẫu Lâm", "Thị trấn Nông trường Mẫu Lâm"])
    names = ["Thị trấn Mẫu Lâm", "TT. NT Mẫu Lâm", "Xã Mẫu Lâm"]
    found = match_units(pd.DataFrame({"name": names, "district": "Mẫu"}), units)
    assert found["how"].tolist() == ["ambiguous", "folded", "exact"]
    assert found["unit_code"].tolist() == ["", "00002", "00001"]


def test_a_cell_without_any_accent_is_not_taken_for_the_unit_that_has_none() -> None:
    units = _two(("Xã", "Xã")).assign(name=["Xã Mau An", "Xã Mẫu An"], district_name="Huyện Kỳ")
    wanted = pd.DataFrame(
        {"name": ["MAU AN", "Xã Mau An", "MAU AN"], "district": ["H. KY", "H. KY", "Huyện Kỳ"]}
    )
    found = match_units(wanted, units)
    assert found["how"].tolist() == ["ambiguous", "exact", "folded"]


@pytest.mark.parametrize(
    ("beside", "how"), [("MAU BINH", "ambiguous"), ("Mẫu Bình", "exact"), ("Mau An", "exact")]
)
def test_a_column_that_lost_its_accents_lost_them_also_beside_districts_that_kept_theirs(
    beside: str, how: str
) -> None:
    units = pd.concat([_two(("Xã", "Xã")).assign(name=["Xã Mau An", "Xã Mẫu An"]), _two().head(1)])
    units = units.assign(unit_code=["1", "2", "3"], district_code="001")
    wanted = pd.DataFrame({"name": ["Mau An", beside], "district": "Huyện Mẫu"})
    assert match_units(wanted, units)["how"].iloc[0] == how


def _two(types: tuple[str, str] = ("Xã", "Thị trấn")) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_code": ["00001", "00002"],
            "name": [f"{kind} Mẫu Bình" for kind in types],
            "type": list(types),
            "district_code": "001",
            "district_name": "Huyện Mẫu",
        }
    )


@pytest.mark.parametrize(
    ("written", "code", "how"),
    [
        ("Xã Mẫu Bình", "00001", "exact"),
        ("TT Mẫu Bình", "00002", "folded"),
        ("Mẫu Bình (TT)", "00002", "folded"),
        ("MAU BINH (TT)", "00002", "accent_changed"),
        ("Mẫu Bình", "", "ambiguous"),
        ("Phường Mẫu Bình", "", "ambiguous"),
        ("MAU BINH", "", "ambiguous"),
    ],
)
def test_homonyms_of_one_district_need_their_type(written: str, code: str, how: str) -> None:
    row = match_units(pd.DataFrame({"name": [written], "district": ["Mẫu"]}), _two()).iloc[0]
    assert (row["unit_code"], row["how"]) == (code, how)


def test_a_type_that_differs_is_noted_and_never_wins_over_its_rival() -> None:
    units = _two(("Xã", "Xã")).assign(name=["Xã Văn Sơn", "Thị trấn Vân Sơn"], type=["Xã", "Thị trấn"])
    wanted = pd.DataFrame({"name": ["Thị trấn Văn Sơn", "Phường Văn Sơn"], "district": "Mẫu"})
    found = match_units(wanted, units)
    assert found["how"].tolist() == ["ambiguous", "folded"]
    assert found["note"].tolist() == ["type_differs", "type_differs"]


def test_districts_of_one_name_need_their_type() -> None:
    units = _two().assign(
        name="Xã Mẫu An", type="Xã", district_code=["001", "002"], district_name=["Huyện Kỳ", "Thị xã Kỳ"]
    )
    wanted = pd.DataFrame({"name": "Mẫu An", "district": ["TX Kỳ", "H. Kỳ", "Kỳ"]})
    assert match_units(wanted, units)["unit_code"].tolist() == ["00002", "00001", ""]


def test_without_districts_a_name_must_be_the_only_one() -> None:
    units = _two().drop(columns=["district_code", "district_name"])
    found = match_units(
        pd.DataFrame({"name": ["Xã Mẫu Bình", "Mẫu Bình"], "district": ["Huyện Mẫu", ""]}), units
    )
    assert found["unit_code"].tolist() == ["00001", ""]
    assert found["note"].tolist() == ["district_not_on_map", ""]


def _alias(**columns: str) -> pd.DataFrame:
    row = {
        "written_name": "Xóm Núi",
        "written_district": "Mẫu",
        "map_date": "",
        "unit_code": "00002",
        "decided_on": "",
    }
    return pd.DataFrame([row | columns])


def test_a_decision_is_used_after_spelling_and_before_accents() -> None:
    wanted = pd.DataFrame({"name": ["xóm  núi", "Xã Mẫu Bình"], "district": "H. Mẫu"})
    aliases = pd.concat([_alias(), _alias(written_name="Xã Mẫu Bình")])
    found = match_units(wanted, _two(), aliases)
    assert found["unit_code"].tolist() == ["00002", "00001"]
    assert found["how"].tolist() == ["alias", "exact"]


def test_a_decision_settles_an_ambiguous_name() -> None:
    wanted = pd.DataFrame({"name": ["Mẫu Bình"], "district": ["Mẫu"]})
    row = match_units(wanted, _two(), _alias(written_name="Mẫu Bình", written_district="")).iloc[0]
    assert (row["unit_code"], row["how"]) == ("00002", "alias")


def test_decisions_of_another_map_or_district_are_left_aside() -> None:
    wanted = pd.DataFrame({"name": ["Xóm Núi"], "district": ["Mẫu"]})
    units = _two().assign(unit_date="2025-07-01")
    assert match_units(wanted, units, _alias(map_date="2020-01-01"))["how"].tolist() == ["none"]
    assert match_units(wanted, units, _alias(unit_code="99999"))["how"].tolist() == ["none"]
    assert match_units(wanted, units, _alias(written_district="Huyện Khác"))["how"].tolist() == ["none"]
    assert match_units(wanted, units, _alias(map_date="2025-07-01"))["how"].tolist() == ["alias"]


def test_the_latest_decision_counts_and_two_of_one_day_do_not() -> None:
    wanted = pd.DataFrame({"name": ["Xóm Núi"], "district": ["Mẫu"]})
    early, late = _alias(decided_on="2024-01-01"), _alias(decided_on="2024-05-01", unit_code="00001")
    assert match_units(wanted, _two(), pd.concat([late, early]))["unit_code"].tolist() == ["00001"]
    both = pd.concat([late, _alias(decided_on="2024-05-01")])
    assert match_units(wanted, _two(), both)["how"].tolist() == ["none"]


def test_answers_keep_the_index_and_do_not_touch_the_input(register: pd.DataFrame) -> None:
    wanted = pd.DataFrame({"name": ["Vân Sơn", None], "district": ["Tân Lạc", None]}, index=[7, 3])
    before = wanted.copy()
    found = match_units(wanted, register)
    assert found.index.tolist() == [7, 3]
    assert found["note"].tolist() == ["", "no_name"]
    pd.testing.assert_frame_equal(wanted, before)


def _register(shared: Path, day: str) -> pd.DataFrame:
    path = shared / "data" / "vietnam" / "units" / f"units_vn_{day}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns={"code": "unit_code"})


def test_eleven_thousand_names_in_capitals_are_found(shared: Path) -> None:
    units = _register(shared, "2018-10-16")
    units = units.assign(district_name=units["district_name"] + " " + units["province_code"])
    wanted = pd.DataFrame({"name": units["name"].str.upper(), "district": units["district_name"]})
    found = match_units(wanted, units)
    assert found["unit_code"].eq(units["unit_code"]).mean() > 0.999


def _two_wards() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_code": ["00001", "00002"],
            "name": ["Phường Mẫu Trung", "Phường Mẫu Bình"],
            "type": "Phường",
            "district_code": "001",
            "district_name": "Thành phố Mẫu",
            "province_name": "Tỉnh Thử",
        }
    )


@pytest.mark.parametrize(
    ("name", "code", "how", "note"),
    [
        ("Phường Mẫu Trung, phường Mẫu Bình", "", "ambiguous", "second_name"),
        ("Phường Mẫu Trung, Mẫu Bình", "", "ambiguous", "second_name"),
        ("Phường Mẫu Trung, chợ cũ", "", "ambiguous", "second_name"),
        ("Phường Mẫu Trung, thành phố Mẫu", "00001", "folded", ""),
        ("Phường Mẫu Trung, Mẫu, tỉnh Thử", "00001", "folded", ""),
        ("Phường Mẫu Trung, Mẫu, Thử", "00001", "folded", ""),
        ("Mẫu Trung, phường", "00001", "folded", ""),
        ("Phường Mẫu Trung (trừ KCN)", "00001", "folded", "remark"),
        ("Phường Mẫu Trung (Tân An cũ)", "00001", "folded", ""),
        ("Phường Mẫu Trung (Tân An)", "00001", "folded", ""),
    ],
)
def test_what_else_stands_in_a_name_cell(name: str, code: str, how: str, note: str) -> None:
    wanted = pd.DataFrame({"name": [name], "district": [""]})
    answer = match_units(wanted, _two_wards()).iloc[0]
    assert (answer["unit_code"], answer["how"], answer["note"]) == (code, how, note)
    if name.endswith("Mẫu Bình"):
        assert "00001" in answer["candidates"]
        assert "00002" in answer["candidates"]


def test_a_decision_settles_a_cell_with_two_names() -> None:
    name = "Phường Mẫu Trung, phường Mẫu Bình"
    wanted = pd.DataFrame({"name": [name], "district": [""]})
    decided = pd.DataFrame({"written_name": [name], "written_district": [""], "unit_code": ["00002"]})
    answer = match_units(wanted, _two_wards(), decided).iloc[0]
    assert (answer["unit_code"], answer["how"]) == ("00002", "alias")


def _former() -> pd.DataFrame:
    """Three units of an older map: one merged into the first unit of this one, one split, one merely renamed."""
    return pd.DataFrame(
        {
            "unit_code": ["00011", "00012", "00002"],
            "name": ["Xã Mẫu Trang", "Xã Dụ Ngôn", "Xã Mẫu Bính"],
            "type": "Xã",
            "district_code": "001",
            "district_name": "Huyện Mẫu",
            "unit_date": "2018-01-01",
            "here": ["00001", "00001 00002", "00002"],
        }
    )


def _now() -> pd.DataFrame:
    return _two(("Xã", "Xã")).assign(name=["Xã Mẫu Trung", "Xã Mẫu Bình"])


@pytest.mark.parametrize(
    ("name", "how", "code", "listed", "day"),
    [
        ("Xã Mẫu Trung", "exact", "00001", [], ""),
        ("Xã Mẫu Trang", "slip", "00001", [], ""),
        ("Xã Dụ Ngôn", "other_date", "", ["00001", "00002"], "2018-01-01"),
        ("Xã Mẫu Bính", "accent_changed", "00002", [], ""),
        ("Xã Mẫu Trunh", "slip", "00001", [], ""),
    ],
)
def test_a_name_of_another_date(name: str, how: str, code: str, listed: list[str], day: str) -> None:
    wanted = pd.DataFrame({"name": [name], "district": ["Mẫu"]})
    row = match_units(wanted, _now(), others=_former).iloc[0]
    assert (row["how"], row["unit_code"], row["unit_date"]) == (how, code, day)
    if listed:
        assert [part.split(" ")[0] for part in row["candidates"].split("; ")] == listed


def test_a_neighbour_is_not_taken_for_a_unit_of_another_date() -> None:
    others = _former().assign(here=["00002", "", "00001"])
    wanted = pd.DataFrame({"name": ["Xã Mẫu Trang", "Xã Mẫu Bính"], "district": "Mẫu"})
    assert match_units(wanted, _now())["unit_code"].tolist() == ["00001", "00002"]
    found = match_units(wanted, _now(), others=lambda: others)
    assert found["how"].tolist() == ["other_date", "other_date"]
    assert found["unit_code"].tolist() == ["", ""]
    assert [text.split(" ")[0] for text in found["candidates"]] == ["00002", "00001"]


def test_a_former_unit_that_was_split_is_not_taken_for_a_part_of_nearly_its_name() -> None:
    others = _former().assign(here=["00001 00002", "", ""])
    wanted = pd.DataFrame({"name": ["Xã Mẫu Trang"], "district": ["Mẫu"]})
    row = match_units(wanted, _now(), others=lambda: others).iloc[0]
    assert (row["how"], row["unit_code"]) == ("other_date", "")


def _nearer(here: str) -> pd.DataFrame:
    """Name one unit of an older map, a letter from nothing that this map has."""
    return _former().head(1).assign(name="Xã Mẫu Tráng", unit_code="00002", here=here)


@pytest.mark.parametrize(
    ("name", "here", "how", "code"),
    [
        ("Xã Mẫu Trang", "00002", "other_date", ""),
        ("Xã Mẫu Trang", "", "other_date", ""),
        ("Xã Mau Trang", "00002", "other_date", ""),
        ("Xã Mẫu Trang", "00001", "slip", "00001"),
        ("Xã Mẫu Trunh", "00002", "slip", "00001"),
    ],
)
def test_a_letter_and_an_accent_are_not_changed_where_another_date_has_a_nearer_name(
    name: str, here: str, how: str, code: str
) -> None:
    units = _now().assign(name=["Xã Mậu Trung", "Xã Mẫu Bình"])
    units = units if name != "Xã Mẫu Trunh" else _now()
    wanted = pd.DataFrame({"name": [name], "district": ["Mẫu"]})
    row = match_units(wanted, units, others=lambda: _nearer(here)).iloc[0]
    assert (row["how"], row["unit_code"]) == (how, code)
    assert row["unit_date"] == ("" if code else "2018-01-01")
    if not code:
        assert row["note"] == "nearer_elsewhere"
        listed = row["candidates"].split("; ")
        assert listed[0].startswith("Xã Mẫu Tráng, Huyện Mẫu [2018-01-01] (")
        assert [text.split(" ")[0] for text in listed[1:]] == [*([here] if here else []), "00001"]


@pytest.mark.parametrize(("other", "how"), [("Xã Mẫu Trank", "other_date"), ("Xã Mẫu Trănk", "slip")])
def test_one_letter_is_nearer_than_a_letter_and_an_accent(other: str, how: str) -> None:
    units = _now().assign(name=["Xã Mậu Trung", "Xã Mẫu Bình"])
    wanted = pd.DataFrame({"name": ["Xã Mẫu Trang"], "district": ["Mẫu"]})
    row = match_units(wanted, units, others=lambda: _nearer("00002").assign(name=other)).iloc[0]
    assert row["how"] == how


def test_a_letter_and_an_accent_are_not_changed_where_another_district_has_a_nearer_name() -> None:
    units = _now().assign(name=["Xã Mậu Trung", "Phường Mẫu Tráng"], type=["Xã", "Phường"])
    units["district_code"], units["district_name"] = ["001", "002"], ["Huyện Mẫu", "Thị xã Thử"]
    wanted = pd.DataFrame({"name": ["Xã Mẫu Trang", "Xa Mau Trang", "Xã Mậu Trungg"], "district": "Mẫu"})
    found = match_units(wanted, units)
    assert found["how"].tolist() == ["ambiguous", "ambiguous", "slip"]
    assert found["note"].tolist() == ["nearer_elsewhere", "nearer_elsewhere", ""]
    for listed in found["candidates"][:2]:
        assert [text.split(" ")[0] for text in listed.split("; ")] == ["00001", "00002"]


def test_a_slip_in_a_lone_word_is_only_listed() -> None:
    units = _now().assign(name=["Xã Trung", "Xã Bình"])
    wanted = pd.DataFrame({"name": ["Trungg", "Xã Trungg"], "district": "Mẫu"})
    found = match_units(wanted, units)
    assert found["how"].tolist() == ["none", "slip"]
    assert found["candidates"][0].startswith("00001 ")


def test_a_name_on_two_other_maps_is_told_of_the_nearer_one() -> None:
    older = _former().assign(unit_date="2010-01-01", here="00002")
    wanted = pd.DataFrame({"name": ["Xã Dụ Ngôn"], "district": ["Mẫu"]})
    row = match_units(wanted, _now(), others=lambda: pd.concat([_former(), older], ignore_index=True)).iloc[0]
    assert row["unit_date"] == "2018-01-01"
    assert [part.split(" ")[0] for part in row["candidates"].split("; ")] == ["00001", "00002"]


def test_a_register_whose_type_contradicts_its_name_is_found_by_the_name() -> None:
    units = _now().assign(name=["Phường Mẫu Trung", "Xã Mẫu Bình"])
    row = match_units(pd.DataFrame({"name": ["P. Mẫu Trung"], "district": ["Mẫu"]}), units).iloc[0]
    assert (row["unit_code"], row["how"], row["note"]) == ("00001", "folded", "")


def test_where_no_other_map_is_known_a_slip_is_only_listed() -> None:
    wanted = pd.DataFrame({"name": ["Xã Mẫu Trunh"], "district": ["Mẫu"]})
    row = match_units(wanted, _now(), others=lambda: _former().head(0)).iloc[0]
    assert (row["how"], row["unit_code"]) == ("none", "")
    assert row["candidates"].startswith("00001 ")


def test_a_former_district_says_that_the_former_unit_is_meant() -> None:
    now = _now().drop(columns=["district_code", "district_name"]).assign(name=["Xã Dụ Ngôn", "Xã Mẫu Bình"])
    others = _former().assign(here=["00001", "00002", "00002"])
    wanted = pd.DataFrame({"name": "Xã Dụ Ngôn", "district": ["Huyện Mẫu", "Huyện Khác", ""]})
    found = match_units(wanted, now, others=lambda: others)
    assert found["how"].tolist() == ["other_date", "other_date", "exact"]
    assert found["candidates"][0] == "00002 Xã Mẫu Bình; 00001 Xã Dụ Ngôn"
    assert found["note"].str.contains("named_here").tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("written", "own", "how"),
    [
        ("Xã Dụ Ngôn", "Xã", "exact"),
        ("Dụ Ngôn", "Xã", "other_date"),
        ("Xã Dụ Ngôn", "Thị trấn", "other_date"),
    ],
)
def test_a_former_town_of_the_name_is_not_meant_by_the_type_of_this_map(
    written: str, own: str, how: str
) -> None:
    now = _now().drop(columns=["district_code", "district_name"])
    now = now.assign(name=[f"{own} Dụ Ngôn", "Xã Mẫu Bình"], type=[own, "Xã"])
    # The town Dụ Ngôn became Mẫu Bình; the unit that bears its name now is made of another of the district.
    others = _former().head(2).assign(name=["Thị trấn Dụ Ngôn", "Xã Ngôn Xưa"], type=["Thị trấn", "Xã"])
    others = others.assign(here=["00002", "00001"], district_code="001", district_name="Huyện Mẫu")
    wanted = pd.DataFrame({"name": [written], "district": ["Huyện Mẫu cũ"]})
    assert match_units(wanted, now, others=lambda: others)["how"].tolist() == [how]


def test_other_dates_are_looked_up_only_where_they_are_needed() -> None:
    def never() -> pd.DataFrame:
        raise AssertionError

    wanted = pd.DataFrame({"name": ["MẪU TRUNG", "xã mẫu  bình"], "district": "Mẫu"})
    assert match_units(wanted, _now(), others=never)["how"].tolist() == ["folded", "folded"]


def test_a_lone_letter_at_the_end_may_be_the_mark_of_a_footnote() -> None:
    both = _two(("Xã", "Xã")).assign(name=["Xã An Phú", "Xã An Phúc"])
    wanted = pd.DataFrame(
        {"name": ["Xã An Phú c", "An Phú C", "Xã An Phú (c)", "An Phúc"], "district": "Mẫu"}
    )
    found = match_units(wanted, both)
    assert found["how"].tolist()[:2] == ["ambiguous", "ambiguous"]
    assert found["unit_code"].tolist()[2:] == ["00001", "00002"]
    alone = both.assign(name=["Xã Bình Minh", "Xã An Phúc"])
    assert match_units(wanted.head(1), alone)["unit_code"].tolist() == ["00002"]
