"""What changed since last year: communes, figures that were handed in, unusual figures, what the report rests on."""

from collections.abc import Mapping, Sequence

import pandas as pd

from antq_analysis.annual.answers import year_before
from antq_analysis.annual.compared_units import compare_units
from antq_analysis.annual.comparison import Against, Comparison
from antq_analysis.annual.differences import CODE, VERSION, compare_manifests
from antq_analysis.annual.frozen import Kept, load_frozen, load_reported
from antq_analysis.annual.manifest import rests_on
from antq_analysis.annual.revised import find_revised, sum_revised
from antq_analysis.briefing.listed import load_contents, with_figures
from antq_analysis.errors import InputError, RefusedError
from antq_analysis.measures.usual_range import usual_range
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project

_RULES = (CODE, VERSION, "vocabulary", "reference", "layout", "places", "decisions", "settings")
"""Kinds of differences that are told; files of another year are no news."""


def compare(
    panel: Panel, year: str, *, kept: Sequence[Kept] | None = None, project: Project | None = None
) -> Comparison:
    """Compare a year with the year before it, and the figures of earlier years with what was handed in.

    Parameters
    ----------
    panel
        The panel up to that year.
    year
        The year.
    kept
        What the figures are held against, as :func:`kept_before` lists it; by default what was last handed in for the
        year before.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Comparison
        It says itself in Vietnamese or English; for a province with one year only it says that there is nothing to
        compare with, and where what was handed in is damaged it says so.
    """
    project = project or find_project()
    before = year_before(panel, year)
    unread = None
    if kept is None:
        try:
            kept = load_frozen(panel.province.id, str(int(year) - 1), project)[-1:]
        except InputError as error:
            # A whole report must not wait for that.
            kept, unread = (), error
    now = rests_on(project, panel.province, year)
    units = compare_units(panel, year, before, project) if before else pd.DataFrame({"what": []}, dtype="str")
    unusual, tested = _unusual(panel, year, project)
    against = tuple(_against(panel, one, now, project) for one in kept)
    parts = (panel.province, panel.vocabulary, year, before, units, against, unusual, tested)
    return Comparison(*parts, unread=unread)


def kept_before(panel: Panel, year: str, project: Project) -> tuple[Kept, ...]:
    """List what the figures of a year and of the year before can be held against, whether or not it was handed in.

    Parameters
    ----------
    panel
        The panel.
    year
        The year.
    project
        The project.

    Returns
    -------
    tuple of Kept
        Of each of the two years what was handed in last, or the report that stands where nothing was handed in.
    """
    who = panel.province.id
    found = (
        (load_frozen(who, one, project)[-1:] or (load_reported(who, one, project),))
        for one in (str(int(year) - 1), year)
    )
    return tuple(kept for (kept,) in found if kept is not None)


def _against(panel: Panel, kept: Kept, now: Mapping[str, object], project: Project) -> Against:
    revised = find_revised(panel, kept, project)
    changed = compare_manifests({**kept.manifest, "settings": None}, now)
    rules = tuple(one for one in changed if one.kind in _RULES)
    return Against(kept, revised, sum_revised(panel, kept, revised), rules)


def _unusual(panel: Panel, year: str, project: Project) -> tuple[pd.DataFrame, int]:
    contents = load_contents(project)
    listed = (*contents.outcomes, *contents.table, *contents.maps, *contents.trends)
    found, tested = [], 0
    for name in with_figures(panel, tuple(dict.fromkeys(listed)), year):
        what = panel.vocabulary.indicator(name)
        if what.kind != "flow" or what.adds_up != "sum":
            continue
        try:
            ranges = usual_range(panel, name, year)
        except RefusedError:
            continue
        tested += len(ranges)
        outside = ranges[ranges["value"].lt(ranges["low"]) | ranges["value"].gt(ranges["high"])]
        names = panel.units["name"].reindex(outside.index)
        found.append(outside.assign(indicator=name, name=names).reset_index(names="unit_code"))
    columns = ["indicator", "unit_code", "name", "value", "low", "high", "q_value"]
    return (pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)), tested
