"""Whether the report that stands is still the one that a run would make."""

import csv
from pathlib import Path

from antq_analysis import observations as obs
from antq_analysis.annual.differences import PANEL, Difference, compare_manifests, compare_outputs
from antq_analysis.annual.manifest import MANIFEST, output_sums, read_manifest, report_settings, rests_on
from antq_analysis.errors import AntqError
from antq_analysis.panel.store import check_current
from antq_analysis.places.vintage import vintage_on
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary

FINDINGS = "checks/findings.csv"


def changed_since(
    province: str,
    year: str,
    project: Project,
    *,
    on: str | None = None,
    lang: str | None = None,
    release: bool = False,
) -> tuple[Difference, ...] | None:
    """Find what changed since the report of a year was made.

    Parameters
    ----------
    province, year
        Whose report.
    project
        The project.
    on, lang, release
        What is asked for, as for :func:`antq_analysis.annual.run.run_year`.

    Returns
    -------
    tuple of Difference or None
        Empty where a run would make the same files again: everything that the report rests on is as it was, every file
        of it is whole, and so is the panel. None where there is no report, or nobody can tell.
    """
    folder = project.reports / province / year
    if not obs.is_year(year) or not (folder / MANIFEST).is_file():
        return None
    try:
        who = load_vocabulary(project).province(province)
        before = read_manifest(folder / MANIFEST)
        day = vintage_on(province, on or f"{year}-12-31", project)
        settings = report_settings(day, lang or project.settings.language, release=release)
        now = rests_on(project, who, year) | {"settings": settings}
        outputs = output_sums(folder)
    except AntqError:
        # The run says what is wrong, and where.
        return None
    found = [*compare_manifests(before, now), *compare_outputs(before["outputs"], outputs)]
    if not found:
        try:
            check_current(project, who)
        except AntqError:
            return (Difference(PANEL, (project.panel / who.id).relative_to(project.root).as_posix(), "x"),)
    return tuple(found)


def errors_told(folder: Path) -> int:
    """Count the errors that a report told of.

    Parameters
    ----------
    folder
        The report.

    Returns
    -------
    int
        How many findings in it are errors.
    """
    with (folder / FINDINGS).open(encoding="utf-8-sig", newline="") as stream:
        return sum(row["severity"] == "error" for row in csv.DictReader(stream))
