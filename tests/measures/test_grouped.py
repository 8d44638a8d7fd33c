"""Figures by group: sums and quotients of members, straddling units apart, nothing counted twice and nothing lost."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.series import total_rate, total_share, totals
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import NO_GROUP, SEVERAL
from tests.panel.made import UNITS, figure, made_panel

A, B, C, D = UNITS
KIND = "former_district"
BOTH = ((A, "1"), (B, "1"), (C, "2"), (D, "1", 0.3), (D, "2", 0.7))


Member = tuple[str, str] | tuple[str, str, float]


def grouped_panel(rows: list[dict[str, object]], members: tuple[Member, ...] = BOTH) -> Panel:
    """A panel whose communes lie in former districts; of one of two districts the second holds most."""
    groups = pd.DataFrame(
        [
            (KIND, unit, group, f"Huyện Mẫu {group}", share)
            for unit, group, share in ((*member, 1.0)[:3] for member in members)
        ],
        columns=["grouping", "unit_code", "group_code", "group_name", "share"],
    )
    return replace(made_panel(rows), groups=groups)


def plain_rows(year: str = "2023") -> list[dict[str, object]]:
    rows = [figure(u, "incidents_total", year, n) for u, n in zip(UNITS, (3, 4, 5, 6), strict=True)]
    return rows + [
        figure(u, "population", year, n) for u, n in zip(UNITS, (1000, 2000, 3000, 4000), strict=True)
    ]


def at(measure: object, code: str, name: str, year: str = "2023") -> object:
    assert isinstance(measure, GroupMeasure)
    return measure.frame.at[(code, year), name]


def test_a_unit_of_several_groups_stands_apart_and_the_whole_is_the_province() -> None:
    panel = grouped_panel(plain_rows())
    measure = count(panel, "incidents_total", group=KIND)
    assert measure.at("2023")["value"].to_dict() == {"1": 7.0, "2": 5.0, SEVERAL: 6.0}
    assert measure.units["name"].tolist() == ["Huyện Mẫu 1", "Huyện Mẫu 2", "Thuộc nhiều huyện cũ"]
    assert measure.at("2023")["value"].sum() == totals(panel, "incidents_total").frame.at["2023", "value"]
    rates = rate(panel, "incidents_total", group=KIND)
    whole = total_rate(panel, "incidents_total").frame.loc["2023"]
    for name in ("events", "exposure"):
        assert rates.at("2023")[name].sum() == whole[name]


def test_a_rate_of_a_group_is_its_events_over_its_people_with_its_exact_limits() -> None:
    panel = grouped_panel(plain_rows())
    measure = rate(panel, "incidents_total", group=KIND)
    assert at(measure, "1", "value") == pytest.approx(7 / 3000 * 10_000)
    # Garwood limits of 7 events: 2.814 and 14.423.
    assert at(measure, "1", "low") == pytest.approx(2.814 / 3000 * 10_000, rel=1e-3)
    assert at(measure, "1", "high") == pytest.approx(14.423 / 3000 * 10_000, rel=1e-3)
    assert measure.unit_vi == rate(panel, "incidents_total").unit_vi


def test_only_who_says_so_counts_it_into_its_main_group() -> None:
    panel = grouped_panel(plain_rows())
    measure = count(panel, "incidents_total", group=KIND, straddling="main")
    assert measure.at("2023")["value"].to_dict() == {"1": 7.0, "2": 11.0}
    with pytest.raises(UsageError):
        count(panel, "incidents_total", group=KIND, straddling="somewhere")


def test_units_of_no_group_are_not_lost() -> None:
    panel = grouped_panel(plain_rows(), members=((A, "1"), (B, "1")))
    assert count(panel, "incidents_total", group=KIND).at("2023")["value"].to_dict() == {
        "1": 7.0,
        NO_GROUP: 11.0,
    }


def test_a_state_is_a_share_of_those_assessed() -> None:
    outside = {"status": "not_applicable", "value": float("nan")}
    everyone = tuple((unit, "1") for unit in UNITS)
    rows = [figure(u, "ntm_19_2_met", "2023", n) for u, n in ((A, 1), (B, 0), (C, 1))]
    rows.append(figure(D, "ntm_19_2_met", "2023", 1) | outside)
    measure = share(grouped_panel(rows, everyone), "ntm_19_2_met", group=KIND)
    assert (at(measure, "1", "events"), at(measure, "1", "exposure")) == (2, 3)
    assert at(measure, "1", "value") == pytest.approx(200 / 3)
    whole = total_share(grouped_panel(rows, everyone), "ntm_19_2_met").frame.loc["2023"]
    assert at(measure, "1", "value") == whole["value"]


def test_who_is_missing_is_counted_and_told() -> None:
    rows = [row for row in plain_rows() if row["unit_code"] != B or row["indicator"] != "incidents_total"]
    measure = count(
        grouped_panel([*rows, figure(B, "incidents_total", "2023", None)]), "incidents_total", group=KIND
    )
    assert at(measure, "1", "value") == 3
    assert at(measure, "1", "status") == "partial"
    assert measure.members.loc[("1", "2023"), ["n_units", "n_missing"]].tolist() == [2, 1]
    assert at(measure, "2", "status") == "reported"
    assert any("Huyện Mẫu 1" in note and "1/2" in note for note in measure.notes("vi", ("2023",)))


def test_straddling_units_are_listed_in_the_notes() -> None:
    measure = count(grouped_panel(plain_rows()), "incidents_total", group=KIND)
    for lang in ("vi", "en"):
        notes = " ".join(measure.notes(lang))
        assert f"Xã {D}" in notes
        assert "Huyện Mẫu 2, Huyện Mẫu 1" in notes
    assert measure.straddling["unit_code"].tolist() == [D]


def test_a_group_without_a_figure_has_none() -> None:
    rows = [figure(A, "incidents_total", "2023", 3), figure(C, "incidents_total", "2023", None)]
    measure = count(grouped_panel(rows), "incidents_total", group=KIND)
    assert np.isnan(at(measure, "2", "value"))
    assert at(measure, "2", "status") == "not_available"
    assert at(measure, SEVERAL, "status") == "no_row"


def test_apportioned_figures_stay_marked() -> None:
    rows = plain_rows()
    rows[0] |= {"status": "apportioned", "apportioned_share": 1.0, "value": 3.0}
    measure = count(grouped_panel(rows), "incidents_total", group=KIND)
    assert (at(measure, "1", "status"), at(measure, "1", "apportioned_share")) == ("apportioned", 3 / 7)


def test_a_sum_with_an_apportioned_part_has_no_exact_limits() -> None:
    rows = plain_rows()
    rows[0] |= {"status": "apportioned", "apportioned_share": 0.5, "value": 3.4}
    for measure in (
        rate(grouped_panel(rows), "incidents_total", group=KIND),
        count(grouped_panel(rows), "incidents_total", group=KIND),
    ):
        assert np.isnan([at(measure, "1", "low"), at(measure, "1", "high")]).all()
        assert np.isnan(measure.series["1"].at("2023")["low"])
        assert at(measure, "2", "low") > 0
        assert measure.series["2"].at("2023")["high"] > 0


def test_a_stock_of_a_group_has_no_limits_of_chance() -> None:
    rows = [*plain_rows(), *(figure(u, "model_points_active", "2023", 9) for u in UNITS)]
    measure = rate(grouped_panel(rows), "model_points_active", group=KIND)
    assert at(measure, "1", "value") == pytest.approx(60)
    assert np.isnan([at(measure, "1", "low"), at(measure, "1", "high")]).all()


def test_what_has_no_sum_is_refused_and_an_unknown_grouping_named() -> None:
    panel = grouped_panel([figure(A, "model_types_active", "2023", 3)])
    with pytest.raises(RefusedError):
        count(panel, "model_types_active", group=KIND)
    with pytest.raises(UnknownNameError, match=KIND):
        count(grouped_panel(plain_rows()), "incidents_total", group="former_distric")
    with pytest.raises(UnknownNameError):
        count(made_panel(plain_rows()), "incidents_total", group=KIND)


def test_lines_of_groups_are_cut_where_the_line_of_the_province_is() -> None:
    rows = [figure(u, "ntm_19_2_met", year, 1) for u in UNITS for year in ("2020", "2023")]
    panel = grouped_panel(rows)
    measure = share(panel, "ntm_19_2_met", group=KIND)
    whole = total_share(panel, "ntm_19_2_met")
    for series in measure.series.values():
        assert (
            [item.kind for item in series.breaks] == [item.kind for item in whole.breaks] == ["criteria_set"]
        )


def test_states_of_another_map_are_left_out_and_said_so() -> None:
    rows = [figure(u, "ntm_19_2_met", year, 1) for u in UNITS for year in ("2022", "2023")]
    rows += plain_rows("2022")
    panel = grouped_panel(rows)
    before = panel.reported["period"].eq("2022")
    reported = panel.reported.assign(unit_date=panel.reported["unit_date"].mask(before, "2017-01-01"))
    panel = replace(panel, reported=reported)
    measure = share(panel, "ntm_19_2_met", group=KIND)
    assert measure.periods() == ("2023",)
    assert list(measure.series["1"].frame.index) == ["2023"]
    for lang in ("vi", "en"):
        assert any("(2022)" in note for note in measure.notes(lang))
    # What adds up is carried without a loss.
    assert count(panel, "incidents_total", group=KIND).at("2022")["value"].sum() == 18


def test_a_sentence_names_the_grouping() -> None:
    measure = count(grouped_panel(plain_rows()), "incidents_total", group=KIND)
    assert "theo huyện cũ" in measure.sentence()
    assert "by former district" in measure.sentence("en")


places = st.lists(st.sampled_from(["1", "2", "3"]), max_size=3, unique=True)
figures_of = st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=4, max_size=4)


@settings(max_examples=8, deadline=None)
@given(members=st.lists(places, min_size=4, max_size=4), values=figures_of)
def test_groups_those_of_several_and_those_of_none_add_up_to_the_province(
    members: list[list[str]], values: list[int | None]
) -> None:
    lying = tuple(
        (unit, group, (rank + 1) / 6)
        for unit, own in zip(UNITS, members, strict=True)
        for rank, group in enumerate(own)
    )
    rows = [figure(u, "incidents_total", "2023", n) for u, n in zip(UNITS, values, strict=True)]
    rows += [figure(u, "population", "2023", 1000 + n) for n, u in enumerate(UNITS)]
    panel = grouped_panel(rows, lying or (("99001", "1"),))
    whole = totals(panel, "incidents_total").frame.loc["2023"]
    known = total_rate(panel, "incidents_total").frame.at["2023", "exposure"]
    for straddling in ("apart", "main"):
        measure = count(panel, "incidents_total", group=KIND, straddling=straddling)
        assert measure.at("2023")["value"].sum() == sum(n for n in values if n is not None)
        assert np.nan_to_num(whole["value"]) == measure.at("2023")["value"].sum()
        assert isinstance(measure, GroupMeasure)
        missing = measure.members["n_missing"].sum() + measure.frame["status"].eq("no_row").sum()
        assert missing == whole["n_missing"]
        rates = rate(panel, "incidents_total", group=KIND, straddling=straddling).at("2023")
        assert rates["exposure"].sum() == np.nan_to_num(known)


def test_the_rate_and_the_share_of_the_province_may_be_asked_for_by_group() -> None:
    met = [figure(u, "ntm_19_2_met", "2023", n) for u, n in zip(UNITS, (1, 0, 1, 1), strict=True)]
    panel = grouped_panel(plain_rows() + met)
    rates = total_rate(panel, "incidents_total", group=KIND, straddling="main")
    assert [at(rates, code, "events") for code in ("1", "2")] == [7, 11]
    assert at(rates, "2", "value") == pytest.approx(11 / 7000 * 10_000)
    shares = total_share(panel, "ntm_19_2_met", group=KIND)
    assert [at(shares, code, "value") for code in ("1", "2", SEVERAL)] == [50, 100, 100]
    with pytest.raises(UnknownNameError):
        total_rate(panel, "incidents_total", group="cum")
