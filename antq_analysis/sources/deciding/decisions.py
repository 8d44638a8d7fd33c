"""What a person settled, dated, with a reason: ``aliases.csv``, ``cells.csv`` and ``gaps.csv`` of a province."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from antq_analysis.errors import AntqError, InputError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.observations import BASES, period_bounds
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Vocabulary, load_vocabulary, read_lines

ALIASES, CELLS, GAPS = "aliases.csv", "cells.csv", "gaps.csv"
SETTLED = ("reason", "decided_on", "decided_by")
ALIAS_COLUMNS = ("written_name", "written_district", "map_date", "unit_code", *SETTLED)
CELL_PLACE = ("period", "file", "sheet", "cell", "unit_code", "indicator", "category", "basis", "written")
CELL_COLUMNS = (*CELL_PLACE, "value", *SETTLED)
GAP_COLUMNS = ("period", "unit_code", "answer", *SETTLED)
TABLES = {ALIASES: ALIAS_COLUMNS, CELLS: CELL_COLUMNS, GAPS: GAP_COLUMNS}
KEYS = {
    ALIASES: ("written_name", "written_district", "map_date"),
    CELLS: CELL_PLACE,
    GAPS: ("period", "unit_code"),
}
ANSWERS = {ALIASES: "unit_code", CELLS: "value", GAPS: "answer"}

STATUS_WORDS = ("not_reported", "not_available", "not_applicable")
"""What a person may say of a figure in place of a number."""
GAP_ANSWERS = ("not_reported",)

_EMPTY_ALLOWED = {"written_district", "decided_by", "file", "sheet", "cell", "category", "written"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


@dataclass(frozen=True)
class Decisions:
    """All that a person settled for a province.

    Parameters
    ----------
    aliases, cells, gaps
        One frame of text a file; the index is the line on which a decision stands.
    """

    aliases: pd.DataFrame
    cells: pd.DataFrame
    gaps: pd.DataFrame


def load_decisions(province: str, project: Project | None = None) -> Decisions:
    """Load all that was settled for a province.

    Parameters
    ----------
    province
        Identifier of the province.
    project
        The project; found from the current folder by default.

    Returns
    -------
    Decisions
        Frames without rows where nothing was decided.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    SettingError
        If a file has other columns.
    InputError
        If a decision lacks what it needs, cannot be read or contradicts another: every line of the file is listed.
    """
    project = project or find_project()
    return Decisions(*(load_table(province, name, project) for name in TABLES))


def load_aliases(province: str, project: Project | None = None) -> pd.DataFrame:
    """Load the names that a person assigned to units.

    Parameters
    ----------
    province
        Identifier of the province.
    project
        The project; found from the current folder by default.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`ALIAS_COLUMNS`, all text; without rows where nothing was decided.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    SettingError
        If the file has other columns.
    InputError
        If a decision lacks what it needs or contradicts another: every line is listed.
    """
    return load_table(province, ALIASES, project or find_project())


def load_table(province: str, name: str, project: Project) -> pd.DataFrame:
    """Load one table of decisions.

    Parameters
    ----------
    province
        Identifier of the province.
    name
        One of :data:`TABLES`.
    project
        The project.

    Returns
    -------
    pandas.DataFrame
        Its columns, all text; the index is the line in the file.

    Raises
    ------
    UnknownNameError
        If there is no such province.
    SettingError
        If the file has other columns.
    InputError
        If lines are not as they must be: every one is listed.
    """
    vocabulary = load_vocabulary(project)
    vocabulary.province(province)
    path = project.decisions / province / name
    lines = read_lines(path, TABLES[name]) if path.exists() else []
    faults = decision_faults(name, lines, vocabulary)
    if faults:
        shown = path.relative_to(project.root).as_posix()
        raise InputError("sources.bad_decisions", cases=faults, file=shown, n=len(faults))
    rows = [{key: cell.strip() for key, cell in row.items()} for _, row in lines]
    index = pd.Index([number for number, _ in lines], dtype="int64")
    return pd.DataFrame(rows, columns=list(TABLES[name]), index=index, dtype="str").fillna("")


def decision_faults(
    name: str, lines: Sequence[tuple[int, Mapping[str, str]]], vocabulary: Vocabulary
) -> list[str]:
    """List what is wrong with the lines of a table of decisions.

    Parameters
    ----------
    name
        One of :data:`TABLES`.
    lines
        Line numbers and rows.
    vocabulary
        What may be named.

    Returns
    -------
    list of str
        One sentence a fault; empty when all is well.
    """
    faults: list[str] = []
    decided: dict[tuple[str, ...], str] = {}
    for number, given in lines:
        row = {key: cell.strip() for key, cell in given.items()}
        faults += [
            Sentence("sources.decision_line", row=str(number), fault=fault)
            for fault in _row(name, row, vocabulary)
        ]
        key = tuple(row[part] for part in KEYS[name])
        if decided.setdefault(key, row[ANSWERS[name]]) != row[ANSWERS[name]]:
            named = " ".join(part for part in key if part)
            faults.append(
                Sentence(
                    "sources.decision_line",
                    row=str(number),
                    fault=Sentence("sources.decision_twice", name=named),
                )
            )
    return faults


def _row(name: str, row: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[str]:
    missing = [part for part in TABLES[name] if not row[part] and part not in _EMPTY_ALLOWED]
    if missing:
        yield Sentence("sources.decision_missing", columns=", ".join(missing))
    for part in ("map_date", "decided_on"):
        if row.get(part) and not is_date(row[part]):
            yield Sentence("sources.decision_date", column=part, written=row[part])
    if row.get("period"):
        try:
            period_bounds(row["period"])
        except AntqError:
            yield Sentence("sources.decision_word", column="period", written=row["period"])
    if name == GAPS and row["answer"] and row["answer"] not in GAP_ANSWERS:
        yield Sentence("sources.decision_word", column="answer", written=row["answer"])
    if name == CELLS:
        yield from _figure(row, vocabulary)


def _figure(row: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[str]:
    known = vocabulary.indicators
    if row["indicator"] and row["indicator"] not in known:
        yield Sentence("sources.decision_word", column="indicator", written=row["indicator"])
    elif row["category"] and row["category"] not in vocabulary.categories(row["indicator"]):
        yield Sentence("sources.decision_word", column="category", written=row["category"])
    if row["basis"] and row["basis"] not in BASES:
        yield Sentence("sources.decision_word", column="basis", written=row["basis"])
    if row["file"] and not (row["sheet"] and row["cell"]):
        yield Sentence("sources.decision_missing", columns="sheet, cell")
    if row["value"] and row["value"] not in STATUS_WORDS and decided_number(row["value"]) is None:
        yield Sentence("sources.decision_value", written=row["value"], words=", ".join(STATUS_WORDS))


def decided_number(text: str) -> float | None:
    """Read the number of a decision.

    Parameters
    ----------
    text
        As it stands in the file.

    Returns
    -------
    float or None
        None where it is no number, or may be read in two ways: ``1.602`` and ``1,602``.

    Examples
    --------
    >>> decided_number("1602"), decided_number("83,7"), decided_number("1.602")
    (1602.0, 83.7, None)
    """
    if not _NUMBER.fullmatch(text) or _TWO_WAYS.fullmatch(text):
        return None
    return float(text.replace(",", "."))


def is_date(text: str) -> bool:
    """Tell whether a text is a day such as ``2025-07-01``.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        False for any other way of writing, and for days that do not exist.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
