"""The remark beside a commune: what says that its figures are something else keeps them out; any other says nothing."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.remark_words import may_be_part, remark_kind
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
OTHERWISE = {
    "Số liệu 9 tháng": "period",
    "SL 6 tháng đầu năm": "period",
    "9 tháng": "period",
    "Chưa có quý IV": "period",
    "Thiếu số liệu tháng 12": "period",
    "tính cả năm 2022": "period",
    "Gồm cả 3 vụ năm trước chuyển sang": "period",
    "Số dự kiến năm 2023": "period",
    "nghìn người": "scale",
    "ĐVT: 1.000 người": "scale",
    "Đơn vị tính: %": "scale",
    "ước": "estimate",
    "Ước thực hiện": "estimate",
    "lũy kế từ 2020": "added_up",
    "sai, đề nghị bỏ": "wrong",
    "Số liệu chưa chính xác": "wrong",
    "Đề nghị kiểm tra lại": "wrong",
    "ghi nhầm dòng": "wrong",
    "gộp cả xã Mộng Phong": "others",
    "Tính cả Mộng Phong": "others",
    "Gồm cả số liệu của xã Khảo Ninh": "others",
    "Số liệu trước sáp nhập": "others",
    "Gộp xã Khảo Ninh": "others",
    "Số của xã Khảo Ninh": "others",
    "x1000": "scale",
    "x 1.000": "scale",
    "đơn vị nghìn": "scale",
    "tỷ lệ %": "scale",
    "Số bình quân tháng": "scale",
    "Số của năm trước": "period",
    "Lấy theo số năm trước": "period",
    "Số cũ": "period",
    "KH": "period",
    "tạm tính, chờ số chính thức": "estimate",
    "Nhầm với xã Khảo Ninh": "wrong",
    "Hai cột ghi ngược": "wrong",
    "?": "wrong",
    "Số 6 tháng": "period",
    "Số của 6 tháng đầu năm": "period",
    "Số đến hết quý III": "period",
    "Số năm 2022": "period",
    "Như năm 2022": "period",
    "Số đăng ký": "period",
    "Chỉ tiêu giao": "period",
    "Tính chung với Mộng Phong": "others",
    "Đã cộng vào xã Khảo Ninh": "others",
    "Không chính xác": "wrong",
    "Số trên là hộ, không phải người": "wrong",
}
OF_PART = (
    "Chưa tính thôn Đông",
    "Thiếu thôn Đoài",
    "Trừ thôn Đông",
    "Mới có 3/5 thôn báo cáo",
    "Chỉ tính khu trung tâm",
    "Chuyển sang xã Khảo Ninh",
    "Nhận thôn Đông từ xã Khảo Ninh",
    "Số chưa thống nhất với huyện",
    "Trùng với xã Khảo Ninh",
    "Số nữ",
    "Thiếu 2 thôn",
    "Chưa xác minh",
    "Chưa cập nhật",
    "Số trên là của khu trung tâm",
    "Tăng thêm so với 2022",
    "sau sáp nhập (từ 01/7/2023)",
)
HARMLESS = (
    "Tính cả xã hội hóa",
    "Có kế hoạch năm 2025 nhân rộng",
    "Dự kiến ra mắt thêm 01 mô hình quý I/2025",
    "Ước đạt 100%",
    "Xã trọng điểm",
    "Đạt chuẩn nông thôn mới năm 2019",
    "Thành lập năm 2021 theo Quyết định số 12/QĐ-UBND",
    "Tăng 2 vụ so với năm 2022",
    "Họp 6 tháng một lần",
    "Số liệu đến 31/12/2023",
    "Số liệu cả năm 2023",
    "Gồm 5 thôn, 2 bản",
    "Gồm cả trẻ em",
    "Đề nghị khen thưởng",
    "Đề nghị bỏ mô hình hoạt động kém",
    "Có sai phạm đã xử lý",
    "Thiệt hại 50 triệu đồng",
    "Ước mơ xanh",
    "Chưa có mô hình",
    "Tính chất phức tạp",
    "x",
    "Thiếu 01 công an viên",
    "Chưa báo cáo",
    "01 vụ từ năm 2022 chuyển sang",
    "Tăng so với năm trước",
    "Giảm so với số liệu năm trước",
    "Phối hợp xã Khảo Ninh tổ chức",
    "Địa bàn giáp xã Khảo Ninh",
    "Trưởng Công an chuyển về xã Khảo Ninh công tác",
    "Trước đây là xã Khảo Ninh",
    "Duy trì từ năm 2020 đến nay",
    "Mới thành lập trên cơ sở sáp nhập",
    "Tỷ lệ hộ nghèo giảm 2%",
    "1.200 triệu đồng",
    "Đã gồm cả khu vực chợ",
    "Đã sáp nhập thôn từ 01/01/2023",
    "Số 12 tháng",
    "Số của cả năm 2023",
    "Như năm 2023",
    "Số 12/QĐ-UBND năm 2021",
    "Số 05 ngày 12/3/2021",
    "Số 2021/QĐ-UBND",
    "Số 6 đường Trần Phú",
    "Số vụ năm 2022 nhiều hơn",
    "Số hộ nghèo giảm",
    "Đăng ký mới",
    "Cộng đồng xã tốt",
    "Tính với xã hội",
    "Không đúng quy định",
    "Không cập nhật phần mềm",
    "Chưa xác minh được đối tượng",
    "Ghi vào sổ",
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def is_unit(text: str) -> bool:
    return text in ("Mộng Phong", "xã Mộng Phong")


@pytest.mark.parametrize(("text", "kind"), [*OTHERWISE.items(), *((text, "") for text in HARMLESS)])
def test_what_a_remark_says(text: str, kind: str) -> None:
    assert remark_kind(text, "2023", "final", is_unit) == kind


def table(remark: str, header: str = "Ghi chú") -> Rows:
    rows: Rows = [["TT", "Xã", "Dân số", "Vụ việc về ANTT", header]]
    return rows + [[n, name, 1000 + n, n, remark if n == 2 else ""] for n, name in enumerate(NAMES, 1)]


OTHERS = {("09027", "population"): 1001, ("09027", "incidents_total"): 1, ("09048", "population"): 1003,
          ("09048", "incidents_total"): 3}  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["Ghi chú", "Lý do / giải trình", "Nhận xét", "", "Ý kiến", "Tình trạng", "Nguồn số liệu", "Việc khác"],
)
def test_the_row_of_such_a_remark_is_not_read(header: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table("Số liệu 9 tháng (bà Mẫu báo)", header), words)
    assert figures_of(read) == OTHERS
    own = [item for item in read.findings if item.rule == "remark_says_otherwise"]
    assert [(item.cell, item.written, item.values["cells"], item.values["n"]) for item in own] == [
        ("C3, D3", "1002; 2", "E3", 2)
    ]
    assert "unparsed" in set(read.observations["status"])


def test_no_word_of_a_remark_is_repeated(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table("Số liệu 9 tháng, bà Mẫu báo"), words)
    for finding in read.findings:
        for lang in ("vi", "en"):
            assert "Mẫu" not in finding.text(lang)
            assert "Xã Mộng Phong" in finding.text(lang)
            assert finding.remedy(lang)


@pytest.mark.parametrize("text", OF_PART)
def test_a_remark_of_a_part_is_asked_about(text: str) -> None:
    assert (remark_kind(text, "2023", "final", is_unit), may_be_part(text)) == ("", True)


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_says_nothing_of_parts(text: str) -> None:
    assert not may_be_part(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Số liệu tính từ 01/01 đến 31/12.", False),
        ("Số liệu tính từ ngày 01/01/2023 đến hết ngày 31/12/2023", False),
        ("Số liệu tính từ 01/01/2023 đến 31/12/2024", True),
        ("Số liệu tính từ 15/12/2022 đến 14/12/2023", True),
        ("Tính từ 01/01 đến 30/6", True),
        ("Tính từ 01/01 đến 31/12, chưa tính thôn Mẫu", True),
    ],
)
def test_a_whole_calendar_year_is_no_part(text: str, *, part: bool) -> None:
    assert may_be_part(text) is part


def test_the_row_of_a_remark_of_a_part_is_read_with_a_warning(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table("Chưa tính thôn Mẫu"), words)
    assert len(figures_of(read)) == 6
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.cell) == ("remark_of_part", "warning", "C3, D3")
    for lang in ("vi", "en"):
        assert "E3" in finding.text(lang)
        assert "Mẫu" not in finding.text(lang)
        assert finding.remedy(lang)


@pytest.mark.parametrize("remark", HARMLESS[:3])
def test_any_other_remark_keeps_the_row(remark: str, tmp_path: Path, words: Vocabulary) -> None:
    assert len(figures_of(read_rows_of(tmp_path, table(remark), words))) == 6


def test_a_column_of_other_words_is_no_remark(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table("Số liệu 9 tháng", "Tên tài liệu"), words)
    assert len(figures_of(read)) == 6


@pytest.mark.parametrize(("remark", "read"), [("Số liệu 9 tháng", 2), ("Xã trọng điểm", 4)])
def test_the_remark_of_an_indicator_in_rows(
    remark: str, read: int, tmp_path: Path, words: Vocabulary
) -> None:
    rows: Rows = [
        ["TT", "Chỉ tiêu", "Xã Mộng Minh", "Xã Mộng Phong", "Ghi chú"],
        [1, "Dân số", 1001, 1002, remark],
        [2, "Vụ việc về ANTT", 1, 2, ""],
        [3, "Số hộ", "", "", ""],
    ]
    layout = draft_of(tmp_path, [*rows[:1], [*rows[1][:4], ""], *rows[2:]], words).layout
    for known in (None, layout):
        figures = figures_of(read_rows_of(tmp_path, rows, words, layout=known))
        assert len(figures) == read
        assert figures["09027", "incidents_total"] == 1
