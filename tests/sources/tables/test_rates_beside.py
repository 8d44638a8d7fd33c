"""A count and its rate: in two columns, in one cell, or in a header that leaves open which of them is meant."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.values import read_value
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

SAFE = "Số khu dân cư đạt tiêu chuẩn An toàn về ANTT"
NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(headers: list[object], *columns: tuple[object, ...]) -> Rows:
    head: Rows = [["TT", "Xã", "Tổng số khu dân cư", *headers]]
    return head + [[i, name, 20, *own] for i, (name, *own) in enumerate(zip(NAMES, *columns, strict=True), 1)]


@pytest.mark.parametrize(
    "rate", ["(ĐẠT TỶ LỆ %)", "Đạt tỷ lệ %", "Đạt %", "(Tỷ lệ %)", "Chiếm tỷ lệ (%)", f"{SAFE} (ĐẠT TỶ LỆ %)"]
)
def test_a_rate_beside_its_count_is_compared(rate: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table([SAFE, rate], (10, 12, 15), (50, 60, 75.5)), words)
    assert {
        code: n for (code, name), n in figures_of(read).items() if name == "safe_std_met_residential"
    } == {
        "09027": 10,
        "09042": 12,
        "09048": 15,
    }
    assert told(read) == {"ratio_differs": "E4"}


@pytest.mark.parametrize("header", [SAFE, f"{SAFE} (ĐẠT TỶ LỆ %)"])
def test_a_count_with_its_rate_in_brackets_is_the_count(
    header: str, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table([header], ("10 (50%)", "12 (60,0%)", "-")), words)
    own = read.observations[read.observations["indicator"].eq("safe_std_met_residential")]
    assert own["value"].tolist() == [10, 12, 0]
    assert own["rule"].tolist() == ["rate_beside_count", "rate_beside_count", "dash_is_zero"]


@pytest.mark.parametrize("cells", [(10, 12, 15), (50.0, 60.0, 75.0), ("10 (50%)", 60, 15)])
def test_bare_numbers_below_both_words_are_asked_about(
    cells: tuple[object, ...], tmp_path: Path, words: Vocabulary
) -> None:
    questions = draft_of(tmp_path, table([f"{SAFE} (ĐẠT TỶ LỆ %)"], cells), words).questions
    assert [item.reason for item in questions] == ["rate_or_count"]


def test_a_settled_form_refuses_bare_numbers(tmp_path: Path, words: Vocabulary) -> None:
    header = f"{SAFE} (ĐẠT TỶ LỆ %)"
    layout = draft_of(tmp_path, table([header], ("10 (50%)", "12 (60%)", "9 (45%)")), words).layout
    read = read_rows_of(tmp_path, table([header], ("10 (50%)", 60, 0)), words, layout=layout)
    own = read.observations[read.observations["indicator"].eq("safe_std_met_residential")]
    assert own["status"].tolist() == ["reported", "unparsed", "reported"]
    assert told(read) == {"rate_or_count": "D3"}


@pytest.mark.parametrize(
    "text",
    ["12 (03 vụ rõ)", "12 (3)", "108/129 (83,7%)", "10% (50%)", "(50%)", "10; 50%", "10 (+5%)", "5 vụ (9%)"],
)
def test_other_brackets_stay_refused(text: str) -> None:
    assert read_value(text, "count").status == "unparsed"
