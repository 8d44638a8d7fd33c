"""The doctor tells what is there and what is missing, and no broken file keeps it from telling the rest."""

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from antq_analysis.annual import doctor
from antq_analysis.annual.doctor import look_at_program, look_at_project, look_at_province, provinces_here
from antq_analysis.annual.frozen import freeze_year
from antq_analysis.findings import Severity
from antq_analysis.project import Project
from tests.annual.kept import report_figures
from tests.annual.test_again import append
from tests.commands import antq, antq_process
from tests.given import checksums


@pytest.fixture
def built(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    return built_part(tmp_path / "p", "2025")


def told(project: Project, grade: Severity | None) -> list[str]:
    return [sign.text for sign in look_at_province("demo", project, "en") if sign.grade is grade]


def test_a_sound_project_is_told_and_not_touched(built: Project) -> None:
    report_figures(built, "2025")
    freeze_year("demo", "2025", project=built)
    before = checksums(built.root)
    said = antq(built.root, "doctor", "--lang", "en")
    assert said.code == 0, said.text
    assert checksums(built.root) == before
    for words in (
        "Python 3.", "pandas 3.", "default province: demo", "7 layouts", "Province demo",
        "1 received file; periods: 2025", "Maps: 2017-01-01, 2020-01-01, 2025-07-01",
        "Report of 2025: whole and still right", "What was handed in was kept for: 2025", "0 errors, 0 warnings",
    ):  # fmt: skip
        assert words in said.out, words
    assert "Chương trình" in antq(built.root, "doctor").out


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("data/project.toml", "project.toml"),
        ("data/reference/indicators.toml", "indicators.toml"),
        ("data/reference/report.toml", "report.toml"),
        ("data/layouts/demo_2025.toml", "demo_2025.toml"),
        ("data/raw/demo/2025/source.toml", "source.toml"),
    ],
)
def test_a_broken_file_is_an_error_and_the_rest_is_told(built: Project, name: str, where: str) -> None:
    path = built.root / name
    path.chmod(0o644)
    path.write_text("[[broken\n", encoding="utf-8")
    said = antq(built.root, "doctor", "--lang", "en")
    assert said.code == 2
    assert "[Error]" in said.out
    assert where in said.out
    assert "26 packages" in said.out or "packages are there" in said.out
    assert said.err == ""


def test_outside_a_project_the_program_is_looked_at(tmp_path: Path) -> None:
    said = antq_process(tmp_path, "doctor", "--lang", "en")
    assert said.code == 2
    assert "pandas 3." in said.out
    assert "No project found" in said.out


def test_a_new_project_says_how_to_begin(project: Project) -> None:
    said = antq(project.root, "doctor", "--lang", "en")
    assert said.code == 0, said.text
    assert "antq demo" in said.out
    assert provinces_here(project) == []


def test_what_is_missing_of_a_province_comes_with_the_command_that_mends_it(built: Project) -> None:
    assert any("antq run demo" in text for text in told(built, Severity.NOTE))
    (built.places / "demo/2025-07-01/communes.parquet").unlink()
    (built.places / "demo/2020-01-01/crosswalk.csv").unlink()
    append(built.layouts / "demo_2025.toml")
    warned = "\n".join(told(built, Severity.WARNING))
    for words in (
        "antq places import demo <file> --date 2025-07-01",
        "antq places crosswalk demo <file> --from 2017-01-01 --to 2020-01-01",
        "antq check demo",
    ):
        assert words in warned, words
    assert antq(built.root, "doctor").code == 1


def test_an_older_report_and_a_lock_are_noticed(built: Project) -> None:
    report_figures(built, "2025")
    append(built.decisions / "demo/gaps.csv")
    append(built.data / ".demo.busy")
    noted = told(built, Severity.NOTE)
    assert any("antq verify demo 2025 --quick" in text for text in noted)
    assert any(".demo.busy" in text for text in noted)


def test_a_received_file_that_was_changed_is_an_error(built: Project) -> None:
    append(next((built.raw / "demo/2025").glob("*.xlsx")))
    assert any("bieu" in text for text in told(built, Severity.ERROR))


def test_packages_that_are_missing_or_too_old_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        doctor, "requires", lambda _: ["old>=2.10", "gone>=1", "fine>=1.9", 'more; extra == "x"']
    )

    def version(name: str) -> str:
        known = {"old": "2.9.1", "fine": "1.10", "antq-analysis": "1"}
        if name not in known:
            raise PackageNotFoundError(name)
        return known[name]

    monkeypatch.setattr(doctor, "version", version)
    signs = list(look_at_program("en"))
    wrong = [sign.text for sign in signs if sign.grade is Severity.ERROR]
    assert [text.split(":")[0] for text in wrong] == ["Package old", "Package gone"]
    assert "2.9.1" in wrong[0]
    assert all("start.py setup" in text for text in wrong)
    assert any("fine 1.10" in sign.text for sign in signs)


def test_a_program_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> list[str]:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "requires", gone)
    (sign,) = look_at_program("en")
    assert (sign.grade, "start.py setup" in sign.text) == (Severity.ERROR, True)


def test_a_full_disk_and_a_folder_without_rights_are_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: (10**9, 10**9, 10**6))
    monkeypatch.setattr(doctor.os, "access", lambda path, _: Path(path) != project.data)
    grades = {sign.grade for sign in look_at_project(project, "en")}
    assert {Severity.WARNING, Severity.ERROR} <= grades


@pytest.mark.parametrize("name", ["run", "verify", "freeze", "compare", "doctor"])
def test_help_teaches_each_command_in_both_languages(tmp_path: Path, name: str) -> None:
    said = " ".join(antq(tmp_path, name, "--help").out.split())
    assert len(said) > 200
    if name != "run":
        assert "Mã kết thúc: 0" in said
        assert "Exit codes: 0" in said
        assert f"Example: antq {name}" in said
