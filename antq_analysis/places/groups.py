"""Dated groupings of the units of a map: former districts, clusters, any of the user's."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError, UnknownNameError, UsageError
from antq_analysis.findings import Finding
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.places.letters.folding import clean
from antq_analysis.places.listed import listed
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import read_table, read_text, text_columns, write_table
from antq_analysis.places.vintage import territory, vintage_on
from antq_analysis.project import Project, find_project

GROUP_COLUMNS = ("grouping", "unit_code", "group_code", "group_name")
SHARE, SHARE_BASIS = "share", "share_basis"
"""What part of a unit lies in a group, a column that ``groups.csv`` may have, and what that rests on."""

GIVEN = "given"
"""Basis of a share that stands in ``groups.csv``."""

DISTRICT = "district"
FORMER = {"former_district": "district", "former_province": "province"}
"""Groupings made from an earlier register, each with the columns that it is made from."""

SEVERAL, NO_GROUP = "~several", "~none"
"""Codes under which units stand that lie in several groups of a grouping, or in none."""

NO_GROUPS = (SEVERAL, NO_GROUP)
"""What stands beside the groups of a grouping and is none of them."""

APART, MAIN = "apart", "main"
"""What becomes of a unit that lies in several groups: it stands apart, or counts in the one that holds most of it."""

_EVEN = 1e-9


def load_groups(province: str, on: str | date, project: Project | None = None) -> pd.DataFrame:
    """Load the groupings of the map in force on a day.

    Where the register knows districts they are the grouping ``district``. A unit that straddles several groups of
    one grouping has one row for each. A group without a code has its name for one.

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
        ``grouping, unit_code, group_code, group_name``, and ``share`` (what part of the unit lies in the group, NaN
        where ``groups.csv`` does not say) with its ``share_basis``; no rows where nothing is grouped.

    Raises
    ------
    MissingError
        If there is no map of that day.
    InputError
        If ``groups.csv`` names units that the map has not, the same membership twice, two groups under one code, or a
        share that is no number.
    """
    project = project or find_project()
    units = load_units(province, on, project)
    in_district = units[units["district_name"].ne("")]
    groups = told_apart(in_district, DISTRICT).assign(
        grouping=pd.Series(DISTRICT, index=in_district.index, dtype="str"), unit_code=in_district["unit_code"]
    )
    path = territory(province, project) / vintage_on(province, on, project) / "groups.csv"
    if path.exists():
        own = read_groups(path).map(clean)
        # Groups that nobody gave a code are told apart by their names.
        own["group_code"] = own["group_code"].where(own["group_code"].ne(""), own["group_name"])
        cases = _problems(own, units)
        if cases:
            raise InputError("places.bad_groups", cases=cases, file=path, n=len(cases))
        groups = pd.concat([groups, own])
    groups = text_columns(groups, (*GROUP_COLUMNS, SHARE)).reset_index(drop=True)
    share = _numbers(groups[SHARE])
    basis = pd.Series(GIVEN, index=groups.index, dtype="str").where(share.notna(), "")
    return groups.assign(**{SHARE: share, SHARE_BASIS: basis})


def told_apart(units: pd.DataFrame, level: str) -> pd.DataFrame:
    """Name the district or the province of units so that those of one name in two provinces are two groups.

    Parameters
    ----------
    units
        A register.
    level
        ``"district"`` or ``"province"``.

    Returns
    -------
    pandas.DataFrame
        group_code and group_name, with the index of `units`. A district of a name that several provinces have is named
        with its province; one without a code has its name for one.
    """
    names = units[f"{level}_name"]
    parent = units["province_name"].where(units["province_name"].ne(""), units["province_code"])
    homes = parent.groupby(names).transform("nunique")
    names = names.where(homes.le(1) | names.eq(""), names + " (" + parent + ")")
    codes = units[f"{level}_code"].where(units[f"{level}_code"].ne(""), names)
    return pd.DataFrame({"group_code": codes, "group_name": names})


def read_groups(path: Path) -> pd.DataFrame:
    """Read a ``groups.csv``.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    pandas.DataFrame
        Text columns ``GROUP_COLUMNS`` and ``share``, which is empty where the file has none.

    Raises
    ------
    MissingError
        If the file cannot be read.
    InputError
        If it is no such table.
    """
    columns = (*GROUP_COLUMNS, SHARE)
    table = read_table(path, columns if SHARE in read_text(path) else GROUP_COLUMNS)
    return text_columns(table, columns)


def write_groups(path: Path, groups: pd.DataFrame) -> None:
    """Write a ``groups.csv``.

    Parameters
    ----------
    path
        Where to write.
    groups
        As :func:`read_groups` gives them; without any share that column is left out.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    table = text_columns(groups, (*GROUP_COLUMNS, SHARE))
    write_table(path, table if table[SHARE].ne("").any() else table[list(GROUP_COLUMNS)])


def check_groups(groups: pd.DataFrame) -> list[Finding]:
    """Report groups that may have been meant as one, or as two.

    Parameters
    ----------
    groups
        Groupings as :func:`load_groups` returns them.

    Returns
    -------
    list of Finding
        One warning for codes with several names, one for names under several codes.
    """
    found = []
    for rule, one, other in (
        ("group_code_named_twice", "group_code", "group_name"),
        ("group_name_coded_twice", "group_name", "group_code"),
    ):
        told = groups.groupby(["grouping", one], sort=True)[other].unique().reset_index()
        cases = [
            f"{say_grouping(grouping)} {key}: {', '.join(names)}"
            for grouping, key, names in zip(told["grouping"], told[one], told[other], strict=True)
            if len(names) > 1
        ]
        found += listed(rule, pd.Series(cases, dtype="str"), "groups.csv")
    return found


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


