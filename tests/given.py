"""Projects to start from: made in a folder of the test's own, from the reference tables and layouts of this one."""

import hashlib
import shutil
from pathlib import Path

from antq_analysis.project import Project, find_project

ROOT = Path(__file__).resolve().parents[1]
PERIODS = (*(str(year) for year in range(2017, 2026)), "2025-6T")


def bare_project(folder: Path, *, notebooks: bool = False) -> Project:
    """Make a project without data."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(ROOT / "data/project.toml", folder / "data/project.toml")
    for name in ("reference", "layouts"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    if notebooks:
        shutil.copytree(
            ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("scratch", ".*")
        )
    return find_project(folder)


def part_of(made: Project, folder: Path, *periods: str) -> Project:
    """Copy a project with the demo's maps, and only some of its periods."""
    new = bare_project(folder)
    shutil.copytree(made.places / "demo", new.places / "demo")
    shutil.copytree(made.decisions / "demo", new.decisions / "demo")
    for period in periods:
        shutil.copytree(made.raw / "demo" / period, new.raw / "demo" / period)
    return new


def report_little(project: Project) -> None:
    """Let reports of the project hold one map, one chart and a narrow table, so that a run is short."""
    (project.reference / "report.toml").write_text(
        'outcomes = ["incidents_total"]\ngroup = "former_district"\nmaps = ["incidents_total"]\n'
        'trends = ["incidents_total"]\ntable = ["population", "incidents_total"]\n',
        encoding="utf-8",
    )
    (project.reference / "briefing.toml").write_text(
        'baseline = "2019"\nkey_figures = ["incidents_total"]\nannex = []\nslide = []\n'
        '[[section]]\nid = "all"\ntitle_vi = "Kết quả"\ntitle_en = "Results"\nblocks = ["key_figures"]\n',
        encoding="utf-8",
    )


def report_of_before(folder: Path) -> None:
    """Leave what an earlier run may have written."""
    for name in ("manifest.json", "maps/incidents_total.png", "pages/01_what_do_we_have.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name} of before", encoding="utf-8")


def checksums(folder: Path) -> dict[str, str]:
    """Map every file below a folder to its SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def left_over(folder: Path) -> list[str]:
    """List temporary files and folders that a write left behind."""
    return [str(path) for path in folder.rglob(".*") if path.name.startswith((".part-", ".old-"))]
