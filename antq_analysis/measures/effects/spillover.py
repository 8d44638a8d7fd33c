"""How much of a unit's surroundings is treated, ring by ring."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]


def rings(neighbours: sparse.csr_matrix, number: int) -> list[sparse.csr_matrix]:
    """Find who is one, two and more steps away.

    Parameters
    ----------
    neighbours
        Shape (units, units), not zero where two units are neighbours.
    number
        Number of rings.

    Returns
    -------
    list of scipy.sparse.csr_matrix
        Ones where the shortest way has as many steps as the ring's number.

    Examples
    --------
    A row of four units: only the first and the last are three steps apart.

    >>> line = sparse.csr_matrix(np.eye(4, k=1) + np.eye(4, k=-1))
    >>> rings(line, 3)[2].toarray()[0].tolist()
    [0.0, 0.0, 0.0, 1.0]
    """
    one = (sparse.csr_matrix(neighbours) != 0).astype(float)
    one.setdiag(0)
    one.eliminate_zeros()
    reached = (one + sparse.eye_array(one.shape[0], format="csr") != 0).astype(float)
    found = [sparse.csr_matrix(one)]
    for _ in range(number - 1):
        wider = (reached @ one + reached != 0).astype(float)
        found.append(sparse.csr_matrix(wider - reached))
        found[-1].eliminate_zeros()
        reached = wider
    return found


def exposures(treated: npt.ArrayLike, around: Sequence[sparse.csr_matrix]) -> list[Floats]:
    """Give the share of every ring that is treated, to stand as terms beside the unit's own treatment.

    Interference is taken to end with the last ring. Without these terms treated neighbours serve as clean
    comparison, and what spills over to them is taken off the effect, or displacement added to it.

    Parameters
    ----------
    treated
        Shape (units, years), 0 to 1; NaN counts as not known and is left out of the share.
    around
        Rings as :func:`rings` finds them.

    Returns
    -------
    list of numpy.ndarray
        One a ring, shape (units, years); 0 where nobody is in the ring.

    References
    ----------
    Butts, K. (2023). Difference-in-differences with spatial spillovers. arXiv 2105.03737. Aronow, P. M. and Samii, C.
    (2017). Estimating average causal effects under general interference. Annals of Applied Statistics 11, 1912-1947.

    Examples
    --------
    Of a row of four the first and the last are treated: each of the others has one of its two neighbours.

    >>> line = sparse.csr_matrix(np.eye(4, k=1) + np.eye(4, k=-1))
    >>> exposures([[1.0], [0.0], [0.0], [1.0]], rings(line, 1))[0].ravel().tolist()
    [0.0, 0.5, 0.5, 0.0]
    """
    on = np.asarray(treated, dtype=float)
    known = np.isfinite(on).astype(float)
    found = []
    for ring in around:
        base = ring @ known
        found.append(np.divide(ring @ np.nan_to_num(on), base, out=np.zeros_like(base), where=base > 0))
    return found
