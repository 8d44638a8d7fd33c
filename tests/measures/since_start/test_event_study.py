"""Years around the beginning on a panel: the numbers of the arrays, the check before, and words that keep to them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import antq_analysis as antq
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.effects.bands import band
from antq_analysis.measures.effects.saturated import Saturated, saturated
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.since_start.compared import Compared, compare
from antq_analysis.measures.since_start.event_study import by_years
from antq_analysis.measures.since_start.result import EventStudy
from antq_analysis.measures.since_start.said import parted_as_before
from antq_analysis.measures.verdict.basis import Basis, basis
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break
from tests.measures.verdict.worlds import World, world

OUTCOME = "incidents_total"


@pytest.fixture(scope="module")
def made() -> World:
    """A province of 60 in which models go to places with a bad year, and change nothing."""
    return world(3, "hot", 0.0, communes=60, districts=8)


@pytest.fixture(scope="module")
def panel(made: World) -> Panel:
    return made.panel()


@pytest.fixture(scope="module")
def found(panel: Panel) -> EventStudy:
    return antq.event_study(panel, OUTCOME)


@pytest.fixture(scope="module")
def arrays(made: World) -> Saturated:
    people = np.repeat(made.people.round()[:, None], len(made.years), axis=1)
    return saturated(made.events, people, starts(made.first_year, made.years), leads=True)


def test_every_year_is_that_of_the_arrays(found: EventStudy, arrays: Saturated, made: World) -> None:
    times, ratios = arrays.by_event_time(made.districts)
    assert found.table.index.tolist() == times.tolist() == [-6, -5, -4, -3, -2, 0, 1, 2, 3, 4, 5]
    np.testing.assert_allclose(found.table["value"], ratios.ratio)
    np.testing.assert_allclose(found.table["events"], ratios.observed)
    alone, wide = ratios.interval(), band(ratios.logs)
    told = found.table["low"].notna().to_numpy()
    assert told.all()
    for name, ends in zip(("low_alone", "high_alone"), alone, strict=True):
        np.testing.assert_allclose(found.table[name], ends)
    for name, ends in zip(("low", "high"), wide, strict=True):
        np.testing.assert_allclose(found.table[name], np.exp(ends))
    since = made.years - made.first_year[:, None]
    assert found.table["n"].tolist() == [int((since == time).any(axis=1).sum()) for time in times]
    among = [len(set(made.districts[(since == time).any(axis=1)])) for time in times]
    assert found.table["n_districts"].tolist() == among


def test_averages_are_ratios_of_sums_and_their_quotient(
    found: EventStudy, arrays: Saturated, made: World
) -> None:
    before, after = (found.table[part] for part in (found.table.index < 0, found.table.index >= 0))
    value = found.averages["value"]
    assert value["before"] == pytest.approx(before["events"].sum() / before["expected"].sum())
    assert value["after"] == pytest.approx(after["events"].sum() / after["expected"].sum())
    assert value["after_to_before"] == pytest.approx(value["after"] / value["before"])
    both = arrays.ratios(made.districts, [arrays.cells(range(-9, 0)), arrays.cells(range(9))]).logs
    moved = both.influence @ [-1, 1]
    errors = [*both.errors, np.sqrt(both.factor * moved @ moved)]
    np.testing.assert_allclose(found.averages["error"], errors)


def test_a_bad_year_before_is_told_as_such_and_not_as_a_fall(found: EventStudy) -> None:
    assert found.averages.at["after", "high"] < 1
    assert found.alike_before is False
    assert not found.checks.at["years_before_alike", "passed"]
    vi, en = found.sentence("vi"), found.sentence("en")
    assert "Kiểm tra giai đoạn trước mô hình: các năm trước nữa bằng 0," in vi
    assert "năm ngay trước không phải mức thường có" in vi
    assert "use neither alone" in en
    assert f"{found.averages.at['after', 'value']:.2f} times that of the last year before" in en
    assert "Beside the earlier years the figure since the beginning stands at " in en
    assert "60 communes (36 began, 24 had not by the last year)" in en
    assert vi.endswith("có xét cả việc mô hình được đặt ở đâu.")
    assert "giả dược" not in str(found)
    assert "Targets often reward falling figures" in en
    risen = replace(found, averages=1 / found.averages)
    assert "Targets often reward falling figures" not in risen.sentence("en")


def test_places_with_lasting_trouble_pass_the_check_unless_one_year_stands_out(found: EventStudy) -> None:
    steady = antq.event_study(world(6, "level", 0.0, communes=60, districts=8).panel(), OUTCOME)
    assert steady.apart == ()
    assert steady.alike_before is True
    said = steady.sentence("en")
    assert "none is seen to differ" in said
    assert "use neither alone" not in said
    uneven = replace(steady, apart=(-4, -2)).sentence("en")
    assert "but some years differ (-4, -2)" in uneven
    assert "use neither alone" not in uneven
    assert "no earlier year" in replace(steady, apart=None).sentence("en")
    assert found.unusual_year
    assert not steady.unusual_year


def test_every_year_and_what_trends_may_hide_stand_in_the_annex(found: EventStudy) -> None:
    said = found.details("en")
    assert said.count("places") + said.count("place;") == len(found.table)
    row = found.table.loc[2]
    assert f"year +2: {row['value']:.2f} ({row['low']:.2f}–{row['high']:.2f}), {row['n']:.0f} places" in said
    low, high = parted_as_before(found)
    logs = np.log(found.averages.loc["after", ["low", "high"]].to_numpy(float))
    assert low < logs[0]
    assert logs[1] < high
    assert f"would lie in {np.exp(low):.2f} to {np.exp(high):.2f}" in said
    shown = found._repr_html_()
    assert shown.count("<p>") == 4
    assert "<table" in shown


def test_a_year_of_few_communes_or_districts_has_no_limits(panel: Panel, made: World) -> None:
    rests = basis(panel, OUTCOME)
    first = rests.study.units["first_year"].to_numpy(float)
    earliest = np.flatnonzero(first == np.nanmin(first))
    late = rests.study.units["first_year"].copy()
    # All but four of the earliest cohort began a year later: the longest time is that of four communes.
    late.iloc[earliest[4:]] += 1
    found = by_years(compare(_of(rests, first_year=late)))
    assert found.table["n"].iloc[-1] == 4
    assert found.table.iloc[-1][["low", "high", "low_alone", "error"]].isna().all()
    assert found.table["value"].notna().all()
    assert found.table["low"].notna().sum() == len(found.table) - 1
    one = Compared(rests, compare(rests).began, ())
    together = replace(rests.counts, districts=np.where(np.isin(made.districts, (0, 1)), 0, 1))
    few = by_years(replace(one, basis=replace(rests, counts=together)))
    assert few.table["n_districts"].max() == 2
    assert few.table["low"].isna().all()


def _of(rests: Basis, *, first_year: pd.Series) -> Basis:
    study = replace(rests.study, units=rests.study.units.assign(first_year=first_year))
    return replace(rests, study=study)


def test_where_the_last_year_before_is_missing_the_one_before_it_stands_for_it(made: World) -> None:
    people = np.repeat(made.people[:, None], len(made.years), axis=1)
    events = made.events.copy()
    cohort = made.first_year == 2016
    events[cohort, 3] = np.nan
    fitted = saturated(events, people, starts(made.first_year, made.years), leads=True)
    own = fitted.year[fitted.cohort == 2016]
    assert own.tolist() == [2012, 2013, 2016, 2017, 2018, 2019, 2020]
    marked = fitted.cells([-2])
    assert not marked[cohort].any()
    assert marked[made.first_year == 2017, 3].all()
    times, ratios = fitted.by_event_time(made.districts)
    others = np.isfinite(made.first_year) & ~cohort
    assert ratios.cells[times.tolist().index(-2)] == others.sum()
    # Cohorts are parted by their terms: the ratios of the others at that time do not change.
    alone = saturated(made.events, people, starts(made.first_year, made.years), leads=True)
    for fit in (fitted, alone):
        terms = {(g, t): b for g, t, b in zip(fit.cohort, fit.year, fit.fit.terms, strict=True)}
        assert np.isfinite(terms[2017.0, 2015.0])


def test_a_year_that_nobody_reported_is_no_year_to_compare_with(panel: Panel) -> None:
    rows = panel.observations
    silent = rows["period"].eq("2014") & rows["indicator"].eq(OUTCOME)
    rows = rows[~silent]
    found = antq.event_study(replace(panel, observations=rows, reported=rows), OUTCOME)
    assert 2014 not in found.study.years
    assert np.isfinite(found.table["value"]).all()
    assert 2013 not in found.fitted.year[found.fitted.cohort == 2015]
    assert 2014 not in found.fitted.year


def changed(year: int) -> Break:
    return Break(
        id="other",
        kind="counting_method",
        on=date(year, 1, 1),
        before="a",
        after="b",
        label_vi="Thống kê theo mẫu mới.",
        label_en="Counted on a new form.",
        source="",
        indicators=(),
        provinces=(),
    )


def test_a_change_of_counting_is_named_or_given_steps_by_group(panel: Panel, made: World) -> None:
    rests = basis(panel, OUTCOME)
    halves = pd.Series(np.where(made.districts < 4, "a", "b"), index=panel.units.index)
    # In one half of the province another form counts 60% of what the others count.
    events = np.where((made.districts < 4)[:, None] & (made.years >= 2015), made.events * 0.6, made.events)
    study = replace(rests.study, breaks=(changed(2015),), events=events)
    broken = replace(rests, study=study)
    given = compare(broken, halves)
    assert len(given.steps) == 1
    found = by_years(given)
    plain = by_years(compare(rests, halves))
    assert plain.fitted.fit.terms.size == len(plain.fitted.cohort)
    steps = by_years(replace(compare(rests), steps=given.steps))
    # A step by group takes the change up whole: what is left is what there would be had nothing changed.
    np.testing.assert_allclose(found.table["value"], steps.table["value"], rtol=0.05)
    assert abs(np.log(by_years(compare(broken)).table["value"] / found.table["value"])).max() > 0.05
    named = replace(found, facts=replace(found.facts, breaks=(changed(2015),)))
    named = replace(named, caveats=("measures.verdict_caveat_break",))
    assert "The way of counting changed on 01/01/2015 (Counted on a new form)" in named.sentence("en")
    cohorts = pd.Series(made.first_year, index=panel.units.index).fillna(0).astype(str)
    with pytest.raises(RefusedError, match="steps_by"):
        by_years(compare(broken, cohorts))


def test_too_few_communes_are_refused_with_their_number(panel: Panel) -> None:
    with pytest.raises(RefusedError, match=r"9 xã bắt đầu") as refused:
        antq.event_study(panel, OUTCOME, until="2015")
    assert "(it takes 10)" in str(refused.value)
    assert "8 districts (it takes 6)" in str(refused.value)


def test_what_a_study_refuses_is_refused(panel: Panel) -> None:
    with pytest.raises(RefusedError):
        antq.event_study(panel, "population")
    with pytest.raises(UnknownNameError):
        antq.event_study(panel, "incidents_totale")
    with pytest.raises(UnknownNameError):
        antq.event_study(panel, OUTCOME, steps_by="clusters")
    with pytest.raises(RefusedError):
        antq.event_study(panel, OUTCOME, start="model_points_active")
    none = panel.observations
    zero = none.assign(value=none["value"].where(none["indicator"].ne(OUTCOME), 0.0))
    with pytest.raises(RefusedError, match="không có vụ nào"):
        antq.event_study(replace(panel, observations=zero, reported=zero), OUTCOME)
