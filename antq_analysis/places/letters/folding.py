"""Texts folded for comparison: what never tells two names apart is made the same."""

import re
import unicodedata
from functools import lru_cache

from antq_analysis.places.letters.spelling import one_i, place_tones, strip_marks

_ODD_LETTERS = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u200b": None, "\u200c": None, "\u200d": None,
        "\ufeff": None, "\u00ad": None, "\u2060": None, "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u00ab": '"', "\u00bb": '"', "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'",
        "`": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u2212": "-", "\u00d0": "\u0110", "\u00f0": "\u0111", "\u0189": "\u0110",
    }
)  # fmt: skip

_ODD = frozenset(map(chr, _ODD_LETTERS))
_STATE_FARM = ("nông trường ", "nong truong ")
"""Written NT or N.T before the name of a town that a state farm left behind."""


@lru_cache(maxsize=131072)
def clean(text: str) -> str:
    r"""Make the spaces, quotes and dashes of a text ordinary; keep its letters.

    Parameters
    ----------
    text
        Any text of a cell.

    Returns
    -------
    str
        NFC text on one line, without invisible characters or double spaces.

    Examples
    --------
    >>> clean("Xã\u00a0Đoàn\nKết ")
    'Xã Đoàn Kết'
    """
    if not _ODD.isdisjoint(text):
        text = text.translate(_ODD_LETTERS)
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=131072)
def fold(text: str) -> str:
    r"""Fold what never tells two names apart; keep accents.

    Parameters
    ----------
    text
        A name, a header, any short text.

    Returns
    -------
    str
        Lower case, NFC, one space between words, straight quotes, tone marks in their older seat.

    Examples
    --------
    >>> fold("HOÀ  BÌNH") == fold("Hòa\nBình")
    True
    >>> fold("Văn Sơn") == fold("Vân Sơn")
    False
    """
    return " ".join(map(_folded, clean(text).split(" ")))


@lru_cache(maxsize=131072)
def bare(text: str) -> str:
    """Fold accents, đ and the y that stands for i as well.

    Parameters
    ----------
    text
        A name, a header, any short text.

    Returns
    -------
    str
        The folded text in letters without marks.

    Examples
    --------
    >>> bare("Mỹ Đức") == bare("MI DUC")
    True
    """
    return " ".join(map(_bare, fold(text).split(" ")))


@lru_cache(maxsize=131072)
def spelling_key(name: str) -> str:
    """Give the key under which two spellings of one name meet, accents kept.

    Parameters
    ----------
    name
        A name without its type.

    Returns
    -------
    str
        Letters and digits only; i and y joined; ``01`` is ``1``, ``Nông trường Mẫu`` is ``NT Mẫu``.

    Examples
    --------
    >>> spelling_key("Ea H’leo") == spelling_key("EA HLEO"), spelling_key("Mị Hoà") == spelling_key("Mỵ Hòa")
    (True, True)
    """
    return _compact(" ".join(map(_one_i, fold(name).split(" "))))


@lru_cache(maxsize=131072)
def bare_key(name: str) -> str:
    """Give the key under which names meet whose accents differ.

    Parameters
    ----------
    name
        A name without its type.

    Returns
    -------
    str
        Letters without marks and digits only.

    Examples
    --------
    >>> bare_key("Vân Sơn") == bare_key("Văn Sơn")
    True
    """
    return _compact(bare(name))


# Names are made of few different words: each is worked on once.
@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return place_tones(unicodedata.normalize("NFC", word.casefold()))


@lru_cache(maxsize=65536)
def _one_i(word: str) -> str:
    return one_i(word)


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    return strip_marks(one_i(word))


def _compact(folded: str) -> str:
    if folded.startswith(_STATE_FARM):
        folded = "nt " + folded[len(_STATE_FARM[0]) :]
    joined = folded.replace(" ", "")
    if joined.isalpha():
        return joined
    letters = re.sub(r"[\W_]+", " ", re.sub(r"['’]", "", folded)).split()
    return "".join(word.lstrip("0") or "0" if word.isdigit() else word for word in letters)
