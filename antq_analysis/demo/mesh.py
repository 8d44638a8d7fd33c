"""A coverage of irregular cells: clustered sites, relaxed, with wiggly borders that neighbours share exactly."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from antq_analysis.demo.story import Ground

Points = NDArray[np.float64]

KM_PER_DEGREE = 110.57
"""Kilometres in one degree of latitude near the tropics."""
DECIMALS = 6
"""Decimals of a degree kept: a tenth of a metre."""


@dataclass(frozen=True)
class Mesh:
    """Cells of a fictional ground.

    Parameters
    ----------
    sites
        Middle of each cell [km from the middle of the province], shape (n, 2).
    centre
        The town [km], shape (2,).
    cells
        Polygons in longitude and latitude, shape (n,).
    neighbours
        Pairs of cells that share a border, each once, shape (m, 2).
    """

    sites: Points
    centre: Points
    cells: NDArray[np.object_]
    neighbours: NDArray[np.int64]


def make_mesh(ground: Ground, rng: np.random.Generator) -> Mesh:
    """Make the cells of the province.

    Parameters
    ----------
    ground
        Where it lies and how many cells it has.
    rng
        Source of chance.

    Returns
    -------
    Mesh
        A valid coverage without gaps or overlaps.
    """
    outline = _outline(ground, rng)
    centre = 0.18 * ground.radius_km * np.array([1.0, -0.6])
    n = ground.units + ground.divided_units
    inside = _scatter(outline, centre, n, ground, rng)
    outside = _surroundings(outline, ground, rng)
    for _ in range(3):
        inside = _relax(inside, outside)
    voronoi = Voronoi(np.vstack([inside, outside]))
    lines, neighbours = _borders(voronoi, n, rng)
    degrees = [_to_degrees(line, ground) for line in lines]
    cells = _cells(degrees, _to_degrees(inside, ground))
    return Mesh(inside, centre, cells, neighbours)


def _outline(ground: Ground, rng: np.random.Generator) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)
    radius = np.ones_like(angle)
    for wave in range(2, 9):
        radius += rng.normal(0, 0.26 / wave) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    radius = ground.radius_km * np.clip(radius, 0.6, 1.5)
    x, y = 1.22 * radius * np.cos(angle), 0.84 * radius * np.sin(angle)
    turn = -np.pi / 5
    return shapely.Polygon(
        np.column_stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)])
    )


def _scatter(
    outline: shapely.Polygon, centre: Points, n: int, ground: Ground, rng: np.random.Generator
) -> Points:
    low, high = np.array(outline.bounds[:2]), np.array(outline.bounds[2:])
    dense = max(n // 6, ground.centre_units + 4)
    near = rng.normal(centre, ground.centre_spread_km, size=(4 * dense, 2))
    near = near[shapely.contains_xy(outline, near)][:dense]
    wide = rng.uniform(low, high, size=(20 * n, 2))
    wide = wide[shapely.contains_xy(outline, wide)][: n - len(near)]
    return np.vstack([near, wide])


def _surroundings(outline: shapely.Polygon, ground: Ground, rng: np.random.Generator) -> Points:
    reach, step = 2.2 * ground.radius_km, ground.radius_km / 7
    axis = np.arange(-reach, reach, step)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    grid = grid + rng.uniform(-0.3 * step, 0.3 * step, size=grid.shape)
    return grid[~shapely.contains_xy(outline.buffer(0.45 * step), grid)]


def _relax(inside: Points, outside: Points) -> Points:
    voronoi = Voronoi(np.vstack([inside, outside]))
    regions = [voronoi.regions[voronoi.point_region[i]] for i in range(len(inside))]
    cells = [shapely.Polygon(voronoi.vertices[region]) for region in regions]
    middles = np.array([[cell.centroid.x, cell.centroid.y] for cell in cells])
    moved: Points = inside + 0.8 * (middles - inside)
    return moved


def _borders(voronoi: Voronoi, n: int, rng: np.random.Generator) -> tuple[list[Points], NDArray[np.int64]]:
    lines, neighbours = [], []
    pairs = np.sort(voronoi.ridge_points, axis=1)
    for k in np.lexsort((pairs[:, 1], pairs[:, 0])):
        first, second = pairs[k]
        if first >= n:
            continue
        start, end = sorted(voronoi.ridge_vertices[k])
        sites = voronoi.points[first], voronoi.points[second]
        lines.append(_wiggle(voronoi.vertices[start], voronoi.vertices[end], sites, rng))
        if second < n:
            neighbours.append((first, second))
    return lines, np.array(neighbours, dtype=np.int64)


def _wiggle(start: Points, end: Points, sites: tuple[Points, Points], rng: np.random.Generator) -> Points:
    # The line stays in the two triangles that the edge makes with its sites, so that no two borders can cross.
    length = float(np.hypot(*(end - start)))
    t = np.linspace(0, 1, max(3, int(length / 0.28)))
    waves = np.arange(1, max(2, int(length * 1.6)) + 1)
    phase = rng.uniform(0, 2 * np.pi, size=len(waves))
    size = rng.normal(0, 0.16, size=len(waves)) / waves**0.8
    bend = (size * np.cos(2 * np.pi * np.outer(t, waves) / 1.3 + phase)).sum(axis=1)
    bend = np.clip(bend, -0.3, 0.3) * np.minimum(1, 5 * t * (1 - t))
    edge = start + t[:, None] * (end - start)
    toward = np.where((bend >= 0)[:, None], sites[0] - edge, sites[1] - edge)
    line: Points = edge + np.abs(bend)[:, None] * toward
    line[0], line[-1] = start, end
    return line


def _to_degrees(km: Points, ground: Ground) -> Points:
    scale = KM_PER_DEGREE * np.array([np.cos(np.radians(ground.latitude)), 1.0])
    degrees: Points = np.round(np.array([ground.longitude, ground.latitude]) + km / scale, DECIMALS)
    return degrees


def _cells(lines: list[Points], sites: Points) -> NDArray[np.object_]:
    edges = [
        shapely.LineString(pair) for line in lines for pair in pairwise(line) if (pair[0] != pair[1]).any()
    ]
    faces = shapely.get_parts(shapely.polygonize(edges))
    tree = shapely.STRtree(faces)
    which, face = tree.query(shapely.points(sites), predicate="within")
    found = faces[face[np.argsort(which)]]
    return np.array([shapely.normalize(cell) for cell in found], dtype=object)
