"""How long risk lasts: what earlier counts of a unit say about its next one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

Floats = npt.NDArray[np.float64]

_CARRIES = np.linspace(0.0, 0.95, 20)
_ROUNDS, _CLOSE, _STEP, _LARGEST = 50, 1e-7, 1.0, 5.0
_LITTLE = 1e-4


@dataclass(frozen=True)
class Memory:
    """Covariance of the logarithms of relative risks: ``lasting + passing * carry ** |s - t|``.

    Parameters
    ----------
    lasting
        Variance of what stays with a unit.
    passing
        Variance of what comes and goes.
    carry
        How much of what passes is left a year later, 0 to 1.
    """

    lasting: float
    passing: float
    carry: float

    def covariance(self, years: int) -> Floats:
        """Covariance of consecutive years.

        Parameters
        ----------
        years
            Number of years.

        Returns
        -------
        numpy.ndarray
            Shape (years, years).
        """
        lags = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
        return np.asarray(self.lasting + self.passing * self.carry**lags)


def estimate_memory(events: Floats, expected: Floats) -> Memory:
    r"""Estimate by moments how relative risks resemble each other over the years.

    With :math:`z_{it} = y_{it} / E_{it} - 1`, the mean of :math:`z_{is} z_{it}` estimates the covariance of the
    risks at lag :math:`t - s`, as Poisson errors of two years are independent; at lag 0 their variance :math:`1 /
    E_{it}` is taken off. A constant and a geometric decline, neither negative, are fitted to the lags by least
    squares weighted by what is known about each, and turned to logarithms: for log-normal risks :math:`c = \log(1 +
    \text{covariance})`.

    Parameters
    ----------
    events, expected
        Shape (units, years); expected 0 where there is no figure.

    Returns
    -------
    Memory
        All zero where counts vary no more than by chance.

    References
    ----------
    Marshall, R. J. (1991), Applied Statistics 40, 283-294 (moments after chance); Aitchison, J. and Ho, C. H.
    (1989). The multivariate Poisson-log normal distribution. Biometrika 76, 643-653 (the covariance of the
    logarithms).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(expected > 0, events / expected - 1, 0.0)
    root, years = np.sqrt(expected), events.shape[1]
    found, weight = np.zeros(years), np.zeros(years)
    for lag in range(years):
        early, late = slice(None, years - lag), slice(lag, None)
        both = root[:, early] * root[:, late]
        found[lag], weight[lag] = (both * apart[:, early] * apart[:, late]).sum(), both.sum()
    found[0] -= float((expected > 0).sum())
    found, lags = np.divide(found, weight, out=np.zeros(years), where=weight > 0), np.arange(years)
    tried = []
    for carry in _CARRIES:
        columns = np.stack([np.ones(years), carry**lags], axis=1)
        (lasting, passing), miss = nnls(columns * np.sqrt(weight)[:, None], found * np.sqrt(weight))
        tried.append((miss, lasting, passing, carry))
    _, lasting, passing, carry = min(tried)
    stays = np.log1p(lasting)
    return Memory(float(stays), float(np.log1p(lasting + passing) - stays), float(carry))


def predict(events: Floats, expected: Floats, memory: Memory, ahead: int) -> Floats:
    r"""Predict the relative risk of the next years from the counts so far.

    Log risks are normal with mean :math:`-V_{tt} / 2` (so that risks have mean 1) and covariance V; counts are
    Poisson. The posterior is approximated by the normal law nearest to it (its mean m and covariance S solve
    :math:`y - E e^{m + \operatorname{diag} S / 2} = V^{-1} (m - \mu)` and :math:`S^{-1} = V^{-1} +
    \operatorname{diag}(E e^{m + \operatorname{diag} S / 2})`), and carried on by the covariance.

    Parameters
    ----------
    events, expected
        Shape (units, years so far); expected 0 where there is no figure.
    memory
        Covariance of the risks.
    ahead
        Number of years to come.

    Returns
    -------
    numpy.ndarray
        Shape (units, ahead), posterior means; 1 for a unit of which nothing is known.

    References
    ----------
    Opper, M. and Archambeau, C. (2009). The variational Gaussian approximation revisited. Neural Computation 21,
    786-792.
    """
    years = events.shape[1]
    whole = memory.covariance(years + ahead) + _LITTLE * np.eye(years + ahead)
    inner, cross = whole[:years, :years], whole[years:, :years]
    precise = np.linalg.inv(inner)
    mean = -np.diagonal(whole) / 2
    risk = np.tile(mean[:years], (len(events), 1))
    spread = np.tile(np.diagonal(inner), (len(events), 1, 1))[:, 0]
    for _ in range(_ROUNDS):
        fitted = expected * np.exp(np.minimum(risk + spread / 2, _LARGEST))
        slope = events - fitted - (risk - mean[:years]) @ precise
        inverse = np.linalg.inv(precise + fitted[:, :, None] * np.eye(years))
        spread = np.diagonal(inverse, axis1=1, axis2=2)
        step = np.einsum("nst,nt->ns", inverse, slope)
        risk = risk + np.clip(step, -_STEP, _STEP)
        if np.abs(step).max(initial=0.0) < _CLOSE:
            break
    toward = cross @ precise
    middle = mean[years:] + (risk - mean[:years]) @ toward.T
    doubt = np.einsum("as,nst,at->na", toward, inverse, toward)
    left = np.diagonal(whole[years:, years:] - toward @ cross.T)
    return np.asarray(np.exp(middle + (doubt + left) / 2))
