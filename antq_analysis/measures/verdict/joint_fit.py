"""The joint model fitted: an effect given where models were sent, and what they followed."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.optimize import minimize

from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.counts import Counts
from antq_analysis.measures.verdict.joint import Coefficients, Joint, Modes, joint_of
from antq_analysis.measures.verdict.joint_value import log_likelihood, scores

Floats = npt.NDArray[np.float64]

_STEP, _SCORING = 1e-4, 3
_HUGE = 1e10


@dataclass(frozen=True)
class JointFit:
    """The joint model at its optimum.

    Parameters
    ----------
    own
        The coefficients.
    error
        Standard error of the effect if shocks of communes were independent.
    z_history
        Shape (2,): last year's rate, and all earlier years, among the reasons to begin, as z values.
    p_history
        Of both together.
    influence
        Shape (communes,), how far each moves the effect.
    weights
        Shape (communes, years), weight of every shock in the effect.
    clear
        Whether the optimum is one.
    theta, inverse
        The coefficients as an array, and the inverse of their information.
    """

    own: Coefficients
    error: float
    z_history: Floats
    p_history: float
    influence: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    clear: bool
    theta: Floats = field(repr=False)
    inverse: Floats = field(repr=False)

    @property
    def shock_variance(self) -> float:
        """Variance of yearly shocks."""
        return float(np.exp(2 * self.own.shock_sd))

    @property
    def carry(self) -> float:
        """How much of a shock is left a year later."""
        return float(np.tanh(self.own.carry))


class _Search:
    """The penalised likelihood; it begins every evaluation where the one before ended."""

    def __init__(self, model: Joint) -> None:
        self.model = model
        self.risk = np.zeros((len(model.counts.events), 1 + len(model.counts.years)))
        self.weak, self.centre = np.zeros(model.size), np.zeros(model.size)
        slopes = model.at[1]
        self.weak[slopes] = levels.LEVEL_SLOPE_SD**-2
        self.weak[slopes + 1 : slopes + 4] = levels.HISTORY_SLOPE_SD**-2
        self.weak[-3:] = [sd**-2 for _, sd in levels.PULLS]
        self.centre[-3:] = [mean for mean, _ in levels.PULLS]

    def at(self, theta: Floats) -> tuple[Coefficients, Modes]:
        own = self.model.named(theta)
        modes = self.model.modes(own, self.risk)
        self.risk = modes.risk
        return own, modes

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Give what is minimised, a commune's mean, with its gradient; a step too far is as bad as can be."""
        n, away = len(self.risk), theta - self.centre
        try:
            with np.errstate(all="ignore"):
                found = self.at(theta)
                value = float(log_likelihood(self.model, *found).sum())
                slope = scores(self.model, *found).sum(axis=0) - self.weak * away
        except np.linalg.LinAlgError:
            value = np.nan
        if not np.isfinite(value):
            self.risk = np.zeros_like(self.risk)
            return _HUGE, np.zeros(len(theta))
        return -(value - (self.weak * away**2).sum() / 2) / n, -slope / n


def fit_joint(counts: Counts) -> JointFit:
    """Fit the joint model of counts and beginnings.

    A large panel is searched on a random part; a few scoring steps with its curvature then lead to the optimum of all.

    Parameters
    ----------
    counts
        Counts and beginnings.

    Returns
    -------
    JointFit
        The effect with its error and what beginning followed.

    References
    ----------
    :class:`antq_analysis.measures.verdict.joint.Joint`.
    """
    model = joint_of(counts)
    search = _Search(model)
    n = len(counts.events)
    if n > levels.SUBSET:
        rows = np.sort(np.random.default_rng(0).choice(n, levels.SUBSET, replace=False))
        part = fit_joint(counts.take(rows))
        theta, inverse = part.theta, part.inverse * (levels.SUBSET / n)
        for _ in range(_SCORING):
            theta = theta - inverse @ search(theta)[1] * n
    else:
        options = {"gtol": 1e-5, "maxiter": 200}
        theta = minimize(search, _begin(model), jac=True, method="BFGS", options=options).x
        # Singular only where the search failed; then the optimum is not clear.
        inverse = np.asarray(np.linalg.pinv(_information(search, theta), hermitian=True))
    return _fitted(search, theta, inverse)


def _begin(model: Joint) -> Floats:
    counts, theta = model.counts, np.zeros(model.size)
    odds, slopes = model.at
    theta[1:odds] = np.log(
        (counts.events.sum(axis=0) + 0.5) / np.maximum(counts.exposure.sum(axis=0), np.finfo(float).tiny)
    )
    theta[odds:slopes], theta[-3:] = -1, levels.BEGIN
    return theta


def _information(search: _Search, theta: Floats) -> Floats:
    """Give minus the second derivatives, by central differences of the gradient."""
    n, steps = len(search.risk), _STEP * np.eye(len(theta))
    rows = [(search(theta + step)[1] - search(theta - step)[1]) / (2 * _STEP) * n for step in steps]
    curve = np.stack(rows)
    return np.asarray((curve + curve.T) / 2)


def _fitted(search: _Search, theta: Floats, inverse: Floats) -> JointFit:
    model = search.model
    own, modes = search.at(theta)
    history = slice(model.at[1] + 1, model.at[1] + 3)
    doubt, slopes = inverse[history, history], theta[history]
    score = scores(model, own, modes)
    certain = inverse[0, 0] > 0 and (np.diagonal(doubt) > 0).all() and np.linalg.det(doubt) > 0
    clear = bool(np.isfinite(score).all() and certain)
    wald = float(slopes @ np.linalg.solve(doubt, slopes)) if clear else np.inf
    return JointFit(
        own=own,
        error=float(np.sqrt(max(inverse[0, 0], 0.0))),
        z_history=slopes / np.sqrt(np.maximum(np.diagonal(doubt), 1e-12)),
        p_history=float(stats.chi2.sf(wald, 2)),
        influence=score @ inverse[0],
        weights=_weights(model, own, modes, inverse[0]),
        clear=clear,
        theta=theta,
        inverse=inverse,
    )


def _weights(model: Joint, own: Coefficients, modes: Modes, toward: Floats) -> Floats:
    """Give the weight of every shock in the effect, to first order."""
    along = model.named(toward)
    mean, doubt = modes.expected, modes.chance * (1 - modes.chance) * model.possible
    rate = along.effect * model.counts.treated + along.years
    odds = along.odds + along.on_level * modes.risk[:, :1] + np.tensordot(along.on_seen, model.observed, 1)
    level = (mean * rate).sum(axis=1) + own.on_level * (doubt * odds).sum(axis=1)
    taken = np.einsum("ijk,ik->ij", modes.spread, np.column_stack([level, mean * rate]))
    return np.asarray(mean * (rate - taken[:, :1] - taken[:, 1:]))
