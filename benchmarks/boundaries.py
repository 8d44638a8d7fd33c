"""Import and checks of boundary layers beside plain geopandas: ``python benchmarks/boundaries.py FILE ...``.

FILE is a GeoParquet layer with the columns ``unit_code`` and ``unit_name``; without one, a made grid of communes is
used. The peer reads the layer, asks whether polygons are valid and joins it to itself; it measures no overlap and no
gap, compares with no register and writes nothing. The ratio says what the rest costs.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from antq_analysis.places.maps.boundaries import LayerFile, import_layer, load_map
from antq_analysis.places.maps.joined import check_join
from antq_analysis.places.register import write_units
from antq_analysis.project import Project, find_project

PROVINCE, DAY = "viet-nam", "2025-07-01"
SIDE = 103
"""Communes along a side of the made grid: 10,609 in all."""


def seconds(step: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    step()
    return time.process_time() - cpu, time.perf_counter() - wall


def made_layer(path: Path) -> Path:
    """Write a grid of communes of 24 points each."""
    rng = np.random.default_rng(1)
    squares = gpd.GeoSeries(
        [
            box(105 + x / 50, 15 + y / 50, 105.02 + x / 50, 15.02 + y / 50)
            for x in range(SIDE)
            for y in range(SIDE)
        ]
    ).segmentize(0.0034)
    moved = squares.transform(lambda points: points + 0.0005 * np.sin(points[:, ::-1] * 900)).translate(
        *rng.uniform(0, 0.001, 2)
    )
    codes = [f"{at:05}" for at in range(1, SIDE**2 + 1)]
    frame = {"unit_code": codes, "unit_name": [f"Xã Mẫu {code}" for code in codes]}
    gpd.GeoDataFrame(frame, geometry=moved, crs=4326).to_parquet(path)
    return path


def own_project(folder: Path) -> Project:
    """Set up an empty project with the settings of this one."""
    (folder / "data").mkdir(parents=True)
    data = find_project().data
    shutil.copy(data / "project.toml", folder / "data" / "project.toml")
    shutil.copytree(data / "reference", folder / "data" / "reference")
    return find_project(folder)


def measure(file: Path, folder: Path) -> None:
    """Print what each step takes on one layer."""
    project = own_project(folder)
    shapes = gpd.read_parquet(file)
    coded = shapes.dropna(subset="unit_code").drop_duplicates("unit_code")
    write_units(coded.rename(columns={"unit_name": "name"})[["unit_code", "name"]], PROVINCE, DAY, project)

    def peer() -> None:
        plain = gpd.read_parquet(file)
        plain.geometry.is_valid.all()
        plain.sjoin(plain, predicate="intersects")

    ours = seconds(
        lambda: import_layer(LayerFile(file), PROVINCE, DAY, "unit_code", "unit_name", "", project)
    )
    theirs = seconds(peer)
    units = load_map(PROVINCE, DAY, project)
    figures = pd.DataFrame({"level": "commune", "status": "reported", "unit_code": units.index, "value": 1.0})
    joined = seconds(lambda: check_join(figures, units, DAY))
    merged = seconds(lambda: units.merge(figures, left_index=True, right_on="unit_code", how="outer"))
    print(f"{file.name}: {len(shapes)} polygons")
    for name, (cpu, wall), (peer_cpu, peer_wall) in (
        ("import and checks / read, is_valid, sjoin", ours, theirs),
        ("join with findings / outer merge", joined, merged),
    ):
        print(
            f"  {name:44} {cpu:6.2f} s ({wall:6.2f}) {peer_cpu:6.2f} s ({peer_wall:6.2f})  x{cpu / peer_cpu:.1f}"
        )


def main() -> None:
    """Print CPU seconds (wall seconds in brackets) of each step and of its peer, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or [made_layer(Path(folder) / "made.parquet")]
        for number, file in enumerate(files):
            measure(file, Path(folder) / str(number))


if __name__ == "__main__":
    main()
