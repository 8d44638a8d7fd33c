"""Many processes: each outcome is told once, what broke is tried once more, an interrupt begins nothing."""

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from antq_analysis.annual.many.here import run_here, tried
from antq_analysis.annual.many.task import FAILED, MADE, Outcome, ProvinceRow, Task
from antq_analysis.errors import CannotWriteError

# Each takes a task, leaves a line in a file beside the project, and ends as its province is called.
ONE = """
import json, os, pathlib, signal, sys
task = json.loads(sys.stdin.readline())
name, log = task["province"], pathlib.Path(task["root"]) / task["province"]
with log.open("a") as stream:
    stream.write("begun\\n")
begun = len(log.read_text().splitlines())
if name == "killed" or (name == "shaken" and begun == 1):
    print("half an ans", end="", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
state, code = ("failed", 3) if name == "refused" else ("failed", 5) if name == "full" else ("made", 0)
print(json.dumps({"province": name, "year": task["year"], "state": state, "exit_code": code, "text": name,
                  "tries": 1, "row": None}))
"""


@pytest.fixture
def one(tmp_path: Path) -> tuple[str, ...]:
    script = tmp_path / "one.py"
    script.write_text(ONE, encoding="utf-8")
    return sys.executable, "-S", str(script)


def tasks(folder: Path, *names: str) -> list[Task]:
    return [Task(str(folder), name, "2025") for name in names]


def begun(folder: Path, name: str) -> int:
    path = folder / name
    return len(path.read_text().splitlines()) if path.exists() else 0


def test_outcomes_come_in_the_order_of_the_tasks_and_are_told_once(
    tmp_path: Path, one: tuple[str, ...]
) -> None:
    told: list[str] = []
    found = run_here(tasks(tmp_path, "b", "a", "c"), 2, tell=lambda done: told.append(done.province), one=one)
    assert [(done.province, done.state, done.tries) for done in found] == [
        ("b", MADE, 1),
        ("a", MADE, 1),
        ("c", MADE, 1),
    ]
    assert sorted(told) == ["a", "b", "c"]


def test_a_killed_process_is_begun_again_once(tmp_path: Path, one: tuple[str, ...]) -> None:
    shaken, killed, fine = run_here(tasks(tmp_path, "shaken", "killed", "fine"), 3, one=one)
    assert (shaken.state, shaken.tries, begun(tmp_path, "shaken")) == (MADE, 2, 2)
    assert (killed.state, killed.exit_code, killed.tries, begun(tmp_path, "killed")) == (FAILED, 70, 2, 2)
    assert "-9" in killed.text
    assert (fine.state, fine.tries) == (MADE, 1)


@pytest.mark.parametrize(("name", "times"), [("refused", 1), ("full", 2)])
def test_only_what_may_pass_is_tried_again(
    tmp_path: Path, one: tuple[str, ...], name: str, times: int
) -> None:
    found = tried(*tasks(tmp_path, name), one)
    assert (found.state, found.tries, begun(tmp_path, name)) == (FAILED, times, times)


def test_nothing_is_tried_again_after_a_stop(tmp_path: Path, one: tuple[str, ...]) -> None:
    stopped = threading.Event()
    stopped.set()
    assert tried(*tasks(tmp_path, "killed"), one, stopped).tries == 1


def test_a_province_that_another_command_holds_fails_alone(tmp_path: Path, one: tuple[str, ...]) -> None:
    held: list[str] = []

    @contextlib.contextmanager
    def guard(name: str) -> Iterator[None]:
        if name == "busy":
            raise CannotWriteError("errors.cannot_write", file="x", reason="held")
        held.append(name)
        yield
        held.remove(name)

    busy, free = run_here(tasks(tmp_path, "busy", "free"), 1, guard=guard, one=one)
    assert (busy.state, busy.exit_code, begun(tmp_path, "busy")) == (FAILED, 5, 0)
    assert free.state == MADE
    assert held == []


def test_an_interrupt_begins_nothing_more(tmp_path: Path, one: tuple[str, ...]) -> None:
    def interrupt(_: Outcome) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_here(tasks(tmp_path, *"abcdefgh"), 1, tell=interrupt, one=one)
    assert sum(begun(tmp_path, name) for name in "abcdefgh") < 8


def test_an_outcome_travels_whole() -> None:
    row = ProvinceRow(
        "2025-07-01",
        60,
        {"population": (5.0, 2, ""), "tips_total": (None, 60, "a")},
        "Tỷ suất",
        (1.5, None, 2.0),
    )
    for told in (Outcome("a", "2025", MADE, row=row), Outcome("b", "2025", FAILED, 5, "đầy đĩa", 2)):
        assert Outcome.from_json(told.to_json()) == told
    task = Task("/d", "a", "2025", "en", release=True)
    assert Task.from_json(task.to_json()) == task
