"""What a report shows: the grouping that takes the place of districts where a map has none."""

from dataclasses import replace

import geopandas as gpd

from antq_analysis.annual.contents import load_contents
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
