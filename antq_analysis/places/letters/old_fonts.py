"""Texts typed for fonts from before Unicode: TCVN3 (.VnTime), VNI (VNI-Times) and VISCII, as letters of Unicode.

Such a font draws Vietnamese letters over the code points of Western ones, so that a workbook holds ``X· B¾c Phong`` and
shows ``Xã Bắc Phong``. TCVN3 has no capitals with a tone: its fonts of capitals (.VnTimeH) draw small letters large.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal

from antq_analysis.places.letters.syllables import is_syllable

Encoding = Literal["tcvn3", "vni", "viscii"]
ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni", "viscii")

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROUND = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_SHORT = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}

# From 0x80; 0xA0 (Õ) is left out, since workbooks are full of no-break spaces.
_VISCII_FROM_80 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ\u00a0ắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}
_VISCII_SIGNS = "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u2026"

# Signs that stay what they are: 2½, 3×4, 5 µm, m², 30 °C.
_KEPT = re.compile(
    r"\d\s*[½¼¾×·°](?:\s*\d|(?=\s|$|[CF%]))|(?<![^\W\d_])\d\s?[µμ](?=[mgls]\b)|\b[kcdmh]?m[²³](?!\w)"
)
_NEVER_WORDS = frozenset("·×½¼¾°±÷²³" + _VISCII_SIGNS)
_TOKEN = re.compile(r"[^ \t\n\r\f\v\u00a0]+")
_WORD = re.compile(r"[^\W\d_]+")


def _vni_pairs() -> Mapping[str, str]:
    tones = dict.fromkeys("aeiouyôö", _VNI_TONES)
    round_ = {base: {mark: "\u0302" + tone for mark, tone in _VNI_ROUND.items()} for base in "aeo"}
    short = {mark: "\u0306" + tone for mark, tone in _VNI_SHORT.items()}
    marks = {base: own | round_.get(base, {}) for base, own in tones.items()}
    marks["a"] = marks["a"] | short
    pairs = dict(_VNI_LETTERS)
    for base, own in marks.items():
        for mark, parts in own.items():
            pairs[base + mark] = unicodedata.normalize("NFC", _VNI_LETTERS.get(base, base) + parts)
    return pairs


def _viscii_letters() -> Mapping[str, str]:
    letters = dict(_VISCII_LOW)
    for code, letter in enumerate(_VISCII_FROM_80, 0x80):
        if code != 0xA0:
            letters[chr(code)] = letter
            letters[bytes([code]).decode("cp1252", "ignore") or chr(code)] = letter
    return letters


_VNI = _vni_pairs()
_VNI_PAIR = re.compile("[aeiouyôö][øùûõïâàáåãäêèéúüë]|[ñôöæóòî]", re.IGNORECASE)
_VISCII = str.maketrans(dict(_viscii_letters()))
_VISCII_QUIET = {code: letter for code, letter in _VISCII.items() if chr(code) not in _VISCII_SIGNS}


def is_marked(text: str) -> bool:
    r"""Tell whether a text has anything beyond the letters and signs of ASCII.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        True also for the codes below the letters over which VISCII draws capitals.

    Examples
    --------
    >>> is_marked("Bình"), is_marked("\x02ng"), is_marked("An Khang")
    (True, True, False)
    """
    return not text.isascii() or any(low in text for low in _VISCII_LOW)


def words(text: str) -> list[str]:
    """List the words of a text.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    list of str
        Its runs of letters.

    Examples
    --------
    >>> words("Số vụ (2023): 12b")
    ['Số', 'vụ', 'b']
    """
    return _WORD.findall(text)


def convert(text: str, encoding: Encoding) -> str:
    """Give the letters that a font from before Unicode shows.

    Parameters
    ----------
    text
        The text as it is stored.
    encoding
        What it was typed for.

    Returns
    -------
    str
        NFC text. Signs beside figures, in units of measure and by themselves stay as they are.

    Examples
    --------
    >>> convert("X· B¾c Phong", "tcvn3"), convert("Xaõ Baéc Phong", "vni")
    ('Xã Bắc Phong', 'Xã Bắc Phong')
    >>> convert("DiÖn tÝch (m²)", "tcvn3")
    'Diện tích (m²)'
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii() and encoding != "viscii":
        return text
    pieces, start = [], 0
    for kept in _KEPT.finditer(text):
        pieces += [_by_token(text[start : kept.start()], encoding), kept.group()]
        start = kept.end()
    return unicodedata.normalize("NFC", "".join([*pieces, _by_token(text[start:], encoding)]))


def _by_token(text: str, encoding: Encoding) -> str:
    letters = _LETTERS[encoding]
    return _TOKEN.sub(lambda found: _as_shown(found.group(), letters), text)


def _as_shown(written: str, letters: Callable[[str], str]) -> str:
    # Ô, Á and Ê are names of one letter; these signs never are.
    return written if written in _NEVER_WORDS else letters(written)


def _tcvn3(token: str) -> str:
    return "".join(_TCVN3.get(letter, letter) for letter in token)


def _vni(token: str) -> str:
    return _VNI_PAIR.sub(lambda found: _vni_letter(found.group()), token)


def _vni_letter(pair: str) -> str:
    letter = _VNI.get(pair.lower(), pair)
    return letter.upper() if pair[0].isupper() else letter


@lru_cache(maxsize=65536)
def _viscii(token: str) -> str:
    # Through code page 1252 some capitals have become quotes and dashes: letters only where they make a word.
    bold, quiet = token.translate(_VISCII), token.translate(_VISCII_QUIET)
    return bold if bold != quiet and all(map(is_syllable, words(bold))) else quiet


_LETTERS: Mapping[Encoding, Callable[[str], str]] = {"tcvn3": _tcvn3, "vni": _vni, "viscii": _viscii}
