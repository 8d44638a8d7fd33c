#!/usr/bin/env python3
"""Set antq_analysis up and run it: ``python3 start.py report | lab | antq | setup | test | gallery | bundle``.

Standard library only. This file must still parse on Python 3.6: an old Python is to print a message, no
SyntaxError.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Cần Python 3.11 trở lên; đang chạy Python %d.%d. Cài bản mới rồi chạy lại bằng bản đó.\n"
        "Python 3.11 or newer is needed; this is Python %d.%d. Install a newer one and run this with it."
        % (sys.version_info[:2] * 2)
    )

import base64
import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WHEELS = ROOT / "wheels"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "set-up.json"
UNFINISHED = VENV / "set-up.unfinished"
LOG = ROOT / ".venv.log"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WHEEL = "Wheel-Version: 1.0\nGenerator: start.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
NO_NETWORK = re.compile(
    r"name resolution|getaddrinfo|dns error|Failed to establish|NewConnectionError|ProxyError"
    r"|Network is unreachable|error sending request|client error \(Connect\)|Could not connect|timed out"
    r"|No route to host|Connection refused|from versions: none",
    re.IGNORECASE,
)
USAGE, MISSING, CANNOT_WRITE, INTERRUPTED = 3, 4, 5, 130
ANTQ_COMMANDS = (
    "add",
    "check",
    "decide",
    "form",
    "why",
    "commune",
    "groups",
    "export",
    "run",
    "demo",
    "verify",
    "freeze",
    "compare",
    "doctor",
    "places",
    "province",
)

USAGE_TEXT = """\
Cách dùng: python3 start.py <lệnh>
  report   cài đặt, dựng tỉnh mẫu và chạy báo cáo năm
  lab      mở sổ tay đầu tiên bằng JupyterLab
  antq …   chạy một lệnh antq, ví dụ: python3 start.py antq check demo 2025
  setup    chỉ cài đặt (thêm --extra real: số liệu thật của North Carolina)
  test     kiểm tra tất cả (--slow: các kiểm tra chậm)
  gallery  vẽ mọi loại hình và bảng của tỉnh mẫu vào docs/gallery/built/
  bundle   làm thư mục cài đặt không cần mạng (--platform linux|windows|macos, --output THƯ_MỤC)

Usage: python3 start.py <command>
  report   set up, make the demo province and run its yearly report
  lab      open the first notebook in JupyterLab
  antq …   run an antq command, such as: python3 start.py antq check demo 2025
  setup    set up only (with --extra real: the real data of North Carolina)
  test     run every check (--slow: the slow ones)
  gallery  draw every kind of figure and table of the demo province into docs/gallery/built/
  bundle   make a folder that installs without network (--platform linux|windows|macos, --output DIR)"""
TEXTS = {
    "forgot_antq": """\
Thiếu chữ antq. Gõ: python3 start.py antq {command}
The word antq is missing. Type: python3 start.py antq {command}""",
    "unknown_extra": """\
Không có nhóm gói '{name}'; có: {known}.
There is no extra '{name}'; there are: {known}.""",
    "setting_up": """\
Cài đặt vào {folder} (một lần, khoảng 1 đến 3 phút, cần 1,2 GB).
Setting up in {folder} (once, about 1 to 3 minutes, 1.2 GB).""",
    "repairing": """\
Lần cài đặt trước bị dừng giữa chừng: làm lại từ đầu.
An earlier set-up was cut short: starting it afresh.""",
    "waiting": """\
Một lần cài đặt khác đang chạy: chờ.
Another set-up is running: waiting for it.""",
    "venv": "- tạo môi trường .venv / making .venv …",
    "uv": "- cài trình cài gói uv / installing the installer uv …",
    "packages": "- cài tối đa {count} gói / installing up to {count} packages …",
    "packages_pip": "- cài tối đa {count} gói bằng pip / installing up to {count} packages with pip …",
    "project": "- gắn antq_analysis / linking antq_analysis …",
    "ready": """\
Cài đặt xong sau {seconds} giây.
Set-up finished after {seconds} s.""",
    "no_venv": """\
Python này không tạo được môi trường ảo. Trên Debian/Ubuntu: sudo apt install python3-venv. Nhật ký: {log}
This Python cannot make a virtual environment. On Debian/Ubuntu: sudo apt install python3-venv. Log: {log}""",
    "no_network": """\
