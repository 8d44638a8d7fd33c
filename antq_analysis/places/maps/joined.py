"""Figures and polygons of one map put together: what has no polygon and what has no figure is told, never dropped."""

import geopandas as gpd
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.maps.polygons import SHOWN, listed


def check_join(observations: pd.DataFrame, units: gpd.GeoDataFrame, map_date: str) -> list[Finding]:
    """Find the units that a map cannot show, or can only show empty.

    Parameters
    ----------
    observations
        Figures on the map; those of communes count.
    units
        The units of the map, index unit_code; columns name, geometry.
    map_date
        Date of the map, ISO text.

    Returns
    -------
    list[Finding]
        An error where figures belong to codes that the map has not, a warning where a unit with figures has no
        polygon, a note where a polygon has no figure of any indicator in any period. A map without any polygon is one
        warning.
    """
    communes = observations[observations["level"].eq("commune")]
    told = set(communes.loc[communes["status"].ne("not_reported"), "unit_code"])
    drawn = ~(units.geometry.isna() | units.geometry.is_empty)
    findings = []
    foreign = sorted(told.difference(units.index))
    if foreign:
        findings.append(_said("figures_off_map", Severity.ERROR, foreign, pd.Series(dtype="str"), map_date))
    if not drawn.any():
        return [*findings, Finding("map_without_polygons", Severity.WARNING, values={"date": map_date})]
    lacking = [str(code) for code in units.index[~drawn] if code in told]
    silent = [str(code) for code in units.index[drawn] if code not in told]
    if lacking:
        findings.append(_said("unit_without_polygon", Severity.WARNING, lacking, units["name"], map_date))
    if silent:
        findings.append(_said("polygon_without_figures", Severity.NOTE, silent, units["name"], map_date))
    return findings


def _said(rule: str, severity: Severity, codes: list[str], names: pd.Series, date: str) -> Finding:
    shown = [f"{code} {names.get(code, '')}".strip() for code in codes[:SHOWN]]
    values = {"n": len(codes), "date": date}
    return Finding(rule, severity, written=listed(shown, len(codes)), values=values)
