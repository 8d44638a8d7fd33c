"""A file is put into the folder of its period and recorded there, whole or not at all."""

import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from antq_analysis.errors import InputError, MissingError, UnknownNameError
from antq_analysis.files import sha256, whole_file, write_whole
from antq_analysis.language.catalogue import Sentence
from antq_analysis.sources.receiving.cleaned import write_copy
from antq_analysis.sources.receiving.record import RECORD, Entry, entry_toml, read_record, safe_name
from antq_analysis.sources.workbooks.workbook import Workbook

LOCK = "~$"


def check_arrived(path: Path) -> None:
    """Refuse what is no file to keep: a folder, Excel's mark of an open workbook, a name that cannot be used.

    Parameters
    ----------
    path
        What was given as a file.

    Raises
    ------
    InputError
        If it is one of these.
    """
    if path.is_dir():
        raise InputError("sources.is_folder", file=path)
    if path.name.startswith(LOCK):
        raise InputError("sources.excel_lock", file=path.name, meant=path.name.removeprefix(LOCK))
    safe_name(path.name, path.name)


def check_replaced(replaces: str, name: str, entries: Sequence[Entry]) -> None:
    """Refuse to replace what is not there, or was replaced already.

    Parameters
    ----------
    replaces
        Name of the file to replace; empty for none.
    name
        Name of the new file.
    entries
        What was received for the period.

    Raises
    ------
    UnknownNameError
        If there is no such file.
    InputError
        If another file replaces it.
    """
    names = [entry.name for entry in entries]
    if replaces and (replaces not in names or replaces == name):
        raise UnknownNameError("sources.kind_received", replaces, names)
    others = [
        entry.name for entry in entries if replaces and entry.replaces == replaces and entry.name != name
    ]
    if others:
        raise InputError("sources.already_replaced", file=name, name=replaces, other=others[0])


def check_other_periods(name: str, checksum: str, period: str, folder: Path) -> None:
    """Refuse content that was already kept for another period.

    Parameters
    ----------
    name
        Name of the file.
    checksum
        Its SHA-256.
    period
        The period it is added to.
    folder
        The folder of what the province sent.

    Raises
    ------
    InputError
        If another period has the same content.
    """
    for record in sorted(folder.glob(f"*/{RECORD}")):
        if record.parent.name == period:
            continue
        for entry in read_record(record):
            if checksum in (entry.sha256, entry.received_sha256):
                other, named = record.parent.name, entry.name
                raise InputError(
                    "sources.same_content_other_period", file=name, other=other, name=named, period=period
                )


def is_there(kept: Path, checksum: str, entries: Sequence[Entry]) -> bool:
    """Tell whether a file was already kept with the same content.

    Parameters
    ----------
    kept
        Where it would be kept.
    checksum
        SHA-256 of what arrived.
    entries
        What was received for the period.

    Returns
    -------
    bool
        True where it is there and recorded.

    Raises
    ------
    InputError
        If the content is there under another name, or another content under this name.
    MissingError
        If it is recorded and gone.
    """
    same = [entry for entry in entries if checksum in (entry.sha256, entry.received_sha256)]
    if same and same[0].name != kept.name:
        raise InputError("sources.same_content", file=kept.name, other=same[0].name)
    if not kept.exists():
        if any(entry.name == kept.name for entry in entries):
            raise MissingError("sources.gone_files", cases=[kept.name], n=1)
        return False
    if sha256(kept) != (same[0].sha256 if same else checksum):
        raise InputError("sources.other_content", file=kept.name)
    return bool(same)


def check_recorded(entry: Entry, given: Mapping[str, object], record: str) -> None:
    """Refuse to say that a file is there already where it is recorded otherwise than it is given now.

    Parameters
    ----------
    entry
        What is recorded.
    given
        What is said of it now, by key of ``source.toml``; what is empty is not said.
    record
        Where the ``source.toml`` is, for the message.

    Raises
    ------
    InputError
        If they differ; every key is named with what is recorded and what was given.
    """
    cases = [
        Sentence("sources.recorded_as", key=key, before=str(getattr(entry, key) or "-"), now=str(value))
        for key, value in given.items()
        if value and value != getattr(entry, key)
    ]
    if cases:
        raise InputError("sources.recorded_otherwise", cases=cases, file=entry.name, record=record)


def write_kept(path: Path, copy: Workbook | None, checksum: str, kept: Path) -> str:
    """Write what is kept of a file: the file as it is, or a copy of some of its cells.

    Parameters
    ----------
    path
        The file that arrived.
    copy
        The cells to keep; None to keep the file as it is.
    checksum
        SHA-256 of what arrived.
    kept
        Where to keep it.

    Returns
    -------
    str
        SHA-256 of what is kept.

    Raises
    ------
    InputError
        If the file changed meanwhile, or a copy would not read like the original.
    CannotWriteError
        If it cannot be written; nothing is left.
    """
    with whole_file(kept) as temporary:
        if copy is not None:
            write_copy(copy, temporary)
        else:
            shutil.copyfile(path, temporary)
        if sha256(temporary if copy is None else path) != checksum:
            raise InputError("sources.changed_meanwhile", file=path.name)
    return sha256(kept)


def record_entry(record: Path, entry: Entry) -> None:
    """Add a file to the record of its period.

    Parameters
    ----------
    record
        The ``source.toml``; made where it is not there.
    entry
        The file.

    Raises
    ------
    MissingError
        If the record cannot be read.
    CannotWriteError
        If it cannot be written.
    """
    try:
        before = record.read_text(encoding="utf-8-sig") if record.exists() else ""
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=record, reason=error.strerror or error) from error
    text = (before.rstrip("\n") + "\n\n" if before.strip() else "") + entry_toml(entry)
    tomllib.loads(text)
    write_whole(record, text)
