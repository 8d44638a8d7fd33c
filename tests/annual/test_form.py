"""Our own form: what is written, filled by hand and sent back reads without a finding."""

import re
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from antq_analysis.annual.form import Form, write_form
from antq_analysis.errors import UsageError
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project
from antq_analysis.sources.receiving.adding import add_file
from tests.given import bare_project, part_of


@pytest.fixture
def built(made_demo: Project, tmp_path: Path) -> Project:
    project = part_of(made_demo, tmp_path / "dự án", "2024", "2025")
    build_panel("demo", project)
    return project


def fill(path: Path) -> dict[tuple[str, str, str], float | str]:
    """Fill the open cells with twice the period before, and the sums as a spreadsheet would; what was written."""
    book = openpyxl.load_workbook(path)
    written = {}
    for sheet in book.worksheets:
        for cell in [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]:
            before = sheet.cell(cell.row, cell.column + 1).value
            (rule,) = [
                rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref
            ]
            if before in (None, "") or (isinstance(before, str) and rule.type == "custom"):
                continue
            cell.value = 2 * before if isinstance(before, int | float) and rule.type != "whole" else before
            written[sheet.title, str(sheet.cell(cell.row, 1).value), cell.column_letter] = cell.value
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = _computed(sheet, cell.value)
    book.save(path)
    return written


def _computed(sheet: openpyxl.worksheet.worksheet.Worksheet, formula: str) -> float:
    total = 0.0
    for part in re.findall(r"[A-Z]+[0-9]+:[A-Z]+[0-9]+", formula):
        c0, r0, c1, r1 = range_boundaries(part)
        for row in sheet.iter_rows(r0, r1, c0, c1, values_only=True):
            for value in row:
                if "COUNTIF" in formula:
                    total += value == "x"
                elif isinstance(value, int | float):
                    total += value
    return total


def codes(form: Form) -> list[str]:
    """The codes in the hidden column of each file."""
    found = []
    for path in form.paths:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert sheet.column_dimensions["A"].hidden
        found += [
            str(row[0])
            for row in sheet.iter_rows(values_only=True)
            if re.fullmatch(r"\d{5}", str(row[0] or ""))
        ]
    return found


def test_a_filled_form_reads_back_without_a_finding_and_every_figure_is_the_one_written(
    built: Project,
) -> None:
    form = write_form("demo", "2026", project=built)
    (path,) = form.paths
    assert form.earlier == "2025"
    written = fill(path)
    added = add_file(path, "demo", "2026", form=form.layout, map_date="2026-12-31", project=built)
    assert [finding.rule for finding in added.findings] == []
    result = build_panel("demo", built)
    own = [finding for finding in result.findings if finding.file == path.name]
    assert own == []
    read = result.observations[result.observations["period"].eq("2026")]
    read = read[read["status"].ne("not_reported") & read["rule"].ne("tick_empty_is_zero")]
    assert len(written) > 1500
    assert len(read) == len(written)
    ticks = {"x": 1.0, "-": 0.0}
    for row in read.to_dict("records"):
        letter = re.match(r"[A-Z]+", row["cell"]).group()
        expected = written[row["sheet"], row["unit_code"], letter]
        assert row["value"] == ticks.get(expected, expected), row


def test_last_period_stands_beside_each_cell(built: Project) -> None:
    (path,) = write_form("demo", "2026", project=built).paths
    sheet = openpyxl.load_workbook(path)["Dân cư"]
    head = next(row for row in range(1, 15) if sheet.cell(row, 1).value == "Mã xã")
    panel = load_panel("demo", project=built)
    known = panel.select("population")
    known = known[known["period"].eq("2025")].set_index("unit_code")["value"]
    titles = [sheet.cell(head, column).value for column in range(1, sheet.max_column + 1)]
    column = next(number for number, title in enumerate(titles, 1) if title and "Dân số" in title) + 1
    assert sheet.cell(head + 1, column).value == "Kỳ trước"
    shown = {
        str(sheet.cell(row, 1).value): sheet.cell(row, column).value
        for row in range(head + 2, sheet.max_row + 1)
        if sheet.cell(row, 1).value
    }
    assert {code: shown[code] for code in known.dropna().index} == known.dropna().to_dict()


def test_one_workbook_for_each_commune_has_all_communes_once(built: Project) -> None:
    form = write_form("demo", "2026", one_each=True, project=built)
    assert len(form.paths) == 60
    assert codes(form) == load_panel("demo", project=built).units.index.tolist()


def test_a_map_with_districts_groups_communes_below_them(built: Project) -> None:
    form = write_form("demo", "2024-6T", form="demo_2023", project=built)
    (path,) = form.paths
    sheet = openpyxl.load_workbook(path).worksheets[0]
    headings = [row[2] for row in sheet.iter_rows(values_only=True) if row[1] in ("I", "II", "III")]
    assert len(headings) == 3
    assert len(codes(form)) == 143


def test_a_province_that_sent_nothing_is_asked_for_a_form(made_demo: Project, tmp_path: Path) -> None:
    project = bare_project(tmp_path / "p")
    with pytest.raises(UsageError, match="--form"):
        write_form("demo", "2026", project=project)
