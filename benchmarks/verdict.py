"""What ``verdict`` says where nothing changed and where it did: ``python benchmarks/verdict.py run|show|speed``.

    python benchmarks/verdict.py run [--seconds S] [--runs N] [--first SEED] [--cells NAME ...] [--panel] [--folder DIR]
    python benchmarks/verdict.py show [--folder DIR]
    python benchmarks/verdict.py speed [--national]

``run`` writes one CSV a cell and goes on where it stopped. A cell is a province (plain; hard: half the incidents and
longer, larger shocks; other and drift: two other kinds of province altogether), a placement (spatial, level, hot,
mixed, count), an effect (0 or -15%) and a number of districts (25, 10). ``--panel`` goes the whole way from
observations through ``antq.verdict``; without it the rule is given the same arrays. ``show`` prints for every cell how
often a fall or a rise is declared, how often there is no answer, coverage, bias in points and the mean detectable
fall, each share with its standard error. ``speed`` times 150 communes by 9 years, and the nation (10,600 by 10).
"""

import argparse
import csv
import os
import resource
import sys
import time
from pathlib import Path

# Small matrices in several threads cost many times their CPU; this must stand before numpy is loaded.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from antq_analysis.measures.verdict.counts import Counts, counts_of
from antq_analysis.measures.verdict.rule import Decision, decide
from antq_analysis.measures.verdict.verdict import verdict
from tests.measures.verdict.drifting import drifting_world
from tests.measures.verdict.worlds import PLACEMENTS, World, other_world, world

EFFECT, FIRST_SEED, RUNS = -0.15, 910_000, 400
PROVINCES, DISTRICTS = ("plain", "hard", "other", "drift"), (25, 10)
CELLS = tuple(
    f"{province}-{placement}-{effect}-{districts}"
    for districts in DISTRICTS
    for province in PROVINCES
    for placement in PLACEMENTS
    for effect in ("none", "fall")
)
OTHERS = {"other": other_world, "drift": drifting_world}
COLUMNS = ("seed", "verdict", "used", "value", "half", "detectable", "reason")


def made(cell: str, seed: int) -> tuple[World, float]:
    """Make the province of a cell and seed, with the logarithm of its true ratio."""
    province, placement, kind, districts = cell.split("-")
    effect, several = (EFFECT if kind == "fall" else 0.0), int(districts)
    if province in OTHERS:
        return OTHERS[province](seed, placement, effect, districts=several), float(np.log1p(effect))
    given = world(seed, placement, effect, hard=province == "hard", districts=several)
    return given, float(np.log1p(effect))


def judged(given: World, *, panel: bool) -> Decision:
    """Give the decision, from the arrays or as a user calls it."""
    if not panel:
        return decide(given.counts())
    found = verdict(given.panel(), "incidents_total").decision
    if found is None:
        raise RuntimeError("the design was refused")
    return found


def run(cells: list[str], first: int, runs: int, until: float, folder: Path, *, panel: bool) -> None:
    """Add runs to the files of cells until there are enough or time is over; cells in turn, so that all grow alike."""
    folder.mkdir(parents=True, exist_ok=True)
    done = {cell: _done(folder / f"{cell}.csv") for cell in cells}
    for seed in range(first, first + runs):
        for cell in cells:
            if time.monotonic() > until:
                return
            if seed in done[cell]:
                continue
            given, _ = made(cell, seed)
            found = judged(given, panel=panel)
            row = (seed, found.verdict, found.used, found.value, found.half_width, found.detectable)
            _append(folder / f"{cell}.csv", (*row, found.reason))


def _done(file: Path) -> set[int]:
    return set(pd.read_csv(file)["seed"]) if file.is_file() else set()


