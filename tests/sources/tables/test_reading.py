"""A whole form becomes observations: each trap alone, with the expectation written beside it."""

import copy
import math
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from antq_analysis.errors import LayoutError
from antq_analysis.files import sha256
from antq_analysis.findings import Severity, findings_frame
from antq_analysis.observations import validate
from antq_analysis.sources.deciding.questions import NAME_RULES
from antq_analysis.sources.tables import ledger
from antq_analysis.sources.tables.reading import Read
from tests.cases.workbooks import BODY, HEAD, MERGED_HEAD, UNITS, write_book
from tests.sources.conftest import ReadBook

POPULATION, AREAS, COVERED, MET = (
    "population",
    "residential_areas_total",
    "residential_areas_with_model",
    "ntm_19_2_met",
)
R, NONE, NA, KX = "reported", "not_reported", "not_available", "not_applicable"

EXPECTED = {
    "00001": [(1602, R), (8, R), (6, R), (1, R)],
    "00002": [(2398, R), (5, R), (0, R), (0, R)],
    "00003": [(2000, R), (7, R), (7, R), (None, KX)],
    "00004": [(1000, R), (2, R), (1, R), (1, R)],
    "00005": [(500, R), (4, R), (2, R), (1, R)],
    "00006": [(None, NA), (None, NONE), (None, NONE), (None, NONE)],
}
"""By unit: population, residential areas, with model, criterion; as a person reads the test form."""


def found(read: Read) -> dict[str, list[tuple[float | None, str]]]:
    values: dict[str, list[tuple[float | None, str]]] = {}
    for code, own in read.observations.groupby("unit_code"):
        by = own.set_index("indicator")
        values[str(code)] = [
            (None if math.isnan(by.loc[name, "value"]) else by.loc[name, "value"], by.loc[name, "status"])
            for name in (POPULATION, AREAS, COVERED, MET)
        ]
    return values


def rules(read: Read) -> dict[str, str]:
    """Rule to cell of every finding."""
    return {item.rule: item.cell for item in read.findings}


def adds_up(read: Read) -> bool:
    account = read.account
    return all(
        (
            account[f"{what}_received"]
            == account[f"{what}_loaded"] + account[f"{what}_refused"] + account[f"{what}_ignored"]
        ).all()
        for what in ("rows", "cells")
    ) and not any(item.rule == "account_differs" for item in read.findings)


def body(*changes: tuple[int, int, object]) -> list[list[object]]:
    """The rows of the test form with some cells changed: (row of the body, column, value)."""
    rows = copy.deepcopy([*HEAD, *BODY])
    for row, column, value in changes:
        rows[len(HEAD) + row][column] = value
    return rows


