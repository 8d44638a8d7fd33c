"""Killed at any moment, a command leaves what was there whole, and the next one ends well."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from antq_analysis.project import Project
from tests.given import ROOT, checksums, left_over, part_of, report_little

TRIALS = int(os.environ.get("ANTQ_KILLS", "200"))


def begun(project: Project, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "antq_analysis.cli", *words],
        cwd=project.root, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def done(project: Project, *words: str) -> int:
    return begun(project, *words).wait(240)


def kill(process: "subprocess.Popen[bytes]", after: float) -> bool:
    """Kill a command and all it started; tell whether it was still at work."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    at_work = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return at_work


@pytest.fixture(scope="module")
def reported(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = part_of(made_demo, tmp_path_factory.mktemp("killed") / "dự án", "2024", "2025")
    report_little(project)
    assert done(project, "run", "demo", "2025") == 0
    return project


def _trials(project: Project, number: int, again: Callable[[Project], None]) -> tuple[int, int]:
    start = time.monotonic()
    assert done(project, "run", "demo", "2025", "--again") == 0
    whole = time.monotonic() - start
    before = checksums(project.reports / "demo/2025")
    chance, killed, aside = random.Random(20251231), 0, 0
    for trial in range(number):
        killed += kill(begun(project, "run", "demo", "2025", "--again"), chance.uniform(0, whole))
        report = project.reports / "demo/2025"
        aside += not report.exists()
        last_good = report if report.exists() else project.reports / "demo/.old-2025"
        assert checksums(last_good) == before, trial
        again(project)
        assert checksums(report) == before, trial
        assert not left_over(project.reports / "demo"), trial
    return killed, aside


def verified(project: Project) -> None:
    assert done(project, "verify", "demo", "2025", "--quick") == 0


@pytest.mark.slow
def test_a_killed_run_leaves_the_last_report(reported: Project) -> None:
    killed, _ = _trials(reported, 2, verified)
    assert killed


@pytest.mark.nightly
def test_killed_at_any_moment_every_run_recovers(reported: Project) -> None:
    killed, aside = _trials(reported, TRIALS, verified)
    print(f"{TRIALS} runs, {killed} killed at work, {aside} of them while the report was being replaced")
    assert killed > TRIALS // 2
    assert done(reported, "run", "demo", "2025", "--again") == 0


@pytest.mark.nightly
def test_killed_while_a_file_is_added_it_is_kept_whole_or_not_at_all(
    made_demo: Project, tmp_path: Path
) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2024")
    file = next(path for path in (made_demo.raw / "demo/2025").iterdir() if path.suffix == ".xlsx")
    words = ("add", "demo", "2025", str(file))
    start = time.monotonic()
    done(project, *words)
    whole, kept = time.monotonic() - start, checksums(project.raw / "demo")
    chance = random.Random(20251231)
    for trial in range(TRIALS // 4):
        shutil.rmtree(project.raw / "demo/2025")
        kill(begun(project, *words), chance.uniform(0, whole))
        assert done(project, "check", "demo") in (0, 1, 2), trial
        done(project, *words)
        now = {
            name: sum_ for name, sum_ in checksums(project.raw / "demo").items() if "source.toml" not in name
        }
        assert now == {name: sum_ for name, sum_ in kept.items() if "source.toml" not in name}, trial
        assert not left_over(project.raw), trial
