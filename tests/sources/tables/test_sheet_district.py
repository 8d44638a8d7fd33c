"""A sheet that bears the name of a district and heads others holds no rows of that district by its name alone."""

import copy
from pathlib import Path

import pytest

from antq_analysis.sources.forms.headings import Place, find_place
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.sheet_district import other_districts
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, UNITS, write_book
from tests.sources.conftest import ReadBook

BY_SHEET = (('name = "Biểu 01*"', 'name = "*"'), ('district = "heading"', 'district = "sheet"'))


def test_headings_of_others_refuse_the_sheet(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", name="Lương Sơn"), *BY_SHEET)
    assert read.observations.empty
    (finding,) = [item for item in read.findings if item.rule == "district_not_of_sheet"]
    assert (finding.severity, finding.cell) == ("error", "B6, B13")
    assert "HUYỆN ĐÀ BẮC" in finding.text("vi")
    assert read.account.iloc[0]["cells_loaded"] == 0


def test_its_own_heading_agrees(tmp_path: Path, read_book: ReadBook) -> None:
    rows = [*copy.deepcopy(HEAD), *BODY[4:7]]
    read = read_book(write_book(tmp_path / "a.xlsx", rows, MERGED_HEAD, "H. Lương Sơn"), *BY_SHEET)
    assert set(read.observations["unit_code"]) == {"00004", "00005"}
    assert not [item for item in read.findings if item.rule == "district_not_of_sheet"]


@pytest.mark.parametrize(
    ("first", "name", "district"),
    [(0, "Lương Sơn", "heading"), (4, "Lương Sơn", "heading"), (0, "Biểu 01", "heading")],
    ids=["others above", "others below", "no district"],
)
def test_headings_are_drafted_where_they_name_others(
    first: int, name: str, district: str, tmp_path: Path
) -> None:
    path = write_book(tmp_path / "a.xlsx", [*HEAD, *BODY[first:9]], MERGED_HEAD, name)
    place = find_place(read_workbook(path).sheets[0], names_of(UNITS))
    assert isinstance(place, Place)
    assert place.district == district


def test_the_name_of_the_sheet_is_drafted_where_nothing_contradicts_it(tmp_path: Path) -> None:
    rows = [*HEAD, *BODY[4:7], [3, "Xã Cao Sơn", 5]]
    for own in (rows, [*HEAD, *rows[len(HEAD) + 1 :]]):
        path = write_book(tmp_path / "a.xlsx", own, MERGED_HEAD, "Lương Sơn")
        place = find_place(read_workbook(path).sheets[0], names_of(UNITS))
        assert isinstance(place, Place)
        assert place.district == "sheet"


@pytest.mark.parametrize(
    ("heading", "sheet", "differs"),
    [
        ("II. Huyện Lương Sơn", "Lương Sơn", False),
        ("Huyện Lương Sơn", "H. Lương Sơn", False),
        ("Huyện Lương Sơn", "Thị xã Lương Sơn", True),
        ("Huyện Đà Bắc", "Lương Sơn", True),
        ("Khối xã", "Lương Sơn", False),
    ],
)
def test_which_headings_contradict(heading: str, sheet: str, differs: bool) -> None:
    rows = [Row(5, Kind.HEADING, heading, "", 1, has_values=False)]
    assert bool([*other_districts(rows, sheet, names_of(UNITS).districts)]) == differs


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("SỐ LIỆU HUYỆN ĐÀ BẮC NĂM 2023", {"00005"}),
        ("Đơn vị: Công an h. Đà Bắc", {"00005"}),
        ("ĐÀ BẮC - NĂM 2023", {"00005"}),
        ("SỐ LIỆU HUYỆN LƯƠNG SƠN NĂM 2023", {"00004", "00005"}),
        ("Huyện Đà Bắc và huyện Lương Sơn", {"00004", "00005"}),
        ("Huyện Đà Bắc, ngày 05 tháng 01 năm 2024", {"00004", "00005"}),
        ("Xã Đà Bắc", {"00004", "00005"}),
        ("TỈNH ĐÀ BẮC", {"00004", "00005"}),
    ],
)
def test_words_above_that_name_another_district_refuse_names_of_both(
    title: str, codes: set[str], tmp_path: Path, read_book: ReadBook
) -> None:
    head = copy.deepcopy(HEAD)
    head[1] = [title]
    rows = [*head, [1, "Cao Sơn", 1000, 2, 1], [2, "Vân Sơn", 700, 4, 2]]
    read = read_book(write_book(tmp_path / "a.xlsx", rows, MERGED_HEAD, "Lương Sơn"), *BY_SHEET)
    assert set(read.observations["unit_code"]) == codes
    told = [item for item in read.findings if item.rule == "district_above_differs"]
    assert [(item.cell, item.written, item.expected) for item in told] == (
        [("A2", title, "Lương Sơn")] if len(codes) == 1 else []
    )
