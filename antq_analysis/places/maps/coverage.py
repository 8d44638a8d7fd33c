"""How well polygons cover their land together: overlaps, gaps between them, holes in them."""

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely import Polygon

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.places.maps.polygons import SHOWN, label, labels, listed

NOISE = 1.0
"""Pieces up to so large [m2] come of rounding coordinates."""
OVERLAP_SHARE = 0.01
"""From this share of the smaller unit on, an overlap is more than one border drawn twice."""
SLIVER_WIDTH = 100.0
"""A hole narrower on the average [m] is a border that two neighbours draw differently; what is wider may be land."""

Polygons = NDArray[np.object_]


@dataclass(frozen=True)
class Coverage:
    """How much land polygons cover, cover twice, and leave out between them.

    Attributes
    ----------
    areas
        Area of each polygon [km2], shape (polygons,).
    overlap_km2
        Area that pairs of polygons share [km2].
    gap_km2
        Area of the holes in the whole [km2]; lakes and lacking units are among them.
    """

    areas: NDArray[np.float64]
    overlap_km2: float
    gap_km2: float

    def sentence(self, mended: int, lang: str = "vi") -> str:
        """Say how good the polygons are.

        Parameters
        ----------
        mended
            How many of them had to be mended.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Units, area, mends, overlaps, gaps.
        """
        return say(
            "places.quality",
            lang,
            n=len(self.areas),
            area=float(self.areas.sum()),
            mended=mended,
            overlap=100 * self.overlap_km2,
            gap=100 * self.gap_km2,
        )


def check_coverage(shapes: gpd.GeoDataFrame, area_crs: str, file: str = "") -> tuple[Coverage, list[Finding]]:
    """Measure overlaps, gaps and sliver holes.

    All borders together cut the land into faces; a face is of one unit, of several (an overlap) or of none (a gap).
    They are cut in the layer's own coordinates, where common borders are common, and measured in an equal-area
    projection. What lies open to the outside is no gap.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``; valid polygons in any coordinate system.
    area_crs
        Equal-area coordinate system [m].
    file
        What to call the layer in findings.

    Returns
    -------
    tuple[Coverage, list[Finding]]
        The areas, with notes on what different drawings of one border leave, and warnings for overlaps and gaps that
        may be land.
    """
    areas = _measure(shapes.geometry.to_numpy(), shapes.crs, area_crs)[0] / 1e6
    faces, owners = _faces(shapes.geometry.to_numpy())
    found = np.array([len(own) for own in owners], dtype=np.intp)
    sizes, widths = np.zeros(len(faces)), np.zeros(len(faces))
    odd = found != 1
    sizes[odd], widths[odd] = _measure(faces[odd], shapes.crs, area_crs)
    real = sizes > NOISE
    twice, holes = np.flatnonzero(real & (found > 1)), np.flatnonzero(real & (found == 0))
    findings = _overlaps(shapes, areas, [owners[k] for k in twice], sizes[twice], file)
    findings += _gaps(shapes, faces[holes], sizes[holes], widths[holes], file)
    findings += _slivers(shapes, area_crs, file)
    return Coverage(areas, float(sizes[twice].sum()) / 1e6, float(sizes[holes].sum()) / 1e6), findings


def _faces(polygons: Polygons) -> tuple[Polygons, list[list[int]]]:
    """Cut the land along all borders, and list the polygons that each face lies in."""
    borders = shapely.union_all(shapely.boundary(polygons))
    faces = shapely.get_parts(shapely.polygonize([borders]))
    owners: list[list[int]] = [[] for _ in faces]
    inside = shapely.STRtree(polygons).query(shapely.point_on_surface(faces), predicate="intersects")
    for face, owner in zip(*inside.tolist(), strict=True):
        owners[face].append(owner)
    for face, several in enumerate(owners):
        if len(several) > 1:
            owners[face] = _in_truth(faces[face], polygons[several], several)
    return faces, owners


def _in_truth(face: Polygon, polygons: Polygons, owners: list[int]) -> list[int]:
    """Keep the polygons that cover a face: its point may lie on a border, to which neighbours belong as well."""
    covered = shapely.area(shapely.intersection(face, polygons)) > shapely.area(face) / 2
    return [owner for owner, really in zip(owners, covered.tolist(), strict=True) if really]


