"""Everything of one indicator that is published together: the counts, and which of them add up to which."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from antq_analysis.measures.pooled_years import years_of
from antq_analysis.measures.rates import count
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import assign_groups

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Sum = tuple[int, tuple[int, ...]]
"""The position of a total and the positions of its parts."""

COMMUNE, COMMUNES, OTHERS, PROVINCE = "commune", "communes", "others", "province"
"""Levels of a cell: one commune, all communes, all other units, the whole province; a group has its grouping."""

EARLIER = "earlier"
"""Level of what is no figure: a sum that a reader has from an earlier release."""

KEY = ("level", "code", "category", "period")


@dataclass(frozen=True)
class Cells:
    """Counts, the sums between them, and which are parts of which.

    Parameters
    ----------
    keys
        One row a cell: level, code, category, period.
    values
        The counts, in the same order.
    sums
        Every total with its parts.
    within
        Every whole with parts that are not all of it: together they never exceed it.
    """

    keys: pd.DataFrame
    values: Floats
    sums: tuple[Sum, ...]
    within: tuple[Sum, ...] = ()

    def matrix(self) -> csr_array:
        """Write the sums as equations.

        Returns
        -------
        scipy.sparse.csr_array
            Shape (sums, cells): 1 for a part, -1 for the total. Its product with the counts is what is missing from a
            total, which whoever reads the figures is taken to know.
        """
        rows, columns, signs = [], [], []
        for row, (total, parts) in enumerate(self.sums):
            rows += [row] * (len(parts) + 1)
            columns += [total, *parts]
            signs += [-1.0] + [1.0] * len(parts)
        return csr_array((signs, (rows, columns)), shape=(len(self.sums), len(self.values)))

    def is_sum(self) -> Flags:
        """Tell which cells are totals of others.

        Returns
        -------
        numpy.ndarray
            One flag a cell.
        """
        flags = np.zeros(len(self.values), dtype=bool)
        flags[[total for total, _ in self.sums]] = True
        return flags

    def is_small(self, threshold: float) -> Flags:
        """Tell which counts are small: above zero and not above the threshold.

        Parameters
        ----------
        threshold
            Largest count that is hidden.

        Returns
        -------
        numpy.ndarray
            One flag a cell.
        """
        is_figure = self.keys["level"].ne(EARLIER).to_numpy(bool)
        small: Flags = (self.values > 0) & (self.values <= threshold) & is_figure
        return small


def cells_of(
    panel: Panel,
    indicator: str,
    groupings: Sequence[str] = (),
    categories: Sequence[str] = ("",),
    *,
    periods: Collection[str] | None = None,
    communes: bool = True,
) -> Cells:
    """List everything that is published of an indicator.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A count that may be summed.
    groupings
        Groupings of the panel by which it is published too.
    categories
        Values of its dimension; the empty one is their total.
    periods
        Which periods; by default all.
    communes
        Whether the communes are part of it; without them the groups are what is smallest.

    Returns
    -------
    Cells
        Communes, groups, all communes, other units and the province, in every period; a period of several years is the
        sum of its years where these are among the periods.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or grouping.
    """
    placed = {name: assign_groups(panel.groups, name, panel.units.index)["group_code"] for name in groupings}
    made = _Made([], [], [])
    for category in categories:
        measure = count(panel, indicator, category=category)
        for period in measure.periods():
            own = measure.at(period)["events"].dropna()
            if own.empty or (periods is not None and period not in periods):
                continue
            total = _with_groups(made, own, placed, (category, period), communes=communes)
            others = measure.others.get(period)
            if others is not None and np.isfinite(others.events):
                beside = made.add(OTHERS, "", (category, period), others.events)
                whole = made.add(PROVINCE, "", (category, period), others.events + float(own.sum()))
                made.sums.append((whole, (total, beside)))
    table = pd.DataFrame(made.keys, columns=list(KEY), dtype="str")
    return Cells(table, np.array(made.values), (*made.sums, *_over_categories(table), *_over_years(table)))


@dataclass(frozen=True)
class _Made:
    keys: list[tuple[str, str, str, str]]
    values: list[float]
    sums: list[Sum]

    def add(self, level: str, code: str, when: tuple[str, str], value: float) -> int:
        self.keys.append((level, code, *when))
        self.values.append(value)
        return len(self.keys) - 1


def _with_groups(
    made: _Made, own: pd.Series, placed: dict[str, pd.Series], when: tuple[str, str], *, communes: bool
) -> int:
    total = made.add(COMMUNES, "", when, float(own.sum()))
    at: dict[str, int] = {}
    if communes:
        at = {str(code): made.add(COMMUNE, str(code), when, float(value)) for code, value in own.items()}
        if not placed:
            made.sums.append((total, tuple(at.values())))
    for grouping, groups in placed.items():
        parts = []
        for code, some in own.groupby(groups.reindex(own.index)):
            parts.append(made.add(grouping, str(code), when, float(some.sum())))
            if communes:
                made.sums.append((parts[-1], tuple(at[str(unit)] for unit in some.index)))
        made.sums.append((total, tuple(parts)))
    return total


def _over_categories(keys: pd.DataFrame) -> list[Sum]:
    sums: list[Sum] = []
    if not keys["category"].ne("").any():
        return sums
    for _, own in keys.groupby(["level", "code", "period"], sort=False):
        total, parts = own.index[own["category"].eq("")], own.index[own["category"].ne("")]
        if len(total) and len(parts):
            sums.append((int(total[0]), tuple(int(part) for part in parts)))
    return sums


def _over_years(keys: pd.DataFrame) -> list[Sum]:
    windows = [period for period in keys["period"].unique() if len(years_of(period)) > 1]
    if not windows:
        return []
    sums: list[Sum] = []
    for _, own in keys.groupby(["level", "code", "category"], sort=False):
        at = dict(zip(own["period"], own.index, strict=True))
        for window in windows:
            years = years_of(window)
            if window in at and all(year in at for year in years):
                sums.append((int(at[window]), tuple(int(at[year]) for year in years)))
    return sums
