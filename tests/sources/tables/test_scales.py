"""Figures that are printed in thousands: read whole, or refused with the reason; never a thousand times off."""

import copy
import math
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.errors import LayoutError
from antq_analysis.sources.tables.cells import read_scaled
from antq_analysis.sources.tables.reading import Read
from antq_analysis.sources.tables.scales import unit_scale
from tests.cases.workbooks import BODY, HEAD, write_book
from tests.sources.conftest import ReadBook

POPULATION_COLUMN = 'indicator = "population"\nbasis = "stock"\nreads = "count"\n'
THOUSANDS = (POPULATION_COLUMN, f"{POPULATION_COLUMN}scale = 1000\n")
WHOLE = (POPULATION_COLUMN, f"{POPULATION_COLUMN}scale = 1\n")
IN_BRACKETS = ('header = "Dân số"', 'header = "Dân số (nghìn người)"')


def book(path: Path, *changes: tuple[int, int, object], note: str = "", header: str = "Dân số") -> Path:
    rows = copy.deepcopy([*HEAD, *BODY])
    rows[1][0] = note or rows[1][0]
    rows[2][2] = header
    for row, column, value in changes:
        rows[len(HEAD) + row][column] = value
    return write_book(path, rows)


def population(read: Read) -> pd.DataFrame:
    return read.observations[read.observations["indicator"] == "population"].set_index("unit_code")


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("Đơn vị tính: nghìn người", (1000, "người")),
        ("Đơn vị tính: 100 hộ", (100, "hộ")),
        ("ĐVT: 10 người", (10, "người")),
        ("Tổ liên gia (10 hộ)", None),
        ("ĐVT: 1.000 lượt", (1000, "lượt")),
        ("ĐVT: 1 000 người", (1000, "người")),
        ("BIỂU 01. DÂN SỐ (Đvt: 1000 người)", (1000, "người")),
        ("(Đơn vị: triệu đồng)", (1e6, "đồng")),
        ("Đơn vị tính: trăm triệu đồng", (1e8, "đồng")),
        ("Đơn vị tính: vụ, nghìn người", (1000, "người")),
        ("ĐVT: tỷ đồng", (1e9, "đồng")),
        ("ĐVT: tỉ đồng", (1e9, "đồng")),
        ("Dân số (nghìn người)", (1000, "người")),
        ("Dân số (ngàn người)", (1000, "người")),
        ("Lượt tuyên truyền (1.000 lượt)", (1000, "lượt")),
        ("Dân số / nghìn người", (1000, "người")),
        ("Diện tích (ha)", (0.01, "km2")),
        ("Diện tích (nghìn ha)", (10, "km2")),
        ("Diện tích (km²)", None),
        ("Số vụ/10.000 dân", None),
        ("Số vụ (trên 100.000 dân)", None),
        ("Số vụ trên 1.000 dân", None),
        ("Đơn vị tính: người, vụ", None),
        ("Đơn vị tính: vụ/1.000 dân", None),
        ("Đơn vị: Công an tỉnh", None),
        ("Số đơn vị mô hình đang duy trì", None),
        ("Tỷ lệ", None),
        ("Triệu tập", None),
        ("Tỷ lệ (%)", None),
        ("Tổng số (1)", None),
    ],
)
def test_units_are_understood(text: str, scale: tuple[float, str] | None) -> None:
    assert unit_scale(text) == scale


@pytest.mark.parametrize(
    ("raw", "reads", "value", "comparator"),
    [
        (54.3, "count", 54300, "exact"),
        ("54,3", "count", 54300, "exact"),
        (54.321, "count", 54321, "exact"),
        ("1.602", "count", 1602000, "exact"),
        ("hơn 54", "count", 54000, "over"),
        ("gần 54,5", "number", 54500, "under"),
        ("-", "count", 0, "exact"),
    ],
)
def test_scaled_cells(raw: str | float, reads: str, value: float, comparator: str) -> None:
    reading = read_scaled(raw, reads, 1000)
    assert (reading.value, reading.comparator, reading.status) == (value, comparator, "reported")
    assert reading.value_text == str(raw)
    assert ("scaled" in reading.rule) == (value != 0)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (54.32156, "fraction_in_count"),
        ("54,32156", "fraction_in_count"),
        ("2 nghìn", "number_in_two_ways"),
        ("hơn 2 triệu", "number_in_two_ways"),
        ("7,000", "number_in_two_ways"),
        (-3, "negative_count"),
        ("+3", "change_in_count"),
        ("5 vụ/9 đối tượng", "two_facts"),
    ],
)
def test_doubts_stay_doubts(raw: str | float, problem: str) -> None:
    reading = read_scaled(raw, "count", 1000)
    assert math.isnan(reading.value)
    assert (reading.status, reading.problem) == ("unparsed", problem)


