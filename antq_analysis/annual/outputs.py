"""The files of a report: maps, charts, tables, lists and pages, written into one folder."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from antq_analysis.annual.briefed import write_briefing
from antq_analysis.annual.page_work import be_silent, make_page
from antq_analysis.annual.shielded import shield_table
from antq_analysis.briefing.communes.table import communes_table
from antq_analysis.briefing.listed import Contents, with_figures
from antq_analysis.errors import RefusedError
from antq_analysis.findings import findings_frame
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.usual import usual_groups, usual_measure, usual_series
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.chart_ends import say_ends, say_stages_of
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.layer import build_layer, can_be_drawn
from antq_analysis.show.maps import draw_map
from antq_analysis.show.tables import save_table
from antq_analysis.show.webmap.page import draw_webmap

PAGES_AT_ONCE = 2

_FEWEST_PERIODS = 2


@dataclass(frozen=True)
class Job:
    """What a report is made of.

    Parameters
    ----------
    project, panel, built, contents
        Where, from what, and what to show.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    tell
        Called with each step before it begins.
    """

    project: Project
    panel: Panel
    built: Built
    contents: Contents
    year: str
    lang: str
    tell: Callable[[str], None]

    def step(self, key: str, name: str = "") -> None:
        """Tell a step.

        Parameters
        ----------
        key
            Its sentence, without the floor.
        name
            What it is about: an indicator's id or a file.
        """
        known = self.panel.vocabulary.indicators.get(name)
        self.tell(say(f"annual.{key}", self.lang, name=known.label(self.lang) if known else name))

    def banners(self) -> tuple[str, ...]:
        """List what must stand on every page: the user's words, and that figures are fictional.

        Returns
        -------
        tuple of str
            The project's banner, then the province's; either may be missing.
        """
        settings, province = self.project.settings, self.panel.province
        if self.lang == "en":
            return tuple(filter(None, (settings.banner_en, province.banner_en)))
        return tuple(filter(None, (settings.banner_vi, province.banner_vi)))


def write_outputs(job: Job, folder: Path) -> tuple[str, ...]:
    """Write everything that a report shows, but its manifest.

    Parameters
    ----------
    job
        What to write.
    folder
        An empty folder.

    Returns
    -------
    tuple of str
        Listed indicators that could not be shown: without figures, or not to be summed.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    with _pages_beside(job, folder / "pages"):
        skipped = [*_write_maps(job, folder / "maps"), *_write_charts(job, folder / "charts")]
        _write_table(job, folder / "tables")
        write_lists(job, folder / "checks")
        _write_briefing(job, folder)
    return tuple(dict.fromkeys(skipped))


def _write_maps(job: Job, folder: Path) -> list[str]:
    # Of a map without polygons a finding and the summary tell; everything else is made all the same.
    if not can_be_drawn(job.panel.units):
        return []
    shown = with_figures(job.panel, job.contents.maps, job.year)
    layer = build_layer(job.panel.units) if shown else None
    drawn: dict[str, Measure] = {}
    for name in shown:
        measure = usual_measure(job.panel, name)
        # Events without the population that they are related to have no rate anywhere.
        if job.year not in measure.periods() or measure.at(job.year)["value"].isna().all():
            continue
        drawn[name] = measure
        job.step("step_map", name)
        draw_map(
            measure,
            job.year,
            lang=job.lang,
            layer=layer,
            notes=say_stages_of(job.panel, name, job.year, job.lang),
            save=forms_of(folder / f"{name}.png"),
            project=job.project,
        )
    if drawn:
        job.step("step_webmap")
        measures, path = list(drawn.values()), folder / "interactive.html"
        draw_webmap(measures, job.year, lang=job.lang, layer=layer, save=path, project=job.project)
    return [name for name in with_figures(job.panel, job.contents.maps) if name not in drawn]


def _write_charts(job: Job, folder: Path) -> list[str]:
    skipped: list[str] = []
    for name in with_figures(job.panel, job.contents.trends):
        job.step("step_chart", name)
        try:
            series = usual_series(job.panel, name)
        except RefusedError:
            skipped.append(name)
            continue
        notes = say_ends(job.panel, series, job.year, job.lang)
        draw_trend(
            series, lang=job.lang, notes=notes, save=forms_of(folder / f"{name}.png"), project=job.project
        )
        _write_group_chart(job, name, folder)
    return skipped


def _write_group_chart(job: Job, name: str, folder: Path) -> None:
    group = job.contents.group_of(job.panel)
    # A rate that arrived without its counts has a median of communes, and no figure of a group.
    if not group or job.panel.vocabulary.indicator(name).kind == "rate":
        return
    measure = usual_groups(job.panel, name, group)
    if len(measure.periods()) < _FEWEST_PERIODS:
        return
    notes = say_ends(job.panel, measure, job.year, job.lang) if isinstance(measure, GroupMeasure) else ()
    path = folder / f"{name}_{group}.png"
    draw_trend(measure, lang=job.lang, notes=notes, save=forms_of(path), project=job.project)


def forms_of(path: Path) -> tuple[Path, ...]:
    """Name a picture in both forms: to be seen at once, and to be edited in a document or on a slide.

    Parameters
    ----------
    path
        The first of them.

    Returns
    -------
    tuple of pathlib.Path
        The PNG and the SVG.
    """
    return path, path.with_suffix(".svg")


def _write_table(job: Job, folder: Path) -> None:
    names = with_figures(job.panel, job.contents.table, job.year)
    if not names:
        return
    job.step("step_table")
    rates = with_figures(job.panel, job.contents.maps, job.year)
    group = job.contents.group_of(job.panel)
    table = communes_table(job.panel, job.year, names, rates, job.lang, group=group)
    banner = " · ".join(text for text in job.banners() if text != table.warning)
    save_table(replace(table, banner=banner), [folder / "communes.xlsx", folder / "communes.html"])


def write_lists(job: Job, folder: Path) -> None:
    """Write what was found, the account of every cell and the observations; none of their texts is run as a formula.

    Parameters
    ----------
    job
        Holds them.
    folder
        Where; it must not be there yet.
    """
    folder.mkdir()
    lists = {
        "findings": findings_frame(job.built.findings, job.lang),
        "carrying": findings_frame(job.panel.carrying, job.lang),
        "account": job.built.account,
        "observations": job.built.observations,
    }
    for name, table in lists.items():
        path = folder / f"{name}.csv"
        shield_table(table).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_briefing(job: Job, folder: Path) -> None:
    job.step("step_briefing")
    write_briefing(
        job.panel,
        job.year,
        folder,
        lang=job.lang,
        project=job.project,
        tell=lambda name: job.step("step_format", name),
    )


@contextmanager
def _pages_beside(job: Job, folder: Path) -> Iterator[None]:
    """Make the pages in processes of their own while this one does the rest, then wait for them."""
    parameters = {
        "PROVINCE": job.panel.province.id,
        "YEAR": job.year,
        "MAP": job.panel.map_date,
        "LANG": job.lang,
    }
    notebooks = sorted((job.project.root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    folder.mkdir()
    # A copy of this process would hold locks of threads that it has not got (of Arrow, say), and could wait for ever.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(PAGES_AT_ONCE, mp_context=fresh, initializer=be_silent) as pool:
        made = [
            pool.submit(make_page, notebook, parameters, folder, job.project.root, job.banners())
            for notebook in notebooks
        ]
        try:
            yield
            for notebook, page in zip(notebooks, made, strict=True):
                job.step("step_notebook", notebook.stem)
                page.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
