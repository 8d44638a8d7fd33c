"""Several years together: sums with the exact interval of a sum, and no sum of what is none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import BreakError, RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.pooled_years import years_of
from antq_analysis.measures.pooling import pool
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break
from tests.panel.made import UNITS, figure, made_panel

YEARS = ("2022", "2023", "2024")
FIRES = {"99001": (2, 1, 2), "99002": (0, 0, 0), "99003": (4, None, 1), "99004": (10, 5, 3)}


def panel_of(*more: dict[str, object], people: dict[str, int] | None = None) -> Panel:
    people = people or dict(zip(YEARS, (2000, 3000, 4000), strict=True))
    rows = [
        figure(unit, "fires", year, n)
        for unit, counts in FIRES.items()
        for year, n in zip(YEARS, counts, strict=True)
    ]
    rows += [figure(unit, "population", year, n) for unit in UNITS for year, n in people.items()]
    groups = [("cụm", unit, "AABB"[i], f"Nhóm {'AABB'[i]}") for i, unit in enumerate(UNITS)]
    columns = ["grouping", "unit_code", "group_code", "group_name"]
    return replace(made_panel([*rows, *more]), groups=pd.DataFrame(groups, columns=columns, dtype="str"))


def test_years_of_a_period() -> None:
    assert years_of("2025") == ("2025",)
    assert years_of("2025-6T") == ()


def test_counts_are_added_with_the_exact_interval_of_the_sum() -> None:
    at = pool(panel_of(), "fires", "2022", "2024").at("2022-2024")
    assert at.loc["99001", ["value", "events"]].tolist() == [5, 5]
    # Garwood (1936), 5 events: 1.6235 to 11.6683; none: 0 to 3.6889.
    assert at.loc["99001", ["low", "high"]].tolist() == pytest.approx([1.6235, 11.6683], abs=5e-5)
    assert at.loc["99002", ["value", "low", "high"]].tolist() == pytest.approx([0, 0, 3.6889], abs=5e-5)
    # A year is missing: there is no figure of all three, and it is none of zero.
    assert np.isnan(at.at["99003", "value"])
    assert at.at["99003", "status"] == "not_available"


def test_a_rate_is_per_person_year() -> None:
    measure = pool(panel_of(), "fires", "2022", "2024", per="population")
    at = measure.at("2022-2024")
    assert at.at["99001", "exposure"] == 9000
    assert at.at["99001", "value"] == pytest.approx(5 / 9000 * 10_000)
    assert at.loc["99001", ["low", "high"]].tolist() == pytest.approx([1.8039, 12.9648], abs=5e-4)
    assert "bình quân một năm, 2022-2024" in measure.label()
    assert "), 2022-2024: " in measure.sentence()
    assert not measure.notes()


def test_two_years_of_three() -> None:
    at = pool(panel_of(), "fires", "2022", "2023").at("2022-2023")
    assert at["value"].fillna(-1).tolist() == [3, 0, -1, 15]


def test_a_base_between_two_known_years_is_said() -> None:
    measure = pool(panel_of(people={"2022": 2000, "2024": 4000}), "fires", "2022", "2024", per="population")
    at = measure.at("2022-2024")
    assert at.at["99001", "exposure"] == 9000
    assert at.at["99001", "base"] == "interpolated 2022–2024"
    assert "2022–2024" in " ".join(measure.notes())
    # After the last known year nothing is drawn, and there is no rate of all the years.
    short = pool(panel_of(people={"2022": 2000, "2023": 4000}), "fires", "2022", "2024", per="population")
    assert short.at("2022-2024")["value"].isna().all()


def test_by_group_and_beside_the_communes() -> None:
    post = [figure("demo-x", "fires", year, 2, level="police_post") for year in ("2022", "2024")]
    measure = pool(panel_of(*post), "fires", "2022", "2024", per="population", group="cụm")
    at = measure.at("2022-2024")
    assert at.at["A", "events"] == 5
    assert at.at["A", "exposure"] == 18000
    # Of the other group one commune lacks a year.
    assert at.loc["B", ["events", "exposure", "status"]].tolist() == [18, 9000, "partial"]
    assert pool(panel_of(*post), "fires", "2022", "2024").others["2022-2024"].events == 4


def test_apportioned_and_rough_figures_stay_marked() -> None:
    panel = panel_of()
    rows = panel.observations.copy()
    one = rows["unit_code"].eq("99004") & rows["period"].eq("2022") & rows["indicator"].eq("fires")
    rows.loc[one, ["status", "apportioned_share"]] = ["apportioned", 0.9]
    other = rows["unit_code"].eq("99001") & rows["period"].eq("2023") & rows["indicator"].eq("fires")
    rows.loc[other, "comparator"] = "over"
    at = pool(replace(panel, observations=rows), "fires", "2022", "2024").at("2022-2024")
    assert at.loc["99004", ["status", "apportioned_share"]].tolist() == ["apportioned", 0.5]
    assert at.at["99001", "comparator"] == "over"
    assert at.loc[["99001", "99004"], "low"].isna().all()


def test_a_break_within_the_years_is_refused() -> None:
    panel = panel_of()
    cut = Break(
        id="x",
        kind="counting_method",
        on=pd.Timestamp("2023-06-30").date(),
        before="a",
        after="b",
        label_vi="đổi cách đếm",
        label_en="counted otherwise",
        source="",
        indicators=("fires",),
    )
    broken = replace(panel, vocabulary=replace(panel.vocabulary, breaks=(cut,)))
    with pytest.raises(BreakError):
        pool(broken, "fires", "2022", "2024")
    assert pool(broken, "fires", "2023", "2024").at("2023-2024").at["99004", "value"] == 8


def test_other_reporting_windows_are_refused() -> None:
    panel = panel_of()
    rows = panel.observations.copy()
    rows.loc[rows["period"].eq("2024"), "period_basis"] = "tt124_commune"
    with pytest.raises(BreakError):
        pool(replace(panel, observations=rows), "fires", "2022", "2024")
    rows = panel.observations.copy()
    rows.loc[rows["period"].eq("2024"), "period_start"] = pd.Timestamp("2023-12-15")
    with pytest.raises(BreakError):  # two weeks would count twice
        pool(replace(panel, observations=rows), "fires", "2022", "2024")


def test_what_is_no_sum_of_years_is_refused() -> None:
    stock = [figure(unit, "model_points_active", year, 3) for unit in UNITS for year in YEARS]
    with pytest.raises(RefusedError):
        pool(panel_of(*stock), "model_points_active", "2022", "2024")
    for since, until in (("2024", "2022"), ("2022", "2022"), ("2022", "2024-6T")):
        with pytest.raises(UsageError):
            pool(panel_of(), "fires", since, until)
    with pytest.raises(UnknownNameError):
        pool(panel_of(), "fires", "2021", "2024")
