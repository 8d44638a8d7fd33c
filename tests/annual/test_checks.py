"""From findings to a workbook that people fill in, and back: what they decide is what counts from then on."""

import csv
import json
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from antq_analysis.annual.checks import FINDING_TABLE, FINDINGS, QUESTIONS, SET_ASIDE, write_checks
from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import written_in
from antq_analysis.panel.build import Built, build_panel
from antq_analysis.project import Project, find_project
from antq_analysis.sources.deciding.answers import take_answers
from antq_analysis.sources.deciding.decisions import load_decisions
from antq_analysis.sources.deciding.question_book import KEY
from antq_analysis.sources.receiving.adding import add_file
from tests.given import part_of

BOOK = "bieu_chuyen_de_2025.xlsx"
PEOPLE, ORDER = "Dân cư", "An ninh, trật tự"
WRONG_NAME = "Xã Không Ai Biết"
REASON = "Đã hỏi đơn vị qua điện thoại"


class Checked(NamedTuple):
    """A project that was checked: what was built, and the folder of its findings and questions."""

    project: Project
    built: Built
    folder: Path


@pytest.fixture(scope="module")
def spoilt_once(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    tmp_path = tmp_path_factory.mktemp("spoilt")
    project = part_of(made_demo, tmp_path / "dự án")
    path = Path(shutil.copy(made_demo.raw / "demo/2025" / BOOK, tmp_path / "bieu.xlsx"))
    book = openpyxl.load_workbook(path)
    book[PEOPLE]["B10"] = WRONG_NAME
    book[PEOPLE]["D11"] = 19.772
    book[ORDER]["E12"] = "5 vụ/9 đối tượng"
    for sheet in book:
        row = next(row for row in range(9, 40) if sheet.cell(row, 2).value == "Phường Ngụ Điền")
        sheet.delete_rows(row)
    book.save(path)
    add_file(
        path, "demo", "2025", form="demo_2025", map_date="2025-12-31", sender="Phòng [A]/B", project=project
    )
    return project


@pytest.fixture(scope="module")
def checked_once(spoilt_once: Project, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    project = find_project(shutil.copytree(spoilt_once.root, tmp_path_factory.mktemp("checked") / "dự án"))
    return Checked(project, *check(project))


@pytest.fixture
def spoilt(spoilt_once: Project, tmp_path: Path) -> Project:
    """A year whose file holds a name nobody knows, a lost thousand, two facts in a cell, and lacks a commune."""
    return find_project(shutil.copytree(spoilt_once.root, tmp_path / "dự án"))


@pytest.fixture
def checked(checked_once: Checked, tmp_path: Path) -> Checked:
    """The same after its first check."""
    made, built, folder = checked_once
    project = find_project(shutil.copytree(made.root, tmp_path / "dự án"))
    return Checked(project, built, project.root / folder.relative_to(made.root))


def check(project: Project) -> tuple[Built, Path]:
    built = build_panel("demo", project)
    return built, project.root / write_checks(built, "demo", "", "vi", project).folder


def asked(book: Workbook) -> dict[tuple[str, str], int]:
    """Sheet and cell (or unit) of each question, with its row."""
    sheet = book.worksheets[1]
    head = heads(book)
    found = {}
    for row in range(4, sheet.max_row + 1):
        place, cell, unit = (sheet.cell(row, head[name]).value for name in ("Trang tính", "Ô", "Xã"))
        found[str(place or ""), str(cell or unit)] = row
    return found


def heads(book: Workbook) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in book.worksheets[1][3] if cell.value}


def fill(book: Workbook, row: int, choice: str, value: object = None, **more: object) -> None:
    sheet, head = book.worksheets[1], heads(book)
    told = {"QUYẾT ĐỊNH": choice, "Giá trị": value, "Lý do": REASON, "Ngày": "05/01/2026"} | more
    for name, text in told.items():
        sheet.cell(row, head[name]).value = text  # type: ignore[assignment]


def choices(book: Workbook, row: int) -> list[str]:
    """What the drop-down of a row offers: the hidden cells right of its key."""
    sheet, head = book.worksheets[1], heads(book)
    (own,) = sheet.data_validations.dataValidation
    assert sheet.cell(row, head["QUYẾT ĐỊNH"]).coordinate in own.sqref
    assert own.formula1.startswith("OFFSET($P4,")
    assert sheet.cell(4, head[KEY] + 1).coordinate == "P4"
    return [str(cell.value) for cell in sheet[row][head[KEY] :] if cell.value]


def value(built: Built, indicator: str, unit: str) -> tuple[float, str, str]:
    rows = built.observations
    row = rows[(rows["indicator"] == indicator) & (rows["unit_code"] == unit)].iloc[0]
    return row["value"], row["status"], row["rule"]


def code_of(project: Project, name: str) -> str:
    with (project.places / "demo/2025-07-01/units.csv").open(encoding="utf-8-sig") as stream:
        return next(row["unit_code"] for row in csv.DictReader(stream) if row["name"] == name)


def test_an_answer_that_is_cleared_is_said_to_stay_in_force(checked: Checked) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    row = asked(book)[PEOPLE, "D11"]
    fill(book, row, "Lấy 19772")
    book.save(folder / QUESTIONS)
    assert take_answers("demo", folder / QUESTIONS, spoilt).remarks == ()
    fill(book, row, "", **{"Lý do": None, "Ngày": None})
    book.save(folder / QUESTIONS)
    taken = take_answers("demo", folder / QUESTIONS, spoilt)
    (remark,) = taken.remarks
    said = written_in(remark, "vi")
    assert "19772" in said
    assert "data/decisions/demo/cells.csv" in said
    assert taken.new == taken.known == 0


def test_what_people_decide_is_what_counts_from_then_on(checked: Checked, made_demo: Project) -> None:
    spoilt, built, folder = checked
    units = {name: code_of(made_demo, name) for name in ("Phường Mẫu Khánh", "Phường Mẫu Tân")}
    (gap,) = {code_of(made_demo, "Phường Ngụ Điền")}
    book = openpyxl.load_workbook(folder / QUESTIONS)
    rows = asked(book)
    assert (PEOPLE, "B10") in rows
    assert choices(book, rows[PEOPLE, "D11"])[0] == "Lấy 19772"
    assert "Không phải đơn vị" in choices(book, rows[PEOPLE, "B10"])
    fill(book, rows[PEOPLE, "B10"], "Đơn vị khác (ghi mã ở cột Giá trị)", units["Phường Mẫu Khánh"])
    fill(book, rows[PEOPLE, "D11"], "Lấy 19772")
    fill(book, rows[ORDER, "E12"], "Số khác (ghi ở cột Giá trị)", "5")
    fill(book, rows["", "Phường Ngụ Điền"], "Chưa báo cáo")
    book.save(folder / QUESTIONS)
    taken = take_answers("demo", folder / QUESTIONS, spoilt)
    assert (taken.new, taken.known, taken.remarks) == (4, 0, ())
    decisions = load_decisions("demo", spoilt)
    assert decisions.cells["value"].tolist() == ["19772", "5"]
    assert decisions.gaps[["period", "unit_code", "answer"]].to_numpy().tolist() == [
        ["2025", gap, "not_reported"]
    ]
    assert units["Phường Mẫu Khánh"] in decisions.aliases["unit_code"].tolist()
    assert set(decisions.cells["decided_on"]) == {"2026-01-05"}

    after, folder = check(spoilt)
    assert value(after, "population", units["Phường Mẫu Khánh"]) == (14215, "reported", "")
    assert value(after, "population", units["Phường Mẫu Tân"]) == (19772, "reported", "decided")
    assert value(after, "incidents_total", units["Phường Mẫu Tân"]) == (5, "reported", "decided")
    before_rules, rules = ({finding.rule for finding in one.findings} for one in (built, after))
    assert {"unit_unmatched", "thousands_lost", "two_facts", "no_row"} <= before_rules
    assert not {"unit_unmatched", "thousands_lost", "two_facts", "no_row", "decision_outdated"} & rules
    assert {"decision_applied", "no_row_known"} <= rules
    assert (after.account["cells_refused"].sum(), built.account["cells_refused"].sum() > 0) == (0, True)
    assert len(openpyxl.load_workbook(folder / QUESTIONS).sheetnames) == 1


def test_taking_a_workbook_twice_adds_nothing(checked: Checked) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    fill(book, asked(book)[PEOPLE, "D11"], "Lấy 19772")
    book.save(folder / QUESTIONS)
    take_answers("demo", folder / QUESTIONS, spoilt)
    before = (spoilt.decisions / "demo/cells.csv").read_bytes()
    again = take_answers("demo", folder / QUESTIONS, spoilt)
    assert (again.new, again.known) == (0, 1)
    assert (spoilt.decisions / "demo/cells.csv").read_bytes() == before


def test_rows_may_be_moved_and_deleted_for_the_key_rules(checked: Checked) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    sheet, rows, head = book.worksheets[1], asked(book), heads(book)
    fill(book, rows[ORDER, "E12"], "Không có số liệu", Ô="Z99")
    lines = [[cell.value for cell in sheet[row]] for row in range(4, sheet.max_row + 1)]
    sheet.delete_rows(4, len(lines))
    kept = [line for line in reversed(lines) if line[head["Trang tính"] - 1] != PEOPLE]
    for i, line in enumerate(kept):
        for column, text in enumerate(line, 1):
            sheet.cell(10 + i, column).value = text
    book.save(folder / QUESTIONS)
    taken = take_answers("demo", folder / QUESTIONS, spoilt)
    assert taken.new == 1
    assert len(taken.remarks) == 1
    assert "Z99" in taken.remarks[0]
    assert "E12" in taken.remarks[0]
    (row,) = load_decisions("demo", spoilt).cells.to_dict("records")
    assert (row["cell"], row["value"], row["written"]) == ("E12", "not_available", "5 vụ/9 đối tượng")


def test_every_wrong_row_is_listed_and_nothing_is_written(checked: Checked) -> None:
    spoilt, _, folder = checked
    before = {path.name: path.read_bytes() for path in (spoilt.decisions / "demo").glob("*")}
    book = openpyxl.load_workbook(folder / QUESTIONS)
    rows = asked(book)
    fill(book, rows[PEOPLE, "D11"], "Có lẽ")
    fill(book, rows[PEOPLE, "B10"], "Đơn vị khác (ghi mã ở cột Giá trị)", "1")
    fill(book, rows[ORDER, "E12"], "Số khác (ghi ở cột Giá trị)", "năm", **{"Lý do": None})
    fill(book, rows["", "Phường Ngụ Điền"], "Chưa báo cáo", Ngày="hôm qua")
    book.save(folder / QUESTIONS)
    with pytest.raises(InputError) as caught:
        take_answers("demo", folder / QUESTIONS, spoilt)
    text = "\n".join(caught.value.cases)
    assert len(caught.value.cases) == 4
    for words in ("“Có lẽ”", "“1” không phải mã", "thiếu Lý do", "“hôm qua”"):
        assert words in text
    assert {path.name: path.read_bytes() for path in (spoilt.decisions / "demo").glob("*")} == before


@pytest.mark.parametrize("written", ["-", 19.7721, "khoảng 5", "5/9", -3, "12,5"])
def test_a_count_is_a_whole_number_or_is_refused(checked: Checked, written: object) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    fill(book, asked(book)[ORDER, "E12"], "Số khác (ghi ở cột Giá trị)", written)
    book.save(folder / QUESTIONS)
    with pytest.raises(InputError):
        take_answers("demo", folder / QUESTIONS, spoilt)


def test_a_second_check_keeps_what_was_filled_in(checked: Checked) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    fill(book, asked(book)[PEOPLE, "D11"], "Lấy 19772")
    book.save(folder / QUESTIONS)
    check(spoilt)
    book = openpyxl.load_workbook(folder / QUESTIONS)
    row, head = asked(book)[PEOPLE, "D11"], heads(book)
    assert book.worksheets[1].cell(row, head["QUYẾT ĐỊNH"]).value == "Lấy 19772"
    assert book.worksheets[1].cell(row, head["Lý do"]).value == REASON
    assert take_answers("demo", folder / QUESTIONS, spoilt).new == 1


def test_a_broken_workbook_is_set_aside_and_never_lost(checked: Checked) -> None:
    spoilt, _, folder = checked
    (folder / QUESTIONS).write_bytes(b"?")
    check(spoilt)
    assert (folder / SET_ASIDE).read_bytes() == b"?"
    assert zipfile.is_zipfile(folder / QUESTIONS)


def test_the_workbook_is_made_for_a_person(checked: Checked) -> None:
    _, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    assert book.sheetnames[:2] == ["Hướng dẫn", "Phòng A B"]
    sheet, head = book.worksheets[1], heads(book)
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref.startswith("A3:")
    assert sheet.cell(3, head[KEY]).coordinate == "O3"
    assert sheet.column_dimensions["O"].hidden
    assert (sheet.column_dimensions["O"].max or 0) >= 16
    assert sheet.cell(4, head["Giá trị"]).number_format == "@"
    guide = "\n".join(str(row[0].value) for row in book.worksheets[0].iter_rows() if row[0].value)
    assert "QUYẾT ĐỊNH" in guide
    assert "antq decide demo" in guide
    assert "DECISION" in guide


def test_findings_lead_to_their_cells(checked: Checked) -> None:
    spoilt, built, folder = checked
    text = (folder / FINDINGS).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(text.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(table) == len(built.findings) + 1
    sheet = openpyxl.load_workbook(folder / FINDING_TABLE).worksheets[0]
    assert sheet.max_row == len(table)
    grades = [str(sheet.cell(row, 1).value) for row in range(2, sheet.max_row + 1)]
    assert grades == sorted(grades, key=["Lỗi", "Cảnh báo", "Ghi nhận"].index)
    (row,) = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 10).value == "thousands_lost"]
    link = sheet.cell(row, 5).hyperlink
    assert link is not None
    assert link.target is not None
    kept = folder / link.target.replace("\\", "/").replace("%20", " ")
    assert kept.resolve() == (spoilt.raw / "demo/2025/bieu.xlsx").resolve()
    assert link.location == f"'{PEOPLE}'!D11"


