"""A sum that stands under the head is compared with the figures of each unit; what states no sum is not."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of, told

HEAD: list[object] = ["TT", "Xã", "Số vụ việc về ANTT", "Số vụ cháy", "Điểm mô hình xây dựng mới"]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(code: list[object], *figures: tuple[object, ...]) -> Rows:
    names = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
    return [
        HEAD,
        code,
        *([i, name, *own] for i, (name, own) in enumerate(zip(names, figures, strict=True), 1)),
    ]


@pytest.mark.parametrize("code", [["A", "B", "(1)=(2)+(3)", "(2)", "(3)"], [1, 2, "3=4+5", 4, 5]])
def test_rows_that_do_not_add_up_are_named_and_read(
    code: list[object], tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table(code, (9, 4, 5), (9, 4, 6), (3, 1, 3)), words)
    assert told(read) == {"stated_sum_differs": "C4, C5"}
    assert len(figures_of(read)) == 9


@pytest.mark.parametrize(
    ("code", "last"),
    [
        (["A", "B", "(1)=(2)+(3)", "(2)", "(3)"], (9, 4, 5)),
        (["A", "B", "(1)=(2)+(3)", "(2)", "(3)"], (9, "", 6)),
        (["A", "B", "(1)=(2)+(3)", "(2)", "(3)"], ("hơn 9", 4, 6)),
        (["A", "B", "1=2/3*100", "2", "3"], (9, 4, 6)),
        (["A", "B", "1", "2", "3"], (9, 4, 6)),
        (["A", "B", "(1)=(2)+(7)", "(2)", "(3)"], (9, 4, 6)),
    ],
    ids=str,
)
def test_what_is_no_known_sum_is_not_compared(
    code: list[object], last: tuple[object, ...], tmp_path: Path, words: Vocabulary
) -> None:
    assert told(read_rows_of(tmp_path, table(code, (9, 4, 5), (3, 1, 2), last), words)) == {}
