"""Coefficients with their intervals: Pearson, Spearman and Kendall, and what is left of them beside other figures."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from antq_analysis.measures.association.resamples import (
    LEVEL,
    Counts,
    Floats,
    kendall_of,
    limits,
    pearson_of,
    spearman_of,
)

_NAN = float("nan")


@dataclass(frozen=True)
class Coefficient:
    """A correlation with its interval.

    Parameters
    ----------
    value
        The correlation.
    low, high
        Interval; NaN where there is none.
    p_value
        Two-sided, as if all units were independent; NaN where there is none.
    n
        How many units or districts it rests on.
    effective_n
        How many independent places these are worth; NaN where that was not asked.
    """

    value: float
    low: float = _NAN
    high: float = _NAN
    p_value: float = _NAN
    n: int = 0
    effective_n: float = _NAN


def coefficients(one: Floats, other: Floats, counts: Counts) -> dict[str, Coefficient]:
    """Correlate two figures in three ways, with bootstrap intervals from the same resamples.

    Parameters
    ----------
    one, other
        The figures, shape (n,).
    counts
        Resamples, shape (draws, n), as :func:`antq_analysis.measures.association.resamples.draw_counts` gives them.

    Returns
    -------
    dict of str to Coefficient
        ``pearson``, ``spearman`` and ``kendall`` (tau-b), without unit.

    References
    ----------
    Values and p values: ``pearsonr``, ``spearmanr`` and ``kendalltau`` of SciPy. Intervals:
    :func:`antq_analysis.measures.association.resamples.limits`. The example is Hollander, M. and Wolfe, D. A. (1973),
    Nonparametric statistical methods, p. 187 (lightness of tuna), as R's ``cor.test`` prints it: r = 0.5711816 with p =
    0.1082, rho = 0.6, tau = 0.4444444 with p = 0.1194.

    Examples
    --------
    >>> one = np.array([44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1])
    >>> other = np.array([2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8])
    >>> found = coefficients(one, other, np.ones((1, 9), dtype=np.float32))
    >>> [round(found[name].value, 6) for name in ("pearson", "spearman", "kendall")]
    [0.571182, 0.6, 0.444444]
    >>> round(found["pearson"].p_value, 4), round(found["kendall"].p_value, 4)
    (0.1082, 0.1194)
    """
    ways = {
        "pearson": (stats.pearsonr, pearson_of),
        "spearman": (stats.spearmanr, spearman_of),
        "kendall": (stats.kendalltau, kendall_of),
    }
    found = {}
    for name, (test, resampled) in ways.items():
        value, p_value = (float(part) for part in test(one, other))
        low, high = limits(value, resampled(counts, one, other))
        found[name] = Coefficient(value, low, high, p_value, len(one))
    return found


def ranks_agree(plain: Coefficient, ranked: Coefficient) -> bool:
    """Tell whether the correlation of figures and that of their ranks may be one.

    Parameters
    ----------
    plain, ranked
        Pearson's and Spearman's.

    Returns
    -------
    bool
        False where the first lies outside the interval of the second: a few units far from all others rule it.
    """
    # Ranks in the very same order have no interval.
    return not (plain.value < ranked.low or plain.value > ranked.high)


def partial(one: Floats, other: Floats, given: Floats) -> Coefficient:
    """Correlate what straight lines through other figures leave of two figures.

    Parameters
    ----------
    one, other
        The figures, shape (n,).
    given
        The other figures, shape (n, k).

    Returns
    -------
    Coefficient
        Partial correlation with Fisher's interval; all NaN where nothing is left.

    References
    ----------
    Fisher, R. A. (1924). The distribution of the partial correlation coefficient. Metron 3, 329-332. The example is
    that of Kim, S. (2015). ppcor: an R package for a fast calculation to semi-partial correlation coefficients.
    Communications for Statistical Applications and Methods 22, 665-674.

    Examples
    --------
    >>> half_life = np.array([7, 15, 19, 15, 21, 22, 57, 15, 20, 18.0])
    >>> dispersion = np.array([0, 0.964, 0, 0, 0.921, 0, 0, 1.006, 0, 1.011])
    >>> degree = np.array([9, 2, 3, 4, 1, 3, 1, 3, 6, 1.0])
    >>> between = np.array([1.78e-2, 1.05e-6, 1.37e-5, 7.18e-3, 0, 0, 0, 4.48e-3, 2.1e-6, 0])
    >>> found = partial(half_life, dispersion, np.column_stack([degree, between]))
    >>> round(found.value, 7), round(found.p_value, 8)
    (-0.6720863, 0.06789202)
    """
    n = len(one)
    scaled = (given - given.mean(axis=0)) / np.where(np.ptp(given, axis=0) > 0, given.std(axis=0), 1.0)
    design = np.column_stack([np.ones(n), scaled])
    lines = np.linalg.lstsq(design, np.column_stack([one, other]), rcond=None)[0]
    left = np.column_stack([one, other]) - design @ lines
    rank = int(np.linalg.matrix_rank(design)) - 1
    spread = left.std(axis=0)
    if n - rank <= 3 or (spread <= 1e-9 * np.array([one.std(), other.std()])).any():
        return Coefficient(_NAN, n=n)
    r = float(np.clip(np.corrcoef(left.T)[0, 1], -1, 1))
    return fisher(r, n, rank)


def fisher(r: float, n: int, given: int = 0) -> Coefficient:
    """Give a correlation its interval and test as if its units were independent and normal.

    Parameters
    ----------
    r
        The correlation.
    n
        Number of units.
    given
        Number of other figures that were held fixed.

    Returns
    -------
    Coefficient
        Fisher's interval and the t test; without them where there are too few units.

    References
    ----------
    Fisher, R. A. (1921). On the probable error of a coefficient of correlation deduced from a small sample. Metron 1,
    3-32. The example is Hollander, M. and Wolfe, D. A. (1973), Nonparametric statistical methods, p. 187 (lightness of
    tuna), as R's ``cor.test`` prints it: r = 0.5711816, -0.1497426 to 0.8955795, p = 0.1082.

    Examples
    --------
    >>> found = fisher(0.5711816, 9)
    >>> round(found.low, 6), round(found.high, 6), round(found.p_value, 4)
    (-0.149743, 0.895579, 0.1082)
    """
    free = n - 2 - given
    if free < 2 or not abs(r) < 1:
        return Coefficient(r, n=n)
    reach = stats.norm.ppf((1 + LEVEL) / 2) / np.sqrt(free - 1)
    low, high = np.tanh(np.arctanh(r) - reach), np.tanh(np.arctanh(r) + reach)
    return Coefficient(r, float(low), float(high), float(p_values(np.array(r), free)), n)


def p_values(r: npt.NDArray[np.float64], free: int) -> Floats:
    """Test correlations by Student's t, as if all units were independent.

    Parameters
    ----------
    r
        Correlations, any shape.
    free
        Degrees of freedom, n - 2 less the number of figures held fixed.

    Returns
    -------
    numpy.ndarray
        Two-sided p values, same shape.

    References
    ----------
    Student (1908). Probable error of a correlation coefficient. Biometrika 6, 302-310. The example is Hollander, M. and
    Wolfe, D. A. (1973), Nonparametric statistical methods, p. 187 (lightness of tuna), as R's ``cor.test`` prints it: p
    = 0.1082 for r = 0.5711816 with 7 degrees of freedom.

    Examples
    --------
    >>> round(float(p_values(np.array(0.5711816), 7)), 4)
    0.1082
    """
    t = np.abs(r) * np.sqrt(free / np.maximum(1 - r * r, 1e-300))
    return np.asarray(2 * stats.t.sf(t, free))
