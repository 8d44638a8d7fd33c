"""What became of each unit from one map to a later one, chained over every map between."""

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from antq_analysis.errors import InputError, MissingError, RefusedError
from antq_analysis.files import Content, content_of
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.reforms.shares import BASES, resolve_shares
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import read_table
from antq_analysis.places.vintage import territory, vintage_on, vintages
from antq_analysis.project import Project, find_project

CROSSWALK_COLUMNS = (
    "from_code",
    "from_date",
    "to_code",
    "to_date",
    "effective_date",
    "relation",
    "area_share",
    "pop_share",
    "share_basis",
    "resolution",
    "source",
)
RELATIONS = ("unchanged", "rename", "recode", "merge", "split_part", "abolished")


def load_crosswalk(
    province: str, from_date: str | date, to_date: str | date, project: Project | None = None
) -> pd.DataFrame:
    """Load what became of each unit between two days.

    Parameters
    ----------
    province
        Province id.
    from_date, to_date
        The days; the maps in force then are taken, and the tables of all maps between are chained.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        Columns ``CROSSWALK_COLUMNS`` and ``share``, one row a pair of units, in order of their codes. The shares of a
        unit add up to one. ``share_basis`` says what a share rests on: empty for a whole unit, ``population``,
        ``area`` or ``equal``. A unit without successor has an empty ``to_code``.

    Raises
    ------
    RefusedError
        If `to_date` lies before `from_date`: values cannot be carried back.
    MissingError
        If a map or a table between them is missing.
    InputError
        If a table is not as it must be, or names other units than the registers of its two maps: every case is
        listed.
    """
    project = project or find_project()
    first, last = (vintage_on(province, day, project) for day in (from_date, to_date))
    if last < first:
        raise RefusedError("places.reverse_carry", from_date=first, to_date=last)
    steps = [day for day in vintages(province, project) if first < day <= last]
    if not steps:
        return _identity(load_units(province, first, project), first)
    chained: pd.DataFrame | None = None
    before = first
    for day in steps:
        path = territory(province, project) / day / "crosswalk.csv"
        step = _load_step(path, before, day)
        _check_codes(step, load_units(province, before, project), load_units(province, day, project), path)
        chained = step if chained is None else chain(chained, step)
        before = day
    assert chained is not None  # noqa: S101 - steps is not empty
    return chained


