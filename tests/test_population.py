"""Population beside the yearly forms: tables of other years, added like any file, carry the rates between them."""

import shutil
from pathlib import Path

import openpyxl
import pytest

import antq_analysis as antq_verbs
from antq_analysis.places.register import load_units
from antq_analysis.project import Project
from tests.commands import antq
from tests.given import bare_project

EARLY, LATER = "2017-01-01", "2020-01-01"


def table(project: Project, path: Path, day: str, head: str, first: int) -> Path:
    """A plain table: the n-th commune of the map has `first` and n."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Tên xã", "Tên huyện", head])
    for n, unit in enumerate(load_units("demo", day, project).itertuples()):
        sheet.append([unit.name, unit.district_name, first + n])
    book.save(path)
    return path


def test_a_census_and_a_later_table_carry_the_rates_between_them(made_demo: Project, tmp_path: Path) -> None:
    project = bare_project(tmp_path / "dự án")
    shutil.copytree(made_demo.places / "demo", project.places / "demo")
    for path in project.layouts.glob("demo_*.toml"):
        path.unlink()
    given = (
        ("2019", EARLY, "Dân số", 4000),
        ("2021", LATER, "Vụ việc về ANTT", 1),
        ("2024", LATER, "Dân số", 6000),
    )
    for period, day, head, first in given:
        path = table(project, tmp_path / f"{period}.xlsx", day, head, first)
        said = antq(project.root, "add", "demo", period, str(path))
        assert said.code == 0, said
    assert antq(project.root, "check", "demo").code in (0, 1)
    old, new = (len(load_units("demo", day, project)) for day in (EARLY, LATER))
    people = [n * first + n * (n - 1) / 2 for n, first in ((old, 4000), (new, 6000))]
    happened = new + new * (new - 1) / 2
    for on in (LATER, None):
        series = antq_verbs.total_rate(antq_verbs.load_panel("demo", on, project), "incidents_total")
        row = series.frame.loc["2021"]
        assert row["n_missing"] == 0
        assert row["exposure"] == pytest.approx(people[0] + (people[1] - people[0]) * 2 / 5)
        assert row["value"] == pytest.approx(happened / row["exposure"] * 10_000)
        assert "2019–2024" in series.sentence()
