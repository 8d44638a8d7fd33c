"""Carrying back: refused unless asked for, apportioned by people, land or equally, marked, and never for states."""

from datetime import date
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.places.carrying.backwards import load_reverse_crosswalk, reverse_crosswalk
from antq_analysis.places.carrying.carry import Carried, carry
from antq_analysis.places.maps.kept_map import FILE
from antq_analysis.places.maps.schematic import SCHEMATIC
from antq_analysis.places.vintage import Vintage, territory, write_vintage
from antq_analysis.project import Project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary
from tests.places.made import LATEST, NEW, OLD, crosswalk, figures, pairs, register, write_pairs

SUM, STATE, DISTINCT = "incidents_total", "ntm_19_2_met", "model_types_active"
MERGE = crosswalk(("a", "x"), ("b", "x"), ("c", "c"), ("d", "y"))
SPLIT = crosswalk(("a", "x", "0.25"), ("a", "y", "0.75"), ("b", "y"))


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def _back(values: dict[str, object], table: pd.DataFrame, indicator: str = SUM, **sizes: object) -> Carried:
    later = figures(values, indicator, unit_date=NEW)
    return carry(later, OLD, reverse_crosswalk(table, **sizes), vocabulary(), backwards=True)  # type: ignore[arg-type]


def _column(carried: Carried, name: str) -> dict[str, object]:
    return dict(zip(carried.observations["unit_code"], carried.observations[name], strict=True))


def test_it_is_refused_with_the_reason_and_the_way_unless_asked_for() -> None:
    later = figures({"x": 1}, unit_date=NEW)
    with pytest.raises(RefusedError) as refused:
        carry(later, OLD, reverse_crosswalk(MERGE), vocabulary())
    for lang in ("vi", "en"):
        assert "backwards=True" in refused.value.text(lang)
        assert NEW in refused.value.text(lang)


def test_a_merged_figure_is_apportioned_by_people_and_marked() -> None:
    people = pd.Series({"a": 3000.0, "b": 1000.0, "c": 50.0, "d": 70.0})
    carried = _back({"x": 8, "c": 5, "y": 6}, MERGE, people=people)
    assert _column(carried, "value") == {"a": 6.0, "b": 2.0, "c": 5.0, "d": 6.0}
    assert _column(carried, "status") == dict.fromkeys("ab", "apportioned") | dict.fromkeys("cd", "reported")
    assert _column(carried, "rule") == dict.fromkeys("ab", "population_share;backwards") | dict.fromkeys(
        "cd", ""
    )
    assert _column(carried, "apportioned_share") == {"a": 1.0, "b": 1.0, "c": 0.0, "d": 0.0}
    assert carried.observations["unit_date"].eq(OLD).all()
    assert carried.account[["before", "after", "difference"]].to_numpy().tolist() == [[19.0, 19.0, 0.0]]
    obs.validate(carried.observations)


@pytest.mark.parametrize(
    ("people", "land", "shares", "basis"),
    [
        ({"a": 1.0, "b": 3.0}, {"a": 2.0, "b": 2.0}, (2.0, 6.0), "population"),
        ({"a": 1.0}, {"a": 6.0, "b": 2.0}, (6.0, 2.0), "area"),
        ({"a": 1.0, "b": 0.0}, {"a": 6.0, "b": 2.0}, (6.0, 2.0), "area"),
        ({"a": 1.0}, {"b": 2.0}, (4.0, 4.0), "equal"),
        ({}, {}, (4.0, 4.0), "equal"),
    ],
)
def test_people_then_land_then_equal_parts(
    people: dict[str, float], land: dict[str, float], shares: tuple[float, float], basis: str
) -> None:
    sizes = {"people": pd.Series(people, dtype=float), "land": pd.Series(land, dtype=float)}
    carried = _back({"x": 8}, MERGE, **sizes)
    values = _column(carried, "value")
    assert (values["a"], values["b"]) == shares
    assert set(_column(carried, "rule").values()) == {f"{basis}_share;backwards"}


