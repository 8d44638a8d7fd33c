"""Totals of the province: sums worked by hand, missing communes counted, lines cut at breaks."""

import numpy as np
import pytest

from antq_analysis.errors import RefusedError
from antq_analysis.measures.series import median_of_units, total_rate, total_share, totals
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS


def test_totals_know_how_many_communes_are_missing() -> None:
    panel = made_panel(
        [figure(unit, "incidents_total", "2022", n) for unit, n in zip(UNITS, (3, 4, 5, 6), strict=True)]
        + [figure(A, "incidents_total", "2023", 2), figure(B, "incidents_total", "2023", None)]
    )
    frame = totals(panel, "incidents_total").frame
    assert frame["value"].tolist() == [18, 2]
    assert frame["n_missing"].tolist() == [0, 3]
    assert frame["status"].tolist() == ["reported", "partial"]
    assert frame.loc["2022", "low"] == pytest.approx(10.668, abs=1e-3)


def test_a_total_of_nothing_is_no_figure() -> None:
    panel = made_panel([figure(A, "incidents_total", "2023", None)])
    assert np.isnan(totals(panel, "incidents_total").frame.loc["2023", "value"])


def test_a_rate_of_the_province_uses_communes_with_both_figures() -> None:
    panel = made_panel(
        [
            figure(A, "incidents_total", "2023", 6),
            figure(A, "population", "2023", 6000),
            figure(B, "incidents_total", "2023", 50),
            figure(C, "population", "2023", 9000),
        ]
    )
    row = total_rate(panel, "incidents_total").frame.loc["2023"]
    assert (row["events"], row["exposure"], row["value"]) == (6, 6000, 10)
    assert row["n_missing"] == 3


def test_what_was_not_assessed_leaves_the_base_and_criteria_cut_the_line() -> None:
    outside = {"status": "not_applicable", "value": float("nan")}
    rows = [figure(A, "ntm_19_2_met", year, 1) for year in ("2020", "2023")]
    rows += [figure(B, "ntm_19_2_met", year, 0) for year in ("2020", "2023")]
    rows += [figure(C, "ntm_19_2_met", year, 1) | outside for year in ("2020", "2023")]
    rows += [figure(D, "ntm_19_2_met", "2020", 1), figure(D, "ntm_19_2_met", "2023", None)]
    series = total_share(made_panel(rows), "ntm_19_2_met")
    assert series.frame["events"].tolist() == [2, 1]
    assert series.frame["exposure"].tolist() == [3, 2]
    assert series.frame["value"].tolist() == pytest.approx([200 / 3, 50])
    assert [list(part.index) for part in series.segments()] == [["2020"], ["2023"]]
    assert [item.kind for item in series.breaks] == ["criteria_set"]


def test_distinct_counts_and_reported_rates_are_never_summed() -> None:
    panel = made_panel(
        [figure(A, "model_types_active", "2023", 3), figure(B, "model_types_active", "2023", 3)]
    )
    with pytest.raises(RefusedError):
        totals(panel, "model_types_active")
    rates = made_panel(
        [figure(f"3700{i}", "crime_rate_reported", "1987", v) for i, v in ((1, 0.01), (3, 0.02), (5, 0.09))],
        "north-carolina",
        ("37001", "37003", "37005"),
    )
    with pytest.raises(RefusedError):
        totals(rates, "crime_rate_reported")
    assert median_of_units(rates, "crime_rate_reported").frame.loc["1987", "value"] == 0.02


def test_categories_are_never_mixed_with_the_total() -> None:
    rows = [figure(A, "model_points_active", "2023", 5)]
    rows += [figure(A, "model_points_active", "2023", 3, category="security_gong")]
    panel = made_panel(rows)
    assert totals(panel, "model_points_active").frame.loc["2023", "value"] == 5
    assert totals(panel, "model_points_active", category="security_gong").frame.loc["2023", "value"] == 3
