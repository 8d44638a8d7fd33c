"""Ticks and crosses in one full column: a person is asked what the cross means."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of, told

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


@pytest.mark.parametrize(
    ("marks", "cells"),
    [(("V", "X", "v"), "D3"), (("✓", "x", "x"), "D3, D4"), (("X", "", "v"), None), (("x", "x", "X"), None)],
)
def test_only_a_full_column_of_both_is_asked_about(
    marks: tuple[str, ...], cells: str | None, tmp_path: Path, words: Vocabulary
) -> None:
    rows: Rows = [["TT", "Xã", "Dân số", "Đạt tiêu chí 19.2"]]
    rows += [[n, name, 1000 + n, mark] for n, (name, mark) in enumerate(zip(NAMES, marks, strict=True), 1)]
    assert told(read_rows_of(tmp_path, rows, words)).get("ticks_and_crosses") == cells


def test_a_shortened_name_with_the_next_number_is_no_heading(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [["TT", "Xã", "Dân số"], *([n, name, 1000 + n] for n, name in enumerate(NAMES, 1))]
    rows.append([4, "V. Tường", 1004])
    assert told(read_rows_of(tmp_path, rows, words)) == {"unit_unmatched": "B5"}
