"""Killed at any moment, a command leaves what was there whole, and the next one ends well."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from antq_analysis.cli import main
from antq_analysis.project import Project
from tests.given import checksums, left_over, part_of, report_little

TRIALS = int(os.environ.get("ANTQ_KILLS", "200"))


def _command(folder: Path, words: tuple[str, ...]) -> None:
    os.setsid()
    os.chdir(folder)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    sys.argv = ["antq", *words]
    main()


def begun(project: Project, *words: str) -> BaseProcess:
    # A copy of this process has every package loaded: what is killed is the work, not the start.
    process = multiprocessing.get_context("fork").Process(target=_command, args=(project.root, words))
    process.start()
    return process


def done(project: Project, *words: str) -> int:
    process = begun(project, *words)
    process.join(240)
    assert process.exitcode is not None
    return process.exitcode


def kill(process: BaseProcess, after: float) -> bool:
    """Kill a command and all it started; tell whether it was still at work."""
    process.join(after)
    at_work = process.exitcode is None
    try:
        os.killpg(process.pid or 0, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()
    process.join()
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
    killed, _ = _trials(reported, 3, verified)
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
