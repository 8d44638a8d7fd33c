"""What arrived: files kept as received, with who sent them, their checksum, form, map, period and stage."""

import json
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath

from antq_analysis.errors import CannotWriteError, InputError, MissingError, UnknownNameError
from antq_analysis.files import sha256, whole_file, write_whole
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.observations import STAGES, period_bounds
from antq_analysis.places.vintage import vintage_on
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.sources.header import find_header
from antq_analysis.sources.layout import Layout, SheetLayout, check_period, load_layout, sheet_layout
from antq_analysis.sources.scan import scan_file
from antq_analysis.sources.titles import title_findings
from antq_analysis.sources.workbook import Workbook
from antq_analysis.vocabulary import load_vocabulary

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


@dataclass(frozen=True)
class ReceivedFile:
    """One file that counts: kept, unchanged, and not replaced by another.

    Parameters
    ----------
    path
        Where it is kept.
    province
        Identifier of its province.
    name, sha256, form, period, stage, sender
        As in :class:`Entry`.
    map
        Date of the map in force, as ISO text.
    """

    path: Path
    province: str
    name: str
    sha256: str
    form: str
    map: str
    period: str
    stage: str = "final"
    sender: str = ""

    @property
    def source_id(self) -> str:
        """What an observation calls its file: the start of its checksum."""
        return self.sha256[:12]


@dataclass(frozen=True)
class Added:
    """A file that was added.

    Parameters
    ----------
    path
        Where it is kept.
    findings
        What was noticed at once; reading it is the work of ``antq check``.
    """

    path: Path
    findings: tuple[Finding, ...]


def add_file(  # noqa: PLR0913 - each is a column of source.toml, given by name
    path: Path,
    province: str,
    period: str,
    *,
    form: str,
    map_date: str | date,
    stage: str = "final",
    sender: str = "",
    replaces: str = "",
    received: date | None = None,
    project: Project | None = None,
) -> Added:
    """Keep a file that arrived, after looking for what must not be kept.

    Parameters
    ----------
    path
        The file.
    province
        Identifier of the province.
    period
        The period it reports, such as ``2025`` or ``2025-6T``.
    form
        Identifier of its layout.
    map_date
        A day on which the map was in force whose units it names.
    stage
        estimate, preliminary, final or revised.
    sender
        Who sent it.
    replaces
        Name of the earlier file of the same period in whose place it stands.
    received
        When it arrived.
    project
        The project; found from the current folder by default.

    Returns
    -------
    Added
        Where it is kept, and what was noticed.

    Raises
    ------
    SecrecyError
        If it bears a stamp of secrecy; nothing is copied.
    InputError
        If it has columns about persons, is no workbook, another file of that name is there already, or its content
        was already kept for another period.
    UnknownNameError
        If province, form, stage or the replaced file do not exist.
    LayoutError
        If the form was not in use in the period.
    MissingError
        If the file cannot be read.
    CannotWriteError
        If it cannot be kept; nothing is left half written.
    """
    project = project or find_project()
    vocabulary = load_vocabulary(project)
    vocabulary.province(province)
    period_bounds(period)
    if stage not in STAGES:
        raise UnknownNameError("sources.kind_stage", stage, STAGES)
    layout = load_layout(form, project, vocabulary=vocabulary)
    check_period(layout, period)
    vintage = vintage_on(province, map_date, project)
    name = _safe_name(path.name, path.name)
    before = sha256(path)
    book = scan_file(path)
    folder = project.raw / province / period
    entries = _record(folder / RECORD).file
    _check_replaced(replaces, name, entries)
    _check_other_periods(name, before, period, project.raw / province)
    kept = folder / name
    findings = (
        *_unknown_sheets(
            book, {sheet.name for sheet in book.sheets if sheet_layout(layout, sheet.name) is None}
        ),
        *_titles(book, layout, period),
    )
    if _is_there(kept, before, entries):
        return Added(kept, (*findings, Finding("already_there", Severity.NOTE, name)))
    entry = Entry(
        name,
        before,
        before,
        layout.form,
        date.fromisoformat(vintage),
        period,
        stage,
        sender,
        received,
        replaces,
    )
    _keep(path, kept, entry)
    return Added(kept, findings)


def received_files(province: str, project: Project | None = None) -> tuple[ReceivedFile, ...]:
    """List the files of a province that count, in order of period and arrival.

    Parameters
    ----------
    province
        Identifier of the province.
    project
        The project; found from the current folder by default.

    Returns
    -------
    tuple of ReceivedFile
        Kept and unchanged files; those that another replaces are left out.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    SettingError
        If a ``source.toml`` is not as it must be.
    InputError
        If a file was changed, is not recorded, or a record contradicts itself: every case is listed.
    MissingError
        If a recorded file is gone.
    """
    project = project or find_project()
    load_vocabulary(project).province(province)
    found: list[ReceivedFile] = []
    cases: list[str] = []
    gone: list[str] = []
    for record in sorted((project.raw / province).glob(f"*/{RECORD}")):
        folder, entries = record.parent, read_toml(record, Record).file
        cases += [f"{_shown(record, project)}: {fault}" for fault in _record_faults(folder, entries)]
        for entry in entries:
            path = folder / _safe_name(entry.name, _shown(record, project))
            if not path.is_file():
                gone.append(_shown(path, project))
            elif sha256(path) != entry.sha256:
                cases.append(say("sources.changed_file", file=_shown(path, project)))
        replaced = {entry.replaces for entry in entries}
        found += [
            _received(folder, province, entry, project) for entry in entries if entry.name not in replaced
        ]
    if gone:
        raise MissingError("sources.gone_files", cases=gone, n=len(gone))
    if cases:
        raise InputError("sources.bad_records", cases=cases, n=len(cases))
    return tuple(found)


