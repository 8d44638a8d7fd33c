import numpy as np
import pandas as pd

from antq_analysis.demo.truth import on_units
from antq_analysis.demo.workbooks import World
from antq_analysis.observations import validate

LAST_OF_UNITS, FIRST_OF_POINTS = "2022", "2023"


def total(truth: pd.DataFrame, indicator: str, period: str) -> float:
    rows = truth[(truth["indicator"] == indicator) & (truth["category"] == "") & (truth["period"] == period)]
    return float(rows["value"].sum())


def test_the_truth_is_made_of_observations(truth: pd.DataFrame) -> None:
    validate(truth)
    assert set(truth["period"]) == {*(str(year) for year in range(2017, 2026)), "2025-6T"}
    assert set(truth["status"]) == {"reported", "not_reported", "not_available", "not_applicable"}


def test_sums_over_any_map_are_the_same(world: World) -> None:
    names = ["population|", "incidents_total|", "residential_areas_total|"]
    sums = [on_units(world.truth, world.terrain, vintage, "2019")[names].sum() for vintage in world.vintages]
    pd.testing.assert_series_equal(sums[0], sums[1])
    pd.testing.assert_series_equal(sums[0], sums[2])


def test_the_count_breaks_in_2023_and_flows_do_not_explain_the_fall(truth: pd.DataFrame) -> None:
    assert total(truth, "model_points_active", LAST_OF_UNITS) == 0
    assert total(truth, "model_units_active", FIRST_OF_POINTS) == 0
    fall = total(truth, "model_units_active", LAST_OF_UNITS) - total(
        truth, "model_points_active", FIRST_OF_POINTS
    )
    assert fall > 200
    assert total(truth, "model_points_removed", FIRST_OF_POINTS) < 0.4 * fall
    versions = truth[truth["indicator"].isin(["model_units_active", "model_points_active"])].groupby(
        "period"
    )["method_version"]
    assert versions.nunique().eq(1).all()
    assert versions.first()[LAST_OF_UNITS] != versions.first()[FIRST_OF_POINTS]


def test_stocks_follow_from_flows_once_points_are_counted(world: World) -> None:
    counts = world.truth.counts
    for before, after in (("2023", "2024"), ("2024", "2025"), ("2024", "2025-6T")):
        moved = counts[after]["model_points_new|"] - counts[after]["model_points_removed|"]
        np.testing.assert_array_equal(
            counts[after]["model_points_active|"], counts[before]["model_points_active|"] + moved
        )


def test_kinds_of_models_add_up_to_all_models(world: World) -> None:
    for period, frame in world.truth.counts.items():
        for name in ("model_units_active", "model_points_active", "model_points_new", "model_points_removed"):
            if f"{name}|" in frame:
                kinds = frame.filter(regex=rf"^{name}\|.")
                np.testing.assert_array_equal(
                    kinds.sum(axis=1), frame[f"{name}|"], err_msg=f"{name} {period}"
                )


def test_no_part_exceeds_its_whole(world: World) -> None:
    for frame in world.truth.counts.values():
        assert (frame["residential_areas_with_model|"] <= frame["residential_areas_total|"]).all()
        assert (frame["tips_valuable|"] <= frame["tips_total|"]).all()
        assert (frame["safe_std_met_residential|"] <= frame["safe_std_registered_residential|"]).all()
        parts = frame[["crimes_social_order|", "traffic_accidents|", "fires|"]].sum(axis=1)
        assert (parts <= frame["incidents_total|"]).all()
        assert (frame >= 0).all(axis=None)


def test_half_a_year_is_part_of_the_year(world: World) -> None:
    half, whole = world.truth.counts["2025-6T"], world.truth.counts["2025"]
    for name in (
        "incidents_total|",
        "tips_total|",
        "crimes_social_order|",
        "outreach_sessions|",
        "model_points_new|",
    ):
        assert (half[name] <= whole[name]).all()
    assert 0.4 < half["incidents_total|"].sum() / whole["incidents_total|"].sum() < 0.55


def test_models_are_sent_where_trouble_is(world: World) -> None:
    vintage = world.vintages[1]
    values = on_units(world.truth, world.terrain, vintage, "2019")
    rate = 1e4 * values["incidents_total|"] / values["population|"]
    begun = pd.Series(world.truth.established).groupby(vintage.unit_of).max().loc[rate.index]
    assert rate[begun >= 2020].mean() > 1.15 * rate[begun == 0].mean()
    assert (begun == 0).sum() >= 15
    assert [int((begun == year).sum()) for year in (2020, 2021, 2022, 2023)] == [20, 20, 20, 20]


def test_counts_are_small_and_fall_slowly(world: World) -> None:
    rates = [
        world.truth.counts[str(year)]["incidents_total|"].sum()
        / world.truth.counts[str(year)]["population|"].sum()
        for year in range(2017, 2026)
    ]
    slope = np.polyfit(range(9), np.log(rates), 1)[0]
    assert -0.05 < slope < -0.01
    incidents = on_units(world.truth, world.terrain, world.vintages[0], "2018")["incidents_total|"]
    assert 4 < incidents.mean() < 7
    assert incidents.min() <= 1


def test_the_rural_standard_is_for_rural_communes_and_its_criteria_change(world: World) -> None:
    vintage = world.vintages[1]
    met = {
        year: on_units(world.truth, world.terrain, vintage, year)["ntm_19_2_met|"]
        for year in ("2021", "2022", "2024")
    }
    rural = vintage.units["type"].eq("Xã")
    for values in met.values():
        assert values[rural].isin([0, 1]).all()
        assert values[~rural].isna().all()
    assert met["2022"].mean() < met["2021"].mean() - 0.05
    assert met["2024"].mean() > met["2022"].mean()
