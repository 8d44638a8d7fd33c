"""Words above a table that name some figures and another year are asked about; a title of the period outweighs none."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, read_rows_of, told


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def found(folder: Path, words: Vocabulary, *above: str) -> set[str]:
    rows: Rows = [[text] for text in above]
    rows += [["TT", "Xã", "Dân số", "Điểm mô hình", "Vụ việc về ANTT"]]
    rows += [[1, "Xã Mộng Minh", 5120, 4, 2], [2, "Xã Mộng Phong", 6230, 5, 3]]
    return {*told(read_rows_of(folder, rows, words))}


@pytest.mark.parametrize(
    "text",
    [
        "Dân số, điểm mô hình năm 2022",
        "(Điểm mô hình tính đến 30/6/2023)",
        "Vụ việc về ANTT: số liệu 6 tháng đầu năm",
    ],
)
def test_another_time_of_some_columns_is_asked_about(text: str, tmp_path: Path, words: Vocabulary) -> None:
    assert found(tmp_path, words, "THỐNG KÊ NĂM 2023", text)


@pytest.mark.parametrize(
    "text",
    [
        "Điểm mô hình năm 2023",
        "Vụ việc về ANTT năm 2023 so với năm 2022",
        "Vụ việc về ANTT (theo Kế hoạch số 12/KH-UBND ngày 05/01/2022)",
        "Điểm mô hình (từ 15/12/2022 đến 14/12/2023)",
        "Thực hiện Nghị quyết năm 2022 của Tỉnh ủy",
    ],
)
def test_the_period_itself_comparisons_and_documents_say_nothing(
    text: str, tmp_path: Path, words: Vocabulary
) -> None:
    assert "words_above_of_other_time" not in found(tmp_path, words, "THỐNG KÊ NĂM 2023", text)
