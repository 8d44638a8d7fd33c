"""One written name on its way to a unit: where it is looked for, and which units come near it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from antq_analysis.places.matching.index import ANYWHERE, Place, UnitIndex, type_without_accents
from antq_analysis.places.matching.likeness import (
    a_letter_apart,
    a_letter_apart_anywhere,
    a_letter_apart_bare,
)
from antq_analysis.places.matching.names import WrittenName, bare_key, clean, read_name, spelling_key

_DASH = re.compile(r"\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a cell says, and where it is looked for.

    Attributes
    ----------
    text
        The cell.
    written
        Its parts.
    districts
        The district beside the cell and the one in it, as written or empty.
    scope
        Codes of districts; ``(ANYWHERE,)`` for the whole map, ``()`` for nowhere.
    notes
        Remarks on districts and cell, as in :class:`antq_analysis.places.matching.match.Match`.
    """

    text: str
    written: WrittenName
    districts: tuple[str, str]
    scope: tuple[str, ...]
    notes: tuple[str, ...]


def seek(text: str, district: str, index: UnitIndex) -> tuple[Sought, list[str]]:
    """Take a cell apart.

    Parameters
    ----------
    text
        The cell.
    district
        The district beside it, as written or empty.
    index
        The map.

    Returns
    -------
    tuple
        What is sought, and what follows a comma in the cell and names neither district nor province.
    """
    written = read_name(text)
    inside, second = written.district, []
    for tail in written.tails:
        if not read_name(tail).type and index.find_districts(tail)[0]:
            inside = inside or tail
        elif bare_key(tail) not in index.provinces:
            second.append(tail)
    scope, notes = scope_of((district, inside), index)
    notes += ["remark"] if written.remark else []
    return Sought(text, written, (district, inside), scope, tuple(notes)), second


def scope_of(districts: Iterable[str], index: UnitIndex) -> tuple[tuple[str, ...], list[str]]:
    """Tell in which districts to look.

    Parameters
    ----------
    districts
        All that is written of the district.
    index
        The map.

    Returns
    -------
    tuple
        Codes, ``(ANYWHERE,)`` for the whole map, ``()`` for nowhere; and remarks.
    """
    scopes = [index.find_districts(text) for text in districts if clean(text)]
    if not scopes:
        return (ANYWHERE,), []
    if not index.has_districts:
        return (ANYWHERE,), ["district_not_on_map"]
    if not all(codes for codes, _ in scopes):
        return (), ["district_unknown"]
    common = tuple(code for code in scopes[0][0] if all(code in codes for codes, _ in scopes))
    notes = ["district_accent_changed"] if any(changed for _, changed in scopes) else []
    return common, notes if common else ["district_disagrees"]


def by_spelling(sought: Sought, index: UnitIndex) -> tuple[list[Place], tuple[str, ...]]:
    """List the units that bear the name as it is written.

    Parameters
    ----------
    sought
        The name.
    index
        The map.

    Returns
    -------
    tuple
        The units, and ``type_differs``. Where the type differs, units of the written type that come
        near are among them.
    """
    written, scope = sought.written, sought.scope
    hits = index.find(spelling_key(written.name), scope)
    if not hits and written.type:
        hits = index.find(spelling_key(written.whole), scope)
        if hits:
            return hits, ()
    same = of_type(hits, written.type)
    if same or not hits:
        return same, ()
    # "Thị trấn Việt Lâm" is rather the Thị trấn Nông trường Việt Lâm than the Xã Việt Lâm.
    within = [place for place in index.within(scope) if bare_key(written.name) in place.bare]
    return once([*hits, *of_type(within, written.type), *as_near(sought, index)]), ("type_differs",)


def by_present_name(sought: Sought, index: UnitIndex) -> list[Place]:
    """List the units that bear the name that the cell calls the present one.

    Parameters
    ----------
    sought
        The name.
    index
        The map.

    Returns
    -------
    list[Place]
        Units of its type where it has one.
    """
    now = read_name(sought.written.now)
    return of_type(index.find(spelling_key(now.name), sought.scope), now.type)


def alike_without_accents(
    sought: Sought, hits: Iterable[Place], index: UnitIndex, *, lost: bool = False
) -> list[Place]:
    """List the units that a cell without any accent may mean beside the one that is written so.

    Parameters
    ----------
    sought
        The name.
    hits
        The units that bear it as it is written.
    index
        The map.
    lost
        Whether the whole column of names lost its accents, whatever stands beside it.

    Returns
    -------
    list[Place]
        Empty where name, type or district bears an accent and the column does too: accents were not lost then.
    """
    if not lost and any(map(_bears_accents, (sought.text, *sought.districts))):
        return []
    alike = index.find_bare(bare_key(sought.written.name), sought.scope)
    return [place for place in of_type(alike, sought.written.type) if place not in set(hits)]


