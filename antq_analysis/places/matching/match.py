"""From a written name to a unit: exactly one answer, or none with its candidates."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

import pandas as pd

from antq_analysis.places.matching.decided import NOT_A_UNIT, Decisions, decided_codes, read_decisions
from antq_analysis.places.matching.former_words import without_former_words
from antq_analysis.places.matching.index import ANYWHERE, Place, UnitIndex, index_units
from antq_analysis.places.matching.likeness import SLIP_LETTERS, likeness, listed, nearest
from antq_analysis.places.matching.names import bare_key, clean, read_name, spelling_key
from antq_analysis.places.matching.other_names import Known, OtherDates, OtherNames, read_other_names
from antq_analysis.places.matching.said_beside import Beside
from antq_analysis.places.matching.sought import (
    Sought,
    alike_without_accents,
    as_near,
    before_a_dash,
    by_bare,
    by_present_name,
    by_spelling,
    comes_near,
    lost_accents,
    of_type,
    once,
    seek,
    slips,
    with_a_mark_at_its_end,
)

__all__ = ["ACCEPTED", "HOWS", "NOT_A_UNIT", "OTHER_DATE", "Match", "match_units"]

ACCEPTED = ("exact", "folded", "alias", "accent_changed", "slip")
OTHER_DATE = "other_date"
"""No unit of this map, but one of another map of the province, bears the name, or comes nearer to it."""
HOWS = (*ACCEPTED, NOT_A_UNIT, OTHER_DATE, "ambiguous", "none")


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to one written name.

    Attributes
    ----------
    unit_code
        The unit's code, empty unless `how` is one of ``ACCEPTED``.
    how
        One of ``HOWS``.
    candidates
        What it may have been: code, name, district, and how alike the name is; separated by ``; ``.
    note
        Remarks by id, separated by ``;``: ``type_differs``, ``exact_elsewhere``, ``district_unknown``,
        ``district_disagrees``, ``district_not_on_map``, ``district_accent_changed``, ``now_name``, ``no_name``,
        ``second_name`` (what follows a comma is no district or province), ``remark`` (an unknown bracket),
        ``named_here`` (this map has the name too, but what stands beside it speaks of a unit of another date),
        ``nearer_elsewhere`` (another district or, where `how` is ``OTHER_DATE``, another date has a name that comes
        nearer than the one letter and the accent that would have to change).
    unit_date
        The other map that has the name (ISO text); empty unless `how` is ``OTHER_DATE``.
    """

    unit_code: str
    how: str
    candidates: str = ""
    note: str = ""
    unit_date: str = ""


def match_units(
    wanted: pd.DataFrame,
    units: pd.DataFrame,
    aliases: pd.DataFrame | None = None,
    others: OtherDates | None = None,
) -> pd.DataFrame:
    """Find the unit that each written name and district mean.

    A name must be found within its district; where no district is known it must be the only one on the map. An
    accent is changed, and a slip of one letter taken, only where no other unit of the place comes as near and no unit
    of another date bears the very name. A slip beside which an accent would have to change as well is not taken where
    another district or date has a nearer name. In a column of names that lost its accents as a whole, a name may be
    that of every unit that differs by accents alone. What is merely similar is only listed.

    Parameters
    ----------
    wanted
        Columns ``name`` and ``district`` as written; ``district`` may be empty.
    units
        The register of one map (:func:`antq_analysis.places.register.load_units`).
    aliases
        What a person decided: ``written_name, written_district, map_date, unit_code, decided_on``. Decisions for
        units that are not on this map are left aside; ``NOT_A_UNIT`` in place of a code says that it names none.
    others
        Gives the units of the other maps
        (:func:`antq_analysis.places.matching.other_dates.units_of_other_dates`); called once, and only where some name
        is not on this map as it is written. Where it gives none, a slip is only listed: the name may be of another
        date. None: the register holds all names that there are.

    Returns
    -------
    pandas.DataFrame
        Columns ``unit_code, how, candidates, note, unit_date``, one row for each row of `wanted`, with its index. A
        code stands only where `how` is one of ``ACCEPTED``.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["05176"], "name": ["Xã Vân Sơn"], "type": ["Xã"],
    ...                       "district_code": ["155"], "district_name": ["Huyện Tân Lạc"]})
    >>> wanted = pd.DataFrame({"name": ["VÂN SƠN", "Văn Sơn", "Vân Sơm"], "district": "H. Tân Lạc"})
    >>> match_units(wanted, units)[["unit_code", "how"]].to_numpy().tolist()
    [['05176', 'folded'], ['05176', 'accent_changed'], ['05176', 'slip']]
    """
    names, index = wanted["name"].fillna("").astype(str).tolist(), index_units(units)
    decided, other_names = read_decisions(aliases, units), cache(lambda: read_other_names(others))
    on = _Map(index, decided, other_names, lost_accents(names, index))
    districts = wanted["district"].fillna("").astype(str).tolist()
    pairs = list(zip(names, districts, strict=True))
    answers = {pair: _match(*pair, on) for pair in dict.fromkeys(pairs)}
    rows = [answers[pair] for pair in pairs]
    fields = ("unit_code", "how", "candidates", "note", "unit_date")
    columns = {field: [*map(attrgetter(field), rows)] for field in fields}
    return pd.DataFrame(columns, index=wanted.index, dtype="str")


