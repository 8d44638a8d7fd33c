"""What each commune usually has, as far as two years tell, and how far single years stray from it."""

from dataclasses import dataclass

import numpy as np

from antq_analysis.measures.association.resamples import Floats
from antq_analysis.measures.empirical_bayes import global_prior

_TINY = 1e-12


@dataclass(frozen=True)
class Risk:
    """The usual rates of communes in the base year, with what is not known of them.

    Parameters
    ----------
    mean, variance
        Of the usual rate of each commune given its counts, shape (n,).
    stray
        Variance of the factor by which the rate of a single year strays from the usual one, beyond the chance of
        counts.
    factor
        By what the rate of the whole province changed.
    """

    mean: Floats
    variance: Floats
    stray: float
    factor: float

    def draw(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """Draw usual rates.

        Parameters
        ----------
        rng
            Source of chance.
        shape
            Runs and communes.

        Returns
        -------
        numpy.ndarray
            Gamma rates of that shape.
        """
        return _gamma(rng, self.mean, self.variance, shape)

    def count(self, rng: np.random.Generator, rates: Floats, exposure: Floats) -> Floats:
        """Draw the counts of one year.

        Parameters
        ----------
        rng
            Source of chance.
        rates
            Rates of that year, shape (runs, n).
        exposure
            Shape (n,).

        Returns
        -------
        numpy.ndarray
            Counts of the shape of `rates`, negative binomial.
        """
        if self.stray > _TINY:
            rates = rates * rng.gamma(1 / self.stray, self.stray, rates.shape)
        return rng.poisson(rates * exposure).astype(float)


def usual_risk(before: tuple[Floats, Floats], after: tuple[Floats, Floats], *, from_base: bool) -> Risk:
    """Estimate the usual rates of communes by empirical Bayes from two years.

    What two years have in common is usual, what they have not is of one year. So the variance of usual rates is the
    covariance of both years, and the rest of their variance beyond that of Poisson counts is straying.

    Parameters
    ----------
    before, after
        Events and exposure of the base year and of a later one, each of shape (n,).
    from_base
        Estimate the rate of each commune from the base year alone; else from both.

    Returns
    -------
    Risk
        Linear empirical Bayes estimates; equal rates where the years have nothing in common.

    References
    ----------
    Marshall (1991), see :func:`antq_analysis.measures.empirical_bayes.global_prior`; the mean given the counts as in
    Hauer, E. (1997). Observational before-after studies in road safety. Pergamon, chapter 11.
    """
    (first, base), (second, later) = before, after
    level, now = (float(events.sum() / exposure.sum()) for events, exposure in (before, after))
    factor = now / level if level > 0 else 1.0
    rates = first / base, second / later / (factor or 1.0)
    weight = np.sqrt(base * later)
    common = float(np.average((rates[0] - level) * (rates[1] - level), weights=weight))
    of_year = [float(global_prior(first, base).variance), float(global_prior(second, later).variance)]
    beyond = (of_year[0] + of_year[1] / (factor or 1.0) ** 2) / 2
    common = float(np.clip(common, 0.0, beyond))
    own = beyond - common
    chance = [own + level / base, own + level / (factor or 1.0) / later]
    # A rate that is the mean of two years strays by half, and its chance is the mean of theirs over two.
    seen, noise = (
        (rates[0], chance[0]) if from_base else ((rates[0] + rates[1]) / 2, (chance[0] + chance[1]) / 4)
    )
    trust = common / np.maximum(common + noise, 1e-300)
    return Risk(
        mean=np.maximum(level + trust * (seen - level), 0.0),
        variance=common * (1 - trust),
        stray=own / (common + level**2) if level > 0 else 0.0,
        factor=factor,
    )


def _gamma(rng: np.random.Generator, mean: Floats, variance: Floats, shape: tuple[int, int]) -> Floats:
    certain = (variance <= _TINY * np.maximum(mean, _TINY) ** 2) | (mean <= 0)
    scale = np.where(certain, 1.0, variance) / np.where(mean > 0, mean, 1.0)
    drawn = rng.gamma(np.where(certain, 1.0, mean / scale), scale, shape)
    return np.where(certain, mean, drawn)
