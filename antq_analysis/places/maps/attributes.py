"""What a layer says of its units and the register says otherwise: codes, names and districts."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.letters.folding import bare_key, spelling_key
from antq_analysis.places.matching.names import fold, read_name

ATTRIBUTES = ("name", "district_name")


def other_codes(kept: gpd.GeoSeries, new: gpd.GeoDataFrame) -> Mapping[str, str]:
    """Find the units whose polygons came again with another code.

    Parameters
    ----------
    kept
        Polygons of the map, by unit code.
    new
        Columns ``unit_code, geometry``, in the coordinate system of `kept`.

    Returns
    -------
    Mapping[str, str]
        The new code by the old one; empty unless all polygons are the same and their codes are others.
    """
    if set(kept.index) == set(new["unit_code"]) or len(kept) != len(new) or new.geometry.isna().any():
        return {}
    old_shapes = sorted(zip(_points(kept), kept.index, strict=True))
    new_shapes = sorted(zip(_points(new.geometry), new["unit_code"], strict=True))
    pairs = list(zip(old_shapes, new_shapes, strict=True))
    if any(old[0] != again[0] for old, again in pairs):
        return {}
    return {str(old[1]): str(again[1]) for old, again in pairs if old[1] != again[1]}


def _points(shapes: gpd.GeoSeries) -> list[bytes]:
    return list(shapely.to_wkb(shapely.normalize(shapes.to_numpy())))


def recode(units: pd.DataFrame, codes: Mapping[str, str]) -> pd.DataFrame:
    """Give units their new codes.

    Parameters
    ----------
    units
        A register.
    codes
        The new code by the old one.

    Returns
    -------
    pandas.DataFrame
        The register with the new codes.
    """
    return units.assign(unit_code=units["unit_code"].map(lambda code: codes.get(code, code)))


def differences(said: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Find where a layer names a unit or its district otherwise than the register.

    Parameters
    ----------
    said
        Columns ``unit_code, name, district_name``; what is empty was not said.
    units
        The register.

    Returns
    -------
    pandas.DataFrame
        One row a difference, columns ``unit_code, column, before, after``. A name that only leaves out the type
        (``Vân Sơn`` for ``Xã Vân Sơn``) is no difference.
    """
    known = units.drop_duplicates("unit_code").set_index("unit_code")
    told = said[said["unit_code"].isin(known.index)].drop_duplicates("unit_code")
    codes, rows = told["unit_code"].tolist(), []
    for column in ATTRIBUTES:
        texts = zip(codes, known.loc[codes, column].astype(str), told[column].astype(str), strict=True)
        rows += [(code, column, before, after) for code, before, after in texts if after]
    differ = [row for row in rows if not _is_same(*row[2:])]
    order = {code: at for at, code in enumerate(codes)}
    differ.sort(key=lambda row: order[row[0]])
    return pd.DataFrame(differ, columns=["unit_code", "column", "before", "after"], dtype="str")


def _is_same(before: str, after: str) -> bool:
    if before == after:
        return True
    own = read_name(after)
    return not own.type and fold(after) == fold(read_name(before).name)


def other_names(
    changed: pd.DataFrame, said: pd.DataFrame, units: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tell names of other units from other ways to write the same.

    Parameters
    ----------
    changed
        Differences as :func:`differences` gives them.
    said, units
        What the layer says, and the register, as in :func:`differences`.

    Returns
    -------
    tuple[pandas.DataFrame, pandas.DataFrame]
        Rows whose name is another one, or is that of a unit which the layer names otherwise too, as where two codes
        were swapped; and rows where only accents or the type differ, or the district of a unit whose name no other
        unit bears. Case, tone placement and a type that one of the two leaves out make no difference.
    """
    rows = changed.to_dict("records")
    keys = [(_key(row["before"]), _key(row["after"])) for row in rows]
    differ = [one[1] != new[1] or ("" not in (one[0], new[0]) and one != new) for one, new in keys]
    moved = {(row["column"], one) for row, (one, _), is_new in zip(rows, keys, differ, strict=True) if is_new}
    certain = _told_by_name(said, units)
    other = [
        is_new
        and not (row["column"] == "district_name" and row["unit_code"] in certain)
        and ((row["column"], new) in moved or bare_key(one[1]) != bare_key(new[1]))
        for row, (one, new), is_new in zip(rows, keys, differ, strict=True)
    ]
    spelled = [is_new and not is_other for is_new, is_other in zip(differ, other, strict=True)]
    return changed.loc[other], changed.loc[spelled]


def _told_by_name(said: pd.DataFrame, units: pd.DataFrame) -> frozenset[str]:
    """List the units that a layer names and whose names no other unit bears: these say enough without a district."""
    names = units["name"].map(lambda name: bare_key(read_name(str(name)).name))
    alone = units.loc[~names.duplicated(keep=False), "unit_code"]
    return frozenset(alone) & frozenset(said.loc[said["name"].ne(""), "unit_code"])


def _key(text: str) -> tuple[str, str]:
    name = read_name(text)
    return name.type, spelling_key(name.name)


def take(units: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """Write differences into a register.

    Parameters
    ----------
    units
        The register.
    changed
        Differences as :func:`differences` gives them.

    Returns
    -------
    pandas.DataFrame
        The register with what the layer says; a unit with another name has the type of that name, if it tells one.
    """
    taken = units.copy()
    for row in changed.to_dict("records"):
        here = taken["unit_code"].eq(row["unit_code"])
        taken.loc[here, row["column"]] = row["after"]
        kind = read_name(row["after"]).type
        if row["column"] == "name" and kind and not taken.loc[here, "type"].str.lower().eq(kind).all():
            taken.loc[here, "type"] = kind
    return taken


def say_differences(codes: Mapping[str, str], changed: pd.DataFrame) -> list[str]:
    """Say what differs, one line a case.

    Parameters
    ----------
    codes
        The new code by the old one.
    changed
        Differences as :func:`differences` gives them.

    Returns
    -------
    list[str]
        The lines.
    """
    lines: list[str] = [
        Sentence("places.differs_code", before=before, after=after) for before, after in codes.items()
    ]
    for row in changed.to_dict("records"):
        key, before = f"places.differs_{row['column']}", row["before"] or "-"
        lines.append(Sentence(key, code=row["unit_code"], before=before, after=row["after"]))
    return lines
