"""How sure a correlation of two maps can be when near units resemble each other: Dutilleul's modified t-test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.spatial import ConvexHull, QhullError, distance

Floats = npt.NDArray[np.float64]

CLASSES = 13
"""Classes of distance, as many as SpatialPack takes."""
_NEARLY_ONE = 1 - 1e-15
_ROWS = 256
"""Rows of the distances that are held at a time."""


@dataclass(frozen=True)
class ModifiedT:
    """A correlation with the number of independent places that it is worth.

    Parameters
    ----------
    correlation
        Pearson's r.
    effective
        Effective number of places; NaN where the estimate makes no sense.
    p_value
        Two-sided.
    low, high
        Interval of the correlation.
    """

    correlation: float
    effective: float
    p_value: float
    low: float
    high: float


def modified_t(
    one: npt.ArrayLike, other: npt.ArrayLike, points: Floats, *, classes: int = CLASSES, level: float = 0.95
) -> ModifiedT:
    """Correlate two maps and test it for as many independent places as their autocorrelation leaves.

    The autocorrelation of each map is estimated by Moran's I in classes of distance of equal width. Only sums over
    pairs of places in each class are needed, so memory grows with the number of places; time grows with its square.

    Parameters
    ----------
    one, other
        Values, shape (n,).
    points
        Where the units lie, shape (n, 2) or (n, 3).
    classes
        Number of classes of distance up to the largest.
    level
        Coverage of the interval.

    Returns
    -------
    ModifiedT
        The effective number of places M is ``1 + tr(B X) tr(B Y) / tr(B X B Y)``, with X and Y the matrices of
        estimated correlation and B that which takes off the mean; the test is t with M - 2 degrees of freedom, the
        interval Fisher's with M places. All NaN but the correlation where M is not above 3.

    References
    ----------
    Dutilleul, P. (1993). Modifying the t test for assessing the correlation between two spatial processes. Biometrics
    49, 305-314. Clifford, P., Richardson, S. and Hemon, D. (1989). Assessing the significance of the correlation
    between two spatial processes. Biometrics 45, 123-134. Classes and moments as in ``modified.ttest`` of
    SpatialPack for R.

    Examples
    --------
    A slope on a lattice of 20 by 20 is worth few places, noise on it nearly all of them.

    >>> places = np.mgrid[:20, :20].reshape(2, -1).T.astype(float)
    >>> slope = places @ [1.0, 0.5]
    >>> noise = np.random.default_rng(1).normal(size=(2, 400))
    >>> modified_t(slope + noise[0], slope + noise[1], places).effective < 10
    True
    >>> 300 < modified_t(*noise, places).effective < 500
    True
    """
    values = np.stack([np.asarray(one, dtype=float), np.asarray(other, dtype=float)])
    z = values - values.mean(axis=1, keepdims=True)
    z /= z.std(axis=1, keepdims=True)
    r = float(np.clip(z[0] @ z[1] / z.shape[1], -_NEARLY_ONE, _NEARLY_ONE))
    effective = _effective(z, *_pairs(z, points, classes))
    if not effective > 3:
        return ModifiedT(r, float("nan"), float("nan"), float("nan"), float("nan"))
    freedom = effective - 2
    t = abs(r) * np.sqrt(freedom / (1 - r * r))
    reach = stats.norm.ppf((1 + level) / 2) / np.sqrt(effective - 3)
    low, high = np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach)
    return ModifiedT(r, effective, float(2 * stats.t.sf(t, freedom)), float(low), float(high))


def _pairs(z: Floats, points: Floats, classes: int) -> tuple[Floats, Floats]:
    """Count the pairs of each place in each class, (n, classes), and sum their products, (2, classes)."""
    n, slots = len(points), classes + 1  # the last slot takes the pairs that were counted before
    middle = points - points.mean(axis=0)
    squares = (middle * middle).sum(axis=1)
    width = _largest(points) / classes
    number, products = np.zeros((n, slots)), np.zeros((2, slots))
    for start in range(0, n, _ROWS):
        rows, later = slice(start, start + _ROWS), slice(start, n)
        apart = squares[rows, None] + squares[later] - 2 * middle[rows] @ middle[later].T
        np.sqrt(np.maximum(apart, 0, out=apart), out=apart)
        apart *= 1 / width
        which = np.clip(np.ceil(apart - 1e-9, out=apart), 1, classes).astype(np.int64) - 1
        here, there = which.shape
        which[np.tri(here, there, dtype=bool)] = classes
        columns = (which + slots * np.arange(there)).ravel()
        number[later] += np.bincount(columns, minlength=slots * there).reshape(there, slots)
        which += slots * np.arange(here)[:, None]
        number[rows] += np.bincount(which.ravel(), minlength=slots * here).reshape(here, slots)
        for i in range(2):
            weights = np.broadcast_to(z[i, later], which.shape).ravel()
            sums = np.bincount(which.ravel(), weights, minlength=slots * here).reshape(here, slots)
            products[i] += 2 * (z[i, rows] @ sums)
    return number[:, :-1], products[:, :-1]


def _largest(points: Floats) -> float:
    """Find the largest distance between two points."""
    try:
        corners = points[ConvexHull(points).vertices]
    except QhullError:
        corners = points
    return float(distance.pdist(corners).max())


def _effective(z: Floats, number: Floats, products: Floats) -> float:
    n = z.shape[1]
    pairs = number.sum(axis=0)
    alike = np.divide(products, pairs, out=np.zeros_like(products), where=pairs > 0)
    rows = 1 + number @ alike.T  # sum of each row of both correlation matrices, shape (n, 2)
    total = rows.sum(axis=0)
    trace = n - total / n
    crossed = n + float(pairs @ (alike[0] * alike[1]))
    crossed += (total[0] * total[1] / n - 2 * float((rows[:, 0] * rows[:, 1]).sum())) / n
    return float(1 + trace[0] * trace[1] / crossed) if crossed > 0 else float("nan")