def _received(folder: Path, province: str, entry: Entry, project: Project) -> ReceivedFile:
    vintage = vintage_on(province, entry.map, project)
    kept = (entry.name, entry.sha256, entry.form, vintage, entry.period, entry.stage, entry.sender)
    return ReceivedFile(folder / entry.name, province, *kept)


def _record(path: Path) -> Record:
    return read_toml(path, Record) if path.exists() else Record()


def _record_faults(folder: Path, entries: Sequence[Entry]) -> Iterator[str]:
    names = [entry.name for entry in entries]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield say("sources.recorded_twice", name=name)
    for entry in entries:
        if entry.period != folder.name:
            yield say("sources.other_period", name=entry.name, written=entry.period, expected=folder.name)
        if entry.stage not in STAGES:
            yield say("sources.bad_stage", name=entry.name, written=entry.stage, known=", ".join(STAGES))
        if entry.replaces and (entry.replaces not in names or entry.replaces == entry.name):
            yield say("sources.replaces_unknown", name=entry.name, written=entry.replaces)
    yield from _replacement_faults(entries)
    for path in sorted(folder.iterdir()):
        if (
            path.suffix.lower() in TABLE_ENDINGS
            and path.name not in names
            and not path.name.startswith((".", "~$"))
        ):
            yield say("sources.not_recorded", name=path.name)


def _replacement_faults(entries: Sequence[Entry]) -> Iterator[str]:
    by: dict[str, list[str]] = {}
    for entry in entries:
        if entry.replaces:
            by.setdefault(entry.replaces, []).append(entry.name)
    for name, others in by.items():
        if len(others) > 1:
            yield say("sources.replaced_twice", name=name, others=", ".join(others))
    before = {entry.name: entry.replaces for entry in entries if entry.replaces}
    seen: set[str] = set()
    for start in before:
        way = [start]
        while way[-1] not in seen and (following := before.get(way[-1], "")):
            if following in way:
                if following != way[-1]:
                    circle = [*way[way.index(following) :], following]
                    yield say("sources.replaces_circle", names=" -> ".join(circle))
                break
            way.append(following)
        seen.update(way)


def _safe_name(name: str, where: str) -> str:
    parts = {PurePosixPath(name).name, PureWindowsPath(name).name}
    if parts != {name} or name.startswith(".") or not name.isprintable() or name == RECORD:
        raise InputError("sources.bad_file_name", name=name, where=where)
    return name


def _check_replaced(replaces: str, name: str, entries: Sequence[Entry]) -> None:
    names = [entry.name for entry in entries]
    if replaces and (replaces not in names or replaces == name):
        raise UnknownNameError("sources.kind_received", replaces, names)
    others = [
        entry.name for entry in entries if replaces and entry.replaces == replaces and entry.name != name
    ]
    if others:
        raise InputError("sources.already_replaced", file=name, name=replaces, other=others[0])


def _check_other_periods(name: str, checksum: str, period: str, folder: Path) -> None:
    for record in sorted(folder.glob(f"*/{RECORD}")):
        if record.parent.name == period:
            continue
        for entry in read_toml(record, Record).file:
            if checksum in (entry.sha256, entry.received_sha256):
                other, named = record.parent.name, entry.name
                raise InputError(
                    "sources.same_content_other_period", file=name, other=other, name=named, period=period
                )


def _is_there(kept: Path, checksum: str, entries: Sequence[Entry]) -> bool:
    same = [entry for entry in entries if entry.sha256 == checksum]
    if same and same[0].name != kept.name:
        raise InputError("sources.same_content", file=kept.name, other=same[0].name)
    if not kept.exists():
        if any(entry.name == kept.name for entry in entries):
            raise MissingError("sources.gone_files", cases=[kept.name], n=1)
        return False
    if sha256(kept) != checksum:
        raise InputError("sources.other_content", file=kept.name)
    return any(entry.name == kept.name for entry in entries)


def _titles(book: Workbook, layout: Layout, period: str) -> Iterator[Finding]:
    for sheet in book.sheets:
        known = sheet_layout(layout, sheet.name)
        if isinstance(known, SheetLayout) and (header := find_header(sheet, known)) is not None:
            yield from title_findings(sheet, header.top, period, book.path.name)


def _unknown_sheets(book: Workbook, unknown: set[str]) -> Iterator[Finding]:
    for sheet in book.sheets:
        if sheet.name in unknown and (
            n := sum(value not in ("", None) for cells in sheet.rows for value in cells)
        ):
            yield Finding(
                "sheet_not_in_layout", Severity.WARNING, book.path.name, sheet.name, values={"n": n}
            )


def _keep(path: Path, kept: Path, entry: Entry) -> None:
    record = kept.parent / RECORD
    try:
        before = record.read_text(encoding="utf-8-sig") if record.exists() else ""
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=record, reason=error.strerror or error) from error
    text = (before.rstrip("\n") + "\n\n" if before.strip() else "") + _toml(entry)
    tomllib.loads(text)
    was_there = kept.exists()
    with whole_file(kept) as temporary:
        shutil.copyfile(path, temporary)
        if sha256(temporary) != entry.sha256:
            raise InputError("sources.changed_meanwhile", file=path.name)
    try:
        write_whole(record, text)
    except CannotWriteError:
        if not was_there:
            kept.unlink(missing_ok=True)
        raise


def _toml(entry: Entry) -> str:
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


def _shown(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix()
