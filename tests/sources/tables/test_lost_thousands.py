"""Beside a spoilt thousand only those numbers are doubted that may have been spoilt the same way."""

from pathlib import Path

import pytest

from tests.cases.workbooks import write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import body


@pytest.mark.parametrize(
    ("value", "doubted"), [(1, True), (4, True), (5, False), (240, False), ("1", False), (1602, False)]
)
def test_who_may_be_spoilt_too(value: object, doubted: bool, tmp_path: Path, read_book: ReadBook) -> None:
    # The largest figure of the column is 2.398; 4.000 may stand beside it, 5.000 is more than twice as much.
    read = read_book(write_book(tmp_path / "a.xlsx", body((5, 2, 1.002), (6, 2, value))))
    found = [item for item in read.findings if item.rule == "thousands_lost_nearby"]
    assert [(item.cell, item.values["n"], item.values["cells"]) for item in found] == (
        [("C12", 1, "C12")] if doubted else []
    )


def test_without_a_spoilt_thousand_nothing_is_doubted(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((6, 2, 1))))
    assert not [item for item in read.findings if item.rule == "thousands_lost_nearby"]
