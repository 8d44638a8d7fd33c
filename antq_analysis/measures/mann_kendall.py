"""A rise or fall without a model of it: Mann-Kendall and Sen, over all series at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Floats = npt.NDArray[np.float64]
EXACT_UP_TO = 20
"""Longest series whose p value is counted out exactly; the normal approximation is good beyond."""
_BLOCK = 100_000
"""Cells of pairs at once: what a processor keeps at hand."""
# One number for how many groups of tied values of each size there are: as many digits as may be of each.
_KEY = np.cumprod([1, 1, *(EXACT_UP_TO // size + 1 for size in range(1, EXACT_UP_TO))])
_KEY[0] = 0


@dataclass(frozen=True)
class MannKendall:
    """What the test says of every series.

    Parameters
    ----------
    n
        Known values of the series.
    s
        Pairs that rise minus pairs that fall.
    p_normal
        Two-sided p value of the normal approximation with ties and continuity correction.
    p_value
        Two-sided p value, exact for up to :data:`EXACT_UP_TO` values, else the approximation.
    slope
        Sen's slope: the median of the slopes of all pairs [values per unit of time].
    """

    n: npt.NDArray[np.int64]
    s: Floats
    p_normal: Floats
    p_value: Floats
    slope: Floats


def mann_kendall(values: npt.ArrayLike, times: npt.ArrayLike | None = None) -> MannKendall:
    """Test every series for a rise or fall, whatever its shape.

    The test takes the years as independent, and its power in a short series is small: of five values without ties only
    an unbroken rise or fall can reach 5% (see :func:`smallest_p`).

    Parameters
    ----------
    values
        Shape (series, times) or (times,); NaN is "no figure" and is left out.
    times
        Shape (times,), increasing, for instance years; by default 0, 1, 2 ...

    Returns
    -------
    MannKendall
        Arrays of shape (series,). Series with fewer than two values have neither p value nor slope.

    References
    ----------
    Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13, 245-259. Kendall, M. G. (1975). Rank
    correlation methods, 4th ed., formula for the variance with ties in chapter 4. Sen, P. K. (1968). Estimates of the
    regression coefficient based on Kendall's tau. Journal of the American Statistical Association 63, 1379-1389, whose
    example this is: slope 4.

    Examples
    --------
    >>> sen = mann_kendall([9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18])
    >>> float(sen.s[0]), float(sen.slope[0])
    (21.0, 4.0)
    """
    table = np.atleast_2d(np.asarray(values, dtype=float))
    when = np.arange(table.shape[1], dtype=float) if times is None else np.asarray(times, dtype=float)
    n = np.isfinite(table).sum(axis=1)
    rows = max(1, _BLOCK // max(1, table.shape[1] ** 2))
    parts = [_pairs(table[at : at + rows], when) for at in range(0, len(table), rows)]
    s, slope = (np.concatenate([part[i] for part in parts]) if parts else np.empty(0) for i in (0, 1))
    sizes = _tie_sizes(table)
    ties = (sizes * (sizes - 1) * (2 * sizes + 5)).sum(axis=1)
    spread = np.sqrt((n * (n - 1) * (2 * n + 5) - ties) / 18.0)
    # Where all values are tied S is 0, whatever it is divided by.
    z = (np.abs(s) - (s != 0)) / np.where(spread > 0, spread, 1.0)
    p_normal = np.where(n >= 2, np.minimum(2 * ndtr(-z), 1.0), np.nan)
    return MannKendall(n, s, p_normal, _exact(s, sizes, n, p_normal), slope)


def _exact(s: Floats, sizes: npt.NDArray[np.int64], n: npt.NDArray[np.int64], p_normal: Floats) -> Floats:
    """Take exact p values where the series is short enough to count them out."""
    p_value = p_normal.copy()
    short = np.flatnonzero((n >= 2) & (n <= EXACT_UP_TO))
    if not len(short):
        return p_value
    keys = _KEY[np.minimum(sizes[short], EXACT_UP_TO)].sum(axis=1)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    for number, example in enumerate(short[first]):
        law = _two_sided(tuple(sorted(int(size) for size in sizes[example] if size)))
        own = short[which == number]
        p_value[own] = law[np.abs(s[own]).astype(int)]
    return p_value


def smallest_p(n: int) -> float:
    """Tell the smallest p value that a series of n different values can reach.

    Parameters
    ----------
    n
        Known values, at least two.

    Returns
    -------
    float
        Two-sided: twice one over the number of orders.

    References
    ----------
    Kendall, M. G. (1975). Rank correlation methods, appendix table 1: one-sided .042 at n = 4 and .0083 at n = 5.

    Examples
    --------
    >>> round(smallest_p(4) / 2, 3), round(smallest_p(5) / 2, 4)
    (0.042, 0.0083)
    """
    return float(_two_sided((1,) * n)[-1])


def _pairs(table: Floats, when: Floats) -> tuple[Floats, Floats]:
    """Give the sum of signs and the median slope over all pairs of times of every row."""
    first, last = np.triu_indices(table.shape[1], 1)
    by_time = np.ascontiguousarray(table.T)
    steps = by_time[last] - by_time[first]
    s = (steps > 0).sum(axis=0) - (steps < 0).sum(axis=0).astype(float)
    slopes = np.sort(np.ascontiguousarray((steps / (when[last] - when[first])[:, None]).T), axis=1)
    # NaN comes last.
    pairs = np.isfinite(slopes).sum(axis=1)
    rows, median = np.flatnonzero(pairs), np.full(len(table), np.nan)
    below, above = (slopes[rows, (pairs[rows] - less) // 2] for less in (1, 0))
    median[rows] = (below + above) / 2
    return s, median


def _tie_sizes(table: Floats) -> npt.NDArray[np.int64]:
    """Count how often every value of a row occurs in it; zeros where there are fewer values than columns."""
    length = table.shape[1]
    ordered = np.sort(table, axis=1)
    starts = np.ones_like(ordered, dtype=bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    group = np.cumsum(starts, axis=1) - 1 + np.arange(len(table))[:, None] * length
    return np.bincount(group[np.isfinite(ordered)], minlength=table.size).reshape(table.shape)


@lru_cache(maxsize=4096)
def _two_sided(sizes: tuple[int, ...]) -> Floats:
    """P(|S| >= s) for s = 0, 1, 2 ... where all orders of values with these ties are equally likely.

    Orders of a multiset by their inversions are counted by the Gaussian multinomial coefficient (MacMahon 1916), and S
    is the number of untied pairs less twice the inversions.
    """
    law = np.ones(1)
    total = 0
    for size in sizes:
        for k in range(1, size + 1):
            # Times [total + k] over [k], as laws: a uniform sum less another.
            law = np.convolve(law, np.full(total + k, 1.0 / (total + k)))
            law = _divide_out(law, k)
        total += size
    pairs = len(law) - 1
    s = np.abs(pairs - 2 * np.arange(len(law)))
    at = np.bincount(s, weights=law, minlength=pairs + 1)
    return np.asarray(np.minimum(np.cumsum(at[::-1])[::-1], 1.0))


def _divide_out(law: Floats, k: int) -> Floats:
    """Find the law whose convolution with a uniform one of k values is this one."""
    parts = np.zeros(len(law) - k + 1)
    running = 0.0
    for at in range(len(parts)):
        parts[at] = law[at] * k - running
        running += parts[at] - (parts[at - k + 1] if at >= k - 1 else 0.0)
    return parts