Không tải được gói: không có mạng (hoặc proxy chặn). Nối mạng rồi chạy lại cùng lệnh; hoặc trên một máy có
mạng chạy 'python3 start.py bundle --platform linux|windows|macos' và chép thư mục đó sang máy này.
Packages could not be downloaded: no network (or a proxy refuses). Connect and run the same command again; or
on a machine with a network run 'python3 start.py bundle --platform linux|windows|macos' and copy that folder
here. Nhật ký / log: {log}""",
    "failed": """\
Cài đặt không thành; mấy dòng cuối ở trên, toàn bộ trong {log}. Sửa nguyên nhân rồi chạy lại cùng lệnh.
The set-up failed; its last lines are above, all of them in {log}. Mend the cause, then run it again.""",
    "cannot_write": """\
Không ghi được vào {folder}: {reason}. Đóng JupyterLab nếu đang mở, xem quyền ghi và chỗ trống trên đĩa.
Cannot write to {folder}: {reason}. Close JupyterLab if it is open; look at permissions and free space.""",
    "no_lock": """\
Thiếu tệp {file}: hãy chép lại cả thư mục dự án.
{file} is missing: copy the whole project folder again.""",
}


class StopError(Exception):
    """An end that was foreseen: a text to print and an exit code."""

    def __init__(self, code: int, key: str, **values: object) -> None:
        super().__init__(TEXTS[key].format(**values))
        self.code = code


def say(key: str, **values: object) -> None:
    """Print a message at once."""
    print(TEXTS[key].format(**values), flush=True)


# --- The lock ---------------------------------------------------------------------------------------------


class Declared(NamedTuple):
    """What pyproject.toml says of the project."""

    name: str
    version: str
    needs: list[str]
    extras: dict[str, list[str]]
    scripts: dict[str, str]


def declared() -> Declared:
    """Read pyproject.toml."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras, scripts = table["optional-dependencies"], table["scripts"]
    return Declared(table["name"], table["version"], table["dependencies"], extras, scripts)


def package_name(requirement: str) -> str:
    """Return the normalised name at the start of a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement.strip(), maxsplit=1)[0]).lower()


def wanted_names(extras: Iterable[str]) -> set[str]:
    """Return the packages that pyproject.toml asks for, with those of the extras."""
    project = declared()
    asked = list(project.needs)
    for extra in extras:
        if extra not in project.extras:
            raise StopError(USAGE, "unknown_extra", name=extra, known=", ".join(sorted(project.extras)))
        asked += project.extras[extra]
    return {package_name(requirement) for requirement in asked}


def pins(lock: str) -> list[tuple[str, str, set[str]]]:
    """Return each pin of a lock: its name, its text with hashes, the packages that ask for it (``# via``)."""
    found = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()):
        hashed, _, via = block.partition("\n    # via")
        askers = {package_name(line.strip(" #")) for line in via.splitlines() if line.strip(" #")}
        found.append((package_name(hashed), hashed, askers))
    return found


def locked_for(names: Iterable[str]) -> list[str]:
    """Return the pins, with hashes, of the named packages and of all that these need in turn."""
    if not LOCK.exists():
        raise StopError(MISSING, "no_lock", file=LOCK)
    every = pins(LOCK.read_text("utf-8"))
    needed, grown = set(), set(names)  # type: tuple[set[str], set[str]]
    while grown:
        needed |= grown
        grown = {name for name, _, askers in every if name not in needed and askers & needed}
    return [hashed for name, hashed, _ in every if name in needed]


# --- Set-up -----------------------------------------------------------------------------------------------


def state() -> str:
    """Return a hash of everything that a finished set-up depends on."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def python_works() -> bool:
    """Tell whether .venv holds a Python that starts and knows pip."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    try:
        done = subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def is_ready(extras: set[str]) -> bool:
    """Tell whether a set-up with these extras was finished and is still good."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
        known = stamp["state"] == state() and extras <= set(stamp["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return known and not UNFINISHED.exists() and python_works()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold a lock that the system frees when this process, and an installer that it left behind, have ended."""
    with (ROOT / ".venv.lock").open("a+") as held:
        os.set_inheritable(held.fileno(), True)
        if not take(held.fileno()):
            say("waiting")
            while not take(held.fileno()):
                time.sleep(0.5)
        yield


