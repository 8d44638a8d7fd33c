"""A cluster of separate processes, one of them killed midway: every report is made, and is that of a serial run."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from antq_analysis.annual.many.cluster import run_on_cluster
from antq_analysis.annual.many.task import FAILED, MADE, Outcome, Task
from antq_analysis.annual.run import run_year
from antq_analysis.errors import CannotWriteError, MissingError
from antq_analysis.project import Project
from tests.annual.many.given_two import SECOND, YEAR, rests_and_files, two_provinces
from tests.given import left_over

NAMES = ("demo", SECOND)


def test_without_a_scheduler_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antq_analysis.annual.many.cluster.WAIT", "1s")
    with pytest.raises(MissingError, match=r"tcp://127\.0\.0\.1:9"):
        run_on_cluster([Task(str(tmp_path), "demo", YEAR)], "tcp://127.0.0.1:9")


@pytest.mark.slow
def test_a_lost_machine_costs_nothing_but_time(made_demo: Project, tmp_path: Path) -> None:
    from distributed import LocalCluster

    serial, many = (two_provinces(made_demo, tmp_path / name) for name in ("một", "cụm"))
    for name in NAMES:
        run_year(name, YEAR, project=serial)
    told: list[Outcome] = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        before = {nanny.pid for nanny in cluster.workers.values()}
        killer = threading.Thread(target=kill_one_at_work, args=(cluster,))
        killer.start()
        tasks = [Task(str(many.root), name, YEAR) for name in NAMES]
        found = run_on_cluster(tasks, cluster.scheduler_address, tell=told.append)
        killer.join()
        after = {nanny.pid for nanny in cluster.workers.values()}
    assert [one.state for one in found] == [MADE, MADE]
    assert sorted(one.province for one in told) == sorted(NAMES)
    assert len(before & after) == 1
    for name in NAMES:
        assert rests_and_files(serial, name) == rests_and_files(many, name)
    assert left_over(many.reports) == []


def kill_one_at_work(cluster: object) -> None:
    """Wait until every worker has begun, give them time to be in the middle, then kill one of them."""
    states = cluster.scheduler.workers  # type: ignore[attr-defined]
    while not all(state.processing for state in states.values()):
        time.sleep(0.1)
    time.sleep(4)
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)  # type: ignore[attr-defined]


def test_a_province_that_is_held_fails_alone(tmp_path: Path) -> None:
    def guard(name: str) -> object:
        raise CannotWriteError("errors.cannot_write", file=name, reason="held")

    told: list[Outcome] = []
    task = Task(str(tmp_path), "demo", YEAR)
    # Where nothing is left to be made nobody asks for a scheduler.
    (found,) = run_on_cluster([task], "tcp://127.0.0.1:9", tell=told.append, guard=guard)  # type: ignore[arg-type]
    assert (found.state, found.exit_code) == (FAILED, CannotWriteError.exit_code)
    assert told == [found]
