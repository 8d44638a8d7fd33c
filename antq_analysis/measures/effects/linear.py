"""Least squares with fixed effects and instruments, to stand beside printed tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr

from antq_analysis.measures.effects.clustered import ClusterRobust, from_influence

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LinearFit:
    """A linear regression after its fixed effects.

    Parameters
    ----------
    coefficients
        Shape (k,).
    errors
        Shape (k,), standard errors where all observations vary alike and independently.
    freedom
        Observations less coefficients and fixed effects.
    robust
        The same coefficients with their covariance over clusters; without clusters every row is one.
    """

    coefficients: Floats
    errors: Floats
    freedom: int
    robust: ClusterRobust


def fit_linear(
    outcome: npt.ArrayLike,
    regressors: npt.ArrayLike,
    effects: Sequence[npt.ArrayLike] = (),
    *,
    weights: npt.ArrayLike | None = None,
    instruments: npt.ArrayLike | None = None,
    clusters: npt.ArrayLike | None = None,
) -> LinearFit:
    r"""Fit by least squares, in two stages where there are instruments.

    Outcome, regressors and instruments are reduced to what fixed effects leave, then
    :math:`\hat\beta = (\hat X' X)^{-1} \hat X' y` with :math:`\hat X` the projection of X on the instruments.

    Parameters
    ----------
    outcome
        Shape (rows,).
    regressors
        Shape (rows, k).
    effects
        Labels, shape (rows,), of each set of fixed effects; a constant is always there.
    weights
        Shape (rows,), e.g. people.
    instruments
        Shape (rows, l), the exogenous regressors among them; the regressors themselves by default.
    clusters
        Shape (rows,), any labels. The factor is ``G / (G - 1) (n - 1) / (n - k)``, where k counts the coefficients
        and what the fixed effects add to those that lie within clusters.

    Returns
    -------
    LinearFit
        As many coefficients as regressors, in units of the outcome per unit of the regressor.

    References
    ----------
    Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human
    Resources 50, 317-372. Baltagi, B. H. (2021). Econometric analysis of panel data, 6th ed., chapters 2 and 7. The
    example is Anscombe, F. J. (1973). Graphs in statistical analysis. American Statistician 27, 17-21, the first of his
    four sets: slope 0.5 with standard error 0.118.

    Examples
    --------
    >>> x = np.array([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5.0])
    >>> y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    >>> fit = fit_linear(y, x[:, None])
    >>> round(float(fit.coefficients[0]), 2), round(float(fit.errors[0]), 3), fit.freedom
    (0.5, 0.118, 9)
    """
    y, x = np.asarray(outcome, dtype=float), np.asarray(regressors, dtype=float)
    root = np.sqrt(np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float))[:, None]
    z = x if instruments is None else np.asarray(instruments, dtype=float)
    dummies = _dummies(effects, len(y))
    basis, rank = _basis(dummies * root)
    left = [part * root - basis @ (basis.T @ (part * root)) for part in (y[:, None], x, z)]
    projected = left[2] @ np.linalg.lstsq(left[2], left[1], rcond=None)[0]
    bread = np.linalg.inv(projected.T @ left[1])
    beta = bread @ (projected.T @ left[0][:, 0])
    residual = left[0][:, 0] - left[1] @ beta
    freedom = len(y) - rank - x.shape[1]
    errors = np.sqrt(np.diagonal(bread) * (residual @ residual) / freedom)
    labels = np.unique(np.arange(len(y)) if clusters is None else np.asarray(clusters), return_inverse=True)[
        1
    ]
    score = np.zeros((labels.max() + 1, x.shape[1]))
    np.add.at(score, labels, projected * residual[:, None])
    several, n = len(score), len(y)
    inside = _dummies([effect for effect in effects if _nested(effect, labels)], n)
    counted = x.shape[1] + rank - (_basis(inside)[1] - 1)
    factor = several / (several - 1) * (n - 1) / (n - counted)
    return LinearFit(beta, errors, freedom, from_influence(beta, score @ bread.T, factor))


def between(outcome: npt.ArrayLike, regressors: npt.ArrayLike, units: npt.ArrayLike) -> LinearFit:
    """Fit the means of units: what differs between them, not what changes within them.

    Parameters
    ----------
    outcome
        Shape (rows,).
    regressors
        Shape (rows, k).
    units
        Shape (rows,), any labels.

    Returns
    -------
    LinearFit
        With a constant that is not among the coefficients.

    References
    ----------
    Baltagi, B. H. (2021). Econometric analysis of panel data, 6th ed., section 2.3.1. The example is Anscombe, F. J.
    (1973). Graphs in statistical analysis. American Statistician 27, 17-21, the first of his four sets: slope 0.5, each
    observation standing twice as a unit that does not change.

    Examples
    --------
    >>> x = np.array([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5.0])
    >>> y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    >>> fit = between(np.repeat(y, 2), np.repeat(x, 2)[:, None], np.repeat(np.arange(11), 2))
    >>> round(float(fit.coefficients[0]), 2), round(float(fit.errors[0]), 3)
    (0.5, 0.118)
    """
    labels = np.unique(np.asarray(units), return_inverse=True)[1]
    table = np.column_stack([np.asarray(outcome, dtype=float), np.asarray(regressors, dtype=float)])
    sums = np.zeros((labels.max() + 1, table.shape[1]))
    np.add.at(sums, labels, table)
    means = sums / np.bincount(labels)[:, None]
    return fit_linear(means[:, 0], means[:, 1:])


def _dummies(effects: Sequence[npt.ArrayLike], rows: int) -> Floats:
    columns = [np.ones((rows, 1))]
    for labels in effects:
        place = np.unique(np.asarray(labels), return_inverse=True)[1]
        columns.append(np.eye(place.max() + 1)[place][:, 1:])
    return np.concatenate(columns, axis=1)


def _basis(columns: Floats) -> tuple[Floats, int]:
    """Give orthonormal columns that span the same, and their number."""
    left, right, _ = qr(columns, mode="economic", pivoting=True)
    size = np.abs(np.diagonal(right))
    rank = int((size > size[0] * max(columns.shape) * np.finfo(float).eps).sum())
    return np.asarray(left[:, :rank]), rank


def _nested(labels: npt.ArrayLike, clusters: npt.NDArray[np.intp]) -> bool:
    """Tell whether every label lies in one cluster."""
    place = np.unique(np.asarray(labels), return_inverse=True)[1]
    pairs = np.unique(np.stack([place, clusters]), axis=1)
    return bool(pairs.shape[1] == place.max() + 1)
