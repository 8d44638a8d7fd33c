"""The history-adjusted estimator: what it knows of risk, and that it undoes regression to the mean."""

import numpy as np
import pytest

from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.history import history_adjusted
from antq_analysis.measures.effects.memory import Memory, estimate_memory, predict
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.starts import starts


def after_a_bad_year(seed: int, effect: float = 0.0, units: int = 150) -> tuple[np.ndarray, ...]:
    """Every year from the fourth on, those with the highest rate of the year before begin."""
    rng = np.random.default_rng(seed)
    people = rng.lognormal(np.log(7500), 0.5, (units, 1)) * np.ones(9)
    risk = rng.normal(0, 0.4, (units, 1)) + rng.normal(0, 0.2, (units, 9))
    start, events = np.full(units, np.nan), np.zeros((units, 9))
    for t in range(9):
        if 3 <= t < 7:
            rate = np.where(np.isnan(start), events[:, t - 1] / people[:, 0], -1)
            start[np.argsort(-rate)[:20]] = t
        events[:, t] = rng.poisson(people[:, t] / 1400 * np.exp(risk[:, t] + effect * (start <= t)))
    return events, people, start, np.arange(units) // 6


def test_memory_is_found_again() -> None:
    rng = np.random.default_rng(1)
    true = Memory(0.2, 0.1, 0.5)
    logs = rng.multivariate_normal(np.zeros(8), true.covariance(8), 20_000)
    expected = rng.lognormal(1.5, 0.4, (20_000, 1)) * np.ones(8)
    events = rng.poisson(expected * np.exp(logs - 0.15)).astype(float)
    found = estimate_memory(events, expected)
    assert (found.lasting, found.passing) == pytest.approx((0.2, 0.1), abs=0.015)
    assert found.carry == pytest.approx(0.5, abs=0.1)
    assert estimate_memory(rng.poisson(expected).astype(float), expected).covariance(8).max() < 0.01


def test_prediction_is_the_mean_of_what_comes() -> None:
    rng = np.random.default_rng(2)
    memory = Memory(0.2, 0.1, 0.5)
    logs = rng.multivariate_normal(-0.15 * np.ones(7), memory.covariance(7), 60_000)
    expected = 5.0 * np.ones((60_000, 5))
    events = rng.poisson(expected * np.exp(logs[:, :5])).astype(float)
    told = predict(events, expected, memory, 2)
    truth = np.exp(logs[:, 5:])
    for ahead in range(2):
        order = np.argsort(told[:, ahead])
        for part in np.array_split(order, 10):
            assert told[part, ahead].mean() == pytest.approx(truth[part, ahead].mean(), rel=0.03)


def test_nothing_known_predicts_the_mean_and_much_known_the_rate() -> None:
    memory = Memory(0.3, 0.0, 0.0)
    assert predict(np.zeros((1, 3)), np.zeros((1, 3)), memory, 2)[0] == pytest.approx([1, 1], rel=1e-3)
    sure = predict(np.full((1, 4), 3e5), np.full((1, 4), 1e5), memory, 1)[0, 0]
    assert sure == pytest.approx(3, rel=1e-2)
    shrunk = predict(np.full((1, 4), 12.0), np.full((1, 4), 4.0), memory, 1)[0, 0]
    assert 1.5 < shrunk < 3


def test_it_undoes_regression_to_the_mean_where_fixed_effects_do_not() -> None:
    fixed, history = [], []
    for seed in range(16):
        events, people, start, _ = after_a_bad_year(seed)
        began = starts(start, np.arange(9))
        fixed.append(fit_poisson(events, people, [began.treated]).terms[0])
        history.append(history_adjusted(events, people, began).fit.terms[0])
    assert np.mean(fixed) < -0.05
    assert abs(np.mean(history)) < 0.035
    assert abs(np.mean(history)) < abs(np.mean(fixed)) / 2


def test_a_true_fall_is_found() -> None:
    found = []
    for seed in range(12):
        events, people, start, district = after_a_bad_year(seed, np.log(0.8))
        fit = history_adjusted(events, people, starts(start, np.arange(9))).fit
        low, high = clustered(fit, district).interval()
        found.append((fit.terms[0], low[0] <= np.log(0.8) <= high[0]))
    assert np.mean(found, axis=0)[0] == pytest.approx(np.log(0.8), abs=0.04)
    assert np.mean(found, axis=0)[1] >= 0.6


def test_gaps_units_treated_at_once_and_nobody_treated() -> None:
    events, people, start, district = after_a_bad_year(1)
    start[0] = 0
    events[1, :] = np.nan
    events[2, 4] = np.nan
    found = history_adjusted(events, people, starts(start, np.arange(9)))
    assert np.isfinite(found.fit.terms[0])
    assert not found.fit.used[:, [0, 1]].any()
    assert np.isfinite(clustered(found.fit, district).errors[0])
    nobody = history_adjusted(events, people, starts(np.full(150, np.nan), np.arange(9)))
    assert np.isnan(nobody.fit.terms[0])
