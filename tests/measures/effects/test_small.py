"""Terms, rings and sensitivity by hand; Bacon's weights and covariate-free group times on a panel made by chance."""

import numpy as np
import pytest
from scipy import sparse

from antq_analysis.measures.effects.bacon import EARLIER, decompose
from antq_analysis.measures.effects.group_time import group_times
from antq_analysis.measures.effects.linear import fit_linear
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.sensitivity import e_value, leave_one_out
from antq_analysis.measures.effects.spillover import exposures, rings
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.effects.terms import break_terms
from tests.measures.effects.given import EVENTS, PEOPLE, START, YEARS


def test_e_values_of_the_paper() -> None:
    # VanderWeele and Ding (2017): breast feeding 3.9 (1.8, 8.7) and leukaemia 0.80 (0.71, 0.91).
    assert [round(v, 2) for v in e_value(3.9, 1.8, 8.7)] == [7.26, 3.0]
    assert [round(v, 2) for v in e_value(0.80, 0.71, 0.91)] == [1.81, 1.43]
    assert e_value(0.9, 0.7, 1.1)[1] == 1
    assert e_value(1.2, 0.9, 1.6)[1] == 1
    assert np.isnan(e_value(0.8)[1])
    assert e_value(1.0)[0] == 1


def test_leave_one_out() -> None:
    values = np.arange(6.0)
    found = leave_one_out(["b", "a", "a", "b", "c", "c"], lambda kept: float(values[kept].sum()))
    assert found.labels.tolist() == ["a", "b", "c"]
    assert found.estimates.tolist() == [12, 12, 6]
    # The jackknife of a mean is its plain standard error.
    mean = leave_one_out(np.arange(6), lambda kept: float(values[kept].mean()))
    assert mean.error == pytest.approx(values.std(ddof=1) / np.sqrt(6))


def test_rings_of_a_square() -> None:
    row = sparse.diags_array([np.ones(4), np.ones(4)], offsets=(1, -1), shape=(5, 5))
    grid = sparse.csr_matrix(sparse.kron(row, sparse.eye_array(5)) + sparse.kron(sparse.eye_array(5), row))
    one, two, three = rings(grid, 3)
    assert (one[12].sum(), two[12].sum(), three[12].sum()) == (4, 8, 8)
    assert one.multiply(two).nnz + two.multiply(three).nnz == 0
    assert not two.diagonal().any()
    treated = np.zeros((25, 2))
    treated[[11, 13], 1] = 1
    near, far = exposures(treated, [one, two])
    assert (near[12].tolist(), far[12].tolist()) == ([0, 0.5], [0, 0])
    treated[13] = np.nan
    assert exposures(treated, [one])[0][12, 1] == pytest.approx(1 / 3)


def test_spillover_to_neighbours_is_told_apart() -> None:
    rng = np.random.default_rng(1)
    ring = sparse.diags_array([np.ones(399), np.ones(399)], offsets=(1, -1), shape=(400, 400))
    start = np.where(rng.random(400) < 0.3, rng.integers(3, 6, 400), np.nan)
    treated = starts(start, np.arange(8)).treated
    near = exposures(treated, rings(sparse.csr_matrix(ring), 1))[0]
    mean = 60 * rng.gamma(5, 0.2, (400, 1)) * np.exp(-0.2 * treated + 0.15 * near)
    fit = fit_poisson(rng.poisson(mean).astype(float), 1.0, [treated, near])
    assert fit.terms == pytest.approx([-0.2, 0.15], abs=0.03)


def test_a_break_in_one_group_is_taken_up() -> None:
    rng = np.random.default_rng(2)
    group = np.repeat(["old", "new", "big"], [40, 40, 60])
    start = np.where(rng.random(140) < np.where(group == "new", 0.8, 0.2), 5, np.nan)
    treated = starts(start, np.arange(9)).treated
    broken = 0.5 ** ((group == "new")[:, None] & (np.arange(9) >= 5))
    events = rng.poisson(80 * broken * np.exp(-0.1 * treated)).astype(float)
    terms = break_terms(np.arange(9), 5, group)
    fit = fit_poisson(events, 1.0, [treated, *terms])
    assert fit.terms == pytest.approx([-0.1, np.log(0.5), 0], abs=0.04)
    assert fit_poisson(events, 1.0, [treated]).terms[0] < -0.3


