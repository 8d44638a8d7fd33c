"""Groups beside one another: every figure the one that its members sum up to, in the order of the register."""

import re

import pytest

from antq_analysis.annual.groups_beside import groups_beside
from antq_analysis.errors import UnknownNameError
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project

OLD_MAP = "2020-01-01"


@pytest.fixture(scope="module")
def panel(made_demo: Project, built_demo: Built) -> Panel:
    assert len(built_demo.observations)
    return load_panel("demo", on=OLD_MAP, project=made_demo)


def test_every_district_has_the_sum_of_its_communes_and_of_their_people(
    panel: Panel, made_demo: Project
) -> None:
    text = groups_beside(panel, "incidents_total", "2023", project=made_demo)
    rows = panel.observations.query("period == '2023' and category == '' and level == 'commune'")
    wide = rows[rows["indicator"].isin(["incidents_total", "population"])].pivot(
        index="unit_code", columns="indicator", values="value"
    )
    wide = wide.dropna().join(panel.units["district_name"])
    sums = wide.groupby("district_name").sum()
    told = {}
    for name in sums.index:
        figures = re.search(rf"{name} +([\d.]+) +([\d.]+)", text)
        told[name] = [int(figure.replace(".", "")) for figure in figures.groups()]
    assert told == {
        name: [round(v) for v in row] for name, row in zip(sums.index, sums.to_numpy(), strict=True)
    }
    places = [text.index(name) for name in panel.units.sort_index()["district_name"].unique()]
    assert places == sorted(places)


def test_a_grouping_that_is_not_there_is_refused_and_the_known_are_named(
    panel: Panel, made_demo: Project
) -> None:
    with pytest.raises(UnknownNameError, match="district"):
        groups_beside(panel, "incidents_total", "2023", group="cluster", project=made_demo)


def test_it_says_that_groups_are_not_ranked(panel: Panel, made_demo: Project) -> None:
    assert "not ranked" in groups_beside(panel, "incidents_total", "2023", lang="en", project=made_demo)
