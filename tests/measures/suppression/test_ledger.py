"""The ledger of releases: nothing twice, nothing that was overtaken, and one writer at a time."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from antq_analysis.errors import CannotWriteError, RefusedError
from antq_analysis.measures.rates import count
from antq_analysis.measures.suppression import turn
from antq_analysis.measures.suppression.ledger import read_ledger, record
from antq_analysis.measures.suppression.suppress import record_release, suppress, suppress_together
from antq_analysis.measures.suppression.withhold import withhold
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from tests.measures.suppression.test_release import COUNTS, UNITS, panel_of
from tests.panel.made import figure


def panel_with(indicator: str, counts: tuple[int, ...]) -> Panel:
    return panel_of(
        COUNTS, *(figure(unit, indicator, "2023", n) for unit, n in zip(UNITS, counts, strict=True))
    )


def test_releases_are_counted_and_nothing_is_added_twice(project: Project) -> None:
    panel = panel_of()
    first = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    record_release(first)
    # Without the groups it is a part of the first and tells nothing new.
    record_release(suppress(panel, "incidents_total", groups=[], project=project))
    whole = project.releases.joinpath("demo.csv").read_bytes()
    second = suppress(panel, "incidents_total", groups=["khối"], communes=False, project=project)
    record_release(second)
    record_release(first)
    told = read_ledger(project, "demo")
    assert told.groupby("release").size().tolist() == [11, 3]
    assert project.releases.joinpath("demo.csv").read_bytes().startswith(whole)
    assert [path.name for path in project.releases.glob("*.csv")] == ["demo.csv"]


def test_what_was_overtaken_is_refused_and_decided_anew(project: Project) -> None:
    panel = panel_of()
    late = suppress(panel, "incidents_total", groups=["khối"], project=project)
    assert late.may_show("commune", "99003", "2023")
    record_release(suppress(panel, "incidents_total", groups=["cụm"], project=project))
    before = read_ledger(project, "demo")
    with pytest.raises(RefusedError) as refused:
        record_release(late)
    assert "suppress_together" in refused.value.text("vi")
    assert read_ledger(project, "demo").equals(before)
    again = suppress(panel, "incidents_total", groups=["khối"], communes=False, project=project)
    record_release(again)
    assert not again.may_show("commune", "99003", "2023")


def test_a_related_indicator_overtakes_and_another_does_not(project: Project) -> None:
    panel = panel_with("fires", (0, 9, 9, 9, 9, 9, 9, 9))
    tips = panel_with("tips_total", (9,) * 8)
    whole = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    other = suppress(tips, "tips_total", groups=["cụm"], project=project)
    record_release(suppress(panel, "fires", groups=["cụm"], project=project))
    with pytest.raises(RefusedError):
        record_release(whole)
    record_release(other)
    assert set(read_ledger(project, "demo")["indicator"]) == {"fires", "tips_total"}


def test_what_was_decided_together_is_recorded_together(project: Project) -> None:
    panel = panel_with("fires", (0, 9, 9, 9, 9, 9, 9, 9))
    both = suppress_together(
        panel, ["population", "incidents_total", "fires"], groups=["cụm"], project=project
    )
    record_release(both["population"])
    assert not project.releases.exists()
    record_release(both["fires"])
    assert set(read_ledger(project, "demo")["indicator"]) == {"incidents_total", "fires"}
    record_release(both["incidents_total"])
    assert set(read_ledger(project, "demo")["release"]) == {"1"}


def test_two_decisions_that_do_not_know_each_other_are_not_recorded_side_by_side(project: Project) -> None:
    panel = panel_of()
    releases = [
        suppress(panel, "incidents_total", groups=[name], project=project) for name in ("cụm", "khối")
    ]
    with pytest.raises(RefusedError):
        record_release(*releases)
    assert read_ledger(project, "demo").empty


def test_a_result_keeps_its_entry_whatever_is_replaced_in_it(project: Project) -> None:
    panel = panel_of()
    release = suppress(panel, "incidents_total", groups=["cụm"], project=project)
    by_group = withhold(count(panel, "incidents_total", group="cụm"), release)
    assert by_group.entry is release.entry
    assert all(series.entry is release.entry for series in by_group.series.values())
    assert replace(by_group, label_vi="Tên khác").entry is release.entry
    plain = suppress(panel, "population", project=project)
    assert withhold(count(panel, "population"), plain).entry is None


WRITER = """
import sys, time
from pathlib import Path
from antq_analysis.measures.suppression.turn import turn_at
path = Path(sys.argv[1])
for _ in range(40):
    with turn_at(path):
        n = int(path.read_text()) if path.exists() else 0
        time.sleep(0.001)
        path.write_text(str(n + 1))
"""


def test_two_processes_write_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    run = [sys.executable, "-c", WRITER, str(path)]
    both = [subprocess.Popen(run) for _ in range(2)]
    assert [one.wait(timeout=60) for one in both] == [0, 0]
    assert path.read_text() == "80"


def test_who_dies_in_his_turn_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.csv"
    hold = (
        "import sys, time\nfrom pathlib import Path\nfrom antq_analysis.measures.suppression.turn import turn_at\n"
        "with turn_at(Path(sys.argv[1])):\n    print('mine', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"mine"
    monkeypatch.setattr(turn, "PATIENCE", 0.1)
    with pytest.raises(CannotWriteError), turn.turn_at(path):
        pass
    holder.kill()
    holder.wait()
    began = time.monotonic()
    monkeypatch.setattr(turn, "PATIENCE", 5.0)
    with turn.turn_at(path):
        assert time.monotonic() - began < 4


def test_a_ledger_that_cannot_be_written_is_an_error(project: Project) -> None:
    release = suppress(panel_of(), "incidents_total", groups=["cụm"], project=project)
    project.releases.write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotWriteError):
        record([release.entry])