def test_a_share_is_no_surer_than_the_split_that_it_rests_on() -> None:
    equal = crosswalk(("a", "x"), ("a", "y"), ("b", "y"))
    carried = _back({"x": 1, "y": 6}, equal, people=pd.Series({"a": 200.0, "b": 200.0}))
    assert _column(carried, "value") == {"a": 3.0, "b": 4.0}
    assert set(_column(carried, "rule").values()) == {"equal_share;backwards"}


def test_parts_of_a_unit_that_was_split_are_added_again() -> None:
    parts = crosswalk(("a", "x", "0.25"), ("a", "y", "0.75"))
    carried = _back({"x": 3, "y": 4}, parts)
    assert _column(carried, "value") == {"a": 7.0}
    assert _column(carried, "status") == {"a": "reported"}
    assert _column(carried, "rule") == {"a": "merged;backwards"}


@pytest.mark.parametrize("indicator", [STATE, DISTINCT, "model_established_year", "incident_rate"])
def test_what_is_no_sum_never_goes_back(indicator: str) -> None:
    carried = _back({"x": 1, "c": 1, "y": 1}, MERGE, indicator)
    assert _column(carried, "status") == dict.fromkeys("ab", "not_available") | dict.fromkeys(
        "cd", "reported"
    )
    assert carried.observations["value"].notna().tolist() == [False, False, True, True]
    assert [finding.rule for finding in carried.findings] == ["carry_not_a_sum"]
    together = _back({"x": 1, "y": 1}, crosswalk(("a", "x", "0.5"), ("a", "y", "0.5")), indicator)
    assert _column(together, "status") == {"a": "not_available"}


def test_an_incomplete_sum_stays_empty_and_speaks_of_new_communes() -> None:
    carried = _back({"x": 3, "y": "not_reported"}, SPLIT)
    assert np.isnan(carried.observations.set_index("unit_code").at["a", "value"])
    assert _column(carried, "value_text")["a"] == "1/2 xã mới có số liệu"
    assert carried.account["difference"].tolist() == [-3.0]
    assert {finding.rule for finding in carried.findings} == {"carry_part_missing_back"}
    for lang in ("vi", "en"):
        assert all(finding.text(lang) and finding.remedy(lang) for finding in carried.findings)


def test_a_finding_says_what_was_taken_apart() -> None:
    (finding,) = _back({"x": 8}, MERGE).findings
    assert finding.rule == "carry_apportioned_back"
    for lang in ("vi", "en"):
        assert finding.text(lang)
        assert finding.remedy(lang)


def test_figures_of_earlier_maps_keep_their_rules_beside() -> None:
    first = crosswalk(("a", "m"), ("b", "m"))
    later = reverse_crosswalk(crosswalk(("m", "x"), ("n", "x"), dates=(NEW, LATEST)))
    rows = pd.concat([figures({"a": 1, "b": 1}, STATE), figures({"x": 6}, unit_date=LATEST, period="2026")])
    carried = carry(rows, NEW, pd.concat([first, later]), vocabulary(), backwards=True).observations
    state = carried[carried["indicator"].eq(STATE)].iloc[0]
    assert (state["value"], state["rule"]) == (1.0, "parts_agree")
    assert carried.loc[carried["indicator"].eq(SUM), "value"].tolist() == [3.0, 3.0]


def test_the_table_must_lead_back() -> None:
    with pytest.raises(UsageError):
        carry(figures({"x": 1}, unit_date=NEW), OLD, MERGE, vocabulary(), backwards=True)


