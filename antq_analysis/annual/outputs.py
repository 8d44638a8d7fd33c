"""The files of a report: maps, charts, tables, lists and pages, written into one folder."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from antq_analysis.annual.commune_table import communes_table
from antq_analysis.annual.contents import Contents, with_figures
from antq_analysis.errors import RefusedError
from antq_analysis.findings import findings_frame
from antq_analysis.language.catalogue import say
from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.panel.build import Built
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.layer import build_layer
from antq_analysis.show.maps import draw_map
from antq_analysis.show.tables import save_table

PAGES_AT_ONCE = 2


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
    skipped = [*_write_maps(job, folder / "maps"), *_write_charts(job, folder / "charts")]
    _write_table(job, folder / "tables")
    _write_lists(job, folder / "checks")
    _write_pages(job, folder / "pages")
    return tuple(dict.fromkeys(skipped))


def _write_maps(job: Job, folder: Path) -> list[str]:
    shown = with_figures(job.panel, job.contents.maps, job.year)
    layer = build_layer(job.panel.units) if shown else None
    drawn: list[str] = []
    for name in shown:
        measure = usual_measure(job.panel, name)
        # Events without the population that they are related to have no rate anywhere.
        if job.year not in measure.periods() or measure.at(job.year)["value"].isna().all():
            continue
        drawn.append(name)
        job.step("step_map", name)
        draw_map(
            measure, job.year, lang=job.lang, layer=layer, save=folder / f"{name}.png", project=job.project
        )
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
        draw_trend(series, lang=job.lang, save=folder / f"{name}.png", project=job.project)
    return skipped


def _write_table(job: Job, folder: Path) -> None:
    names = with_figures(job.panel, job.contents.table, job.year)
    if not names:
        return
    job.step("step_table")
    rates = with_figures(job.panel, job.contents.maps, job.year)
    table = communes_table(job.panel, job.year, names, rates, job.lang)
    banner = " · ".join(text for text in job.banners() if text != table.warning)
    save_table(replace(table, banner=banner), [folder / "communes.xlsx", folder / "communes.html"])


def _write_lists(job: Job, folder: Path) -> None:
    folder.mkdir()
    lists = {
        "findings": findings_frame(job.built.findings, job.lang),
        "carrying": findings_frame(job.panel.carrying, job.lang),
        "account": job.built.account,
        "observations": job.built.observations,
    }
    for name, table in lists.items():
        table.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_pages(job: Job, folder: Path) -> None:
    parameters = {
        "PROVINCE": job.panel.province.id,
        "YEAR": job.year,
        "MAP": job.panel.map_date,
        "LANG": job.lang,
    }
    notebooks = sorted((job.project.root / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    folder.mkdir()
    with ProcessPoolExecutor(max_workers=PAGES_AT_ONCE, initializer=_be_silent) as pool:
        made = [
            pool.submit(_one_page, notebook, parameters, folder, job.project.root, job.banners())
            for notebook in notebooks
        ]
        for notebook, page in zip(notebooks, made, strict=True):
            job.step("step_notebook", notebook.stem)
            page.result()


def _be_silent() -> None:
    # What fails comes back as an exception; kernels print tracebacks of their own when they are stopped.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _one_page(
    notebook: Path, parameters: Mapping[str, str], folder: Path, root: Path, banners: tuple[str, ...]
) -> None:
    # Loaded where it is used: the notebook libraries take longer to import than a wrong command to refuse.
    from antq_analysis.annual.pages import run_notebook, write_page

    executed = folder / notebook.name
    run_notebook(notebook, parameters, executed, root)
    write_page(executed, folder / f"{notebook.stem}.html", parameters["LANG"], banners)
    executed.unlink()
