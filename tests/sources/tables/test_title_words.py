"""What the words around a table and the name of a file say: plans, estimates, other provinces, other periods."""

import copy
from datetime import date
from pathlib import Path

import pytest

from antq_analysis.sources.tables.title_words import (
    other_province,
    period_below,
    period_of_file_name,
    title_word_findings,
)
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Province, Succession
from tests.cases.workbooks import BODY, HEAD, write_book
from tests.sources.conftest import ReadBook

FINE = ""
SPLIT_DAY = date(2030, 7, 1)
PROVINCES = {
    key: Province(key, name, name, code, "viet-nam", succession=later)
    for key, name, code, later in (
        ("old", "Mẫu Cũ", "91", (Succession(SPLIT_DAY, "new"),)),
        ("sister", "Mẫu Chị", "92", (Succession(SPLIT_DAY, "new"),)),
        ("new", "Mẫu Mới", "93", ()),
        ("far", "Mẫu Xa", "94", ()),
    )
}


def titled(text: str) -> Sheet:
    return Sheet("Biểu 01", ((text,), ("TT",)), ())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("KẾT QUẢ THỰC HIỆN MỤC TIÊU NĂM 2024", FINE),
        ("KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2024", FINE),
        ("ƯỚC THỰC HIỆN NĂM 2024", "title_says_estimate"),
        ("SỐ LIỆU SƠ BỘ NĂM 2024", "title_says_estimate"),
        ("SỐ LIỆU CHƯA CHÍNH THỨC NĂM 2024", "title_says_estimate"),
        ("XÂY DỰNG QUY ƯỚC, HƯƠNG ƯỚC NĂM 2024", FINE),
        ("BÁO CÁO ĐỢT 1 NĂM 2024", "title_batch"),
        ("ĐỢT CAO ĐIỂM NĂM 2024", "title_batch"),
        ("BÁO CÁO DỊP TẾT NGUYÊN ĐÁN", "title_batch"),
        ("Báo cáo sơ kết", "title_batch"),
        ("SỐ LIỆU THEO DÕI HẰNG THÁNG", "title_batch"),
        ("Số liệu quý gần nhất", "title_batch"),
        ("Sơ kết 3 năm thực hiện Chỉ thị", FINE),
        ("Kỳ: 6", "title_batch"),
        ("Kỳ báo cáo: 6", "title_batch"),
        ("Lần 1", "title_batch"),
        ("Kỳ 1/2024", "title_batch"),
        ("HỌC KỲ 1", FINE),
        ("Báo cáo tuần", "title_batch"),
        ("CHẾ ĐỘ BÁO CÁO TUẦN, THÁNG", FINE),
        ("Uoc thuc hien nam 2024", "title_says_estimate"),
        ("HUONG UOC, QUY UOC", FINE),
        ("KẾ HOẠCH NĂM 2024", FINE),
        ("SỐ LIỆU SAU SÁP NHẬP", FINE),
        ("THỐNG KÊ NĂM 2024", FINE),
        ("BIỂU VÍ DỤ", "title_says_estimate"),
        ("UBND TỈNH VÍ DỤ", FINE),
        ("UBND TINH VI DU", FINE),
    ],
)
def test_title_words(title: str, expected: str) -> None:
    found = list(title_word_findings(titled(title), 1, "a.xlsx", in_year=True, stage="final", period="2024"))
    assert [(item.rule, item.cell, item.severity) for item in found] == (
        [(expected, "A1", "warning")] if expected else []
    )
    assert all(item.text("vi") and item.remedy("en") for item in found)


@pytest.mark.parametrize(
    "name",
    [
        "1-6",
        "H1",
        "Tháng",
        "Tết",
        "Cao điểm",
        "HK1",
        "Sơ kết",
        "BC tuan",
        "Từ kỳ báo cáo trước",
        "S1",
        "Cuối kỳ",
    ],
)
def test_a_tab_of_a_part_of_the_year_is_asked_about_in_a_file_of_a_year(name: str) -> None:
    sheet = Sheet(name, (("KẾT QUẢ",), ("TT",)), ())

    def found(period: str) -> list[tuple[str, object]]:
        told = title_word_findings(sheet, 1, "a.xlsx", in_year=True, stage="final", period=period)
        return [(item.rule, item.written) for item in told]

    assert found("2024") == [("title_batch", name)]
    assert found("2024-6T") == []


