"""Reading the reference tables, strictly: unknown keys, doubled and dangling names are refused, all at once."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from antq_analysis.errors import MissingError, SettingError
from antq_analysis.files import Content, content_of
from antq_analysis.language.catalogue import Sentence
from antq_analysis.project import Project, find_project, read_toml, to_dataclass, toml_table
from antq_analysis.vocabulary.changes import Break
from antq_analysis.vocabulary.checks import problems, repeated
from antq_analysis.vocabulary.indicators import Ambiguous, Category, Dimension, Indicator
from antq_analysis.vocabulary.lookup import Vocabulary
from antq_analysis.vocabulary.model_types import ModelGroup, ModelType
from antq_analysis.vocabulary.other_units import OTHER_LEVELS, OtherWords
from antq_analysis.vocabulary.provinces import Province

MODEL_TYPES = "model_types.csv"
MODEL_GROUPS = "model_groups.csv"
INDICATORS = "indicators.toml"
PROVINCES = "provinces.toml"
OTHER_UNITS = "other_units.csv"
FILES = (INDICATORS, PROVINCES, MODEL_TYPES, MODEL_GROUPS, OTHER_UNITS)

TYPE_COLUMNS = ("id", "name_vi", "name_en", "group", "variants", "seeds", "replication_unit", "note")
GROUP_COLUMNS = ("id", "name_vi", "name_en", "basis")
OTHER_COLUMNS = ("words", "means", "level")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Block = TypeVar("_Block", bound=_Named)


@dataclass(frozen=True)
class _IndicatorFile:
    indicator: tuple[Indicator, ...]
    dimension: tuple[Dimension, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True)
class _ProvinceFile:
    province: tuple[Province, ...]


def read_table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a reference table of text.

    Parameters
    ----------
    path
        A CSV file as :func:`read_lines` reads it.
    columns
        The columns it must have, no more and no fewer.

    Returns
    -------
    list of dict
        One mapping a row; empty cells are empty text.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    SettingError
        If it is not UTF-8, its columns are others, or a row has too many or too few cells: all are listed.
    """
    return [row for _, row in read_lines(path, columns)]


