"""Difference in differences with an effect of its own for every cohort and year, for counts with an exposure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.counterfactual import Ratios, ratios
from antq_analysis.measures.effects.poisson import PoissonFit, fit_poisson
from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


_FREE, _MOVED = 1e-9, 1e-5
"""Information below which the counts do not resist a direction; part of it that a cell may have and still be told."""


@dataclass(frozen=True)
class Saturated:
    """A Poisson regression with a term for every cohort and year.

    Parameters
    ----------
    fit
        The regression; the first ``len(cohort)`` of its terms are those of the cells.
    cohort, year
        Shape (cells,), the year in which the cohort began and the year that the term is about.
    began
        Who began when; where all units began, the last cohort counts as not having begun.
    always
        Number of units left out because they began in the first year or before.
    uncompared
        Number of unit-years with a figure left out because nobody was left to compare with.
    """

    fit: PoissonFit
    cohort: Floats
    year: Floats
    began: Starts
    always: int
    uncompared: int

    def ratios(self, clusters: npt.ArrayLike, sets: Sequence[Bools], *, jackknife: bool = False) -> Ratios:
        """Compare sets of cells with what is expected without the terms of cohorts and years.

        Parameters
        ----------
        clusters
            Shape (units,).
        sets
            Masks of shape (units, years).
        jackknife
            As for :func:`antq_analysis.measures.effects.clustered.clustered`.

        Returns
        -------
        Ratios
            One for each set.
        """
        return ratios(self.fit, clusters, np.arange(len(self.cohort)), sets, jackknife=jackknife)

    def overall(self, clusters: npt.ArrayLike, *, jackknife: bool = False) -> Ratios:
        """Compare all treated unit-years with what is expected without treatment.

        Parameters
        ----------
        clusters
            Shape (units,).
        jackknife
            As for :func:`antq_analysis.measures.effects.clustered.clustered`.

        Returns
        -------
        Ratios
            One.
        """
        since = self.year - self.cohort
        return self.ratios(clusters, [self.cells(since[since >= 0])], jackknife=jackknife)

    def by_event_time(self, clusters: npt.ArrayLike, *, jackknife: bool = False) -> tuple[Floats, Ratios]:
        """Compare the treated by years since they began; before that too where the leads are saturated.

        Parameters
        ----------
        clusters
            Shape (units,).
        jackknife
            As for :func:`antq_analysis.measures.effects.clustered.clustered`.

        Returns
        -------
        tuple
            Years since, shape (times,), without the year before the start that all are compared with; and their
            ratios. Where a cohort has no figures of that year, its last year with figures before the start stands
            for it, and has no part in the ratio of its own time. A time that no cohort tells of is left out.
        """
        times = np.unique((self.year - self.cohort)[self._told])
        return times, self.ratios(clusters, [self.cells([time]) for time in times], jackknife=jackknife)

    def cells(self, times: npt.ArrayLike) -> Bools:
        """Mark the unit-years that can be compared.

        Parameters
        ----------
        times
            Years since the start, shape (times,).

        Returns
        -------
        numpy.ndarray
            Shape (units, years).
        """
        marked = np.zeros(self.began.treated.shape, dtype=bool)
        own = np.isin(self.year - self.cohort, np.asarray(times, dtype=float)) & self._told
        for cohort, year in zip(self.cohort[own], self.year[own], strict=True):
            marked |= (self.began.start == cohort)[:, None] & (self.began.years == year)
        return marked

    @cached_property
    def _told(self) -> Bools:
        """Which cells the counts tell anything about, shape (cells,).

        A cohort without events in the year that it is compared with, or a year in which only the treated had events,
        fits any level: its cells say nothing, though a number could be had. A cell without events is told to be 0.
        """
        fit, cells = self.fit, len(self.cohort)
        seen = np.array([fit.used[term > 0].any() for term in fit.cells.terms[:cells]], dtype=bool)
        if not (np.isnan(fit.terms[:cells]) & seen).any():
            return np.ones(cells, dtype=bool)
        columns = fit.within()[:, fit.used]
        whole = columns * fit.fitted[fit.used] @ columns.T
        kept = np.diagonal(whole) > 0
        scale = np.sqrt(np.diagonal(whole)[kept])
        sizes, directions = np.linalg.eigh(whole[np.ix_(kept, kept)] / np.outer(scale, scale))
        moved = np.zeros(len(kept))
        moved[kept] = np.abs(directions[:, sizes < _FREE * sizes[-1]]).max(axis=1, initial=0.0)
        return np.asarray(~seen | (moved[fit.cells.leading :][:cells] < _MOVED))


def saturated(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    began: Starts,
    terms: Sequence[npt.ArrayLike] = (),
    *,
    leads: bool = False,
) -> Saturated:
    r"""Fit an effect of every cohort in every year since it began, beside those of units and years.

    :math:`\log E(y_{it}) = \alpha_i + \gamma_t + \log e_{it} + \sum_{g, s \ge g} \delta_{gs} 1(G_i = g, t = s)`.
    Nobody treated is compared with who was treated before, so that effects may differ between cohorts and grow over
    the years. An effect is a ratio: trends are parallel in logarithms, and a change of the counting method by one
    ratio is no effect.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure.
    began
        Who began when. Units that began in the first year are left out and counted.
    terms
        Further arrays of shape (units, years).
    leads
        Also give the years before the start a term each, but the last with figures: then only units that never began
        tell what the years did. Otherwise those not yet treated do too, which is surer if the trends were parallel
        before.

    Returns
    -------
    Saturated
        Where all units began, the last cohort serves as comparison, up to the year before it began.

    References
    ----------
    Wooldridge, J. M. (2023). Simple approaches to nonlinear difference-in-differences with panel data. Econometrics
    Journal 26, C31-C66. Sun, L. and Abraham, S. (2021). Estimating dynamic treatment effects in event studies with
    heterogeneous treatment effects. Journal of Econometrics 225, 175-199 (cohort by year, and the last cohort). The
    example is Breslow, N. E. and Day, N. E. (1980), Statistical methods in cancer research I, section 4.2, oesophageal
    cancer and alcohol in Ille-et-Vilaine (96, 104, 109, 666): odds ratio 5.64. An odds ratio is a ratio of ratios:
    cases stand for the unit that began in the second year.

    Examples
    --------
    >>> from antq_analysis.measures.effects.starts import starts
    >>> found = saturated([[104, 96], [666, 109]], np.ones((2, 2)), starts([2, np.nan], [1, 2]))
    >>> found.overall([0, 1]).ratio.round(2).tolist()
    [5.64]
    """
    start, never = began.start, np.isnan(began.start)
    last = np.inf if never.any() else start.max()
    own = Starts(np.where(start >= last, np.nan, start), began.years)
    y, shut = np.array(events, dtype=float), began.years >= last
    uncompared = int(np.isfinite(y[~own.always][:, shut]).sum())
    y[:, shut] = np.nan
    y[own.always] = np.nan
    open_years = began.years[~shut]
    known = {g: open_years[np.isfinite(y[own.start == g][:, ~shut]).any(axis=0)] for g in own.cohorts}
    cells = [
        (g, t)
        for g in own.cohorts
        for t in known[g]
        if t >= g or (leads and t != known[g][known[g] < g].max(initial=-np.inf))
    ]
    masks = [((own.start == g)[:, None] & (began.years == t)).astype(float) for g, t in cells]
    fit = fit_poisson(y, exposure, [*masks, *terms])
    table = np.array(cells, dtype=float).reshape(-1, 2)
    return Saturated(fit, table[:, 0], table[:, 1], own, int(own.always.sum()), uncompared)
