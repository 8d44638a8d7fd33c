"""Hidden figures of a release against the fewest that would do, in each district, by a model of its own."""

import argparse
import time
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

from antq_analysis.measures.suppression.cells import Cells, cells_of
from antq_analysis.measures.suppression.protect import choose_hidden
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import find_project

THRESHOLD = 4


def fewest(cells: Cells, seconds: float) -> tuple[float, bool]:
    """Find how many cells must be hidden at least, and whether that is proved.

    The model of Kelly, Golden and Assad (1992): whether a cell is hidden is 0 or 1. For each small count, and for each
    large one that is hidden, one table that agrees with all visible cells holds a count not above 1, and another holds
    one of the threshold. To those who know the rule small counts are 1 to the threshold, others more.
    """
    n, values = len(cells.values), cells.values
    total, small = cells.is_sum(), cells.is_small(THRESHOLD)
    most = values.max() * 2 + THRESHOLD
    aims = [(int(i), sign) for i in np.flatnonzero((small | ~total) & (values > 0)) for sign in (1, -1)]
    rows: list[tuple[dict[int, float], float, float]] = []
    for k, (aim, sign) in enumerate(aims):
        at = n * (1 + k)
        for one, parts in cells.sums:
            rows.append(({at + one: -1.0, **{at + part: 1.0 for part in parts}}, 0.0, 0.0))
        down, up = values.copy(), np.full(n, most)
        if small[aim] and not total[aim]:
            down = (
                np.where(small, values - 1, np.maximum(values - THRESHOLD - 1, 0)) * ~total + values * total
            )
            up = np.where(small & ~total, THRESHOLD - values, most)
        down[aim], up[aim] = values[aim], most
        for cell in range(n):
            rows.append(({at + cell: 1.0, cell: -up[cell]}, -np.inf, 0.0))
            rows.append(({at + cell: 1.0, cell: down[cell]}, 0.0, np.inf))
        need = THRESHOLD - values[aim] if sign > 0 else values[aim] - min(1.0, values[aim])
        if need > 0:
            rows.append(({at + aim: float(sign), aim: -float(need)}, 0.0, np.inf))
    return _solve(rows, small.astype(float), (values > 0).astype(float), len(aims), seconds)


def _solve(
    rows: list[tuple[dict[int, float], float, float]],
    least: np.ndarray,
    most: np.ndarray,
    tables: int,
    seconds: float,
) -> tuple[float, bool]:
    n, more = len(least), len(least) * tables
    matrix = lil_array((len(rows), n + more))
    for i, (row, _, _) in enumerate(rows):
        for j, weight in row.items():
            matrix[i, j] = weight
    free = np.full(more, np.inf)
    is_choice = np.append(np.ones(n), np.zeros(more))
    found = milp(
        is_choice,
        integrality=is_choice,
        bounds=Bounds(np.append(least, -free), np.append(most, free)),
        constraints=LinearConstraint(matrix.tocsr(), [row[1] for row in rows], [row[2] for row in rows]),
        options={"time_limit": seconds},
    )
    bound = found.fun if found.status == 0 else found.mip_dual_bound
    return float(np.ceil(bound - 1e-6)), found.status == 0


def block_of(cells: Cells, total: int, parts: tuple[int, ...]) -> Cells:
    """Take one group with its communes; its total stands for all that lies above."""
    rows = [*parts, total]
    return Cells(
        cells.keys.iloc[rows].reset_index(drop=True),
        cells.values[rows],
        ((len(parts), tuple(range(len(parts)))),),
    )


def measure(panel: Panel, indicator: str, grouping: str, seconds: float) -> None:
    """Print for one indicator, over all periods, what is hidden and what would be the fewest, group by group."""
    cells = cells_of(panel, indicator, [grouping])
    began = time.process_time()
    hidden = choose_hidden(cells, THRESHOLD)
    spent = time.process_time() - began
    ratios, here, best, open_blocks = [], 0, 0.0, 0
    for total, parts in cells.sums:
        if cells.keys.at[total, "level"] != grouping or not cells.is_small(THRESHOLD)[list(parts)].any():
            continue
        least, certain = fewest(block_of(cells, total, parts), seconds)
        own = int(hidden[[*parts, total]].sum())
        ratios.append(own / least)
        here, best, open_blocks = here + own, best + least, open_blocks + (not certain)
    if not ratios:
        print(f"{panel.province.id} {indicator}: nothing small")
        return
    print(
        f"{panel.province.id} {indicator} by {grouping}: {len(cells.values)} figures, "
        f"{int(cells.is_small(THRESHOLD).sum())} small, {int(hidden.sum())} hidden in {spent:.2f} CPU s; "
        f"{len(ratios)} blocks with small counts: {here} hidden, at least {best:.0f} (ratio {here / best:.3f}, "
        f"largest of a block {max(ratios):.2f}, {open_blocks} without proof)",
        flush=True,
    )


def main() -> None:
    """Measure the fictional province and North Carolina."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--project", type=Path, help="by default that of the current folder")
    asked.add_argument("--seconds", type=float, default=20.0, help="for each block")
    given = asked.parse_args()
    project = find_project(given.project)
    demo = load_panel("demo", "2025-12-31", project)
    for indicator in ("incidents_total", "suspects_handled", "crimes_social_order", "tips_valuable"):
        measure(demo, indicator, "former_district", given.seconds)
    carolina = load_panel("north-carolina", "1987-12-31", project)
    measure(carolina, "sids_deaths", "region", given.seconds)


if __name__ == "__main__":
    main()
