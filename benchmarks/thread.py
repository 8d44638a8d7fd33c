"""Each step of the thread beside the plainest tool for it, in one run: ``python benchmarks/thread.py``.

The peers do less than the steps: calamine only hands over cells, a merge only finds names written exactly, a grouped
sum knows no splits, a plain plot has no legend. The ratio says what the rest costs. Needs the demo province and its
panel (``antq report``).
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import python_calamine

from antq_analysis.measures.rates import rate
from antq_analysis.panel.build import read_all
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.places.carrying.carry import carry
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.register import load_units
from antq_analysis.project import find_project
from antq_analysis.show.maps import draw_map
from antq_analysis.sources.receiving.received import received_files

PROVINCE = "demo"
RUNS = 3


def cpu_seconds(step: Callable[[], object]) -> float:
    """CPU seconds of the fastest of several runs, after one to warm up."""
    step()
    took = []
    for _ in range(RUNS):
        began = time.process_time()
        step()
        took.append(time.process_time() - began)
    return min(took)


def reading() -> tuple[Callable[[], object], Callable[[], object]]:
    """Read every workbook of the province; the peer hands over its cells."""
    project = find_project()
    files = received_files(PROVINCE, project)

    def peer() -> None:
        for file in files:
            book = python_calamine.CalamineWorkbook.from_path(file.path)
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

    return lambda: read_all(PROVINCE, project, files), peer


def matching() -> tuple[Callable[[], object], Callable[[], object]]:
    """Match 11,000 written names; the peer is an exact merge."""
    units = load_units(PROVINCE, "2020-01-01", find_project())
    wanted = units[["name", "district_name"]].rename(columns={"district_name": "district"})
    wanted = wanted.loc[wanted.index.repeat(11_000 // len(wanted) + 1)].head(11_000).reset_index(drop=True)
    messy = wanted.assign(name=wanted["name"].str.upper())
    keys = ["name", "district_name"]

    def peer() -> None:
        wanted.merge(units, left_on=["name", "district"], right_on=keys, how="left")

    return lambda: match_units(messy, units), peer


def carrying(panel: Panel) -> tuple[Callable[[], object], Callable[[], object]]:
    """Carry all figures of the first map to the last; the peer is a grouped sum."""
    first = panel.reported[panel.reported["unit_date"] == "2017-01-01"]
    crosswalk = load_crosswalk(PROVINCE, "2017-01-01", panel.map_date, find_project())
    home = crosswalk.drop_duplicates("from_code").set_index("from_code")["to_code"]
    keys = ["indicator", "category", "basis", "period"]

    def peer() -> None:
        first.assign(to=first["unit_code"].map(home)).groupby([*keys, "to"])["value"].sum()

    return lambda: carry(first, panel.map_date, crosswalk, panel.vocabulary), peer


def drawing(panel: Panel, folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Draw and save one printed map; the peer is a plain plot at the same resolution."""
    measure = rate(panel, "incidents_total")

    def peer() -> None:
        frame = panel.units.join(measure.at("2025")["value"])
        axes = frame.plot("value", figsize=(11.7, 8.3), edgecolor="grey", linewidth=0.3)
        axes.figure.savefig(folder / "peer.png", dpi=300)
        plt.close(axes.figure)

    return lambda: draw_map(measure, "2025", save=folder / "map.png"), peer


def main() -> None:
    """Print CPU seconds of each step and of its peer, and their ratio."""
    panel = load_panel(PROVINCE)
    with tempfile.TemporaryDirectory() as folder:
        steps = {
            "read and check 10 workbooks / calamine cells": reading(),
            "match 11,000 names / exact merge": matching(),
            "carry 3 years over two reforms / grouped sum": carrying(panel),
            "draw a printed map / plain plot": drawing(panel, Path(folder)),
        }
        for name, (ours, peer) in steps.items():
            seconds, other = cpu_seconds(ours), cpu_seconds(peer)
            print(f"{name:48} {seconds:7.3f} s {other:7.3f} s  x{seconds / other:.1f}")


if __name__ == "__main__":
    main()
