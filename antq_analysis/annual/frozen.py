"""What was handed in: the figures and the manifest of a report, kept as they were that day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.annual.differences import Difference, compare_outputs
from antq_analysis.annual.manifest import FROZEN, MANIFEST, output_sums, read_manifest, report_folder
from antq_analysis.errors import InputError, MissingError
from antq_analysis.files import sha256, whole_folder
from antq_analysis.language.catalogue import say
from antq_analysis.panel.store import OBSERVATIONS, SHAPE_VERSION
from antq_analysis.places.vintage import iso
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

REPORTED = "checks/observations.csv"
"""The figures of a report, as its folder holds them."""


@dataclass(frozen=True)
class Kept:
    """The figures of a report as they were: handed in, or of the report that stands.

    Parameters
    ----------
    province, year
        Whose report.
    observations
        Every figure that it knew, of its year and of those before it.
    manifest
        What it rested on.
    number
        Counts what was handed in for that year from 1; 0 where it was not handed in.
    on
        The day, ISO text; empty where it was not handed in.
    note
        The user's words.
    """

    province: str
    year: str
    observations: pd.DataFrame = field(repr=False)
    manifest: Mapping[str, Any] = field(repr=False)
    number: int = 0
    on: str = ""
    note: str = ""

    def label(self, lang: str = "vi") -> str:
        """Name it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            For instance ``số liệu năm 2024 đã nộp ngày 20/12/2024 (lần 1)``.
        """
        if not self.number:
            return say("annual.kept_report", lang, year=self.year)
        words = {"year": self.year, "on": date.fromisoformat(self.on), "n": self.number}
        return say("annual.kept_frozen", lang, **words)


def freeze_year(
    province: str, year: str, *, on: str | date | None = None, note: str = "", project: Project | None = None
) -> tuple[Kept, tuple[Difference, ...]]:
    """Keep what a report of a year says, as handed in; nothing that was kept before is touched.

    Parameters
    ----------
    province, year
        Whose report.
    on
        The day it was handed in; by default today.
    note
        The user's words: to whom, under which number.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple
        What was kept, or what was kept last where that is the same report; and the files of the report that were
        touched after it was made.

    Raises
    ------
    MissingError
        If there is no report of that year.
    UnknownNameError
        If there is no such province, or that is no year.
    InputError
        If its table of figures was touched: nobody could say what was handed in.
    UsageError
        If the day is not a date.
    CannotWriteError
        If it cannot be written.
    """
    project = project or find_project()
    who = load_vocabulary(project).province(province)
    folder = report_folder(project, who, year)
    day = iso(on or datetime.now().astimezone().date())
    manifest = read_manifest(folder / MANIFEST)
    touched = compare_outputs(manifest["outputs"], output_sums(folder))
    if REPORTED not in manifest["outputs"] or REPORTED in {one.name for one in touched}:
        raise InputError("annual.freeze_touched", file=folder / REPORTED)
    earlier = load_frozen(who.id, year, project)
    if earlier and _same(earlier[-1].manifest, manifest):
        return earlier[-1], touched
    number = earlier[-1].number + 1 if earlier else 1
    kept = Kept(who.id, year, _read_reported(folder / REPORTED), manifest, number, day, note)
    _write(kept, project.panel / who.id / FROZEN / year / str(kept.number))
    return kept, touched


def load_frozen(province: str, year: str, project: Project | None = None) -> tuple[Kept, ...]:
    """Load what was handed in for a year, the first first.

    Parameters
    ----------
    province, year
        Whose.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple of Kept
        Empty where nothing was kept.

    Raises
    ------
    InputError
        If one of them is damaged, or was kept by a version that gives its columns another meaning.
    """
    folder = (project or find_project()).panel / province / FROZEN / year
    numbers = sorted(int(one.name) for one in folder.glob("*/") if one.name.isdigit())
    return tuple(_read(folder / str(number)) for number in numbers)


def load_reported(province: str, year: str, project: Project | None = None) -> Kept | None:
    """Load the figures of the report that stands.

    Parameters
    ----------
    province, year
        Whose.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Kept or None
        None where there is no report, or its table of figures is not as it was made.
    """
    folder = (project or find_project()).reports / province / year
    try:
        manifest = read_manifest(folder / MANIFEST)
        if manifest["outputs"].get(REPORTED) != sha256(folder / REPORTED):
            return None
    except MissingError:
        return None
    return Kept(province, year, _read_reported(folder / REPORTED), manifest)


def _same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return all(before.get(name) == after.get(name) for name in ("outputs", "settings", "inputs"))


def _read_reported(path: Path) -> pd.DataFrame:
    rows = pd.read_csv(path, dtype="str", encoding="utf-8-sig", keep_default_na=False, lineterminator="\n")
    for name in ("value", "apportioned_share"):
        rows[name] = pd.to_numeric(rows[name].mask(rows[name].eq("")))
    for name in ("period_start", "period_end"):
        rows[name] = pd.to_datetime(rows[name].mask(rows[name].eq("")))
    frame = obs.conform(rows)
    obs.validate(frame)
    return frame


def _write(kept: Kept, folder: Path) -> None:
    with whole_folder(folder) as made:
        kept.observations.to_parquet(made / OBSERVATIONS, index=False)
        told = {
            "shape_version": SHAPE_VERSION,
            "province": kept.province,
            "year": kept.year,
            "on": kept.on,
            "note": kept.note,
            "observations": sha256(made / OBSERVATIONS),
            "report": kept.manifest,
        }
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (made / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _read(folder: Path) -> Kept:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = told["observations"] == sha256(folder / OBSERVATIONS)
        kept = told["province"], told["year"], told["report"], told["on"], told["note"]
    except (OSError, ValueError, KeyError, TypeError, MissingError) as error:
        raise InputError("annual.frozen_damaged", folder=folder) from error
    if not whole:
        raise InputError("annual.frozen_damaged", folder=folder)
    if told.get("shape_version") != SHAPE_VERSION:
        raise InputError("annual.frozen_other_version", folder=folder)
    figures = obs.conform(pd.read_parquet(folder / OBSERVATIONS))
    province, year, report, on, note = kept
    return Kept(province, year, figures, report, int(folder.name), on, note)
