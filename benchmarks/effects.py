"""The estimators of an effect beside pyfixest, and on made panels: ``python benchmarks/effects.py [runs]``.

CPU seconds, each the best of several runs, in one process; pyfixest is timed warm where it is installed (``pip install
pyfixest``; it is no part of this project). Then panels of 150 communes and nine years in which the programme went to
an unrelated part of the map, to places of lasting risk, to places with a bad year, or to a mix of the last two, and did
nothing or took 15% off: bias in points, spread, mean standard error, how often an effect is declared at 5%, coverage.
"""

import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pandas as pd

from antq_analysis.measures.effects.clustered import ClusterRobust, clustered
from antq_analysis.measures.effects.history import history_adjusted
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.randomization import permuted, randomization_test
from antq_analysis.measures.effects.saturated import saturated
from antq_analysis.measures.effects.starts import Starts, starts

UNITS, YEARS, DISTRICTS = 150, 9, 25
NATION, NATION_YEARS, NATION_DISTRICTS = 10_600, 10, 700
PLACEMENTS = ("spatial", "lasting", "bad year", "mixed")
SEED = 2026


def cpu_seconds(step: Callable[[], object], runs: int = 5) -> float:
    """CPU seconds of the fastest of several runs, after one to warm up."""
    step()
    took = []
    for _ in range(runs):
        began = time.process_time()
        step()
        took.append(time.process_time() - began)
    return min(took)


def large(units: int, years: int, districts: int) -> tuple[np.ndarray, np.ndarray, Starts, np.ndarray]:
    """Make counts, people, starts and districts without any pattern."""
    rng = np.random.default_rng(SEED)
    people = rng.lognormal(np.log(7500), 0.5, (units, 1)) * np.exp(rng.normal(0, 0.02, (units, years)))
    began = starts(rng.choice([*range(3, years - 2), np.nan], units), np.arange(years))
    mean = (
        people
        / 1400
        * rng.gamma(4, 0.25, (units, 1))
        * np.exp(-0.1 * began.treated - 0.03 * np.arange(years))
    )
    return rng.poisson(mean).astype(float), people, began, np.arange(units) % districts


def placed(rng: np.random.Generator, placement: str, effect: float) -> tuple[np.ndarray, ...]:
    """Make a panel in which 22 communes begin in each of the years 4 to 7, after where the programme goes."""
    at = rng.uniform(0, 100, (UNITS, 2))
    apart = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2))
    root = np.linalg.cholesky(np.exp(-apart / 20) + 1e-8 * np.eye(UNITS))
    people = rng.lognormal(np.log(7500), 0.5, UNITS)
    lasting, elsewhere = 0.5 * root @ rng.normal(size=UNITS), root @ rng.normal(size=UNITS)
    start, events, shock = np.full(UNITS, np.nan), np.zeros((UNITS, YEARS)), root @ rng.normal(size=UNITS)
    for t in range(YEARS):
        if t:
            shock = 0.4 * shock + np.sqrt(1 - 0.4**2) * root @ rng.normal(size=UNITS)
        free = np.isnan(start)
        if 3 <= t < 7:
            bad = np.log((events[:, t - 1] + 0.5) / people)
            scores = [(v - v[free].mean()) / v[free].std() for v in (elsewhere, lasting, bad)]
            score = scores[1] + scores[2] if placement == "mixed" else scores[PLACEMENTS.index(placement)]
            score = np.where(free, score + 0.3 * rng.normal(size=UNITS), -np.inf)
            start[np.argsort(-score)[:22]] = t
        level = np.log(5.5 / 7500) - 0.03 * t + np.log(0.8) * (t >= 5)
        events[:, t] = rng.poisson(people * np.exp(level + lasting + 0.28 * shock + effect * (start <= t)))
    column = np.argsort(np.argsort(at[:, 0])) * 5 // UNITS
    row = np.zeros(UNITS, dtype=int)
    for one in range(5):
        own = np.flatnonzero(column == one)
        row[own] = np.argsort(np.argsort(at[own, 1])) * 5 // len(own)
    return events, people[:, None] * np.ones(YEARS), start, 5 * column + row


