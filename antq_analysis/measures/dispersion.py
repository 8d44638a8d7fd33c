"""How much more communes differ than chance makes them, so that ordinary differences are not taken for findings."""

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
DISPERSIONS = ("additive", "multiplicative", "none")
_ROUNDS, _CLOSE = 200, 1e-9
WINSOR = 0.1
"""Share of deviations at each end that is pulled in, so that true outliers do not widen their own limits."""


def multiplicative_dispersion(z: npt.ArrayLike, winsor: float = WINSOR) -> float:
    """Estimate how many times chance the rates vary.

    Parameters
    ----------
    z
        Deviations in standard deviations of chance, shape (units,).
    winsor
        Share of deviations at each end that is set to the next one inwards, so that true outliers do not widen the
        limits by which they are judged.

    Returns
    -------
    float
        Mean of the squared deviations; 1 is chance alone.

    References
    ----------
    Spiegelhalter (2005), section 3.2; Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators.
    Quality and Safety in Health Care 14, 347-351.

    Examples
    --------
    >>> multiplicative_dispersion([-2, -1, 0, 1, 2], winsor=0)
    2.0
    """
    return float(np.mean(_winsorised(np.asarray(z, dtype=float), winsor) ** 2))


def additive_dispersion(
    values: npt.ArrayLike, variances: npt.ArrayLike, *, winsor: float = 0.0, rounds: int = _ROUNDS
) -> tuple[float, float]:
    """Estimate the variance of true values beyond that of chance, and their centre, by moments.

    Parameters
    ----------
    values, variances
        Estimates and the variances that chance gives them, shape (units,).
    winsor
        Share of deviations at each end that is pulled in; what that takes from a normal law is given back.
    rounds
        Most steps. The first is the estimate of DerSimonian and Laird, in which the largest units tell nearly all.

    Returns
    -------
    tuple of float
        Variance between units, never negative, at which their squared deviations add up to their number less one; and
        their mean, weighted by the precision that they have under it.

    References
    ----------
    Paule, R. C. and Mandel, J. (1982). Consensus values and weighting factors. Journal of Research of the National
    Bureau of Standards 87, 377-385. DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled
    Clinical Trials 7, 177-188, which Spiegelhalter (2005), section 3.3, takes. The example are the thirteen trials of
    Colditz et al. (1994) on BCG (logarithms of relative risks), for which R's metafor prints 0.3088 (method DL).

    Examples
    --------
    >>> risks = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713]
    >>> risks += [-0.3394, 0.4459, -0.0173]
    >>> chance = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124]
    >>> chance += [0.5325, 0.0714]
    >>> round(additive_dispersion(risks, chance, rounds=1)[0], 2)
    0.31
    """
    y, own = np.asarray(values, dtype=float), np.asarray(variances, dtype=float)
    between, step, left = 0.0, np.inf, _left_after(winsor)
    centre = float(np.average(y, weights=1 / own))
    for _ in range(rounds if len(y) > 1 else 0):
        weight = 1 / (own + between)
        centre = float(np.average(y, weights=weight))
        z = _winsorised((y - centre) * np.sqrt(weight), winsor)
        centre += float((np.sqrt(weight) * z).sum() / weight.sum())
        spare = weight.sum() - (weight**2).sum() / weight.sum()
        after = max(between + float(((z**2).sum() / left - (len(y) - 1)) / spare), 0.0)
        step, between = abs(after - between), after
        if step <= _CLOSE * between:
            break
    return between, centre


def inflation(z: Floats, size: Floats, dispersion: str) -> tuple[Floats, Floats]:
    """Estimate by how much the variance of every deviation exceeds that of chance, and around what.

    Parameters
    ----------
    z
        Deviations in standard deviations of chance, shape (units,).
    size
        Sizes of the units, of which the variance of chance is ``1 / (4 size)``, same shape.
    dispersion
        One of :data:`DISPERSIONS`.

    Returns
    -------
    tuple of numpy.ndarray
        Factors of the variance, at least 1, and the deviations of a unit of the ordinary rate, same shape.
    """
    if dispersion == "multiplicative":
        # Pulling in the ends takes variance from ordinary deviations too; what it takes is given back.
        pulled = _winsorised(z, WINSOR) / np.sqrt(_left_after(WINSOR))
        return np.full_like(z, max(float(np.mean(pulled**2)), 1.0)), np.zeros_like(z)
    if dispersion == "additive":
        error = 1 / (2 * np.sqrt(size))
        between, centre = additive_dispersion(z * error, error**2, winsor=WINSOR)
        return np.asarray(1 + between / error**2), np.asarray(centre / error)
    return np.ones_like(z), np.zeros_like(z)


def _winsorised(z: Floats, share: float) -> Floats:
    low, high = np.quantile(z, [share, 1 - share])
    return np.asarray(np.clip(z, low, high))


def _left_after(share: float) -> float:
    """Tell the variance of a standard normal law whose ends are pulled in."""
    if not share:
        return 1.0
    end = stats.norm.isf(share)
    return float(1 - 2 * share - 2 * end * stats.norm.pdf(end) + 2 * share * end**2)
