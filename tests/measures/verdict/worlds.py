"""Fictional provinces in which models go where they go, and change what they are told to change."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.cluster.vq import kmeans2

from antq_analysis.measures.verdict.counts import Counts, counts_of
from antq_analysis.panel.load import Panel
from tests.measures.association.made import panel_of

PLACEMENTS = ("spatial", "level", "hot", "mixed", "count")
FIRST = 2012


@dataclass(frozen=True)
class World:
    """Counts of communes over years, and when each began (NaN: never), as arrays."""

    events: np.ndarray
    people: np.ndarray
    first_year: np.ndarray
    points: np.ndarray
    districts: np.ndarray

    @property
    def years(self) -> np.ndarray:
        return FIRST + np.arange(self.events.shape[1])

    def counts(self) -> Counts:
        return counts_of(self.events, self.people, self.years, self.first_year, self.points, self.districts)

    def panel(self) -> Panel:
        """The same as a panel: whoever has not begun by the last year says so."""
        figures = {}
        for year, events in zip(self.years, self.events.T, strict=True):
            figures["incidents_total", str(year)] = events
            figures["population", str(year)] = self.people.round()
        figures["model_established_year", str(self.years[-1])] = self.first_year
        panel = panel_of(figures, self.points)
        rows = panel.observations.copy()
        none = rows["indicator"].eq("model_established_year") & rows["value"].isna()
        rows.loc[none, "status"] = "not_applicable"
        names = [f"Huyện {label}" for label in self.districts]
        codes = pd.Series(self.districts).map("{:02d}".format).to_numpy()
        units = panel.units.assign(district_code=codes, district_name=names)
        return replace(panel, observations=rows, reported=rows, units=units)


def world(
    seed: int,
    placement: str,
    effect: float = 0.0,
    *,
    hard: bool = False,
    communes: int = 150,
    districts: int = 25,
) -> World:
    """Nine years: risk and its shocks alike nearby, a fall of 3% a year, a fifth less counted from year 6.

    In each of years 4 to 7 as many more communes begin as make 88 of 150, by `placement`: an unrelated part of the map
    (spatial), lasting risk (level), last year's rate (hot), lasting risk and last year's rate (mixed), or last year's
    count, whatever the people (count). `effect` is the share that a model adds. The hard design has half the incidents
    and longer, larger shocks.
    """
    rng, years = np.random.default_rng(seed), 9
    points = rng.uniform(0, 100, (communes, 2))
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    near = np.linalg.cholesky(np.exp(-apart / 20) + 1e-9 * np.eye(communes))
    people = 7500 * np.exp(rng.normal(0, 0.45, communes))
    carry, size, mean = (0.7, 0.4, 2.75) if hard else (0.4, 0.28, 5.5)
    lasting, elsewhere = (scale * (near @ rng.normal(size=communes)) for scale in (0.5, 1.0))
    base = np.log(mean / 7500) - (0.5**2 + size**2 + 0.45**2) / 2 + 0.115
    shock, begun = size * (near @ rng.normal(size=communes)), np.full(communes, years)
    events, each = np.zeros((communes, years)), round(communes * 22 / 150)
    for t in range(years):
        if t:
            fresh = size * (near @ rng.normal(size=communes))
            shock = carry * shock + np.sqrt(1 - carry**2) * fresh
        if 3 <= t <= 6:
            rate, last = events[:, t - 1] / people, events[:, t - 1]
            score = {"spatial": elsewhere, "level": lasting, "hot": rate, "count": last}.get(placement)
            score = _z(lasting) + _z(rate) if score is None else score
            ranked = np.where(begun < years, -np.inf, score + 1e-9 * rng.normal(size=communes))
            begun[np.argsort(-ranked)[:each]] = t
        trend = base - 0.03 * t + np.log(0.8) * (t >= 5)
        on = np.log1p(effect) * (begun <= t)
        events[:, t] = rng.poisson(people * np.exp(trend + lasting + shock + on))
    first = np.where(begun < years, FIRST + begun, np.nan)
    return World(events, people, first, points, _districts(points, districts, seed))


def other_world(seed: int, placement: str, effect: float = 0.0, *, districts: int = 25) -> World:
    """Another kind of province: an oblong map, risks by district and skewed, waves instead of near correlation.

    Heavy-tailed shocks, over-dispersed counts, beginning by a noisy score in years 4 to 7 with chance numbers, any year
    as the year in which counting changed, yearly changes at random.
    """
    rng, n, years = np.random.default_rng(10_000_019 + seed), 150, 9
    points = rng.uniform(0, 100, (n, 2)) * [1.6, 0.625]
    label = _districts(points, districts, seed)
    skewed = (rng.gamma(4, 1, n) - 4) / 2
    lasting = 0.5 * (
        0.55 * _waves(rng, points, 30) + 0.35 * rng.normal(0, 1, districts)[label] + 0.75 * skewed
    )
    people = 7500 * np.exp(rng.normal(0, 0.6, n))

    def fresh() -> np.ndarray:
        together = 0.7 * _waves(rng, points, 15) + 0.7 * rng.normal(0, 1, districts)[label]
        alone = rng.standard_t(6, n) / np.sqrt(1.5)
        return 0.28 * (np.sqrt(0.6) * together + np.sqrt(0.4) * alone)

    shock, elsewhere, begun = fresh(), _waves(rng, points, 15), np.full(n, years)
    trend = np.log(5.5 / 8500) - (0.5**2 + 0.28**2) / 2 + np.cumsum(rng.normal(0, 0.05, years))
    trend -= 0.15 * (np.arange(years) >= rng.integers(3, 7))
    events = np.zeros((n, years))
    for t in range(years):
        if t:
            shock = 0.4 * shock + np.sqrt(1 - 0.4**2) * fresh()
        free = np.flatnonzero(begun == years)
        if 3 <= t <= 6 and len(free):
            last = np.log(events[:, t - 1] + 0.5)
            rate = last - np.log(people)
            score = {"spatial": elsewhere, "level": lasting, "hot": rate, "count": last}.get(placement)
            score = _z(lasting) + _z(rate) if score is None else score
            wanted = 1.5 * _z(score)[free] + rng.normal(size=len(free))
            begun[free[np.argsort(-wanted)[: rng.binomial(len(free), min(22 / len(free), 1))]]] = t
        rate = np.exp(trend[t] + lasting + shock + np.log1p(effect) * (begun <= t))
        events[:, t] = rng.poisson(people * rate * rng.gamma(20, 1 / 20, n))
    return World(events, people, np.where(begun < years, FIRST + begun, np.nan), points, label)


def _z(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()


def _districts(points: np.ndarray, several: int, seed: int) -> np.ndarray:
    found = kmeans2(points, several, seed=seed, minit="++")[1]
    return np.unique(found, return_inverse=True)[1]


def _waves(rng: np.random.Generator, points: np.ndarray, length: float) -> np.ndarray:
    waves, turned = rng.normal(size=(60, 2)) / length, rng.uniform(0, 2 * np.pi, 60)
    return np.sqrt(2 / 60) * np.cos(points @ waves.T + turned).sum(axis=1)
