"""The command line as a person meets it: its words, its exit codes, and nothing half written whatever happens."""

import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import openpyxl
import pytest
from shapely.geometry import box

from antq_analysis.cli import saying
from antq_analysis.cli.commands import running
from antq_analysis.findings import Finding, Severity
from antq_analysis.project import Project
from tests.commands import Said, antq, antq_process, environment
from tests.given import ROOT, checksums, left_over, part_of, report_little, report_of_before

BOOK_2025 = "bieu_chuyen_de_2025.xlsx"


@pytest.fixture
def one_year(made_demo: Project, tmp_path: Path) -> Project:
    return part_of(made_demo, tmp_path / "dự án", "2025")


@pytest.fixture
def no_years(made_demo: Project, tmp_path: Path) -> Project:
    return part_of(made_demo, tmp_path / "dự án")


@pytest.fixture
def workbook(made_demo: Project, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_demo.raw / "demo/2025" / BOOK_2025, tmp_path / "bieu_2025.xlsx"))


def add(project: Project, file: Path, *more: str) -> Said:
    return antq(
        project.root, "add", "demo", "2025", file, "--form", "demo_2025", "--map", "2025-12-31", *more
    )


# ---- arguments --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [("check",), ("run",)])
def test_a_wrong_province_is_refused_and_the_nearest_named(
    one_year: Project, command: tuple[str, ...]
) -> None:
    said = antq(one_year.root, *command, "dmeo", *(["2025"] if command == ("run",) else []))
    assert said.code == 3
    assert "“dmeo”" in said.err
    assert "“demo”" in said.err
    assert said.out == ""


def test_the_language_follows_the_option_and_the_settings(one_year: Project) -> None:
    vi, en = antq(one_year.root, "check", "dmeo"), antq(one_year.root, "check", "dmeo", "--lang", "en")
    assert "Có phải ý là" in vi.err
    assert "Did you mean" in en.err
    assert "Có phải ý là" not in en.err
    settings = one_year.data / "project.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('language = "vi"', 'language = "en"'), encoding="utf-8"
    )
    assert "Did you mean" in antq(one_year.root, "check", "dmeo").err


def test_an_unknown_language_names_the_two_there_are(one_year: Project) -> None:
    said = antq_process(one_year.root, "check", "demo", "--lang", "fr")
    assert said.code == 3
    assert "fr" in said.err
    assert "vi" in said.err


@pytest.mark.parametrize(
    "words", [("check", "demo", "--no-such-option"), ("no-such-command",), ("run", "demo"), ("add", "demo")]
)
def test_wrong_use_ends_with_3(one_year: Project, words: tuple[str, ...]) -> None:
    said = antq(one_year.root, *words)
    assert said.code == 3
    assert re.search(r"^Cách viết: (python3? start\.py )?antq ", said.err, re.MULTILINE)
    assert "--help" in said.err.splitlines()[-1]
    assert "Error" not in said.err


def test_help_tells_the_exit_codes(tmp_path: Path) -> None:
    said = antq_process(tmp_path, "--help")
    assert said.code == 0
    for command in ("add", "check", "run", "demo", "report", "places"):
        assert re.search(rf"^\s+{command}\b", said.out, re.MULTILINE), command
    for code in ("0", "1", "2", "3", "4", "5", "6", "70"):
        assert re.search(rf"\b{code}\s", said.out), code


def test_outside_a_project_it_says_how_to_find_one(tmp_path: Path) -> None:
    said = antq(tmp_path, "check", "demo", "--lang", "en")
    assert said.code == 4
    assert "data/project.toml" in said.err
    assert "ANTQ_PROJECT" in said.err


def test_the_project_may_be_named_by_a_variable(one_year: Project, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "antq_analysis.cli", "check", "demo", "--lang", "en"],
        cwd=tmp_path, env=environment(ANTQ_PROJECT=str(one_year.root)), capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Cells:" in done.stdout


