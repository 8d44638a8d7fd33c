"""The register: which units there were on a map, by code."""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.files import Content, content_of
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.listed import listed
from antq_analysis.places.matching.names import clean
from antq_analysis.places.matching.type_words import type_of
from antq_analysis.places.sheets import columns_missing, read_list
from antq_analysis.places.tables import are_asked, read_table, text_columns, write_table
from antq_analysis.places.vintage import Vintage, iso, territory, vintage_on, vintages, write_vintage
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

__all__ = [
    "UNIT_COLUMNS",
    "check_units",
    "import_units",
    "load_units",
    "vintage_on",
    "vintages",
    "write_units",
]

UNIT_COLUMNS = (
    "unit_code",
    "name",
    "type",
    "district_code",
    "district_name",
    "province_code",
    "province_name",
    "valid_from",
    "valid_to",
)


def load_units(province: str, on: str | date, project: Project | None = None) -> pd.DataFrame:
    """Load the units in force on a day.

    Parameters
    ----------
    province
        Province id.
    on
        The day; the map in force that day is taken.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        One row a unit in register order, columns ``UNIT_COLUMNS`` and ``unit_date``, all text.

    Raises
    ------
    MissingError
        If there is no map of that day or no register in it.
    InputError
        If the register is not as it must be, or by its own ``valid_from`` and ``valid_to`` is not that of the day;
        every case is listed.
    UsageError
        If a day in it is not a date.
    """
    project = project or find_project()
    day = vintage_on(province, on, project)
    path = territory(province, project) / day / "units.csv"
    width = load_vocabulary(project).province(province).code_width
    return _read_units(content_of(path), width, day, iso(on)).copy()


@lru_cache(maxsize=32)
def _read_units(register: Content, width: int, day: str, on: str) -> pd.DataFrame:
    units = read_table(register.path, UNIT_COLUMNS)
    _refuse(units, width, register.path)
    outside = units[~_is_in_force(units, on)]
    if len(outside):
        cases = [_dated(unit) for unit in outside.to_dict("records")]
        told = {"date": day, "on": on, "n": len(cases), "all": len(units)}
        raise InputError("places.not_in_force", cases=cases, file=register.path, **told)
    return units.assign(unit_date=day)


def write_units(units: pd.DataFrame, province: str, on: str | date, project: Project | None = None) -> Path:
    """Write the register of a map.

    Parameters
    ----------
    units
        Columns of ``UNIT_COLUMNS``; those that are missing are written empty.
    province
        Province id.
    on
        The day from which the map is in force.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    InputError
        If the register is not as it must be; nothing is written then.
    CannotWriteError
        If the file cannot be written.
    """
    project = project or find_project()
    table = text_columns(units, UNIT_COLUMNS)
    path = territory(province, project) / iso(on) / "units.csv"
    _refuse(table, load_vocabulary(project).province(province).code_width, path)
    write_table(path, table.sort_values(["district_code", "unit_code"], kind="stable"))
    return path


