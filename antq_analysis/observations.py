"""The observation: the long shape in which every figure lives, and the contract between the floors.

One row is one figure: where (unit, at the date whose codes it uses), what (indicator, category, basis), when (period),
how it was counted, at which stage, what was read, and the very cell it came from.
"""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.errors import InputError, UnknownNameError
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

LEVELS = (
    "commune",
    "district",
    "province",
    "national",
    *OTHER_LEVELS,
)
BASES = ("stock", "in_year", "cumulative")
COMPARATORS = ("exact", "over", "under", "about", "implied")
EXACT = ("exact", "implied")
"""Comparators of a figure that says how many, not at least or about how many."""

STAGES = ("estimate", "preliminary", "final", "revised")
UNKNOWN_WINDOW = "unknown"
PERIOD_BASES = ("calendar", "tt124_commune", "tt124_kdc", UNKNOWN_WINDOW)
WITH_VALUE = ("reported", "apportioned")
STATUSES = (*WITH_VALUE, "conflict", "not_reported", "not_available", "not_applicable", "unparsed")

DEFAULTS: dict[str, Any] = {
    "province": "",
    "unit_code": "",
    "unit_date": "",
    "level": "commune",
    "indicator": "",
    "category": "",
    "basis": "in_year",
    "period": "",
    "period_start": pd.NaT,
    "period_end": pd.NaT,
    "period_basis": "unknown",
    "method_version": "",
    "stage": "final",
    "value": float("nan"),
    "value_text": "",
    "comparator": "exact",
    "status": "reported",
    "rule": "",
    "apportioned_share": 0.0,
    "source_id": "",
    "sheet": "",
    "cell": "",
}
COLUMNS = tuple(DEFAULTS)
KEY = (
    "province",
    "unit_code",
    "unit_date",
    "level",
    "indicator",
    "category",
    "basis",
    "period",
    "method_version",
    "stage",
)

_DATES = ("period_start", "period_end")
_NUMBERS = ("value", "apportioned_share")
_TYPES: dict[str, Any] = (
    dict.fromkeys(COLUMNS, "str")
    | dict.fromkeys(_DATES, "datetime64[us]")
    | dict.fromkeys(_NUMBERS, "float64")
)
_ALLOWED = {
    "level": LEVELS,
    "basis": BASES,
    "comparator": COMPARATORS,
    "stage": STAGES,
    "status": STATUSES,
    "period_basis": PERIOD_BASES,
}
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<part>6T|9T|0[1-9]|1[0-2])|-(?P<last>\d{4}))?")


def empty() -> pd.DataFrame:
    """Make a frame of observations without rows.

    Returns
    -------
    pandas.DataFrame
        All columns with their types.
    """
    return conform(pd.DataFrame(columns=list(COLUMNS)))


