"""The answer to ``antq why`` as data: the figure with everything that it rests on, or the parts of a change."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from antq_analysis.measures.change_parts import change_parts
from antq_analysis.observations import is_year
from antq_analysis.panel.area import find_area
from antq_analysis.panel.asked import find_indicator
from antq_analysis.panel.asked_unit import find_unit
from antq_analysis.panel.load import Panel
from antq_analysis.panel.origin import Origin, where_from
from antq_analysis.panel.origin_total import Whole, whole_from
from antq_analysis.project import Project

Told = dict[str, Any]

FIGURE = ("basis", "category", "method_version", "stage", "value", "comparator", "status", "rule")


def change_told(panel: Panel, indicator: str, period: str) -> Told:
    """Tell what a change on the year before is made of.

    Parameters
    ----------
    panel, indicator, period
        As for :func:`antq_analysis.annual.explained.explain_change`, which has refused what is no year.

    Returns
    -------
    dict
        ``kind`` is ``"change"``; ``parts`` add up to ``change``.
    """
    known = find_indicator(panel.vocabulary, indicator)
    since = str(int(period) - 1) if is_year(period) else ""
    found = change_parts(panel, known, period, since)
    about = {"indicator": known, "period": period, "since": found.since, "unit": found.unit_vi}
    return {"kind": "change", **about, "change": found.change, "parts": found.frame}


def figure_told(
    panel: Panel, unit: str, period: str, indicator: str, *, category: str = "", project: Project
) -> Told:
    """Tell where a figure comes from, whoever it is of.

    Parameters
    ----------
    panel, unit, period, indicator, category, project
        As for :func:`antq_analysis.annual.explained.explain`.

    Returns
    -------
    dict
        ``kind`` is ``"commune"``, ``"district"`` or ``"province"``; the figures, and of a commune every cell received,
        of a whole every commune in it.
    """
    known = find_indicator(panel.vocabulary, indicator)
    area = find_area(panel, unit, period)
    about = {"indicator": known, "period": period, "category": category}
    if area is not None:
        wholes = whole_from(panel, area, period, known, category=category, project=project)
        return {"kind": area.kind, "name": area.name_vi, **about, "figures": [_whole(one) for one in wholes]}
    code = find_unit(panel, unit, period, known, project).code
    name = {"unit_code": code, "name": str(panel.units.at[code, "name"])}
    if period not in set(panel.reported["period"]):
        # A base between two known years stands in no file: the text alone tells of it.
        return {"kind": "commune", **name, **about, "figures": [], "received": []}
    origin = where_from(panel, code, period, known, category=category, project=project)
    return {"kind": "commune", **name, **about, **_origin(origin)}


def _origin(origin: Origin) -> Told:
    figure = origin.figure[[name for name in FIGURE if name in origin.figure]]
    made_of = [{"indicator": part.indicator.id, **_origin(part)} for part in origin.made_of]
    return {"figures": figure, "received": origin.parts, "decided": origin.decided, "made_of": made_of}


def _whole(one: Whole) -> Mapping[str, Any]:
    frames: dict[str, pd.DataFrame] = {
        "communes": one.units,
        "others": one.others,
        "printed": one.printed,
        "decided": one.decided,
    }
    return {"basis": one.basis, "value": one.value, "comparator": one.comparator, **frames}
