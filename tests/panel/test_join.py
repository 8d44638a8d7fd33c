"""Figures without a polygon and polygons without a figure: in the findings and on the map, both."""

import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd

from antq_analysis.measures.rates import rate
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.mapped import describe, notes_of, read_map
from antq_analysis.show.style import NO_DATA

MAP = "2025-07-01"


def _copy(made: Project, root: Path) -> Project:
    (root / "data").mkdir(parents=True)
    for item in ("reference", "layouts", "places", "raw", "decisions", "panel"):
        if (made.data / item).is_dir():
            shutil.copytree(made.data / item, root / "data" / item)
    shutil.copy(made.data / "project.toml", root / "data" / "project.toml")
    return find_project(root)


def test_the_demo_meets_its_map(made_demo: Project, built_demo: Built) -> None:
    panel = load_panel("demo", MAP, made_demo)
    assert not [one for one in panel.carrying if one.rule in ("unit_without_polygon", "figures_off_map")]


def test_what_lacks_a_polygon_and_what_lacks_a_figure_is_told_and_seen(
    made_demo: Project, built_demo: Built, tmp_path: Path
) -> None:
    project = _copy(made_demo, tmp_path / "p")
    polygons = project.places / "demo" / MAP / "communes.parquet"
    shapes = gpd.read_parquet(polygons)
    gone = str(shapes["unit_code"].iloc[3])
    shapes[shapes["unit_code"] != gone].to_parquet(polygons, index=False)
    register = project.places / "demo" / MAP / "units.csv"
    panel = load_panel("demo", MAP, project)
    assert gone in register.read_text(encoding="utf-8")
    told = {finding.rule: finding for finding in panel.carrying}
    assert gone in str(told["unit_without_polygon"].written)
    assert len(panel.units) == len(shapes), "no commune is dropped"

    silent = str(panel.units.index[0])
    measure = rate(panel, "incidents_total")
    mapped = read_map(replace(measure, frame=measure.frame.drop(index=silent, level="unit_code")), "2025")
    assert mapped.beside == (gone,)
    assert mapped.units.at[silent, "nothing"] == NO_DATA
    assert sorted([*mapped.units.index, gone]) == sorted(panel.units.index)
    for lang in ("vi", "en"):
        assert any(gone in note for note in notes_of(mapped, lang))
        assert gone in describe(mapped, lang)
