"""A band that holds all estimates of a set at once."""

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.clustered import LEVEL, ClusterRobust

Floats = npt.NDArray[np.float64]
DRAWS = 20_000


def band(
    found: ClusterRobust, *, level: float = LEVEL, draws: int = DRAWS, seed: int = 0
) -> tuple[Floats, Floats]:
    """Give limits such that all true values lie within theirs as often as stated (sup-t).

    Parameters
    ----------
    found
        Estimates with their covariance; those without a standard error take no part.
    level
        Coverage of all together.
    draws
        Number of draws of the largest of the t values.
    seed
        Of the draws.

    Returns
    -------
    tuple of numpy.ndarray
        ``estimate -+ c * error``; c is the quantile of the largest of t values that are correlated as the estimates
        are, with as many degrees of freedom as clusters less one. One estimate gets its plain interval, up to the
        draws.

    References
    ----------
    Montiel Olea, J. L. and Plagborg-Møller, M. (2019). Simultaneous confidence bands: theory, implementation, and an
    application to SVARs. Journal of Applied Econometrics 34, 1-17. The example: Stoline, M. R. and Ury, H. K. (1979),
    Technometrics 21, 87-93, print c = 2.83 for three independent estimates, 10 degrees of freedom and 5%; it is met to
    what the draws leave open.

    Examples
    --------
    >>> from antq_analysis.measures.effects.clustered import from_influence
    >>> alone = np.linalg.qr(np.random.default_rng(1).normal(size=(11, 3)))[0]
    >>> found = from_influence(np.zeros(3), alone, 1.0)
    >>> bool(np.allclose(band(found)[1] / found.errors, 2.83, atol=0.05))
    True
    """
    errors = found.errors
    some = errors > 0
    if not some.any():
        return found.estimates - errors, found.estimates + errors
    rng = np.random.default_rng(seed)
    scaled = np.sqrt(found.factor) * found.influence[:, some] / errors[some]
    scale = np.sqrt(rng.chisquare(found.freedom, draws) / found.freedom)
    largest = np.abs(rng.standard_normal((draws, len(scaled))) @ scaled).max(axis=1) / scale
    reach = np.quantile(largest, level) * errors
    return found.estimates - reach, found.estimates + reach