def conform(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame all columns of an observation, in order and with their types.

    Parameters
    ----------
    frame
        Any part of the columns; what is missing, column or cell, takes its default.

    Returns
    -------
    pandas.DataFrame
        A new frame with a fresh index.

    Raises
    ------
    UnknownNameError
        If the frame has a column that an observation has not.
    """
    for name in frame.columns:
        if name not in DEFAULTS:
            raise UnknownNameError("errors.kind_key", str(name), COLUMNS)
    # Arrays, not series, need not be aligned: this runs for every sheet that is read.
    shaped = {name: _shaped(frame, name).array for name in COLUMNS}
    return pd.DataFrame(shaped, index=pd.RangeIndex(len(frame)))


def _shaped(frame: pd.DataFrame, name: str) -> pd.Series:
    default, kind = DEFAULTS[name], _TYPES[name]
    told: pd.Series = frame[name] if name in frame else pd.Series(default, index=frame.index, dtype=kind)
    if name in _DATES:
        told = pd.to_datetime(told).astype(kind)
    elif name in _NUMBERS:
        told = told.astype(kind).fillna(default)
    elif told.dtype != kind or told.hasnans:
        told = told.fillna(default).astype(kind)
    return told


def validate(frame: pd.DataFrame) -> None:
    """Refuse a frame that breaks the contract, naming every kind of breach with its first rows.

    Parameters
    ----------
    frame
        Observations as :func:`conform` returns them.

    Raises
    ------
    InputError
        If columns, words, values and statuses, or keys are not as they must be.
    """
    if tuple(frame.columns) != COLUMNS:
        raise InputError("observations.invalid", cases=[Sentence("observations.columns")], n=1)
    needed = ("province", "unit_code", "unit_date", "indicator", "period")
    breaches: list[tuple[str, pd.Series]] = [
        *(
            (Sentence("observations.word", column=name), ~frame[name].isin(words))
            for name, words in _ALLOWED.items()
        ),
        *((Sentence("observations.blank", column=name), frame[name].eq("")) for name in needed),
    ]
    has_value = frame["status"].isin(WITH_VALUE)
    breaches.append((Sentence("observations.value_status"), has_value.ne(frame["value"].notna())))
    breaches.append((Sentence("observations.share"), ~frame["apportioned_share"].between(0, 1)))
    apportioned = frame["apportioned_share"].gt(0) & has_value
    breaches.append((Sentence("observations.apportioned"), apportioned.ne(frame["status"].eq("apportioned"))))
    breaches.append((Sentence("observations.duplicate"), frame.duplicated(list(KEY), keep=False)))
    cases = [
        Sentence("language.of_place", place=text, why=_example(frame, rows))
        for text, rows in breaches
        if rows.any()
    ]
    if cases:
        raise InputError("observations.invalid", cases=cases, n=len(cases))


def _example(frame: pd.DataFrame, rows: pd.Series) -> str:
    first = frame.loc[rows].iloc[0]
    place = " ".join(part for part in (first["source_id"], first["sheet"], first["cell"]) if part)
    what = "/".join(str(first[name]) for name in KEY)
    return f"{int(rows.sum())}x, {what}" + (f" ({place})" if place else "")


def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of a period on the calendar.

    Parameters
    ----------
    period
        ``2025``, ``2025-6T``, ``2025-9T``, ``2025-03`` or ``2015-2019``.

    Returns
    -------
    tuple of datetime.date
        First and last day, both inside the period.

    Raises
    ------
    InputError
        If the period is not written in one of these ways.

    Examples
    --------
    >>> period_bounds("2025-6T")
    (datetime.date(2025, 1, 1), datetime.date(2025, 6, 30))
    """
    found = _PERIOD.fullmatch(period)
    if not found or (found["last"] and found["last"] < found["year"]):
        raise InputError("observations.bad_period", period=period)
    year, part = int(found["year"]), found["part"]
    if found["last"]:
        return date(year, 1, 1), date(int(found["last"]), 12, 31)
    if part is None:
        return date(year, 1, 1), date(year, 12, 31)
    if part.endswith("T"):
        last = int(part[0])
        return date(year, 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    month = int(part)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def period_kind(period: str) -> str:
    """Name the kind of a period: only periods of one kind are compared.

    Parameters
    ----------
    period
        A period as in :func:`period_bounds`.

    Returns
    -------
    str
        ``year``, ``6T``, ``9T``, the month (``03``), or the number of years (``5 years``).

    Raises
    ------
    InputError
        If the period is not written rightly.

    Examples
    --------
    >>> period_kind("2025"), period_kind("2025-6T"), period_kind("2015-2019")
    ('year', '6T', '5 years')
    """
    first, last = period_bounds(period)
    if is_year(period):
        return "year"
    part = period.partition("-")[2]
    return f"{last.year - first.year + 1} years" if len(part) == len("2019") else part


def join_comparators(words: Iterable[str]) -> str:
    """Say how exact a sum is, from how exact its parts are.

    Parameters
    ----------
    words
        Comparators of the parts.

    Returns
    -------
    str
        ``exact`` where all parts are, the one bound where all others are exact, else ``about``.
    """
    bounds = {word for word in words if word not in EXACT}
    if not bounds:
        return "exact"
    return bounds.pop() if len(bounds) == 1 else "about"


def say_window(bases: str, lang: str = "vi") -> str:
    """Say which days a year of a reporting window covers.

    Parameters
    ----------
    bases
        One of :data:`PERIOD_BASES`, or several joined by ``+``.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The words.

    Examples
    --------
    >>> say_window("calendar+tt124_kdc", "en")
    '01/01-31/12; 01/11-31/10 (Circular 124, residential areas)'
    """
    return "; ".join(say(f"observations.window_{basis}", lang) for basis in bases.split("+"))


def is_whole_years(period: str) -> bool:
    """Tell whether a period is one whole year or several: parts of a year compare only with their like.

    Parameters
    ----------
    period
        A period as in :func:`period_bounds`.

    Returns
    -------
    bool
        True for ``2025`` and ``2015-2019``, False for ``2025-6T`` and ``2025-03``.
    """
    return is_year(period) or len(period) == len("2015-2019")


def told_apart(periods: Iterable[str], tell: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Ask something of every period of a long table, once for each that there is.

    Parameters
    ----------
    periods
        A column or a level of an index, shape (n,).
    tell
        Such as :func:`is_year`.

    Returns
    -------
    numpy.ndarray
        The answers, shape (n,).

    Examples
    --------
    >>> told_apart(["2024", "2024-6T", "2024"], is_year)
    array([ True, False,  True])
    """
    codes, names = pd.factorize(np.asarray(periods, dtype=object))
    return np.array([tell(str(name)) for name in names], dtype=bool)[codes]


def is_year(period: str) -> bool:
    """Tell whether a period is one whole year: only these enter the yearly panel.

    Parameters
    ----------
    period
        A period as in :func:`period_bounds`.

    Returns
    -------
    bool
        True for ``2025``, False for ``2025-6T``.
    """
    return len(period) == 4 and period.isdigit()
