"""Bare numbers in a column of remarks: a row or a whole table that slipped to the right is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh", "Xã Khảo Văn", "Xã Mơ Mỹ")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(remarks: list[object], head: str = "Ghi chú") -> Rows:
    rows: Rows = [["TT", "Xã", "Dân số", "Vụ việc về ANTT", head]]
    named = zip(NAMES, remarks, strict=False)
    return rows + [[n, name, 1000 + n, n, remark] for n, (name, remark) in enumerate(named, 1)]


@pytest.mark.parametrize("number", [53, 53.5, "53", "1.053"])
def test_the_row_of_a_bare_number_is_asked_about(number: object, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table([None, number, "họp"]), words)
    assert len(figures_of(read)) == 4
    assert told(read)["remark_says_otherwise"] == "C3, D3"


def test_a_row_that_slipped_to_the_right_is_refused(tmp_path: Path, words: Vocabulary) -> None:
    rows = table([None, None, None])
    rows[2] = [2, NAMES[1], None, 1002, 2]
    read = read_rows_of(tmp_path, rows, words)
    assert "remark_says_otherwise" in told(read)
    assert len(figures_of(read)) == 4


def test_so_is_one_without_a_column_of_remarks(tmp_path: Path, words: Vocabulary) -> None:
    rows = [row[:4] for row in table([None, None, None, None])]
    rows[2] = [2, NAMES[1], None, 1002, 2]
    read = read_rows_of(tmp_path, rows, words)
    assert "remark_says_otherwise" in told(read)
    assert len(figures_of(read)) == 6
    rows[2] = [2, NAMES[1], 1002, 2, 77]
    read = read_rows_of(tmp_path, rows, words)
    assert "remark_says_otherwise" not in told(read)
    assert len(figures_of(read)) == 8


def test_a_table_that_slipped_to_the_right_is_refused(tmp_path: Path, words: Vocabulary) -> None:
    known = draft_of(tmp_path, table([None, "họp", None]), words).layout
    read = read_rows_of(tmp_path, table([5, 6, 7]), words, layout=known)
    assert (figures_of(read), told(read)) == ({}, {"remark_column_of_numbers": "E1"})
    (sheet,) = known.sheet
    stated = replace(sheet, column=tuple(replace(one, scale=1) for one in sheet.column))
    sure = replace(known, sheet=(stated,))
    read = read_rows_of(tmp_path, table([5, 6, 7]), words, layout=sure)
    assert len(figures_of(read)) == 6
    assert [item.severity for item in read.findings] == ["warning"]


@pytest.mark.parametrize("remark", [2021, "02 thôn", "(1)", "x", ""])
def test_years_words_and_marks_are_remarks(remark: object, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table([None, remark, "họp"]), words)
    assert len(figures_of(read)) == 6


def test_a_number_among_words_of_assessment_is_odd_and_marks_alone_are_not(
    tmp_path: Path, words: Vocabulary
) -> None:
    odd = read_rows_of(tmp_path, table(["Tốt", "Tốt", "Khá", 7, "Tốt"], "Đánh giá"), words)
    assert told(odd)["remark_says_otherwise"] == "C5, D5"
    marks = read_rows_of(tmp_path, table([90, 85, 70], "Đánh giá"), words)
    assert "remark_column_of_numbers" not in told(marks)