def import_units(
    file: Path,
    province: str,
    on: str | date,
    *,
    columns: Mapping[str, str],
    only: Mapping[str, str] | None = None,
    vintage: Vintage | None = None,
    project: Project | None = None,
) -> list[Finding]:
    """Import a list of units as a register.

    Parameters
    ----------
    file
        A CSV file, or an Excel file whose first sheet has the list.
    province
        Province id.
    on
        The day from which the list is in force.
    columns
        For each column of the register the file's column; ``unit_code`` and ``name`` at least. A type that the file
        lacks is read from the name. Of a history with ``valid_from`` or ``valid_to`` the rows in force on the day
        are kept; a unit is in force from its first day until the day before the other. Codes that ``provinces.toml``
        names as ``not_stated`` are no units and left out.
    only
        Keep only rows whose columns (of the file) have these values.
    vintage
        Where the map came from; written unless a ``vintage.toml`` is there and this is None.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    list[Finding]
        The rows whose code means "not stated", and what differs from a register that was there before.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If columns are missing, or the register is not as it must be; nothing is written then.
    CannotWriteError
        If the file cannot be written.
    """
    project = project or find_project()
    wanted = [*columns.values(), *(only or {})]
    own = load_vocabulary(project).province(province)
    codes = [columns["unit_code"]] if "unit_code" in columns else []
    received = read_list(file, wanted, codes, own.code_width)
    missing = columns_missing(wanted, received)
    cases = [Sentence("places.column_unknown", column=name) for name in columns if name not in UNIT_COLUMNS]
    if missing or cases:
        n = len(cases) + max(len(missing) - 1, 0)
        raise InputError("places.bad_columns", cases=[*cases, *missing], file=file, n=n)
    received = received[are_asked(received, only or {}, file)]
    units = pd.DataFrame({name: received[source].map(clean) for name, source in columns.items()})
    stated = units["unit_code"].map(own.is_unit).astype(bool)
    findings = listed(
        "list_not_stated", (units["unit_code"] + " " + units["name"])[~stated], file.name, Severity.NOTE
    )
    units = units[stated]
    units = units[_is_in_force(units, iso(on))]
    types = units["name"].map(lambda name: type_of(name, own.unit_types).capitalize())
    units["type"] = units["type"].where(units["type"].ne(""), types) if "type" in units else types
    findings += _replaced(units, territory(province, project) / iso(on) / "units.csv", file.name)
    path = write_units(units, province, on, project)
    if vintage or not (path.parent / "vintage.toml").exists():
        write_vintage(path.parent, vintage or Vintage(date.fromisoformat(iso(on)), source=file.name))
    return findings


def _replaced(units: pd.DataFrame, path: Path, file: str) -> list[Finding]:
    """Tell which units of the register that is being replaced go, come, or get another name."""
    if not path.exists():
        return []
    before = read_table(path, UNIT_COLUMNS).drop_duplicates("unit_code").set_index("unit_code")["name"]
    after = units.drop_duplicates("unit_code").set_index("unit_code")["name"]
    both = before.index.intersection(after.index)
    other = both[before[both].ne(after[both])]
    cases = [
        *(f"− {code} {name}" for code, name in before.drop(both).items()),
        *(f"+ {code} {name}" for code, name in after.drop(both).items()),
        *(f"{code} {before[code]} → {after[code]}" for code in other),
    ]
    return listed("list_replaced", pd.Series(cases, dtype="str"), file, shown=20)


def check_units(units: pd.DataFrame, code_width: int) -> list[str]:
    """Find what a register must not have.

    Parameters
    ----------
    units
        A register.
    code_width
        Characters of a code; 0 where codes have no fixed width.

    Returns
    -------
    list[str]
        One line for each case; empty if there is none.
    """
    codes = units["unit_code"]
    cases: list[str] = [
        Sentence("places.code_twice", code=code, names=_names(units, code))
        for code in codes[codes.duplicated()].unique()
    ]
    cases += [Sentence("places.no_code", name=name) for name in units.loc[codes.eq(""), "name"]]
    cases += [Sentence("places.no_name", code=code) for code in codes[units["name"].map(clean).eq("")]]
    if code_width:
        wrong = codes[codes.ne("") & codes.str.len().ne(code_width)]
        cases += [Sentence("places.code_width", code=code, width=code_width) for code in wrong]
    return cases


def _is_in_force(units: pd.DataFrame, day: str) -> pd.Series:
    """Tell which units are there on a day: from their first day until the day before that of their end."""
    days = text_columns(units, ("valid_from", "valid_to")).map(lambda text: iso(text) if text else "")
    return days["valid_from"].le(day) & (days["valid_to"].eq("") | days["valid_to"].gt(day))


def _dated(unit: Mapping[Hashable, str]) -> Sentence:
    first, last = unit["valid_from"] or "…", unit["valid_to"] or "…"
    return Sentence("places.unit_dated", code=unit["unit_code"], name=unit["name"], first=first, last=last)


def _names(units: pd.DataFrame, code: str) -> str:
    return ", ".join(units.loc[units["unit_code"].eq(code), "name"])


def _refuse(units: pd.DataFrame, width: int, path: Path) -> None:
    cases = check_units(units, width)
    if units.empty:
        cases.append(Sentence("places.empty_register"))
    if cases:
        raise InputError("places.bad_register", cases=cases, file=path, n=len(cases))
