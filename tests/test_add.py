"""`antq add` without --form and --map: what is found by itself, what is drafted, asked and refused."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from antq_analysis import cli
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.sources.receiving.record import RECORD, read_record
from tests.cases.persons import holds
from tests.commands import Said, antq, antq_process
from tests.given import checksums, part_of

OLD_HEADER = "Số hộ"


@pytest.fixture
def fresh(made_demo: Project, tmp_path: Path) -> Project:
    """The demo's maps and settings, no files and none of its layouts."""
    project = part_of(made_demo, tmp_path / "dự án")
    for path in project.layouts.glob("demo_*.toml"):
        path.unlink()
    return project


def book(made: Project, period: str, folder: Path, header: str = "", sheet: str = "Biểu 01") -> Path:
    """Copy a workbook of the demo, with another header over its households."""
    (source,) = (made.raw / "demo" / period).glob("*.xlsx")
    path = folder / f"bieu_{period}.xlsx"
    shutil.copy(source, path)
    if header:
        opened = openpyxl.load_workbook(path)
        cell = next(cell for row in opened[sheet]["A1:M15"] for cell in row if cell.value == OLD_HEADER)
        cell.value = header
        opened.save(path)
    return path


def add(project: Project, period: str, *files: Path) -> Said:
    return antq(project.root, "add", "demo", period, *files)


def typed(
    project: Project, path: Path, words: str, monkeypatch: pytest.MonkeyPatch, period: str = "2023"
) -> tuple[object, str]:
    """Add a file as on a terminal, with what a person types."""
    monkeypatch.chdir(project.root)
    monkeypatch.setattr("antq_analysis.cli.commands.receiving._on_terminal", lambda: True)
    arguments = ["add", "demo", period, str(path)]
    result = CliRunner().invoke(cli.app, arguments, input=words, standalone_mode=False)
    assert result.exception is None, result.output
    return result.return_value, result.output


@pytest.mark.parametrize(
    ("period", "form", "on"),
    [
        ("2019", "demo_2017", "2017-01-01"),
        ("2023", "demo_2023", "2020-01-01"),
        ("2025", "demo_2025", "2025-07-01"),
    ],
)
def test_the_form_and_the_map_are_found(
    made_demo: Project, tmp_path: Path, period: str, form: str, on: str
) -> None:
    project = part_of(made_demo, tmp_path / "dự án")
    layouts = checksums(project.layouts)
    said = add(project, period, book(made_demo, period, tmp_path))
    assert said.code == 0, said.text
    (file,) = received_files("demo", project)
    assert (file.form, file.map) == (form, on)
    assert checksums(project.layouts) == layouts


