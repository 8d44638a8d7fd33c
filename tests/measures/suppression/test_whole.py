"""The panel for publication: whole counts, the same total of the province, groups as near as can be."""

import numpy as np
import pytest

from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.measures.rates import count, rate
from antq_analysis.measures.suppression.suppress import suppress_together
from antq_analysis.measures.suppression.whole import whole_counts
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.places.groups import assign_groups
from antq_analysis.project import Project

NAMES = ("incidents_total", "crimes_social_order", "fires")


@pytest.fixture(scope="module")
def panels(made_demo: Project, built_demo: Built) -> tuple[Panel, Panel]:
    """The demo of all years on the map of 2025, as it is and divided in whole numbers."""
    plain = load_panel("demo", project=made_demo)
    return plain, whole_counts(plain, made_demo)


@pytest.mark.parametrize("name", NAMES)
def test_every_count_is_whole_and_the_province_keeps_its_total(
    panels: tuple[Panel, Panel], name: str
) -> None:
    plain, whole = (panel.select(name).set_index(["unit_code", "period"]) for panel in panels)
    assert (plain["value"].dropna() % 1 != 0).any()
    assert (whole["value"].dropna() % 1 == 0).all()
    assert whole["status"].equals(plain["status"])
    totals = [rows["value"].groupby("period").sum() for rows in (whole, plain)]
    np.testing.assert_allclose(*totals, atol=1e-6)
    assert (whole["value"] - plain["value"]).abs().max() < 3


def test_sums_of_former_districts_stay_near(panels: tuple[Panel, Panel]) -> None:
    plain, whole = panels
    group = assign_groups(plain.groups, "former_district", plain.units.index)["group_code"]
    sums = [
        rows["value"].groupby([rows["period"], rows["unit_code"].map(group)]).sum()
        for rows in (panel.select("incidents_total") for panel in panels)
    ]
    assert (sums[0] - sums[1]).abs().max() < 3
    assert whole.reported is plain.reported


def test_population_and_what_is_whole_already_stay(panels: tuple[Panel, Panel], made_demo: Project) -> None:
    plain, whole = panels
    assert whole.select("population")["value"].equals(plain.select("population")["value"])
    assert whole_counts(whole, made_demo) is whole


def test_it_can_be_released(panels: tuple[Panel, Panel], made_demo: Project) -> None:
    found = suppress_together(
        panels[1],
        ["incidents_total"],
        groups=["former_district"],
        periods=["2025"],
        totals=["2023", "2024"],
        project=made_demo,
    )
    shown = found["incidents_total"]
    assert (shown.cells.values % 1 == 0).all()


def test_what_part_of_a_count_was_apportioned_is_not_told(
    panels: tuple[Panel, Panel], made_demo: Project
) -> None:
    """15 of which a fifth was apportioned would say that 3 came from a commune of the earlier map."""
    whole, year = panels[1], "2024"
    release = suppress_together(
        whole, ["incidents_total"], groups=["former_district"], periods=[year], project=made_demo
    )
    for made in (count(whole, "incidents_total"), rate(whole, "incidents_total")):
        assert (made.at(year)["apportioned_share"] > 0).any()
        shown = withhold(made, release["incidents_total"]).at(year)
        assert shown["status"].eq("apportioned").any()
        assert (shown["apportioned_share"] == 0).all()
    table = communes_table(
        whole,
        year,
        ("incidents_total",),
        ("incidents_total",),
        group="former_district",
        releases=release,
    )
    stars = table.stars.astype(str)
    assert stars.eq("*").any(axis=None)
    assert not stars.apply(lambda column: column.str.contains("%")).any(axis=None)
