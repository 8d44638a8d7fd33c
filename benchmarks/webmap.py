"""The interactive map of 200 and of 10,600 communes, its size and frames: ``python benchmarks/webmap.py [FILE]``.

FILE is a layer of the country; without one, irregular cells stand in for it. Ten years of one rate. Frames are the
times between two pictures while the map is dragged and while it is enlarged, in headless Chromium without a graphics
card.
"""

import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import sync_playwright

from antq_analysis.measures.frame import Measure, every_unit
from antq_analysis.project import find_project
from antq_analysis.show.webmap.page import draw_webmap
from antq_analysis.vocabulary import load_vocabulary

YEARS = tuple(str(year) for year in range(2016, 2026))
CHROMIUM = "/usr/bin/chromium"
FRAMES = """() => { window.frames_ = []; let last = performance.now();
const step = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(step); };
requestAnimationFrame(step); }"""


def cells(n: int) -> gpd.GeoSeries:
    """Cut a sheet into irregular cells of some forty corners each."""
    points = np.random.default_rng(1).uniform(0, 1, (n, 2)) * [4, 8] + [103, 9]
    made = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=shapely.box(103, 9, 107, 17))
    made = shapely.intersection(shapely.get_parts(made), shapely.box(103, 9, 107, 17))
    return gpd.GeoSeries(shapely.segmentize(made, 0.01), crs="EPSG:4326")


def read(path: str) -> gpd.GeoSeries:
    """Read the shapes of a layer."""
    return (gpd.read_parquet if path.endswith(".parquet") else gpd.read_file)(path).geometry


def measure(shapes: gpd.GeoSeries) -> Measure:
    """Give each shape ten years of a rate."""
    n, rng = len(shapes), np.random.default_rng(2)
    units = gpd.GeoDataFrame(
        {"name": [f"Xã Mẫu {i}" for i in range(n)], "type": "xã", "district_code": "", "district_name": ""},
        geometry=shapes.to_numpy(),
        index=pd.Index([f"{i:05d}" for i in range(n)], name="unit_code"),
        crs=shapes.crs,
    )
    exposure = np.repeat(rng.integers(2500, 14000, n), len(YEARS)).astype(float)
    events = rng.poisson(exposure * 0.0007).astype(float)
    frame = pd.DataFrame(
        {
            "value": events / exposure * 1e4,
            "low": events * 0.6 / exposure * 1e4,
            "high": (events * 1.5 + 3) / exposure * 1e4,
            "events": events,
            "exposure": exposure,
            **dict.fromkeys(("base", "value_text"), ""),
            "apportioned_share": 0.0,
            "comparator": "exact",
            "method": "exact_poisson",
            "status": "reported",
        },
        index=pd.MultiIndex.from_product([units.index, YEARS], names=["unit_code", "period"]),
    )
    return Measure(
        frame=every_unit(frame, list(units.index), YEARS),
        indicator="incidents_total",
        label_vi="Tỷ suất vụ việc",
        label_en="Incident rate",
        unit_vi="vụ/10.000 người",
        unit_en="cases per 10,000 persons",
        units=units,
        province=load_vocabulary(find_project()).province("demo"),
        map_date="2025-07-01",
    )


def watch(path: Path) -> dict[str, tuple[float, float]]:
    """Drag and enlarge the map; median and longest time between two pictures [ms]."""
    found = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        page.goto(path.as_uri())
        page.locator("#title").wait_for()
        found["opened after [s]"] = (time.perf_counter() - began,) * 2
        box = page.locator("canvas").first.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.wait_for_timeout(1500)
        for name, act in (("dragged", None), ("enlarged", -60)):
            page.evaluate(FRAMES)
            if act is None:
                page.mouse.down()
            for step in range(30):
                page.mouse.move(x + 4 * step, y + 2 * step) if act is None else page.mouse.wheel(0, act)
                page.wait_for_timeout(16)
            times = page.evaluate("() => window.frames_.slice(1)")
            page.mouse.up()
            page.wait_for_timeout(1500)
            found[name] = (float(np.median(times)), float(max(times)))
        browser.close()
    return found


def main() -> None:
    """Measure both sizes."""
    with tempfile.TemporaryDirectory() as folder:
        for n in (200, 10_600):
            country = read(sys.argv[1]) if len(sys.argv) > 1 and n > 200 else cells(n)
            began = time.process_time()
            page = draw_webmap(measure(country), banner="")
            took = time.process_time() - began
            path = page.write(Path(folder) / f"map_{n}.html")
            print(
                f"{len(country):6} communes: {path.stat().st_size / 1e6:6.2f} MB, made in {took:5.2f} CPU s"
            )
            for name, (middle, most) in watch(path).items():
                print(f"       {name:18} median {middle:8.1f}  longest {most:8.1f}")


if __name__ == "__main__":
    main()
