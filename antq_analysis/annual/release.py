"""The copy of a report for publication: maps, charts and the table of communes, after small counts were hidden."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from antq_analysis.annual.outputs import Job
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.briefing.listed import with_figures
from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import SUPPRESSED, Measure
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.suppress import suppress_together
from antq_analysis.measures.suppression.withhold import Result, withhold
from antq_analysis.measures.usual import usual_groups, usual_measure, usual_series
from antq_analysis.show.chart_ends import say_ends, say_stages_of
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.layer import build_layer
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.tables import save_table


@dataclass(frozen=True)
class Released:
    """What is in the copy for publication.

    Parameters
    ----------
    releases
        Of each sensitive indicator in it, what is shown and what hidden.
    left_out
        Indicators that are not in it, each with the reason.
    """

    releases: dict[str, Release]
    left_out: dict[str, RefusedError]

    def told(self, job: Job, folder: Path) -> tuple[str, ...]:
        """Say what is in it, what is hidden and what is left out.

        Parameters
        ----------
        job
            What the report is made of.
        folder
            Where the copy is.

        Returns
        -------
        tuple of str
            Lines.
        """
        lines = [say("annual.release_made", job.lang, folder=folder)]
        lines += [release.sentence(job.lang) for release in self.releases.values()]
        for name, why in self.left_out.items():
            label = job.panel.vocabulary.indicator(name).label(job.lang)
            lines.append(say("annual.release_left_out", job.lang, label=label, why=why.text(job.lang)))
        return (*lines, say("annual.release_no_pages", job.lang))


def write_release(job: Job, folder: Path) -> Released:
    """Write the copy for publication; the ledger is not touched, since the report is not in its place yet.

    Parameters
    ----------
    job
        What to write.
    folder
        Where.

    Returns
    -------
    Released
        What is in it. Sensitive indicators that are no counts, or of which most communes would be hidden, are left out.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    job.step("step_release")
    listed = (*job.contents.table, *job.contents.maps, *job.contents.trends)
    names = with_figures(job.panel, tuple(dict.fromkeys(listed)), job.year)
    group = job.contents.group_of(job.panel)
    found = _decided(job, [name for name in names if job.panel.vocabulary.indicator(name).sensitive], group)
    _write_maps(job, folder / "maps", found)
    _write_charts(job, folder / "charts", found, group)
    _write_table(job, folder / "tables", found, group)
    return found


def _decided(job: Job, names: list[str], group: str) -> Released:
    decide = partial(
        suppress_together,
        job.panel,
        groups=[group] if group else None,
        periods=[job.year],
        totals=_years(job),
        project=job.project,
    )
    found = Released({}, {})
    with suppress(RefusedError):
        found.releases.update(decide(names))
    for name in names if not found.releases else ():
        try:
            # What was found for the others stands only together with this one.
            found.releases.update(decide([*found.releases, name]))
        except RefusedError as refused:
            found.left_out[name] = refused
    return found


def _years(job: Job) -> tuple[str, ...]:
    return tuple(year for year in job.panel.years() if year < job.year) if job.contents.trends else ()


def _write_maps(job: Job, folder: Path, found: Released) -> None:
    layer = build_layer(job.panel.units)
    for name in with_figures(job.panel, job.contents.maps, job.year):
        try:
            measure = _ready(job, name, found)
            if measure is None:
                continue
            picture = draw_map(
                measure,
                job.year,
                lang=job.lang,
                audience="release",
                layer=layer,
                notes=_stages(job, name, measure),
                project=job.project,
            )
            _save(picture, folder / f"{name}.png")
        except RefusedError as refused:
            found.left_out[name] = refused


def _stages(job: Job, name: str, measure: Measure) -> tuple[str, ...]:
    status = measure.at(job.year)["status"]
    return say_stages_of(job.panel, name, job.year, job.lang, hidden=status.index[status.eq(SUPPRESSED)])


def _write_charts(job: Job, folder: Path, found: Released, group: str) -> None:
    for name in with_figures(job.panel, job.contents.trends):
        what = job.panel.vocabulary.indicator(name)
        if what.sensitive and name not in found.releases:
            continue
        draw = partial(_draw_chart, job, found.releases.get(name))
        try:
            series = usual_series(job.panel, name)
            ends = say_ends(job.panel, series, job.year, job.lang)
            draw(series, ends, folder / f"{name}.png")
            if group and what.kind != "rate":
                groups = usual_groups(job.panel, name, group)
                ends = (
                    say_ends(job.panel, groups, job.year, job.lang)
                    if isinstance(groups, GroupMeasure)
                    else ()
                )
                draw(groups, ends, folder / f"{name}_{group}.png")
        except RefusedError as refused:
            found.left_out[name] = refused


def _draw_chart(job: Job, release: Release | None, shown: Result, ends: tuple[str, ...], path: Path) -> None:
    if release is not None:
        shown = withhold(shown, release)
    _save(draw_trend(shown, lang=job.lang, audience="release", notes=ends, project=job.project), path)


def _save(picture: Picture, path: Path) -> None:
    # The run records everything at once, when nothing can fail any more.
    picture.entries = ()
    save_picture(picture, path)


def _ready(job: Job, name: str, found: Released) -> Measure | None:
    sensitive = job.panel.vocabulary.indicator(name).sensitive
    if sensitive and name not in found.releases:
        return None
    measure = usual_measure(job.panel, name)
    if job.year not in measure.periods() or measure.at(job.year)["value"].isna().all():
        return None
    return withhold(measure, found.releases[name]) if sensitive else measure


def _write_table(job: Job, folder: Path, found: Released, group: str) -> None:
    names = with_figures(job.panel, job.contents.table, job.year)
    if not names:
        return
    rates = with_figures(job.panel, job.contents.maps, job.year)
    table = communes_table(job.panel, job.year, names, rates, job.lang, group=group, releases=found.releases)
    save_table(replace(table, banner="", entries=()), [folder / "communes.xlsx", folder / "communes.html"])