def lost_accents(names: Sequence[str], index: UnitIndex) -> bool:
    """Tell whether a whole column of names lost its accents.

    Parameters
    ----------
    names
        The cells.
    index
        The map.

    Returns
    -------
    bool
        True where no cell bears an accent and some of their names are on the map with accents only.
    """
    if any(map(_bears_accents, names)):
        return False
    plain = {type_without_accents(read_name(name).name)[1] for name in names}
    return any(
        not index.find(spelling_key(name), (ANYWHERE,)) and index.find_bare(bare_key(name), (ANYWHERE,))
        for name in plain
    )


def _bears_accents(text: str) -> bool:
    return not text.isascii() and any(letter.isalpha() and not letter.isascii() for letter in clean(text))


def with_a_mark_at_its_end(sought: Sought, hits: Iterable[Place], index: UnitIndex) -> list[Place]:
    """List the units that a cell names if the lone letter at its end is the mark of a footnote.

    Parameters
    ----------
    sought
        The name.
    hits
        The units that bear it with that letter in their last word (`An Phú c`: An Phúc, or An Phú with a mark).
    index
        The map.

    Returns
    -------
    list[Place]
        Units beside `hits`; empty where no letter stands alone at the end, or the unit found has it too (Tân Hưng A).
    """
    name, _, end = sought.written.name.rpartition(" ")
    own = {place.name.rpartition(" ")[2].casefold() for place in hits}
    if not (len(end) == 1 and end.isalpha()) or end.casefold() in own:
        return []
    marked = of_type(index.find(spelling_key(name), sought.scope), sought.written.type)
    return [place for place in marked if place not in set(hits)]


def before_a_dash(sought: Sought, index: UnitIndex) -> list[Place]:
    """List the units that a cell names if what follows its dash is no part of the name (``Quy Nhơn - tổng``).

    Parameters
    ----------
    sought
        The name.
    index
        The map.

    Returns
    -------
    list[Place]
        Units of the written type; empty where no dash stands between words.
    """
    name, *rest = _DASH.split(sought.written.name, maxsplit=1)
    return of_type(index.find(spelling_key(name), sought.scope), sought.written.type) if rest else []


def by_bare(sought: Sought, index: UnitIndex) -> list[Place]:
    """List the units that bear the name once accents are put aside; the type may have lost its own.

    Parameters
    ----------
    sought
        The name.
    index
        The map.

    Returns
    -------
    list[Place]
        Units of the written type.
    """
    written, scope = sought.written, sought.scope
    hits = of_type(index.find_bare(bare_key(written.name), scope), written.type)
    if written.type:
        # "Cap Tien" is Cấp Tiến, not the police of a ward (CAP) Tien.
        return hits or index.find_bare(bare_key(written.whole), scope)
    kind, rest = type_without_accents(written.whole)
    return once([*hits, *of_type(index.find_bare(bare_key(rest), scope), kind)]) if kind else hits


def as_near(sought: Sought, index: UnitIndex) -> list[Place]:
    """List the units of the written type whose name is at most one letter away, accents counted.

    Parameters
    ----------
    sought
        The name.
    index
        The map.

    Returns
    -------
    list[Place]
        Units in their order.
    """
    return of_type(a_letter_apart(sought.written.name, index.within(sought.scope)), sought.written.type)


def slips(sought: Sought, index: UnitIndex) -> list[Place]:
    """List the units of any type at most one letter away, accents put aside; the slip may be in the type.

    Parameters
    ----------
    sought
        The name.
    index
        The map.

    Returns
    -------
    list[Place]
        Units, those with a slip in the name first.
    """
    places, written = index.within(sought.scope), sought.written
    found = a_letter_apart_bare(bare_key(written.name), places)
    if not written.type:
        kind, rest = type_without_accents(written.whole)
        if kind:
            found += a_letter_apart_bare(bare_key(rest), places)
        found += a_letter_apart_bare(bare_key(written.whole), places, full=True)
    return once(found)


def comes_near(sought: Sought, index: UnitIndex) -> list[Place]:
    """List the units of any district and type that bear the name but for accents or for one letter, accents counted.

    Parameters
    ----------
    sought
        The name.
    index
        A map.

    Returns
    -------
    list[Place]
        Units; a name that differs by one letter and by an accent as well is farther away.
    """
    written = sought.written
    rest = "" if written.type else type_without_accents(written.whole)[1]
    names = [name for name in dict.fromkeys((written.name, rest)) if name]
    found = [place for name in names for place in index.find_bare(bare_key(name), (ANYWHERE,))]
    return once([*found, *(place for name in names for place in a_letter_apart_anywhere(name, index))])


def of_type(places: Iterable[Place], kind: str) -> list[Place]:
    """Keep the units of a type.

    Parameters
    ----------
    places
        Units.
    kind
        The type; empty for any.

    Returns
    -------
    list[Place]
        Units in their order.
    """
    return [place for place in places if not kind or place.type == kind]


def once(places: Iterable[Place]) -> list[Place]:
    """Keep each unit once.

    Parameters
    ----------
    places
        Units.

    Returns
    -------
    list[Place]
        Units in their order.
    """
    return list(dict.fromkeys(places))
