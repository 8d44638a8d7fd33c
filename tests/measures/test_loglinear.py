"""Log-linear lines against printed figures, figures of statsmodels and their defining equations."""

import numpy as np
import pytest
from scipy import optimize, stats

from antq_analysis.measures.loglinear import fit_log_lines

YEARS = np.arange(2016, 2025)


def made(units: int = 4, dispersion: float = 0.2) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    base = rng.uniform(3000, 12_000, (units, len(YEARS)))
    after = (YEARS >= 2021).astype(float)[:, None]
    mean = (
        base
        * 1e-3
        * np.exp(rng.normal(0, 0.4, (units, 1)) - 0.03 * (YEARS - 2016) + np.log(0.8) * after[:, 0])
    )
    size = 1 / dispersion
    return rng.negative_binomial(size, size / (size + mean)).astype(float), base, after


def test_deaths_from_aids_in_australia() -> None:
    # Dobson (1990); R prints 0.33963 (0.25119) and 0.25652 (0.02204) for glm(deaths ~ quarter, poisson).
    deaths = [0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45]
    fit = fit_log_lines([deaths], np.ones((1, 14)), np.arange(1, 15), dispersion=0.0)
    found = [float(part[0]) for part in (fit.level, fit.slope, fit.slope_se)]
    assert found == pytest.approx([0.33963, 0.25652, 0.02204], abs=5e-6)
    assert fit.freedom == 12


def test_units_share_the_step_as_in_one_regression_on_all_of_them() -> None:
    events, base, after = made()
    events[1, 3] = np.nan
    for dispersion in (0.0, 0.13):
        fit = fit_log_lines(events, base, YEARS, after, dispersion=dispersion)
        known = np.isfinite(events)
        units = len(events)
        unit, year = np.nonzero(known)
        design = np.zeros((known.sum(), 2 * units + 1))
        design[np.arange(len(unit)), unit] = 1
        design[np.arange(len(unit)), units + unit] = YEARS[year] - 2020
        design[:, -1] = after[year, 0]
        beta, covariance = newton(events[known], design, np.log(base[known]), dispersion)
        assert fit.slope == pytest.approx(beta[units : 2 * units], abs=1e-8)
        assert fit.steps[0] == pytest.approx(beta[-1], abs=1e-8)
        errors = np.sqrt(np.diagonal(covariance))
        assert fit.slope_se == pytest.approx(errors[units : 2 * units], rel=1e-6)
        assert fit.steps_se[0] == pytest.approx(errors[-1], rel=1e-6)


def newton(y: np.ndarray, design: np.ndarray, offset: np.ndarray, a: float) -> tuple[np.ndarray, np.ndarray]:
    """The same regression as one dense problem, by a general optimiser, then its expected information."""

    def score(beta: np.ndarray) -> np.ndarray:
        mean = np.exp(design @ beta + offset)
        return design.T @ ((y - mean) / (1 + a * mean))

    start = np.linalg.lstsq(design, np.log(y + 0.5) - offset, rcond=None)[0]
    beta = optimize.root(score, start, tol=1e-13).x
    mean = np.exp(design @ beta + offset)
    return beta, np.linalg.inv(design.T @ (design * (mean / (1 + a * mean))[:, None]))


def test_equals_recorded_figures_of_statsmodels() -> None:
    # statsmodels 0.15.0: GLM(y, [1, t - 2020, after], NegativeBinomial(alpha=0.1) or Poisson, offset=log(base)).
    events = [12, 9, 15, 8, 10, 4, 7, 5, 3]
    base = [7000, 7050, 7100, 7200, 7300, 7350, 7400, 7500, 7600]
    after = (YEARS >= 2021).astype(float)[:, None]
    poisson = [-0.067549699696683, 0.08721138963260303, -0.5617512446093206, 0.4776920276586708]
    negative_binomial = [-0.07273592914903196, 0.12138595939406766, -0.5401972426651885, 0.6447813575308349]
    for dispersion, recorded in ((0.0, poisson), (0.1, negative_binomial)):
        fit = fit_log_lines([events], [base], YEARS, after, dispersion=dispersion)
        found = [float(part[0]) for part in (fit.slope, fit.slope_se, fit.steps, fit.steps_se)]
        assert found == pytest.approx(recorded, rel=1e-7)


def test_the_dispersion_makes_the_residuals_add_up() -> None:
    events, base, after = made(60)
    fit = fit_log_lines(events, base, YEARS, after)
    assert fit.pearson == pytest.approx(fit.freedom, rel=1e-5)
    assert fit.dispersion == pytest.approx(0.2, abs=0.06)
    even = fit_log_lines(np.full((5, 9), 10.0), np.ones((5, 9)), YEARS)
    assert even.dispersion == 0
    assert even.slope == pytest.approx(np.zeros(5), abs=1e-12)


