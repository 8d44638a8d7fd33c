"""Which units of a later map lie where those of an earlier one lay, by geometry alone."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from antq_analysis.findings import Finding
from antq_analysis.language.numbers import format_number
from antq_analysis.places.listed import listed

OVERLAP_COLUMNS = ("from_code", "to_code", "area_km2", "from_share", "to_share")

SLIVER = 0.1
"""A common piece under this share of both units is taken for two drawings of one border, not for a part that moved.

On two layers of all Vietnam that were drawn apart (11,135 units of 2017, 3,321 of 2025) pieces above it are as many
as the official pairs: 340 too many and 353 too few of 11,731. At 0.05 it is 1,080 and 267, at 0.2 108 and 457."""

LOW_FIT = 0.7
"""Under this common part of both areas a unit and the old units that it was made of are not the same land."""

LISTED = 50
_SQUARE_METRES = 1e6


def overlaps(old: gpd.GeoSeries, new: gpd.GeoSeries, area_crs: str) -> pd.DataFrame:
    """Measure the land that each pair of units of two maps have in common.

    Parameters
    ----------
    old, new
        Polygons by unit code, in any coordinate system; units without a polygon are left out.
    area_crs
        An equal-area coordinate system to measure in.

    Returns
    -------
    pandas.DataFrame
        Columns ``OVERLAP_COLUMNS``: the common area [km2] and its share of the old and of the new unit, one row a
        pair that has any, in order of their codes.
    """
    before, after = (_in_area(shapes, area_crs) for shapes in (old, new))
    first, second = shapely.STRtree(after.to_numpy()).query(before.to_numpy(), predicate="intersects")
    common = shapely.area(shapely.intersection(before.to_numpy()[first], after.to_numpy()[second]))
    table = pd.DataFrame(
        {
            "from_code": before.index.to_numpy()[first],
            "to_code": after.index.to_numpy()[second],
            "area_km2": common / _SQUARE_METRES,
            "from_share": common / shapely.area(before.to_numpy())[first],
            "to_share": common / shapely.area(after.to_numpy())[second],
        }
    ).astype({"from_code": "str", "to_code": "str"})
    return table[table["area_km2"].gt(0)].sort_values(["from_code", "to_code"], ignore_index=True)


def without_slivers(common: pd.DataFrame) -> pd.DataFrame:
    """Leave out the pieces that are under ``SLIVER`` of both units.

    Parameters
    ----------
    common
        What :func:`overlaps` returns.

    Returns
    -------
    pandas.DataFrame
        The other rows.
    """
    return common[common["from_share"].ge(SLIVER) | common["to_share"].ge(SLIVER)].reset_index(drop=True)


def fit(table: pd.DataFrame, common: pd.DataFrame, old: gpd.GeoSeries, new: gpd.GeoSeries) -> pd.Series:
    """Measure how well each new unit covers the old units that a crosswalk makes it of.

    Parameters
    ----------
    table
        A crosswalk with ``share``; a divided unit counts where most of it went.
    common
        What :func:`overlaps` returns for the polygons.
    old, new
        Polygons by unit code in an equal-area coordinate system.

    Returns
    -------
    pandas.Series
        By new code the common area over the area of both together, from 0 to 1; only units whose polygons are all
        there.
    """
    main = table[table["to_code"].ne("")].sort_values(["from_code", "share"], ascending=[True, False])
    main = main.drop_duplicates("from_code")[["from_code", "to_code"]]
    known = main["from_code"].isin(old.index) & main["to_code"].isin(new.index)
    complete = known.groupby(main["to_code"]).transform("all")
    pairs = main[complete].merge(common, on=["from_code", "to_code"], how="left").fillna({"area_km2": 0.0})
    pairs["old"] = old.area.reindex(pairs["from_code"]).to_numpy() / _SQUARE_METRES
    sums = pairs.groupby("to_code")[["area_km2", "old"]].sum()
    whole = sums["old"] + new.area.reindex(sums.index) / _SQUARE_METRES - sums["area_km2"]
    measured: pd.Series = (sums["area_km2"] / whole).rename("fit")
    return measured


def disagreements(
    table: pd.DataFrame, old: gpd.GeoSeries, new: gpd.GeoSeries, area_crs: str, file: str = ""
) -> list[Finding]:
    """Compare a crosswalk with the polygons of both its maps.

    Parameters
    ----------
    table
        A crosswalk with ``share``.
    old, new
        Polygons by unit code.
    area_crs
        An equal-area coordinate system to measure in.
    file
        What to call the table in findings.

    Returns
    -------
    list[Finding]
        New units whose polygons bear each other's codes, pairs of the table that have no land in common, pairs with
        land in common that the table lacks, and new units that do not cover their old ones.
    """
    before, after = (_in_area(shapes, area_crs) for shapes in (old, new))
    common = overlaps(before, after, area_crs)
    drawn = table[table["from_code"].isin(before.index) & table["to_code"].isin(after.index)]
    apart, unlisted = _apart(drawn, common), _unlisted(table, without_slivers(common), drawn["from_code"])
    ways = set(zip(apart["to_code"], apart["lies"], strict=True))
    swapped = [f"{one} / {other}" for one, other in sorted(ways) if one < other and (other, one) in ways]
    measured = fit(table, common, before, after).round(6).sort_values(kind="stable")
    low = measured[measured.lt(LOW_FIT)].reset_index()
    said = apart["from_code"] + " -> " + apart["to_code"]
    where = apart["lies"].where(apart["lies"].ne(""), "…") + " " + _percent(apart["share"])
    way = unlisted["from_code"] + " -> " + unlisted["to_code"]
    return [
        *listed("crosswalk_swapped", pd.Series(swapped, dtype="str"), file, shown=LISTED),
        *listed("crosswalk_pair_apart", said + " (" + where + ")", file, shown=LISTED),
        *listed(
            "crosswalk_pair_unlisted", way + " (" + _percent(unlisted["from_share"]) + ")", file, shown=LISTED
        ),
        *listed("crosswalk_low_fit", low["to_code"] + " (" + _percent(low["fit"]) + ")", file, shown=LISTED),
    ]


def _apart(drawn: pd.DataFrame, common: pd.DataFrame) -> pd.DataFrame:
    """Give the pairs that have no land in common, with the unit in which most of the old one lies."""
    pairs = drawn[["from_code", "to_code"]].merge(common, on=["from_code", "to_code"], how="left")
    apart = pairs[~pairs["from_share"].ge(SLIVER) & ~pairs["to_share"].ge(SLIVER)].reset_index(drop=True)
    most = common.sort_values("from_share").drop_duplicates("from_code", keep="last").set_index("from_code")
    lies, share = (apart["from_code"].map(most[name]) for name in ("to_code", "from_share"))
    return apart[["from_code", "to_code"]].assign(lies=lies.fillna("").astype("str"), share=share)


def _unlisted(table: pd.DataFrame, seen: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Give the pairs with land in common that the table lacks, of units that it has."""
    both = seen.merge(table[["from_code", "to_code"]], how="left", indicator=True)
    return both[both["_merge"].eq("left_only") & both["from_code"].isin(known)]


def _percent(shares: pd.Series) -> pd.Series:
    words = [f"{format_number(round(100 * share))}%" for share in shares.fillna(0.0).tolist()]
    return pd.Series(words, index=shares.index, dtype="str")


def _in_area(shapes: gpd.GeoSeries, area_crs: str) -> gpd.GeoSeries:
    there = shapes[shapes.notna() & ~shapes.is_empty].to_crs(area_crs)
    broken = ~there.is_valid.to_numpy()
    geometry = there.to_numpy().copy()
    geometry[broken] = shapely.make_valid(geometry[broken])
    return gpd.GeoSeries(np.asarray(geometry, object), index=there.index, crs=area_crs)
