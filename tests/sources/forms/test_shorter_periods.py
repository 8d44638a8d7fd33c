"""A column of the last month beside one of the whole year: the month is never taken for the year."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.lexicon import make_lexicon
from antq_analysis.sources.forms.understand import understand
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of

LAW = "Vụ việc về ANTT"


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(*headers: str) -> Rows:
    rows: Rows = [["TT", "Xã", *headers]]
    return [*rows, [1, "Xã Mộng Minh", 4, 40], [2, "Xã Mộng Phong", 5, 50]]


def grouped(*headers: str) -> Rows:
    return [["TT", "Xã", LAW, ""], ["", "", *headers], *table(*headers)[1:]]


@pytest.mark.parametrize("within", ["Trong kỳ", "Kỳ này", "Phát sinh trong kỳ"])
@pytest.mark.parametrize(
    "year", ["Lũy kế từ đầu năm", "Luỹ kế từ đầu năm đến nay", "Cả năm", "Cộng dồn từ đầu năm"]
)
def test_the_year_is_read_and_its_last_part_asked_about(
    within: str, year: str, tmp_path: Path, words: Vocabulary
) -> None:
    rows = grouped(within, year)
    asked = [(item.cell, item.reason) for item in draft_of(tmp_path, rows, words, ("C1:D1",)).questions]
    read = read_rows_of(tmp_path, rows, words, ("C1:D1",))
    assert asked == [("C2", "shorter_period")]
    assert figures_of(read) == {("09027", "incidents_total"): 40, ("09042", "incidents_total"): 50}
    assert set(read.observations["basis"]) == {"in_year"}


def test_headers_of_one_row(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(f"{LAW} trong kỳ", f"{LAW} lũy kế từ đầu năm")
    assert figures_of(read_rows_of(tmp_path, rows, words)) == {
        ("09027", "incidents_total"): 40,
        ("09042", "incidents_total"): 50,
    }


def test_what_adds_up_from_an_unknown_start_leaves_the_period_open(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, grouped("Kỳ này", "Cộng dồn"), words, ("C1:D1",))
    assert "in_year" not in set(read.observations["basis"])


@pytest.mark.parametrize(
    "headers",
    [
        ("Trong kỳ", "Lũy kế từ đầu nhiệm kỳ"),
        ("Trong năm", "Lũy kế"),
        ("Kỳ này", "Kỳ trước"),
        ("Trong kỳ", "Cùng kỳ năm trước"),
    ],
)
def test_beside_anything_else_the_period_is_the_year(
    headers: tuple[str, str], tmp_path: Path, words: Vocabulary
) -> None:
    frame = read_rows_of(tmp_path, grouped(*headers), words, ("C1:D1",)).observations
    own = frame[frame["basis"].eq("in_year") & frame["period"].eq("2023")]
    assert own["value"].tolist() == [4, 5]


def test_another_indicator_is_no_sibling(tmp_path: Path, words: Vocabulary) -> None:
    rows = table(f"{LAW} trong kỳ", "Số vụ cháy cả năm")
    figures = figures_of(read_rows_of(tmp_path, rows, words))
    assert figures[("09027", "incidents_total")] == 4
    assert figures[("09027", "fires")] == 40


@pytest.mark.parametrize(
    ("header", "period", "basis"),
    [
        ("Lũy kế từ đầu năm", "2023", "in_year"),
        ("Lũy kế từ đầu năm", "2023-6T", "in_year"),
        ("Lũy kế từ đầu năm", "2023-03", ""),
        ("Cả năm", "2023", "in_year"),
        ("Cả năm", "2023-6T", ""),
        ("Lũy kế", "2023", "cumulative"),
    ],
)
def test_words_that_add_up_the_year(header: str, period: str, basis: str, words: Vocabulary) -> None:
    lexicon = make_lexicon(words, "demo")
    assert understand(f"{LAW} / {header}", period, lexicon).basis == basis
