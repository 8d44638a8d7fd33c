"""Names of places as people write them: folded for comparison, and taken apart."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from antq_analysis.places.letters.folding import bare, bare_key, clean, fold, spelling_key
from antq_analysis.places.matching.former_words import (
    former_end,
    is_former_mark,
    present_name,
    without_former_words,
)

__all__ = [
    "DISTRICT_TYPES",
    "UNIT_TYPES",
    "WrittenName",
    "bare",
    "bare_key",
    "clean",
    "fold",
    "read_name",
    "spelling_key",
    "split_type",
]

UNIT_TYPES: Mapping[str, tuple[str, ...]] = {
    "xã": ("xã", "x", "cax"),
    "phường": ("phường", "p", "ph", "f", "cap"),
    "thị trấn": ("thị trấn", "tt", "t.t", "t.trấn", "ttr", "catt"),
    "đặc khu": ("đặc khu", "đk"),
    "huyện": ("huyện", "h"),
    "quận": ("quận", "q"),
    "thị xã": ("thị xã", "tx", "t.x", "t.xã"),
    "thành phố": ("thành phố", "tp", "t.p", "t.phố"),
    "tỉnh": ("tỉnh",),
}
"""Each type of unit with the ways in which it is written before or after a name."""

DISTRICT_TYPES = frozenset({"huyện", "quận", "thị xã", "thành phố"})

_FOOTNOTE = re.compile(r"\s*(?:\(\s*(?:\*+|\d{1,2})\s*\)|\[\s*(?:\*+|\w{1,2})\s*\]|[*†‡]+|[¹²³⁰⁴-⁹]+)$")
_NUMBER = re.compile(r"\(\s*(\d{1,2})\s*\)$")
_ENUMERATION = re.compile(r"^(?:\d{1,3}\s*[.)]\s*(?!\d)|[-+•*]\s*)")
_ROMAN = re.compile(r"^[ivxlc]{1,6}\s*[.)]\s*", re.IGNORECASE)
_OFFICE = re.compile(
    r"^(?:công an|ca|ubnd|ủy ban nhân dân|đảng ủy|đảng uỷ|uỷ ban nhân dân)\s+", re.IGNORECASE
)
_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]\s*")
_FORMER = re.compile(
    r"^(?:trước (?:đây )?là|trước đây|nguyên là|tên cũ|cũ|tức|xã cũ)\s*:?\s+|\s+(?:cũ|trước đây)$",
    re.IGNORECASE,
)
_REMARK_WORDS = frozenset({"trừ", "không", "gồm", "bao", "kể", "chưa", "chỉ", "cả", "riêng", "tính"})
_REMARK_SIGNS = frozenset({"kcn", "ccn", "kđt", "tdp", "kkt"})


@dataclass(frozen=True, slots=True)
class WrittenName:
    """What one cell says about a unit.

    Attributes
    ----------
    type
        The type that was written, in full and lower case (``thị trấn``), or empty.
    name
        The name alone, with its accents and capitals as written.
    former
        A former name that stood in brackets, or empty.
    now
        The present name that stood in brackets (``nay là ...``), or empty.
    district
        A district that stood in the same cell, as written, or empty.
    whole
        The name before its type was taken off: ``P Rao`` is no ward.
    remark
        What stood in a bracket that is no type, former or present name or district (``trừ KCN``), or empty.
    tails
        What stood after commas and is no type, district or province by its own words.
    is_former
        Whether a bracket or the last word says that the name itself is a former one (``cũ``, ``trước sáp nhập``).
    is_renamed
        Whether the bracket with the former name calls it so (``Tân Thành cũ``): it names no district then.
    mark
        A figure in brackets at the end: the mark of a footnote, or the number of a district.
    """

    type: str
    name: str
    former: str = ""
    now: str = ""
    district: str = ""
    whole: str = field(default="", repr=False, compare=False)
    remark: str = field(default="", repr=False, compare=False)
    tails: tuple[str, ...] = field(default=(), repr=False, compare=False)
    is_former: bool = field(default=False, repr=False, compare=False)
    mark: str = field(default="", repr=False, compare=False)
    is_renamed: bool = field(default=False, repr=False, compare=False)


def split_type(name: str) -> tuple[str, str]:
    """Take the type of unit off a name, wherever and however it is written.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    tuple[str, str]
        The type in full and lower case (empty if none was written), and the rest of the name.

    Examples
    --------
    >>> split_type("TT. Vụ Bản"), split_type("Xã Xà Bang"), split_type("P.1"), split_type("Xà Bang")
    (('thị trấn', 'Vụ Bản'), ('xã', 'Xà Bang'), ('phường', '1'), ('', 'Xà Bang'))
    """
    written = read_name(name)
    return written.type, written.name


@lru_cache(maxsize=131072)
def read_name(text: str) -> WrittenName:
    """Read a cell that names a unit: type, name, former name, district, without footnote marks.

    Parameters
    ----------
    text
        The cell's text.

    Returns
    -------
    WrittenName
        Its parts.

    Examples
    --------
    >>> read_name("3. Công an xã Cao Dương (Tân Thành cũ) (*)")
    WrittenName(type='xã', name='Cao Dương', former='Tân Thành', now='', district='')
    >>> read_name("Xã Vân Sơn, huyện Tân Lạc").district
    'huyện Tân Lạc'
    """
    rest = _strip_lead(_strip_footnotes(clean(text)))
    rest, told = _read_brackets(rest)
    kind, district = told.kind, told.district
    tails = []
    rest, _, tail = rest.partition(",")
    for part in filter(None, map(str.strip, tail.split(","))):
        of, _name = _split_prefix(part)
        if of in DISTRICT_TYPES and not district:
            district = part
        elif of not in DISTRICT_TYPES | {"tỉnh"}:
            kind = kind or _type_of(part)
            if not _type_of(part):
                tails.append(part)
    rest = rest.strip(" .;:")
    end = former_end(rest)
    if end and _type_of(rest.removesuffix(end)):
        # A commune may be called Cũ.
        end = ""
    behind, whole = _split_suffix(rest.removesuffix(end))
    kind = kind or behind
    prefix, name = _split_prefix(whole)
    if kind and prefix != kind:
        prefix, name = kind, whole
    return WrittenName(
        prefix,
        name,
        told.former,
        told.now,
        district,
        whole,
        told.remark,
        tuple(tails),
        told.is_former or bool(end),
        mark.group(1) if ")" in text and (mark := _NUMBER.search(clean(text))) else "",
        told.is_renamed,
    )


def _is_letter(text: str, rest: str) -> bool:
    """Tell a type of one letter (``X. H Bông``) from a numeral before a type (``X. Huyện Tân Lạc``)."""
    return bool(_split_prefix(text)[0]) and len(fold(rest).split(" ")[0]) == 1


def _strip_footnotes(text: str) -> str:
    while not text[-1:].isalpha() and (shorter := _FOOTNOTE.sub("", text)) != text:
        text = shorter
    return text


def _strip_lead(text: str) -> str:
    text = _ENUMERATION.sub("", text)
    numeral = _ROMAN.match(text)
    if numeral and _split_prefix(text[numeral.end() :])[0] and not _is_letter(text, text[numeral.end() :]):
        text = text[numeral.end() :]
    office = _OFFICE.sub("", text)
    return office if office != text and _split_prefix(office)[0] else text


@dataclass(frozen=True, slots=True)
class _Told:
    """What the brackets of a cell tell."""

    kind: str = ""
    former: str = ""
    now: str = ""
    district: str = ""
    remark: str = ""
    is_former: bool = False
    is_renamed: bool = False


_TOLD_NOTHING = _Told()


def _read_brackets(text: str) -> tuple[str, _Told]:
    told = _TOLD_NOTHING
    if "(" not in text and "[" not in text:
        return text.strip(), told
    for inside in _BRACKET.findall(text):
        told = replace(told, **_read_bracket(inside))
    return _BRACKET.sub(" ", text).strip(), told


def _read_bracket(inside: str) -> dict[str, Any]:
    if _type_of(inside) or is_former_mark(inside):
        return {"kind": _type_of(inside)} if _type_of(inside) else {"is_former": True}
    now = present_name(inside)
    if _split_prefix(now or without_former_words(inside)[0])[0] in DISTRICT_TYPES:
        return {"district": now or inside}
    if now:
        return {"now": now}
    if not _FORMER.search(inside) and _is_remark(inside):
        return {"remark": inside}
    former = _split_prefix(_FORMER.sub("", inside))[1]
    if fold(former) == "mới":
        return {}
    return {"former": former, "is_renamed": bool(_FORMER.search(inside))}


def _is_remark(inside: str) -> bool:
    # A former name begins with a capital and bears no figure.
    plain = inside.strip()
    first = fold(plain).split(" ")[0]
    if not plain or fold(plain) == "mới":
        return False
    return (
        plain[0].islower()
        or first in _REMARK_WORDS
        or any(letter.isdigit() for letter in plain)
        or not _REMARK_SIGNS.isdisjoint(fold(plain).split(" "))
    )


def _written_forms() -> dict[str, str]:
    return {fold(form): kind for kind, forms in UNIT_TYPES.items() for form in forms}


_FORMS = _written_forms()
_PREFIX = re.compile(
    "^("
    + "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
    + r")(\s*[.:]\s*|\s+|(?=\d))(?:số\s*(?=\d))?(.+)$"
)


def _type_of(text: str) -> str:
    return _FORMS.get(fold(text).strip(" ."), "")


def _split_prefix(text: str) -> tuple[str, str]:
    found = _PREFIX.match(unicodedata.normalize("NFC", text.lower()))
    if not found:
        return "", text
    return _FORMS[found.group(1)], text[found.start(3) :].strip()


def _split_suffix(text: str) -> tuple[str, str]:
    head, dash, tail = text.rpartition(" - ")
    if dash and _type_of(tail):
        return _type_of(tail), head.strip()
    return "", text
