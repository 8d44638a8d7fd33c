"""Rates, shares and counts of communes: worked by hand."""

import numpy as np
import pytest

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.usual import usual_measure
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def panel_of_incidents():
    return made_panel(
        [
            figure(A, "population", "2023", 8000),
            figure(B, "population", "2023", 10000),
            figure(C, "population", "2023", 5000),
            figure(A, "incidents_total", "2023", 10),
            figure(B, "incidents_total", "2023", 0),
            figure(C, "incidents_total", "2023", None),
            figure(A, "incidents_total", "2025-6T", 99),
        ]
    )


def test_a_rate_is_events_over_people_with_exact_limits() -> None:
    frame = rate(panel_of_incidents(), "incidents_total").at("2023")
    assert frame.loc[A, "value"] == pytest.approx(12.5)
    assert frame.loc[A, "low"] == pytest.approx(4.7954 / 0.8, abs=1e-3)
    assert frame.loc[A, "high"] == pytest.approx(18.3904 / 0.8, abs=1e-3)
    assert frame.loc[B, ["value", "low"]].tolist() == [0, 0]
    assert frame.loc[B, "high"] == pytest.approx(-np.log(0.025))


def test_the_kinds_of_nothing_stay_apart() -> None:
    frame = rate(panel_of_incidents(), "incidents_total").at("2023")
    assert frame["status"].tolist() == ["reported", "reported", "not_reported", "no_row"]
    assert frame.loc[[C, D], "value"].isna().all()
    assert frame.index.tolist() == list(UNITS)


def test_half_a_year_never_enters_the_yearly_measure() -> None:
    assert rate(panel_of_incidents(), "incidents_total").periods() == ("2023",)


def test_no_people_no_rate() -> None:
    panel = made_panel([figure(A, "incidents_total", "2023", 3), figure(B, "population", "2023", 900)])
    row = rate(panel, "incidents_total").at("2023").loc[A]
    assert np.isnan(row["value"])
    assert row["status"] == "not_available"


def test_an_apportioned_base_marks_the_rate() -> None:
    shared = {"status": "apportioned", "apportioned_share": 0.4}
    panel = made_panel(
        [figure(A, "incidents_total", "2023", 3), figure(A, "population", "2023", 900, **shared)]
    )
    assert rate(panel, "incidents_total").at("2023").loc[A, "status"] == "apportioned"


def test_a_bound_has_no_interval() -> None:
    over = figure(A, "outreach_attendances", "2023", 500, comparator="over")
    row = (
        rate(made_panel([over, figure(A, "population", "2023", 1000)]), "outreach_attendances")
        .at("2023")
        .loc[A]
    )
    assert row["value"] == 5000
    assert np.isnan(row["low"])
    assert row["method"] == "count_not_exact"


def test_a_share_is_exact_and_a_part_above_its_whole_is_a_conflict() -> None:
    panel = made_panel(
        [
            figure(A, "residential_areas_with_model", "2023", 4),
            figure(A, "residential_areas_total", "2023", 15),
            figure(B, "residential_areas_with_model", "2023", 9),
            figure(B, "residential_areas_total", "2023", 8),
        ]
    )
    frame = share(panel, "residential_areas_with_model").at("2023")
    assert frame.loc[A, "value"] == pytest.approx(26.6667, abs=1e-4)
    assert frame.loc[A, "low"] == pytest.approx(7.787, abs=1e-3)
    assert frame.loc[A, "high"] == pytest.approx(55.100, abs=1e-3)
    assert np.isnan(frame.loc[B, "value"])
    assert frame.loc[B, "status"] == "conflict"


def test_only_denominators_of_the_vocabulary_are_allowed() -> None:
    with pytest.raises(RefusedError, match="population"):
        rate(panel_of_incidents(), "incidents_total", per="households")
    with pytest.raises(RefusedError):
        share(made_panel([figure(A, "model_types_active", "2023", 3)]), "model_types_active")
    with pytest.raises(UnknownNameError, match="incidents_total"):
        rate(panel_of_incidents(), "incident_total")


def test_a_reported_rate_is_shown_as_it_is() -> None:
    panel = made_panel(
        [figure("37001", "crime_rate_reported", "1987", 0.0325, rule="reported_rate")],
        "north-carolina",
        ("37001",),
    )
    row = usual_measure(panel, "crime_rate_reported").at("1987").loc["37001"]
    assert row["value"] == 0.0325
    assert row["method"] == "reported_rate"
    assert np.isnan(row["low"])
    with pytest.raises(RefusedError):
        rate(panel, "crime_rate_reported")


def test_counts_of_events_carry_an_interval_and_stocks_do_not() -> None:
    panel = made_panel([figure(A, "incidents_total", "2023", 5), figure(A, "population", "2023", 900)])
    assert count(panel, "incidents_total").at("2023").loc[A, "high"] == pytest.approx(11.668, abs=1e-3)
    assert np.isnan(count(panel, "population").at("2023").loc[A, "high"])


def test_a_measure_says_what_it_is() -> None:
    text = str(rate(panel_of_incidents(), "incidents_total"))
    assert "2 trên 4" in text
    assert "2 of 4" in text


def test_an_apportioned_count_has_no_exact_interval() -> None:
    shared = {"status": "apportioned", "apportioned_share": 0.5}
    rows = [figure(A, "incidents_total", "2023", 2.6, **shared), figure(B, "incidents_total", "2023", 3)]
    rows += [figure(unit, "population", "2023", 1000) for unit in (A, B)]
    for frame in (
        count(made_panel(rows), "incidents_total").frame,
        rate(made_panel(rows), "incidents_total").frame,
    ):
        assert frame.loc[(A, "2023"), ["low", "high"]].isna().all()
        assert frame.loc[(A, "2023"), "status"] == "apportioned"
        assert frame.loc[(B, "2023"), ["low", "high"]].notna().all()
    assert frame.loc[(A, "2023"), "method"] == "count_not_exact"


def test_a_share_of_states_names_the_verbs_that_answer() -> None:
    panel = made_panel([figure(A, "ntm_19_2_met", "2023", 1)])
    with pytest.raises(RefusedError) as refused:
        share(panel, "ntm_19_2_met")
    for lang in ("vi", "en"):
        text = refused.value.text(lang)
        assert "total_share()" in text
        assert "count()" in text
        assert "rate()" not in text
