"""The shapes of one map, projected and turned into drawing paths once; every picture of it only changes the colours."""

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray
from pyproj import CRS

from antq_analysis.errors import MissingError
from antq_analysis.places.groups import in_order

_PIXELS = 2200
"""Pixels that a printed map is wide at 300 dpi: shapes keep what a pixel can show."""


_GAP_PIXELS = 6
_POLYGONS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))


@dataclass(frozen=True)
class Layer:
    """Shapes ready to be drawn.

    Parameters
    ----------
    codes
        Code of the unit of each path.
    paths
        One path a unit, in metres.
    shapes
        Polygon of each path, in metres.
    bounds
        Left, bottom, right, top [m].
    outline
        Lines around the whole.
    district_lines
        Lines around the districts; empty where there are none.
    districts
        Columns name, geometry, one row a district.
    placed
        Where labels stand, by what is labelled and how it lies on the page: the maps of a series place them once.
    """

    codes: pd.Index
    paths: tuple[Path, ...]
    shapes: NDArray[np.object_]
    bounds: tuple[float, float, float, float]
    outline: tuple[NDArray[np.float64], ...]
    district_lines: tuple[NDArray[np.float64], ...]
    districts: gpd.GeoDataFrame
    placed: dict[tuple[object, ...], tuple[tuple[float, float] | None, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )


def can_be_drawn(units: gpd.GeoDataFrame) -> bool:
    """Tell whether a map has anything to draw.

    Parameters
    ----------
    units
        The units of a map.

    Returns
    -------
    bool
        False where no unit has a polygon yet.
    """
    return bool(_drawn(units).any())


def _drawn(units: gpd.GeoDataFrame) -> pd.Series:
    there: pd.Series = ~(units.geometry.isna() | units.geometry.is_empty)
    return there


def build_layer(units: gpd.GeoDataFrame) -> Layer:
    """Project the shapes of a map and build their paths.

    The projection is the azimuthal equal-area one around the middle of the map: areas are true, north is up, and
    distances are true enough for a scale bar.

    Parameters
    ----------
    units
        Index unit_code; columns geometry and, where there are districts, district_code and district_name.

    Returns
    -------
    Layer
        The shapes.

    Raises
    ------
    MissingError
        If no unit has a polygon.

    References
    ----------
    Snyder, J. P. (1987). Map Projections: A Working Manual. USGS Professional Paper 1395, 182-190.
    """
    drawn = units[_drawn(units)]
    if drawn.empty:
        raise MissingError("show.no_polygons")
    drawn = drawn.to_crs(_around(drawn.to_crs("EPSG:4326")))
    left, bottom, right, top = (float(v) for v in drawn.total_bounds)
    shapes = _drawable(drawn.geometry.to_numpy(), max(right - left, top - bottom) / _PIXELS)
    drawn = drawn.set_geometry(gpd.GeoSeries(shapes, index=drawn.index, crs=drawn.crs))
    districts = _districts(drawn)
    return Layer(
        codes=drawn.index,
        paths=tuple(_path(shape) for shape in shapes),
        shapes=shapes,
        bounds=(left, bottom, right, top),
        outline=_lines(_dissolve(shapes)),
        district_lines=_lines(*districts.geometry) if len(districts) > 1 else (),
        districts=districts,
    )


def _around(degrees: gpd.GeoDataFrame) -> CRS:
    left, bottom, right, top = degrees.total_bounds
    return CRS.from_proj4(
        f"+proj=laea +lat_0={(bottom + top) / 2:.4f} +lon_0={(left + right) / 2:.4f} +datum=WGS84 +units=m"
    )


def _drawable(shapes: NDArray[np.object_], pixel: float) -> NDArray[np.object_]:
    """Close hair-thin gaps and overlaps, and keep only what a printed pixel can show.

    Parameters
    ----------
    shapes
        Polygons, shape (n,).
    pixel
        Size of a printed pixel on the ground [m].

    Returns
    -------
    ndarray
        Polygons for the eye, shape (n,); where a unit would vanish the shapes are left as they are.
    """
    drawn = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
    if not np.isin(shapely.get_type_id(drawn), _POLYGONS).all():
        return drawn
    # Working on the coverage as a whole keeps common borders common; shape by shape would open slivers.
    gap = _GAP_PIXELS * pixel
    if not shapely.coverage_is_valid(drawn, gap_width=gap):
        drawn = np.asarray(shapely.coverage_clean(drawn, gap_width=gap))  # type: ignore[attr-defined]
    simple = np.asarray(shapely.coverage_simplify(drawn, pixel))
    return shapes if shapely.is_empty(simple).any() else simple


def _dissolve(shapes: NDArray[np.object_]) -> shapely.Geometry:
    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapely.make_valid(shapes))


def district_keys(units: pd.DataFrame) -> pd.Series:
    """Give each unit the key of its district: the code, or the name where a register came without codes.

    Parameters
    ----------
    units
        Units of a map.

    Returns
    -------
    pandas.Series
        Text, empty where a unit has no district.
    """
    empty = pd.Series("", index=units.index, dtype="str")
    code = units["district_code"].fillna("") if "district_code" in units else empty
    name = units["district_name"].fillna("") if "district_name" in units else empty
    return code.where(code != "", name)


def district_order(units: pd.DataFrame) -> pd.Series:
    """Rank the district of each unit, for tables.

    Parameters
    ----------
    units
        Units of a map, in register order.

    Returns
    -------
    pandas.Series
        Numbers from 0; units without a district have the last.
    """
    keys = district_keys(units)
    names = units["district_name"].fillna("") if "district_name" in units else keys
    ranks = {key: rank for rank, key in enumerate(in_order(keys, names))}
    return keys.map(ranks).fillna(len(ranks)).astype(int)


def _districts(drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    empty = gpd.GeoDataFrame({"name": pd.Series(dtype="str")}, geometry=gpd.GeoSeries([], crs=drawn.crs))
    keys = district_keys(drawn)
    if not keys.astype(bool).any():
        return empty
    inside = drawn[keys != ""]
    rows = [
        (part["district_name"].iloc[0], _dissolve(part.geometry.to_numpy()))
        for _, part in inside.groupby(keys[keys != ""])
    ]
    return gpd.GeoDataFrame({"name": [r[0] for r in rows]}, geometry=[r[1] for r in rows], crs=drawn.crs)


def rings_of(shape: shapely.Geometry) -> list[NDArray[np.float64]]:
    """List the rings of a shape, holes turning against their shells.

    Parameters
    ----------
    shape
        A polygon or several.

    Returns
    -------
    list of ndarray
        Corners of each ring, the first one again at its end, shape (corners, 2).
    """
    # Opposite turns of shell and hole make the hole a hole under the non-zero rule of every renderer.
    parts = shapely.get_parts(shapely.orient_polygons(shape))
    return [
        shapely.get_coordinates(ring)
        for part in parts
        if part.geom_type == "Polygon"
        for ring in shapely.get_rings(part)
    ]


def _path(shape: shapely.Geometry) -> Path:
    rings = rings_of(shape)
    turns = [np.r_[Path.MOVETO, np.full(len(ring) - 2, Path.LINETO), Path.CLOSEPOLY] for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(turns).astype(Path.code_type))


def _lines(*shapes: shapely.Geometry) -> tuple[NDArray[np.float64], ...]:
    return tuple(ring for shape in shapes for ring in rings_of(shape))
