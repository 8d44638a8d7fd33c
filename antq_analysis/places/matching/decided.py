"""What a person decided about names: which unit a written name means."""

from collections.abc import Iterator

import pandas as pd

from antq_analysis.places.matching.names import bare_key, clean, read_name, spelling_key

NOT_A_UNIT = "not_a_unit"
"""In the place of a code: a person decided that the words name no unit."""

Decisions = dict[tuple[str, str], frozenset[str]]
"""Codes by key of the name and key of the district; several codes decide nothing."""


def read_decisions(aliases: pd.DataFrame | None, units: pd.DataFrame) -> Decisions:
    """Lay decisions out for looking names up: of several, those of the latest day count.

    Parameters
    ----------
    aliases
        ``written_name, written_district, map_date, unit_code, decided_on``, or None.
    units
        The register of the map; decisions for other units or later maps are left aside.

    Returns
    -------
    dict
        Codes by name and district.
    """
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


def decided_codes(text: str, name: str, district: str, decided: Decisions) -> Iterator[frozenset[str]]:
    """Look a name up: the whole text before the name alone, the district before none.

    Parameters
    ----------
    text
        The cell's text.
    name
        The name in it.
    district
        The district as written, or empty.
    decided
        The decisions.

    Yields
    ------
    frozenset[str]
        Codes, from the most particular decision on.
    """
    if not decided:
        return
    places = (_district_key(district), "")
    for key in (spelling_key(text), spelling_key(name)):
        yield from (decided[key, place] for place in places if (key, place) in decided)


def _district_key(district: str) -> str:
    return bare_key(read_name(district).name) if clean(district) else ""
