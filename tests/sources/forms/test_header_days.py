"""Days in the head of a table: that of a year's end tells the year, any other is asked, typed as words or as a date."""

from datetime import date
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import draft_layout
from antq_analysis.sources.forms.wording import take_apart
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import write_book
from tests.cases.workbooks.truth import UNITS
from tests.given import ROOT
from tests.sources.drafted_books import draft_of, read_rows_of


@pytest.fixture(scope="module")
def known_words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


@pytest.mark.parametrize(
    ("words", "period", "years_before"),
    [
        ("Đến 31/12/2022", "2023", 1),
        ("Đến ngày 15/11/2022", "2023", 1),
        ("Tính đến hết tháng 10/2022", "2023", 1),
        ("Đến hết năm 2022", "2023", 1),
        ("Đến hết 2022", "2023", 1),
        ("Tại thời điểm 31/12/2022", "2023", 1),
        ("Thời điểm 30/6/2022", "2023", None),
        ("Đến 30/6/2023", "2023", None),
        ("Đến 30/6/2022", "2023", None),
        ("Đến tháng 9/2022", "2023", None),
        ("Đến 30/6/2023", "2023-6T", 0),
        ("Đến 31/12/2023", "2023-6T", None),
    ],
)
def test_a_day_far_from_the_end_of_the_period_tells_no_year(
    words: str, period: str, years_before: int | None
) -> None:
    assert take_apart(f"Dân số / {words}", period).years_before == years_before


@pytest.mark.parametrize(
    ("words", "period", "years_before"),
    [
        ("9 tháng năm 2022", "2023-9T", 1),
        ("09 tháng đầu năm 2022", "2023-9T", 1),
        ("6 tháng/2021", "2023-6T", 2),
        ("9 tháng năm 2023", "2023-9T", 0),
        ("Cùng kỳ năm trước", "2023-6T", 1),
        ("Cùng kỳ năm 2022", "2023-6T", 1),
        ("Cùng kỳ 2022", "2023", 1),
        ("(2022)", "2023", 1),
        ("Xảy ra 2022", "2023", 1),
        ("12T/2022", "2023", 1),
        ("12 tháng năm 2023", "2023", 0),
        ("Thực hiện năm 2022", "2023", 1),
        ("Sau 2022", "2023", 0),
        ("Năm 2022", "2023-6T", None),
        ("Năm trước", "2023-9T", None),
        ("Cả năm 2022", "2023-6T", None),
        ("Cùng kỳ năm trước", "2023-03", None),
    ],
)
def test_the_same_months_of_another_year_are_told_by_their_words(
    words: str, period: str, years_before: int | None
) -> None:
    assert take_apart(f"Số vụ việc về ANTT / {words}", period).years_before == years_before


def test_nine_months_beside_those_of_the_year_before_are_read_without_a_question(
    tmp_path: Path, known_words: Vocabulary
) -> None:
    rows: list[list[object]] = [
        ["STT", "Xã", "Số vụ việc về ANTT", None, None],
        [None, None, "9 tháng năm 2023", "9 tháng năm 2022", "So sánh (+/-)"],
        [1, "Xã Mơ Mỹ", 12, 15, -3],
        [2, "Xã Ảo Quý", 7, 4, 3],
    ]
    book = read_workbook(write_book(tmp_path / "a.xlsx", rows, ("A1:A2", "B1:B2", "C1:E1"), "Biểu"))
    draft = draft_layout(book, known_words, form="mẫu", province="demo", period="2023-9T", units=UNITS)
    assert not draft.questions
    read = {column.header: column.years_before for column in draft.layout.sheet[0].column}
    heads = [f"Số vụ việc về ANTT / 9 tháng năm {year}" for year in ("{year}", "{year-1}")]
    assert read == dict(zip(heads, (0, 1), strict=True))


@pytest.mark.parametrize(
    ("day", "period"),
    [(date(2022, 12, 31), "2022"), (date(2022, 6, 30), None), (date(2022, 3, 1), None)],
)
@pytest.mark.parametrize("across", [False, True])
def test_a_date_in_the_head_is_read_as_its_words(
    day: date, period: str | None, across: bool, tmp_path: Path, known_words: Vocabulary
) -> None:
    if across:
        rows: list[list[object]] = [
            ["STT", "Chỉ tiêu", "Xã Mơ Mỹ", None, "Xã Ảo Quý", None],
            [None, None, "Năm 2023", day, "Năm 2023", day],
            [1, "Dân số", 1602, 1500, 2000, 1900],
            [2, "Số hộ", 410, 400, 500, 450],
        ]
        merged, earlier = ("A1:A2", "B1:B2", "C1:D1", "E1:F1"), {400.0, 450.0}
    else:
        rows = [
            ["STT", "Xã", "Dân số", "Số hộ", None],
            [None, None, None, "Năm 2023", day],
            [1, "Xã Mơ Mỹ", 1602, 410, 400],
            [2, "Xã Ảo Quý", 2000, 500, 450],
        ]
        merged, earlier = ("A1:A2", "B1:B2", "C1:C2", "D1:E1"), {400.0, 450.0}
    read = read_rows_of(tmp_path, rows, known_words, merged)
    frame = read.observations[read.observations["indicator"].eq("households")]
    found = {name: set(part["value"]) for name, part in frame.groupby("period")}
    assert found == {"2023": {410.0, 500.0}} | ({period: earlier} if period else {})
    assert bool(draft_of(tmp_path, rows, known_words, merged).questions) == (period is None)
