"""A table of published figures as it stands on disk: its columns, their types, and what a row may not say."""

import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from antq_analysis.errors import SettingError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.observations import WITH_VALUE
from antq_analysis.vocabulary import Vocabulary, read_table

FIGURE_COLUMNS = (
    "id",
    "seed_file",
    "source",
    "province",
    "unit_name",
    "parent_name",
    "unit_code",
    "unit_date",
    "level",
    "indicator",
    "category",
    "basis",
    "period",
    "period_start",
    "period_end",
    "period_basis",
    "method_version",
    "stage",
    "value",
    "value_text",
    "comparator",
    "status",
    "rule",
    "label_vi",
    "model_type",
    "unit",
    "denominator",
    "denominator_unit",
    "quote",
    "note",
)

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LOST = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_COUNTED = ("base", "flow", "stock")
_MEASURED = re.compile(r"\b(?:km²|m²|ha|kg|tấn|đồng)")
_NUMBERS = ("value", "denominator")
_DATES = ("period_start", "period_end")


def read_figures(path: Path, vocabulary: Vocabulary) -> pd.DataFrame:
    """Read a table of figures.

    Parameters
    ----------
    path
        A CSV file with `FIGURE_COLUMNS`.
    vocabulary
        What may be named.

    Returns
    -------
    pandas.DataFrame
        One row a figure, typed; empty numbers are NaN and empty dates NaT.

    Raises
    ------
    MissingError
        If the file is not there.
    SettingError
        If a row cannot be read, or contradicts itself or the vocabulary: every case is listed.
    """
    rows = read_table(path, FIGURE_COLUMNS)
    cases = list(_problems(rows, vocabulary))
    if cases:
        raise SettingError("vocabulary.bad_table", cases=cases, file=path, n=len(cases))
    return _typed(rows)


def _typed(rows: list[dict[str, str]]) -> pd.DataFrame:
    figures = pd.DataFrame(rows, columns=list(FIGURE_COLUMNS), dtype="str")
    for name in _NUMBERS:
        figures[name] = pd.to_numeric(figures[name].mask(figures[name].eq(""))).astype("float64")
    for name in _DATES:
        days = figures[name].mask(figures[name].eq(""))
        figures[name] = pd.to_datetime(days, format="%Y-%m-%d").astype("datetime64[us]")
    return figures


def _problems(rows: list[dict[str, str]], vocabulary: Vocabulary) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        where = row["id"] or Sentence("sources.published.no_id")
        if row["id"] in seen or not row["id"]:
            yield Sentence("sources.published.id", id=where)
        seen.add(row["id"])
        faults = [*_unreadable(row)]
        if not faults:
            faults = [*_contradictions(row, vocabulary)]
        yield from (Sentence("language.of_place", place=where, why=fault) for fault in faults)


def _unreadable(row: dict[str, str]) -> Iterator[str]:
    for name in _NUMBERS:
        if row[name] and (not _NUMBER.fullmatch(row[name]) or not math.isfinite(float(row[name]))):
            yield Sentence("sources.published.number", column=name, written=row[name])
    for name in (*_DATES, "unit_date"):
        try:
            date.fromisoformat(row[name] or "2000-01-01")
        except ValueError:
            yield Sentence("sources.published.date", column=name, written=row[name])
    if not row["period_end"]:
        yield Sentence("sources.published.date", column="period_end", written="")


def _contradictions(row: dict[str, str], vocabulary: Vocabulary) -> Iterator[str]:
    for known, name in ((vocabulary.provinces, row["province"]), (vocabulary.indicators, row["indicator"])):
        if name not in known:
            yield Sentence("sources.published.unknown", name=name)
            return
    if row["category"] and row["category"] not in vocabulary.categories(row["indicator"]):
        yield Sentence("sources.published.unknown", name=row["category"])
    version = vocabulary.method_version(
        row["province"], row["indicator"], date.fromisoformat(row["period_end"])
    )
    if row["method_version"] != version:
        yield Sentence("sources.published.version", written=row["method_version"], expected=version)
    indicator = vocabulary.indicator(row["indicator"])
    if (
        _LOST.fullmatch(row["value"])
        and indicator.kind in _COUNTED
        and not _MEASURED.search(indicator.unit_vi)
    ):
        proposal = row["value"].replace(".", "")
        yield Sentence("sources.published.thousands", written=row["value"], proposal=proposal)
    if bool(row["value"]) != (row["status"] in WITH_VALUE):
        yield Sentence("sources.published.value_status", status=row["status"])
