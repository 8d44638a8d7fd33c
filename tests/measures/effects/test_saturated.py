"""Cohort by year: by hand, against a direct counterfactual, its delta method, and hard designs."""

import numpy as np
import pytest
from scipy import stats

from antq_analysis.measures.effects.bands import band
from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.counterfactual import ratios
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.saturated import saturated
from antq_analysis.measures.effects.starts import Starts, starts
from tests.measures.effects.given import DISTRICT, EVENTS, PEOPLE, TREATED, made

NEVER = np.nan


def test_two_groups_and_two_years_by_hand() -> None:
    events = np.array([[20.0, 10], [10, 4], [40, 30], [20, 24]])
    found = saturated(events, np.ones((4, 2)), starts([2021, 2021, NEVER, NEVER], [2020, 2021]))
    whole = found.overall(np.arange(4))
    assert whole.observed.tolist() == [14.0]
    assert whole.expected[0] == pytest.approx(30 * 54 / 60)
    assert whole.ratio[0] == pytest.approx(14 / 27)
    assert whole.differences.estimates[0] == pytest.approx(14 - 27)


def test_people_count() -> None:
    people = np.array([[100.0, 200], [50, 50], [100, 300], [100, 100]])
    events = np.array([[20.0, 40], [10, 10], [40, 120], [20, 20]])
    found = saturated(events, people, starts([2021, 2021, NEVER, NEVER], [2020, 2021]))
    assert found.overall(np.arange(4)).ratio[0] == pytest.approx(1)


def test_expected_counts_are_those_of_untreated_cells_alone() -> None:
    # Saturated terms fit every treated cohort and year, so that units and years are fitted from the rest.
    events, people, start, district = made(1, -0.3)
    began = starts(start, np.arange(8))
    found = saturated(events, people, began)
    alone = fit_poisson(np.where(began.treated == 1, np.nan, events), people)
    growth = np.exp(np.concatenate([[0.0], alone.coefficients]))
    expected = alone.groups[:, None] * people * growth
    whole = found.overall(district)
    assert whole.expected[0] == pytest.approx(expected[began.treated == 1].sum(), rel=1e-9)
    assert whole.observed[0] == events[began.treated == 1].sum()
    times, by_time = found.by_event_time(district)
    for time, own in zip(times, by_time.expected, strict=True):
        assert own == pytest.approx(expected[began.event_time == time].sum(), rel=1e-9)
    assert by_time.observed.sum() == whole.observed[0]


def test_delta_method_is_what_leaving_out_a_district_does() -> None:
    events, people, start, district = made(2, -0.3)
    began = starts(start, np.arange(8))
    whole = saturated(events, people, began).overall(district)
    moved = []
    for g in range(20):
        kept = district != g
        part = saturated(events[kept], people[kept], starts(start[kept], np.arange(8)))
        part_of = part.overall(district[kept])
        moved.append((whole.logs.estimates[0] - part_of.logs.estimates[0], part_of.expected[0]))
    told = whole.logs.influence[:, 0]
    assert np.corrcoef(told, np.array(moved)[:, 0])[0, 1] > 0.98
    assert whole.logs.errors[0] == pytest.approx(np.sqrt((np.array(moved)[:, 0] ** 2).sum()), rel=0.15)
    assert whole.logs.influence.sum() == pytest.approx(0, abs=1e-9)


def test_one_term_gives_its_own_coefficient() -> None:
    # With one ratio for all treated cells the counterfactual ratio is that ratio, and so is its error.
    events, people, start, district = made(3, -0.3)
    on = (np.arange(8) >= start[:, None]) * 1.0
    fit = fit_poisson(events, people, [on])
    found = ratios(fit, district, [0], [on == 1])
    plain = clustered(fit, district)
    assert found.logs.estimates[0] == pytest.approx(fit.terms[0])
    assert found.logs.errors[0] == pytest.approx(plain.errors[-1], rel=1e-6)


def test_units_treated_from_the_first_year_are_left_out_and_counted() -> None:
    events, people, start, district = made(5)
    start[:4] = 0
    start[4] = -3
    found = saturated(events, people, starts(start, np.arange(8)))
    assert found.always == 5
    rest = saturated(events[5:], people[5:], starts(start[5:], np.arange(8)))
    assert found.overall(district).ratio == pytest.approx(rest.overall(district[5:]).ratio)


@pytest.mark.parametrize("leads", [False, True])
def test_where_all_began_the_last_cohort_compares_until_it_begins(leads: bool) -> None:
    events, people, start, district = made(6)
    start[np.isnan(start)] = 7
    found = saturated(events, people, starts(start, np.arange(8)), leads=leads)
    assert found.uncompared == 120
    assert set(found.cohort) == {3.0, 4.0, 5.0}
    cut = np.where(start == 7, np.nan, start)
    same = saturated(events[:, :7], people[:, :7], starts(cut, np.arange(7)), leads=leads)
    assert found.overall(district).ratio == pytest.approx(same.overall(district).ratio)


