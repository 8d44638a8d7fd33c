"""Words between the rows of a table that say another period, a plan or another unit: nothing below them is loaded."""

import copy
from datetime import date
from pathlib import Path

import pytest

from antq_analysis.findings import Severity
from antq_analysis.sources.tables.period_words import said_otherwise
from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook

RULE = "words_between_differ"
ABOVE, BELOW = {"00001", "00002", "00003"}, {"00004", "00005", "00006"}
MIDDLE = len(HEAD) + 4
"""The row of the second district."""

OTHER = (
    ["NĂM 2022"],
    [None, "Năm 2022"],
    ["II", "KẾ HOẠCH NĂM 2024"],
    ["II. KẾ HOẠCH NĂM 2023"],
    ["Kế hoạch:"],
    ["Các xã báo cáo 6 tháng đầu năm:"],
    ["SỐ LIỆU 6 THÁNG ĐẦU NĂM 2023"],
    [None, None, "Quý IV năm 2023"],
    ["Số liệu lũy kế từ năm 2020"],
    ["Ước thực hiện cả năm 2023"],
    ["Số liệu tính đến ngày 30/6/2023"],
    ["Cùng kỳ năm trước"],
    ["Đơn vị tính: nghìn người"],
    [2022],
    ["Năm học 2022-2023"],
    ["I. Niên học 2022 – 2023"],
    [None, "Học kỳ I"],
    ["Khối mầm non (năm học 2023-2024)"],
    ["Năm 2022-2023"],
    ["Giai đoạn 2021-2025"],
    [date(2022, 3, 1)],
    [date(2023, 6, 30)],
    ["B. TRUNG BÌNH 5 NĂM"],
    ["B", "BÌNH QUÂN THÁNG"],
    [None, "Tăng, giảm so với năm 2022"],
)
SAME = (
    ["NĂM 2023"],
    ["Kết quả thực hiện kế hoạch năm 2023"],
    ["So với năm 2022"],
    ["Biểu 1 (tiếp theo)"],
    ["Ghi chú: số liệu năm 2022 đã gửi"],
    ["Đơn vị tính: người"],
    ["Các xã vùng cao (theo Quyết định số 12/2021/QĐ-UBND)"],
    ["Các xã có trường học"],
    [date(2023, 12, 31)],
)


def _read(path: Path, read_book: ReadBook, words: list[object], *, again: bool) -> Read:
    head = copy.deepcopy(HEAD[2:]) if again else []
    rows = [*HEAD, *BODY]
    return read_book(write_book(path, [*rows[:MIDDLE], words, *head, *rows[MIDDLE:]], MERGED_HEAD))


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("words", OTHER, ids=str)
def test_what_stands_below_words_of_something_else_is_refused(
    tmp_path: Path, read_book: ReadBook, words: list[object], again: bool
) -> None:
    read = _read(tmp_path / "b.xlsx", read_book, words, again=again)
    reported = set(read.observations.loc[read.observations["status"] == "reported", "unit_code"])
    assert reported == ABOVE
    (told,) = [item for item in read.findings if item.rule == RULE]
    assert told.severity is Severity.ERROR
    assert told.values["first"] == str(MIDDLE + 1)
    assert read.account.eval("cells_received == cells_loaded + cells_refused + cells_ignored").all()
    assert read.account.eval("rows_received == rows_loaded + rows_refused + rows_ignored").all()
    assert read.reasons.query("reason == @RULE")["fate"].eq("refused").all()


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("words", SAME, ids=str)
def test_harmless_words_change_nothing(
    tmp_path: Path, read_book: ReadBook, words: list[object], again: bool
) -> None:
    read = _read(tmp_path / "b.xlsx", read_book, words, again=again)
    assert RULE not in {item.rule for item in read.findings}
    assert set(read.observations["unit_code"]) == ABOVE | BELOW


def test_words_beside_the_subtotals_of_a_heading_are_read_too(tmp_path: Path, read_book: ReadBook) -> None:
    rows = copy.deepcopy([*HEAD, *BODY])
    rows[MIDDLE][1] = "Kế hoạch năm 2024"
    read = read_book(write_book(tmp_path / "b.xlsx", rows, MERGED_HEAD))
    assert RULE in {item.rule for item in read.findings}
    assert not BELOW & set(read.observations["unit_code"])


def test_remarks_of_a_commune_and_words_below_the_last_row_say_nothing(
    tmp_path: Path, read_book: ReadBook
) -> None:
    rows = copy.deepcopy([*HEAD, *BODY])
    rows[MIDDLE + 6] = ["Phương hướng năm 2024"]
    rows.insert(MIDDLE + 1, [1, "Xã Chưa Rõ", None, None, None, None, None, "chưa gửi số liệu 6 tháng"])
    read = read_book(write_book(tmp_path / "b.xlsx", rows, MERGED_HEAD))
    assert RULE not in {item.rule for item in read.findings}
    assert {"00004", "00005"} <= set(read.observations["unit_code"])


def test_a_note_that_the_title_bears_too_is_no_news(tmp_path: Path, read_book: ReadBook) -> None:
    words: list[object] = ["Đơn vị tính: nghìn người"]
    rows = [*HEAD[:1], words, *HEAD[2:], *BODY]
    read = read_book(write_book(tmp_path / "b.xlsx", [*rows[:MIDDLE], words, *rows[MIDDLE:]], MERGED_HEAD))
    found = {item.rule for item in read.findings}
    assert RULE not in found
    assert "scale_not_stated" in found


@pytest.mark.parametrize(
    ("above", "between", "is_new"),
    [
        ("Năm học 2022-2023", "Khối mầm non, năm học 2022 - 2023", False),
        ("Năm học 2023-2024", "Khối mầm non, năm học 2022-2023", True),
        ("Năm học 2022-2023", "Học kỳ II", True),
        ("Kế hoạch giai đoạn 2021-2025", "Giai đoạn 2021 - 2025:", False),
    ],
)
def test_a_school_year_that_the_title_bears_too_is_no_news(above: str, between: str, is_new: bool) -> None:
    said = said_otherwise([between], [above], "2023", in_year=False, stage="final")
    assert said == (between if is_new else "")
