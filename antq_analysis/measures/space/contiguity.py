"""Which polygons border on each other, by the corners and edges they share, and by nearness where they share none.

Borders that two neighbours draw alike are the same numbers in both polygons: the coordinates are scaled to whole
numbers, hashed, and one sparse product counts what each pair has in common. Only edges that no other polygon has can
hide a neighbour that the drawing missed, so only polygons with such edges are compared as shapes; a polygon that
stands twice shares its edges with none but itself.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy import sparse

Polygons = NDArray[np.object_]
Ints = NDArray[np.int64]

_GRID = 2**31 - 2
"""Steps along the longer side of the land: below a centimetre for any country, and two of them fit in 64 bits."""
_STRETCH = 10
"""A common border that is not drawn alike is longer than so many tolerances, and than the share below of the shorter
outline; what is shorter is a corner where two polygons meet."""
_SHARE = 0.02
_LONG = 100
"""Outlines of more corners are found faster by an index, those of fewer by going through them."""


@dataclass(frozen=True)
class _Rings:
    """Vertices of all polygons, numbered so that equal places have one number.

    Parameters
    ----------
    vertex
        Number of the place, shape (coordinates,).
    owner
        Polygon it belongs to, rising.
    follows
        Whether the next coordinate belongs to the same ring, shape (coordinates - 1,).
    """

    vertex: Ints
    owner: Ints
    follows: NDArray[np.bool_]


def contiguity(polygons: Polygons, *, corners: bool, tolerance: float) -> tuple[sparse.csr_matrix, int]:
    """Find which polygons border on each other.

    Parameters
    ----------
    polygons
        Valid polygons, shape (n,); a missing or empty one borders on nothing.
    corners
        Whether a common corner is enough (queen); else a stretch of border must be common (rook).
    tolerance
        Distance up to which two borders that no third polygon shares are one [units of the coordinates].

    Returns
    -------
    tuple
        Symmetric matrix of zeros and ones without a diagonal, shape (n, n), and how many pairs stand in it only because
        they overlap or nearly touch.

    References
    ----------
    Where all common borders are drawn alike the pairs are those of libpysal's Queen and Rook.

    Examples
    --------
    A lattice of 5 by 5 cells has 12.8% of all possible rook links (libpysal's example ``lat2W``).

    >>> cells = shapely.box(*np.mgrid[:5, :5].reshape(2, -1), *(np.mgrid[:5, :5].reshape(2, -1) + 1))
    >>> links, nearly = contiguity(cells, corners=False, tolerance=0.0)
    >>> links.nnz / 25**2 * 100, nearly
    (12.8, 0)
    """
    n = len(polygons)
    rings = _numbered(polygons)
    if rings is None:
        return sparse.csr_matrix((n, n)), 0
    edge_owner, edge = _edges(rings)
    common = _shared(edge_owner, edge)
    if corners:
        exact = _links(rings.owner, rings.vertex, _shared(rings.owner, rings.vertex), n)
    else:
        exact = _links(edge_owner, edge, common, n)
    open_ = np.unique(edge_owner[~common | _twice(edge_owner, edge)[edge_owner]])
    pairs = _near_pairs(polygons, open_, exact, tolerance)
    if not corners:
        pairs = _with_a_stretch(polygons, pairs, tolerance)
    nearly = sparse.coo_matrix((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape=(n, n))
    links = sparse.csr_matrix(exact + nearly + nearly.T)
    links.sort_indices()
    return links, int(pairs.shape[1])


def _numbered(polygons: Polygons) -> _Rings | None:
    parts, unit = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(places):
        return None
    x, y = np.ascontiguousarray(places.T)
    west, south = x.min(), y.min()
    step = _GRID / (max(x.max() - west, y.max() - south) or 1.0)
    across, up = (
        np.rint((values - least) * step).astype(np.int64) for values, least in ((x, west), (y, south))
    )
    vertex, _ = pd.factorize(across << 32 | up)
    return _Rings(vertex, unit[part][ring], ring[1:] == ring[:-1])


def _edges(rings: _Rings) -> tuple[Ints, Ints]:
    one, other = rings.vertex[:-1][rings.follows], rings.vertex[1:][rings.follows]
    edge, _ = pd.factorize(np.minimum(one, other) << 32 | np.maximum(one, other))
    return rings.owner[:-1][rings.follows], edge


def _shared(owner: Ints, thing: Ints) -> NDArray[np.bool_]:
    """Tell which things have several owners."""
    count = int(thing.max()) + 1
    first, last = np.empty(count, np.int64), np.empty(count, np.int64)
    last[thing], first[thing[::-1]] = (
        owner,
        owner[::-1],
    )  # owners rise, so these are the least and the greatest
    several: NDArray[np.bool_] = first != last
    return several[thing]


def _twice(owner: Ints, edge: Ints) -> NDArray[np.bool_]:
    """Tell which polygons have as many edges as another, and the same by their sum."""
    outline = pd.DataFrame({"edges": np.bincount(owner), "sum": np.bincount(owner, edge)})
    return outline.duplicated(keep=False).to_numpy()


def _links(owner: Ints, thing: Ints, shared: NDArray[np.bool_], n: int) -> sparse.csr_matrix:
    """Link the owners of a thing that several have."""
    own, what = owner[shared], thing[shared]
    has = sparse.csr_matrix((np.ones(len(own), np.int32), (own, what)), shape=(n, int(thing.max()) + 1))
    met = (has @ has.T).tocoo()
    apart = met.row != met.col
    return sparse.csr_matrix((np.ones(int(apart.sum())), (met.row[apart], met.col[apart])), shape=(n, n))


def _near_pairs(polygons: Polygons, open_: Ints, linked: sparse.csr_matrix, tolerance: float) -> Ints:
    shapes = polygons[open_]
    west, south, east, north = shapely.bounds(shapes).T
    around = shapely.box(west - tolerance, south - tolerance, east + tolerance, north + tolerance)
    found = shapely.STRtree(shapes).query(around)
    pairs = open_[found[:, found[0] < found[1]]]
    if not pairs.size:
        return pairs
    pairs = pairs[:, np.asarray(linked[pairs[0], pairs[1]]).ravel() == 0]
    return pairs[:, _within(polygons, pairs, tolerance)]


def _within(polygons: Polygons, pairs: Ints, tolerance: float) -> NDArray[np.bool_]:
    """Tell which pairs lie within the tolerance; outlines of many corners are indexed meanwhile."""
    first = polygons[np.unique(pairs[0])]
    long = first[(shapely.get_num_coordinates(first) > _LONG) & ~shapely.is_prepared(first)]
    shapely.prepare(long)
    try:
        near: NDArray[np.bool_] = shapely.dwithin(polygons[pairs[0]], polygons[pairs[1]], tolerance)
    finally:
        shapely.destroy_prepared(long)
    return near


def _with_a_stretch(polygons: Polygons, pairs: Ints, tolerance: float) -> Ints:
    west, south, east, north = shapely.total_bounds(polygons)
    width = max(tolerance, 1e-9 * max(east - west, north - south))
    one, other = polygons[pairs]
    along = shapely.length(
        shapely.intersection(shapely.boundary(one), shapely.buffer(other, width, quad_segs=1))
    )
    outline = np.minimum(shapely.length(one), shapely.length(other))
    return pairs[:, along > np.maximum(_STRETCH * width, _SHARE * outline)]
