"""Make a folder that sets antq_analysis up with no network and no administrator: ``python3 start.py bundle``.

The folder holds the project, a folder ``wheels`` with every runtime package, and start.bat or start.sh. There
is no second way to set up: ``start.py`` installs from ``wheels`` wherever that folder stands beside it.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import start

ELSEWHERE = ["3.12", "3.13", "3.14"]  # for a machine that nobody has looked at yet
MARKERS = ("sys_platform", "platform_system", "os_name", "platform_machine")
MACHINES = {
    "linux": ("linux", "Linux", "posix", "x86_64"),
    "windows": ("win32", "Windows", "nt", "AMD64"),
    "macos": ("darwin", "Darwin", "posix", "arm64"),
}
GLIBC = [f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)]
TAGS = {
    "linux": [*GLIBC, "manylinux2014_x86_64", "linux_x86_64"],
    "windows": ["win_amd64"],
    "macos": ["macosx_14_0_arm64", "macosx_14_0_universal2"],
}
# What is built here, and what was received or made from it, never goes along.
RECEIVED = {"data/raw", "data/places", "data/panel", "data/decisions", "notebooks/scratch", "reports"}
BUILT = {".venv", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", "__pycache__", "wheels"}
START_BAT = r"""@echo off
rem This file stays ASCII: cmd.exe loses its place in a file with other letters after chcp.
chcp 65001 >nul
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
for %%P in (@LAUNCHERS@ "python" "python3") do (
  %%~P -c "import sys; sys.exit(sys.version_info[:2] not in @VERSIONS@)" >nul 2>nul && (
    set "ANTQ_PYTHON=%%~P"
    goto found
  )
)
type can_python.txt
pause
exit /b 4
:found
if "%~1"=="" (%ANTQ_PYTHON% start.py report) else (%ANTQ_PYTHON% start.py %*)
set ANTQ_CODE=%ERRORLEVEL%
if "%~1"=="" pause
exit /b %ANTQ_CODE%
"""
START_SH = """#!/bin/sh
# Set up without network, then run a command (report, lab, antq ...); without a command: report.
cd "$(dirname "$0")" || exit 4
for python in @LAUNCHERS@ python3 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info[:2] not in @VERSIONS@)' 2>/dev/null; then
    [ "$#" -gt 0 ] || set -- report
    exec "$python" start.py "$@"
  fi
done
cat can_python.txt >&2
exit 4
"""
NEEDS_PYTHON = """\
Máy này chưa có Python {versions}. Cài Python {newest} (bản cho riêng người dùng, không cần quyền quản trị;
trên Windows chọn "Add python.exe to PATH"), rồi chạy lại tệp này.

This machine has no Python {versions}. Install Python {newest} (for this user only, which needs no
administrator; on Windows tick "Add python.exe to PATH"), then run this file again.
"""
README = """\
Chép cả thư mục này vào ổ đĩa của máy (đường dẫn càng ngắn càng tốt), rồi chạy {starter}. Không cần mạng,
không cần quyền quản trị; cần Python {versions} ({platform}). "{starter} lab" mở JupyterLab, "{starter} antq"
chạy lệnh antq.

Copy this whole folder to the machine's own disk (the shorter the path the better), then run {starter}. No
network and no administrator are needed; Python {versions} is ({platform}). "{starter} lab" opens JupyterLab,
"{starter} antq" runs antq commands.
"""


def markers(platform: str, version: str) -> dict[str, str]:
    """Return what the environment markers of a requirement are compared with on the machine it is for."""
    interpreter = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
    versions = {"python_version": version.rpartition(".")[0], "python_full_version": version}
    return {**dict(zip(MARKERS, MACHINES[platform], strict=True)), **interpreter, **versions}


def requirements_on(platform: str, version: str) -> list[str]:
    """Return the pins with hashes that one platform and full Python version needs, without their markers."""
    names = start.wanted_names([]) | {"uv"}
    kept = []
    for pin in start.locked_for(names):
        line, _, hashes = pin.partition(" \\\n")
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(markers(platform, version)):
            kept.append(f"{requirement.name}{requirement.specifier} \\\n{hashes}")
    return kept


def download(platform: str, version: str, wheels: Path) -> None:
    """Download the wheels for every micro release of one Python version, the first to the last."""
    last, first = (requirements_on(platform, f"{version}.{micro}") for micro in (99, 0))
    fetch(platform, f"{version}.99", last, wheels)
    fetch(platform, f"{version}.0", [pin for pin in first if pin not in last], wheels)


def fetch(platform: str, version: str, pins: list[str], wheels: Path) -> None:
    """Download pinned wheels, each checked against its hash."""
    if not pins:
        return
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("\n".join(pins) + "\n", "utf-8")
        command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet"]
        command += [
            "--no-deps",
            "--only-binary",
            ":all:",
            "--implementation",
            "cp",
            "--python-version",
            version,
        ]
        command += [word for tag in TAGS[platform] for word in ("--platform", tag)]
        command += ["--require-hashes", "--dest", str(wheels), "--requirement", str(listed)]
        subprocess.run(command, check=True)


def project_files() -> Iterator[str]:
    """Yield the files of the project, as git would keep them."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = (
            subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        )
        names = [name for name in listed if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    for name in names:
        parts = name.split("/")
        above = {"/".join(parts[:count]) for count in range(1, len(parts))}
        built = parts[0].startswith(("bundle-", ".venv")) or parts[0].endswith(".egg-info")
        if not built and not above & RECEIVED and not BUILT & set(parts):
            yield name


def copy_project(target: Path) -> None:
    """Copy the project without what is built or received."""
    for name in project_files():
        to = target / name
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, to)