def _append(file: Path, row: tuple[object, ...]) -> None:
    new = not file.is_file()
    with file.open("a", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        if new:
            writer.writerow(COLUMNS)
        writer.writerow(row)


def show(folder: Path) -> None:
    """Print what was found in every cell."""
    print("shares in %, each with its standard error; bias and its spread in points of the logarithm x 100")
    head = "cell  runs  declared  fall  rise  no answer  coverage  bias (spread)  detectable  joint speaks"
    print(head)
    for cell in CELLS:
        file = folder / f"{cell}.csv"
        if not file.is_file():
            continue
        rows = pd.read_csv(file)
        truth = float(np.log1p(EFFECT)) if "-fall-" in cell else 0.0
        told = rows[rows["value"].notna()]
        inside = (told["value"] - truth).abs() <= told["half"]
        fall, rise = (rows["verdict"].eq(f"evidence_of_{one}") for one in ("fall", "rise"))
        silent = rows["verdict"].eq("design_does_not_allow")
        shares = [_share(part) for part in (fall | rise, fall, rise, silent, inside)]
        off = 100 * (told["value"] - truth)
        found = 100 * (1 - np.exp(-told["detectable"].mean()))
        print(
            f"{cell:24s} {len(rows):4d}  " + "  ".join(shares),
            f" {off.mean():+5.1f} ({off.std():.1f})  {found:.0f}%  {100 * told['used'].eq('joint').mean():.0f}%",
        )


def _share(part: pd.Series) -> str:
    share = float(part.mean())
    return f"{100 * share:5.1f} ± {100 * np.sqrt(share * (1 - share) / max(len(part), 1)):3.1f}"


def power_at_detectable(runs: int = 200) -> None:
    """Ask whether a fall of the size called detectable is found in four of five runs."""
    size = np.mean([decide(world(seed, "spatial").counts()).detectable for seed in range(40)])
    effect = float(np.expm1(-size))
    found = [decide(world(1000 + seed, "spatial", effect).counts()).verdict for seed in range(runs)]
    share = np.mean([word == "evidence_of_fall" for word in found])
    print(f"a fall of {-100 * effect:.0f}% is called detectable; found in {100 * share:.0f}% of {runs} runs")


def speed(*, national: bool) -> None:
    """Time the whole verdict on a province, and the rule on a nation."""
    panel, seconds = world(FIRST_SEED, "mixed").panel(), []
    for _ in range(3):
        begin = time.process_time()
        verdict(panel, "incidents_total")
        seconds.append(time.process_time() - begin)
    print(f"verdict, 150 x 9: {min(seconds):.2f} s CPU (first call {seconds[0]:.2f})")
    if national:
        counts = _nation()
        begin = time.process_time()
        found = decide(counts)
        took = time.process_time() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"rule, 10,600 x 10: {took:.1f} s CPU, peak {peak:.2f} GB, {found.verdict} {found.value:+.3f}")


def _nation() -> Counts:
    rng, n, years = np.random.default_rng(FIRST_SEED), 10_600, 10
    points = rng.uniform(0, 1000, (n, 2))
    people = 7500 * np.exp(rng.normal(0, 0.45, n))
    lasting, shock = rng.normal(0, 0.5, n), rng.normal(0, 0.28, (n, years))
    start = rng.choice([*range(3, 8), years], n)
    on = start[:, None] <= np.arange(years)
    mean = people[:, None] * np.exp(np.log(5.5 / 7500) + lasting[:, None] + shock - 0.03 * np.arange(years))
    cell = (points // 38).astype(int)
    return counts_of(
        rng.poisson(mean * 0.95**on),
        people,
        np.arange(2011, 2011 + years),
        np.where(start < years, 2011 + start, np.nan),
        points,
        cell[:, 0] * 100 + cell[:, 1],
    )


def main() -> None:
    """Read the command and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("run", "show", "speed", "power"))
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--cells", nargs="*", default=list(CELLS))
    parser.add_argument("--panel", action="store_true")
    parser.add_argument("--national", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path("benchmarks/out/verdict"))
    given = parser.parse_args()
    if given.what == "run":
        until = time.monotonic() + given.seconds
        cells = [cell for cell in CELLS if any(cell.startswith(name) for name in given.cells)]
        run(cells, given.first, given.runs, until, given.folder, panel=given.panel)
    if given.what == "speed":
        speed(national=given.national)
    elif given.what == "power":
        power_at_detectable()
    else:
        show(given.folder)


if __name__ == "__main__":
    main()