def chain(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Join two crosswalks that meet on one map.

    Parameters
    ----------
    first, second
        Crosswalks with ``share``; the second starts where the first ends.

    Returns
    -------
    pandas.DataFrame
        A crosswalk from the first map to the last; shares are multiplied, and added where two ways lead to one unit.

    Raises
    ------
    InputError
        If the second does not say what became of a unit that the first leads to.
    """
    lost = sorted(set(first["to_code"]) - set(second["from_code"]) - {""})
    if lost:
        cases = [Sentence("places.foreign_code", code=code) for code in lost]
        raise InputError("places.broken_chain", cases=cases, n=len(cases), on=first["to_date"].iloc[0])
    ends = second.drop(columns=["from_date"]).rename(columns={"from_code": "through"})
    starts = first.drop(columns=["to_date"]).rename(columns={"to_code": "through"})
    pairs = starts.merge(ends, on="through", how="left", suffixes=("_1", "_2"), sort=False)
    gone = pairs["through"].eq("")
    pairs["to_code"] = pairs["to_code"].where(~gone, "")
    pairs["share"] = pairs["share_1"] * pairs["share_2"].where(~gone, 1.0)
    ranks = [pairs[f"share_basis_{side}"].fillna("").map(BASES.index) for side in (1, 2)]
    pairs["rank"] = pd.concat(ranks, axis=1).max(axis=1)
    for name in ("effective_date", "resolution", "source"):
        pairs[name] = _both(pairs[f"{name}_1"], pairs[f"{name}_2"].fillna(""))
    grouped = pairs.groupby(["from_code", "to_code"], sort=True)
    chained = grouped.agg({"share": "sum", "rank": "max"}).reset_index()
    texts = {
        name: _texts(grouped.ngroup(), pairs[name]) for name in ("effective_date", "resolution", "source")
    }
    chained = chained.assign(
        effective_date=[max(days, default="") for days in texts["effective_date"]],
        resolution=["; ".join(told) for told in texts["resolution"]],
        source=["; ".join(told) for told in texts["source"]],
        from_date=first["from_date"].iloc[0],
        to_date=second["to_date"].iloc[0],
    )
    return _finish(chained, first, second)


def _finish(chained: pd.DataFrame, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    alone = ~chained["from_code"].duplicated(keep=False)
    basis = chained["rank"].map(lambda rank: BASES[rank]).where(~alone, "").astype("str")
    renamed = set(first.loc[first["relation"].ne("unchanged"), "from_code"])
    renamed |= set(second.loc[second["relation"].ne("unchanged"), "from_code"])
    chained = chained.assign(
        share_basis=basis,
        share=chained["share"].where(~alone, 1.0),
        relation=relations(chained, renamed=chained["from_code"].isin(renamed)),
    )
    for name, word in (("pop_share", "population"), ("area_share", "area")):
        chained[name] = chained["share"].where(basis.eq(word) | alone)
    return chained[[*CROSSWALK_COLUMNS, "share"]]


def relations(table: pd.DataFrame, renamed: pd.Series) -> pd.Series:
    """Tell what happened to each unit from the pairs alone.

    Parameters
    ----------
    table
        Columns ``from_code, to_code``.
    renamed
        For each row whether the unit's name or type changed.

    Returns
    -------
    pandas.Series
        One of ``RELATIONS`` for each row.
    """
    goes = table.groupby("from_code")["to_code"].transform("count").gt(1)
    comes = table.groupby("to_code")["from_code"].transform("count").gt(1)
    cases = [
        (table["to_code"].eq(""), "abolished"),
        (goes, "split_part"),
        (comes, "merge"),
        (table["from_code"].ne(table["to_code"]), "recode"),
        (renamed, "rename"),
    ]
    words = np.select([case.to_numpy(bool) for case, _ in cases], [word for _, word in cases], "unchanged")
    return pd.Series(words, index=table.index, dtype="str")


def _load_step(path: Path, before: str, day: str) -> pd.DataFrame:
    if not path.exists():
        folder = path.parent
        raise MissingError(
            "places.no_crosswalk",
            from_date=before,
            to_date=day,
            folder=folder,
            province=folder.parent.name,
        )
    return _read_step(content_of(path), before, day).copy()


@lru_cache(maxsize=32)
def _read_step(told: Content, before: str, day: str) -> pd.DataFrame:
    table = read_table(told.path, CROSSWALK_COLUMNS)
    wrong = table[
        table["from_date"].ne(before) | table["to_date"].ne(day) | ~table["relation"].isin(RELATIONS)
    ]
    cases = [
        f"{row.from_code} {row.from_date} -> {row.to_code} {row.to_date}: {row.relation}"
        for row in wrong.itertuples()
    ]
    if cases:
        raise InputError(
            "places.bad_crosswalk", cases=cases, file=told.path, n=len(cases), from_date=before, to_date=day
        )
    return resolve_shares(table)[[*CROSSWALK_COLUMNS, "share"]]


def _check_codes(step: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, path: Path) -> None:
    # A unit without successor has an empty to_code; a unit of the new map without a predecessor may be new.
    known_old, known_new = set(old["unit_code"]), set(new["unit_code"]) | {""}
    before, day = step["from_date"].iloc[0], step["to_date"].iloc[0]
    cases = [
        Sentence(f"places.{key}", code=code, on=on)
        for key, codes, on in (
            ("foreign_from", set(step["from_code"]) - known_old, before),
            ("foreign_to", set(step["to_code"]) - known_new, day),
            ("no_row", known_old - set(step["from_code"]), before),
        )
        for code in sorted(codes)
    ]
    if cases:
        raise InputError("places.crosswalk_codes", cases=cases, file=path, n=len(cases))


def _identity(units: pd.DataFrame, day: str) -> pd.DataFrame:
    table = pd.DataFrame({name: pd.Series("", index=units.index, dtype="str") for name in CROSSWALK_COLUMNS})
    table = table.assign(from_code=units["unit_code"], to_code=units["unit_code"], from_date=day, to_date=day)
    return resolve_shares(table.assign(relation="unchanged", effective_date=day))


def _both(one: pd.Series, two: pd.Series) -> pd.Series:
    joined = one + "; " + two
    return joined.where(one.ne("") & two.ne("") & one.ne(two), one.where(one.ne(""), two))


def _texts(groups: pd.Series, texts: pd.Series) -> list[list[str]]:
    """Give the different texts of each group, numbered from 0, in the order in which they stand."""
    told: dict[int, dict[str, None]] = {}
    for group, text in zip(groups.tolist(), texts.tolist(), strict=True):
        told.setdefault(group, {}).update(dict.fromkeys(text.split("; ")))
    return [[text for text in told[group] if text] for group in range(len(told))]
