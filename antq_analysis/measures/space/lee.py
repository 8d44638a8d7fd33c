"""Whether two maps rise and fall together in the same neighbourhoods: Lee's L."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]


def lee(one: npt.ArrayLike, other: npt.ArrayLike, weights: sparse.csr_matrix) -> float:
    """Compute Lee's L: the correlation of two maps after each was averaged over neighbours.

    Parameters
    ----------
    one, other
        Values, shape (n,).
    weights
        Weights, shape (n, n); Lee takes row means that include the unit itself.

    Returns
    -------
    float
        L, without unit.

    References
    ----------
    Lee, S.-I. (2001). Developing a bivariate spatial association measure: an integration of Pearson's r and Moran's I.
    Journal of Geographical Systems 3, 369-385. Scaled as in esda's ``Spatial_Pearson``.

    Examples
    --------
    Without neighbours it is Pearson's r, here of Hollander and Wolfe's tuna: R's ``cor.test`` prints 0.5711816.

    >>> one = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    >>> other = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    >>> round(lee(one, other, sparse.csr_matrix(np.eye(9))), 6)
    0.571182
    """
    pair = scaled_pair(one, other)
    return float(np.prod(weights @ pair.T, axis=1).sum() / _size(weights))


def scaled_pair(one: npt.ArrayLike, other: npt.ArrayLike) -> Floats:
    """Standardise two maps.

    Parameters
    ----------
    one, other
        Values, shape (n,).

    Returns
    -------
    numpy.ndarray
        Means 0 and variances 1, shape (2, n).

    Examples
    --------
    >>> scaled_pair([1, 3], [5, 1]).tolist()
    [[-1.0, 1.0], [1.0, -1.0]]
    """
    pair = np.stack([np.asarray(one, dtype=float), np.asarray(other, dtype=float)])
    pair -= pair.mean(axis=1, keepdims=True)
    pair /= pair.std(axis=1, keepdims=True)
    return pair


def _size(weights: sparse.csr_matrix) -> float:
    return float((np.asarray(weights.sum(axis=1)).ravel() ** 2).sum())
