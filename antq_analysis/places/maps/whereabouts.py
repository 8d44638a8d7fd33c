"""Where a layer lies: on Earth, where its coordinate system is used, and near the other maps of its province."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry import box

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.maps.polygons import labels

KEPT_CRS = "EPSG:4326"
LATITUDE_LIMIT = 90.0
LONGITUDE_LIMIT = 180.0
FAR = 10.0
"""A unit so many times farther from the middle of the layer than most units are. Real islands far out at sea are told
too: a wrong digit looks the same."""

HOME = 0.9
"""So many of the units must have their middle where the province lies; the rest may be islands far out at sea."""

Bounds = tuple[float, float, float, float]


def check_place(
    shapes: gpd.GeoDataFrame, file: str = "", known: Bounds | None = None, home: Bounds | None = None
) -> list[Finding]:
    """Tell where coordinates cannot be right.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``, in their own coordinate system.
    file
        What to call the layer in findings.
    known
        West, south, east, north [degrees] of another map of the province.
    home
        The same of the province itself, without islands far off.

    Returns
    -------
    list[Finding]
        An error where the layer lies nowhere on Earth, outside the area where its coordinate system is used, outside
        the other map or not where the province is, or has its axes swapped; a warning for units far from all others or
        outside the province.
    """
    shapes = shapes[~(shapes.geometry.isna() | shapes.geometry.is_empty)]
    if shapes.empty:
        return []
    crs, bounds = CRS(shapes.crs), shapes.total_bounds
    written = ", ".join(f"{value:.4g}" for value in bounds)
    if not _fits(bounds, crs, known):
        west, south, east, north = bounds
        swapped = _fits(np.array([south, west, north, east]), crs, known)
        rule = "layer_axes_swapped" if swapped else "layer_out_of_place"
        return [Finding(rule, Severity.ERROR, file, written=written, expected=crs.name)]
    away = int(_is_away(shapes.geometry, home).sum())
    if home is not None and away > (1 - HOME) * len(shapes):
        lies = gpd.GeoSeries([box(*bounds)], crs=crs).to_crs(KEPT_CRS).total_bounds
        values = {"n": away, "all": len(shapes), "crs": crs.name}
        said, expected = (", ".join(f"{value:.2f}" for value in degrees) for degrees in (lies, home))
        return [Finding("layer_not_at_home", Severity.ERROR, file, "", "", said, expected, values)]
    far = shapes[_is_far(shapes.geometry) | _is_away(shapes.geometry, home)]
    if far.empty:
        return []
    return [Finding("polygon_far", Severity.WARNING, file, written=labels(far), values={"n": len(far)})]


def _fits(bounds: NDArray[np.float64], crs: CRS, known: Bounds | None) -> bool:
    if not np.isfinite(bounds).all():
        return False
    degrees = gpd.GeoSeries([box(*bounds)], crs=crs).to_crs(KEPT_CRS).total_bounds
    if not np.isfinite(degrees).all():
        return False
    west, south, east, north = degrees
    if max(abs(south), abs(north)) > LATITUDE_LIMIT or max(abs(west), abs(east)) > LONGITUDE_LIMIT:
        return False
    area = crs.area_of_use
    places = [area.bounds] if area is not None else []
    places += [known] if known is not None else []
    return all(bool(shapely.intersects(_area(place), box(*degrees))) for place in places)


def _is_away(shapes: gpd.GeoSeries, home: Bounds | None) -> NDArray[np.bool_]:
    """Mark the units whose middle does not lie where the province is."""
    if home is None:
        return np.zeros(len(shapes), bool)
    middles = gpd.GeoSeries(shapely.centroid(shapes.to_numpy()), crs=shapes.crs).to_crs(KEPT_CRS)
    return np.asarray(~shapely.intersects(box(*home), middles.to_numpy()))


def _area(bounds: Bounds) -> shapely.Geometry:
    west, south, east, north = bounds
    if west <= east:
        return box(*bounds)
    # The area of a coordinate system may reach over the date line, as that of North America does.
    return shapely.union(box(west, south, LONGITUDE_LIMIT, north), box(-LONGITUDE_LIMIT, south, east, north))


def _is_far(shapes: gpd.GeoSeries) -> NDArray[np.bool_]:
    middles = shapely.get_coordinates(shapely.centroid(shapes.to_numpy()))
    away = np.hypot(*(middles - np.median(middles, axis=0)).T)
    return np.asarray((away > FAR * np.median(away)) & (np.median(away) > 0))
