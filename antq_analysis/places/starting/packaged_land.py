"""The land of one province in the lists of a package: its units before and after a reform, and what joins them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from antq_analysis.errors import UnknownNameError
from antq_analysis.findings import Finding, Severity
from antq_analysis.places.listed import listed
from antq_analysis.places.reforms.doubtful_pairs import FAR, far_namesakes, kilometres
from antq_analysis.places.starting.packaged import Packaged
from antq_analysis.places.starting.province_block import find_block
from antq_analysis.vocabulary import Province
from antq_analysis.vocabulary.provinces import plain_id

POINT = ["latitude", "longitude"]


@dataclass(frozen=True)
class Land:
    """The units on the land of one province.

    Attributes
    ----------
    blocks
        The province, and behind it the one that holds its land after the reform where it ended.
    old, new
        Units as :class:`antq_analysis.places.starting.packaged.Packaged` has them.
    pairs
        Columns ``from_key, to_key``.
    """

    blocks: tuple[Province, ...]
    old: pd.DataFrame
    new: pd.DataFrame
    pairs: pd.DataFrame


def find_land(packaged: Packaged, province: str, known: Mapping[str, Province]) -> tuple[Land, list[Finding]]:
    """Find the units of a province, and leave out what the package joined by name alone.

    Parameters
    ----------
    packaged
        The lists of the country.
    province
        Province id. One that holds the land of several has all their old units; one that ended has its own, and the
        new units that hold them.
    known
        The provinces of ``provinces.toml`` by id.

    Returns
    -------
    tuple[Land, list[Finding]]
        The units, how many there are, the pairs left out, and the districts that had no commune.

    Raises
    ------
    UnknownNameError
        If the package has no such province; the nearest is named.
    """
    wanted = plain_id(known[province].name_vi if province in known else province)
    old, new = packaged.old, packaged.new
    whole, own = (units["province_short"].map(plain_id).eq(wanted) for units in (new, old))
    if not (whole.any() or own.any()):
        names = {plain_id(name) for units in (old, new) for name in units["province_short"]}
        raise UnknownNameError("errors.kind_province", province, sorted(names))
    side, units, chosen = ("to_key", new, whole) if whole.any() else ("from_key", old, own)
    pairs = packaged.pairs[packaged.pairs[side].isin(units.loc[chosen, "unit_key"])]
    wrong = far_namesakes(packaged.pairs, old, new).loc[pairs.index]
    kept = pairs[~wrong]
    before = old[old["unit_key"].isin(pairs["from_key"])]
    after = new[whole if whole.any() else new["unit_key"].isin(kept["to_key"])]
    later = find_block(after.iloc[0], known)
    blocks = (
        (later,)
        if whole.any()
        else (find_block(before.iloc[0], known, packaged.story.new_date, later.id), later)
    )
    return Land(blocks, before, after, kept), _told(packaged, before, after, pairs[wrong])


def points(land: Land) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Take the points of the units.

    A new unit far from all its old units is put in their midst. Old units that share one point (of their district or
    province) have none of their own and are put where their new unit is.

    Parameters
    ----------
    land
        The units.

    Returns
    -------
    tuple[pandas.DataFrame, pandas.DataFrame, list[Finding]]
        Old and new units with a code and a point, and the new units that were moved.
    """
    old, new = land.old.set_index("unit_key"), land.new.set_index("unit_key")
    own = old[POINT].mask(old.duplicated(POINT, keep=False))
    places, moved = new[POINT].copy(), []
    for key, rows in land.pairs.groupby("to_key"):
        parts = own.loc[rows["from_key"]].dropna()
        here = places.loc[[key]].to_numpy(dtype=float)[0]
        away = kilometres(here, parts.to_numpy(dtype=float))
        if len(parts) and (away > FAR).all():
            places.loc[key] = parts.median()
            moved.append(key)
    named = new[new.index.isin(moved)]
    words = named["unit_code"] + " " + named["name"]
    found = listed("package_point_moved", words, severity=Severity.NOTE)
    first = land.pairs.drop_duplicates("from_key").set_index("from_key")["to_key"]
    instead = places.reindex(first.reindex(old.index)).set_axis(old.index)
    old[POINT], new[POINT] = own.fillna(instead), places
    return old[old["unit_code"].ne("")].dropna(subset=POINT), new.dropna(subset=POINT), found


def _told(
    packaged: Packaged, before: pd.DataFrame, after: pd.DataFrame, left_out: pd.DataFrame
) -> list[Finding]:
    story = packaged.story
    old, new = (units.set_index("unit_key")["name"] for units in (packaged.old, packaged.new))
    districts = packaged.old.set_index("unit_key")["district_name"]
    words = left_out["from_key"].map(old) + ", " + left_out["from_key"].map(districts)
    words += " -> " + left_out["to_key"].map(new)
    empty = before.loc[before["unit_code"].eq(""), "district_name"]
    numbers = {"old": len(before) - len(empty), "new": len(after), "source": story.source}
    return [
        Finding("package_taken", Severity.NOTE, story.package, values=numbers),
        *listed("package_namesakes", words, story.package),
        *listed("package_no_communes", empty, story.package, Severity.NOTE),
    ]
