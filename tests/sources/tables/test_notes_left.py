"""Notes below a table that nothing else understood: one warning with every sentence; usual notes say nothing."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.notes_left import NOT_UNDERSTOOD
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
HEARD = (
    "Ghi chú: Vụ việc về ANTT lũy kế từ đầu nhiệm kỳ", "Cột (4) lũy kế từ 2021", "Ghi chú: cột 4 là số lũy kế",
    "Ghi chú: Cột 3 là chỉ tiêu giao năm 2025", "Ghi chú: Số liệu xã Mộng Minh gồm cả xã Mộng Lâm",
    "Ghi chú: Mộng Minh: số 9 tháng", "Ghi chú: Chưa tính tháng 12", "Ghi chú: Số liệu tính bình quân/tháng",
    "Ghi chú: Dân số là số hộ gia đình",
    "Nguồn: Niên giám thống kê 2020",
    "Ghi chú: Một vụ tính cho nhiều xã", "Ghi chu: cot 4 la so luy ke", "* Mộng Minh: số 9 tháng",
    "Đã cộng số liệu của 2 năm", "Ghi chú: Vụ việc = bình quân 3 năm",
)  # fmt: skip
SILENT = (
    "Nguồn: Công an tỉnh", "Ghi chú: dấu - là không có", "Mộng Minh, ngày 12 tháng 12 năm 2023",
    "TM. UBND XÃ MỘNG MINH", "Ghi chú: Dân số trung bình trong năm.",
    "Ghi chú: Số liệu năm 2023", "Biểu này gửi về Công an tỉnh trước ngày 15/11", "Cột (3): ghi tổng số người",
    "Ghi chú: Cột 5 = cột 3 + cột 4", "Ghi chú: (3) ghi dân số thường trú", "Trưởng Công an xã Mộng Minh",
    "Người lập biểu: tính toán", "Ghi chú: Vụ việc giảm 2 vụ so với năm 2022",
)  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(*below: str) -> Rows:
    rows: Rows = [["TT", "Xã", "Dân số", "Vụ việc về ANTT"]]
    rows += [[n, name, 1000 + n, n] for n, name in enumerate(NAMES, 1)]
    return [*rows, [], *([text] for text in below)]


@pytest.mark.parametrize("note", HEARD)
def test_a_note_about_the_figures_is_shown(note: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table(note), words)
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.cell) == (NOT_UNDERSTOOD, "warning", "A6")
    assert len(figures_of(read)) == 6
    assert all(note[2:20] in finding.text(lang) and finding.remedy(lang) for lang in ("vi", "en"))


@pytest.mark.parametrize("note", SILENT)
def test_usual_words_below_say_nothing(note: str, tmp_path: Path, words: Vocabulary) -> None:
    assert read_rows_of(tmp_path, table(note), words).findings == ()


def test_all_sentences_stand_in_one_warning(tmp_path: Path, words: Vocabulary) -> None:
    notes = (
        "Ghi chú: Nguồn của Công an xã. Dân số là số hộ",
        "- Chưa tính tháng 12",
        "NGƯỜI LẬP BIỂU",
        "Trần Văn Minh",
    )
    (finding,) = read_rows_of(tmp_path, table(*notes), words).findings
    assert finding.cell == "A6, A7"
    assert "Chưa tính tháng 12" in finding.written
    assert "Trần" not in finding.written
