"""A period filled from another one is told; figures that stay by chance, or by their nature, are not."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.copied import compare_events, find_copied
from tests.panel.made import figure, made_panel

UNITS = tuple(f"990{n:02}" for n in range(1, 21))
EVENTS = ("incidents_total", "tips_total", "outreach_sessions", "cases_cleared", "traffic_accidents", "fires")
Figures = list[dict[str, object]]


def found(rows: Figures) -> list[Finding]:
    panel = made_panel(rows, units=UNITS)
    return find_copied(panel.observations, panel.registers, panel.vocabulary, {"": "a.xlsx"})


def period(
    name: str, indicator: str, values: "Callable[[int], float]", units: int = 20, **more: object
) -> Figures:
    return [figure(UNITS[i], indicator, name, values(i)) for i in range(units)]


def drawn(mean: float, seed: int) -> Callable[[int], float]:
    return [float(n) for n in np.random.default_rng(seed).poisson(mean, len(UNITS))].__getitem__


def rules(findings: list[Finding]) -> list[str]:
    return [told.rule for told in findings]


def test_a_year_filled_from_the_last_is_one_warning() -> None:
    rows = [
        one
        for year in ("2024", "2025")
        for name, start in (("population", 4000), ("model_points_active", 8), ("incidents_total", 40))
        for one in period(year, name, lambda i, start=start: start + 3 * i, units=8)  # type: ignore[misc]
    ]
    (told,) = found(rows)
    assert (told.rule, told.severity, told.file) == ("period_copied", Severity.WARNING, "a.xlsx")
    assert {k: told.values[k] for k in ("period", "other", "n", "same", "communes")} == {
        "period": "2025",
        "other": "2024",
        "n": 24,
        "same": 24,
        "communes": 8,
    }
    for lang in ("vi", "en"):
        assert "2024" in told.text(lang)
        assert "--replaces" in told.remedy(lang)


def test_one_figure_in_ten_may_have_been_mended() -> None:
    before = period("2024", "incidents_total", lambda i: 30 + i)
    assert rules(found(before + period("2025", "incidents_total", lambda i: 30 + i + (i < 2)))) == [
        "period_copied"
    ]
    assert found(before + period("2025", "incidents_total", lambda i: 30 + i + (i < 3))) == []


@pytest.mark.parametrize("mean", [0.2, 5])
def test_two_years_of_independent_events_are_no_copy(mean: float) -> None:
    for seed in range(15):
        rows = [one for name in EVENTS for one in period("2024", name, drawn(mean, seed))]
        rows += [one for name in EVENTS for one in period("2025", name, drawn(mean, seed + 1000))]
        assert found(rows) == []


def test_events_that_hardly_happen_prove_nothing() -> None:
    # One in each of eight communes and none elsewhere: chance does that once in ten thousand columns.
    rows = [one for year in ("2024", "2025") for one in period(year, "fires", lambda i: float(i < 8))]
    assert found(rows) == []


def test_the_year_that_it_was_copied_from_may_lie_back() -> None:
    rows = period("2022", "incidents_total", drawn(30, 1)) + period("2023", "incidents_total", drawn(30, 2))
    (told,) = found(rows + period("2025", "incidents_total", drawn(30, 1)))
    assert (told.values["period"], told.values["other"]) == ("2025", "2022")
    (told,) = found(
        period("2024-6T", "incidents_total", drawn(30, 1)) + period("2024", "incidents_total", drawn(30, 1))
    )
    assert (told.values["period"], told.values["other"]) == ("2024", "2024-6T")


def test_one_column_is_named() -> None:
    rows = period("2024", "incidents_total", drawn(30, 1)) + period("2024", "tips_total", drawn(30, 2))
    rows += period("2025", "incidents_total", drawn(30, 1)) + period("2025", "tips_total", drawn(30, 3))
    (told,) = found(rows)
    assert (told.rule, told.severity, told.values["n"]) == ("column_copied", Severity.WARNING, 20)
    assert told.values["labels_en"] == "Security and order incidents"
    assert told.values["indicators"] == "incidents_total"


def test_a_population_taken_over_is_a_note_and_no_copied_year() -> None:
    rows = [one for year in ("2024", "2025") for one in period(year, "population", lambda i: 3000 + 7 * i)]
    rows += [one for year in ("2024", "2025") for one in period(year, "model_points_active", lambda i: 9)]
    events = period("2024", "incidents_total", drawn(30, 1)) + period("2025", "incidents_total", drawn(30, 2))
    (told,) = found(rows + events)
    assert (told.rule, told.severity) == ("stock_copied", Severity.NOTE)
    assert told.values["labels_en"] == "Population"
    (told,) = found(rows)
    assert (told.rule, told.severity) == ("period_copied", Severity.NOTE)
    few = [one for year in ("2024", "2025") for one in period(year, "fires", lambda i: float(i < 2))]
    (told,) = found([one for one in rows if one["indicator"] == "model_points_active"] + few)
    assert (told.rule, told.severity) == ("period_copied", Severity.NOTE)


def test_small_stocks_may_stay_and_a_stock_of_half_a_year_as_well() -> None:
    rows = [one for year in ("2024", "2025") for one in period(year, "residential_areas_total", lambda i: 9)]
    events = period("2024", "incidents_total", drawn(30, 1)) + period("2025", "incidents_total", drawn(30, 2))
    assert found(rows + events) == []
    area = [one for year in ("2024", "2025") for one in period(year, "area_km2", lambda i: 30 + i)]
    assert found(area) == []
    half = [one for name in ("2025-6T", "2025") for one in period(name, "population", lambda i: 3000 + 7 * i)]
    assert found(half) == []


def test_one_commune_that_copied_its_row_is_named() -> None:
    rows = []
    for seed, name in enumerate(EVENTS):
        now = drawn(30, seed + 50)
        before = drawn(30, seed)
        rows += period("2024", name, before)
        rows += period("2025", name, lambda i, now=now, before=before: before(i) if i == 3 else now(i))  # type: ignore[misc]
    (told,) = found(rows)
    assert (told.rule, told.severity, told.values["communes"], told.values["n"]) == (
        "unit_copied",
        Severity.WARNING,
        1,
        6,
    )
    assert told.values["units"] == f"Xã {UNITS[3]} ({UNITS[3]})"


def test_equal_numbers_of_one_row_are_one_piece_of_evidence() -> None:
    rows = [
        one
        for year in ("2024", "2025")
        for name in EVENTS
        for one in period(year, name, lambda i: 30, units=1)
    ]
    assert found(rows) == []


@pytest.mark.parametrize(
    "other",
    [
        {"comparator": "over"},
        {"rule": "decided"},
        {"level": "province"},
        {"status": "conflict", "value": float("nan")},
    ],
    ids=["a bound", "decided", "a total", "no value"],
)
def test_what_is_not_compared(other: dict[str, object]) -> None:
    before = period("2024", "incidents_total", drawn(30, 1))
    assert found(before + period("2025", "incidents_total", drawn(30, 1)))
    now = [one | other for one in period("2025", "incidents_total", drawn(30, 1))]
    assert found(before + now) == []


def test_an_organisation_counts_as_well_and_needs_no_register() -> None:
    rows: Figures = []
    for seed, name in enumerate(EVENTS):
        for year in ("2024", "2025"):
            rows.append(figure("Trường A", name, year, drawn(30, seed)(0) + seed, level="organisation_block"))
            rows += period(year, name, drawn(30, seed + (100 if year == "2025" else 200)))
    (told,) = found(rows)
    assert (told.rule, told.values["units"]) == ("unit_copied", "Trường A")


def test_nothing_received_is_nothing_found() -> None:
    panel = made_panel([figure(UNITS[0], "population", "2024", 3)], units=UNITS)
    empty = pd.DataFrame(panel.observations.iloc[:0])
    assert find_copied(empty, panel.registers, panel.vocabulary, {}) == []


def test_events_of_two_years_are_held_against_each_other_once() -> None:
    now = {"incidents_total": 8, "crimes_social_order": 8, "fires": 0, "tips_total": 3, "households": 900}
    before = {"incidents_total": 8, "crimes_social_order": 8, "fires": 0, "tips_total": 5, "households": 900}
    rows = [
        figure("99001", name, year, n)
        for year, of in (("2024", now), ("2023", before))
        for name, n in of.items()
    ]
    panel = made_panel(rows)
    found = compare_events(panel.observations, panel.vocabulary, "2024", "2023")
    assert found["same"].tolist() == [True, False]
    assert set(found["indicator"]) < {"incidents_total", "crimes_social_order", "tips_total"}
    chances = [sum(stats.poisson.pmf(np.arange(80), mean) ** 2) for mean in (8, 4)]
    assert found["chance"].tolist() == pytest.approx(chances)


def _district(same: int, *, events: bool = True) -> Figures:
    """Twenty communes in two years, of which the first repeat people and, it may be, events; the rest moved on."""
    rows = period("2024", "population", lambda i: 4000 + 31 * i) + period(
        "2024", "incidents_total", lambda i: 40 + 3 * i
    )
    rows += period("2025", "population", lambda i: 4000 + 31 * i + 7 * (i >= same))
    return rows + period("2025", "incidents_total", lambda i: 40 + 3 * i + 5 * (i >= same or not events))


def _in_districts(rows: Figures, size: int) -> list[Finding]:
    panel = made_panel(rows, units=UNITS)
    registers = {
        day: register.assign(district_name=[f"Huyện {i // size}" for i in range(len(register))])
        for day, register in panel.registers.items()
    }
    return find_copied(panel.observations, registers, panel.vocabulary, {"": "a.xlsx"})


def test_a_district_that_repeats_the_last_year_is_told_though_its_communes_alone_would_not_be() -> None:
    (told,) = _in_districts(_district(4), 4)
    assert (told.rule, told.values["communes"]) == ("unit_copied", 4)
    assert all(code in told.text("vi") for code in UNITS[:4])
    assert rules(_in_districts(_district(4), 5)) == []


def test_people_alone_that_stayed_in_a_district_are_no_copy() -> None:
    assert rules(_in_districts(_district(4, events=False), 4)) == []
