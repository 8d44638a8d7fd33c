"""One sheet a year, and two tables on one sheet: each sheet counts for its own year, and nothing for a wrong row."""

from pathlib import Path

import pytest

from antq_analysis.files import sha256
from antq_analysis.project import find_project
from antq_analysis.sources.forms.draft import Draft, draft_layout
from antq_analysis.sources.forms.known_form import explains
from antq_analysis.sources.forms.layout import Layout
from antq_analysis.sources.forms.register_names import names_of
from antq_analysis.sources.receiving.received import ReceivedFile
from antq_analysis.sources.tables.reading import Read, read_received
from antq_analysis.sources.workbooks.workbook import read_workbook
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.cases.workbooks import UNITS, comparing, write_book
from tests.given import ROOT

Rows = list[list[object]]
CODES = {"Xã Cộng Hòa": "00002", "Thị trấn Đà Bắc": "00003", "Xã Vân Sơn": "00005"}
HEAD: list[object] = ["STT", "Xã, phường, thị trấn", "Dân số", "Số hộ", "Tổng số vụ việc về ANTT"]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return load_vocabulary(find_project(ROOT))


def year(number: int, title: str = "", head: list[object] = HEAD) -> Rows:
    """The figures of a year: each differs from those of every other."""
    rows: Rows = [[title]] if title else []
    rows.append(head)
    return rows + [
        [n, name, number + n, 100 * n + number % 100, 10 * n + number % 10] for n, name in enumerate(CODES, 1)
    ]


def expected(*years: int) -> dict[tuple[str, str, str], float]:
    return {
        (code, indicator, str(number)): value
        for number in years
        for n, code in enumerate(CODES.values(), 1)
        for indicator, value in (
            ("population", number + n),
            ("households", 100 * n + number % 100),
            ("incidents_total", 10 * n + number % 10),
        )
    }


def book(path: Path, sheets: dict[str, Rows]) -> Path:
    (first, rows), *others = sheets.items()
    return write_book(path, rows, (), first, dict(others))


def drafted(path: Path, vocabulary: Vocabulary, period: str = "2023") -> Draft:
    return draft_layout(
        read_workbook(path), vocabulary, form="years", province="demo", period=period, units=UNITS
    )


def read(path: Path, layout: Layout, vocabulary: Vocabulary, period: str = "2023") -> Read:
    file = ReceivedFile(path, "demo", path.name, sha256(path), "years", "2020-01-01", period)
    return read_received(file, layout, UNITS, vocabulary)


def values(found: Read) -> dict[tuple[str, str, str], float]:
    rows = found.observations[found.observations["value"].notna()]
    return {(row.unit_code, row.indicator, row.period): row.value for row in rows.itertuples()}


@pytest.mark.parametrize(
    "sheets",
    [
        {"2021": year(2021), "Năm 2022": year(2022), "2023": year(2023)},
        {"A": year(2021, "KẾT QUẢ NĂM 2021"), "B": year(2022, "NĂM 2022"), "C": year(2023, "NĂM 2023")},
        {
            "Biểu 2021": year(2021, "KẾT QUẢ NĂM 2021"),
            "2022": year(2022, "KẾT QUẢ"),
            "N": year(2023, "Năm 2023"),
        },
    ],
)
def test_each_sheet_counts_for_its_own_year(
    sheets: dict[str, Rows], tmp_path: Path, words: Vocabulary
) -> None:
    path = book(tmp_path / "a.xlsx", sheets)
    draft = drafted(path, words)
    assert draft.questions == ()
    found = read(path, draft.layout, words)
    assert values(found) == expected(2021, 2022, 2023)
    assert [item.rule for item in found.findings] == ["earlier_sheet_read"] * 2
    # A finding is listed under the period of its file.
    assert not any("period" in item.values for item in found.findings)
    earlier = found.observations["period"].lt("2023")
    assert found.observations["rule"].eq("printed_for_earlier_year").equals(earlier)
    assert comparing.account_faults(found) == []


