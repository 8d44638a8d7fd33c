"""Trends of communes: one line each, never over a break in silence, honest about short series."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.loglinear import fit_log_lines
from antq_analysis.measures.mann_kendall import mann_kendall
from antq_analysis.measures.rates import rate
from antq_analysis.measures.series import total_rate
from antq_analysis.measures.total_trend import total_trend
from antq_analysis.measures.trend import trend
from antq_analysis.measures.trends import Trends
from antq_analysis.panel.load import Panel
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS
YEARS = tuple(str(year) for year in range(2016, 2024))


def panel(counts: dict[str, list[float | None]], years: tuple[str, ...] = YEARS, **more: object) -> Panel:
    rows = [
        figure(unit, "incidents_total", year, n, **more)
        for unit, values in counts.items()
        for year, n in zip(years, values, strict=True)
    ]
    rows += [
        figure(unit, "population", year, 8000 + 100 * int(year[2:])) for unit in counts for year in years
    ]
    return made_panel(rows)


FALLING = {A: [60, 52, 49, 41, 33, 30, 22, 20], B: [9, 7, 8, 9, 6, 8, 9, 7], C: [3, 4, 6, 9, 11, 14, 22, 30]}
FALLING |= {D: [1, 0, 0, 2, 0, 1, 0, 1]}


def test_each_commune_has_the_line_of_its_own_counts() -> None:
    found = trend(panel(FALLING), "incidents_total").frame
    base = np.array([8000 + 100 * int(year[2:]) for year in YEARS])
    events = np.array([FALLING[unit] for unit in (A, B, C)], dtype=float)
    fit = fit_log_lines(events, np.tile(base, (3, 1)), np.array(YEARS, dtype=int))
    assert found["status"].tolist() == ["reported"] * 3 + ["too_few_events"]
    own = found.loc[[A, B, C]]
    assert own["ratio"].to_numpy() == pytest.approx(np.exp(fit.slope))
    assert own["low"].to_numpy() == pytest.approx(np.exp(fit.slope - 1.959964 * fit.slope_se))
    assert own["q_value"].to_numpy() == pytest.approx(false_discovery(own["p_value"]))
    assert own["direction"].tolist() == ["falling", "not_shown", "rising"]
    check = mann_kendall(events / base * 1e4, np.array(YEARS, dtype=int))
    assert own["mk_p_value"].to_numpy() == pytest.approx(check.p_value)
    assert own["mk_slope"].to_numpy() == pytest.approx(check.slope)
    assert found.loc[D, ["n_years", "events"]].tolist() == [8, 5]
    assert found.loc[D, ["ratio", "p_value", "q_value", "mk_p_value"]].isna().all()
    assert found.loc[D, "direction"] == ""


def test_a_doubling_exposure_is_no_rise() -> None:
    rows = [figure(A, "incidents_total", year, 10 * 2**i) for i, year in enumerate(YEARS[:5])]
    rows += [figure(A, "population", year, 1000 * 2**i) for i, year in enumerate(YEARS[:5])]
    found = trend(made_panel(rows), "incidents_total").frame.loc[A]
    assert found["ratio"] == pytest.approx(1)
    assert found["direction"] == "not_shown"


def test_few_years_are_told_apart_from_few_events_and_no_row() -> None:
    counts = {A: [20.0] * 8, B: [None] * 5 + [9.0, 9.0, 9.0], C: [0.0] * 7 + [40.0]}
    found = trend(panel(counts), "incidents_total").frame
    assert found["status"].tolist() == ["reported", "too_few_years", "too_few_events", "no_row"]
    silent = panel({A: [20.0] * 8, B: [None] * 5 + [9.0, 9.0, 9.0]})
    before = trend(silent, "incidents_total", until="2020").frame
    assert before["status"].tolist() == ["reported", "too_few_years", "no_row", "no_row"]
    with pytest.raises(RefusedError, match="change"):
        trend(panel({A: [5.0] * 3}, YEARS[:3]), "incidents_total")


def test_bounds_and_apportioned_figures_have_no_part() -> None:
    plain = panel(FALLING)
    given = plain.observations.copy()
    first = given["unit_code"].eq(A) & given["indicator"].eq("incidents_total")
    given.loc[first & given["period"].eq("2016"), "comparator"] = "over"
    given.loc[first & given["period"].eq("2017"), ["status", "apportioned_share"]] = ["apportioned", 0.4]
    found = trend(replace_rows(plain, given), "incidents_total").frame
    assert found["n_years"].tolist() == [6, 8, 8, 8]
    given.loc[first, "comparator"] = "over"
    vague = trend(replace_rows(plain, given), "incidents_total").frame.loc[A]
    assert vague[["n_years", "status"]].tolist() == [0, "too_few_years"]


def replace_rows(given: Panel, rows: pd.DataFrame) -> Panel:
    from dataclasses import replace

    return replace(given, observations=rows, reported=rows)


def over_a_break(steps: bool) -> Panel:
    """Points added, with an opening stock; the way of counting them changed on 01/01/2023."""
    years = [str(year) for year in range(2018, 2027)]
    rng = np.random.default_rng(2)
    rows = []
    for unit in UNITS:
        for i, year in enumerate(years):
            mean = 60 * 0.95**i * (0.5 if steps and year >= "2023" else 1)
            rows.append(figure(unit, "model_points_removed", year, float(rng.poisson(mean))))
            rows.append(figure(unit, "model_points_active", year, 400))
    return made_panel(rows)


def test_over_a_break_it_is_refused_with_reason_and_remedy() -> None:
    with pytest.raises(BreakError) as refusal:
        trend(over_a_break(steps=True), "model_points_removed", "model_points_active")
    text = refusal.value.text("vi")
    assert "01/01/2023" in text
    assert 'since="2023"' in text
    assert "across_breaks=True" in text
    assert "across_breaks=True" in refusal.value.text("en")
    after = trend(over_a_break(steps=True), "model_points_removed", "model_points_active", since="2023")
    assert after.years == ("2023", "2024", "2025", "2026")
    assert after.steps is None
    before = trend(over_a_break(steps=True), "model_points_removed", "model_points_active", until="2022")
    assert before.years[-1] == "2022"


def test_the_step_is_estimated_where_that_is_asked_for() -> None:
    given = over_a_break(steps=True)
    found = trend(given, "model_points_removed", "model_points_active", across_breaks=True)
    assert found.steps is not None
    step = found.steps.loc["2023"]
    assert step["low"] < 0.5 < step["high"]
    assert step["high"] < 0.9
    whole = total_rate(given, "model_points_removed", "model_points_active")
    own = total_trend(whole, across_breaks=True).table.loc["step_2023", ["value", "low", "high"]]
    assert step.to_numpy() == pytest.approx(own.to_numpy(float))
    assert (found.frame["low"] < 0.95).all()
    assert (found.frame["high"] > 0.95).all()
    # Mann-Kendall takes the step for a fall, and is not told.
    assert found.frame["mk_p_value"].isna().all()
    assert "2023" in found.sentence("vi").split("“Chưa đủ cơ sở”")[-1]
    none = trend(over_a_break(steps=False), "model_points_removed", "model_points_active", across_breaks=True)
    assert none.steps is not None
    assert none.steps.loc["2023", "low"] < 1 < none.steps.loc["2023", "high"]


def test_steps_that_no_year_stands_between_are_refused() -> None:
    given = panel({unit: values[:4] for unit, values in FALLING.items()}, YEARS[:4])
    rows, counted = given.observations, given.observations["indicator"].eq("incidents_total")
    there_and_back = dict(zip(YEARS, ["calendar", "tt124_commune"] * 2, strict=False))
    rows = rows.assign(period_basis=rows["period"].map(there_and_back).where(counted, "calendar"))
    with pytest.raises(RefusedError, match='since="2019"'):
        trend(replace_rows(given, rows), "incidents_total", across_breaks=True)


def test_a_change_of_the_reporting_window_is_a_break() -> None:
    rows = panel(FALLING).observations
    late = rows["indicator"].eq("incidents_total") & (rows["period"] >= "2020")
    rows = rows.assign(period_basis=rows["period_basis"].mask(late, "tt124_commune"))
    early = rows["indicator"].eq("incidents_total") & ~late
    rows["period_basis"] = rows["period_basis"].mask(early, "calendar")
    given = replace_rows(panel(FALLING), rows)
    with pytest.raises(BreakError, match="16/11-15/11"):
        trend(given, "incidents_total")
    assert trend(given, "incidents_total", since="2020").years == YEARS[4:]


def test_what_is_no_count_of_events_is_refused() -> None:
    with pytest.raises(RefusedError, match="totals"):
        trend(panel(FALLING), "population")
    with pytest.raises(UnknownNameError):
        trend(panel(FALLING), "incident_total")


def test_the_sentence_counts_both_ways_and_owns_up_to_a_short_series() -> None:
    long = trend(panel(FALLING), "incidents_total")
    assert "tăng: 1 đơn vị, giảm: 1; chưa đủ cơ sở: 1" in long.sentence("vi")
    assert "không có nghĩa là không thay đổi" in long.sentence("vi")
    five = {unit: values[:5] for unit, values in FALLING.items()}
    short = trend(panel(five, YEARS[:5]), "incidents_total")
    assert "only 5 years" in short.sentence("en")
    seen = short.frame["fall_seen"].median()
    assert f"{round(seen)}% a year" in short.sentence("en")
    tested = short.frame["fall_seen"].notna().sum()
    assert f"half of the {tested} unit" in short.sentence("en")
    assert "years are taken as independent" in short.sentence("en")
    assert "coi các năm là độc lập" in short.sentence("vi")
    assert isinstance(short, Trends)
    assert short.sentence("vi") in str(short)


def test_the_fall_that_would_be_seen_is_named_eight_times_out_of_ten() -> None:
    rng, maps, units = np.random.default_rng(9), 60, tuple(str(90_001 + i) for i in range(60))
    years = YEARS[:5]
    base = [figure(unit, "population", year, 8000) for unit in units for year in years]
    flat = rng.poisson(20, (len(units), 5))
    one = made_panel(
        [
            *base,
            *(
                figure(u, "incidents_total", y, n)
                for u, row in zip(units, flat, strict=True)
                for y, n in zip(years, row, strict=True)
            ),
        ],
        units=units,
    )
    seen = trend(one, "incidents_total").frame["fall_seen"].median() / 100
    falling = 20 * (1 - seen) ** (np.arange(5) - 2)
    named = []
    for _ in range(maps):
        events = rng.poisson(20, (len(units), 5)).astype(float)
        events[0] = rng.poisson(falling)
        fit = fit_log_lines(events, np.ones(events.shape), np.arange(5), dispersion=0.0)
        q = false_discovery(2 * stats.norm.sf(np.abs(fit.slope / fit.slope_se)))
        named.append(q[0] <= 0.05 and fit.slope[0] < 0)
    # The standard error of 60 maps is 5 points; a fall for a single test is named 2 times out of 10.
    assert np.mean(named) == pytest.approx(0.8, abs=0.15)


def shaken(seed: int) -> Panel:
    """Sixty communes whose rates all move together by 5% a year, and by a step of 0.8."""
    units, rng = tuple(str(90_001 + i) for i in range(60)), np.random.default_rng(seed)
    level = 20 * np.exp(0.05 * rng.normal(size=8)) * np.repeat([1.0, 0.8], 4)
    rows = [figure(unit, "population", year, 8000) for unit in units for year in YEARS]
    for year, mean in zip(YEARS, level, strict=True):
        window = "calendar" if year < "2020" else "tt124_commune"
        for unit, n in zip(units, rng.poisson(mean, len(units)), strict=True):
            rows.append(figure(unit, "incidents_total", year, n, period_basis=window))
    return made_panel(rows, units=units)


def test_what_shakes_the_whole_province_is_in_the_limits_of_a_step_and_of_the_slopes_beside_it() -> None:
    held = 0
    for seed in range(6):
        given = shaken(seed)
        found = trend(given, "incidents_total", across_breaks=True)
        steps = found.steps
        assert steps is not None
        row = steps.loc["2020"]
        held += row["low"] <= 0.8 <= row["high"]
    assert held >= 5
    figures = rate(given, "incidents_total").frame
    counts, base = (figures[name].to_numpy(float).reshape(-1, 8) for name in ("events", "exposure"))
    after = np.repeat([[0.0], [1.0]], 4, axis=0)
    fit = fit_log_lines(counts, base, np.arange(8), after, dispersion=found.dispersion)
    error = (np.log(found.frame["high"] / found.frame["low"]) / (2 * 1.959964)).to_numpy()
    known = np.log(steps["high"] / steps["low"]) / (2 * 1.959964)
    assert error == pytest.approx(fit.slope_se_with(known), rel=1e-5)
    assert (error > 1.005 * fit.slope_se).all()


@pytest.mark.parametrize("empty", [slice(0, 4), slice(4, 8)])
def test_a_step_with_nothing_on_one_side_is_refused(empty: slice) -> None:
    counts = {unit: np.array(FALLING[unit], dtype=float) for unit in (A, B, C)}
    for values in counts.values():
        values[empty] = 0
    given = panel({unit: values.tolist() for unit, values in counts.items()})
    rows = given.observations
    late = rows["indicator"].eq("incidents_total") & rows["period"].ge("2020")
    rows = rows.assign(period_basis=rows["period_basis"].mask(late, "tt124_commune").where(late, "calendar"))
    given = replace_rows(given, rows)
    with pytest.raises(RefusedError, match=r'until="2019".*since="2020"'):
        trend(given, "incidents_total", across_breaks=True)
    with pytest.raises(RefusedError, match=r'until="2019".*since="2020"'):
        total_trend(total_rate(given, "incidents_total"), across_breaks=True)


@pytest.mark.parametrize(
    ("counts", "first"), [([0, 0, 0, 30, 0, 0, 0, 30], "2020"), ([0, 9, 0, 0, 0, 0, 0, 9], "2018")]
)
def test_a_step_that_any_size_would_fit_is_refused(counts: list[float | None], first: str) -> None:
    # Each part happens in its last year alone, so that the line before and after may be as steep as one likes.
    given = panel({A: counts})
    rows = given.observations
    late = rows["indicator"].eq("incidents_total") & rows["period"].ge(first)
    rows = rows.assign(period_basis=rows["period_basis"].mask(late, "tt124_commune").where(late, "calendar"))
    with pytest.raises(RefusedError, match=f'since="{first}"'):
        trend(replace_rows(given, rows), "incidents_total", across_breaks=True)


def test_a_rough_base_is_named_as_the_reason() -> None:
    rows = [figure(A, "incidents_total", year, 20) for year in YEARS]
    rows += [figure(A, "population", year, 9000, comparator="about") for year in YEARS]
    with pytest.raises(RefusedError, match="ước chừng"):
        trend(made_panel(rows), "incidents_total")
