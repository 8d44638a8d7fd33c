"""Shocks that are partly carried on from year to year."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def precision(lags: npt.NDArray[np.intp], carry: float) -> Floats:
    """Give the precision of shocks of unit variance with correlation ``carry ** lag``.

    Parameters
    ----------
    lags
        Shape (years, years), years between any two.
    carry
        Between -1 and 1.

    Returns
    -------
    numpy.ndarray
        Shape (years, years).

    Examples
    --------
    >>> (precision(np.array([[0, 1], [1, 0]]), 0.5) * 3).round(6).tolist()
    [[4.0, -2.0], [-2.0, 4.0]]
    """
    return np.asarray(np.linalg.inv(carry**lags))


def correlation_slope(lags: npt.NDArray[np.intp], carry: float) -> Floats:
    """Give the derivative of the correlation by the carry-over.

    Parameters
    ----------
    lags
        Shape (years, years).
    carry
        Between -1 and 1.

    Returns
    -------
    numpy.ndarray
        Shape (years, years), ``lag * carry ** (lag - 1)``.

    Examples
    --------
    >>> correlation_slope(np.array([[0, 2], [2, 0]]), 0.5).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    return np.asarray(lags * carry ** np.maximum(lags - 1, 0), dtype=float)
