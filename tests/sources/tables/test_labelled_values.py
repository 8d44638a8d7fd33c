"""A value beside its label above a table: year, month, day and unit count as if they stood in one cell."""

from datetime import date
from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.labelled_values import texts_of_rows
from antq_analysis.sources.tables.titles import title_findings
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of

BODY: Rows = [["TT", "Xã", "Dân số"], [1, "Xã Mộng Minh", 4000], [2, "Xã Khảo Ninh", 3000]]


def named(*above: Raw) -> list[str]:
    sheet = Sheet("Biểu", [above, ("TT", "Xã", "Dân số")])
    return [
        str(item.written) for item in title_findings(sheet, 1, "2023", "a.xlsx") if item.severity == "error"
    ]


@pytest.mark.parametrize(
    "above",
    [
        ("Năm:", 2022),
        ("Năm báo cáo", None, 2022.0),
        (None, 2022),
        ("Tháng:", 6),
        ("Tháng", "6"),
        ("Quý:", "II"),
        ("Quý", 2),
        ("Đến ngày:", "30/06/2023"),
        ("Tính đến", date(2023, 6, 30)),
        ("Thời điểm:", date(2022, 12, 31)),
    ],
)
def test_another_period_in_a_cell_of_its_own_is_found(above: tuple[Raw, ...]) -> None:
    assert named(*above)


@pytest.mark.parametrize(
    "above",
    [
        ("Năm:", 2023),
        ("Năm", "2023", "2022"),
        ("Số xã:", 12),
        ("Biểu số:", 6),
        ("Quý xã", 2),
        ("Đến ngày:", date(2023, 12, 31)),
        ("Ngày lập:", date(2023, 6, 30)),
        ("Tổng dân số", 20230),
        ("Tổng số hộ:", 2022),
    ],
)
def test_any_other_value_says_nothing(above: tuple[Raw, ...]) -> None:
    assert named(*above) == []


def test_a_scale_in_a_cell_of_its_own_is_no_figure_read_as_it_stands(tmp_path: Path) -> None:
    words = load_vocabulary(find_project(ROOT))
    rows: Rows = [["Năm:", 2023], ["ĐVT:", 1000], *BODY]
    read = read_rows_of(tmp_path, rows, words, layout=draft_of(tmp_path, BODY, words).layout)
    assert figures_of(read) == {}
    assert "scale_not_stated" in {item.rule for item in read.findings}


def test_each_value_takes_the_label_right_before_it() -> None:
    rows: list[list[Raw]] = [["Năm:", 2023, 5.5, True, "Kỳ", "6 tháng", 7]]
    assert list(texts_of_rows(rows, [0])) == [
        ("A1", "Năm:"),
        ("B1", "Năm: 2023"),
        ("E1", "Kỳ"),
        ("F1", "6 tháng"),
        ("G1", "6 tháng 7"),
    ]
