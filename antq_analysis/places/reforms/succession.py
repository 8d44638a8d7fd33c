"""A province followed through its mergers on the maps of the whole country, and taken out of them."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd

from antq_analysis.errors import MissingError, UsageError
from antq_analysis.files import whole_file
from antq_analysis.findings import Finding
from antq_analysis.places.groups import read_groups, write_groups
from antq_analysis.places.listed import listed
from antq_analysis.places.maps.kept_map import FILE
from antq_analysis.places.matching.names import fold, read_name
from antq_analysis.places.reforms.crosswalk import CROSSWALK_COLUMNS, load_crosswalk
from antq_analysis.places.register import load_units, write_units
from antq_analysis.places.tables import read_table, write_table
from antq_analysis.places.vintage import iso, territory, vintages
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

LISTED = 12
"""How many units a finding names."""


def province_units(
    province: str, on: str | date, within: str, project: Project | None = None
) -> pd.DataFrame:
    """Give the units on the land of a province in force on a day, also after it was merged into another.

    A province is known by its name: codes of provinces are used again. From the first day of its ``succession`` in
    ``provinces.toml`` its units are those that the crosswalk makes of its last ones.

    Parameters
    ----------
    province
        Province id.
    on
        The day.
    within
        Id of the country, whose registers hold every province.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.DataFrame
        Rows of the country's register, as :func:`antq_analysis.places.register.load_units` returns them; a unit that
        also took land of other provinces is among them.

    Raises
    ------
    MissingError
        If there is no map of that day or no crosswalk to it, or its register does not name the province.
    """
    project = project or find_project()
    own = load_vocabulary(project).province(province)
    day = iso(on)
    ends = min((step.on.isoformat() for step in own.succession), default="")
    merged = bool(ends) and day >= ends
    last = (date.fromisoformat(ends) - timedelta(days=1)).isoformat() if merged else day
    units = load_units(within, last, project)
    named = units["province_name"].map(_name) == _name(own.name_vi)
    if not named.any():
        raise MissingError("places.no_such_province", province=own.name_vi, on=last, within=within)
    if not merged:
        return units[named].reset_index(drop=True)
    crosswalk = load_crosswalk(within, last, day, project)
    reached = crosswalk[crosswalk["from_code"].isin(units.loc[named, "unit_code"]) & crosswalk["share"].gt(0)]
    later = load_units(within, day, project)
    return later[later["unit_code"].isin(reached["to_code"])].reset_index(drop=True)


def take_province(province: str, within: str, project: Project | None = None) -> tuple[str, ...]:
    """Take the maps of a province out of those of the whole country.

    Registers, polygons, crosswalks and groupings of every map are copied for the province's own land.

    Parameters
    ----------
    province
        Province id.
    within
        Id of the country.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple[str, ...]
        Dates of the maps that were made.

    Raises
    ------
    UsageError
        If the province has a register of one of these dates already; nothing is written then.
    MissingError
        If the country has no map, or one of its registers does not name the province.
    """
    project = project or find_project()
    own = {day: province_units(province, day, within, project) for day in vintages(within, project)}
    folder, country = (territory(name, project) for name in (province, within))
    there = [day for day in own if (folder / day / "units.csv").exists()]
    if there:
        raise UsageError("places.register_there", province=province, dates=", ".join(there))
    before: pd.DataFrame | None = None
    for day, units in own.items():
        write_units(units, province, day, project)
        if (country / day / "vintage.toml").exists():
            shutil.copyfile(country / day / "vintage.toml", folder / day / "vintage.toml")
        _take_tables(country / day, folder / day, units, before)
        before = units
    return tuple(own)


def check_taken(
    province: str, days: Sequence[str], within: str, project: Project | None = None
) -> list[Finding]:
    """Report units of a province's maps whose land no earlier map of it has, or only in part.

    Parameters
    ----------
    province
        Province id.
    days
        Dates of its maps, in order, as :func:`take_province` returns them.
    within
        Id of the country.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    list[Finding]
        Warnings: earlier figures of such a unit are lacking, or those of a part of it.

    Raises
    ------
    InputError
        If a table is not as it must be.
    """
    project = project or find_project()
    findings = []
    for before, day in pairwise(days):
        path = territory(within, project) / day / "crosswalk.csv"
        if not path.exists():
            continue
        old, new = (load_units(province, on, project) for on in (before, day))
        table = read_table(path, CROSSWALK_COLUMNS)
        table = table[table["from_code"].ne("")]
        own = table["from_code"].isin(old["unit_code"])
        foreign = new["unit_code"].isin(table.loc[~own, "to_code"])
        reached = new["unit_code"].isin(table.loc[own, "to_code"])
        shown = new["name"] + " (" + new["unit_code"] + ")"
        for rule, which in (("taken_without_old", ~reached), ("taken_in_part", reached & foreign)):
            findings += [
                replace(found, values={**found.values, "of": len(new), "before": before, "day": day})
                for found in listed(rule, shown[which], shown=LISTED)
            ]
    return findings


def _take_tables(country: Path, folder: Path, units: pd.DataFrame, before: pd.DataFrame | None) -> None:
    if (country / FILE).exists():
        shapes = gpd.read_parquet(country / FILE)
        with whole_file(folder / FILE) as path:
            own = shapes[shapes["unit_code"].isin(units["unit_code"])]
            own.to_parquet(path, index=False, compression="zstd")
    if before is not None and (country / "crosswalk.csv").exists():
        table = read_table(country / "crosswalk.csv", CROSSWALK_COLUMNS)
        write_table(folder / "crosswalk.csv", table[table["from_code"].isin(before["unit_code"])])
    if (country / "groups.csv").exists():
        groups = read_groups(country / "groups.csv")
        write_groups(folder / "groups.csv", groups[groups["unit_code"].isin(units["unit_code"])])


def _name(written: str) -> str:
    return fold(read_name(written).name)
