"""A unit with a row of figures without a name right below is not read, unless that row is a total or a unit's own."""

import copy
from pathlib import Path

import pytest

from tests.cases.workbooks import HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook

LUONG_SON = [[1, "Cao Sơn", 1000, 2, 1], [2, "Vân Sơn", 700, 4, 2]]


def read_population(
    read_book: ReadBook, path: Path, below: list[object], at: int
) -> tuple[dict[str, float], list[str]]:
    rows = [*copy.deepcopy(HEAD), ["II", "Huyện Lương Sơn"], *LUONG_SON]
    rows.insert(at, below)
    read = read_book(write_book(path / "a.xlsx", rows, MERGED_HEAD))
    own = read.observations[read.observations["indicator"].eq("population")]
    cells = [item.cell for item in read.findings if item.rule == "unit_above_nameless"]
    return dict(zip(own["unit_code"], own["value"], strict=True)), cells


@pytest.mark.parametrize("left", [None, 2024])
def test_the_unit_above_is_refused(left: object, tmp_path: Path, read_book: ReadBook) -> None:
    population, cells = read_population(read_book, tmp_path, [left, None, 1100, 3, 1], len(HEAD) + 2)
    assert (population, cells) == ({"00005": 700}, ["B7"])


@pytest.mark.parametrize(
    ("below", "at"),
    [([None, None, 1700, 6, 3], 3), ([2, None, 1100, 3, 1], 2), ([None, None, 1100, 3, 1], 1)],
    ids=["total", "order number", "below no unit"],
)
def test_units_are_read_beside_other_rows_without_names(
    below: list[object], at: int, tmp_path: Path, read_book: ReadBook
) -> None:
    population, cells = read_population(read_book, tmp_path, below, len(HEAD) + at)
    assert (population, cells) == ({"00004": 1000, "00005": 700}, [])