def test_dose() -> None:
    rng = np.random.default_rng(3)
    dose = np.cumsum(rng.integers(0, 2, (200, 8)) * (np.arange(8) > 2), axis=1) / 5.0
    events = rng.poisson(30 * rng.gamma(4, 0.25, (200, 1)) * np.exp(-0.25 * dose)).astype(float)
    assert fit_poisson(events, 1.0, [dose]).terms[0] == pytest.approx(-0.25, abs=0.04)


def test_bacon_adds_up_to_two_way_fixed_effects() -> None:
    rng = np.random.default_rng(4)
    start = rng.choice([2.0, 3, 5, np.nan], 60)
    began = starts(start, np.arange(7))
    y = rng.normal(size=(60, 7)) + np.where(began.treated == 1, 5.0 * began.event_time, 0)
    parts = decompose(y, began)
    unit, year = np.repeat(np.arange(60), 7), np.tile(np.arange(7), 60)
    whole = fit_linear(y.ravel(), began.treated.reshape(-1, 1), [unit, year])
    assert parts.overall == pytest.approx(whole.coefficients[0])
    assert parts.weight.sum() == pytest.approx(1)
    assert parts.total(EARLIER)[1] < 0


def test_group_times_with_units_not_yet_treated() -> None:
    y = np.array([[0, 0, 5, 6.0], [0, 1, 6, 7], [0, 1, 2, 9], [0, 2, 2, 8], [0, 1, 3, 3]])
    began = starts([2, 2, 3, 3, np.nan], np.arange(4))
    found = group_times(y, began, not_yet=True)
    effects = dict(zip(zip(found.cohort, found.year, strict=True), found.effects.estimates, strict=True))
    assert effects[2, 2] == pytest.approx(5 - np.mean([1, 0, 2]))
    assert effects[2, 3] == pytest.approx(6 - 2)
    assert effects[3, 2] == pytest.approx(0.5 - 2)
    never = group_times(y, began)
    assert never.effects.estimates[never.cohort == 2][1] == pytest.approx(5 - 2)
    cohorts, by_cohort = never.by_cohort()
    assert cohorts.tolist() == [2, 3]
    assert by_cohort.estimates == pytest.approx([(3 + 4) / 2, 6.5])
    assert never.simple().estimates[0] == pytest.approx((3 + 4 + 6.5) / 3)


def test_group_time_errors_over_districts() -> None:
    rng = np.random.default_rng(5)
    district = np.arange(200) // 10
    y = rng.normal(size=(200, 6)) + rng.normal(size=(20, 6))[district]
    start = np.where(district % 2, 3.0, np.nan)
    began = starts(start, np.arange(6))
    alone, together = group_times(y, began), group_times(y, began, district)
    assert together.effects.estimates == pytest.approx(alone.effects.estimates)
    assert (together.effects.errors > 2 * alone.effects.errors).all()


@pytest.mark.parametrize(
    ("not_yet", "pair", "simple", "by_time", "by_cohort"),
    [
        (
            False,
            [0.0476792944, 2.17607083],
            [0.1648863342021461, 1.0118017575965348],
            [0.5739194756500952, 1.0711687180128944],
            [-0.0021131577429913673, 2.003067239835798],
        ),
        (
            True,
            [-0.126707034, 2.51668346],
            [0.25839445658835086, 1.190300945015676],
            [0.31811380195338046, 1.4418216928491199],
            [0.4235790459104078, 1.9519206870666597],
        ),
    ],
)
def test_group_times_of_rates_are_those_of_diff_diff(
    not_yet: bool, pair: list[float], simple: list[float], by_time: list[float], by_cohort: list[float]
) -> None:
    # diff-diff 3.13.0: CallawaySantAnna(control_group=..., estimation_method="reg", n_bootstrap=0), aggregate="all".
    found = group_times(EVENTS / PEOPLE * 1000, starts(START, np.arange(YEARS)), not_yet=not_yet)
    at = int(np.flatnonzero((found.cohort == 2) & (found.year == 2))[0])
    times, averages = found.by_event_time()
    same = int(np.flatnonzero(times == 0)[0])
    own = [found.effects, found.simple(), averages, found.by_cohort()[1]]
    for one, place, printed in zip(own, (at, 0, same, 0), (pair, simple, by_time, by_cohort), strict=True):
        assert [one.estimates[place], one.errors[place]] == pytest.approx(printed, rel=1e-7)
