"""Rates drawn towards a mean as far as their own counts are too few to carry them, with limits."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats

Floats = npt.NDArray[np.float64]
LEVEL = 0.95
_FARTHEST = 30.0


@dataclass(frozen=True)
class Prior:
    """How true rates lie about their mean, by Marshall's moments.

    Parameters
    ----------
    mean
        Mean rate b; shape () or (units,).
    variance
        Variance a of true rates, never negative; same shape.
    spread
        Variance of true rates for limits, above zero: what is left when the doubt about `variance` is counted in.
    mean_variance, spread_variance
        Variances of the estimates of `mean` and `variance`.
    """

    mean: Floats
    variance: Floats
    spread: Floats
    mean_variance: Floats
    spread_variance: Floats


def global_prior(events: npt.ArrayLike, exposure: npt.ArrayLike) -> Prior:
    """Estimate how rates vary over all units beyond the chance of their counts.

    Parameters
    ----------
    events, exposure
        Shape (units,), without gaps; exposures above zero.

    Returns
    -------
    Prior
        b [events per unit of exposure] is all events over all exposure, a [its square] what is left of the weighted
        variance of the rates after that of Poisson counts, 0 where nothing is left.

    References
    ----------
    Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators. Applied Statistics 40,
    283-294, p. 285. The variance for limits is the mean of a normal law of a (with its jackknife error) cut off at
    zero: a flat prior of a, after Morris, C. N. and Tang, R. (2011), Statistical Science 26, 271-287.

    Examples
    --------
    Equal rates vary by nothing but chance.

    >>> prior = global_prior([2, 4, 6], [1000, 2000, 3000])
    >>> float(prior.mean), float(prior.variance)
    (0.002, 0.0)
    """
    y, n = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    units, total, base, squares = len(y), y.sum(), n.sum(), (y**2 / n).sum()
    mean = total / base
    variance = _moment(total, base, squares, units)
    if units > 2:
        without = _moment(total - y, base - n, squares - y**2 / n, units - 1)
        error = np.sqrt((units - 1) / units * ((without - without.mean()) ** 2).sum())
    else:
        error = 0.0
    spread = _above_zero(variance, error)
    mean_variance = mean / base + spread * (n**2).sum() / base**2
    parts = (mean, max(float(variance), 0.0), spread, mean_variance, error**2)
    return Prior(*(np.asarray(part, dtype=float) for part in parts))


def local_prior(events: npt.ArrayLike, exposure: npt.ArrayLike, neighbours: sparse.csr_matrix) -> Prior:
    """Estimate mean and variance of the rates of every unit and its neighbours.

    Parameters
    ----------
    events, exposure
        Shape (units,), without gaps; exposures above zero.
    neighbours
        Shape (units, units): not zero where two units are neighbours. The unit itself always counts too.

    Returns
    -------
    Prior
        Shape (units,). The variance of six or seven rates is itself mostly chance, so that the limits rest on the mean
        of all neighbourhoods.

    References
    ----------
    Marshall (1991), p. 286, as :class:`esda.smoothing.Spatial_Empirical_Bayes` computes it.

    Examples
    --------
    In a row of three the first knows itself and the second, (1 + 5) / (1000 + 1000).

    >>> row = sparse.csr_matrix(np.eye(3, k=1) + np.eye(3, k=-1))
    >>> local_prior([1, 5, 9], [1000, 1000, 1000], row).mean.tolist()
    [0.003, 0.005, 0.007]
    """
    y, n = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    near = (sparse.csr_matrix(neighbours) != 0).astype(float)
    near = near.maximum(sparse.eye_array(len(y), format="csr"))
    total, base, squares, units = (near @ part for part in (y, n, y**2 / n, np.ones_like(y)))
    mean = total / base
    raw = _moment(total, base, squares, units)
    several = units > 1
    share = (near @ n**2) / base**2
    # The plain moment falls short by the part that the neighbourhood's own mean takes up.
    within = np.divide(raw + mean / base, 1 - share, out=np.zeros_like(y), where=several)
    pooled = float(np.average(within[several], weights=base[several])) if several.any() else 0.0
    doubt = global_prior(y, n).spread_variance
    spread = np.full_like(y, _above_zero(pooled, float(np.sqrt(doubt))))
    return Prior(mean, np.maximum(raw, 0.0), spread, mean / base + spread * share, np.full_like(y, doubt))


def shrink(events: npt.ArrayLike, exposure: npt.ArrayLike, prior: Prior) -> Floats:
    """Draw rates towards the mean of a prior.

    Parameters
    ----------
    events, exposure
        Shape (units,); NaN gives NaN.
    prior
        Mean and variance of the true rates.

    Returns
    -------
    numpy.ndarray
        Shape (units,): ``b + C (rate - b)`` with ``C = a / (a + b / exposure)``, the mean of the gamma law
        of the true rate given its count.

    References
    ----------
    Marshall (1991), p. 285. The example is Hauer, E., Harwood, D. W., Council, F. M. and Griffith, M. S. (2002),
    Transportation Research Record 1784, 126-131: roads like one of 1.8 km have 2.41 accidents a km and year with 2.05 a
    km for the shape of the gamma law; it had 12 in a year, and 4.71 a km are expected of it.

    Examples
    --------
    >>> spread = 2.41**2 / (2.05 * 1.8)
    >>> roads = Prior(*map(np.float64, (2.41, spread, spread, 0.0, 0.0)))
    >>> round(float(shrink(12.0, 1.8, roads)), 2)
    4.71
    """
    rate = np.asarray(events, dtype=float) / np.asarray(exposure, dtype=float)
    return np.asarray(prior.mean + _weight(exposure, prior) * (rate - prior.mean))


def limits(
    events: npt.ArrayLike, exposure: npt.ArrayLike, prior: Prior, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Limits of the true rates behind shrunk ones.

    Parameters
    ----------
    events, exposure
        Shape (units,); NaN gives NaN.
    prior
        As :func:`global_prior` or :func:`local_prior` estimates it, with the doubt about it.
    level
        Share of the units whose true rate lies between its limits.

    Returns
    -------
    tuple of numpy.ndarray
        Limits of a gamma law with the shrunk rate m as its mean and as its variance the expected square of its error:
        ``(C^2 v + (1 - C)^2 spread) m / b + (1 - C)^2 var(b) + 2 var(spread) v^2 / (spread + v)^3``, where
        ``v = b / exposure``; the factor m / b because the variance of a count grows with its own mean.

    References
    ----------
    Clayton, D. and Kaldor, J. (1987). Empirical Bayes estimates of age-standardized relative risks for use in disease
    mapping. Biometrics 43, 671-681 (the gamma law); Kass, R. E. and Steffey, D. (1989), Journal of the American
    Statistical Association 84, 717-726 (adding the doubt about the prior).
    """
    weight = _weight(exposure, prior)
    mean = shrink(events, exposure, prior)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = prior.mean / np.asarray(exposure, dtype=float)
        known = weight**2 * chance + (1 - weight) ** 2 * prior.spread
        doubt = (1 - weight) ** 2 * prior.mean_variance
        doubt = doubt + 2 * prior.spread_variance * chance**2 / (prior.spread + chance) ** 3
        error = known * mean / prior.mean + doubt
    with np.errstate(divide="ignore", invalid="ignore"):
        shape, scale = mean**2 / error, error / mean
        low, high = (stats.gamma.ppf(tail, shape, scale=scale) for tail in ((1 - level) / 2, (1 + level) / 2))
    return low, high


def _weight(exposure: npt.ArrayLike, prior: Prior) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = prior.variance / (prior.variance + prior.mean / np.asarray(exposure, dtype=float))
    return np.where(prior.variance > 0, weight, 0.0)


def _moment(
    total: npt.ArrayLike, base: npt.ArrayLike, squares: npt.ArrayLike, units: npt.ArrayLike
) -> Floats:
    """Weighted variance of rates less what Poisson counts alone would show; below zero where that is more."""
    mean = np.asarray(total, dtype=float) / np.asarray(base, dtype=float)
    return np.asarray(np.asarray(squares) / base - mean**2 - mean * np.asarray(units) / base)


def _above_zero(variance: npt.ArrayLike, error: float) -> Floats:
    """Take the mean of a normal law cut off at zero."""
    value = np.asarray(variance, dtype=float)
    if error <= 0:
        return np.asarray(np.maximum(value, 0.0))
    z = np.maximum(value / error, -_FARTHEST)
    return np.asarray(error * (z + np.exp(stats.norm.logpdf(z) - stats.norm.logcdf(z))))
