"""What titles say about their period: agreeing, contradicting, and numbers that are no period at all."""

import pytest

from antq_analysis.sources.tables.said import said_periods
from antq_analysis.sources.tables.titles import title_findings
from antq_analysis.sources.workbooks.workbook import Sheet

FINE = ""
OTHER, WINDOW, YEAR = "period_in_title_differs", "window_in_title_differs", "title_says_whole_year"

TITLES = [
    # Title, period given, window of the form, what is found.
    ("THỐNG KÊ MÔ HÌNH NĂM 2023", "2023", "calendar", FINE),
    ("THỐNG KÊ MÔ HÌNH NĂM 2022", "2023", "calendar", OTHER),
    ("BIỂU THỐNG KÊ 2022", "2023", "calendar", OTHER),
    ("BIỂU THỐNG KÊ 2023", "2023", "calendar", FINE),
    ("Số liệu 2021", "2023", "calendar", OTHER),
    ("Kỳ báo cáo 2022", "2023", "calendar", OTHER),
    ("N.2023", "2023", "calendar", FINE),
    ("N.2022", "2023", "calendar", OTHER),
    ("Năm 2021, 2022", "2023", "calendar", OTHER),
    ("Năm 2021, 2022", "2022", "calendar", FINE),
    ("Đến hết năm 2022", "2023", "calendar", OTHER),
    ("Quý I/2024", "2024", "calendar", OTHER),
    ("Quý I/2024", "2024-6T", "calendar", OTHER),
    ("Quý I và quý II năm 2024", "2024-6T", "calendar", FINE),
    ("Số liệu đến tháng 9", "2024", "calendar", OTHER),
    ("Số liệu đến tháng 9", "2024-9T", "calendar", FINE),
    ("Kết quả đến hết quý III", "2024-9T", "calendar", FINE),
    ("Kết quả đến hết quý III", "2024", "calendar", OTHER),
    ("Số liệu đến tháng 12", "2024", "calendar", FINE),
    ("Quý 2 năm 2024", "2024", "calendar", OTHER),
    ("Kết quả sáu tháng đầu năm 2025", "2025-6T", "calendar", FINE),
    ("Kết quả sáu tháng đầu năm 2025", "2025", "calendar", OTHER),
    ("KẾT QUẢ CHÍN THÁNG NĂM 2024", "2024-9T", "calendar", FINE),
    ("KẾT QUẢ CHÍN THÁNG NĂM 2024", "2024-6T", "calendar", OTHER),
    ("06 tháng cuối năm 2025", "2025-6T", "calendar", OTHER),
    ("6 tháng đầu năm 2025", "2025-6T", "calendar", FINE),
    ("6T/2024", "2024-6T", "calendar", FINE),
    ("6T/2024", "2024", "calendar", OTHER),
    ("12T/2023", "2023", "calendar", FINE),
    ("12T/2023", "2024", "calendar", OTHER),
    ("9T đầu năm", "2024", "calendar", OTHER),
    ("Nửa đầu năm 2024", "2024", "calendar", OTHER),
    ("Tháng 3 năm 2025", "2025-03", "calendar", FINE),
    ("Tháng 03/2025", "2025", "calendar", OTHER),
    ("Từ ngày 16/11/2022 đến ngày 15/11/2023", "2023", "tt124_commune", FINE),
    ("(Từ ngày 16 tháng 11 năm 2022 đến ngày 15 tháng 11 năm 2023)", "2023", "tt124_commune", FINE),
    ("Từ 16/11 đến 15/11/2023", "2023", "tt124_commune", FINE),
    ("Từ ngày 16/11/2022 đến ngày 15/11/2023", "2023", "calendar", WINDOW),
    ("Từ ngày 16/11/2022 đến ngày 15/11/2023", "2023", "unknown", WINDOW),
    ("Từ ngày 16/11/2022 đến ngày 15/11/2023", "2022", "tt124_commune", OTHER),
    ("Từ ngày 16/11/2021 đến ngày 15/11/2022", "2023", "tt124_commune", OTHER),
    ("Từ 01/01/2023 đến 31/12/2023", "2023", "tt124_commune", WINDOW),
    ("Từ 01/01/2023 đến 30/6/2023", "2023", "calendar", OTHER),
    ("Từ 01/01/2023 đến 30/6/2023", "2023-6T", "calendar", FINE),
    ("Tháng 11/2023 - 10/2024", "2024", "tt124_kdc", FINE),
    ("Tháng 11/2023 - 10/2024", "2024", "calendar", WINDOW),
    ("Tháng 11/2023 - 10/2024", "2023", "calendar", OTHER),
    ("Tính đến 31/12/2022", "2023", "calendar", OTHER),
    ("Tính đến 31/12/2023", "2023", "calendar", FINE),
    ("Đến ngày 30/11/2022", "2022", "calendar", WINDOW),
    ("Đến ngày 30/11/2022", "2023", "calendar", OTHER),
    ("Năm học 2022-2023", "2023", "calendar", WINDOW),
    ("Năm học 2020-2021", "2023", "calendar", OTHER),
    ("Năm 2023 (Thông tư số 124/2021/TT-BCA)", "2023", "calendar", FINE),
    ("(Kèm theo Thông tư số 124/2021/TT-BCA)", "2023", "calendar", FINE),
    ("Nghị định 30/2020/NĐ-CP", "2023", "calendar", FINE),
    ("Báo cáo số 12/BC-CAX ngày 15/11/2023", "2022", "calendar", FINE),
    ("(Kèm theo Công văn số 1234/2021)", "2023", "calendar", FINE),
    ("Chương trình giai đoạn 2021-2025", "2020", "calendar", FINE),
    ("Tăng so với năm 2022", "2023", "calendar", FINE),
    ("Giảm so với cùng kỳ năm 2022", "2023", "calendar", FINE),
    ("Năm 2022, so với năm 2023", "2023", "calendar", OTHER),
    ("Mẫu, ngày 20 tháng 11 năm 2024", "2023", "calendar", FINE),
    ("Mẫu, ngày ... tháng ... năm 2024", "2023", "calendar", FINE),
    ("DANH SÁCH 2.023 ĐIỂM MÔ HÌNH", "2020", "calendar", FINE),
    ("Từ 01/01/23 đến 31/12/23", "2024", "calendar", OTHER),
    ("Từ 01/01/23 đến 31/12/23", "2023", "calendar", FINE),
    ("Tính đến 31.12.23", "2024", "calendar", OTHER),
    ("Tính đến 31.12.23", "2023", "calendar", FINE),
    ("Tiêu chí 19.2 đạt", "2023", "calendar", FINE),
    ("Số liệu tính từ 01/01 đến 30/6", "2024", "calendar", OTHER),
    ("Số liệu tính từ 01/01 đến 30/6", "2024-6T", "calendar", FINE),
    ("Số liệu tính từ 01/01 đến 31/12", "2024", "calendar", FINE),
    ("Từ 16/11 đến 15/11", "2024", "tt124_commune", FINE),
    ("KẾT QUẢ NĂM 2023, NHIỆM VỤ NĂM 2024", "2024", "calendar", OTHER),
    ("KẾT QUẢ NĂM 2023, NHIỆM VỤ NĂM 2024", "2023", "calendar", FINE),
    ("KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2024", "2024", "calendar", FINE),
    ("NỬA NĂM 2024", "2024", "calendar", OTHER),
    ("NỬA NĂM 2024", "2024-6T", "calendar", FINE),
    ("TUẦN 51", "2024", "calendar", OTHER),
    ("TUẦN TRA NĂM 2024", "2024", "calendar", FINE),
    ("SỐ LIỆU CẢ NĂM 2024", "2024-6T", "calendar", OTHER),
    ("SỐ LIỆU CẢ NĂM 2024", "2024", "calendar", FINE),
    ("6 tháng đầu năm và ước cả năm 2024", "2024-6T", "calendar", FINE),
    ("Bản gửi 2024-01-15", "2023", "calendar", FINE),
    ("SỐ LIỆU NĂM 2024", "2024-6T", "calendar", YEAR),
    ("BIỂU SỐ LIỆU PHONG TRÀO NĂM 2024", "2024-9T", "calendar", YEAR),
    ("BIỂU SỐ LIỆU PHONG TRÀO 2024", "2024-03", "calendar", YEAR),
    ("KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2024", "2024-6T", "calendar", YEAR),
    ("KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH PHÒNG, CHỐNG TỘI PHẠM NĂM 2024", "2024-6T", "calendar", YEAR),
    ("SỐ LIỆU NĂM 2024", "2024", "calendar", FINE),
    ("SỐ LIỆU NĂM 2023", "2024-6T", "calendar", OTHER),
    ("SỐ LIỆU 6 THÁNG NĂM 2024", "2024", "calendar", OTHER),
    ("Kế hoạch năm 2024", "2024-6T", "calendar", FINE),
    ("Kết quả thực hiện Kế hoạch công tác năm 2024", "2024-6T", "calendar", FINE),
    ("Tiến độ thực hiện chỉ tiêu giao năm 2024", "2024-6T", "calendar", FINE),
    ("Chương trình giai đoạn 2021-2025", "2025-6T", "calendar", FINE),
    ("(Kèm theo Công văn số 12/2024)", "2024-6T", "calendar", FINE),
    ("Quyết định năm 2019", "2023", "calendar", FINE),
    ("Biểu 01 (theo Quyết định của UBND tỉnh năm 2019)", "2023", "calendar", FINE),
    ("Ban hành theo Thông tư năm 2021 của Bộ Công an", "2023", "calendar", FINE),
    ("Kết quả thực hiện Quyết định năm 2019", "2023", "calendar", OTHER),
]


