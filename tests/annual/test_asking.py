"""A person sees the whole draft, answers in several ways, and may change an answer at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from antq_analysis.annual.added import say_table
from antq_analysis.annual.asking import ask_by
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import Draft
from antq_analysis.sources.forms.layout import Column, Layout
from antq_analysis.sources.forms.new_form import draft_form
from antq_analysis.sources.forms.understood import Understood
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import UNITS

NAMES = ("Xã Cao Sơn", "Xã Cộng Hòa", "Xã Vân Sơn", "Phường Thái Hòa")
HEADERS = ("Tên xã", "Dân số", "Chỉ tiêu 7b", "Số mô hình")


@pytest.fixture(scope="module")
def words(root: Path) -> Vocabulary:
    return load_vocabulary(find_project(root))


def add(words: Vocabulary, *typed: str) -> tuple[Draft, list[str]]:
    """Draft a form while a person types lines, all of which are used; what was shown."""
    rows: list[list[Raw]] = [list(HEADERS)]
    rows += [[name, 1000.0 + number, 70.0 + number, 1e7 + number] for number, name in enumerate(NAMES, 1)]
    return ask_about((Sheet("Biểu 01", rows),), words, *typed)


def ask_about(sheets: tuple[Sheet, ...], words: Vocabulary, *typed: str) -> tuple[Draft, list[str]]:
    """Draft a form of some sheets while a person types lines."""
    answers: Iterator[str] = iter(typed)
    told: list[str] = []

    def prompt(question: str) -> str:
        told.append(question)
        return next(answers)

    draft = draft_form(
        Workbook(Path("a.xlsx"), sheets),
        words,
        form="new",
        province="demo",
        period="2023",
        units=UNITS,
        ask=ask_by(prompt, told.append, words, "demo", "vi"),
    )
    assert next(answers, None) is None
    return draft, told


def test_a_type_of_models_is_offered_and_read_as_that_type(words: Vocabulary) -> None:
    kinds = ("Tiếng kẻng an ninh", "Camera giám sát an ninh", "Tổ liên gia tự quản về ANTT")
    rows: list[list[Raw]] = [["Tên xã", "Điểm mô hình", "", ""], ["", *kinds]]
    rows += [[name, 5.0, 1.0, 4.0] for name in NAMES]
    sheet = Sheet("Biểu 02", rows, merged=((0, 0, 1, 0), (0, 1, 0, 3)))
    draft, told = ask_about((sheet,), words, "2", "")
    column = columns(draft)[f"Điểm mô hình / {kinds[1]}"]
    assert (column.indicator, column.category) == ("model_points_active", "security_camera")
    assert any("2. Số “điểm” mô hình đang duy trì (Camera" in line for line in told)


def columns(draft: Draft) -> dict[str, Column]:
    (sheet,) = draft.layout.sheet
    return {column.header: column for column in sheet.column}


def test_an_identifier_a_number_and_words(words: Vocabulary) -> None:
    draft, told = add(words, "households", "điểm mô hình đang duy trì", "1", "")
    found = columns(draft)
    assert found["Chỉ tiêu 7b"].indicator == "households"
    assert found["Số mô hình"].indicator == "model_points_active"
    text = "\n".join(told)
    assert text.index("Dân số  =>") < text.index("ô C1")
    assert "71; 72; 73" in text
    assert "10000001; 10000002" in text
    assert "(model_points_active)" in text


def test_an_answer_is_changed_at_the_end(words: Vocabulary) -> None:
    draft, _ = add(words, "households", "", "2", "residential_areas_total", "")
    found = columns(draft)
    assert found["Chỉ tiêu 7b"].indicator == "residential_areas_total"
    assert [item.header for item in draft.questions] == ["Số mô hình"]


def test_columns_stand_in_the_order_of_the_file_however_they_were_settled(words: Vocabulary) -> None:
    draft, _ = add(words, "households", "", "1", "residential_areas_total", "")
    assert [*columns(draft)] == ["Dân số", "Chỉ tiêu 7b"]


def test_what_was_understood_is_left_aside(words: Vocabulary) -> None:
    draft, _ = add(words, "households", "", "1", "0", "số cũ", "")
    (sheet,) = draft.layout.sheet
    assert [column.header for column in sheet.column] == ["Chỉ tiêu 7b"]
    assert [(item.header, item.reason) for item in sheet.ignore] == [("Dân số", "số cũ")]


def test_a_wrong_number_is_asked_again(words: Vocabulary) -> None:
    _, told = add(words, "99", "xyzw", "", "", "77", "")
    assert sum("99" in line or "xyzw" in line or "“77”" in line for line in told) >= 3


def test_two_columns_never_mean_the_same(words: Vocabulary) -> None:
    draft, _ = add(words, "population", "", "")
    assert set(columns(draft)) == {"Dân số"}


def test_an_empty_line_keeps_what_is_known_and_says_so(words: Vocabulary) -> None:
    draft, told = add(words, "households", "", "2", "", "1", "", "3", "", "")
    assert columns(draft)["Chỉ tiêu 7b"].indicator == "households"
    asked = [line for line in told if "Enter = " in line and "0 = " in line]
    assert ["giữ nguyên" in line for line in asked] == [False, False, True, True, False]
    assert "để sau" in asked[-1]


def of_communes(*names: str) -> tuple[Sheet, ...]:
    """Make a sheet of one form for each commune."""
    rows = [
        ["Nội dung", "Kết quả"],
        ["Dân số", 4000.0],
        ["Số hộ", 900.0],
        ["Chỉ tiêu 7b", 71.0],
        ["Số mô hình", 3.0],
    ]
    return tuple(Sheet(name, [[f"CÔNG AN {name.upper()}", ""], *map(list, rows)]) for name in names)


def of_many(*pairs: tuple[str, tuple[str, ...]]) -> tuple[Sheet, ...]:
    rows = {name: [[unit, 5.0, 71.0] for unit in units] for name, units in pairs}
    return tuple(Sheet(name, [["Tên xã", "Dân số", "Chỉ tiêu 7b"], *own]) for name, own in rows.items())


def test_what_stands_alike_in_sheets_of_one_form_is_asked_once(words: Vocabulary) -> None:
    answers = ("residential_areas_total", "model_points_active")
    names = ("Xã Cộng Hòa", "Xã Vân Sơn", "Phường Thái Hòa")
    draft, told = ask_about(of_communes(*names), words, *answers, "")
    asked = [line for line in told if "“Chỉ tiêu 7b" in line]
    assert len(asked) == 1
    assert "3 trang cùng mẫu (Xã Cộng Hòa; Xã Vân Sơn; Phường Thái Hòa)" in asked[0]
    assert len(draft.layout.sheet) == 3
    for sheet in draft.layout.sheet:
        found = {column.header.split(" / ")[0]: column.indicator for column in sheet.column}
        assert found["Chỉ tiêu 7b"] == answers[0]
        assert found["Số mô hình"] == answers[1]


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        (NAMES[:2], NAMES[2:], 1),
        (NAMES, NAMES, 2),
        (NAMES[:3], NAMES[1:], 2),
    ],
)
def test_sheets_about_the_same_units_are_asked_one_by_one(
    first: tuple[str, ...], second: tuple[str, ...], asked: int, words: Vocabulary
) -> None:
    sheets = of_many(("Biểu 1", first), ("Biểu 2", second))
    _, told = ask_about(sheets, words, *["households"] * asked, "")
    assert sum("“Chỉ tiêu 7b”" in line for line in told) == asked


def test_no_brackets_stand_empty_behind_a_printed_rate(words: Vocabulary) -> None:
    rate = Understood("Biểu 01", "F", "F4", "Tỷ lệ (%)", "check", parts=("households", "population"))
    layout = Layout("new", "Mẫu", "Form", 2023, "unknown", ())
    (_, line) = say_table(Draft(layout, (rate,), "2023"), words, "vi")
    assert "Tỷ lệ (%)  =>" in line
    assert "[" not in line
