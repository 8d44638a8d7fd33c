"""The bytes of a text file become text, in the one encoding that they fit."""

import codecs
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_PLAIN_CONTROLS = frozenset("\t\n\r\x0b\x0c\x1a\x1c\x1d")
_SPECIAL_LETTERS = frozenset("đĐªºƒ")
_TONES_AND_SHAPES = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")


def decode_text(data: bytes) -> str | None:
    r"""Decode a text file that is UTF-8, UTF-16 or Windows-1258.

    Parameters
    ----------
    data
        The bytes of the file.

    Returns
    -------
    str or None
        The text, without its byte order mark; None where the bytes fit none of them. Windows-1258 writes tones as
        letters of their own, which are joined to the vowel before them.

    Examples
    --------
    >>> decode_text("Xã Mẫu".encode()), decode_text(b"\xf0i\xea\xf2m")
    ('Xã Mẫu', 'điệm')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\0" in data[:_SAMPLE]:
        # Without a mark, the zero bytes of ASCII letters, digits and delimiters tell the order.
        even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
        return _strict(data, "utf-16-le" if odd > even else "utf-16-be")
    text = _strict(data, "utf-8")
    if text is None:
        text = _strict(data, "cp1258")
        text = unicodedata.normalize("NFC", text) if text is not None else None
        if text is not None and not all(map(_is_vietnamese, set(text))):
            return None
    return text


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    controls = {letter for letter in set(text) if unicodedata.category(letter) in ("Cc", "Cn", "Co")}
    return text if controls <= _PLAIN_CONTROLS else None


def _is_vietnamese(letter: str) -> bool:
    """Tell a letter that Vietnamese writes, or a sign; a tone that joined no vowel and foreign letters are none."""
    if letter.isascii() or letter in _SPECIAL_LETTERS:
        return True
    parts = unicodedata.normalize("NFD", letter)
    if unicodedata.category(letter)[0] == "L":
        return parts[0].isascii() and len(parts) > 1 and _TONES_AND_SHAPES.issuperset(parts[1:])
    return unicodedata.category(letter)[0] != "M"