@pytest.mark.parametrize(("title", "period", "basis", "expected"), TITLES)
def test_titles(title: str, period: str, basis: str, expected: str) -> None:
    sheet = Sheet("Biểu 01", ((title,), ("TT",)), ())
    found = list(title_findings(sheet, 1, period, "a.xlsx", basis))
    assert [item.rule for item in found] == ([expected] if expected else [])
    for item in found:
        assert item.severity == ("error" if expected == OTHER else "warning")
        assert item.cell == "A1"
        assert item.text("vi")
        assert item.remedy("en")


def test_what_stands_under_the_head_says_nothing() -> None:
    sheet = Sheet("Biểu 01", (("TT",), ("Năm 2019",)), ())
    assert list(title_findings(sheet, 0, "2023", "a.xlsx", "calendar")) == []


@pytest.mark.parametrize(
    ("name", "doubtful"), [("Biểu 01 - 2021", True), ("Biểu 01 - 2023", False), ("Biểu 01 6T", True)]
)
def test_names_of_sheets(name: str, doubtful: bool) -> None:
    found = list(title_findings(Sheet(name, (("TT",),), ()), 0, "2023", "a.xlsx", "calendar"))
    assert [item.rule for item in found] == ["period_in_name_differs"] * doubtful
    assert all(item.severity == "warning" and item.text("en") for item in found)


