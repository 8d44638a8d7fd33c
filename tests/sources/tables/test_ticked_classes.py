"""Columns of classes with ticks are one class; two ticks are refused, none is told, and words stay what they are."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.reading import Read
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import comparing
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of, told

NAMES = ("Xã Mơ Mỹ", "Xã Mộng Phong", "Xã Khảo Ninh", "Xã Ảo Quý")
MERGED = ("A1:A2", "B1:B2", "C1:C2", "D1:G1")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def book(folder: Path, words: Vocabulary, *ticks: list[object], labels: str = "Tốt Khá TB Yếu") -> Read:
    rows: Rows = [
        ["STT", "Xã", "Dân số", "Phân loại phong trào TDBVANTQ", None, None, None],
        [None, None, None, *labels.split()],
        *([at, name, 4000 + at, *own] for at, (name, own) in enumerate(zip(NAMES, ticks, strict=True), 1)),
        [None, "Tổng cộng", 16010, 1, 2, 1, None],
    ]
    return read_rows_of(folder, rows, words, MERGED)


def classes(read: Read) -> list[tuple[str, str]]:
    of = read.observations[read.observations["indicator"].eq("movement_class")].sort_values("cell")
    return list(zip(of["category"].where(of["status"].eq("reported"), of["status"]), of["cell"], strict=True))


@pytest.mark.parametrize(("tick", "no"), [("x", None), ("X", "-"), ("v", None), (1, 0), ("✓", ""), (1, None)])
def test_one_tick_is_the_class(tick: object, no: object, tmp_path: Path, words: Vocabulary) -> None:
    read = book(
        tmp_path, words, [tick, no, no, no], [no, tick, no, no], [no, no, tick, no], [no, tick, no, no]
    )
    assert classes(read) == [("good", "D3"), ("fair", "E4"), ("fair", "E6"), ("average", "F5")]
    assert told(read) == {}
    assert comparing.account_faults(read) == []


def test_two_ticks_are_refused_and_none_is_told(tmp_path: Path, words: Vocabulary) -> None:
    n = None
    read = book(tmp_path, words, ["x", "x", n, n], [n, n, n, n], [n, n, "x", n], ["x", n, n, n])
    assert classes(read) == [
        ("unparsed", "D3"), ("not_reported", "D4"), ("good", "D6"), ("unparsed", "E3"), ("average", "F5")
    ]  # fmt: skip
    assert sorted((item.rule, item.cell) for item in read.findings if item.rule.startswith("class_")) == [
        ("class_not_ticked", "D4:G4"),
        ("class_ticked_twice", "D3"),
        ("class_ticked_twice", "E3"),
    ]
    assert comparing.account_faults(read) == []


def test_letters_of_another_class_may_be_marks(tmp_path: Path, words: Vocabulary) -> None:
    n = None
    read = book(tmp_path, words, ["T", n, n, n], [n, "T", n, n], [n, n, "T", n], [n, "K", n, n])
    assert classes(read) == [("good", "D3"), ("unparsed", "E4"), ("fair", "E6"), ("unparsed", "F5")]
    assert [item.cell for item in read.findings if item.rule == "class_letter_of_another"] == ["E4", "F5"]


def test_words_in_the_columns_of_classes_are_no_ticks(tmp_path: Path, words: Vocabulary) -> None:
    n = None
    read = book(
        tmp_path,
        words,
        ["Tốt", n, n, n],
        [n, "KX", n, n],
        [n, n, "?", n],
        ["x", n, n, n],
        labels="XS Khá TB Yếu",
    )
    assert classes(read) == [
        ("good", "D3"),
        ("excellent", "D6"),
        ("not_applicable", "E4"),
        ("unparsed", "F5"),
    ]
    assert told(read) == {"unknown_class": "F5"}


@pytest.mark.parametrize("mark", ["o", "O", "T", "*", "●"])
def test_the_only_mark_below_several_classes_is_a_tick(mark: str, tmp_path: Path, words: Vocabulary) -> None:
    n = None
    read = book(tmp_path, words, [mark, n, n, n], [n, mark, n, n], [n, n, mark, n], [n, mark, n, n])
    assert classes(read) == [("good", "D3"), ("fair", "E4"), ("fair", "E6"), ("average", "F5")]
    assert told(read) == {}


@pytest.mark.parametrize(("one", "other"), [("o", "x"), ("?", "?"), ("…", "…")])
def test_marks_that_may_mean_no_or_unknown_are_no_ticks(
    one: str, other: str, tmp_path: Path, words: Vocabulary
) -> None:
    n = None
    read = book(tmp_path, words, [one, n, n, n], [n, other, n, n], [n, n, one, n], [n, other, n, n])
    assert "D3" not in {cell for category, cell in classes(read) if category == "good"}
