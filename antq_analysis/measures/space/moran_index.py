"""Moran's I of figures on a map with any weights, and its moments where places mean nothing."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse


@dataclass(frozen=True)
class MoranIndex:
    """Moran's I with its moments under no association.

    Parameters
    ----------
    value
        The index.
    expected
        Its expectation, ``-1 / (n - 1)``.
    z_normal, z_random
        Standard scores under normality and under randomisation.
    """

    value: float
    expected: float
    z_normal: float
    z_random: float


def moran_index(
    values: npt.ArrayLike, weights: sparse.csr_matrix, *, count_islands: bool = False
) -> MoranIndex:
    """Compute Moran's I.

    Parameters
    ----------
    values
        Shape (n,).
    weights
        Any weights, with a zero diagonal, shape (n, n).
    count_islands
        Whether units without neighbours count as units (as in esda) or only enter the mean (as in spdep).

    Returns
    -------
    MoranIndex
        The index and its moments.

    References
    ----------
    Cliff, A. D. and Ord, J. K. (1981). Spatial Processes. Pion, pp. 17, 42-46; crime in Columbus, Ohio: 0.510951264
    (spdep, ``moran.test``), standard scores 5.6754 and 5.6341.

    Examples
    --------
    On a chessboard every field differs from all its rook neighbours: -1.

    >>> from antq_analysis.measures.space.contiguity import contiguity
    >>> import shapely
    >>> x, y = np.mgrid[:8, :8].reshape(2, -1)
    >>> links, _ = contiguity(shapely.box(x, y, x + 1, y + 1), corners=False, tolerance=0.0)
    >>> round(moran_index((x + y) % 2, links).value, 12)
    -1.0
    """
    z = np.asarray(values, dtype=float)
    z = z - z.mean()
    to, of = np.asarray(weights.sum(axis=1)).ravel(), np.asarray(weights.sum(axis=0)).ravel()
    n = len(z) if count_islands else int(((to != 0) | (of != 0)).sum())
    s0, both = to.sum(), weights + weights.T
    s1, s2 = (both.multiply(both)).sum() / 2, ((to + of) ** 2).sum()
    squares = (z * z).sum()
    value, expected = float(n / s0 * (z @ (weights @ z)) / squares), -1 / (n - 1)
    fourth = n * (z**4).sum() / squares**2
    normal = (n * n * s1 - n * s2 + 3 * s0**2) / ((n * n - 1) * s0**2) - expected**2
    above = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    beyond = fourth * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (above - beyond) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return MoranIndex(
        value,
        expected,
        (value - expected) / float(np.sqrt(normal)),
        (value - expected) / float(np.sqrt(random)),
    )


def row_means(links: sparse.csr_matrix) -> sparse.csr_matrix:
    """Turn links into weights that average over neighbours.

    Parameters
    ----------
    links
        Zeros and ones, shape (n, n).

    Returns
    -------
    scipy.sparse.csr_matrix
        Each row adds up to 1, or to 0 without neighbours.

    References
    ----------
    Row-standardised weights as of libpysal, in whose documentation the two neighbours of the first cell of ``lat2W``
    weigh 0.5 each.

    Examples
    --------
    >>> row = sparse.diags_array([np.ones(2)] * 2, offsets=[-1, 1], shape=(3, 3))
    >>> lattice = sparse.kron(row, sparse.eye_array(3)) + sparse.kron(sparse.eye_array(3), row)
    >>> row_means(sparse.csr_matrix(lattice))[0].data.tolist()
    [0.5, 0.5]
    """
    number = np.asarray(links.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags_array(1 / np.maximum(number, 1)) @ links)
