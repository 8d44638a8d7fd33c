"""A table of districts alone is said to be one, and read only where the map knows codes of districts."""

import copy
from pathlib import Path

from tests.cases.workbooks import BODY, HEAD, UNITS, write_book
from tests.sources.conftest import ReadBook

CHANGES = (
    ('level = "commune"', 'level = "district"'),
    ('district = "heading"', 'district = "none"'),
    ('reads = "tick"', 'reads = "count"'),
)
ROWS = [*copy.deepcopy(HEAD), BODY[0], BODY[4]]


def test_without_codes_one_error_says_what_to_do(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", ROWS), *CHANGES, units=UNITS.assign(district_code=""))
    assert read.observations.empty
    (finding,) = [item for item in read.findings if item.severity == "error"]
    assert (finding.rule, finding.cell, finding.values["n"]) == ("districts_without_codes", "B6:B7", 2)
    assert "--district-code-column" in finding.remedy("vi")


def test_with_codes_a_note_says_that_communes_lack_the_figures(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", ROWS), *CHANGES)
    assert set(read.observations["unit_code"]) == {"001", "002"}
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.cell) == ("district_table", "note", "B6:B7")


def test_an_unknown_district_is_still_named(tmp_path: Path, read_book: ReadBook) -> None:
    rows = copy.deepcopy(ROWS)
    rows[-1][1] = "Huyện Xa Lạ"
    read = read_book(write_book(tmp_path / "a.xlsx", rows), *CHANGES)
    assert {"district_table", "unit_unmatched"} <= {item.rule for item in read.findings}
