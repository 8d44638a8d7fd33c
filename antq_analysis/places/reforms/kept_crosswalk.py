"""A crosswalk as it is kept with its later map, beside the groupings that it tells of."""

from pathlib import Path

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.former_groups import check_former_districts, former_groups
from antq_analysis.places.groups import read_groups, straddling, write_groups
from antq_analysis.places.listed import listed
from antq_analysis.places.maps.kept_map import read_kept
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS
from antq_analysis.places.tables import write_table

_SHOWN = 8
_PAIR = ["from_code", "to_code", "pop_share"]


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
        What another table that stood there says otherwise; the units that straddle former districts or provinces, or
        that a grouping there puts elsewhere; former districts that may be several of one name.

    Raises
    ------
    CannotWriteError
        If a file cannot be written.
    """
    path = folder / "crosswalk.csv"
    earlier_pairs = _pairs(path)
    write_table(path, table[list(CROSSWALK_COLUMNS)])
    replaced = _replaced(earlier_pairs, path)
    if new["district_name"].ne("").any():
        return replaced
    before = folder.parent / str(table["from_date"].iloc[0])
    earlier = read_groups(before / "groups.csv") if (before / "groups.csv").exists() else None
    doubtful = check_former_districts(old, read_kept(before)) if earlier is None else []
    return replaced + doubtful + _keep_groups(former_groups(table, old, earlier), new, folder)


def _pairs(path: Path) -> set[tuple[str, ...]]:
    table = pd.read_csv(path, dtype="str", keep_default_na=False) if path.exists() else pd.DataFrame()
    return set(table[_PAIR].itertuples(index=False, name=None)) if set(_PAIR) <= set(table) else set()


def _replaced(before: set[tuple[str, ...]], path: Path) -> list[Finding]:
    differs = sorted(before ^ _pairs(path)) if before else []
    told = pd.Series(list(dict.fromkeys(f"{one} → {other}" for one, other, _ in differs)), dtype="str")
    return listed("crosswalk_replaced", told, path.name, shown=_SHOWN)


def _keep_groups(groups: pd.DataFrame, new: pd.DataFrame, folder: Path) -> list[Finding]:
    path = folder / "groups.csv"
    kept = read_groups(path) if path.exists() else groups.head(0)
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
        write_groups(path, kept)
    return findings