def test_the_layout_holds_next_year_and_for_no_other_sheets(tmp_path: Path, words: Vocabulary) -> None:
    layout = drafted(book(tmp_path / "a.xlsx", {"2022": year(2022), "2023": year(2023)}), words).layout
    assert [(sheet.name, sheet.years_before) for sheet in layout.sheet] == [("{year-1}", 1), ("{year}", 0)]
    later = book(tmp_path / "b.xlsx", {"2023": year(2023), "2024": year(2024)})
    assert explains(layout, read_workbook(later), "2024", names_of(UNITS))
    assert values(read(later, layout, words, "2024")) == expected(2023, 2024)
    more = book(tmp_path / "c.xlsx", {"2022": year(2022), "2023": year(2023), "2024": year(2024)})
    assert not explains(layout, read_workbook(more), "2024", names_of(UNITS))
    found = read(more, layout, words, "2024")
    assert values(found) == expected(2023, 2024)
    assert [item.sheet for item in found.findings if item.rule == "sheet_not_in_layout"] == ["2022"]


@pytest.mark.parametrize(
    ("sheets", "asked"),
    [
        ({"2022": year(2022, "KẾT QUẢ NĂM 2021"), "2023": year(2023)}, "2022"),
        ({"2024": year(2024), "2023": year(2023)}, "2024"),
        ({"2022": year(2022), "Trang 2": year(2023)}, "2022"),
        ({"2022": year(2022, head=["STT", "Tên xã", "Số điểm mô hình hiện có", "Số hộ", "Khu dân cư có mô hình"]),
          "2023": year(2023)}, "2022"),
    ],
)  # fmt: skip
def test_a_sheet_of_a_doubtful_year_is_asked_and_not_read(
    sheets: dict[str, Rows], asked: str, tmp_path: Path, words: Vocabulary
) -> None:
    path = book(tmp_path / "a.xlsx", sheets)
    draft = drafted(path, words)
    assert [(item.sheet, item.reason) for item in draft.questions] == [(asked, "other_year")]
    found = read(path, draft.layout, words)
    assert values(found) == expected(2023)
    assert [item.sheet for item in found.findings if item.rule == "sheet_not_in_layout"] == [asked]


def test_a_lone_sheet_of_an_earlier_year_is_asked(tmp_path: Path, words: Vocabulary) -> None:
    draft = drafted(book(tmp_path / "a.xlsx", {"2022": year(2022)}), words)
    assert draft.layout.sheet == ()
    assert [item.reason for item in draft.questions] == ["other_year"]


def test_years_within_a_sheet_count_from_its_own(tmp_path: Path, words: Vocabulary) -> None:
    def two(number: int) -> Rows:
        return [
            ["STT", "Tên xã", f"Dân số năm {number - 1}", f"Dân số năm {number}"],
            [1, "Xã Cộng Hòa", number - 1, number],
        ]

    path = book(tmp_path / "a.xlsx", {"Năm 2021": two(2021), "Năm 2023": two(2023)})
    draft = drafted(path, words)
    assert draft.questions == ()
    assert values(read(path, draft.layout, words)) == {
        ("00002", "population", str(number)): number for number in (2020, 2021, 2022, 2023)
    }


def test_two_sheets_that_print_one_year_are_compared(tmp_path: Path, words: Vocabulary) -> None:
    def two(number: int, before: int) -> Rows:
        return [
            ["STT", "Tên xã", f"Dân số năm {number - 1}", f"Dân số năm {number}"],
            [1, "Xã Cộng Hòa", before, number],
        ]

    path = book(tmp_path / "a.xlsx", {"2022": two(2022, 5), "2023": two(2023, 9)})
    found = read(path, drafted(path, words).layout, words)
    assert values(found) == {("00002", "population", "2021"): 5, ("00002", "population", "2023"): 2023}
    assert "sheets_differ" in {item.rule for item in found.findings}


@pytest.mark.parametrize(
    ("before", "now"), [("Năm trước", "Năm nay"), ("Cùng kỳ", "Kỳ báo cáo"), ("SL kỳ trước", "2023")]
)
def test_a_tab_named_the_year_before_is_read_as_that_year(
    before: str, now: str, tmp_path: Path, words: Vocabulary
) -> None:
    path = book(tmp_path / "a.xlsx", {before: year(2022), now: year(2023)})
    draft = drafted(path, words)
    assert draft.questions == ()
    found = read(path, draft.layout, words)
    assert values(found) == expected(2022) | expected(2023)
    assert {item.severity for item in found.findings} == {"note"}


