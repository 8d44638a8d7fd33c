"""A report is verified by its checksums, by what it rests on, and by making it again elsewhere."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from antq_analysis.annual.run import run_year
from antq_analysis.annual.verify import verify_year
from antq_analysis.errors import AntqError, InputError, MissingError, UnknownNameError
from antq_analysis.project import Project
from tests.annual.test_again import append, report
from tests.commands import antq
from tests.given import checksums, left_over, part_of, report_little


@pytest.fixture
def standing(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    project = built_part(tmp_path / "p", "2025")
    report(project)
    return project


def remade(project: Project, monkeypatch: pytest.MonkeyPatch, **changed: bytes | None) -> list[Path]:
    """Let a run give the report that stands, but for some of its files; list the projects it ran in."""
    ran: list[Path] = []

    def run(_: str, year: str, **words: object) -> object:
        clean = words["project"]
        assert isinstance(clean, Project)
        assert (words["on"], words["lang"], words["release"]) == ("2025-07-01", "vi", False)
        ran.append(clean.root)
        folder = report(clean)
        for name, data in changed.items():
            path = folder / name
            path.unlink(missing_ok=True) if data is None else path.write_bytes(data)
        _sign(clean, folder)
        return SimpleNamespace(folder=folder)

    monkeypatch.setattr("antq_analysis.annual.verify.run_year", run)
    return ran


def _sign(project: Project, folder: Path) -> None:
    from antq_analysis.annual.manifest import make_manifest, report_settings, rests_on
    from antq_analysis.vocabulary import load_vocabulary

    who = load_vocabulary(project).province("demo")
    told = make_manifest(
        rests_on(project, who, "2025"),
        who,
        "2025",
        report_settings("2025-07-01", "vi", release=False),
        folder,
    )
    (folder / "manifest.json").write_text(told, encoding="utf-8")


def test_a_report_that_comes_out_again_is_verified(
    standing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = remade(standing, monkeypatch)
    before = checksums(standing.root)
    found = verify_year("demo", "2025", project=standing)
    assert (found.exit_code, found.outputs, found.inputs, found.rebuilt) == (0, (), (), ())
    assert "is what the present figures and program give" in found.lines("en")[-1]
    assert checksums(standing.root) == before
    assert ran[0] != standing.root
    assert ran[0].is_relative_to(standing.root), "figures stay in the project"
    assert not left_over(standing.root)


def test_what_comes_out_otherwise_though_nothing_changed_is_a_defect(
    standing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    remade(standing, monkeypatch, **{"maps/a.png": b"otherwise", "checks/more.csv": b"x"})
    found = verify_year("demo", "2025", project=standing)
    assert found.exit_code == 2
    assert [one.name for one in found.rebuilt or ()] == ["checks/more.csv", "maps/a.png"]
    assert "a defect of the program" in found.lines("en")[-1]


def test_a_file_touched_after_it_was_made_is_named(
    standing: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    remade(standing, monkeypatch)
    (standing.reports / "demo/2025/maps/a.png").write_bytes(b"edited")
    found = verify_year("demo", "2025", project=standing)
    assert found.exit_code == 2
    assert [(one.kind, one.name) for one in found.outputs] == [("output", "maps/a.png")]
    assert found.rebuilt == ()
    assert any("maps/a.png đã thay đổi" in line for line in found.lines())
    assert "đừng nộp" in found.lines()[-1]


def test_an_older_report_names_what_changed_since(standing: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    remade(standing, monkeypatch, **{"maps/a.png": b"as it would be now"})
    append(standing.decisions / "demo/aliases.csv")
    found = verify_year("demo", "2025", project=standing)
    assert found.exit_code == 1
    assert [one.kind for one in found.inputs] == ["decisions"]
    assert [one.name for one in found.rebuilt or ()] == ["maps/a.png"]
    assert "antq run demo 2025" in found.lines("en")[-1]
    quick = verify_year("demo", "2025", rebuild=False, project=standing)
    assert (quick.exit_code, quick.rebuilt) == (1, None)


@pytest.mark.parametrize(("touched", "code"), [(False, 2), (True, 1)])
def test_a_report_that_cannot_be_made_again_says_why(
    standing: Project, monkeypatch: pytest.MonkeyPatch, *, touched: bool, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InputError("sources.bad_records", cases=["bieu.xlsx"], n=1)

    monkeypatch.setattr("antq_analysis.annual.verify.run_year", fail)
    if touched:
        append(standing.raw / "demo/2025/source.toml")
    found = verify_year("demo", "2025", project=standing)
    assert isinstance(found.failed, AntqError)
    assert found.exit_code == code
    assert any("bieu.xlsx" in line for line in found.lines("en"))


def test_without_a_report_there_is_nothing_to_verify(standing: Project) -> None:
    with pytest.raises(MissingError, match="antq run"):
        verify_year("demo", "2024", project=standing)
    for province, year in (("demo", "../2025"), ("demo", ""), ("nowhere", "2025")):
        with pytest.raises(UnknownNameError):
            verify_year(province, year, project=standing)


@pytest.mark.slow
def test_a_run_is_verified_made_again_and_skipped(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2024", "2025")
    report_little(project)
    first = run_year("demo", "2025", release=True, project=project)
    ledger = checksums(project.releases)
    found = verify_year("demo", "2025", project=project)
    assert (found.exit_code, found.rebuilt) == (0, ())
    assert checksums(project.releases) == ledger
    before = checksums(first.folder)
    assert "Lập lại báo cáo vì" in antq(project.root, "run", "demo", "2025").out
    assert checksums(first.folder) != before, "the copy for publication is gone"
    stamp = first.folder.stat().st_mtime_ns
    said = antq(project.root, "run", "demo", "2025", "--lang", "vi")
    assert (said.code, "Không có gì thay đổi" in said.out) == (0, True)
    assert first.folder.stat().st_mtime_ns == stamp
    append(project.decisions / "demo/gaps.csv")
    said = antq(project.root, "verify", "demo", "2025", "--quick", "--lang", "en")
    assert said.code == 1
    assert "data/decisions/demo/gaps.csv" in said.out


def test_again_and_release_are_always_made_again(standing: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[bool] = []

    def run(*_: object, **words: object) -> object:
        ran.append(bool(words["release"]))
        return SimpleNamespace(summary=("made",), job=SimpleNamespace(built=SimpleNamespace(findings=[])))

    monkeypatch.setattr("antq_analysis.annual.run.run_year", run)
    said = antq(standing.root, "run", "demo", "2025", "--lang", "vi")
    assert ran == []
    assert "số liệu còn 2 lỗi" in said.out
    assert str(standing.reports / "demo/2025") in said.out
    assert "made" in antq(standing.root, "run", "demo", "2025", "--again").out
    antq(standing.root, "run", "demo", "2025", "--release")
    assert ran == [False, True]
    append(standing.decisions / "demo/gaps.csv")
    said = antq(standing.root, "run", "demo", "2025")
    assert ran == [False, True, False]
    assert "Lập lại báo cáo vì:\n- Quyết định: data/decisions/demo/gaps.csv mới có\nmade" in said.out
