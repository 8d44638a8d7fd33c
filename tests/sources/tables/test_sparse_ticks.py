"""An empty tick is 0 in a row that reports anything; where that is little, a person is asked."""

from pathlib import Path

import pytest

from tests.cases.workbooks import write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import MET, body


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ((), False),
        (((2, 4, None),), False),
        (((2, 3, None), (2, 4, None)), True),
        (((2, 3, None), (2, 4, None), (2, 6, "0")), False),
        (((2, 2, None), (2, 3, None), (2, 4, None)), False),
    ],
    ids=["full", "two of three", "one of three", "said no", "nothing at all"],
)
def test_when_it_is_asked(
    changes: tuple[tuple[int, int, object], ...], asked: bool, tmp_path: Path, read_book: ReadBook
) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((2, 5, None), *changes)))
    found = [item for item in read.findings if item.rule == "tick_in_sparse_row"]
    assert bool(found) == asked
    if asked:
        (finding,) = found
        assert (finding.severity, finding.cell, finding.values["n"]) == ("warning", "G8", 1)
        assert "Cộng Hoà" in finding.text("vi")
        met = read.observations.set_index(["unit_code", "indicator"]).loc[("00002", MET)]
        assert (met["value"], met["rule"]) == (0, "tick_empty_is_zero")