def test_a_setting_with_a_slip_names_the_right_key(one_year: Project) -> None:
    settings = one_year.data / "project.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("language", "langauge"), encoding="utf-8"
    )
    said = antq(one_year.root, "check", "demo")
    assert said.code == 3
    assert "langauge" in said.err
    assert "language" in said.err
    assert "project.toml" in said.err


def test_a_year_that_nothing_was_received_for_is_wrong_use(one_year: Project) -> None:
    said = antq_process(one_year.root, "run", "demo", "2026", "--lang", "en")
    assert said.code == 3
    assert "“2026”" in said.err
    assert "2025" in said.err
    assert not one_year.reports.exists()


def test_a_province_that_sent_nothing_is_told_how_to_begin(no_years: Project) -> None:
    said = antq(no_years.root, "check", "demo", "--lang", "en")
    assert said.code == 4
    assert "antq add demo" in said.err


# ---- files as people send them -----------------------------------------------------------------------------------


def test_a_file_is_kept_and_checked(no_years: Project, workbook: Path) -> None:
    said = add(no_years, workbook, "--sender", "Phòng Xây dựng phong trào")
    assert said.code == 0, said.text
    assert "antq check demo 2025" in said.out
    kept = no_years.raw / "demo/2025" / workbook.name
    assert kept.read_bytes() == workbook.read_bytes()
    said = antq(no_years.root, "check", "demo", "2025", "--lang", "en")
    assert said.code == 0, said.text
    rows, cells = (
        [int(number.replace(",", "")) for number in re.findall(r"[\d,]+(?= [rlif+])", line)]
        for line in said.out.splitlines()
        if line.startswith(("Rows:", "Cells:"))
    )
    for received, loaded, refused, ignored in (rows, cells):
        assert received == loaded + refused + ignored
        assert refused == 0
        assert loaded > 0


def test_a_file_that_is_not_there_is_named(no_years: Project) -> None:
    said = add(no_years, Path("không có.xlsx"), "--lang", "en")
    assert said.code == 4
    assert "không có.xlsx" in said.err
    assert list(no_years.raw.glob("*")) == []


