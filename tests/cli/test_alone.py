"""Of two commands on one province the second ends at once; a lock that nobody holds any more stops nobody."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from antq_analysis.cli import alone as locks
from antq_analysis.cli.alone import alone, lock_of
from antq_analysis.errors import CannotWriteError, UnknownNameError
from antq_analysis.project import Project
from tests.given import ROOT, checksums

CONTEND = """
import sys, time
from pathlib import Path
from antq_analysis.cli.alone import alone
from antq_analysis.errors import CannotWriteError
from antq_analysis.project import find_project

project, log = find_project(Path(sys.argv[1])), Path(sys.argv[2])
inside = log.with_suffix(".inside")
print("ready", flush=True)
sys.stdin.readline()
for _ in range(15):
    try:
        with alone(project, "demo", "run"):
            with inside.open("x"):
                time.sleep(0.02)
            inside.unlink()
            print("held", flush=True)
    except CannotWriteError:
        time.sleep(0.01)
"""


def leave(project: Project, *, silent: float = 0.0, **holder: object) -> Path:
    """Leave a lock as another command would, that gave its last sign some seconds ago."""
    path = lock_of(project, "demo")
    told = {"command": "run", "pid": 1, "computer": "may-khac", "since": "08:00 02/01/2026"}
    path.write_text(json.dumps(told | holder), encoding="utf-8")
    at = path.stat().st_mtime - silent
    os.utime(path, (at, at))
    return path


def ended_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_the_second_is_told_who_holds_it(project: Project) -> None:
    with alone(project, "demo", "run"):
        with pytest.raises(CannotWriteError) as refused, alone(project, "demo", "add"):
            pytest.fail("both hold it")
        assert lock_of(project, "demo").exists()
    assert refused.value.exit_code == 5
    for lang in ("vi", "en"):
        text = refused.value.text(lang)
        assert all(part in text for part in ("antq run", str(os.getpid()), platform.node(), ".demo.busy"))
    assert not lock_of(project, "demo").exists()


def test_another_province_is_another_matter(project: Project) -> None:
    with alone(project, "demo", "run"), alone(project, "north-carolina", "run"):
        pass


def test_it_is_given_back_after_a_failure(project: Project) -> None:
    with pytest.raises(RuntimeError), alone(project, "demo", "run"):
        raise RuntimeError
    with alone(project, "demo", "run"):
        pass


def test_a_process_of_this_computer_that_ended_holds_nothing(project: Project) -> None:
    leave(project, pid=ended_process(), computer=platform.node())
    with alone(project, "demo", "run"):
        told = json.loads(lock_of(project, "demo").read_text(encoding="utf-8"))
    assert told["pid"] == os.getpid()


@pytest.mark.parametrize(
    ("holder", "silent", "holds"),
    [
        ({}, 0, True),
        ({}, locks.SILENT + 5, False),
        ({"computer": platform.node(), "pid": os.getpid()}, 0, True),
        ({"computer": platform.node(), "pid": os.getpid()}, locks.SILENT + 5, False),
        ({"computer": platform.node(), "pid": "?"}, 0, True),
    ],
)
def test_a_holder_counts_while_it_gives_signs(
    project: Project, holder: dict[str, object], silent: float, holds: bool
) -> None:
    path = leave(project, silent=silent, **holder)
    before = path.read_text(encoding="utf-8")
    if holds:
        with pytest.raises(CannotWriteError), alone(project, "demo", "run"):
            pytest.fail("both hold it")
        assert path.read_text(encoding="utf-8") == before
        return
    with alone(project, "demo", "run"):
        assert path.read_text(encoding="utf-8") != before


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_a_lock_that_is_only_begun_holds_until_it_is_old(project: Project, text: str) -> None:
    path = lock_of(project, "demo")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotWriteError), alone(project, "demo", "run"):
        pytest.fail("both hold it")
    os.utime(path, (1, 1))
    with alone(project, "demo", "run"):
        pass


def test_signs_of_life_are_given(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "BEAT", 0.01)
    with alone(project, "demo", "run"):
        path = lock_of(project, "demo")
        os.utime(path, (1, 1))
        for _ in range(500):
            if path.stat().st_mtime > 1:
                break
            locks.time.sleep(0.01)
        assert path.stat().st_mtime > 1


def test_a_lock_that_another_took_over_is_not_taken_away(project: Project) -> None:
    with alone(project, "demo", "run"):
        path = leave(project)
    assert path.exists()


def test_an_unknown_province_has_no_lock(project: Project) -> None:
    with pytest.raises(UnknownNameError), alone(project, "../demo", "run"):
        pytest.fail("no such province")
    assert not list(project.root.rglob("*.busy*"))


def test_of_many_processes_one_at_a_time_holds_it_also_after_a_crash(
    project: Project, tmp_path: Path
) -> None:
    leave(project, pid=ended_process(), computer=platform.node())
    script = tmp_path / "contend.py"
    script.write_text(CONTEND, encoding="utf-8")
    words = [sys.executable, script, project.root, tmp_path / "log"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0] * 4
    assert sum(text.count("held") for text in told) >= 4
    assert not list(project.data.glob(".demo.busy*"))


@pytest.mark.parametrize(
    "words", [("check", "demo"), ("run", "demo", "2025"), ("add", "demo", "2025", "x.xlsx")]
)
def test_a_command_beside_another_ends_at_once_and_writes_nothing(
    project: Project, words: tuple[str, ...]
) -> None:
    leave(project)
    before = checksums(project.root)
    done = subprocess.run(
        [sys.executable, "-m", "antq_analysis.cli", *words, "--lang", "en"],
        cwd=project.root, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert done.stderr.startswith("Another command is working on the data of demo")
    assert checksums(project.root) == before
