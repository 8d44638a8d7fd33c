"""The register of one map, laid out for looking names up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.places.names import bare_key, clean, fold, read_name, spelling_key
from antq_analysis.places.tables import text_columns

ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of a register.

    Attributes
    ----------
    code, full, name, type
        Its code, its name with the type, without the type, and the type in lower case.
    district, district_code
        The district's name and code, empty where there are none.
    bare
        The name's letters without accents.
    """

    code: str
    full: str
    name: str
    type: str
    district: str
    district_code: str
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
        Units by (district code or ``ANYWHERE``, key).
    district_spelling, district_bare
        Pairs (type, code) of districts by key.
    provinces
        The names of provinces without accents, with and without their type.
    """

    places: tuple[Place, ...]
    by_spelling: Mapping[tuple[str, str], list[Place]] = field(repr=False)
    by_bare: Mapping[tuple[str, str], list[Place]] = field(repr=False)
    district_spelling: Mapping[str, list[tuple[str, str]]] = field(repr=False)
    district_bare: Mapping[str, list[tuple[str, str]]] = field(repr=False)
    provinces: frozenset[str] = frozenset()

    @property
    def has_districts(self) -> bool:
        """Whether this map knows districts at all."""
        return bool(self.district_spelling)

    def find(self, key: str, scope: Sequence[str]) -> list[Place]:
        """Look a spelling key up in some districts.

        Parameters
        ----------
        key
            Key from :func:`antq_analysis.places.names.spelling_key`.
        scope
            District codes, or ``ANYWHERE``.

        Returns
        -------
        list[Place]
            All units found.
        """
        return [place for code in scope for place in self.by_spelling.get((code, key), ())]

    def find_bare(self, key: str, scope: Sequence[str]) -> list[Place]:
        """Look a key without accents up in some districts.

        Parameters
        ----------
        key
            Key from :func:`antq_analysis.places.names.bare_key`.
        scope
            District codes, or ``ANYWHERE``.

        Returns
        -------
        list[Place]
            All units found.
        """
        return [place for code in scope for place in self.by_bare.get((code, key), ())]

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
        return [place for place in self.places if ANYWHERE in scope or place.district_code in scope]


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
    places = tuple(_place(*row) for row in texts.itertuples(index=False, name=None))
    districts = {(place.district_code, place.district) for place in places if place.district}
    by_key = [(read_name(name), code) for code, name in sorted(districts)]
    return UnitIndex(
        places,
        _grouped((scope, spelling_key(place.name), place) for place in places for scope in _scopes(place)),
        _grouped((scope, place.bare, place) for place in places for scope in _scopes(place)),
        _districts((spelling_key(written.name), written.type, code) for written, code in by_key),
        _districts((bare_key(written.name), written.type, code) for written, code in by_key),
        _provinces(units),
    )


def _provinces(units: pd.DataFrame) -> frozenset[str]:
    names = units["province_name"].dropna().astype(str).unique() if "province_name" in units else ()
    return frozenset(bare_key(form) for name in names if name for form in (name, read_name(name).name))


def _place(code: str, full: str, kind: str, district_code: str, district: str) -> Place:
    full, kind = clean(full), fold(kind)
    name = full[len(kind) :].strip() if kind and fold(full).startswith(f"{kind} ") else full
    if not kind:
        written = read_name(full)
        kind, name = written.type, written.name
    # A register may name districts without coding them: the name then serves as the code.
    return Place(code, full, name, kind, district, district_code or district, bare_key(name))


def _scopes(place: Place) -> tuple[str, ...]:
    return (ANYWHERE, place.district_code) if place.district_code else (ANYWHERE,)


def _grouped(entries: Iterable[tuple[str, str, Place]]) -> Mapping[tuple[str, str], list[Place]]:
    groups: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for scope, key, place in entries:
        groups[scope, key].append(place)
    return dict(groups)


def _districts(entries: Iterable[tuple[str, str, str]]) -> Mapping[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, kind, code in entries:
        groups[key].append((kind, code))
    return dict(groups)


def _bare_district_keys(text: str, name: str) -> tuple[str, ...]:
    keys = [bare_key(name), bare_key(text)]
    for word in ("huyện", "quận", "thị xã", "thành phố", "tp", "tx"):
        prefix = bare_key(word)
        if keys[1].startswith(prefix):
            keys.append(keys[1].removeprefix(prefix))
    return tuple(keys)
