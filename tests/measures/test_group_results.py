"""Changes and trends of groups: over the members that have all of the years, and told how many these are."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from antq_analysis.errors import InputError, UnknownNameError
from antq_analysis.measures.change import change
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.intervals import rate_ratio
from antq_analysis.measures.rates import count
from antq_analysis.measures.series import totals
from antq_analysis.measures.trend import trend
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import SEVERAL
from antq_analysis.show.found import read_result
from tests.measures.test_grouped import KIND, grouped_panel
from tests.panel.made import UNITS, figure

A, B, C, D = UNITS
YEARS = tuple(str(year) for year in range(2016, 2024))
OUTSIDE = {"status": "not_applicable", "value": float("nan")}


def two_years(old: tuple[float | None, ...], new: tuple[float | None, ...]) -> list[dict[str, object]]:
    return [
        figure(unit, "incidents_total", year, value)
        for year, values in (("2022", old), ("2023", new))
        for unit, value in zip(UNITS, values, strict=True)
    ]


def people(first: float = 1000.0) -> list[dict[str, object]]:
    return [
        figure(unit, "population", year, first * (n + 1))
        for year in ("2022", "2023")
        for n, unit in enumerate(UNITS)
    ]


def test_totals_by_group_are_those_of_counts_and_add_up_to_the_province() -> None:
    panel = grouped_panel(two_years((3, 4, 5, 6), (1, 2, 3, 4)))
    sums = totals(panel, "incidents_total", group=KIND)
    assert isinstance(sums, GroupMeasure)
    pd.testing.assert_frame_equal(sums.frame, count(panel, "incidents_total", group=KIND).frame)
    assert sums.at("2022")["value"].to_dict() == {"1": 7, "2": 5, SEVERAL: 6}
    assert sums.at("2023")["value"].sum() == totals(panel, "incidents_total").frame.at["2023", "value"]
    main = totals(panel, "incidents_total", group=KIND, straddling="main")
    assert main.at("2022")["value"].to_dict() == {"1": 7, "2": 11}
    assert main.series["2"].frame["value"].to_dict() == {"2022": 11, "2023": 7}


def test_a_change_of_a_group_is_that_of_its_sums() -> None:
    panel = grouped_panel(two_years((30, 10, 5, 6), (20, 10, 8, 6)))
    found = change(panel, "incidents_total", "2023", "2022", group=KIND).frame
    assert found.loc["1", ["before", "after", "difference", "percent"]].tolist() == [40, 30, -10, -25]
    assert found.loc[[SEVERAL], "difference"].tolist() == [0]
    ratio, low, high, p_value = rate_ratio(pd.Series([40.0]), pd.Series([30.0]), 1.0, 1.0)
    expected = [float(np.asarray(one)[0]) for one in (ratio, low, high, p_value)]
    assert found.loc["1", ["ratio", "low", "high", "p_value"]].tolist() == pytest.approx(expected)
    assert found["status"].eq("reported").all()
    main = change(panel, "incidents_total", "2023", "2022", group=KIND, straddling="main").frame
    assert main["before"].to_dict() == {"1": 40, "2": 11}


def test_who_lacks_a_year_has_no_part_in_either_and_is_counted() -> None:
    panel = grouped_panel(two_years((30, 10, 5, 6), (20, None, None, 6)))
    result = change(panel, "incidents_total", "2023", "2022", group=KIND)
    found = result.frame
    assert found.loc["1", ["before", "after", "n_units", "n_used", "status"]].tolist() == [
        30,
        20,
        2,
        1,
        "partial",
    ]
    assert found.loc["2", ["n_units", "n_used", "status"]].tolist() == [1, 0, "not_available"]
    assert np.isnan(found.loc["2", "difference"])
    for lang, words in (("vi", "tính được ở 1 trên 2"), ("en", "computed for 1 of 2")):
        text = result.sentence(lang)
        assert words in text
        assert "Huyện Mẫu 1 (1/2), Huyện Mẫu 2 (0/1)" in text
        assert f"Xã {D} (Huyện Mẫu 2, Huyện Mẫu 1)" in text


def test_who_is_not_assessed_leaves_the_base() -> None:
    rows = two_years((30, 10, 5, 6), (20, 10, 5, 6))
    rows[5] |= OUTSIDE
    found = change(grouped_panel(rows), "incidents_total", "2023", "2022", group=KIND).frame
    assert found.loc["1", ["before", "n_units", "n_used", "status"]].tolist() == [30, 1, 1, "reported"]


def test_with_people_a_group_rests_on_members_that_have_both() -> None:
    rows = two_years((30, 10, 5, 6), (20, 10, 5, 6)) + people()
    found = change(grouped_panel(rows), "incidents_total", "2023", "2022", per="population", group=KIND).frame
    assert found.loc["1", ["exposure_before", "exposure_after"]].tolist() == [3000, 3000]
    short = [row for row in rows if not (row["unit_code"] == B and row["indicator"] == "population")]
    found = change(
        grouped_panel(short), "incidents_total", "2023", "2022", per="population", group=KIND
    ).frame
    assert found.loc["1", ["before", "exposure_after", "n_used", "n_units"]].tolist() == [30, 1000, 1, 2]


def test_bounds_and_apportioned_parts_carry_no_chance() -> None:
    rows = two_years((30, 10, 5, 6), (20, 10, 5, 6))
    rows[1] |= {"comparator": "over"}
    rows[2] |= {"status": "apportioned", "apportioned_share": 0.5}
    found = change(grouped_panel(rows), "incidents_total", "2023", "2022", group=KIND).frame
    assert found.loc["1", ["before", "n_used", "status"]].tolist() == [30, 1, "partial"]
    assert found.loc["2", ["difference", "status"]].tolist() == [0, "apportioned"]
    assert np.isnan(found.loc["2", "ratio"])


def test_a_grouping_must_be_known_and_its_main_groups_too() -> None:
    panel = grouped_panel(two_years((3, 4, 5, 6), (1, 2, 3, 4)))
    with pytest.raises(UnknownNameError):
        change(panel, "incidents_total", "2023", "2022", group="former_distric")
    unknown = replace(panel, groups=panel.groups.drop(columns="share"))
    with pytest.raises(InputError, match=D):
        change(unknown, "incidents_total", "2023", "2022", group=KIND, straddling="main")


def eight_years(counts: dict[str, list[float | None]]) -> Panel:
    rows = [
        figure(unit, "incidents_total", year, n)
        for unit, values in counts.items()
        for year, n in zip(YEARS, values, strict=True)
    ]
    rows += [figure(unit, "population", year, 9000 + 10 * int(year[2:])) for unit in counts for year in YEARS]
    return grouped_panel(rows)


FALLING = [60, 52, 49, 41, 33, 30, 22, 20]
LEVEL = [30, 33, 29, 31, 30, 28, 32, 30]


def test_the_trend_of_a_group_is_that_of_its_sum() -> None:
    members = {A: FALLING, B: LEVEL, C: [3, 4, 6, 9, 11, 14, 22, 30], D: LEVEL}
    result = trend(eight_years(members), "incidents_total", group=KIND)
    assert result.units.index.tolist() == ["1", "2", SEVERAL]
    # The same as one commune that has the sum of both.
    one = {A: [a + b for a, b in zip(FALLING, LEVEL, strict=True)], C: members[C], D: LEVEL}
    panel = eight_years(one)
    rows = panel.observations
    rows = rows.assign(
        value=rows["value"].where(
            ~(rows["indicator"].eq("population") & rows["unit_code"].eq(A)), rows["value"] * 2
        )
    )
    alone = trend(replace(panel, observations=rows, reported=rows), "incidents_total").frame
    own = ["ratio", "low", "high", "events", "n_years"]
    np.testing.assert_allclose(
        result.frame[own].to_numpy(float), alone.loc[[A, C, D], own].to_numpy(float), rtol=1e-6
    )
    assert result.frame["direction"].tolist() == ["falling", "rising", ""]
    assert result.frame[["n_units", "n_used"]].to_numpy().tolist() == [[2, 2], [1, 1], [1, 1]]


def test_what_stands_apart_is_no_group_among_those_tested() -> None:
    """The rest of several groups moves neither the q values of the groups nor how many are counted."""
    panel = grouped_panel(two_years((30, 10, 50, 6), (60, 12, 30, 60)))
    found = change(panel, "incidents_total", "2023", "2022", group=KIND)
    assert found.frame.at[SEVERAL, "p_value"] < 1e-6
    assert np.isnan(found.frame.at[SEVERAL, "q_value"])
    p = found.frame["p_value"]
    expected = [min(2 * p["1"], p["2"]), p["2"]] if p["1"] < p["2"] else [p["1"], min(2 * p["2"], p["1"])]
    assert found.frame.loc[["1", "2"], "q_value"].tolist() == pytest.approx(expected)
    assert "Tính theo huyện cũ: 2 nhóm" in found.sentence()
    trends = trend(eight_years({A: FALLING, B: LEVEL, C: LEVEL, D: FALLING}), "incidents_total", group=KIND)
    apart, own = trends.frame.loc[SEVERAL], trends.frame.loc[["1", "2"]]
    assert apart["p_value"] < 1e-4
    assert (apart["direction"], apart["status"]) == ("", "reported")
    assert apart[["q_value", "fall_seen"]].isna().all()
    assert own["q_value"].min() == pytest.approx(2 * own["p_value"].min())
    assert trends.counted() == {"rising": 0, "falling": 1, "not_shown": 1}
    assert "computed for 2 of 2 units" in trends.sentence("en")
    # The fall that would be seen is that among two tests, not three.
    error = np.log(own["high"] / own["low"]) / (2 * 1.959964)
    reach = (stats.norm.isf(0.05 / 4) + stats.norm.ppf(0.8)) * error
    assert own["fall_seen"].to_numpy() == pytest.approx((100 * (1 - np.exp(-reach))).to_numpy(), rel=1e-5)
    drawn = replace(trends, units=trends.units.set_geometry([shapely.box(n, 0, n + 1, 1) for n in range(3)]))
    assert read_result(drawn).units["reason"].to_dict() == {"1": "", "2": "", SEVERAL: "apart"}


def test_sums_of_groups_say_how_many_members_have_figures() -> None:
    panel = grouped_panel(two_years((3, None, 5, 6), (1, 2, 3, 4)))
    sums = totals(panel, "incidents_total", group=KIND)
    assert "trong ngoặc là số xã có số liệu trên tổng số: Huyện Mẫu 1 2022 (1/2)." in sums.sentence()
    assert "how many have, of how many: Huyện Mẫu 1 2022 (1/2)." in sums.sentence("en")
    three = grouped_panel(two_years((None, None, 5, 6), (1, 2, 3, 4)), members=((A, "1"), (B, "1"), (C, "1")))
    assert "Huyện Mẫu 1 2022 (1/3)" in totals(three, "incidents_total", group=KIND).sentence("en")
    whole = totals(grouped_panel(two_years((3, 4, 5, 6), (1, 2, 3, 4))), "incidents_total", group=KIND)
    assert "have figures" not in whole.sentence("en")


def test_a_trend_follows_the_members_that_have_all_years() -> None:
    late: list[float | None] = [None, *LEVEL[1:]]
    result = trend(eight_years({A: FALLING, B: late, C: late, D: LEVEL}), "incidents_total", group=KIND)
    assert result.frame["status"].to_dict() == {"1": "reported", "2": "too_few_years", SEVERAL: "reported"}
    assert result.frame.loc["1", ["events", "n_units", "n_used"]].tolist() == [sum(FALLING), 2, 1]
    for lang in ("vi", "en"):
        assert "Huyện Mẫu 1 (1/2), Huyện Mẫu 2 (0/1)" in result.sentence(lang)
        assert f"Xã {D}" in " ".join(result.caveats(lang))
    later = trend(
        eight_years({A: FALLING, B: late, C: late, D: LEVEL}), "incidents_total", group=KIND, since="2017"
    )
    assert later.frame["n_used"].tolist() == [2, 1, 1]


counts = st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=4, max_size=4)


@settings(max_examples=10, deadline=None)
@given(old=counts, new=counts)
def test_differences_of_groups_add_up_to_that_over_all_communes_with_both(
    old: list[int | None], new: list[int | None]
) -> None:
    both = [(a, b) for a, b in zip(old, new, strict=True) if a is not None and b is not None]
    panel = grouped_panel([*two_years(tuple(old), tuple(new)), figure(A, "births", "2023", 1)])
    if all(value is None for value in old) or all(value is None for value in new):
        return
    for straddling in ("apart", "main"):
        found = change(panel, "incidents_total", "2023", "2022", group=KIND, straddling=straddling).frame
        assert np.nansum(found["difference"]) == sum(b - a for a, b in both)
        assert found["n_used"].sum() == len(both)
        assert found["n_units"].sum() == len(UNITS)
