"""A report stands only as long as nothing that it rests on has changed: a change of any kind makes it again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from antq_analysis.annual import installed, manifest
from antq_analysis.annual.again import changed_since, errors_told
from antq_analysis.annual.manifest import make_manifest, report_settings, rests_on
from antq_analysis.language.catalogue import say
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

DAY = "2025-07-01"
KINDS = (
    "received", "decisions", "layout", "places", "vocabulary", "reference", "settings", "frozen", "words",
    "notebook",
)  # fmt: skip
FINDINGS = "severity,rule\nerror,a\nwarning,b\nerror,c\n"


def report(project: Project, *, release: bool = False) -> Path:
    """Leave a whole report of 2025, without the minute that a run takes."""
    folder = project.reports / "demo/2025"
    (folder / "checks").mkdir(parents=True)
    (folder / "checks/findings.csv").write_text(FINDINGS, encoding="utf-8-sig")
    (folder / "maps").mkdir()
    (folder / "maps/a.png").write_bytes(b"a picture")
    who = load_vocabulary(project).province("demo")
    settings = report_settings(DAY, "vi", release=release)
    told = make_manifest(rests_on(project, who, "2025"), who, "2025", settings, folder)
    (folder / "manifest.json").write_text(told, encoding="utf-8")
    return folder


@pytest.fixture
def standing(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    project = built_part(tmp_path / "p", "2025")
    notebooks = project.root / "notebooks"
    (notebooks / "scratch").mkdir(parents=True)
    (notebooks / "01_a.ipynb").write_text("{}", encoding="utf-8")
    report(project)
    return project


def changed(project: Project, **asked: str) -> list[tuple[str, str]] | None:
    found = changed_since("demo", "2025", find_project(project.root), **asked)
    return None if found is None else [(one.kind, one.name) for one in found]


def append(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.chmod(0o644)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n")


# ---- what it rests on --------------------------------------------------------------------------------------------


def test_where_nothing_changed_the_report_stands(standing: Project) -> None:
    assert changed(standing) == []
    assert changed(standing, lang="vi", on="2025-12-31") == []
    # Neither of these is anybody's input.
    append(standing.root / "notebooks/scratch/mine.ipynb")
    append(standing.raw / "demo/2025/~$bieu.xlsx")
    append(standing.reports / "demo/checks/can_xu_ly.xlsx")
    append(standing.panel / "demo/frozen/2025/1/manifest.json")
    append(standing.data / "briefing/demo/2026_ton_tai.txt")
    append(standing.data / "briefing/elsewhere/letterhead.toml")
    # A form that went out and that nobody sent back.
    append(standing.layouts / "new.toml")
    assert changed(standing) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("data/project.toml", "settings"),
        ("data/raw/demo/2025/source.toml", "received"),
        ("data/raw/demo/2025/bieu_moi.xlsx", "received"),
        ("data/raw/demo/2024/source.toml", "received"),
        ("data/raw/demo/published.csv", "received"),
        ("data/decisions/demo/aliases.csv", "decisions"),
        ("data/decisions/demo/gaps.csv", "decisions"),
        ("data/reference/indicators.toml", "vocabulary"),
        ("data/reference/report.toml", "reference"),
        ("data/reference/targets.csv", "reference"),
        ("data/layouts/demo_2025.toml", "layout"),
        ("data/places/demo/2025-07-01/units.csv", "places"),
        ("data/places/demo/2025-07-01/communes.parquet", "places"),
        ("data/panel/demo/frozen/2024/1/manifest.json", "frozen"),
        ("data/briefing/demo/letterhead.toml", "words"),
        ("data/briefing/demo/2025_ton_tai.txt", "words"),
        ("notebooks/01_a.ipynb", "notebook"),
        ("notebooks/12_mine.ipynb", "notebook"),
    ],
)
def test_a_changed_or_new_input_of_any_kind_makes_it_again(standing: Project, name: str, kind: str) -> None:
    append(standing.root / name)
    assert changed(standing) == [(kind, name)]


@pytest.mark.parametrize("name", ["data/layouts/demo_2025.toml", "notebooks/01_a.ipynb"])
def test_so_does_one_that_is_gone(standing: Project, name: str) -> None:
    (standing.root / name).unlink()
    found = changed_since("demo", "2025", standing)
    assert found is not None
    assert [one.name for one in found] == [name]
    assert "không còn" in found[0].sentence()


def test_so_do_other_options(standing: Project) -> None:
    assert changed(standing, lang="en") == [("option", "language")]
    # There is no earlier map, so that the run has to say it.
    assert changed(standing, on="2016-01-01") is None
    assert changed(standing, on="2020-06-01") == [("option", "map")]


def test_so_does_another_version_or_a_line_of_code(
    standing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = manifest.versions()
    assert {"python", "antq-analysis", "pandas", "matplotlib", "xlsxwriter"} <= set(now)
    assert all(now.values())
    with monkeypatch.context() as other:
        other.setattr(manifest, "versions", lambda: now | {"pandas": "99.0"})
        found = changed_since("demo", "2025", standing)
        assert found is not None
        assert [(one.kind, one.name) for one in found] == [("version", "pandas")]
        assert found[0].sentence() == f"Phiên bản: pandas trước là {now['pandas']}, nay là 99.0"
    with monkeypatch.context() as other:
        other.setattr(manifest, "package_sum", lambda: "0" * 64)
        assert changed(standing) == [("code", "antq_analysis")]


def test_the_sum_of_the_package_follows_its_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    monkeypatch.setattr(installed, "files", lambda _: tmp_path)
    sums = [installed.package_sum()]
    for name in ("a.py", "texts/a.toml"):
        (tmp_path / name).write_text("a", encoding="utf-8")
        sums.append(installed.package_sum())
    (tmp_path / "a.pyc").write_text("a", encoding="utf-8")
    assert installed.package_sum() == sums[-1]
    assert len(set(sums)) == 3


# ---- the report itself --------------------------------------------------------------------------------------------


def test_so_does_a_file_of_the_report_that_was_touched(standing: Project) -> None:
    folder = standing.reports / "demo/2025"
    (folder / "maps/a.png").write_bytes(b"another")
    append(folder / "maps/b.png")
    (folder / "checks/findings.csv").unlink()
    assert changed(standing) == [
        ("output", name) for name in ("checks/findings.csv", "maps/a.png", "maps/b.png")
    ]


def test_so_does_a_panel_that_is_not_whole(standing: Project) -> None:
    append(standing.panel / "demo/observations.parquet")
    assert changed(standing) == [("panel", "data/panel/demo")]


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '{"inputs": 3}'])
def test_a_damaged_manifest_never_lets_a_report_stand(standing: Project, text: str) -> None:
    (standing.reports / "demo/2025/manifest.json").write_text(text, encoding="utf-8")
    assert changed(standing) != []


def test_a_report_with_a_copy_for_publication_is_another_one(
    built_part: Callable[..., Project], tmp_path: Path
) -> None:
    project = built_part(tmp_path / "p", "2025")
    report(project, release=True)
    assert changed(project) == [("option", "audience")]


@pytest.mark.parametrize("year", ["2024", "../2025", "2025-6T", ""])
def test_of_what_was_not_made_nobody_can_tell(standing: Project, year: str) -> None:
    assert changed_since("demo", year, standing) is None


def test_a_broken_setting_is_left_to_the_run(standing: Project) -> None:
    (standing.reference / "provinces.toml").write_text("[[province", encoding="utf-8")
    assert changed_since("demo", "2025", standing) is None


def test_the_errors_of_a_report_that_stands_are_counted(standing: Project) -> None:
    assert errors_told(standing.reports / "demo/2025") == 2


# ---- what a manifest holds ----------------------------------------------------------------------------------------


def test_what_changes_while_a_report_is_made_shows_afterwards(standing: Project) -> None:
    who = load_vocabulary(standing).province("demo")
    rests = rests_on(standing, who, "2025")
    append(standing.decisions / "demo/aliases.csv")
    folder = standing.reports / "demo/2025"
    settings = report_settings(DAY, "vi", release=False)
    (folder / "manifest.json").write_text(
        make_manifest(rests, who, "2025", settings, folder), encoding="utf-8"
    )
    assert changed(standing) == [("decisions", "data/decisions/demo/aliases.csv")]


def test_the_state_of_git_is_told_and_not_compared(standing: Project) -> None:
    path = standing.reports / "demo/2025/manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["code"] |= {"commit": "f" * 40, "changed": True}
    path.write_text(json.dumps(told), encoding="utf-8")
    assert changed(standing) == []


@pytest.mark.parametrize("kind", [*KINDS, "option", "version", "code", "output", "panel"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_kind_has_its_words(kind: str, lang: str) -> None:
    assert say(f"annual.differs_{kind}", lang)