@dataclass(frozen=True)
class _Map:
    """What names are looked up in: the units of one map, what was decided, and the units of other maps.

    Beside it stands whether the whole column of names lost its accents.
    """

    index: UnitIndex
    decided: Decisions
    others: Callable[[], OtherNames | None]
    lost_accents: bool = False


def _match(text: str, district: str, on: _Map) -> Match:
    if not clean(text):
        return Match("", "none", note="no_name")
    sought, second = seek(text, district, on.index)
    if second:
        return _several(sought, second, on)
    hits, note = by_spelling(sought, on.index)
    if sought.written.now:
        return _as_it_is_now(sought, hits, on)
    if len(hits) > 1 and sought.written.former:
        hits = _of_district(hits, sought.written.former, on.index) or hits
    if len(hits) == 1 and "type_differs" not in note:
        hits += alike_without_accents(sought, hits, on.index, lost=on.lost_accents)
        hits += with_a_mark_at_its_end(sought, hits, on.index)
        if len(hits) == 1 and not _means_another(sought, hits[0], on):
            return _as_written(sought, hits[0], note)
    by_decision = _by_decision(sought, sought.written.name, on.decided)
    if by_decision:
        return by_decision
    return _spelled(sought, hits, note, on) if hits else _changed(sought, on)


def _several(sought: Sought, second: list[str], on: _Map) -> Match:
    by_decision = _by_decision(sought, sought.text, on.decided)
    if by_decision:
        return by_decision
    names = [sought.written.name, *(read_name(other).name for other in second)]
    hits = [place for name in names for place in on.index.find(spelling_key(name), (ANYWHERE,))]
    return Match("", "ambiguous", listed(once(hits)) or "; ".join(second), "second_name")


def _as_it_is_now(sought: Sought, named: list[Place], on: _Map) -> Match:
    """Answer a cell that tells the present name beside a former one."""
    beside = Beside(sought, on.index, on.others())
    now = by_present_name(sought, on.index)
    if len(now) == 1 and beside.became(now[0], named):
        return _as_written(sought, now[0], ("now_name",))
    by_decision = _by_decision(sought, sought.written.name, on.decided)
    if by_decision:
        return by_decision
    near = now or nearest(read_name(sought.written.now).name, on.index.within(sought.scope or (ANYWHERE,)))
    candidates = once([*near, *_here(beside.former_units(), on), *named])
    return _answer(sought, "", "ambiguous" if now or named else "none", listed(candidates), "now_name")


def _of_district(hits: Sequence[Place], district: str, index: UnitIndex) -> list[Place]:
    codes, changed = index.find_districts(district)
    return [place for place in hits if place.district_code in codes and not changed]


def _by_decision(sought: Sought, name: str, decided: Decisions) -> Match | None:
    district = next(filter(None, sought.districts), "")
    codes = next(decided_codes(sought.text, name, district, decided), frozenset())
    if len(codes) != 1:
        return None
    code = next(iter(codes))
    return _answer(sought, "", NOT_A_UNIT) if code == NOT_A_UNIT else _answer(sought, code, "alias")


def _as_written(sought: Sought, place: Place, note: Sequence[str]) -> Match:
    exact = unicodedata.normalize("NFC", sought.text.strip()) in (place.full, place.name)
    return _answer(sought, place.code, "exact" if exact else "folded", "", *note)


def _spelled(sought: Sought, hits: list[Place], note: Sequence[str], on: _Map) -> Match:
    """Answer a name that is on the map as it is written, but not of this type, or not alone."""
    if len(hits) > 1:
        return _answer(sought, "", "ambiguous", listed(hits, sought.written.name), *note)
    other = _of_other_date(sought, hits, on, part=True) or _another(sought, hits, on, note)
    if other and other.how == OTHER_DATE and "type_differs" not in note:
        return replace(other, note=";".join(filter(None, (other.note, "named_here"))))
    return other or _as_written(sought, hits[0], note)


