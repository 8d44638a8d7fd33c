"""Errors over clusters: by hand, and how often intervals hold the truth with few clusters."""

import numpy as np
import pytest
from scipy import stats

from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.poisson import fit_poisson
from tests.measures.effects.given import DISTRICT, EVENTS, PEOPLE, TREATED, made


def test_sandwich_by_hand() -> None:
    fit = fit_poisson(EVENTS, PEOPLE, [TREATED])
    within, left = fit.within(), fit.residuals
    score = np.array([(within * left)[:, g == DISTRICT].sum(axis=(1, 2)) for g in range(4)])
    information = np.einsum("kit,it,lit->kl", within, fit.fitted, within)
    bread = np.linalg.inv(information)
    n, k = fit.used.sum(), len(fit.coefficients) + 1
    plain = bread @ score.T @ score @ bread
    found = clustered(fit, DISTRICT)
    assert found.covariance == pytest.approx(4 / 3 * (n - 1) / (n - k) * plain)
    assert found.freedom == 3
    low, high = found.interval(0.9)
    assert high - low == pytest.approx(2 * stats.t.ppf(0.95, 3) * found.errors)
    assert found.p_values(float(high[-1]))[-1] == pytest.approx(0.1)


def test_jackknife_is_close_to_leaving_out_each_district() -> None:
    events, people, start, district = made(4, -0.2)
    treated = (np.arange(8) >= start[:, None]) * 1.0
    fit = fit_poisson(events, people, [treated])
    found = clustered(fit, district, jackknife=True)
    kept = [district != g for g in range(20)]
    without = np.array([fit_poisson(events[k], people[k], [treated[k]]).terms[0] for k in kept])
    assert found.influence[:, -1] == pytest.approx(fit.terms[0] - without, abs=0.004)
    spread = 19 / 20 * ((without - fit.terms[0]) ** 2).sum()
    assert found.errors[-1] == pytest.approx(np.sqrt(spread), rel=0.03)
    assert found.errors[-1] > clustered(fit, district).errors[-1]


def test_labels_may_be_anything_and_unused_ones_do_not_count() -> None:
    fit = fit_poisson(EVENTS, PEOPLE, [TREATED])
    names = np.array(["c", "a", "d", "b"])[DISTRICT]
    assert clustered(fit, names).errors == pytest.approx(clustered(fit, DISTRICT).errors)
    alone = np.where(np.arange(12) == 5, 9, DISTRICT)
    assert clustered(fit, alone).clusters == 4


def test_sums_of_estimates() -> None:
    found = clustered(fit_poisson(EVENTS, PEOPLE, [TREATED]), DISTRICT)
    weights = np.zeros((1, 6))
    weights[0, [0, 5]] = 0.5, -2
    sums = found.combined(weights)
    assert sums.estimates[0] == pytest.approx(0.5 * found.estimates[0] - 2 * found.estimates[5])
    assert sums.covariance == pytest.approx(weights @ found.covariance @ weights.T)


def test_intervals_hold_the_truth_with_twenty_districts_and_lasting_risk() -> None:
    inside, apart = [], []
    for seed in range(150):
        events, people, start, district = made(seed, -0.15)
        found = clustered(fit_poisson(events, people, [(np.arange(8) >= start[:, None]) * 1.0]), district)
        low, high = found.interval()
        inside.append(low[-1] <= -0.15 <= high[-1])
        apart.append(found.estimates[-1] + 0.15)
    # Placed on lasting risk: no bias. The standard error of the share is 1.8 points.
    assert 0.9 <= np.mean(inside) <= 0.99
    assert abs(np.mean(apart)) < 3 * np.std(apart) / np.sqrt(150)
