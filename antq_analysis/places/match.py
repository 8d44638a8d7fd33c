"""From a written name to a unit: exactly one answer, or none with its candidates."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from rapidfuzz import fuzz, process

from antq_analysis.places.index import ANYWHERE, Place, UnitIndex, index_units
from antq_analysis.places.names import UNIT_TYPES, WrittenName, bare, bare_key, clean, read_name, spelling_key

ACCEPTED = ("exact", "folded", "alias", "accent_changed")
NOT_A_UNIT = "not_a_unit"
"""In the place of a code: a person decided that the words name no unit."""
HOWS = (*ACCEPTED, NOT_A_UNIT, "ambiguous", "none")
NEAREST_SHOWN = 3
NEAREST_SCORE = 60.0


@dataclass(frozen=True)
class Match:
    """The answer to one written name.

    Attributes
    ----------
    unit_code
        The unit's code, empty unless `how` is one of ``ACCEPTED``.
    how
        One of ``HOWS``.
    candidates
        What it may have been, readable, separated by ``; ``.
    note
        Remarks by id, separated by ``;``: ``type_differs``, ``exact_elsewhere``, ``district_unknown``,
        ``district_disagrees``, ``district_not_on_map``, ``district_accent_changed``, ``now_name``, ``no_name``,
        ``second_name`` (what follows a comma is no district or province), ``remark`` (an unknown bracket).
    """

    unit_code: str
    how: str
    candidates: str = ""
    note: str = ""


Decisions = dict[tuple[str, str], frozenset[str]]


def match_units(
    wanted: pd.DataFrame, units: pd.DataFrame, aliases: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find the unit that each written name and district mean.

    A name must be found within its district; where no district is known it must be the only one on the map. Nothing
    is accepted because it is merely similar: similar names are only listed.

    Parameters
    ----------
    wanted
        Columns ``name`` and ``district`` as written; ``district`` may be empty.
    units
        The register of one map (:func:`antq_analysis.places.register.load_units`).
    aliases
        What a person decided: ``written_name, written_district, map_date, unit_code, decided_on``. Decisions for
        units that are not on this map are left aside; ``NOT_A_UNIT`` in place of a code says that it names none.

    Returns
    -------
    pandas.DataFrame
        Columns ``unit_code, how, candidates, note``, one row for each row of `wanted`, with its index. A code stands
        only where `how` is exact, folded, alias or accent_changed.

    Examples
    --------
    >>> units = pd.DataFrame({"unit_code": ["05176"], "name": ["Xã Vân Sơn"], "type": ["Xã"],
    ...                       "district_code": ["155"], "district_name": ["Huyện Tân Lạc"]})
    >>> wanted = pd.DataFrame({"name": ["VÂN SƠN", "Văn Sơn"], "district": ["H. Tân Lạc", "Tân Lạc"]})
    >>> match_units(wanted, units)[["unit_code", "how"]].to_numpy().tolist()
    [['05176', 'folded'], ['05176', 'accent_changed']]
    """
    index = index_units(units)
    decided = _decisions(aliases, units)
    names = wanted["name"].fillna("").astype(str).tolist()
    districts = wanted["district"].fillna("").astype(str).tolist()
    pairs = list(zip(names, districts, strict=True))
    answers = {pair: _match(*pair, index, decided) for pair in dict.fromkeys(pairs)}
    rows = [answers[pair] for pair in pairs]
    columns = {
        field: [getattr(row, field) for row in rows] for field in ("unit_code", "how", "candidates", "note")
    }
    return pd.DataFrame(columns, index=wanted.index, dtype="str")


def _match(text: str, district: str, index: UnitIndex, decided: Decisions) -> Match:
    if not clean(text):
        return Match("", "none", note="no_name")
    written = read_name(text)
    inside, others = _tails(written, index)
    scope, notes = _scope(district, inside, index)
    notes += ["remark"] if written.remark else []
    if others:
        return _several(text, written, others, district or inside, index, decided)
    by_decision = _decided(text, written, district or inside, decided)
    found = _by_spelling(written, scope, index)
    if found and len(found[0]) == 1:
        place = found[0][0]
        exact = unicodedata.normalize("NFC", text.strip()) in (place.full, place.name)
        return Match(place.code, "exact" if exact else "folded", note=_join(notes + found[1]))
    if len(by_decision) == 1:
        return _by_decision(next(iter(by_decision)), _join(notes))
    if found:
        return Match("", "ambiguous", _listed(found[0]), _join(notes + found[1]))
    return _by_bare(written, scope, index, notes)


def _tails(written: WrittenName, index: UnitIndex) -> tuple[str, list[str]]:
    """Tell the district that stands after a comma without its type from what names something else."""
    inside, others = written.district, []
    for tail in written.tails:
        if not read_name(tail).type and index.find_districts(tail)[0]:
            inside = inside or tail
        elif bare_key(tail) not in index.provinces:
            others.append(tail)
    return inside, others


def _several(
    text: str, written: WrittenName, others: list[str], district: str, index: UnitIndex, decided: Decisions
) -> Match:
    codes = {
        code
        for place in (_district_key(district), "")
        for code in decided.get((spelling_key(text), place), frozenset())
    }
    if len(codes) == 1:
        return _by_decision(codes.pop(), "second_name")
    names = [written.name, *(read_name(other).name for other in others)]
    hits = [place for name in names for place in index.find(spelling_key(name), (ANYWHERE,))]
    return Match("", "ambiguous", _listed(dict.fromkeys(hits)) or "; ".join(others), "second_name")


