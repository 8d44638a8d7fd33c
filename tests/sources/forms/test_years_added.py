"""A total beside columns of several years: the sum of the years is never taken for the figure of the period."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, read_rows_of

LAW = "Vụ việc về ANTT"
NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def grouped(*headers: object, figures: tuple[int, ...]) -> Rows:
    body: Rows = [[at, name, *(at * figure for figure in figures)] for at, name in enumerate(NAMES, 1)]
    return [["TT", "Xã", LAW, *[""] * (len(headers) - 1)], ["", "", *headers], *body]


def asked(folder: Path, rows: Rows, words: Vocabulary, *merged: str) -> list[tuple[str, str]]:
    return [(item.cell, item.reason) for item in draft_of(folder, rows, words, merged).questions]


def figures_by_year(folder: Path, rows: Rows, words: Vocabulary, *merged: str) -> dict[str, list[float]]:
    frame = read_rows_of(folder, rows, words, merged).observations
    return {str(period): own["value"].tolist() for period, own in frame.groupby("period")}


@pytest.mark.parametrize("total", ["Tổng", "Cộng", "Tổng 3 năm", "Tổng số"])
def test_a_bare_total_beside_years_is_asked_about_and_the_year_is_read(
    total: str, tmp_path: Path, words: Vocabulary
) -> None:
    rows = grouped(2021, 2022, 2023, total, figures=(2, 3, 4, 9))
    ((cell, reason),) = asked(tmp_path, rows, words, "C1:F1")
    assert (cell, reason) in {("F2", "sum_of_years"), ("F2", "unknown")}
    assert figures_by_year(tmp_path, rows, words, "C1:F1")["2023"] == [4, 8, 12]


def test_a_total_of_earlier_years_is_no_figure_of_the_period(tmp_path: Path, words: Vocabulary) -> None:
    rows = grouped("Năm 2021", "Năm 2022", "Tổng", figures=(2, 3, 5))
    assert set(figures_by_year(tmp_path, rows, words, "C1:E1")) == {"2021", "2022"}


@pytest.mark.parametrize(("last", "reasons"), [(5, [("E1", "sum_of_years")]), (7, [])])
def test_figures_tell_where_the_header_does_not(
    last: int, reasons: list[tuple[str, str]], tmp_path: Path, words: Vocabulary
) -> None:
    head: Rows = [["TT", "Xã", f"{LAW} năm 2021", f"{LAW} năm 2022", f"Tổng số {LAW.lower()}"]]
    body: Rows = [[at, name, 2 * at, 3 * at, last * at] for at, name in enumerate(NAMES, 1)]
    assert asked(tmp_path, [*head, *body], words) == reasons


@pytest.mark.parametrize("over", ["", "Trong đó"])
def test_a_count_before_bare_years_may_be_their_sum(over: str, tmp_path: Path, words: Vocabulary) -> None:
    head = f"Số {LAW.lower()}"
    rows: Rows = [["TT", "Xã", head, over, ""]] if over else []
    rows += [["TT", "Xã", head, "Năm 2022", "Năm 2023"]]
    rows += [[at, name, 5 * at, 2 * at, 3 * at] for at, name in enumerate(NAMES, 1)]
    merged = ("D1:E1", "A1:A2", "B1:B2", "C1:C2") if over else ()
    found = asked(tmp_path, rows, words, *merged)
    assert {cell[0]: reason for cell, reason in found}["C"] == "sum_of_years"


@pytest.mark.parametrize(
    ("headers", "doubted"),
    [
        (("Quý I", "Quý II", "Tổng"), True),
        (("6 tháng đầu năm", "Tháng 7", "Tổng số"), True),
        (("6 tháng đầu năm", "6 tháng cuối năm", "Tổng"), False),
        (("Kỳ trước chuyển sang", "Phát sinh", "Tổng số"), True),
        (("Còn tồn", "Mới tiếp nhận", "Tổng số"), True),
        (("Cũ", "Mới", "Tổng"), True),
        (("Năm 2022 chuyển", "Mới", "Tổng"), True),
        (("Từ năm trước", "Mới", "Tổng"), True),
    ],
)
def test_a_total_of_parts_is_read_where_they_are_the_whole_year(
    headers: tuple[str, ...], doubted: bool, tmp_path: Path, words: Vocabulary
) -> None:
    rows = grouped(*headers, figures=(2, 3, 5))
    reasons = dict(asked(tmp_path, rows, words, "C1:E1"))
    assert (reasons.get("E2") == "sum_of_years") is doubted
