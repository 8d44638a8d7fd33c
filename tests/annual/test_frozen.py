"""What was handed in is kept as it was, and nothing that was kept is ever touched."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from antq_analysis.annual.frozen import freeze_year, load_frozen, load_reported
from antq_analysis.errors import InputError, MissingError, UsageError
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project
from tests.annual.kept import report_figures
from tests.commands import antq
from tests.given import checksums, left_over


@pytest.fixture
def reported(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    project = built_part(tmp_path / "p", "2025")
    report_figures(project, "2025")
    return project


def test_the_figures_of_a_report_are_kept_to_the_last_digit(reported: Project) -> None:
    kept, touched = freeze_year("demo", "2025", on="2025-12-20", note="Công văn 1", project=reported)
    (again,) = load_frozen("demo", "2025", reported)
    assert (touched, kept.number, again.on, again.note) == ((), 1, "2025-12-20", "Công văn 1")
    built = pd.read_parquet(reported.panel / "demo/observations.parquet")
    pd.testing.assert_frame_equal(again.observations, built)
    manifest = json.loads((reported.reports / "demo/2025/manifest.json").read_text(encoding="utf-8"))
    assert again.manifest == manifest
    assert again.label() == "số liệu năm 2025 đã nộp ngày 20/12/2025 (lần 1)"
    assert not left_over(reported.root)
    # The panel is as whole as before.
    load_panel("demo", project=reported)


def test_what_no_csv_reader_may_guess_at_comes_back_as_it_was(reported: Project) -> None:
    figures = pd.read_parquet(reported.panel / "demo/observations.parquet")
    figures.loc[:3, "value_text"] = ["NA", "", "5 vụ\n9 đối tượng", '"a";b, c']
    figures.loc[:1, "unit_code"] = ["00001", "NaN"]
    figures.loc[2, "value"] = 0.1 + 0.2
    report_figures(reported, "2025", figures)
    kept, _ = freeze_year("demo", "2025", project=reported)
    pd.testing.assert_frame_equal(kept.observations, figures)
    told = load_reported("demo", "2025", reported)
    assert told is not None
    pd.testing.assert_frame_equal(told.observations, figures)
    assert (told.number, told.on) == (0, "")


def test_the_same_report_is_kept_once_and_another_beside_it(reported: Project) -> None:
    first, _ = freeze_year("demo", "2025", on="2025-12-20", project=reported)
    same, _ = freeze_year("demo", "2025", on="2025-12-21", project=reported)
    assert (same.number, same.on) == (1, "2025-12-20")
    before = checksums(reported.panel / "demo/frozen/2025/1")
    report_figures(reported, "2025", first.observations.iloc[:-1])
    second, _ = freeze_year("demo", "2025", on=date(2026, 1, 5), project=reported)
    assert [one.number for one in load_frozen("demo", "2025", reported)] == [1, 2]
    assert second.on == "2026-01-05"
    assert checksums(reported.panel / "demo/frozen/2025/1") == before


def test_the_tenth_follows_the_ninth(reported: Project) -> None:
    figures = pd.read_parquet(reported.panel / "demo/observations.parquet")
    for n in range(1, 11):
        report_figures(reported, "2025", figures.iloc[: 10 + n])
        assert freeze_year("demo", "2025", project=reported)[0].number == n
    assert load_frozen("demo", "2025", reported)[-1].number == 10


def test_where_one_was_deleted_no_other_is_overwritten(reported: Project) -> None:
    figures = pd.read_parquet(reported.panel / "demo/observations.parquet")
    for n in range(1, 4):
        report_figures(reported, "2025", figures.iloc[: 10 + n])
        freeze_year("demo", "2025", project=reported)
    shutil.rmtree(reported.panel / "demo/frozen/2025/1")
    before = checksums(reported.panel / "demo/frozen")
    report_figures(reported, "2025", figures)
    assert freeze_year("demo", "2025", project=reported)[0].number == 4
    assert before.items() <= checksums(reported.panel / "demo/frozen").items()


def test_a_touched_page_is_told_and_a_touched_table_of_figures_refused(reported: Project) -> None:
    folder = reported.reports / "demo/2025"
    (folder / "page.html").write_text("edited", encoding="utf-8")
    said = antq(reported.root, "freeze", "demo", "2025", "--lang", "en")
    assert (said.code, "page.html has changed" in said.out) == (1, True)
    with (folder / "checks/observations.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    said = antq(reported.root, "freeze", "demo", "2025", "--lang", "en")
    assert (said.code, "table of figures" in said.err) == (2, True)
    assert load_reported("demo", "2025", reported) is None
    assert len(load_frozen("demo", "2025", reported)) == 1


def test_without_a_report_or_with_a_wrong_day_nothing_is_kept(reported: Project) -> None:
    with pytest.raises(MissingError):
        freeze_year("demo", "2024", project=reported)
    with pytest.raises(UsageError):
        freeze_year("demo", "2025", on="20/12", project=reported)
    assert antq(reported.root, "freeze", "demo", "2024").code == 4
    for year in ("../2025", "2025-6T", "năm nay"):
        assert antq(reported.root, "freeze", "demo", year).code == 3
    assert not (reported.panel / "demo/frozen").exists()
    assert load_frozen("demo", "2025", reported) == ()
    assert load_reported("demo", "2024", reported) is None


@pytest.mark.parametrize("spoil", ["observations.parquet", "manifest.json", "version"])
def test_what_was_kept_and_damaged_is_refused_not_misread(reported: Project, spoil: str) -> None:
    freeze_year("demo", "2025", project=reported)
    folder = reported.panel / "demo/frozen/2025/1"
    if spoil == "version":
        text = (folder / "manifest.json").read_text(encoding="utf-8")
        told = json.loads(text) | {"shape_version": 1}
        (folder / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    else:
        (folder / spoil).write_bytes((folder / spoil).read_bytes()[:-9] + b"x")
    with pytest.raises(InputError, match="frozen/2025/1"):
        load_frozen("demo", "2025", reported)


def test_the_command_names_the_folder_and_what_comes_next(reported: Project) -> None:
    said = antq(reported.root, "freeze", "demo", "2025", "--on", "2025-12-20")
    assert said.code == 0
    assert "ngày 20/12/2025" in said.out
    assert "antq compare demo 2026" in said.out
    assert "đã được ghi lại rồi" in antq(reported.root, "freeze", "demo", "2025").out
