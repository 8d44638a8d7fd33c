"""A form without a layout: what is understood, what is asked, and that nothing is guessed."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.errors import LayoutError
from antq_analysis.project import Project
from antq_analysis.sources.forms.draft import Draft, draft_layout, understood_frame
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.forms.layout_text import layout_toml, write_layout
from antq_analysis.sources.forms.lexicon import Lexicon, make_lexicon
from antq_analysis.sources.forms.time_words import is_change
from antq_analysis.sources.forms.understand import is_printed_rate, understand
from antq_analysis.sources.receiving.received import ReceivedFile, received_files
from antq_analysis.sources.tables.reading import read_received
from antq_analysis.sources.workbooks.workbook import Sheet, Workbook, read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import UNITS, write_book
from tests.sources.forms.headers_drafted import ASKED_THOUGH_CLEAR, HEADERS

Rows = list[list[object]]
PERIOD = "2023"


@pytest.fixture(scope="module")
def words(root: Path) -> Vocabulary:
    from antq_analysis.project import find_project

    return load_vocabulary(find_project(root))


@pytest.fixture(scope="module")
def lexicon(words: Vocabulary) -> Lexicon:
    return make_lexicon(words, "demo")


# What a header means.


def answer(path: str, lexicon: Lexicon) -> str:
    meaning = understand(path, PERIOD, lexicon)
    if is_change(path) or is_printed_rate(path, meaning, lexicon):
        return "-"
    if not meaning.indicator:
        assert meaning.reason
        assert not meaning.basis
        return "?"
    years = f"-{meaning.years_before}" if meaning.years_before else ""
    return f"{meaning.indicator}:{meaning.category}:{meaning.basis}{years}"


def agrees(answered: str, wanted: str) -> bool:
    if wanted in ("?", "-"):
        return answered == wanted
    named = [*wanted.split(":"), "", ""][:3]
    given = answered.split(":")
    return (
        len(given) == 3
        and given[:2] == named[:2]
        and (given[2] == named[2] if named[2] else "-" not in given[2])
    )


@pytest.mark.parametrize(("path", "wanted"), HEADERS)
def test_a_header_is_understood_as_a_person_would_or_asked(path: str, wanted: str, lexicon: Lexicon) -> None:
    answered = answer(path, lexicon)
    assert agrees(answered, "?" if path in ASKED_THOUGH_CLEAR else wanted), answered


def test_case_and_normal_form_change_no_meaning(lexicon: Lexicon) -> None:
    for path, _ in HEADERS:
        plain = answer(path, lexicon)
        for written in (path.upper(), path.lower(), unicodedata.normalize("NFD", path)):
            assert answer(written, lexicon) == plain, written


def test_every_wording_of_the_vocabulary_means_what_it_stands_under(lexicon: Lexicon) -> None:
    asked, wrong = 0, []
    for entry in lexicon.indicators.values():
        for alias in entry.aliases:
            meaning = understand(alias, PERIOD, lexicon, entry.level)
            asked += not meaning.indicator
            if meaning.indicator not in ("", entry.id):
                wrong.append((alias, meaning.indicator))
    assert wrong == []
    assert asked < 15


def test_every_ambiguous_header_is_asked(words: Vocabulary, lexicon: Lexicon) -> None:
    for entry in words.ambiguous:
        for header in (*entry.headers, *(f"Trong đó: / {header}" for header in entry.headers)):
            meaning = understand(header, PERIOD, lexicon)
            assert not meaning.indicator, header
            assert meaning.candidates, header


# Where the table stands.

HEAD: Rows = [
    [
        "STT",
        "Xã, phường, thị trấn",
        "Dân số (nghìn người)",
        "Khu dân cư",
        "",
        "",
        "Vụ việc về ANTT",
        "",
        "Ghi chú",
    ],
    ["", "", "", "Tổng số", "Có mô hình", "Tỷ lệ (%)", "Năm 2022", "Năm 2023", ""],
]
BODY: Rows = [
    ["I", "Huyện Đà Bắc", "", "", "", "", "", "", ""],
    [1, "Xã Cao Sơn", 1.6, 8, 6, 75, 5, 4, ""],
    [2, "Xã Cộng Hòa", 2.4, 5, 2, 40, 3, 3, "họp"],
    [3, "TT Đà Bắc", 2.0, 7, 7, 100, 0, "-", ""],
    ["II", "Huyện Lương Sơn", "", "", "", "", "", "", ""],
    [1, "Cao Sơn", 1.0, 4, 1, "25,0%", 1, 2, ""],
    [2, "X. Vân Sơn", 0.5, 4, 2, 50, 1, 0, ""],
]
MERGED = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5), (0, 6, 0, 7), (0, 8, 1, 8))
WANTED = {
    "STT": "row_number",
    "Xã, phường, thị trấn": "unit",
    "Dân số (nghìn người)": "population stock count x1000",
    "Khu dân cư / Tổng số": "residential_areas_total stock count",
    "Khu dân cư / Có mô hình": "residential_areas_with_model stock count",
    "Khu dân cư / Tỷ lệ (%)": "check residential_areas_with_model/residential_areas_total",
    "Vụ việc về ANTT / Năm 2022": "incidents_total in_year count -1",
    "Vụ việc về ANTT / Năm 2023": "incidents_total in_year count",
    "Ghi chú": "ignored",
}


def sheet(
    rows: Sequence[Sequence[object]], merged: Sequence[tuple[int, ...]] = (), name: str = "Biểu 01"
) -> Sheet:
    width = max(map(len, rows))
    filled = [[*row, *([""] * (width - len(row)))] for row in rows]
    return Sheet(name, filled, tuple(merged))  # type: ignore[arg-type]


def draft(words: Vocabulary, *sheets: Sheet, units: pd.DataFrame = UNITS, period: str = PERIOD) -> Draft:
    book = Workbook(Path("a.xlsx"), sheets)
    return draft_layout(book, words, form="new", province="demo", period=period, units=units)


def told(found: Draft) -> dict[str, str]:
    said = {}
    for item in found.understood:
        words = (
            [item.kind]
            if item.kind != "indicator"
            else [item.indicator, item.category, item.basis, item.reads]
        )
        words += [f"x{item.scale:g}"] if item.scale else []
        words += [f"-{item.years_before}"] if item.years_before else []
        words += ["/".join(item.parts)] if item.parts else []
        words += [item.reason] if item.kind == "asked" else []
        said[item.header] = " ".join(filter(None, words))
    return said


def test_a_form_never_seen(words: Vocabulary) -> None:
    found = draft(words, sheet([*HEAD, *BODY], MERGED))
    assert told(found) == WANTED
    assert found.questions == ()
    read = found.layout.sheet[0]
    assert (read.district, read.level, read.unit_header) == ("heading", "commune", "Xã, phường, thị trấn")
    assert [column.header for column in read.column if column.indicator == "incidents_total"] == [
        "Vụ việc về ANTT / Năm {year-1}",
        "Vụ việc về ANTT / Năm {year}",
    ]


def shifted(down: int, right: int = 0) -> list[tuple[int, int, int, int]]:
    return [(a + down, b + right, c + down, d + right) for a, b, c, d in MERGED]


def titled() -> Sheet:
    top: Rows = [
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", *[""] * 8],
        ["BIỂU 01: KẾT QUẢ PHONG TRÀO NĂM 2023", *[""] * 8],
    ]
    return sheet([*top, *HEAD, *BODY], [*shifted(2), (0, 0, 0, 8), (1, 0, 1, 8)])


def numbered() -> Sheet:
    return sheet([*HEAD, ["A", "B", 1, 2, 3, 4, 5, 6, 7], *BODY], MERGED)


def totals() -> Sheet:
    return sheet([*HEAD, ["", "Tổng cộng", 7.5, 28, 18, 64.3, 10, 9, ""], *BODY], MERGED)


def gaps() -> Sheet:
    empty: Rows = [[""] * 9]
    return sheet([*empty * 3, *HEAD, *empty, *BODY[:3], *empty * 2, *BODY[3:], *empty], shifted(3))


def empty_columns() -> Sheet:
    rows = [["", *row[:3], "", *row[3:]] for row in [*HEAD, *BODY]]
    merged = [(a, b + 1 + (b > 2), c, d + 1 + (d > 2)) for a, b, c, d in MERGED]
    return sheet(rows, merged)


def signed() -> Sheet:
    below: Rows = [["", "", "", "", "", "", "Đà Bắc, ngày 20 tháng 11 năm 2023"], ["", "NGƯỜI LẬP BIỂU"]]
    return sheet([*HEAD, *BODY, *below], MERGED)


@pytest.mark.parametrize("make", [titled, numbered, totals, gaps, empty_columns, signed])
def test_what_stands_around_a_table_changes_nothing(make: Callable[[], Sheet], words: Vocabulary) -> None:
    found = draft(words, make())
    assert told(found) == WANTED
    assert found.questions == ()


def test_titles_that_are_not_merged_change_nothing(words: Vocabulary) -> None:
    assert told(draft(words, sheet([*HEAD, *BODY]))) == WANTED


@pytest.mark.parametrize("write", [str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)])
def test_case_and_normal_form_of_a_sheet_change_nothing(
    write: Callable[[str], str], words: Vocabulary
) -> None:
    rows = [[write(cell) if isinstance(cell, str) else cell for cell in row] for row in [*HEAD, *BODY]]
    said = told(draft(words, sheet(rows, MERGED)))
    assert {header.lower(): text for header, text in said.items()} == {
        unicodedata.normalize("NFC", write(header)).lower(): text for header, text in WANTED.items()
    }


def test_the_order_of_columns_changes_nothing(words: Vocabulary) -> None:
    order = [0, 1, 6, 7, 2, 8, 3, 4, 5]
    rows = [[row[place] for place in order] for row in [*HEAD, *BODY]]
    merged = [(a, order.index(b), c, order.index(d)) for a, b, c, d in MERGED]
    assert told(draft(words, sheet(rows, merged))) == WANTED


def test_a_row_of_units_belongs_to_the_head(words: Vocabulary) -> None:
    head: Rows = [["STT", "Tên xã", "Dân số", "Tai nạn giao thông", ""], ["", "", "", "Số vụ", "Chết"]]
    notes: Rows = [["", "", "(người)", "(vụ)", "(người)"]]
    body: Rows = [[1, "Cao Sơn", 1602, 3, 1], [2, "Cộng Hòa", 2398, 0, 0], [3, "Vân Sơn", 20, 1, 0]]
    found = draft(words, sheet([*head, *notes, *body], [(0, 3, 0, 4)]))
    assert [item.indicator for item in found.layout.sheet[0].column] == [
        "population",
        "traffic_accidents",
        "traffic_deaths",
    ]


NAMES = [["Xã Cao Sơn"], ["Xã Cộng Hòa"], ["Xã Vân Sơn"], ["Phường Thái Hòa"]]


def one_column(header: str, *values: object, unit: str = "Tên xã") -> Sheet:
    return sheet([[unit, header], *([*name, value] for name, value in zip(NAMES, values, strict=False))])


@pytest.mark.parametrize(
    ("header", "values", "wanted"),
    [
        ("Dân số", (1602, 2398, "1.000", 5), "population stock count"),
        ("Dân số", ("x", "", "x", "x"), "asked cells"),
        ("Dân số", ("đông", "vừa", 100, "ít"), "asked cells"),
        ("Đạt tiêu chí 19.2", ("x", "", "x", ""), "ntm_19_2_met stock tick"),
        ("Đạt tiêu chí 19.2", ("Đạt", "KĐ", "Đạt", "KX"), "ntm_19_2_met stock tick"),
        ("Đạt tiêu chí 19.2", (12, 15, 9, 30), "asked cells"),
        ("Số mô hình", (1, 2, 3, 4), "asked ambiguous"),
        ("", (1, 2, 3, 4), "asked no_header"),
        ("Xếp loại phong trào", ("Khá", "Tốt", "Khá", "Yếu"), "movement_class stock class"),
        ("Năm thành lập mô hình", (2015, 2016, "N.2019", 2020), "model_established_year stock year"),
        ("Diện tích (ha)", (100, 200.5, 30, 40), "area_km2 stock number x0.01"),
        ("Thiệt hại do cháy (tỷ đồng)", (1, 2, 3, 4), "fire_damage_vnd in_year number x1000"),
        ("Thiệt hại do cháy, nổ (triệu đồng)", (1, 2, 3, 4), "fire_damage_vnd in_year number"),
        ("Thiệt hại do cháy", (1, 2, 3, 4), "asked unit"),
        ("Tổng số xã", (1, 2, 3, 4), "asked level"),
        ("Tỷ lệ KDC có mô hình (%)", (50, 60, 70, 75), "model_coverage_rate stock percent"),
    ],
)
def test_the_cells_confirm_what_the_header_says(
    header: str, values: tuple[object, ...], wanted: str, words: Vocabulary
) -> None:
    found = draft(words, one_column(header, *values))
    assert told(found)[header] == wanted
    assert bool(found.layout.sheet) == (not wanted.startswith("asked"))


def test_two_columns_of_one_meaning_are_both_asked(words: Vocabulary) -> None:
    rows: Rows = [["Tên xã", "Dân số", "Nhân khẩu", "Số hộ", "Số hộ"]]
    rows += [[*name, 10, 12, 3, 3] for name in NAMES]
    found = told(draft(words, sheet(rows)))
    assert found == {
        "": "asked no_column",
        "Tên xã": "unit",
        "Dân số": "asked meaning_twice",
        "Nhân khẩu": "asked meaning_twice",
        "Số hộ": "asked header_twice",
    }


def test_a_column_of_codes_is_left_to_the_reader(words: Vocabulary) -> None:
    rows: Rows = [["Mã xã", "Tên xã", "Dân số", "Ghi chú"], *(["00001", *name, 9, ""] for name in NAMES)]
    found = draft(words, sheet(rows))
    assert told(found)["Mã xã"] == "ignored"
    assert [item.header for item in found.layout.sheet[0].ignore] == ["Ghi chú"]


def test_in_year_and_cumulative_stand_side_by_side(words: Vocabulary) -> None:
    rows: Rows = [
        ["Tên xã", "Vụ việc về ANTT", ""],
        ["", "Trong năm", "Lũy kế"],
        *([*name, 1, 5] for name in NAMES),
    ]
    assert list(told(draft(words, sheet(rows, [(0, 1, 0, 2)]))).values()) == [
        "unit",
        "incidents_total in_year count",
        "incidents_total cumulative count",
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[""]], "empty"),
        ([["Hướng dẫn"], ["Ghi số liệu vào các trang sau"]], "words"),
        ([["Tên xã", "Dân số"], ["Xã Lạ", 1], ["Xã Khác", 2], ["Xã Không Có", 3]], "no_units"),
        (
            [["Loại mô hình", *(name for name, *_ in NAMES)], ["Tiếng kẻng", *(3 for _ in NAMES)]],
            "communes_across",
        ),
        ([["Xã cũ", "Xã mới", "Dân số"], *([*name, *name, 5] for name in NAMES)], "two_unit_columns"),
        ([*([*name, 5] for name in NAMES)], "no_head"),
        (
            [
                ["Tên xã", "Dân số"],
                *([*name, 5] for name in NAMES),
                ["Tên xã", "Số hộ"],
                *([*name, 2] for name in NAMES),
            ],
            "two_tables",
        ),
        ([["Tên xã", "Số gì đó"], *([*name, 5] for name in NAMES)], "no_column"),
    ],
)
def test_a_sheet_that_is_not_understood_says_why(rows: Rows, reason: str, words: Vocabulary) -> None:
    found = draft(words, sheet(rows, name="Trang"))
    own = [item for item in found.understood if not item.column]
    assert [item.reason for item in own] == [reason]
    assert found.layout.sheet == ()
    assert bool(found.layout.ignored_sheet) == (reason in ("empty", "words"))
    assert (own[0].kind == "asked") == (reason not in ("empty", "words"))


LOW: Rows = [
    ["", "", "Mô hình", "", "Tai nạn giao thông", ""],
    ["STT", "Tên xã", "Số điểm mô hình", "Số loại mô hình", "Số vụ", "Chết"],
]
LOW += [[1, *NAMES[0], 10, 5, 3, 2], [2, *NAMES[1], 12, 6, 3, 1], [3, *NAMES[2], 13, 7, 3, 0]]


@pytest.mark.parametrize("merged", [(), ((0, 2, 0, 3), (0, 4, 0, 5))])
def test_titles_above_the_row_of_the_names(merged: tuple[tuple[int, ...], ...], words: Vocabulary) -> None:
    found = draft(words, sheet(LOW, merged))
    assert [column.header for column in found.layout.sheet[0].column] == [
        "Mô hình / Số điểm mô hình",
        "Mô hình / Số loại mô hình",
        "Tai nạn giao thông / Số vụ",
        "Tai nạn giao thông / Chết",
    ]


@pytest.mark.parametrize(
    "title", ["BIỂU TỔNG HỢP NĂM 2023", "Đơn vị tính: người, vụ", "(Kèm theo Báo cáo số 5)"]
)
def test_a_title_over_the_figures_is_no_part_of_the_head(title: str, words: Vocabulary) -> None:
    rows: Rows = [
        ["", title, "", ""],
        ["Tên xã", "Dân số", "Số hộ", "Số vụ TNGT"],
        *([*name, 9, 3, 1] for name in NAMES),
    ]
    found = draft(words, sheet(rows, [(0, 1, 0, 3)]))
    assert [column.header for column in found.layout.sheet[0].column] == ["Dân số", "Số hộ", "Số vụ TNGT"]


@pytest.mark.parametrize(("name", "title"), [("Năm 2022", ""), ("Biểu 01", "KẾT QUẢ NĂM 2022")])
def test_a_sheet_of_another_year_is_asked(name: str, title: str, words: Vocabulary) -> None:
    rows: Rows = [[title, ""], ["Tên xã", "Dân số"], *([*line, 9] for line in NAMES)]
    found = draft(words, sheet(rows, name=name))
    assert [item.reason for item in found.questions] == ["other_year"]
    assert found.layout.sheet == ()


def test_years_side_by_side_as_numbers(words: Vocabulary) -> None:
    rows: Rows = [
        ["Tên xã", "TNGT (vụ)", "", ""],
        ["", 2022, 2023, 2024],
        *([*name, 5, 4, 3] for name in NAMES),
    ]
    found = told(draft(words, sheet(rows, [(0, 0, 1, 0), (0, 1, 0, 3)])))
    assert list(found.values()) == [
        "unit",
        "traffic_accidents in_year count -1",
        "traffic_accidents in_year count",
        "asked year",
    ]


def test_the_name_of_the_sheet_is_the_district(words: Vocabulary) -> None:
    rows: Rows = [["Tên xã", "Dân số"], ["Cao Sơn", 5], ["Cộng Hòa", 6], ["Đà Bắc", 7]]
    found = draft(words, sheet(rows, name="Đà Bắc"))
    assert found.layout.sheet[0].district == "sheet"


def test_a_column_of_districts(words: Vocabulary) -> None:
    rows: Rows = [["Huyện", "Tên xã", "Dân số"]]
    rows += [["Đà Bắc", "Cao Sơn", 5], ["", "Cộng Hòa", 6], ["Lương Sơn", "Cao Sơn", 7], ["", "Vân Sơn", 8]]
    read = draft(words, sheet(rows)).layout.sheet[0]
    assert (read.unit_header, read.district, read.district_header) == ("Tên xã", "column", "Huyện")


ABOLISHED = UNITS.drop(index=[0]).assign(district_code="", district_name="")


@pytest.mark.parametrize(
    "head", ["Huyện", "Huyện cũ", "Tên huyện", "Huyện, thành phố (cũ)", "Đơn vị / Huyện cũ"]
)
def test_a_column_of_districts_is_read_on_a_map_without_districts(head: str, words: Vocabulary) -> None:
    top, _, below = head.rpartition(" / ")
    rows: Rows = [[top, "Tên xã", "Dân số"]] if top else []
    rows += [[below, "Tên xã", "Dân số"]]
    rows += [
        ["Huyện Đà Bắc", "Cộng Hòa", 6],
        ["Lương Sơn" if not top else "Huyện Lương Sơn cũ", "Vân Sơn", 8],
    ]
    rows += [["", "Thái Hòa", 5]]
    read = draft(words, sheet(rows), units=ABOLISHED).layout.sheet[0]
    assert (read.district, read.district_header.rpartition(" / ")[2]) == ("column", below)


@pytest.mark.parametrize(
    "cells",
    [("x", "x", ""), (1, 2, 3), ("Đạt", "Đạt", "Đạt")],
    ids=["ticks", "numbers", "words below a title"],
)
def test_what_a_district_awarded_is_no_column_of_districts(
    cells: Sequence[object], words: Vocabulary
) -> None:
    names = ["Cộng Hòa", "Vân Sơn", "Thái Hòa"]
    rows: Rows = [["Tên xã", "Khen thưởng cấp", "Khen thưởng cấp"], ["Tên xã", "Tỉnh", "Huyện"]]
    rows += [[name, 1, cell] for name, cell in zip(names, cells, strict=True)]
    read = draft(words, sheet(rows, [(0, 0, 1, 0), (0, 1, 0, 2)]), units=ABOLISHED).layout
    assert [own.district for own in read.sheet] in ([], ["none"])


def test_headings_of_districts_are_read_on_a_map_without_districts(words: Vocabulary) -> None:
    rows: Rows = [["TT", "Tên xã", "Dân số"], ["I", "Huyện Đà Bắc", ""], [1, "Cộng Hòa", 6]]
    rows += [["II", "Huyện Lương Sơn cũ", ""], [1, "Vân Sơn", 8], [2, "Thái Hòa", 5]]
    assert draft(words, sheet(rows), units=ABOLISHED).layout.sheet[0].district == "heading"


def test_a_table_of_districts(words: Vocabulary) -> None:
    rows: Rows = [["Huyện, thành phố", "Số xã"], ["Huyện Đà Bắc", 3], ["Huyện Lương Sơn", 2], ["TP Mẫu", 1]]
    read = draft(words, sheet(rows)).layout.sheet[0]
    assert (read.level, read.column[0].indicator) == ("district", "communes_rural_total")


STRANGERS = ["Kim Ngân", "Ngọc Bích", "Hồng Hà", "Bảo Châu"]
HOMES = ["Huyện Đà Bắc", "Huyện Đà Bắc", "Huyện Lương Sơn", "Huyện Lương Sơn"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Tên huyện", "Tên xã", "Dân số"], *([*pair, 5] for pair in zip(HOMES, STRANGERS, strict=True))],
        [
            ["Huyện", "Tên gọi", "Dân số"],
            *([home, f"Xã {name}", 5] for home, name in zip(HOMES, STRANGERS, strict=True)),
        ],
        [
            ["Huyện", "Tên gọi", "Dân số"],
            *([home, name, 5] for home, name in zip(HOMES, STRANGERS, strict=True)),
        ],
        [
            ["Huyện", "Tên xã", "Dân số"],
            *([home, name, 5] for home, name in zip(HOMES[1:3], STRANGERS, strict=False)),
        ],
        [
            ["Huyện", "", "Dân số"],
            *([home, f"Phường {name}", 5] for home, name in zip(HOMES[1:3], STRANGERS, strict=False)),
        ],
        [
            ["Đơn vị", "Dân số"],
            *([HOMES[0], 9], ["Xã Kim Ngân", 5], ["Xã Ngọc Bích", 4]),
            *([HOMES[2], 9], ["Xã Hồng Hà", 5], ["TT. Bảo Châu", 4]),
        ],
    ],
)
def test_figures_of_unknown_communes_are_never_those_of_their_districts(
    rows: Rows, words: Vocabulary
) -> None:
    found = draft(words, sheet(rows))
    assert found.layout.sheet == ()
    assert [(item.reason, item.cell) for item in found.questions] == [("unknown_communes", "A2")]


def test_a_rate_is_compared_with_the_columns_that_make_it(words: Vocabulary) -> None:
    rows: Rows = [
        ["Tên xã", "Khu dân cư “An toàn về ANTT”", "", "", "Tỷ lệ"],
        ["", "Đăng ký", "Đạt", "Tỷ lệ đạt (%)", ""],
    ]
    figures = [(8, 6, 75, 1), (5, 2, 40, 2), (9, 3, 33.3, 3), (4, 4, 100, 4)]
    rows += [[*name, *line] for name, line in zip(NAMES, figures, strict=True)]
    found = told(draft(words, sheet(rows, [(0, 1, 0, 3)])))
    assert found["Khu dân cư “An toàn về ANTT” / Tỷ lệ đạt (%)"] == (
        "check safe_std_met_residential/safe_std_registered_residential"
    )
    assert found["Tỷ lệ"] == "ignored"


# The file of the layout.


def test_the_layout_is_written_and_read_back(project: Project, words: Vocabulary) -> None:
    found = draft(
        words, sheet([*HEAD, *BODY], MERGED, name="Biểu [1] 2023"), sheet([['chữ "và\\" số']], name="Ghi*")
    )
    layout = replace(found.layout, label_vi='Biểu "mới"', valid_to=2025)
    write_layout(layout, project.layouts / "new.toml")
    assert load_layout("new", project, vocabulary=load_vocabulary(project)) == layout
    assert layout.sheet[0].name == "Biểu [[]1] {year}"
    assert layout_toml(layout).startswith("# ")


def test_a_column_of_the_future_is_refused(project: Project, words: Vocabulary) -> None:
    layout = draft(words, sheet([*HEAD, *BODY], MERGED)).layout
    write_layout(layout, project.layouts / "new.toml")
    assert load_layout("new", project) == layout
    first = layout.sheet[0]
    wrong = replace(
        layout, sheet=(replace(first, column=(replace(first.column[0], years_before=-1), *first.column[1:])),)
    )
    write_layout(wrong, project.layouts / "new.toml")
    with pytest.raises(LayoutError, match="years_before"):
        load_layout("new", project)


def test_the_table_for_people(words: Vocabulary) -> None:
    found = draft(
        words, sheet([*HEAD, *BODY], MERGED), one_column("Số mô hình", 1, 2, 3, 4), sheet([["x"]], name="c")
    )
    for lang in ("vi", "en"):
        frame = understood_frame(found, words, lang)
        assert len(frame) == len(found.understood)
        assert frame.iloc[:, 3].ne("").all()


def test_columns_of_earlier_years_are_read_into_their_year(
    test_form: Project, words: Vocabulary, tmp_path: Path
) -> None:
    from antq_analysis.files import sha256

    path = write_book(tmp_path / "a.xlsx", [*HEAD, *BODY], merged=("D1:F1", "G1:H1"))
    layout = draft_layout(
        read_workbook(path), words, form="new", province="demo", period=PERIOD, units=UNITS
    ).layout
    file = ReceivedFile(path, "demo", path.name, sha256(path), "new", "2020-01-01", PERIOD)
    read = read_received(file, layout, UNITS, words)
    every = read.observations.query("indicator == 'incidents_total'")
    own, before = every[every["period"].eq(PERIOD)], every[every["period"].eq("2022")]
    assert before["value"].notna().any()
    assert before["rule"].str.endswith("printed_for_earlier_year").all()
    assert set(before["stage"]) == {"final"}
    assert set(read.observations["period"]) == {PERIOD, "2022"}
    assert dict(zip(own["unit_code"], own["value"], strict=True)) == {
        "00001": 4, "00002": 3, "00003": 0, "00004": 2, "00005": 0,
    }  # fmt: skip
    assert [item.cell for item in read.findings if item.rule == "earlier_year_read"] == ["G2"]
    people = read.observations.query("indicator == 'population'").set_index("unit_code")["value"]
    assert people.to_dict() == {"00001": 1600, "00002": 2400, "00003": 2000, "00004": 1000, "00005": 500}


# Against the layouts written by hand.

SAME = [
    "unit_code",
    "level",
    "indicator",
    "category",
    "basis",
    "value",
    "value_text",
    "comparator",
    "status",
    "rule",
]
SAME += ["sheet", "cell", "method_version", "period"]


def test_every_workbook_of_the_demo_is_read_as_by_hand(made_demo: Project) -> None:
    vocabulary = load_vocabulary(made_demo)
    files = received_files("demo", made_demo)
    assert len(files) >= 10
    for file in files:
        units = pd.read_csv(
            made_demo.places / "demo" / file.map / "units.csv", dtype="str", keep_default_na=False
        )
        found = draft_layout(
            read_workbook(file.path), vocabulary, form="new", province="demo", period=file.period, units=units
        )
        assert found.questions == (), file.name
        hand = load_layout(file.form, made_demo)
        by_hand = read_received(file, hand, units, vocabulary).observations[SAME]
        drafted = read_received(file, found.layout, units, vocabulary).observations[SAME]
        order = SAME[:5]
        pd.testing.assert_frame_equal(
            drafted.sort_values(order).reset_index(drop=True),
            by_hand.sort_values(order).reset_index(drop=True),
        )


def test_a_large_sheet_is_drafted_as_a_small_one(words: Vocabulary) -> None:
    count = 2_000
    units = pd.DataFrame(
        {
            "unit_code": [f"{number:05}" for number in range(count)],
            "name": [f"Xã Mẫu {number}" for number in range(count)],
            "type": "Xã",
            "district_code": "001",
            "district_name": "Huyện Mẫu",
        }
    )
    headers = [path for path, wanted in HEADERS if " / " not in path][:38]
    rows: Rows = [["STT", "Tên xã", *headers]]
    rows += [[number, f"Xã Mẫu {number}", *range(38)] for number in range(count)]
    small, large = (draft(words, sheet(some), units=units) for some in (rows[:40], rows))
    assert small.layout == large.layout
    assert [replace(item, samples=()) for item in large.understood] == [
        replace(item, samples=()) for item in small.understood
    ]
