"""What one cell means: its value, its status, and what is doubtful about it.

Nothing is repaired. What can be read in two ways keeps no value, gets a problem, and where there is one, a proposal.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from antq_analysis.language.numbers import parse_number
from antq_analysis.sources.tables.amounts import (
    amount_of,
    compared,
    english_thousands,
    lost_thousands,
    plain,
    why_no_amount,
    without_rate,
)
from antq_analysis.sources.tables.years import says_not_begun, year_of
from antq_analysis.sources.workbooks.marks import (
    CellError,
    FormattedRuns,
    Outdated,
    Percentage,
    Raw,
    ShownOtherwise,
    Uncomputed,
)
from antq_analysis.sources.workbooks.number_formats import shows_percent

READS = ("count", "number", "percent", "tick", "class", "year", "text")
FIRST_YEAR, LAST_YEAR = 1945, 2100

_NAN = float("nan")
_INVISIBLE = str.maketrans(
    {"\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None, "\u00ad": None}
)
_DASHES = frozenset({"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "--", "\u2013\u2013"})
_DOTS = re.compile(r"\u2026+|\.{2,}|\u2026\.+")
_NO = frozenset({"không", "không có"})
_STATUS_WORDS = {
    **dict.fromkeys(("kx", "//", "không xét", "không thuộc diện xét"), "not_applicable"),
    "chưa báo cáo": "not_reported",
}
_TICKED = frozenset("xvü+đ1\u2713\u2714\u221a\u2611\u25cf\u2022\u25a0\u2705") | {"đạt", "có"}
_UNTICKED = frozenset({"không đạt", "kđ", "chưa đạt", "0", "không", "\u2610"})
_EXCEL_ERROR = re.compile(
    r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|####*|#*)", re.IGNORECASE
)
_DOTTED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])")
_WORDS_OF_VALUES = _NO | _STATUS_WORDS.keys() | _TICKED | _UNTICKED


RATE_BESIDE = "rate_beside_count"
"""The rule of a count with its rate in brackets behind it."""


@dataclass(frozen=True)
class Reading:
    """What was read from one cell.

    Parameters
    ----------
    value
        The number; NaN when there is none. A text or a class that stands there is 1, its words are in `value_text`.
    value_text
        What was written, where the number does not say it all.
    comparator
        ``exact``, ``over``, ``under``, ``about``.
    status
        ``reported``, ``not_reported``, ``not_available``, ``not_applicable`` or ``unparsed``.
    rule
        Which rule beyond plain reading was applied, such as ``dash_is_zero``.
    problem
        What is doubtful; the name of a finding, or empty.
    proposal
        What was probably meant, for a person to confirm; or empty.
    """

    value: float
    value_text: str = ""
    comparator: str = "exact"
    status: str = "reported"
    rule: str = ""
    problem: str = ""
    proposal: str = ""


NOT_REPORTED = Reading(_NAN, status="not_reported")


def read_value(raw: Raw, reads: str) -> Reading:
    """Read one cell.

    Parameters
    ----------
    raw
        What stands in the cell, with its type.
    reads
        How its column is read: one of :data:`READS`.

    Returns
    -------
    Reading
        Value, status and doubts.

    Raises
    ------
    ValueError
        If `reads` is none of :data:`READS`: a defect of the caller.

    References
    ----------
    The reading rules stand in ``docs/method.md``; Vietnamese statistical tables print ``-`` for none and ``...`` for a
    figure that exists but is not known.

    Examples
    --------
    >>> read_value("1.602", "count").value, read_value("-", "count").rule
    (1602.0, 'dash_is_zero')
    >>> lost = read_value(1.602, "count")
    >>> lost.status, lost.problem, lost.proposal
    ('unparsed', 'thousands_lost', '1602')
    """
    read = _READERS.get(reads)
    if read is None:
        raise ValueError(f"no way of reading called {reads!r}")
    if isinstance(raw, CellError | Uncomputed) or (
        isinstance(raw, FormattedRuns) and reads not in ("class", "text")
    ):
        return _unreadable(raw)
    if isinstance(raw, str):
        return _from_text(raw, reads, read)
    if raw is None:
        return NOT_REPORTED
    if isinstance(raw, float | int):
        return _from_number(raw, reads)
    return _from_date(raw, reads)


@lru_cache(maxsize=131072)
def tidy(text: str) -> str:
    """Make spaces and letters of a cell's text ordinary, keeping case and accents.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    str
        NFC, single spaces, nothing invisible.
    """
    return " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())


def is_value_word(text: str) -> bool:
    """Tell whether words alone say a value or a status: ``Không``, ``Đạt``, ``KX``, ``…``, ``-``.

    Parameters
    ----------
    text
        The text of a cell.

    Returns
    -------
    bool
        True for words that some way of reading understands.

    Examples
    --------
    >>> is_value_word("Không đạt"), is_value_word("\u2026"), is_value_word("Ghi chú")
    (True, True, False)
    """
    written = tidy(text)
    return (
        written in _DASHES
        or _DOTS.fullmatch(written) is not None
        or written.casefold().rstrip(".;") in _WORDS_OF_VALUES
    )


def _doubt(written: str, problem: str, proposal: str = "") -> Reading:
    return Reading(_NAN, written, status="unparsed", problem=problem, proposal=proposal)


def _unreadable(raw: CellError | Uncomputed | FormattedRuns) -> Reading:
    if isinstance(raw, CellError):
        return _doubt(raw.code, "excel_error")
    if isinstance(raw, Uncomputed):
        return _doubt(str(raw), "formula_not_computed")
    return _doubt(raw.shown, "formatted_runs")


def _from_text(raw: str, reads: str, read: Callable[[str, str], Reading]) -> Reading:
    text = tidy(raw)
    if not text:
        return NOT_REPORTED
    word = text.casefold()
    if _DOTS.fullmatch(text):
        return Reading(_NAN, text, status="not_available", rule="dots_not_available")
    if status := _STATUS_WORDS.get(word):
        return Reading(_NAN, text, status=status, rule=f"{status}_word")
    if _EXCEL_ERROR.fullmatch(text):
        return _doubt(text, "excel_error")
    if reads in ("count", "number", "percent", "tick") and (zero := _zero(text, word)):
        return zero
    return read(text, word)


def _zero(text: str, word: str) -> Reading | None:
    if text in _DASHES:
        return Reading(0.0, text, rule="dash_is_zero")
    if word in _NO:
        return Reading(0.0, text, rule="no_word_is_zero")
    return None


def _read_count(text: str, word: str) -> Reading:
    return _read_amount(text, word, whole=True)


def _read_number(text: str, word: str) -> Reading:
    if _DOTTED.search(word):
        # "61.200" km² is 61200 by the Vietnamese dot and 61,2 by the English one; a measure may be either.
        return _doubt(text, "number_in_two_ways")
    return _read_amount(text, word, whole=False)


def _read_amount(text: str, word: str, whole: bool) -> Reading:
    if whole and text.startswith("+"):
        return _doubt(text, "change_in_count")
    if whole and (english := english_thousands(word)) is not None:
        return _doubt(text, *english)
    comparator, said = compared(word)
    amount, rule = amount_of(said)
    if amount is None and whole and (count := without_rate(said)):
        amount, rule = amount_of(count)[0], RATE_BESIDE
    if amount is None:
        return _doubt(text, *why_no_amount(text, word))
    if not comparator:
        return _checked(amount, text, rule, whole)
    return replace(_checked(amount, text, "comparator", whole), comparator=comparator)


def _checked(amount: float, text: str, rule: str, whole: bool) -> Reading:
    if amount < 0:
        return _doubt(text, "negative_count")
    if whole and amount != int(amount):
        return _doubt(text, "fraction_in_count", lost_thousands(amount))
    return Reading(amount, text if rule else "", rule=rule)


def _read_percent(text: str, word: str) -> Reading:
    comparator, said = compared(word)
    bare = said.removesuffix("%").strip()
    number = parse_number(bare)
    if number is None:
        if said.endswith("%") and not comparator:
            return _doubt(text, "number_in_two_ways" if re.fullmatch(r"[\d.,\s]+", bare) else "not_a_number")
        return _doubt(text, *why_no_amount(text, word))
    if number < 0:
        return _doubt(text, "negative_count")
    reading = Reading(number) if said.endswith("%") else _bare_percent(number, text)
    if reading.problem or not comparator:
        return reading
    return Reading(number, text, comparator, rule="comparator")


def _read_tick(text: str, word: str) -> Reading:
    if word in _TICKED:
        return Reading(1.0, text, rule="tick")
    if word in _UNTICKED:
        return Reading(0.0, text, rule="tick")
    return _doubt(text, "unknown_tick")


def _read_words(text: str, word: str) -> Reading:
    del word
    return Reading(1.0, text, rule="words")


def _read_year(text: str, word: str) -> Reading:
    if text in _DASHES or says_not_begun(word):
        return _not_begun(text)
    said = year_of(word)
    if said.year is None:
        return _doubt(text, said.problem)
    reading = _year(float(said.year), "" if text == str(said.year) else text)
    if reading.problem or not said.comparator:
        return reading
    return replace(reading, comparator=said.comparator, rule="comparator")


def _not_begun(text: str) -> Reading:
    # Nothing has begun: there is no year to report, which is more than silence.
    return Reading(_NAN, text, status="not_applicable", rule="not_begun")


def _year(year: float, text: str) -> Reading:
    if year != int(year) or not FIRST_YEAR <= year <= LAST_YEAR:
        return _doubt(text or plain(year), "not_a_year")
    return Reading(year, text, rule="year_in_text" if text else "")


def _from_number(raw: float, reads: str) -> Reading:
    if (doubt := _doubt_about(raw, reads)) is not None:
        return doubt
    if reads == "year":
        return _year(float(raw), "") if raw else _not_begun("0")
    if reads == "tick":
        return Reading(float(raw), rule="tick") if raw in (0, 1) else _doubt(plain(raw), "unknown_tick")
    return _percent(raw) if reads == "percent" else _amount_or_words(float(raw), reads)


def _doubt_about(raw: float, reads: str) -> Reading | None:
    if isinstance(raw, bool) and reads != "tick":
        return _doubt(str(raw).upper(), "truth_in_count")
    if not math.isfinite(raw):
        return _doubt(str(raw), "not_a_number")
    if isinstance(raw, ShownOtherwise) and not (reads == "percent" and shows_percent(raw.code, raw)):
        return _doubt(raw.shown, "shown_otherwise")
    if isinstance(raw, Outdated):
        return _doubt(plain(float(raw)), "formula_outdated", plain(raw.result))
    if isinstance(raw, Percentage) and reads != "percent":
        return _doubt(f"{plain(raw.percent)}%", "percent_in_count")
    return None


def _amount_or_words(raw: float, reads: str) -> Reading:
    if reads in ("class", "text"):
        return Reading(1.0, plain(raw), rule="words")
    return _float_amount(raw, reads == "count")


def _percent(raw: float) -> Reading:
    if raw < 0:
        return _doubt(
            f"{plain(raw.percent)}%" if isinstance(raw, Percentage) else plain(raw), "negative_count"
        )
    if isinstance(raw, Percentage):
        return Reading(raw.percent)
    if isinstance(raw, ShownOtherwise):
        return Reading(float(raw))
    return _bare_percent(float(raw), plain(raw))


def _bare_percent(number: float, written: str) -> Reading:
    # Without a % sign 0,7 is 0,7% or the share 0,7, which is 70%.
    if 0 < number <= 1:
        return _doubt(written, "percent_or_share", f"{plain(round(number * 100, 10))}%")
    return Reading(number)


def _float_amount(amount: float, whole: bool) -> Reading:
    # Not even a measure or a rate is below zero: what is counted, weighed or shared out is there or not.
    if amount < 0:
        return _doubt(plain(amount), "negative_count")
    if not whole or amount == int(amount):
        return Reading(amount)
    proposal = lost_thousands(amount)
    return _doubt(plain(amount), "thousands_lost" if proposal else "fraction_in_count", proposal)


def _from_date(raw: date | datetime | time | timedelta, reads: str) -> Reading:
    if reads == "year" and isinstance(raw, date):
        return _year(float(raw.year), raw.isoformat()[:10])
    if reads == "text":
        return Reading(1.0, str(raw), rule="words")
    return _doubt(str(raw), "date_in_count")


_READERS: dict[str, Callable[[str, str], Reading]] = {
    "count": _read_count,
    "number": _read_number,
    "percent": _read_percent,
    "tick": _read_tick,
    "class": _read_words,
    "year": _read_year,
    "text": _read_words,
}
