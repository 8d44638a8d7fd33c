"""Weigh which font from before Unicode texts were typed for: an encoding is taken where it makes words of them.

A single cell seldom tells: ``Bé`` is a word, and ``Bộ`` in TCVN3. Texts with letters that only Unicode has never count.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from antq_analysis.places.letters.old_fonts import ENCODINGS, Encoding, convert, is_marked, words
from antq_analysis.places.letters.syllables import is_syllable

CLEAR = 3
"""How many more words must read as Vietnamese before an encoding is taken without a hint from elsewhere."""

# Letters of Vietnamese that no font from before Unicode puts into a file.
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0303\u0306\u0309\u031b\u0323\u1ea0-\u1ef9]")

# "Bi¬u" is no word, though "Bi" and "u" are.
_SIGN_INSIDE = re.compile(r"[^\W\d_][\u0080-\u009f\u00a1-\u00bf×÷€‚„†‡ˆ‰‹›˜™][^\W\d_]")

Reads = Literal["old", "open", "plain"]


def detect(texts: Iterable[str], usual: Encoding | Literal[""] = "") -> Encoding | Literal[""]:
    """Tell what old encoding texts that belong together have.

    Parameters
    ----------
    texts
        Texts of a sheet or a column.
    usual
        An encoding that is found nearby: it is taken where it reads no fewer words than the texts as they stand.

    Returns
    -------
    str
        ``tcvn3``, ``vni``, ``viscii``, or empty where the texts stand as they are or tell too little.

    Examples
    --------
    >>> detect(["X· B¾c Phong", "ThÞ trÊn B×nh Mü", "Tæng céng"]), detect(["Xã Bắc Phong", "Thành phố Hòa Bình", "m²"])
    ('tcvn3', '')
    """
    counts = _counts(texts)
    best = _best(counts)
    if best and counts[best] - max(counts[other] for other in counts if other != best) >= CLEAR:
        return best
    return usual if usual and counts[usual] >= counts[""] else ""


def old_forms(text: str) -> list[str]:
    """Give every reading of a text as one of an old font, for those who must not overlook a word.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of str
        Conversions that differ from the text and read no worse; none where it is ASCII or surely Unicode.

    Examples
    --------
    >>> "Họ và tên" in old_forms("Hä vµ tªn"), old_forms("Họ và tên"), old_forms("Total")
    (True, [], [])
    """
    if not is_suspect(text):
        return []
    counts = _counts([text])
    likely = [encoding for encoding in ENCODINGS if counts[encoding] >= counts[""]]
    return [form for encoding in likely if (form := convert(text, encoding)) != text]


def reads_as(text: str, encoding: Encoding) -> Reads:
    """Tell whether one text reads better as one of an old font or as it stands.

    Parameters
    ----------
    text
        The text.
    encoding
        The encoding of its neighbours.

    Returns
    -------
    str
        ``old``, ``plain``, or ``open`` where both read equally well.

    Examples
    --------
    >>> [reads_as(text, "tcvn3") for text in ("B¾c Phong", "Bắc Phong", "Bé", "An Bình")]
    ['old', 'plain', 'open', 'plain']
    """
    # A cell of one sign is a tick, a box or a dash of a font of symbols.
    if len(text.strip()) < 2 or not is_suspect(text):
        return "plain"
    counts = _counts([text])
    if counts[encoding] == counts[""]:
        return "open"
    return "old" if counts[encoding] > counts[""] else "plain"


def likeliest(texts: Iterable[str]) -> Encoding | Literal[""]:
    """Name the old encoding that reads more words than the texts as they stand, however few.

    Parameters
    ----------
    texts
        Texts of a column.

    Returns
    -------
    str
        The encoding, or empty where there is none.
    """
    return _best(_counts(texts))


def looks_old(texts: Iterable[str]) -> bool:
    """Tell whether any word of texts reads as Vietnamese in an old encoding only.

    Parameters
    ----------
    texts
        Texts of a sheet.

    Returns
    -------
    bool
        False for nearly all sheets there are, at little cost.
    """
    return any(
        not _is_read(token, "") and any(_is_read(token, encoding) for encoding in ENCODINGS)
        for token in _tokens(texts)
    )


def is_suspect(text: str) -> bool:
    """Tell whether a text has letters or signs beyond ASCII, and none that only Unicode has.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        True for ``X· B¾c Phong``, and for ``Hà Nam``, which any Western font can write.
    """
    return is_marked(text) and not is_unicode(text)


def is_unicode(text: str) -> bool:
    """Tell whether a text has Vietnamese letters that only Unicode has.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        True for ``Bắc Phong``.
    """
    return _UNICODE_ONLY.search(text) is not None


def _tokens(texts: Iterable[str]) -> set[str]:
    suspects = (text for text in texts if is_suspect(text))
    return {token for text in suspects for token in text.split() if len(token) > 1 and is_marked(token)}


@lru_cache(maxsize=65536)
def _is_read(token: str, encoding: Encoding | Literal[""]) -> bool:
    shown = convert(token, encoding) if encoding else token
    if _SIGN_INSIDE.search(shown):
        return False
    found = words(shown)
    return any(len(word) > 1 for word in found) and all(map(is_syllable, found))


def _counts(texts: Iterable[str]) -> Mapping[Encoding | Literal[""], int]:
    """Count the distinct words that each encoding reads as Vietnamese; the empty one takes them as they stand."""
    tokens = _tokens(texts)
    readings: tuple[Encoding | Literal[""], ...] = ("", *ENCODINGS)
    return {encoding: sum(_is_read(token, encoding) for token in tokens) for encoding in readings}


def _best(counts: Mapping[Encoding | Literal[""], int]) -> Encoding | Literal[""]:
    best = max(ENCODINGS, key=lambda encoding: counts[encoding])
    return best if counts[best] > counts[""] else ""