def write_starters(target: Path, platform: str, versions: list[str]) -> None:
    """Write the file that a person double-clicks, and what it prints where there is no Python."""
    windows = platform == "windows"
    starter, script = ("start.bat", START_BAT) if windows else ("start.sh", START_SH)
    launchers = " ".join(f'"py -{version}"' if windows else f"python{version}" for version in versions)
    known = "".join(f"({version.replace('.', ', ')}), " for version in versions)
    script = script.replace("@LAUNCHERS@", launchers).replace("@VERSIONS@", f"({known.strip()})")
    (target / starter).write_bytes((script.replace("\n", "\r\n") if windows else script).encode("ascii"))
    (target / starter).chmod(0o755)
    facts = {
        "starter": starter,
        "platform": platform,
        "versions": ", ".join(versions),
        "newest": versions[-1],
    }
    (target / "can_python.txt").write_text(NEEDS_PYTHON.format(**facts), "utf-8")
    (target / "DOC_TRUOC_README.txt").write_text(README.format(**facts), "utf-8")


def python_version(written: str) -> str:
    """Read a Python version such as 3.12, not older than the project allows."""
    major, _, minor = written.partition(".")
    if major != "3" or not minor.isdecimal() or int(minor) < 11:
        raise argparse.ArgumentTypeError(f"{written!r}: 3.11, 3.12, ...")
    return written


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="start.py bundle", description=__doc__)
    machine = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    usual = f"{own} for this platform, else {', '.join(ELSEWHERE)}"
    option = parser.add_argument
    option(
        "--platform", choices=sorted(MACHINES), default=machine, help="where it goes (default: %(default)s)"
    )
    told = f"a Python there; repeatable (default: {usual})"
    option("--python", action="append", type=python_version, metavar="3.12", help=told)
    option("--output", type=Path, help="the folder to make (default: bundle-PLATFORM)")
    try:
        wanted = parser.parse_args(arguments)
    except SystemExit as stop:
        sys.exit(start.USAGE if stop.code else 0)
    asked = wanted.python or ([own] if wanted.platform == machine else ELSEWHERE)
    wanted.python = sorted(set(asked), key=lambda one: [int(part) for part in one.split(".")])
    wanted.output = (wanted.output or ROOT / f"bundle-{wanted.platform}").resolve()
    return wanted


def main(arguments: list[str]) -> int:
    """Make the bundle beside its place and move it there when it is whole."""
    wanted = parsed(arguments)
    if wanted.output.exists():
        print(f"Đã có {wanted.output}: xóa đi hoặc chọn --output khác.")
        print(f"{wanted.output} exists: remove it or choose another --output.")
        return start.CANNOT_WRITE
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=wanted.output.parent, prefix="bundle-") as folder:
        target = Path(folder) / "antq"
        copy_project(target)
        for version in wanted.python:
            print(f"- {wanted.platform}, Python {version} …", flush=True)
            try:
                download(wanted.platform, version, target / "wheels")
            except subprocess.CalledProcessError:
                print("Không tải được gói (xem trên).\nPackages could not be downloaded (see above).")
                return start.MISSING
        write_starters(target, wanted.platform, wanted.python)
        target.replace(wanted.output)
    size = sum(path.stat().st_size for path in wanted.output.rglob("*") if path.is_file()) / 1e6
    print(f"{wanted.output}: {size:.0f} MB, Python {', '.join(wanted.python)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
