"""Where things are, and settings read strictly: unknown keys are refused and the nearest known one is named."""

import dataclasses
import os
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from antq_analysis.errors import MissingError, SettingError, nearest, say_why
from antq_analysis.language.catalogue import Sentence

T = typing.TypeVar("T")

_KINDS: dict[object, str] = {
    str: "project.kind_text",
    int: "project.kind_whole",
    float: "project.kind_number",
    bool: "project.kind_bool",
    date: "project.kind_date",
    tuple: "project.kind_list",
}
_TOLD_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class Settings:
    """What ``data/project.toml`` says.

    Parameters
    ----------
    province
        Default province.
    language
        ``"vi"`` or ``"en"``.
    suppression_threshold
        Largest count of a sensitive indicator that a release hides (1 up to this).
    area_crs
        Equal-area coordinate system for areas, as PROJ understands it.
    seed
        Seed of everything random.
    banner_vi, banner_en
        The user's own words at the head of internal outputs; the tool never invents a classification.
    """

    province: str
    language: str
    suppression_threshold: int
    area_crs: str
    seed: int
    banner_vi: str = ""
    banner_en: str = ""


@dataclass(frozen=True)
class Project:
    """One project folder with its settings.

    Parameters
    ----------
    root
        The folder that holds ``data/project.toml``.
    settings
        What that file says.
    """

    root: Path
    settings: Settings

    @property
    def data(self) -> Path:
        """The folder of all data."""
        return self.root / "data"

    @property
    def raw(self) -> Path:
        """What was received, by province and period."""
        return self.data / "raw"

    @property
    def decisions(self) -> Path:
        """What a person settled, by province."""
        return self.data / "decisions"

    @property
    def layouts(self) -> Path:
        """How each printed form is read."""
        return self.data / "layouts"

    @property
    def places(self) -> Path:
        """Maps in law, by territory and date."""
        return self.data / "places"

    @property
    def reference(self) -> Path:
        """Vocabulary, provinces, published figures."""
        return self.data / "reference"

    @property
    def panel(self) -> Path:
        """Built observations, by province."""
        return self.data / "panel"

    @property
    def releases(self) -> Path:
        """What was released and what hidden, by province; no values."""
        return self.data / "releases"

    @property
    def reports(self) -> Path:
        """Built reports, by province and year."""
        return self.root / "reports"


def find_project(start: Path | None = None) -> Project:
    """Find the project of a folder.

    Parameters
    ----------
    start
        Where to look from, upwards. By default the environment variable ``ANTQ_PROJECT``, else the current folder.

    Returns
    -------
    Project
        The project.

    Raises
    ------
    MissingError
        If no folder upwards holds ``data/project.toml``.
    SettingError
        If that file is not as it must be.
    """
    origin = (start or Path(os.environ.get("ANTQ_PROJECT") or Path.cwd())).resolve()
    for folder in (origin, *origin.parents):
        settings = folder / "data" / "project.toml"
        if settings.is_file():
            return Project(folder, read_toml(settings, Settings))
    raise MissingError("errors.no_project", start=origin)


def read_toml(path: Path, cls: type[T]) -> T:
    """Read a TOML file into a frozen dataclass, strictly.

    Parameters
    ----------
    path
        The file.
    cls
        The dataclass; fields may be text, numbers, dates, dataclasses, and tuples of these.

    Returns
    -------
    T
        The filled dataclass.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    SettingError
        If it is not TOML, or has unknown, missing or wrongly typed keys: all of them are listed at once.
    """
    return typing.cast(T, _filled(_Source(_text(path), cls, path)))


@dataclass(frozen=True)
class _Source:
    text: str
    cls: type[Any]
    path: Path = dataclasses.field(compare=False)


@lru_cache(maxsize=256)
def _filled(source: _Source) -> object:
    """Fill a frozen dataclass; what the same words made before, in whichever file, is given again."""
    return to_dataclass(_table(source.text, source.path), source.cls, str(source.path))


def toml_table(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict[str, Any]
        What it holds.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    SettingError
        If it is not TOML in UTF-8; the line is named and shown.
    """
    return _table(_text(path), path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=say_why(error)) from error
    except UnicodeDecodeError as error:
        raise SettingError("errors.not_utf8", file=path) from error


def _table(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.splitlines()
        told = _TOLD_LINE.search(str(error))
        line = int(told.group(1)) if told else max(1, len(lines))
        cases = lines[line - 1 : line]
        raise SettingError("errors.bad_toml", cases=cases, file=path, line=str(line), reason=error) from error


def to_dataclass(table: Mapping[str, object], cls: type[T], where: str) -> T:
    """Fill a dataclass from a mapping, strictly.

    Parameters
    ----------
    table
        What was read.
    cls
        The dataclass to fill.
    where
        What to call the origin in messages.

    Returns
    -------
    T
        The filled dataclass.

    Raises
    ------
    SettingError
        If keys are unknown, missing or of another type: all of them are listed at once.
    """
    problems: list[str] = []
    filled = _fill(table, cls, "", problems)
    if problems:
        raise SettingError("errors.bad_settings", cases=problems, file=where, n=len(problems))
    return typing.cast(T, filled)


def _fill(table: Mapping[str, object], cls: Any, path: str, problems: list[str]) -> object:
    fields, hints = _fields(cls)
    for key in table:
        if key not in fields:
            near = nearest(key, fields)
            case = Sentence("project.unknown_key", key=path + key)
            problems.append(Sentence("language.meant", why=case, name=near) if near else case)
    values = {}
    for name, field in fields.items():
        if name in table:
            values[name] = _value(table[name], hints[name], f"{path}{name}", problems)
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            problems.append(Sentence("project.missing_key", key=path + name))
    return cls(**values) if not problems else None


@cache
def _fields(cls: Any) -> tuple[dict[str, dataclasses.Field[Any]], dict[str, Any]]:
    return {item.name: item for item in dataclasses.fields(cls)}, typing.get_type_hints(cls)


def _value(value: object, hint: Any, path: str, problems: list[str]) -> object:
    if isinstance(hint, types.UnionType):
        options = [option for option in typing.get_args(hint) if option is not type(None)]
        return _value(value, options[0], path, problems)
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        inner = typing.get_args(hint)[0]
        return tuple(_value(item, inner, f"{path}[{i}]", problems) for i, item in enumerate(value, 1))
    if dataclasses.is_dataclass(hint) and isinstance(value, Mapping):
        return _fill(value, hint, f"{path}.", problems)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    wanted = typing.get_origin(hint) or hint
    exact = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
    if not exact or (wanted is date and type(value) is not date):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        problems.append(
            Sentence("project.needs_quotes", key=path, value=str(value))
            if wanted is str and number
            else Sentence(
                "project.wrong_type",
                key=path,
                value=repr(value),
                wanted=Sentence(_KINDS[wanted]) if wanted in _KINDS else str(hint),
            )
        )
    return value
