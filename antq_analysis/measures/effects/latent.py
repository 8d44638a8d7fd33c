"""What a unit's counts, and whether it began, say about its risk: a normal law of its lasting and passing parts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.memory import Memory

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NODES, _SHARES = np.polynomial.hermite_e.hermegauss(7)
"""Points that stand for a standard normal law where an expectation has no formula."""
SHARES = _SHARES / _SHARES.sum()
_ROUNDS, _CLOSE, _STEP, _LARGEST, _LITTLE = 25, 1e-4, 1.0, 4.0, 1e-5


@dataclass(frozen=True)
class Beginnings:
    """Years in which units could begin, and how likely it was.

    Parameters
    ----------
    odds
        Shape (units, years), logarithm of the odds to begin, but for what the lasting risk adds.
    slope
        What the lasting risk adds to it, per unit of its logarithm.
    possible, happened
        Shape (units, years), whether the unit could begin in the year, and whether it did.
    """

    odds: Floats
    slope: float
    possible: Bools
    happened: Bools

    def until(self, last: npt.NDArray[np.intp]) -> "Beginnings":
        """Forget what came after some year of each unit.

        Parameters
        ----------
        last
            Shape (units,), position of the last year that counts.

        Returns
        -------
        Beginnings
            The same odds.
        """
        seen = np.arange(self.odds.shape[1]) <= last[:, None]
        return Beginnings(self.odds, self.slope, self.possible & seen, self.happened & seen)


@dataclass(frozen=True)
class Latent:
    """Normal laws of the risks of units.

    Parameters
    ----------
    mean
        Shape (units, 1 + years), of the lasting part and of the passing part of every year, in logarithms.
    spread
        Shape (units, 1 + years, 1 + years), covariance.
    """

    mean: Floats
    spread: Floats

    def risk(self) -> Floats:
        """Give the expected relative risk.

        Returns
        -------
        numpy.ndarray
            Shape (units, years).
        """
        return np.asarray(np.exp(self.mean[:, :1] + self.mean[:, 1:] + _variance(self.spread) / 2))


def parts(memory: Memory, years: int) -> Floats:
    """Give the covariance of the lasting part and the passing parts of consecutive years.

    Parameters
    ----------
    memory
        How long risk lasts.
    years
        Number of years.

    Returns
    -------
    numpy.ndarray
        Shape (1 + years, 1 + years).
    """
    whole = np.zeros((years + 1, years + 1))
    whole[0, 0] = memory.lasting
    whole[1:, 1:] = memory.covariance(years) - memory.lasting
    return whole + _LITTLE * np.eye(years + 1)


def posterior(
    events: Floats,
    expected: Floats,
    prior: Floats,
    begun: Beginnings,
    mean: Floats | None = None,
    *,
    rounds: int = _ROUNDS,
) -> Latent:
    r"""Find the normal law nearest to what counts and beginnings say about a unit's risk.

    Counts are :math:`y_{it} \sim \mathrm{Poisson}(E_{it} e^{u_i + s_{it}})`, beginnings Bernoulli with log odds
    :math:`o_{it} + b u_i`, and (u, s) normal with mean 0. Mean and covariance solve the equations of the variational
    Gaussian approximation; expectations of the logistic function are taken at seven points.

    Parameters
    ----------
    events, expected
        Shape (units, years); expected 0 where there is no figure.
    prior
        Covariance, as :func:`parts` gives it.
    begun
        Beginnings.
    mean
        Where to start from.
    rounds
        Most steps.

    Returns
    -------
    Latent
        One law for each unit.

    References
    ----------
    Opper, M. and Archambeau, C. (2009). The variational Gaussian approximation revisited. Neural Computation 21,
    786-792.
    """
    units, years = events.shape
    adds = np.concatenate([np.ones((years, 1)), np.eye(years)], axis=1)
    precise = np.linalg.inv(prior)
    middle = np.zeros((units, years + 1)) if mean is None else mean
    spread = np.broadcast_to(prior, (units, years + 1, years + 1))
    for _ in range(rounds):
        line = middle[:, :1] + middle[:, 1:] + _variance(spread) / 2
        fitted = expected * np.exp(np.minimum(line, _LARGEST))
        surprise, doubt = _logistic(middle[:, 0], spread[:, 0, 0], begun)
        slope = (events - fitted) @ adds - middle @ precise
        slope[:, 0] += begun.slope * surprise
        curve = precise + np.einsum("nt,tk,tl->nkl", fitted, adds, adds, optimize=True)
        curve[:, 0, 0] += begun.slope**2 * doubt
        spread = np.linalg.inv(curve)
        step = np.einsum("nkl,nl->nk", spread, slope)
        middle = middle + np.clip(step, -_STEP, _STEP)
        if np.abs(step).max(initial=0.0) < _CLOSE:
            break
    return Latent(middle, spread)


def _logistic(mean: Floats, variance: Floats, begun: Beginnings) -> tuple[Floats, Floats]:
    """Add up, over the years, how far beginnings were from expected, and how doubtful they were."""
    years = np.flatnonzero(begun.possible.any(axis=0))
    drawn = mean[:, None] + np.sqrt(variance)[:, None] * NODES
    chance = 1 / (1 + np.exp(-(begun.odds[:, years, None] + begun.slope * drawn[:, None, :])))
    could = begun.possible[:, years]
    surprise = ((begun.happened[:, years] - chance @ SHARES) * could).sum(axis=1)
    return surprise, np.asarray((((chance * (1 - chance)) @ SHARES) * could).sum(axis=1))


def _variance(spread: Floats) -> Floats:
    """Variance of the sum of the lasting part and each year's passing part, shape (units, years)."""
    own = np.diagonal(spread, axis1=1, axis2=2)[:, 1:]
    return np.asarray(spread[:, :1, 0] + 2 * spread[:, 0, 1:] + own)
