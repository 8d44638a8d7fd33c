"""Number formats that make a reader of the sheet see another figure than the cell holds."""

import re
from collections.abc import Iterator

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_PLACES = re.compile(r"[0#?]")
_THOUSANDTHS = re.compile(r"[0#?],+(?![0#?])")
_THREE_DECIMALS = re.compile(r"\.[0#?]{2}0(?![0#?])")
_MINUS = re.compile(r'\s*(?:"\s*|\\)?[-\u2013\u2212]')
_TELLING = re.compile(
    r"^\s*[x×]\s*$|nghìn|ngàn|triệu|tỷ|tỉ|trăm|chục|gần|hơn|trên|dưới|khoảng|chừng|ước|không|kx|[~<>≤≥≈…%‰]|\.\.|//|\d",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?P<minus>[-\u2212]?)\s*(?P<digits>\d(?:[\d.,'\s]*\d)?)(?P<exponent>E[+-]?\d+)?")
_LIKE_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")
_THOUSAND = 1000
_NOTHING = " -\u2013\u2014"


def shows_otherwise(code: str, value: float) -> bool:
    """Tell whether a number format makes a number look like something else.

    Parameters
    ----------
    code
        The format as the workbook holds it, such as ``0" nghìn"``.
    value
        The number.

    Returns
    -------
    bool
        True where words or signs beside the number change its meaning (``"x"0``, ``-0``), where it is shown in
        thousands, with three decimals that look like thousands, or not at all. A dash for 0 and a unit such as
        ``0" vụ"`` change nothing.

    Examples
    --------
    >>> shows_otherwise('0" nghìn"', 5), shows_otherwise('0" vụ"', 5), shows_otherwise("#,##0,", 5400)
    (True, False, True)
    >>> shows_otherwise('0;0;"-"', 0), shows_otherwise('0;0;"KX"', 0), shows_otherwise('"-"', 31)
    (False, True, True)
    """
    section, literals, bare = _parts(code, value)
    if bare.strip().casefold() in ("general", "@", "standard"):
        return _TELLING.search(literals) is not None
    if not _PLACES.search(bare):
        return value != 0 or literals.strip(_NOTHING) != ""
    return (
        _TELLING.search(literals) is not None
        or (value > 0 and _MINUS.match(section) is not None)
        or _THOUSANDTHS.search(bare) is not None
        or (value == int(value) and value != 0 and _THREE_DECIMALS.search(bare) is not None)
    )


def shows_percent(code: str, value: float) -> bool:
    """Tell whether all that a number format adds is a percent sign behind a number that is the percentage itself.

    Parameters
    ----------
    code
        The format as the workbook holds it.
    value
        The number.

    Returns
    -------
    bool
        True for ``0.0"%"``, in which 83.7 looks like 83.7%; False for ``0.0%``, in which 0.837 does.

    Examples
    --------
    >>> shows_percent('0.0"%"', 83.7), shows_percent("0.0%", 0.837), shows_percent('"gần "0"%"', 83)
    (True, False, False)
    """
    section, literals, bare = _parts(code, value)
    plain = section.replace('"%"', "").replace("\\%", "")
    return literals.strip() == "%" and "%" not in bare and not shows_otherwise(plain, value)


def may_show_otherwise(code: str) -> bool:
    """Tell whether a format must be looked at for each number: most show just the number.

    Parameters
    ----------
    code
        The format.

    Returns
    -------
    bool
        False where no number can look like something else in it.
    """
    return any(shows_otherwise(code, value) for value in (1.0, 0.0, -1.0))


def text_shows_otherwise(text: str, value: float) -> bool:
    """Tell whether the text in which a cell shows its number says another one.

    Parameters
    ----------
    text
        What the cell shows.
    value
        What it holds.

    Returns
    -------
    bool
        True where words or signs change the number, or its digits are not those of `value` as far as they go. False
        for a dash that shows 0, for a unit, and where nothing is shown.

    Examples
    --------
    >>> text_shows_otherwise("5 nghìn", 5), text_shows_otherwise("5 vụ", 5), text_shows_otherwise("41", 41000)
    (True, False, True)
    >>> text_shows_otherwise("1.602", 1602), text_shows_otherwise("83,70", 83.7), text_shows_otherwise("6,000", 6)
    (False, False, True)
    """
    found = _SHOWN.search(text)
    if found is None:
        return text.strip(_NOTHING if value == 0 else "# ") != ""
    if text == f"{value:.0f}":
        return False
    around = text[: found.start()] + text[found.end() :]
    digits, exponent = found["digits"], found["exponent"]
    if _TELLING.search(around):
        return True
    if exponent:
        return False
    if _LIKE_THOUSANDS.fullmatch(digits) and 0 < abs(value) < _THOUSAND and value == int(value):
        return True
    sign = -1 if found["minus"] and value > 0 else 1
    return not any(abs(sign * number - abs(value)) <= half for number, half in _readings(digits))


def _readings(digits: str) -> Iterator[tuple[float, float]]:
    """Give the numbers that digits may mean with either decimal mark, and half of what the last place counts."""
    bare = re.sub(r"[\s']", "", digits)
    for group, mark in ((".", ","), (",", ".")):
        whole, _, decimals = bare.replace(group, "").partition(mark)
        if mark not in decimals:
            yield float(f"{whole or 0}.{decimals or 0}"), 0.5 * 10.0 ** -len(decimals) + 1e-9


def _parts(code: str, value: float) -> tuple[str, str, str]:
    """Give the section of a format that shows a number, the text in it, and what is left without that."""
    section = _section(_BRACKETS.sub("", code), value)
    literals = "".join(found[0] or found[1] for found in _QUOTED.findall(section))
    return section, literals, _QUOTED.sub("", section)


def _section(code: str, value: float) -> str:
    sections, start, quoted = [], 0, False
    for at, letter in enumerate(code):
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            sections.append(code[start:at])
            start = at + 1
    sections.append(code[start:])
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]
