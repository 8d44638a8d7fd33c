"""What ``associate`` says where nothing works, and what it costs: ``python benchmarks/association.py [runs]``.

Worlds without any effect, and with one of -15%, in four placements (tests/measures/association/made.py). "naive": the
plain test of Pearson's r says that density goes with a fall. "ours": the whole of ``associate`` says so and the
correlation lies beyond what nothing gives. Then the coverage of the bootstrap intervals, and CPU seconds of a province
and of a nation.
"""

import resource
import sys
import time
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from antq_analysis.measures.association.associate import associate
from antq_analysis.measures.association.resamples import (
    draw_counts,
    kendall_of,
    limits,
    pearson_of,
    spearman_of,
)
from antq_analysis.measures.association.said_words import direction
from tests.measures.association.made import panel_of, panel_of_world, world

OUTCOME, MODELS = "incidents_total", "model_points_active"
PLACEMENTS = ("spatial", "level", "hot", "mixed")


def declared(placement: str, effect: float, runs: int, first: int = 0) -> dict[str, float]:
    """Shares of runs in which something is said."""
    told = {
        "naive works": 0,
        "naive any": 0,
        "nothing gives p<0.05": 0.0,
        "inside": 0,
        "ours fall": 0,
        "ours rise": 0,
    }
    for seed in range(first, first + runs):
        panel = panel_of_world(world(np.random.default_rng(seed), placement, effect=effect))
        found = associate(panel, OUTCOME, MODELS, "2019", "2013", seed=seed)
        row = found.table.loc["pearson"]
        told["naive any"] += row["p_value"] < 0.05
        told["naive works"] += row["p_value"] < 0.05 and row["value"] < 0
        told["nothing gives p<0.05"] += max(one.naive for one in found.nothing_true.values())
        told["inside"] += not found.beyond_nothing
        ours = direction(found) if found.beyond_nothing else "unclear"
        told["ours fall"] += ours == "down"
        told["ours rise"] += ours == "up"
    return {name: number / runs for name, number in told.items()}


def coverage(n: int, truth: float, runs: int, *, skewed: bool) -> list[float]:
    """How often the intervals of Pearson, Spearman and Kendall hold the truth of a normal or lognormal pair."""
    ways = [(pearson_of, stats.pearsonr), (spearman_of, stats.spearmanr), (kendall_of, stats.kendalltau)]
    plain = np.expm1(truth) / np.expm1(1) if skewed else truth
    truths = [plain, 6 / np.pi * np.arcsin(truth / 2), 2 / np.pi * np.arcsin(truth)]
    held = np.zeros(3)
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        x, y = rng.multivariate_normal([0, 0], [[1, truth], [truth, 1]], n).T
        x, y = (np.exp(x), np.exp(y)) if skewed else (x, y)
        counts = draw_counts(n, 399, rng)
        ends = [limits(test(x, y)[0], resampled(counts, x, y)) for resampled, test in ways]
        held += [low <= value <= high for (low, high), value in zip(ends, truths, strict=True)]
    return [float(share) for share in held / runs]


def cost(n: int) -> str:
    """CPU seconds of a level and of a change, and the most memory so far."""
    rng = np.random.default_rng(n)
    people = np.exp(rng.normal(np.log(7500), 0.4, n)).round()
    usual = 5.5 / 7500 * rng.gamma(4, 0.25, n)
    figures = {("population", year): people for year in ("2021", "2024")}
    figures |= {(OUTCOME, year): rng.poisson(people * usual).astype(float) for year in ("2021", "2024")}
    figures[MODELS, "2024"] = rng.poisson(6 * usual / usual.mean()).astype(float)
    panel, took = panel_of(figures), []
    for since in ("", "2021"):
        began = time.process_time()
        associate(panel, OUTCOME, MODELS, "2024", since)
        took.append(time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{n} communes: level {took[0]:.1f} s, change {took[1]:.1f} s CPU; {memory:.0f} MB"


def main() -> None:
    """Print all of it."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for effect in (0.0, -0.15):
        for placement in PLACEMENTS:
            said = declared(placement, effect, runs)
            told = ", ".join(f"{name} {100 * share:.0f}%" for name, share in said.items())
            print(f"{placement}, effect {effect:.0%}, {runs} runs: {told}", flush=True)
    for n in (30, 150):
        for truth in (0.0, 0.5):
            for skewed in (False, True):
                shares = " / ".join(
                    f"{100 * share:.1f}" for share in coverage(n, truth, 5 * runs, skewed=skewed)
                )
                print(
                    f"coverage n={n} r={truth} {'lognormal' if skewed else 'normal'}: {shares}%", flush=True
                )
    for n in (150, 10_600):
        print(cost(n), flush=True)


if __name__ == "__main__":
    main()