def _overlaps(
    shapes: gpd.GeoDataFrame,
    areas: NDArray[np.float64],
    owners: list[list[int]],
    sizes: NDArray[np.float64],
    file: str,
) -> list[Finding]:
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for own, size in zip(owners, sizes.tolist(), strict=True):
        for pair in combinations(sorted(own), 2):
            shared[pair] += size
    if not shared:
        return []
    share = math.ceil(sizes.sum() / areas.sum() / 100) / 100
    values = {"n": len(shared), "area": float(sizes.sum()) / 1e4, "share": share}
    findings = [Finding("layer_overlaps", Severity.NOTE, file, values=values)]
    least = {pair: OVERLAP_SHARE * 1e6 * min(areas[pair[0]], areas[pair[1]]) for pair in shared}
    large = sorted((pair for pair in shared if shared[pair] >= least[pair]), key=lambda pair: -shared[pair])
    if large:
        named = [" / ".join(label(shapes.iloc[at]) for at in pair) for pair in large[:SHOWN]]
        told = set(large)
        land = [not told.isdisjoint(combinations(sorted(own), 2)) for own in owners]
        area, percent = float(sizes[land].sum()) / 1e4, round(100 * OVERLAP_SHARE)
        values = {"n": len(large), "area": area, "percent": percent}
        said = listed(named, len(large))
        findings.append(Finding("polygon_overlaps", Severity.WARNING, file, written=said, values=values))
    return findings


def _gaps(
    shapes: gpd.GeoDataFrame,
    holes: Polygons,
    areas: NDArray[np.float64],
    widths: NDArray[np.float64],
    file: str,
) -> list[Finding]:
    narrow = widths < SLIVER_WIDTH
    findings = []
    if narrow.any():
        values = {"n": int(narrow.sum()), "area": float(areas[narrow].sum()) / 1e4}
        findings.append(Finding("layer_slivers", Severity.NOTE, file, values=values))
    wide = np.flatnonzero(~narrow)
    if len(wide):
        wide = wide[np.argsort(-areas[wide], kind="stable")]
        tree = shapely.STRtree(shapes.geometry.to_numpy())
        beside = [shapes.iloc[np.sort(tree.query(holes[k], predicate="intersects"))] for k in wide[:3]]
        values = {"n": len(wide), "area": float(areas[wide].sum()) / 1e4}
        said = " | ".join(map(labels, beside))
        findings.append(Finding("layer_gaps", Severity.WARNING, file, written=said, values=values))
    return findings


def _slivers(shapes: gpd.GeoDataFrame, area_crs: str, file: str) -> list[Finding]:
    parts, owner = shapely.get_parts(shapes.geometry.to_numpy(), return_index=True)
    holes, part = _holes(parts)
    if not len(holes):
        return []
    narrow = _measure(holes, shapes.crs, area_crs)[1] < SLIVER_WIDTH
    units = shapes.iloc[np.unique(owner[part[narrow]])]
    if units.empty:
        return []
    values = {"n": int(narrow.sum()), "units": len(units)}
    return [Finding("polygon_sliver_holes", Severity.NOTE, file, written=labels(units), values=values)]


def _holes(parts: Polygons) -> tuple[Polygons, NDArray[np.intp]]:
    """Fill the inner rings of polygons, with the index of the polygon of each."""
    rings, owner = shapely.get_rings(parts, return_index=True)
    inner = np.append(False, owner[1:] == owner[:-1]) if len(owner) else np.array([], dtype=bool)
    return np.asarray(shapely.polygons(rings[inner])), owner[inner]


def _measure(pieces: Polygons, crs: CRS, area_crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Measure area [m2] and mean width [m] of polygons."""
    areas, widths = np.zeros(len(pieces)), np.zeros(len(pieces))
    solid = np.flatnonzero(shapely.area(pieces) > 0)
    if len(solid):
        flat = gpd.GeoSeries(pieces[solid], crs=crs).to_crs(area_crs)
        areas[solid] = flat.area
        widths[solid] = 2 * areas[solid] / flat.length
    return areas, widths
