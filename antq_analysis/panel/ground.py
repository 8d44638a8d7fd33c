"""The ground of a unit on other maps: which units of another date it is made of, or was divided into."""

import pandas as pd

from antq_analysis.panel.carried import known_people
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.backwards import load_reverse_crosswalk
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.project import Project


def ground_of(panel: Panel, unit_code: str, other: str, project: Project, on: str = "") -> frozenset[str]:
    """List the units of another map that share ground with a unit.

    Parameters
    ----------
    panel
        The panel.
    unit_code
        Code of the unit.
    other
        Date of the other map.
    project
        The project.
    on
        Date of the map of the unit; by default the panel's.

    Returns
    -------
    frozenset of str
        Codes of the other map; empty where the unit has no ground there.
    """
    own = on or panel.map_date
    first, last = sorted((other, own))
    there, here = ("from_code", "to_code") if other == first else ("to_code", "from_code")
    crosswalk = load_crosswalk(panel.province.id, first, last, project)
    codes = crosswalk.loc[crosswalk[here].eq(unit_code), there]
    return frozenset(str(code) for code in codes if code)


def shares_in(panel: Panel, unit_code: str, other: str, project: Project) -> pd.DataFrame:
    """Tell what part of each unit of another map counts in a unit.

    Parameters
    ----------
    panel
        The panel.
    unit_code
        Code of a unit of its map.
    other
        Date of the other map.
    project
        The project.

    Returns
    -------
    pandas.DataFrame
        Index unit_code; ``share`` (0 to 1), and ``share_basis`` on which it rests. None of a later map, unless the
        panel carries back.
    """
    columns = ["from_code", "share", "share_basis"]
    province, day = panel.province.id, panel.map_date
    if other == day or (other > day and not panel.backwards):
        return pd.DataFrame(columns=columns).set_index("from_code")
    crosswalk = (
        load_crosswalk(province, other, day, project)
        if other < day
        else load_reverse_crosswalk(province, other, day, known_people(panel.observations), project)
    )
    return crosswalk.loc[crosswalk["to_code"].eq(unit_code), columns].set_index("from_code")