@pytest.mark.parametrize(("period", "expected"), [("2023", []), ("2024", [OTHER])])
def test_a_plan_in_a_cell_of_its_own_excuses_nothing(period: str, expected: list[str]) -> None:
    rows = (("KẾT QUẢ NĂM 2023",), ("VÀ NHIỆM VỤ NĂM 2024",), ("TT",))
    found = list(title_findings(Sheet("Biểu 01", rows, ()), 2, period, "a.xlsx", "calendar"))
    assert [item.rule for item in found] == expected


@pytest.mark.parametrize(
    ("name", "file", "below", "page", "asked"),
    [
        ("Biểu 01", "a.xlsx", "", "", True),
        ("6 tháng", "a.xlsx", "", "", False),
        ("Biểu 01", "bieu_6_thang_2024.xlsx", "", "", False),
        ("Biểu 01", "a.xlsx", "Số liệu tính từ 01/01 đến 30/6", "", False),
        ("Biểu 01", "a.xlsx", "Ngày 05 tháng 7 năm 2024", "", True),
        ("Biểu 01", "a.xlsx", "", "6 tháng đầu năm", False),
    ],
)
def test_any_word_of_the_part_of_the_year_is_enough(
    name: str, file: str, below: str, page: str, asked: bool
) -> None:
    rows = (("THỐNG KÊ NĂM 2024",), ("TT",), ("Xã Mẫu",), (below,))
    found = list(title_findings(Sheet(name, rows, page_texts=(page,)), 1, "2024-6T", file, "calendar"))
    assert [item.rule for item in found] == [YEAR] * asked


def test_years_are_read_beside_months() -> None:
    said = said_periods("Quý III năm 2024")
    assert [year for year, _ in said.years] == [2024]
    assert [months for months, _ in said.months] == [(7, 9)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [("Xã (số liệu quý IV)", "quý iv"), ("Xã (năm 2022)", "năm 2022"), ("Xã (năm 2023)", ""), ("Tên xã", "")],
)
def test_the_header_of_the_names_speaks_for_the_table(header: str, expected: str) -> None:
    sheet = Sheet("Biểu 01", (("Kết quả",), ("TT",)), ())
    found = list(title_findings(sheet, 1, "2023", "a.xlsx", "calendar", names=[("B2", header)]))
    assert [(item.rule, item.cell, item.written) for item in found] == (
        [(OTHER, "B2", expected)] if expected else []
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Biểu 1 - BC năm 22", "năm 2022"), ("Biểu 1 - BC năm 23", ""), ("Trong năm 22 vụ", "")],
)
def test_a_year_of_two_digits(title: str, expected: str) -> None:
    found = list(title_findings(Sheet("Biểu 01", ((title,), ("TT",)), ()), 1, "2023", "a.xlsx", "calendar"))
    assert [item.written for item in found] == ([expected] if expected else [])
