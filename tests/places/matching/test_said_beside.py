"""Words beside a name: a former unit that bears it is never taken for the unit of today."""

import pandas as pd
import pytest

from antq_analysis.places.matching.match import ACCEPTED, match_units

THERE, LATER = "Huyện Thử", "Huyện Khác"


def _now() -> pd.DataFrame:
    """Three units of a map without districts."""
    names = ["Xã Mẫu Sơn", "Xã Tân Lập", "Xã Lẻ Loi"]
    return pd.DataFrame({"unit_code": ["00001", "00002", "00003"], "name": names, "type": "Xã"})


def _former() -> pd.DataFrame:
    """What they were made of: Mẫu Sơn of the one district, and its homonym in Tân Lập."""
    rows = [
        ("00011", "Xã Mẫu Sơn", "001", THERE, "00001"),
        ("00012", "Xã An Vinh", "001", THERE, "00001"),
        ("00013", "Xã Mẫu Sơn", "002", LATER, "00002"),
        ("00014", "Xã Bình Minh", "002", LATER, "00002"),
        ("00015", "Xã Lẻ Loi", "002", LATER, "00003"),
    ]
    frame = pd.DataFrame(rows, columns=["unit_code", "name", "district_code", "district_name", "here"])
    return frame.assign(type="Xã", unit_date="2024-01-01", province_name="Tỉnh Mộng")


def _match(name: str, district: str = "", units: pd.DataFrame | None = None) -> pd.Series:
    wanted = pd.DataFrame({"name": [name], "district": [district]})
    return match_units(wanted, _now() if units is None else units, others=_former).iloc[0]


@pytest.mark.parametrize(
    "district",
    [
        LATER,
        "Khác",
        "H. Khác",
        "HUYỆN KHÁC",
        "Huyện Khác cũ",
        "Huyện cũ Khác",
        "Huyện Khác (cũ)",
        "huyện Khác (trước sáp nhập)",
        "HUYỆN KHÁC (TRƯỚC SẮP XẾP)",
        "Khu vực Khác",
        "Địa bàn huyện Khác",
        "II. Các xã huyện Khác cũ",
        "Huyện Khắc",
        "Huyện Kháv",
        "Cụm số 1",
    ],
)
def test_a_district_of_the_homonym_or_an_unknown_one_asks(district: str) -> None:
    row = _match("Xã Mẫu Sơn", district)
    assert (row["unit_code"], row["how"], row["unit_date"]) == ("", "other_date", "2024-01-01")
    assert "00001" in row["candidates"]
    assert "00002" in row["candidates"]


@pytest.mark.parametrize("district", ["", THERE, "Huyện Thử cũ", "Khu vực Thử", "Tỉnh Mộng cũ", "Mộng"])
def test_its_own_district_or_province_finds_the_unit_of_today(district: str) -> None:
    assert _match("Xã Mẫu Sơn", district)["unit_code"] == "00001"


def test_a_unit_with_no_ground_in_its_district_is_asked_for() -> None:
    row = _match("Xã Lẻ Loi", THERE)
    assert (row["unit_code"], row["how"]) == ("", "other_date")
    assert _match("Xã Tân Lập", THERE)["how"] == "ambiguous"
    assert _match("Xã Tân Lập", LATER)["unit_code"] == "00002"
    assert _match("Xã Tân Lập", "Cụm số 1")["unit_code"] == "00002"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Xã Mẫu Sơn (Khác)", ""),
        ("Xã Mẫu Sơn (khác)", ""),
        ("Xã Mẫu Sơn (huyện Khác cũ)", ""),
        ("Xã Mẫu Sơn, huyện Khác cũ", ""),
        ("Xã Mẫu Sơn (cũ)", ""),
        ("Xã Mẫu Sơn (xã cũ)", ""),
        ("Xã Mẫu Sơn cũ", ""),
        ("Xã Mẫu Sơn trước sáp nhập", ""),
        ("Xã Mẫu Sơn (trước 01/7/2025)", ""),
        ("Xã Mẫu Sơn (tách ra năm 2020)", ""),
        ("Xã Mẫu Sơn (gồm Mẫu Sơn cũ, Bình Minh)", ""),
        ("Xã Mẫu Sơn (Bình Minh)", ""),
        ("Xã Mẫu Sơn (Bình Minh cũ)", ""),
        ("Xã Mẫu Sơn (An Vinh)", "00001"),
        ("Xã Mẫu Sơn (Thử)", "00001"),
        ("Xã Mẫu Sơn (gồm Mẫu Sơn cũ và An Vinh)", "00001"),
        ("Xã Mẫu Sơn (sau sáp nhập)", "00001"),
        ("Xã Mẫu Sơn (mới)", "00001"),
        ("Xã Mẫu Sơn (2)", "00001"),
        ("Xã Mẫu Sơn (nay là xã Tân Lập)", "00002"),
        ("Xã Mẫu Sơn (đã sáp nhập vào xã Tân Lập)", "00002"),
        ("Xã Mẫu Sơn (nay là xã Mẫu Sơn)", "00001"),
        ("Xã Mẫu Sơn (nay là xã Lẻ Loi)", ""),
        ("Xã Mẫu Sơn (nay là xã Không Có)", ""),
        ("Xã Bình Minh (nay là Tân Lập)", "00002"),
        ("Xã Bình Minh (nay là Lẻ Loi)", ""),
        ("Xã Tân Lập (Mẫu Sơn)", "00002"),
        ("Xã Lẻ Loi (cũ)", "00003"),
        ("Xã Lẻ Loi cũ", "00003"),
    ],
)
def test_words_in_the_cell_are_honoured(name: str, code: str) -> None:
    row = _match(name)
    assert row["unit_code"] == code
    assert row["how"] != "exact"
    assert (row["how"] in ACCEPTED) == bool(code)
    assert row["candidates"] or code


