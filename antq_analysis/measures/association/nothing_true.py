"""What correlation the same communes give when the density has nothing to do with what happened after it was chosen."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.measures.association.coefficients import p_values
from antq_analysis.measures.association.resamples import Floats, scaled
from antq_analysis.measures.association.sides import FEWEST
from antq_analysis.measures.association.usual_risk import Risk, usual_risk

RUNS = 499
NAIVE = 0.05
"""Below this p value the plain test says that two figures go together."""
_STRATUM = 10
"""Communes in a stratum of like base figures among which densities change places."""
_AT_ONCE = 128


@dataclass(frozen=True)
class NothingTrue:
    """The correlations of many runs in which nothing links density and outcome.

    Parameters
    ----------
    observed
        The correlation of the same communes as they are.
    runs
        Those of the runs, shape (runs,).
    naive
        Share of the runs whose plain test has p below 0.05.
    n
        Number of communes.
    """

    observed: float
    runs: Floats
    naive: float
    n: int

    @property
    def median(self) -> float:
        """The middle one of the runs."""
        return float(np.median(self.runs))

    @property
    def low(self) -> float:
        """The lower end of the range that holds 95 of 100 runs."""
        return float(np.quantile(self.runs, 0.025))

    @property
    def high(self) -> float:
        """The upper end of that range."""
        return float(np.quantile(self.runs, 0.975))

    @property
    def p_value(self) -> float:
        """Share of the runs at least as far from their middle as the observed correlation."""
        far = np.abs(self.runs - self.median) >= abs(self.observed - self.median) - 1e-12
        return float((1 + far.sum()) / (1 + len(self.runs)))

    @property
    def outside(self) -> bool:
        """Whether the observed correlation lies outside the range."""
        return not self.low <= self.observed <= self.high


def nothing_true(
    frame: pd.DataFrame, rng: np.random.Generator, *, change: bool, runs: int = RUNS
) -> dict[str, NothingTrue]:
    """Ask in several ways which correlations the same communes give when nothing links density and outcome.

    Parameters
    ----------
    frame
        Columns density, outcome, events, exposure, base_events, base_exposure; NaN where there are no counts.
    rng
        Source of chance.
    change
        Whether the outcome is a change of the rate since the base year.
    runs
        How many runs of each way.

    Returns
    -------
    dict of str to NothingTrue
        Where the counts of both years are known ``shuffled`` and ``from_base``, and of a change ``from_level``; else
        ``dealt``, densities dealt out anew among all.
    """
    known = frame.dropna(subset=["events", "exposure", "base_events", "base_exposure"])
    if len(known) < FEWEST or not known["base_events"].sum() > 0 or not known["events"].sum() > 0:
        density, outcome = (frame[name].to_numpy(float) for name in ("density", "outcome"))
        return {"dealt": shuffled(density, outcome, None, rng, runs)}
    density, outcome = (known[name].to_numpy(float) for name in ("density", "outcome"))
    after, before = (
        (known[f"{base}events"].to_numpy(float), known[f"{base}exposure"].to_numpy(float))
        for base in ("", "base_")
    )
    found = {
        "shuffled": shuffled(density, outcome, before[0] / before[1], rng, runs),
        "from_base": redrawn(density, before, after, rng, change=change, keep_base=True, runs=runs),
    }
    if change:
        found["from_level"] = redrawn(density, before, after, rng, change=True, keep_base=False, runs=runs)
    return found


def shuffled(
    density: Floats, outcome: Floats, base: Floats | None, rng: np.random.Generator, runs: int = RUNS
) -> NothingTrue:
    """Deal the densities out anew among communes whose base figures are alike.

    Parameters
    ----------
    density, outcome
        Shape (n,).
    base
        Figures of the base year, shape (n,); without them densities are dealt out among all.
    rng
        Source of chance.
    runs
        How many times.

    Returns
    -------
    NothingTrue
        Density keeps its link with the base year and loses any other.
    """
    n = len(density)
    order = np.arange(n) if base is None else np.argsort(base, kind="stable")
    strata = 1 if base is None else max(1, n // _STRATUM)
    stratum = np.arange(n) * strata // n
    x, y = scaled(density)[order], scaled(outcome)[order]
    found = np.empty(runs)
    for at in range(0, runs, _AT_ONCE):
        keys = rng.random((min(_AT_ONCE, runs - at), n)) + stratum
        found[at : at + len(keys)] = x[np.argsort(keys, axis=1)] @ y / n
    return _summed_up(density, outcome, found)


def redrawn(
    density: Floats,
    before: tuple[Floats, Floats],
    after: tuple[Floats, Floats],
    rng: np.random.Generator,
    *,
    change: bool,
    keep_base: bool,
    runs: int = RUNS,
) -> NothingTrue:
    """Draw the counts anew from what each commune usually has, the density as it is.

    Parameters
    ----------
    density
        Shape (n,).
    before, after
        Events and exposure of the base year and of the year itself, each of shape (n,).
    rng
        Source of chance.
    change
        Whether the outcome is the rate of the year less that of the base year; else it is the rate of the year.
    keep_base
        Keep the counts of the base year as they were and draw only those of the year: density may have followed them,
        and what was high by chance falls back. Otherwise both are drawn: density may have followed the usual level.
    runs
        How many times.

    Returns
    -------
    NothingTrue
        Everywhere the risk changes by the same factor, that of the whole province.
    """
    risk = usual_risk(before, after, from_base=keep_base)
    x, n = scaled(density), len(density)
    found = np.empty(runs)
    for at in range(0, runs, _AT_ONCE):
        y = _outcomes(risk, before, after, rng, (min(_AT_ONCE, runs - at), n), change, keep_base)
        y -= y.mean(axis=1, keepdims=True)
        spread = y.std(axis=1)
        found[at : at + len(y)] = (y @ x / n) / np.where(spread > 0, spread, 1.0)
    rates = [events / exposure for events, exposure in (before, after)]
    return _summed_up(density, rates[1] - rates[0] if change else rates[1], found)


def _outcomes(
    risk: Risk,
    before: tuple[Floats, Floats],
    after: tuple[Floats, Floats],
    rng: np.random.Generator,
    shape: tuple[int, int],
    change: bool,
    keep_base: bool,
) -> Floats:
    usual = risk.draw(rng, shape)
    later = risk.count(rng, usual * risk.factor, after[1]) / after[1]
    if not change:
        return later
    return later - (before[0] if keep_base else risk.count(rng, usual, before[1])) / before[1]


def _summed_up(density: Floats, outcome: Floats, runs: Floats) -> NothingTrue:
    n = len(density)
    naive = float((p_values(runs, n - 2) < NAIVE).mean())
    return NothingTrue(float(scaled(density) @ scaled(outcome) / n), runs, naive, n)
