"""One command at a time writes the data of a province; a lock that a crash left behind is known as such."""

import json
import os
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from antq_analysis.cli.left_over import tidy
from antq_analysis.errors import CannotWriteError, say_why
from antq_analysis.project import Project

BEAT = 5.0
"""Seconds between two signs of life of the command that holds the lock."""
SILENT = 90.0
"""Seconds without a sign after which the holder is gone: its computer was switched off, or its number is another's."""
_TRIES = 3
_QUERY, _DENIED = (
    0x1000,
    5,
)  # of Windows: the least right to ask of a process, and an error that says it is there


@contextmanager
def alone(project: Project, province: str, command: str) -> Iterator[None]:
    """Keep other commands away from the data of a province.

    The lock is a file beside the data, made in one step or not at all, so that it holds on network drives and on every
    system. It names its holder: of this computer by the number of the process, of another by its signs of life.

    Parameters
    ----------
    project, province
        Whose data.
    command
        What is done meanwhile, for the message to whom it keeps away.

    Yields
    ------
    None
        While the lock is held.

    Raises
    ------
    CannotWriteError
        If another command holds it, or it cannot be written.
    UnknownNameError
        If there is no such province.
    """
    from antq_analysis.vocabulary import load_vocabulary

    known = load_vocabulary(project).province(province).id
    path = lock_of(project, known)
    holder = {
        "command": command,
        "pid": os.getpid(),
        "computer": platform.node(),
        "since": time.strftime("%H:%M %d/%m/%Y"),
    }
    own = json.dumps(holder, ensure_ascii=False)
    last_sign = _take(path, own, province)
    if last_sign is not None:
        tidy(project, known, last_sign)
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(path, own, ended), daemon=True)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()
        if _text(path) == own:
            path.unlink(missing_ok=True)


def lock_of(project: Project, province: str) -> Path:
    """Give the place of a province's lock.

    Parameters
    ----------
    project, province
        Whose data.

    Returns
    -------
    Path
        The file; it is there only while a command runs, or after a crash.
    """
    return project.data / f".{province}.busy"


def _take(path: Path, own: str, province: str) -> float | None:
    """Take the lock; give the last sign of life of a command that left it behind, if there was one."""
    last_sign = None
    for _ in range(_TRIES):
        if _made(path, own):
            return last_sign
        there = _text(path)
        if there is not None and not _is_left_behind(path, there):
            raise _refusal(path, there, province)
        with suppress(OSError):
            last_sign = path.stat().st_mtime + BEAT
        _set_aside(path, there)
    raise _refusal(path, _text(path) or "", province)


def _made(path: Path, own: str) -> bool:
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except FileExistsError:
        return False
    except OSError as error:
        raise CannotWriteError("errors.cannot_write", file=path, reason=say_why(error)) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(own)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise CannotWriteError("errors.cannot_write", file=path, reason=say_why(error)) from error
    return True


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "" if path.exists() else None


def _holder(text: str) -> dict[str, object]:
    with suppress(ValueError):
        told = json.loads(text)
        if isinstance(told, dict):
            return told
    return {}


def _is_left_behind(path: Path, text: str) -> bool:
    holder = _holder(text)
    pid = holder.get("pid")
    if holder.get("computer") == platform.node() and isinstance(pid, int) and not _is_running(pid):
        return True
    return _seconds_silent(path) > SILENT


def _seconds_silent(path: Path) -> float:
    # The clock of a network drive may be another than ours: both times are taken from the drive.
    with suppress(OSError), tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-") as now:
        return Path(now.name).stat().st_mtime - path.stat().st_mtime
    return 0.0


def _is_running(pid: int) -> bool:
    if sys.platform == "win32":
        # Signal 0 is Ctrl+C there and would stop the other command.
        import ctypes

        system = ctypes.windll.kernel32
        handle = system.OpenProcess(_QUERY, False, pid)
        if handle:
            system.CloseHandle(handle)
        return bool(handle) or system.GetLastError() == _DENIED
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _set_aside(path: Path, there: str | None) -> None:
    # Of two commands that find the same old lock one may have made its own meanwhile: what is no old lock goes back.
    aside = path.with_name(f"{path.name}-{os.getpid()}")
    with suppress(OSError):
        path.replace(aside)
        if _text(aside) == there:
            aside.unlink()
        else:
            aside.replace(path)


def _beat(path: Path, own: str, ended: threading.Event) -> None:
    while not ended.wait(BEAT):
        with suppress(OSError):
            if _text(path) == own:
                os.utime(path)


def _refusal(path: Path, text: str, province: str) -> CannotWriteError:
    holder = _holder(text)
    told = {name: str(holder.get(name, "?")) for name in ("command", "pid", "computer", "since")}
    return CannotWriteError("cli.busy", province=province, file=path, **told)
