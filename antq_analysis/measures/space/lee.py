"""Whether two maps rise and fall together in the same neighbourhoods: Lee's L."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]

_AT_ONCE = 2_000_000
"""Permuted values held at a time."""


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


def lee_p_value(
    one: npt.ArrayLike, other: npt.ArrayLike, weights: sparse.csr_matrix, permutations: int, seed: int
) -> float:
    """Tell how rare such an L is when the pairs of values are dealt out anew over the units.

    Parameters
    ----------
    one, other, weights
        As in :func:`lee`.
    permutations
        How many times.
    seed
        Seed of the permutations.

    Returns
    -------
    float
        Two-sided probability. The two values of a unit stay together, so what is tested is where the pairs lie, not
        whether the two go together.

    References
    ----------
    Lee, S.-I. (2004). A generalized significance testing method for global measures of spatial association. Environment
    and Planning A 36, 1687-1703.
    """
    pair, rng = scaled_pair(one, other), np.random.default_rng(seed)
    size, observed = _size(weights), lee(one, other, weights)
    above = below = 0
    step = max(1, _AT_ONCE // pair.shape[1])
    for start in range(0, permutations, step):
        places = np.tile(np.arange(pair.shape[1]), (min(step, permutations - start), 1))
        dealt = rng.permuted(places, axis=1).T
        found = ((weights @ pair[0][dealt]) * (weights @ pair[1][dealt])).sum(axis=0) / size
        above += int((found >= observed - 1e-12).sum())
        below += int((found <= observed + 1e-12).sum())
    return min(1.0, 2 * (min(above, below) + 1) / (permutations + 1))


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