def test_no_formula_from_outside_runs(spoilt: Project, tmp_path: Path) -> None:
    path = spoilt.raw / "demo/2025/bieu.xlsx"
    copy = Path(shutil.copy(path, tmp_path / "bieu_2.xlsx"))
    book = openpyxl.load_workbook(copy)
    book[PEOPLE]["B12"].value = "=HYPERLINK(1)"
    book[PEOPLE]["B12"].data_type = "s"
    book.save(copy)
    add_file(
        copy, "demo", "2025", form="demo_2025", map_date="2025-12-31", replaces="bieu.xlsx", project=spoilt
    )
    _, folder = check(spoilt)
    table = list(csv.reader((folder / FINDINGS).read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert any(cell == "'=HYPERLINK(1)" for row in table for cell in row)
    assert not any(cell.startswith("=") for row in table for cell in row)
    for name in (FINDING_TABLE, QUESTIONS):
        for sheet in openpyxl.load_workbook(folder / name):
            assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_files_that_differ_are_settled_without_naming_a_file(spoilt: Project, tmp_path: Path) -> None:
    copy = Path(shutil.copy(spoilt.raw / "demo/2025/bieu.xlsx", tmp_path / "bieu_b.xlsx"))
    book = openpyxl.load_workbook(copy)
    for name in set(book.sheetnames) - {ORDER}:
        del book[name]
    right = book[ORDER]["E13"].value
    book[ORDER]["E13"] = right + 5
    book.save(copy)
    add_file(copy, "demo", "2025", form="demo_2025", map_date="2025-12-31", project=spoilt)
    before, folder = check(spoilt)
    (clash,) = [finding for finding in before.findings if finding.rule == "figures_conflict"]
    unit = str(clash.values["unit"])
    book = openpyxl.load_workbook(folder / QUESTIONS)
    sheet, head = book.worksheets[1], heads(book)
    (row,) = [
        row
        for row in range(4, sheet.max_row + 1)
        if sheet.cell(row, head["Đang ghi"]).value == clash.written and not sheet.cell(row, head["Ô"]).value
    ]
    assert choices(book, row)[:2] == [f"Lấy {right}", f"Lấy {right + 5}"]
    fill(book, row, f"Lấy {right + 5}")
    book.save(folder / QUESTIONS)
    assert take_answers("demo", folder / QUESTIONS, spoilt).new == 1
    after, _ = check(spoilt)
    assert value(before, "incidents_total", unit)[1] == "conflict"
    assert value(after, "incidents_total", unit) == (right + 5, "reported", "decided")
    assert not {"figures_conflict", "decision_outdated", "decision_unused"} & {f.rule for f in after.findings}
    path = spoilt.decisions / "demo/cells.csv"
    path.write_text(path.read_text("utf-8-sig").replace(f"{clash.written}", f"{right} / 0"), encoding="utf-8")
    outdated, _ = check(spoilt)
    assert value(outdated, "incidents_total", unit)[1] == "conflict"
    assert {"figures_conflict", "decision_outdated"} <= {f.rule for f in outdated.findings}


def test_a_commune_that_reported_after_all_makes_its_decision_superfluous(spoilt: Project) -> None:
    unit = code_of(spoilt, "Phường Mẫu Tân")
    text = f"period;unit_code;answer;reason;decided_on;decided_by\n2025;{unit};not_reported;x;2026-01-05;\n"
    (spoilt.decisions / "demo/gaps.csv").write_text(text, encoding="utf-8")
    built, _ = check(spoilt)
    (told,) = [finding for finding in built.findings if finding.rule == "decision_unused"]
    assert (told.severity, told.values["place"], told.values["line"]) == ("warning", unit, "2")


CANARY = "Chim Hoàng Yến"


def test_no_text_of_persons_reaches_a_file(spoilt: Project, tmp_path: Path) -> None:
    copy = Path(shutil.copy(spoilt.raw / "demo/2025/bieu.xlsx", tmp_path / "bieu_3.xlsx"))
    book = openpyxl.load_workbook(copy)
    people = book.create_sheet("Danh sách")
    people.append(["STT", "Họ và tên", "Ngày sinh", "Số CCCD"])
    people.append([1, CANARY, "01/02/1980", "001080123456"])
    book.save(copy)
    try:
        add_file(
            copy,
            "demo",
            "2025",
            form="demo_2025",
            map_date="2025-12-31",
            replaces="bieu.xlsx",
            project=spoilt,
        )
    except InputError as error:
        (tmp_path / "dự án/told.txt").write_text(error.text(), encoding="utf-8")
    check(spoilt)
    for path in spoilt.root.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    assert not any(CANARY.encode() in parts.read(name) for name in parts.namelist())


def test_where_all_is_well_nothing_is_asked(made_demo: Project, tmp_path: Path) -> None:
    built, folder = check(part_of(made_demo, tmp_path / "dự án", "2025"))
    assert len(built.without_row) == 0
    assert openpyxl.load_workbook(folder / QUESTIONS).sheetnames == ["Hướng dẫn"]


def test_a_fraction_is_never_written_like_the_number_that_is_proposed(checked: Checked) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    sheet, row, head = book.worksheets[1], asked(book)[PEOPLE, "D11"], heads(book)
    shown = {name: str(sheet.cell(row, head[name]).value) for name in ("Đang ghi", "Vì sao hỏi", "Đề nghị")}
    assert shown["Đang ghi"] == "19,772 (số thập phân)"
    assert "19,772 (số thập phân) là số lẻ" in shown["Vì sao hỏi"]
    assert shown["Đề nghị"] == "Lấy 19772"
    assert "19.772" not in "".join(shown.values())
    fill(book, row, "Lấy 19772")
    book.save(folder / QUESTIONS)
    assert take_answers("demo", folder / QUESTIONS, spoilt).remarks == ()
    (written,) = load_decisions("demo", spoilt).cells["written"]
    assert written == "19.772"
    built, folder = check(spoilt)
    (told,) = [finding for finding in built.findings if finding.rule == "decision_applied"]
    assert "“19,772 (số thập phân)” được thay bằng 19772" in told.text()
    assert "'19.772 (a decimal fraction)' was replaced by 19772" in told.text("en")
    assert "19.772" not in told.text()
    table = csv.DictReader((folder / FINDINGS).read_text("utf-8-sig").splitlines(), delimiter=";")
    (line,) = [line for line in table if "decision_applied" in line.values()]
    assert "19,772 (số thập phân)" in line.values()


def test_a_name_that_is_asked_for_stands_in_the_column_of_communes(checked: Checked) -> None:
    _, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    sheet, row, head = book.worksheets[1], asked(book)[PEOPLE, "B10"], heads(book)
    assert sheet.cell(row, head["Xã"]).value == WRONG_NAME


def replaced(project: Project, tmp_path: Path, *changes: tuple[str, str, str]) -> None:
    path = Path(shutil.copy(project.raw / "demo/2025/bieu.xlsx", tmp_path / "bieu_thay.xlsx"))
    book = openpyxl.load_workbook(path)
    for sheet, cell, text in changes:
        book[sheet][cell] = text
    book.save(path)
    told = {"form": "demo_2025", "map_date": "2025-12-31", "sender": "Phòng B", "replaces": "bieu.xlsx"}
    add_file(path, "demo", "2025", project=project, **told)  # type: ignore[arg-type]


def test_a_commune_whose_row_may_be_misspelt_is_not_asked_for_as_well(
    spoilt: Project, tmp_path: Path
) -> None:
    # One row of the commune is misspelt in every sheet; each of the other sheets lacks it.
    book = openpyxl.load_workbook(spoilt.raw / "demo/2025/bieu.xlsx")
    name = str(book[PEOPLE]["B11"].value)
    misspelt = name[:-1] + name[-1] * 3
    rows = [
        (sheet.title, cell.coordinate, misspelt)
        for sheet in book
        for cell in sheet["B"]
        if cell.value == name
    ]
    replaced(spoilt, tmp_path, *rows)
    built, folder = check(spoilt)
    lacking = set(built.without_row["unit_code"])
    assert code_of(spoilt, name) in lacking
    book = openpyxl.load_workbook(folder / QUESTIONS)
    found = asked(book)
    assert (PEOPLE, "B11") in found
    assert any(name in choice for choice in choices(book, found[PEOPLE, "B11"]))
    assert ("", name) not in found
    assert ("", "Phường Ngụ Điền") in found
    for place in found:
        if place != ("", "Phường Ngụ Điền") and place[1].startswith("B"):
            fill(book, found[place], "Không phải đơn vị")
    book.save(folder / QUESTIONS)
    take_answers("demo", folder / QUESTIONS, spoilt)
    _, folder = check(spoilt)
    assert ("", name) in asked(openpyxl.load_workbook(folder / QUESTIONS))


def decided_once(project: Project) -> None:
    _, folder = check(project)
    book = openpyxl.load_workbook(folder / QUESTIONS)
    rows = asked(book)
    fill(book, rows[PEOPLE, "D11"], "Số khác (ghi ở cột Giá trị)", "19773")
    fill(book, rows[ORDER, "E12"], "Không có số liệu")
    book.save(folder / QUESTIONS)
    take_answers("demo", folder / QUESTIONS, project)


def test_an_answer_about_a_replaced_file_is_offered_again_and_not_applied(
    spoilt: Project, tmp_path: Path, made_demo: Project
) -> None:
    decided_once(spoilt)
    replaced(spoilt, tmp_path, (ORDER, "E12", "6 vụ/9 đối tượng"))
    built, folder = check(spoilt)
    unit = code_of(made_demo, "Phường Mẫu Tân")
    assert value(built, "population", unit)[1] == "unparsed"
    rules = {str(f.values["line"]): f.rule for f in built.findings if f.rule.startswith("decision_")}
    assert rules == {"2": "decision_offered", "3": "decision_unused"}
    book = openpyxl.load_workbook(folder / QUESTIONS)
    sheet, rows, head = book.worksheets[1], asked(book), heads(book)
    row = rows[PEOPLE, "D11"]
    assert sheet.cell(row, head["Đề nghị"]).value == "Lấy 19773"
    assert choices(book, row)[:2] == ["Lấy 19773", "Lấy 19772"]
    why = str(sheet.cell(row, head["Vì sao hỏi"]).value)
    assert "Ngày 05/01/2026 đã trả lời “Lấy 19773”" in why
    assert REASON in why
    assert not sheet.cell(row, head["QUYẾT ĐỊNH"]).value
    # The other cell reads otherwise now: nothing is offered.
    other = rows[ORDER, "E12"]
    assert not sheet.cell(other, head["Đề nghị"]).value
    fill(book, row, "Lấy 19773")
    book.save(folder / QUESTIONS)
    assert take_answers("demo", folder / QUESTIONS, spoilt).new == 1
    after, _ = check(spoilt)
    assert value(after, "population", unit) == (19773, "reported", "decided")
    assert "decision_offered" not in {finding.rule for finding in after.findings}


def test_answers_of_two_people_that_differ_are_listed_and_nothing_is_written(checked: Checked) -> None:
    spoilt, _, folder = checked
    for name, choice in (("a.xlsx", "Lấy 19772"), ("b.xlsx", "Không có số liệu")):
        book = openpyxl.load_workbook(folder / QUESTIONS)
        fill(book, asked(book)[PEOPLE, "D11"], choice)
        if name == "b.xlsx":
            fill(book, asked(book)[ORDER, "E12"], "Không có số liệu")
        book.save(folder / name)
    take_answers("demo", folder / "a.xlsx", spoilt)
    before = (spoilt.decisions / "demo/cells.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        take_answers("demo", folder / "b.xlsx", spoilt)
    (case,) = caught.value.cases
    assert "“19772”" in case
    assert "data/decisions" in case
    assert (spoilt.decisions / "demo/cells.csv").read_bytes() == before


@pytest.mark.parametrize(("second", "known"), [("Lấy 19772", 1), ("Không có số liệu", None)])
def test_a_row_that_is_answered_twice_counts_once_or_is_refused(
    checked: Checked, second: str, known: int | None
) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    sheet, row = book.worksheets[1], asked(book)[PEOPLE, "D11"]
    last = sheet.max_row + 1
    fill(book, row, "Lấy 19772")
    for column, cell in enumerate(sheet[row], 1):
        sheet.cell(last, column).value = cell.value
    fill(book, last, second)
    book.save(folder / QUESTIONS)
    if known is not None:
        taken = take_answers("demo", folder / QUESTIONS, spoilt)
        assert (taken.new, taken.known) == (1, known)
        return
    with pytest.raises(InputError) as caught:
        take_answers("demo", folder / QUESTIONS, spoilt)
    (case,) = caught.value.cases
    assert f"dòng {row} đã trả lời cùng câu hỏi" in case
    assert f"dòng {last}:" in case
    assert not (spoilt.decisions / "demo/cells.csv").exists()


def test_answers_without_their_hidden_column_are_told_and_kept(checked: Checked) -> None:
    spoilt, _, folder = checked
    book = openpyxl.load_workbook(folder / QUESTIONS)
    fill(book, asked(book)[PEOPLE, "D11"], "Lấy 19772")
    book.worksheets[1].delete_cols(heads(book)[KEY])
    book.save(folder / QUESTIONS)
    kept = (folder / QUESTIONS).read_bytes()
    with pytest.raises(InputError) as caught:
        take_answers("demo", folder / QUESTIONS, spoilt)
    (case,) = caught.value.cases
    assert f"cột ẩn {KEY} đã bị xóa" in case
    check(spoilt)
    assert (folder / SET_ASIDE).read_bytes() == kept


@pytest.fixture(scope="module")
def remarked_once(made_demo: Project, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """A year with a commune whose remark says that its figures are of nine months; its area has decimals."""
    tmp_path = tmp_path_factory.mktemp("remarked")
    project = part_of(made_demo, tmp_path / "dự án")
    path = Path(shutil.copy(made_demo.raw / "demo/2025" / BOOK, tmp_path / "bieu.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book[PEOPLE]
    (remarks,) = (
        cell.column for row in sheet.iter_rows(max_row=9) for cell in row if cell.value == "Ghi chú"
    )
    sheet.cell(12, remarks).value = "Số liệu 9 tháng"
    sheet["C12"] = 21.15
    book.save(path)
    add_file(path, "demo", "2025", form="demo_2025", map_date="2025-12-31", project=project)
    return Checked(project, *check(project))


@pytest.mark.parametrize(
    ("choice", "typed", "area", "people"),
    [
        (0, None, 21.15, 0),
        (1, None, None, None),
        (2, "21,16; {people}; 1000", 21.16, 0),
        (None, "21,16; {more}; 1000", 21.16, 5),
    ],
)
def test_the_figures_of_a_remarked_row_are_decided_at_once(
    remarked_once: Checked,
    tmp_path: Path,
    choice: int | None,
    typed: str | None,
    area: float | None,
    people: int | None,
) -> None:
    made, built, folder = remarked_once
    (error,) = (item for item in built.findings if item.severity == "error")
    assert (error.rule, error.cell) == ("remark_says_otherwise", "C12, D12, E12")
    project = find_project(shutil.copytree(made.root, tmp_path / "dự án"))
    folder = project.root / folder.relative_to(made.root)
    book = openpyxl.load_workbook(folder / QUESTIONS)
    rows = asked(book)
    (row,) = (row for (_, cell), row in rows.items() if "12" in cell)
    printed = str(book.worksheets[1].cell(row, heads(book)["Đang ghi"]).value).split("; ")
    assert (printed[0], len(printed)) == ("21,15", 3)
    told = typed and typed.format(people=printed[1], more=int(printed[1]) + 5)
    fill(book, row, "" if choice is None else choices(book, row)[choice], told)
    book.save(folder / QUESTIONS)
    assert take_answers("demo", folder / QUESTIONS, project).new == 3
    again, _ = check(project)
    assert not [item for item in again.findings if item.severity == "error"]
    unit = load_decisions("demo", project).cells["unit_code"].iloc[0]
    found = {name: value(again, name, unit) for name in ("area_km2", "population")}
    if area is None or people is None:
        assert {status for _, status, _ in found.values()} == {"not_available"}
    else:
        assert found["area_km2"] == (area, "reported", "decided")
        assert found["population"] == (int(printed[1]) + people, "reported", "decided")


@pytest.mark.parametrize("typed", ["21,16", "21,16; 5", "21,16; 5; 6; 7", "21,16; 5,5; 6", "21,16; ; 6"])
def test_a_row_needs_a_clear_number_for_each_of_its_figures(
    remarked_once: Checked, tmp_path: Path, typed: str
) -> None:
    made, _, folder = remarked_once
    project = find_project(shutil.copytree(made.root, tmp_path / "dự án"))
    book = openpyxl.load_workbook(folder / QUESTIONS)
    (row,) = (row for (_, cell), row in asked(book).items() if "12" in cell)
    fill(book, row, choices(book, row)[2], typed)
    book.save(tmp_path / QUESTIONS)
    with pytest.raises(InputError):
        take_answers("demo", tmp_path / QUESTIONS, project)
    assert load_decisions("demo", project).cells.empty


@pytest.mark.parametrize("written", [21.15, "21,15"])
def test_one_figure_of_an_area_may_have_decimals(
    remarked_once: Checked, tmp_path: Path, written: object
) -> None:
    made, _, folder = remarked_once
    project = find_project(shutil.copytree(made.root, tmp_path / "dự án"))
    book = openpyxl.load_workbook(folder / QUESTIONS)
    (row,) = (row for (_, cell), row in asked(book).items() if "12" in cell)
    place = book.worksheets[1].cell(row, heads(book)[KEY])
    held = json.loads(str(place.value))
    (area, *_) = json.loads(held["key"]["figures"])
    held["key"] |= area | {"kind": "figure"}
    place.value = json.dumps(held)
    fill(book, row, choices(book, row)[2], written)
    book.save(tmp_path / QUESTIONS)
    assert take_answers("demo", tmp_path / QUESTIONS, project).new == 1
    assert load_decisions("demo", project).cells["value"].tolist() == ["21.15"]
