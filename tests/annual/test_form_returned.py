"""Our own form comes back with rows moved: the printed codes and last figures say so."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from antq_analysis.annual.form import write_form
from antq_analysis.findings import Finding
from antq_analysis.panel.build import build_panel
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout import PRINTED
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.adding import add_file
from tests.panel.received import CODES, NAMES, PROVINCE, make_province, receive, table

FIRST, LAST = 4, 7
"""Columns of the first figure and of the last printed one."""

Change = Callable[[Worksheet, dict[str, int]], None]


def plain(number: int) -> list[object]:
    return [4000 + 37 * number, 60 + 7 * number]


@pytest.fixture
def asked(project: Project, tmp_path: Path) -> Project:
    """A province with one year and the form of the next."""
    make_province(project, tmp_path)
    receive(project, tmp_path, "2024", "a.xlsx", table(("Dân số", "Tổng số vụ việc"), plain))
    build_panel(PROVINCE, project)
    return project


def returned(project: Project, change: Change) -> list[Finding]:
    """Findings of the form of 2025, filled and changed."""
    form = write_form(PROVINCE, "2025", project=project)
    assert form.earlier == "2024"
    book = openpyxl.load_workbook(form.paths[0])
    sheet = book.worksheets[0]
    rows = {str(sheet.cell(row, 1).value): row for row in range(1, 60) if sheet.cell(row, 1).value in CODES}
    assert len(rows) == len(NAMES)
    for number, row in enumerate(rows.values()):
        for at, value in enumerate((4100 + 37 * number, 70 + 7 * number)):
            sheet.cell(row, FIRST + 2 * at).value = value
            assert sheet.cell(row, FIRST + 2 * at + 1).value == plain(number)[at]
    change(sheet, rows)
    path = project.root / "back.xlsx"
    book.save(path)
    add_file(path, PROVINCE, "2025", form=form.layout, project=project)
    found = [finding for finding in build_panel(PROVINCE, project).findings if finding.file == path.name]
    # Sums that no spreadsheet has computed are no matter of this test.
    return [finding for finding in found if finding.rule != "total_unreadable"]


def as_it_is(sheet: Worksheet, rows: dict[str, int]) -> None:
    del sheet, rows


def moved(sheet: Worksheet, rows: dict[str, int]) -> None:
    """Sort the figures of the first four communes by incidents, without their names."""
    places = list(rows.values())[:4]
    lines = [[sheet.cell(row, column).value for column in range(FIRST, LAST + 1)] for row in places]
    for row, line in zip(places, lines[::-1], strict=True):
        for column, value in zip(range(FIRST, LAST + 1), line, strict=True):
            sheet.cell(row, column).value = value


def names_swapped(sheet: Worksheet, rows: dict[str, int]) -> None:
    one, other = list(rows.values())[:2]
    names = sheet.cell(one, 3).value, sheet.cell(other, 3).value
    sheet.cell(other, 3).value, sheet.cell(one, 3).value = names


def written_over(sheet: Worksheet, rows: dict[str, int]) -> None:
    sheet.cell(next(iter(rows.values())), FIRST + 1).value = 4


def test_an_untouched_form_is_clean_and_its_printed_figures_are_none_of_the_period(asked: Project) -> None:
    assert [finding.rule for finding in returned(asked, as_it_is)] == []
    layout = load_layout(write_form(PROVINCE, "2026", project=asked).layout, asked)
    assert [column.years_before for column in layout.sheet[0].column if column.rule == PRINTED] == [1, 1]
    told = build_panel(PROVINCE, asked).observations
    assert not told["rule"].str.contains(PRINTED, regex=False).any()
    assert told.groupby("period").size().to_dict() == {"2024": 16, "2025": 16}


def test_rows_that_were_moved_are_an_error_that_names_them(asked: Project) -> None:
    (finding,) = returned(asked, moved)
    assert (finding.rule, str(finding.severity)) == ("form_rows_moved", "error")
    assert finding.values["n"] == 4
    for code in CODES[:4]:
        assert code in finding.text("vi")
    assert not any(code in finding.text("vi") for code in CODES[4:])


def test_names_against_the_printed_codes_refuse_the_rows(asked: Project) -> None:
    found = [finding for finding in returned(asked, names_swapped) if finding.severity == "error"]
    assert [finding.rule for finding in found] == ["code_name_differs"] * 2


def test_a_figure_that_is_stored_otherwise_is_a_warning(asked: Project) -> None:
    (finding,) = returned(asked, written_over)
    assert (finding.rule, str(finding.severity), finding.values["n"]) == ("form_before_differs", "warning", 1)


def bound_printed(sheet: Worksheet, rows: dict[str, int]) -> None:
    sheet.cell(next(iter(rows.values())), FIRST + 1).value = "hơn 2.000"


def test_what_we_printed_in_words_is_no_fault_of_the_sender(asked: Project) -> None:
    assert returned(asked, bound_printed) == []


def remarked(sheet: Worksheet, rows: dict[str, int]) -> None:
    sheet.cell(next(iter(rows.values())), LAST + 1).value = "Số liệu 9 tháng"


def test_a_remark_speaks_of_the_figures_of_the_period_alone(asked: Project) -> None:
    (finding,) = returned(asked, remarked)
    assert (finding.rule, finding.values["n"]) == ("remark_says_otherwise", 2)
