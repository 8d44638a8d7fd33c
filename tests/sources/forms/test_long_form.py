"""One row for each commune and indicator: refused with what to do, whatever the order of its columns."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
SAID = ("Dân số", "Vụ việc về ANTT")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def long(*, years: int = 1, once: bool = False) -> Rows:
    """Rows of order number, name, indicator and a figure a year."""
    return [
        [
            number,
            "" if once and said != SAID[0] else name,
            said,
            *(1000 * number + year for year in range(years)),
        ]
        for name in NAMES
        for number, said in enumerate(SAID, 1)
    ]


def swapped(rows: Rows) -> Rows:
    return [[row[0], row[2], row[1], *row[3:]] for row in rows]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["TT", "Xã", "Chỉ tiêu", "Năm 2023"], *long()], "C1"),
        ([["TT", "Xã", "Chỉ tiêu", "Năm 2022", "Năm 2023"], *long(years=2)], "C1"),
        ([["TT", "Xã", "Nội dung", "Số liệu"], *long(once=True)], "C1"),
        ([["TT", "Chỉ tiêu", "Xã", "Năm 2023"], *swapped(long())], "B1"),
        ([["SỐ LIỆU NĂM 2023"], ["Xã", "Chỉ tiêu", "Năm 2023"], *(row[1:] for row in long())], "B2"),
    ],
)
def test_a_row_for_each_commune_and_indicator_is_refused_in_words(
    rows: Rows, cell: str, tmp_path: Path, words: Vocabulary
) -> None:
    draft = draft_of(tmp_path, rows, words)
    assert [(item.reason, item.cell) for item in draft.questions] == [("long_form", cell)]
    assert draft.layout.sheet == ()


def test_words_beside_each_commune_make_no_long_form(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [["TT", "Xã", "Dân số", "Nội dung"]]
    rows += [
        [number, name, 1000 + number, "Đạt" if number > 1 else "Khá"] for number, name in enumerate(NAMES, 1)
    ]
    read = read_rows_of(tmp_path, rows, words)
    assert sorted(figures_of(read).values()) == [1001, 1002, 1003]
