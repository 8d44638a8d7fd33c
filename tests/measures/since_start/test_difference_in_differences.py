"""Before and since by cohort: the numbers of the arrays, and why the usual shorter way stands beside them only."""

from dataclasses import replace

import numpy as np
import pytest

import antq_analysis as antq
from antq_analysis.measures.effects.bacon import decompose
from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.randomization import permuted, randomization_test
from antq_analysis.measures.effects.saturated import saturated
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.since_start.compared import compare
from antq_analysis.measures.since_start.difference_in_differences import by_cohorts
from antq_analysis.measures.since_start.result import DifferenceInDifferences
from antq_analysis.measures.verdict.basis import basis
from antq_analysis.panel.load import Panel
from tests.measures.verdict.worlds import World, world

OUTCOME = "incidents_total"


@pytest.fixture(scope="module")
def made() -> World:
    """A province of 60 in which models go to lasting trouble and take away 30%."""
    return world(6, "level", -0.3, communes=60, districts=8)


@pytest.fixture(scope="module")
def panel(made: World) -> Panel:
    return made.panel()


@pytest.fixture(scope="module")
def found(panel: Panel) -> DifferenceInDifferences:
    return antq.difference_in_differences(panel, OUTCOME)


def test_all_cohorts_and_each_are_those_of_the_arrays(found: DifferenceInDifferences, made: World) -> None:
    people = np.repeat(made.people.round()[:, None], len(made.years), axis=1)
    began = starts(made.first_year, made.years)
    fitted = saturated(made.events, people, began)
    whole = fitted.overall(made.districts)
    assert found.ratio == pytest.approx((whole.ratio[0], *(end[0] for end in whole.interval())))
    assert found.table.index.tolist() == ["overall", "2015", "2016", "2017", "2018", "two_way", "lead"]
    for cohort in (2015, 2016, 2017, 2018):
        own = (made.first_year == cohort)[:, None] & (made.years >= cohort)
        alone = fitted.ratios(made.districts, [own])
        row = found.table.loc[str(cohort)]
        assert row["value"] == pytest.approx(alone.ratio[0])
        assert row["error"] == pytest.approx(alone.logs.errors[0])
        assert (row["events"], row["n"]) == (made.events[own].sum(), (made.first_year == cohort).sum())
    plain = clustered(fit_poisson(made.events, people, [began.treated]), made.districts)
    assert np.log(found.table.at["two_way", "value"]) == pytest.approx(plain.estimates[-1])
    assert found.table.at["two_way", "error"] == pytest.approx(plain.errors[-1])
    rates = made.events / people
    earlier = decompose(rates, began)
    assert found.against_earlier == pytest.approx(earlier.weight[earlier.kind == "earlier"].sum())
    vectors = permuted(began.start, made.districts, 999)
    p = randomization_test(made.events, people, began, vectors, made.districts).p_value
    assert found.p_shuffled == pytest.approx(p)


def test_a_fall_is_told_with_its_size_and_its_limits(found: DifferenceInDifferences) -> None:
    value, low, high = found.ratio
    assert low < 0.7 < high < 1
    said = found.sentence("en")
    assert f"is {value:.2f} times what would be expected" in said
    assert f"95% interval {low:.2f} to {high:.2f}" in said
    fewer = round(found.a_year[0])
    assert f"that is {fewer} cases a year" in said
    assert fewer == round(found.facts.a_year * (1 - 1 / value)) < 0
    assert "By year of beginning: 2015 (9 places) 0." in said
    assert f"On rates, {found.against_earlier:.0%} of the weight of that shorter way compares with" in said
    assert "nơi đã có mô hình từ trước" in found.sentence("vi").replace("các xã", "nơi")
    assert "Targets often reward falling figures" in said
    assert said.endswith("the verdict takes into account where models were sent.")
    assert "<table" in found._repr_html_()
    assert str(found).count("Cách so sánh") == 1


def test_one_cohort_has_no_parts_and_nobody_is_compared_with_an_earlier_one(
    panel: Panel, made: World
) -> None:
    rests = basis(panel, OUTCOME)
    began = np.isfinite(made.first_year)
    units = rests.study.units.assign(first_year=np.where(began, 2016.0, np.nan))
    found = by_cohorts(compare(replace(rests, study=replace(rests.study, units=units))))
    assert found.against_earlier == 0
    assert found.table.index.tolist() == ["overall", "2016", "two_way", "lead"]
    said = found.sentence("en")
    assert "By year of beginning" not in said
    assert "of the weight" not in said
    # With one cohort and no gaps the shorter way differs by the weights of years only.
    assert found.table.at["two_way", "value"] == pytest.approx(found.ratio[0], rel=0.02)


def test_comparisons_with_an_earlier_cohort_are_not_those_with_a_later_one(panel: Panel, made: World) -> None:
    rests = basis(panel, OUTCOME)
    began = np.flatnonzero(np.isfinite(made.first_year))
    first = np.full(len(made.first_year), np.nan)
    first[began[:8]], first[began[8:]] = 2014, 2016
    units = rests.study.units.assign(first_year=first)
    found = by_cohorts(compare(replace(rests, study=replace(rests.study, units=units))))
    people = np.repeat(made.people.round()[:, None], len(made.years), axis=1)
    parts = decompose(made.events / people, starts(first, made.years))
    assert found.against_earlier == pytest.approx(parts.total("earlier")[0])
    assert parts.total("later")[0] != pytest.approx(parts.total("earlier")[0], rel=0.1)


def test_a_bad_year_before_is_a_caveat(panel: Panel) -> None:
    found = antq.difference_in_differences(world(3, "hot", 0.0, communes=60, districts=8).panel(), OUTCOME)
    assert found.table.at["lead", "low"] > 1
    assert not found.checks.at["year_before_like_others", "passed"]
    assert "measures.verdict_caveat_surge" in found.caveats
    assert "a return to the usual level" in found.sentence("en")
