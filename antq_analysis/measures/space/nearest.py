"""Which units lie nearest, or within a distance: for islands, and for maps without common borders."""

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]

EARTH = 6_371_008.8
"""Mean radius of the earth [m]."""


def has_polygon(layer: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Tell which units are drawn.

    Parameters
    ----------
    layer
        Units with polygons; some may be missing or empty.

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """
    shapes = layer.geometry.to_numpy()
    return np.asarray(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))


def positions(layer: gpd.GeoDataFrame) -> Floats:
    """Place the centre of every unit so that straight lines between them order distances as the ground does.

    Parameters
    ----------
    layer
        Polygons in any coordinate system; one without is taken as a plane.

    Returns
    -------
    numpy.ndarray
        Points on the sphere [m], shape (n, 3); on a plane [its units], shape (n, 2). NaN where there is no polygon.
    """
    # Of an empty polygon the centre is an empty point, which has no coordinates to ask for.
    centres = shapely.centroid(np.where(has_polygon(layer), layer.geometry.to_numpy(), None))
    if layer.crs is None:
        return _coordinates(centres)
    places = gpd.GeoSeries(centres, crs=layer.crs).to_crs("EPSG:4326").to_numpy()
    east, north = np.radians(_coordinates(places)).T
    return EARTH * np.column_stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )


def nearest(points: Floats, k: int) -> sparse.csr_matrix:
    """Link every point to those nearest to it.

    Parameters
    ----------
    points
        As from :func:`positions`.
    k
        How many.

    Returns
    -------
    scipy.sparse.csr_matrix
        Row i holds ones at the `k` points nearest to i; not symmetric. Shape (n, n).

    Examples
    --------
    >>> nearest(np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]]), 1).toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    n = len(points)
    there = np.flatnonzero(np.isfinite(points).all(axis=1))
    k = min(k, len(there) - 1)
    if k < 1:
        return sparse.csr_matrix((n, n))
    found = cKDTree(points[there]).query(points[there], k + 1)[1]
    # Of points in one place the tree may give another before the point itself.
    own = found == np.arange(len(there))[:, None]
    own[~own.any(axis=1), -1] = True
    others = found[~own].reshape(len(there), k)
    rows = np.repeat(there, k)
    return sparse.csr_matrix((np.ones(len(rows)), (rows, there[others].ravel())), shape=(n, n))


def within(points: Floats, distance: float) -> sparse.csr_matrix:
    """Link all points that lie no farther apart than a distance.

    Parameters
    ----------
    points
        As from :func:`positions`.
    distance
        The distance along the ground [m], or in the units of a plane.

    Returns
    -------
    scipy.sparse.csr_matrix
        Symmetric zeros and ones without a diagonal, shape (n, n).

    Examples
    --------
    >>> within(np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0]]), 1.5).toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    n = len(points)
    there = np.flatnonzero(np.isfinite(points).all(axis=1))
    on_sphere = points.shape[1] == 3
    chord = 2 * EARTH * np.sin(distance / (2 * EARTH)) if on_sphere else distance
    one, other = there[cKDTree(points[there]).query_pairs(chord, output_type="ndarray")].T
    ones, pairs = np.ones(2 * len(one)), (np.append(one, other), np.append(other, one))
    return sparse.csr_matrix((ones, pairs), shape=(n, n))


def _coordinates(points: NDArray[np.object_]) -> Floats:
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])
