"""Official tables of old and new units, taken in and checked against both registers."""

from datetime import date
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.errors import InputError
from antq_analysis.findings import Finding, Severity
from antq_analysis.places.listed import listed
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.maps.kept_map import FILE
from antq_analysis.places.maps.schematic import is_schematic
from antq_analysis.places.matching.names import bare_key, fold, read_name
from antq_analysis.places.matching.other_dates import OTHER_COLUMNS, units_of_other_dates
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.places.reforms.crosswalk import relations
from antq_analysis.places.reforms.kept_crosswalk import keep_crosswalk
from antq_analysis.places.reforms.measured_parts import with_measured_parts
from antq_analysis.places.reforms.official import PairTable, read_pairs, settle_codes
from antq_analysis.places.reforms.overlap import LISTED, disagreements
from antq_analysis.places.reforms.part_shares import noted_splits, with_splits
from antq_analysis.places.reforms.shares import resolve_shares
from antq_analysis.places.reforms.step import step_between
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import text_columns
from antq_analysis.places.vintage import territory
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

__all__ = ["PairTable", "check_crosswalk", "import_crosswalk"]

_Side = tuple[pd.DataFrame, OtherDates]
"""The register of one side of a table, and what gives the units of all other maps."""


def import_crosswalk(
    pairs: PairTable,
    province: str,
    from_date: str | date,
    to_date: str | date,
    project: Project | None = None,
) -> list[Finding]:
    """Import an official table of old and new units as the crosswalk between two maps.

    Both registers must be there already; what happened to a unit is derived from the pairs and the names. Where the
    later map has no districts, those of the earlier one are kept as the grouping ``former_district``; where both maps
    have polygons, the table is compared with them, and parts of whose people and land it says nothing are measured.

    Parameters
    ----------
    pairs
        The table.
    province
        Province id.
    from_date, to_date
        Days on which the two maps were in force.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    list[Finding]
        What the check found. With an error among them nothing is written.

    Raises
    ------
    UsageError
        If the two maps do not follow one another.
    MissingError
        If the file or a map is missing.
    InputError
        If columns are missing or shares are not as they must be.
    CannotWriteError
        If the crosswalk cannot be written.
    """
    project = project or find_project()
    before, after = step_between(province, from_date, to_date, project)
    old, new = (load_units(province, day, project) for day in (before, after))
    file = pairs.path.name
    read = read_pairs(pairs, load_vocabulary(project).province(province).code_width)
    others = {day: partial(_other_names, province, day, project) for day in (before, after)}
    given, findings = _settled(read, (old, others[before]), (new, others[after]), file)
    table = given[~given.duplicated(["from_code", "to_code"])].reset_index(drop=True)
    findings += _twice(given, file)
    if pairs.partial:
        table, kept = _completed(table, old, new, file)
        findings += kept
    table = _dated(table.assign(from_date=before, to_date=after), old, new, pairs.source or file)
    shared = table["pop_share"].ne("").groupby(table["from_code"]).transform("any")
    table = with_splits(table, noted_splits(table[~shared]))
    if pairs.splits is not None:
        table = with_splits(table, pairs.splits)
    shapes = _polygons(province, (before, after), project)
    if shapes:
        table, measured = with_measured_parts(table, shapes, project.settings.area_crs, file)
        findings += measured
    findings += check_crosswalk(table, old, new, file=file, partial=pairs.partial)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings
    resolved = resolve_shares(table[table["from_code"].ne("")])
    findings += keep_crosswalk(resolved, old, new, territory(province, project) / after)
    return findings + (disagreements(resolved, *shapes, project.settings.area_crs, file) if shapes else [])


def _polygons(
    province: str, days: tuple[str, str], project: Project
) -> tuple[gpd.GeoSeries, gpd.GeoSeries] | None:
    """Load the polygons of both maps; None where one of them has none, or a sketch."""
    folders = [territory(province, project) / day for day in days]
    if not all((folder / FILE).exists() and not is_schematic(folder) for folder in folders):
        return None
    old, new = (load_map(province, day, project).geometry for day in days)
    return old, new


def _settled(table: pd.DataFrame, old: _Side, new: _Side, file: str) -> tuple[pd.DataFrame, list[Finding]]:
    findings: list[Finding] = []
    for side, (units, others) in (("from", old), ("to", new)):
        codes, found = settle_codes(table, side, units, file, others)
        table[f"{side}_code"] = codes
        findings += found
    return table[table["from_code"].ne("") | table["to_code"].ne("")], findings


def _other_names(province: str, day: str, project: Project) -> pd.DataFrame:
    try:
        return units_of_other_dates(province, day, project)
    except InputError:
        # The crosswalk that is not as it must be may be the one that is being replaced.
        return pd.DataFrame(columns=[*OTHER_COLUMNS], dtype="str")


