"""A tick column without a mark in the whole file was not filled in: no unit is said to have missed it."""

import copy
from pathlib import Path

import pytest

from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import MET, body

BLANK = tuple((row, 6, None) for row in range(len(BODY)) if len(BODY[row]) > 6)


def met(read: object) -> dict[str, str]:
    frame = read.observations  # type: ignore[attr-defined]
    own = frame[frame["indicator"].eq(MET)]
    return dict(zip(own["unit_code"], own["status"], strict=True))


def test_no_mark_at_all_is_not_reported(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body(*BLANK)))
    assert set(met(read).values()) <= {"not_reported", "not_applicable"}
    (finding,) = [item for item in read.findings if item.rule == "tick_column_empty"]
    assert (finding.severity, finding.cell) == ("warning", "G7:G12")
    assert "tick_in_sparse_row" not in {item.rule for item in read.findings}


@pytest.mark.parametrize("mark", ["x", "0", "Không", "KX", "?"])
def test_one_mark_shows_that_it_was_filled_in(mark: str, tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body(*BLANK, (1, 6, mark))))
    assert met(read)["00002"] == "reported"
    assert "tick_column_empty" not in {item.rule for item in read.findings}


def test_a_mark_on_another_sheet_is_one_too(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body(*BLANK)
    other = [*copy.deepcopy(HEAD), ["II", "Huyện Lương Sơn"], [2, "X. Vân Sơn", 500, 4, 2, 50, "x"]]
    alone = [*rows[: len(HEAD) + 6], *rows[len(HEAD) + 10 :]]
    path = write_book(tmp_path / "a.xlsx", alone, MERGED_HEAD)
    assert "tick_column_empty" in {item.rule for item in read_book(path).findings}
    both = read_book(write_book(tmp_path / "b.xlsx", alone, MERGED_HEAD, others={"Biểu 01 (2)": other}))
    assert "tick_column_empty" not in {item.rule for item in both.findings}
    assert met(both)["00002"] == "reported"


def test_two_units_may_say_no_by_leaving_it_empty(tmp_path: Path, read_book: ReadBook) -> None:
    two: list[list[object]] = [[1, "Cao Sơn", 500, 4, 2, 50, None], [2, "X. Vân Sơn", 500, 4, 2, 50, None]]
    rows = [*copy.deepcopy(HEAD), ["II", "Huyện Lương Sơn"], *two]
    read = read_book(write_book(tmp_path / "a.xlsx", rows, MERGED_HEAD))
    assert met(read) == {"00004": "reported", "00005": "reported"}


@pytest.mark.parametrize(
    ("mark", "said"), [(None, "not_reported"), ("x", "reported"), (0, "reported")], ids=["empty", "x", "0"]
)
def test_a_row_without_a_unit_shows_whether_anybody_filled_it_in(
    mark: object, said: str, tmp_path: Path, read_book: ReadBook
) -> None:
    two: list[list[object]] = [[1, "Cao Sơn", 500, 4, 2, 50, None], [2, "X. Vân Sơn", 500, 4, 2, 50, None]]
    rows = [*copy.deepcopy(HEAD), ["II", "Huyện Lương Sơn"], *two, [3, "Xã Lạ Hoắc", 500, 4, 2, 50, mark]]
    read = read_book(write_book(tmp_path / "a.xlsx", rows, MERGED_HEAD))
    assert "unit_unmatched" in {item.rule for item in read.findings}
    assert met(read) == {"00004": said, "00005": said}


def test_a_row_of_a_town_without_a_unit_is_not_asked(tmp_path: Path, read_book: ReadBook) -> None:
    two: list[list[object]] = [[1, "Cao Sơn", 500, 4, 2, 50, None], [2, "X. Vân Sơn", 500, 4, 2, 50, None]]
    rows = [*copy.deepcopy(HEAD), ["II", "Huyện Lương Sơn"], *two, [3, "Thị trấn Lạ Hoắc", 500, 4, 2, 50]]
    read = read_book(write_book(tmp_path / "a.xlsx", rows, MERGED_HEAD))
    assert met(read) == {"00004": "reported", "00005": "reported"}
