"""Counts and beginnings in one likelihood: who begins may follow lasting risk, last year's count, all history, or size.

Offices see counts as often as rates: a count is a rate times people, so people are among the reasons to begin.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.verdict.carried import precision
from antq_analysis.measures.verdict.counts import Counts

Floats = npt.NDArray[np.float64]

_ROUNDS, _HALVINGS, _CLOSE, _LARGEST = 60, 12, 1e-8, 30.0


@dataclass(frozen=True)
class Coefficients:
    """The coefficients of the joint model by name.

    Parameters
    ----------
    effect
        Logarithm of the ratio of rates with and without a model.
    years
        Shape (years,), logarithms of rates.
    odds
        Shape (rounds,), log odds to begin in each year in which some did.
    on_level, on_seen
        What lasting risk, and what offices see (shape (3,): last year's rate, that of all earlier years, people), add
        to the log odds.
    level_sd, shock_sd
        Logarithms of the standard deviations of lasting risk and of yearly shocks.
    carry
        Inverse hyperbolic tangent of how much of a shock is left a year later.
    """

    effect: float
    years: Floats
    odds: Floats
    on_level: float
    on_seen: Floats
    level_sd: float
    shock_sd: float
    carry: float


@dataclass(frozen=True)
class Modes:
    """The likeliest risks of every commune, given the coefficients.

    Parameters
    ----------
    risk
        Shape (communes, 1 + years): lasting risk, then the shocks of the years.
    expected
        Shape (communes, years), counts.
    chance
        Shape (communes, rounds), to begin.
    spread
        Shape (communes, 1 + years, 1 + years), inverse of the curvature.
    value
        Shape (communes,), logarithm of the integrand there.
    """

    risk: Floats
    expected: Floats
    chance: Floats
    spread: Floats
    value: Floats


@dataclass(frozen=True)
class Joint:
    r"""The joint likelihood of counts and beginnings, commune by commune.

    .. math:: y_{it} \sim \mathrm{Poisson}(e_{it} \exp(\gamma_t + \beta D_{it} + a_i + u_{it})), \qquad
        \operatorname{logit} P(i \text{ begins in } r) = c_r + d_a a_i + d_1 W_{1,ir} + d_2 W_{2,ir} + d_3 W_{3,ir},

    with :math:`a_i \sim N(0, \sigma_a^2)`, shocks :math:`u_i` of variance :math:`\sigma_u^2` and correlation
    :math:`\rho^{|t-s|}`; :math:`W_1 = \log((y_{i,r-1} + 1/2) / e_{i,r-1})`, :math:`W_2 = \log((\sum_{t<r} y_{it} +
    1/2) / \sum_{t<r} e_{it} \bar r_t)` and :math:`W_3 = \log e_{i,r-1}`, each standardised among those that could
    begin; placement by last year's count has :math:`d_1` and :math:`d_3` alike. A commune's risks are integrated out by
    Laplace's method.

    Parameters
    ----------
    counts
        Counts and beginnings.
    possible, happened
        Shape (communes, rounds), 1 where a commune could begin, and where it did.
    observed
        Shape (3, communes, rounds), what offices see of a commune, standardised.

    References
    ----------
    Heckman, J. J. (1979). Sample selection bias as a specification error. Econometrica 47, 153-161. Wu, M. C. and
    Carroll, R. J. (1988). Biometrics 44, 175-188 (a risk shared by outcome and choice). Breslow, N. E. and Clayton, D.
    G. (1993). Approximate inference in generalized linear mixed models. JASA 88, 9-25. The combination is this
    package's.
    """

    counts: Counts
    possible: Floats
    happened: Floats
    observed: Floats

    @property
    def at(self) -> tuple[int, int]:
        """Positions of the first of the odds and of the first slope among all coefficients."""
        first = 1 + len(self.counts.years)
        return first, first + self.possible.shape[1]

    @property
    def size(self) -> int:
        """Number of coefficients."""
        return self.at[1] + 7

    def named(self, theta: Floats) -> Coefficients:
        """Give the coefficients by name.

        Parameters
        ----------
        theta
            Shape (size,).

        Returns
        -------
        Coefficients
            The same.
        """
        odds, slopes = self.at
        level_sd, shock_sd, carry = (float(part) for part in theta[-3:])
        on_seen = theta[slopes + 1 : slopes + 4]
        return Coefficients(
            float(theta[0]),
            theta[1:odds],
            theta[odds:slopes],
            float(theta[slopes]),
            on_seen,
            level_sd,
            shock_sd,
            carry,
        )

    def modes(self, own: Coefficients, start: Floats) -> Modes:
        """Find the likeliest risks of every commune by Newton steps, halved for those that get worse.

        Parameters
        ----------
        own
            The coefficients.
        start
            Shape (communes, 1 + years), where to begin.

        Returns
        -------
        Modes
            At the mode.
        """
        lines = self._lines(own)
        risk, value, moved = start, self._log(own, lines, start), np.inf
        for _ in range(_ROUNDS):
            expected, chance = self._expected(own, lines, risk)
            slope, curve = self._climb(own, risk, expected, chance)
            if moved < _CLOSE:
                break
            step, part = np.linalg.solve(curve, slope[:, :, None])[:, :, 0], np.ones((len(risk), 1))
            for _ in range(_HALVINGS):
                new = self._log(own, lines, risk + part * step)
                worse = new < value - 1e-8 * np.abs(value)
                if not worse.any():
                    break
                part[worse] /= 2
            risk, value, moved = risk + part * step, new, float(np.abs(part * step).max())
        return Modes(risk, expected, chance, np.asarray(np.linalg.inv(curve)), value)

    def _lines(self, own: Coefficients) -> tuple[Floats, Floats]:
        counts = self.counts
        rate = counts.log_exposure + own.years + own.effect * counts.treated
        return rate, own.odds + np.tensordot(own.on_seen, self.observed, 1)

    def shocks(self, own: Coefficients) -> Floats:
        """Give the precision of a commune's shocks.

        Parameters
        ----------
        own
            The coefficients.

        Returns
        -------
        numpy.ndarray
            Shape (years, years).
        """
        return np.asarray(precision(self.counts.lags, np.tanh(own.carry)) * np.exp(-2 * own.shock_sd))

    def _log(self, own: Coefficients, lines: tuple[Floats, Floats], risk: Floats) -> Floats:
        rate, odds = lines[0] + risk[:, :1] + risk[:, 1:], lines[1] + own.on_level * risk[:, :1]
        y, seen = self.counts.events, self.counts.seen
        counted = (y * rate - seen * np.exp(np.minimum(rate, _LARGEST))).sum(axis=1)
        began = (self.possible * (self.happened * odds - np.logaddexp(0, odds))).sum(axis=1)
        shocks = ((risk[:, 1:] @ self.shocks(own)) * risk[:, 1:]).sum(axis=1)
        return np.asarray(counted + began - (np.exp(-2 * own.level_sd) * risk[:, 0] ** 2 + shocks) / 2)

    def _expected(
        self, own: Coefficients, lines: tuple[Floats, Floats], risk: Floats
    ) -> tuple[Floats, Floats]:
        rate = np.minimum(lines[0] + risk[:, :1] + risk[:, 1:], _LARGEST)
        odds = np.clip(lines[1] + own.on_level * risk[:, :1], -500, 500)
        return self.counts.seen * np.exp(rate), 1 / (1 + np.exp(-odds))

    def _climb(
        self, own: Coefficients, risk: Floats, expected: Floats, chance: Floats
    ) -> tuple[Floats, Floats]:
        """Give slope and curvature of the integrand in the risks."""
        tight, shocks = np.exp(-2 * own.level_sd), self.shocks(own)
        surprise, missed = (self.happened - chance) * self.possible, self.counts.events - expected
        doubt = (chance * (1 - chance) * self.possible).sum(axis=1)
        own_year = np.arange(1, risk.shape[1])
        slope = np.empty(risk.shape)
        slope[:, 0] = missed.sum(axis=1) + own.on_level * surprise.sum(axis=1) - tight * risk[:, 0]
        slope[:, 1:] = missed - risk[:, 1:] @ shocks
        curve = np.empty((*risk.shape, risk.shape[1]))
        curve[:, 1:, 1:] = shocks
        curve[:, own_year, own_year] += expected
        curve[:, 0, 1:] = curve[:, 1:, 0] = expected
        curve[:, 0, 0] = tight + expected.sum(axis=1) + own.on_level**2 * doubt
        return slope, curve


def joint_of(counts: Counts) -> Joint:
    """Set up the joint likelihood.

    Parameters
    ----------
    counts
        Counts and beginnings.

    Returns
    -------
    Joint
        With what offices see standardised; what is not known counts as the mean.
    """
    rounds = [r for r in range(1, len(counts.years)) if (counts.first == r).any()]
    possible = np.stack([counts.first >= r for r in rounds], axis=1).astype(float)
    happened = np.stack([counts.first == r for r in rounds], axis=1).astype(float)
    y, people = counts.events, counts.exposure
    rate = y.sum(axis=0) / np.maximum(people.sum(axis=0), np.finfo(float).tiny)
    last = [(y[:, r - 1], people[:, r - 1]) for r in rounds]
    earlier = [(y[:, :r].sum(axis=1), (people[:, :r] * rate[:r]).sum(axis=1)) for r in rounds]
    observed = [[_relative(*pair) for pair in kind] for kind in (last, earlier)]
    observed.append([np.log(np.where(base > 0, base, np.nan)) for _, base in last])
    standardised = [_standardised(np.stack(kind, axis=1), possible) for kind in observed]
    return Joint(counts, possible, happened, np.stack(standardised))


def _relative(events: Floats, base: Floats) -> Floats:
    return np.where(base > 0, np.log((events + 0.5) / np.where(base > 0, base, 1.0)), np.nan)


def _standardised(values: Floats, possible: Floats) -> Floats:
    weight = possible * np.isfinite(values)
    known, several = np.where(np.isfinite(values), values, 0.0), np.maximum(weight.sum(axis=0), 1.0)
    mean = (known * weight).sum(axis=0) / several
    spread = (((known - mean) ** 2) * weight).sum(axis=0) / several
    return np.where(np.isfinite(values), (known - mean) / np.sqrt(spread + 1e-12), 0.0)
