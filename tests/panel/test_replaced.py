"""What a replacing file lacks or changes is said: nothing that was reported leaves the panel in silence."""

from pathlib import Path

import openpyxl

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.replaced import find_replaced
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import add_file
from tests.given import part_of
from tests.panel.made import UNITS, figure, made_panel
from tests.panel.received import PROVINCE, make_province, receive, table

A, B, C, D = UNITS
BLOCK = figure("organisation_block:khoi-mau", "incidents_total", "2024", 300, level="organisation_block")


def found(old: list[dict[str, object]], new: list[dict[str, object]]) -> list[Finding]:
    panel = made_panel(new)
    before = made_panel(old).observations
    findings = list(find_replaced(before, panel.observations, "old.xlsx", "new.xlsx", panel.vocabulary))
    for finding in findings:
        for lang in ("vi", "en"):
            assert "old.xlsx" in finding.text(lang)
            assert "new.xlsx" in finding.text(lang)
            assert finding.remedy(lang)
    return findings


def communes(*values: float | None) -> list[dict[str, object]]:
    return [figure(u, "incidents_total", "2024", n) for u, n in zip(UNITS, values, strict=False)]


def test_a_row_that_the_new_file_lacks_is_named_with_its_sum() -> None:
    (told,) = found([*communes(1, 2, 3, 4), BLOCK], communes(1, 2, 3, 4))
    assert (told.rule, told.severity, told.file) == ("replaced_lost", Severity.WARNING, "new.xlsx")
    assert (told.values["n"], told.values["figures"]) == (1, 1)
    assert "organisation_block:khoi-mau" in told.text("vi")
    assert "300" in told.text("vi")


def test_an_empty_cell_in_place_of_a_figure_is_lost_too() -> None:
    (told,) = found(communes(10, 20, 30, 40), communes(10, None))
    assert (told.values["n"], told.values["figures"]) == (3, 3)
    assert "90" in told.text("en")


def test_changed_figures_are_counted_with_their_sums() -> None:
    (told,) = found(communes(10, 20, 30), communes(10, 25, 35))
    assert (told.rule, told.values["n"]) == ("replaced_changed", 2)
    assert "50 → 60" in told.text("vi")
    assert found(communes(10, 20), communes(10, 20)) == []


def test_a_cell_that_cannot_be_read_now_is_never_a_sum_of_nothing() -> None:
    unread = {"status": "unparsed", "value": float("nan")}
    (told,) = found(communes(10, 20), [row | unread for row in communes(10, 20)])
    assert "tổng 30 → … (2 số nay chưa đọc được hoặc không có)" in told.text("vi")
    (told,) = found(communes(10, 20), [communes(12)[0], figure(B, "incidents_total", "2024", 20) | unread])
    assert "sum 30 → 12 (1 now unread or not there)" in told.text("en")


def test_communes_that_only_the_new_file_has_are_named() -> None:
    (told,) = found(communes(10, 20), communes(10, 25, 35))
    assert (told.rule, told.values["n"]) == ("replaced_changed", 1)
    assert told.text("vi").endswith(f"20 → 25; thêm số của 1 đơn vị mà tệp cũ không có: {C}.")
    (alone,) = found(communes(10, 20), communes(10, 20, 35))
    assert (alone.values["n"], C in alone.text("en")) == (0, True)


def test_communes_of_another_map_are_others() -> None:
    old = [row | {"unit_date": "2010-01-01"} for row in [*communes(1, 2), BLOCK]]
    (told,) = found(old, communes(1, 5))
    assert (told.rule, told.values["n"]) == ("replaced_lost", 1)


def test_a_replacing_file_without_rows_is_said_and_so_are_the_gaps(
    made_demo: Project, tmp_path: Path
) -> None:
    project = part_of(made_demo, tmp_path / "project", "2025")
    old = next((project.raw / "demo/2025").glob("*.xlsx"))
    rows = build_panel("demo", project).observations
    row = rows[rows["indicator"].eq("incidents_total") & rows["level"].eq("commune")].iloc[7]
    book = openpyxl.load_workbook(old)
    sheet = book[row["sheet"]]
    for cell in sheet[sheet[row["cell"]].row]:
        if cell.value is not None:
            cell.value = None
    copy = tmp_path / "bieu_2025_sua.xlsx"
    book.save(copy)
    told = {"form": "demo_2025", "map_date": "2025-12-31", "replaces": old.name}
    add_file(copy, "demo", "2025", **told, project=project)
    built = build_panel("demo", project).of_period("2025")
    (lost,) = [finding for finding in built.findings if finding.rule == "replaced_lost"]
    assert row["unit_code"] in lost.text("vi")
    (gap,) = [finding for finding in built.findings if finding.rule == "no_row_replaced"]
    assert gap.severity == Severity.WARNING
    assert row["unit_code"] in gap.text("vi")
    assert not [f for f in built.findings if f.rule == "no_row" and row["unit_code"] in f.text("vi")]
    assert not [f for f in built.findings if f.rule == "replaced_changed"]


def test_a_replaced_file_that_cannot_be_read_is_said(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "project", "2025")
    old = next((project.raw / "demo/2025").glob("*.xlsx"))
    copy = tmp_path / "bieu_2025_sua.xlsx"
    book = openpyxl.load_workbook(old)
    book.save(copy)
    told = {"form": "demo_2025", "map_date": "2025-12-31", "replaces": old.name}
    add_file(copy, "demo", "2025", **told, project=project)
    record = old.parent / "source.toml"
    first, rest = record.read_text(encoding="utf-8").split("[[file]]", 2)[1:]
    lost = first.replace("demo_2025", "no_such_form")
    record.chmod(0o644)
    record.write_text(f"[[file]]{lost}[[file]]{rest}", encoding="utf-8")
    rules = {finding.rule for finding in build_panel("demo", project).findings}
    assert "replaced_unread" in rules
    assert "replaced_lost" not in rules


def test_of_a_chain_the_figures_that_count_are_those_of_its_last_file(
    project: Project, tmp_path: Path
) -> None:
    make_province(project, tmp_path)
    firsts = {"a.xlsx": 10, "b.xlsx": 60, "c.xlsx": 100}
    made = {
        name: table(("Tổng số vụ việc",), [[first + n] for n in range(8)].__getitem__)
        for name, first in firsts.items()
    }
    receive(project, tmp_path, "2024", "a.xlsx", made["a.xlsx"])
    receive(project, tmp_path, "2024", "b.xlsx", made["b.xlsx"], stage="revised", replaces="a.xlsx")
    receive(project, tmp_path, "2024", "c.xlsx", made["c.xlsx"], stage="revised", replaces="b.xlsx")
    built = build_panel(PROVINCE, project).of_period("2024")
    changed = [finding for finding in built.findings if finding.rule == "replaced_changed"]
    assert [(one.file, one.values["old"]) for one in changed] == [("c.xlsx", "a.xlsx"), ("c.xlsx", "b.xlsx")]
    assert ["108 → 828" in changed[0].text("vi"), "508 → 828" in changed[1].text("vi")] == [True, True]