def test_the_plain_form(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(tmp_path / "a.xlsx")
    read = read_book(path)
    assert found(read) == EXPECTED
    assert read.findings == ()
    validate(read.observations)
    assert adds_up(read)
    line = read.account.iloc[0]
    filled = [[value for value in row if value is not None] for row in (*HEAD, *BODY)]
    assert line["cells_received"] == sum(map(len, filled))
    assert line["rows_received"] == sum(map(bool, filled))
    assert (line["rows_loaded"], line["rows_refused"], line["cells_refused"]) == (6, 0, 0)
    # Population, areas, covered and criterion of five communes less one empty tick, and one "…".
    assert line["cells_loaded"] == 20 - 1 + 1


def test_every_observation_knows_its_origin(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(tmp_path / "a.xlsx")
    frame = read_book(path).observations
    row = frame[(frame["unit_code"] == "00004") & (frame["indicator"] == COVERED)].iloc[0]
    assert (row["sheet"], row["cell"], row["source_id"]) == ("Biểu 01", "E11", sha256(path)[:12])
    assert (row["province"], row["unit_date"], row["level"], row["basis"], row["stage"]) == (
        "demo",
        "2020-01-01",
        "commune",
        "stock",
        "final",
    )
    assert (row["period_start"].date(), row["period_end"].date()) == (date(2023, 1, 1), date(2023, 12, 31))


def test_rules_that_were_applied_are_named(tmp_path: Path, read_book: ReadBook) -> None:
    frame = read_book(write_book(tmp_path / "a.xlsx")).observations.set_index(["unit_code", "indicator"])
    assert frame.loc[("00002", COVERED), "rule"] == "dash_is_zero"
    assert frame.loc[("00002", MET), "rule"] == "tick_empty_is_zero"
    assert frame.loc[("00006", MET), "status"] == "not_reported"


def test_method_versions_come_from_the_vocabulary(tmp_path: Path, read_book: ReadBook, vocabulary) -> None:
    frame = read_book(write_book(tmp_path / "a.xlsx")).observations
    wanted = {name: vocabulary.method_version("demo", name, date(2023, 12, 31)) for name in (POPULATION, MET)}
    assert wanted[MET]
    for name, version in wanted.items():
        assert set(frame.loc[frame["indicator"] == name, "method_version"]) == {version}


def test_unmerged_titles_and_a_taller_head(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    read = read_book(write_book(tmp_path / "a.xlsx", rows, merged=()))
    assert found(read) == EXPECTED
    assert adds_up(read)


def test_order_of_columns_does_not_matter(tmp_path: Path, read_book: ReadBook) -> None:
    order = [0, 1, 6, 3, 4, 5, 2, 7]
    rows = [
        [row[place] if place < len(row) else None for place in order] if len(row) > 2 else row
        for row in body()
    ]
    merged = ("A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:G4", "H3:H4")
    rows[4] = ["A", "B", 1, 2, 3, 4, 5, 6]
    assert found(read_book(write_book(tmp_path / "a.xlsx", rows, merged))) == EXPECTED


def test_headers_in_other_case_spacing_and_tone_placement(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows[2] = [
        "TT",
        "XÃ,  PHƯỜNG,\nTHỊ TRẤN",
        "DÂN SỐ",
        "Khu\u00a0dân cư",
        None,
        None,
        "xã đạt tiêu chí 19.2",
        "GHI CHÚ",
    ]
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert found(read) == EXPECTED
    assert read.findings == ()


def test_a_missing_column_names_the_nearest(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows[2][2] = "Dân số trung bình"
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    (missing,) = [item for item in read.findings if item.rule == "column_missing"]
    assert (missing.severity, missing.sheet, missing.expected, missing.written) == (
        "error",
        "Biểu 01",
        "Dân số",
        "Dân số trung bình",
    )
    assert POPULATION not in set(read.observations["indicator"])
    assert rules(read)["column_not_in_layout"] == "C7:C14"
    assert read.account.iloc[0]["cells_refused"] == 6
    assert adds_up(read)


def test_an_unknown_column_is_refused_aloud(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    for number, row in enumerate(rows[len(HEAD) : len(HEAD) + 9]):
        row.append(number)
    rows[2].append("Số vụ")
    read = read_book(write_book(tmp_path / "a.xlsx", rows, (*MERGED_HEAD, "I3:I4")))
    assert found(read) == EXPECTED
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.written) == ("column_not_in_layout", "warning", "Số vụ")
    assert read.account.iloc[0]["cells_refused"] == 6
    assert adds_up(read)


def test_a_column_without_any_header_is_refused_aloud(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows[6].append(99)
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert [item.rule for item in read.findings] == ["column_not_in_layout"]
    assert adds_up(read)


def test_a_header_that_stands_twice_is_read_nowhere(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows[2][7] = "Dân số"
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert rules(read)["header_twice"] == "C4, H4"
    assert POPULATION not in set(read.observations["indicator"])
    assert adds_up(read)


def test_no_header_at_all(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows[2][1] = "Đơn vị"
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert [item.rule for item in read.findings] == ["unit_header_missing"]
    assert read.observations.empty
    assert read.account.iloc[0]["cells_refused"] == read.account.iloc[0]["cells_received"]
    assert adds_up(read)


def test_an_unknown_name_is_refused_with_candidates(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((1, 1, "Xã Cao Sởn Hạ"))))
    (finding,) = [item for item in read.findings if item.rule == "unit_unmatched"]
    assert (finding.severity, finding.cell, finding.written) == ("error", "B7", "Xã Cao Sởn Hạ")
    assert "Cao Sơn" in str(finding.values["candidates"])
    assert {code: values for code, values in EXPECTED.items() if code != "00001"} == found(read)
    assert read.account.iloc[0]["rows_refused"] == 1
    assert adds_up(read)


def test_a_slip_of_one_letter_is_read_and_told(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((1, 1, "Xã Cao Sơnn"))))
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.cell) == ("unit_slip", "warning", "B7")
    assert (finding.written, finding.expected, finding.values["code"]) == (
        "Xã Cao Sơnn",
        "Xã Cao Sơn",
        "00001",
    )
    assert found(read) == EXPECTED


def test_a_name_of_another_date_is_refused_and_told_with_what_it_is_here(
    tmp_path: Path, read_book: ReadBook
) -> None:
    former = pd.DataFrame(
        {
            "unit_code": ["00077"],
            "name": ["Xã Dụ Ngôn"],
            "type": ["Xã"],
            "district_name": ["Huyện Đà Bắc"],
            "unit_date": ["2018-01-01"],
            "here": ["00001"],
        }
    )
    rows = body((1, 1, "Xã Dụ Ngôn"))
    read = read_book(write_book(tmp_path / "a.xlsx", rows), elsewhere=lambda: former)
    (finding,) = [item for item in read.findings if item.rule == "unit_other_date"]
    assert (finding.severity, finding.cell, finding.values["unit_date"]) == ("error", "B7", "2018-01-01")
    assert str(finding.values["candidates"]).startswith("00001 Xã Cao Sơn")
    assert "2018-01-01" in finding.text("vi")
    assert "Xã Cao Sơn" in finding.text("en")
    assert {code: values for code, values in EXPECTED.items() if code != "00001"} == found(read)
    assert adds_up(read)


def test_a_name_of_two_dates_is_refused_where_its_district_fits_the_former_unit(
    tmp_path: Path, read_book: ReadBook
) -> None:
    units = UNITS.drop_duplicates("name").assign(district_code="", district_name="")
    former = UNITS.assign(unit_date="2018-01-01", here="").head(6)
    elsewhere = former["unit_code"].eq("00001").map({True: "00002", False: ""})
    read = read_book(
        write_book(tmp_path / "a.xlsx", body()), units=units, elsewhere=lambda: former.assign(here=elsewhere)
    )
    finding = next(item for item in read.findings if item.rule == "unit_of_two_dates")
    assert (finding.severity, finding.written) == ("error", "Xã Cao Sơn")
    assert str(finding.values["candidates"]).startswith("00002")
    assert "unit_other_date" not in {item.rule for item in read.findings}
    assert finding.rule in NAME_RULES


def test_a_name_nearer_to_one_of_another_date_is_refused_and_told_with_both(
    tmp_path: Path, read_book: ReadBook
) -> None:
    former = pd.DataFrame(
        {
            "unit_code": ["00077"],
            "name": ["Xã Cáo Sơm"],
            "type": ["Xã"],
            "district_name": ["Huyện Đà Bắc"],
            "unit_date": ["2018-01-01"],
            "here": ["00002"],
        }
    )
    rows = body((1, 1, "Xã Cảo Sơm"))
    alone = read_book(write_book(tmp_path / "a.xlsx", rows), elsewhere=None)
    assert [item.rule for item in alone.findings] == ["unit_slip"]
    read = read_book(write_book(tmp_path / "a.xlsx", rows), elsewhere=lambda: former)
    (finding,) = [item for item in read.findings if item.rule == "unit_near_other_date"]
    assert (finding.severity, finding.cell, finding.values["unit_date"]) == ("error", "B7", "2018-01-01")
    for lang in ("vi", "en"):
        told = finding.text(lang)
        assert all(name in told for name in ("Xã Cáo Sơm", "00002 Xã Cộng Hòa", "00001 Xã Cao Sơn"))
    assert finding.rule in NAME_RULES
    assert {code: values for code, values in EXPECTED.items() if code != "00001"} == found(read)
    assert adds_up(read)


@pytest.mark.parametrize(("others", "told_of"), [(0, "Huyện Đà Bắc"), (1, "Huyện Lương Sơn"), (6, "")])
def test_a_district_that_no_map_of_the_province_has_is_told(
    others: int, told_of: str, tmp_path: Path, read_book: ReadBook
) -> None:
    units = UNITS.drop_duplicates("name").assign(district_code="", district_name="")
    known = UNITS.head(others).assign(name="Xã Dụ Ngôn", unit_date="2018-01-01", here="")
    read = read_book(write_book(tmp_path / "a.xlsx", body()), units=units, elsewhere=lambda: known)
    told = [item for item in read.findings if item.rule == "district_not_on_map"]
    assert [str(item.values["district"]).casefold() for item in told] == [told_of.casefold()] * bool(told_of)
    assert all(item.severity == "warning" and item.values["n"] for item in told)


def test_a_decision_settles_an_unknown_name(tmp_path: Path, read_book: ReadBook) -> None:
    alias = {
        "written_name": "Xã Cao Sởn Hạ", "written_district": "HUYỆN ĐÀ BẮC",
        "map_date": "2020-01-01", "unit_code": "00001",
        "reason": "tên cũ", "decided_on": "2024-01-05", "decided_by": "",
    }  # fmt: skip
    aliases = pd.DataFrame([alias], dtype="str")
    read = read_book(write_book(tmp_path / "a.xlsx", body((1, 1, "Xã Cao Sởn Hạ"))), aliases=aliases)
    assert found(read) == EXPECTED
    assert read.findings == ()


def test_a_changed_accent_is_a_warning(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((6, 1, "Xã Văn Sơn"))))
    assert found(read) == EXPECTED
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.cell, finding.expected) == (
        "unit_accent_changed",
        "warning",
        "B12",
        "Xã Vân Sơn",
    )


def test_a_wrong_district_heading_loads_nothing_of_its_rows(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((4, 1, "Huyện Lương Tài"))))
    assert {"00004", "00005"}.isdisjoint(found(read))
    assert found(read)["00001"] == EXPECTED["00001"]
    assert "heading_without_units" in rules(read)
    assert adds_up(read)


def test_headings_of_other_shapes(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body((0, 0, None), (0, 1, "I. HUYỆN ĐÀ BẮC"), (7, 0, "C"), (7, 1, "Mẫu"))
    rows[len(HEAD) + 4] = ["II. H. Lương Sơn"]
    merged = (*MERGED_HEAD, "A10:H10")
    assert found(read_book(write_book(tmp_path / "a.xlsx", rows, merged))) == EXPECTED


def test_a_commune_abbreviated_to_a_letter_is_no_heading(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((1, 1, "X. Cao Sơn"), (8, 1, "P. Thái Hòa"))))
    assert found(read) == EXPECTED


def test_totals_are_compared_and_never_loaded(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((0, 2, 6001), (9, 3, 27))))
    assert found(read) == EXPECTED
    by = {item.rule: item for item in read.findings}
    assert set(by) == {"subtotal_differs", "total_incomplete"}
    wrong = by["subtotal_differs"]
    assert (wrong.cell, wrong.written, wrong.expected, wrong.severity) == ("C6", 6001, 6000, "warning")
    assert (by["total_incomplete"].cell, by["total_incomplete"].values["n"]) == ("D15", 1)
    printed = read.totals.set_index("cell")
    assert (printed.loc["C6", "kind"], printed.loc["C6", "expected"], printed.loc["C6", "agrees"]) == (
        "subtotal",
        6000,
        False,
    )
    assert (printed.loc["C15", "kind"], printed.loc["C15", "agrees"]) == ("total", True)


def test_a_total_where_all_rows_are_known_is_an_error(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body((9, 2, 7501))
    del rows[len(HEAD) + 7 : len(HEAD) + 9]
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    (finding,) = read.findings
    assert (finding.rule, finding.severity, finding.cell) == ("total_differs", "warning", "C13")


def test_a_total_in_the_column_of_numbers(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((9, 1, None), (9, 0, "TỔNG SỐ"))))
    assert found(read) == EXPECTED
    assert read.findings == ()
    assert len(read.totals[read.totals["kind"] == "total"]) == 4


def test_commune_called_cong_hoa_is_no_total(tmp_path: Path, read_book: ReadBook) -> None:
    assert (
        found(read_book(write_book(tmp_path / "a.xlsx", body((2, 1, "Cộng Hòa")))))["00002"]
        == EXPECTED["00002"]
    )


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("75,0%", True),
        ("75%", True),
        (75, True),
        (0.75, True),
        ("0,75", True),
        ("74,9%", False),
        (80, False),
        ("0,8", False),
    ],
)
def test_printed_ratios(tmp_path: Path, read_book: ReadBook, printed: object, right: bool) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((1, 5, printed))))
    assert ([item.cell for item in read.findings if item.rule == "ratio_differs"] == []) == right
    assert found(read) == EXPECTED


