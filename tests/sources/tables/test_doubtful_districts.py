"""Beside communes of another district a name that both districts have is read nowhere."""

import copy
from pathlib import Path

import pytest

from tests.cases.workbooks import HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook

OF_DA_BAC = [[1, "Cao Sơn", 1000, 2, 1], [2, "Cộng Hòa", 800, 4, 2]]


def read_under(read_book: ReadBook, path: Path, heading: str, *more: list[object]) -> set[str]:
    rows = [*copy.deepcopy(HEAD), ["I", heading], *OF_DA_BAC, *more]
    read = read_book(write_book(path / "a.xlsx", rows, MERGED_HEAD))
    assert {item.rule for item in read.findings if item.cell == "B7"} <= {"unit_ambiguous"}
    return set(read.observations["unit_code"])


def test_the_name_is_read_beside_its_own_neighbours(tmp_path: Path, read_book: ReadBook) -> None:
    assert read_under(read_book, tmp_path, "Huyện Đà Bắc") == {"00001", "00002"}


@pytest.mark.parametrize(
    ("heading", "more", "codes"),
    [("Huyện Lương Sơn", [], set()), ("Huyện Đà Bắc", [[3, "Vân Sơn", 700, 4, 2]], {"00002"})],
    ids=["wrong heading", "heading forgotten"],
)
def test_the_name_is_refused_beside_strangers(
    heading: str, more: list[list[object]], codes: set[str], tmp_path: Path, read_book: ReadBook
) -> None:
    assert read_under(read_book, tmp_path, heading, *more) == codes


def test_an_unknown_name_makes_nothing_doubtful(tmp_path: Path, read_book: ReadBook) -> None:
    more = [[3, "Chưa Biết", 700, 4, 2], ["II", "Huyện Lương Sơn"], [1, "Cộng Hòa", 5, 1, 1]]
    assert read_under(read_book, tmp_path, "Huyện Đà Bắc", *more) == {"00001", "00002"}
