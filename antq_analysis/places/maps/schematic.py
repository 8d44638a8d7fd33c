"""A sketch in place of a map: a cell around each unit's point, never to be taken for its boundaries."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from antq_analysis.places.maps.whereabouts import KEPT_CRS
from antq_analysis.places.vintage import Vintage
from antq_analysis.project import read_toml

SCHEMATIC = "schematic"
"""What ``quality`` in ``vintage.toml`` says of a map whose polygons are cells around points."""
HULL_RATIO = 0.3
"""How closely the outline follows the points: 0 as closely as can be, 1 the convex hull."""
REACH = 3.0
"""A cell ends so many times farther from its point than points usually are from their nearest neighbours."""
_APART = 100.0


def is_schematic(folder: Path) -> bool:
    """Tell whether the polygons of a map are only a sketch.

    Parameters
    ----------
    folder
        The folder of the map.

    Returns
    -------
    bool
        True where its ``vintage.toml`` says so.

    Raises
    ------
    SettingError
        If that file is not as it must be.
    """
    described = folder / "vintage.toml"
    return described.exists() and read_toml(described, Vintage).quality == SCHEMATIC


def sketch(points: pd.DataFrame, area_crs: str) -> gpd.GeoDataFrame:
    """Draw a cell around each point: whatever lies nearer to it than to any other, within an outline of them all.

    Parameters
    ----------
    points
        Columns ``unit_code, latitude, longitude`` [degrees]; two units at one point are drawn side by side.
    area_crs
        A projection to draw in [m].

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``unit_code, geometry`` (EPSG:4326) in the order of the codes; no unit is without a cell.
    """
    points = points.sort_values("unit_code").reset_index(drop=True)
    degrees = gpd.points_from_xy(points["longitude"], points["latitude"], crs=KEPT_CRS)
    there = shapely.get_coordinates(gpd.GeoSeries(degrees).to_crs(area_crs).to_numpy())
    there[:, 0] += _APART * pd.DataFrame(there.round()).groupby([0, 1]).cumcount()
    spacing = _spacing(there)
    places = shapely.MultiPoint(there)
    outline = shapely.concave_hull(places, ratio=HULL_RATIO).buffer(spacing)
    cells = shapely.get_parts(shapely.voronoi_polygons(places, extend_to=outline, ordered=True))
    cells = shapely.intersection(
        shapely.intersection(cells, outline), shapely.buffer(shapely.points(there), REACH * spacing)
    )
    shapes = gpd.GeoDataFrame(points[["unit_code"]], geometry=shapely.orient_polygons(cells), crs=area_crs)
    return shapes.to_crs(KEPT_CRS)


def _spacing(there: np.ndarray) -> float:
    if len(there) == 1:
        return _APART
    places = np.asarray(shapely.points(there))
    nearest = shapely.STRtree(places).query_nearest(
        places, exclusive=True, return_distance=True, all_matches=False
    )
    return float(np.median(nearest[1]))
