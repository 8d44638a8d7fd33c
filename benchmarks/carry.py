"""Carrying ten years of a country over a reform, beside pandas and tobler: ``python benchmarks/carry.py``.

12 indicators of 10 years on 10,600 units go to 3,321, every 25th unit in parts. The peers do less: a merge with a
grouped sum keeps no account, no statuses and no missing parts; tobler (where it is installed) measures the common
land of the polygons first and knows no reported gaps. All run in one process, in turn; the fastest of several counts.
"""

import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from antq_analysis import observations as obs
from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.places.tables import text_columns
from antq_analysis.vocabulary import Vocabulary, load_vocabulary

UNITS, LATER, INDICATORS, YEARS, RUNS = 10_600, 3_321, 12, 10, 3
OLD, NEW = "2018-01-01", "2025-07-01"
SPLIT_EVERY = 25
KEYS = ["indicator", "period"]


def cpu_seconds(step: Callable[[], object]) -> float:
    """CPU seconds of the fastest of several runs, after one to warm up."""
    step()
    took = []
    for _ in range(RUNS):
        began = time.process_time()
        step()
        took.append(time.process_time() - began)
    return min(took)


def reform() -> pd.DataFrame:
    """Old units go to new ones in their order; some are divided between two neighbours."""
    home = np.arange(UNITS) * LATER // UNITS
    split = (np.arange(UNITS) % SPLIT_EVERY == 0) & (home < LATER - 1)
    pairs = [
        (old, new, "0.5" if cut else "") for old, new, cut in zip(range(UNITS), home, split, strict=True)
    ]
    pairs += [(old, home[old] + 1, "0.5") for old in np.flatnonzero(split)]
    table = pd.DataFrame(
        [(f"{old:05d}", f"{new:05d}", share) for old, new, share in pairs],
        columns=["from_code", "to_code", "pop_share"],
        dtype="str",
    )
    table = text_columns(table, CROSSWALK_COLUMNS)
    return resolve_shares(table.assign(from_date=OLD, to_date=NEW, effective_date=NEW, relation="merge"))


def figures(vocabulary: Vocabulary) -> pd.DataFrame:
    """Make counts of every unit, indicator and year."""
    additive = [item.id for item in vocabulary.indicators.values() if item.merges == "additive"]
    size = UNITS * INDICATORS * YEARS
    codes = np.array([f"{number:05d}" for number in range(UNITS)])
    years = np.array([str(2010 + number) for number in range(YEARS)])
    frame = pd.DataFrame(
        {
            "province": "demo",
            "unit_code": np.tile(codes, INDICATORS * YEARS),
            "unit_date": OLD,
            "indicator": np.repeat(additive[:INDICATORS], UNITS * YEARS),
            "period": np.tile(np.repeat(years, UNITS), INDICATORS),
            "value": np.random.default_rng(0).integers(0, 90, size).astype(float),
        }
    )
    return obs.conform(frame)


def polygons() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Draw strips: the old units, and the new ones over the same land."""
    cells = []
    for count in (UNITS, LATER):
        edges = np.linspace(0, UNITS, count + 1)
        shapes = shapely.box(edges[:-1], 0, edges[1:], 1)
        cells.append(gpd.GeoDataFrame(geometry=shapes, crs="EPSG:6933"))
    return cells[0], cells[1]


def by_tobler(rows: pd.DataFrame) -> Callable[[], object]:
    """Interpolate all figures as columns of the old polygons."""
    interpolate = import_module("tobler.area_weighted").area_interpolate
    old, new = polygons()
    wide = rows.pivot_table(index="unit_code", columns=KEYS, values="value")
    wide.columns = ["/".join(pair) for pair in wide.columns]
    names = list(wide.columns)
    old = gpd.GeoDataFrame(wide.reset_index(drop=True), geometry=old.geometry)
    return lambda: interpolate(old, new, extensive_variables=names)


def main() -> None:
    """Print the CPU seconds of each."""
    vocabulary = load_vocabulary()
    rows, table = figures(vocabulary), reform()
    short = table[["from_code", "to_code", "share"]]

    def merged() -> pd.DataFrame:
        joined = rows.merge(short, left_on="unit_code", right_on="from_code")
        joined["value"] *= joined["share"]
        return joined.groupby([*KEYS, "to_code"], as_index=False)["value"].sum()

    carried = carry(rows, NEW, table, vocabulary)
    own = carried.observations.groupby(KEYS)["value"].sum()
    if not np.allclose(own, merged().groupby(KEYS)["value"].sum()):
        raise SystemExit("the totals differ")
    steps: dict[str, Callable[[], object]] = {
        "carry": lambda: carry(rows, NEW, table, vocabulary),
        "pandas merge and grouped sum": merged,
    }
    if find_spec("tobler"):
        steps["tobler area_interpolate"] = by_tobler(rows)
    for name, step in steps.items():
        print(f"{name:32} {len(rows):9,} figures {cpu_seconds(step):7.3f} s")


if __name__ == "__main__":
    main()
