"""The copy of a report for publication: maps, charts, table and briefing, after small counts were hidden."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from antq_analysis.annual.briefed import write_briefing
from antq_analysis.annual.decided import Released, decide_release
from antq_analysis.annual.outputs import Job, forms_of
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.briefing.listed import with_figures
from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.published import hidden_units, of_communes
from antq_analysis.errors import RefusedError
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.whole import whole_counts
from antq_analysis.measures.suppression.withhold import Result, withhold
from antq_analysis.measures.usual import usual_groups, usual_measure, usual_series
from antq_analysis.show.audience import RELEASE
from antq_analysis.show.chart_ends import say_ends, say_stages_of
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.layer import build_layer, can_be_drawn
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture, save_picture
from antq_analysis.show.tables import save_table
from antq_analysis.show.webmap.page import draw_webmap


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
        What is in it. Sensitive indicators that are no counts, or that would give small counts away, are left out.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    job.step("step_release")
    job = replace(job, panel=whole_counts(job.panel, job.project))
    outline = load_outline(job.project).listed()
    listed = (*job.contents.table, *job.contents.maps, *job.contents.trends, *outline)
    names = with_figures(job.panel, tuple(dict.fromkeys(listed)), job.year)
    group = job.contents.group_of(job.panel)
    secret = [name for name in names if job.panel.vocabulary.indicator(name).sensitive]
    found = decide_release(job, secret, group)
    _write_maps(job, folder / "maps", found)
    _write_charts(job, folder / "charts", found)
    _write_table(job, folder / "tables", found, group)
    write_briefing(
        job.panel,
        job.year,
        folder,
        lang=job.lang,
        project=job.project,
        releases=found.releases,
    )
    return found


def _write_maps(job: Job, folder: Path, found: Released) -> None:
    if not can_be_drawn(job.panel.units):
        return
    layer = build_layer(job.panel.units)
    drawn: list[Measure] = []
    for name in with_figures(job.panel, job.contents.maps, job.year):
        try:
            measure = _ready(job, name, found)
            if measure is None:
                continue
            picture = draw_map(
                measure,
                job.year,
                lang=job.lang,
                audience=RELEASE,
                layer=layer,
                notes=_stages(job, name, measure),
                project=job.project,
            )
            _save(picture, folder / f"{name}.png")
            drawn.append(measure)
        except RefusedError as refused:
            found.left_out[name] = refused
    if drawn:
        draw = partial(draw_webmap, lang=job.lang, audience=RELEASE, project=job.project)
        page = draw(drawn, job.year, layer=layer)
        replace(page, entries=()).write(folder / "interactive.html")


def _stages(job: Job, name: str, measure: Measure) -> tuple[str, ...]:
    hidden = hidden_units(measure, job.year)
    return say_stages_of(job.panel, name, job.year, job.lang, hidden=hidden)


def _write_charts(job: Job, folder: Path, found: Released) -> None:
    group = job.contents.group_of(job.panel)
    for name in with_figures(job.panel, job.contents.trends):
        what = job.panel.vocabulary.indicator(name)
        if what.sensitive and name not in found.releases:
            continue
        release = found.releases.get(name)
        draw = partial(_draw_chart, job, release)
        try:
            series = usual_series(job.panel, name)
            ends = say_ends(job.panel, series, job.year, job.lang)
            draw(series, ends, folder / f"{name}.png")
            if group and what.kind != "rate" and (release is None or release.publishes(group, job.year)):
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
    picture = draw_trend(shown, lang=job.lang, audience=RELEASE, notes=ends, project=job.project)
    _save(picture, path)


def _save(picture: Picture, path: Path) -> None:
    # The run records everything at once, when nothing can fail any more.
    picture.entries = ()
    for form in forms_of(path):
        save_picture(picture, form)


def _ready(job: Job, name: str, found: Released) -> Measure | None:
    sensitive = job.panel.vocabulary.indicator(name).sensitive
    if sensitive and name not in of_communes(found.releases, job.year):
        return None
    measure = usual_measure(job.panel, name)
    if job.year not in measure.periods() or measure.at(job.year)["value"].isna().all():
        return None
    if not sensitive:
        return measure
    # Of the years before sums alone are published: their communes are no part of it, rather than hidden.
    of_year = measure.frame.index.get_level_values("period") == job.year
    return withhold(replace(measure, frame=measure.frame[of_year]), found.releases[name])


def _write_table(job: Job, folder: Path, found: Released, group: str) -> None:
    names = with_figures(job.panel, job.contents.table, job.year)
    if not names:
        return
    rates = with_figures(job.panel, job.contents.maps, job.year)
    releases = of_communes(found.releases, job.year)
    table = communes_table(job.panel, job.year, names, rates, job.lang, group=group, releases=releases)
    save_table(replace(table, banner="", entries=()), [folder / "communes.xlsx", folder / "communes.html"])
