"""What a cell means: each rule of the reading rules, and what must stay unread."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antq_analysis.sources.tables.values import READS, read_value
from antq_analysis.sources.workbooks.marks import CellError, Percentage, Raw, Uncomputed


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1.602", 1602),
        ("04", 4),
        (" 88.500\u00a0", 88500),
        ("1.602.000", 1602000),
        (5, 5),
        (1602.0, 1602),
        ("1,2 triệu", 1_200_000),
        ("3 nghìn", 3000),
        ("0", 0),
        (0, 0),
    ],
)
def test_counts_that_are_plain(raw: Raw, value: float) -> None:
    read = read_value(raw, "count")
    assert (read.value, read.status, read.comparator, read.problem) == (value, "reported", "exact", "")


@pytest.mark.parametrize("raw", ["-", "–", "—", " - ", "Không", "KHÔNG", "Kho\u0302ng"])
@pytest.mark.parametrize("reads", ["count", "number", "percent", "tick"])
def test_none_is_zero_and_says_by_which_rule(raw: str, reads: str) -> None:
    read = read_value(raw, reads)
    assert (read.value, read.status) == (0.0, "reported")
    assert read.rule in ("dash_is_zero", "no_word_is_zero")


@pytest.mark.parametrize("reads", READS)
def test_statuses_that_are_never_zero(reads: str) -> None:
    for raw, status in [
        ("…", "not_available"), ("...", "not_available"), ("", "not_reported"), (None, "not_reported"),
        (" \u00a0\n", "not_reported"), ("KX", "not_applicable"), ("kx", "not_applicable"), ("//", "not_applicable"),
        ("Không xét", "not_applicable"), ("Không thuộc diện xét", "not_applicable"), ("Chưa báo cáo", "not_reported"),
    ]:  # fmt: skip
        read = read_value(raw, reads)
        assert read.status == status, raw
        assert math.isnan(read.value)
        assert not read.problem


@pytest.mark.parametrize(
    ("raw", "value", "comparator"),
    [
        ("hơn 2000", 2000, "over"),
        ("trên 88.500", 88500, "over"),
        ("gần 30", 30, "under"),
        ("Khoảng 1,2 triệu", 1.2e6, "about"),
    ],
)
def test_comparators_are_kept_with_the_words(raw: str, value: float, comparator: str) -> None:
    read = read_value(raw, "count")
    assert (read.value, read.comparator, read.status, read.value_text) == (value, comparator, "reported", raw)


@pytest.mark.parametrize(
    ("raw", "problem", "proposal"),
    [
        (1.602, "thousands_lost", "1602"),
        (12.5, "thousands_lost", "12500"),
        (0.602, "fraction_in_count", ""),
        (1.60234, "fraction_in_count", ""),
        (-3, "negative_count", ""),
        ("-5", "negative_count", ""),
        (float("nan"), "not_a_number", ""),
        (float("inf"), "not_a_number", ""),
        ("5 vụ/9 đối tượng", "two_facts", ""),
        ("12 (03 vụ rõ)", "two_facts", ""),
        ("3/4", "fraction_of_two", ""),
        ("hơn 1.469; 265; 1.223", "two_facts", ""),
        ("giảm 2", "change_in_count", ""),
        ("+2", "change_in_count", ""),
        ("5 vụ", "words_with_number", "5"),
        ("5vụ", "words_with_number", "5"),
        ("tổ 3", "words_with_number", "3"),
        ("20 ô tô", "words_with_number", "20"),
        ("3O", "not_a_number", ""),
        ("3o", "not_a_number", ""),
        ("3 O", "not_a_number", ""),
        ("l2", "not_a_number", ""),
        ("2,5O", "not_a_number", ""),
        ("khoảng 3O", "not_a_number", ""),
        ("1.2", "number_in_two_ways", ""),
        ("12.50", "number_in_two_ways", ""),
        ("83,7", "fraction_in_count", "83700"),
        ("hàng nghìn", "not_a_number", ""),
        ("x", "not_a_number", ""),
        (True, "truth_in_count", ""),
        (date(2019, 5, 1), "date_in_count", ""),
        (datetime(2019, 5, 1, tzinfo=UTC), "date_in_count", ""),
        (timedelta(hours=5), "date_in_count", ""),
        (CellError("#REF!"), "excel_error", ""),
        ("#N/A", "excel_error", ""),
        (Uncomputed("SUM(A1:A2)"), "formula_not_computed", ""),
        (Percentage(0.5), "percent_in_count", ""),
    ],
)
def test_doubtful_counts_keep_no_value(raw: Raw, problem: str, proposal: str) -> None:
    read = read_value(raw, "count")
    assert (read.status, read.problem, read.proposal) == ("unparsed", problem, proposal)
    assert math.isnan(read.value)
    assert read.value_text


@pytest.mark.parametrize("reads", ["count", "number", "percent"])
@pytest.mark.parametrize("raw", [-3, -12.5, "-5", "-12,5", "\u22123"])
def test_nothing_that_is_counted_measured_or_shared_is_below_zero(raw: Raw, reads: str) -> None:
    read = read_value(raw, reads)
    assert (read.status, read.problem) == ("unparsed", "negative_count")
    assert math.isnan(read.value)


@pytest.mark.parametrize("raw", [Percentage(-0.05), "-5%", "-0,5%", "trên -5%"])
def test_no_rate_is_below_zero(raw: Raw) -> None:
    read = read_value(raw, "percent")
    assert (read.status, read.problem) == ("unparsed", "negative_count")


@pytest.mark.parametrize("raw", ["x", "X", "✓", "v", "V", "Đạt", "đạt", "Đ", "ü", 1, True])
def test_ticks(raw: Raw) -> None:
    assert read_value(raw, "tick").value == 1


@pytest.mark.parametrize("raw", ["Không đạt", "KĐ", "kđ", 0, False, "-"])
def test_no_ticks(raw: Raw) -> None:
    read = read_value(raw, "tick")
    assert (read.value, read.status) == (0, "reported")


@pytest.mark.parametrize("raw", [2, 0.5, "y", "đang xét", "xx"])
def test_unknown_ticks(raw: Raw) -> None:
    assert read_value(raw, "tick").problem == "unknown_tick"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("83,7%", 83.7), ("83,7", 83.7), (83.7, 83.7), (Percentage(0.837), 83.7), (0, 0), ("0,5%", 0.5)],
)
def test_percentages_are_in_percent(raw: Raw, value: float) -> None:
    assert read_value(raw, "percent").value == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("raw", [0.837, "0,837", "trên 0,837", "1", 1])
def test_a_share_without_a_percent_sign_is_asked_about(raw: Raw) -> None:
    read = read_value(raw, "percent")
    proposal = "100%" if raw in ("1", 1) else "83.7%"
    assert (read.status, read.problem, read.proposal) == ("unparsed", "percent_or_share", proposal)


def test_a_share_with_its_sign_is_a_percentage() -> None:
    read = read_value("trên 0,5%", "percent")
    assert (read.value, read.comparator, read.problem) == (0.5, "over", "")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Năm 2023", 2023),
        ("N.2023", 2023),
        ("2023*", 2023),
        ("Đến hết năm 2021", 2021),
        (2019.0, 2019),
        ("2019", 2019),
    ],
)
def test_years(raw: Raw, value: float) -> None:
    assert read_value(raw, "year").value == value


@pytest.mark.parametrize("raw", ["2019-2020", "23", 19, "abc", 43586.0])
def test_not_years(raw: Raw) -> None:
    assert read_value(raw, "year").status == "unparsed"


def vietnamese(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@given(st.integers(0, 10**9), st.sampled_from(["{}", " {} ", "\u00a0{}", "{}\u200b", "\n{}"]))
def test_every_written_count_is_read_back(number: int, frame: str) -> None:
    assert read_value(frame.format(vietnamese(number)), "count").value == number
    assert read_value(frame.format(number), "count").value == number
    assert read_value(float(number), "count").value == number


@given(
    st.integers(0, 10**7),
    st.sampled_from([("hơn", "over"), ("trên", "over"), ("gần", "under"), ("khoảng", "about")]),
)
def test_every_compared_count_keeps_its_comparator(number: int, word: tuple[str, str]) -> None:
    read = read_value(f"{word[0].capitalize()} {vietnamese(number)}", "count")
    assert (read.value, read.comparator) == (number, word[1])


@given(st.integers(1000, 999_999).filter(lambda number: number % 1000))
def test_a_count_spoilt_into_a_float_is_never_loaded(number: int) -> None:
    read = read_value(number / 1000, "count")
    assert (read.status, read.proposal) == ("unparsed", str(number))


@given(st.text(max_size=12), st.sampled_from(READS))
def test_any_text_ends_in_a_status_and_a_value_only_where_reported(text: str, reads: str) -> None:
    read = read_value(text, reads)
    assert math.isnan(read.value) == (read.status != "reported")
    assert bool(read.problem) == (read.status == "unparsed")


@given(st.integers(0, 999), st.integers(0, 99))
def test_percentages_written_with_a_comma(whole: int, part: int) -> None:
    assert read_value(f"{whole},{part:02d}%", "percent").value == pytest.approx(whole + part / 100)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("61.200", None),
        ("hơn 61.200", None),
        ("1.061.200", 1061200.0),
        ("45,5", 45.5),
        ("0.125", None),
        ("612", 612.0),
    ],
)
def test_one_dot_in_a_measure_may_be_a_thousand_or_a_decimal(text: str, value: float | None) -> None:
    reading = read_value(text, "number")
    assert (None if math.isnan(reading.value) else reading.value) == value
    assert bool(reading.problem) == (value is None)
    assert read_value("61.200", "count").value == 61200.0
