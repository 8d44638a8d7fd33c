"""What was counted over what would have been expected without: one ratio for any set of cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.clustered import LEVEL, ClusterRobust, clustered, from_influence
from antq_analysis.measures.effects.poisson import PoissonFit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ratios:
    """Counts compared with what the model expects for the same units and years without the programme.

    Parameters
    ----------
    logs
        Logarithms of the ratios ``observed / expected`` with their covariance.
    differences
        ``observed - expected`` events with their covariance.
    observed, expected
        Shape (sets,), events.
    cells
        Shape (sets,), number of unit-years.
    """

    logs: ClusterRobust
    differences: ClusterRobust
    observed: Floats
    expected: Floats
    cells: npt.NDArray[np.intp]

    @property
    def ratio(self) -> Floats:
        """Ratio of each set, shape (sets,)."""
        return np.asarray(np.exp(self.logs.estimates))

    def interval(self, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Limits of every ratio by itself.

        Parameters
        ----------
        level
            Coverage.

        Returns
        -------
        tuple of numpy.ndarray
            Symmetric in logarithms.
        """
        low, high = self.logs.interval(level)
        return np.exp(low), np.exp(high)


def ratios(
    fit: PoissonFit,
    clusters: npt.ArrayLike,
    without: npt.ArrayLike,
    sets: Sequence[Bools],
    *,
    jackknife: bool = False,
) -> Ratios:
    r"""Compare what was counted with what the same regression expects when some terms are zero.

    :math:`R = A / B` with :math:`A = \sum y_{it}` and :math:`B = \sum \hat\mu_{it}(0)` over the cells of a set, where
    :math:`\hat\mu_{it}(0) = \hat\alpha_i e_{it} \exp(\hat\gamma_t + \ldots)`. The variance is that of the delta
    method: cluster g moves :math:`\log R` by :math:`A_g / A - B_g / B - (\partial B / \partial \beta)' \psi_g / B`,
    where :math:`\psi_g` is its influence on the coefficients and the derivative passes through the units' effects
    too.

    Parameters
    ----------
    fit
        A regression with an effect of every unit and year.
    clusters
        Shape (units,), any labels.
    without
        Positions, among the terms, of those that are set to zero.
    sets
        Masks of shape (units, years); cells without a figure do not count.
    jackknife
        As for :func:`antq_analysis.measures.effects.clustered.clustered`.

    Returns
    -------
    Ratios
        One for each set; NaN where a set is empty or nothing is expected in it.

    References
    ----------
    Wooldridge, J. M. (2023). Simple approaches to nonlinear difference-in-differences with panel data. Econometrics
    Journal 26, C31-C66. The example is Breslow, N. E. and Day, N. E. (1980), Statistical methods in cancer research I,
    section 4.2, oesophageal cancer and alcohol in Ille-et-Vilaine (96, 104, 109, 666): odds ratio 5.64. An odds ratio
    is a ratio of ratios: 96 cases where the others let expect 104 * 109 / 666.

    Examples
    --------
    >>> from antq_analysis.measures.effects.poisson import fit_poisson
    >>> fit = fit_poisson([[104, 96], [666, 109]], np.ones((2, 2)), [[[0, 1], [0, 0]]])
    >>> exposed = np.array([[False, True], [False, False]])
    >>> ratios(fit, [0, 1], [0], [exposed]).ratio.round(2).tolist()
    [5.64]
    """
    robust = clustered(fit, clusters, jackknife=jackknife)
    labels = np.unique(np.asarray(clusters), return_inverse=True)[1]
    present = np.unique(labels[fit.units[fit.used]])
    leading, cells = fit.cells.leading, fit.cells
    beta = np.where(np.isnan(fit.coefficients), 0.0, fit.coefficients)
    off = leading + np.asarray(without, dtype=int)
    beta[off] = 0.0
    known = (cells.base > 0) & (fit.groups > 0)[:, None]
    mean = np.where(known, fit.groups[:, None] * cells.base * np.exp(cells.line(beta)), 0.0)
    totals = np.maximum(fit.fitted.sum(axis=1), np.finfo(float).tiny)
    share = fit.fitted / totals[:, None]
    centre = np.concatenate([share.T[1:], (cells.terms * share).sum(axis=2)])
    found = []
    for chosen in sets:
        here = mean * chosen
        rows = here.sum(axis=1)
        slope = np.concatenate([here.sum(axis=0)[1:], (cells.terms * here).sum(axis=(1, 2))])
        slope[off] = 0.0
        slope -= centre @ rows
        seen = np.where(chosen & known, cells.events, 0.0).sum(axis=1)
        own = [np.bincount(labels, part, minlength=labels.max() + 1)[present] for part in (seen, rows)]
        found.append((seen.sum(), rows.sum(), *own, robust.influence @ slope, (chosen & known).sum()))
    observed, expected, seen_of, expected_of, through, counted = (
        np.array(part) for part in zip(*found, strict=True)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(observed / expected)
        moved = seen_of / observed[:, None] - (expected_of + through) / expected[:, None]
    apart = seen_of - expected_of - through
    if apart.shape[1]:
        apart -= apart.mean(axis=1, keepdims=True)
    return Ratios(
        logs=from_influence(np.where(np.isfinite(logs), logs, np.nan), moved.T, robust.factor),
        differences=from_influence(observed - expected, apart.T, robust.factor),
        observed=observed,
        expected=expected,
        cells=counted,
    )
