"""Two rates over one base: what the size of the base alone makes them share, and what is left without it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.measures.loglinear import fit_log_lines

Floats = npt.NDArray[np.float64]

_ONE_BASE = 0.99
"""Bases whose logarithms are so closely correlated are the same, perhaps of another year."""


def common_size(one: pd.DataFrame, other: pd.DataFrame) -> Floats | None:
    """Take the logarithm of the base that two measures share.

    Parameters
    ----------
    one, other
        Rows of two measures for the same units; column exposure.

    Returns
    -------
    numpy.ndarray or None
        Shape (n,); None where each has its own base, one is not known, or it is the same for all units.

    Examples
    --------
    >>> people, homes = pd.DataFrame({"exposure": [1.0, 10.0, 100.0]}), pd.DataFrame({"exposure": [5.0, 1.0, 9.0]})
    >>> common_size(people, 2 * people).round(3).tolist(), common_size(people, homes)
    ([0.0, 2.303, 4.605], None)
    """
    bases = [rows["exposure"].to_numpy(float) for rows in (one, other)]
    if not all(np.all(base > 0) and np.ptp(base) > 0 for base in bases):
        return None
    first, second = (np.log(base) for base in bases)
    return first if np.corrcoef(first, second)[0, 1] > _ONE_BASE else None


def without_size(rows: pd.DataFrame, size: Floats) -> Floats:
    """Take what is left of counts when they follow a power of the size.

    Parameters
    ----------
    rows
        Rows of a measure; columns events and exposure.
    size
        Logarithm of the base, shape (n,).

    Returns
    -------
    numpy.ndarray
        Pearson residuals, shape (n,). Those of a straight line through the rates would keep a link: small units vary
        more, and a rate is no straight line of its base.

    References
    ----------
    :func:`antq_analysis.measures.loglinear.fit_log_lines`.

    Examples
    --------
    Counts that grow as the square of the base leave nothing.

    >>> rows = pd.DataFrame({"events": [2.0, 8.0, 32.0], "exposure": [1.0, 2.0, 4.0]})
    >>> bool(np.abs(without_size(rows, np.log(rows["exposure"].to_numpy()))).max() < 1e-6)
    True
    """
    events, exposure = rows["events"].to_numpy(float), rows["exposure"].to_numpy(float)
    line = fit_log_lines([events], [exposure], size)
    expected = line.fitted[0]
    return np.asarray((events - expected) / np.sqrt(expected + line.dispersion * expected**2))
