"""What a report was made from: checksums of everything in and out, versions, seed and state of the code."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from antq_analysis.annual.installed import checksums, code_state, package_sum, versions
from antq_analysis.errors import MissingError, UnknownNameError
from antq_analysis.observations import is_year
from antq_analysis.project import Project
from antq_analysis.sources.receiving.record import RECORD, read_record
from antq_analysis.vocabulary import Province

MANIFEST = "manifest.json"
INTERNAL, INTERNAL_AND_RELEASE = "internal", "internal, release"
OWN_WORDS = "briefing"
"""Folder of the data that holds what an office writes into its reports itself."""
FROZEN = "frozen"
"""Folder beside a panel of what was handed in; a report is compared with what was handed in for earlier years."""


def report_settings(map_date: str, lang: str, *, release: bool) -> dict[str, str]:
    """Name what was asked for when a report was made.

    Parameters
    ----------
    map_date
        Date of its map, ISO text.
    lang
        ``"vi"`` or ``"en"``.
    release
        Whether there is a copy for publication in it.

    Returns
    -------
    dict of str to str
        As the manifest holds it: another value of any of them is another report.
    """
    return {"map": map_date, "language": lang, "audience": INTERNAL_AND_RELEASE if release else INTERNAL}


def report_folder(project: Project, province: Province, year: str) -> Path:
    """Name the folder of a report.

    Parameters
    ----------
    project, province, year
        Whose report.

    Returns
    -------
    Path
        ``reports/<province>/<year>``, whether or not it is there.

    Raises
    ------
    UnknownNameError
        If that is no year; those with a report are named.
    """
    folder = project.reports / province.id
    if not is_year(year):
        known = (path.name for path in folder.glob("*/") if is_year(path.name))
        raise UnknownNameError("errors.kind_period", year, known)
    return folder / year


def rests_on(project: Project, province: Province, year: str) -> dict[str, Any]:
    """Take down everything that a report rests on, as it is now.

    Parameters
    ----------
    project, province, year
        Whose report.

    Returns
    -------
    dict
        ``seed``, ``code`` (state of git, and the checksum of the package's files), ``versions`` and ``inputs``
        (checksums of files by path).
    """
    return {
        "seed": project.settings.seed,
        "code": code_state(project.root) | {"package": package_sum()},
        "versions": versions(),
        "inputs": checksums(input_files(project, province, year), project.root),
    }


def make_manifest(
    rests: Mapping[str, Any], province: Province, year: str, settings: Mapping[str, str], outputs: Path
) -> str:
    """Write down what a report rests on and what it consists of.

    Parameters
    ----------
    rests
        What :func:`rests_on` gave before the report was made: a file that changed meanwhile shows by its old checksum.
    province, year
        Whose report.
    settings
        What was asked for, as :func:`report_settings` names it.
    outputs
        Folder of the finished outputs.

    Returns
    -------
    str
        JSON without time stamps, so that the same inputs give the same manifest.
    """
    content = {
        **rests,
        "province": province.id,
        "year": year,
        "settings": dict(settings),
        "outputs": output_sums(outputs),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict
        What :func:`make_manifest` wrote; parts that a damaged one lacks are empty.

    Raises
    ------
    MissingError
        If it is not there, cannot be read or is no manifest.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MissingError("annual.no_manifest", file=path) from error
    if not isinstance(told, dict):
        raise MissingError("annual.no_manifest", file=path)
    parts = ("settings", "code", "versions", "inputs", "outputs")
    return told | {name: told[name] if isinstance(told.get(name), dict) else {} for name in parts}


def output_sums(folder: Path) -> dict[str, str]:
    """Compute the checksums of the files of a report.

    Parameters
    ----------
    folder
        The report.

    Returns
    -------
    dict of str to str
        SHA-256 by path; its manifest is not among them.
    """
    own = (path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    return checksums(own, folder)


def input_files(project: Project, province: Province, year: str) -> Iterable[Path]:
    """List the files that a report of a province may rest on.

    Parameters
    ----------
    project, province, year
        Whose report.

    Yields
    ------
    Path
        The settings, the office's own words of the year, everything received, decided and known of the province, what
        was handed in for earlier years, and the notebooks.
    """
    yield project.data / "project.toml"
    own = project.data / OWN_WORDS / province.id
    other_years = re.compile(rf"(?!{re.escape(year)}_)\d{{4}}_")
    for path in sorted(own.glob("*")):
        if path.is_file() and not _scratch(path, own) and not other_years.match(path.name):
            yield path
    folders = (
        project.raw / province.id,
        project.decisions / province.id,
        project.data / "targets",
        project.reference,
        project.places / province.territory,
        *(one for one in sorted((project.panel / province.id / FROZEN).glob("*/")) if one.name < year),
        project.root / "notebooks",
    )
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not _scratch(path, folder))
    yield from (path for path in _layouts(project, province) if path.is_file())


def _layouts(project: Project, province: Province) -> list[Path]:
    """List how the forms of the province are read; forms that nobody sent back, and those of others, change nothing."""
    records = (project.raw / province.id).glob(f"*/{RECORD}")
    forms = {entry.form for record in records for entry in read_record(record)}
    return [project.layouts / f"{form}.toml" for form in sorted(forms)]


def _scratch(path: Path, folder: Path) -> bool:
    # Scratch notebooks, editors' copies and lock files of an open workbook are nobody's input.
    parts = path.relative_to(folder).parts
    return any(part.startswith((".", "~$")) or part == "scratch" for part in parts)
