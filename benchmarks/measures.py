"""Trends, smoothing and many tests beside the named libraries, and their coverage: ``python benchmarks/measures.py``.

10,600 communes with ten years. The named libraries (pymannkendall, statsmodels, esda with libpysal) are compared where
they are installed, on some of the communes where they take one series at a time; the time a commune is what counts. All
run in one process, in turn; the fastest of several counts. Then coverage for 150 and 10,600 communes, with fixed seeds.
"""

import time
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from scipy import sparse, stats

from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.empirical_bayes import global_prior, limits, local_prior, shrink
from antq_analysis.measures.intervals import rate_ratio
from antq_analysis.measures.loglinear import fit_log_lines
from antq_analysis.measures.mann_kendall import mann_kendall
from antq_analysis.measures.ordinary import ordinary
from antq_analysis.measures.reporting_tests import all_digits_p

UNITS, YEARS, SOME, RUNS = 10_600, 10, 300, 5
SEED = 2026


def cpu_seconds(step: Callable[[], object], runs: int = RUNS) -> float:
    """CPU seconds of the fastest of several runs, after one to warm up."""
    step()
    took = []
    for _ in range(runs):
        began = time.process_time()
        step()
        took.append(time.process_time() - began)
    return min(took)


def told(what: str, own: float, other: float = 0.0, peer: str = "") -> None:
    """Print CPU seconds for all communes, and how many times longer the peer takes for as many."""
    beside = f"{peer:>16} {other:9.3f} s  {other / own:8.0f} times" if peer else ""
    print(f"{what:36} {own:9.4f} s {beside}")


def same(what: str, own: np.ndarray, other: np.ndarray, most: float) -> None:
    """Stop where the two differ by more than that."""
    apart = float(np.nanmax(np.abs(own - other)))
    print(f"{what:36} differ by {apart:.1e} at most")
    if not apart <= most:
        raise SystemExit(f"{what}: {apart} is more than {most}")


def counts(units: int, years: int = YEARS, seed: int = SEED) -> tuple[np.ndarray, np.ndarray]:
    """Make events with many ties, and people."""
    rng = np.random.default_rng(seed)
    people = rng.lognormal(np.log(7500), 0.5, (units, 1)) * np.ones(years)
    return rng.poisson(rng.gamma(6, 1 / 6, (units, 1)) * 5.5 / 7500 * people).astype(float), people


def squares(units: int) -> sparse.csr_matrix:
    """Link the cells of a square sheet with all that touch them."""
    side = int(np.ceil(np.sqrt(units)))
    chain = sparse.diags_array([np.ones(side)] * 3, offsets=[-1, 0, 1], shape=(side, side))
    near = sparse.csr_matrix(sparse.kron(chain, chain))[:units][:, :units].tolil()
    near.setdiag(0)
    return sparse.csr_matrix(near.tocsr())


def trends_without_a_model() -> None:
    """Mann-Kendall and Sen over all series."""
    events, people = counts(UNITS)
    rates = events / people
    own = cpu_seconds(lambda: mann_kendall(rates))
    if not find_spec("pymannkendall"):
        told("Mann-Kendall and Sen", own)
        return
    test = import_module("pymannkendall").original_test
    other = cpu_seconds(lambda: [test(row) for row in rates[:SOME]], 2) * UNITS / SOME
    told("Mann-Kendall and Sen", own, other, "pymannkendall")
    found, peer = mann_kendall(events[:SOME]), [test(row) for row in events[:SOME]]
    same("  p with ties", found.p_normal[:SOME], np.array([one.p for one in peer]), 1e-12)
    same("  slope", found.slope[:SOME], np.array([one.slope for one in peer]), 1e-12)


def trends_with_a_model() -> None:
    """Poisson lines of all communes."""
    events, people = counts(UNITS)
    years = np.arange(2016, 2016 + YEARS)
    able = ((events > 0).sum(axis=1) > 1) & (events.sum(axis=1) >= 10)
    events, people = events[able], people[able]
    own = cpu_seconds(lambda: fit_log_lines(events, people, years, dispersion=0.0))
    if find_spec("statsmodels"):
        models = import_module("statsmodels.api")
        design = models.add_constant(years - years.mean())

        def peer() -> np.ndarray:
            poisson = models.families.Poisson()
            pairs = zip(events[:SOME], people[:SOME], strict=True)
            fits = [
                models.GLM(y, design, family=poisson, offset=np.log(n)).fit(tol_criterion="params", tol=1e-13)
                for y, n in pairs
            ]
            return np.array([[one.params[1], one.bse[1]] for one in fits])

        other = cpu_seconds(peer, 2) * UNITS / SOME
        told("Poisson lines", own, other, "statsmodels GLM")
        fit = fit_log_lines(events[:SOME], people[:SOME], years, dispersion=0.0)
        same("  slope and error", np.column_stack([fit.slope, fit.slope_se]), peer(), 1e-9)
    else:
        told("Poisson lines", own)
    told("negative binomial lines", cpu_seconds(lambda: fit_log_lines(events, people, years)))