@pytest.mark.parametrize(
    "note",
    [
        "Đơn vị tính: nghìn người", "ĐVT: 1.000 người", "(Đơn vị: nghìn người)", "(Dân số: nghìn người)",
        "ĐVT dân số: nghìn người", "Đơn vị tính dân số: 1.000 người", "Dân số tính bằng nghìn người",
        "Đơn vị tính dân số là nghìn người", "BIỂU 01 (dân số tính theo đơn vị nghìn người)",
    ],
)  # fmt: skip
def test_a_note_refuses_the_columns_of_its_unit(tmp_path: Path, read_book: ReadBook, note: str) -> None:
    read = read_book(book(tmp_path / "a.xlsx", note=note))
    people = population(read)
    assert people["value"].isna().all()
    assert (people.loc["00002", "status"], people.loc["00002", "value_text"]) == ("unparsed", "2398")
    others = read.observations[read.observations["indicator"] == "residential_areas_total"]
    assert others["value"].sum() == 8 + 5 + 7 + 2 + 4
    own = [item for item in read.findings if item.rule == "scale_not_stated"]
    assert [(item.cell, item.severity) for item in own] == [("A2", "error")]
    assert "scale = 1000" in own[0].remedy("vi")
    assert "Dân số" in own[0].text("en")


def test_a_note_of_no_known_unit_refuses_every_amount(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(book(tmp_path / "a.xlsx", note="Đơn vị tính: nghìn sản phẩm"))
    assert sum(item.rule == "scale_not_stated" for item in read.findings) == 3
    ticks = read.observations[read.observations["indicator"] == "ntm_19_2_met"]
    assert ticks["value"].sum() == 3


@pytest.mark.parametrize("note", ["Đơn vị tính: người, vụ", "Đơn vị: Công an tỉnh Mẫu"])
def test_notes_without_a_scale_refuse_nothing(tmp_path: Path, read_book: ReadBook, note: str) -> None:
    assert read_book(book(tmp_path / "a.xlsx", note=note)).findings == ()


@pytest.mark.parametrize("note", ["Đơn vị: x 1.000", "Unit: 1000 persons", "ĐVT: nhân 1000"])
def test_a_scale_of_everything_refuses_every_amount(tmp_path: Path, read_book: ReadBook, note: str) -> None:
    read = read_book(book(tmp_path / "a.xlsx", note=note))
    assert [item.rule for item in read.findings if item.rule.startswith("scale")] == ["scale_not_stated"] * 3
    assert population(read)["value"].isna().all()


def test_a_scale_in_the_name_of_the_sheet(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(write_book(tmp_path / "a.xlsx", name="Biểu 01 (nghìn người)"))
    own = [(item.rule, item.cell) for item in read.findings if item.rule.startswith("scale")]
    assert own == [("scale_not_stated", "C4")]
    assert population(read)["value"].isna().all()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ghi chú: Dân số tính theo đơn vị nghìn người", "scale_not_stated"),
        ("Đơn vị tính: nghìn người", "scale_not_stated"),
        ("(nghìn người)", "scale_not_stated"),
        ("Ghi chú: số dân nghìn người, theo niên giám", "scale_note_unclear"),
        ("Ghi chú: các cột nhân 1.000", "scale_note_unclear"),
        ("Ghi chú: vận động hàng triệu đồng, hàng nghìn lượt người tham gia", "scale_note_unclear"),
        ("Ghi chú: Quỹ 1.200 nghìn đồng", ""),
        ("Ghi chú: thu hút hơn 2 nghìn lượt người", ""),
        ("Ghi chú: số vụ trên 1.000 dân", ""),
        ("Ghi chú: triệu tập 5 đối tượng, tỷ lệ đạt", ""),
        ("Nơi nhận: Công an huyện Triệu Mẫu", ""),
    ],
)
@pytest.mark.parametrize("column", [1, 4])
def test_words_below_the_table(
    tmp_path: Path, read_book: ReadBook, text: str, rule: str, column: int
) -> None:
    read = read_book(book(tmp_path / "a.xlsx", (12, 1, None), (11, column, text)))
    own = [item for item in read.findings if item.rule.startswith("scale")]
    assert [(item.rule, item.cell) for item in own] == ([(rule, f"{'ABCDE'[column]}17")] if rule else [])
    assert population(read)["value"].isna().sum() == (6 if rule == "scale_not_stated" else 1)


