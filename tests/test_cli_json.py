"""What commands tell a machine: one JSON document on standard output, and everything for people beside it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from antq_analysis.annual.many.task import FAILED, MADE, Outcome, ProvinceRow
from antq_analysis.cli.machine import plain
from antq_analysis.panel.build import Built
from antq_analysis.project import Project
from tests.commands import Said, antq
from tests.given import part_of

pytestmark = pytest.mark.slow

LATE = "09444"


def document(said: Said) -> dict[str, Any]:
    told = json.loads(said.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert isinstance(told, dict)
    assert told["antq"] == 1
    assert told["exit_code"] == said.code
    return told


@pytest.fixture
def read_only(made_demo: Project, built_demo: Built) -> Project:
    """The demo with its panel; the commands asked here change nothing in it."""
    assert len(built_demo.observations)
    return made_demo


# ---- values -----------------------------------------------------------------------------------------------------


def test_every_value_becomes_what_json_can_hold() -> None:
    frame = pd.DataFrame({"n": [1.0, np.nan], "day": pd.to_datetime(["2025-07-01", "2025-12-31"])})
    frame.index = pd.Index(["a", "b"], name="code")
    assert plain(frame) == [
        {"code": "a", "n": 1.0, "day": "2025-07-01T00:00:00"},
        {"code": "b", "n": None, "day": "2025-12-31T00:00:00"},
    ]
    assert plain((np.int64(3), np.bool_(True), float("inf"), Path("x/y"), None)) == [
        3,
        True,
        None,
        "x/y",
        None,
    ]
    assert json.loads(json.dumps(plain({"Xã": Outcome("a", "2025", MADE)})))["Xã"]["province"] == "a"


# ---- commands ---------------------------------------------------------------------------------------------------


def test_why_tells_the_cells_of_a_figure(read_only: Project) -> None:
    said = antq(read_only.root, "why", "demo", LATE, "2024", "incidents_total", "--json", "--lang", "en")
    told = document(said)
    assert said.code == 0
    assert (told["command"], told["kind"], told["unit_code"]) == ("why", "commune", LATE)
    (figure,) = told["figures"]
    assert figure["value"] == sum(part["value"] for part in told["received"]) == 20
    for part in told["received"]:
        assert part["cell"] in told["text"]
        assert part["file"] in said.err


def test_why_tells_parts_that_add_up(read_only: Project) -> None:
    told = document(antq(read_only.root, "why", "demo", "incidents_total", "2024", "--json"))
    assert told["kind"] == "change"
    assert (told["period"], told["since"]) == ("2024", "2023")
    assert sum(part["change"] for part in told["parts"]) == pytest.approx(told["change"])
    assert told["change"] != 0


def test_why_tells_the_communes_of_a_whole(read_only: Project) -> None:
    told = document(antq(read_only.root, "why", "demo", "demo", "2018", "incidents_total", "--json"))
    (whole,) = told["figures"]
    values = [one["value"] for one in whole["communes"]]
    assert told["kind"] == "province"
    assert None in values
    assert sum(value for value in values if value is not None) == whole["value"]


def test_groups_tells_the_bases(read_only: Project) -> None:
    said = antq(read_only.root, "groups", "demo", "incidents_total", "2025", "--json")
    told = document(said)
    for one in told["groups"]:
        if one["value"] is not None:
            assert one["value"] == pytest.approx(one["events"] / one["exposure"] * 10_000)
            assert one["name"] in said.err


def test_commune_tells_its_page(read_only: Project) -> None:
    said = antq(read_only.root, "commune", "demo", "09015", "--json")
    told = document(said)
    rows = {row["Chỉ tiêu"]: row for row in told["history"]}
    assert rows["Vụ việc về ANTT (vụ)"]["2025"] == "13"
    assert told["unit_code"] == "09015"
    assert told["name"] in said.err
    assert all(Path(one).is_file() for one in told["files"])


def test_doctor_tells_its_signs_and_runs_in_a_broken_project(read_only: Project, tmp_path: Path) -> None:
    told = document(antq(read_only.root, "doctor", "--json", "--lang", "en"))
    grades = [sign["grade"] for section in told["sections"] for sign in section["signs"]]
    assert grades.count("error") == told["errors"]
    assert grades.count("warning") == told["warnings"]
    assert len(told["sections"]) >= 3
    assert document(antq(tmp_path, "doctor", "--json"))["errors"] >= 1


def test_check_tells_findings_and_account(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2021")
    said = antq(project.root, "check", "demo", "--json", "--lang", "en")
    told = document(said)
    assert said.code == 1
    assert {one["severity"] for one in told["findings"]} <= {"warning", "note"}
    assert all(one["text"] in said.err or one["sheet"] for one in told["findings"])
    assert any(one["rule"] == "part_rows_added" and one["cell"] == "B115, B116" for one in told["findings"])
    for sheet in told["account"]:
        parts = [sheet[f"cells_{name}"] for name in ("loaded", "refused", "ignored")]
        assert sheet["cells_received"] == sum(parts)


def test_verify_tells_what_differs(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2025")
    folder = project.reports / "demo/2025"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"outputs": {"gone.png": "1"}}', encoding="utf-8")
    (folder / "new.png").write_bytes(b"")
    told = document(antq(project.root, "verify", "demo", "2025", "--quick", "--json"))
    assert [(one["name"], one["before"] == "") for one in told["outputs"]] == [
        ("gone.png", False),
        ("new.png", True),
    ]
    assert told["rebuilt"] is None
    assert told["exit_code"] == 2


def test_run_tells_that_a_report_stands(
    made_demo: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2025")
    monkeypatch.setattr("antq_analysis.annual.again.changed_since", lambda *_, **__: ())
    monkeypatch.setattr("antq_analysis.annual.again.errors_told", lambda _: 3)
    said = antq(project.root, "run", "demo", "2025", "--json", "--lang", "en")
    told = document(said)
    assert (told["state"], told["errors"]) == ("unchanged", 3)
    assert "Nothing has changed" in said.err


def test_what_fails_is_a_document_too(made_demo: Project) -> None:
    said = antq(made_demo.root, "check", "dmeo", "--json")
    told = document(said)
    assert said.code == 3
    assert (told["command"], told["error"]["kind"]) == ("check", "UnknownNameError")
    assert "“demo”" in told["error"]["text"]
    assert "“demo”" in said.err
    wrong = antq(made_demo.root, "verify", "--json")
    assert wrong.code == 3
    assert document(wrong)["error"]["text"]


# ---- every province ---------------------------------------------------------------------------------------------


def test_run_all_ends_with_the_code_of_the_first_failure(
    made_demo: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2025")
    (project.raw / "hoa-binh/2025").mkdir(parents=True)
    (project.raw / "bac-kan/2024").mkdir(parents=True)
    row = ProvinceRow("2025-07-01", 60, {"population": (9.0, 0, "")})
    ends = {
        "demo": Outcome("demo", "2025", MADE, text="folder", row=row),
        "hoa-binh": Outcome("hoa-binh", "2025", FAILED, 4, "no map", 1),
    }

    def run_here(tasks: list[Any], jobs: int, *, tell: Any, guard: Any) -> tuple[Outcome, ...]:
        assert jobs == 2
        for task in tasks:
            with guard(task.province):
                assert (project.data / f".{task.province}.busy").exists()
            tell(ends[task.province])
        return tuple(ends[task.province] for task in tasks)

    monkeypatch.setattr("antq_analysis.annual.many.here.run_here", run_here)
    words = ("run", "--all", "--year", "2025", "--jobs", "2", "--lang", "en")
    said = antq(project.root, *words, "--json")
    told = document(said)
    assert said.code == 4
    assert [one["province"] for one in told["provinces"]] == ["demo", "hoa-binh"]
    assert "(2/2) hoa-binh: FAILED" in said.err
    assert "1 made, 0 unchanged, 1 failed" in said.err
    assert all(Path(file).is_file() for file in told["files"])
    plainly = antq(project.root, *words)
    assert plainly.code == 4
    assert "hoa-binh: no map" in plainly.err
    assert "1 failed" in plainly.out


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--all", "--year", "2025"),
        ("--all", "--year", "2025-6T"),
        ("--all",),
        ("demo", "2025", "--jobs", "2"),
        ("demo", "2025", "--year", "2025"),
        ("--all", "--year", "2025", "--map", "2025-07-01"),
    ],
)
def test_run_says_what_goes_together(made_demo: Project, words: tuple[str, ...]) -> None:
    said = antq(made_demo.root, "run", *words)
    assert said.code == 3
    assert "--all" in said.err
    assert said.out == ""


def test_run_all_without_any_file_says_how_to_begin(project: Project) -> None:
    said = antq(project.root, "run", "--all", "--year", "2025")
    assert said.code == 4
    assert "antq add" in said.err
