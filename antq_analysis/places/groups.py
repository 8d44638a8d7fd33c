"""Dated groupings of the units of a map: former districts, clusters, any of the user's."""

from datetime import date

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import say
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import read_table
from antq_analysis.places.vintage import territory, vintage_on
from antq_analysis.project import Project, find_project

GROUP_COLUMNS = ("grouping", "unit_code", "group_code", "group_name")
DISTRICT = "district"
FORMER = {"former_district": "district", "former_province": "province"}
"""Groupings made from an earlier register, each with the columns that it is made from."""


def load_groups(province: str, on: str | date, project: Project | None = None) -> pd.DataFrame:
    """Load the groupings of the map in force on a day.

    Where the register knows districts they are the grouping ``district``. A unit that straddles several groups of
    one grouping has one row for each, the main one first.

    Parameters
    ----------
    province
        Province id.
    on
        The day.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        ``grouping, unit_code, group_code, group_name``; no rows where nothing is grouped.

    Raises
    ------
    MissingError
        If there is no map of that day.
    InputError
        If ``groups.csv`` names units that the map has not, or the same membership twice.
    """
    project = project or find_project()
    units = load_units(province, on, project)
    in_district = units[units["district_name"].ne("")]
    groups = pd.DataFrame(
        {
            "grouping": pd.Series(DISTRICT, index=in_district.index, dtype="str"),
            "unit_code": in_district["unit_code"],
            "group_code": in_district["district_code"].where(
                in_district["district_code"].ne(""), in_district["district_name"]
            ),
            "group_name": in_district["district_name"],
        }
    )
    path = territory(province, project) / vintage_on(province, on, project) / "groups.csv"
    if path.exists():
        own = read_table(path, GROUP_COLUMNS)
        cases = _problems(own, units)
        if cases:
            raise InputError("places.bad_groups", cases=cases, file=path, n=len(cases))
        groups = pd.concat([groups, own])
    return groups.reset_index(drop=True)


def straddling(groups: pd.DataFrame, grouping: str) -> pd.DataFrame:
    """List the units that lie in several groups of one grouping.

    Parameters
    ----------
    groups
        Groupings as :func:`load_groups` returns them.
    grouping
        Which of them.

    Returns
    -------
    pandas.DataFrame
        The rows of those units.
    """
    rows = groups[groups["grouping"].eq(grouping)]
    return rows[rows["unit_code"].duplicated(keep=False)]


def former_groups(crosswalk: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Group the units of a later map by the districts and provinces that their land came from.

    Parameters
    ----------
    crosswalk
        What became of the old units, with ``share``.
    old
        The register before.

    Returns
    -------
    pandas.DataFrame
        Columns ``GROUP_COLUMNS``; of a unit that straddles several groups the one that most of its old units came
        from stands first. A grouping with one group only is left out.
    """
    reached = crosswalk[crosswalk["to_code"].ne("") & crosswalk["share"].notna()]
    origin = old.set_index("unit_code")
    made = [pd.DataFrame(columns=list(GROUP_COLUMNS), dtype="str")]
    for grouping, level in FORMER.items():
        names = reached["from_code"].map(origin[f"{level}_name"])
        codes = reached["from_code"].map(origin[f"{level}_code"])
        if names.nunique() < 2:
            continue
        rows = pd.DataFrame(
            {
                "grouping": pd.Series(grouping, index=reached.index, dtype="str"),
                "unit_code": reached["to_code"],
                "group_code": codes.where(codes.ne(""), names),
                "group_name": names,
                "share": reached["share"],
            }
        )
        summed = rows[names.ne("")].groupby(list(GROUP_COLUMNS))["share"].sum().reset_index()
        ordered = summed.sort_values(["unit_code", "share"], ascending=[True, False], kind="stable")
        made.append(ordered[list(GROUP_COLUMNS)])
    return pd.concat(made, ignore_index=True)


def _problems(own: pd.DataFrame, units: pd.DataFrame) -> list[str]:
    foreign = own.loc[~own["unit_code"].isin(units["unit_code"]), "unit_code"].unique()
    twice = own[own.duplicated(["grouping", "unit_code", "group_code"])]
    cases = [say("places.foreign_code", code=code) for code in foreign]
    cases += [
        say("places.group_twice", code=row.unit_code, group=row.group_name) for row in twice.itertuples()
    ]
    blank = own[own["grouping"].eq("") | own["group_name"].eq("")]
    return cases + [say("places.group_blank", code=row.unit_code) for row in blank.itertuples()]
