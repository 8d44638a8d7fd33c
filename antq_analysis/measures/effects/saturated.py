"""Difference in differences with an effect of its own for every cohort and year, for counts with an exposure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.counterfactual import Ratios, ratios
from antq_analysis.measures.effects.poisson import PoissonFit, fit_poisson
from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


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
        treated = (self.began.treated == 1) & self._compared
        return self.ratios(clusters, [treated], jackknife=jackknife)

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
            ratios.
        """
        times = np.unique(self.year - self.cohort)
        since = self.began.event_time
        return times, self.ratios(
            clusters, [(since == time) & self._compared for time in times], jackknife=jackknife
        )

    @property
    def _compared(self) -> Bools:
        return np.isin(self.began.years, self.year)


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
        Also give the years before the start a term each, but the last: then only units that never began tell what
        the years did. Otherwise those not yet treated do too, which is surer if the trends were parallel before.

    Returns
    -------
    Saturated
        Where all units began, the last cohort serves as comparison, up to the year before it began.

    References
    ----------
    Wooldridge, J. M. (2023). Simple approaches to nonlinear difference-in-differences with panel data. Econometrics
    Journal 26, C31-C66. Sun, L. and Abraham, S. (2021). Estimating dynamic treatment effects in event studies with
    heterogeneous treatment effects. Journal of Econometrics 225, 175-199 (cohort by year, and the last cohort).
    """
    start, never = began.start, np.isnan(began.start)
    last = np.inf if never.any() else start.max()
    own = Starts(np.where(start >= last, np.nan, start), began.years)
    y, shut = np.array(events, dtype=float), began.years >= last
    uncompared = int(np.isfinite(y[~own.always][:, shut]).sum())
    y[:, shut] = np.nan
    y[own.always] = np.nan
    cells = [(g, t) for g in own.cohorts for t in began.years[~shut] if t >= g or (leads and t != g - 1)]
    masks = [((own.start == g)[:, None] & (began.years == t)).astype(float) for g, t in cells]
    fit = fit_poisson(y, exposure, [*masks, *terms])
    table = np.array(cells, dtype=float).reshape(-1, 2)
    return Saturated(fit, table[:, 0], table[:, 1], own, int(own.always.sum()), uncompared)