def test_a_tab_of_the_year_before_alone_is_not_read(tmp_path: Path, words: Vocabulary) -> None:
    path = book(tmp_path / "a.xlsx", {"Cùng kỳ": year(2022), "Báo cáo": year(2023)})
    found = read(path, drafted(path, words).layout, words)
    assert values(found) == expected(2023)
    assert [item.sheet for item in found.findings if item.severity == "error"] == ["Cùng kỳ"]


def test_names_below_the_order_numbers_tell_a_table_off_by_one_column(
    tmp_path: Path, words: Vocabulary
) -> None:
    head: list[object] = ["TT", "Xã, phường, thị trấn", "Dân số", "Số hộ"]
    shifted: Rows = [head]
    shifted += [[name, 4100 + n, 900 + n, None] for n, name in enumerate(CODES)]
    draft = drafted(book(tmp_path / "a.xlsx", {"2023": shifted}), words)
    assert draft.layout.sheet == ()
    assert draft.questions[0].reason == "names_shifted"
    numbered: Rows = [["TT", "Dân số"]]
    numbered += [[name, 4100 + n] for n, name in enumerate(CODES)]
    layout = drafted(book(tmp_path / "b.xlsx", {"2023": numbered}), words).layout
    assert [column.indicator for sheet in layout.sheet for column in sheet.column] == ["population"]


def test_names_below_another_head_than_that_of_names_tell_it_too(tmp_path: Path, words: Vocabulary) -> None:
    head: list[object] = ["TT", "Xã, phường, thị trấn", "Dân số", "Số hộ", "Số thôn"]
    shifted: Rows = [head, *([n, None, name, 4100 + n, 900 + n] for n, name in enumerate(CODES))]
    draft = drafted(book(tmp_path / "a.xlsx", {"2023": shifted}), words)
    assert draft.layout.sheet == ()
    assert draft.questions[0].reason == "names_shifted"


# Two tables side by side.


def beside(second: list[object], names: tuple[str, ...]) -> Rows:
    left = year(2023)
    right: Rows = [["", *second], *(["", n, name, 5 + n, 6 + n] for n, name in enumerate(names, 1))]
    return [a + b for a, b in zip(left, right, strict=True)]


def test_tables_side_by_side_are_asked_with_their_cells(tmp_path: Path, words: Vocabulary) -> None:
    rows = beside(
        ["STT", "Xã, phường, thị trấn", "Dân số", "Số hộ"], ("Phường Thái Hòa", "Xã Vân Sơn", "Xã Cộng Hòa")
    )
    draft = drafted(book(tmp_path / "a.xlsx", {"Biểu 01": rows}), words)
    assert draft.layout.sheet == ()
    assert [(item.cell, item.reason) for item in draft.questions] == [("B2, H2", "two_unit_columns")]


def test_a_known_layout_reads_no_figures_of_other_rows(tmp_path: Path, words: Vocabulary) -> None:
    second: list[object] = ["STT", "Xã, phường, thị trấn", "Số điểm mô hình hiện có", "Tổng số khu dân cư"]
    head, others = [*HEAD, *second[2:]], ("Thị trấn Đà Bắc", "Xã Vân Sơn", "Xã Cộng Hòa")
    wide = [[*row, 7, 8] for row in year(2023)[1:]]
    layout = drafted(book(tmp_path / "a.xlsx", {"Biểu 01": [head, *wide]}), words).layout
    found = read(book(tmp_path / "b.xlsx", {"Biểu 01": beside(second, others)}), layout, words)
    assert values(found) == {}
    assert [(item.cell, item.severity) for item in found.findings if item.rule == "tables_side_by_side"] == [
        ("H2", "error")
    ]
    assert found.account.iloc[0]["cells_refused"] == found.account.iloc[0]["cells_received"]
    assert comparing.account_faults(found) == []
