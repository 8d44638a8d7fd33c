"""What arrived and counts: files kept, unchanged, and not replaced by another."""

from dataclasses import dataclass
from pathlib import Path

from antq_analysis.errors import InputError, MissingError
from antq_analysis.files import sha256
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.vintage import vintage_on
from antq_analysis.project import Project, find_project
from antq_analysis.sources.receiving.record import RECORD, Entry, read_record, record_faults, safe_name
from antq_analysis.vocabulary import load_vocabulary


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
        folder, entries = record.parent, read_record(record)
        cases += [
            Sentence("language.of_place", place=_shown(record, project), why=fault)
            for fault in record_faults(folder, entries)
        ]
        for entry in entries:
            path = folder / safe_name(entry.name, _shown(record, project))
            if not path.is_file():
                gone.append(_shown(path, project))
            elif sha256(path) != entry.sha256:
                cases.append(Sentence("sources.changed_file", file=_shown(path, project)))
        replaced = {entry.replaces for entry in entries}
        found += [
            _received(folder, province, entry, project) for entry in entries if entry.name not in replaced
        ]
    if gone:
        raise MissingError("sources.gone_files", cases=gone, n=len(gone))
    if cases:
        raise InputError("sources.bad_records", cases=cases, n=len(cases))
    return tuple(found)


def replaced_files(province: str, project: Project | None = None) -> tuple[tuple[ReceivedFile, str], ...]:
    """List the files of a province that another one replaces: kept, and no longer counted.

    Parameters
    ----------
    province
        Identifier of the province.
    project
        The project; found from the current folder by default.

    Returns
    -------
    tuple of tuple
        Each replaced file with the name of the file in its place, in order of period and arrival.
    """
    project = project or find_project()
    found = []
    for record in sorted((project.raw / province).glob(f"*/{RECORD}")):
        entries = read_record(record)
        by = {entry.replaces: entry.name for entry in entries if entry.replaces}
        found += [
            (_received(record.parent, province, entry, project), by[entry.name])
            for entry in entries
            if entry.name in by
        ]
    return tuple(found)


def _received(folder: Path, province: str, entry: Entry, project: Project) -> ReceivedFile:
    vintage = vintage_on(province, entry.map, project)
    kept = (entry.name, entry.sha256, entry.form, vintage, entry.period, entry.stage, entry.sender)
    return ReceivedFile(folder / entry.name, province, *kept)


def _shown(path: Path, project: Project) -> str:
    return path.relative_to(project.root).as_posix()
