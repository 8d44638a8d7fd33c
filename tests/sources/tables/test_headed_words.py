"""A column that is not read tells of a row what its header and cell say together: its period, nature or unit."""

from datetime import date
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.headed_words import headed_words, is_other_time
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
OTHERS = {("09027", "population"): 1001, ("09027", "incidents_total"): 1, ("09048", "population"): 1003,
          ("09048", "incidents_total"): 3}  # fmt: skip
OTHERWISE = (
    ("Năm", 2022),
    ("Năm báo cáo", "2022"),
    ("Năm", "2022-2023"),
    ("Năm", "Năm trước"),
    ("Kỳ báo cáo", "6 tháng"),
    ("Kỳ", "Quý I"),
    ("Quý", 1),
    ("Tháng", "6"),
    ("Kỳ", "6/2023"),
    ("Kỳ", "Q1/2023"),
    ("Giai đoạn", "2021-2025"),
    ("Thời gian", "Năm 2022"),
    ("Thời điểm", "6 tháng đầu năm"),
    ("Tính đến", "30/6/2023"),
    ("Tính đến", "Tháng 6"),
    ("Ngày chốt số liệu", date(2023, 6, 15)),
    ("Loại số liệu", "Kế hoạch"),
    ("Loại", "Ước thực hiện"),
    ("Ý kiến", "Số liệu sai, đề nghị kiểm tra lại"),
    ("ĐVT", "%"),
    ("ĐVT", "nghìn người"),
    ("Đơn vị tính:", "1.000 người"),
    ("Tình trạng", "Chưa nộp, lấy số năm trước"),
    ("Nguồn số liệu", "Báo cáo năm 2022"),
    ("Cột bất kỳ", "Số năm 2022"),
    ("Cột bất kỳ", "Gộp cả xã Khảo Ninh"),
    ("Mô hình", "Số liệu chưa chính xác"),
)
HARMLESS = (
    ("Năm", 2023),
    ("Năm", "Năm 2023"),
    ("Kỳ", "Cả năm"),
    ("Kỳ báo cáo", "12 tháng"),
    ("Giai đoạn", "Cuối năm"),
    ("Tính đến", "31/12/2023"),
    ("Tính đến", "Quý IV"),
    ("Tính đến", "12/2023"),
    ("Thời gian", 5.5),
    ("Tính đến", "Tháng 12/2023"),
    ("Ngày chốt số liệu", date(2023, 12, 15)),
    ("Năm sinh hoạt", 2019),
    ("Năm công nhận", "2019"),
    ("Ngày ra mắt", "15/6/2020"),
    ("Ngày ra mắt", "Tháng 6/2020"),
    ("Năm đạt chuẩn nông thôn mới", "Năm 2019"),
    ("Loại xã", "Trọng điểm"),
    ("Loại", "Loại I"),
    ("Loại số liệu", "Chính thức"),
    ("Tình trạng", "Đã nộp"),
    ("ĐVT", "người"),
    ("ĐVT", "hộ, vụ"),
    ("Tên mô hình", "Mô hình theo số liệu năm 2020"),
    ("Tên tài liệu", "Số liệu 9 tháng"),
    ("Quyết định", "Kế hoạch năm 2020"),
    ("Người lập", "Nguyễn Thị Sai"),
    ("Mô hình", "Gồm tổ tự quản thành lập năm 2020"),
    ("Mô hình", "6 tháng sinh hoạt một lần"),
    ("Mô hình", "?"),
    ("Địa bàn", "Giáp xã Khảo Ninh"),
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(header: str, cell: object) -> Rows:
    rows: Rows = [["TT", "Xã", "Dân số", "Vụ việc về ANTT", header]]
    return rows + [[n, name, 1000 + n, n, cell if n == 2 else None] for n, name in enumerate(NAMES, 1)]


@pytest.mark.parametrize(("header", "cell"), OTHERWISE)
def test_a_row_of_another_period_nature_or_unit_is_not_read(
    header: str, cell: object, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table(header, cell), words)
    assert figures_of(read) == OTHERS
    own = [item for item in read.findings if item.rule == "remark_says_otherwise"]
    assert [(item.cell, item.values["cells"]) for item in own] == [("C3, D3", "E3")]


@pytest.mark.parametrize(("header", "cell"), HARMLESS)
def test_any_other_column_keeps_the_row(header: str, cell: object, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table(header, cell), words)
    assert len(figures_of(read)) == 6
    assert not [item.rule for item in read.findings if item.rule.startswith("remark_")]


def test_a_part_of_the_unit_is_asked_about(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table("Phạm vi", "Chỉ thôn Mẫu"), words)
    assert len(figures_of(read)) == 6
    assert [item.rule for item in read.findings if item.severity != "note"] == ["remark_of_part"]


def test_of_the_rows_of_two_years_only_that_of_the_period_is_read(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [["TT", "Xã", "Năm", "Dân số", "Vụ việc về ANTT"]]
    rows += [[n, name, year, 1000 + n + year, n + year - 2000] for n, name in enumerate(NAMES, 1)
             for year in (2022, 2023)]  # fmt: skip
    read = read_rows_of(tmp_path, rows, words)
    assert {key: value for key, value in figures_of(read).items() if value in (3024, 24)} in (
        {},
        {("09027", "population"): 3024, ("09027", "incidents_total"): 24},
    )
    assert not {3023, 3024 - 2, 23, 22} & {*figures_of(read).values()}
    assert "remark_says_otherwise" in {item.rule for item in read.findings}


def test_a_count_below_a_word_of_time_is_no_time() -> None:
    assert headed_words("Số vụ / Tháng", 6) == headed_words("Năm", 5) == ""
    assert not is_other_time("Ghi chú", "năm 2022", "2023")
