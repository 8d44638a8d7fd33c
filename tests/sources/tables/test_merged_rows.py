"""Rows under a merged name are added only where nothing tells them apart."""

import copy
from pathlib import Path

import pytest

from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook


def read_two(
    read_book: ReadBook, path: Path, key: tuple[object, object], order: tuple[object, object] = (1, None)
) -> Read:
    rows = copy.deepcopy(HEAD)
    rows[2].append("Chia theo")
    rows += [
        ["II", "Huyện Lương Sơn"],
        [order[0], "Cao Sơn", 1000, 2, 1, None, "x", None, key[0]],
        [order[1], None, 500, 4, 2, None, "x", None, key[1]],
        [2, "Vân Sơn", 700, 4, 2, None, None, None, "cả xã"],
    ]
    merged = (*MERGED_HEAD, "I3:I4", "B7:B8")
    return read_book(write_book(path / "a.xlsx", rows, merged))


def population(read: Read) -> dict[str, float]:
    own = read.observations[read.observations["indicator"].eq("population")]
    return dict(zip(own["unit_code"], own["value"], strict=True))


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ((2023, 2024), (1, None)),
        (("Năm 2023", "Năm 2024"), (1, None)),
        (("Quý I", "Quý II"), (1, None)),
        (("Kế hoạch", "Thực hiện"), (1, None)),
        ((None, None), (1, 2)),
    ],
    ids=["years", "years in words", "quarters", "words", "order numbers"],
)
def test_rows_that_are_told_apart_are_refused(
    key: tuple[object, object], order: tuple[object, object], tmp_path: Path, read_book: ReadBook
) -> None:
    read = read_two(read_book, tmp_path, key, order)
    assert population(read) == {"00005": 700}
    (finding,) = [item for item in read.findings if item.rule == "merged_rows_differ"]
    assert (finding.severity, finding.cell, finding.values["n"]) == ("error", "B7", 1)
    assert read.account.iloc[0]["rows_refused"] == 2


@pytest.mark.parametrize(
    "key", [(None, None), ("Thôn Một", "Thôn Hai"), ("như trên", None), ("chung", "chung"), (3, 4)]
)
def test_parts_are_added(key: tuple[object, object], tmp_path: Path, read_book: ReadBook) -> None:
    read = read_two(read_book, tmp_path, key)
    assert population(read) == {"00004": 1500, "00005": 700}
    assert "merged_rows_differ" not in {item.rule for item in read.findings}
