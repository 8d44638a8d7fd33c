"""One report in its own process: refusals are told, it ends with its starter, serial and many are one."""

import subprocess
from pathlib import Path

import pytest

from antq_analysis.annual.many.here import ONE, run_here
from antq_analysis.annual.many.one import ALONE, make_report
from antq_analysis.annual.many.task import FAILED, MADE, UNCHANGED, Task
from antq_analysis.annual.run import run_year
from antq_analysis.project import Project
from tests.annual.many.given_two import SECOND, YEAR, rests_and_files, two_provinces
from tests.given import left_over


def test_what_is_refused_is_told(project: Project) -> None:
    found = make_report(Task(str(project.root), "dmeo", "2025", "en"))
    assert (found.state, found.exit_code, found.row) == (FAILED, 3, None)
    assert "“demo”" in found.text


@pytest.mark.slow
def test_it_ends_with_its_starter(tmp_path: Path) -> None:
    done = subprocess.run(ONE, input=b"", capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (ALONE, b"")


@pytest.mark.nightly
def test_many_at_once_give_what_one_after_the_other_gives(made_demo: Project, tmp_path: Path) -> None:
    serial, many = (two_provinces(made_demo, tmp_path / name) for name in ("một", "nhiều"))
    for name in ("demo", SECOND):
        run_year(name, YEAR, project=serial)
    tasks = [Task(str(many.root), name, YEAR) for name in ("demo", SECOND)]
    found = run_here(tasks, 2)
    assert [(one.state, one.text) for one in found] == [
        (MADE, str(many.reports / name / YEAR)) for name in ("demo", SECOND)
    ]
    for name in ("demo", SECOND):
        assert rests_and_files(serial, name) == rests_and_files(many, name)
    rows = [one.row for one in found]
    assert rows[0] == rows[1]
    assert left_over(many.root) == []
    assert [one.state for one in run_here(tasks, 2)] == [UNCHANGED, UNCHANGED]
