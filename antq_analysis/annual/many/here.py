"""Many reports on this machine: as many processes at once as are wanted, one retry for what broke."""

import contextlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import IO

from antq_analysis.annual.many.task import FAILED, Outcome, Task
from antq_analysis.errors import AntqError, CannotWriteError
from antq_analysis.language.catalogue import say

ONE = (sys.executable, "-P", "-m", "antq_analysis.annual.many.one")
"""What makes one report in a process of its own; no file of the current folder is taken for a library."""

TRIES = 2
_PASSING = (CannotWriteError.exit_code, AntqError.exit_code)
"""Ends that a second try may mend: a full disk, a killed process. A refusal would only be said twice."""

Guard = Callable[[str], contextlib.AbstractContextManager[None]]


def run_here(
    tasks: Sequence[Task],
    jobs: int,
    *,
    tell: Callable[[Outcome], None] = lambda _: None,
    guard: Guard = lambda _: contextlib.nullcontext(),
    one: Sequence[str] = ONE,
) -> tuple[Outcome, ...]:
    """Make reports, several at once.

    Parameters
    ----------
    tasks
        What to make.
    jobs
        How many processes at once.
    tell
        Called with each outcome as it comes.
    guard
        Keeps other commands away from the data of a province while its report is made.
    one
        The program that makes one report.

    Returns
    -------
    tuple of Outcome
        In the order of the tasks.
    """
    stopped = threading.Event()
    with ThreadPoolExecutor(max(1, jobs)) as threads:
        waiting = {threads.submit(_guarded, task, guard, one, stopped): task for task in tasks}
        try:
            for done in as_completed(waiting):
                tell(done.result())
        except BaseException:
            # Whoever interrupts the command wants no second try, and nothing more begun.
            stopped.set()
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return tuple(done.result() for done in waiting)


def _guarded(task: Task, guard: Guard, one: Sequence[str], stopped: threading.Event) -> Outcome:
    try:
        with guard(task.province):
            return tried(task, one, stopped)
    except AntqError as error:
        return Outcome(task.province, task.year, FAILED, error.exit_code, error.text(task.lang))


def tried(task: Task, one: Sequence[str] = ONE, stopped: threading.Event | None = None) -> Outcome:
    """Make one report in a process of its own, and again where the process broke.

    Parameters
    ----------
    task
        What to make.
    one
        The program that makes one report.
    stopped
        Set where nobody wants a second try any more.

    Returns
    -------
    Outcome
        How it ended.
    """
    outcome = Outcome(task.province, task.year, FAILED)
    for number in range(1, TRIES + 1):
        outcome = replace(_once(task, one), tries=number)
        if outcome.exit_code not in _PASSING or (stopped is not None and stopped.is_set()):
            break
    return outcome


def _once(task: Task, one: Sequence[str]) -> Outcome:
    with _started(one) as (process, log):
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        assert process.stdout is not None  # noqa: S101 - as above
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(task.to_json().encode() + b"\n")
            process.stdin.flush()
        # The pipe stays open: its end tells the process that nobody waits for it.
        answer = process.stdout.read()
        code = process.wait()
        log.seek(0)
        last = log.read().decode(errors="replace").strip().rpartition("\n")[2]
    try:
        return Outcome.from_json(answer)
    except ValueError:
        return broken(task, f"{code}; {last or '-'}")


def broken(task: Task, reason: object) -> Outcome:
    """Tell of a process or a machine that was lost.

    Parameters
    ----------
    task
        What it was making.
    reason
        What is known of its end.

    Returns
    -------
    Outcome
        A failure.
    """
    text = say("annual.many_broke", task.lang, reason=reason)
    return Outcome(task.province, task.year, FAILED, AntqError.exit_code, text)


@contextlib.contextmanager
def _started(one: Sequence[str]) -> Iterator[tuple["subprocess.Popen[bytes]", IO[bytes]]]:
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(one, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        try:
            with process:
                yield process, log
        finally:
            if process.poll() is None:
                process.kill()
