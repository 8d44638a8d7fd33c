"""Numbers as Vietnamese writes and reads them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antq_analysis.language.numbers import (
    format_change,
    format_date,
    format_number,
    format_percent,
    format_share,
    format_signed,
    format_value,
    parse_number,
)


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1602, None, "1.602", "1,602"),
        (1234567, None, "1.234.567", "1,234,567"),
        (83.72, 1, "83,7", "83.7"),
        (0, None, "0", "0"),
        (-2, None, "-2", "-2"),
        (2.5, 0, "3", "3"),
        (-2.5, 0, "-3", "-3"),
        (0.125, 2, "0,13", "0.13"),
        (46.58, 1, "46,6", "46.6"),
        (-0.04, 1, "0,0", "0.0"),
        (1e6, None, "1.000.000", "1,000,000"),
        (2.675, 2, "2,68", "2.68"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    value: float, decimals: int | None, vi: str, en: str
) -> None:
    assert format_number(value, "vi", decimals) == vi
    assert format_number(value, "en", decimals) == en


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_figure_is_never_written_as_a_number(value: float) -> None:
    with pytest.raises(ValueError, match="cannot write"):
        format_number(value)


def test_shares_and_percentages_of_the_seed_reports() -> None:
    assert format_share(108, 129) == "108/129 (83,7%)"
    assert format_share(34, 73) == "34/73 (46,6%)"
    assert format_percent(123 / 131) == "93,9%"
    assert format_share(0, 0) == "0/0"


def test_a_percentage_needs_a_base_of_twenty() -> None:
    assert format_change(20, 18) == "giảm 2 (-10,0%)"
    assert format_change(19, 17) == "giảm 2"
    assert format_change(7, 5) == "giảm 2"
    assert format_change(100, 112, "en") == "up 12 (+12.0%)"


def test_signs_and_dates() -> None:
    assert (format_signed(2), format_signed(-2), format_signed(0)) == ("+2", "-2", "0")
    assert format_date(date(2020, 1, 2), "en") == "02/01/2020"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.602", 1602),
        ("88.500", 88500),
        ("1.234.567", 1234567),
        ("83,7", 83.7),
        ("04", 4),
        ("0", 0),
        ("0,5", 0.5),
        ("1.602,5", 1602.5),
        ("-3", -3),
        ("+2", 2),
        (" 12 ", 12),
        ("2000", 2000),
    ],
)
def test_vietnamese_numbers_are_read(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "1.2",
        "12.5",
        "1.60",
        "1,2,3",
        "1.6022",
        "0.837",
        "1 602",
        "1,602.5",
        "",
        "x",
        "3/4",
        "5 vụ",
        "1e3",
        "١٢",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_round_trip(value: int) -> None:
    assert parse_number(format_number(value)) == value


@given(st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False))
def test_decimals_round_trip(value: object) -> None:
    number = float(str(value))
    assert parse_number(format_number(number, "vi", 2)) == pytest.approx(number, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0316, "0,032"), (7.25, "7,3"), (83.72, "83,7"), (1602.5, "1.602,5"), (0, "0"), (-0.5, "-0,50")],
)
def test_values_show_what_they_carry(value: float, text: str) -> None:
    assert format_value(value) == text
