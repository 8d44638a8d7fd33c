"""A number that its format makes look like another one is told from a plain one."""

from pathlib import Path

import openpyxl
import pytest

from antq_analysis.sources.workbooks.marks import ShownOtherwise
from antq_analysis.sources.workbooks.number_formats import may_show_otherwise, shows_otherwise
from antq_analysis.sources.workbooks.workbook import read_workbook

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