def test_the_table_of_a_province_rests_on_its_land_where_people_are_not_known(project: Project) -> None:
    register(["00001", "00002", "00003"], project, OLD)
    register(["00004", "00003"], project, NEW, districts=False)
    write_pairs(pairs(("00001", "00004"), ("00002", "00004"), ("00003", "00003")), project, NEW)
    # The second square is three times as wide as the first.
    shapes = [box(105, 20, 105.1, 20.1), box(105.1, 20, 105.4, 20.1), box(105.4, 20, 105.5, 20.1)]
    layer = gpd.GeoDataFrame({"unit_code": ["00001", "00002", "00003"]}, geometry=shapes, crs="EPSG:4326")
    layer.to_parquet(territory("demo", project) / OLD / FILE)
    table = load_reverse_crosswalk("demo", NEW, OLD, project=project)
    shares = table.set_index(["from_code", "to_code"])["share"]
    assert shares["00004", "00002"] == pytest.approx(0.75, abs=0.001)
    assert (shares["00003", "00003"], table["share_basis"].tolist()) == (1.0, ["", "area", "area"])
    known = load_reverse_crosswalk(
        "demo", NEW, OLD, pd.Series({"00001": 9.0, "00002": 1.0, "00003": 1.0}), project
    )
    assert known.set_index(["from_code", "to_code"])["share"]["00004", "00002"] == 0.1
    with pytest.raises(RefusedError):
        load_reverse_crosswalk("demo", OLD, NEW, project=project)
    # The cells of a sketch are no land.
    write_vintage(territory("demo", project) / OLD, Vintage(date.fromisoformat(OLD), quality=SCHEMATIC))
    sketched = load_reverse_crosswalk("demo", NEW, OLD, project=project)
    assert sketched.set_index(["from_code", "to_code"])["share"]["00004", "00002"] == 0.5
    assert sketched["share_basis"].tolist() == ["", "equal", "equal"]


OLDER = [f"0{number}" for number in range(6)]
sizes_of = st.fixed_dictionaries({code: st.integers(1, 9000) for code in OLDER})
counts = st.fixed_dictionaries({code: st.integers(0, 500) for code in OLDER})
relaxed = settings(max_examples=15, deadline=None)


@st.composite
def reforms(draw: st.DrawFn, *, tangled: bool) -> pd.DataFrame:
    """Six units that merge or split; where not tangled no part of a split unit joins another unit."""
    rows: list[tuple[str, str] | tuple[str, str, str]] = []
    for code in OLDER:
        if tangled or draw(st.booleans()):
            own = [code + end for end in "pqr"] if not tangled else ["x", "y", "z"]
            parts = draw(st.lists(st.sampled_from(own), min_size=1, max_size=3, unique=True))
            weights = draw(st.lists(st.integers(1, 9), min_size=len(parts), max_size=len(parts)))
            rows += [(code, part, repr(w / sum(weights))) for part, w in zip(parts, weights, strict=True)]
        else:
            rows.append((code, draw(st.sampled_from(["x", "y", "z"]))))
    return crosswalk(*rows)


def _there_and_back(
    values: dict[str, int], reform: pd.DataFrame, people: dict[str, int]
) -> list[pd.DataFrame]:
    there = carry(figures(values), NEW, reform, vocabulary()).observations
    table = reverse_crosswalk(reform, people=pd.Series(people, dtype=float))
    back = carry(there, OLD, table, vocabulary(), backwards=True).observations
    again = carry(back, NEW, reform, vocabulary()).observations
    return [frame.set_index("unit_code").sort_index() for frame in (there, back, again)]


@relaxed
@given(values=counts, people=sizes_of, reform=reforms(tangled=True))
def test_totals_are_kept(values: dict[str, int], people: dict[str, int], reform: pd.DataFrame) -> None:
    there, back, again = _there_and_back(values, reform, people)
    assert back["value"].sum() == pytest.approx(sum(values.values()))
    assert again["value"].sum() == pytest.approx(sum(values.values()))
    assert there.index.equals(again.index)


@relaxed
@given(values=counts, people=sizes_of, reform=reforms(tangled=False))
def test_forward_back_and_forward_is_forward(
    values: dict[str, int], people: dict[str, int], reform: pd.DataFrame
) -> None:
    there, _, again = _there_and_back(values, reform, people)
    np.testing.assert_allclose(again["value"], there["value"], rtol=1e-9, atol=1e-9)


@relaxed
@given(people=sizes_of, reform=reforms(tangled=True))
def test_where_parts_of_units_join_others_it_holds_for_the_people_themselves(
    people: dict[str, int], reform: pd.DataFrame
) -> None:
    there, back, again = _there_and_back(people, reform, people)
    np.testing.assert_allclose(back["value"], [people[code] for code in back.index], rtol=1e-9)
    np.testing.assert_allclose(again["value"], there["value"], rtol=1e-9)
