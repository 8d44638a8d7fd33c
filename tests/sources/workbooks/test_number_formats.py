"""A number that its format makes look like another one is told from a plain one."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.marks import ShownOtherwise
from antq_analysis.sources.workbooks.number_formats import (
    may_show_otherwise,
    shows_otherwise,
    shows_percent,
    text_shows_otherwise,
)
from antq_analysis.sources.workbooks.workbook import read_workbook
from tests.sources.workbooks.xls_writer import SCALED, write_xls

OTHERWISE = [
    ('0" nghìn"', 5),
    ('#,##0" triệu"', 5),
    ('"gần "0', 31),
    ('"> "0', 31),
    ("#,##0,", 5400),
    ('0.0,,"tr"', 5400000),
    ("0.000", 6),
    ("#.000", 6),
    (";;;", 31),
    ('"-"', 31),
    ('0;0;"…"', 0),
    ('0;0;"KX"', 0),
    ('General" nghìn"', 5),
    ('[Red]0" nghìn"', 5),
    ("0\\n\\g\\h\\ì\\n", 5),
    ("-0", 44),
    ('"-"0', 44),
    ('"x"0', 46),
    ('0"%"', 41),
    ("0\\%", 41),
    ("#.##0", 41),
]
PLAIN = [
    ("#,##0", 5400),
    ("0.00", 5.25),
    ("#,##0.000", 5.125),
    ("0.0000", 6),
    ('0" vụ"', 5),
    ('#,##0" người"', 5400),
    ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 0),
    ('_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', 7),
    ("#,##0_);(#,##0)", 7),
    ("#,##0;[Red]-#,##0", -7),
    ('0;0;"-"', 0),
    ("0;0;;@", 0),
    ("General", 3),
    ("@", 3),
    ("00000", 3),
    ('0" xã"', 3),
    ("+0;-0", 3),
]


@pytest.mark.parametrize(("code", "value"), OTHERWISE)
def test_a_format_that_shows_another_figure(code: str, value: float) -> None:
    assert shows_otherwise(code, value)
    assert may_show_otherwise(code)


@pytest.mark.parametrize(("code", "value"), PLAIN)
def test_a_format_that_shows_the_figure(code: str, value: float) -> None:
    assert not shows_otherwise(code, value)


@pytest.mark.parametrize(
    ("code", "value", "percent"),
    [
        ('0.0"%"', 83.7, True),
        ("0\\%", 83, True),
        ("0.0%", 0.837, False),
        ('"gần "0"%"', 83, False),
        ('0," nghìn%"', 8300, False),
        ("0.0", 83.7, False),
    ],
)
def test_a_sign_of_percent_alone_leaves_a_percentage_what_it_is(
    code: str, value: float, percent: bool
) -> None:
    assert shows_percent(code, value) is percent
    read = read_value(ShownOtherwise(value, code) if shows_otherwise(code, value) else value, "percent")
    if percent:
        assert (read.value, read.status) == (value, "reported")
        assert read_value(ShownOtherwise(value, code), "count").problem == "shown_otherwise"


@pytest.mark.parametrize(
    ("text", "value", "otherwise"),
    [
        ("5 nghìn", 5, True), ("gần 31", 31, True), ("x46", 46, True), ("-44", 44, True), ("41", 41000, True),
        ("6,000", 6, True), ("6.000", 6, True), ("KX", 0, True), ("-", 31, True), ("41%", 41, True), ("4/45", 4, True),
        ("46", 46, False), ("1.602", 1602, False), ("1,602", 1602, False), ("1 602", 1602, False),
        ("1.602.000", 1602000, False), ("83,7", 83.7, False), ("83.7", 83.7, False), ("83,70", 83.7, False),
        ("84", 83.7, False), ("5 vụ", 5, False), ("-", 0, False), ("", 31, False), ("###", 31, False),
        ("-3", -3, False), ("(3)", -3, False), ("1,5E+06", 1500000, False), ("46,0", 46, False), ("004", 4, False),
        ("1.234,5", 1234.5, False), ("1,234.5", 1234.5, False), ("0,000", 0, False), ("5,250", 5.25, False),
    ],
)  # fmt: skip
def test_what_a_cell_shows_is_held_against_what_it_holds(text: str, value: float, otherwise: bool) -> None:
    assert text_shows_otherwise(text, value) is otherwise


def test_a_sheet_of_libreoffice_is_held_against_what_it_shows(tmp_path: Path) -> None:
    cells = [(5, "5 nghìn"), (41000, "41"), (5, "5 vụ"), (1602, "1.602"), (83.7, "83,7"), (0, "-")]
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="float" office:value="{value}"><text:p>{text}</text:p>'
        "</table:table-cell></table:table-row>"
        for value, text in cells
    )
    names = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    table = f'<table:table table:name="A">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content{names}>{body}</office:document-content>")
    (sheet,) = read_workbook(tmp_path / "a.ods").sheets
    assert [isinstance(row[0], ShownOtherwise) for row in sheet.rows] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert [row[0] for row in sheet.rows] == [value for value, _ in cells]


def test_a_format_of_an_old_workbook_is_heeded_too(tmp_path: Path) -> None:
    (sheet, *_) = read_workbook(
        write_xls(tmp_path / "a.xls", [[ShownOtherwise(5.0, SCALED), 5.0]], set())
    ).sheets
    scaled, plain = sheet.rows[0][:2]
    assert (type(scaled), getattr(scaled, "code", ""), scaled) == (ShownOtherwise, SCALED, 5.0)
    assert (type(plain), plain) == (float, 5.0)


def test_only_such_cells_of_a_workbook_are_marked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, (code, value) in enumerate([*OTHERWISE, *PLAIN], 1):
        book.active.cell(row, 1, value).number_format = code
        book.active.cell(row, 2, value)
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_workbook(tmp_path / "a.xlsx").sheets
    assert [isinstance(row[0], ShownOtherwise) for row in sheet.rows] == [True] * len(OTHERWISE) + [
        False
    ] * len(PLAIN)
    assert not any(isinstance(row[1], ShownOtherwise) for row in sheet.rows)
    assert [row[0] for row in sheet.rows] == [value for _, value in [*OTHERWISE, *PLAIN]]
