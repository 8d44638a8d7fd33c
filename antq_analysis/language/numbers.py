"""Numbers, shares, changes and dates as Vietnamese (and English) writes and reads them."""

import math
import re
from datetime import date
from functools import cache

from babel.core import Locale
from babel.numbers import NumberFormatError, format_decimal, parse_decimal

LANGUAGES = ("vi", "en")
MIN_BASE = 20
"""Smallest count that carries a percentage, by the convention of the deliverable."""
MINUS = "-"
"""Offices print a plain hyphen before a negative figure (`-8,5%`)."""


class Percent(float):
    """A number of hundredths that a sentence writes with the sign, for instance ``83,7%``."""


_GROUPED = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse({"vi": "vi_VN", "en": "en_GB"}[lang])


def format_number(value: float, lang: str = "vi", decimals: int | None = None) -> str:
    """Write a number the way the language does.

    Parameters
    ----------
    value
        The number; NaN is refused, because "no figure" has its own words.
    lang
        ``"vi"`` or ``"en"``.
    decimals
        Digits after the decimal mark, always printed. By default whole numbers have none and others at most two.

    Returns
    -------
    str
        The number with the separators of the language.

    Raises
    ------
    ValueError
        If `value` is not a finite number.

    Examples
    --------
    >>> format_number(1602), format_number(83.72, decimals=1), format_number(1602, "en")
    ('1.602', '83,7', '1,602')
    """
    if not math.isfinite(value):
        raise ValueError(f"cannot write {value!r} as a number")
    pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    rounded = round_half_up(value, 2 if decimals is None else decimals)
    return str(format_decimal(rounded, format=pattern, locale=_locale(lang))).replace("\u2212", MINUS)


def round_half_up(value: float, decimals: int) -> float:
    """Round as offices do, 0.5 away from zero: binary floats and banker's rounding would print 2,5 as 2.

    Parameters
    ----------
    value
        The number.
    decimals
        Digits after the decimal mark.

    Returns
    -------
    float
        The number as it is printed.

    Examples
    --------
    >>> round_half_up(2.5, 0), round_half_up(-0.25, 1)
    (3.0, -0.3)
    """
    scale = 10.0**decimals
    rounded = math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9), value) / scale
    return rounded + 0.0 if rounded else 0.0


def format_percent(share: float, lang: str = "vi", decimals: int = 1) -> str:
    """Write a share of one as a percentage.

    Parameters
    ----------
    share
        A share of one, not of a hundred.
    lang
        ``"vi"`` or ``"en"``.
    decimals
        Digits after the decimal mark.

    Returns
    -------
    str
        The percentage with its sign.

    Examples
    --------
    >>> format_percent(108 / 129)
    '83,7%'
    """
    return format_number(share * 100, lang, decimals) + "%"


def format_share(part: float, whole: float, lang: str = "vi") -> str:
    """Write ``a/b (c%)``; without a base there is no percentage.

    Parameters
    ----------
    part, whole
        Numerator and denominator.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The share as offices print it.

    Examples
    --------
    >>> format_share(108, 129), format_share(0, 0)
    ('108/129 (83,7%)', '0/0')
    """
    counts = f"{format_number(part, lang)}/{format_number(whole, lang)}"
    return f"{counts} ({format_percent(part / whole, lang)})" if whole else counts


def format_signed(value: float, lang: str = "vi", decimals: int | None = None) -> str:
    """Write a change with its sign; zero has none, and nor has what is printed as zero.

    Parameters
    ----------
    value
        The change.
    lang
        ``"vi"`` or ``"en"``.
    decimals
        As in :func:`format_number`.

    Returns
    -------
    str
        The signed number.

    Examples
    --------
    >>> format_signed(2), format_signed(-1602), format_signed(0), format_signed(0.04, decimals=1)
    ('+2', '-1.602', '0', '0,0')
    """
    text = format_number(value, lang, decimals)
    if not any(sign in "123456789" for sign in text):
        return text.lstrip("-")
    return "+" + text if value > 0 else text


LITTLE = {"vi": "dưới 0,1%", "en": "under 0.1%"}