def broken_zip(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flipped_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 3
    data[middle : middle + 200] = bytes(255 - byte for byte in data[middle : middle + 200])
    path.write_bytes(data)


def only_text(path: Path) -> None:
    path.write_text("Xã,Số vụ\nXã Mẫu Trung,5\n", encoding="utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_page(path: Path) -> None:
    path.write_text("<html><body>404</body></html>", encoding="utf-8")


@pytest.mark.parametrize("spoil", [broken_zip, flipped_bytes, only_text, empty, a_page])
def test_what_is_no_workbook_is_refused_and_not_kept(
    no_years: Project, workbook: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(workbook)
    said = add(no_years, workbook, "--lang", "en")
    assert said.code in (2, 4)
    assert workbook.name in said.err
    assert re.search(r"save it as|send it again|ask for|change its ending", said.err), said.err
    assert [path for path in no_years.raw.rglob("*") if path.is_file()] == []


def test_a_folder_in_place_of_a_file_is_refused(no_years: Project, tmp_path: Path) -> None:
    (tmp_path / "thư mục.xlsx").mkdir()
    said = add(no_years, tmp_path / "thư mục.xlsx")
    assert said.code in (2, 4)
    assert "thư mục.xlsx" in said.err


def test_a_missing_column_is_named_with_its_sheet_and_the_nearest(no_years: Project, workbook: Path) -> None:
    right = "Dân số trung bình (người)"
    book = openpyxl.load_workbook(workbook)
    sheet, cell = next(
        (sheet, cell) for sheet in book for row in sheet["A1:Z15"] for cell in row if cell.value == right
    )
    cell.value = "Dân số trung bình (ng) cuối năm"
    book.save(workbook)
    assert add(no_years, workbook).code == 0
    said = antq(no_years.root, "check", "demo", "2025", "--lang", "en")
    assert said.code == 2
    line = next(line for line in said.out.splitlines() if right in line)
    assert workbook.name in line
    assert sheet.title in line
    assert "cuối năm" in said.out
    assert "demo_2025" in said.out or "layout" in said.out


def test_a_commune_nobody_knows_is_refused_with_candidates(no_years: Project, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book["An ninh, trật tự"]
    cell = next(cell for row in sheet["A8:C30"] for cell in row if str(cell.value).startswith("Xã "))
    right = str(cell.value)
    cell.value = right + "qz"
    book.save(workbook)
    assert add(no_years, workbook).code == 0
    said = antq(no_years.root, "check", "demo", "--lang", "en")
    assert said.code == 2
    line = next(line for line in said.out.splitlines() if f"'{right}qz'" in line or f"“{right}qz”" in line)
    assert cell.coordinate in line
    assert right in line.replace(f"{right}qz", "")
    assert "aliases.csv" in said.out
    refused = re.search(r"^Rows:.* (\d+) refused", said.out, re.MULTILINE)
    assert refused is not None
    assert int(refused[1]) == 1


def test_a_changed_file_stops_everything(one_year: Project) -> None:
    path = one_year.raw / "demo/2025" / BOOK_2025
    path.write_bytes(path.read_bytes() + b"\0")
    said = antq(one_year.root, "check", "demo", "--lang", "en")
    assert said.code == 2
    assert BOOK_2025 in said.err
    assert "replaces" in said.err
    assert not one_year.panel.exists()


# ---- where nothing can be written ---------------------------------------------------------------------------------


def test_no_place_to_write_is_said_and_ends_with_5(one_year: Project) -> None:
    # A file where the folder should be stops root too, whom no permission stops.
    one_year.panel.write_text("", encoding="utf-8")
    said = antq(one_year.root, "check", "demo", "--lang", "en")
    assert said.code == 5
    assert "Cannot write" in said.err
    assert "panel" in said.err
    assert one_year.panel.read_text(encoding="utf-8") == ""


def test_nothing_is_kept_where_raw_cannot_be_written(no_years: Project, workbook: Path) -> None:
    no_years.raw.write_text("", encoding="utf-8")
    said = add(no_years, workbook, "--lang", "en")
    assert said.code == 5
    assert "raw" in said.err


def small_files() -> None:
    """Let no file grow past 20 kB, as on a disk that fills up while one is written."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_fills_up_leaves_the_last_panel(one_year: Project) -> None:
    assert antq(one_year.root, "check", "demo").code == 0
    before = checksums(one_year.root)
    said = antq_process(one_year.root, "check", "demo", "--lang", "en", limit=small_files)
    assert said.code == 5
    assert "observations.parquet" in said.err
    assert checksums(one_year.root) == before
    assert not left_over(one_year.root)


def test_a_file_that_does_not_fit_is_not_kept_in_part(no_years: Project, workbook: Path) -> None:
    assert workbook.stat().st_size > 20_000
    said = add(no_years, workbook, "--lang", "en")
    assert said.code == 0
    shutil.rmtree(no_years.raw)
    words = ("add", "demo", "2025", workbook, "--form", "demo_2025", "--map", "2025-12-31", "--lang", "en")
    said = antq_process(no_years.root, *words, limit=small_files)
    assert said.code == 5
    assert workbook.name in said.err
    assert [path for path in no_years.raw.rglob("*") if path.is_file()] == []


def can_mount() -> tuple[str, ...] | None:
    """Find out how a small disk can be mounted here: as it is, in a namespace of one's own, or not at all."""
    for words in (("unshare", "-m"), ("unshare", "-rm")):
        with contextlib.suppress(OSError):
            tried = subprocess.run(
                [*words, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, timeout=20, check=False
            )
            if tried.returncode == 0:
                return words
    return None


def two_notebooks(project: Project) -> None:
    """Two pages stand for all: tests of the report make and read every one of them."""
    (project.root / "notebooks").mkdir()
    for notebook in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))[:2]:
        shutil.copy(notebook, project.root / "notebooks")


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [150, 600])
def test_a_full_disk_leaves_the_last_report(made_demo: Project, tmp_path: Path, kilobytes: int) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2025")
    two_notebooks(project)
    disk, old = tmp_path / "disk", project.reports / "demo/2025"
    report_of_before(old)
    before = checksums(old)
    used = sum(-(-path.stat().st_size // 4096) * 4 for path in old.rglob("*") if path.is_file())
    size = used + kilobytes
    mounted = can_mount()
    if mounted is None:
        said = antq_process(project.root, "run", "demo", "2025", "--lang", "en", limit=small_files)
    else:
        # The small disk lives and dies with the shell's own view of the file system; what is on it is copied out.
        script = (
            'set -e; mkdir "$1"; mount -t tmpfs -o size="$2"k none "$1"; cp -a "$3/." "$1/"; '
            'mount --bind "$1" "$3"; shift 3; code=0; "$@" || code=$?; '
            'cp -a "$PWD/reports" "$AFTER"; exit $code'
        )
        after = tmp_path / "after"
        wrap = (
            *mounted, "env", f"AFTER={after}", "bash", "-c", script, "bash", str(disk), str(size), str(project.reports),
        )  # fmt: skip
        said = antq_process(project.root, "run", "demo", "2025", "--lang", "en", wrap=wrap)
        old = after / "demo/2025"
    assert said.code == 5, said.text
    assert "Cannot write" in said.err
    assert str(project.reports) in said.err or "observations.parquet" in said.err
    assert "no space left" in said.err or mounted is None
    assert checksums(old) == before
    assert not left_over(old.parent)


# ---- stopping it ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("where", "moments"), [("maps/*.png", 0.0), ("pages", 3.0)])
def test_ctrl_c_ends_with_130_and_leaves_the_last_report(
    made_demo: Project, tmp_path: Path, where: str, moments: float
) -> None:
    project = part_of(made_demo, tmp_path / "dự án", "2024", "2025")
    two_notebooks(project)
    report_little(project)
    report_of_before(project.reports / "demo/2025")
    before = checksums(project.reports)
    process = subprocess.Popen(
        [sys.executable, "-m", "antq_analysis.cli", "run", "demo", "2025", "--lang", "en"],
        cwd=project.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        # Where the tests run in the background, a shell has them ignore it, and so would the command.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread holds a lock
    )  # fmt: skip
    try:
        end = time.monotonic() + 60
        while not list(project.reports.glob(f"demo/.part-*/{where}")) and time.monotonic() < end:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        time.sleep(moments)  # workers and kernels take a while to start
        # A terminal sends the signal to all processes of the command.
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130, err
    assert "Traceback" not in out + err
    assert "Stopped as asked" in err
    assert checksums(project.reports) == before
    assert not left_over(project.root)


# ---- from beginning to end -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_demo_check_and_run_follow_each_other(made_demo: Project, tmp_path: Path) -> None:
    project = part_of(made_demo, tmp_path / "dự án")
    shutil.rmtree(project.places)
    two_notebooks(project)
    report_little(project)
    said = antq_process(project.root, "demo", "--real", "--lang", "en")
    assert said.code == 0, said.text
    assert "invented" in said.out
    assert {path.name for path in project.raw.iterdir()} == {"demo", "north-carolina"}
    said = antq(project.root, "check", "demo", "--lang", "en")
    assert said.code == 1, "the planted faults are warnings"
    assert said.out.count("[Warning]") == 5
    assert said.out.count("[Note]") == 2
    said = antq(project.root, "check", "demo", "2024", "--lang", "en")
    assert said.code == 0
    said = antq_process(project.root, "run", "demo", "2025")
    assert said.code == 0, said.text
    assert len(said.out.strip().splitlines()) == 6
    assert str(project.reports / "demo/2025") in said.out


# ---- maps ---------------------------------------------------------------------------------------------------------


def test_a_unit_list_and_a_crosswalk_are_imported_and_a_wrong_one_writes_nothing(
    made_demo: Project, project: Project
) -> None:
    maps = {day: made_demo.places / "demo" / day for day in ("2017-01-01", "2020-01-01")}
    for day, folder in maps.items():
        words = ("--district-column", "district_name", "--district-code-column", "district_code")
        said = antq(project.root, "places", "units", "demo", folder / "units.csv", "--date", day, *words)
        assert (said.code, (project.places / "demo" / day / "units.csv").exists()) == (0, True), said.text
    pairs = maps["2020-01-01"] / "crosswalk.csv"
    dates = ("--from", "2017-01-01", "--to", "2020-01-01")
    said = antq_process(
        project.root, "places", "crosswalk", "demo", pairs, *dates, "--share-column", "pop_share"
    )
    made = project.places / "demo" / "2020-01-01" / "crosswalk.csv"
    assert (said.code in (0, 1), made.exists()) == (True, True), said.text
    made.unlink()
    said = antq(project.root, "places", "crosswalk", "demo", pairs, *dates, "--old-column", "nothing")
    assert (said.code, made.exists()) == (2, False), said.text
    assert "nothing" in said.text
    assert (
        antq(project.root, "places", "units", "demo", pairs, "--date", "2017-01-01", "--only", "x").code == 3
    )


def test_a_boundary_layer_is_imported_with_what_its_file_does_not_say(
    project: Project, tmp_path: Path
) -> None:
    squares = [box(105 + at / 10, 20, 105.1 + at / 10, 20.1) for at in range(4)]
    frame = {"ma": ["00001", "00002", "00003", "90001"], "ten": "Xã Mẫu", "tinh": ["99", "99", "99", "98"]}
    layer = gpd.GeoDataFrame(frame, geometry=squares, crs=4326).to_crs("EPSG:9210")
    layer["ten"] = layer["ten"] + " " + layer["ma"]
    layer.to_file(tmp_path / "lop.gpkg", layer="xa")
    layer.to_file(tmp_path / "lop.gpkg", layer="huyen")
    bare = layer.set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        bare.to_file(tmp_path / "lop.shp")
    words = ("--date", "2025-07-01", "--code-column", "ma", "--name-column", "ten", "--only", "tinh=99")
    said = antq(project.root, "places", "import", "demo", tmp_path / "lop.gpkg", *words)
    assert (said.code, "--layer" in said.err, "huyen" in said.err) == (2, True, True), said.text
    said = antq(project.root, "places", "import", "demo", tmp_path / "lop.shp", *words)
    assert (said.code, "--crs" in said.err) == (2, True), said.text
    more = ("--crs", "EPSG:9210", "--licence", "CC BY 4.0", "--source", "Sở Nội vụ")
    said = antq_process(project.root, "places", "import", "demo", tmp_path / "lop.shp", *words, *more)
    assert said.code == 0, said.text
    folder = project.places / "demo" / "2025-07-01"
    described = (folder / "vintage.toml").read_text(encoding="utf-8")
    assert 'licence = "CC BY 4.0"' in described
    assert 'quality = "3 đơn vị, ' in described
    assert gpd.read_parquet(folder / "communes.parquet").total_bounds == pytest.approx([105, 20, 105.3, 20.1])


# ---- hints that can be typed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("called", "found", "system", "start"),
    [
        ("/x/bin/antq", "/x/bin/antq", "posix", ""),
        ("/x/bin/antq", None, "posix", "python3 start.py "),
        ("/x/antq_analysis/cli/__main__.py", "/x/bin/antq", "posix", "python3 start.py "),
        ("/x/antq_analysis/cli/__main__.py", None, "nt", "python start.py "),
    ],
)
def test_a_hint_is_the_command_that_the_reader_can_type(
    monkeypatch: pytest.MonkeyPatch, called: str, found: str | None, system: str, start: str
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.setattr("antq_analysis.cli.saying.shutil.which", lambda _: found)
    typed = saying.typed
    with monkeypatch.context() as other:
        other.setattr("antq_analysis.cli.saying.os.name", system)
        said = typed("Next: antq check demo 2025")
        again = typed("python3 start.py antq places import, antq-analysis")
    assert said == f"Next: {start}antq check demo 2025"
    assert again == "python3 start.py antq places import, antq-analysis"


def test_help_of_add_explains_form_map_and_stage(tmp_path: Path) -> None:
    said = " ".join(antq(tmp_path, "add", "--help").out.split())
    for words in (
        "--form demo_2025",
        "--map 2025-12-31",
        "--stage estimate",
        "data/layouts",
        "data/places",
        "số ước",
    ):
        assert words in said, words


@pytest.mark.parametrize("grades", [(), (Severity.WARNING,), (Severity.ERROR, Severity.NOTE)])
def test_a_report_ends_with_the_errors_that_are_left(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    grades: tuple[Severity, ...],
    project: Project,
) -> None:
    built = SimpleNamespace(findings=[Finding("total_differs", grade) for grade in grades])
    result = SimpleNamespace(summary=("made",), job=SimpleNamespace(built=built))
    monkeypatch.setattr("antq_analysis.annual.run.run_year", lambda *_, **__: result)
    running._run(project, "demo", "2025", "", "en")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == (2 if Severity.ERROR in grades else 1)
    if Severity.ERROR in grades:
        assert "1 error in" in lines[-1]
        assert lines[-1].endswith("antq check demo")


# ---- questions and answers -----------------------------------------------------------------------------------------


def test_what_needs_a_person_is_asked_and_taken_back(no_years: Project, workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    book["An ninh, trật tự"]["E12"] = "5 vụ/9 đối tượng"
    book.save(workbook)
    assert add(no_years, workbook, "--sender", "Phòng Mẫu").code == 0
    said = antq(no_years.root, "check", "demo", "2025")
    assert said.code == 2
    path = no_years.reports / "demo/checks/2025/can_xu_ly.xlsx"
    assert path.relative_to(no_years.root).as_posix() in said.out
    assert said.out.rstrip().splitlines()[-1].startswith("Ô:")
    asked = openpyxl.load_workbook(path)
    sheet = asked["Phòng Mẫu"]
    head = {str(cell.value): cell.column for cell in sheet[3]}
    told = {
        "QUYẾT ĐỊNH": "Số khác (ghi ở cột Giá trị)",
        "Giá trị": "5",
        "Lý do": "đã hỏi",
        "Ngày": "05/01/2026",
    }
    sheet.cell(4, head["Giá trị"]).value = "năm"
    asked.save(path)
    refused = antq(no_years.root, "decide", "demo", path)
    assert refused.code == 2
    assert "Lý do" in refused.err
    for name, text in told.items():
        sheet.cell(4, head[name]).value = text
    asked.save(path)
    taken = antq_process(no_years.root, "decide", "demo", path)
    assert (taken.code, "1 quyết định mới" in taken.out) == (0, True)
    said = antq(no_years.root, "check", "demo", "2025", "--lang", "en")
    assert "It was not read" not in said.out
    assert "was replaced by 5, as decided on" in said.out
    assert said.code < 2


def test_a_province_is_started_without_a_file_and_never_twice(no_years: Project) -> None:
    said = antq_process(no_years.root, "province", "new", "phu-tho", "--lang", "en")
    assert said.code == 1
    assert "148" in said.out
    assert "a sketch, not the boundaries" in said.out
    again = antq(no_years.root, "province", "new", "phu-tho")
    assert again.code == 3
    assert "--replace" in again.err
    assert antq(no_years.root, "province", "new", "phu-tho", "--replace").code == 1
    assert antq(no_years.root, "check", "phu-tho").code != 70