def test_an_unclear_note_is_told_where_no_scale_is_stated(tmp_path: Path, read_book: ReadBook) -> None:
    path = book(tmp_path / "a.xlsx", note="Dân số theo nghìn người của niên giám")
    assert [(item.rule, item.severity, item.cell) for item in read_book(path).findings] == [
        ("scale_note_unclear", "warning", "A2")
    ]


def test_a_scale_in_the_header(tmp_path: Path, read_book: ReadBook) -> None:
    path = book(tmp_path / "a.xlsx", header="Dân số (nghìn người)")
    silent = read_book(path, IN_BRACKETS)
    assert population(silent)["value"].isna().all()
    assert [item.cell for item in silent.findings if item.rule == "scale_not_stated"] == ["C4"]
    stated = read_book(path, IN_BRACKETS, THOUSANDS)
    assert population(stated).loc["00002", "value"] == 2398000
    assert stated.findings == ()
    assert population(read_book(path, IN_BRACKETS, WHOLE)).loc["00002", "value"] == 2398


def test_another_scale_than_the_layout_states(tmp_path: Path, read_book: ReadBook) -> None:
    for note in ("ĐVT: triệu người", "ĐVT: người"):
        read = read_book(book(tmp_path / "a.xlsx", note=note), THOUSANDS)
        assert population(read)["value"].isna().all()
        assert [item.rule for item in read.findings if item.cell == "A2"] == ["scale_differs"]


def test_printed_totals_are_compared_in_the_same_scale(tmp_path: Path, read_book: ReadBook) -> None:
    decimals = ((1, 2, 1.6), (4, 2, 6.0), (2, 2, "2,4"), (3, 2, 2), (9, 2, "7,5"))
    lower = ((5, 2, 1), (6, 2, "0,5"), (4, 2, 1.5), (0, 2, 6))
    path = book(tmp_path / "a.xlsx", *decimals, *lower, note="ĐVT: nghìn người")
    read = read_book(path, THOUSANDS)
    assert population(read)["value"].sum() == 7500
    printed = read.totals[read.totals["indicator"] == "population"]
    assert sorted(printed["written"]) == [1500, 6000, 7500]
    assert printed["agrees"].all()
    assert {item.rule for item in read.findings} <= {"total_incomplete"}


def test_a_wrong_total_is_told_in_the_same_scale(tmp_path: Path, read_book: ReadBook) -> None:
    read = read_book(book(tmp_path / "a.xlsx", (4, 2, 1600)), THOUSANDS)
    printed = read.totals[(read.totals["indicator"] == "population") & ~read.totals["agrees"]]
    assert [*printed["written"]] == [1600000]
    assert [*printed["expected"]] == [1500000]


def test_repeated_rows_are_compared_after_scaling(tmp_path: Path, read_book: ReadBook) -> None:
    again = [
        (3, column, value) for column, value in ((1, "Cộng Hoà"), (2, "2,4"), (3, 5), (4, "-"), (6, None))
    ]
    same = read_book(book(tmp_path / "a.xlsx", (2, 2, 2.4), *again), THOUSANDS)
    assert population(same).loc["00002", "value"] == 2400
    differing = read_book(book(tmp_path / "b.xlsx", (2, 2, 2.5), *again), THOUSANDS)
    assert population(differing).loc["00002", ["status", "value_text"]].tolist() == [
        "conflict",
        "2500 | 2400",
    ]


def test_two_sheets_that_write_the_same_in_two_scales_differ(tmp_path: Path, read_book: ReadBook) -> None:
    second = (
        "[[ignored_sheet]]",
        (
            '[[sheet]]\nname = "Biểu 02"\nunit_header = "Xã, phường, thị trấn"\n\n[[sheet.column]]\nheader = "Dân số"\n'
            f"{POPULATION_COLUMN}scale = 1000\n\n[[ignored_sheet]]"
        ),
    )
    narrow = [row[:3] for row in (*HEAD, *BODY)]
    path = write_book(tmp_path / "a.xlsx", others={"Biểu 02": narrow})
    assert population(read_book(path, second)).loc["00002", "status"] == "conflict"


@pytest.mark.parametrize(
    "change",
    [
        ('reads = "tick"', 'reads = "tick"\nscale = 1000'),
        (POPULATION_COLUMN, f"{POPULATION_COLUMN}scale = -1\n"),
        (POPULATION_COLUMN, f"{POPULATION_COLUMN}scale = inf\n"),
    ],
)
def test_only_amounts_have_a_scale(tmp_path: Path, read_book: ReadBook, change: tuple[str, str]) -> None:
    with pytest.raises(LayoutError, match="scale"):
        read_book(book(tmp_path / "a.xlsx"), change)