def take(descriptor: int) -> bool:
    """Try to lock an open file for this process alone."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def set_up(extras: Iterable[str] = ()) -> None:
    """Make .venv hold the runtime packages and those of the extras; instant and silent where it does."""
    asked = set(extras)
    wanted_names(asked)
    try:
        if is_ready(asked):
            return
        with one_at_a_time():
            if not is_ready(asked):
                install(asked | former_extras())
    except OSError as error:
        raise StopError(CANNOT_WRITE, "cannot_write", folder=ROOT, reason=error.strerror or error) from error


def former_extras() -> set[str]:
    """Return the extras of the last finished set-up that still exist, to keep them through a change."""
    try:
        kept: set[str] = set(json.loads(STAMP.read_text("utf-8"))["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return kept & set(declared().extras)


def install(extras: set[str]) -> None:
    """Install everything; the stamp comes last, so that a set-up that was cut short is seen and repaired."""
    began = time.monotonic()
    say("setting_up", folder=VENV)
    LOG.write_text("", "utf-8")
    if VENV.exists() and (UNFINISHED.exists() or not python_works()):
        say("repairing")
        shutil.rmtree(VENV)
    fresh = not VENV.exists()
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    if fresh and not step("venv", [sys.executable, "-m", "venv", VENV]):
        raise StopError(MISSING, "no_venv", log=LOG)
    install_packages(locked_for(wanted_names(extras)))
    wheel = write_link(VENV)
    if not step("project", pip("--no-index", "--no-deps", "--force-reinstall", wheel)):
        raise StopError(MISSING, "failed", log=LOG)
    refuse_news_prompt()
    STAMP.write_text(json.dumps({"state": state(), "extras": sorted(extras)}), "utf-8")
    UNFINISHED.unlink()
    say("ready", seconds=round(time.monotonic() - began))


def pip(*options: str | Path) -> list[str | Path]:
    """Return a pip command inside .venv."""
    return [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *options]


def install_packages(requirements: list[str]) -> None:
    """Install pinned and hashed packages with uv, or with pip where uv does not run."""
    source = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    listed, installer = VENV / "requirements.txt", VENV / "installer.txt"
    listed.write_text("\n".join(requirements) + "\n", "utf-8")
    installer.write_text("\n".join(locked_for({"uv"})) + "\n", "utf-8")
    hashed = ["--require-hashes", *source, "-r"]
    uv: list[str | Path] = [
        PYTHON,
        "-m",
        "uv",
        "pip",
        "install",
        "--python",
        PYTHON,
        "--compile-bytecode",
        *hashed,
        listed,
    ]
    count = len(requirements)
    if step("uv", pip(*hashed, installer)) and step("packages", uv, count=count):
        return
    if not source and NO_NETWORK.search(LOG.read_text("utf-8", errors="replace")):
        raise StopError(MISSING, "no_network", log=LOG)
    if not step("packages_pip", pip(*hashed, listed), count=count):
        print("\n".join(LOG.read_text("utf-8", errors="replace").splitlines()[-12:]))
        raise StopError(MISSING, "failed", log=LOG)


def step(key: str, command: list[str | Path], **values: object) -> bool:
    """Run one step, its output into the log, showing that it goes on; tell whether it succeeded."""
    say(key, **values)
    began, shown, terminal = time.monotonic(), 0.0, sys.stdout.isatty()
    with LOG.open("a", encoding="utf-8") as log:
        none = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=environment(), stdin=none, stdout=log, stderr=log, close_fds=False
        )
        try:
            while process.poll() is None:
                time.sleep(0.1)
                seconds = time.monotonic() - began
                if seconds - shown >= (1 if terminal else 15):
                    shown = seconds
                    show_progress(seconds, terminal)
        except BaseException:
            process.kill()
            raise
    if terminal:
        print("\r" + " " * 78 + "\r", end="", flush=True)
    return process.returncode == 0


def show_progress(seconds: float, terminal: bool) -> None:
    """Print the seconds gone and the last line of the log, on one line of a terminal."""
    lines = LOG.read_text("utf-8", errors="replace").splitlines()
    line = f"  {seconds:3.0f} s  {lines[-1].strip()[:60] if lines else ''}"
    print("\r" + line.ljust(78) if terminal else line, end="" if terminal else "\n", flush=True)


def write_link(folder: Path) -> Path:
    """Write a wheel that links this folder into .venv and carries the ``antq`` command.

    The link is relative and ASCII: Python 3.11 and 3.12 read .pth files in the code page of the system, which
    spoils a path with Vietnamese letters. A wheel needs no build, and installers make antq.exe from it.
    """
    project = declared()
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([PYTHON, "-c", query], env=environment(), capture_output=True, check=True)
    site = Path(asked.stdout.decode("utf-8").strip()).resolve()
    stem = f"antq_analysis-{project.version}"
    scripts = "".join(f"{name} = {target}\n" for name, target in project.scripts.items())
    files = {
        "antq_analysis_link.pth": os.path.relpath(ROOT, site) + "\n",
        f"{stem}.dist-info/METADATA": metadata(project),
        f"{stem}.dist-info/WHEEL": WHEEL,
        f"{stem}.dist-info/entry_points.txt": f"[console_scripts]\n{scripts}",
    }
    record = f"{stem}.dist-info/RECORD"
    lines = [f"{name},{digest(data)},{len(data.encode())}" for name, data in files.items()]
    files[record] = "\n".join([*lines, f"{record},,"]) + "\n"
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return wheel


def metadata(project: Declared) -> str:
    """Return the METADATA file of the project."""
    lines = ["Metadata-Version: 2.1", f"Name: {project.name}", f"Version: {project.version}"]
    lines += [f"Requires-Dist: {needed}" for needed in project.needs]
    for extra, needs in project.extras.items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {needed} ; extra == "{extra}"' for needed in needs]
    return "\n".join(lines) + "\n"


def digest(data: str) -> str:
    """Return a file's hash as RECORD writes it."""
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data.encode()).digest()).rstrip(b"=").decode()


