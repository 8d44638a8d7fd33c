"""A crosswalk as it is kept with its later map, beside the groupings that it tells of."""

from pathlib import Path

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.groups import GROUP_COLUMNS, former_groups, straddling
from antq_analysis.places.listed import listed
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.tables import read_table, write_table


def keep_crosswalk(table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, folder: Path) -> list[Finding]:
    """Write a crosswalk, and the former districts where the later map has none.

    Parameters
    ----------
    table
        The crosswalk, its shares settled.
    old, new
        The registers before and after.
    folder
        Folder of the later map; groupings that are there already stand.

    Returns
    -------
    list[Finding]
        The units that straddle former districts or provinces, or that a grouping there puts elsewhere.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    write_table(folder / "crosswalk.csv", table[list(CROSSWALK_COLUMNS)])
    return [] if new["district_name"].ne("").any() else _keep_groups(former_groups(table, old), new, folder)


def _keep_groups(groups: pd.DataFrame, new: pd.DataFrame, folder: Path) -> list[Finding]:
    path = folder / "groups.csv"
    kept = read_table(path, GROUP_COLUMNS) if path.exists() else groups.head(0)
    findings, names = [], new.set_index("unit_code")["name"]
    for grouping, rows in groups.groupby("grouping", sort=False):
        own = kept[kept["grouping"].eq(grouping)]
        if not own.empty:
            members = [set(zip(some["unit_code"], some["group_code"], strict=True)) for some in (own, rows)]
            changed = pd.Series(sorted({unit for unit, _ in members[0] ^ members[1]}), dtype="str")
            findings += listed("groups_differ", changed, path.name)
            continue
        kept = pd.concat([kept, rows])
        words = (
            straddling(rows, str(grouping)).groupby("unit_code")["group_name"].agg(", ".join).reset_index()
        )
        told = words["unit_code"] + " " + words["unit_code"].map(names) + " (" + words["group_name"] + ")"
        findings += listed(f"straddles_{grouping}", told, path.name, Severity.NOTE)
    if len(kept):
        write_table(path, kept)
    return findings
