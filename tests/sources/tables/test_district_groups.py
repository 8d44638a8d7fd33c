"""Totals of districts where no heading stands above their rows."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.district_groups import group_by_district
from antq_analysis.sources.tables.row_kinds import Kind, Row
from antq_analysis.sources.tables.row_words import total_scope
from antq_analysis.sources.tables.units import NamedRow
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of, told

NORTH, SOUTH = "Huyện Mộng Giang", "Huyện Ước Hạ"
WITH_COLUMN: Rows = [
    ["Xã", "Huyện", "Dân số", "Số hộ"],
    ["Xã Mơ Mỹ", NORTH, 1602, 410],
    ["Xã Ước Hòa", NORTH, 2000, 500],
    ["Cộng Huyện Mộng Giang", None, 3602, 910],
    ["Xã Ước Hòa", SOUTH, 500, 120],
    ["Xã Cộng Hòa", SOUTH, 700, 180],
    ["Cộng huyện Ước Hạ", None, 1200, 300],
    ["Tổng cộng", None, 4802, 1210],
]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def changed(rows: Rows, *changes: tuple[int, int, object]) -> Rows:
    new = [list(row) for row in rows]
    for row, column, value in changes:
        new[row][column] = value
    return new


BARE = changed(WITH_COLUMN, (3, 0, "Cộng"), (6, 0, "Cộng"))
WITHOUT_COLUMN = [
    [row[0], *row[2:]] for row in changed(WITH_COLUMN, (2, 0, "Xã Khảo Ninh"), (4, 0, "Xã Ước Hóa"))
]


@pytest.mark.parametrize("rows", [WITH_COLUMN, BARE, WITHOUT_COLUMN])
def test_a_total_of_a_district_is_compared_with_its_own_rows(
    rows: Rows, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, rows, words)
    assert told(read) == {}
    assert read.totals["kind"].tolist() == ["subtotal", "subtotal", "total"] * 2
    last = len(rows[0]) - 1
    wrong = changed(rows, (3, last, 911), (7, last, 1211))
    read = read_rows_of(tmp_path, wrong, words)
    letter = "ABCD"[last]
    assert told(read) == {"subtotal_differs": f"{letter}4", "total_differs": f"{letter}8"}
    assert len(figures_of(read)) == 8


ABOVE = [BARE[0], ["Cộng", NORTH, 3602, 910], *BARE[1:3], ["Cộng", SOUTH, 1200, 300], *BARE[4:6], BARE[7]]
"""Each total stands above its rows, its district beside it."""


def test_a_total_above_its_rows_is_that_of_the_district_beside_it(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, ABOVE, words)
    assert told(read) == {}
    assert read.totals["kind"].tolist() == ["subtotal", "subtotal", "total"] * 2
    wrong = read_rows_of(tmp_path, changed(ABOVE, (4, 3, 301)), words)
    assert told(wrong) == {"subtotal_differs": "D5"}


def test_a_last_total_beside_which_the_district_was_filled_down_is_that_of_all(
    tmp_path: Path, words: Vocabulary
) -> None:
    filled = [*BARE[:7], ["Cộng", SOUTH, 4802, 1210]]
    assert told(read_rows_of(tmp_path, filled, words)) == {}


def test_totals_of_districts_may_stand_together_below(tmp_path: Path, words: Vocabulary) -> None:
    rows = [*WITH_COLUMN[:3], *WITH_COLUMN[4:6], WITH_COLUMN[3], *WITH_COLUMN[6:]]
    assert told(read_rows_of(tmp_path, rows, words)) == {}
    headed: Rows = [["TT", "Xã", "Dân số"]]
    headed += [["I", NORTH, None], [1, "Xã Mơ Mỹ", 1602], [2, "Xã Ước Hòa", 2000]]
    headed += [["II", SOUTH, None], [1, "Xã Ước Hòa", 500], [2, "Xã Cộng Hòa", 700]]
    headed += [
        [None, "Cộng huyện Mộng Giang", 3602],
        [None, "Cộng huyện Ước Hạ", 1200],
        [None, "Tổng cộng", 4802],
    ]
    assert told(read_rows_of(tmp_path, headed, words)) == {}
    assert told(read_rows_of(tmp_path, changed(headed, (7, 2, 1200)), words)) == {"subtotal_differs": "C8"}


def test_a_total_of_a_district_without_rows_is_said(tmp_path: Path, words: Vocabulary) -> None:
    rows = [*WITH_COLUMN[:4], WITH_COLUMN[6], ["Tổng cộng", None, 3602, 910]]
    read = read_rows_of(tmp_path, rows, words)
    assert told(read) == {"row_of_subtotals_differs": "C5:D5"}


def _rows(*texts: str) -> list[Row]:
    made = []
    for index, text in enumerate(texts):
        scope = total_scope(text)
        made.append(Row(index, Kind.TOTAL if scope else Kind.NAMED, text, "", 0, True, scope))
    return made


def _groups(rows: list[Row], codes: dict[str, str], *, by_column: bool = False) -> list[int]:
    named = [NamedRow(row, "", codes.get(row.name, ""), False) for row in rows if row.kind is Kind.NAMED]
    homes = {"1": NORTH, "2": SOUTH, "3": NORTH}
    done, lines = group_by_district(rows, named, homes, by_column=by_column)
    assert [line.row for line in lines] == [row for row in done if row.kind is Kind.NAMED]
    assert [replace(row, group=0) for row in done] == rows
    return [row.group for row in done]


def test_rows_are_grouped_by_the_register_and_the_unknown_with_the_row_above() -> None:
    codes = {"A": "1", "B": "2", "C": "3"}
    rows = _rows("A", "?", "B", "C", "Cộng huyện Mộng Giang", "Cộng huyện Ước Hạ", "Tổng cộng")
    assert _groups(rows, codes) == [1, 1, 2, 1, 1, 2, 0]


def test_where_no_total_needs_it_nothing_is_grouped() -> None:
    assert _groups(_rows("A", "B", "Cộng"), {"A": "1", "B": "2"}) == [0, 0, 0]
    assert _groups(_rows("A", "B", "Cộng huyện Khác"), {"A": "1", "B": "2"}) == [0, 0, 0]
    assert _groups(_rows("A", "Cộng", "B", "Cộng"), {"A": "1", "B": "2"}) == [1, 1, 2, 2]
