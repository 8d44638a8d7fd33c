"""The Laplace value of the joint likelihood, and its gradient."""

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.verdict.carried import correlation_slope, precision
from antq_analysis.measures.verdict.joint import Coefficients, Joint, Modes

Floats = npt.NDArray[np.float64]


def log_likelihood(model: Joint, own: Coefficients, modes: Modes) -> Floats:
    """Give the Laplace value of every commune's likelihood.

    Parameters
    ----------
    model
        The model.
    own
        The coefficients.
    modes
        Its modes.

    Returns
    -------
    numpy.ndarray
        Shape (communes,), logarithms without constants.
    """
    shocks = np.linalg.slogdet(model.shocks(own))[1]
    return np.asarray(modes.value - own.level_sd + shocks / 2 + np.linalg.slogdet(modes.spread)[1] / 2)


def scores(model: Joint, own: Coefficients, modes: Modes) -> Floats:
    r"""Give the gradient of every commune's Laplace value.

    With C the spread, :math:`v_t = \operatorname{var}(a + u_t)`, s the derivative of :math:`\log |H|` by the risks
    and :math:`q = C s`: :math:`\partial L / \partial \eta_t = y - \mu - \mu v / 2 + \mu (q_a + q_t) / 2` and
    :math:`\partial L / \partial \pi_r = o - p - C_{aa} d_a^2 w' / 2 + q_a d_a w / 2`, w = p (1 - p).

    Parameters
    ----------
    model
        The model.
    own
        The coefficients.
    modes
        Its modes.

    Returns
    -------
    numpy.ndarray
        Shape (communes, size).
    """
    mean, spread, level = modes.expected, modes.spread, modes.risk[:, :1]
    doubt = modes.chance * (1 - modes.chance) * model.possible
    skew, caa, slope = doubt * (1 - 2 * modes.chance), spread[:, 0, :1], own.on_level
    variance = total_variance(spread)
    bend = (mean * variance).sum(axis=1, keepdims=True) + slope**3 * skew.sum(1, keepdims=True) * caa
    pull = np.einsum("ijk,ik->ij", spread, np.concatenate([bend, mean * variance], axis=1))
    rate = model.counts.events - mean - mean * variance / 2 + mean * (pull[:, :1] + pull[:, 1:]) / 2
    surprise = (model.happened - modes.chance) * model.possible
    odds = surprise - caa * slope**2 * skew / 2 + pull[:, :1] * slope * doubt / 2
    on_level = surprise * level - caa * (2 * slope * doubt + slope**2 * level * skew) / 2
    on_level -= pull[:, :1] * (surprise - slope * level * doubt) / 2
    return np.column_stack(
        [
            (rate * model.counts.treated).sum(axis=1),
            rate,
            odds,
            on_level.sum(axis=1),
            *(odds * model.observed).sum(axis=2),
            *_spread_scores(model, own, modes, pull),
        ]
    )


def _spread_scores(model: Joint, own: Coefficients, modes: Modes, pull: Floats) -> tuple[Floats, ...]:
    tight, shocks, carry = np.exp(-2 * own.level_sd), model.shocks(own), np.tanh(own.carry)
    level, u, spread = modes.risk[:, 0], modes.risk[:, 1:], modes.spread[:, 1:, 1:]
    of_level = tight * level**2 - 1 + modes.spread[:, 0, 0] * tight - pull[:, 0] * level * tight
    ku = u @ shocks
    of_shock = (u * ku).sum(axis=1) - u.shape[1] - (pull[:, 1:] * ku).sum(axis=1)
    of_shock += np.einsum("ijk,kj->i", spread, shocks)
    base = precision(model.counts.lags, carry)
    turned = base @ correlation_slope(model.counts.lags, carry) * (1 - carry**2)
    moved = -turned @ shocks
    du = u @ moved
    of_carry = ((pull[:, 1:] - u) * du).sum(axis=1) - np.trace(turned)
    of_carry -= np.einsum("ijk,kj->i", spread, moved)
    return of_level, of_shock, of_carry / 2


def total_variance(spread: Floats) -> Floats:
    """Give the variance of lasting risk and a year's shock together.

    Parameters
    ----------
    spread
        Shape (communes, 1 + years, 1 + years).

    Returns
    -------
    numpy.ndarray
        Shape (communes, years).
    """
    own = np.diagonal(spread, axis1=1, axis2=2)[:, 1:]
    return np.asarray(spread[:, :1, 0] + 2 * spread[:, 0, 1:] + own)
