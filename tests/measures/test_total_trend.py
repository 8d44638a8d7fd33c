"""The trend of the province: printed figures, the same places, breaks and honest limits."""

import numpy as np
import pytest
from scipy import stats

from antq_analysis.errors import BreakError, RefusedError
from antq_analysis.measures.frame import Series
from antq_analysis.measures.loglinear import fit_log_lines
from antq_analysis.measures.series import total_rate, total_share, totals
from antq_analysis.measures.total_trend import _table, total_trend
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS
YEARS = tuple(str(year) for year in range(2013, 2023))


def series(values: list[float | None], *more: dict[str, object], years: tuple[str, ...] = YEARS) -> Series:
    """Incidents of A in these years, with 9,000 people."""
    rows = [figure(A, "incidents_total", year, n) for year, n in zip(years, values, strict=True)]
    rows += [figure(unit, "population", year, 9000) for unit in (A, B) for year in years]
    return total_rate(made_panel([*rows, *more], units=(A, B)), "incidents_total")


def test_the_ratio_and_its_limits_are_those_of_a_quasi_poisson_line() -> None:
    # R, glm(y ~ t, quasipoisson) on these counts, by its formulas: dispersion is Pearson over 8, limits are of t(8).
    counts = [42, 31, 47, 35, 22, 40, 25, 18, 30, 16]
    found = total_trend(series([float(n) for n in counts]))
    fit = fit_log_lines([counts], np.full((1, 10), 9000.0), np.arange(10), dispersion=0.0)
    residual = (np.array(counts) - fit.fitted[0]) ** 2 / fit.fitted[0]
    wide = np.sqrt(residual.sum() / 8)
    assert wide > 1
    reach = stats.t.ppf(0.975, 8) * wide * fit.slope_se[0]
    row = found.table.loc["yearly"]
    expected = np.exp([fit.slope[0], fit.slope[0] - reach, fit.slope[0] + reach])
    assert row[["value", "low", "high"]].to_numpy(float) == pytest.approx(expected)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(abs(fit.slope[0]) / fit.slope_se[0] / wide, 8))
    assert found.checks.loc["years", "passed"]
    assert not found.checks.loc["chance", "passed"] or residual.sum() < stats.chi2.ppf(0.95, 8)


def test_less_variation_than_chance_does_not_narrow_the_limits() -> None:
    found = total_trend(series([100.0] * 10)).table.loc["yearly"]
    assert found["value"] == pytest.approx(1)
    fit = fit_log_lines([[100] * 10], np.full((1, 10), 9000.0), np.arange(10), dispersion=0.0)
    assert found["high"] == pytest.approx(np.exp(stats.t.ppf(0.975, 8) * fit.slope_se[0]))


def test_what_it_says_follows_from_its_limits() -> None:
    fall = total_trend(series([100.0 * 0.9**i for i in range(10)]))
    assert "có cơ sở cho thấy giảm" in fall.sentence("vi")
    assert "0,900 lần năm trước" in fall.sentence("vi")
    rise = total_trend(series([100.0 * 1.1**i for i in range(5)], years=YEARS[:5]))
    assert "evidence of a rise" in rise.sentence("en")
    assert "short series" in rise.sentence("en")
    assert "short series" not in fall.sentence("en")
    even = total_trend(series([10.0, 12.0, 9.0, 11.0], years=YEARS[:4]))
    assert "chưa đủ cơ sở" in even.sentence("vi")
    assert "năm là độc lập" in even.sentence("vi").replace("các năm", "năm")


def test_years_over_other_communes_are_followed_over_the_same_ones() -> None:
    late = [figure(B, "incidents_total", year, 60) for year in YEARS[5:]]
    found = total_trend(series([20.0] * 10, *late))
    assert found.table.loc["yearly", "value"] == pytest.approx(1)
    assert "measures.total_trend_same" in found.caveats
    whole = total_trend(series([20.0] * 10, *late, *(figure(B, "incidents_total", y, 60) for y in YEARS[:5])))
    assert whole.caveats == ("measures.trend_independent",)
    gaps = [20.0 if i % 2 else None for i in range(10)]
    other = [figure(B, "incidents_total", year, 60) for i, year in enumerate(YEARS) if i % 2 == 0]
    with pytest.raises(RefusedError, match="since"):
        total_trend(series(gaps, *other))


