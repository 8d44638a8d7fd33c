"""Shocks that near communes share: which part of them, over what distance, and what that does to an estimate."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares
from scipy.spatial.distance import cdist

from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.counts import Counts, Ints

Floats = npt.NDArray[np.float64]

_BINS, _LEAST_PULL, _CONSTANT_PULL, _LARGEST_SHARE = 15, 0.03, 0.3, 0.97
_SHORTEST, _LONGEST, _CONSTANT, _FLOOR = 60, 2, 0.5, 0.2


@dataclass(frozen=True)
class Shared:
    """What near communes share of the shocks of a year.

    Parameters
    ----------
    share
        Of the variance.
    reach
        Distance over which the correlation falls to 1/e, in units of the places.
    """

    share: float
    reach: float


def blocks(places: Floats, size: int) -> list[Ints]:
    """Halve the map along its longer side until no part has too many communes.

    Parameters
    ----------
    places
        Shape (communes, dimensions).
    size
        Most communes of a part.

    Returns
    -------
    list of numpy.ndarray
        Positions of the communes of each part.
    """
    waiting, found = [np.arange(len(places))], []
    while waiting:
        part = waiting.pop()
        if len(part) <= size:
            found.append(part[np.argsort(_along(places[part]), kind="stable")])
        else:
            part = part[np.argsort(_along(places[part]), kind="stable")]
            waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
    return found


def _along(places: Floats) -> Floats:
    return places[:, np.argmax(np.ptp(places, axis=0))]


def shared_shocks(counts: Counts, effect: float, variance: float, carry: float) -> Shared:
    r"""Estimate from pairs of communes what they share.

    With :math:`E_{it} = y_{it} / m_{it} - 1`, the mean of :math:`E_{it} E_{jt}` of the same year holds what two
    communes share of lasting risk and of shocks, that of different years what they share of lasting risk and, by the
    carry-over, of shocks: two equations for two. The share of shocks in 15 bins of distance up to half the largest is
    fitted by :math:`s \exp(-d / r) + k`, least squares weighted by pairs with weak pulls.

    Parameters
    ----------
    counts
        Counts.
    effect
        Logarithm of the ratio with a model.
    variance, carry
        Of yearly shocks.

    Returns
    -------
    Shared
        Share and reach.
    """
    seen, (apart, both) = counts.lags > 0, _pairs(counts, effect, carry)
    top = float(apart.max())
    if not top > 0 or not seen.any():
        return Shared(0.0, 1.0)
    kept = apart < top / 2
    apart, both = apart[kept], both[kept]
    edges = np.quantile(apart, np.linspace(0, 1, _BINS + 1))
    place = np.clip(np.digitize(apart, edges) - 1, 0, _BINS - 1)
    several = np.bincount(place, minlength=_BINS)
    mean = [np.bincount(place, part, _BINS) / np.maximum(several, 1) for part in (apart, both)]
    seen_share = np.log(np.maximum(1 + mean[1], _FLOOR)) / variance
    return _fitted(mean[0], seen_share, np.maximum(several, 1), top)


def _pairs(counts: Counts, effect: float, carry: float) -> tuple[Floats, Floats]:
    """Give the distance of every pair within a part of the map, and the covariance of its shocks."""
    seen, lags = counts.seen, counts.lags
    between = float((carry ** lags[lags > 0]).mean()) if len(lags) > 1 else 0.0
    base = counts.exposure * np.exp(effect * counts.treated)
    level = counts.events.sum(axis=0) / np.maximum(base.sum(axis=0), np.finfo(float).tiny)
    expected = base * level
    excess = np.where(expected > 0, counts.events / np.where(expected > 0, expected, 1.0) - 1, 0.0)
    distances, covariances = [], []
    for part in blocks(counts.places, levels.BLOCK):
        upper = np.triu_indices(len(part), 1)
        own, known = excess[part], seen[part]
        distances.append(cdist(counts.places[part], counts.places[part])[upper])
        same, common = (own @ own.T)[upper], (known @ known.T)[upper]
        total, several = (np.outer(each.sum(axis=1), each.sum(axis=1))[upper] for each in (own, known))
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (same / common - (total - same) / (several - common)) / (1 - between)
        covariances.append(np.where(np.isfinite(found), found, 0.0))
    return np.concatenate(distances), np.concatenate(covariances)


def _fitted(apart: Floats, share: Floats, several: Floats, top: float) -> Shared:
    root, whole = np.sqrt(several), np.sqrt(several.sum())
    usual = np.log(top / levels.SMOOTH_PART)

    def miss(given: Floats) -> Floats:
        part, reach, constant = given
        off = (part * np.exp(-apart / np.exp(reach)) + constant - share) * root
        pulls = [
            (reach - usual) * whole * _LEAST_PULL,
            constant * whole * _CONSTANT_PULL,
            (part - levels.SMOOTH_SHARE) * whole * _LEAST_PULL,
        ]
        return np.concatenate([off, pulls])

    low = [0.0, np.log(top / _SHORTEST), -_CONSTANT]
    high = [_LARGEST_SHARE, np.log(top / _LONGEST), _CONSTANT]
    part, reach, _ = least_squares(miss, [0.5, usual, 0.0], bounds=(low, high)).x
    return Shared(float(part), float(np.exp(reach)))


def variance_of_pairs(
    counts: Counts, weights: Floats, shared: Shared, variance: float, carry: float
) -> float:
    r"""Give the variance of a weighted sum of shocks that different communes share.

    Parameters
    ----------
    counts
        Counts.
    weights
        Shape (communes, years), :math:`q_{it}`.
    shared
        What they share.
    variance, carry
        Of the shocks.

    Returns
    -------
    float
        :math:`\sigma^2 \sum_{i \ne j} s e^{-d_{ij} / r} \sum_{ts} \rho^{|t-s|} q_{it} q_{js}`, not below 0.
    """
    total, over_time = 0.0, carry**counts.lags
    for part in blocks(counts.places, levels.PAIRS):
        near = shared.share * np.exp(-cdist(counts.places[part], counts.places[part]) / shared.reach)
        np.fill_diagonal(near, 0.0)
        total += variance * float(((weights[part].T @ near @ weights[part]) * over_time).sum())
    return max(total, 0.0)
