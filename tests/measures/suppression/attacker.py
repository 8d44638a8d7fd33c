"""A reader with a solver: every figure of every release is an equation over the counts of communes, and no more."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from antq_analysis.measures.suppression.release import Release

Key = tuple[str, str, str]
"""Indicator, commune, year; the years of an earlier version of a figure are other unknowns."""


class Attacker:
    """What a reader has collected, written down from printed figures alone."""

    def __init__(self, groups: Mapping[str, Mapping[str, str]]) -> None:
        """By grouping the group of each commune."""
        self.groups = groups
        self.unknowns: dict[Key, int] = {}
        self.told: list[tuple[frozenset[Key], float]] = []
        self.within: list[tuple[Key, tuple[Key, ...]]] = []

    def read(self, release: Release, version: Callable[[Key], str] = lambda key: key[2]) -> None:
        """Read all that a release prints, of communes, groups and all together."""
        cells = release.cells
        communes = sorted(set(cells.keys.loc[cells.keys["level"].eq("commune"), "code"]))
        for row, value, hidden, own in zip(
            cells.keys.itertuples(), cells.values, release.hidden, release.published, strict=True
        ):
            whose = {
                "commune": [row.code],
                "communes": communes,
            }.get(row.level) or [unit for unit in communes if self.groups[row.level][unit] == row.code]
            first, _, last = row.period.partition("-")
            keys = {
                (release.indicator, unit, str(year))
                for unit in whose
                for year in range(int(first), int(last or first) + 1)
            }
            named = frozenset((one, unit, version((one, unit, year))) for one, unit, year in keys)
            for key in named:
                self.unknowns.setdefault(key, len(self.unknowns))
            if own and not hidden:
                self.told.append((named, float(value)))

    def know(self, whole: str, parts: Iterable[str]) -> None:
        """Know that one indicator holds others, in every commune and year."""
        for name, unit, year in tuple(self.unknowns):
            inside = tuple((part, unit, year) for part in parts if (part, unit, year) in self.unknowns)
            if name == whole and inside:
                self.within.append(((name, unit, year), inside))

    def limits(
        self, key: Key, labels: Mapping[Key, tuple[float, float]] | None = None
    ) -> tuple[float, float]:
        """Work out between which values a count must lie, knowing of some beforehand between which they lie."""
        n = len(self.unknowns)
        equal = np.zeros((len(self.told), n))
        for i, (keys, _) in enumerate(self.told):
            equal[i, [self.unknowns[one] for one in keys]] = 1
        below = np.zeros((len(self.within), n))
        for i, (whole, parts) in enumerate(self.within):
            below[i, self.unknowns[whole]] = -1
            below[i, [self.unknowns[one] for one in parts]] = 1
        bounds = [(labels or {}).get(one, (0.0, None)) for one in self.unknowns]
        goal = np.zeros(n)
        goal[self.unknowns[key]] = 1
        given = {"A_eq": equal, "b_eq": [value for _, value in self.told]} if self.told else {}
        given |= {"A_ub": below, "b_ub": np.zeros(len(below))} if len(below) else {}
        ends = []
        for sign in (1, -1):
            found = linprog(sign * goal, bounds=bounds, **given)
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else np.inf)
        return ends[0], ends[1]


def is_open(attacker: Attacker, truth: pd.Series, hidden: Iterable[Key], threshold: int = 4) -> list[Key]:
    """List the small hidden counts that the attacker, who knows the rule, narrows below 1 to threshold."""
    labels = {}
    for key in hidden:
        value = truth[key]
        labels[key] = (1.0, float(threshold)) if value <= threshold else (threshold + 1.0, None)
    found = []
    for key in labels:
        if truth[key] > threshold:
            continue
        # What is open to who knows the labels is open to who does not: those only narrow it.
        low, high = attacker.limits(key, labels)
        if low > 1 + 1e-6 or high < threshold - 1e-6:
            found.append(key)
    return found


def hidden_of(release: Release, period: str = "") -> list[Key]:
    """List the communes that a release hides, with the year."""
    keys = release.cells.keys
    own = keys["level"].eq("commune") & release.published & release.hidden
    own &= keys["period"].eq(period) if period else keys["period"].str.len().eq(4)
    return [(release.indicator, row.code, row.period) for row in keys[own].itertuples()]


def truth_of(*releases: Release) -> pd.Series:
    """Take the counts of communes by single years."""
    found = {}
    for release in releases:
        keys = release.cells.keys
        for row, value in zip(keys.itertuples(), release.cells.values, strict=True):
            if row.level == "commune" and len(row.period) == 4:
                found[(release.indicator, row.code, row.period)] = value
    return pd.Series(found)
