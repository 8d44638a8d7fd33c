"""What two-way fixed effects average: comparisons of two groups before and after, with their weights."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]

NEVER, LATER, EARLIER = "never", "later", "earlier"


@dataclass(frozen=True)
class Comparisons:
    """All comparisons of two groups.

    Parameters
    ----------
    kind
        Shape (comparisons,): treated with ``"never"`` treated, with those treated ``"later"``, or with those treated
        ``"earlier"``, who are no clean comparison where effects grow.
    cohort, against
        Shape (comparisons,), years of start; NaN for never.
    weight
        Shape (comparisons,), adding up to 1; never negative.
    estimate
        Shape (comparisons,), differences in differences of means.
    """

    kind: npt.NDArray[np.str_]
    cohort: Floats
    against: Floats
    weight: Floats
    estimate: Floats

    @property
    def overall(self) -> float:
        """The coefficient of two-way fixed effects."""
        return float(self.weight @ self.estimate)

    def total(self, kind: str) -> tuple[float, float]:
        """Add up the comparisons of one kind.

        Parameters
        ----------
        kind
            One of the three.

        Returns
        -------
        tuple of float
            Their weight and their weighted mean.
        """
        own = self.kind == kind
        weight = float(self.weight[own].sum())
        return weight, float(self.weight[own] @ self.estimate[own]) / weight if weight else np.nan


def decompose(outcome: npt.ArrayLike, began: Starts) -> Comparisons:
    r"""Take the coefficient of two-way fixed effects apart (Goodman-Bacon).

    With :math:`n_k` the share of units in group k, :math:`\bar D_k` the share of years that it is treated and
    :math:`n_{ku} = n_k / (n_k + n_u)`, before normalising: against never treated
    :math:`s = (n_k + n_u)^2 n_{ku} (1 - n_{ku}) \bar D_k (1 - \bar D_k)`; for k before l, while l is not treated,
    :math:`s = ((n_k + n_l)(1 - \bar D_l))^2 n_{kl} (1 - n_{kl}) \frac{\bar D_k - \bar D_l}{1 - \bar D_l} \frac{1 -
    \bar D_k}{1 - \bar D_l}`; for l while k is treated, :math:`s = ((n_k + n_l) \bar D_k)^2 n_{kl} (1 - n_{kl})
    \frac{\bar D_l}{\bar D_k} \frac{\bar D_k - \bar D_l}{\bar D_k}`.

    Parameters
    ----------
    outcome
        Shape (units, years), without gaps; units of equal weight.
    began
        Who began when; units treated from the first year on are left out.

    Returns
    -------
    Comparisons
        Weights without unit and differences in the unit of the outcome; empty where there is nothing to compare.

    References
    ----------
    Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing. Journal of Econometrics 225,
    254-277, equations 7 and 10. With one cohort there is nothing to take apart; the example is Snow, J. (1855), On the
    mode of communication of cholera, 2nd ed., as in Cunningham, S. (2021), Causal inference: the mixtape, chapter 9:
    -78.

    Examples
    --------
    >>> from antq_analysis.measures.effects.starts import starts
    >>> lambeth, southwark = [85, 19], [135, 147]
    >>> began = starts([1854, 1854, np.nan, np.nan], [1849, 1854])
    >>> float(decompose([lambeth, lambeth, southwark, southwark], began).overall)
    -78.0
    """
    y, years = np.asarray(outcome, dtype=float), began.years
    groups = [*began.cohorts, np.inf]
    start = np.where(np.isnan(began.start), np.inf, began.start)
    means = [
        y[start == g].mean(axis=0) if (start == g).any() else np.full(len(years), np.nan) for g in groups
    ]
    share = np.array([(start == g).sum() for g in groups]) / max(1, (~began.always).sum())
    treated = np.array([(years >= g).mean() for g in groups])
    kinds, rows = [], []
    for i, g in enumerate(groups[:-1]):
        for j, other in enumerate(groups):
            if i == j or not share[j]:
                continue
            # While the other's state does not change: before it begins, or since it began.
            window = years < other if other > g else years >= other
            weight = _weight((share[i], share[j]), (treated[i], treated[j]), later=other > g)
            kinds.append(NEVER if np.isinf(other) else LATER if other > g else EARLIER)
            rows.append((g, other, weight, _difference(means[i] - means[j], years, g, window)))
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return Comparisons(
        kind=np.array(kinds, dtype=str),
        cohort=table[:, 0],
        against=np.where(np.isinf(table[:, 1]), np.nan, table[:, 1]),
        weight=table[:, 2] / max(table[:, 2].sum(), np.finfo(float).tiny),
        estimate=table[:, 3],
    )


def _weight(shares: tuple[float, float], treated: tuple[float, float], *, later: bool) -> float:
    """Give the variance of treatment in a pair of groups, times the square of the part of the sample that it is."""
    own = shares[0] / sum(shares)
    window = 1 - treated[1] if later else treated[1]
    on = (treated[0] - treated[1]) / window if later else treated[0] / window
    return float((sum(shares) * window) ** 2 * own * (1 - own) * on * (1 - on))


def _difference(apart: Floats, years: Floats, start: float, window: npt.NDArray[np.bool_]) -> float:
    before, after = window & (years < start), window & (years >= start)
    return float(apart[after].mean() - apart[before].mean())
