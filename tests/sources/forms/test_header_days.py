"""Days in the head of a table: that of a year's end tells the year, any other is asked, typed as words or as a date."""

from datetime import date
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.wording import take_apart
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
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
