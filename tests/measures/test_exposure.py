"""Bases between two known years: the straight line worked by hand, and everything that is not filled."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.measures.change import change, say_change
from antq_analysis.measures.exposure import exposure, fill_years
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.series import total_rate, total_share
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.carry import carry
from tests.panel.made import MAP, UNITS, figure, made_panel
from tests.places.made import crosswalk

A, B, C, D = UNITS
OLD = "2018-01-01"


def people(unit: str, year: str, value: float | None, **more: object) -> dict[str, object]:
    return figure(unit, "population", year, value, **more)


def events(unit: str, year: str, value: float | None, **more: object) -> dict[str, object]:
    return figure(unit, "incidents_total", year, value, **more)


def census() -> list[dict[str, object]]:
    """8000 people in 2019 and 9000 in 2024: 200 more each year; 1001 and 1006: one more each year."""
    return [
        people(A, "2019", 8000),
        people(A, "2024", 9000),
        people(B, "2019", 1001),
        people(B, "2024", 1006),
    ]


def base_of(panel: Panel, unit: str, year: str) -> pd.Series:
    return exposure(panel).loc[(unit, MAP, year)]


def test_a_year_between_two_known_ones_lies_on_the_line_of_its_commune() -> None:
    panel = made_panel(census())
    assert exposure(panel).loc[A, "value"].tolist() == [8000, 8200, 8400, 8600, 8800, 9000]
    assert exposure(panel).loc[B, "value"].tolist() == [1001, 1002, 1003, 1004, 1005, 1006]
    assert base_of(panel, A, "2021")["base"] == "interpolated 2019–2024"
    assert base_of(panel, A, "2021")["status"] == "interpolated"
    assert base_of(panel, A, "2019")[["base", "status"]].tolist() == ["", "reported"]


def test_a_figure_of_the_year_beats_the_line_and_bends_it() -> None:
    panel = made_panel([*census(), people(A, "2021", 7000)])
    assert exposure(panel).loc[A, "value"].tolist() == [
        8000,
        7500,
        7000,
        pytest.approx(7666.6667),
        8333 + 1 / 3,
        9000,
    ]
    assert base_of(panel, A, "2020")["base"] == "interpolated 2019–2021"
    assert base_of(panel, A, "2021")["base"] == ""
    assert base_of(panel, A, "2022")["base"] == "interpolated 2021–2024"


def test_nothing_is_continued_beyond_the_known_years() -> None:
    rows = [*census(), *(events(A, year, 8) for year in ("2018", "2021", "2025"))]
    frame = rate(made_panel(rows), "incidents_total").frame.loc[A]
    assert frame["value"].isna().tolist() == [True, False, True]
    assert frame["status"].tolist() == ["not_available", "reported", "not_available"]
    assert frame.loc["2021", "value"] == pytest.approx(8 / 8400 * 10_000)


@pytest.mark.parametrize("status", ["conflict", "unparsed", "not_applicable"])
def test_what_a_person_must_settle_is_not_covered_by_a_line(status: str) -> None:
    panel = made_panel([*census(), people(A, "2021", None, status=status)])
    assert np.isnan(base_of(panel, A, "2021")["value"])
    assert base_of(panel, A, "2020")["value"] == 8200


def test_an_empty_cell_lies_on_the_line_and_nobody_is_no_end_of_it() -> None:
    assert base_of(made_panel([*census(), people(A, "2021", None)]), A, "2021")["value"] == 8400
    nobody = made_panel([*census(), people(A, "2021", 0)])
    assert base_of(nobody, A, "2021")["value"] == 0
    assert base_of(nobody, A, "2022")["value"] == 8600


def test_an_end_that_is_rough_or_apportioned_makes_the_line_so() -> None:
    shared = {"status": "apportioned", "apportioned_share": 0.4}
    rows = [people(A, "2019", 8000, comparator="over"), people(A, "2024", 9000)]
    rows += [people(B, "2019", 1000), people(B, "2024", 2000, **shared)]
    rows += [people(C, "2019", 1000, **shared), people(C, "2024", 2000)]
    rows += [events(unit, "2021", 5) for unit in (A, B, C)]
    panel = made_panel(rows)
    assert base_of(panel, A, "2021")["comparator"] == "about"
    frame = rate(panel, "incidents_total").at("2021")
    assert frame.loc[A, ["method", "comparator"]].tolist() == ["count_not_exact", "about"]
    for unit in (B, C):
        assert frame.loc[unit, ["method", "status"]].tolist() == ["count_not_exact", "apportioned"]
    assert frame.loc[[A, B, C], "low"].isna().all()


def test_figures_counted_in_two_ways_are_not_joined() -> None:
    rows = [people(A, "2019", 8000, method_version="v1"), people(A, "2024", 9000, method_version="v2")]
    assert fill_years(made_panel(rows).select("population"), ["2021"]).index.get_level_values(
        "period"
    ).tolist() == [
        "2019",
        "2024",
    ]


def test_both_sources_of_a_line_are_named() -> None:
    panel = made_panel([people(A, "2019", 8000, source_id="ds19"), people(A, "2024", 9000, source_id="ds24")])
    assert base_of(panel, A, "2021")["source_id"] == "ds19;ds24"


def test_two_figures_of_one_year_are_refused() -> None:
    rows = [people(A, "2019", 8000), people(A, "2019", 7000, method_version="other")]
    with pytest.raises(UsageError):
        exposure(made_panel(rows))
    assert exposure(made_panel([events(A, "2019", 1)])).empty


def test_the_limits_take_an_interpolated_base_as_known() -> None:
    row = rate(made_panel([*census(), events(A, "2021", 10)]), "incidents_total").frame.loc[(A, "2021")]
    assert row["exposure"] == 8400
    assert row["base"] == "interpolated 2019–2024"
    assert (row["method"], row["status"]) == ("exact_poisson", "reported")
    assert row["low"] == pytest.approx(4.7954 / 0.84, abs=1e-3)


def test_a_line_is_drawn_only_for_figures_that_are_divided_by_it() -> None:
    panel = made_panel([*census(), events(A, "2021", None), events(B, "2021", 1)])
    measure = rate(panel, "incidents_total")
    assert np.isnan(measure.frame.loc[(A, "2021"), "exposure"])
    for base in (measure.base, total_rate(panel, "incidents_total").base):
        assert base is not None
        assert base.spans == {"2021": {"2019–2024": 1}}


def test_a_whole_of_a_share_is_never_interpolated() -> None:
    rows = [figure(A, "residential_areas_total", year, 10) for year in ("2019", "2024")]
    panel = made_panel([*rows, figure(A, "residential_areas_with_model", "2021", 5)])
    assert np.isnan(share(panel, "residential_areas_with_model").frame.loc[(A, "2021"), "value"])
    assert np.isnan(total_share(panel, "residential_areas_with_model").frame.loc["2021", "value"])


def test_a_fixed_base_year_is_asked_for_and_said_everywhere() -> None:
    panel = made_panel([*census(), *(events(A, year, 8) for year in ("2018", "2021", "2024"))])
    measure = rate(panel, "incidents_total", base_year="2019")
    assert measure.frame.loc[A, "exposure"].tolist() == [8000, 8000, 8000]
    assert measure.frame.loc[A, "value"].tolist() == [10, 10, 10]
    assert measure.frame.loc[A, "base"].tolist() == ["fixed 2019"] * 3
    series = total_rate(panel, "incidents_total", base_year="2019")
    assert series.frame["exposure"].tolist() == [8000, 8000, 8000]
    for shape in (measure, series):
        assert "tính theo dân số năm 2019" in shape.label_vi
        assert "on the population of 2019" in shape.label_en
        assert "Mọi năm đều tính theo dân số năm 2019." in shape.sentence()
    with pytest.raises(UnknownNameError, match="2024"):
        rate(panel, "incidents_total", base_year="2020")


def test_sentences_say_what_is_interpolated_and_what_to_add() -> None:
    panel = made_panel([*census(), *(events(A, year, 8) for year in ("2018", "2021")), events(B, "2021", 1)])
    for shape in (rate(panel, "incidents_total"), total_rate(panel, "incidents_total")):
        text = shape.sentence("en")
        assert "interpolated linearly between the known years 2019–2024" in text
        assert "how many units: 2021 (2)" in text
        assert "how many: 2018 (1). Add a file with the population" in text
    known = made_panel([*census(), events(A, "2019", 8)])
    for shape in (
        rate(known, "incidents_total"),
        total_rate(known, "incidents_total"),
        count(known, "incidents_total"),
    ):
        assert "population" not in shape.sentence("en")


def test_a_change_rests_on_interpolated_bases_and_says_so() -> None:
    rows = [
        *census(),
        *(events(A, year, n) for year, n in (("2020", 41), ("2023", 22))),
        events(B, "2020", 1),
    ]
    result = change(
        made_panel([*rows, events(B, "2023", 1)]), "incidents_total", "2023", "2020", per="population"
    )
    assert result.frame.loc[A, "ratio"] == pytest.approx((22 / 8800) / (41 / 8200))
    assert "2020 (2), 2023 (2)" in result.sentence()
    late = change(
        made_panel([*rows, events(A, "2025", 22)]), "incidents_total", "2025", "2020", per="population"
    )
    assert late.frame.loc[A, "status"] == "not_available"
    assert late.frame.loc[A, "difference"] == -19
    assert "2025 (1). Add a file" in late.sentence("en")


def test_the_change_of_the_province_says_it_too() -> None:
    rows = [*census(), *(events(u, year, 40) for u in (A, B) for year in ("2022", "2023"))]
    series = total_rate(made_panel(rows, units=(A, B)), "incidents_total")
    assert "2022 (2), 2023 (2)" in say_change(series, "2023", "2022")
    assert series.frame["exposure"].tolist() == [8600 + 1004, 8800 + 1005]


def two_maps(*more: dict[str, object], parts: tuple[str, ...] = ("A1", "A2", B)) -> Panel:
    """A1 and A2 became A and B stayed; the census is on the old map, the later population on the new one."""
    early = [people("A1", "2019", 3000), people("A2", "2019", 5000), people(B, "2019", 1000)]
    early += [events(unit, "2020", n) for unit, n in (("A1", 4), ("A2", 6), (B, 2)) if unit in parts]
    early = [row | {"unit_date": OLD} for row in [*early, *more]]
    late = [people(A, "2024", 10_000), people(B, "2024", 2000), events(A, "2022", 20), events(B, "2022", 7)]
    own = made_panel([*late, *early], units=(A, B))
    reform = crosswalk(("A1", A), ("A2", A), (B, B), dates=(OLD, MAP))
    moved = carry(own.reported, MAP, reform, own.vocabulary).observations
    names = pd.DataFrame({"unit_code": ["A1", "A2", B], "name": ["Xã Một", "Xã Hai", "Xã Ba"]})
    return replace(own, observations=moved, registers={OLD: names, **own.registers})


def test_a_year_whose_known_years_lie_on_two_maps_is_computed_on_the_map_of_the_panel() -> None:
    series = total_rate(two_maps(), "incidents_total")
    row = series.frame.loc["2020"]
    # A had 8000 and then 10,000 people, B 1000 and then 2000.
    assert (row["events"], row["exposure"], row["n_units"], row["n_missing"]) == (12, 8400 + 1200, 2, 0)
    assert row["value"] == pytest.approx(12.5)
    assert series.frame.loc["2022", "exposure"] == 9200 + 1600
    assert series.base is not None
    assert series.base.carried == ("2020", "2022")
    assert "01/01/2020" in series.sentence("en")


def test_organisations_count_in_a_year_that_moved_to_another_map() -> None:
    post = {"level": "police_post", "unit_code": "police_post:don-mau"}
    row = total_rate(two_maps(events("", "2020", 3) | post), "incidents_total").frame.loc["2020"]
    assert (row["events"], row["exposure"], row["n_others"]) == (15, 9600, 1)
    assert row["value"] == pytest.approx(15.625)


def test_a_year_with_its_own_base_stays_on_its_own_map() -> None:
    own = [people("A1", "2020", 3100), people("A2", "2020", 4900), people(B, "2020", 1000)]
    series = total_rate(two_maps(*own), "incidents_total")
    assert series.frame.loc["2020", ["exposure", "n_units"]].tolist() == [9000, 3]
    assert series.base is not None
    assert series.base.carried == ("2022",)


def test_a_few_bases_on_the_own_map_do_not_keep_a_year_there() -> None:
    panel = two_maps(people(B, "2020", 1100))
    row = total_rate(replace(panel, registers={OLD: panel.registers[OLD]}), "incidents_total").frame.loc[
        "2020"
    ]
    assert row[["events", "exposure", "n_units", "n_missing"]].tolist() == [12, 8400 + 1100, 2, 0]


def test_a_part_of_what_was_apportioned_is_rough() -> None:
    rows = [
        people("A1", "2019", 4000),
        people(B, "2019", 1000),
        events("A1", "2020", 8),
        events(B, "2020", None),
    ]
    rows = [row | {"unit_date": OLD} for row in rows] + [people(A, "2024", 2000), people(B, "2024", 5000)]
    own = made_panel(rows, units=(A, B))
    split = crosswalk(("A1", A, "0.25"), ("A1", B, "0.75"), (B, B), dates=(OLD, MAP))
    moved = carry(own.reported, MAP, split, own.vocabulary).observations
    row = total_rate(replace(own, observations=moved), "incidents_total").frame.loc["2020"]
    assert row[["events", "exposure", "n_missing", "comparator"]].tolist() == [2, 1200, 1, "about"]
    assert np.isnan(row["low"])


def test_what_is_lost_by_moving_to_another_map_is_missing_there() -> None:
    row = total_rate(two_maps(parts=("A1", B)), "incidents_total").frame.loc["2020"]
    assert (row["events"], row["exposure"], row["n_units"], row["n_missing"]) == (2, 1200, 2, 1)
    assert row["status"] == "partial"


def test_a_fixed_base_year_of_another_map_is_carried() -> None:
    series = total_rate(two_maps(), "incidents_total", base_year="2019")
    assert series.frame["exposure"].tolist() == [9000, 9000]
    assert series.frame["value"].tolist() == [pytest.approx(12 / 0.9), 30]
    assert series.base is not None
    assert series.base.carried == ("2022",)


def test_adding_up_and_interpolating_may_change_places() -> None:
    rng = np.random.default_rng(20)
    rows = []
    for unit in UNITS:
        first, last = rng.integers(500, 20_000, 2)
        rows += [people(unit, "2017", first), people(unit, "2026", last)]
    filled = exposure(made_panel(rows))["value"].groupby("period").sum()
    whole = np.interp(range(2017, 2027), [2017, 2026], filled[["2017", "2026"]])
    assert filled.to_numpy() == pytest.approx(whole)