def _completed(
    table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, file: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """Let units that the table leaves out stand for themselves where both registers have them."""
    names, later = (units.set_index("unit_code")["name"] for units in (old, new))
    both = names.index.intersection(later.index)
    kept = both[~(both.isin(table["from_code"]) & both.isin(table["to_code"]))]
    gone = names.index[~names.index.isin(later.index) & ~names.index.isin(table["from_code"])]
    added = pd.DataFrame({"from_code": [*kept, *gone], "to_code": [*kept, *[""] * len(gone)]}, dtype="str")
    renamed = pd.Series(kept, dtype="str")[_bear_another_name(names[kept], later[kept], later)]
    words = renamed + " " + renamed.map(names) + " -> " + renamed.map(later)
    # The table says where the unit went: under its code stands another one now, or what was left of it.
    reused = renamed.isin(table["from_code"])
    findings = listed("crosswalk_completed", pd.Series(kept, dtype="str"), file, Severity.NOTE, LISTED)
    findings += listed("crosswalk_kept_renamed", words[~reused], file)
    findings += listed("crosswalk_code_reused", words[reused], file, Severity.ERROR)
    return pd.concat([table, text_columns(added, tuple(table.columns))], ignore_index=True), findings


def _bear_another_name(before: pd.Series, after: pd.Series, later: pd.Series) -> NDArray[np.bool_]:
    """Tell which units have another name; another accent makes one only where it tells two units apart."""
    own, other, known = (units.map(lambda name: read_name(name).name) for units in (before, after, later))
    twins = known.map(fold).drop_duplicates().map(bare_key)
    apart = other.map(bare_key).isin(twins[twins.duplicated()]) & own.map(fold).ne(other.map(fold))
    return (own.map(bare_key).ne(other.map(bare_key)) | apart).to_numpy(bool)


def _dated(table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, source: str) -> pd.DataFrame:
    relation = relations(table, _renamed(table, old, new))
    known = table["effective_date"].ne("") & relation.ne("unchanged")
    day = table["effective_date"].where(known, table["to_date"])
    return table.assign(relation=relation, effective_date=day, source=source)


def check_crosswalk(
    table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, file: str = "", *, partial: bool = False
) -> list[Finding]:
    """Compare a crosswalk with the registers of both its maps.

    Parameters
    ----------
    table
        Columns ``CROSSWALK_COLUMNS``.
    old, new
        The registers before and after.
    file
        What to call the table in findings.
    partial
        Whether the table may leave out new units: they have no predecessor then.

    Returns
    -------
    list[Finding]
        Units that are not covered, codes that no register knows, units without successor or shares.
    """
    sides = (("old", old["unit_code"], table["from_code"]), ("new", new["unit_code"], table["to_code"]))
    findings = []
    without = table["from_code"].eq("") & ~table["to_code"].isin(
        table.loc[table["from_code"].ne(""), "to_code"]
    )
    made = table.loc[without, "to_code"]
    for side, register, codes in sides:
        lacking = register[~register.isin(codes)]
        foreign = codes[codes.ne("") & ~codes.isin(register)].drop_duplicates()
        if side == "new" and partial:
            made = pd.concat([made, lacking])
        else:
            findings += listed(f"crosswalk_{side}_missing", lacking, file, Severity.ERROR)
        findings += listed(f"crosswalk_{side}_foreign", foreign, file, Severity.ERROR)
    findings += listed("crosswalk_no_successor", table.loc[table["to_code"].eq(""), "from_code"], file)
    findings += listed("crosswalk_no_predecessor", made, file)
    split = table[table["from_code"].ne("") & table["from_code"].duplicated(keep=False)]
    nobody = pd.to_numeric(split["pop_share"], errors="coerce").eq(0)
    blank = ~(_filled(split["pop_share"]) | _filled(split["area_share"]))
    blank &= (~nobody).groupby(split["from_code"]).transform("sum").gt(1)
    findings += listed("crosswalk_share_unused", _with_unused_shares(split), file)
    return findings + listed("crosswalk_equal_shares", split.loc[blank, "from_code"].drop_duplicates(), file)


def _with_unused_shares(split: pd.DataFrame) -> pd.Series:
    """List units of which a share is given for some parts only, so that it cannot divide them."""
    unit = split["from_code"]
    used = unused = pd.Series(data=False, index=split.index)
    for name in ("pop_share", "area_share"):
        filled = _filled(split[name])
        given = filled & pd.to_numeric(split[name], errors="coerce").ne(0)
        whole = filled.groupby(unit).transform("all")
        unused = unused | (given.groupby(unit).transform("any") & ~whole & ~used)
        used = used | whole
    return unit[unused].drop_duplicates()


def _filled(column: pd.Series) -> pd.Series:
    return ~column.astype("str").isin(["", "nan"])


def _twice(table: pd.DataFrame, file: str) -> list[Finding]:
    # An official table may give a pair once for each clause of the resolution; without shares it is one pair.
    twice = table[table.duplicated(["from_code", "to_code"])]
    shared = _filled(twice["pop_share"]) | _filled(twice["area_share"])
    pairs = twice["from_code"] + "-" + twice["to_code"]
    return listed("crosswalk_pair_twice", pairs, file, Severity.ERROR if shared.any() else Severity.WARNING)


def _renamed(table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    before = table["from_code"].map(old.set_index("unit_code")["name"].map(fold))
    after = table["to_code"].map(new.set_index("unit_code")["name"].map(fold))
    return before.ne(after)
