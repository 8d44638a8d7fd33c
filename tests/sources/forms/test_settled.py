"""What an earlier layout settled is not asked again; what the vocabulary reads exactly is never read otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.sources.forms.draft import Draft, draft_layout, understood_frame
from antq_analysis.sources.forms.layout import Column, Ignored, Layout, SheetLayout
from antq_analysis.sources.workbooks.workbook import Workbook
from antq_analysis.vocabulary import Vocabulary
from tests.cases.workbooks import UNITS
from tests.sources.forms.test_draft import NAMES, Rows, sheet, told

HEADERS = ("Tên xã", "Dân số", "Chỉ tiêu 7b", "Chỉ tiêu 8c", "Số mô hình", "Việc khác")
EARLIER = Layout(
    "xa_2022",
    "Biểu xã",
    "Table",
    2022,
    "tt124_commune",
    (
        SheetLayout(
            "Biểu 01",
            "Tên xã",
            (
                Column("Dân số", "population", "stock", "count"),
                Column("Chỉ tiêu 7b", "model_points_active", "stock", "count", category="clan_selfmgmt"),
                Column("Chỉ tiêu 8c", "area_km2", "stock", "number", scale=0.01),
                Column("Số mô hình", "model_types_active", "stock", "count"),
            ),
            ignore=(Ignored("Việc khác", "không dùng nữa"),),
        ),
    ),
)


def draft(
    vocabulary: Vocabulary,
    headers: tuple[str, ...] = HEADERS,
    before: Layout = EARLIER,
    cell: object = 5,
    title: str = "",
) -> Draft:
    rows: Rows = [[title], list(headers)] if title else [list(headers)]
    rows += [[*name, *[cell] * (len(headers) - 1)] for name in NAMES]
    return draft_layout(
        Workbook(Path("a.xlsx"), (sheet(rows),)),
        vocabulary,
        form="new",
        province="demo",
        period="2023",
        units=UNITS,
        before=[before],
    )


def changed(*columns: Column, ignore: tuple[Ignored, ...] = ()) -> Layout:
    (own,) = EARLIER.sheet
    taken = {column.header for column in columns} | {item.header for item in ignore}
    kept = tuple(column for column in own.column if column.header not in taken)
    return replace(EARLIER, sheet=(replace(own, column=(*kept, *columns), ignore=(*own.ignore, *ignore)),))


def test_the_same_form_a_year_later_asks_nothing(vocabulary: Vocabulary) -> None:
    found = draft(vocabulary)
    assert found.questions == ()
    (own,) = EARLIER.sheet
    assert set(found.layout.sheet[0].column) == set(own.column)
    assert found.layout.sheet[0].ignore == own.ignore
    assert found.layout.period_basis == "tt124_commune"
    shown = understood_frame(found, vocabulary, "vi").iloc[:, 5].tolist()
    assert shown.count("như mẫu xa_2022") == 4


def test_without_an_earlier_layout_they_are_asked(vocabulary: Vocabulary) -> None:
    other = replace(EARLIER, sheet=(replace(EARLIER.sheet[0], column=(), ignore=()),))
    assert {item.header for item in draft(vocabulary, before=other).questions} == set(HEADERS[2:])


def test_what_the_vocabulary_reads_exactly_is_never_read_otherwise(vocabulary: Vocabulary) -> None:
    wrong = changed(Column("Dân số", "households", "stock", "count"))
    assert told(draft(vocabulary, before=wrong))["Dân số"] == "population stock count"
    left = changed(ignore=(Ignored("Dân số", "bỏ"),))
    assert told(draft(vocabulary, before=left))["Dân số"] == "population stock count"


def test_cells_that_cannot_be_read_so_are_asked_about(vocabulary: Vocabulary) -> None:
    assert told(draft(vocabulary, cell="tốt"))["Chỉ tiêu 7b"] == "asked cells"


def test_two_columns_never_mean_the_same(vocabulary: Vocabulary) -> None:
    same = changed(Column("Chỉ tiêu 8c", "population", "stock", "count"))
    found = told(draft(vocabulary, before=same))
    assert (found["Dân số"], found["Chỉ tiêu 8c"]) == ("asked meaning_twice", "asked meaning_twice")


@pytest.mark.parametrize("new", ["Số loại MH các kiểu", "Cột chưa từng có"])
def test_a_header_that_was_renamed_is_offered_first(vocabulary: Vocabulary, new: str) -> None:
    found = draft(vocabulary, (*HEADERS[:4], new, HEADERS[5]))
    (question,) = found.questions
    assert question.header == new
    assert question.candidates[0][0] == "model_types_active"


def test_an_answer_cannot_carry_a_category_so_none_is_offered(vocabulary: Vocabulary) -> None:
    (question,) = draft(vocabulary, (*HEADERS[:2], "Cột chưa từng có", *HEADERS[3:])).questions
    assert "model_points_active" not in [name for name, _ in question.candidates][:1]


def test_a_form_with_few_headers_in_common_is_another_form(vocabulary: Vocabulary) -> None:
    found = draft(vocabulary, (*HEADERS[:3], "A1", "A2", "A3", "A4", "A5"))
    assert told(found)["Chỉ tiêu 7b"] == "asked unknown"


@pytest.mark.parametrize(
    ("title", "basis"),
    [
        ("BIỂU TỔNG HỢP (từ ngày 16/11/2022 đến 15/11/2023)", "tt124_commune"),
        ("BIỂU TỔNG HỢP (từ 01/11/2022 đến 31/10/2023)", "tt124_kdc"),
        ("BIỂU TỔNG HỢP (01/01/2023 - 31/12/2023)", "calendar"),
        ("BIỂU TỔNG HỢP (15/11/2022 - 14/11/2023)", "unknown"),
        ("BIỂU TỔNG HỢP NĂM 2023", "tt124_commune"),
    ],
)
def test_the_days_of_the_title_are_the_window(vocabulary: Vocabulary, title: str, basis: str) -> None:
    layout = draft(vocabulary, title=title).layout
    assert layout.period_basis == basis
    assert layout.label_vi.startswith("BIỂU TỔNG HỢP")
    assert "2023" not in layout.label_vi.partition("(")[0]


def test_a_form_without_title_bears_its_identifier(vocabulary: Vocabulary) -> None:
    assert draft(vocabulary).layout.label_vi == "new"


@pytest.mark.parametrize(("ending", "pattern"), [("csv", "*"), ("xlsx", "BC nam {year}")])
def test_the_name_of_a_text_file_is_no_name_of_a_sheet(
    vocabulary: Vocabulary, ending: str, pattern: str
) -> None:
    rows: Rows = [["Tên xã", "Dân số"], *([*name, 5] for name in NAMES)]
    book = Workbook(Path(f"BC nam 2023.{ending}"), (sheet(rows, name="BC nam 2023"),))
    found = draft_layout(book, vocabulary, form="new", province="demo", period="2023", units=UNITS)
    assert found.layout.sheet[0].name == pattern


def test_a_header_that_stands_twice_is_never_taken_over(vocabulary: Vocabulary) -> None:
    found = draft(vocabulary, (*HEADERS[:5], "Chỉ tiêu 7b"))
    assert [item.reason for item in found.questions if item.header == "Chỉ tiêu 7b"] == ["header_twice"] * 2
