"""Maps in law by date: which there are, which was in force, where each came from."""

import json
import re
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from antq_analysis.errors import MissingError, UsageError
from antq_analysis.files import write_whole
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.vocabulary import load_vocabulary

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Vintage:
    """What ``vintage.toml`` says of one map in law.

    Attributes
    ----------
    date
        The day from which it is in force.
    name_vi, name_en
        What people call it.
    source, licence
        Where its units and polygons came from, and on what terms.
    legal_basis
        The resolution behind it.
    quality
        What is known of its geometry: official, simplified, derived ...
    fictional
        Whether it is invented.
    """

    date: date
    name_vi: str = ""
    name_en: str = ""
    source: str = ""
    licence: str = ""
    legal_basis: str = ""
    quality: str = ""
    fictional: bool = False


def territory(province: str, project: Project | None = None) -> Path:
    """Give the folder with the maps of a province.

    Parameters
    ----------
    province
        Province id.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Path
        ``data/places/<territory>``, whether it is there or not.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    """
    project = project or find_project()
    return project.places / load_vocabulary(project).province(province).territory


def vintages(province: str, project: Project | None = None) -> tuple[str, ...]:
    """List the maps of a province.

    Parameters
    ----------
    province
        Province id.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple[str, ...]
        Dates as ISO text, the oldest first.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    MissingError
        If it has no map yet.
    """
    folder = territory(province, project)
    found = (
        sorted(item.name for item in folder.glob("*/") if _ISO.fullmatch(item.name))
        if folder.is_dir()
        else []
    )
    if not found:
        raise MissingError("places.no_vintage", province=province, folder=folder)
    return tuple(found)


def vintage_on(province: str, on: str | date, project: Project | None = None) -> str:
    """Find the map that was in force on a day.

    Parameters
    ----------
    province
        Province id.
    on
        The day, a date or ISO text.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        Date of the map, ISO text.

    Raises
    ------
    UsageError
        If the day is not a date.
    MissingError
        If the province has no map of that day or earlier.
    """
    day = iso(on)
    known = vintages(province, project)
    earlier = [found for found in known if found <= day]
    if not earlier:
        raise MissingError("places.before_first", province=province, on=day, first=known[0])
    return earlier[-1]


def iso(on: str | date) -> str:
    """Write a day as ISO text.

    Parameters
    ----------
    on
        A date, or text that must be one.

    Returns
    -------
    str
        ``YYYY-MM-DD``.

    Raises
    ------
    UsageError
        If the text is not a date.
    """
    try:
        return (on if isinstance(on, date) else date.fromisoformat(on)).isoformat()[:10]
    except ValueError:
        raise UsageError("places.bad_date", written=on) from None


def load_vintage(province: str, on: str | date, project: Project | None = None) -> Vintage:
    """Read where a map came from.

    Parameters
    ----------
    province
        Province id.
    on
        A day on which the map was in force.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Vintage
        What its ``vintage.toml`` says.

    Raises
    ------
    MissingError
        If there is no map of that day, or the file is not there.
    SettingError
        If the file is not as it must be.
    """
    return read_toml(
        territory(province, project) / vintage_on(province, on, project) / "vintage.toml", Vintage
    )


def map_source(province: str, on: str | date, project: Project | None = None) -> str:
    """Say where a map came from and on what terms, as it is printed beneath a drawing of it.

    Parameters
    ----------
    province
        Province id.
    on
        A day on which the map was in force.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        For instance ``Sở Nội vụ (CC BY 4.0)``; empty where nobody said.

    Raises
    ------
    MissingError
        If there is no map of that day.
    SettingError
        If ``vintage.toml`` is not as it must be.
    """
    folder = territory(province, project) / vintage_on(province, on, project)
    if not (folder / "vintage.toml").exists():
        return ""
    known = load_vintage(province, on, project)
    return (
        f"{known.source} ({known.licence})"
        if known.source and known.licence
        else known.source or known.licence
    )


def write_vintage(folder: Path, vintage: Vintage) -> None:
    """Write ``vintage.toml``.

    Parameters
    ----------
    folder
        The folder of the map.
    vintage
        What to write.

    Raises
    ------
    CannotWriteError
        If the file cannot be written.
    """
    lines = [f"{field.name} = {_toml(getattr(vintage, field.name))}" for field in fields(vintage)]
    write_whole(folder / "vintage.toml", "\n".join(lines) + "\n")


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
