"""Cells with their types, and files that are refused before they can do harm."""

import io
import time
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from antq_analysis.errors import InputError, MissingError
from antq_analysis.sources.workbooks import archive, xlsx
from antq_analysis.sources.workbooks.marks import CellError, Percentage, Uncomputed, cell_name, column_number
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.cases.workbooks import write_book


def test_types_survive(tmp_path: Path) -> None:
    path = write_book(
        tmp_path / "a.xlsx", [["1.602", 1.602, "00001", True, date(2019, 5, 1), None, 5]], merged=()
    )
    (row,) = read_workbook(path).sheets[0].rows
    assert list(row) == ["1.602", 1.602, "00001", True, date(2019, 5, 1), "", 5.0]
    assert [type(value) for value in row[:4]] == [str, float, str, bool]


def test_errors_formulas_and_percent_formats_are_not_lost(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("S")
    sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B1", "=1+1", None, 2)
    sheet.write_number("C1", 0.837, book.add_format({"num_format": "0.0%"}))
    sheet.write_number("D1", 0.5, book.add_format({"num_format": 9}))
    sheet.write_number("E1", 0.5, book.add_format({"num_format": "0.0"}))
    book.close()
    (row,) = read_workbook(tmp_path / "a.xlsx").sheets[0].rows
    assert list(row[:2]) == [CellError("#DIV/0!"), 2.0]
    assert [type(value) for value in row[2:]] == [Percentage, Percentage, float]
    assert row[2].percent == 83.7  # type: ignore[union-attr]


def test_a_formula_never_computed_is_no_empty_cell(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [["a", "=SUM(C1:C2)"], [], ["z", "=A1"]], merged=())
    rows = read_workbook(path).sheets[0].rows
    assert rows[0][1] == Uncomputed("SUM(C1:C2)")
    assert rows[2][1] == Uncomputed("A1")


def test_merged_and_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["D4"] = "a", 5
    sheet.merge_cells("A1:B2")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("ẩn").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    first, second = read_workbook(tmp_path / "a.xlsx").sheets
    assert first.merged == ((0, 0, 1, 1),)
    assert (first.hidden, first.hidden_rows, first.hidden_columns) == (False, {2}, {1})
    assert (second.name, second.hidden, list(second.rows)) == ("ẩn", True, [])


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(MissingError):
        read_workbook(tmp_path)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty_file"), (b"hello", "really_text"), (b"PK\x03\x04broken", "broken_archive"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "not_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)  # fmt: skip
def test_files_of_another_kind(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert caught.value.key == f"sources.{key}"
    assert "a.xlsx" in str(caught.value)


def damaged(path: Path, part: str, content: bytes) -> Path:
    """Copy a workbook with one of its parts replaced."""
    copy = path.with_name("damaged.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return copy


def test_a_truncated_file(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError):
        read_workbook(path)


def test_a_flipped_byte(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as source:
        place = source.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(InputError):
        read_workbook(path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_broken_xml(tmp_path: Path, part: str) -> None:
    with pytest.raises(InputError):
        read_workbook(damaged(write_book(tmp_path / "a.xlsx"), part, b"<worksheet><sheetData><row r="))


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    with pytest.raises(InputError) as caught:
        read_workbook(damaged(write_book(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", bomb))
    assert caught.value.key == "sources.hostile_xml"


def test_a_zip_bomb_is_refused_by_its_sizes(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        target.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(archive.MAX_UNPACKED_BYTES // 10_000_000 + 1):
            part.write(b"\0" * 10_000_000)
    started = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_workbook(path)
    assert caught.value.key == "sources.zip_bomb"
    assert time.monotonic() - started < 5


def test_a_cell_at_the_end_of_the_world(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("S")
    sheet.write(0, 0, 1)
    sheet.write(1_048_575, 16_383, 1)
    book.close()
    with pytest.raises(InputError) as caught:
        read_workbook(tmp_path / "a.xlsx")
    assert caught.value.key == "sources.absurd_size"


def test_formatted_empty_cells_do_no_harm(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("S")
    sheet.write(0, 0, 1)
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    assert [list(row) for row in read_workbook(tmp_path / "a.xlsx").sheets[0].rows] == [[1.0]]


@pytest.mark.parametrize("texts", [["Xã Mẫu " * 100_000], ["Xã Mẫu " * 4_000] * 40], ids=["one", "many"])
def test_texts_that_no_table_holds_are_refused_before_they_are_looked_through(
    tmp_path: Path, texts: list[str]
) -> None:
    path = write_book(tmp_path / "a.xlsx", [["Xã", 1], *([text[:30_000], 1] for text in texts)], merged=())
    with zipfile.ZipFile(path) as source:
        page = source.read("xl/worksheets/sheet1.xml")
    # Excel takes no longer text, nor do its writers: one is put into the XML.
    cell = f'<c r="C2" t="inlineStr"><is><t>{texts[0]}</t></is></c></row>'.encode()
    spoilt = page.replace(b"</row>", cell, 2).replace(cell, b"</row>", 1) if len(texts) == 1 else page
    with pytest.raises(InputError) as caught:
        read_workbook(damaged(path, "xl/worksheets/sheet1.xml", spoilt))
    assert caught.value.key == "sources.long_text"


def test_a_long_note_is_no_hostile_text(tmp_path: Path) -> None:
    note = "Ghi chú của đơn vị." * 400
    assert read_workbook(write_book(tmp_path / "a.xlsx", [[note]], merged=())).sheets[0].rows == [[note]]


def test_a_panic_of_the_fast_reader_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    class Broken:
        @staticmethod
        def from_path(path: str) -> None:
            raise PanicException(path)

    monkeypatch.setattr(xlsx, "CalamineWorkbook", Broken)
    with pytest.raises(InputError):
        read_workbook(write_book(tmp_path / "a.xlsx"))


def test_an_empty_zip(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    (tmp_path / "a.xlsx").write_bytes(buffer.getvalue())
    with pytest.raises(InputError):
        read_workbook(tmp_path / "a.xlsx")


def test_names_of_cells() -> None:
    assert [cell_name(0, column) for column in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]
    assert [column_number(name) for name in ("A", "Z", "AA", "ZZ", "AAA")] == [0, 25, 26, 701, 702]
