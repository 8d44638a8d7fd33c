"""The register of one map, laid out for looking names up."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from antq_analysis.places.matching.former_words import without_former_words
from antq_analysis.places.matching.names import (
    UNIT_TYPES,
    bare,
    bare_key,
    clean,
    fold,
    read_name,
    spelling_key,
)
from antq_analysis.places.matching.one_letter import NearKeys, letters_of, near_keys
from antq_analysis.places.tables import text_columns

ANYWHERE = "*"

_NUMERAL = re.compile(r"^[ivxlc]{1,6}\s*[.)]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of a register.

    Attributes
    ----------
    code, full, name, type
        Its code, its name with the type, without the type, and the type in lower case.
    district, district_code
        The district's name and code, empty where there are none.
    spelling, bare
        The keys of the name, with and without accents.
    """

    code: str
    full: str
    name: str
    type: str
    district: str
    district_code: str
    spelling: str
    bare: str

    def __str__(self) -> str:
        return f"{self.code} {self.full}" + (f", {self.district}" if self.district else "")


@dataclass(frozen=True)
class UnitIndex:
    """Dictionaries from keys of names to units and from keys of districts to their codes.

    Attributes
    ----------
    places
        All units in register order.
    by_spelling, by_bare
        Units by key.
    district_spelling, district_bare
        Pairs (type, code) of districts by key.
    by_district
        Units by district code or ``ANYWHERE``, in register order.
    provinces
        The names of provinces without accents, with and without their type.
    """

    places: tuple[Place, ...]
    by_spelling: Mapping[str, list[Place]] = field(repr=False)
    by_bare: Mapping[str, list[Place]] = field(repr=False)
    district_spelling: Mapping[str, list[tuple[str, str]]] = field(repr=False)
    district_bare: Mapping[str, list[tuple[str, str]]] = field(repr=False)
    by_district: Mapping[str, list[Place]] = field(repr=False)
    provinces: frozenset[str] = frozenset()

    @property
    def has_districts(self) -> bool:
        """Whether this map knows districts at all."""
        return bool(self.district_spelling)

    @cached_property
    def near(self) -> NearKeys:
        """The names of all units as they are written, and their spelling keys, to look up what is one letter apart."""
        return near_keys(
            [letters_of(place.name) for place in self.places], [place.spelling for place in self.places]
        )

    def find(self, key: str, scope: Sequence[str]) -> list[Place]:
        """Look a spelling key up in some districts.

        Parameters
        ----------
        key
            Key from :func:`antq_analysis.places.matching.names.spelling_key`.
        scope
            District codes, or ``ANYWHERE``.

        Returns
        -------
        list[Place]
            All units found.
        """
        return _inside(self.by_spelling.get(key, ()), scope)

    def find_bare(self, key: str, scope: Sequence[str]) -> list[Place]:
        """Look a key without accents up in some districts.

        Parameters
        ----------
        key
            Key from :func:`antq_analysis.places.matching.names.bare_key`.
        scope
            District codes, or ``ANYWHERE``.

        Returns
        -------
        list[Place]
            All units found.
        """
        return _inside(self.by_bare.get(key, ()), scope)

    @cached_property
    def _found(self) -> dict[str, tuple[tuple[str, ...], bool]]:
        return {}

    def find_districts(self, text: str) -> tuple[tuple[str, ...], bool]:
        """Find the district that is meant.

        Parameters
        ----------
        text
            The district as written: ``H. Tân Lạc``, ``TP Hòa Bình``, ``I. HUYỆN ĐÀ BẮC``.

        Returns
        -------
        tuple[tuple[str, ...], bool]
            The codes (several where one name serves two types and none was written), and whether accents had to change.
        """
        # A column of districts says the same few over and over.
        if text not in self._found:
            self._found[text] = self._find_districts(without_former_words(text)[0])
        return self._found[text]

    def _find_districts(self, text: str) -> tuple[tuple[str, ...], bool]:
        written = read_name(text)
        hits = self.district_spelling.get(spelling_key(written.name)) or self.district_spelling.get(
            spelling_key(text), []
        )
        changed = not hits
        if changed:
            bare_hits = (self.district_bare.get(key, []) for key in _bare_district_keys(text, written.name))
            hits = next((found for found in bare_hits if found), [])
        same = [code for kind, code in hits if kind == written.type]
        codes = tuple(same or [code for _, code in hits])
        return codes, changed and bool(codes)

    def within(self, scope: Sequence[str]) -> list[Place]:
        """List the units of some districts.

        Parameters
        ----------
        scope
            District codes, or ``ANYWHERE``.

        Returns
        -------
        list[Place]
            The units in register order.
        """
        return [place for code in scope for place in self.by_district.get(code, ())]


