"""How the land of a split unit was divided, measured on the polygons of both maps where a table says nothing of it."""

import geopandas as gpd
import pandas as pd

from antq_analysis.findings import Finding
from antq_analysis.places.listed import listed
from antq_analysis.places.reforms.overlap import LISTED, LOW_FIT, SLIVER, overlaps
from antq_analysis.places.reforms.part_shares import SPLIT_COLUMNS, with_splits


def with_measured_parts(
    table: pd.DataFrame, shapes: tuple[gpd.GeoSeries, gpd.GeoSeries], area_crs: str, file: str = ""
) -> tuple[pd.DataFrame, list[Finding]]:
    """Set the shares of area of split units of which nothing is known, from polygons.

    Parameters
    ----------
    table
        Columns ``from_code, to_code, pop_share, area_share``.
    shapes
        Old and new polygons by unit code, in any coordinate system.
    area_crs
        An equal-area coordinate system to measure in.
    file
        What to call the table in findings.

    Returns
    -------
    tuple[pandas.DataFrame, list[Finding]]
        The table, and which units were measured. One whose polygons do not show the parts that the table names, or
        that lies elsewhere for the most part, stays as it is.
    """
    measured = _measured(table[_unknown(table)], *shapes, area_crs)
    units = measured["from_code"].drop_duplicates()
    return with_splits(table, measured), listed("crosswalk_parts_measured", units, file, shown=LISTED)


def _unknown(table: pd.DataFrame) -> pd.Series:
    """Mark the rows of split units of which no part has a share of people or area."""
    numbers = [
        pd.to_numeric(table[name], errors="coerce").fillna(0.0) for name in ("pop_share", "area_share")
    ]
    written = [
        ~table[name].astype("str").isin(["", "nan", "0", "0.0"]) for name in ("pop_share", "area_share")
    ]
    told = numbers[0].gt(0) | numbers[1].gt(0) | written[0] | written[1]
    unit = table["from_code"]
    alive = table["to_code"].ne("").groupby(unit).transform("all") & unit.ne("")
    return unit.duplicated(keep=False) & alive & ~told.groupby(unit).transform("any")


def _measured(parts: pd.DataFrame, old: gpd.GeoSeries, new: gpd.GeoSeries, area_crs: str) -> pd.DataFrame:
    before, after = (
        shapes[shapes.index.isin(parts[f"{side}_code"])] for side, shapes in (("from", old), ("to", new))
    )
    common = overlaps(before, after, area_crs)
    pairs = parts[["from_code", "to_code"]].merge(common, on=["from_code", "to_code"], how="left")
    seen = pairs["from_share"].ge(SLIVER) | pairs["to_share"].ge(SLIVER)
    unit = pairs["from_code"]
    whole = seen.groupby(unit).transform("all") & pairs["from_share"].groupby(unit).transform("sum").ge(
        LOW_FIT
    )
    return pairs[whole].assign(persons="")[list(SPLIT_COLUMNS)]