def in_order(codes: pd.Series, names: pd.Series) -> list[str]:
    """Put districts or groups in order: that of their codes, or of the register where names stand for codes.

    Parameters
    ----------
    codes
        For each unit, in register order, the code of its group; empty where it has none.
    names
        The names of these groups.

    Returns
    -------
    list of str
        Each code once; what stands apart from all groups last.

    Examples
    --------
    >>> names = pd.Series(["Thị xã Mẫu", "Huyện Mơ", "Huyện Đồng"])
    >>> in_order(names, names)
    ['Thị xã Mẫu', 'Huyện Mơ', 'Huyện Đồng']
    >>> in_order(pd.Series(["150", "148", "149"]), names)
    ['148', '149', '150']
    """
    groups = pd.DataFrame({"code": codes.to_numpy(), "name": names.to_numpy()})
    groups = groups[groups["code"].ne("")].drop_duplicates("code")
    apart = groups["code"].isin([SEVERAL, NO_GROUP])
    own = groups[~apart]
    if own["code"].ne(own["name"]).all():
        own = own.sort_values("code")
    return [str(code) for code in (*own["code"], *sorted(groups.loc[apart, "code"]))]


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
        counts in the group that holds the largest share of it, whatever the order of the rows.

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
    InputError
        If ``"main"`` is asked for and nobody knows in which of its groups most of a unit lies.

    Examples
    --------
    >>> rows = [("old", "2", "B", "Huyện B", 0.4), ("old", "2", "A", "Huyện A", 0.6), ("old", "1", "A", "Huyện A", 1)]
    >>> groups = pd.DataFrame(rows, columns=[*GROUP_COLUMNS, SHARE])
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
    rows = groups[groups["grouping"].eq(grouping) & groups["unit_code"].isin(units)]
    if straddling == MAIN:
        rows = main_groups(rows)
        if cases := list(_undecided(rows)):
            raise InputError("places.main_unknown", cases=cases, n=len(cases), grouping=grouping)
    placed = rows.drop_duplicates("unit_code").set_index("unit_code")[["group_code", "group_name"]]
    placed = placed.reindex(units).rename_axis("unit_code")
    placed["group_code"] = placed["group_code"].fillna(NO_GROUP)
    several = placed.index.isin(rows.loc[rows["unit_code"].duplicated(), "unit_code"])
    placed.loc[several, ["group_code", "group_name"]] = [SEVERAL, ""]
    return placed.fillna({"group_name": ""})


def main_groups(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave each unit the one group that holds most of it.

    Parameters
    ----------
    rows
        Rows of one grouping.

    Returns
    -------
    pandas.DataFrame
        Some of the rows; a unit of which no share is known, or two are as large, keeps all of its groups.
    """
    share = rows[SHARE].astype(float) if SHARE in rows else pd.Series(float("nan"), index=rows.index)
    unit = rows["unit_code"]
    largest = share.groupby(unit).transform("max")
    leads = share >= largest - _EVEN
    known = share.notna().groupby(unit).transform("all") & leads.groupby(unit).transform("sum").eq(1)
    return rows[~known | leads]


def _undecided(rows: pd.DataFrame) -> Iterator[Sentence]:
    several = rows[rows["unit_code"].duplicated(keep=False)]
    for code, own in several.groupby("unit_code", sort=True):
        yield Sentence("places.main_unknown_unit", code=str(code), groups=", ".join(own["group_name"]))


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


def name_group(code: str, name: str, grouping: str, lang: str = "vi") -> str:
    """Name a group, or what stands beside the groups.

    Parameters
    ----------
    code
        Its code, or :data:`SEVERAL` or :data:`NO_GROUP`.
    name
        Its name.
    grouping
        What it is a group of.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The name.

    Examples
    --------
    >>> name_group("990", "Huyện Mẫu", "former_district"), name_group(SEVERAL, "", "former_district")
    ('Huyện Mẫu', 'Thuộc nhiều huyện cũ')
    """
    keys = {SEVERAL: "places.several_groups", NO_GROUP: "places.no_group"}
    return say(keys[code], lang, grouping=say_grouping(grouping, lang)) if code in keys else name


def _problems(own: pd.DataFrame, units: pd.DataFrame) -> list[str]:
    foreign = own.loc[~own["unit_code"].isin(units["unit_code"]), "unit_code"].unique()
    twice = own[own.duplicated(["grouping", "unit_code", "group_code"])]
    cases: list[str] = [Sentence("places.foreign_code", code=code) for code in foreign]
    cases += [
        Sentence("places.group_twice", code=row.unit_code, group=row.group_name) for row in twice.itertuples()
    ]
    blank = own[own["grouping"].eq("") | own["group_name"].eq("")]
    cases += [Sentence("places.group_blank", code=row.unit_code) for row in blank.itertuples()]
    known = own[own["group_name"].ne("")]
    named = known.groupby(["grouping", "group_code"], sort=True)["group_name"].unique().reset_index()
    cases += [
        Sentence(
            "places.group_named_twice",
            grouping=say_grouping(row["grouping"]),
            code=row["group_code"],
            names=", ".join(row["group_name"]),
        )
        for row in named.to_dict("records")
        if len(row["group_name"]) > 1
    ]
    wrong = own[own[SHARE].ne("") & ~_numbers(own[SHARE]).between(0, 1)]
    return cases + [
        Sentence("places.bad_share", code=code, column=SHARE, written=written)
        for code, written in zip(wrong["unit_code"], wrong[SHARE], strict=True)
    ]


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.str.strip().str.replace(",", "."), errors="coerce").astype(float)
