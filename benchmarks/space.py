"""Neighbours, clusters and two maps beside libpysal and esda, in one run: ``python benchmarks/space.py``.

CPU seconds, each the best of several runs; esda is timed warm, on one core. Where esda is not installed (``pip install
esda numba``; it is no part of this project) its lines are left out. The real layers of communes are read from ../shared
where they are; the made ones are Voronoi cells of random points.
"""

import resource
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from libpysal.graph import Graph
from libpysal.weights import Queen, Rook

from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.space.lee import lee
from antq_analysis.measures.space.local import local_statistics
from antq_analysis.measures.space.modified_t import modified_t
from antq_analysis.measures.space.moran_index import row_means
from antq_analysis.measures.space.nearest import positions
from antq_analysis.measures.space.neighbours import Neighbours, neighbours

BOUNDARIES = Path(__file__).resolve().parents[2] / "shared/data/vietnam/boundaries"
PROVINCE, NATION = 150, 10_600
MAPS, PERMUTATIONS, PER_UNIT = 120, 9_999, 40


def cpu_seconds(step: Callable[[], object], runs: int = 3) -> float:
    """CPU seconds of the fastest of several runs."""
    took = []
    for _ in range(runs):
        began = time.process_time()
        step()
        took.append(time.process_time() - began)
    return min(took)


def cells(n: int, seed: int = 1) -> gpd.GeoDataFrame:
    """Communes that cover a square, as many as asked for."""
    points = np.random.default_rng(seed).uniform(0, 1000 * np.sqrt(n), (n, 2))
    found = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points)))
    return gpd.GeoDataFrame(geometry=shapely.intersection(found, shapely.box(0, 0, *[1000 * np.sqrt(n)] * 2)))


def maps(n: int, number: int, seed: int = 2) -> np.ndarray:
    """Standardised maps of skewed figures without any pattern, shape (number, n)."""
    values = np.random.default_rng(seed).gamma(2.0, size=(number, n))
    return (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)


def clusters(near: Neighbours, values: np.ndarray, permutations: int, seed: int = 1) -> np.ndarray:
    """Two-sided p values of all maps with one set of draws."""
    return local_statistics(values, near.links, permutations, seed).p_value


def compare_neighbours() -> None:
    """Time neighbours beside libpysal, and count the pairs that only one of them has."""
    layers = {f"made, {NATION:,} cells": cells(NATION)}
    for name in ("communes_vn_2025_simplified", "communes_vn_2017"):
        if (BOUNDARIES / f"{name}.parquet").is_file():
            layers[name] = gpd.read_parquet(BOUNDARIES / f"{name}.parquet").reset_index(drop=True)
    for name, layer in layers.items():
        for how, peer in (("queen", Queen), ("rook", Rook)):
            ours, theirs = neighbours(layer, how), peer.from_dataframe(layer, use_index=False)
            seconds = cpu_seconds(lambda: neighbours(layer, how))  # noqa: B023 - called at once
            other = cpu_seconds(lambda: peer.from_dataframe(layer, use_index=False), 2)  # noqa: B023
            graph = cpu_seconds(lambda: Graph.build_contiguity(layer, rook=how == "rook"), 1)  # noqa: B023
            more = (ours.links - theirs.sparse).tocsr()
            print(
                f"{how:5} {name:28} {seconds:7.3f} s  libpysal weights {other:6.2f} s x{other / seconds:.1f}"
                f"  graph {graph:6.2f} s x{graph / seconds:.1f}  pairs more {int((more > 0).sum()) // 2:,}"
                f" (nearly touching {ours.nearly:,}), fewer {int((more < 0).sum()) // 2:,}"
            )


def compare_clusters() -> None:
    """Time all maps of a year's work beside esda, and say how far the probabilities agree."""
    try:
        import esda  # noqa: PLC0415
    except ImportError:
        esda = None
    for n in (PROVINCE, NATION):
        near, values = neighbours(cells(n)), maps(n, MAPS)
        seconds = cpu_seconds(lambda: clusters(near, values, PERMUTATIONS))  # noqa: B023
        line = f"local Moran and Gi*, {MAPS} maps x {n:,} x {PERMUTATIONS:,}: {seconds:7.2f} s"
        if esda:
            weights = Queen.from_dataframe(cells(n), use_index=False)
            weights.transform = "r"

            def peer() -> object:
                return esda.Moran_Local(values[0], weights, permutations=PERMUTATIONS, n_jobs=1, seed=1)  # noqa: B023

            peer()
            other = cpu_seconds(peer, 2)
            both = np.minimum(clusters(near, values[:1], PERMUTATIONS)[0] / 2, 0.5)
            apart = np.abs(peer().p_sim - both) / np.sqrt(np.maximum(both * (1 - both), 1e-4) / PERMUTATIONS)
            line += f"  esda, one map warm {other:6.2f} s, all x{MAPS * other / seconds:,.0f}"
            line += f"  p apart by {np.sqrt((apart**2).mean() / 2):.2f} of its Monte Carlo error"
        print(line)


def growth() -> None:
    """Time one map with 40 permutations a unit, and its neighbours, at 1, 4 and 16 times as many units."""
    first: dict[str, float] = {}
    for n in (NATION // 4, NATION, 4 * NATION):
        layer = cells(n)
        near, values = neighbours(layer), maps(n, 1)
        steps = {
            "neighbours": lambda: neighbours(layer),  # noqa: B023
            "clusters": lambda: clusters(near, values, PER_UNIT * n),  # noqa: B023
        }
        for name, step in steps.items():
            seconds = cpu_seconds(step, 2)
            base = first.setdefault(name, seconds / (NATION // 4 * np.log(NATION // 4)))
            ratio = seconds / (n * np.log(n)) / base
            print(f"{name:10} {n:7,} units {seconds:7.3f} s  over n log n: {ratio:.2f} of the smallest")


def sizes() -> None:
    """Count false alarms on maps without a pattern: single tests at 5%, and maps with any cluster at 5% FDR."""
    for n, number, times in ((PROVINCE, 2_000, 9_999), (NATION, 40, PER_UNIT * NATION)):
        near = neighbours(cells(n))
        p = clusters(near, maps(n, number), times)
        any_found = (false_discovery(p) <= 0.05).any(axis=1)
        print(f"size over {number:,} maps x {n:,}: {100 * (p <= 0.05).mean():.2f}%;", end=" ")
        print(f"maps with a cluster after Benjamini-Hochberg: {100 * any_found.mean():.1f}%")


def two_maps() -> None:
    """Time the modified t-test and Lee's L over the nation."""
    layer = cells(NATION)
    points, values, weights = positions(layer), maps(NATION, 2), row_means(neighbours(layer).links)
    print(f"modified t-test, {NATION:,} units: {cpu_seconds(lambda: modified_t(*values, points), 2):.2f} s")
    print(f"Lee's L, {NATION:,} units: {1000 * cpu_seconds(lambda: lee(*values, weights)):.1f} ms")


def main() -> None:
    """Print every comparison."""
    warnings.filterwarnings("ignore")
    compare_neighbours()
    growth()
    sizes()
    two_maps()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    compare_clusters()


if __name__ == "__main__":
    main()
