"""Official tables of old and new units, taken in and checked against both registers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.places.crosswalk import CROSSWALK_COLUMNS, relations, resolve_shares
from antq_analysis.places.names import clean, fold
from antq_analysis.places.register import load_units
from antq_analysis.places.tables import read_text, text_columns, write_table
from antq_analysis.places.vintage import territory, vintage_on
from antq_analysis.project import Project, find_project

SPLIT_COLUMNS = ("from_code", "to_code", "persons", "area_km2")


@dataclass(frozen=True)
class PairTable:
    """An official table of old and new units.

    Attributes
    ----------
    path
        A CSV file, one row a pair.
    columns
        For each column of the crosswalk the file's column: ``from_code`` and ``to_code``, and ``effective_date``,
        ``resolution``, ``pop_share``, ``area_share`` if the file has them.
    only
        Keep only rows whose columns (of the file) have these values.
    splits
        What is known of units that were split: columns ``from_code, to_code, persons, area_km2``, the persons and
        area [km2] of each part, empty where unknown.
    source
        Where the table came from; by default the name of the file.
    """

    path: Path
    columns: Mapping[str, str]
    only: Mapping[str, str] = field(default_factory=dict)
    splits: pd.DataFrame | None = None
    source: str = ""


def import_crosswalk(
    pairs: PairTable,
    province: str,
    from_date: str | date,
    to_date: str | date,
    project: Project | None = None,
) -> list[Finding]:
    """Import an official table of old and new units as the crosswalk between two maps.

    Both registers must be there already; what happened to a unit is derived from the pairs and the names.

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
    MissingError
        If the file or a map is missing.
    InputError
        If columns are missing or shares are not as they must be.
    CannotWriteError
        If the crosswalk cannot be written.
    """
    project = project or find_project()
    before, after = (vintage_on(province, day, project) for day in (from_date, to_date))
    old, new = (load_units(province, day, project) for day in (before, after))
    given = _received(pairs).assign(from_date=before, to_date=after, source=pairs.source or pairs.path.name)
    table = given[~given.duplicated(["from_code", "to_code"])].reset_index(drop=True)
    table["relation"] = relations(table, _renamed(table, old, new))
    dated = table["effective_date"].ne("") & table["relation"].ne("unchanged")
    table["effective_date"] = table["effective_date"].where(dated, after)
    if pairs.splits is not None:
        table = _with_splits(table, pairs.splits)
    findings = _twice(given, pairs.path.name) + check_crosswalk(table, old, new, file=pairs.path.name)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        resolved = resolve_shares(table)
        write_table(territory(province, project) / after / "crosswalk.csv", resolved[list(CROSSWALK_COLUMNS)])
    return findings


def check_crosswalk(
    table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame, file: str = ""
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

    Returns
    -------
    list[Finding]
        Units that are not covered, codes that no register knows, units without successor or shares.
    """
    sides = (("old", old["unit_code"], table["from_code"]), ("new", new["unit_code"], table["to_code"]))
    findings = []
    for side, register, codes in sides:
        lacking = register[~register.isin(codes)]
        foreign = codes[codes.ne("") & ~codes.isin(register)].drop_duplicates()
        findings += _found(f"crosswalk_{side}_missing", Severity.ERROR, file, lacking)
        findings += _found(f"crosswalk_{side}_foreign", Severity.ERROR, file, foreign)
    findings += _found(
        "crosswalk_no_successor", Severity.WARNING, file, table.loc[table["to_code"].eq(""), "from_code"]
    )
    split = table[table["from_code"].duplicated(keep=False)]
    blank = ~(_filled(split["pop_share"]) | _filled(split["area_share"]))
    return findings + _found(
        "crosswalk_equal_shares", Severity.WARNING, file, split.loc[blank, "from_code"].drop_duplicates()
    )


def _filled(column: pd.Series) -> pd.Series:
    return ~column.astype("str").isin(["", "nan"])


def _twice(table: pd.DataFrame, file: str) -> list[Finding]:
    # An official table may give a pair once for each clause of the resolution; without shares it is one pair.
    twice = table[table.duplicated(["from_code", "to_code"])]
    shared = _filled(twice["pop_share"]) | _filled(twice["area_share"])
    pairs = twice["from_code"] + "-" + twice["to_code"]
    return _found("crosswalk_pair_twice", Severity.ERROR if shared.any() else Severity.WARNING, file, pairs)


def _found(rule: str, severity: Severity, file: str, codes: pd.Series) -> list[Finding]:
    if codes.empty:
        return []
    listed = ", ".join(codes.astype(str))
    return [Finding(rule, severity, file=file, written=listed, values={"n": len(codes)})]


def _received(pairs: PairTable) -> pd.DataFrame:
    received = read_text(pairs.path)
    missing = [name for name in [*pairs.columns.values(), *pairs.only] if name not in received]
    missing += [name for name in ("from_code", "to_code") if name not in pairs.columns]
    if missing:
        cases = [say("places.column_missing", column=name) for name in missing]
        raise InputError("places.bad_columns", cases=cases, file=pairs.path, n=len(cases))
    for column, value in pairs.only.items():
        received = received[received[column] == value]
    table = pd.DataFrame({name: received[column].map(clean) for name, column in pairs.columns.items()})
    return text_columns(table, CROSSWALK_COLUMNS).reset_index(drop=True)


def _renamed(table: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    before = table["from_code"].map(old.set_index("unit_code")["name"].map(fold))
    after = table["to_code"].map(new.set_index("unit_code")["name"].map(fold))
    return before.ne(after)


def _with_splits(table: pd.DataFrame, splits: pd.DataFrame) -> pd.DataFrame:
    parts = splits[list(SPLIT_COLUMNS)].copy()
    for amount, share in (("persons", "pop_share"), ("area_km2", "area_share")):
        parts[amount] = pd.to_numeric(parts[amount], errors="coerce")
        whole = parts.groupby("from_code")[amount].transform("sum", min_count=1)
        known = parts[amount].notna().groupby(parts["from_code"]).transform("all") & whole.gt(0)
        parts[share] = (parts[amount] / whole).where(known)
    pairs = table[["from_code", "to_code"]].merge(
        parts, on=["from_code", "to_code"], how="left", validate="m:1"
    )
    pairs.index = table.index
    for name in ("pop_share", "area_share"):
        given = pd.Series([repr(share) if known else "" for share, known in _known(pairs[name])], dtype="str")
        table = table.assign(**{name: table[name].where(given.eq(""), given)})
    return table


def _known(column: pd.Series) -> Iterator[tuple[float, bool]]:
    return zip(column.tolist(), column.notna().tolist(), strict=True)
