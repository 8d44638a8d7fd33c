"""Where models were sent: to places that always had more, or to those that had more just before."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Ratio:
    """A ratio of rates with its limits; NaN where it cannot be told.

    Attributes
    ----------
    value, low, high
        The ratio.
    events, expected
        What was counted where a model came, and what the rates of the others let expect there.
    """

    value: float
    low: float
    high: float
    events: float
    expected: float


@dataclass(frozen=True)
class Placement:
    """How places that were about to begin stood beside those that had not begun.

    Attributes
    ----------
    usual
        Rate over the years before the last one, beside that of the others in the same years: above 1 where models went
        to places that always had more.
    last
        The same in the last year before the beginning.
    surge
        `last` over `usual`: above 1 where models went to places that had just had more than they usually have; the
        year after falls by itself there.
    overlap
        Share of the beginners whose usual rate lies between the 5th and the 95th percentile of that of the others.
    """

    usual: Ratio
    last: Ratio
    surge: Ratio
    overlap: float


def placement(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    years: npt.ArrayLike,
    first_year: npt.ArrayLike,
    clusters: npt.ArrayLike,
) -> Placement:
    r"""Compare places in the years before they began with places that had not begun a year later.

    For each year g in which some began, and each year t before it, the others' rate is
    :math:`r_{gt} = \sum_{j: g_j > g} y_{jt} / \sum_{j: g_j > g} n_{jt}`; the ratio is
    :math:`\sum_{g_i = g} y_{it} / \sum_{g_i = g} n_{it} r_{gt}`, summed over g and over t = g-1 (`last`) or t < g-1
    (`usual`): indirect standardisation. Limits are of its logarithm, by the influence of each cluster, both through
    those that began and through the others, with Student's t of clusters less one.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure.
    years
        Shape (years,), in order.
    first_year
        Shape (units,); NaN for never.
    clusters
        Shape (units,), any labels: what varies together.

    Returns
    -------
    Placement
        Ratios, and the overlap.

    Examples
    --------
    Two places that began in 2020 had twice the usual rate of the two others, and three times it in 2019.

    >>> found = placement(
    ...     [[20, 20, 30, 15], [20, 20, 30, 15], [10, 10, 10, 10], [10, 10, 10, 10]],
    ...     np.full((4, 4), 1000), [2017, 2018, 2019, 2020], [2020, 2020, np.nan, np.nan], [1, 2, 3, 4]
    ... )
    >>> found.usual.value, found.last.value, found.surge.value
    (2.0, 3.0, 1.5)
    """
    first = np.asarray(first_year, dtype=float)
    n = np.asarray(exposure, dtype=float)
    y = np.asarray(events, dtype=float)
    known = np.isfinite(y) & np.isfinite(n)
    y, n = np.where(known, y, 0.0), np.where(known, n, 0.0)
    time = np.asarray(years, dtype=float)
    _, cluster = np.unique(np.asarray(clusters), return_inverse=True)
    usual, last = (_Sums.start(len(first)) for _ in range(2))
    for start in np.unique(first[np.isfinite(first) & (first > time[0])]):
        mine, others = first == start, ~(first <= start)
        for t in np.flatnonzero(time < start):
            sums = last if time[t] == start - 1 else usual
            sums.add(y[:, t], n[:, t], mine, others)
    ratios = (usual.ratio(), last.ratio())
    moved = [_by_cluster(sums.influence(), cluster) for sums in (usual, last)]
    return Placement(
        usual=_limited(ratios[0], moved[0], usual),
        last=_limited(ratios[1], moved[1], last),
        surge=_limited(
            ratios[1] / ratios[0] if ratios[0] > 0 else float("nan"), moved[1] - moved[0], last, usual
        ),
        overlap=_overlap(y, n, time, first),
    )


@dataclass
class _Sums:
    """Counts and expectations so far, with what each unit adds to either."""

    own: Floats
    through_others: Floats
    events: float = 0.0
    expected: float = 0.0

    @classmethod
    def start(cls, units: int) -> "_Sums":
        return cls(np.zeros((units, 2)), np.zeros(units))

    def add(self, y: Floats, n: Floats, mine: npt.NDArray[np.bool_], others: npt.NDArray[np.bool_]) -> None:
        people, here = n[others].sum(), n[mine].sum()
        if not people or not here:
            return
        rate = y[others].sum() / people
        self.events += y[mine].sum()
        self.expected += here * rate
        self.own[mine, 0] += y[mine]
        self.own[mine, 1] += n[mine] * rate
        self.through_others[others] += here / people * (y[others] - n[others] * rate)

    def ratio(self) -> float:
        return float(self.events / self.expected) if self.expected > 0 else float("nan")

    def influence(self) -> Floats:
        """How far each unit moves the logarithm of the ratio, shape (units,)."""
        if not self.events or not self.expected:
            return np.full(len(self.own), np.nan)
        brought = self.own[:, 0] / self.events - self.own[:, 1] / self.expected
        return np.asarray(brought - self.through_others / self.expected)


def _by_cluster(influence: Floats, cluster: npt.NDArray[np.intp]) -> Floats:
    return np.asarray(np.bincount(cluster, influence), dtype=float)


def _limited(value: float, moved: Floats, sums: _Sums, below: _Sums | None = None) -> Ratio:
    expected = sums.expected * (below.ratio() if below else 1.0)
    clusters = len(moved)
    if not value > 0 or clusters < 3:
        return Ratio(value, float("nan"), float("nan"), sums.events, expected)
    error = np.sqrt(clusters / (clusters - 1) * (moved**2).sum())
    reach = np.exp(stats.t.ppf((1 + LEVEL) / 2, clusters - 1) * error)
    return Ratio(value, float(value / reach), float(value * reach), sums.events, expected)


def _overlap(y: Floats, n: Floats, time: Floats, first: Floats) -> float:
    within, among = 0, 0
    for start in np.unique(first[np.isfinite(first) & (first > time[0] + 1)]):
        before = time < start - 1
        people = n[:, before].sum(axis=1)
        rates = np.where(people > 0, y[:, before].sum(axis=1) / np.where(people > 0, people, 1.0), np.nan)
        mine, others = rates[first == start], rates[~(first <= start)]
        mine, others = mine[np.isfinite(mine)], others[np.isfinite(others)]
        if len(mine) and len(others):
            low, high = np.quantile(others, [_LOW, _HIGH])
            within += int(((mine >= low) & (mine <= high)).sum())
            among += len(mine)
    return within / among if among else float("nan")