def beside_pyfixest() -> None:
    """Compare Poisson fixed effects with fepois: coefficients, errors, CPU."""
    for units, years, districts in ((UNITS, YEARS, DISTRICTS), (NATION, NATION_YEARS, NATION_DISTRICTS)):
        events, people, began, district = large(units, years, districts)
        found = clustered(fit_poisson(events, people, [began.treated]), district)
        own = cpu_seconds(lambda: clustered(fit_poisson(events, people, [began.treated]), district))  # noqa: B023
        line = f"Poisson fixed effects, {units:,} x {years}: {own:8.4f} s"
        if find_spec("pyfixest"):
            import pyfixest  # noqa: PLC0415

            columns = {"y": events, "treated": began.treated, "people": np.log(people)}
            frame = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
            frame["unit"], frame["year"] = (
                np.repeat(np.arange(units), years),
                np.tile(np.arange(years), units),
            )
            frame["district"] = np.repeat(district, years)

            def peer(**settings: float) -> object:
                formula, errors = "y ~ treated | unit + year", {"CRV1": "district"}
                return pyfixest.fepois(formula, frame, vcov=errors, offset="people", **settings)  # noqa: B023

            exact = peer(iwls_tol=1e-12, fixef_tol=1e-12)
            apart = abs(float(exact.coef().iloc[0]) - found.estimates[-1])
            line += f"  pyfixest {cpu_seconds(peer):.4f} s, x{cpu_seconds(peer) / own:.1f}"
            line += f"  coefficient apart by {apart:.0e}, errors by {exact.se().iloc[0] / found.errors[-1] - 1:.0e}"
        print(line)


def national() -> None:
    """Time every estimator on the nation."""
    events, people, began, district = large(NATION, NATION_YEARS, NATION_DISTRICTS)
    steps: dict[str, Callable[[], object]] = {
        "cohort by year, overall": lambda: saturated(events, people, began).overall(district),
        "cohort by year, with leads": lambda: saturated(events, people, began, leads=True).by_event_time(
            district
        ),
        "jackknife": lambda: clustered(
            fit_poisson(events, people, [began.treated]), district, jackknife=True
        ),
        "history-adjusted": lambda: history_adjusted(events, people, began),
        "999 permutations": lambda: randomization_test(
            events, people, began, permuted(began.start, np.arange(NATION) % 20, 999), district
        ),
    }
    for name, step in steps.items():
        began_at = time.process_time()
        step()
        print(f"{name:28} {time.process_time() - began_at:8.2f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def estimates(
    events: np.ndarray, people: np.ndarray, start: np.ndarray, district: np.ndarray
) -> dict[str, ClusterRobust]:
    """Give every estimator's logarithm of the rate ratio with its errors."""
    began = starts(start, np.arange(YEARS))
    last = np.append(np.zeros(YEARS - 1), 1.0)[None]
    fixed, history = fit_poisson(events, people, [began.treated]), history_adjusted(events, people, began).fit
    return {
        "fixed effects": clustered(fixed, district).combined(last),
        "  jackknife": clustered(fixed, district, jackknife=True).combined(last),
        "cohort by year": saturated(events, people, began).overall(district).logs,
        "history-adjusted": clustered(history, district),
    }


def simulated(runs: int) -> None:
    """Print how the estimators do where the truth is known."""
    for placement in PLACEMENTS:
        for effect in (0.0, np.log(0.85)):
            kept: dict[str, list[tuple[float, ...]]] = {}
            for run in range(runs):
                panel = placed(np.random.default_rng([SEED, run]), placement, effect)
                for name, found in estimates(*panel).items():
                    low, high = found.interval()
                    row = (
                        found.estimates[0],
                        found.errors[0],
                        found.p_values()[0] <= 0.05,
                        low[0] <= effect <= high[0],
                    )
                    kept.setdefault(name, []).append(row)
            print(f"{placement}, ratio {np.exp(effect):.2f}, {runs} runs")
            for name, rows in kept.items():
                value, error, declared, inside = np.array(rows, dtype=float).T
                print(
                    f"  {name:20} bias {100 * (value.mean() - effect):6.1f}  spread {100 * value.std():5.1f}"
                    f"  error {100 * error.mean():5.1f}  declared {100 * declared.mean():5.1f}%"
                    f"  coverage {100 * inside.mean():5.1f}%"
                )


def main() -> None:
    """Print every comparison."""
    warnings.filterwarnings("ignore")
    beside_pyfixest()
    national()
    simulated(int(sys.argv[1]) if len(sys.argv) > 1 else 100)


if __name__ == "__main__":
    main()
