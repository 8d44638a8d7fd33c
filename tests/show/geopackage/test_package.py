"""A GeoPackage: every figure that of its measure, a style for every class, the same bytes, and its banner."""

import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import numpy as np
import pyogrio
import pytest

from antq_analysis.errors import UsageError
from antq_analysis.measures.usual import usual_measure
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.project import Project
from antq_analysis.show.geopackage.package import FIGURES, LAYER, write_geopackage

NAMES = ("incidents_total", "ntm_19_2_met")


@pytest.fixture(scope="module")
def panel(made_demo: Project, built_demo: Built) -> Panel:
    assert len(built_demo.observations)
    return load_panel("demo", project=made_demo)


@pytest.fixture(scope="module")
def file(panel: Panel, made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    measures = [usual_measure(panel, name) for name in NAMES]
    path = tmp_path_factory.mktemp("package") / "xã.gpkg"
    return write_geopackage(panel, measures, "2025", path, project=made_demo)


def test_every_figure_is_that_of_the_measure(panel: Panel, file: Path) -> None:
    table = pyogrio.read_dataframe(file, layer=LAYER).set_index("unit_code")
    assert table.index.tolist() == panel.units.index.tolist()
    assert table.geometry.to_numpy().tolist() == panel.units.geometry.to_numpy().tolist()
    for name in NAMES:
        rows = usual_measure(panel, name).at("2025").reindex(table.index)
        for part, column in (("value", "value"), ("low", "low"), ("events", "events"), ("base", "exposure")):
            np.testing.assert_array_equal(
                table[f"{name}_{part}"].to_numpy(float), rows[column].to_numpy(float)
            )
        assert table[f"{name}_status"].tolist() == rows["status"].tolist()
    figures = pyogrio.read_dataframe(file, layer=FIGURES)
    assert len(figures) == len(panel.observations)
    assert figures["value"].sum() == pytest.approx(panel.observations["value"].sum())


def test_every_class_that_occurs_has_its_colour_and_nothing_its_pattern(file: Path) -> None:
    table = pyogrio.read_dataframe(file, layer=LAYER)
    with closing(sqlite3.connect(file)) as opened:
        styles = opened.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        )
        rows = styles.fetchall()
        described = opened.execute(
            "SELECT description FROM gpkg_contents WHERE table_name = 'communes'"
        ).fetchone()
    assert [row[3] for row in rows] == [1, 0]
    assert {row[:2] for row in rows} == {(LAYER, "geom")}
    for name, (_, _, qml, _) in zip(NAMES, rows, strict=True):
        renderer = ET.fromstring(qml).find("renderer-v2")
        assert renderer.get("attr") == f"{name}_class"
        listed = [one.get("value") for one in renderer.find("categories")]
        assert set(table[f"{name}_class"]) <= set(listed)
        symbols = {one.get("name"): [layer.get("class") for layer in one] for one in renderer.find("symbols")}
        assert len(symbols) == len(listed) == len(set(listed))
        patterned = [v for v, one in zip(listed, symbols.values(), strict=True) if "LinePatternFill" in one]
        assert patterned == (["Không thuộc diện xét"] if name == "ntm_19_2_met" else [])
    assert "HƯ CẤU" in described[0]
    assert "NỘI BỘ" in described[0]


def test_the_same_figures_give_the_same_bytes(
    panel: Panel, made_demo: Project, file: Path, tmp_path: Path
) -> None:
    measures = [usual_measure(panel, name) for name in NAMES]
    again = write_geopackage(panel, measures, "2025", tmp_path / "b.gpkg", project=made_demo)
    assert again.read_bytes() == file.read_bytes()


def test_a_wrong_ending_or_an_indicator_twice_is_refused(
    panel: Panel, made_demo: Project, tmp_path: Path
) -> None:
    measure = usual_measure(panel, NAMES[0])
    for measures, name in (([measure], "a.shp"), ([measure, measure], "a.gpkg"), ([], "a.gpkg")):
        with pytest.raises(UsageError):
            write_geopackage(panel, measures, "2025", tmp_path / name, project=made_demo)
    assert list(tmp_path.iterdir()) == []
