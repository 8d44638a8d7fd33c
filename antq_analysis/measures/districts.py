"""Which district each commune lies in, for what is compared within and between districts."""

import pandas as pd

from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import DISTRICT, FORMER, NO_GROUP, SEVERAL, assign_groups

_COLUMNS = ["group_code", "group_name"]


def place_in_districts(panel: Panel, group: str = "") -> tuple[str, pd.DataFrame]:
    """Place every commune in its district.

    Parameters
    ----------
    panel
        The panel.
    group
        A grouping of the panel; by default the districts of the map, and where it has none the former ones.

    Returns
    -------
    tuple of str and pandas.DataFrame
        The grouping, empty where there is none; index unit_code, group_code and group_name, both empty where a commune
        lies in no district or in several.

    Raises
    ------
    UnknownNameError
        If the panel has no such grouping.
    """
    units = panel.units
    nowhere = pd.DataFrame("", index=units.index, columns=_COLUMNS)
    if not group:
        if "district_name" in units and units["district_name"].fillna("").ne("").any():
            names = units["district_name"].fillna("").astype(str)
            codes = units["district_code"].fillna("").astype(str) if "district_code" in units else names
            return DISTRICT, pd.DataFrame(
                {"group_code": codes.where(codes.ne(""), names), "group_name": names}
            )
        known = set(panel.groups["grouping"]) if "grouping" in panel.groups else set()
        group = next((name for name in FORMER if name in known), "")
        if not group:
            return "", nowhere
    placed = assign_groups(panel.groups, group, units.index)[_COLUMNS].astype(str)
    apart = placed["group_code"].isin([SEVERAL, NO_GROUP])
    return group, placed.mask(apart, "")
