"""What a report shows: the grouping that takes the place of districts where a map has none."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd

from antq_analysis.briefing.listed import load_contents
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project
from tests.measures.test_grouped import KIND, grouped_panel, plain_rows
from tests.panel.made import made_panel


def test_the_grouping_is_shown_where_the_map_has_no_districts_and_the_panel_has_it(project: Project) -> None:
    contents = load_contents(project)
    panel = grouped_panel(plain_rows())
    assert contents.group_of(panel) == KIND
    assert replace(contents, group="cụm").group_of(panel) == ""
    assert contents.group_of(made_panel(plain_rows())) == ""
    units = gpd.GeoDataFrame(panel.units.assign(district_name="Huyện Mẫu", district_code="1"))
    assert contents.group_of(replace(panel, units=units)) == ""


def test_a_grouping_that_only_an_earlier_map_has_is_missed(
    built_part: Callable[..., Project], tmp_path: Path
) -> None:
    project = built_part(tmp_path / "p", "2025")
    contents = load_contents(project)
    panel = load_panel("demo", on="2025-07-01", project=project)
    assert contents.lost_since(panel, project) == ""
    (project.places / "demo" / "2025-07-01" / "groups.csv").unlink()
    without = load_panel("demo", on="2025-07-01", project=project)
    assert contents.lost_since(without, project) == "2020-01-01"
    assert replace(contents, group="").lost_since(without, project) == ""
