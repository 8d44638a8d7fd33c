"""Checks of polygons, and the few mends that cannot change their meaning."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry import box

from antq_analysis.findings import Finding, Severity

LATITUDE_LIMIT = 90.0
LONGITUDE_LIMIT = 180.0


def mend(shapes: gpd.GeoDataFrame, file: str = "") -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Mend what cannot change a polygon's meaning: invalid rings, third dimension.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``.
    file
        What to call the layer in findings.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, list[Finding]]
        Valid polygons, and one finding for each that was mended.
    """
    geometry = shapely.force_2d(shapes.geometry.to_numpy())
    broken = ~shapely.is_valid(geometry) & ~shapely.is_missing(geometry)
    findings = []
    for at in np.flatnonzero(broken):
        values = {"reason": shapely.is_valid_reason(geometry[at])}
        findings.append(
            Finding("polygon_mended", Severity.NOTE, file, written=_label(shapes.iloc[at]), values=values)
        )
    if broken.any():
        geometry = geometry.copy()
        geometry[broken] = [_areas(shape) for shape in shapely.make_valid(geometry[broken])]
    return shapes.set_geometry(gpd.GeoSeries(geometry, index=shapes.index, crs=shapes.crs)), findings


def check_polygons(shapes: gpd.GeoDataFrame, units: pd.DataFrame, crs: CRS, file: str = "") -> list[Finding]:
    """Compare a layer with the register and with where it can lie on Earth.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``.
    units
        The register.
    crs
        Coordinate system of the layer.
    file
        What to call the layer in findings.

    Returns
    -------
    list[Finding]
        Codes that stand twice, are unknown or have no polygon, shapes that are no polygon, coordinates out of place.
    """
    findings = []
    codes = shapes["unit_code"]
    for code in sorted(codes[codes.ne("") & codes.duplicated()].unique()):
        names = ", ".join(shapes.loc[codes.eq(code), "name"])
        findings.append(Finding("polygon_twice", Severity.ERROR, file, written=code, values={"names": names}))
    foreign = shapes[~codes.isin(units["unit_code"])]
    findings += [
        Finding("polygon_unknown", Severity.WARNING, file, written=_label(row))
        for _, row in foreign[foreign["unit_code"].ne("")].iterrows()
    ]
    if len(foreign) == len(shapes):
        findings.append(Finding("polygon_none_known", Severity.ERROR, file))
    lacking = units[~units["unit_code"].isin(codes)]
    labels = lacking["unit_code"] + " " + lacking["name"]
    findings += [Finding("polygon_missing", Severity.WARNING, file, written=label) for label in labels]
    kinds = shapely.get_type_id(shapes.geometry.to_numpy())
    flat = ~np.isin(kinds, [shapely.GeometryType.POLYGON.value, shapely.GeometryType.MULTIPOLYGON.value])
    findings += [
        Finding("polygon_not_area", Severity.ERROR, file, written=_label(shapes.iloc[at]))
        for at in np.flatnonzero(flat | shapes.geometry.is_empty.to_numpy())
    ]
    return findings + _check_place(shapes, crs, file)


def _check_place(shapes: gpd.GeoDataFrame, crs: CRS, file: str) -> list[Finding]:
    west, south, east, north = shapes.total_bounds
    bounds = ", ".join(f"{value:.4g}" for value in (west, south, east, north))
    if crs.is_geographic:
        impossible = (
            max(abs(south), abs(north)) > LATITUDE_LIMIT or max(abs(west), abs(east)) > LONGITUDE_LIMIT
        )
        swapped = (
            impossible
            and max(abs(west), abs(east)) <= LATITUDE_LIMIT
            and max(abs(south), abs(north)) <= LONGITUDE_LIMIT
        )
        if swapped:
            return [Finding("layer_axes_swapped", Severity.ERROR, file, written=bounds)]
        return (
            [Finding("layer_out_of_place", Severity.ERROR, file, written=bounds, expected=crs.name)]
            if impossible
            else []
        )
    area = crs.area_of_use
    lonlat = shapes.geometry.to_crs("EPSG:4326").total_bounds
    outside = not np.isfinite(lonlat).all() or (
        area is not None and not box(*area.bounds).intersects(box(*lonlat))
    )
    return (
        [Finding("layer_out_of_place", Severity.ERROR, file, written=bounds, expected=crs.name)]
        if outside
        else []
    )


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep the areas of a mended shape; lines and points that fall out of it are no land."""
    parts = [part for part in shapely.get_parts(shape) if part.area > 0]
    return shapely.union_all(parts) if parts else shape


def _label(row: pd.Series) -> str:
    return f"{row['unit_code']} {row['name']}".strip()