def test_rounded_ratios_agree(tmp_path: Path, read_book: ReadBook) -> None:
    changes = ((1, 3, 129), (1, 4, 108), (1, 5, "83,7%"), (0, 3, 141), (0, 4, 115), (9, 3, 147), (9, 4, 118))
    assert read_book(write_book(tmp_path / "a.xlsx", body(*changes))).findings == ()


def test_more_with_a_model_than_there_are(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((5, 4, 3), (4, 4, 5), (9, 4, 18), (5, 5, 150))))
    (finding,) = read.findings
    assert (finding.rule, finding.cell, finding.values["whole_cell"]) == ("part_above_whole", "E11", "D11")


def test_a_spoilt_thousand_is_proposed_and_never_loaded(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((5, 2, 1.002))))
    assert found(read)["00004"][0] == (None, "unparsed")
    lost = next(item for item in read.findings if item.rule == "thousands_lost")
    assert (lost.cell, lost.written, lost.expected) == ("C11", "1.002", "1002")
    assert read.account.iloc[0]["cells_refused"] == 1
    assert adds_up(read)


def test_part_rows_are_added_only_when_marked(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body((1, 1, "Xã Cao Sơn (phần 1)"), (1, 2, 1000), (1, 3, 5), (1, 4, 4), (1, 5, None))
    rows.insert(len(HEAD) + 2, [None, "Xã Cao Sơn (phần 2)", 602, 3, 2, None, "x", None])
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert found(read) == EXPECTED
    frame = read.observations.set_index(["unit_code", "indicator"])
    assert (frame.loc[("00001", POPULATION), "cell"], frame.loc[("00001", POPULATION), "rule"]) == (
        "C7+C8",
        "part_rows_added",
    )
    assert [(item.rule, item.severity) for item in read.findings] == [("part_rows_added", "warning")]
    assert adds_up(read)


def test_unmarked_rows_with_other_figures_are_a_conflict(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows.insert(len(HEAD) + 2, [None, "Xã Cao Sơn", 602, 8, 6, None, "x", None])
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert found(read)["00001"] == [(None, "conflict"), (8, R), (6, R), (1, R)]
    conflict = next(item for item in read.findings if item.rule == "conflict")
    assert (conflict.cell, conflict.severity) == ("C7, C8", "error")
    assert read.account.iloc[0]["cells_refused"] == 2
    assert adds_up(read)


@pytest.mark.parametrize("row", [[602, 8, 6], [1602, 8, 6], [1602, None, None]])
def test_a_tick_in_one_of_two_reports_is_no_agreement(
    row: list[object], tmp_path: Path, read_book: ReadBook
) -> None:
    rows = body((1, 6, None))
    rows.insert(len(HEAD) + 2, [None, "Xã Cao Sơn", *row, None, "x", None])
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert found(read)["00001"][3] == (None, "conflict")
    assert "G7, G8" in [item.cell for item in read.findings if item.rule == "conflict"]
    assert adds_up(read)


def test_identical_rows_count_once(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body()
    rows.insert(len(HEAD) + 2, list(BODY[1]))
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert found(read) == EXPECTED
    assert [item.rule for item in read.findings] == ["duplicate_rows"]
    assert adds_up(read)


def test_complementary_rows_are_put_together_without_adding(tmp_path: Path, read_book: ReadBook) -> None:
    rows = body((1, 3, None), (1, 4, None), (1, 5, None), (1, 6, None))
    rows.insert(len(HEAD) + 2, [None, "Xã Cao Sơn", None, 8, 6, None, "x", "chưa báo cáo"])
    read = read_book(write_book(tmp_path / "a.xlsx", rows))
    assert found(read) == EXPECTED
    assert [item.rule for item in read.findings] == ["rows_combined"]
    assert adds_up(read)


def test_a_figure_merged_over_two_communes_belongs_to_none(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(tmp_path / "a.xlsx", body((6, 2, None)), (*MERGED_HEAD, "C11:C12"))
    read = read_book(path)
    assert [found(read)[code][0] for code in ("00004", "00005")] == [(None, "unparsed")] * 2
    assert rules(read)["merged_value"] == "C11:C12"
    assert adds_up(read)


def test_a_comment_on_a_figure_is_told_with_its_cell_only(tmp_path: Path, read_book: ReadBook) -> None:
    path = write_book(tmp_path / "a.xlsx", body())
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["C11"].comment = Comment("Số đúng là 7120", "ai đó")
    book.save(path)
    read = read_book(path)
    assert found(read) == EXPECTED
    (told,) = read.findings
    assert (told.rule, told.severity, told.cell) == ("figure_commented", "warning", "C11")
    assert "7120" not in told.text() + told.remedy()


def test_roman_numerals_may_only_number_the_communes(tmp_path: Path, read_book: ReadBook) -> None:
    rows = [
        ["I", "Đồng Mẫu", 1602, 8, 6, None, "x", None],
        ["II", "Cộng Hòa", 2398, 5, 0, None, None, None],
    ]
    read = read_book(write_book(tmp_path / "a.xlsx", [*HEAD, *rows], ()))
    account = read.account.iloc[0]
    assert account["rows_loaded"] + account["rows_refused"] >= 2
    assert adds_up(read)


@pytest.mark.parametrize(("cells", "rows"), [(["C11"], ["00004"]), (["B11"], ["00004"])])
def test_what_is_struck_through_is_not_read(
    tmp_path: Path, read_book: ReadBook, cells: list[str], rows: list[str]
) -> None:
    path = write_book(tmp_path / "a.xlsx", body())
    book = openpyxl.load_workbook(path)
    for cell in cells:
        book.worksheets[0][cell].font = Font(strike=True)
    book.save(path)
    read = read_book(path)
    for code, figures in found(read).items():
        if code not in rows:
            assert figures == EXPECTED[code]
        else:
            assert figures[0] == (None, "unparsed")
            assert (figures[1:] == EXPECTED[code][1:]) == (cells == ["C11"])
    assert {item.rule for item in read.findings if item.severity == "error"} == {"struck_value"}
    assert adds_up(read)


def test_sheets_the_layout_knows_and_does_not(tmp_path: Path, read_book: ReadBook) -> None:
    others = {"Hướng dẫn": [["Ghi số 0"]], "Phụ lục": [["a", 5]], "Lời dẫn": [["chỉ có chữ"]], "Trống": []}
    read = read_book(write_book(tmp_path / "a.xlsx", others=others))
    assert [(item.rule, item.sheet, item.severity) for item in read.findings] == [
        ("sheet_not_in_layout", "Phụ lục", "warning"), ("sheet_not_in_layout", "Lời dẫn", "note"),
    ]  # fmt: skip
    account = read.account.set_index("sheet")
    assert account.loc["Hướng dẫn", "cells_ignored"] == 1
    assert account.loc["Phụ lục", "cells_refused"] == 2
    assert account.loc["Trống", "cells_received"] == 0
    assert adds_up(read)


def test_an_expected_sheet_that_is_missing(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", name="Trang 1"))
    assert {"sheet_missing", "sheet_not_in_layout"} <= set(rules(read))
    assert read.observations.empty
    validate(read.observations)


def test_two_sheets_that_contradict_each_other(tmp_path: Path, read_book: ReadBook) -> None:
    again = body((5, 2, 1001), (4, 2, 1501), (9, 2, 7501))
    read = read_book(write_book(tmp_path / "a.xlsx", others={"Biểu 01 (2)": again}))
    assert found(read)["00004"][0] == (None, "conflict")
    assert found(read)["00001"] == EXPECTED["00001"]
    differs = [item for item in read.findings if item.rule == "sheets_differ"]
    assert [item.cell for item in differs] == ["'Biểu 01'!C11, 'Biểu 01 (2)'!C11"]
    assert adds_up(read)


def test_district_from_the_sheet(tmp_path: Path, read_book: ReadBook) -> None:
    rows = [*copy.deepcopy(HEAD), *[list(row) for row in BODY[5:7]]]
    path = write_book(tmp_path / "a.xlsx", rows, name="H. Lương Sơn")
    read = read_book(
        path, ('name = "Biểu 01*"', 'name = "H. *"'), ('district = "heading"', 'district = "sheet"')
    )
    assert found(read) == {code: EXPECTED[code] for code in ("00004", "00005")}
    assert read.findings == ()


def test_district_from_a_column(tmp_path: Path, read_book: ReadBook) -> None:
    rows = copy.deepcopy(HEAD)
    rows[2].append("Huyện")
    rows += [[*row, name] for row, name in zip(BODY[5:7], ("Lương Sơn", None), strict=True)]
    change = ('district = "heading"', 'district = "column"\ndistrict_header = "Huyện"')
    read = read_book(write_book(tmp_path / "a.xlsx", rows, (*MERGED_HEAD, "I3:I4")), change)
    assert found(read) == {code: EXPECTED[code] for code in ("00004", "00005")}
    assert adds_up(read)


def test_without_a_district_a_homonym_is_refused(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(
        write_book(tmp_path / "a.xlsx", [*copy.deepcopy(HEAD), *BODY[5:7]]),
        ('district = "heading"', 'district = "none"'),
    )
    assert found(read) == {"00005": EXPECTED["00005"]}
    assert rules(read)["unit_ambiguous"] == "B6"


def test_a_figure_without_a_name(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", body((6, 1, None))))
    assert rules(read)["row_without_unit"] == "12:12"
    assert read.account.iloc[0]["rows_refused"] == 1
    assert adds_up(read)


def test_hidden_rows_are_read_and_said(tmp_path: Path, read_book: ReadBook) -> None:
    import openpyxl

    path = write_book(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["Biểu 01"].row_dimensions[7].hidden = True
    book.save(path)
    read = read_book(path)
    assert found(read) == EXPECTED
    assert [(item.rule, item.severity) for item in read.findings] == [("hidden_read", "note")]


def test_a_form_out_of_use(tmp_path: Path, read_book: ReadBook) -> None:
    with pytest.raises(LayoutError):
        read_book(write_book(tmp_path / "a.xlsx"), ("valid_to = 2024", "valid_to = 2022"))


def test_windows_of_circular_124(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(
        write_book(tmp_path / "a.xlsx"), ('period_basis = "calendar"', 'period_basis = "tt124_commune"')
    )
    assert {day.date() for day in read.observations["period_start"]} == {date(2022, 11, 16)}
    assert {day.date() for day in read.observations["period_end"]} == {date(2023, 11, 15)}
    unknown = read_book(
        write_book(tmp_path / "a.xlsx"), ('period_basis = "calendar"', 'period_basis = "unknown"')
    )
    assert unknown.observations["period_start"].isna().all()


def test_districts_as_units(tmp_path: Path, read_book: ReadBook) -> None:
    rows = [*copy.deepcopy(HEAD), *[BODY[0], BODY[4]]]
    read = read_book(
        write_book(tmp_path / "a.xlsx", rows), ('level = "commune"', 'level = "district"'),
            ('district = "heading"', 'district = "none"'),
        ('reads = "tick"', 'reads = "count"'),
    )  # fmt: skip
    assert found(read) == {
        "001": [(6000, R), (20, R), (13, R), (1, R)],
        "002": [(1500, R), (6, R), (3, R), (2, R)],
    }
    assert set(read.observations["level"]) == {"district"}


def test_a_cell_that_nobody_enters_shows_in_the_account(
    tmp_path: Path, read_book: ReadBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter = ledger.Ledger.enter_cells

    def forgetful(self: ledger.Ledger, places: object, fate: str, reason: str) -> None:
        kept = [place for place in map(tuple, places) if place != (6, 2)]  # type: ignore[call-overload]
        enter(self, kept, fate, reason)

    monkeypatch.setattr(ledger.Ledger, "enter_cells", forgetful)
    read = read_book(write_book(tmp_path / "a.xlsx"))
    (finding,) = [item for item in read.findings if item.rule == "account_differs"]
    assert (finding.cell, finding.severity) == ("C7", "error")


def test_every_finding_speaks_both_languages(tmp_path: Path, read_book: ReadBook) -> None:
    changes = ((1, 2, 1.602), (2, 1, "Xã Lạ"), (5, 2, "5 vụ/9"), (6, 6, "?"), (0, 3, 21), (1, 5, 10))
    read = read_book(write_book(tmp_path / "a.xlsx", body(*changes), others={"Khác": [[1]]}))
    for lang in ("vi", "en"):
        table = findings_frame(read.findings, lang)
        assert len(table) > 5
        assert not table["text"].str.contains(r"[{}]").any()
        assert table["remedy"].str.len().gt(0).all()


def test_the_register_need_not_be_sorted(tmp_path: Path, read_book: ReadBook) -> None:
    assert (
        found(read_book(write_book(tmp_path / "a.xlsx"), units=UNITS.iloc[::-1].reset_index(drop=True)))
        == EXPECTED
    )


def test_a_unit_row_below_the_head_is_no_unit(tmp_path: Path, read_book: ReadBook) -> None:
    for name, words in {"vụ": None, "nghìn người": "scale_not_stated"}.items():
        units = [None, "ĐVT:", name, "vụ", "vụ", "%", None, None]
        rows = [*HEAD[:4], units, *BODY]
        read = read_book(write_book(tmp_path / f"{len(name)}.xlsx", rows, MERGED_HEAD))
        assert "unit_unmatched" not in rules(read)
        assert adds_up(read)
        if words:
            assert words in rules(read)
        else:
            assert found(read) == EXPECTED


def test_a_second_head_ends_the_table_and_is_named(tmp_path: Path, read_book: ReadBook) -> None:
    second = [["TT", "Đơn vị", "Số buổi", "Lượt người"], [1, "Xã Cao Sơn", 99, 9999]]
    read = read_book(write_book(tmp_path / "b.xlsx", [*body(), *second], MERGED_HEAD))
    assert found(read) == EXPECTED
    first = len(body()) + 1
    assert rules(read)["second_table"].startswith(f"A{first}, ")
    assert rules(read)["second_table"].endswith(f":{first + 1}")
    assert adds_up(read)
    assert read.reasons.query("reason == 'second_table'")["fate"].eq("refused").all()
    assert "second_table" in set(read.reasons["reason"])


def test_a_head_printed_again_on_the_next_page_is_no_second_table(
    tmp_path: Path, read_book: ReadBook
) -> None:
    middle = len(HEAD) + 4
    rows = [*body()[:middle], *copy.deepcopy(HEAD[2:]), *body()[middle:]]
    read = read_book(write_book(tmp_path / "b.xlsx", rows, MERGED_HEAD))
    assert found(read) == EXPECTED
    assert not {"second_table", "unit_unmatched", "row_without_unit"} & set(rules(read))
    assert adds_up(read)


def test_a_column_of_ticks_that_the_layout_does_not_know_is_a_warning(
    tmp_path: Path, read_book: ReadBook
) -> None:
    severities = {}
    for words in ("KHÔNG ĐẠT", "họp chậm"):
        rows = [[*cells, *[None] * (8 - len(cells)), words] for cells in body()]
        rows[2][8] = "Mới"
        read = read_book(write_book(tmp_path / f"{len(words)}.xlsx", rows, MERGED_HEAD))
        severities[words] = {item.severity for item in read.findings if item.rule.endswith("_not_in_layout")}
    assert severities == {"KHÔNG ĐẠT": {Severity.WARNING}, "họp chậm": {Severity.NOTE}}
