"""Names of other dates: units that a province has on its other maps, and where they are on this one."""

from datetime import date

import pandas as pd

from antq_analysis.errors import MissingError
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.register import UNIT_COLUMNS, load_units
from antq_analysis.places.vintage import vintage_on, vintages
from antq_analysis.project import Project, find_project

OTHER_COLUMNS = (*UNIT_COLUMNS, "unit_date", "here")
_SAME = ["unit_code", "name", "type", "district_name"]


def units_of_other_dates(province: str, on: str | date, project: Project | None = None) -> pd.DataFrame:
    """List the units of all other maps of a province that are not the same on one map.

    Parameters
    ----------
    province
        Province id.
    on
        A day on which the one map was in force.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        Columns ``OTHER_COLUMNS``, one row a unit and map, the map nearest in time first. ``here`` holds the codes
        that its ground has on the one map, separated by spaces: successors of a former unit, predecessors of a later
        one; empty where no crosswalk tells.

    Raises
    ------
    MissingError
        If the province has no map of that day.
    InputError
        If a register or a crosswalk is not as it must be.
    """
    project = project or find_project()
    day = vintage_on(province, on, project)
    own = load_units(province, day, project)
    known = pd.MultiIndex.from_frame(own[_SAME])
    frames = []
    for other in sorted(vintages(province, project), key=lambda other: (_days(other, day), other)):
        units = load_units(province, other, project)
        units = units[~pd.MultiIndex.from_frame(units[_SAME]).isin(known)]
        if other != day and not units.empty:
            here = _codes_here(province, other, day, project)
            frames.append(units.assign(here=[here.get(code, "") for code in units["unit_code"]]))
    if not frames:
        return pd.DataFrame(columns=[*OTHER_COLUMNS], dtype="str")
    return pd.concat(frames, ignore_index=True)[[*OTHER_COLUMNS]]


def _codes_here(province: str, other: str, day: str, project: Project) -> dict[str, str]:
    """Give the codes on this map of each unit of another map."""
    first, last = min(other, day), max(other, day)
    own, here = ("from_code", "to_code") if other == first else ("to_code", "from_code")
    try:
        pairs = load_crosswalk(province, first, last, project)
    except MissingError:
        return {}
    return {str(code): " ".join(filter(None, codes)) for code, codes in pairs.groupby(own, sort=False)[here]}


def _days(one: str, two: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(two)).days)
