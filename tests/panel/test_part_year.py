"""Six months above the whole year: an error for each indicator, of exact figures of one unit only."""

import pandas as pd
import pytest

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.part_year import find_part_years
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS
LABEL = "incidents_total"


def found(*rows: dict[str, object]) -> list[Finding]:
    panel = made_panel(list(rows))
    return find_part_years(panel.observations, panel.registers, panel.vocabulary, {"": "a.xlsx"})


def test_six_months_above_the_year_are_one_error_an_indicator() -> None:
    half = [figure(u, LABEL, "2024-6T", n) for u, n in zip(UNITS, (504, 600, 5, 5), strict=True)]
    year = [figure(u, LABEL, "2024", n) for u, n in zip(UNITS, (104, 200, 5, 6), strict=True)]
    (told,) = found(*half, *year, figure(A, LABEL, "2025", 1))
    assert (told.rule, told.severity, told.values["n"]) == ("part_of_year_above_year", Severity.ERROR, 2)
    assert (told.values["sum_part"], told.values["sum_year"]) == (1104.0, 304.0)
    assert (told.written, told.expected) in (("504", "104"), (504.0, 104.0), ("600", "200"), (600.0, 200.0))
    for lang in ("vi", "en"):
        assert "2024-6T" in told.text(lang)
        assert f"Xã {A} ({A})" in told.text(lang)
        assert told.remedy(lang)


def test_the_province_is_compared_as_well() -> None:
    level = {"level": "province"}
    pair = [figure("99", LABEL, "2024-9T", 9, **level), figure("99", LABEL, "2024", 8, **level)]
    assert len(found(*pair)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"comparator": "over"},
        {"unit_date": "2019-01-01"},
        {"method_version": "another"},
        {"period": "2025"},
        {"basis": "cumulative"},
        {"value": 12.0},
        {"status": "conflict", "value": float("nan")},
    ],
)
def test_what_differs_in_more_than_the_period_is_not_compared(other: dict[str, object]) -> None:
    half = figure(A, LABEL, "2024-6T", 12)
    assert len(found(half, figure(A, LABEL, "2024", 9))) == 1
    assert found(half, figure(A, LABEL, str(other.get("period", "2024")), 9) | other) == []


def test_stocks_may_shrink() -> None:
    pair = [figure(A, "population", "2024-6T", 900), figure(A, "population", "2024", 800)]
    assert found(*pair) == []
    assert found(figure(A, LABEL, "2024-6T", 9)) == []


NO_DAYS = {"period_start": pd.NaT, "period_end": pd.NaT}


def pair(part: str, year: str, name: str = "2024-9T", value: float = 30) -> list[Finding]:
    """A part and a year of 25, each in a reporting window; only a calendar knows its days."""
    days = {basis: {} if basis == "calendar" else NO_DAYS for basis in (part, year)}
    return found(
        figure(A, LABEL, name, value, period_basis=part, **days[part]),
        figure(A, LABEL, "2024", 25, period_basis=year, **days[year]),
    )


@pytest.mark.parametrize("basis", ["unknown", "calendar", "tt124_commune"])
def test_one_window_is_compared_even_if_nobody_knows_its_days(basis: str) -> None:
    (told,) = pair(basis, basis)
    assert (told.rule, told.severity) == ("part_of_year_above_year", Severity.ERROR)
    assert pair(basis, basis, value=25) == []
    assert pair(basis, basis, name="2023-9T") == []


@pytest.mark.parametrize("bases", [("unknown", "calendar"), ("calendar", "unknown")])
def test_a_window_unknown_on_one_side_is_a_warning(bases: tuple[str, str]) -> None:
    (told,) = pair(*bases)
    assert (told.rule, told.severity) == ("part_of_year_above_year", Severity.WARNING)


def test_two_windows_are_not_compared_and_that_is_said() -> None:
    for value in (30, 20):
        (told,) = pair("tt124_commune", "calendar", value=value)
        assert (told.rule, told.severity, told.values["n"]) == ("part_of_year_not_compared", Severity.NOTE, 1)
        assert "16/11-15/11" in told.text("vi")
        assert "01/01-31/12" in told.text("en")
    year = {"period_start": pd.Timestamp("2023-11-16"), "period_end": pd.Timestamp("2024-11-15")}
    own = figure(A, LABEL, "2024", 25, period_basis="tt124_commune", **year)
    (told,) = found(figure(A, LABEL, "2024-9T", 30, period_basis="calendar"), own)
    assert told.rule == "part_of_year_above_year"
    (told,) = found(figure(A, LABEL, "2023-12", 30, period_basis="calendar"), own)
    assert told.rule == "part_of_year_above_year"
    (told,) = found(figure(A, LABEL, "2024-12", 30, period_basis="calendar"), own)
    assert told.rule == "part_of_year_not_compared"
