"""A note about population, households or area alone is about their columns: the rest of the table is read."""

from pathlib import Path

import pytest

from antq_analysis.findings import Severity
from antq_analysis.project import find_project
from antq_analysis.sources.tables.base_notes import is_base_note
from antq_analysis.sources.tables.reading import Read
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

ALL = {"population", "incidents_total"}


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def noted(folder: Path, words: Vocabulary, note: str, *, below: bool = False) -> Read:
    lines: Rows = [["THỐNG KÊ NĂM 2023"], ["TT", "Xã", "Dân số", "Vụ việc về ANTT"]]
    lines += [[1, "Xã Mộng Minh", 5120, 4], [2, "Xã Mộng Phong", 6230, 5]]
    lines.insert(len(lines) if below else 1, [note])
    return read_rows_of(folder, lines, words)


def indicators(read: Read) -> set[str]:
    return {indicator for _, indicator in figures_of(read)}


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(
    "note",
    [
        "(Dân số tính đến ngày 30/6/2023)",
        "Dân số: số liệu Chi cục Thống kê công bố tháng 6/2023",
        "Ghi chú: Dân số, số hộ đến 01/7/2023",
        "Số liệu dân số tháng 6",
    ],
)
def test_another_day_of_the_period_is_a_note(
    note: str, below: bool, tmp_path: Path, words: Vocabulary
) -> None:
    read = noted(tmp_path, words, note, below=below)
    assert indicators(read) == ALL
    (found,) = read.findings
    assert (found.rule, found.severity) == ("base_of_other_day", Severity.NOTE)
    assert found.values["cells"] in ("C2", "C3")


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(
    "note",
    [
        "Số liệu dân số năm 2022",
        "(Dân số tính đến 31/12/2022)",
        "Ghi chú: Dân số lấy theo Tổng điều tra 2019",
        "Dân số cập nhật 2022",
        "Dân số: theo kết quả Tổng điều tra 1/4/2019",
        "Số dân 31.12.2022",
        "(1) Dân số đến 31/12/2022",
        "1) Dân số: đến 31/12/2022",
    ],
)
def test_another_year_keeps_that_column_out_and_no_other(
    note: str, below: bool, tmp_path: Path, words: Vocabulary
) -> None:
    read = noted(tmp_path, words, note, below=below)
    assert indicators(read) == {"incidents_total"}
    (found,) = [item for item in read.findings if item.severity == "error"]
    assert found.rule == "base_of_other_year"
    assert found.text("vi")
    assert found.remedy("en")


@pytest.mark.parametrize(
    "note", ["Dân số năm 2023", "Dân số tính đến 31/12/2023", "Diện tích tính đến 30/6/2023", "Dân số của xã"]
)
def test_the_period_itself_or_a_base_without_a_column_is_no_news(
    note: str, tmp_path: Path, words: Vocabulary
) -> None:
    read = noted(tmp_path, words, note)
    assert indicators(read) == ALL
    assert read.findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "DÂN SỐ VÀ SỐ VỤ VIỆC NĂM 2022",
        "Số liệu tính đến 30/6/2023",
        "Dân số, mô hình tính đến 30/6/2023",
        "Hộ gia đình văn hóa, kết quả năm 2022",
        "Dân số",
    ],
)
def test_words_about_more_than_bases_are_no_such_note(text: str) -> None:
    assert not is_base_note(text)
