"""Number formats that make a reader of the sheet see another figure than the cell holds."""

import re

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_PLACES = re.compile(r"[0#?]")
_THOUSANDTHS = re.compile(r"[0#?],+(?![0#?])")
_THREE_DECIMALS = re.compile(r"\.0{3}(?!0)")
_MINUS = re.compile(r'\s*(?:"\s*|\\)?[-\u2013\u2212]')
_TELLING = re.compile(
    r"^\s*[x×]\s*$|nghìn|ngàn|triệu|tỷ|tỉ|trăm|chục|gần|hơn|trên|dưới|khoảng|chừng|ước|không|kx|[~<>≤≥≈…]|\.\.|//|\d",
    re.IGNORECASE,
)


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
    section = _section(_BRACKETS.sub("", code), value)
    literals = "".join(found[0] or found[1] for found in _QUOTED.findall(section))
    bare = _QUOTED.sub("", section)
    if bare.strip().casefold() in ("general", "@", "standard"):
        return _TELLING.search(literals) is not None
    if not _PLACES.search(bare):
        return value != 0 or literals.strip(" -\u2013\u2014") != ""
    return (
        _TELLING.search(literals) is not None
        or (value > 0 and _MINUS.match(section) is not None)
        or _THOUSANDTHS.search(bare) is not None
        or (value == int(value) and value != 0 and _THREE_DECIMALS.search(bare) is not None)
    )


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
