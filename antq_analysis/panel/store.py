"""A built panel on disk: four files that belong together, and the refusal of any that do not."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import MissingError
from antq_analysis.files import sha256, whole_file, write_whole
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.language.numbers import Percent
from antq_analysis.project import Project
from antq_analysis.sources.receiving.received import ReceivedFile, received_files
from antq_analysis.vocabulary import Province

SHAPE_VERSION = 2
"""Raised whenever the meaning of a column changes, so that an older panel is rebuilt and never misread."""

OBSERVATIONS, ACCOUNT, FINDINGS, MANIFEST = (
    "observations.parquet",
    "account.csv",
    "findings.json",
    "manifest.json",
)
_PERCENT, _SENTENCE, _DATE = "percent", "sentence", "date"


def write_panel(
    project: Project,
    province: Province,
    observations: pd.DataFrame,
    account: pd.DataFrame,
    findings: Sequence[Finding],
) -> Path:
    """Write a panel; its manifest comes last and makes it valid.

    Parameters
    ----------
    project, province
        Where.
    observations, account, findings
        What was read.

    Returns
    -------
    Path
        The file of observations.

    Raises
    ------
    CannotWriteError
        If a file cannot be written; the panel is then not valid and is not loaded.
    """
    folder = project.panel / province.id
    with whole_file(folder / OBSERVATIONS) as temporary:
        observations.to_parquet(temporary, index=False)
    write_whole(folder / ACCOUNT, account.to_csv(index=False))
    rows = [
        {name: _stored(value) for name, value in vars(finding).items() if name != "values"}
        | {"values": {name: _stored(value) for name, value in finding.values.items()}}
        for finding in findings
    ]
    write_whole(folder / FINDINGS, json.dumps(rows, ensure_ascii=False, indent=1))
    manifest = {
        "shape_version": SHAPE_VERSION,
        "panel": {name: sha256(folder / name) for name in (OBSERVATIONS, ACCOUNT, FINDINGS)},
        "built_from": _built_from(project, province),
    }
    write_whole(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
    return folder / OBSERVATIONS


def read_panel(project: Project, province: Province) -> tuple[pd.DataFrame, list[Finding]]:
    """Read a panel that is whole and up to date.

    Parameters
    ----------
    project, province
        Where.

    Returns
    -------
    tuple
        Observations and findings.

    Raises
    ------
    MissingError
        If the panel was not built, is damaged or edited, was built by a version with another shape, rests on files
        that have changed since, or has no figure at all.
    """
    folder = project.panel / province.id
    check_current(project, province)
    observations = obs.conform(pd.read_parquet(folder / OBSERVATIONS))
    obs.validate(observations)
    if observations.empty:
        raise MissingError("panel.nothing_loaded", province=province.id)
    rows = json.loads((folder / FINDINGS).read_text(encoding="utf-8"))
    return observations, [_finding(row) for row in rows]


def check_current(project: Project, province: Province) -> None:
    """Refuse a panel that is not whole, or not up to date, without reading its figures.

    Parameters
    ----------
    project, province
        Where.

    Raises
    ------
    MissingError
        If the panel was not built, is damaged or edited, was built by a version with another shape, or rests on files
        that have changed since.
    """
    folder = project.panel / province.id
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums = {name: sha256(folder / name) for name in (OBSERVATIONS, ACCOUNT, FINDINGS)}
    except (OSError, ValueError, MissingError) as error:
        raise MissingError("panel.not_built", province=province.id) from error
    if manifest.get("shape_version") != SHAPE_VERSION:
        raise MissingError("panel.other_version", province=province.id)
    if manifest.get("panel") != sums:
        raise MissingError("panel.not_built", province=province.id)
    changed = _changes(manifest.get("built_from", {}), _built_from(project, province))
    if changed:
        raise MissingError("panel.stale", cases=changed, province=province.id)


def _stored(value: object) -> object:
    # Numbers stay numbers, so that each language writes them its own way when the finding is read again.
    if isinstance(value, Percent):
        return {_PERCENT: float(value)}
    if isinstance(value, date):
        return {_DATE: value.isoformat()}
    if isinstance(value, tuple):
        return [_stored(item) for item in value]
    if isinstance(value, Sentence):
        return {_SENTENCE: value.key, "values": {name: _stored(item) for name, item in value.values.items()}}
    if isinstance(value, float | int) and not isinstance(value, bool):
        return value
    return str(value)


def _finding(row: dict[str, Any]) -> Finding:
    parts = {name: _restored(value) for name, value in row.items() if name not in ("severity", "values")}
    values = {name: _restored(value) for name, value in row["values"].items()}
    return Finding(**parts, severity=Severity(row["severity"]), values=values)


def _restored(value: object) -> Any:
    if isinstance(value, list):
        return tuple(_restored(item) for item in value)
    if not isinstance(value, dict):
        return value
    if _DATE in value:
        return date.fromisoformat(value[_DATE])
    if _PERCENT in value:
        return Percent(value[_PERCENT])
    return Sentence(
        value[_SENTENCE], **{name: _restored(item) for name, item in value.get("values", {}).items()}
    )


def read_account(project: Project, province: str) -> pd.DataFrame:
    """Read the account of the last build.

    Parameters
    ----------
    project, province
        Where.

    Returns
    -------
    pandas.DataFrame
        One row a sheet.

    Raises
    ------
    MissingError
        If the panel was not built.
    """
    path = project.panel / province / ACCOUNT
    if not path.exists():
        raise MissingError("panel.not_built", province=province)
    return pd.read_csv(path, dtype={"period": "str", "file": "str", "sheet": "str"})


def _built_from(project: Project, province: Province) -> dict[str, str]:
    received: Sequence[ReceivedFile] = received_files(province.id, project)
    sums = {
        f"{file.period}/{file.name}": f"{file.sha256} {file.form} {file.map} {file.stage}"
        for file in received
    }
    layouts = [project.layouts / f"{form}.toml" for form in sorted({file.form for file in received})]
    paths = [*_files(project.reference), *filter(Path.exists, layouts)]
    paths += _files(project.decisions / province.id)
    for vintage in _folders(project.places / province.territory):
        paths += [vintage / name for name in ("units.csv", "crosswalk.csv") if (vintage / name).exists()]
    return sums | {path.relative_to(project.root).as_posix(): sha256(path) for path in paths}


def _files(folder: Path) -> list[Path]:
    return (
        sorted(path for path in folder.glob("*") if path.suffix in (".toml", ".csv"))
        if folder.is_dir()
        else []
    )


def _folders(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()


def _changes(before: dict[str, str], now: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
