"""A panel of figures typed in for an example is like any other."""

import geopandas as gpd
import pytest
import shapely

from antq_analysis.errors import UnknownNameError
from antq_analysis.measures.rates import rate
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.panel.worked import worked_panel


def test_figures_stand_by_unit_and_period_and_a_gap_is_not_zero() -> None:
    panel = worked_panel(
        {"incidents_total": {"2019": [7, float("nan")]}, "population": {"2019": [10_000, 5_000]}}
    )
    found = rate(panel, "incidents_total").at("2019")
    assert found["value"].iloc[0] == 7
    assert found["status"].tolist() == ["reported", "not_reported"]


def test_polygons_make_neighbours() -> None:
    cells = gpd.GeoSeries(shapely.box([0, 1, 2], 0, [1, 2, 3], 1), crs="EPSG:3405")
    panel = worked_panel({"population": {"2019": [1, 2, 3]}}, cells)
    assert neighbours(panel).of("99002") == ("99001", "99003")


def test_an_unknown_indicator_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        worked_panel({"incident_total": {"2019": [1]}})
