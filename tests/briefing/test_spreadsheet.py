"""The briefing as a workbook: figures are figures, texts are texts, and every table is there."""

import io
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook
from xlsxwriter import Workbook as Written

from antq_analysis.briefing.laid_out import table_of
from antq_analysis.briefing.parts import Figure, Grid, Lines, Section
from antq_analysis.briefing.sheet_chart import add_line_chart
from antq_analysis.briefing.spreadsheet import write_spreadsheet
from antq_analysis.show.table import Table
from tests.briefing.sample import HOSTILE, briefing, figure


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(write_spreadsheet(briefing())))


def _tables() -> dict[str, Table]:
    given = briefing()
    parts = [part for _, section in given.walk() for part in section.parts]
    (grid,) = (part for part in parts if isinstance(part, Grid))
    (figure,) = (part for part in parts if isinstance(part, Figure))
    annexes = {f"Biểu 0{i}": annex.table for i, annex in enumerate(given.annexes, 1)}
    return {**annexes, "Bảng 1": grid.table, "Hình 1": figure.data, "Giải thích chỉ tiêu": given.terms}


def test_every_table_has_a_sheet_and_the_list_leads_to_it(book: Workbook) -> None:
    assert book.sheetnames == ["Mục lục", *_tables()]
    links = {
        cell.value: cell.hyperlink.location for row in book["Mục lục"].rows for cell in row if cell.hyperlink
    }
    assert links == {name: f"'{name}'!A1" for name in _tables()}
    assert "Biểu 01. Mô hình theo xã" in [row[0] for row in book["Biểu 01"].iter_rows(values_only=True)]


@pytest.mark.parametrize("name", list(_tables()))
def test_every_figure_is_in_its_cell(book: Workbook, name: str) -> None:
    table = _tables()[name]
    rows = list(book[name].iter_rows(values_only=True))
    heads = [head for column in table.columns for head in column.heads]
    keys = [key for column in table.columns for key in column.keys]
    first = next(i for i, row in enumerate(rows) if list(row) == heads) + 1
    for r in range(len(table.content)):
        for key, found in zip(keys, rows[first + r], strict=True):
            value = table.content[key].iloc[r]
            if isinstance(value, str):
                assert (found or "") == value
            elif np.isfinite(value):
                assert found == pytest.approx(value, rel=1e-15)
            else:
                assert found == "…"


def test_no_text_became_a_formula_or_a_link(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(HOSTILE[0] in str(cell.value) for cell in cells)
    assert all(cell.hyperlink is None or cell.hyperlink.target is None for cell in cells)


def test_every_sheet_has_the_banner_and_heads_that_stay(book: Workbook) -> None:
    for sheet in book:
        assert [sheet["A1"].value, sheet["A2"].value] == ["LƯU HÀNH NỘI BỘ", "SỐ LIỆU HƯ CẤU"]
        assert sheet.freeze_panes


def test_the_same_briefing_gives_the_same_bytes_and_names_nobody() -> None:
    made = write_spreadsheet(briefing())
    assert made == write_spreadsheet(briefing())
    properties = zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in properties or "<dc:creator/>" in properties


def test_a_paragraph_in_a_cell_has_the_room_of_its_lines() -> None:
    long = "Căn cứ: mỗi xã với chính mình trước khi bắt đầu và với các xã chưa có mô hình. " * 6
    made = Grid("methods", "Căn cứ", table_of(["A", "B"], [["a", long], ["", "b"]], title="", subtitle=""))
    given = replace(briefing(), annexes=(made,))
    sheet = load_workbook(io.BytesIO(write_spreadsheet(given)))["Biểu 01"]
    (row,) = {cell.row for line in sheet.iter_rows() for cell in line if cell.value == long}
    letters = sheet.column_dimensions["B"].width
    assert letters > 100
    assert sheet.row_dimensions[row].height >= 14 * len(long) / letters
    assert sheet.row_dimensions[row + 1].height is None


def test_a_chart_that_can_be_edited_stands_beside_the_figures_of_a_picture() -> None:
    given = briefing()
    lines = next(one for slide in given.slides for one in slide.shown if isinstance(one, Lines))
    charted = replace(figure("trend"), lines=lines)
    book = load_workbook(
        io.BytesIO(write_spreadsheet(replace(given, sections=(Section("Một", (charted,)),))))
    )
    sheet = book["Hình 1"]
    (chart,) = sheet._charts
    assert len(chart.series) == len(lines.values)
    for series, (name, values) in zip(chart.series, lines.values.items(), strict=True):
        assert sheet[series.tx.strRef.f.partition("!")[2].replace("$", "")].value == name
        cells = sheet[series.val.numRef.f.partition("!")[2].replace("$", "")]
        assert tuple(cell.value for (cell,) in cells) == values


def test_a_chart_beside_figures_dashes_what_joins_years_of_other_places() -> None:
    stream = io.BytesIO()
    book = Written(stream, {"in_memory": True})
    values = {"Tỉnh": (8.2, 8.5, 8.2)}
    add_line_chart(
        book,
        book.add_worksheet("Một"),
        Lines("vụ", ("2017", "2018", "2019"), values, frozenset({1})),
        3,
        "vi",
    )
    book.close()
    with zipfile.ZipFile(io.BytesIO(stream.getvalue())) as made:
        drawn = made.read("xl/charts/chart1.xml").decode()
    assert drawn.count("<c:ser>") == 3
    assert (drawn.count("<c:dPt>"), drawn.count("prstDash")) == (0, 1)
    dashed = next(one for one in drawn.split("<c:ser>") if "prstDash" in one)
    assert re.findall(r'<c:pt idx="(\d)">', dashed.partition("<c:val>")[2]) == ["1", "2"]