def index_units(units: pd.DataFrame) -> UnitIndex:
    """Lay a register out for looking names up.

    Parameters
    ----------
    units
        Columns ``unit_code, name, type``, and ``district_code, district_name`` where there are districts.

    Returns
    -------
    UnitIndex
        The dictionaries.
    """
    texts = text_columns(units, ["unit_code", "name", "type", "district_code", "district_name"])
    places = tuple(map(_place, *(texts[name].tolist() for name in texts)))
    districts = {(place.district_code, place.district) for place in places if place.district}
    by_key = [(read_name(name), code) for code, name in sorted(districts)]
    by_spelling, by_bare, by_district = defaultdict(list), defaultdict(list), defaultdict(list)
    for place in places:
        for key in _keys(place):
            by_spelling[key].append(place)
        by_bare[place.bare].append(place)
        if place.district_code:
            by_district[place.district_code].append(place)
    by_district[ANYWHERE] = [*places]
    return UnitIndex(
        places,
        dict(by_spelling),
        dict(by_bare),
        _districts((spelling_key(written.name), written.type, code) for written, code in by_key),
        _districts((bare_key(written.name), written.type, code) for written, code in by_key),
        dict(by_district),
        _provinces(units),
    )


def _provinces(units: pd.DataFrame) -> frozenset[str]:
    names = units["province_name"].dropna().astype(str).unique() if "province_name" in units else ()
    return frozenset(bare_key(form) for name in names if name for form in (name, read_name(name).name))


def _place(code: str, full: str, kind: str, district_code: str, district: str) -> Place:
    full, kind = clean(full), fold(kind)
    begins = full[: len(kind) + 1].casefold() == f"{kind} " or fold(full).startswith(f"{kind} ")
    name = full[len(kind) :].strip() if kind and begins else ""
    if not name:
        # A register may leave the type out, or contradict it in the name: what people read and write is the name.
        written = read_name(full)
        kind, name = written.type or kind, written.name
    # A register may name districts without coding them: the name then serves as the code.
    return Place(
        code, full, name, kind, district, district_code or district, spelling_key(name), bare_key(name)
    )


def _keys(place: Place) -> tuple[str, ...]:
    """Give the keys of a name; one without a type may bear its type without accents (``Xa Ea Kly``)."""
    kind, rest = ("", "") if place.type else type_without_accents(place.full)
    return (place.spelling, spelling_key(rest)) if kind else (place.spelling,)


def type_without_accents(text: str) -> tuple[str, str]:
    """Take a type off whose accents are lost.

    Parameters
    ----------
    text
        A name as written.

    Returns
    -------
    tuple[str, str]
        The type in full and lower case, and the rest without accents; an empty type and the text where there is none.

    Examples
    --------
    >>> type_without_accents("THI TRAN VU BAN"), type_without_accents("Xanh")
    (('thị trấn', 'vu ban'), ('', 'Xanh'))
    """
    folded = bare(text)
    for kind, prefix in _BARE_TYPES:
        if folded.startswith(prefix):
            return kind, folded.removeprefix(prefix)
    return "", text


_BARE_TYPES = [(kind, bare(kind) + " ") for kind in UNIT_TYPES]


def _inside(places: Iterable[Place], scope: Sequence[str]) -> list[Place]:
    return [place for place in places if ANYWHERE in scope or place.district_code in scope]


def _districts(entries: Iterable[tuple[str, str, str]]) -> Mapping[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, kind, code in entries:
        groups[key].append((kind, code))
    return dict(groups)


def _bare_district_keys(text: str, name: str) -> tuple[str, ...]:
    keys = [bare_key(name), bare_key(text), bare_key(_NUMERAL.sub("", clean(text)))]
    for word in ("huyện", "quận", "thị xã", "thành phố", "tp", "tx"):
        prefix = bare_key(word)
        keys += [key.removeprefix(prefix) for key in keys[1:3] if key.startswith(prefix)]
    return tuple(keys)
