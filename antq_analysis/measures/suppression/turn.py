"""One writer of a file at a time; whoever dies while it is his turn loses it with his process."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from antq_analysis.errors import CannotWriteError

PATIENCE = 15.0
"""Seconds to wait for one's turn: a turn takes as long as reading and writing one small file."""
_PAUSE = 0.05


@contextmanager
def turn_at(path: Path) -> Iterator[None]:
    """Wait until nobody else reads and writes a file, and keep others waiting meanwhile.

    Parameters
    ----------
    path
        The file that is to be read and written; missing folders are made.

    Yields
    ------
    None
        While it is one's turn.

    Raises
    ------
    CannotWriteError
        If the turn does not come in time, or the operating system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The file itself is replaced when it is written, and with it a lock on it would be gone.
        handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise CannotWriteError("errors.cannot_write", file=path, reason=error.strerror or error) from error
    try:
        _wait(handle, path)
        yield
    finally:
        with suppress(OSError):
            _give_back(handle)
        os.close(handle)


def _wait(handle: int, path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _take(handle)
        except OSError as error:
            if time.monotonic() > end:
                reason = error.strerror or error
                raise CannotWriteError("errors.cannot_write", file=path, reason=reason) from error
            time.sleep(_PAUSE)
        else:
            return


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - there is none on Windows

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _give_back(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there is none elsewhere

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
