"""Our own form: what is written, filled by hand and sent back reads without a finding."""

import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from antq_analysis.annual.form import Form, write_form
from antq_analysis.annual.form_page import Field
from antq_analysis.errors import UsageError
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project, find_project
from antq_analysis.sources.receiving.adding import add_file
from antq_analysis.sources.tables.values import FIRST_YEAR
from tests.given import bare_project

pytestmark = pytest.mark.slow


@pytest.fixture
def built(built_part: Callable[..., Project], tmp_path: Path) -> Project:
    return built_part(tmp_path / "dự án", "2024", "2025")


@pytest.fixture(scope="module")
def built_once(built_part: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """For tests that only read the forms written in it."""
    return built_part(tmp_path_factory.mktemp("forms") / "dự án", "2024", "2025")


@pytest.fixture(scope="module")
def read_form(built_once: Project) -> Callable[..., Workbook]:
    """Writes a form for all communes and opens it, to be read; each only once."""

    @cache
    def read(period: str, *, data_only: bool = False, **options: str) -> Workbook:
        (path,) = write_form("demo", period, project=built_once, **options).paths
        return openpyxl.load_workbook(path, data_only=data_only)

    return read


@pytest.fixture(scope="module")
def each(
    built_part: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Project, Form]:
    """A workbook for each commune, to be read, or copied with its project by who fills one in."""
    project = built_part(tmp_path_factory.mktemp("each") / "dự án", "2024", "2025")
    return project, write_form("demo", "2026", one_each=True, project=project)


def fill(path: Path) -> dict[tuple[str, str, str], float | str]:
    """Fill the open cells with twice the period before, and the sums as a spreadsheet would; what was written."""
    book = openpyxl.load_workbook(path)
    written = {}
    for sheet in book.worksheets:
        ruled = _rules(sheet)
        for cell in [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]:
            before = sheet.cell(cell.row, cell.column + 1).value
            rules = ruled.get((cell.row, cell.column), [])
            if not rules and isinstance(cell, MergedCell):
                continue
            if not rules:
                cell.value = _remark(sheet, cell)
                continue
            (rule,) = rules
            if before in (None, "") or (isinstance(before, str) and rule.type == "custom"):
                continue
            is_year = f">={FIRST_YEAR}" in str(rule.formula1)
            cell.value = 2 * before if isinstance(before, int | float) and not is_year else before
            written[sheet.title, str(sheet.cell(cell.row, 1).value), cell.column_letter] = cell.value
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    cell.value = _computed(sheet, cell.value)
    book.save(path)
    return written


def _rules(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[tuple[int, int], list[DataValidation]]:
    """The rules of each cell that has some, by its row and column."""
    found = defaultdict(list)
    for rule in sheet.data_validations.dataValidation:
        for cell in (cell for part in rule.sqref.ranges for cell in part.cells):
            found[cell].append(rule)
    return found


def _remark(sheet: openpyxl.worksheet.worksheet.Worksheet, cell: openpyxl.cell.Cell) -> str | None:
    """What people write beside and below the figures: remarks, the place and day, their names."""
    if sheet.cell(cell.row, 1).value:
        return "đã rà soát" if cell.row % 3 == 0 else None
    return "Mẫu Trung, ngày 05 tháng 01 năm 2027" if "ngày" in str(cell.value) else "Nguyễn Văn Mẫu"


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


def codes(path: Path) -> list[str]:
    """The codes in the hidden column of a file."""
    with zipfile.ZipFile(path) as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode("utf-8")
    (column,) = re.findall(r'<col min="1" [^>]*>', first)
    assert 'max="1"' in column
    assert 'hidden="1"' in column
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [str(row[0]) for row in rows if re.fullmatch(r"\d{5}", str(row[0]))]


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
        if expected == "KX":
            assert row["status"] == "not_applicable"
        else:
            assert row["value"] == ticks.get(expected, expected), row


def test_last_period_stands_beside_each_cell(read_form: Callable[..., Workbook], built_once: Project) -> None:
    sheet = read_form("2026")["Dân cư"]
    head = next(row for row in range(1, 15) if sheet.cell(row, 1).value == "Mã xã")
    panel = load_panel("demo", project=built_once)
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


def test_one_workbook_for_each_commune_has_all_communes_once(each: tuple[Project, Form]) -> None:
    project, form = each
    assert len(form.paths) == 60
    listed = [code for path in form.paths for code in codes(path)]
    assert listed == load_panel("demo", project=project).units.index.tolist()


def test_a_map_with_districts_groups_communes_below_them(built: Project) -> None:
    form = write_form("demo", "2024-6T", form="demo_2023", project=built)
    (path,) = form.paths
    sheet = openpyxl.load_workbook(path).worksheets[0]
    headings = [row[2] for row in sheet.iter_rows(values_only=True) if row[1] in ("I", "II", "III")]
    assert len(headings) == 3
    assert len(codes(path)) == 143


def test_a_province_that_sent_nothing_is_asked_for_a_form(made_demo: Project, tmp_path: Path) -> None:
    project = bare_project(tmp_path / "p")
    with pytest.raises(UsageError, match="--form"):
        write_form("demo", "2026", project=project)


def _column_of(sheet: openpyxl.worksheet.worksheet.Worksheet, title: str) -> int:
    return next(cell.column for row in sheet.iter_rows(1, 10) for cell in row if title in str(cell.value))


def test_who_is_not_considered_is_said_so_beforehand(
    read_form: Callable[..., Workbook], built_once: Project
) -> None:
    sheet = read_form("2026")["Phong trào"]
    column = _column_of(sheet, "19.2")
    types = load_panel("demo", project=built_once).units["type"]
    cells = {
        str(row[0].value): (row[column - 1].value, row[column].value)
        for row in sheet.iter_rows()
        if str(row[0].value) in types.index
    }
    wards = types.index[types.eq("Phường")]
    assert len(wards) == 3
    assert {cells[code] for code in wards} == {("KX", "KX")}
    assert {now for code, (now, _) in cells.items() if code not in wards} == {None}
    # Where nothing was received before, the type alone says it.
    sheet = read_form("2024", form="demo_2025", map_date="2025-07-01")["Phong trào"]
    told = {str(row[0].value): row[column - 1].value for row in sheet.iter_rows()}
    assert {told[code] for code in wards} == {"KX"}


def test_a_unit_that_was_not_considered_is_no_year_that_begins(read_form: Callable[..., Workbook]) -> None:
    sheet = read_form("2026")["Mô hình"]
    column = _column_of(sheet, "Năm bắt đầu")
    shown = [(row[column - 1].value, row[column].value) for row in sheet.iter_rows() if row[0].value]
    assert (None, "KX") in shown
    assert {now for now, before in shown if before == "KX"} == {None}


def test_sums_of_the_period_before_stand_filled_for_every_district(
    read_form: Callable[..., Workbook],
) -> None:
    book = read_form("2025", form="demo_2023", map_date="2024-12-31", data_only=True)
    checked = 0
    for sheet in book.worksheets[:-1]:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        heads = [at for at, row in enumerate(rows) if re.fullmatch("[IVX]+", str(row[1]))]
        for place in range(4, len(rows[heads[0]]) - 1, 2):
            for at, end in zip(heads, [*heads[1:], len(rows)], strict=True):
                below = [row[place] for row in rows[at + 1 : end] if re.fullmatch(r"\d{5}", str(row[0]))]
                if rows[at][place] is not None and not {"x", "-"} & {*below}:
                    assert rows[at][place] == pytest.approx(sum(value for value in below if value != "KX"))
                    checked += 1
    assert checked > 50


@pytest.mark.parametrize(
    ("reads", "adds_up", "before", "total"),
    [
        ("count", True, {"1": 3.0, "2": 4.0, "9": 5.0}, 7.0),
        ("count", True, {"1": 3.0, "2": "KX"}, 3.0),
        ("count", True, {"1": 3.0, "2": "hơn 500"}, None),
        ("count", True, {"9": 5.0}, None),
        ("count", False, {"1": 3.0}, None),
        ("tick", True, {"1": "x", "2": "-", "3": "x", "9": "x"}, 2.0),
    ],
)
def test_what_the_period_before_sums_to(
    reads: str, adds_up: bool, before: dict[str, str | float], total: float | None
) -> None:
    assert Field("A", reads, (), adds_up, before).total_before(["1", "2", "3"]) == total


@pytest.mark.parametrize("named", [{}, {"form": "demo_2020"}], ids=["the last", "an older one"])
def test_it_prints_one_page_wide_with_its_head_on_every_page(
    read_form: Callable[..., Workbook], named: dict[str, str]
) -> None:
    for sheet in read_form("2026", **named).worksheets[:-1]:
        setup = sheet.page_setup
        # Without a word of its own the file format means one page wide.
        assert (setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert str(setup.paperSize) in ("8", "9")
        assert sheet.print_title_rows.startswith("$7:$")
        texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
        for wanted in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "NGƯỜI LẬP BIỂU",
            "THỦ TRƯỞNG ĐƠN VỊ",
            "Ghi chú",
        ):
            assert wanted in texts


def test_the_form_of_one_commune_names_it_and_reads_back(each: tuple[Project, Form], tmp_path: Path) -> None:
    made, form = each
    built = find_project(shutil.copytree(made.root, tmp_path / "dự án"))
    path = built.root / form.paths[7].relative_to(made.root)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    names = load_panel("demo", project=built).units["name"]
    assert sheet.cell(1, 2).value == f"Nơi báo cáo: {names.iloc[7]}, Tỉnh Mẫu"
    assert fill(path)
    added = add_file(path, "demo", "2026", form=form.layout, map_date="2026-12-31", project=built)
    assert [finding.rule for finding in added.findings] == []
    own = [finding for finding in build_panel("demo", built).findings if finding.file == path.name]
    assert own == []
