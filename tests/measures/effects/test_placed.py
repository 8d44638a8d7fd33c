"""Counts and beginnings together: which placement it was, and an effect near the truth in each."""

import numpy as np
import pytest

from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.history import history_adjusted
from antq_analysis.measures.effects.latent import Beginnings, parts, posterior
from antq_analysis.measures.effects.memory import Memory, predict
from antq_analysis.measures.effects.placed import placement_adjusted
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.starts import starts


def chosen(seed: int, on_lasting: float, on_last: float, effect: float = 0.0) -> tuple[np.ndarray, ...]:
    """Each year from the fourth to the seventh, twenty of 150 begin: lasting risk, last year's rate and luck decide."""
    rng = np.random.default_rng(seed)
    people = rng.lognormal(np.log(7500), 0.4, (150, 1)) * np.ones(9)
    lasting = rng.normal(0, 0.45, 150)
    start, events = np.full(150, np.nan), np.zeros((150, 9))
    passing = rng.normal(0, 0.25, 150)
    for t in range(9):
        passing = 0.4 * passing + np.sqrt(1 - 0.16) * rng.normal(0, 0.25, 150)
        if 3 <= t < 7:
            last = np.log((events[:, t - 1] + 0.5) / (people[:, 0] / 1400 + 0.5))
            score = on_lasting * lasting + on_last * last + rng.logistic(size=150)
            start[np.argsort(-np.where(np.isnan(start), score, -np.inf))[:20]] = t
        mean = people[:, t] / 1400 * np.exp(lasting + passing + effect * (start <= t) - 0.03 * t)
        events[:, t] = rng.poisson(mean)
    return events, people, start, np.arange(150) // 6


def test_without_beginnings_it_is_the_prediction_from_counts() -> None:
    rng = np.random.default_rng(1)
    memory = Memory(0.2, 0.08, 0.5)
    expected = rng.lognormal(1.5, 0.4, (40, 1)) * np.ones(6)
    events = rng.poisson(expected * rng.lognormal(0, 0.5, (40, 1))).astype(float)
    seen = np.arange(6) < 4
    nothing = np.zeros((40, 6), dtype=bool)
    law = posterior(
        events * seen, expected * seen, parts(memory, 6), Beginnings(np.zeros((40, 6)), 0.0, nothing, nothing)
    )
    told = predict(events[:, :4], expected[:, :4] * np.exp(0.14), memory, 2) * np.exp(0.14)
    assert law.risk()[:, 4:] == pytest.approx(told, rel=2e-3)


def test_having_begun_says_something_about_lasting_risk() -> None:
    possible = np.zeros((2, 4), dtype=bool)
    possible[:, 3] = True
    happened = possible & np.array([[True], [False]])
    expected = np.full((2, 4), 5.0) * (np.arange(4) < 3)
    begun = Beginnings(np.full((2, 4), -1.0), 3.0, possible, happened)
    law = posterior(expected, expected, parts(Memory(0.2, 0.05, 0.3), 4), begun)
    assert law.mean[0, 0] > 0 > law.mean[1, 0]
    # By brute force: the mean of the lasting part given three counts of five and a beginning.
    rng = np.random.default_rng(3)
    lasting = rng.normal(0, np.sqrt(0.2), 400_000)
    cover = np.linalg.cholesky(0.05 * 0.3 ** np.abs(np.subtract.outer(range(3), range(3))))
    mean = 5 * np.exp(lasting[:, None] + rng.normal(size=(400_000, 3)) @ cover.T)
    weight = np.exp((5 * np.log(mean) - mean).sum(axis=1)) / (1 + np.exp(1 - 3 * lasting))
    assert law.mean[0, 0] == pytest.approx(float((weight * lasting).sum() / weight.sum()), abs=0.02)
    forgot = posterior(expected, expected, parts(Memory(0.2, 0.05, 0.3), 4), begun.until(np.array([2, 2])))
    assert forgot.mean[0] == pytest.approx(forgot.mean[1])


@pytest.mark.parametrize(("on_lasting", "on_last"), [(6, 0), (0, 4), (4, 3)])
def test_it_tells_placements_apart_and_is_near_the_truth_in_each(on_lasting: float, on_last: float) -> None:
    found = []
    for seed in range(8):
        events, people, start, _ = chosen(seed, on_lasting, on_last)
        began = starts(start, np.arange(9))
        fit = placement_adjusted(events, people, began)
        fixed = fit_poisson(events, people, [began.treated]).terms[0]
        found.append(
            (
                fit.on_lasting,
                fit.on_last,
                fit.fit.terms[0],
                fixed,
                history_adjusted(events, people, began).fit.terms[0],
            )
        )
    lasting, last, effect, fixed, history = np.mean(found, axis=0)
    assert lasting == pytest.approx(on_lasting, abs=2.0)
    assert last == pytest.approx(on_last, abs=1.0)
    assert abs(effect) < 0.06
    # Where one of the others is wrong, it is wrong by more.
    if on_last:
        assert fixed < -0.04
    if on_lasting:
        assert history > 0.08


def test_a_true_fall_is_found_in_a_mixed_placement() -> None:
    found = []
    for seed in range(8):
        events, people, start, district = chosen(seed, 4, 3, np.log(0.8))
        fit = placement_adjusted(events, people, starts(start, np.arange(9))).fit
        low, high = clustered(fit, district).interval()
        found.append((fit.terms[0], low[0] <= np.log(0.8) <= high[0]))
    assert np.mean(found, axis=0)[0] == pytest.approx(np.log(0.8), abs=0.08)
    assert np.mean(found, axis=0)[1] >= 0.6


def test_gaps_units_treated_at_once_and_nobody_treated() -> None:
    events, people, start, district = chosen(1, 2, 2)
    start[0] = 0
    events[1, :] = np.nan
    events[2, 4] = np.nan
    found = placement_adjusted(events, people, starts(start, np.arange(9)))
    assert np.isfinite(clustered(found.fit, district).errors[0])
    assert not found.fit.used[:, [0, 1]].any()
    nobody = placement_adjusted(events, people, starts(np.full(150, np.nan), np.arange(9)))
    assert np.isnan(nobody.fit.terms).all()
    everybody = placement_adjusted(events, people, starts(np.full(150, 5.0), np.arange(9)))
    assert np.isnan(everybody.fit.terms[0]) or np.isfinite(everybody.fit.terms[0])
