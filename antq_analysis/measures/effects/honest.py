"""How far trends may have parted before a conclusion falls: limits that do not take parallel trends for granted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, linprog

from antq_analysis.measures.effects.bands import band
from antq_analysis.measures.effects.clustered import LEVEL, ClusterRobust

Floats = npt.NDArray[np.float64]

RELATIVE, SMOOTH = "relative", "smooth"
_MOST = 100.0


@dataclass(frozen=True)
class EventTimes:
    """Effects by years since the start, the year before it left out as the one that all are compared with.

    Parameters
    ----------
    effects
        Estimates (logarithms of ratios, or differences) with their covariance.
    times
        Shape (times,), consecutive but for -1.
    """

    effects: ClusterRobust
    times: Floats


def honest_interval(
    found: EventTimes,
    allowed: float,
    weights: npt.ArrayLike | None = None,
    *,
    rule: str = RELATIVE,
    level: float = LEVEL,
) -> tuple[float, float]:
    r"""Give limits of an average effect after the start if trends parted by as much as allowed.

    With :math:`\delta_t` the difference in trends that is no effect (:math:`\delta_{-1} = 0`) and
    :math:`\beta_t = \tau_t + \delta_t`, before the start :math:`\beta_t = \delta_t`:

    - ``"relative"``: :math:`|\delta_{t+1} - \delta_t| \le \bar M \max_{s < 0} |\delta_{s} - \delta_{s-1}|` after the
      start: no yearly step is larger than `allowed` times the largest before;
    - ``"smooth"``: :math:`|\delta_{t+1} - 2 \delta_t + \delta_{t-1}| \le M` everywhere: the slope changes by at most
      `allowed` a year; 0 is a straight line.

    The largest and smallest :math:`l'\delta` over all :math:`\delta` that obey the rule and whose years before the
    start lie in a simultaneous band (the second by linear programming) are taken off :math:`l'\hat\beta`, whose
    error is in the same band. Without sampling error the limits are the identified set; with it they are
    projections: they hold at least as often as they say, and are wider than the conditional tests of the same
    authors.

    Parameters
    ----------
    found
        With times before and after the start.
    allowed
        :math:`\bar M` or M, not negative.
    weights
        Shape (times from 0 on,), l; all alike by default.
    rule
        ``"relative"`` or ``"smooth"``.
    level
        Coverage.

    Returns
    -------
    tuple of float
        In the unit of the effects. Infinite where no year before the start can be compared; a lower limit above the
        upper one where no difference in trends within the band obeys the rule.

    References
    ----------
    Rambachan, A. and Roth, J. (2023). A more credible approach to parallel trends. Review of Economic Studies 90,
    2555-2591, sections 2.4 and 3.

    Examples
    --------
    The one step before the start is 0.1: it may add 0.1 to the first year and 0.2 to the second.

    >>> from antq_analysis.measures.effects.clustered import from_influence
    >>> effects = np.array([0.1, -0.3, -0.3])
    >>> study = EventTimes(from_influence(effects, np.zeros((2, 3)), 1.0), np.array([-2, 0, 1.0]))
    >>> [round(end, 6) for end in honest_interval(study, 1, [0, 1])]
    [-0.5, -0.1]
    """
    parted = _Parted.of(found, weights, level)
    least, most = parted.extremes(rule, allowed)
    return float(parted.low[-1] - most), float(parted.high[-1] - least)


def breakdown(
    found: EventTimes, weights: npt.ArrayLike | None = None, *, rule: str = RELATIVE, level: float = LEVEL
) -> float:
    """Find how much is allowed until the limits hold no effect.

    Parameters
    ----------
    found, weights, rule, level
        As for :func:`honest_interval`.

    Returns
    -------
    float
        0 where they hold it at once; infinite where they never do up to 100.

    References
    ----------
    Rambachan and Roth (2023), section 2, see :func:`honest_interval`.

    Examples
    --------
    Two steps of 1.5 times the 0.1 before the start take the 0.3 of the second year away.

    >>> from antq_analysis.measures.effects.clustered import from_influence
    >>> effects = np.array([0.1, -0.3, -0.3])
    >>> study = EventTimes(from_influence(effects, np.zeros((2, 3)), 1.0), np.array([-2, 0, 1.0]))
    >>> round(breakdown(study, [0, 1]), 3)
    1.5
    """
    parted = _Parted.of(found, weights, level)

    def sure(allowed: float) -> float:
        least, most = parted.extremes(rule, allowed)
        return float(max(parted.low[-1] - most, least - parted.high[-1]))

    if not sure(0.0) > 0:
        return 0.0
    return float(brentq(sure, 0.0, _MOST, xtol=1e-6)) if sure(_MOST) < 0 else np.inf


@dataclass(frozen=True)
class _Parted:
    """A simultaneous band of the years before the start and of the average effect, which stands last."""

    low: Floats
    high: Floats
    weights: Floats

    @classmethod
    def of(cls, found: EventTimes, weights: npt.ArrayLike | None, level: float) -> "_Parted":
        before = found.times < 0
        after = int((~before).sum())
        chosen = np.full(after, 1 / max(1, after)) if weights is None else np.asarray(weights, dtype=float)
        joint = np.zeros((int(before.sum()) + 1, len(before)))
        joint[np.arange(len(joint) - 1), np.flatnonzero(before)] = 1
        joint[-1, ~before] = chosen
        return cls(*band(found.effects.combined(joint), level=level), chosen)

    def extremes(self, rule: str, allowed: float) -> tuple[float, float]:
        """Give the smallest and the largest weighted sum of differences in trends that a rule allows."""
        low, high = np.append(self.low[:-1], 0.0), np.append(self.high[:-1], 0.0)
        if len(low) < 2 or not np.isfinite([*low, *high]).all():
            return -np.inf, np.inf
        if rule == SMOOTH:
            return self._straight(low, high, allowed)
        # Each yearly step counts in all later years, so that the sum is largest with all steps at their limit.
        step = max(float((high[1:] - low[:-1]).max()), float((high[:-1] - low[1:]).max()))
        most = allowed * step * float(np.abs(np.cumsum(self.weights[::-1])).sum())
        return -most, most

    def _straight(self, low: Floats, high: Floats, allowed: float) -> tuple[float, float]:
        after = len(self.weights)
        bends = np.diff(np.eye(len(low) + after), n=2, axis=0)
        target = np.concatenate([np.zeros(len(low)), self.weights])
        limits = [*zip(low, high, strict=True), *([(None, None)] * after)]
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * target,
                A_ub=np.concatenate([bends, -bends]),
                b_ub=np.full(2 * len(bends), allowed),
                bounds=limits,
            )
            # No trend bends so little within the band: the rule is refuted, and nothing is left to allow for.
            ends.append(
                sign * (solved.fun if solved.status == 0 else np.inf if solved.status == 2 else -np.inf)
            )
        return ends[0], ends[1]
