"""Figures above the head of a table are said, titles are not."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.figures_above import figures_above
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

HEAD: Rows = [["STT", "Xã", "Dân số", "Số hộ"]]
BODY: Rows = [[1, "Xã Mơ Mỹ", 1602, 410], [2, "Xã Ảo Quý", 2000, 500], [3, "Xã Nháp Lý", 500, 120]]
ABOVE: Rows = [[4, "Xã Ước Hóa", 1700, "4.102"]]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["BÁO CÁO NĂM", 2023.0], ""),
        (["Tỉnh Mẫu", 2022, 2023], ""),
        (["Biểu số:", 3, "ĐVT:", 1000], ""),
        (["Số", 125, "ngày", 15, "tháng", "11", "năm", 2023], ""),
        (["Báo cáo tháng", 11, "Phụ lục số", "02"], ""),
        (["Mã đơn vị", 17, "Kèm theo công văn số", 1250], ""),
        (["A", "B", "1", "2"], ""),
        ([True, "Năm 2023", "1.602 hộ"], ""),
        (["Xã Ước Hóa", 1700], "B1"),
        (["Xã Ước Hóa", "1.700"], "B1"),
        (["Xã Ước Hóa", 2000, 420], "B1, C1"),
        (["Tổng số", 151], "B1"),
        (["Dân số", 151], "B1"),
        (["Số vụ trong tháng", 151], "B1"),
        ([0.5], "A1"),
    ],
)
def test_figures_are_told_from_titles(cells: list[Raw], found: str) -> None:
    said = [*figures_above(Sheet("Biểu", [cells, ["Xã"]]), 1, "a.xlsx")]
    assert [item.cell for item in said] == ([found] if found else [])
    assert not [*figures_above(Sheet("Biểu", [cells]), 0, "a.xlsx")]


def test_rows_above_the_head_of_a_known_form_are_said(tmp_path: Path) -> None:
    words: Vocabulary = load_vocabulary(find_project(ROOT))
    layout = draft_of(tmp_path, [["BIỂU NĂM 2023"], *HEAD, *BODY], words).layout
    read = read_rows_of(tmp_path, [["BIỂU NĂM 2023"], *ABOVE, *HEAD, *BODY], words, layout=layout)
    assert told(read) == {"figures_above_head": "A2, C2, D2"}
    assert len(figures_of(read)) == 6
    assert comparing.account_faults(read) == []


def test_lines_above_the_head_of_a_form_in_rows_are_said(tmp_path: Path) -> None:
    words = load_vocabulary(find_project(ROOT))
    rows: Rows = [
        ["Nội dung", "ĐVT", "Xã Mơ Mỹ", "Xã Ảo Quý"],
        ["Dân số", "người", 1602, 2000],
        ["Số hộ", "hộ", 410, 500],
    ]
    layout = draft_of(tmp_path, rows, words).layout
    read = read_rows_of(tmp_path, [["Số khu dân cư", "khu", 8, 7], *rows], words, layout=layout)
    assert told(read) == {"figures_above_head": "C1, D1"}
    assert len(figures_of(read)) == 4