def read_lines(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Read a table of text with the line on which each row ends.

    Parameters
    ----------
    path
        A CSV file in UTF-8, with or without a byte order mark; its cells are parted by commas, or by semicolons as
        Excel saves them where the comma is the decimal mark.
    columns
        The columns it must have, no more and no fewer.

    Returns
    -------
    list of tuple
        Line number and row; rows without any text are left out.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    SettingError
        If it is not UTF-8, its columns are others, or a row has too many or too few cells: all are listed.
    """
    try:
        text = _text(path)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
        lines = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise SettingError("vocabulary.bad_table", cases=[str(error)], file=path, n=1) from error
    header = [name.strip() for name in lines[0][1]] if lines else []
    cases: list[str] = [
        Sentence("vocabulary.column_unknown", name=name) for name in header if name not in columns
    ]
    cases += [Sentence("vocabulary.column_missing", name=name) for name in columns if name not in header]
    cases += repeated("column", header)
    filled = [(number, row) for number, row in lines[1:] if any(cell.strip() for cell in row)]
    cases += [
        Sentence("vocabulary.cells", row=str(number)) for number, row in filled if len(row) != len(header)
    ]
    if cases:
        raise SettingError("vocabulary.bad_table", cases=cases, file=path, n=len(cases))
    return [(number, dict(zip(header, row, strict=True))) for number, row in filled]


def separator(text: str) -> str:
    """Tell what parts the cells of a CSV text, from its first line.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        ``";"`` where the first line has semicolons and no comma, else ``","``.

    Examples
    --------
    >>> separator("unit_code;name"), separator("unit_code,name")
    (';', ',')
    """
    first = text.partition("\n")[0]
    return ";" if ";" in first and "," not in first else ","


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MissingError("errors.file_missing", file=path) from None
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error


def _read_indicators(path: Path) -> _IndicatorFile:
    """Read the file; ``break`` is a word of Python, so that key takes another name on the way to its field."""
    renamed = {("breaks" if key == "break" else key): block for key, block in toml_table(path).items()}
    return to_dataclass(renamed, _IndicatorFile, str(path))


def load_vocabulary(project: Project | None = None) -> Vocabulary:
    """Load everything that may be named.

    Parameters
    ----------
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Vocabulary
        Frozen; loaded again only when a file changed.

    Raises
    ------
    MissingError
        If a reference file is not there.
    SettingError
        If a file has unknown keys, or names that do not exist or stand twice: every case is listed.
    """
    folder = (project or find_project()).reference
    return _load(folder, tuple(_stamp(folder / name) for name in FILES))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _load(folder: Path, _stamps: tuple[tuple[int, int], ...]) -> Vocabulary:
    return _read(tuple(content_of(folder / name) for name in FILES))


@lru_cache(maxsize=8)
def _read(files: tuple[Content, ...]) -> Vocabulary:
    folder = files[0].path.parent
    words = _read_indicators(folder / INDICATORS)
    provinces = read_toml(folder / PROVINCES, _ProvinceFile).province
    groups = tuple(ModelGroup(**row) for row in read_table(folder / MODEL_GROUPS, GROUP_COLUMNS))
    types = tuple(_model_type(row) for row in read_table(folder / MODEL_TYPES, TYPE_COLUMNS))
    others = tuple(OtherWords(**row) for row in read_table(folder / OTHER_UNITS, OTHER_COLUMNS))
    dimensions, cases = _filled(words.dimension, types)
    cases += repeated(OTHER_UNITS, [entry.words for entry in others])
    cases += [
        Sentence(
            "vocabulary.other_level", words=entry.words, level=entry.level, known=", ".join(OTHER_LEVELS)
        )
        for entry in others
        if entry.level not in OTHER_LEVELS
    ]
    vocabulary = Vocabulary(
        indicators=_by_id("indicator", words.indicator, cases),
        dimensions=_by_id("dimension", dimensions, cases),
        breaks=tuple(sorted(_by_id("break", words.breaks, cases).values(), key=lambda entry: entry.on)),
        ambiguous=words.ambiguous,
        model_types=_by_id(MODEL_TYPES, types, cases),
        model_groups=_by_id(MODEL_GROUPS, groups, cases),
        provinces=_by_id("province", provinces, cases),
        other_units=others,
    )
    cases += problems(vocabulary)
    if cases:
        raise SettingError("vocabulary.bad", cases=cases, folder=folder, n=len(cases))
    return vocabulary


def _model_type(row: Mapping[str, str]) -> ModelType:
    texts = {name: text for name, text in row.items() if name not in ("variants", "seeds")}
    return ModelType(variants=_listed(row["variants"]), seeds=_listed(row["seeds"]), **texts)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _filled(dimensions: Sequence[Dimension], types: Sequence[ModelType]) -> tuple[list[Dimension], list[str]]:
    cases: list[str] = []
    filled = []
    for given in dimensions:
        entry = given
        if entry.values_from not in ("", MODEL_TYPES) or bool(entry.values) == bool(entry.values_from):
            cases.append(Sentence("vocabulary.dimension_values", name=entry.id, table=MODEL_TYPES))
        if entry.values_from == MODEL_TYPES:
            entry = replace(
                entry, values=tuple(Category(kind.id, kind.name_vi, kind.name_en) for kind in types)
            )
        cases += repeated(f"dimension {entry.id}", [value.id for value in entry.values])
        filled.append(entry)
    return filled, cases


def _by_id(what: str, entries: Sequence[_Block], cases: list[str]) -> Mapping[str, _Block]:
    cases += repeated(what, [entry.id for entry in entries])
    return MappingProxyType({entry.id: entry for entry in entries})
