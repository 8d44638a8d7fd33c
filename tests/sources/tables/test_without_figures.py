"""A form that came back empty is an error, an empty sheet beside a full one a warning."""

from pathlib import Path

import openpyxl

from antq_analysis.findings import Severity
from tests.cases.workbooks import BODY, HEAD, write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import body


def emptied() -> list[list[object]]:
    return body(*((row, column, None) for row in range(len(BODY)) for column in range(2, len(BODY[row]))))


def test_an_empty_form_is_an_error(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", emptied()))
    (finding,) = [item for item in read.findings if item.severity is Severity.ERROR]
    assert (finding.rule, finding.values["sheets"]) == ("file_without_figures", "Biểu 01")
    assert "a.xlsx" in finding.text("vi")


def test_one_figure_or_one_answer_is_enough(tmp_path: Path, read_book: ReadBook) -> None:
    for value in (0, "-", "…", "chín"):
        rows = emptied()
        rows[len(HEAD) + 1][2] = value
        read = read_book(write_book(tmp_path / "a.xlsx", rows))
        assert "file_without_figures" not in {item.rule for item in read.findings}, value


def test_a_header_that_was_not_found_is_reason_enough(tmp_path: Path, read_book: ReadBook) -> None:
    rows = emptied()
    rows[2][1] = "Đơn vị gì đó"
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert "file_without_figures" not in {item.rule for item in read.findings}


def test_an_empty_sheet_beside_a_full_one_is_a_warning(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(tmp_path / "a.xlsx")
    empty = openpyxl.load_workbook(write_book(tmp_path / "b.xlsx", emptied())).worksheets[0]
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "Biểu 01 bis"
    for row in copy.iter_rows():
        for cell in row:
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = empty[cell.coordinate].value
    book.save(path)
    read = read_book(path)
    found = [(item.rule, item.sheet, item.severity) for item in read.findings]
    assert ("sheet_without_figures", "Biểu 01 bis", Severity.WARNING) in found
    assert "file_without_figures" not in {rule for rule, _, _ in found}
