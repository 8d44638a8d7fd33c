"""Rates of places of unequal size on one scale, so that a small commune does not stand out by chance alone."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def eb_standardise(events: npt.ArrayLike, exposure: npt.ArrayLike, *, part: bool = False) -> Floats:
    """Standardise rates by their mean and by the variance that their own exposure lets expect.

    The variance of the rate of a unit is ``a + b / exposure``, with `b` the rate of all and `a` the variance between
    units beyond chance, by moments, or 0 where these fall below it.

    Parameters
    ----------
    events
        Counts, shape (n,).
    exposure
        What they are related to, shape (n,), above zero.
    part
        Whether events are a part of the exposure, as in a share; chance is then binomial, ``b (1 - b) / exposure``.

    Returns
    -------
    numpy.ndarray
        Deviations in standard deviations, shape (n,); zeros where no event differs from what is expected.

    References
    ----------
    Assuncao, R. M. and Reis, E. A. (1999). A new proposal to adjust Moran's I for population density. Statistics in
    Medicine 18, 2147-2162, with the moments of Marshall, R. J. (1991). Mapping disease and mortality rates using
    empirical Bayes estimators. Applied Statistics 40, 283-294. Assuncao and Reis keep an `a` below zero as long as the
    variance of the unit stays above it; that leaves the largest units next to no variance, so that one of them
    outweighs the map, though nothing but chance is there.

    Examples
    --------
    Equal rates deviate nowhere, and the same rate says less the smaller its base is.

    >>> eb_standardise([2, 4, 6], [1000, 2000, 3000]).tolist()
    [0.0, 0.0, 0.0]
    >>> small, large = eb_standardise([20, 200, 100, 1000], [1000, 10_000, 10_000, 100_000])[:2]
    >>> bool(small < large)
    True
    """
    count, base = np.asarray(events, dtype=float), np.asarray(exposure, dtype=float)
    rate = count / base
    overall = count.sum() / base.sum()
    chance = overall * (1 - overall) if part else overall
    between = (base * (rate - overall) ** 2).sum() / base.sum() - chance / base.mean()
    variance = max(between, 0.0) + chance / base
    deviation = rate - overall
    even = np.isclose(deviation, 0, atol=1e-12 * max(overall, 1e-300))
    return np.where(even, 0.0, deviation / np.sqrt(np.where(variance > 0, variance, 1.0)))
