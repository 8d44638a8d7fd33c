"""Units that stand in several rows of a layer, and polygons that stand for several units."""

import geopandas as gpd
import shapely

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.maps.polygons import label, labels
from antq_analysis.places.matching.names import fold


def join_rows(shapes: gpd.GeoDataFrame, file: str = "") -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Make one row of the rows of one unit, where it is sure that they are of one unit.

    Parameters
    ----------
    shapes
        Columns ``unit_code, name, geometry``.
    file
        What to call the layer in findings.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, list[Finding]]
        Each unit once where its rows bear one name: parts are dissolved (a warning), the same polygon again is left
        out (a note). Rows of one code under several names stay and are errors, as are several units with one polygon.
    """
    codes = shapes["unit_code"]
    several = shapes[codes.ne("") & codes.duplicated(keep=False)]
    findings, whole, gone = [], {}, []
    for code, rows in several.groupby("unit_code", sort=True):
        names = list(dict.fromkeys(rows["name"]))
        if len({fold(name) for name in names}) > 1:
            values = {"names": ", ".join(names)}
            findings.append(Finding("polygon_twice", Severity.ERROR, file, written=str(code), values=values))
            continue
        is_same = len(set(shapely.to_wkb(shapely.normalize(rows.geometry.to_numpy())))) == 1
        rule, grave = ("polygon_repeated", Severity.NOTE) if is_same else ("polygon_joined", Severity.WARNING)
        findings.append(Finding(rule, grave, file, written=label(rows.iloc[0]), values={"n": len(rows)}))
        whole[rows.index[0]] = rows.geometry.iloc[0] if is_same else shapely.union_all(rows.geometry)
        gone += list(rows.index[1:])
    joined = shapes.drop(index=gone)
    if whole:
        joined.loc[list(whole), joined.geometry.name] = gpd.GeoSeries(whole, crs=shapes.crs)
    return joined, findings + _shared(joined, file)


def _shared(shapes: gpd.GeoDataFrame, file: str) -> list[Finding]:
    """Find the polygons that stand under several codes: one would hide the other on every map."""
    there = shapes[shapes["unit_code"].ne("") & ~(shapes.geometry.isna() | shapes.geometry.is_empty)]
    # Comparing points is dear; the few polygons with one frame are soon compared.
    there = there[there.bounds.duplicated(keep=False)]
    same = there.groupby(shapely.to_wkb(shapely.normalize(there.geometry.to_numpy())))
    return [
        Finding("polygon_shared", Severity.ERROR, file, written=labels(rows), values={"n": len(rows)})
        for _, rows in same
        if rows["unit_code"].nunique() > 1
    ]
