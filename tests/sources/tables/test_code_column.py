"""A column of codes: it decides between homonyms, and a code that contradicts a name keeps the row out."""

from pathlib import Path

import pandas as pd

from antq_analysis.sources.tables.code_column import Codes
from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import BODY, HEAD, UNITS, write_book
from tests.sources.conftest import ReadBook

OWN = {"Xã Cao Sơn": "00001", "Cộng Hoà": "00002", "TT. Đà Bắc": "00003", "Cao Sơn": "00004",
       "X. Vân Sơn": "00005", "P. Thái Hoà": "00006"}  # fmt: skip


def rows_with(**changes: object) -> list[list[object]]:
    """The test form with a column of codes at its end; the codes of some names replaced."""
    rows: list[list[object]] = [[*row, *[None] * (8 - len(row))] for row in (*HEAD, *BODY)]
    for row in rows:
        row.append(changes.get(str(row[1]), OWN.get(str(row[1]))))
    rows[2][8] = "Mã xã"
    return rows


def rules(read: Read) -> list[str]:
    return [item.rule for item in read.findings]


def write(path: Path, rows: list[list[object]]) -> Path:
    return write_book(path, rows, ("A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "H3:H4", "I3:I4"))


def test_codes_that_agree_say_nothing(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write(tmp_path / "a.xlsx", rows_with()))
    assert rules(read) == []
    reasons = read.reasons.set_index("reason")["cells"]
    assert reasons["layout: unit_code"] == 6


def test_lost_zeros_are_completed_where_the_name_agrees(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write(tmp_path / "a.xlsx", rows_with(**{name: int(code) for name, code in OWN.items()})))
    assert rules(read) == []


def test_a_code_decides_between_homonyms(tmp_path: Path, read_book: ReadBook) -> None:
    change = ('district = "heading"', 'district = "none"')
    read = read_book(write(tmp_path / "a.xlsx", rows_with()), change)
    assert rules(read) == ["unit_by_code", "unit_by_code"]
    population = read.observations[read.observations["indicator"] == "population"].set_index("unit_code")[
        "value"
    ]
    assert (population["00001"], population["00004"]) == (1602, 1000)
    other = read_book(write(tmp_path / "b.xlsx", rows_with(**{"Cao Sơn": "00005"})), change)
    assert "unit_ambiguous" in rules(other)
    assert "00004" not in set(other.observations["unit_code"])


def test_a_code_of_another_unit_refuses_the_row(tmp_path: Path, read_book: ReadBook) -> None:
    for wrong in ("00004", 4):
        read = read_book(write(tmp_path / "a.xlsx", rows_with(**{"Xã Cao Sơn": wrong})))
        (finding,) = [item for item in read.findings if item.rule == "code_name_differs"]
        assert (finding.severity, finding.cell, finding.values["code"]) == ("error", "B7", "00004")
        assert "00001" not in set(read.observations["unit_code"])
        assert read.account.iloc[0]["rows_refused"] == 1


def test_running_numbers_are_no_codes(tmp_path: Path, read_book: ReadBook) -> None:
    numbers = dict(zip(OWN, (2, 3, 1, 5, 6, 4), strict=True))
    read = read_book(write(tmp_path / "a.xlsx", rows_with(**numbers)))
    assert rules(read) == ["code_unknown"]
    assert read.account.iloc[0]["rows_refused"] == 0


def test_a_code_of_another_map_is_reported(tmp_path: Path, read_book: ReadBook) -> None:
    path = write(tmp_path / "a.xlsx", rows_with(**{"Xã Cao Sơn": "77777", "Cộng Hoà": "88888"}))
    read = read_book(
        path, elsewhere=lambda: pd.DataFrame({"unit_code": ["77777"], "unit_date": "2025-07-01"})
    )
    told = {item.rule: item.values for item in read.findings}
    assert told["code_of_other_map"]["dates"] == "2025-07-01"
    assert "77777" in str(told["code_of_other_map"]["codes"])
    assert "88888" in str(told["code_unknown"]["codes"])
    assert read.account.iloc[0]["rows_loaded"] == 6


def test_a_layout_that_ignores_the_column_leaves_it_aside(tmp_path: Path, read_book: ReadBook) -> None:
    named = (
        'header = "Ghi chú"',
        'header = "Mã xã"\nreason = "code"\n\n[[sheet.ignore]]\nheader = "Ghi chú"',
    )
    read = read_book(write(tmp_path / "a.xlsx", rows_with(**{"Xã Cao Sơn": "00004"})), named)
    assert rules(read) == []


def test_codes_of_several_widths_are_never_completed() -> None:
    units = pd.concat([UNITS, UNITS.iloc[[0]].assign(unit_code="123")])
    assert Codes(units).complete(1) == "1"
    assert Codes(UNITS).complete(1.0) == "00001"
    assert Codes(UNITS).complete("'00001") == "00001"
