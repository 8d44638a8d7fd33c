"""Unit lists and old-to-new pairs of a reform, as an installed package of open data holds them."""

import importlib.metadata
import importlib.util
import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import InputError, MissingError
from antq_analysis.places.matching.names import clean
from antq_analysis.project import Project, read_toml

SETTINGS = "packaged_units.toml"
_UNITS = {
    "wardCode": "unit_code",
    "ward": "name",
    "wardType": "type",
    "provinceCode": "province_code",
    "province": "province_name",
    "provinceShort": "province_short",
    "provinceKey": "province_key",
    "wardKey": "key",
    "wardLat": "latitude",
    "wardLon": "longitude",
}
_DISTRICTS = {"districtCode": "district_code", "district": "district_name", "districtKey": "district_key"}
_POINT = ("latitude", "longitude")


@dataclass(frozen=True)
class PackageStory:
    """What ``packaged_units.toml`` says of the package.

    Attributes
    ----------
    package, extra
        Its name, and the extra of this program that installs it.
    old_date, new_date
        First days of its two lists.
    legal_basis, source, licence
        As in ``vintage.toml``.
    """

    package: str
    extra: str
    old_date: date
    new_date: date
    legal_basis: str
    source: str
    licence: str


@dataclass(frozen=True)
class Packaged:
    """The lists of a whole country around a reform.

    Attributes
    ----------
    story
        Dates and origin.
    old, new
        Units: the columns of a register, ``province_short`` (the province without its type), ``latitude`` and
        ``longitude`` [degrees] and ``unit_key``. A district without communes stands among the old ones without a code.
    pairs
        Columns ``from_key, to_key``: which units lie in which new ones, every part of a split unit.
    """

    story: PackageStory
    old: pd.DataFrame
    new: pd.DataFrame
    pairs: pd.DataFrame


def read_package(project: Project) -> Packaged:
    """Read the lists of the installed package; its program is not run.

    Parameters
    ----------
    project
        The project, whose ``data/reference`` names the package.

    Returns
    -------
    Packaged
        All units and pairs.

    Raises
    ------
    MissingError
        If the package is not installed; the sentence says how to install it.
    InputError
        If its files are not as they were when this was written.
    """
    story = read_toml(project.reference / SETTINGS, PackageStory)
    found = importlib.util.find_spec(story.package)
    if found is None or found.origin is None:
        raise MissingError("places.package_missing", package=story.package, extra=story.extra)
    version = importlib.metadata.version(story.package)
    folder = Path(found.origin).parent / "data"
    try:
        old, new, pairs = _read(folder)
    except (sqlite3.Error, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            "places.package_changed", package=story.package, version=version, reason=error
        ) from error
    told = PackageStory(
        **{**vars(story), "source": story.source.format(package=story.package, version=version)}
    )
    return Packaged(told, old, new, pairs)


def _read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    old = _units(folder, "admin_units_legacy", _UNITS | _DISTRICTS)
    new = _units(folder, "admin_units", _UNITS)
    old["unit_key"] = old["province_key"] + "_" + old["district_key"] + "_" + old["key"]
    new["unit_key"] = new["province_key"] + "_" + new["key"]
    told = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    rows = [
        (old_key, f"{province}_{new_key}")
        for province, units in told["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for new_key, old_keys in units.items()
        for old_key in old_keys
    ]
    rows += [
        (old_key, f"{province}_{part['newWardKey']}")
        for province, units in told["DICT_PROVINCE_WARD_DIVIDED"].items()
        for old_key, parts in units.items()
        for part in parts
    ]
    pairs = pd.DataFrame(rows, columns=["from_key", "to_key"], dtype="str").drop_duplicates(ignore_index=True)
    known = pairs["from_key"].isin(old["unit_key"]) & pairs["to_key"].isin(new["unit_key"])
    if not known.all() or old["unit_key"].duplicated().any() or new["unit_key"].duplicated().any():
        raise ValueError(", ".join(pairs.loc[~known, "from_key"]) or "unit_key")
    return old, new, pairs


def _units(folder: Path, table: str, columns: dict[str, str]) -> pd.DataFrame:
    # Opened read-only: a folder of packages may not be written to.
    with sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro", uri=True) as connection:
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()  # noqa: S608 - own names
    connection.close()
    units = pd.DataFrame(rows, columns=list(columns.values()))
    for name in units.columns.difference(list(_POINT)):
        units[name] = units[name].fillna("").astype("str").map(clean)
    for name in _POINT:
        units[name] = pd.to_numeric(units[name])
    return units
