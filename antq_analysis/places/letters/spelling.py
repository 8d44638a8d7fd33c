"""The Vietnamese syllable: where its tone mark stands, and when i and y are one letter."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_MARKED_VOWELS = frozenset("ăâêôơư")
_VOWELS = frozenset("aăâeêioôơuưy")
_WORD = re.compile(r"[^\W\d_]+")
_Y_FOR_I = re.compile(r"(?:(?<=[bcdđghklmnprstvx])|(?<=qu))y$")


def place_tones(text: str) -> str:
    """Put every tone mark where the older school puts it: ``hòa``, ``thúy``, ``hoàn``, ``quý``.

    Parameters
    ----------
    text
        Lower-case text in NFC.

    Returns
    -------
    str
        The same text; a word that carries no tone mark or more than one is left alone.

    Examples
    --------
    >>> place_tones("hoà bình, thuý, hòan, qúy")
    'hòa bình, thúy, hoàn, quý'
    """
    return _by_word(text, _placed)


def one_i(text: str) -> str:
    """Write ``i`` where ``y`` alone carries the syllable after a consonant: ``mỹ`` is ``mĩ``.

    Parameters
    ----------
    text
        Lower-case text in NFC with its tones placed.

    Returns
    -------
    str
        The same text; ``thủy``, ``tây`` and ``yên`` keep their y, which is another sound there.

    Examples
    --------
    >>> one_i("mỹ thủy, lạc sỹ, quý, tây yên")
    'mĩ thủy, lạc sĩ, quí, tây yên'
    """
    return _by_word(text, _with_i)


def strip_marks(text: str) -> str:
    """Take all marks off: ``đà bắc`` becomes ``da bac``.

    Parameters
    ----------
    text
        Lower-case text.

    Returns
    -------
    str
        The letters without marks.

    Examples
    --------
    >>> strip_marks("đà bắc")
    'da bac'
    """
    return _MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d")))


def _by_word(text: str, change: Callable[[str], str]) -> str:
    if text.replace(" ", "").isalpha():
        return " ".join(map(change, text.split(" ")))
    return _WORD.sub(lambda found: change(found.group()), text)


@lru_cache(maxsize=65536)
def _placed(word: str) -> str:
    letters, tone = _without_tone(word)
    if not tone:
        return word
    seat = _seat(letters)
    if seat is None:
        return word
    return unicodedata.normalize("NFC", letters[: seat + 1] + tone + letters[seat + 1 :])


@lru_cache(maxsize=65536)
def _with_i(word: str) -> str:
    letters, tone = _without_tone(word)
    changed = _Y_FOR_I.sub("i", letters)
    if changed == letters:
        return word
    return unicodedata.normalize("NFC", changed + tone)


def _without_tone(word: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", word)
    tones = [letter for letter in parts if letter in _TONES]
    letters = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if len(tones) > 1:
        return word, ""
    return letters, "".join(tones)


def _seat(letters: str) -> int | None:
    """Find the letter that bears the tone, or None where the word has no vowel."""
    start = 0
    while start < len(letters) and letters[start] not in _VOWELS:
        start += 1
    if letters.startswith(("qu", "gi")) and letters[2:3] and letters[2] in _VOWELS:
        start = 2
    end = start
    while end < len(letters) and letters[end] in _VOWELS:
        end += 1
    if start == end:
        return None
    marked = [at for at in range(start, end) if letters[at] in _MARKED_VOWELS]
    if marked:
        return marked[-1]
    closed = end < len(letters)
    vowels = end - start
    return start + (1 if vowels >= 3 or (vowels == 2 and closed) else 0)
