"""A crosswalk made from the polygons of two maps, where there is no official table."""

from datetime import date

import geopandas as gpd
import pandas as pd

from antq_analysis.errors import MissingError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.maps.schematic import is_schematic
from antq_analysis.places.matching.names import fold
from antq_analysis.places.reforms.conversion import check_crosswalk
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS, relations
from antq_analysis.places.reforms.kept_crosswalk import keep_crosswalk
from antq_analysis.places.reforms.overlap import overlaps, without_slivers
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.places.reforms.step import step_between
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import text_columns
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project, find_project

SOURCE = "polygons"
"""What a derived row says of its source."""


def derive_crosswalk(
    province: str, from_date: str | date, to_date: str | date, project: Project | None = None
) -> list[Finding]:
    """Derive the crosswalk between two maps from their polygons, and keep it with the later map.

    An official table is better wherever there is one: polygons of two dates are seldom drawn alike, and shares are
    those of land, not of people.

    Parameters
    ----------
    province
        Province id.
    from_date, to_date
        Days on which the two maps were in force.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    list[Finding]
        That the table is derived, and what its check found. With an error among them nothing is written.

    Raises
    ------
    UsageError
        If the later map has a crosswalk already, or the two maps do not follow one another.
    MissingError
        If a map or its polygons are missing.
    CannotWriteError
        If the crosswalk cannot be written.
    """
    project = project or find_project()
    before, after = step_between(province, from_date, to_date, project)
    path = territory(province, project) / after / "crosswalk.csv"
    if path.exists():
        raise UsageError("places.crosswalk_there", file=path, on=after)
    shapes = [load_map(province, day, project) for day in (before, after)]
    bare = [
        day
        for day, units in zip((before, after), shapes, strict=True)
        if units.geometry.isna().all() or is_schematic(territory(province, project) / day)
    ]
    if bare:
        raise MissingError("places.no_polygons_yet", dates=", ".join(bare), province=province)
    old, new = (load_units(province, day, project) for day in (before, after))
    table = crosswalk_of(shapes[0], shapes[1], project.settings.area_crs)
    table = table.assign(from_date=before, to_date=after, effective_date=after)
    findings = check_crosswalk(table, old, new, SOURCE, partial=True)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings
    parts = int(table["relation"].eq("split_part").sum())
    findings.insert(
        0, Finding("crosswalk_derived", Severity.WARNING, values={"n": len(table), "parts": parts})
    )
    return findings + keep_crosswalk(resolve_shares(table), old, new, path.parent)


def crosswalk_of(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, area_crs: str) -> pd.DataFrame:
    """Make a crosswalk from polygons.

    A unit goes where its land lies; pieces that are slivers
    (:data:`antq_analysis.places.reforms.overlap.SLIVER`) are left out, and its parts share its people by their area.

    Parameters
    ----------
    old, new
        Column ``name`` and polygons, by unit code.
    area_crs
        An equal-area coordinate system to measure in.

    Returns
    -------
    pandas.DataFrame
        Columns ``CROSSWALK_COLUMNS`` without dates; a unit whose land is nowhere has an empty ``to_code``.
    """
    pairs = without_slivers(overlaps(old.geometry, new.geometry, area_crs))
    whole = pairs.groupby("from_code")["area_km2"].transform("sum")
    gone = old.index.difference(pd.Index(pairs["from_code"]))
    table = pd.DataFrame(
        {
            "from_code": [*pairs["from_code"], *gone],
            "to_code": [*pairs["to_code"], *[""] * len(gone)],
            "area_share": [*map(repr, (pairs["area_km2"] / whole).tolist()), *["1.0"] * len(gone)],
        },
        dtype="str",
    )
    names = [
        table[f"{side}_code"].map(units["name"].map(fold)) for side, units in (("from", old), ("to", new))
    ]
    table["relation"] = relations(table, names[0].ne(names[1]))
    alone = table["relation"].ne("split_part")
    return text_columns(
        table.assign(area_share=table["area_share"].where(~alone, ""), source=SOURCE), CROSSWALK_COLUMNS
    )
