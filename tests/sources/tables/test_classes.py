"""A class by its name or by the letters that offices write for it; other words are an error, and none is guessed."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of

HEAD: list[object] = ["TT", "Xã", "Dân số", "Xếp loại phong trào"]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Xuất sắc", "excellent"),
        ("XS", "excellent"),
        ("TB", "average"),
        ("Y", "weak"),
        ("giỏi", ""),
        ("X", ""),
    ],
)
def test_a_class(written: str, expected: str, tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [HEAD, [1, "Xã Mộng Minh", 4000, written], [2, "Xã Mộng Phong", 4100, "Xuất sắc"]]
    read = read_rows_of(tmp_path, rows, words)
    of = read.observations[read.observations["indicator"].eq("movement_class")]
    told = dict(zip(of["unit_code"], zip(of["category"], of["value"], strict=True), strict=True))
    first, second = (told[code] for code in sorted(told))
    assert second == ("excellent", 1.0)
    assert [item.rule for item in read.findings] == ([] if expected else ["unknown_class"])
    if expected:
        assert first == (expected, 1.0)
