"""What ``source.toml`` says of the files of one period: read strictly, checked, and added to."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.observations import STAGES
from antq_analysis.project import read_toml

RECORD = "source.toml"
TABLE_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})


@dataclass(frozen=True)
class Entry:
    """One file as ``source.toml`` records it.

    Parameters
    ----------
    name
        Name of the file in the folder of its period.
    sha256, received_sha256
        Checksums of the file that is kept and of the file that arrived.
    form
        How it is read.
    map
        The map on which its units were written.
    period
        The period it reports.
    stage
        estimate, preliminary, final or revised.
    sender
        Who sent it.
    received
        When it arrived.
    replaces
        Name of the earlier file in whose place it stands.
    note
        Anything a person wants to remember.
    """

    name: str
    sha256: str
    received_sha256: str
    form: str
    map: date
    period: str
    stage: str = "final"
    sender: str = ""
    received: date | None = None
    replaces: str = ""
    note: str = ""


@dataclass(frozen=True)
class Record:
    """A whole ``source.toml``.

    Parameters
    ----------
    file
        Its files in order of arrival.
    """

    file: tuple[Entry, ...] = ()


def read_record(path: Path) -> tuple[Entry, ...]:
    """Read a ``source.toml``.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Entry
        Its files in order of arrival; none where there is no such file.

    Raises
    ------
    SettingError
        If it is not as it must be.
    """
    return read_toml(path, Record).file if path.exists() else ()


def record_faults(folder: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """List where a record contradicts itself or its folder.

    Parameters
    ----------
    folder
        The folder of the period.
    entries
        What its record says.

    Yields
    ------
    str
        One line a fault.
    """
    names = [entry.name for entry in entries]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Sentence("sources.recorded_twice", name=name)
    for entry in entries:
        if entry.period != folder.name:
            yield Sentence(
                "sources.other_period", name=entry.name, written=entry.period, expected=folder.name
            )
        if entry.stage not in STAGES:
            yield Sentence("sources.bad_stage", name=entry.name, written=entry.stage, known=", ".join(STAGES))
        if entry.replaces and (entry.replaces not in names or entry.replaces == entry.name):
            yield Sentence("sources.replaces_unknown", name=entry.name, written=entry.replaces)
    yield from _replacement_faults(entries)
    for path in sorted(folder.iterdir()):
        if (
            path.suffix.lower() in TABLE_ENDINGS
            and path.name not in names
            and not path.name.startswith((".", "~$"))
        ):
            yield Sentence("sources.not_recorded", name=path.name)


def _replacement_faults(entries: Sequence[Entry]) -> Iterator[str]:
    by: dict[str, list[str]] = {}
    for entry in entries:
        if entry.replaces:
            by.setdefault(entry.replaces, []).append(entry.name)
    for name, others in by.items():
        if len(others) > 1:
            yield Sentence("sources.replaced_twice", name=name, others=", ".join(others))
    before = {entry.name: entry.replaces for entry in entries if entry.replaces}
    seen: set[str] = set()
    for start in before:
        way = [start]
        while way[-1] not in seen and (following := before.get(way[-1], "")):
            if following in way:
                if following != way[-1]:
                    circle = [*way[way.index(following) :], following]
                    yield Sentence("sources.replaces_circle", names=" -> ".join(circle))
                break
            way.append(following)
        seen.update(way)


def safe_name(name: str, where: str) -> str:
    """Refuse a name that would leave the folder of its period or hide in it.

    Parameters
    ----------
    name
        The name of a file.
    where
        Where it was written, for the message.

    Returns
    -------
    str
        The name.

    Raises
    ------
    InputError
        If it is no plain name.
    """
    parts = {PurePosixPath(name).name, PureWindowsPath(name).name}
    if parts != {name} or name.startswith(".") or not name.isprintable() or name == RECORD:
        raise InputError("sources.bad_file_name", name=name, where="" if where == name else f" ({where})")
    return name


def entry_toml(entry: Entry) -> str:
    """Write one file as ``source.toml`` records it.

    Parameters
    ----------
    entry
        The file.

    Returns
    -------
    str
        A ``[[file]]`` block.
    """
    lines = ["[[file]]"]
    for name in Entry.__dataclass_fields__:
        value = getattr(entry, name)
        if isinstance(value, date):
            lines.append(f"{name} = {value.isoformat()}")
        elif value:
            lines.append(f"{name} = {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # JSON escapes are those of TOML, save that TOML also refuses a bare DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