def _changed(sought: Sought, on: _Map) -> Match:
    """Find a unit by changing an accent or one letter, if nothing else comes as near."""
    name, index = sought.written.name, on.index
    same = by_bare(sought, index)
    hits = once([*same, *as_near(sought, index)]) if same else slips(sought, index)
    hits = once([*hits, *before_a_dash(sought, index)]) if hits else hits
    elsewhere = [place for place in index.find(spelling_key(name), (ANYWHERE,)) if place not in hits]
    note = ("exact_elsewhere",) if elsewhere else ()
    near = comes_near(sought, index) if not (same or elsewhere) else hits
    is_far = set(hits).isdisjoint(near)
    if hits and is_far and near:
        elsewhere, note = near, ("nearer_elsewhere",)
    if len(hits) == 1 and (same or (not elsewhere and _may_slip(sought, hits[0], on))):
        how = "accent_changed" if same else "slip"
        other = _of_other_date(sought, hits, on) or (is_far and _nearer_on_other_date(sought, hits, on))
        other = other or _another(sought, hits, on, note, near=True)
        return other or _answer(sought, hits[0].code, how, listed(elsewhere), *note)
    other = _of_other_date(sought, [], on, anywhere=not (hits or elsewhere))
    if other:
        return other
    if of_type(hits, sought.written.type) and (len(hits) > 1 or elsewhere):
        return _answer(sought, "", "ambiguous", listed([*hits, *elsewhere], name), *note)
    alike = nearest(name, index.within(sought.scope or (ANYWHERE,)))
    return _answer(sought, "", "none", listed(once([*hits, *elsewhere, *alike]), name), *note)


def _may_slip(sought: Sought, place: Place, on: _Map) -> bool:
    """Tell whether one letter may be changed: not in lone words like ``Tổng``, nor where much else may be meant."""
    written, others = sought.written, on.others()
    letters = sum(letter.isalpha() for letter in bare_key(written.name))
    return (
        letters >= SLIP_LETTERS
        and bool(written.type or " " in written.whole)
        and written.type in ("", place.type)
        and not (sought.scope == (ANYWHERE,) and on.index.has_districts)
        and (others is None or bool(others.known))
    )


def _means_another(sought: Sought, place: Place, on: _Map, *, near: bool = False) -> bool:
    """Tell whether words beside the name say that another unit is meant; they may well agree with this one."""
    written = sought.written
    if not (written.former or written.remark or written.is_former or written.mark):
        districts = [text for text in sought.districts if clean(text)]
        if all(on.index.has_districts and not without_former_words(text)[1] for text in districts):
            return False
    return Beside(sought, on.index, on.others(), near).means_another(place)


def _another(
    sought: Sought, hits: Sequence[Place], on: _Map, note: Sequence[str], *, near: bool = False
) -> Match | None:
    """List what may be meant where words beside the name speak against the one unit found."""
    if not _means_another(sought, hits[0], on, near=near):
        return None
    others = on.others()
    former = Beside(sought, on.index, others, near).former_units()
    listing = listed(once([*_here(former, on), *hits]), sought.written.name)
    if not (others and former):
        return _answer(sought, "", "ambiguous", listing, *note, "district_disagrees")
    day = min((others.known[one].rank, others.known[one].unit_date) for one in former)[1]
    return _answer(sought, "", OTHER_DATE, listing, *note, unit_date=day)


def _of_other_date(
    sought: Sought, hits: Sequence[Place], on: _Map, *, part: bool = False, anywhere: bool = False
) -> Match | None:
    """Say that another map has the very name; not so where the one unit found is its ground, or `part` of it."""
    others = on.others()
    within = () if ANYWHERE in sought.scope else (place.code for place in on.index.within(sought.scope))
    named = others.named(sought, frozenset(within), anywhere=anywhere) if others else {}
    if not named or _is_ground_of(hits, named, part=part):
        return None
    day = next(iter(named.values())).unit_date
    return _answer(sought, "", OTHER_DATE, listed(once([*_here(named, on), *hits])), unit_date=day)


def _nearer_on_other_date(sought: Sought, hits: Sequence[Place], on: _Map) -> Match | None:
    """Say that another map has a nearer name than the one unit found; not so where that is its ground."""
    others = on.others()
    near = others.near(sought) if others else {}
    if not near or _is_ground_of(hits, near):
        return None
    name, day = sought.written.name, next(iter(near.values())).unit_date
    there = "; ".join(f"{_without_code(place)} [{day}] ({likeness(name, place):.0f}%)" for place in near)
    candidates = f"{there}; {listed(once([*_here(near, on), *hits]), name)}"
    return _answer(sought, "", OTHER_DATE, candidates, "nearer_elsewhere", unit_date=day)


def _is_ground_of(hits: Sequence[Place], named: Mapping[Place, Known], *, part: bool = False) -> bool:
    """Tell whether the one unit found is the ground of all units of another date, or `part` of it."""
    grounds = [known.here or {place.code} for place, known in named.items()]
    own = {place.code for place in hits}
    return len(own) == 1 and all(own <= ground if part else own == ground for ground in grounds)


def _here(named: Iterable[Place], on: _Map) -> list[Place]:
    others = on.others()
    codes = frozenset().union(*(others.known[place].here for place in named)) if others else frozenset()
    return [place for place in on.index.places if place.code in codes]


def _without_code(place: Place) -> str:
    # The code of another date may be that of another unit here.
    return ", ".join(filter(None, (place.full, place.district)))


def _answer(
    sought: Sought, code: str, how: str, candidates: str = "", *notes: str, unit_date: str = ""
) -> Match:
    return Match(code, how, candidates, ";".join(dict.fromkeys((*sought.notes, *notes))), unit_date)
