"""Years as offices write them: plainly one, a bound, none yet, or words beside a year that make it no beginning."""

import math
from datetime import date
from pathlib import Path

import pytest

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, read_cells
from antq_analysis.sources.tables.later_years import refuse_later_years
from antq_analysis.sources.tables.values import Reading, read_value
from antq_analysis.sources.workbooks.marks import Raw
from tests.cases.workbooks import write_book
from tests.sources.conftest import ReadBook
from tests.sources.tables.test_reading import body


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2018", 2018),
        ("Năm 2018", 2018),
        ("N.2018", 2018),
        ("2018*", 2018),
        ("2018 (1)", 2018),
        ("6/2018", 2018),
        ("T6/2018", 2018),
        ("tháng 6 năm 2018", 2018),
        ("Quý II/2018", 2018),
        ("Cuối năm 2018", 2018),
        ("15/6/2018", 2018),
        ("15-06-2018.", 2018),
        ("ngày 15 tháng 6 năm 2018", 2018),
        ("2018-06-15", 2018),
        ("Thành lập năm 2018", 2018),
        ("Từ năm 2018 đến nay", 2018),
        ("Đến hết năm 2021", 2021),
        (2019.0, 2019),
        (date(2018, 6, 15), 2018),
    ],
)
def test_what_is_plainly_a_year(raw: Raw, value: int) -> None:
    read = read_value(raw, "year")
    assert (read.value, read.status, read.comparator) == (value, "reported", "exact")


@pytest.mark.parametrize(
    ("raw", "value", "comparator"),
    [
        ("Sau 2019", 2019, "over"),
        ("Trước năm 2010", 2010, "under"),
        ("Trước 2010", 2010, "under"),
        ("khoảng 2016", 2016, "about"),
    ],
)
def test_before_and_after_are_bounds(raw: str, value: int, comparator: str) -> None:
    read = read_value(raw, "year")
    assert (read.value, read.comparator, read.value_text) == (value, comparator, raw)


@pytest.mark.parametrize("raw", ["-", "–", "0", 0, "Không", "Chưa có", "Chưa có mô hình", "KHÔNG CÓ."])
def test_what_has_not_begun_is_not_applicable(raw: Raw) -> None:
    read = read_value(raw, "year")
    assert math.isnan(read.value)
    assert (read.status, read.rule, read.problem) == ("not_applicable", "not_begun", "")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("Chưa có (đăng ký 2023)", "year_not_begun"),
        ("Dự kiến 2026", "year_not_begun"),
        ("Kế hoạch 2023", "year_not_begun"),
        ("Không, đến 2024", "year_not_begun"),
        ("Giải thể 2020", "year_ended"),
        ("Thành lập 2017, giải thể", "year_ended"),
        ("2018?", "year_with_words"),
        ("2018 (?)", "year_with_words"),
        ("Công văn 2018", "year_with_words"),
        ("2017, giải thể 2020", "two_facts"),
        ("2019-2020", "two_facts"),
        ("13/2018/QĐ", "year_with_words"),
        ("Không rõ", "not_a_year"),
        ("24", "not_a_year"),
        (24, "not_a_year"),
        (202, "not_a_year"),
        (1015, "not_a_year"),
        (1920, "not_a_year"),
        ("20150", "not_a_year"),
        (20150, "not_a_year"),
        (date(1905, 7, 10), "not_a_year"),
    ],
)
def test_a_year_that_is_no_beginning_is_refused_with_the_reason(raw: Raw, problem: str) -> None:
    read = read_value(raw, "year")
    assert math.isnan(read.value)
    assert (read.status, read.problem) == ("unparsed", problem)


def late(written: Raw, period: str, years_before: int = 0) -> Reading:
    columns = ((0, Column("Năm", "model_established_year", "stock", "year", years_before=years_before)),)
    rows = [UnitRow(0, "00001", "Xã", 0, False, read_cells([[written]], [0], columns, {})[0])]
    return refuse_later_years(rows, columns, period)[0].readings[0]


@pytest.mark.parametrize(
    ("written", "period", "before"),
    [(2025, "2024", 0), ("năm 2030", "2024", 0), (2024, "2024-6T", 1), ("Sau 2024", "2024", 0)],
)
def test_a_year_after_the_period_of_its_column_is_refused(written: Raw, period: str, before: int) -> None:
    read = late(written, period, before)
    assert (math.isnan(read.value), read.problem) == (True, "year_after_period")


@pytest.mark.parametrize("written", [2024, 2010, "Sau 2023", "-"])
def test_a_year_within_the_period_stays(written: Raw) -> None:
    assert not late(written, "2024").problem


def test_a_column_of_years_is_read_with_its_reasons(tmp_path: Path, read_book: ReadBook) -> None:
    years = ((1, 2, 2018), (2, 2, "Chưa có"), (3, 2, "Dự kiến 2026"), (5, 2, 2030))
    path = write_book(tmp_path / "a.xlsx", rows=body(*years))
    old = 'indicator = "population"\nbasis = "stock"\nreads = "count"'
    new = 'indicator = "model_established_year"\nbasis = "stock"\nreads = "year"'
    read = read_book(path, (old, new))
    own = read.observations[read.observations["indicator"].eq("model_established_year")]
    told = own.set_index("unit_code")["status"].to_dict()
    assert [told[f"0000{n}"] for n in range(1, 5)] == ["reported", "not_applicable", "unparsed", "unparsed"]
    problems = {item.written: item.rule for item in read.findings}
    assert problems["Dự kiến 2026"] == "year_not_begun"
    assert problems["2030"] == "year_after_period"
