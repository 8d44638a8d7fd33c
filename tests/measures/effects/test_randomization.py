"""Permuted adoption: against each vector's own model, within strata, and at its size."""

import numpy as np
import pytest

from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.randomization import permuted, randomization_interval, randomization_test
from antq_analysis.measures.effects.score_bootstrap import score_bootstrap
from antq_analysis.measures.effects.starts import Starts, starts
from tests.measures.effects.given import made


def by_brute_force(
    events: np.ndarray,
    people: np.ndarray,
    treated: np.ndarray,
    district: np.ndarray,
    *,
    centred: bool = False,
) -> float:
    """Studentised efficient score by weighted least squares on dummies of all units and years."""
    fit = fit_poisson(events, people)
    units, years = events.shape
    weight = np.sqrt(fit.fitted.ravel())
    dummies = np.concatenate([np.repeat(np.eye(units), years, 0), np.tile(np.eye(years), (units, 1))], axis=1)
    x = treated.ravel()
    x = x - dummies @ np.linalg.lstsq(dummies * weight[:, None], x * weight, rcond=None)[0]
    score = np.bincount(np.repeat(district, years), x * fit.residuals.ravel())
    information = np.bincount(np.repeat(district, years), x**2 * fit.fitted.ravel())
    left = score - centred * score.sum() * information / information.sum()
    return float(score.sum() / np.sqrt((left**2).sum()))


def test_statistics_are_those_of_each_vector() -> None:
    events, people, start, district = made(1, units=36)
    district = district % 5
    years = np.arange(8)
    vectors = permuted(start, np.arange(36) % 2, 6, seed=3)
    found = randomization_test(events, people, starts(start, years), vectors, district)
    expected = [
        by_brute_force(events, people, Starts(vector, years * 1.0).treated, district)
        for vector in (start, *vectors)
    ]
    assert [found.statistic, *found.permuted] == pytest.approx(expected)
    assert found.p_value == (1 + (np.abs(expected[1:]) >= abs(expected[0])).sum()) / 7


def test_permutation_keeps_every_stratum() -> None:
    start = np.array([3, np.nan, 4, 5, 3, np.nan, np.nan, 4])
    strata = np.array(["a", "b", "a", "b", "a", "b", "a", "b"])
    drawn = permuted(start, strata, 200, seed=1)
    for label in ("a", "b"):
        assert (
            np.sort(drawn[:, strata == label], axis=1) == np.sort(start[strata == label])
        ).sum() == 200 * (2 + np.isfinite(start[strata == label]).sum() - 2)
    assert len(np.unique(np.nan_to_num(drawn), axis=0)) > 50


def test_units_left_out_change_nothing() -> None:
    events, people, start, district = made(2, units=36)
    events[3], start[5] = 0, 0
    vectors = permuted(start, start == 0, 50)
    found = randomization_test(events, people, starts(start, np.arange(8)), vectors, district)
    kept = ~np.isin(np.arange(36), [3, 5])
    rest = randomization_test(
        events[kept], people[kept], starts(start[kept], np.arange(8)), vectors[:, kept], district[kept]
    )
    assert [rest.statistic, *rest.permuted] == pytest.approx([found.statistic, *found.permuted])


def test_interval_holds_what_is_not_rejected() -> None:
    events, people, start, district = made(3, -0.3)
    began = starts(start, np.arange(8))
    vectors = permuted(start, np.zeros(120), 199)
    low, high = randomization_interval(events, people, began, vectors, district)
    estimate = fit_poisson(events, people, [began.treated]).terms[0]
    assert low < estimate < high
    p = [
        randomization_test(events, people, began, vectors, district, null=null).p_value
        for null in (low - 0.02, low + 0.02, high - 0.02, high + 0.02)
    ]
    assert p[0] <= 0.05 < p[1]
    assert p[3] <= 0.05 < p[2]


def test_size_when_adoption_is_random_within_strata() -> None:
    rejected = []
    for seed in range(120):
        events, people, start, district = made(seed, units=60)
        rng = np.random.default_rng(seed)
        start = rng.permutation(start)
        vectors = permuted(start, np.zeros(60), 99, seed=seed)
        rejected.append(
            randomization_test(events, people, starts(start, np.arange(8)), vectors, district).p_value <= 0.05
        )
    # The standard error of the share is 2 points.
    assert np.mean(rejected) <= 0.1


def test_signs_of_few_clusters_are_all_gone_through() -> None:
    events, people, start, district = made(4, -0.4, units=36)
    on = (np.arange(8) >= start[:, None]) * 1.0
    found = score_bootstrap(events, people, on, district)
    assert found.signs == 2**6
    assert (found.p_value * 64) % 2 == 0
    assert found.statistic == pytest.approx(by_brute_force(events, people, on, district, centred=True))
    assert found.statistic == pytest.approx(
        score_bootstrap(events, people, on, np.array(list("fabced"))[district]).statistic
    )


def test_signs_agree_with_students_t_where_clusters_are_many() -> None:
    from antq_analysis.measures.effects.clustered import clustered

    events, people, start, district = made(5)
    on = (np.arange(8) >= start[:, None]) * 1.0
    plain = clustered(fit_poisson(events, people, [on]), district)
    low, high = plain.interval(0.95)
    for null in (low[-1], high[-1]):
        assert score_bootstrap(events, people, on, district, null=null, draws=1999).p_value == pytest.approx(
            0.05, abs=0.035
        )
    assert score_bootstrap(events, people, on, district, null=plain.estimates[-1], draws=199).p_value > 0.95
