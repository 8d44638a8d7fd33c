"""Files written whole or not at all."""

import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from antq_analysis.errors import CannotWriteError, MissingError, say_why

PART, ASIDE = ".part-", ".old-"
"""How names begin of what is being written, and of what a new folder is about to take the place of."""


@dataclass(frozen=True)
class Content:
    """What a file holds: equal to that of any file with the same bytes, so that what is read of it may be kept.

    Parameters
    ----------
    held
        Its bytes.
    path
        The file.
    """

    held: bytes
    path: Path = field(compare=False)


def content_of(path: Path) -> Content:
    """Take up what a file holds.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Content
        Without bytes where the file cannot be read: whoever reads it next says why.
    """
    try:
        return Content(path.read_bytes(), path)
    except OSError:
        return Content(b"", path)


def sha256(path: Path) -> str:
    """Compute the checksum of a file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    str
        SHA-256 in hexadecimal.

    Raises
    ------
    MissingError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=say_why(error)) from error


def write_whole(path: Path, data: bytes | str) -> None:
    """Write a file whole, or leave what was there.

    Parameters
    ----------
    path
        Where to write; missing folders are made.
    data
        The content; text is written as UTF-8 with Unix line ends.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    with whole_file(path) as temporary:
        temporary.write_bytes(data.encode() if isinstance(data, str) else data)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path to write to; it becomes the file only when the block ends well.

    Parameters
    ----------
    path
        The file to make or to replace.

    Yields
    ------
    Path
        A path in the same folder with the same ending.

    Raises
    ------
    CannotWriteError
        If the operating system refuses.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=PART, suffix=path.suffix, delete=False
        ) as made:
            temporary = Path(made.name)
        yield temporary
        _flush(temporary)
        # A temporary file is private; a report is read by colleagues as any other file would be.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise CannotWriteError("errors.cannot_write", file=path, reason=say_why(error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give an empty temporary folder; it takes the place of the old one only when the block ends well.

    Parameters
    ----------
    path
        The folder to make or to replace.

    Yields
    ------
    Path
        A temporary folder beside it.

    Raises
    ------
    CannotWriteError
        If the operating system refuses.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=PART))
        yield temporary
        temporary.chmod(0o777 & ~_umask())
        _swap(temporary, path)
    except OSError as error:
        raise CannotWriteError("errors.cannot_write", file=path, reason=say_why(error)) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _swap(new: Path, path: Path) -> None:
    old = _aside(path)
    if path.exists():
        path.replace(old)
    try:
        new.replace(path)
    except OSError:
        if old.exists():
            old.replace(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _aside(path: Path) -> Path:
    # What a program holds open cannot be removed on every system; a report that is stuck takes no other's place.
    plain = f"{ASIDE}{path.name}"
    taken = [path.with_name(plain), *sorted(path.parent.glob(f"{glob.escape(plain)}~*"))]
    for old in taken:
        shutil.rmtree(old, ignore_errors=True)
    names = (plain, *(f"{plain}~{number}" for number in range(2, len(taken) + 3)))
    return next(place for place in map(path.with_name, names) if not place.exists())


def name_aside(path: Path) -> str:
    """Name the folder that was moved aside, as it was called before.

    Parameters
    ----------
    path
        The folder under the name that it has aside.

    Returns
    -------
    str
        Its own name.
    """
    return path.name.removeprefix(ASIDE).partition("~")[0]


def _flush(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
