"""Exact intervals for counts, shares and ratios of two rates."""

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
LEVEL = 0.95


def poisson_interval(events: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Exact interval of a Poisson count.

    Parameters
    ----------
    events
        Counts, any shape; NaN gives NaN.
    level
        Coverage.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limits of the expected count, same shape.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    >>> low, high = poisson_interval(10)
    >>> round(float(low), 4), round(float(high), 4)
    (4.7954, 18.3904)
    """
    count = np.asarray(events, dtype=float)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(count > 0, stats.chi2.ppf(tail, 2 * count) / 2, 0.0)
        high = stats.chi2.ppf(1 - tail, 2 * count + 2) / 2
    return np.where(np.isnan(count), np.nan, low), high


def share_interval(part: npt.ArrayLike, whole: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Exact interval of a share.

    Parameters
    ----------
    part, whole
        Counts with ``0 <= part <= whole``; NaN or an empty base gives NaN.
    level
        Coverage.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limits of the share of one.

    References
    ----------
    Clopper, C. and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in the case of the
    binomial. Biometrika 26, 404-413. The example is that of Newcombe, R. G. (1998), Statistics in Medicine 17, 857-872,
    table I, method 5.

    Examples
    --------
    >>> low, high = share_interval(81, 263)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2527, 0.3676)
    """
    some, base = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    tail = (1 - level) / 2
    known = np.isfinite(some) & np.isfinite(base) & (base > 0) & (some <= base)
    with np.errstate(invalid="ignore"):
        low = np.where(some > 0, stats.beta.ppf(tail, some, base - some + 1), 0.0)
        high = np.where(some < base, stats.beta.ppf(1 - tail, some + 1, base - some), 1.0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def wilson_interval(part: npt.ArrayLike, whole: npt.ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval of a share that covers as often as it says on average, where the exact one covers more often.

    Parameters
    ----------
    part, whole
        Counts with ``0 <= part <= whole``; NaN or an empty base gives NaN.
    level
        Coverage.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limits of the share of one.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 22, 209-212. The example is that of Newcombe, R. G. (1998), Statistics in Medicine 17,
    857-872, table I, method 3.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2553, 0.3662)
    """
    some, base = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    z = stats.norm.ppf((1 + level) / 2)
    known = np.isfinite(some) & np.isfinite(base) & (base > 0) & (some <= base)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (some + z**2 / 2) / (base + z**2)
        reach = z * np.sqrt(some * (base - some) / base + z**2 / 4) / (base + z**2)
    low, high = np.maximum(middle - reach, 0.0), np.minimum(middle + reach, 1.0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def rate_ratio(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    exposure_before: npt.ArrayLike = 1.0,
    exposure_after: npt.ArrayLike = 1.0,
    level: float = LEVEL,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Ratio of two Poisson rates with its exact conditional interval and p value.

    Given the sum of the two counts, the later one is binomial; its exact interval turns into one for the ratio.

    Parameters
    ----------
    before, after
        Counts of the two periods.
    exposure_before, exposure_after
        Their exposures, in one unit.
    level
        Coverage.

    Returns
    -------
    tuple of numpy.ndarray
        Ratio (after over before), lower limit, upper limit, two-sided p value of "no change". A ratio over zero
        events is infinite; without any event it is NaN and p is 1.

    References
    ----------
    Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika
    31, 313-323. The two-sided p value follows the rule of minimum likelihood. The example is that of R's
    ``poisson.test``, lung cancer at ages 55-59 in Fredericia (11 cases in 800 person-years) and three other towns of
    Denmark (21 in 3011), from Andersen, E. B. (1977): ratio 1.971488, 0.8584264 to 4.2772659, p = 0.07967. That of 5
    after 7 is worked by hand: of 12 events 5 or fewer, or 7 or more, with one half.

    Examples
    --------
    >>> ratio, low, high, p = rate_ratio(21, 11, 3011, 800)
    >>> round(float(ratio), 6), round(float(low), 7), round(float(high), 7), round(float(p), 5)
    (1.971488, 0.8584264, 4.2772659, 0.07967)
    >>> ratio, low, high, p = rate_ratio(7, 5)
    >>> round(float(ratio), 2), round(float(low), 2), round(float(high), 2), round(float(p), 2)
    (0.71, 0.18, 2.61, 0.77)
    """
    shape = np.broadcast(before, after, exposure_before, exposure_after).shape
    first, second, base, later = (
        np.broadcast_to(np.asarray(values, dtype=float), shape)
        for values in (before, after, exposure_before, exposure_after)
    )
    low, high = share_interval(second, first + second, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = base / later
        ratio = second / first * scale
        limits = low / (1 - low) * scale, high / (1 - high) * scale
    return ratio, limits[0], limits[1], _binomial_p(first, second, base, later)


def _binomial_p(first: Floats, second: Floats, base: Floats, later: Floats) -> Floats:
    """Add up the chances of all outcomes that are no more likely than the one seen, given the sum."""
    with np.errstate(divide="ignore", invalid="ignore"):
        known = np.isfinite(first + second + base + later) & (base > 0) & (later > 0)
        chance = np.where(known, later / (base + later), 0.5)
    total, seen = (np.round(np.where(known, part, 0.0)) for part in (first + second, second))
    # Turned round where the outcome lies above its mean, so that the other tail is always the upper one.
    above = seen > total * chance
    seen, chance = np.where(above, total - seen, seen), np.where(above, 1 - chance, chance)
    as_likely = stats.binom.pmf(seen, total, chance) * (1 + 1e-7)
    low, high = np.ceil(total * chance), total + 1
    while (low < high).any():
        middle = np.floor((low + high) / 2)
        beyond = stats.binom.pmf(middle, total, chance) <= as_likely
        low, high = np.where(beyond, low, np.minimum(middle + 1, high)), np.where(beyond, middle, high)
    tails = stats.binom.cdf(seen, total, chance) + stats.binom.sf(high - 1, total, chance)
    return np.where(known, np.where(seen == total * chance, 1.0, np.minimum(tails, 1.0)), np.nan)
