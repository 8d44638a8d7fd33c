"""Poisson fixed effects with shocks of communes and smooth shocks of regions."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial.distance import cdist

from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.carried import precision
from antq_analysis.measures.verdict.counts import Counts
from antq_analysis.measures.verdict.joint_value import total_variance
from antq_analysis.measures.verdict.shocks import Shared, blocks

Floats = npt.NDArray[np.float64]

_ROUNDS, _INNER, _CLOSE, _FAR, _FARTHEST, _LARGEST = 40, 1e-4, 1e-3, 1.5, 1.0, 15.0
_LITTLE, _RIDGE = 1e-6, 1e-7


@dataclass(frozen=True)
class SmoothFit:
    """An effect beside effects of communes, years and regions.

    Parameters
    ----------
    effect
        Logarithm of the ratio with a model.
    error
        Its standard error, which counts shocks of communes and of regions.
    influence
        Shape (communes,), how far each moves the effect.
    prior
        What the priors of the shocks add to the variance over clusters.
    """

    effect: float
    error: float
    influence: Floats
    prior: float


@dataclass(frozen=True)
class _Block:
    """Communes of one part of the map, with the waves that regions are made of."""

    counts: Counts
    waves: Floats
    shocks: Floats
    regions: Floats

    @property
    def edge(self) -> int:
        """Position of the first coefficient of regions."""
        return 1 + len(self.counts.years)

    def rate(self, theta: Floats) -> Floats:
        years, edge = len(self.counts.years), self.edge
        regions = self.waves @ theta[edge:].reshape(years, -1).T
        own = theta[1:edge] + theta[0] * self.counts.treated
        return np.asarray(self.counts.log_exposure + own + regions)


def fit_smooth(counts: Counts, shared: Shared, variance: float, carry: float) -> SmoothFit:
    r"""Fit fixed effects of communes and years with smooth shocks, part by part of a large map.

    .. math:: \log \mu_{it} = o_{it} + a_i + \gamma_t + \beta D_{it} + B_i g_t + v_{it},

    :math:`a_i` as good as free, :math:`B` the leading eigenvectors of :math:`\exp(-d / r)` scaled by the root of their
    values, :math:`g_t` and :math:`v_i` shocks that carry on; what the eigenvectors do not carry of the shared variance
    stays with the communes. :math:`(a, v)` by Laplace, the rest by penalised Newton. Parts are pooled by precision.

    Parameters
    ----------
    counts
        Counts.
    shared
        What near communes share of the shocks.
    variance, carry
        Of the shocks.

    Returns
    -------
    SmoothFit
        NaN where nothing can be compared.

    References
    ----------
    Breslow, N. E. and Clayton, D. G. (1993). Approximate inference in generalized linear mixed models. Journal of the
    American Statistical Association 88, 9-25. Wood, S. N. (2017). Generalized additive models, second edition, chapter
    5 (penalised spatial bases).
    """
    influence = np.zeros(len(counts.events))
    total, weight, prior = 0.0, 0.0, 0.0
    for rows in blocks(counts.places, levels.BLOCK):
        part = counts.take(rows)
        when = part.first
        if not (when < len(counts.years)).any() or not np.ptp(when):
            continue
        one = _fit_block(_block(part, shared, variance, carry))
        known = one.error**-2
        total, weight = total + one.effect * known, weight + known
        influence[rows], prior = one.influence * known, prior + one.prior * known**2
    if not weight:
        return SmoothFit(np.nan, np.nan, influence, np.nan)
    return SmoothFit(total / weight, weight**-0.5, influence / weight, prior / weight**2)


def _block(counts: Counts, shared: Shared, variance: float, carry: float) -> _Block:
    several = min(levels.WAVES, len(counts.events) - 1)
    value, vector = np.linalg.eigh(np.exp(-cdist(counts.places, counts.places) / shared.reach))
    waves = vector[:, ::-1][:, :several] * np.sqrt(np.maximum(value[::-1][:several], 0.0))
    carried = float((waves**2).sum(axis=1).mean())
    base = precision(counts.lags, carry)
    own = variance * (1 - shared.share * carried) + _LITTLE
    return _Block(counts, waves, base / own, base / (variance * shared.share + _LITTLE))


def _fit_block(block: _Block) -> SmoothFit:
    counts, waves = block.counts, block.waves.shape[1]
    years, edge = len(counts.years), block.edge
    size = edge + waves * years
    prior = np.zeros((size, size))
    prior[edge:, edge:] = np.kron(block.regions, np.eye(waves))
    theta, risk = np.zeros(size), np.zeros((len(counts.events), years + 1))
    people = np.maximum(counts.exposure.sum(axis=0), np.finfo(float).tiny)
    theta[1:edge] = np.log((counts.events.sum(axis=0) + 0.5) / people)
    for _ in range(_ROUNDS):
        risk, mean, spread = _modes(block, block.rate(theta), risk)
        scores = _scores(block, mean, spread)
        solver = cho_factor(_information(block, mean, spread) + prior + _RIDGE * np.eye(size))
        slope = scores.sum(axis=0) - prior @ theta
        step = cho_solve(solver, slope)
        if slope @ step < _CLOSE:
            break
        theta = theta + np.clip(step, -_FARTHEST, _FARTHEST)
    toward = cho_solve(solver, np.eye(size)[0])
    return SmoothFit(
        float(theta[0]), float(np.sqrt(toward[0])), scores @ toward, float(toward @ prior @ toward)
    )


def _modes(block: _Block, rate: Floats, risk: Floats) -> tuple[Floats, Floats, Floats]:
    """Find the likeliest effects and shocks of every commune, given the rest."""
    y, seen, tight = block.counts.events, block.counts.seen, 1 / levels.LEVEL_VARIANCE
    own = np.arange(1, risk.shape[1])
    curve = np.empty((*risk.shape, risk.shape[1]))
    for _ in range(_ROUNDS):
        mean = seen * np.exp(np.minimum(rate + risk[:, :1] + risk[:, 1:], _LARGEST))
        missed = y - mean
        slope = np.column_stack(
            [missed.sum(axis=1) - tight * risk[:, 0], missed - risk[:, 1:] @ block.shocks]
        )
        curve[:, 1:, 1:] = block.shocks
        curve[:, own, own] += mean
        curve[:, 0, 1:] = curve[:, 1:, 0] = mean
        curve[:, 0, 0] = tight + mean.sum(axis=1)
        step = np.linalg.solve(curve, slope[:, :, None])[:, :, 0]
        risk = risk + np.clip(step, -_FAR, _FAR)
        if np.abs(step).max() < _INNER:
            break
    return risk, mean, np.linalg.inv(curve)


def _scores(block: _Block, mean: Floats, spread: Floats) -> Floats:
    """Give the gradient of every commune's Laplace value by all coefficients."""
    variance = total_variance(spread)
    bend = mean * variance
    pull = np.einsum("ijk,ik->ij", spread, np.column_stack([bend.sum(axis=1), bend]))
    rate = block.counts.events - mean - bend / 2 + mean * (pull[:, :1] + pull[:, 1:]) / 2
    regions = (rate[:, :, None] * block.waves[:, None, :]).reshape(len(rate), -1)
    return np.column_stack([(rate * block.counts.treated).sum(axis=1), rate, regions])


