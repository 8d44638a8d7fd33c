"""Rows that are computed from others are left aside with a note; what may be a commune is asked about."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.reading import Read
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of, told

HEAD: list[object] = ["TT", "Xã", "Dân số", "Số hộ"]
UNITS: Rows = [
    [1, "Xã Mộng Minh", 4000, 900],
    [2, "Xã Mộng Phong", 4100, 950],
    [3, "Xã Khảo Ninh", 4200, 1000],
]
TOTAL: list[object] = ["", "Tổng cộng", 12300, 2850]
COMPUTED = (
    "Bình quân",
    "Bình quân chung",
    "Bình quân/xã",
    "Trung bình",
    "Cao nhất",
    "So với cùng kỳ",
    "So với năm 2022",
    "Tăng/giảm",
    "Tăng (+), giảm (-)",
    "Tăng, giảm so với cùng kỳ (%)",
    "Chênh lệch",
    "Tỷ lệ so với tổng",
    "Tỷ lệ (%)",
    "Cùng kỳ năm trước",
    "Năm 2022",
    "Tổng số năm 2022",
    "Kế hoạch năm 2023",
    "Cộng trang 1",
    "Tổng cộng trang này",
    "Mang sang",
    "Cộng mang sang trang 2",
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def balanced(read: Read) -> bool:
    sums = read.account.filter(regex="^cells_(loaded|refused|ignored)$").sum(axis=1)
    return bool(read.account["cells_received"].eq(sums).all())


def test_sums_of_pages_between_units_are_left_aside(tmp_path: Path, words: Vocabulary) -> None:
    sums: Rows = [["", name, 8100, 1850] for name in ("Cộng trang 1", "Mang sang")]
    read = read_rows_of(tmp_path, [HEAD, *UNITS[:2], *sums, *UNITS[2:], TOTAL], words)
    assert [(item.rule, item.cell) for item in read.findings] == [("computed_rows_left", "B4, B5")]
    assert len(figures_of(read)) == 6


@pytest.mark.parametrize("name", COMPUTED)
@pytest.mark.parametrize("column", [0, 1])
def test_it_is_left_aside_with_a_note(name: str, column: int, tmp_path: Path, words: Vocabulary) -> None:
    row: list[object] = ["", "", 100, 5]
    row[column] = name
    read = read_rows_of(tmp_path, [HEAD, *UNITS, TOTAL, row], words)
    assert [(item.rule, item.severity.value, item.cell) for item in read.findings] == [
        ("computed_rows_left", "note", "B6")
    ]
    assert len(figures_of(read)) == 6
    assert "computed_row" in set(read.reasons["reason"])
    assert balanced(read)


def test_totals_are_still_compared(tmp_path: Path, words: Vocabulary) -> None:
    wrong = ["", "Tổng cộng", 12301, 2850]
    read = read_rows_of(tmp_path, [HEAD, *UNITS, wrong, ["", "Bình quân", 4100, 950]], words)
    assert told(read) == {"total_differs": "C5"}


@pytest.mark.parametrize(
    "row",
    [
        [3, "Trung Bình", 4200, 1000],
        [3, "Bình Quân Tây", 4200, 1000],
        ["", "Bình Quân Tây", 4200, 1000],
        ["", "Trung Bình", 4200, 1000],
        ["", "Năm 2022", 4200, 1000],
        ["", "Trong đó: vùng cao", 4200, 1000],
    ],
    ids=str,
)
def test_what_may_be_a_commune_or_head_others_is_refused(
    row: list[object], tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, [HEAD, *UNITS[:2], row, UNITS[2], TOTAL], words)
    assert "unit_unmatched" in told(read)


@pytest.mark.parametrize("name", ["Trung Bình", "So Sánh"])
def test_a_row_with_an_order_number_is_of_a_unit(name: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, [HEAD, *UNITS, [4, name, 4200, 1000], TOTAL], words)
    assert "unit_unmatched" in told(read)


def test_without_numbers_a_bare_name_below_the_units_is_refused(tmp_path: Path, words: Vocabulary) -> None:
    rows = [row[1:] for row in [HEAD, *UNITS, ["", "Trung Bình", 4200, 1000]]]
    assert "unit_unmatched" in told(read_rows_of(tmp_path, rows, words))
    rows = [row[1:] for row in [HEAD, *UNITS, TOTAL, ["", "Trung Bình", 4200, 1000]]]
    assert told(read_rows_of(tmp_path, rows, words)) == {}
