"""Would other units having begun, or at other times, look the same? Starts permuted, all permutations at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from antq_analysis.measures.effects.poisson import PoissonFit, fit_poisson
from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_AT_ONCE = 2_000_000
_FARTHEST, _FINE = 3.0, 1e-3


@dataclass(frozen=True)
class Randomized:
    """A test of one rate ratio against adoption vectors that could have been.

    Parameters
    ----------
    p_value
        Two-sided; share of vectors, the true one included, with a statistic as far from 0 as the true one.
    statistic
        Of the true vector: its score for the ratio over the score's standard error over clusters.
    permuted
        Shape (draws,), statistics of the other vectors.
    """

    p_value: float
    statistic: float
    permuted: Floats


def permuted(start: npt.ArrayLike, strata: npt.ArrayLike, draws: int, seed: int = 0) -> Floats:
    """Draw adoption vectors that keep, in every stratum, how many began when.

    Parameters
    ----------
    start
        Shape (units,), NaN for never.
    strata
        Shape (units,), any labels.
    draws
        Number of vectors.
    seed
        Of the draws.

    Returns
    -------
    numpy.ndarray
        Shape (draws, units).

    Examples
    --------
    >>> permuted([2018, np.nan, 2020, 2021], ["a", "a", "b", "c"], 1)[:, 2:].tolist()
    [[2020.0, 2021.0]]
    """
    began = np.asarray(start, dtype=float)
    labels = np.unique(np.asarray(strata), return_inverse=True)[1]
    places = np.argsort(labels, kind="stable")
    keys = np.random.default_rng(seed).random((draws, len(began))) + labels
    drawn = np.empty((draws, len(began)))
    drawn[:, places] = began[np.argsort(keys, axis=1)]
    return drawn


def randomization_test(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    began: Starts,
    vectors: Floats,
    clusters: npt.ArrayLike,
    *,
    null: float = 0.0,
) -> Randomized:
    r"""Test that treatment multiplies the rate by ``exp(null)``, against permuted adoption vectors.

    The model with unit and year effects is fitted once, with the null ratio in its exposure. For an adoption vector
    D the efficient score of cluster g is :math:`s_g = \sum (D_{it} - \tilde D_{it}) \hat r_{it}`, with :math:`\tilde
    D` the projection of D on unit and year effects (weights :math:`\hat\mu`), and the statistic is :math:`\sum_g s_g
    / \sqrt{\sum_g s_g^2}`. Score, projection and their sums over clusters are sums over units of entries of tables
    by year of start, so that thousands of vectors cost as much as a few fits. Studentised, the test holds its size
    not only when nothing at all happened but, with many clusters, also when the effect is nil on average.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure.
    began
        Who truly began when. Units of ``began.always`` take no part.
    vectors
        Shape (draws, units), years of start as :func:`permuted` draws them. Permuting within strata of history or
        place takes it as given that within a stratum anyone could have been next.
    clusters
        Shape (units,), any labels.
    null
        Logarithm of the rate ratio.

    Returns
    -------
    Randomized
        With the p value.

    References
    ----------
    Young, A. (2019). Channeling Fisher: randomization tests and the statistical insignificance of seemingly significant
    experimental results. Quarterly Journal of Economics 134, 557-598. Chung, E. and Romano, J. P. (2013). Exact and
    asymptotically robust permutation tests. Annals of Statistics 41, 484-507. The example is Fisher, R. A. (1935), The
    design of experiments, chapter 2: four of eight can be chosen in 70 ways, so that the right choice has chance 1 /
    70; two-sided, all the wrong ones tell as much.

    Examples
    --------
    >>> from itertools import combinations
    >>> from antq_analysis.measures.effects.starts import starts
    >>> counts = [[20, 10], [20, 11], [20, 9], [20, 10], [20, 20], [20, 21], [20, 19], [20, 20]]
    >>> ways = [np.where(np.isin(np.arange(8), four), 2, np.nan) for four in combinations(range(8), 4)]
    >>> began = starts(ways[0], [1, 2])
    >>> found = randomization_test(counts, np.ones((8, 2)), began, np.array(ways[1:]), np.arange(8))
    >>> round(found.p_value / 2 * 70, 9)
    1.0
    """
    treated = began.treated
    y = np.where(np.isnan(treated), np.nan, np.asarray(events, dtype=float))
    base = np.asarray(exposure, dtype=float) * np.exp(null * np.nan_to_num(treated))
    fit = fit_poisson(y, base)
    labels = np.unique(np.asarray(clusters), return_inverse=True)[1]
    found = _statistics(fit, _places(np.vstack([began.start, vectors]), began.years), labels)
    true, others = float(found[0]), found[1:]
    far = np.abs(others) >= abs(true) * (1 - 1e-12)
    return Randomized(float((1 + far.sum()) / (1 + len(others))), true, others)


def randomization_interval(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    began: Starts,
    vectors: Floats,
    clusters: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> tuple[float, float]:
    """Give the logarithms of rate ratios that permuted adoption does not reject.

    Parameters
    ----------
    events, exposure, began, vectors, clusters
        As for :func:`randomization_test`; the same vectors serve every ratio.
    level
        Coverage.

    Returns
    -------
    tuple of float
        Lower and upper limit, to a thousandth; infinite where even a ratio of 20 is not rejected.
    """
    treated = began.treated
    y = np.where(np.isnan(treated), np.nan, np.asarray(events, dtype=float))
    centre = float(fit_poisson(y, exposure, [treated]).terms[0])

    def beyond(away: float, side: int) -> float:
        null = centre + side * away
        p = randomization_test(events, exposure, began, vectors, clusters, null=null).p_value
        return p - (1 - level)

    ends = []
    for side in (-1, 1):
        sure = beyond(_FARTHEST, side) < 0
        away = brentq(beyond, 0.0, _FARTHEST, args=(side,), xtol=_FINE) if sure else np.inf
        ends.append(centre + side * away)
    return ends[0], ends[1]


def _places(starts: Floats, years: Floats) -> Ints:
    """Position of the first treated year, the number of years for never."""
    return np.searchsorted(years, np.where(np.isnan(starts), np.inf, starts))


def _statistics(fit: PoissonFit, places: Ints, labels: Ints) -> Floats:
    """Give the studentised score of every adoption vector."""
    some = fit.used.any(axis=1)
    order = np.flatnonzero(some)[np.argsort(labels[some], kind="stable")]
    left, mean = fit.residuals[order], fit.fitted[order]
    score, cross = _from_start(left), _crossed(mean)
    edges = np.flatnonzero(np.diff(labels[order], prepend=-1))
    years = np.add.reduceat(left[:, 1:], edges, axis=0)
    units, step = np.arange(len(order)), max(1, _AT_ONCE // cross[:, 0].size)
    found = []
    for begin in range(0, len(places), step):
        drawn = places[begin : begin + step][:, order]
        on_years = cross[units, drawn].sum(axis=1) @ fit.bread
        by_cluster = np.add.reduceat(score[units, drawn], edges, axis=1) - on_years @ years.T
        found.append(by_cluster.sum(axis=1) / np.sqrt((by_cluster**2).sum(axis=1)))
    return np.concatenate(found)


def _from_start(values: Floats) -> Floats:
    """Add up every unit's values from each year to the last, shape (units, years + 1)."""
    sums = np.cumsum(values[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate([sums, np.zeros((len(values), 1))], axis=1)


def _crossed(mean: Floats) -> Floats:
    """Give each unit's information shared by a start and the effect of a year, shape (units, years + 1, years - 1)."""
    years = mean.shape[1]
    later = np.arange(years)[None, 1:] >= np.arange(years + 1)[:, None]
    share = (mean / mean.sum(axis=1, keepdims=True))[:, None, 1:]
    return np.asarray(mean[:, None, 1:] * later - share * _from_start(mean)[:, :, None])
