"""What chance does to counts and to parts of a whole of one size: deviations, and the limits within which they lie."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]


def poisson_limits(expected: npt.ArrayLike, level: float) -> tuple[Floats, Floats]:
    """Limits of counts around what is expected, between whole numbers so that they run smoothly.

    Parameters
    ----------
    expected
        Expected counts, any shape.
    level
        Share of counts that lie between the limits, for instance 0.95.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limit, same shape; the lower one is never below 0.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24,
    1185-1202, appendix A.1.1.

    Examples
    --------
    Tables of the Poisson law print P(X <= 3) = .0103 and P(X <= 4) = .0293 for a mean of 10: the limit lies between.

    >>> low, high = poisson_limits(10, 0.95)
    >>> round(float(low), 2), round(float(high), 2)
    (3.78, 16.16)
    """
    mean = np.asarray(expected, dtype=float)
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        count = stats.poisson.ppf(tail, mean)
        part = (stats.poisson.cdf(count, mean) - tail) / stats.poisson.pmf(count, mean)
        ends.append(np.maximum(count - part, 0.0))
    return ends[0], ends[1]


def binomial_limits(whole: npt.ArrayLike, share: float, level: float) -> tuple[Floats, Floats]:
    """Limits of parts of a whole around what is expected, between whole numbers so that they run smoothly.

    Parameters
    ----------
    whole
        Sizes of the whole, any shape.
    share
        Expected share of one.
    level
        Share of counts that lie between the limits, for instance 0.95.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper limit of the part, same shape; between 0 and the whole.

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24,
    1185-1202, appendix A.1.1.

    Examples
    --------
    Tables of the binomial law print P(X <= 5) = .0207 and P(X <= 6) = .0577 for 20 and one half: it lies between.

    >>> low, high = binomial_limits(20, 0.5, 0.95)
    >>> round(float(low), 2), round(float(high), 2)
    (5.12, 13.88)
    """
    size = np.asarray(whole, dtype=float)
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        count = stats.binom.ppf(tail, size, share)
        part = (stats.binom.cdf(count, size, share) - tail) / stats.binom.pmf(count, size, share)
        ends.append(np.clip(count - part, 0.0, size))
    return ends[0], ends[1]


@dataclass(frozen=True)
class Law:
    """What chance does to the events of a unit, on the scale on which it does the same to all rates.

    The scale is the square root of rates, and of shares the angle whose sine is that root, with the corrections of
    Anscombe, F. J. (1948), The transformation of Poisson, binomial and negative-binomial data, Biometrika 35, 246-254.
    The variance on the scale is ``1 / (4 size)``.

    Parameters
    ----------
    part
        Whether events are a part of the exposure, as in a share (binomial), or events of a rate (Poisson).
    """

    part: bool = False

    def size(self, exposure: Floats) -> Floats:
        """Give the size of units.

        Parameters
        ----------
        exposure
            What the events are related to, shape (units,).

        Returns
        -------
        numpy.ndarray
            Same shape.
        """
        return np.asarray(exposure + 1 / 2 * self.part)

    def scaled(self, rate: npt.ArrayLike) -> Floats:
        """Put events over exposure on the scale.

        Parameters
        ----------
        rate
            Any shape.

        Returns
        -------
        numpy.ndarray
            Same shape.
        """
        root = np.sqrt(np.asarray(rate, dtype=float))
        return np.asarray(np.arcsin(np.minimum(root, 1.0)) if self.part else root)

    def rate(self, scaled: npt.ArrayLike) -> Floats:
        """Take events over exposure from the scale.

        Parameters
        ----------
        scaled
            As :meth:`scaled` gives it.

        Returns
        -------
        numpy.ndarray
            Same shape.
        """
        at = np.maximum(np.asarray(scaled, dtype=float), 0.0)
        return np.asarray(np.sin(np.minimum(at, np.pi / 2)) ** 2 if self.part else at**2)

    def deviations(self, events: Floats, exposure: Floats, overall: float) -> Floats:
        """Tell how far events lie from what is expected, in standard deviations of chance.

        Parameters
        ----------
        events, exposure
            Shape (units,).
        overall
            The rate that is expected.

        Returns
        -------
        numpy.ndarray
            Same shape.
        """
        seen = self.scaled((events + 3 / 8) / (exposure + 3 / 4 * self.part))
        return np.asarray(2 * np.sqrt(self.size(exposure)) * (seen - self._expected(exposure, overall)))

    def events_at(self, deviations: Floats, exposure: Floats, overall: float) -> Floats:
        """Give the events that lie so far from what is expected.

        Parameters
        ----------
        deviations, exposure, overall
            As for and from :meth:`deviations`.

        Returns
        -------
        numpy.ndarray
            Same shape; never below 0, nor above a whole.
        """
        at = self._expected(exposure, overall) + deviations / (2 * np.sqrt(self.size(exposure)))
        events = self.rate(at) * (exposure + 3 / 4 * self.part) - 3 / 8
        return np.asarray(np.clip(events, 0.0, exposure if self.part else np.inf))

    def limits(self, exposure: Floats, overall: float, level: float) -> tuple[Floats, Floats]:
        """Give the exact limits of events.

        Parameters
        ----------
        exposure, overall
            As for :meth:`deviations`.
        level
            Share of counts that lie between the limits, for instance 0.95.

        Returns
        -------
        tuple of numpy.ndarray
            Lower and upper limit, same shape.
        """
        if self.part:
            return binomial_limits(exposure, overall, level)
        return poisson_limits(overall * exposure, level)

    def p_values(self, events: Floats, exposure: Floats, overall: float) -> Floats:
        """Test that events are what is expected.

        Parameters
        ----------
        events, exposure, overall
            As for :meth:`deviations`.

        Returns
        -------
        numpy.ndarray
            Twice the smaller exact tail, at most 1, same shape.
        """
        law = stats.binom(exposure, overall) if self.part else stats.poisson(overall * exposure)
        return np.asarray(np.minimum(2 * np.minimum(law.cdf(events), law.sf(events - 1)), 1.0))

    def _expected(self, exposure: Floats, overall: float) -> Floats:
        return self.scaled((overall * exposure + 1 / 8) / (exposure + 1 / 4 * self.part))