def test_exposure_and_years_only_shift_what_they_must() -> None:
    events, base, _ = made()
    plain = fit_log_lines(events, base, YEARS, dispersion=0.1)
    other = fit_log_lines(events, base * 7, YEARS - 2000, dispersion=0.1)
    assert other.slope == pytest.approx(plain.slope)
    assert other.level - np.log(1 / 7) == pytest.approx(plain.level + 2000 * plain.slope)
    poisson = fit_log_lines(events, base, YEARS, dispersion=0.0)
    assert poisson.fitted.sum(axis=1) == pytest.approx(events.sum(axis=1))
    assert poisson.fitted @ YEARS == pytest.approx(events @ YEARS)


@pytest.mark.parametrize(("years", "dispersion"), [(5, 0.0), (9, 0.15)])
def test_intervals_hold_what_they_say(years: int, dispersion: float) -> None:
    rng = np.random.default_rng(years)
    units, slope = 150, -0.08
    inside = tried = 0
    for _ in range(12):
        base = rng.lognormal(np.log(7500), 0.5, (units, 1)) * np.ones(years)
        mean = base / 7500 * 5.5 * np.exp(slope * np.arange(years))
        events = rng.poisson(mean if not dispersion else rng.gamma(1 / dispersion, dispersion * mean))
        enough = (events.sum(axis=1) >= 10) & ((events > 0).sum(axis=1) > 1)
        fit = fit_log_lines(events[enough], base[enough], np.arange(years))
        inside += int((np.abs(fit.slope - slope) <= stats.norm.ppf(0.975) * fit.slope_se).sum())
        tried += int(enough.sum())
    # About 1,700 intervals; the standard error is 0.5 points.
    assert 0.935 <= inside / tried <= 0.975


def test_slopes_own_up_to_a_step_that_is_known_less_well() -> None:
    """The step as a measurement of its own: dense information with its precision cut to what is known of it."""
    events, base, after = made()
    fit = fit_log_lines(events, base, YEARS, after, dispersion=0.1)
    assert fit.slope_se_with(fit.steps_se / 2) == pytest.approx(fit.slope_se)
    wider = 3 * fit.steps_se
    weight = fit.fitted / (1 + 0.1 * fit.fitted)
    own = np.stack([np.ones(len(YEARS)), YEARS - YEARS.mean()], axis=1)
    for n, found in enumerate(fit.slope_se_with(wider)):
        inner = own.T @ (weight[n][:, None] * own)
        toward = np.linalg.solve(inner, own.T @ (weight[n] * after[:, 0]))
        # The step is a random quantity that the line leans on: Var(slope) = E Var(slope | step) + lean^2 Var(step).
        expected = np.linalg.inv(inner)[1, 1] + toward[1] ** 2 * wider[0] ** 2
        assert found == pytest.approx(np.sqrt(expected))


def test_what_shakes_all_units_in_a_year_is_in_the_limits_of_their_slopes() -> None:
    """Beside a step that 150 units share 84 in 100 slopes lie within their own limits where years shake by a fifth."""
    rng, units, slope = np.random.default_rng(3), 150, -0.03
    after = (YEARS >= 2021).astype(float)[:, None]
    narrow = wide = tried = 0
    for _ in range(40):
        base = rng.lognormal(np.log(7500), 0.5, (units, 1)) * np.ones(len(YEARS))
        shaken = slope * (YEARS - 2016) + 0.2 * rng.normal(size=len(YEARS)) + np.log(0.8) * after[:, 0]
        events = rng.poisson(base / 7500 * 12 * np.exp(shaken))
        fit = fit_log_lines(events, base, YEARS, after)
        whole = fit_log_lines([events.sum(axis=0)], [base.sum(axis=0)], YEARS, after, dispersion=0.0)
        beyond = np.sqrt(max(whole.pearson / whole.freedom, 1)) * stats.t.ppf(0.975, whole.freedom) / 1.96
        away = np.abs(fit.slope - slope) / 1.96
        narrow += int((away <= fit.slope_se).sum())
        wide += int((away <= fit.slope_se_with(beyond * whole.steps_se)).sum())
        tried += units
    assert narrow / tried < 0.88
    # The forty shocks are what chance has to offer here, not the 6,000 slopes.
    assert 0.92 <= wide / tried <= 0.985