def many_tests() -> None:
    """Adjust for many tests, and compare two years exactly."""
    p = np.random.default_rng(SEED).random((120, UNITS)) ** 2
    own = cpu_seconds(lambda: false_discovery(p))
    if find_spec("statsmodels"):
        adjust = import_module("statsmodels.stats.multitest").multipletests
        other = cpu_seconds(lambda: [adjust(row, method="fdr_bh") for row in p], 2)
        told("false discovery, 120 maps", own, other, "statsmodels")
        same("  q", false_discovery(p[0]), adjust(p[0], method="fdr_bh")[1], 1e-12)
    else:
        told("false discovery, 120 maps", own)
    events, _ = counts(UNITS, 2)
    own = cpu_seconds(lambda: rate_ratio(events[:, 0], events[:, 1], 7000.0, 7100.0))

    def exact() -> list[float]:
        return [stats.binomtest(int(b), int(a + b), 7100 / 14100).pvalue for a, b in events[:SOME] if a + b]

    told("exact comparison of two years", own, cpu_seconds(exact, 2) * UNITS / SOME, "scipy binomtest")


def smoothing() -> None:
    """Global and local empirical Bayes with limits."""
    events, people = (part[:, 0] for part in counts(UNITS))
    near = squares(UNITS)

    def local() -> np.ndarray:
        prior = local_prior(events, people, near)
        limits(events, people, prior)
        return shrink(events, people, prior)

    own = cpu_seconds(local)
    if find_spec("esda"):
        weights = import_module("libpysal.weights").WSP(near).to_W(silence_warnings=True)
        module = import_module("esda.smoothing")
        other = cpu_seconds(lambda: module.Spatial_Empirical_Bayes(events, people, weights), 1)
        told("local empirical Bayes with limits", own, other, "esda (no limits)")
        same(
            "  local",
            local() * 1e4,
            module.Spatial_Empirical_Bayes(events, people, weights).r.ravel() * 1e4,
            1e-9,
        )
        whole = shrink(events, people, global_prior(events, people))
        same("  global", whole * 1e4, module.Empirical_Bayes(events, people).r.ravel() * 1e4, 1e-9)
    else:
        told("local empirical Bayes with limits", own)


def growth() -> None:
    """How the cost grows with the number of communes."""
    for times in (1, 4, 16):
        events, people = counts(times * UNITS // 16)
        near, first = squares(len(events)), (events[:, 0], people[:, 0])
        able = ((events > 0).sum(axis=1) > 1) & (events.sum(axis=1) >= 10)
        steps = {
            "Mann-Kendall": lambda e=events: mann_kendall(e),
            "lines": lambda e=events[able], p=people[able]: fit_log_lines(
                e, p, np.arange(YEARS), dispersion=0.1
            ),
            "last digits": lambda e=events, p=people: all_digits_p(ordinary(e, p)),
            "local": lambda f=first, w=near: limits(*f, local_prior(*f, w)),
        }
        print(f"{times:3}x", *(f"{name} {cpu_seconds(step):.4f} s" for name, step in steps.items()), sep="  ")


def coverage() -> None:
    """How often intervals hold the truth."""
    for units, runs in ((150, 200), (UNITS, 6)):
        near = squares(units)
        for spread, level in ((0.2, 5.5), (0.4, 5.5), (0.8, 5.5), (0.4, 1.5), (0.4, 30.0)):
            rng, held = np.random.default_rng(SEED), np.zeros(2)
            for _ in range(runs):
                people = rng.lognormal(np.log(7500), 0.5, units)
                true = rng.gamma(spread**-2, spread**2, units) * level / 7500
                events = rng.poisson(true * people).astype(float)
                for at, prior in enumerate((global_prior(events, people), local_prior(events, people, near))):
                    low, high = limits(events, people, prior)
                    held[at] += ((low <= true) & (true <= high)).mean() / runs
            print(f"limits of {units:6,} smoothed rates, spread {spread}, {level:4} events:", held.round(3))
        for years, dispersion in ((5, 0.0), (5, 0.1), (9, 0.1)):
            rng, held, tried = np.random.default_rng(SEED), 0, 0
            for _ in range(runs):
                people = rng.lognormal(np.log(7500), 0.5, (units, 1)) * np.ones(years)
                mean = 5.5 / 7500 * people * np.exp(-0.05 * np.arange(years))
                events = rng.poisson(rng.gamma(1 / dispersion, dispersion * mean) if dispersion else mean)
                able = (events.sum(axis=1) >= 10) & ((events > 0).sum(axis=1) > 1)
                fit = fit_log_lines(events[able], people[able], np.arange(years))
                held += int((np.abs(fit.slope + 0.05) <= 1.959964 * fit.slope_se).sum())
                tried += int(able.sum())
            print(f"limits of {units:6,} trends, {years} years, dispersion {dispersion}: {held / tried:.3f}")


def main() -> None:
    """Print it all."""
    warnings.filterwarnings("ignore", module="esda|libpysal|statsmodels")
    for part in (trends_without_a_model, trends_with_a_model, many_tests, smoothing, growth, coverage):
        part()


if __name__ == "__main__":
    main()
