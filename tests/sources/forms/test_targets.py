"""A plan beside what was done: what was done is read, the plan left aside, the rate of both compared."""

from pathlib import Path

import pytest

from antq_analysis.project import find_project
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.new_form import Answer, draft_form
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import write_book
from tests.cases.workbooks.truth import PERIOD, UNITS
from tests.given import ROOT
from tests.sources.drafted_books import Rows, draft_of, figures_of, read_rows_of, told

NEW = "Điểm mô hình xây dựng mới"
MERGED = ("A1:A2", "B1:B2", "C1:E1")
PLAN, DONE = {"Xã Mộng Minh": 20, "Xã Mộng Phong": 25, "Xã Khảo Ninh": 8}, (10, 20, 6)
CODES = ("09027", "09042", "09048")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def triple(
    plan: str, done: str, rate: str, title: str = NEW, rates: tuple[float, ...] = (50, 80, 75)
) -> Rows:
    head: Rows = [["TT", "Xã", title, "", ""], ["", "", plan, done, rate]]
    lines = zip(PLAN.items(), DONE, rates, strict=True)
    return [*head, *([i, name, n, own, share] for i, ((name, n), own, share) in enumerate(lines, 1))]


def kinds(folder: Path, rows: Rows, words: Vocabulary) -> list[tuple[str, str]]:
    understood = draft_of(folder, rows, words, MERGED).understood
    return [(item.kind, item.reason) for item in understood if item.column in ("C", "D", "E")]


@pytest.mark.parametrize(
    ("plan", "done", "rate"),
    [
        ("Kế hoạch", "Thực hiện", "Tỷ lệ (%)"),
        ("KH", "TH", "Tỷ lệ %"),
        ("Kế hoạch năm 2023", "Thực hiện năm 2023", "% đạt kế hoạch"),
        ("Chỉ tiêu giao", "Đã thực hiện", "Đạt (%)"),
        ("Chỉ tiêu", "Kết quả", "Tỷ lệ (%)"),
        ("Kế hoạch", "Kết quả thực hiện", "Tỷ lệ so với kế hoạch (%)"),
    ],
)
def test_what_was_done_is_the_figure(
    plan: str, done: str, rate: str, tmp_path: Path, words: Vocabulary
) -> None:
    rows = triple(plan, done, rate)
    assert kinds(tmp_path, rows, words) == [("ignored", "target"), ("indicator", ""), ("check", "")]
    read = read_rows_of(tmp_path, rows, words, MERGED)
    assert figures_of(read) == {(code, "model_points_new"): n for code, n in zip(CODES, DONE, strict=True)}
    assert [item.rule for item in read.findings] == ["target_left"]
    assert read.totals["agrees"].tolist() == [True] * 3


def test_a_rate_of_another_plan_is_found(tmp_path: Path, words: Vocabulary) -> None:
    read = read_rows_of(
        tmp_path, triple("Kế hoạch", "Thực hiện", "Tỷ lệ (%)", rates=(50, 90, 75)), words, MERGED
    )
    assert told(read) == {"ratio_differs": "E4"}


def test_the_plan_may_stand_above_its_indicators(tmp_path: Path, words: Vocabulary) -> None:
    rows: Rows = [
        ["TT", "Xã", "Kế hoạch", "", "Thực hiện", ""],
        ["", "", NEW, "Số vụ việc về ANTT", NEW, "Số vụ việc về ANTT"],
        [1, "Xã Mộng Minh", 20, 3, 10, 2],
        [2, "Xã Mộng Phong", 25, 4, 20, 1],
    ]
    merged = ("A1:A2", "B1:B2", "C1:D1", "E1:F1")
    assert figures_of(read_rows_of(tmp_path, rows, words, merged)) == {
        ("09027", "model_points_new"): 10,
        ("09042", "model_points_new"): 20,
        ("09027", "incidents_total"): 2,
        ("09042", "incidents_total"): 1,
    }


@pytest.mark.parametrize(
    ("plan", "done"),
    [
        ("Kế hoạch", "Ước thực hiện"),
        ("Kế hoạch", "Thực hiện 6 tháng"),
        ("Kế hoạch 6 tháng", "Thực hiện"),
        ("Số xã", "Thực hiện"),
    ],
)
def test_what_is_no_pair_of_plan_and_result_is_asked_about(
    plan: str, done: str, tmp_path: Path, words: Vocabulary
) -> None:
    rows = triple(plan, done, "Tỷ lệ (%)")
    assert kinds(tmp_path, rows, words)[:2] == [("asked", "unknown")] * 2


def test_nobody_plans_the_population(tmp_path: Path, words: Vocabulary) -> None:
    rows = triple("Kế hoạch", "Thực hiện", "Tỷ lệ (%)", "Dân số")
    assert kinds(tmp_path, rows, words)[1] == ("asked", "ambiguous")


def test_the_plan_of_next_year_is_not_compared(tmp_path: Path, words: Vocabulary) -> None:
    rows = triple("Kế hoạch 2024", "Thực hiện 2023", "Tỷ lệ (%)")
    assert kinds(tmp_path, rows, words) == [
        ("ignored", "target"),
        ("indicator", ""),
        ("ignored", "rate without counts"),
    ]


def test_the_layout_holds_next_year(tmp_path: Path, words: Vocabulary) -> None:
    rows = triple("Kế hoạch năm 2023", "Thực hiện năm 2023", "Tỷ lệ (%)")
    layout: Layout = draft_of(tmp_path, rows, words, MERGED).layout
    assert [item.denominator for item in layout.sheet[0].check] == [f"{NEW} / Kế hoạch năm {{year}}"]
    assert len(read_rows_of(tmp_path, rows, words, MERGED, layout).totals) == 3


def test_an_answer_about_the_plan_ends_the_comparison(tmp_path: Path, words: Vocabulary) -> None:
    book = read_workbook(
        write_book(tmp_path / "biểu.xlsx", triple("Kế hoạch", "Thực hiện", "Tỷ lệ (%)"), MERGED, "Biểu")
    )
    draft = draft_form(
        book,
        words,
        form="mẫu",
        province="demo",
        period=PERIOD,
        units=UNITS,
        ask=lambda _: {("Biểu", "C"): Answer("incidents_total")},
    )
    (sheet,) = draft.layout.sheet
    assert sheet.check == ()
    assert [(item.header, item.reason) for item in sheet.ignore[1:]] == [
        (f"{NEW} / Tỷ lệ (%)", "rate without counts")
    ]
