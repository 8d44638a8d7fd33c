"""Poisson fixed effects against pyfixest's figures, against dummies for every unit, and in hard cases."""

import numpy as np
import pytest

from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.poisson import fit_groups, fit_poisson
from tests.measures.effects.given import DISTRICT, DOSE, EVENTS, PEOPLE, TREATED, UNITS, YEARS


def with_dummies(events: np.ndarray, people: np.ndarray, terms: list[np.ndarray]) -> np.ndarray:
    """Coefficients of the terms by iterated weighted least squares on a dummy for every unit and year."""
    some = events.sum(axis=1) > 0
    y, offset = events[some].ravel(), np.log(people[some]).ravel()
    units, years = int(some.sum()), events.shape[1]
    columns = [
        np.repeat(np.eye(units), years, axis=0),
        np.tile(np.eye(years), (units, 1))[:, 1:],
        *(term[some].ravel()[:, None] for term in terms),
    ]
    x = np.concatenate(columns, axis=1)
    eta = np.log(y + 0.5)
    for _ in range(60):
        mean = np.exp(eta)
        working = eta - offset + (y - mean) / mean
        beta = np.linalg.lstsq(x * np.sqrt(mean)[:, None], working * np.sqrt(mean), rcond=None)[0]
        eta = offset + x @ beta
    return beta[units + years - 1 :]


def test_coefficients_and_errors_are_those_of_pyfixest() -> None:
    # pyfixest 0.60.0: fepois("y ~ D | i + t", vcov={"CRV1": "d"}, offset="lp", iwls_tol=1e-13); "y ~ D + dose | ...".
    one = clustered(fit_poisson(EVENTS, PEOPLE, [TREATED]), DISTRICT)
    assert one.estimates[-1] == pytest.approx(0.237047781827361, abs=1e-12)
    assert one.errors[-1] == pytest.approx(0.2571384333707981, rel=1e-6)
    both = clustered(fit_poisson(EVENTS, PEOPLE, [TREATED, DOSE]), DISTRICT)
    assert both.estimates[-2:] == pytest.approx([0.023894280971486173, 0.11031489211239175], abs=1e-12)
    assert both.errors[-2:] == pytest.approx([0.32953773739841824, 0.10898464031672976], rel=1e-6)


def test_conditioning_equals_a_dummy_for_every_unit() -> None:
    fit = fit_poisson(EVENTS, PEOPLE, [TREATED, DOSE])
    assert fit.terms == pytest.approx(with_dummies(EVENTS, PEOPLE, [TREATED, DOSE]), abs=1e-9)
    assert fit.fitted.sum(axis=1) == pytest.approx(EVENTS.sum(axis=1))
    assert fit.fitted.sum(axis=0) == pytest.approx(EVENTS.sum(axis=0))


def test_units_without_events_are_left_out_and_counted() -> None:
    fit = fit_poisson(EVENTS, PEOPLE, [TREATED])
    assert (fit.without_events, fit.single, fit.separated) == (1, 0, 0)
    assert fit.used.sum() == (UNITS - 1) * YEARS
    without = np.arange(UNITS) != 5
    again = fit_poisson(EVENTS[without], PEOPLE[without], [TREATED[without]])
    assert again.coefficients == pytest.approx(fit.coefficients)


def test_a_unit_with_one_year_tells_nothing() -> None:
    events = EVENTS.copy()
    events[1, 1:] = np.nan
    fit = fit_poisson(events, PEOPLE, [TREATED])
    assert fit.single == 1
    other = np.arange(UNITS) != 1
    rest = fit_poisson(EVENTS[other], PEOPLE[other], [TREATED[other]])
    assert fit.coefficients == pytest.approx(rest.coefficients)


def test_gaps_are_left_out_wherever_they_stand() -> None:
    events, people, term = EVENTS.copy(), PEOPLE.copy(), TREATED.copy()
    events[0, 2], people[1, 3], term[2, 4] = np.nan, np.nan, np.nan
    fit = fit_poisson(events, people, [term])
    assert fit.used.sum() == (UNITS - 1) * YEARS - 3
    weights = np.isfinite(events) & np.isfinite(people) & np.isfinite(term)
    left = np.where(weights, np.nan_to_num(events) - fit.fitted, 0)
    assert left.sum(axis=1) == pytest.approx(np.zeros(UNITS), abs=1e-9)
    assert left.sum(axis=0) == pytest.approx(np.zeros(YEARS), abs=1e-9)
    assert (left * np.nan_to_num(term)).sum() == pytest.approx(0, abs=1e-9)


