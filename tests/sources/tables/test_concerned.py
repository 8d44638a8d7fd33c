"""A criterion of xã alone: what a phường or thị trấn ticks or leaves empty is not applicable."""

from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.sources.tables.concerned import unit_types
from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import HEAD, UNITS, write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import MET, adds_up, body

TOWN, WARD = 3, 8
"""Rows of the test form's body: Thị trấn Đà Bắc, Phường Thái Hòa."""


def met(read: Read, code: str) -> tuple[str, str, str]:
    row = read.observations.set_index(["unit_code", "indicator"]).loc[(code, MET)]
    return str(row["value"]), row["status"], row["rule"]


def concerned(read: Read) -> list[tuple[str, str, str, object]]:
    return [
        (item.rule, item.severity, item.cell, item.values["n"])
        for item in read.findings
        if item.rule in ("tick_not_concerned", "figure_not_concerned", "tick_of_unknown_type")
    ]


def test_an_empty_tick_of_a_town_and_of_a_ward_is_not_applicable(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body((TOWN, 6, None), (WARD, 2, 5), (WARD, 3, 1), (WARD, 4, 1))
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    for code in ("00003", "00006"):
        assert met(read, code) == ("nan", "not_applicable", "tick_empty_not_applicable")
    assert met(read, "00002") == ("0.0", "reported", "tick_empty_is_zero")
    assert concerned(read) == [("tick_not_concerned", "note", "G9, G14", 2)]
    assert adds_up(read)
    (note,) = [item for item in read.findings if item.rule == "tick_not_concerned"]
    assert "Thị trấn Đà Bắc; Phường Thái Hòa" in note.text("vi")


@pytest.mark.parametrize("written", ["x", "-", "KĐ", 0])
def test_an_explicit_mark_of_a_town_counts_neither_as_met_nor_as_not(
    written: object, tmp_path: Path, read_book: ReadBook
) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((TOWN, 6, written))))
    assert met(read, "00003") == ("nan", "not_applicable", "figure_not_applicable")
    assert concerned(read) == [("figure_not_concerned", "warning", "G9", 1)]
    (warning,) = [item for item in read.findings if item.rule == "figure_not_concerned"]
    assert "Thị trấn Đà Bắc" in warning.text("vi")


def test_a_town_that_says_itself_that_it_is_not_considered_is_not_asked(
    tmp_path: Path, read_book: ReadBook
) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((TOWN, 6, "KX"))))
    assert met(read, "00003")[1] == "not_applicable"
    assert concerned(read) == []


def test_where_nobody_knows_the_type_the_zero_stands_with_a_warning(
    tmp_path: Path, read_book: ReadBook
) -> None:
    units = UNITS.assign(type="", name=UNITS["name"].str.replace("Thị trấn ", ""))
    path = write_book(tmp_path / "a.xlsx", body((TOWN, 1, "Đà Bắc"), (TOWN, 6, None)))
    read = read_book(path, units=units)
    assert met(read, "00003") == ("0.0", "reported", "tick_empty_is_zero")
    assert concerned(read) == [("tick_of_unknown_type", "warning", "G9", 1)]


def test_a_type_that_the_register_lacks_is_read_from_the_name() -> None:
    names = ["Xã A", "Thị trấn B", "C", "Phường D"]
    units = pd.DataFrame({"unit_code": list("1234"), "name": names, "type": ["", "", "", "Xã"]})
    assert unit_types(units) == {"1": "xã", "2": "thị trấn", "3": "", "4": "xã"}


def test_two_rows_of_a_town_one_empty_and_one_said_are_no_conflict(
    tmp_path: Path, read_book: ReadBook
) -> None:
    rows = body((TOWN, 1, "TT. Đà Bắc (phần 1)"), (TOWN, 6, None))
    rows.insert(len(HEAD) + TOWN + 1, [4, "TT. Đà Bắc (phần 2)", 100, 1, 1, 100, "KX", None])
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert met(read, "00003")[1] == "not_applicable"
    assert "conflict" not in {item.rule for item in read.findings}


def test_a_tick_of_any_unit_stays_zero_where_the_indicator_is_about_all(
    tmp_path: Path, read_book: ReadBook
) -> None:
    change = ('indicator = "ntm_19_2_met"', 'indicator = "drug_free_commune"')
    read = read_book(write_book(tmp_path / "a.xlsx", body((TOWN, 6, None))), change)
    row = read.observations.set_index(["unit_code", "indicator"]).loc[("00003", "drug_free_commune")]
    assert (row["value"], row["rule"]) == (0, "tick_empty_is_zero")
    assert concerned(read) == []
