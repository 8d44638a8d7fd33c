"""Words below a table: what they say of all figures, of a marked column or commune; any others say nothing."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.tables.footnotes import footnotes
from antq_analysis.sources.workbooks.workbook import Sheet
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.given import ROOT
from tests.sources.drafted_books import Rows, figures_of, read_rows_of

NAMES = ("Xã Mộng Minh", "Xã Mộng Phong", "Xã Khảo Ninh")
HARMLESS = (
    "Ghi chú: Tỷ lệ % = số khu dân cư có mô hình/tổng số khu dân cư.",
    "- Số liệu năm 2022 theo Báo cáo số 45/BC-PV05 ngày 20/12/2022, năm 2023 theo báo cáo này.",
    "* Nhận xét: Vụ việc giảm 5% so với năm 2022",
    "Kế hoạch năm 2024: xây dựng 05 mô hình",
    "(*) Mô hình cấp tỉnh",
    "(1) Theo Thông tư 124/2021/TT-BCA",
    "Dấu “-” là không phát sinh; … là chưa có số liệu",
    "Số liệu trên đã được đối chiếu",
    "Ký hiệu KX: chưa có số liệu",
    "(…): chưa có số liệu",
)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def table(below: str, people: str = "Dân số", second: str = NAMES[1]) -> Rows:
    names = (NAMES[0], second, NAMES[2])
    rows: Rows = [["TT", "Xã", people, "Vụ việc về ANTT"]]
    rows += [[n, name, 1000 + n, n] for n, name in enumerate(names, 1)]
    return [*rows, [], [below]]


@pytest.mark.parametrize(
    ("below", "rule", "left"),
    [
        ("Số liệu trên là chỉ tiêu kế hoạch năm 2023", "title_planned", set()),
        ("* Số liệu lũy kế từ khi triển khai", "title_cumulative", {"population"}),
        ("Ghi chú: Số liệu chỉ tính đối tượng dưới 18 tuổi", "title_part", set()),
        ("Số liệu là tỷ lệ trên 10.000 dân", "rate_said_above", set()),
    ],
)
def test_words_about_all_figures_refuse_them(
    below: str, rule: str, left: set[str], tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table(below), words)
    assert {name for _, name in figures_of(read)} == left
    assert [(item.rule, item.severity, item.cell) for item in read.findings] == [(rule, "error", "A6")]


@pytest.mark.parametrize(
    ("below", "rule"),
    [
        ("Số liệu chưa bao gồm xã Mộng Lâm", "footnote_of_part"),
        ("(Số liệu ước thực hiện)", "title_says_estimate"),
        ("Số liệu 6 tháng đầu năm", "period_below_differs"),
    ],
)
def test_words_that_may_say_something_are_asked_about(
    below: str, rule: str, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table(below), words)
    assert len(figures_of(read)) == 6
    assert [(item.rule, item.severity, item.cell) for item in read.findings] == [(rule, "warning", "A6")]
    assert all(item.text(lang) and item.remedy(lang) for item in read.findings for lang in ("vi", "en"))


@pytest.mark.parametrize("below", HARMLESS)
def test_any_others_say_nothing(below: str, tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table(below), words)
    assert (len(figures_of(read)), read.findings) == (6, ())


@pytest.mark.parametrize("mark", ["*", "(*)", "(1)", "¹"])
def test_a_footnote_is_about_the_column_with_its_mark(mark: str, tmp_path: Path, words: Vocabulary) -> None:
    rows = table(f"{mark} Số liệu của năm trước", people=f"Dân số {mark}")
    read = read_rows_of(tmp_path, rows, words)
    assert {name for _, name in figures_of(read)} == {"incidents_total"}
    (finding,) = read.findings
    assert (finding.rule, finding.cell, finding.values["cells"]) == ("footnote_says_otherwise", "C1", "A6")
    for lang in ("vi", "en"):
        assert "năm trước" not in finding.text(lang)
        assert finding.remedy(lang)


def test_a_footnote_is_about_the_commune_with_its_mark(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(tmp_path, table("(1) Số liệu 9 tháng", second=f"{NAMES[1]} (1)"), words)
    assert len({unit for unit, _ in figures_of(read)}) == 2
    assert [(item.rule, item.cell) for item in read.findings] == [("footnote_says_otherwise", "B3")]


@pytest.mark.parametrize(
    ("bracket", "n"), [("kế hoạch", 2), ("năm 2022", 2), ("2/5 thôn", 3), ("xã vùng III", 3)]
)
def test_what_stands_in_brackets_after_a_name(
    bracket: str, n: int, tmp_path: Path, words: Vocabulary
) -> None:
    read = read_rows_of(tmp_path, table("", second=f"{NAMES[1]} ({bracket})"), words)
    assert len({unit for unit, _ in figures_of(read)}) == n
    assert ("name_remark" in {item.rule for item in read.findings}) == (n == 3)
    assert ("remark_says_otherwise" in {item.rule for item in read.findings}) == (n == 2)


def test_marks_and_words() -> None:
    sheet = Sheet("S", [["Ghi chú: (*) Số ước"], ["¹ Theo báo cáo"], ["Người lập"]], ())
    assert [(note.mark, note.words) for note in footnotes(sheet, range(3))] == [
        ("*", "Số ước"),
        ("1", "Theo báo cáo"),
        ("", "Người lập"),
    ]
