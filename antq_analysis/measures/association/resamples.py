"""Correlations of many resamples at once: each resample is a row that counts how often every unit was drawn."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.float32]

LEVEL = 0.95
_AT_ONCE = 128
"""Resamples that are held in full precision at a time."""
_PAIRS = 512
"""Rows of the signs of all pairs that are held at a time."""
_NEARLY_ONE = 1 - 1e-12


def draw_counts(n: int, draws: int, rng: np.random.Generator) -> Counts:
    """Draw units with replacement, many times over.

    Parameters
    ----------
    n
        How many units there are, and are drawn each time.
    draws
        How many times.
    rng
        Source of chance.

    Returns
    -------
    numpy.ndarray
        How often each unit was drawn, shape (draws, n).

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An introduction to the bootstrap, table 3.1, fifteen law schools, and table
    6.1: the standard error of their correlation is .132 by 3200 resamples.

    Examples
    --------
    >>> tests = np.array([576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594.0])
    >>> marks = np.array([339, 330, 281, 303, 344, 307, 300, 343, 336, 313, 312, 274, 276, 288, 296.0])
    >>> resamples = draw_counts(15, 3200, np.random.default_rng(1))
    >>> round(float(pearson_of(resamples, tests, marks).std()), 2)
    0.13
    """
    counts = np.empty((draws, n), dtype=np.float32)
    for row in counts:
        row[:] = np.bincount(rng.integers(0, n, n), minlength=n)
    return counts


def pearson_of(counts: Counts, one: Floats, other: Floats) -> Floats:
    """Correlate two figures in every resample.

    Parameters
    ----------
    counts
        Shape (draws, n).
    one, other
        The figures, shape (n,).

    Returns
    -------
    numpy.ndarray
        Pearson's r, shape (draws,); NaN where a resample does not vary.

    References
    ----------
    The example is Hollander, M. and Wolfe, D. A. (1973), Nonparametric statistical methods, p. 187 (lightness of tuna),
    as R's ``cor.test`` prints it: r = 0.5711816. Its one resample holds every unit once.

    Examples
    --------
    >>> one = np.array([44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1])
    >>> other = np.array([2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8])
    >>> pearson_of(np.ones((1, 9), dtype=np.float32), one, other).round(6).tolist()
    [0.571182]
    """
    x, y = scaled(one), scaled(other)
    parts = np.stack([x, y, x * x, y * y, x * y], axis=1)
    sums = np.concatenate([some @ parts for some in _blocks(counts)])
    return _from_sums(sums, float(len(one)))


def spearman_of(counts: Counts, one: Floats, other: Floats) -> Floats:
    """Correlate the ranks of two figures in every resample; the ranks are those within the resample.

    Parameters
    ----------
    counts
        Shape (draws, n).
    one, other
        The figures, shape (n,).

    Returns
    -------
    numpy.ndarray
        Spearman's rho, shape (draws,); NaN where a resample does not vary.

    References
    ----------
    Spearman, C. (1904). The proof and measurement of association between two things. American Journal of Psychology 15,
    72-101. The example is Hollander, M. and Wolfe, D. A. (1973), Nonparametric statistical methods, p. 187 (lightness
    of tuna), as R's ``cor.test`` prints it: rho = 0.6. Its one resample holds every unit once.

    Examples
    --------
    >>> one = np.array([44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1])
    >>> other = np.array([2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8])
    >>> spearman_of(np.ones((1, 9), dtype=np.float32), one, other).round(6).tolist()
    [0.6]
    """
    n = len(one)
    order = [_ranked(values) for values in (one, other)]
    found = []
    for some in _blocks(counts):
        first, second = (_ranks(some, *each) - (n + 1) / 2 for each in order)
        weighted = some * first
        sums = [(weighted * first).sum(1), (some * second * second).sum(1), (weighted * second).sum(1)]
        found.append(_ratio(sums[2], sums[0], sums[1]))
    return np.concatenate(found)


def kendall_of(counts: Counts, one: Floats, other: Floats) -> Floats:
    """Compare the order of all pairs in every resample.

    Parameters
    ----------
    counts
        Shape (draws, n).
    one, other
        The figures, shape (n,).

    Returns
    -------
    numpy.ndarray
        Kendall's tau-b, shape (draws,); NaN where a resample does not vary.

    References
    ----------
    Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika 33, 239-251. The example is Hollander,
    M. and Wolfe, D. A. (1973), Nonparametric statistical methods, p. 187 (lightness of tuna), as R's ``cor.test``
    prints it: tau = 0.4444444. Its one resample holds every unit once.

    Examples
    --------
    >>> one = np.array([44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1])
    >>> other = np.array([2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8])
    >>> kendall_of(np.ones((1, 9), dtype=np.float32), one, other).round(6).tolist()
    [0.444444]
    """
    n = len(one)
    by_unit = np.ascontiguousarray(counts.T)
    concordant = np.zeros(len(counts))
    for start in range(0, n, _PAIRS):
        rows, later = slice(start, start + _PAIRS), slice(start, n)
        signs = np.sign(one[rows, None] - one[later]) * np.sign(other[rows, None] - other[later])
        # Each pair once: the square in front of the block holds its own pairs twice.
        signs[:, : signs.shape[0]] /= 2
        # Sums of signs below 2**24 are exact in single precision; their products are summed in double.
        half = signs.astype(np.float32) @ by_unit[later]
        concordant += np.einsum("ij,ij->j", by_unit[rows], half, dtype=np.float64)
    pairs = n * (n - 1) / 2
    untied = [pairs - _tied(counts, values) for values in (one, other)]
    return _ratio(concordant, *untied)


def limits(value: float, resampled: Floats, level: float = LEVEL) -> tuple[float, float]:
    """Give the interval of a correlation from its resamples.

    Parameters
    ----------
    value
        The correlation.
    resampled
        The same of every resample.
    level
        Coverage.

    Returns
    -------
    tuple of float
        Limits that are normal on the scale of Fisher's z, with the standard deviation of the resamples there; NaN where
        nearly all resamples are the same. A resample in perfect order has no place on that scale and takes the one of
        the strongest other.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap, sections 6 and 13: the correlation is
    their own example of an interval that needs a scale of its own.

    Examples
    --------
    A resample in perfect order counts like the strongest other.

    >>> given = [0.7, 0.8, 0.9, 1.0], [0.7, 0.8, 0.9, 0.9]
    >>> limits(0.8, np.array(given[0])) == limits(0.8, np.array(given[1]))
    True
    """
    known = resampled[np.isfinite(resampled)]
    inside = known[np.abs(known) < _NEARLY_ONE]
    if len(inside) < 2 or not abs(value) < _NEARLY_ONE:
        return float("nan"), float("nan")
    z = np.arctanh(np.clip(known, inside.min(), inside.max()))
    middle, reach = np.arctanh(value), stats.norm.ppf((1 + level) / 2) * z.std(ddof=1)
    return float(np.tanh(middle - reach)), float(np.tanh(middle + reach))


def scaled(values: Floats) -> Floats:
    """Give figures the mean 0 and the variance 1.

    Parameters
    ----------
    values
        Shape (n,).

    Returns
    -------
    numpy.ndarray
        The same shape; zeros where nothing varies.

    Examples
    --------
    >>> scaled(np.array([1.0, 3.0])).tolist()
    [-1.0, 1.0]
    """
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))


def _blocks(counts: Counts) -> Iterator[Floats]:
    for start in range(0, len(counts), _AT_ONCE):
        yield counts[start : start + _AT_ONCE].astype(float)


def _from_sums(sums: Floats, n: float) -> Floats:
    x, y, xx, yy, xy = sums.T
    return _ratio(xy - x * y / n, xx - x * x / n, yy - y * y / n)


def _ratio(joint: Floats, one: Floats, other: Floats) -> Floats:
    varies = (one > 1e-12) & (other > 1e-12)
    under = np.sqrt(np.where(varies, one * other, 1.0))
    return np.where(varies, np.clip(joint / under, -1, 1), np.nan)


def _ranked(values: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give the order of the figures, and for every unit which of the distinct figures it has."""
    _, which = np.unique(values, return_inverse=True)
    order = np.argsort(which, kind="stable").astype(np.int64)
    return order, which.astype(np.int64)


def _ranks(some: Floats, order: npt.NDArray[np.int64], which: npt.NDArray[np.int64]) -> Floats:
    starts = np.flatnonzero(np.diff(which[order], prepend=-1))
    drawn = np.add.reduceat(some[:, order], starts, axis=1)
    middle = np.cumsum(drawn, axis=1) - (drawn - 1) / 2
    return np.asarray(middle[:, which])


def _tied(counts: Counts, values: Floats) -> Floats:
    order, which = _ranked(values)
    starts = np.flatnonzero(np.diff(which[order], prepend=-1))
    tied = np.empty(len(counts))
    for at, some in zip(range(0, len(counts), _AT_ONCE), _blocks(counts), strict=True):
        drawn = np.add.reduceat(some[:, order], starts, axis=1)
        tied[at : at + len(some)] = (drawn * (drawn - 1)).sum(axis=1) / 2
    return tied
