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
    Without neighbours it is Pearson's r; two maps whose means of neighbours agree have more.

    >>> alone = sparse.csr_matrix(np.eye(4))
    >>> round(lee([1, 2, 3, 4], [1, 3, 2, 4], alone), 3)
    0.8
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
    """
    pair = np.stack([np.asarray(one, dtype=float), np.asarray(other, dtype=float)])
    pair -= pair.mean(axis=1, keepdims=True)
    pair /= pair.std(axis=1, keepdims=True)
    return pair


def _size(weights: sparse.csr_matrix) -> float:
    return float((np.asarray(weights.sum(axis=1)).ravel() ** 2).sum())
