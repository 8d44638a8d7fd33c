"""Dated groupings of the units of a map: former districts, clusters, any of the user's."""

from datetime import date

import pandas as pd

from antq_analysis.errors import InputError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import read_table
from antq_analysis.places.vintage import territory, vintage_on
from antq_analysis.project import Project, find_project

GROUP_COLUMNS = ("grouping", "unit_code", "group_code", "group_name")
DISTRICT = "district"
FORMER = {"former_district": "district", "former_province": "province"}
"""Groupings made from an earlier register, each with the columns that it is made from."""

SEVERAL, NO_GROUP = "~several", "~none"
"""Codes under which units stand that lie in several groups of a grouping, or in none."""

APART, MAIN = "apart", "main"
"""What becomes of a unit that lies in several groups: it stands apart, or counts in the one that is listed first."""


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


def assign_groups(
    groups: pd.DataFrame, grouping: str, units: pd.Index, *, straddling: str = APART
) -> pd.DataFrame:
    """Put every unit of a map into exactly one place: its group, those of several groups, or those of none.

    Parameters
    ----------
    groups
        Groupings as :func:`load_groups` returns them.
    grouping
        Which of them.
    units
        Codes of the units of the map.
    straddling
        ``"apart"``: a unit of several groups stands under :data:`SEVERAL` and is added to none of them; ``"main"``: it
        counts in the group that is listed first for it.

    Returns
    -------
    pandas.DataFrame
        Index unit_code, in the order of `units`; group_code and group_name, which is empty for :data:`SEVERAL` and
        :data:`NO_GROUP`.

    Raises
    ------
    UnknownNameError
        If there is no such grouping.
    UsageError
        If `straddling` is neither.

    Examples
    --------
    >>> rows = [("old", "1", "A", "Huyện A"), ("old", "2", "A", "Huyện A"), ("old", "2", "B", "Huyện B")]
    >>> groups = pd.DataFrame(rows, columns=GROUP_COLUMNS)
    >>> assign_groups(groups, "old", pd.Index(["1", "2", "3"]))["group_code"].tolist()
    ['A', '~several', '~none']
    >>> assign_groups(groups, "old", pd.Index(["2"]), straddling="main")["group_name"].tolist()
    ['Huyện A']
    """
    if straddling not in (APART, MAIN):
        raise UsageError("places.bad_straddling", written=straddling)
    known = set(groups["grouping"]) if "grouping" in groups else set()
    if grouping not in known:
        raise UnknownNameError("errors.kind_grouping", grouping, sorted(known))
    rows = groups[groups["grouping"].eq(grouping)]
    first = rows.drop_duplicates("unit_code").set_index("unit_code")[["group_code", "group_name"]]
    placed = first.reindex(units).rename_axis("unit_code")
    placed["group_code"] = placed["group_code"].fillna(NO_GROUP)
    if straddling == APART:
        several = placed.index.isin(rows.loc[rows["unit_code"].duplicated(), "unit_code"])
        placed.loc[several, ["group_code", "group_name"]] = [SEVERAL, ""]
    return placed.fillna({"group_name": ""})


def say_grouping(grouping: str, lang: str = "vi") -> str:
    """Name the groups of a grouping.

    Parameters
    ----------
    grouping
        Which.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``huyện cũ``; a grouping of the user's has its own name.

    Examples
    --------
    >>> say_grouping("former_district"), say_grouping("former_province", "en"), say_grouping("cụm thi đua")
    ('huyện cũ', 'former province', 'cụm thi đua')
    """
    return say(f"places.grouping_{grouping}", lang) if grouping in (DISTRICT, *FORMER) else grouping


def name_group(code: str, name: str, lang: str = "vi") -> str:
    """Name a group, or what stands beside the groups.

    Parameters
    ----------
    code
        Its code, or :data:`SEVERAL` or :data:`NO_GROUP`.
    name
        Its name.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The name.
    """
    keys = {SEVERAL: "places.several_groups", NO_GROUP: "places.no_group"}
    return say(keys[code], lang) if code in keys else name


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
    cases: list[str] = [Sentence("places.foreign_code", code=code) for code in foreign]
    cases += [
        Sentence("places.group_twice", code=row.unit_code, group=row.group_name) for row in twice.itertuples()
    ]
    blank = own[own["grouping"].eq("") | own["group_name"].eq("")]
    return cases + [Sentence("places.group_blank", code=row.unit_code) for row in blank.itertuples()]
