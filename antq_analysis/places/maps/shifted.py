"""Whether a layer as a whole lies off from another map of the same land, as one of another datum than it says does."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence

POINTS = 1000
"""Points of the borders that are compared."""
REACH = 1500.0
"""Borders farther apart [m] are not taken for the same one."""
LEAST_SHIFT = 100.0
"""Two drawings of the same borders lie less far apart as a whole [m]: 60 at most between two layers of all Vietnam in
the provinces whose datum agrees. A datum that is not the one that is named shifts by more: VN-2000 by 224."""
CLOSER = 0.7
"""The borders must come closer by the shift, to this share of their distance before, or there is none."""
_STEPS = 12
_FEWEST = 50
_TRIM = 2.5

Floats = NDArray[np.float64]


def check_shift(shapes: gpd.GeoDataFrame, other: gpd.GeoSeries, date: str, file: str = "") -> list[Finding]:
    """Tell whether all borders of a layer lie off by one shift from those of another map.

    Points along the borders are moved together until they lie on the borders of the other map as well as they can.
    New borders of a reform are few among the old ones and do not move the rest.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``, in their own coordinate system.
    other
        Polygons of another map of the same land, in any coordinate system.
    date
        Date of the other map, ISO text.
    file
        What to call the layer in findings.

    Returns
    -------
    list[Finding]
        A warning with the distance [m] and the direction in which the layer lies from the other map.
    """
    there = [part[part.notna() & ~part.is_empty] for part in (shapes.geometry, other)]
    if any(part.empty for part in there):
        return []
    crs = there[1].estimate_utm_crs()
    borders, others = (shapely.boundary(part.to_crs(crs).to_numpy()) for part in there)
    shift, closer = _shift(_points(borders), shapely.STRtree(others))
    metres = float(np.hypot(*shift))
    if metres < LEAST_SHIFT or closer > CLOSER:
        return []
    values = {"metres": round(metres, -1), "date": date, "direction": _direction(-shift)}
    return [Finding("layer_shifted", Severity.WARNING, file, values=values)]


def _points(borders: NDArray[np.object_]) -> Floats:
    lines = shapely.get_parts(shapely.line_merge(borders))
    ends = np.cumsum(shapely.length(lines))
    along = (np.arange(POINTS) + 0.5) * ends[-1] / POINTS
    which = np.searchsorted(ends, along)
    rest = along - (ends[which] - shapely.length(lines[which]))
    return np.asarray(shapely.get_coordinates(shapely.line_interpolate_point(lines[which], rest)))


def _shift(points: Floats, tree: shapely.STRtree) -> tuple[Floats, float]:
    """Find the shift [m] that brings points onto lines, and what share of their distance is left then."""
    shift, distances = np.zeros(2), []
    for _ in range(_STEPS):
        moved = np.asarray(shapely.points(points + shift))
        own, near = tree.query_nearest(moved, max_distance=REACH, all_matches=False)
        ways = shapely.get_coordinates(shapely.shortest_line(moved[own], tree.geometries[near]))
        away = ways[1::2] - ways[::2]
        lengths = np.hypot(*away.T)
        used = (lengths > 0) & (lengths <= _TRIM * np.median(lengths)) if len(lengths) else lengths > 0
        if used.sum() < _FEWEST:
            break
        distances.append(float(np.median(lengths)))
        # A point tells how far it lies off its border, and nothing of how far along it.
        step = np.linalg.lstsq(away[used] / lengths[used, None], lengths[used], rcond=None)[0]
        shift = shift + step
        if np.hypot(*step) < 1:
            break
    return (shift, min(distances) / distances[0]) if distances and distances[0] > 0 else (np.zeros(2), 1.0)


def _direction(shift: Floats) -> Sentence:
    sides = ("east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east")
    return Sentence(f"places.to_{sides[round(float(np.arctan2(shift[1], shift[0])) / (np.pi / 4)) % 8]}")
