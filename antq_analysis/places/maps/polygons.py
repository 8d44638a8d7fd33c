"""Polygons against the register, and the few mends that cannot change their meaning."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from antq_analysis.findings import Finding, Severity

SHOWN = 12
DOUBTFUL = 0.001
"""Two ways of mending a ring agree on nearly all there are; where areas differ by more than this share, a person must
look at what the ring was meant to be."""
_AREAS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))


def mend(shapes: gpd.GeoDataFrame, file: str = "") -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Mend what cannot change a polygon's meaning: invalid rings, third dimension, lines and points beside areas.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``.
    file
        What to call the layer in findings.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, list[Finding]]
        Valid polygons whose outer rings turn left, and one finding for each that was mended: a warning where two
        ways of mending give other areas. Shapes with coordinates that are no numbers are taken out: an error.
    """
    geometry = shapely.force_2d(shapes.geometry.to_numpy())
    findings = _take_out_endless(geometry, shapes, file)
    there = ~shapely.is_missing(geometry)
    mixed = (shapely.get_type_id(geometry) == shapely.GeometryType.GEOMETRYCOLLECTION) & there
    broken = ~shapely.is_valid(geometry) & there
    for at in np.flatnonzero(broken | mixed):
        before, geometry[at] = geometry[at], _areas(shapely.make_valid(geometry[at]))
        reason = shapely.is_valid_reason(before) if broken[at] else before.geom_type
        doubtful = bool(broken[at]) and _is_doubtful(before, geometry[at])
        rule = "polygon_mend_doubtful" if doubtful else "polygon_mended"
        grave = Severity.WARNING if doubtful else Severity.NOTE
        said = label(shapes.iloc[at])
        findings.append(Finding(rule, grave, file, written=said, values={"reason": reason}))
    geometry = shapely.orient_polygons(geometry)
    return shapes.set_geometry(gpd.GeoSeries(geometry, index=shapes.index, crs=shapes.crs)), findings


def check_polygons(shapes: gpd.GeoDataFrame, units: pd.DataFrame, file: str = "") -> list[Finding]:
    """Compare a layer with the register.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``.
    units
        The register.
    file
        What to call the layer in findings.

    Returns
    -------
    list[Finding]
        Codes that are unknown, lack or have no polygon, and shapes that are no polygon.
    """
    codes = shapes["unit_code"]
    foreign = shapes[~codes.isin(units["unit_code"])]
    findings = [
        Finding("polygon_unknown", Severity.WARNING, file, written=label(row))
        for _, row in foreign[foreign["unit_code"].ne("")].iterrows()
    ]
    geometry = shapes.geometry.to_numpy()
    bare = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    ours = int(codes[~bare & codes.ne("")].isin(units["unit_code"]).sum())
    if not ours:
        findings.append(Finding("polygon_none_known", Severity.ERROR, file))
    elif len(foreign[foreign["unit_code"].ne("")]) > ours and len(units) > 2 * ours:
        # Codes are used again under other names: the few that are known here are most likely other units there.
        values = {"n": ours, "all": len(shapes), "units": len(units)}
        findings.append(Finding("polygon_few_known", Severity.ERROR, file, values=values))
    if bare.any():
        without, n = labels(shapes[bare]), {"n": int(bare.sum())}
        findings.append(Finding("polygon_empty", Severity.WARNING, file, written=without, values=n))
    lacking = units[~units["unit_code"].isin(codes[~bare])]
    findings += [
        Finding("polygon_missing", Severity.WARNING, file, written=label(row))
        for _, row in lacking.iterrows()
    ]
    flat = shapes[~np.isin(shapely.get_type_id(geometry), _AREAS) & ~bare]
    if len(flat):
        told: dict[str, object] = {"n": len(flat), "kinds": ", ".join(sorted(set(flat.geom_type)))}
        findings.append(Finding("polygon_not_area", Severity.ERROR, file, written=labels(flat), values=told))
    return findings


def labels(shapes: pd.DataFrame) -> str:
    """Name units for a sentence; beyond a dozen only their number is told.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name``.

    Returns
    -------
    str
        Codes and names.
    """
    return listed([label(row) for _, row in shapes.head(SHOWN).iterrows()], len(shapes))


def listed(names: Sequence[str], n: int) -> str:
    """Join the first of many names for a sentence.

    Parameters
    ----------
    names
        What to list.
    n
        How many there are in all.

    Returns
    -------
    str
        The names, and how many more there are.

    Examples
    --------
    >>> listed(["00001 Xã Mẫu"], 1), listed(["00001", "00002"], 12)
    ('00001 Xã Mẫu', '00001; 00002; … (+10)')
    """
    shown = "; ".join(names[:SHOWN])
    more = n - min(len(names), SHOWN)
    return f"{shown}; … (+{more})" if more else shown


def label(row: pd.Series) -> str:
    """Name one unit.

    Parameters
    ----------
    row
        ``unit_code`` and ``name``.

    Returns
    -------
    str
        Both.
    """
    return f"{row['unit_code']} {row['name']}".strip()


def _take_out_endless(geometry: NDArray[np.object_], shapes: gpd.GeoDataFrame, file: str) -> list[Finding]:
    points, owner = shapely.get_coordinates(geometry, return_index=True)
    endless = np.unique(owner[~np.isfinite(points).all(axis=1)])
    geometry[endless] = None
    if not len(endless):
        return []
    values = {"n": len(endless)}
    said = labels(shapes.iloc[endless])
    return [Finding("polygon_not_finite", Severity.ERROR, file, written=said, values=values)]


def _is_doubtful(before: shapely.Geometry, after: shapely.Geometry) -> bool:
    other = shapely.make_valid(before, method="structure", keep_collapsed=False)
    one, another = float(shapely.area(after)), float(shapely.area(other))
    return abs(one - another) > DOUBTFUL * max(one, another)


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep the areas of a shape; lines and points beside them are no land."""
    parts = shapely.get_parts(shape)
    while any(part.geom_type == "GeometryCollection" for part in parts):
        parts = shapely.get_parts(parts)
    return shapely.union_all(areas) if len(areas := parts[shapely.area(parts) > 0]) else shape