def counted_otherwise(step: float) -> Series:
    years = [str(year) for year in range(2017, 2027)]
    rows = []
    for i, year in enumerate(years):
        mean = 300 * 0.95**i * (step if year >= "2023" else 1)
        rows += [
            figure(A, "model_points_removed", year, round(mean)),
            figure(A, "model_points_active", year, 900),
        ]
    return total_rate(made_panel(rows, units=(A,)), "model_points_removed", "model_points_active")


def test_a_break_is_refused_or_estimated() -> None:
    broken = counted_otherwise(0.5)
    with pytest.raises(BreakError) as refusal:
        total_trend(broken)
    assert 'since="2023"' in refusal.value.text("vi")
    assert "01/01/2023" in refusal.value.text("en")
    found = total_trend(broken, across_breaks=True)
    assert found.table.loc["step_2023", "value"] == pytest.approx(0.5, abs=0.01)
    assert found.table.loc["yearly", "value"] == pytest.approx(0.95, abs=0.002)
    assert "bước nhảy" in found.sentence("vi")
    assert total_trend(broken, until="2022").table.index.tolist() == ["yearly"]
    assert total_trend(broken, since="2023").table.index.tolist() == ["yearly"]


def test_what_cannot_be_followed_is_refused_with_what_to_do() -> None:
    with pytest.raises(RefusedError, match="say_change"):
        total_trend(series([20.0] * 10), since="2020")
    rows = [figure(A, "ntm_19_2_met", year, 1) for year in YEARS]
    panel = made_panel([*rows, *(figure(A, "incidents_total", year, 9) for year in YEARS)], units=(A,))
    for other in (total_share(panel, "ntm_19_2_met"), totals(panel, "incidents_total")):
        with pytest.raises(RefusedError, match="total_rate"):
            total_trend(other)
    with pytest.raises(RefusedError):
        total_trend(series([0.0] * 10))


def test_limits_hold_the_true_ratio_with_variation_beyond_chance() -> None:
    rng, inside, runs = np.random.default_rng(11), 0, 300
    for _ in range(runs):
        events = rng.poisson(300 * 0.94 ** np.arange(6) * rng.gamma(100, 0.01, 6))
        fit = fit_log_lines([events], np.ones((1, 6)), np.arange(6), dispersion=0.0)
        row = _table(fit, ()).loc["yearly"]
        inside += row["low"] <= 0.94 <= row["high"]
    # The standard error is 1.3 points; a line whose limits are never narrower than chance holds a little more.
    assert 0.92 <= inside / runs <= 0.995


def test_a_stock_has_no_limits_and_no_verdict() -> None:
    rows = [figure(A, "model_points_active", year, 30 + 4 * i) for i, year in enumerate(YEARS)]
    rows += [figure(A, "population", year, 9000) for year in YEARS]
    stock = total_rate(made_panel(rows, units=(A,)), "model_points_active")
    assert stock.frame["value"].notna().all()
    assert stock.frame[["low", "high"]].isna().all().all()
    with pytest.raises(RefusedError, match="số vụ"):
        total_trend(stock)


def test_communes_that_never_report_are_told() -> None:
    silent = total_trend(series([20.0] * 10))
    assert (silent.n_units, silent.n_missing) == (1, 1)
    assert "Chỉ gồm 1 đơn vị có số liệu; 1 đơn vị không có" in silent.sentence("vi")
    whole = total_trend(series([20.0] * 10, *(figure(B, "incidents_total", year, 60) for year in YEARS)))
    assert (whole.n_units, whole.n_missing) == (2, 0)
    assert "rests on" not in whole.sentence("en")
    late = total_trend(series([20.0] * 10, *(figure(B, "incidents_total", year, 60) for year in YEARS[5:])))
    assert (late.n_units, late.n_missing) == (1, None)
    assert "It rests on 1 unit." in late.sentence("en")


def test_a_rough_base_is_named_as_the_reason() -> None:
    rows = [figure(A, "incidents_total", year, 20) for year in YEARS]
    rows += [figure(A, "population", year, 9000, comparator="about") for year in YEARS]
    with pytest.raises(RefusedError, match="ước chừng"):
        total_trend(total_rate(made_panel(rows, units=(A,)), "incidents_total"))
