"""One year from what was received to a report, in order; the last good report stays until a new one is whole."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from antq_analysis import observations as obs
from antq_analysis.annual.answers import answer_year
from antq_analysis.annual.manifest import MANIFEST, make_manifest, report_settings, rests_on
from antq_analysis.annual.outputs import Job, write_outputs
from antq_analysis.annual.release import write_release
from antq_analysis.briefing.listed import load_contents, with_figures
from antq_analysis.briefing.own_words import prepare_words
from antq_analysis.errors import MissingError, UnknownNameError, UsageError
from antq_analysis.files import whole_folder, write_whole
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.measures.suppression.suppress import record_release
from antq_analysis.panel.build import build_panel
from antq_analysis.panel.load import load_panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.audience import RELEASE
from antq_analysis.show.layer import can_be_drawn
from antq_analysis.vocabulary import load_vocabulary


@dataclass(frozen=True)
class RunResult:
    """What a run made.

    Parameters
    ----------
    folder
        The report.
    job
        What it was made of.
    summary
        Six lines: what was found and which files to open; then what is in a copy for publication.
    """

    folder: Path
    job: Job
    summary: tuple[str, ...]


def run_year(
    province: str,
    year: str,
    *,
    on: str | None = None,
    lang: str | None = None,
    release: bool = False,
    project: Project | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Make the report of a year.

    Parameters
    ----------
    province
        Province id.
    year
        The year, as text.
    on
        Date of the map; by default the one in force on the last day of the year.
    lang
        ``"vi"`` or ``"en"``; by default the project's.
    release
        Whether to make a copy for publication too, in ``release/`` of the report. What it shows and hides is written
        into the ledger of releases once the report is whole, before it takes its place.
    project
        The project; by default the one of the current folder.
    tell
        Called with each step before it begins.

    Returns
    -------
    RunResult
        The report's folder, ``reports/<province>/<year>/``, and what to say at the end.

    Raises
    ------
    MissingError
        If nothing was received, or no whole year.
    UsageError
        If figures of a part of a year, or of several years, were received and asked for.
    UnknownNameError
        If the province is unknown or has no figures for the year.
    CannotWriteError
        If the report, or for a release the ledger, cannot be written; the last good report is then still in place.
    RefusedError
        If another release that hangs together with this one was recorded meanwhile.
    """
    project = project or find_project()
    lang = lang or project.settings.language
    contents = load_contents(project)
    blanks = prepare_words(province, year, project, lang)
    # Taken down before anything is read: what changes while the report is made shows as changed afterwards.
    rests = rests_on(project, load_vocabulary(project).province(province), year)
    built = build_panel(province, project, lambda name: tell(say("annual.step_read", lang, name=name)))
    there = set(built.observations["period"])
    if year in there and not obs.is_year(year):
        words = {"period": year, "province": province, "periods": ", ".join(sorted(there))}
        raise UsageError("annual.only_years", **words)
    if built.observations.empty:
        raise MissingError("panel.nothing_loaded", province=province)
    if not built.years():
        periods = ", ".join(sorted(built.observations["period"].unique()))
        raise MissingError("panel.no_year", province=province, periods=periods)
    if year not in built.years():
        raise UnknownNameError("errors.kind_period", year, built.years())
    tell(say("annual.step_panel", lang))
    panel = load_panel(province, on or f"{year}-12-31", project, until=year)
    job = Job(project, panel, built.until(year), contents, year, lang, tell)
    folder = project.reports / province / year
    with whole_folder(folder) as made:
        skipped = write_outputs(job, made)
        released = write_release(job, made / RELEASE) if release else None
        job.step("step_manifest")
        settings = report_settings(panel.map_date, lang, release=release)
        write_whole(made / MANIFEST, make_manifest(rests, panel.province, year, settings, made))
        # Last, and before anybody can see it: what no ledger remembers must not be published.
        record_release(*(released.releases.values() if released else ()))
    told = released.told(job, folder / RELEASE) if released else ()
    return RunResult(folder, job, (*_summary(job, folder, skipped, blanks), *told))


