"""The figures of a year for other programs: a GeoPackage with styles for QGIS, and a workbook that explains it."""

import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from antq_analysis.briefing.listed import load_contents, with_figures
from antq_analysis.errors import MissingError, UnknownNameError
from antq_analysis.files import whole_folder, write_whole
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.usual import usual_measure
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.geopackage.package import PARTS, write_geopackage
from antq_analysis.show.table_book import add_sheet, new_book
from antq_analysis.show.tables import draw_table
from antq_analysis.vocabulary.dictionary import data_dictionary

PACKAGE, DICTIONARY = "communes.gpkg", "data_dictionary.xlsx"


def write_export(panel: Panel, year: str, *, lang: str = "vi", project: Project | None = None) -> Path:
    """Write the figures of communes in a year, with boundaries, for other programs. It is internal.

    Parameters
    ----------
    panel
        The panel.
    year
        The year of the layer; its table of figures holds all periods.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Path
        The folder, ``reports/<province>/export/<year>/`` with ``communes.gpkg`` and ``data_dictionary.xlsx``.

    Raises
    ------
    UnknownNameError
        If nothing was received for the year.
    MissingError
        If no listed indicator has a figure of the year.
    CannotWriteError
        If a file cannot be written.
    """
    project = project or find_project()
    if year not in panel.years():
        raise UnknownNameError("errors.kind_period", year, panel.years())
    contents = load_contents(project)
    names = with_figures(panel, tuple(dict.fromkeys((*contents.maps, *contents.table))), year)
    measures = [usual_measure(panel, name) for name in names]
    measures = [one for one in measures if year in one.periods() and one.at(year)["value"].notna().any()]
    if not measures:
        raise MissingError("annual.nothing_to_export", province=panel.province.id, year=year)
    folder = project.reports / panel.province.id / "export" / year
    with whole_folder(folder) as made:
        write_geopackage(panel, measures, year, made / PACKAGE, lang=lang, project=project)
        write_whole(made / DICTIONARY, _dictionary(panel, measures, lang, project))
    return folder


def _dictionary(panel: Panel, measures: Sequence[Measure], lang: str, project: Project) -> bytes:
    stream = io.BytesIO()
    title = say("vocabulary.dictionary", lang)
    book = new_book(stream, title)
    used = set(panel.observations["indicator"])
    sheets = {"columns": _columns(measures, lang), "figures": data_dictionary(panel.vocabulary, lang, used)}
    for key, frame in sheets.items():
        name = say(f"annual.export_{key}", lang)
        add_sheet(book, name, draw_table(frame, lang=lang, title=f"{title}: {name}", project=project))
    book.close()
    return stream.getvalue()


def _columns(measures: Sequence[Measure], lang: str) -> pd.DataFrame:
    heads = [say(f"annual.export_{key}", lang) for key in ("column", "meaning", "unit")]
    rows = [
        (
            f"{one.indicator}_{part}",
            f"{one.label(lang)}: {say(f'annual.export_{part}', lang)}",
            _unit(one, part, lang),
        )
        for one in measures
        for part in (*PARTS, "class")
    ]
    return pd.DataFrame(rows, columns=heads, dtype="str")


def _unit(measure: Measure, part: str, lang: str) -> str:
    return measure.unit(lang) if part in ("value", "low", "high") else ""
