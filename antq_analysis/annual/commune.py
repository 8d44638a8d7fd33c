"""The page of one commune: found by name, with what was found about its rows, written as a PDF."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.annual.carried_list import by_place
from antq_analysis.annual.found_lines import shared_findings
from antq_analysis.briefing.listed import main_indicator
from antq_analysis.briefing.one_commune.content import compose_commune
from antq_analysis.briefing.one_commune.ground import grounds_of, rows_on
from antq_analysis.briefing.one_commune.page import CommunePage
from antq_analysis.briefing.one_commune.print_page import write_commune_print
from antq_analysis.errors import UnknownNameError
from antq_analysis.files import write_whole
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.panel.asked_unit import find_unit
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.audience import INTERNAL
from antq_analysis.sources.receiving.received import received_files

FOLDER = "communes"
MOST_REMARKS = 6
_ROW = re.compile(r"[A-Z]+([0-9]+)")


def commune_page(
    panel: Panel,
    unit: str,
    *,
    year: str = "",
    lang: str = "vi",
    audience: str = INTERNAL,
    project: Project | None = None,
) -> CommunePage:
    """Make the page of a commune.

    Parameters
    ----------
    panel
        The panel.
    unit
        Code or name of a commune of its map.
    year
        The last year that is shown; by default the last one with figures.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    CommunePage
        The page.

    Raises
    ------
    UsageError
        If no commune of the map or several bear the name; one of another map is named with it.
    UnknownNameError
        If there is no figure of the year.
    """
    project = project or find_project()
    year = year or max(panel.years(), default="")
    if year not in panel.years():
        raise UnknownNameError("errors.kind_period", year, panel.years())
    asked = find_unit(panel, unit, year, main_indicator(panel, project), project)
    remarks = (*asked.lines(lang), *say_remarks(panel, asked.code, year, lang, project))
    return compose_commune(
        panel, asked.code, year, lang=lang, audience=audience, remarks=remarks, project=project
    )


def write_commune(page: CommunePage, province: str, project: Project) -> Path:
    """Write the page as a PDF, ``reports/<province>/communes/<code>.pdf``.

    Parameters
    ----------
    page
        The page.
    province
        Whose commune.
    project
        The project.

    Returns
    -------
    Path
        The file; of a release its name says so.

    Raises
    ------
    CannotWriteError
        If it cannot be written.
    """
    # A code is text of somebody's list of units: as the name of a file it may hold no path.
    code = re.sub(r"[^\w-]", "_", page.code)
    name = code if page.audience == INTERNAL else f"{code}_{page.audience}"
    path = project.reports / province / FOLDER / f"{name}.pdf"
    write_whole(path, write_commune_print(page))
    return path


def say_remarks(panel: Panel, code: str, year: str, lang: str, project: Project) -> tuple[str, ...]:
    """Say what was found about the rows of a commune and of those it was made of.

    Parameters
    ----------
    panel
        The panel.
    code
        A commune of its map.
    year
        Rows up to this year.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project.

    Returns
    -------
    tuple of str
        Gravest first; of many the first ones and how many more.
    """
    rows = rows_on(panel, grounds_of(panel, code, project))
    rows = rows[rows["period"].str[:4].le(year)]
    order = list(Severity)
    found = sorted(_about(panel, rows, project), key=lambda one: order.index(one.severity))
    lines = [_placed(shared.finding, lang) for shared in shared_findings(found, lang)]
    names = {code: str(panel.units.at[code, "name"])}
    lines += [one.text(lang) for one in by_place(_carried(panel, code, year), names, lang)]
    lines = list(dict.fromkeys(lines))
    if not lines:
        return (say("annual.commune_none", lang),)
    left = len(lines) - MOST_REMARKS
    more = [say("annual.commune_more", lang, n=left, province=panel.province.id)] if left > 0 else []
    return (*lines[:MOST_REMARKS], *more)


def _about(panel: Panel, rows: pd.DataFrame, project: Project) -> Iterator[Finding]:
    files = {file.source_id: file.name for file in received_files(panel.province.id, project)}
    own = rows.assign(file=rows["source_id"].map(files))
    cells = {
        (file, sheet, cell)
        for file, sheet, told in zip(own["file"], own["sheet"], own["cell"], strict=True)
        for cell in str(told).split(" + ")
    }
    lines = _lines_of_its_own(panel, own, files)
    codes = set(rows["unit_code"])
    for one in panel.findings:
        for cell in one.cell.split(", "):
            row = _ROW.fullmatch(cell)
            in_row = row is not None and (one.file, one.sheet, row[1]) in lines
            if in_row or (one.file, one.sheet, cell) in cells:
                yield one
                break
        else:
            if not one.cell and codes & set(str(one.values.get("codes", "")).split("; ")):
                yield one


def _lines_of_its_own(panel: Panel, own: pd.DataFrame, files: dict[str, str]) -> set[tuple[str, str, str]]:
    """Find the rows of sheets in which nothing but the figures of these units stands."""
    sheets = own[["source_id", "sheet"]].drop_duplicates()
    there = panel.reported.merge(sheets, on=["source_id", "sheet"])
    numbers = there["cell"].str.extract(r"([0-9]+)")[0].fillna("")
    of_own = set(own["unit_date"] + " " + own["unit_code"])
    lines: dict[tuple[str, str, str], bool] = {}
    units = there["unit_date"] + " " + there["unit_code"]
    for source, sheet, number, unit in zip(there["source_id"], there["sheet"], numbers, units, strict=True):
        key = (files.get(source, ""), sheet, number)
        lines[key] = lines.get(key, True) and unit in of_own
    return {key for key, alone in lines.items() if alone}


def _carried(panel: Panel, code: str, year: str) -> Iterator[Finding]:
    for one in panel.carrying:
        places = one.values.get("places")
        if not isinstance(places, tuple):
            continue
        own = tuple(place for place in places if place[0] == code and _is_before(place[1], year))
        if own:
            yield replace(one, values={**one.values, "places": own})


def _is_before(period: str, year: str) -> bool:
    return obs.is_year(period) and period <= year


def _placed(one: Finding, lang: str) -> str:
    place = ", ".join(filter(None, (one.file, one.sheet, one.cell)))
    return f"{place}: {one.text(lang)}" if place else one.text(lang)
