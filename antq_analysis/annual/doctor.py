"""What is installed, which data there are, what is missing, and what to do about it; in a broken project too."""

import os
import platform
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from antq_analysis.annual.again import changed_since
from antq_analysis.annual.differences import Difference
from antq_analysis.annual.installed import OWN
from antq_analysis.annual.manifest import FROZEN, INTERNAL_AND_RELEASE, MANIFEST, read_manifest
from antq_analysis.briefing.listed import load_contents
from antq_analysis.errors import AntqError
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.panel.store import check_current
from antq_analysis.places.vintage import territory, vintages
from antq_analysis.project import Project
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.sources.published import load_published
from antq_analysis.sources.receiving.received import received_files
from antq_analysis.vocabulary import load_vocabulary

LEAST_FREE = 500_000_000
"""Bytes: a report with its pages and formats takes some tens of millions, and a rebuild as many."""
_ASKED = re.compile(r"(?P<name>[\w.-]+)\s*(?:>=\s*(?P<least>[\d.]+))?")


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at.

    Parameters
    ----------
    text
        What there is, or what is wrong and what to do.
    grade
        None where it is as it should be.
    """

    text: str
    grade: Severity | None = None


def look_at_program(lang: str = "vi") -> Iterator[Sign]:
    """Look at Python and at the packages that this one asks for.

    Parameters
    ----------
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    Sign
        The versions; an error for each package that is missing or too old; the extras that are not installed.
    """
    try:
        asked, own = requires(OWN) or [], version(OWN)
    except PackageNotFoundError:
        yield Sign(say("annual.doctor_not_installed", lang), Severity.ERROR)
        return
    told = {"version": own, "python": platform.python_version(), "system": platform.platform(terse=True)}
    yield Sign(say("annual.doctor_program", lang, **told))
    there = []
    for name, least in _requirements(asked, ""):
        found = _version(name)
        if not found or _release(found) < _release(least):
            words = {"name": name, "least": least, "found": found or "-"}
            yield Sign(say("annual.doctor_package", lang, **words), Severity.ERROR)
        else:
            there.append(f"{name} {found}")
    yield Sign(say("annual.doctor_packages", lang, n=len(there), names=", ".join(there)))
    extras = metadata(OWN).get_all("Provides-Extra") or []
    lacking = [
        extra for extra in extras if not all(_version(name) for name, _ in _requirements(asked, str(extra)))
    ]
    if lacking:
        yield Sign(say("annual.doctor_extras", lang, names=", ".join(map(str, lacking))))


def look_at_project(project: Project, lang: str = "vi") -> Iterator[Sign]:
    """Look at the folder, its settings, reference tables and layouts.

    Parameters
    ----------
    project
        The project.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    Sign
        What there is; an error for each file that cannot be read as it must be.
    """
    yield Sign(say("annual.doctor_project", lang, root=project.root, province=project.settings.province))
    _, _, free = shutil.disk_usage(project.root)
    grade = Severity.WARNING if free < LEAST_FREE else None
    yield Sign(say("annual.doctor_free", lang, free=free // 1_000_000), grade)
    for folder in (project.data, project.reports if project.reports.exists() else project.root):
        if not os.access(folder, os.W_OK):
            yield Sign(say("annual.doctor_read_only", lang, folder=folder), Severity.ERROR)
    readers: list[Callable[[Project], object]] = [load_vocabulary, load_contents, load_published]
    for reader in readers:
        yield from _tried(partial(reader, project), lang)
    forms = sorted(path.stem for path in project.layouts.glob("*.toml"))
    bad = [sign for form in forms for sign in _tried(partial(load_layout, form, project), lang)]
    yield from bad
    yield Sign(say("annual.doctor_layouts", lang, n=len(forms) - len(bad), names=", ".join(forms)))


def look_at_province(province: str, project: Project, lang: str = "vi") -> Iterator[Sign]:
    """Look at what is there of a province: received files, maps, panel, reports, what was handed in.

    Parameters
    ----------
    province
        Its folder in ``data/raw``.
    project
        The project.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    Sign
        What there is; what is missing, stale or broken, with the command that mends it.
    """
    try:
        who = load_vocabulary(project).province(province)
        files = received_files(province, project)
    except AntqError as error:
        yield Sign(error.text(lang), Severity.ERROR)
        return
    periods = sorted({file.period for file in files})
    yield Sign(say("annual.doctor_received", lang, n=len(files), periods=", ".join(periods) or "-"))
    yield from _maps(province, project, lang)
    if (project.data / f".{province}.busy").exists():
        yield Sign(say("annual.doctor_busy", lang, file=project.data / f".{province}.busy"), Severity.NOTE)
    if not files:
        return
    yield from _tried(partial(check_current, project, who), lang, Severity.WARNING)
    yield from _reports(province, project, lang)


def provinces_here(project: Project) -> list[str]:
    """List the provinces of which something was received.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    list of str
        Names of the folders in ``data/raw``.
    """
    if not project.raw.is_dir():
        return []
    return sorted(
        path.name for path in project.raw.iterdir() if path.is_dir() and not path.name.startswith(".")
    )


def _maps(province: str, project: Project, lang: str) -> Iterator[Sign]:
    try:
        days, folder = vintages(province, project), territory(province, project)
    except AntqError as error:
        yield Sign(error.text(lang), Severity.ERROR)
        return
    yield Sign(say("annual.doctor_maps", lang, days=", ".join(days)))
    for place, day in enumerate(days):
        if not (folder / day / "communes.parquet").exists():
            yield Sign(say("annual.doctor_no_polygons", lang, day=day, province=province), Severity.WARNING)
        if place and not (folder / day / "crosswalk.csv").exists():
            words = {"day": day, "before": days[place - 1], "province": province}
            yield Sign(say("annual.doctor_no_crosswalk", lang, **words), Severity.WARNING)


def _reports(province: str, project: Project, lang: str) -> Iterator[Sign]:
    years = _years(project.reports / province, MANIFEST)
    if not years:
        yield Sign(say("annual.doctor_no_report", lang, province=province), Severity.NOTE)
    for year in years:
        told = _changed(province, year, project)
        if told == ():
            yield Sign(say("annual.doctor_report", lang, year=year))
        else:
            words = {"year": year, "province": province, "n": len(told) if told else 1}
            yield Sign(say("annual.doctor_report_old", lang, **words), Severity.NOTE)
    frozen = _years(project.panel / province / FROZEN, "*/" + MANIFEST)
    if frozen:
        yield Sign(say("annual.doctor_frozen", lang, years=", ".join(frozen)))


def _changed(province: str, year: str, project: Project) -> tuple[Difference, ...] | None:
    try:
        asked = read_manifest(project.reports / province / year / MANIFEST)["settings"]
    except AntqError:
        return None
    release = asked.get("audience") == INTERNAL_AND_RELEASE
    return changed_since(
        province, year, project, on=asked.get("map"), lang=asked.get("language"), release=release
    )


def _years(folder: Path, holds: str) -> list[str]:
    return sorted(path.name for path in folder.glob("[0-9]" * 4) if any(path.glob(holds)))


def _tried(look: Callable[[], object], lang: str, grade: Severity = Severity.ERROR) -> Iterator[Sign]:
    try:
        look()
    except AntqError as error:
        yield Sign(error.text(lang), grade)


def _requirements(asked: list[str], extra: str) -> Iterator[tuple[str, str]]:
    for one in asked:
        needs, _, marker = one.partition(";")
        found = _ASKED.match(needs.strip())
        named = re.search(r"extra == [\"']([^\"']+)", marker)
        if found and (named.group(1) if named else "") == extra:
            yield found["name"], found["least"] or "0"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