def test_names_of_another_map_are_refused_with_the_map_to_give(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án")
    path = book(made_demo, "2024", tmp_path)
    said = add(project, "2025", path)
    assert said.code == 2
    assert "--map 2020-01-01" in said.err
    assert "--map 2025-07-01" in said.err
    assert not [path for path in project.raw.rglob("*") if path.is_file()]
    assert antq(project.root, "add", "demo", "2024", path, "--map", "2020-01-01").code == 0
    again = antq(project.root, "add", "demo", "2024", path)
    assert again.code == 0
    assert "đã có" in again.out
    assert "Đã giữ" not in again.out
    other = antq(project.root, "add", "demo", "2024", path, "--map", "2025-07-01")
    assert other.code == 2
    assert "source.toml" in other.err
    assert "map: đang ghi 2020-01-01, lệnh ghi 2025-07-01" in other.err


def test_a_form_is_drafted_once_and_taken_the_next_year(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    said = add(fresh, "2023", book(made_demo, "2023", tmp_path))
    assert said.code == 0, said.text
    assert "demo_2023.toml" in said.out
    assert "Khu dân cư / Tổng số" in said.out
    drafted = checksums(fresh.layouts)
    assert load_layout("demo_2023", fresh).valid_from == 2023
    assert add(fresh, "2024", book(made_demo, "2024", tmp_path)).code == 0
    assert checksums(fresh.layouts) == drafted
    assert {file.form for file in received_files("demo", fresh)} == {"demo_2023"}
    assert antq(fresh.root, "check", "demo").code == 0


def test_a_changed_header_makes_a_new_layout_beside_the_old(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    assert add(fresh, "2023", book(made_demo, "2023", tmp_path)).code == 0
    before = (fresh.layouts / "demo_2023.toml").read_bytes()
    said = add(fresh, "2024", book(made_demo, "2024", tmp_path, "Tổng số hộ"))
    assert said.code == 0, said.text
    (line,) = (line for line in said.out.splitlines() if f"{OLD_HEADER} → Tổng số hộ" in line)
    assert "demo_2023" in line
    assert f": {OLD_HEADER} → Tổng số hộ. " in line, "nothing is said of what was not added and not dropped"
    assert load_layout("demo_2024", fresh).valid_from == 2024
    assert (fresh.layouts / "demo_2023.toml").read_bytes() == before


def test_an_open_column_stays_out_and_is_asked_about(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    said = add(fresh, "2023", book(made_demo, "2023", tmp_path, "Cây xanh đã trồng"))
    assert said.code == 1, said.text
    assert "D8" in said.out
    assert "[[sheet.ignore]]" in said.out
    assert 'header = "Cây xanh đã trồng"' in said.out
    headers = [header for sheet in load_layout("demo_2023", fresh).sheet for header in sheet.headers()]
    assert "Cây xanh đã trồng" not in headers
    checked = antq(fresh.root, "check", "demo")
    assert checked.code == 1
    line = next(line for line in checked.out.splitlines() if "Cây xanh đã trồng" in line)
    assert "Cảnh báo" in line


def test_files_of_one_form_share_the_layout_with_its_open_questions(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    first = book(made_demo, "2023", tmp_path, "Chỉ số Q")
    second = tmp_path / "bieu_khac.xlsx"
    opened = openpyxl.load_workbook(first)
    opened["Biểu 01"]["A1"] = "CÔNG AN TỈNH KHÁC"
    opened.save(second)
    said = add(fresh, "2023", first, second)
    assert said.code == 1, said.text
    assert {file.form for file in received_files("demo", fresh)} == {"demo_2023"}
    assert [path.stem for path in fresh.layouts.glob("demo_*.toml")] == ["demo_2023"]
    assert said.text.count("Chỉ số Q  =>") == 1
    assert "bieu_khac.xlsx giống hệt mẫu demo_2023 đã soạn, trong đó còn 1 chỗ chưa rõ" in said.text


def test_a_header_with_several_meanings_is_chosen_by_number(
    fresh: Project, made_demo: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(made_demo, "2023", tmp_path, "Hộ khẩu sổ")
    code, output = typed(fresh, path, "98\n99\n\n\n", monkeypatch)
    assert code == 1
    assert output.count("không có trong danh sách") == 2
    (fresh.layouts / "demo_2023.toml").unlink()
    shutil.rmtree(fresh.raw)
    code, output = typed(fresh, path, "1\n\n", monkeypatch)
    assert code == 0, output
    chosen = next(
        item
        for sheet in load_layout("demo_2023", fresh).sheet
        for item in sheet.column
        if item.header == "Hộ khẩu sổ"
    )
    assert "1. " in output
    assert chosen.indicator in output.split("\n    1. ")[1].splitlines()[0]


@pytest.mark.parametrize(
    ("words", "code", "reason"), [("0\nkhông cần\n\n", 0, "không cần"), ("0\n\n\n", 1, ""), ("\n\n", 1, "")]
)
def test_a_column_is_left_aside_only_with_a_reason(
    fresh: Project,
    made_demo: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    code: int,
    reason: str,
) -> None:
    path = book(made_demo, "2023", tmp_path, "Cây xanh đã trồng")
    answered, output = typed(fresh, path, words, monkeypatch)
    assert answered == code, output
    left = {
        item.header: item.reason for sheet in load_layout("demo_2023", fresh).sheet for item in sheet.ignore
    }
    assert left.get("Cây xanh đã trồng", "") == reason


def test_what_is_not_understood_at_all_is_not_kept(fresh: Project, tmp_path: Path) -> None:
    opened = openpyxl.Workbook()
    sheet = opened.active
    assert sheet is not None
    for row in (["Tên", "Số"], ["một", 1], ["hai", 2]):
        sheet.append(row)
    opened.save(tmp_path / "a.xlsx")
    before = checksums(fresh.root)
    said = add(fresh, "2023", tmp_path / "a.xlsx")
    assert said.code == 2
    assert sheet.title in said.err
    assert checksums(fresh.root) == before


def test_each_file_stands_for_itself_and_errors_come_last(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    good = book(made_demo, "2023", tmp_path)
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(good.read_bytes()[:5000])
    secret = Path(shutil.copy(good, tmp_path / "TỐI MẬT.xlsx"))
    said = add(fresh, "2023", broken, secret, good)
    assert said.code == 2
    assert "hong.xlsx" in said.err
    assert "TỐI MẬT.xlsx" in said.err
    assert [file.name for file in received_files("demo", fresh)] == [good.name]


def test_a_form_never_takes_the_name_of_another(fresh: Project, made_demo: Project, tmp_path: Path) -> None:
    other = fresh.layouts / "demo_2023.toml"
    other.write_text("của người khác", encoding="utf-8")
    assert add(fresh, "2023", book(made_demo, "2023", tmp_path)).code == 1
    assert other.read_text(encoding="utf-8") == "của người khác"
    assert received_files("demo", fresh)[0].form == "demo_2023_2"


def test_no_layout_is_left_where_the_file_cannot_be_kept(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    fresh.raw.write_text("", encoding="utf-8")
    layouts = checksums(fresh.layouts)
    said = add(fresh, "2023", book(made_demo, "2023", tmp_path))
    assert said.code == 5
    assert checksums(fresh.layouts) == layouts


NAMES = [f"Nguyễn Canary {word}" for word in ("Một", "Hai", "Ba", "Bốn", "Năm")]


def with_persons(path: Path) -> Path:
    opened = openpyxl.load_workbook(path)
    listed = opened.create_sheet("Người có uy tín")
    for row in (
        ["TT", "Họ và tên", "Số CCCD", "Xã"],
        *([i, name, f"00109900012{i}", "Mẫu"] for i, name in enumerate(NAMES)),
    ):
        listed.append(row)
    sheet = opened["Biểu 01"]
    sheet["N8"] = "Họ và tên người phụ trách"
    for row in range(12, 40):
        sheet.cell(row, 14, f"{NAMES[row % 5]} {row}")
    opened.save(path)
    return path


@pytest.mark.parametrize("drafted", [False, True])
def test_no_command_writes_or_prints_a_person(made_demo: Project, tmp_path: Path, drafted: bool) -> None:
    project = part_of(made_demo, tmp_path / "dự án")
    for path in project.layouts.glob("demo_*.toml") if drafted else ():
        path.unlink()
    path = with_persons(book(made_demo, "2023", tmp_path))
    assert holds(path, "Canary")
    said = [add(project, "2023", path)]
    assert said[0].code == 1, said[0].text
    assert "B1:B6" in said[0].out
    assert "N8:" in said[0].out
    said.append(antq(project.root, "check", "demo"))
    assert said[1].code == 0, said[1].text
    written = [file for file in project.root.rglob("*") if file.is_file()]
    assert not [file for file in written if holds(file, "Canary") or holds(file, "0010990001")]
    assert not [item for item in said if "Canary" in item.text or "0010990001" in item.text]
    (entry,) = read_record(project.raw / "demo/2023" / RECORD)
    assert entry.sha256 != entry.received_sha256


@pytest.mark.nightly
def test_no_report_holds_a_person(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2022")
    shutil.copytree(made_demo.root / "notebooks", project.root / "notebooks")
    assert add(project, "2023", with_persons(book(made_demo, "2023", tmp_path))).code == 1
    said = antq_process(project.root, "run", "demo", "2023")
    assert said.code == 0, said.text
    assert "Canary" not in said.text
    assert (project.reports / "demo/2023").is_dir()
    assert not [file for file in project.root.rglob("*") if file.is_file() and holds(file, "Canary")]


def test_two_forms_that_read_a_file_differently_are_named(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án")
    text = (project.layouts / "demo_2023.toml").read_text(encoding="utf-8")
    other = text.replace('"demo_2023"', '"khac"').replace('"households"', '"model_households"')
    (project.layouts / "khac.toml").write_text(text.replace('"demo_2023"', '"khac"'), encoding="utf-8")
    same = book(made_demo, "2023", tmp_path)
    assert add(project, "2023", same).code == 0
    assert received_files("demo", project)[0].form == "demo_2023"
    shutil.rmtree(project.raw)
    (project.layouts / "khac.toml").write_text(other, encoding="utf-8")
    said = add(project, "2023", same)
    assert said.code == 3, said.text
    assert "demo_2023" in said.err
    assert "khac" in said.err
    assert antq(project.root, "add", "demo", "2023", same, "--form", "khac").code == 0
    later = add(project, "2024", book(made_demo, "2024", tmp_path))
    assert later.code == 0, later.text
    assert {file.form for file in received_files("demo", project)} == {"khac"}


def test_a_new_form_counts_its_years_as_the_form_before_it_and_says_so(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    assert add(fresh, "2022", book(made_demo, "2022", tmp_path)).code == 0
    (form,) = fresh.layouts.glob("demo_*.toml")
    text = form.read_text(encoding="utf-8")
    assert 'period_basis = "unknown"' in text
    form.write_text(
        text.replace('period_basis = "unknown"', 'period_basis = "tt124_commune"\nvalid_to = 2022'),
        encoding="utf-8",
    )
    said = add(fresh, "2024", book(made_demo, "2024", tmp_path))
    assert said.code == 1
    assert "16/11-15/11" in said.out
    assert load_layout("demo_2024", fresh).period_basis == "tt124_commune"


def test_an_earlier_year_is_not_told_by_a_later_form(
    fresh: Project, made_demo: Project, tmp_path: Path
) -> None:
    add(fresh, "2024", book(made_demo, "2024", tmp_path))
    form = fresh.layouts / "demo_2024.toml"
    text = form.read_text(encoding="utf-8").replace('period_basis = "unknown"', 'period_basis = "calendar"')
    form.write_text(text, encoding="utf-8")
    add(fresh, "2019", book(made_demo, "2019", tmp_path))
    assert load_layout("demo_2019", fresh).period_basis == "unknown"


def test_a_broken_layout_is_named_by_every_add(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án")
    with (project.layouts / "demo_2023.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[[[ hỏng\n")
    file = book(made_demo, "2023", tmp_path)
    drafted = add(project, "2023", file)
    assert drafted.code == 1
    assert "demo_2023.toml" in drafted.text
    again = add(project, "2023", file)
    assert "demo_2023.toml" in again.text
    other = add(project, "2025", book(made_demo, "2025", tmp_path))
    assert (other.code, received_files("demo", project)[-1].form) == (1, "demo_2025")
    assert "demo_2023.toml" in other.text
