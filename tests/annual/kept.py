"""Reports that hold the figures of a panel, without the minute that a run takes."""

from pathlib import Path

import pandas as pd

from antq_analysis.annual.manifest import make_manifest, report_settings, rests_on
from antq_analysis.panel.until import rows_until
from antq_analysis.project import Project
from antq_analysis.vocabulary import load_vocabulary


def report_figures(project: Project, year: str, figures: pd.DataFrame | None = None) -> Path:
    """Leave the report of a year: the figures of the built panel up to it, or others, and a manifest."""
    if figures is None:
        figures = rows_until(pd.read_parquet(project.panel / "demo/observations.parquet"), year)
    folder = project.reports / "demo" / year
    (folder / "checks").mkdir(parents=True, exist_ok=True)
    path = folder / "checks/observations.csv"
    figures.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    (folder / "page.html").write_text("a page", encoding="utf-8")
    who = load_vocabulary(project).province("demo")
    settings = report_settings(f"{year}-07-01", "vi", release=False)
    told = make_manifest(rests_on(project, who, year), who, year, settings, folder)
    (folder / "manifest.json").write_text(told, encoding="utf-8")
    return folder
