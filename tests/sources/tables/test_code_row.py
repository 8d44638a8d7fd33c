"""The row below the head that names its columns by letters and numbers, and rows that are none."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.code_row import is_numbering
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

HEAD: list[object] = ["TT", "Xã", "Dân số", "Số hộ", "Điểm mô hình xây dựng mới", "Điểm mô hình thanh loại"]
CODE_ROWS: tuple[list[object], ...] = (
    ["A", "B", "(1)", "(2)", "(3)=(4)+(5)", "(4)"],
    [1, 2, "3=4+5", 4, 5, 6],
    ["(1)", "(2)", "(3=4+5)", "(4)", "(5)", "(6)"],
    ["", "", "1", "2=3+4", "3", "4"],
    ["A", "B", "1", "2", "3=2/1*100", "4"],
    ["A", "B", "1", "1.1", "1.2", "2"],
    ["(a)", "(b)", "(c)", "(d)", "(đ)", "(e)"],
    ["a", "b", "c", "d", "e", "f"],
    ["I", "II", "III", "IV", "V", "VI"],
    ["", "", "[1]", "[2]", "[3]", "[4]"],
    ["", "", "Cột 1", "Cột 2", "Cột 3", "Cột 4"],
    ["A", "B", "C1", "C2", "C3", "C4"],
    ["A", "B", "người", "hộ", "điểm", "điểm"],
    ["A", "B", -1, -2, -3, -4],
    [-1, -2, -3, -4, -5, -6],
    ["A", "B", "(1)", "(2)", "(4)", "(7)"],
    ["(1)", "(2)", "(3)", "(5)", "(6)", "(9)"],
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


@pytest.mark.parametrize("code", CODE_ROWS, ids=str)
def test_it_is_no_unit_and_no_header(code: list[object], tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [HEAD, code, [1, "Xã Mộng Minh", 4000, 900, 7, 2], [2, "Xã Mộng Phong", 4100, 950, 8, 3]]
    read = read_rows_of(tmp_path, rows, words)
    assert {item.rule for item in read.findings} <= {"stated_sum_differs"}
    assert len(figures_of(read)) == 8


@pytest.mark.parametrize("code", [["", "", "(a)", "(b)", "(c)"], ["", "", "(1)", "(2)", "(3)=(1)+(2)"]])
def test_a_third_row_of_the_head(code: list[object], tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [
        ["TT", "Xã", "Dân số", "Điểm mô hình", ""],
        ["", "", "", "Xây dựng mới", "Thanh loại"],
        code,
    ]
    rows += [[1, "Xã Mộng Minh", 4000, 7, 2], [2, "Xã Mộng Phong", 4100, 8, 3]]
    read = read_rows_of(tmp_path, rows, words, ("A1:A2", "B1:B2", "C1:C2", "D1:E1"))
    assert {indicator for _, indicator in figures_of(read)} == {
        "population",
        "model_points_new",
        "model_points_removed",
    }


@pytest.mark.parametrize(
    "row",
    [
        ["x", "x", "x"],
        ["X", "X"],
        ["Đ", "KĐ"],
        [5, 6, 7],
        [1, 3, 2],
        [1, "Xã Mộng Minh", 3],
        ["1.5", "2.5"],
        ["b", "c"],
        ["I", "III"],
        [1],
        ["A", "Tổng"],
        [1, "x", 2],
        ["x", 1, 2],
        [1, "A", 2],
        ["A", "C", "E", "1"],
    ],
    ids=str,
)
def test_rows_that_number_no_columns(row: list[Raw]) -> None:
    assert not is_numbering(row)


def test_units_named_by_a_letter_below_figures_are_asked_about(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [HEAD, ["A", "B", 4000, 900, 7, 2], [2, "Xã Mộng Phong", 4100, 950, 8, 3]]
    read = read_rows_of(tmp_path, [*rows, [3, "Xã Khảo Ninh", 1, 1, 1, 1]], words)
    assert "unit_unmatched" in [item.rule for item in read.findings]