def test_a_break_of_one_ratio_changes_nothing_but_the_years() -> None:
    after = np.where(np.arange(YEARS) >= 3, 0.5, 1.0)
    plain, broken = fit_poisson(EVENTS, PEOPLE, [TREATED]), fit_poisson(EVENTS * after, PEOPLE, [TREATED])
    assert broken.terms != pytest.approx(plain.terms, abs=1e-6)
    whole = fit_poisson(EVENTS * after, PEOPLE * after, [TREATED])
    assert whole.terms != pytest.approx(plain.terms, abs=1e-6)
    # Halved expectations instead of halved counts: the fit on the same counts, only the years move.
    moved = fit_poisson(EVENTS, PEOPLE * after, [TREATED])
    assert moved.terms == pytest.approx(plain.terms, abs=1e-12)
    assert np.exp(moved.coefficients[2] - plain.coefficients[2]) == pytest.approx(2)


@pytest.mark.parametrize("combined", [False, True])
def test_separated_zeros_are_found_and_left_out(combined: bool) -> None:
    events = EVENTS.copy()
    on = TREATED.copy()
    events[on == 1] = 0
    terms = [
        on + 1.0 * (np.arange(UNITS)[:, None] == 3),
        DOSE * 0 + np.arange(UNITS)[:, None] % 3 * np.arange(YEARS),
    ]
    fit = fit_poisson(events, PEOPLE, terms if combined else [on])
    assert np.isnan(fit.terms[0])
    assert fit.separated >= int(on[EVENTS.sum(axis=1) > 0].sum()) - 6
    assert not fit.used[on == 1].any()
    rest = fit_poisson(np.where(on == 1, np.nan, events), PEOPLE, terms[1:] if combined else [])
    assert fit.coefficients[: YEARS - 1] == pytest.approx(rest.coefficients[: YEARS - 1])


@pytest.mark.parametrize("empty", [0, 3])
def test_a_year_without_events_is_left_out(empty: int) -> None:
    events = EVENTS.copy()
    events[:, empty] = 0
    fit = fit_poisson(events, PEOPLE, [TREATED])
    assert fit.separated == UNITS - 1
    kept = np.arange(YEARS) != empty
    rest = fit_poisson(EVENTS[:, kept], PEOPLE[:, kept], [TREATED[:, kept]])
    assert fit.terms == pytest.approx(rest.terms)


def test_what_the_counts_do_not_identify_is_not_given() -> None:
    fit = fit_poisson(EVENTS, PEOPLE, [TREATED, TREATED * 2, np.ones((UNITS, YEARS)), np.arange(YEARS)])
    assert np.isfinite(fit.terms).tolist() == [True, False, False, False]
    assert np.isnan(clustered(fit, DISTRICT).errors[-1])
    # The same but for rounding: a third of the treatment, and something of every unit and of every year.
    for part in (3, 7, 11, 13, 17, 19):
        rounded = TREATED / part + np.sqrt(part * np.arange(UNITS))[:, None] + np.log(part + np.arange(YEARS))
        assert np.isfinite(fit_poisson(EVENTS, PEOPLE, [TREATED, rounded]).terms).tolist() == [True, False]
    nothing = fit_poisson(EVENTS * 0, PEOPLE, [TREATED])
    assert np.isnan(nothing.coefficients).all()
    assert nothing.without_events == UNITS


def test_far_terms_do_not_overflow() -> None:
    trend = np.outer(np.arange(UNITS), np.arange(YEARS)) * 1e4
    fit = fit_poisson(EVENTS, PEOPLE, [trend])
    near = fit_poisson(EVENTS, PEOPLE, [trend / 1e4])
    assert fit.terms[0] * 1e4 == pytest.approx(near.terms[0])


def test_groups_may_be_years_instead_of_units() -> None:
    units = np.broadcast_to(np.arange(UNITS), (YEARS, UNITS))
    term = np.broadcast_to(np.arange(UNITS) % 4 > 1, (YEARS, UNITS)) * 1.0
    fit = fit_groups(EVENTS.T, PEOPLE.T, [term], units, slots=False)
    assert fit.fitted.sum(axis=1) == pytest.approx(EVENTS.sum(axis=0))
    assert ((EVENTS.T - fit.fitted) * term).sum() == pytest.approx(0, abs=1e-9)
    # Four districts; the score of a cluster counts its own cells of every year.
    found = clustered(fit, DISTRICT)
    assert found.clusters == 4
    scores = (fit.within()[0] * fit.residuals).sum(axis=0)
    by_hand = np.array([scores[g == DISTRICT].sum() for g in range(4)]) * fit.bread[0, 0]
    assert found.influence[:, 0] == pytest.approx(by_hand)
