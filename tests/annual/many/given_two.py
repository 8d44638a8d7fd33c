"""Two provinces with one year each and a short report: the fictional one, and the same under another name."""

import json
import shutil
from pathlib import Path

from antq_analysis.project import Project
from tests.given import part_of, report_little

SECOND = "demo-hai"
YEAR = "2025"


def name_second(project: Project) -> None:
    """Enter a second province that lies on the maps of the fictional one."""
    path = project.reference / "provinces.toml"
    text = path.read_text(encoding="utf-8")
    block = text[text.index('[[province]]\nid = "demo"') :].split("[[province]]")[1]
    own = (
        block.replace('"demo"', f'"{SECOND}"', 1).replace('"99"', '"98"').replace("Tỉnh Mẫu", "Tỉnh Mẫu Hai")
    )
    path.write_text(f"{text}\n[[province]]{own}", encoding="utf-8")


def two_provinces(made: Project, folder: Path) -> Project:
    """Make a project of them."""
    project = part_of(made, folder, YEAR)
    report_little(project)
    name_second(project)
    shutil.copytree(project.raw / "demo", project.raw / SECOND)
    shutil.copytree(project.decisions / "demo", project.decisions / SECOND)
    return project


def rests_and_files(project: Project, province: str) -> dict[str, object]:
    """Read the manifest of a report, but for the state of the code: both runs are of the tree that is being tested."""
    told = json.loads((project.reports / province / YEAR / "manifest.json").read_text(encoding="utf-8"))
    assert len(told["outputs"]) > 5
    return {key: value for key, value in told.items() if key != "code"}
