"""A straight line in the logarithm of a rate, fitted to the counts of every unit at once."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

Floats = npt.NDArray[np.float64]
_ROUNDS, _CLOSE = 60, 1e-10
_FARTHEST, _WIDEST = 3.0, 1e3


@dataclass(frozen=True)
class LogLines:
    """Fitted lines: ``log E(events) = level + slope * year + steps + log(exposure)``.

    Parameters
    ----------
    level
        Shape (units,), the logarithm of the rate at year 0.
    slope, slope_se
        Shape (units,), change of the logarithm a year and its standard error.
    steps
        Shape (steps,), change of the logarithm at each break, the same for all units.
    steps_spread
        Shape (steps, steps), covariance of the steps.
    leaning
        Shape (units, steps), by how much the slope of a unit falls where a step is larger by one.
    fitted
        Shape (units, years), expected events; NaN where there is no figure.
    dispersion
        a of the variance ``m + a m**2``; 0 is Poisson.
    pearson
        Sum of squared Pearson residuals under that variance.
    freedom
        Degrees of freedom that are left.
    """

    level: Floats
    slope: Floats
    slope_se: Floats
    steps: Floats
    steps_spread: Floats
    leaning: Floats
    fitted: Floats
    dispersion: float
    pearson: float
    freedom: int

    @property
    def steps_se(self) -> Floats:
        """Standard errors of the steps, shape (steps,)."""
        return np.asarray(np.sqrt(np.diagonal(self.steps_spread)))

    def slope_se_with(self, steps_se: npt.ArrayLike) -> Floats:
        """Compute the standard errors of the slopes where the steps are known less well than the fit says.

        Parameters
        ----------
        steps_se
            Standard errors of the steps, shape (steps,); those of the fit where they are smaller.

        Returns
        -------
        numpy.ndarray
            Shape (units,).
        """
        wider = np.maximum(np.asarray(steps_se, dtype=float) / self.steps_se, 1.0)
        more = self.steps_spread * (np.outer(wider, wider) - 1)
        return np.asarray(
            np.sqrt(self.slope_se**2 + np.einsum("ns,st,nt->n", self.leaning, more, self.leaning))
        )


def fit_log_lines(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    years: npt.ArrayLike,
    steps: npt.ArrayLike | None = None,
    *,
    dispersion: float | None = None,
) -> LogLines:
    """Fit a line to the logarithm of the rate of every unit, each with its own level and slope.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure. Every unit has events in at least two years.
    years
        Shape (years,).
    steps
        Shape (years, steps): 0 before a break and 1 after it. A step is one ratio for all units.
    dispersion
        a of the negative binomial variance ``m + a m**2``; by default one value for all units is estimated so that the
        squared Pearson residuals add up to their degrees of freedom, 0 (Poisson) where they add up to less.

    Returns
    -------
    LogLines
        Maximum likelihood estimates given the dispersion.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized linear models, 2nd ed., chapter 6. Breslow, N. E. (1984).
    Extra-Poisson variation in log-linear models. Applied Statistics 33, 38-44 (the dispersion). The example is Dobson,
    A. J. (1990), An introduction to generalized linear models, deaths from AIDS in Australia 1983-86 by quarter.

    Examples
    --------
    >>> deaths = [0, 1, 2, 3, 1, 4, 9, 18, 23, 31, 20, 25, 37, 45]
    >>> line = fit_log_lines([deaths], np.ones((1, 14)), np.arange(1, 15), dispersion=0.0)
    >>> round(float(line.level[0]), 4), round(float(line.slope[0]), 4), round(float(line.slope_se[0]), 5)
    (0.3396, 0.2565, 0.02204)
    """
    y = np.atleast_2d(np.asarray(events, dtype=float))
    base = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    when = np.asarray(years, dtype=float)
    common = (
        np.zeros((len(when), 0)) if steps is None else np.asarray(steps, dtype=float).reshape(len(when), -1)
    )
    known = np.isfinite(y) & (base > 0)
    y, base = np.where(known, y, 0.0), np.where(known, base, 0.0)
    middle = float(when.mean())
    own = np.stack([np.ones_like(when), when - middle], axis=1)
    if dispersion is not None:
        fit = _newton(y, base, own, common, dispersion)
    else:
        fit = _newton(y, base, own, common, 0.0)
        if fit.pearson > fit.freedom > 0:
            fit = _with_dispersion(y, base, own, common, fit)
    fitted = np.where(known, fit.fitted, np.nan)
    return replace(fit, level=fit.level - fit.slope * middle, fitted=fitted)


def _with_dispersion(y: Floats, base: Floats, own: Floats, common: Floats, fit: LogLines) -> LogLines:
    """Find the dispersion at which the Pearson residuals add up to their degrees of freedom."""
    high = 0.1
    while (wide := _newton(y, base, own, common, high)).pearson > fit.freedom:
        high *= 4
        if high > _WIDEST:
            return wide

    def excess(a: float) -> float:
        return _newton(y, base, own, common, a).pearson - fit.freedom

    return _newton(y, base, own, common, float(brentq(excess, 0.0, high, xtol=1e-9, rtol=1e-9)))


def _newton(y: Floats, base: Floats, own: Floats, common: Floats, a: float) -> LogLines:
    known = base > 0
    log_base = np.log(np.where(known, base, 1.0))
    beta = np.zeros((len(y), 2))
    beta[:, 0] = np.log(y.sum(axis=1) / np.where(known, base, 0.0).sum(axis=1))
    gamma = np.zeros(common.shape[1])
    for _ in range(_ROUNDS):
        mean = np.where(known, np.exp(beta @ own.T + common @ gamma + log_base), 0.0)
        inner, cross, shared = _information(mean, own, common, a)
        residual = (y - mean) / (1 + a * mean)
        solved = np.linalg.solve(inner, np.dstack([cross, (residual @ own)[:, :, None]]))
        toward, alone = solved[:, :, :-1], solved[:, :, -1]
        left = residual.sum(axis=0) @ common - np.einsum("nks,nk->s", cross, alone)
        move = np.linalg.solve(shared, left) if len(gamma) else gamma
        change = np.clip(alone - toward @ move, -_FARTHEST, _FARTHEST)
        beta, gamma = beta + change, gamma + move
        if max(np.abs(change).max(initial=0), np.abs(move).max(initial=0)) < _CLOSE:
            break
    mean = np.where(known, np.exp(beta @ own.T + common @ gamma + log_base), 0.0)
    inner, cross, shared = _information(mean, own, common, a)
    toward = np.linalg.solve(inner, cross)
    spread = np.linalg.inv(shared)
    # The uncertainty of a common step adds to that of every slope.
    covariance = np.linalg.inv(inner) + np.einsum("nks,st,nlt->nkl", toward, spread, toward)
    with np.errstate(invalid="ignore"):
        squares = np.where(known, (y - mean) ** 2 / (mean * (1 + a * mean)), 0.0)
    return LogLines(
        level=beta[:, 0],
        slope=beta[:, 1],
        slope_se=np.sqrt(covariance[:, 1, 1]),
        steps=gamma,
        steps_spread=np.asarray(spread, dtype=np.float64),
        leaning=np.asarray(toward[:, 1, :], dtype=np.float64),
        fitted=mean,
        dispersion=a,
        pearson=float(np.nansum(squares)),
        freedom=int(known.sum()) - 2 * len(y) - len(gamma),
    )


def _information(mean: Floats, own: Floats, common: Floats, a: float) -> tuple[Floats, Floats, Floats]:
    """Give the expected information: of each unit, between unit and steps, and of the steps after the units."""
    weight = mean / (1 + a * mean)
    inner = np.einsum("nt,tk,tl->nkl", weight, own, own)
    cross = np.einsum("nt,tk,ts->nks", weight, own, common)
    whole = np.einsum("nt,ts,tr->sr", weight, common, common)
    return inner, cross, whole - np.einsum("nks,nkr->sr", cross, np.linalg.solve(inner, cross))