@pytest.mark.parametrize("name", ["2024", "Biểu 1-6", "Huyện 1", "Tổng kết", "Xã Tháng Tám", "Kết quả"])
def test_other_tabs_are_not_asked_about(name: str) -> None:
    sheet = Sheet(name, (("KẾT QUẢ",), ("TT",)), ())
    assert list(title_word_findings(sheet, 1, "a.xlsx", in_year=True, stage="final", period="2024")) == []


def test_words_that_fit_what_was_said_of_the_file() -> None:
    added_up = title_word_findings(
        titled("Số liệu đợt 1"), 1, "a.xlsx", in_year=False, stage="final", period="2024"
    )
    assert list(added_up) == []
    estimate = title_word_findings(
        titled("Ước thực hiện"), 1, "a.xlsx", in_year=True, stage="estimate", period="2024"
    )
    assert list(estimate) == []


@pytest.mark.parametrize(
    ("title", "own", "doubtful"),
    [
        ("CÔNG AN TỈNH MẪU XA", "old", True),
        ("CÔNG AN TỈNH MẪU CŨ", "far", True),
        ("CÔNG AN TỈNH MẪU CŨ", "old", False),
        ("CÔNG AN TỈNH MẪU MỚI", "old", False),
        ("CÔNG AN TỈNH MẪU CŨ", "new", False),
        ("CÔNG AN TỈNH MẪU CHỊ", "old", False),
        ("TỈNH MẪU XA VÀ TỈNH MẪU CŨ", "old", False),
        ("CÔNG AN XÃ MẪU XA", "old", False),
        ("CÔNG AN TỈNH MẪU XANH", "old", False),
    ],
)
def test_other_provinces(title: str, own: str, doubtful: bool) -> None:
    found = list(other_province(titled(title), 1, "a.xlsx", PROVINCES[own], PROVINCES))
    assert [item.rule for item in found] == ["title_other_province"] * doubtful
    assert all(PROVINCES[own].name_vi in item.text("vi") and item.remedy("en") for item in found)


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Số liệu tính đến 30/6/2024", True),
        ("Số liệu năm 2023", True),
        ("Số liệu năm 2024", False),
        ("Số liệu tính đến 15/12/2024", False),
        ("Mô hình thành lập năm 2019", False),
        ("Mẫu, ngày 5 tháng 1 năm 2025", False),
    ],
)
def test_words_below(text: str, doubtful: bool) -> None:
    found = list(period_below(Sheet("Biểu 01", (("TT",), (text,)), ()), [1], "2024", "a.xlsx"))
    assert [(item.rule, item.cell) for item in found] == [("period_below_differs", "A2")] * doubtful
    assert all(item.text("en") and item.severity == "warning" for item in found)


@pytest.mark.parametrize(
    ("file", "period", "doubtful"),
    [
        ("Bao cao 2023.xlsx", "2024", True),
        ("Bao cao 6 thang 2024.xlsx", "2024", True),
        ("Bao_cao_6_thang_2024.xlsx", "2024-6T", False),
        ("BC quy 1 nam 2024.xlsx", "2024", True),
        ("Bao cao 2024.xlsx", "2024", False),
        ("bieu_01-04_2022.xlsx", "2022", False),
        ("bieu.xlsx", "2024", False),
    ],
)
def test_file_names(file: str, period: str, doubtful: bool) -> None:
    found = list(period_of_file_name(file, period))
    assert [item.rule for item in found] == ["period_in_file_name_differs"] * doubtful
    assert all(file in item.text("vi") and item.severity == "warning" for item in found)


def test_a_workbook_says_all_of_it(tmp_path: Path, read_book: ReadBook) -> None:
    rows = copy.deepcopy([*HEAD, *BODY])
    rows[0][0] = "CÔNG AN TỈNH HÒA BÌNH"
    rows[1][0] = "ƯỚC THỰC HIỆN NĂM 2023"
    rows[-1][1] = "Số liệu năm 2022"
    read = read_book(write_book(tmp_path / "Bao cao 2021.xlsx", rows))
    assert {(item.rule, item.cell) for item in read.findings} == {
        ("title_other_province", "A1"),
        ("title_says_estimate", "A2"),
        ("period_below_differs", "B20"),
        ("period_in_file_name_differs", ""),
    }
    assert read.observations["status"].eq("reported").sum() > 0
