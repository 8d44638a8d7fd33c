"""A bare scale is of people, of households or of money; over a count nobody knows of what."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def values(folder: Path, head: str, number: float, words: Vocabulary) -> list[float]:
    names = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
    rows: Rows = [["TỔNG HỢP NĂM 2023"], [], ["TT", "Xã", head, "Số vụ trộm cắp tài sản"]]
    rows += [[n, name, number, 7] for n, name in enumerate(names, 1)]
    told = read_rows_of(folder, rows, words).observations
    told = told[told["indicator"].ne("theft_cases") & told["status"].eq("reported")]
    return sorted(set(told["value"]) - {7.0})


@pytest.mark.parametrize("scale", ["(triệu)", "(nghìn)"])
def test_a_count_is_not_multiplied(scale: str, tmp_path: Path, words: Vocabulary) -> None:
    assert values(tmp_path, f"Số vụ việc về ANTT {scale}", 12, words) == []


def test_people_are_counted_in_thousands(tmp_path: Path, words: Vocabulary) -> None:
    assert values(tmp_path, "Dân số (nghìn người)", 12, words) == [12_000.0]
    assert values(tmp_path, "Dân số (nghìn)", 12, words) == [12_000.0]
