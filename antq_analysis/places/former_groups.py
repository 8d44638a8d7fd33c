"""The districts and provinces that the land of a unit came from, and how much of it came from each."""

from collections.abc import Callable
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from antq_analysis.errors import MissingError
from antq_analysis.findings import Finding
from antq_analysis.places.groups import FORMER, GROUP_COLUMNS, SHARE, SHARE_BASIS, load_groups, told_apart
from antq_analysis.places.listed import listed
from antq_analysis.places.maps.land import land_of
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.register import load_units
from antq_analysis.places.vintage import vintage_on, vintages
from antq_analysis.project import Project, find_project

NEAR = 0.005
"""Communes of a district whose polygons are closer than twice this [degrees], some hundred metres, lie in one place."""

_MEMBER = ["grouping", "unit_code", "group_code"]


def former_groups(
    crosswalk: pd.DataFrame, old: pd.DataFrame, groups: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Group the units of a later map by the districts and provinces that their land came from.

    Parameters
    ----------
    crosswalk
        What became of the old units, with ``share``.
    old
        The register before.
    groups
        The groupings of the map before; where they tell former districts, these are passed on.

    Returns
    -------
    pandas.DataFrame
        Columns ``GROUP_COLUMNS``; a unit that straddles several groups has a row for each. A grouping with one group
        only is left out. Districts of one name in two provinces are told apart by these.
    """
    reached = crosswalk[crosswalk["to_code"].ne("") & crosswalk["share"].notna()]
    made = [pd.DataFrame(columns=list(GROUP_COLUMNS), dtype="str")]
    for grouping in FORMER:
        rows = _origins(reached, old, groups, grouping)
        if rows["group_name"].nunique() < 2:
            continue
        summed = rows[rows["group_name"].ne("")].groupby(list(GROUP_COLUMNS))["share"].sum().reset_index()
        ordered = summed.sort_values(["unit_code", "share"], ascending=[True, False], kind="stable")
        made.append(ordered[list(GROUP_COLUMNS)])
    return pd.concat(made, ignore_index=True)


def check_former_districts(old: pd.DataFrame, shapes: gpd.GeoSeries) -> list[Finding]:
    """Report former districts of the register that may be several of one name.

    Parameters
    ----------
    old
        The register before.
    shapes
        Its polygons by unit code, in degrees.

    Returns
    -------
    list of Finding
        One warning for the districts that have neither a code nor a province and whose communes lie in places apart,
        or where nobody knows, since they have no polygons.
    """
    told = old["district_code"] + old["province_code"] + old["province_name"]
    bare = old[told.eq("") & old["district_name"].ne("")]
    if bare["district_name"].nunique() < 2:
        return []
    own = bare["unit_code"].groupby(bare["district_name"])
    doubtful = [str(name) for name, codes in own if _may_be_several(shapes.reindex(codes).dropna())]
    return listed("districts_by_name_only", pd.Series(doubtful, dtype="str"), "units.csv")


def _may_be_several(shapes: gpd.GeoSeries) -> bool:
    wide = shapely.buffer(shapes.to_numpy(), NEAR)
    places = shapely.get_parts(shapely.union_all(wide))
    inside = shapely.STRtree(places).query(wide, predicate="intersects")[1] if len(places) else []
    # A single commune apart may be an island.
    return len(places) == 0 or int((pd.Series(inside).value_counts() > 1).sum()) > 1


def share_groups(
    groups: pd.DataFrame,
    province: str,
    on: str | date,
    people: Callable[[str], pd.Series | None] = lambda _: None,
    project: Project | None = None,
) -> pd.DataFrame:
    """Tell what part of each unit lies in each of the former districts and provinces that it straddles.

    Parameters
    ----------
    groups
        Groupings as :func:`antq_analysis.places.groups.load_groups` returns them.
    province
        Province id.
    on
        A day of the map.
    people
        Gives the population of the units of the map of a date, by code.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        The groupings; where ``groups.csv`` gives no share of a unit it is that of its people, of its land where the
        people of one of its former units are not known, else of the number of former units. ``share_basis`` says which.

    Raises
    ------
    InputError
        If the table of old and new units is not as it must be.
    """
    project = project or find_project()
    day = vintage_on(province, on, project)
    several = groups["unit_code"].groupby([groups["grouping"], groups["unit_code"]]).transform("size").gt(1)
    wanted = groups[several & groups[SHARE].isna() & groups["grouping"].isin(list(FORMER))]
    before = [other for other in vintages(province, project) if other < day]
    if wanted.empty or not before:
        return groups
    try:
        crosswalk = load_crosswalk(province, before[-1], day, project)
    except MissingError:
        return groups
    old = load_units(province, before[-1], project)
    earlier = share_groups(load_groups(province, before[-1], project), province, before[-1], people, project)
    sizes = {"population": people(before[-1]), "area": land_of(province, before[-1], project)}
    reached = crosswalk[crosswalk["to_code"].ne("") & crosswalk["share"].gt(0)]
    found = pd.concat([_shares(_origins(reached, old, earlier, grouping), sizes) for grouping in FORMER])
    index = pd.MultiIndex.from_frame(groups[_MEMBER])
    told = found.reindex(index).set_axis(groups.index)
    # A unit that somebody laid to other groups than the table of old and new units has no share by it.
    strange = told[SHARE].isna().groupby([groups["grouping"], groups["unit_code"]]).transform("any")
    given = groups[SHARE].notna().groupby([groups["grouping"], groups["unit_code"]]).transform("any")
    kept = given | strange | ~several
    return groups.assign(
        **{name: groups[name].where(kept, told[name]) for name in (SHARE, SHARE_BASIS)},
    )


def _origins(
    crosswalk: pd.DataFrame, old: pd.DataFrame, groups: pd.DataFrame | None, grouping: str
) -> pd.DataFrame:
    """List for each pair of units the groups that the old one lay in, with what part of it went that way."""
    known = groups[groups["grouping"].eq(grouping)] if groups is not None else pd.DataFrame()
    if len(known):
        alone = ~known["unit_code"].duplicated(keep=False)
        part = pd.to_numeric(known[SHARE], errors="coerce").where(~alone, 1.0)
        own = known[["grouping", "unit_code", "group_code", "group_name"]].assign(part=part)
        pairs = crosswalk[["from_code", "to_code", "share"]]
        rows = pairs.merge(own.rename(columns={"unit_code": "from_code"}), on="from_code")
        return rows.assign(unit_code=rows["to_code"], share=rows["share"] * rows["part"])
    level = FORMER[grouping]
    words = told_apart(old, level).set_index(old["unit_code"])
    own = words.reindex(crosswalk["from_code"]).set_axis(crosswalk.index)
    return own.assign(
        grouping=pd.Series(grouping, index=crosswalk.index, dtype="str"),
        unit_code=crosswalk["to_code"],
        from_code=crosswalk["from_code"],
        share=crosswalk["share"],
    )


def _shares(rows: pd.DataFrame, sizes: dict[str, pd.Series | None]) -> pd.DataFrame:
    amount, basis = rows["share"], pd.Series("equal", index=rows.index, dtype="str")
    for word in ("area", "population"):
        size = sizes[word]
        if size is None:
            continue
        brought = rows["from_code"].map(size).astype(float) * rows["share"]
        known = brought.gt(0).groupby(rows["unit_code"]).transform("all")
        amount, basis = amount.where(~known, brought), basis.where(~known, word)
    unknown = amount.isna().groupby(rows["unit_code"]).transform("any")
    share = (amount / amount.groupby(rows["unit_code"]).transform("sum")).mask(unknown)
    members = rows.assign(**{SHARE: share, SHARE_BASIS: basis}).groupby(_MEMBER)
    return members[[SHARE]].sum(min_count=1).join(members[SHARE_BASIS].first())