def test_leads_compare_with_those_who_never_began_and_the_year_before() -> None:
    events, people, start, district = made(7)
    found = saturated(events, people, starts(start, np.arange(8)), leads=True)
    times, by_time = found.by_event_time(district)
    assert times.tolist() == [-5, -4, -3, -2, 0, 1, 2, 3, 4]
    never, own = np.isnan(start), start == 3
    growth = events[never][:, 4].sum() / events[never][:, 2].sum()
    only = saturated(
        events[never | own], people[never | own], starts(start[never | own], np.arange(8)), leads=True
    )
    since, alone = only.by_event_time(district[never | own])
    assert events[never].sum() > 0
    assert alone.ratio[since.tolist().index(1)] == pytest.approx(
        events[own][:, 4].sum() / (events[own][:, 2].sum() * growth), rel=0.05
    )
    assert np.isfinite(by_time.logs.errors).all()


def test_a_cell_without_events_still_has_an_expectation() -> None:
    events, people, start, district = made(8)
    began = starts(start, np.arange(8))
    events[began.event_time == 2] = 0
    found = saturated(events, people, began)
    times, by_time = found.by_event_time(district)
    empty = times.tolist().index(2)
    assert by_time.observed[empty] == 0
    assert by_time.expected[empty] > 100
    assert np.isnan(by_time.logs.estimates[empty])
    assert np.isfinite(found.overall(district).logs.errors[0])


def test_band_is_wider_than_intervals_and_is_one_for_one() -> None:
    events, people, start, district = made(9)
    found = saturated(events, people, starts(start, np.arange(8)), leads=True)
    _, by_time = found.by_event_time(district)
    low, high = by_time.logs.interval()
    wide_low, wide_high = band(by_time.logs)
    ratio = (wide_high - wide_low) / (high - low)
    assert ratio == pytest.approx(np.full(9, ratio[0]))
    # Between one test and nine independent ones (Bonferroni).
    assert 1.2 < ratio[0] < 1.6
    few = clustered(fit_poisson(EVENTS, PEOPLE, [TREATED]), DISTRICT).combined(np.eye(6)[-1:])
    assert few.estimates - band(few)[0] == pytest.approx(stats.t.ppf(0.975, 3) * few.errors, rel=0.05)


def test_intervals_hold_the_truth_when_effects_grow() -> None:
    inside = []
    for seed in range(80):
        events, people, start, district = made(100 + seed)
        rng = np.random.default_rng(seed)
        since = np.arange(8) - start[:, None]
        kept = np.where(since >= 0, np.exp(-0.1 - 0.05 * np.nan_to_num(since)), 1.0)
        thinned = rng.binomial(events.astype(int), kept).astype(float)
        low, high = saturated(thinned, people, starts(start, np.arange(8))).overall(district).interval()
        truth = (events * kept)[since >= 0].sum() / events[since >= 0].sum()
        inside.append(low[0] <= truth <= high[0])
    assert np.mean(inside) >= 0.88


@pytest.mark.parametrize("leads", [False, True])
def test_a_year_in_which_only_the_treated_had_events_says_nothing(leads: bool) -> None:
    events, people, start, district = made(11)
    events[np.isnan(start), 6] = 0
    found = saturated(events, people, starts(start, np.arange(8)), leads=leads)
    began = starts(start, np.arange(8))
    times, by_time = found.by_event_time(district)
    assert not found.cells(times)[:, 6].any()
    assert found.cells(times)[start == 4][:, [5, 7]].all()
    others = saturated(
        np.delete(events, 6, axis=1), np.delete(people, 6, axis=1), _without(began, 6), leads=leads
    )
    same_times, same = others.by_event_time(district)
    assert times.tolist() == same_times.tolist()
    assert by_time.ratio == pytest.approx(same.ratio)
    assert by_time.logs.errors == pytest.approx(same.logs.errors, rel=0.02)
    assert found.overall(district).ratio == pytest.approx(others.overall(district).ratio)


def _without(began: Starts, year: int) -> Starts:
    return Starts(began.start, np.delete(began.years, year))


def test_a_cohort_without_events_in_the_year_it_is_compared_with_says_nothing() -> None:
    events, people, start, district = made(12)
    one = np.flatnonzero(start == 4)[:1]
    start[one] = 7
    events[one] = 9
    events[one, 6] = 0
    found = saturated(events, people, starts(start, np.arange(8)), leads=True)
    times, by_time = found.by_event_time(district)
    assert not found.cells(times)[one].any()
    rest = np.delete(np.arange(len(start)), one)
    alone = saturated(events[rest], people[rest], starts(start[rest], np.arange(8)), leads=True)
    own_times, own = alone.by_event_time(district[rest])
    assert times.tolist() == own_times.tolist()
    assert by_time.ratio == pytest.approx(own.ratio)


def test_without_any_event_there_is_no_ratio_and_no_warning() -> None:
    events, people, start, district = made(13)
    found = saturated(events * 0, people, starts(start, np.arange(8)))
    assert np.isnan(found.overall(district).ratio).all()
