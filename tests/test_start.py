"""The set-up of start.py and the bundle, in copies of the project: never in the .venv that runs these tests."""

import ast
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement

pytest_plugins = ["pytester"]

CODE_USAGE, CODE_MISSING, CODE_CANNOT_WRITE = 3, 4, 5
OF_INSTALLERS = ("PIP_", "UV_", "NO_PROXY")
NOWHERE = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")


def load(path: Path) -> ModuleType:
    """Import a script from its file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    # bundle.py imports the start.py beside it; one that another test loaded must not stand in for it.
    sys.modules.pop("start", None)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def start(root: Path) -> ModuleType:
    return load(root / "start.py")


CLI = """import sys

def main() -> None:
    print("antq", *sys.argv[1:])

if __name__ == "__main__":
    main()
"""
PROJECT = """[project]
name = "antq-analysis"
version = "1.2.3"
dependencies = []
[project.optional-dependencies]
dev = []
real = []
[project.scripts]
antq = "antq_analysis.cli:main"
"""


def copy_of(root: Path, parent: Path) -> Path:
    """Make a folder with only what set-up needs, under a path with spaces and Vietnamese letters."""
    folder = parent / "Nguyễn Văn A" / "phân tích"
    folder.mkdir(parents=True)
    for name in ("start.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(root / name, folder / name)
    (folder / "antq_analysis").mkdir()
    (folder / "antq_analysis/__init__.py").write_text("", "utf-8")
    (folder / "antq_analysis/cli.py").write_text(CLI, "utf-8")
    return folder


def need_no_package(folder: Path) -> None:
    """Let the project there need no package, so that its set-up takes seconds and no network."""
    (folder / "pyproject.toml").write_text(PROJECT, "utf-8")
    (folder / "requirements.lock").write_text("", "utf-8")
    script = (folder / "start.py").read_text("utf-8")
    changed = script.replace("    install_packages(locked_for(wanted_names(extras)))\n", "")
    assert changed != script
    (folder / "start.py").write_text(changed, "utf-8")


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    return copy_of(root, tmp_path)


@pytest.fixture
def bare(copy: Path) -> Path:
    """A copy whose set-up installs no package but the project itself."""
    need_no_package(copy)
    return copy


class Made(NamedTuple):
    """A copy, its first run with no network, whether that left a mark, and its second that needs none."""

    folder: Path
    offline: subprocess.CompletedProcess[str]
    marked: bool
    second: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def made_once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = copy_of(root, tmp_path_factory.mktemp("made"))
    offline = run(folder, "report")
    marked = (folder / ".venv/set-up.unfinished").exists()
    need_no_package(folder)
    return Made(folder, offline, marked, run(folder, "report"))


@pytest.fixture
def made(made_once: Made) -> Path:
    """Such a copy that was set up once; a test leaves it in working order."""
    return made_once.folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run start.py there, with no network: the proxies lead nowhere."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(OF_INSTALLERS)}
    settings = {**kept, **NOWHERE, "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    command = [sys.executable, "start.py", *arguments]
    return subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_an_old_python_can_parse_it_and_gets_a_message_in_two_languages(root: Path) -> None:
    source = (root / "start.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 6))
    first, second, third = tree.body[:3]
    assert isinstance(first, ast.Expr)
    assert isinstance(second, ast.Import)
    assert isinstance(third, ast.If)
    for_old = "class Old(tuple):\n    pass\nimport sys\nsys.version_info = (3, 6, 9)\n"
    upper = "".join(ast.get_source_segment(source, node) + "\n" for node in (second, third))
    done = subprocess.run(
        [sys.executable, "-c", for_old + upper], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Cần Python 3.11 trở lên; đang chạy Python 3.6" in done.stderr
    assert "Python 3.11 or newer is needed; this is Python 3.6" in done.stderr


def test_only_the_standard_library_is_imported(root: Path) -> None:
    tree = ast.parse((root / "start.py").read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_runtime_pins_hold_all_that_the_installed_packages_ask_for(start: ModuleType) -> None:
    pinned = {start.package_name(pin) for pin in start.locked_for(start.wanted_names([]))}
    lacking = set()
    for name in pinned:
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:  # of another system or Python
            continue
        for need in map(Requirement, needs):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                lacking |= {start.package_name(need.name)} - pinned
    assert lacking == set()


def test_runtime_pins_leave_out_what_only_development_needs(start: ModuleType) -> None:
    pinned = {start.package_name(pin) for pin in start.locked_for(start.wanted_names([]))}
    every = {start.package_name(pin) for pin in start.locked_for(start.wanted_names(["dev"]))}
    assert {"pandas", "jupyterlab"} <= pinned < every
    assert not pinned & {"ruff", "mypy", "pytest", "playwright", "uv", "scikit-learn"}


def test_an_unknown_extra_is_refused_with_the_known_ones(copy: Path) -> None:
    done = run(copy, "setup", "--extra", "rael")
    assert done.returncode == CODE_USAGE
    assert "rael" in done.stderr
    assert "dev, real, scale, setup, vietnam" in done.stderr
    assert not (copy / ".venv").exists()


@pytest.mark.parametrize(
    ("arguments", "code"), [((), 3), (("reprot",), 3), (("--help",), 0), (("setup", "x"), 3)]
)
def test_usage(bare: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(bare, *arguments)
    assert done.returncode == code
    assert "Cách dùng" in done.stdout
    assert "Usage" in done.stdout
    assert not (bare / ".venv").exists()


def test_a_forgotten_antq_is_put_right(bare: Path) -> None:
    done = run(bare, "add", "demo", "2025", "Biểu tổng hợp.xlsx")
    assert done.returncode == 3
    assert done.stderr.count('python3 start.py antq add demo 2025 "Biểu tổng hợp.xlsx"') == 2
    assert not done.stdout


def test_every_command_of_antq_is_known_to_the_start(start: ModuleType) -> None:
    from antq_analysis.cli import app

    named = {command.name or command.callback.__name__ for command in app.registered_commands}
    named |= {group.name for group in app.registered_groups}
    assert set(start.ANTQ_COMMANDS) | {"report"} == named


@pytest.mark.slow
def test_no_network_is_told_in_two_languages_and_the_next_run_starts_afresh(made_once: Made) -> None:
    done, again = made_once.offline, made_once.second
    assert done.returncode == CODE_MISSING
    assert "không có mạng" in done.stderr
    assert "no network" in done.stderr
    assert "Traceback" not in done.stderr
    assert made_once.marked
    assert again.returncode == 0, again.stdout + again.stderr
    assert "làm lại từ đầu" in again.stdout
    assert "Cài đặt xong" in again.stdout
    assert run(made_once.folder, "setup").stdout == ""


def test_a_second_run_is_silent_and_instant(made: Path) -> None:
    run(made, "setup")
    began = time.monotonic()
    second = run(made, "antq", "check", "demo")
    assert (second.returncode, second.stdout, second.stderr) == (0, "antq check demo\n", "")
    assert time.monotonic() - began < 2


def test_the_project_is_linked_by_a_path_that_any_code_page_reads(made: Path, tmp_path: Path) -> None:
    command = subprocess.run([made / ".venv/bin/antq", "run"], cwd=tmp_path, capture_output=True, check=True)
    assert command.stdout == b"antq run\n"
    assert next((made / ".venv").rglob("antq_analysis_link.pth")).read_bytes().isascii()


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "start.py"])
def test_a_changed_file_renews_the_environment(made: Path, tmp_path: Path, name: str) -> None:
    before = (made / name).read_text("utf-8")
    (made / name).write_text(before.replace("1.2.3", "1.2.4") + "\n", "utf-8")
    done = run(made, "setup")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Cài đặt xong" in done.stdout
    assert "làm lại từ đầu" not in done.stdout
    assert run(made, "setup").stdout == ""
    if name == "pyproject.toml":
        query = "import importlib.metadata as m; print(m.version('antq-analysis'))"
        asked = [made / ".venv/bin/python", "-c", query]
        assert subprocess.run(asked, cwd=tmp_path, capture_output=True, check=True).stdout == b"1.2.4\n"


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["killed", "broken python"])
def test_a_broken_environment_is_made_afresh(made: Path, fault: str) -> None:
    if fault == "killed":
        (made / ".venv/set-up.unfinished").touch()
    else:
        (made / ".venv/bin/python").unlink()
        (made / ".venv/bin/python").symlink_to(made / "gone")
    done = run(made, "setup")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "làm lại từ đầu" in done.stdout
    assert run(made, "setup").stdout == ""


@pytest.mark.slow
def test_a_set_up_that_is_killed_is_repaired_by_the_next(bare: Path) -> None:
    process = subprocess.Popen([sys.executable, "start.py", "setup"], cwd=bare, stdout=subprocess.DEVNULL)
    while not (bare / ".venv/set-up.unfinished").exists():
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not (bare / ".venv/set-up.json").exists()
    done = run(bare, "antq")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "antq")


def test_extras_add_up_and_are_kept(made: Path) -> None:
    assert run(made, "setup", "--extra", "real").returncode == 0
    assert run(made, "setup", "--extra", "dev").returncode == 0
    assert run(made, "setup", "--extra", "real").stdout == ""
    stamp = json.loads((made / ".venv/set-up.json").read_text("utf-8"))
    assert stamp["extras"] == ["dev", "real"]


@pytest.mark.slow
def test_two_set_ups_at_once_make_one(bare: Path) -> None:
    command = [sys.executable, "start.py", "setup"]
    both = [
        subprocess.Popen(command, cwd=bare, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(2)
    ]
    printed = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Cài đặt xong" in one for one in printed) == 1
    assert sum("đang chạy: chờ" in one for one in printed) == 1


@pytest.mark.skipif("os.name == 'nt'")
def test_a_folder_that_cannot_be_written_is_told(bare: Path) -> None:
    (bare / ".venv").write_text("a file where a folder must be", "utf-8")
    done = run(bare, "setup")
    assert done.returncode == CODE_CANNOT_WRITE
    assert "Không ghi được" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("body", "passes"),
    [
        ("import pytest\n\ndef test_a():\n    pytest.skip('no browser')\n", False),
        ("import pytest\npytest.importorskip('no_such_module_at_all')\n\ndef test_a():\n    pass\n", False),
        ("import pytest\n\ndef test_a():\n    pytest.skip('needs ../shared')\n", True),
        ("import pytest\n\n@pytest.mark.xfail\ndef test_a():\n    assert False\n", True),
        ("def test_a():\n    pass\n", True),
    ],
)
def test_a_skip_fails_the_run_unless_it_waits_for_shared(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, root: Path, body: str, passes: bool
) -> None:
    folder = pytester.path / "project" / "tests"
    folder.mkdir(parents=True)
    shutil.copy(root / "tests/skips.py", folder / "skips_plugin.py")
    (folder / "test_body.py").write_text(
        f"{body}\n\ndef test_other():\n    pass\n" if "importorskip" not in body else body
    )
    (folder / "test_more.py").write_text("def test_other():\n    pass\n")
    for workers in ("0",) if passes else ("0", "2"):
        monkeypatch.setenv("PYTHONPATH", str(folder))
        done = pytester.runpytest_subprocess("-p", "skips_plugin", "-n", workers, folder)
        assert (done.ret == 0) == passes
        assert ("skips that fail the run" in done.stdout.str()) == (not passes)


def test_a_skip_for_shared_fails_where_shared_is_there(tmp_path: Path, root: Path) -> None:
    skips = load(root / "tests/skips.py")
    report = pytest.TestReport(
        "t", ("t", 0, "t"), {}, "skipped", ("t.py", 1, "Skipped: needs ../shared"), "call"
    )
    for folder, refused in ((tmp_path, {"t": "needs ../shared"}), (tmp_path / "none", {})):
        watched = skips.Skips(folder)
        watched.note(report)
        assert watched.refused == refused


def test_requirements_of_another_machine(root: Path) -> None:
    bundle = load(root / ".ci/bundle.py")
    names = {
        place: {pin.split("=")[0] for pin in bundle.requirements_on(place, "3.12.9")}
        for place in bundle.MACHINES
    }
    assert "pywinpty" in names["windows"]
    assert "pywinpty" not in names["linux"] | names["macos"]
    assert "appnope" in names["macos"]
    assert all({"pandas", "uv", "jupyterlab"} <= place for place in names.values())
    assert not any({"ruff", "mypy", "playwright"} & place for place in names.values())
    assert all(";" not in pin for pin in bundle.requirements_on("windows", "3.11.0"))


@pytest.mark.parametrize("wrong", [["--platform", "amiga"], ["--python", "3.9"], ["--python", "x"], ["--no"]])
def test_a_wrong_bundle_is_refused_before_any_download(root: Path, tmp_path: Path, wrong: list[str]) -> None:
    command = [sys.executable, root / ".ci/bundle.py", "--output", tmp_path / "bundle", *wrong]
    assert subprocess.run(command, capture_output=True, check=False).returncode == CODE_USAGE
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_never_overwrites(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, root / ".ci/bundle.py", "--output", tmp_path]
    assert subprocess.run(command, capture_output=True, check=False).returncode == CODE_CANNOT_WRITE


def test_a_bundle_takes_no_received_or_built_data(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    for name in ("start.py", ".ci/bundle.py", "pyproject.toml"):
        shutil.copy(root / name, tmp_path / name)
    kept = {"start.py", "pyproject.toml", ".ci/bundle.py", "data/project.toml", "antq_analysis/panel/load.py"}
    left = {
        "data/raw/p/2025/a.xlsx",
        "data/places/p/2025-07-01/units.csv",
        "data/panel/p/observations.parquet",
    }
    left |= {
        "data/decisions/p/aliases.csv",
        "reports/p/2025/a.html",
        "notebooks/scratch/a.ipynb",
        ".venv.log",
    }
    left |= {".venv/pyvenv.cfg", "wheels/a.whl", "bundle-linux/start.py", "antq_analysis/__pycache__/a.pyc"}
    for name in (kept | left) - {"start.py", "pyproject.toml", ".ci/bundle.py"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert set(load(tmp_path / ".ci/bundle.py").project_files()) == kept


def test_start_bat_is_ascii_with_windows_line_ends_and_quotes(root: Path, tmp_path: Path) -> None:
    bundle = load(root / ".ci/bundle.py")
    bundle.write_starters(tmp_path, "windows", ["3.11", "3.12"])
    script = (tmp_path / "start.bat").read_bytes()
    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n")
    for line in (
        b'cd /d "%~dp0"',
        b"chcp 65001",
        b'("py -3.11" "py -3.12" "python"',
        b"in ((3, 11), (3, 12),)",
    ):
        assert line in script
    assert "Máy này chưa có Python 3.11, 3.12" in (tmp_path / "can_python.txt").read_text("utf-8")


@pytest.mark.nightly
def test_bundle_installs_without_network_under_a_vietnamese_path(root: Path, tmp_path: Path) -> None:
    """The whole way of a USB stick: make it here, move it, cut the network, set up, use it."""
    target = tmp_path / "Nguyễn Văn A" / "antq"
    make = [sys.executable, root / ".ci/bundle.py", "--output", target]
    built = subprocess.run(make, capture_output=True, text=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    assert not any(
        (target / name).exists() for name in (".venv", ".git", "reports", "data/raw", "data/panel")
    )
    assert all(zipfile.is_zipfile(wheel) for wheel in (target / "wheels").iterdir())
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(OF_INSTALLERS)}
    settings = {**kept, **NOWHERE, "UV_CACHE_DIR": str(tmp_path / "cache")}
    cut = ["unshare", "--net"] if can_cut_network() else []
    command = [*cut, "sh", target / "start.sh", "setup"]
    done = subprocess.run(
        command, env=settings, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    log = (target / ".venv.log").read_text("utf-8")
    assert "antq-analysis" in log
    query = "import antq_analysis, pandas, geopandas, jupyterlab, matplotlib.pyplot; print(antq_analysis.__file__)"
    used = [*cut, target / ".venv/bin/python", "-c", query]
    told = subprocess.run(used, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
    assert told.stdout.strip() == str(target / "antq_analysis/__init__.py")


def can_cut_network() -> bool:
    """Tell whether this user may start a process with no network at all."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0
