"""What is exported for other programs, and that the workbook explains every column of the layer."""

from pathlib import Path

import pyogrio
import pytest
from openpyxl import load_workbook

from antq_analysis.annual.export import write_export
from antq_analysis.errors import UnknownNameError
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project


def test_the_workbook_explains_every_column(made_demo: Project, built_demo: Built) -> None:
    assert len(built_demo.observations)
    panel = load_panel("demo", project=made_demo)
    folder = write_export(panel, "2025", project=made_demo)
    assert folder == made_demo.reports / "demo/export/2025"
    assert sorted(path.name for path in folder.iterdir()) == ["communes.gpkg", "data_dictionary.xlsx"]
    layer = pyogrio.read_dataframe(folder / "communes.gpkg", layer="communes", read_geometry=False)
    book = load_workbook(folder / "data_dictionary.xlsx")
    told = {row[0] for row in book["Cột"].iter_rows(values_only=True)}
    named = {"unit_code", "name", "type", "district_code", "district_name"}
    assert set(layer.columns) - named <= told
    assert {row[0] for row in book["Chỉ tiêu"].iter_rows(values_only=True)} >= set(
        panel.observations["indicator"]
    )
    with pytest.raises(UnknownNameError):
        write_export(panel, "1999", project=made_demo)
    assert not Path(made_demo.reports / "demo/export/1999").exists()
