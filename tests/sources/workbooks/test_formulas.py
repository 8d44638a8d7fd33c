"""Saved results that their formula contradicts: found where a sum of stored cells says so, and nowhere else."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from antq_analysis.findings import Severity
from antq_analysis.sources.receiving.cleaned import write_copy
from antq_analysis.sources.workbooks.formulas import mark_outdated
from antq_analysis.sources.workbooks.marks import Outdated, Raw
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook
from tests.sources.workbooks.test_formats import ods_cell, write_ods

FIRST: list[Raw] = [3.0, 4.0, "1.602", "", 5.0]
"""Cells A1 to E1; the text and the empty cell count for nothing in a sum."""


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(A1:B1)", 7),
        ("SUM(A1:E1)", 12),
        ("SUM(A1,B1,E1)", 12),
        ("SUM($A$1:B1)-E1", 2),
        ("A1+B1-E1", 2),
        ("+A1+D1", 3),
        ("SUM(B1:A1) + 2.5", 9.5),
        ("-A1+SUM(E1:E9)", 2),
    ],
)
def test_sums_and_differences_are_worked_out(formula: str, result: float) -> None:
    rows: list[list[Raw]] = [[*FIRST, 99.0, float(result)]]
    mark_outdated(rows, [((0, 5), formula), ((0, 6), formula)])
    assert isinstance(rows[0][5], Outdated)
    assert (rows[0][5], rows[0][5].result) == (99.0, result)
    assert type(rows[0][6]) is float


@pytest.mark.parametrize(
    "formula",
    [
        "A1+C1",  # What "1.602" is depends on the settings of the computer.
        "A1*B1", "A1/B1*100", "SUM(A1:B1)*2", "SUMIF(A1:B1,3)", "AVERAGE(A1:B1)", "SUM(Trang2!A1:B1)", "SUM(A:A)",
        "IF(A1>B1,A1,B1)", "(A1+B1)", "SUBTOTAL(9,A1:B1)", "TongSo", "", "SUM()", "SUM(A1:F1)", "ROUND(SUM(A1:B1),0)",
    ],
)  # fmt: skip
def test_any_other_formula_is_left_alone(formula: str) -> None:
    rows: list[list[Raw]] = [[*FIRST, date(2023, 1, 1), 99.0]]
    mark_outdated(rows, [((0, 6), formula)])
    assert rows[0][6] == 99.0
    assert type(rows[0][6]) is float


def test_a_rounded_sum_agrees_and_a_huge_sheet_is_left_alone() -> None:
    rows: list[list[Raw]] = [[0.1, 0.2, 0.3]]
    mark_outdated(rows, [((0, 2), "SUM(A1:B1)")])
    assert type(rows[0][2]) is float
    tall: list[list[Raw]] = [[1.0, 5.0] for _ in range(3000)]
    mark_outdated(tall, [((row, 1), f"SUM(A$1:A{row + 1})") for row in range(3000)])
    assert isinstance(tall[0][1], Outdated)
    assert type(tall[2999][1]) is float


def _saved(path: Path, cells: dict[str, tuple[str, object]], name: str = "Biểu 01") -> Path:
    """Write formulas with saved results into a workbook, as a spreadsheet keeps them."""
    book = openpyxl.load_workbook(path)
    for cell, (formula, _) in cells.items():
        book[name][cell] = f"={formula}"
    book.save(path)
    with zipfile.ZipFile(path) as kept:
        parts = {part: kept.read(part) for part in kept.namelist()}
    sheet = next(part for part in parts if part.startswith("xl/worksheets/sheet"))
    text = parts[sheet].decode()
    for formula, saved in cells.values():
        for empty in ("<v></v>", "<v/>", "<v />"):
            text = text.replace(f"<f>{formula}</f>{empty}", f"<f>{formula}</f><v>{saved}</v>", 1)
    parts[sheet] = text.encode()
    with zipfile.ZipFile(path, "w") as made:
        for part, data in parts.items():
            made.writestr(part, data)
    return path


def test_a_figure_that_its_formula_contradicts_is_refused_with_both_numbers(
    tmp_path: Path, read_book: ReadBook
) -> None:
    path = write_book(tmp_path / "b.xlsx", [*HEAD, *BODY], MERGED_HEAD)
    row = len(HEAD) + 2
    right = read_book(path)
    plain = right.observations.set_index("cell")["value"].dropna()
    cell = next(cell for cell in plain.index if cell[1:] == str(row) and plain[cell] == int(plain[cell]))
    same = _saved(path, {cell: ("3+4", int(plain[cell]) if plain[cell] == 7 else 7)})
    changed = read_book(same).observations.set_index("cell")["value"]
    assert changed[cell] == 7
    read = read_book(_saved(path, {cell: ("3+5", 7)}))
    (told,) = [item for item in read.findings if item.rule == "formula_outdated"]
    assert (told.severity, told.cell, told.written, told.expected) == (Severity.ERROR, cell, "7", "8")
    figure = read.observations.set_index("cell").loc[cell]
    assert (figure["status"], figure["value_text"]) == ("unparsed", "7")
    assert (
        read.observations.set_index("cell")
        .drop(cell)["value"]
        .equals(right.observations.set_index("cell").drop(cell)["value"])
    )


def test_formulas_that_cells_share_are_told_for_each_place(tmp_path: Path) -> None:
    path = write_book(tmp_path / "b.xlsx", [["a", 1, 2, 3], ["b", 3, 4, 7], ["c", 5, 6, 12]], (), "Biểu")
    with zipfile.ZipFile(path) as kept:
        parts = {part: kept.read(part) for part in kept.namelist()}
    sheet = next(part for part in parts if part.startswith("xl/worksheets/sheet"))
    text = parts[sheet].decode()
    for row, saved in ((1, 3), (2, 7), (3, 12)):
        told = 'ref="D1:D3" si="0">B1+C1</f>' if row == 1 else 'si="0"/>'
        old = next(c for c in text.split("<c ") if c.startswith(f'r="D{row}"'))
        text = text.replace(
            f"<c {old}", f'<c r="D{row}"><f t="shared" {told}<v>{saved}</v></c>' + old.partition("</c>")[2]
        )
    parts[sheet] = text.encode()
    with zipfile.ZipFile(path, "w") as made:
        for part, data in parts.items():
            made.writestr(part, data)
    column = [line[3] for line in read_workbook(path).sheets[0].rows]
    assert column == [3, 7, 12]
    assert [isinstance(value, Outdated) and value.result for value in column] == [False, False, 11]


def test_an_ods_sheet_is_worked_out_too(tmp_path: Path) -> None:
    def cell(formula: str, number: float) -> str:
        return ods_cell(number, f'table:formula="{formula}"' if formula else "")

    sums = cell("of:=SUM([.A1:.B1])", 7.0) + cell("of:=[.A1]+[.B1]", 8.0) + cell("of:=[Khác.A1]+[.B1]", 8.0)
    row = f"<table:table-row>{cell('', 3.0)}{cell('', 4.0)}{sums}</table:table-row>"
    path = write_ods(tmp_path / "b.ods", f'<table:table table:name="Biểu">{row}</table:table>')
    (line,) = read_workbook(path).sheets[0].rows
    assert [*line] == [3, 4, 7, 8, 8]
    assert [isinstance(value, Outdated) for value in line] == [False, False, False, True, False]


@pytest.mark.parametrize("saved", [7.0, 0.0])
def test_the_copy_without_persons_keeps_both_numbers(saved: float, tmp_path: Path) -> None:
    book = read_workbook(write_book(tmp_path / "b.xlsx", [["Xã", "Số"], ["Xã Mẫu", 1]], (), "Biểu"))
    rows: list[list[Raw]] = [list(cells) for cells in book.sheets[0].rows]
    rows[1][1] = Outdated(saved, -8.5)
    (sheet,) = book.sheets
    copy = tmp_path / "copy.xlsx"
    write_copy(type(book)(book.path, (type(sheet)(sheet.name, rows),)), copy)
    value = read_workbook(copy).sheets[0].rows[1][1]
    assert isinstance(value, Outdated)
    assert (value, value.result) == (saved, -8.5)
