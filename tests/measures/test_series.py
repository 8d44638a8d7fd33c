"""Totals of the province: sums worked by hand, missing communes counted, lines cut at breaks."""

import numpy as np
import pytest

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
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


def test_the_last_figure_is_told_with_the_communes_that_it_lacks_and_as_the_bound_that_it_is() -> None:
    whole = [figure(unit, "incidents_total", "2022", 5) for unit in UNITS]
    assert totals(made_panel(whole), "incidents_total").sentence("en").endswith("0 breaks in the series.")
    last = figure(A, "incidents_total", "2023", 7, comparator="over")
    told = totals(made_panel([*whole, last]), "incidents_total")
    assert "last figure over 7 cases" in told.sentence("en")
    assert told.sentence("en").endswith("(3 units have no usable figure.)")
    assert told.sentence("vi").endswith("(Thiếu số liệu của 3 đơn vị.)")


def test_a_share_of_few_is_told_with_those_that_have_no_whole() -> None:
    rows = [figure(unit, "residential_areas_with_model", "2023", 3) for unit in UNITS]
    share = total_share(
        made_panel([*rows, figure(A, "residential_areas_total", "2023", 10)]), "residential_areas_with_model"
    )
    assert share.sentence("en").endswith("(3 units have a figure but nothing to relate it to.)")


def test_a_total_of_nothing_is_no_figure() -> None:
    panel = made_panel([figure(A, "incidents_total", "2023", None)])
    series = totals(panel, "incidents_total")
    assert np.isnan(series.frame.loc["2023", "value"])
    assert series.sentence("en").endswith("no year has a figure.")


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
    assert series.frame["method_version"].nunique() == 2
    assert [item.kind for item in series.breaks] == ["criteria_set"]


def test_nothing_of_nothing_is_no_gap_in_a_share() -> None:
    part, whole = "crimes_cleared", "crimes_social_order"
    cleared = {"2022": (0, 5, 9, 2), "2023": (4, 0, 9, 1)}
    known = {"2022": (0, 8, 10, 2), "2023": (6, 0, 10, 0)}
    rows = [
        figure(unit, name, year, n)
        for name, years in ((part, cleared), (whole, known))
        for year, counts in years.items()
        for unit, n in zip(UNITS, counts, strict=True)
    ]
    series = total_share(made_panel(rows), part, whole)
    # One cleared of none recorded in 2023 is a conflict; the communes with 0 of 0 reported both figures.
    assert series.frame[["events", "exposure"]].to_numpy().tolist() == [[16, 20], [13, 16]]
    assert series.frame["n_missing"].tolist() == [0, 1]
    assert series.frame["value"].tolist() == pytest.approx([80, 81.25])
    nothing = total_share(made_panel([figure(A, name, "2023", 0) for name in (part, whole)]), part, whole)
    assert np.isnan(nothing.frame.loc["2023", "value"])


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


def test_two_bases_of_one_indicator_are_never_added() -> None:
    rows = [
        figure(A, "incidents_total", "2023", 7),
        figure(A, "incidents_total", "2023", 5, basis="cumulative"),
    ]
    for verb in (totals, total_rate):
        with pytest.raises(UnknownNameError, match="cumulative"):
            verb(made_panel([*rows, figure(A, "population", "2023", 100)]), "incidents_total")


def test_an_empty_base_leaves_the_sum() -> None:
    rows = [figure(u, "population", "2023", n) for u, n in ((A, 0), (B, 1000))]
    rows += [figure(u, "incidents_total", "2023", 5) for u in (A, B)]
    row = total_rate(made_panel(rows, units=(A, B)), "incidents_total").frame.loc["2023"]
    assert (row["events"], row["exposure"], row["value"], row["n_missing"]) == (5, 1000, 50, 1)


def test_a_count_is_no_share_of_people_and_a_rate_needs_a_scale() -> None:
    panel = made_panel([figure(A, "incidents_total", "2023", 5), figure(A, "population", "2023", 100)])
    with pytest.raises(RefusedError):
        total_share(panel, "incidents_total")
    for scale in (0, -1, 0.5):
        with pytest.raises(UsageError):
            total_rate(panel, "incidents_total", scale=scale)


