"""After a command was killed, the next one finds what was there before it, and nothing half made."""

import os
from pathlib import Path

from antq_analysis.cli.alone import alone
from antq_analysis.project import Project
from tests.cli.test_alone import ended_process, leave
from tests.given import left_over


def written(path: Path, *, ago: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name, encoding="utf-8")
    for place in (path, path.parent):
        at = place.stat().st_mtime - ago
        os.utime(place, (at, at))
    return path


def killed(project: Project) -> None:
    leave(project, pid=ended_process(), computer=os.uname().nodename, silent=20)


def test_what_was_being_written_goes_and_what_was_moved_aside_comes_back(project: Project) -> None:
    reports = project.reports / "demo"
    written(reports / ".old-2025/manifest.json", ago=60)
    written(reports / ".part-abc/manifest.json", ago=60)
    written(project.panel / "demo/.part-def.parquet", ago=60)
    written(project.layouts / ".part-ghi.toml", ago=60)
    killed(project)
    with alone(project, "demo", "run"):
        assert (reports / "2025/manifest.json").read_text(encoding="utf-8") == "manifest.json"
        assert left_over(project.root) == []


def test_a_folder_that_took_its_place_stays_and_the_old_one_goes(project: Project) -> None:
    reports = project.reports / "demo"
    written(reports / ".old-2025/manifest.json", ago=60)
    written(reports / "2025/new.json", ago=60)
    killed(project)
    with alone(project, "demo", "run"):
        assert [path.name for path in (reports / "2025").iterdir()] == ["new.json"]
        assert left_over(project.root) == []


def test_of_several_that_were_moved_aside_the_last_comes_back(project: Project) -> None:
    reports = project.reports / "demo"
    written(reports / ".old-2025-6T/first.json", ago=90)
    written(reports / ".old-2025-6T~2/second.json", ago=60)
    killed(project)
    with alone(project, "demo", "run"):
        assert [path.name for path in (reports / "2025-6T").iterdir()] == ["second.json"]
        assert left_over(project.root) == []


def test_what_others_are_writing_just_now_stays(project: Project) -> None:
    young = written(project.reports / "demo/.part-abc/chart.png", ago=0)
    other = written(project.reports / "north-carolina/.part-def/chart.png", ago=60)
    killed(project)
    with alone(project, "demo", "run"):
        assert young.exists()
        assert other.exists()


def test_without_a_killed_command_nothing_is_touched(project: Project) -> None:
    part = written(project.reports / "demo/.part-abc/chart.png", ago=60)
    with alone(project, "demo", "run"):
        assert part.exists()
