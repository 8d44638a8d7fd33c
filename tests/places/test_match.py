"""Matching: names that must find their unit, names that must not, and whole registers in messy writing."""

import re
import time
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.places.match import ACCEPTED, match_units
from antq_analysis.places.names import read_name
from antq_analysis.places.spelling import strip_marks

CASES = Path(__file__).resolve().parents[1] / "cases"
QUICK = ("2018-10-16", "2025-07-01")
SLOW = ("2020-03-01", "2023-04-10", "2024-11-01", "2025-03-01", "2026-07-25")
LISTS = (*QUICK, *(pytest.param(day, marks=pytest.mark.slow) for day in SLOW))
SHORT = {"xã": "X.", "phường": "P.", "thị trấn": "TT. ", "đặc khu": "ĐK "}
NEWER = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("ọa", "oạ"),
    ("òe", "oè"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ụy", "uỵ"),
)


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
    assert wrong.empty, wrong.join(found, rsuffix="_found").to_string()


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


def test_a_slip_is_proposed_but_not_taken(register: pd.DataFrame) -> None:
    row = match_units(pd.DataFrame({"name": ["Vân Sơm"], "district": ["Tân Lạc"]}), register).iloc[0]
    assert (row["how"], row["unit_code"]) == ("none", "")
    assert row["candidates"].startswith("05176 ")


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


def _messy(full: str, kind: str) -> dict[str, str]:
    name, newer = read_name(full).name, unicodedata.normalize("NFC", full)
    for old, new in NEWER:
        newer = re.sub(old + r"(?!\w)", new, newer)
    return {
        "capitals": full.upper(),
        "decomposed": unicodedata.normalize("NFD", full),
        "short type": SHORT.get(kind.lower(), "") + name,
        "type behind": f"{name} ({kind or 'xã'})",
        "spaces": "  " + full.replace(" ", "\u00a0 ", 1) + "\n",
        "newer tones": newer,
        "footnote": f"{full} (*)",
        "number": f"12. {full}",
        "former name": f"{full} (Xã Nào Đó cũ)",
        "police": f"Công an {full[0].lower()}{full[1:]}",
        "i for y": re.sub(r"(?<=[lmkstqhrLMKSTHR])ỹ\b", "ĩ", full),
        "no type": name,
        "no accents": strip_marks(full.lower()).upper(),
    }


@pytest.mark.parametrize("day", LISTS)
def test_every_unit_in_messy_writing_is_right_or_listed(day: str, shared: Path) -> None:
    units = _register(shared, day)
    answers = []
    for _, own in units.groupby("province_code"):
        districts = own["district_name"] if "district_name" in own else pd.Series("", index=own.index)
        rows = [
            (code, writing, text, district)
            for code, name, kind, district in zip(
                own["unit_code"], own["name"], own["type"], districts, strict=True
            )
            for writing, text in _messy(name, kind).items()
        ]
        wanted = pd.DataFrame(rows, columns=["code", "writing", "name", "district"])
        answers.append(wanted.join(match_units(wanted, own)))
    found = pd.concat(answers)
    wrong = found[found["unit_code"].ne("") & found["unit_code"].ne(found["code"])]
    assert wrong.empty, wrong.head(20).to_string()
    assert found["how"].isin(ACCEPTED).eq(found["unit_code"].ne("")).all()
    unlisted = found["how"].eq("none") | (found["how"].eq("ambiguous") & found["candidates"].eq(""))
    assert unlisted.mean() < 0.0001, found[unlisted].head(20).to_string()
    kept = found[~found["writing"].isin(["no type", "no accents"])]
    assert kept["unit_code"].eq(kept["code"]).mean() > 0.999


def test_eleven_thousand_names_in_a_second(shared: Path) -> None:
    units = _register(shared, "2018-10-16")
    units = units.assign(district_name=units["district_name"] + " " + units["province_code"])
    wanted = pd.DataFrame({"name": units["name"].str.upper(), "district": units["district_name"]})
    start = time.perf_counter()
    found = match_units(wanted, units)
    assert time.perf_counter() - start < 2.0
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