def test_bounds_stay_bounds_in_a_sum() -> None:
    rows = [
        figure(A, "outreach_attendances", "2023", 500, comparator="over"),
        figure(B, "outreach_attendances", "2023", 70),
    ]
    frame = totals(made_panel(rows), "outreach_attendances").frame
    assert frame.loc["2023", "comparator"] == "over"
    assert np.isnan(frame.loc["2023", "low"])
    rows.append(figure(C, "outreach_attendances", "2023", 30, comparator="under"))
    assert totals(made_panel(rows), "outreach_attendances").frame.loc["2023", "comparator"] == "about"


def test_a_part_above_its_whole_is_missing_from_the_share_of_the_province() -> None:
    part, whole = "safe_std_met_residential", "residential_areas_total"
    rows = [figure(u, whole, "2023", 10) for u in (A, B, C)]
    rows += [figure(u, part, "2023", n) for u, n in ((A, 5), (B, 12), (C, 10))]
    row = total_share(made_panel(rows, units=(A, B, C)), part, whole).frame.loc["2023"]
    assert (row["events"], row["exposure"], row["value"]) == (15, 20, 75)
    assert (row["n_missing"], row["status"]) == (1, "partial")


def test_organisations_count_in_the_totals_and_not_among_the_communes() -> None:
    rows = [figure(unit, "incidents_total", "2023", n) for unit, n in zip(UNITS, (3, 4, 5, 6), strict=True)]
    rows += [figure(unit, "population", "2023", 1000) for unit in UNITS]
    rows.append(figure("police_post:don-cong-an-mau", "incidents_total", "2023", 2, level="police_post"))
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2023", None, level="organisation"))
    panel = made_panel(rows)
    row = totals(panel, "incidents_total").frame.loc["2023"]
    assert (row["value"], row["n_units"], row["n_missing"], row["n_others"], row["status"]) == (
        20,
        4,
        0,
        1,
        "reported",
    )
    rate = total_rate(panel, "incidents_total").frame.loc["2023"]
    assert (rate["events"], rate["exposure"], rate["value"], rate["n_missing"]) == (20, 4000, 50, 0)


def test_a_state_is_none_of_an_organisation() -> None:
    rows = [figure(unit, "ntm_19_2_met", "2023", 1) for unit in UNITS]
    rows.append(figure("organisation:cong-ty-mau", "ntm_19_2_met", "2023", 1, level="organisation"))
    panel = made_panel(rows)
    assert totals(panel, "ntm_19_2_met").frame.loc["2023", "value"] == 4
    share = total_share(panel, "ntm_19_2_met").frame.loc["2023"]
    assert (share["events"], share["exposure"], share["value"]) == (4, 4, 100)


def test_a_figure_of_the_province_counts_only_where_no_unit_has_one() -> None:
    rows = [
        figure(A, "incidents_total", "2022", 7),
        figure("99", "incidents_total", "2022", 50, level="province"),
    ]
    rows += [figure(unit, "incidents_total", "2023", None) for unit in UNITS]
    rows.append(figure("99", "incidents_total", "2023", 60, level="province"))
    frame = totals(made_panel(rows), "incidents_total").frame
    assert frame["value"].tolist() == [7, 60]
    assert frame["n_missing"].tolist() == [3, 0]
    assert frame["status"].tolist() == ["partial", "reported"]


def test_other_units_of_another_map_are_not_added() -> None:
    rows = [figure(unit, "incidents_total", "2023", 1) for unit in UNITS]
    other = {"level": "organisation", "unit_date": "2010-01-01"}
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2023", 9, **other))
    assert totals(made_panel(rows), "incidents_total").frame.loc["2023", "value"] == 4


def test_the_printed_figure_of_the_province_stands_before_a_few_other_units() -> None:
    rows = [figure(unit, "incidents_total", "2024", None) for unit in UNITS]
    rows.append(figure("organisation:cong-ty-mau", "incidents_total", "2024", 3, level="organisation"))
    alone = totals(made_panel(rows), "incidents_total").frame.loc["2024"]
    assert (alone["value"], alone["n_missing"], alone["others"]) == (3, 4, "organisation:cong-ty-mau")
    rows.append(figure("99", "incidents_total", "2024", 500, level="province"))
    row = totals(made_panel(rows), "incidents_total").frame.loc["2024"]
    assert (row["value"], row["n_missing"], row["n_others"], row["status"]) == (500, 0, 0, "reported")
