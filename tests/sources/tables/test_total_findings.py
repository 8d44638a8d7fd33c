"""Totals that do not agree say why where the rows tell, and say it once."""

from pathlib import Path

import openpyxl
import pytest

from antq_analysis.findings import Finding
from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import BODY, HEAD, write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import body

TOTAL = next(at for at, row in enumerate(BODY) if str(row[1] or row[0] or "").startswith("Tổng"))
TOTAL_ROW = len(HEAD) + TOTAL + 1


def only(read: Read, rule: str) -> Finding:
    (finding,) = [item for item in read.findings if item.rule == rule]
    return finding


def test_uncomputed_totals_of_a_sheet_are_one_finding(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for column in "CDE":
        sheet[f"{column}{TOTAL_ROW}"] = f"=SUM({column}7:{column}12)"
    book.save(path)
    finding = only(read_book(path), "total_unreadable")
    assert (finding.values["n"], finding.cell) == (3, f"C{TOTAL_ROW}")
    assert finding.values["cells"] == f"C{TOTAL_ROW}, D{TOTAL_ROW}, E{TOTAL_ROW}"


def test_a_total_with_a_decimal_points_at_the_row_that_has_one(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((5, 2, 1.002), (TOTAL, 2, 6501.002))))
    finding = only(read, "total_has_decimal")
    assert (finding.cell, finding.values["causes"]) == (f"C{TOTAL_ROW}", "C11")
    assert "total_unreadable" not in {item.rule for item in read.findings}


def test_a_decimal_that_no_row_explains_stays_unreadable(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((TOTAL, 2, 6501.002))))
    assert only(read, "total_unreadable").values["cells"] == f"C{TOTAL_ROW}"


def test_a_sum_that_skips_figures_stored_as_text_says_so(tmp_path: Path, read_book: ReadBook) -> None:
    # The areas of the first district add up to 20: SUM leaves out the 07 that was typed as text.
    read = read_book(write_book(tmp_path / "a.xlsx", body((3, 3, "07"), (0, 3, 13))))
    finding = only(read, "total_skips_text")
    assert (finding.cell, finding.written, finding.expected, finding.values["difference"]) == (
        "D6",
        13,
        20,
        -7,
    )
    for lang in ("vi", "en"):
        assert "D9 (“07”)" in finding.text(lang)
    assert len(read.findings) == 1


def test_a_commune_without_a_figure_does_not_hide_the_reason(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((3, 3, "07"), (TOTAL, 3, 19))))
    assert only(read, "total_skips_text").cell == f"D{TOTAL_ROW}"
    assert len(read.findings) == 1


@pytest.mark.parametrize(("printed", "difference"), [(14, -6), (27, 7)])
def test_text_that_does_not_explain_the_whole_difference_is_no_reason(
    printed: int, difference: int, tmp_path: Path, read_book: ReadBook
) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((3, 3, "07"), (0, 3, printed))))
    assert only(read, "subtotal_differs").values["difference"] == difference


def test_a_row_that_is_missing_is_one_finding_a_total(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body((8, 2, 0), (8, 3, 0), (8, 4, 0), (8, 6, "KX"))
    assert read_book(write_book(tmp_path / "a.xlsx", rows)).findings == ()
    without = [row for at, row in enumerate(rows) if at != len(HEAD) + 3]
    read = read_book(write_book(tmp_path / "b.xlsx", without))
    assert [(item.rule, item.cell) for item in read.findings] == [
        ("row_of_subtotals_differs", "C6:E6"),
        ("row_of_totals_differs", f"C{TOTAL_ROW - 1}:E{TOTAL_ROW - 1}"),
    ]
    for finding in read.findings:
        # Exactly what the missing commune reported.
        assert finding.values["differences"] == (2000, 7, 7)
        assert finding.values["n"] == 3
        assert "2.000; 7; 7" in finding.text("vi")
        assert "2,000; 7; 7" in finding.text("en")
    assert (
        f"C{TOTAL_ROW - 1}, D{TOTAL_ROW - 1}, E{TOTAL_ROW - 1}" in only(read, "row_of_totals_differs").text()
    )


def test_two_columns_apart_are_told_by_their_cells(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((0, 4, 14), (0, 2, 6001))))
    finding = only(read, "row_of_subtotals_differs")
    assert (finding.cell, finding.values["cells"], finding.values["differences"]) == (
        "C6:E6",
        "C6, E6",
        (1, 1),
    )


def test_one_column_stays_a_finding_of_its_own(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((0, 2, 6001), (4, 3, 7))))
    assert [(item.rule, item.cell) for item in read.findings if "subtotal" in item.rule] == [
        ("subtotal_differs", "C6"),
        ("subtotal_differs", "D10"),
    ]


def test_text_of_another_district_is_no_reason(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((6, 3, "04"), (0, 3, 16))))
    assert only(read, "subtotal_differs").values["difference"] == -4
