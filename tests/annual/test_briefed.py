"""The briefing beside a report: every format, and the same bytes again."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from antq_analysis.annual.briefed import FORMATS, write_briefing
from antq_analysis.annual.run import RunResult
from antq_analysis.project import Project
from tests.briefing.given_made import rows_of
from tests.given import checksums, report_little
from tests.panel.made import made_panel

MAGIC = {"docx": b"PK", "pptx": b"PK", "pdf": b"%PDF", "xlsx": b"PK", "html": b"<!"}


def test_every_format_is_written_and_the_same_again(project: Project, tmp_path: Path) -> None:
    report_little(project)
    panel = made_panel(
        rows_of("incidents_total", "2024", 9, 9, 9, 9) + rows_of("incidents_total", "2025", 8, 9, 9, 9)
    )
    told: list[str] = []
    for name in ("once", "again"):
        made = write_briefing(panel, "2025", tmp_path / name, lang="vi", project=project, tell=told.append)
        assert {path.suffix[1:] for path in made} == set(FORMATS) == set(MAGIC)
        assert all(path.read_bytes().lower().startswith(MAGIC[path.suffix[1:]].lower()) for path in made)
    assert told == 2 * [f"briefing.{ending}" for ending in FORMATS]
    assert checksums(tmp_path / "once") == checksums(tmp_path / "again")


def test_by_hand_it_stands_beside_the_report_and_the_office_finds_its_files(project: Project) -> None:
    report_little(project)
    outline = project.reference / "briefing.toml"
    outline.write_text(outline.read_text(encoding="utf-8") + 'own = "phuong_huong"\n', encoding="utf-8")
    (project.raw / "demo/2025").mkdir(parents=True)
    panel = made_panel(rows_of("incidents_total", "2025", 8, 9, 9, 9))
    made = write_briefing(panel, "2025", project=project)
    assert {path.parent for path in made} == {project.reports / "demo/briefing/2025"}
    assert {path.name for path in (project.data / "briefing/demo").iterdir()} == {
        "letterhead.toml",
        "2025_phuong_huong.txt",
    }


def test_no_path_of_this_machine_stands_in_a_briefing(project: Project, tmp_path: Path) -> None:
    report_little(project)
    panel = made_panel(rows_of("incidents_total", "2025", 8, 9, 9, 9))
    for path in write_briefing(panel, "2025", tmp_path, lang="en", project=project):
        data = path.read_bytes()
        parts = [data]
        if data.startswith(b"PK"):
            with ZipFile(BytesIO(data)) as packed:
                parts = [packed.read(name) for name in packed.namelist()]
        assert not [
            part for part in parts if str(tmp_path).encode() in part or str(project.root).encode() in part
        ]


@pytest.mark.slow
def test_a_report_has_its_briefing_and_charts_that_can_be_edited(
    demo_report: RunResult, made_demo: Project
) -> None:
    folder = demo_report.folder
    assert {path.name for path in folder.glob("briefing.*")} == {f"briefing.{ending}" for ending in FORMATS}
    charts = {ending: {path.stem for path in folder.glob(f"charts/*.{ending}")} for ending in ("png", "svg")}
    assert charts["png"] == charts["svg"] != set()
    with ZipFile(folder / "briefing.docx") as document:
        assert [name for name in document.namelist() if name.endswith(".png")]
    assert "letterhead.toml" in demo_report.summary[4]
    assert (made_demo.data / "briefing/demo/2025_ton_tai.txt").exists()