def _summary(job: Job, folder: Path, skipped: tuple[str, ...], blanks: tuple[Path, ...]) -> tuple[str, ...]:
    return (
        _received_line(job),
        say("annual.sum_findings", job.lang, **_count_findings(job)),
        _outcome_line(job),
        _skipped_line(job, skipped, folder),
        _briefing_line(job, folder, blanks),
        say_what_to_open(folder, job.lang),
    )


def _briefing_line(job: Job, folder: Path, blanks: tuple[Path, ...]) -> str:
    told = say(
        "annual.sum_briefing",
        job.lang,
        files=", ".join(path.name for path in sorted(folder.glob("briefing.*"))),
    )
    if not blanks:
        return told
    names = sorted(path.name for path in blanks)
    place = blanks[0].parent.relative_to(job.project.root).as_posix()
    return f"{told} {say('annual.sum_blanks', job.lang, folder=place, files=', '.join(names))}"


def say_what_to_open(folder: Path, lang: str = "vi") -> str:
    """Name what to look at first in a report, and then; only what is there.

    Parameters
    ----------
    folder
        The report.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        A page, the maps (the charts where there is no map) and the table of communes.
    """
    pages = [f"pages/{page.stem[:2]}_*.html" for page in sorted(folder.glob("pages/*.html"))]
    pictures = [f"{name}/" for name in ("maps", "charts") if any(folder.glob(f"{name}/*.png"))]
    tables = ["tables/communes.xlsx"] if (folder / "tables/communes.xlsx").exists() else []
    first, *rest = [*pages[:1], *pictures[:1], *tables] or ["checks/findings.csv"]
    if not rest:
        return say("annual.sum_open_one", lang, first=f"{folder}/{first}")
    told = rest[0] if len(rest) == 1 else say("annual.sum_open_both", lang, first=rest[0], second=rest[1])
    return say("annual.sum_open", lang, first=f"{folder}/{first}", rest=told)


def _received_line(job: Job) -> str:
    account, province = job.built.account, job.panel.province
    cells = {
        part: int(account[f"cells_{part}"].sum()) for part in ("received", "loaded", "refused", "ignored")
    }
    name = province.name_en if job.lang == "en" else province.name_vi
    files = len(account[["period", "file"]].drop_duplicates())
    return say("annual.sum_received", job.lang, province=name, year=job.year, files=files, **cells)


def _count_findings(job: Job) -> dict[str, int]:
    return {str(grade): sum(item.severity == grade for item in job.built.findings) for grade in Severity}


def _outcome_line(job: Job) -> str:
    found = with_figures(job.panel, job.contents.outcomes, job.year)
    if not found:
        return say("annual.sum_no_outcome", job.lang)
    return answer_year(job.panel, found[0], job.year, job.lang)


def _skipped_line(job: Job, names: tuple[str, ...], folder: Path) -> str:
    # An indicator of another province alone was never owed.
    owed = [job.panel.vocabulary.indicator(name) for name in names]
    labels = [what.label(job.lang) for what in owed if what.scope in ("", job.panel.province.id)]
    if not labels and not any(folder.glob("*/*.png")):
        return say("annual.sum_nothing_drawn", job.lang)
    skipped = say("annual.sum_skipped", job.lang, names="; ".join(labels)) if labels else ""
    told = " ".join(filter(None, (_no_map_line(job), skipped, _lost_line(job))))
    return told or say("annual.sum_complete", job.lang)


def _no_map_line(job: Job) -> str:
    if not job.contents.maps or can_be_drawn(job.panel.units):
        return ""
    return say("annual.sum_no_map", job.lang, province=job.panel.province.id, day=job.panel.map_date)


def _lost_line(job: Job) -> str:
    panel = job.panel
    earlier = job.contents.lost_since(panel, job.project)
    if not earlier:
        return ""
    words = {"province": panel.province.id, "earlier": earlier, "day": panel.map_date}
    return say("annual.sum_group_lost", job.lang, group=job.contents.group, **words)
