"""How models are taken up by communes and grow, and how they are counted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.demo.geography import Terrain, Vintage
from antq_analysis.demo.story import Dynamics

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

REMOVED = 0.05
"""Share of the points that are struck off in a year, once points are counted."""
ADDED = 0.06
"""New points a year, as a share of those there are."""


@dataclass(frozen=True)
class Uptake:
    """Models in each part at the end of each year.

    Parameters
    ----------
    areas
        Residential areas with a model, shape (n_parts, n_years).
    units, points, new, removed
        By type: the old count, the new count, and its flows, shape (n_parts, n_years, n_types).
    types
        Identifiers of the types.
    points_from
        Position of the first year in which points are counted.
    """

    areas: Counts
    units: Counts
    points: Counts
    new: Counts
    removed: Counts
    types: tuple[str, ...]
    points_from: int

    def frame(self, t: int) -> pd.DataFrame:
        """Name what is counted in one year.

        Parameters
        ----------
        t
            Position of the year.

        Returns
        -------
        pandas.DataFrame
            One column for each indicator and type, and for each indicator over all types.
        """
        counted = {"model_units_active": self.units}
        if t >= self.points_from:
            counted = {
                "model_points_active": self.points,
                "model_points_new": self.new,
                "model_points_removed": self.removed,
            }
        columns: dict[str, Counts] = {}
        for name, values in counted.items():
            columns[f"{name}|"] = values[:, t].sum(axis=1)
            columns |= {f"{name}|{kind}": values[:, t, k] for k, kind in enumerate(self.types)}
        return pd.DataFrame(columns)


def need(
    terrain: Terrain, vintage: Vintage, risk: Numbers, seen: tuple[Counts, Counts] | None = None
) -> pd.Series:
    """Score how much each commune seems to need a model.

    Parameters
    ----------
    terrain
        The parts.
    vintage
        The map in force.
    risk
        Persistent log risk of each part.
    seen
        Incidents and people of last year; None if nobody looked.

    Returns
    -------
    pandas.Series
        Index unit_code: persistent risk plus, where it was seen, last year's observed rate, both standardised.
    """
    weight = terrain.parts["people"].to_numpy()
    frame = pd.DataFrame({"people": weight, "risk": risk * weight})
    if seen is not None:
        frame["events"], frame["exposed"] = seen
    units = frame.groupby(vintage.unit_of).sum()
    score = _standard(units["risk"] / units["people"])
    return score if seen is None else score + _standard(units["events"] / units["exposed"])


def adopt(score: pd.Series, vintage: Vintage, begun: Counts, many: int, year: int) -> Counts:
    """Let the communes begin that seem to need it most and have no model.

    Parameters
    ----------
    score
        Index unit_code: who comes first.
    vintage
        The map in force.
    begun
        First years so far; 0 where there is no model, shape (n_parts,).
    many
        How many communes begin.
    year
        The year in which they begin.

    Returns
    -------
    numpy.ndarray
        First years, shape (n_parts,).
    """
    free = pd.Series(begun).groupby(vintage.unit_of).max().eq(0)
    chosen = score[free].sort_values(ascending=False, kind="stable").index[:many]
    after: Counts = np.where(np.isin(vintage.unit_of, list(chosen)) & (begun == 0), year, begun)
    return after


def grow_models(
    told: Dynamics, years: Counts, areas: Counts, established: Counts, rng: np.random.Generator
) -> Uptake:
    """Let the models grow after they began, and count them in both ways.

    Parameters
    ----------
    told
        How the truth moves.
    years
        The years, shape (n_years,).
    areas
        Residential areas of each part.
    established
        First year of a model in each part; 0 for never.
    rng
        Source of chance.

    Returns
    -------
    Uptake
        Models at the end of each year.
    """
    n, k = len(areas), len(told.types)
    age = np.where(established[:, None] > 0, years - established[:, None], -1)
    share = rng.uniform(0.2, 0.5, size=n)[:, None] + 0.085 * age
    covered = np.where(age >= 0, np.maximum(1, np.rint(areas[:, None] * np.minimum(0.95, share))), 0)
    order = np.argsort(rng.random((n, k)) / np.linspace(2.2, 0.8, k), axis=1)
    place = np.argsort(order, axis=1)
    kinds = np.where(age >= 0, np.minimum(1 + rng.poisson(0.6, size=n)[:, None] + age // 3, k - 2), 0)
    active = place[:, None, :] < kinds[:, :, None]
    spread = rng.uniform(0.25, 1.1, size=(n, 1, k))
    units = np.where(active, np.maximum(1, np.rint(covered[:, :, None] * spread)), 0).astype(np.int64)
    since = int(np.searchsorted(years, told.points_since))
    points, new, removed = _points(units, since, told.points_per_unit_counted, rng)
    counted = units.copy()
    counted[:, since:] = 0
    return Uptake(covered.astype(np.int64), counted, points, new, removed, told.types, since)


def _points(
    units: Counts, since: int, ratio: float, rng: np.random.Generator
) -> tuple[Counts, Counts, Counts]:
    points, new, removed = np.zeros_like(units), np.zeros_like(units), np.zeros_like(units)
    open_units = units[:, since - 1]
    stock = np.where(open_units > 0, np.maximum(1, rng.binomial(open_units, ratio)), 0)
    for t in range(since, units.shape[1]):
        removed[:, t] = rng.binomial(stock, REMOVED)
        started = (units[:, t] > 0) & (units[:, t - 1] == 0)
        begun = np.maximum(1, rng.binomial(units[:, t], ratio))
        new[:, t] = np.where(started, begun, rng.poisson(ADDED * stock))
        stock = stock + new[:, t] - removed[:, t]
        points[:, t] = stock
    return points, new, removed


def _standard(values: pd.Series) -> pd.Series:
    return (values - values.mean()) / values.std()