def format_change(
    before: float, after: float, lang: str = "vi", min_base: float = MIN_BASE, decimals: int | None = None
) -> str:
    """Say a change: absolute first, the percentage second and only on a base that carries one.

    Whoever subtracts the two printed figures finds the printed change: where `decimals` is given, both are rounded
    first. The percentage is that of the figures themselves.

    Parameters
    ----------
    before, after
        The two figures, counted in the same way.
    lang
        ``"vi"`` or ``"en"``.
    min_base
        Smallest `before` that carries a percentage.
    decimals
        Digits after the decimal mark with which both figures stand beside the change; by default they are whole.

    Returns
    -------
    str
        For instance ``giảm 12 (-8,5%)``.

    Examples
    --------
    >>> format_change(141, 129), format_change(7, 5), format_change(5, 5)
    ('giảm 12 (-8,5%)', 'giảm 2', 'không tăng, không giảm')
    >>> format_change(9.75, 10.84, decimals=1), format_change(9.76, 9.84, decimals=1)
    ('tăng 1,0', 'gần như không đổi')
    >>> format_change(120154, 120169)
    'tăng 15 (dưới 0,1%)'
    """
    words = {
        "vi": ("tăng", "giảm", "không tăng, không giảm", "gần như không đổi"),
        "en": ("up", "down", "unchanged", "nearly unchanged"),
    }[lang]
    if after == before:
        return words[2]
    old, new = (value if decimals is None else round_half_up(value, decimals) for value in (before, after))
    if old == new:
        return words[3]
    difference = new - old
    text = f"{words[0] if difference > 0 else words[1]} {format_number(abs(difference), lang, decimals)}"
    if before >= min_base:
        percent = format_signed((after - before) / before * 100, lang, 1)
        text += f" ({percent}%)" if percent[0] in "+-" else f" ({LITTLE[lang]})"
    return text


def shown_decimals(value: float) -> int:
    """Count the decimals that a value carries for a reader.

    Parameters
    ----------
    value
        The value.

    Returns
    -------
    int
        None for whole numbers, one from 1 on, and as many as show two significant digits below.

    Examples
    --------
    >>> shown_decimals(1602), shown_decimals(7.25), shown_decimals(0.0316)
    (0, 1, 3)
    """
    if value == round(value):
        return 0
    return 1 if abs(value) >= 1 else 1 - math.floor(math.log10(abs(value)))


def format_value(value: float, lang: str = "vi") -> str:
    """Write a value with as many decimals as it carries for a reader.

    Parameters
    ----------
    value
        The value.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The number.

    Examples
    --------
    >>> format_value(1602), format_value(7.25), format_value(0.0316)
    ('1.602', '7,3', '0,032')
    """
    return format_number(value, lang, shown_decimals(value))


def lower_first(label: str) -> str:
    """Write a label as it stands inside a sentence: a first letter that is no abbreviation becomes small.

    Parameters
    ----------
    label
        A label with a capital.

    Returns
    -------
    str
        The label as a part of a sentence.

    Examples
    --------
    >>> lower_first("Vụ việc về ANTT"), lower_first("NTM 19.2 met")
    ('vụ việc về ANTT', 'NTM 19.2 met')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def format_date(day: date, lang: str = "vi") -> str:
    """Write a date as ``dd/mm/yyyy``, in both languages.

    Parameters
    ----------
    day
        The date.
    lang
        Accepted for symmetry; both languages of the deliverable write the day first.

    Returns
    -------
    str
        The date.

    Examples
    --------
    >>> format_date(date(2023, 12, 31))
    '31/12/2023'
    """
    del lang
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def parse_number(text: str) -> float | None:
    """Read a number written the Vietnamese way, or nothing.

    The dot groups thousands and must do so rightly; the comma is the decimal mark. What could be read in two ways
    (``1.2``, ``12.50``) is not read. A percent sign is not part of a number.

    Parameters
    ----------
    text
        What stands in the cell.

    Returns
    -------
    float or None
        The number, or None when the text is not one by these rules.

    Examples
    --------
    >>> parse_number("1.602"), parse_number("83,7"), parse_number("04"), parse_number("1.2")
    (1602.0, 83.7, 4.0, None)
    """
    written = text.strip().replace("\u2212", "-")
    if not _GROUPED.fullmatch(written) or not written.isascii():
        return None
    if re.match(r"[+-]?0\d{0,2}\.", written):
        return None
    try:
        return float(parse_decimal(written.lstrip("+"), locale=_locale("vi"), strict=False))
    except NumberFormatError:
        return None
