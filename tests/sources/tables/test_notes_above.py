"""Notes above a table of what its figures lack are never silent."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.notes_left import NOT_UNDERSTOOD
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(above: str) -> Rows:
    names = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
    body = [[n, name, 10 + n, "x" if n != 2 else None] for n, name in enumerate(names, 1)]
    head = [["TỔNG HỢP NĂM 2023"], [above], ["TT", "Xã", "Số vụ việc về ANTT", "Đạt tiêu chí 19.2"]]
    return [*head, *body]


@pytest.mark.parametrize("note", ["Không bao gồm các xã vùng biên", "Số liệu chưa bao gồm 03 xã"])
def test_a_note_above_is_told(note: str, tmp_path: Path, words: Vocabulary) -> None:
    found = read_rows_of(tmp_path, table(note), words).findings
    assert [(item.cell, item.written) for item in found if item.rule == NOT_UNDERSTOOD] == [("A2", note)]


@pytest.mark.parametrize("note", ["Ghi chú: x là đạt", "BÁO CÁO KẾT QUẢ PHONG TRÀO", "Đánh dấu x nếu đạt"])
def test_an_ordinary_note_above_is_no_news(note: str, tmp_path: Path, words: Vocabulary) -> None:
    assert NOT_UNDERSTOOD not in {item.rule for item in read_rows_of(tmp_path, table(note), words).findings}
