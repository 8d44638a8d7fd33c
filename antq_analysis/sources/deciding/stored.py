"""Numbers shown so that nobody takes a decimal mark for the dot of thousands, or the dot for a decimal mark."""

import re
from dataclasses import replace

from antq_analysis.findings import Finding
from antq_analysis.language.catalogue import say

FRACTION_RULES = frozenset({"thousands_lost", "fraction_in_count", "negative_count"})
"""Under these rules digits around a dot are a number that the cell holds as a fraction."""

_FRACTION = re.compile(r"-?\d+\.\d+")


def as_stored(text: str, lang: str = "vi") -> str:
    """Show a number that a cell holds as a fraction.

    Parameters
    ----------
    text
        What stands in the cell, a fraction with a dot.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        With the decimal mark of the language and the word for it; any other text as it is.

    Examples
    --------
    >>> as_stored("1.602"), as_stored("1.602", "en"), as_stored("5 vụ")
    ('1,602 (số thập phân)', '1.602 (a decimal fraction)', '5 vụ')
    """
    if not _FRACTION.fullmatch(text):
        return text
    return say("sources.stored_number", lang, number=ungrouped(float(text), lang))


def ungrouped(number: float, lang: str = "vi") -> str:
    """Write a number without marks between its thousands.

    Parameters
    ----------
    number
        The number.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        It can be read in one way only.

    Examples
    --------
    >>> ungrouped(1602.0), ungrouped(83.7), ungrouped(83.7, "en")
    ('1602', '83,7', '83.7')
    """
    text = str(int(number)) if number == int(number) else str(number)
    return text.replace(".", ",") if lang == "vi" else text


def shown_finding(finding: Finding, lang: str = "vi") -> Finding:
    """Let a finding about a fraction show it as one.

    Parameters
    ----------
    finding
        The finding.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Finding
        The same finding, where it is about something else.
    """
    if finding.rule in FRACTION_RULES or finding.values.get("fraction"):
        return replace(finding, written=as_stored(str(finding.written), lang))
    return finding
