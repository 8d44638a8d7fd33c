"""What one cell means: its value, its status, and what is doubtful about it.

Nothing is repaired. What can be read in two ways keeps no value, gets a problem, and where there is one, a proposal.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from antq_analysis.language.numbers import parse_number
from antq_analysis.sources.workbooks.marks import (
    CellError,
    FormattedRuns,
    Percentage,
    Raw,
    ShownOtherwise,
    Uncomputed,
)

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
_TICKED = frozenset({"x", "v", "\u2713", "\u2714", "\u221a", "\u2611", "ü", "+", "đạt", "đ", "có", "1"})
_UNTICKED = frozenset({"không đạt", "kđ", "chưa đạt", "0", "không", "\u2610"})
_COMPARATORS = {
    "hơn": "over",
    "trên": "over",
    "gần": "under",
    "dưới": "under",
    "khoảng": "about",
    "chừng": "about",
}
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_COMPARED = re.compile(r"(" + "|".join(sorted(_COMPARATORS, key=len, reverse=True)) + r")\s+(.+)")
_SCALED = re.compile(r"([\d.,]+)\s*(" + "|".join(_SCALES) + r")")
_EXCEL_ERROR = re.compile(
    r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|####*|#*)", re.IGNORECASE
)
_FRACTION = re.compile(r"\d+\s*/\s*\d+")
_CHANGE = re.compile(r"[+\u2212-]\s*\d.*|(?:tăng|giảm)\b.*")
_ONE_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*(?![\d.,])")
_LETTER = r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])"
_LETTER_AS_DIGIT = re.compile(
    rf"{_LETTER}(?=[.,]?\d)|(?<=\d){_LETTER}|(?<=\d[.,]){_LETTER}|(?<=\d )[oil](?!\w)"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_DOTTED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,])")
_WORDS_OF_VALUES = _NO | _STATUS_WORDS.keys() | _TICKED | _UNTICKED


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
    if whole and (english := _english_thousands(word)) is not None:
        return _doubt(text, *english)
    amount, rule = _amount(word)
    if amount is not None:
        return _checked(amount, text, rule, whole)
    if compared := _COMPARED.fullmatch(word):
        amount, _ = _amount(compared[2])
        if amount is not None:
            return replace(_checked(amount, text, "comparator", whole), comparator=_COMPARATORS[compared[1]])
    return _doubt(text, *_why_not(text, word))


def _english_thousands(word: str) -> tuple[str, str] | None:
    # "7,000" is 7 by the Vietnamese comma and 7000 by the English one; in a column of counts the second is meant.
    compared = _COMPARED.fullmatch(word)
    number = compared[2] if compared else word
    if _ENGLISH.fullmatch(number):
        return "thousands_lost", number.replace(",", "")
    scaled = _SCALED.fullmatch(number)
    doubtful = re.search(r"\d\.\d{3},\d{3}$", number) or (scaled and _ENGLISH.fullmatch(scaled[1]))
    return ("number_in_two_ways", "") if doubtful else None


def _amount(word: str) -> tuple[float | None, str]:
    if scaled := _SCALED.fullmatch(word):
        number = parse_number(scaled[1])
        return (None if number is None else round(number * _SCALES[scaled[2]], 6)), "scale_word"
    return parse_number(word), ""


def _checked(amount: float, text: str, rule: str, whole: bool) -> Reading:
    if whole and amount < 0:
        return _doubt(text, "negative_count")
    if whole and amount != int(amount):
        return _doubt(text, "fraction_in_count", _thousands(amount))
    return Reading(amount, text if rule else "", rule=rule)


def _why_not(text: str, word: str) -> tuple[str, str]:
    numbers = _ONE_NUMBER.findall(text)
    if _FRACTION.fullmatch(text):
        return "fraction_of_two", ""
    if _CHANGE.fullmatch(word):
        return "change_in_count", ""
    if len(numbers) > 1:
        return "two_facts", ""
    # "3O" or "l2" holds a letter typed for a digit: the digits alone are not what was meant.
    one = len(numbers) == 1 and numbers[0] != text and not _LETTER_AS_DIGIT.search(word)
    if one and (number := parse_number(numbers[0])) is not None:
        english = _ENGLISH.fullmatch(numbers[0])
        return "words_with_number", numbers[0].replace(",", "") if english else _plain(number)
    if re.fullmatch(r"[\d.,\s]+", text):
        return "number_in_two_ways", ""
    return "not_a_number", ""


def _read_percent(text: str, word: str) -> Reading:
    compared = _COMPARED.fullmatch(word)
    said = compared[2] if compared else word
    bare = said.removesuffix("%").strip()
    number = parse_number(bare)
    if number is None:
        if said.endswith("%") and not compared:
            return _doubt(text, "number_in_two_ways" if re.fullmatch(r"[\d.,\s]+", bare) else "not_a_number")
        return _doubt(text, *_why_not(text, word))
    reading = Reading(number) if said.endswith("%") else _bare_percent(number, text)
    if reading.problem or not compared:
        return reading
    return Reading(number, text, _COMPARATORS[compared[1]], rule="comparator")


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
    del word
    years = set(_YEAR.findall(text))
    if len(years) != 1:
        return _doubt(text, "two_facts" if years else "not_a_year")
    year = years.pop()
    return _year(float(year), "" if text == year else text)


def _year(year: float, text: str) -> Reading:
    if year != int(year) or not FIRST_YEAR <= year <= LAST_YEAR:
        return _doubt(text or _plain(year), "not_a_year")
    return Reading(year, text, rule="year_in_text" if text else "")


def _from_number(raw: float, reads: str) -> Reading:
    if (doubt := _doubt_about(raw, reads)) is not None:
        return doubt
    if reads == "year":
        return _year(float(raw), "")
    if reads == "tick":
        return Reading(float(raw), rule="tick") if raw in (0, 1) else _doubt(_plain(raw), "unknown_tick")
    return _percent(raw) if reads == "percent" else _amount_or_words(float(raw), reads)


def _doubt_about(raw: float, reads: str) -> Reading | None:
    if isinstance(raw, bool) and reads != "tick":
        return _doubt(str(raw).upper(), "truth_in_count")
    if not math.isfinite(raw):
        return _doubt(str(raw), "not_a_number")
    if isinstance(raw, ShownOtherwise):
        return _doubt(raw.shown, "shown_otherwise")
    if isinstance(raw, Percentage) and reads != "percent":
        return _doubt(f"{_plain(raw.percent)}%", "percent_in_count")
    return None


def _amount_or_words(raw: float, reads: str) -> Reading:
    if reads in ("class", "text"):
        return Reading(1.0, _plain(raw), rule="words")
    return _float_amount(raw, reads == "count")


def _percent(raw: float) -> Reading:
    if isinstance(raw, Percentage):
        return Reading(raw.percent)
    return _bare_percent(float(raw), _plain(raw))


def _bare_percent(number: float, written: str) -> Reading:
    # Without a % sign 0,7 is 0,7% or the share 0,7, which is 70%.
    if 0 < number <= 1:
        return _doubt(written, "percent_or_share", f"{_plain(round(number * 100, 10))}%")
    return Reading(number)


def _float_amount(amount: float, whole: bool) -> Reading:
    if not whole or (amount >= 0 and amount == int(amount)):
        return Reading(amount)
    if amount < 0:
        return _doubt(_plain(amount), "negative_count")
    proposal = _thousands(amount)
    return _doubt(_plain(amount), "thousands_lost" if proposal else "fraction_in_count", proposal)


def _thousands(amount: float) -> str:
    if not 0 < amount < 1000:
        return ""
    spoilt = round(amount * 1000)
    return str(spoilt) if math.isclose(amount * 1000, spoilt, rel_tol=0, abs_tol=1e-6) and amount >= 1 else ""


def _from_date(raw: date | datetime | time | timedelta, reads: str) -> Reading:
    if reads == "year" and isinstance(raw, date):
        return _year(float(raw.year), raw.isoformat()[:10])
    if reads == "text":
        return Reading(1.0, str(raw), rule="words")
    return _doubt(str(raw), "date_in_count")


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(float(number))


_READERS: dict[str, Callable[[str, str], Reading]] = {
    "count": _read_count,
    "number": _read_number,
    "percent": _read_percent,
    "tick": _read_tick,
    "class": _read_words,
    "year": _read_year,
    "text": _read_words,
}