def refuse_news_prompt() -> None:
    """Switch off JupyterLab's question about news, which would ask the network."""
    path = VENV / "etc/jupyter/labconfig/page_config.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    disabled = {"@jupyterlab/apputils-extension:announcements": True}
    path.write_text(json.dumps({"disabledExtensions": disabled}), "utf-8")


# --- Commands ---------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """Return the environment of everything that runs inside .venv."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    folder = str(PYTHON.parent) + os.pathsep + kept.get("PATH", "")
    index = {"UV_DEFAULT_INDEX": kept["PIP_INDEX_URL"]} if "PIP_INDEX_URL" in kept else {}
    return {**index, **kept, "PATH": folder, "PYTHONUTF8": "1", "VIRTUAL_ENV": str(VENV)}


def inside(*command: str | Path, folder: Path = ROOT) -> int:
    """Run Python inside .venv, for this project, and return its exit code."""
    return subprocess.call([PYTHON, *command], cwd=folder, env={**environment(), "ANTQ_PROJECT": str(ROOT)})


def report(arguments: list[str]) -> int:
    """Set up, then make the demo province and run its year."""
    set_up()
    return inside("-m", "antq_analysis.cli", "report", *arguments)


def antq(arguments: list[str]) -> int:
    """Set up, then run an antq command in the folder of the caller, where file names mean what they say."""
    set_up()
    return inside("-m", "antq_analysis.cli", *arguments, folder=Path.cwd())


def setup(arguments: list[str]) -> int:
    """Set up only, with the extras that ``--extra`` names."""
    if arguments[::2] != ["--extra"] * (len(arguments) // 2):
        print(USAGE_TEXT)
        return USAGE
    set_up(arguments[1::2])
    return 0


def test(arguments: list[str]) -> int:
    """Set up for development, then run the checks."""
    set_up({"dev"})
    return inside(ROOT / ".ci/checks.py", *arguments)


def lab(arguments: list[str]) -> int:
    """Set up, then open JupyterLab on the first notebook."""
    set_up()
    first = next(iter(sorted(ROOT.glob("notebooks/01_*.ipynb"))), ROOT / "notebooks")
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return inside("-m", "jupyterlab", *as_root, *arguments, first)


def gallery(arguments: list[str]) -> int:
    """Set up, then draw every kind of figure and table into docs/gallery/built."""
    set_up()
    return inside(ROOT / "docs/gallery/draw.py", *arguments)


def bundle(arguments: list[str]) -> int:
    """Set up, then make a folder that installs without network."""
    set_up()
    return inside(ROOT / ".ci/bundle.py", *arguments)


COMMANDS = {
    "report": report,
    "lab": lab,
    "antq": antq,
    "setup": setup,
    "test": test,
    "gallery": gallery,
    "bundle": bundle,
}


def spoken(arguments: Iterable[str]) -> str:
    """Return a command as a person types it, with quotes where an argument needs them."""
    return " ".join(f'"{word}"' if re.search(r"\s", word) or not word else word for word in arguments)


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if not arguments or arguments[0] not in COMMANDS:
        if arguments[:1] and arguments[0] in ANTQ_COMMANDS:
            print(TEXTS["forgot_antq"].format(command=spoken(arguments)), file=sys.stderr)
            return USAGE
        print(USAGE_TEXT)
        return 0 if arguments[:1] in (["-h"], ["--help"], ["help"]) else USAGE
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except StopError as stop:
        print(stop, file=sys.stderr, flush=True)
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