def _by_decision(code: str, note: str) -> Match:
    return Match("", NOT_A_UNIT, note=note) if code == NOT_A_UNIT else Match(code, "alias", note=note)


def _scope(district: str, inside: str, index: UnitIndex) -> tuple[tuple[str, ...], list[str]]:
    """Tell in which districts to look: ``(ANYWHERE,)`` for the whole map, ``()`` for nowhere."""
    scopes = [index.find_districts(text) for text in (district, inside) if clean(text)]
    if not scopes:
        return (ANYWHERE,), []
    if not index.has_districts:
        return (ANYWHERE,), ["district_not_on_map"]
    if not all(codes for codes, _ in scopes):
        return (), ["district_unknown"]
    common = tuple(code for code in scopes[0][0] if all(code in codes for codes, _ in scopes))
    notes = ["district_accent_changed"] if any(changed for _, changed in scopes) else []
    return common, notes if common else ["district_disagrees"]


def _by_spelling(
    written: WrittenName, scope: Sequence[str], index: UnitIndex
) -> tuple[list[Place], list[str]] | None:
    hits = index.find(spelling_key(written.name), scope)
    if not hits and written.type:
        whole = index.find(spelling_key(written.whole), scope)
        if whole:
            return whole, []
    if not hits and written.now:
        now = read_name(written.now)
        hits = _of_type(index.find(spelling_key(now.name), scope), now.type or written.type)
        return (hits, ["now_name"]) if hits else None
    if not hits:
        return None
    same = _of_type(hits, written.type)
    if same:
        return same, []
    rivals = _of_type(index.find_bare(bare_key(written.name), scope), written.type)
    return hits + rivals, ["type_differs"]


def _by_bare(written: WrittenName, scope: Sequence[str], index: UnitIndex, notes: list[str]) -> Match:
    hits = _of_type(index.find_bare(bare_key(written.name), scope), written.type)
    if not written.type:
        kind, rest = _type_without_accents(written.whole)
        if kind:
            hits += [
                place for place in _of_type(index.find_bare(bare_key(rest), scope), kind) if place not in hits
            ]
    elsewhere = index.find(spelling_key(written.name), (ANYWHERE,))
    if len(hits) == 1:
        note = ["exact_elsewhere"] if elsewhere else []
        return Match(hits[0].code, "accent_changed", _listed(elsewhere), _join(notes + note))
    if hits:
        return Match("", "ambiguous", _listed(hits), _join(notes))
    near = _nearest(written, scope or (ANYWHERE,), index, elsewhere)
    return Match("", "none", near, _join(notes + (["exact_elsewhere"] if elsewhere else [])))


def _of_type(places: Iterable[Place], kind: str) -> list[Place]:
    return [place for place in places if not kind or place.type == kind]


@lru_cache(maxsize=65536)
def _type_without_accents(text: str) -> tuple[str, str]:
    folded = bare(text)
    for kind in UNIT_TYPES:
        prefix = bare(kind) + " "
        if folded.startswith(prefix):
            return kind, folded.removeprefix(prefix)
    return "", text


def _decisions(aliases: pd.DataFrame | None, units: pd.DataFrame) -> Decisions:
    if aliases is None or aliases.empty:
        return {}
    known = aliases[aliases["unit_code"].isin([*units["unit_code"], NOT_A_UNIT])]
    if "unit_date" in units and "map_date" in known:
        dated = known["map_date"].fillna("").astype(str)
        known = known[dated.eq("") | dated.ge(units["unit_date"].max())]
    if "decided_on" in known:
        known = known.sort_values("decided_on", kind="stable")
    decided: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}
    for row in known.to_dict("records"):
        key = (spelling_key(str(row["written_name"])), _district_key(str(row.get("written_district") or "")))
        day, codes = decided.get(key, ("", frozenset()))
        today = str(row.get("decided_on") or "")
        decided[key] = (today, (codes if today == day else frozenset()) | {str(row["unit_code"])})
    return {key: codes for key, (_, codes) in decided.items()}


def _decided(text: str, written: WrittenName, district: str, decided: Decisions) -> frozenset[str]:
    if not decided:
        return frozenset()
    for name in (spelling_key(text), spelling_key(written.name)):
        for place in (_district_key(district), ""):
            if (name, place) in decided:
                return decided[name, place]
    return frozenset()


def _district_key(district: str) -> str:
    return bare_key(read_name(district).name) if clean(district) else ""


def _nearest(written: WrittenName, scope: Sequence[str], index: UnitIndex, elsewhere: list[Place]) -> str:
    places = index.within(scope)
    found = process.extract(
        bare_key(written.name),
        [place.bare for place in places],
        scorer=fuzz.ratio,
        limit=NEAREST_SHOWN,
        score_cutoff=NEAREST_SCORE,
    )
    near = [f"{places[at]} ({score:.0f}%)" for _, score, at in found if places[at] not in elsewhere]
    return "; ".join([str(place) for place in elsewhere] + near)


def _listed(places: Iterable[Place]) -> str:
    return "; ".join(str(place) for place in places)


def _join(notes: list[str]) -> str:
    return ";".join(dict.fromkeys(notes))
