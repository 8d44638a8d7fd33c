"""Callaway and Sant'Anna's effects by cohort and year, for rates: a comparison, not the headline."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.clustered import ClusterRobust, from_influence
from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GroupTimes:
    """Average effects on the treated by cohort and year.

    Parameters
    ----------
    effects
        One estimate for each pair, in the unit of the outcome.
    cohort, year
        Shape (pairs,).
    units
        Shape (pairs,), treated units of the cohort.
    moved
        Shape (units, pairs), influence of every unit.
    share
        Shape (units, pairs), whether the unit is of the pair's cohort less the cohort's share of all units.
    labels
        Shape (units,), position of the unit's cluster.
    """

    effects: ClusterRobust
    cohort: Floats
    year: Floats
    units: npt.NDArray[np.intp]
    moved: Floats
    share: Floats
    labels: npt.NDArray[np.intp]

    def by_event_time(self) -> tuple[Floats, ClusterRobust]:
        """Average over cohorts, by years since they began, weighted by their size.

        Returns
        -------
        tuple
            Years since, shape (times,), and the averages.
        """
        times = np.unique(self.year - self.cohort)
        return times, self._averages([self.year - self.cohort == time for time in times])

    def dynamic(self) -> ClusterRobust:
        """Average the effects by years since the start over those years, all alike.

        Returns
        -------
        ClusterRobust
            One estimate.
        """
        times, averages = self.by_event_time()
        after = (times >= 0).astype(float)
        return averages.combined(after[None, :] / after.sum())

    def simple(self) -> ClusterRobust:
        """Average over all pairs from the start on, weighted by the cohorts' size.

        Returns
        -------
        ClusterRobust
            One estimate.
        """
        return self._averages([self.year >= self.cohort])

    def by_cohort(self) -> tuple[Floats, ClusterRobust]:
        """Average over the years since each cohort began.

        Returns
        -------
        tuple
            Years of start, shape (cohorts,), and the averages.
        """
        starts = np.unique(self.cohort)
        return starts, self._averages([(self.cohort == g) & (self.year >= g) for g in starts])

    def _averages(self, sets: list[npt.NDArray[np.bool_]]) -> ClusterRobust:
        """Average with weights that are themselves estimated shares of cohorts."""
        found, moved = [], []
        for own in sets:
            weight = self.units[own] / max(1, self.units[own].sum())
            value = float(weight @ self.effects.estimates[own]) if own.any() else np.nan
            through = self.share[:, own] @ (self.effects.estimates[own] - value)
            moved.append(self.moved[:, own] @ weight + through / max(1, self.units[own].sum()))
            found.append(value)
        return _over_clusters(np.array(found), np.array(moved).T, self.labels)


def group_times(
    outcome: npt.ArrayLike,
    began: Starts,
    clusters: npt.ArrayLike | None = None,
    *,
    not_yet: bool = False,
    varying: bool = True,
) -> GroupTimes:
    r"""Estimate the effect on every cohort in every year by differences of mean changes.

    :math:`ATT(g, t) = \overline{(y_t - y_b)}_{G = g} - \overline{(y_t - y_b)}_{C}` with base year :math:`b = g - 1`
    from the start on, and :math:`b = t - 1` before it (or g - 1 throughout), without covariates. Additive: a change
    of the counting method by one ratio is an effect where levels differ.

    Parameters
    ----------
    outcome
        Shape (units, years) without gaps, e.g. a rate.
    began
        Who began when; units treated from the first year on are left out.
    clusters
        Shape (units,), any labels; every unit by itself by default.
    not_yet
        Whether to compare with all not treated by the later of both years, instead of those never treated.
    varying
        Whether the years before the start are compared with the year before each.

    Returns
    -------
    GroupTimes
        Effects in the unit of the outcome. Pairs without anybody to compare with are left out.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time periods. Journal of
    Econometrics 225, 200-230. Errors are those of the influence function, without bootstrap. The example is Snow, J.
    (1855), On the mode of communication of cholera, 2nd ed., as in Cunningham, S. (2021), Causal inference: the
    mixtape, chapter 9: deaths of 10,000 fell from 85 to 19 where Lambeth moved its intake, and rose from 135 to 147
    elsewhere; the difference is -78.

    Examples
    --------
    >>> from antq_analysis.measures.effects.starts import starts
    >>> lambeth, southwark = [85, 19], [135, 147]
    >>> began = starts([1854, 1854, np.nan, np.nan], [1849, 1854])
    >>> group_times([lambeth, lambeth, southwark, southwark], began).effects.estimates.tolist()
    [-78.0]
    """
    y, years = np.asarray(outcome, dtype=float), began.years
    n = int((~began.always).sum())
    never, pairs, effects, moved = np.isnan(began.start), [], [], []
    for g in began.cohorts:
        for t in years[1:] if varying else years[years != g - 1]:
            at = int(np.searchsorted(years, t))
            base = at - 1 if varying and t < g else int(np.searchsorted(years, g)) - 1
            own, free = began.start == g, never
            if not_yet:
                free = never | (began.start > max(t, years[base]))
                free &= ~own
            if not free.any():
                continue
            change = y[:, at] - y[:, base]
            effect = change[own].mean() - change[free].mean()
            spread = own * (change - change[own].mean()) / own.sum()
            spread = spread - free * (change - change[free].mean()) / free.sum()
            pairs.append((g, t, own.sum()))
            effects.append(effect)
            moved.append(spread)
    table = np.array(pairs, dtype=float).reshape(-1, 3)
    labels = np.unique(np.arange(len(y)) if clusters is None else np.asarray(clusters), return_inverse=True)[
        1
    ]
    influence = np.array(moved).reshape(-1, len(y)).T
    share = np.where(began.always[:, None], 0.0, (began.start[:, None] == table[:, 0]) - table[:, 2] / n)
    return GroupTimes(
        _over_clusters(np.array(effects), influence, labels),
        table[:, 0],
        table[:, 1],
        table[:, 2].astype(int),
        influence,
        share,
        labels,
    )


def _over_clusters(estimates: Floats, moved: Floats, labels: npt.NDArray[np.intp]) -> ClusterRobust:
    sums = np.zeros((int(labels.max(initial=-1)) + 1, moved.shape[1]))
    np.add.at(sums, labels, moved)
    return from_influence(estimates, sums, 1.0)
