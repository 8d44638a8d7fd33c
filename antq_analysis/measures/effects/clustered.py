"""How sure estimates are when districts, not communes, are what varies independently."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from antq_analysis.measures.effects.poisson import PoissonFit

Floats = npt.NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class ClusterRobust:
    """Estimates with their covariance over clusters.

    Parameters
    ----------
    estimates
        Shape (k,).
    covariance
        Shape (k, k), ``factor * influence.T @ influence``.
    influence
        Shape (clusters, k): how far each cluster moves each estimate.
    clusters
        Number of clusters with rows that count.
    factor
        What the plain sum of squares is multiplied by because clusters are few.
    """

    estimates: Floats
    covariance: Floats
    influence: Floats
    clusters: int
    factor: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom of Student's t: clusters less one."""
        return self.clusters - 1

    @property
    def errors(self) -> Floats:
        """Standard errors, shape (k,); NaN where an estimate is not identified."""
        return np.asarray(np.sqrt(np.where(np.isnan(self.estimates), np.nan, np.diagonal(self.covariance))))

    def interval(self, level: float = LEVEL) -> tuple[Floats, Floats]:
        """Limits of every estimate by itself.

        Parameters
        ----------
        level
            Coverage.

        Returns
        -------
        tuple of numpy.ndarray
            ``estimate -+ t(clusters - 1) * error``.
        """
        reach = stats.t.ppf((1 + level) / 2, self.freedom) * self.errors
        return self.estimates - reach, self.estimates + reach

    def p_values(self, null: float = 0.0) -> Floats:
        """Two-sided probability of an estimate as far from a value as this, or farther.

        Parameters
        ----------
        null
            The value.

        Returns
        -------
        numpy.ndarray
            Shape (k,).
        """
        return np.asarray(2 * stats.t.sf(np.abs(self.estimates - null) / self.errors, self.freedom))

    def combined(self, weights: Floats) -> "ClusterRobust":
        """Give weighted sums of the estimates.

        Parameters
        ----------
        weights
            Shape (sums, k); an estimate that is not identified may only have weight 0.

        Returns
        -------
        ClusterRobust
            One estimate for each sum.
        """
        known = np.where(np.isnan(self.estimates), 0.0, self.estimates)
        missing = (weights != 0) @ np.isnan(self.estimates)
        return from_influence(
            np.where(missing, np.nan, weights @ known), self.influence @ weights.T, self.factor
        )


def clustered(fit: PoissonFit, clusters: npt.ArrayLike, *, jackknife: bool = False) -> ClusterRobust:
    r"""Estimate how sure the coefficients of a Poisson regression are, whatever goes on within clusters.

    With :math:`s_g` the score and :math:`H_g` the information of cluster g, :math:`H = \sum_g H_g`:

    - sandwich (CR1): influence :math:`H^{-1} s_g`, factor :math:`\frac{G}{G-1} \frac{n-1}{n-k-1}`, where n counts the
      cells used and k the coefficients without the effects that are conditioned out (they lie within the clusters):
      the default of pyfixest and fixest;
    - jackknife (CR3, linearised): influence :math:`(H - H_g)^{-1} s_g`, how far the estimate moves, to first order,
      when the cluster is left out; factor :math:`\frac{G-1}{G}`. Wider and better where clusters are few or of
      uneven size.

    Parameters
    ----------
    fit
        The regression.
    clusters
        Shape (units,), any labels.
    jackknife
        Whether to leave out one cluster at a time instead of the sandwich.

    Returns
    -------
    ClusterRobust
        All coefficients, the nuisance ones included.

    References
    ----------
    Liang, K.-Y. and Zeger, S. L. (1986). Longitudinal data analysis using generalized linear models. Biometrika 73,
    13-22. Cameron, A. C. and Miller, D. L. (2015). A practitioner's guide to cluster-robust inference. Journal of Human
    Resources 50, 317-372. MacKinnon, J. G., Nielsen, M. Ø. and Webb, M. D. (2023). Fast and reliable jackknife and
    bootstrap methods for cluster-robust inference. Journal of Applied Econometrics 38, 671-694. The example is that of
    :func:`antq_analysis.measures.effects.poisson.fit_groups`: with pairs as clusters the sandwich is, but for its
    factor, the error 0.5262 that SAS/STAT prints.

    Examples
    --------
    >>> from antq_analysis.measures.effects.poisson import fit_groups
    >>> cases, pairs = np.tile([1, 0], (18, 1)), np.broadcast_to(np.arange(18)[:, None], (18, 2))
    >>> disease = [[1, 0]] * 13 + [[0, 1]] * 5
    >>> found = clustered(fit_groups(cases, np.ones((18, 2)), [disease], pairs, slots=False), np.arange(18))
    >>> (found.errors / np.sqrt(found.factor)).round(4).tolist()
    [0.5262]
    """
    labels = np.unique(np.asarray(clusters), return_inverse=True)[1][fit.units]
    present, place = np.unique(labels[fit.used], return_inverse=True)
    places = np.full(fit.used.shape, -1)
    places[fit.used] = place
    several, n = len(present), int(fit.used.sum())
    kept = np.flatnonzero(np.diagonal(fit.bread) > 0)
    score = _scores(fit, places, several)
    if jackknife:
        influence = np.zeros_like(score)
        influence[:, kept] = _left_out(fit, [places == g for g in range(several)], score, kept)
        return from_influence(fit.coefficients, influence, (several - 1) / max(several, 1))
    factor = several / (several - 1) * (n - 1) / (n - len(kept) - 1) if several > 1 else np.nan
    return from_influence(fit.coefficients, score @ fit.bread, factor)


def from_influence(estimates: Floats, influence: Floats, factor: float) -> ClusterRobust:
    """Put estimates and what every cluster adds to them together.

    Parameters
    ----------
    estimates
        Shape (k,).
    influence
        Shape (clusters, k).
    factor
        What the sum of squares is multiplied by.

    Returns
    -------
    ClusterRobust
        The covariance is ``factor * influence.T @ influence``.

    Examples
    --------
    >>> from_influence(np.array([1.0]), np.array([[3.0], [-4.0]]), 1.0).errors.tolist()
    [5.0]
    """
    return ClusterRobust(estimates, factor * influence.T @ influence, influence, len(influence), factor)


def _scores(fit: PoissonFit, place: npt.NDArray[np.intp], several: int) -> Floats:
    """Add up in every cluster what its cells say about the coefficients, shape (clusters, k)."""
    left = fit.residuals
    if not fit.cells.slots:
        columns, place = fit.within()[:, fit.used] * left[fit.used], place[fit.used]
    else:
        # A unit's residuals add up to zero, so that its mean drops out, and every unit lies in one cluster.
        columns, place = np.concatenate([left.T[1:], (fit.cells.terms * left).sum(axis=2)]), place.max(axis=1)
    there = place >= 0
    return np.stack(
        [np.bincount(place[there], column[there], minlength=several) for column in columns], axis=1
    )


def _left_out(
    fit: PoissonFit, parts: Sequence[npt.NDArray[np.bool_]], score: Floats, kept: npt.NDArray[np.intp]
) -> Floats:
    """Move the estimates by one Newton step without each cluster; a coefficient that then has no support stays."""
    within = fit.within()[kept]
    whole = np.linalg.inv(fit.bread[np.ix_(kept, kept)])
    moved = []
    for own, part in zip(score[:, kept], parts, strict=True):
        columns = within[:, part]
        moved.append(np.linalg.lstsq(whole - columns * fit.fitted[part] @ columns.T, own, rcond=1e-12)[0])
    return np.stack(moved)
