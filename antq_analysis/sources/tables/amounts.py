"""An amount in the text of a cell: with a word of comparison or scale, with dots and commas; or why it is none."""

import math
import re

from antq_analysis.language.numbers import parse_number

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
_FRACTION = re.compile(r"\d+\s*/\s*\d+")
_CHANGE = re.compile(r"[+\u2212-]\s*\d.*|(?:tăng|giảm)\b.*")
_BESIDE_RATE = re.compile(
    r"(?P<count>[^()%]+?)\s*\((?:(?:đạt|chiếm)\s+)?(?:(?:t[ỷỉ] lệ|tl)\s*:?\s*)?\d{1,3}(?:[.,]\d{1,4})?\s*%\)"
)
_ONE_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*(?![\d.,])")
_LETTER = r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])"
_LETTER_AS_DIGIT = re.compile(
    rf"{_LETTER}(?=[.,]?\d)|(?<=\d){_LETTER}|(?<=\d[.,]){_LETTER}|(?<=\d )[oil](?!\w)"
)
SPACED = "thousands_spaced"
_SPACED_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")


def compared(word: str) -> tuple[str, str]:
    """Take a word of comparison off an amount.

    Parameters
    ----------
    word
        The text of a cell in lower case.

    Returns
    -------
    tuple of str
        ``over``, ``under`` or ``about``, and the rest; empty and the text where there is no such word.

    Examples
    --------
    >>> compared("gần 30"), compared("30")
    (('under', '30'), ('', '30'))
    """
    found = _COMPARED.fullmatch(word)
    return (_COMPARATORS[found[1]], found[2]) if found else ("", word)


def amount_of(word: str) -> tuple[float | None, str]:
    """Read an amount as Vietnamese writes it, with or without a word of scale.

    Parameters
    ----------
    word
        The text in lower case.

    Returns
    -------
    tuple
        The amount, None where it is none, and ``scale_word`` where such a word stands there.

    Examples
    --------
    >>> amount_of("1.602"), amount_of("1,2 triệu"), amount_of("nhiều")
    ((1602.0, ''), (1200000.0, 'scale_word'), (None, ''))
    """
    if scaled := _SCALED.fullmatch(word):
        number = parse_number(scaled[1])
        return (None if number is None else round(number * _SCALES[scaled[2]], 6)), "scale_word"
    return parse_number(word), ""


def without_rate(word: str) -> str:
    """Take off the rate that stands in brackets behind the count that it is of.

    Parameters
    ----------
    word
        The text of a cell in lower case.

    Returns
    -------
    str
        The count; empty where no rate stands behind it.

    Examples
    --------
    >>> without_rate("108 (83,7%)"), without_rate("12 (03 vụ rõ)"), without_rate("108/129 (83,7%)")
    ('108', '', '108/129')
    """
    found = _BESIDE_RATE.fullmatch(word)
    return found["count"] if found else ""


def english_thousands(word: str) -> tuple[str, str] | None:
    """Tell whether commas of a count part thousands, or may do so.

    Parameters
    ----------
    word
        The text in lower case.

    Returns
    -------
    tuple or None
        The problem and what was probably meant; None where commas are no doubt.

    Examples
    --------
    >>> english_thousands("7,000"), english_thousands("1.602")
    (('thousands_lost', '7000'), None)
    """
    # "7,000" is 7 by the Vietnamese comma and 7000 by the English one; in a column of counts the second is meant.
    number = compared(word)[1]
    if _ENGLISH.fullmatch(number):
        return "thousands_lost", number.replace(",", "")
    scaled = _SCALED.fullmatch(number)
    doubtful = re.search(r"\d\.\d{3},\d{3}$", number) or (scaled and _ENGLISH.fullmatch(scaled[1]))
    return ("number_in_two_ways", "") if doubtful else None


def why_no_amount(text: str, word: str) -> tuple[str, str]:
    """Say why a text is no amount.

    Parameters
    ----------
    text, word
        The text, and the same in lower case.

    Returns
    -------
    tuple of str
        The problem, and where the text holds one number beside words, that number.

    Examples
    --------
    >>> why_no_amount("3/5", "3/5"), why_no_amount("5 vụ", "5 vụ")
    (('fraction_of_two', ''), ('words_with_number', '5'))
    """
    numbers = _ONE_NUMBER.findall(text)
    if _FRACTION.fullmatch(text):
        return "fraction_of_two", ""
    if _CHANGE.fullmatch(word):
        return "change_in_count", ""
    if _SPACED_THOUSANDS.fullmatch(text):
        # One such cell may hold two facts; a whole column of them is written so.
        return SPACED, text.replace(" ", "").replace(",", ".")
    if len(numbers) > 1:
        return "two_facts", ""
    # "3O" or "l2" holds a letter typed for a digit: the digits alone are not what was meant.
    one = len(numbers) == 1 and numbers[0] != text and not _LETTER_AS_DIGIT.search(word)
    if one and (number := parse_number(numbers[0])) is not None:
        english = _ENGLISH.fullmatch(numbers[0])
        return "words_with_number", numbers[0].replace(",", "") if english else plain(number)
    return "number_in_two_ways" if re.fullmatch(r"[\d.,\s]+", text) else "not_a_number", ""


def lost_thousands(amount: float) -> str:
    """Say which whole number a spreadsheet may have spoilt: 1.602 became 1,602.

    Parameters
    ----------
    amount
        What stands in the cell.

    Returns
    -------
    str
        The whole number; empty where a thousand times as much is none, or the amount is below 1.

    Examples
    --------
    >>> lost_thousands(1.602), lost_thousands(0.5)
    ('1602', '')
    """
    if not 0 < amount < 1000:
        return ""
    spoilt = round(amount * 1000)
    return str(spoilt) if math.isclose(amount * 1000, spoilt, rel_tol=0, abs_tol=1e-6) and amount >= 1 else ""


def plain(number: float) -> str:
    """Write a number with digits and a decimal point only.

    Parameters
    ----------
    number
        A finite number.

    Returns
    -------
    str
        Whole numbers without decimals.

    Examples
    --------
    >>> plain(1602.0), plain(0.5)
    ('1602', '0.5')
    """
    return str(int(number)) if number == int(number) else repr(float(number))