@pytest.mark.parametrize("mark", [" (cũ)", " cũ", " (trước sáp nhập)"])
def test_a_former_unit_is_asked_for_where_nothing_tells_what_became_of_it(mark: str) -> None:
    wanted = pd.DataFrame({"name": [f"Xã Mẫu Sơn{mark}", f"Xã Lẻ Loi{mark}"], "district": ""})
    untold = _former().assign(here="")
    assert match_units(wanted, _now(), others=lambda: untold)["unit_code"].tolist() == ["", ""]


def test_a_unit_that_kept_name_and_code_but_took_in_another_is_not_its_former_self() -> None:
    # What is the same on both maps is not listed among the units of the other one.
    others = _former().iloc[[1, 4]]
    wanted = pd.DataFrame({"name": ["Xã Mẫu Sơn (cũ)", "Xã Tân Lập (cũ)", "Xã Mẫu Sơn"], "district": ""})
    found = match_units(wanted, _now(), others=lambda: others)
    assert found["unit_code"].tolist() == ["", "00002", "00001"]


def test_a_figure_in_brackets_may_be_the_number_of_a_district() -> None:
    others = _former().assign(district_name=["Quận 3", "Quận 3", "Quận 7", "Quận 7", "Quận 7"])
    wanted = pd.DataFrame({"name": ["Xã Mẫu Sơn (7)", "Xã Lẻ Loi (7)", "Xã Mẫu Sơn (9)"], "district": ""})
    found = match_units(wanted, _now(), others=lambda: others)
    assert found["unit_code"].tolist() == ["", "00003", "00001"]


def test_a_bracket_tells_which_of_two_homonyms_is_meant() -> None:
    units = _former().iloc[[0, 2, 3]].drop(columns=["here", "unit_date"])
    wanted = pd.DataFrame(
        {"name": ["Mẫu Sơn (Khác)", "Mẫu Sơn (Thử)", "Mẫu Sơn"], "district": ""},
    )
    assert match_units(wanted, units)["unit_code"].tolist() == ["00013", "00011", ""]
    contradicting = pd.DataFrame({"name": ["Mẫu Sơn (Khác)"], "district": [THERE]})
    assert match_units(contradicting, units)["unit_code"].tolist() == [""]


def test_without_other_maps_a_former_unit_is_asked_for() -> None:
    wanted = pd.DataFrame({"name": ["Xã Mẫu Sơn (cũ)", "Xã Mẫu Sơn (Bình Minh cũ)"], "district": ""})
    assert match_units(wanted, _now())["unit_code"].tolist() == ["", "00001"]


def test_a_name_of_another_date_is_known_by_the_district_of_its_ground() -> None:
    units = pd.DataFrame(
        {
            "unit_code": ["00001", "00002"],
            "name": ["Xã Hợp Thanh", "Xã Tân Lập"],
            "type": "Xã",
            "district_code": "001",
            "district_name": THERE,
        }
    )
    others = _former().iloc[[3]].assign(name="Xã Hợp Thánh", here="00002")
    wanted = pd.DataFrame({"name": ["Xã Hợp Thánh"], "district": [THERE]})
    row = match_units(wanted, units, others=lambda: others).iloc[0]
    assert (row["how"], row["unit_code"]) == ("other_date", "")
    assert row["candidates"].startswith("00002 ")


def test_a_decision_settles_what_is_asked() -> None:
    decided = pd.DataFrame(
        {"written_name": ["Xã Mẫu Sơn (nay là xã Lẻ Loi)"], "written_district": [""], "unit_code": ["00003"]}
    )
    wanted = pd.DataFrame({"name": ["Xã Mẫu Sơn (nay là xã Lẻ Loi)"], "district": [""]})
    row = match_units(wanted, _now(), decided, others=_former).iloc[0]
    assert (row["unit_code"], row["how"]) == ("00003", "alias")