def _information(block: _Block, mean: Floats, spread: Floats) -> Floats:
    r"""Give :math:`\sum_i X_i' M_i X_i`, :math:`M_i = \operatorname{diag} \mu - \mu V_i \mu'`."""
    counts, waves, edge = block.counts, block.waves, block.edge
    n, years, several = *mean.shape, waves.shape[1]
    both = spread[:, :1, :1] + spread[:, 1:, :1] + spread[:, :1, 1:] + spread[:, 1:, 1:]
    inner, each = -mean[:, :, None] * both * mean[:, None, :], np.arange(years)
    inner[:, each, each] += mean
    plain = np.zeros((n, years, edge))
    plain[:, :, 0], plain[:, each, 1 + each] = counts.treated, 1
    taken = inner @ plain
    whole = np.empty((edge + several * years, edge + several * years))
    whole[:edge, :edge] = plain.reshape(-1, edge).T @ taken.reshape(-1, edge)
    cross = np.tensordot(waves, taken, (0, 0)).transpose(1, 0, 2).reshape(years * several, edge)
    whole[edge:, :edge], whole[:edge, edge:] = cross, cross.T
    squares = (waves[:, :, None] * waves[:, None, :]).reshape(n, -1)
    regions = (inner.reshape(n, -1).T @ squares).reshape(years, years, several, several)
    whole[edge:, edge:] = regions.transpose(0, 2, 1, 3).reshape(years * several, -1)
    return whole
