"""Rows that are no commune by their own words: counted, named, never taken for a commune or swallowed in its place."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.observations import validate
from antq_analysis.sources.tables.other_units import level_of, other_code, other_words
from antq_analysis.sources.tables.reading import Read
from antq_analysis.vocabulary import Vocabulary
from tests.cases.workbooks import BODY, HEAD, UNITS, write_book
from tests.sources.conftest import ReadBook

LEVELS = {
    "Khối cơ quan, doanh nghiệp": "organisation_block",
    "B. KHỐI CƠ QUAN": "organisation_block",
    "Công an tỉnh": "organisation",
    "CA tỉnh Mẫu": "organisation",
    "Công an huyện Mẫu": "organisation",
    "Đồn Công an KCN Mẫu": "police_post",
    "Trạm CA Núi Mẫu": "police_post",
    "Khu công nghiệp Mẫu Sơn": "industrial_park",
    "KCN Mẫu Sơn": "industrial_park",
    "Trường PTDTNT tỉnh": "organisation",
    "5. Trường THPT xã Mẫu": "organisation",
    "Phòng PV05": "organisation",
    "Xã Khu Công Nghiệp": "",
    "Công an xã Mẫu Sơn": "",
    "Trường Sơn": "",
    "Khối 5": "",
    "Hội An": "",
    "Sở Dầu": "",
    "Đồn Xá": "",
    "": "",
}
"""What a person of the office would call each name; empty: it may be a commune."""


@pytest.mark.parametrize("name", LEVELS)
def test_levels_by_words(name: str, vocabulary: Vocabulary) -> None:
    found = other_words(name, vocabulary.other_units)
    assert (found.level if found else "") == LEVELS[name]


def test_codes_do_not_depend_on_the_way_of_writing(vocabulary: Vocabulary) -> None:
    def code(name: str, district: str = "") -> str:
        entry = other_words(name, vocabulary.other_units)
        assert entry is not None
        return other_code(name, entry, district)

    assert code("Công an tỉnh") == "organisation:cong-an-tinh"
    assert (
        code("KCN Mẫu Sơn")
        == code("KHU  CÔNG NGHIỆP mẫu sơn (1)")
        == "industrial_park:khu-cong-nghiep-mau-son"
    )
    assert code("Khối CQ", "II. Huyện Mẫu") == "organisation_block:mau:khoi-co-quan"
    assert code("CA tỉnh", "Huyện Mẫu") == "organisation:cong-an-tinh"
    assert level_of("industrial_park:mau:kcn", "commune") == "industrial_park"
    assert level_of("00001", "commune") == "commune"


def rows_with(*more: list[object]) -> list[list[object]]:
    """The test form with rows before its total, which counts them."""
    body = [list(row) for row in BODY]
    total = next(row for row in body if len(row) > 1 and row[1] == "Tổng cộng")
    for column in (2, 3, 4):
        extra = [value for row in more if isinstance(value := row[column], int)]
        known = total[column]
        assert isinstance(known, int)
        total[column] = known + sum(extra)
    place = body.index(total)
    return [*HEAD, *body[:place], *more, *body[place:]]


def of(read: Read, code: str) -> dict[str, tuple[float, str, str]]:
    rows = read.observations[read.observations["unit_code"] == code]
    told = zip(rows["indicator"], rows["value"], rows["status"], rows["level"], strict=True)
    return {name: (value, status, level) for name, value, status, level in told if status == "reported"}


def test_they_are_loaded_counted_and_listed(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with(
        [None, "Công an tỉnh", 40, 2, 1, None, None, None],
        [None, "KCN Mẫu Sơn", 7, None, None, None, None, None],
    )
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.values["n"]) == ("other_units", "note", 2)
    assert finding.values["units"] == "Công an tỉnh; KCN Mẫu Sơn"
    assert of(read, "organisation:cong-an-tinh") == {
        "population": (40, "reported", "organisation"),
        "residential_areas_total": (2, "reported", "organisation"),
        "residential_areas_with_model": (1, "reported", "organisation"),
    }
    # The park stands below the heading of the third district.
    assert of(read, "industrial_park:mau:khu-cong-nghiep-mau-son")["population"][0] == 7
    assert set(read.observations["unit_date"]) == {"2020-01-01"}
    validate(read.observations)
    line = read.account.iloc[0]
    assert (line["rows_loaded"], line["rows_refused"]) == (8, 0)
    assert read.totals["agrees"].all()


def test_a_total_of_the_communes_alone_agrees_and_another_does_not(
    tmp_path: Path, read_book: ReadBook
) -> None:
    extra = [None, "Công an tỉnh", 40, None, None, None, None, None]
    alone = [*HEAD, *BODY[:9], extra, *BODY[9:]]
    read = read_book(write_book(tmp_path / "a.xlsx", alone))
    assert {item.rule: item.cell for item in read.findings}.keys() == {"other_units", "total_of_communes"}
    assert next(item for item in read.findings if item.rule == "total_of_communes").cell == "C16"
    wrong = rows_with(extra)
    next(row for row in wrong if len(row) > 1 and row[1] == "Tổng cộng")[3] = 27
    rules = {item.rule for item in read_book(write_book(tmp_path / "b.xlsx", wrong)).findings}
    assert {"other_units"} < rules <= {"other_units", "total_differs", "total_incomplete"}


def test_a_heading_that_heads_nothing_is_a_unit(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with(
        ["IV", "Khối cơ quan, doanh nghiệp", 10, 1, 0, None, None, None],
        [None, "Công an huyện Lương Sơn", 5, None, None, None, None, None],
    )
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert [item.rule for item in read.findings] == ["other_units"]
    assert of(read, "organisation_block:khoi-co-quan-doanh-nghiep")["population"][0] == 10
    assert of(read, "organisation:cong-an-huyen-luong-son")["population"][0] == 5


def test_the_office_of_a_commune_is_the_commune(tmp_path: Path, read_book: ReadBook) -> None:
    for office in ("Công an xã Cao Sơn", "CA xã Cao Sơn", "UBND xã Cao Sơn"):
        rows = [list(row) for row in (*HEAD, *BODY)]
        rows[len(HEAD) + 1][1] = office
        read = read_book(write_book(tmp_path / "a.xlsx", rows))
        assert read.findings == ()
        assert of(read, "00001")["population"] == (1602, "reported", "commune")


def test_the_register_comes_first(tmp_path: Path, read_book: ReadBook) -> None:
    units = pd.concat([UNITS, UNITS.iloc[[1]].assign(unit_code="00007", name="Xã Khu Công Nghiệp")])
    own = [4, "Khu công nghiệp", 30, None, None, None, None, None]
    rows = [*HEAD, *BODY[:4], own, *BODY[4:]]
    read = read_book(write_book(tmp_path / "a.xlsx", rows), units=units)
    assert of(read, "00007")["population"] == (30, "reported", "commune")
    assert not any(item.rule == "other_units" for item in read.findings)
    own[1] = "Khu công nghiêpp"
    read = read_book(write_book(tmp_path / "b.xlsx", rows), units=units)
    assert "unit_slip" in {item.rule for item in read.findings}


def test_the_police_of_the_province_is_not_the_commune_of_its_name(
    tmp_path: Path, read_book: ReadBook
) -> None:
    units = pd.concat([UNITS, UNITS.iloc[[5]].assign(unit_code="00007", name="Xã Mẫu", type="Xã")])
    rows = rows_with([None, "Công an tỉnh Mẫu", 40, None, None, None, None, None])
    read = read_book(write_book(tmp_path / "a.xlsx", rows), units=units)
    assert of(read, "00007") == {}
    assert of(read, "organisation:cong-an-tinh-mau")["population"][0] == 40


def test_unknown_words_stay_an_error(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with([None, "Bộ phận Mẫu", 40, None, None, None, None, None])
    rules = {item.rule for item in read_book(write_book(tmp_path / "a.xlsx", rows)).findings}
    assert "unit_unmatched" in rules
    assert "other_units" not in rules


def test_an_empty_tick_of_an_organisation_is_no_zero(tmp_path: Path, read_book: ReadBook) -> None:
    rows = rows_with([None, "Công an tỉnh", 40, None, None, None, None, None])
    frame = read_book(write_book(tmp_path / "a.xlsx", rows)).observations
    own = frame[frame["unit_code"].eq("organisation:cong-an-tinh") & frame["indicator"].eq("ntm_19_2_met")]
    assert own["status"].tolist() == ["not_reported"]


def test_one_name_in_two_districts_is_two_units(tmp_path: Path, read_book: ReadBook) -> None:
    block: list[object] = [None, "Khối cơ quan", 9, None, None, None, None, None]
    rows = [*HEAD, *BODY[:4], block, *BODY[4:7], [*block], *BODY[7:]]
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert of(read, "organisation_block:da-bac:khoi-co-quan")["population"][0] == 9
    assert of(read, "organisation_block:luong-son:khoi-co-quan")["population"][0] == 9
