"""How many communes and people there are, and what of the boundaries changed in the year."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pandas as pd

from antq_analysis.briefing.given import Given
from antq_analysis.briefing.parts import Bullets, Paragraph
from antq_analysis.language.catalogue import say
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.vocabulary import Break


def place(given: Given) -> tuple[Paragraph | Bullets, ...]:
    """Say how many communes of which type there are, and how many there were before a reform of the year.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph or Bullets
        One paragraph, then the changes of boundaries in the year.
    """
    panel, lang = given.panel, given.lang
    day = date.fromisoformat(panel.map_date)
    kinds = Counter(str(kind).lower() for kind in panel.units.get("type", ()) if str(kind))
    # Kinds of communes are Vietnamese words of law; in English the sentence does without what it cannot translate.
    told = ", ".join(f"{n} {kind}" for kind, n in kinds.items()) if len(kinds) > 1 and lang == "vi" else ""
    words = {
        "province": panel.province.name(lang),
        "n": len(panel.units),
        "units": panel.province.unit_name(lang),
        "day": day,
        "kinds": f" ({told})" if told else "",
    }
    text = [say("briefing.place", lang, **words)]
    earlier = [one for one in panel.registers if one < panel.map_date and one < f"{given.year}-01-01"]
    if day.year == int(given.year) and earlier and (day.month, day.day) != (1, 1):
        known = panel.registers[max(earlier)]
        text.append(say("briefing.place_before", lang, n=len(known), units=words["units"]))
    if population := given.standing("population"):
        text.append(population.sentence(given.before))
    return (Paragraph(" ".join(text)),)


def breaks_of(given: Given) -> tuple[Break, ...]:
    """List what changed in the way of counting and in the boundaries within the year.

    Parameters
    ----------
    given
        Panel and year.

    Returns
    -------
    tuple of Break
        Those of the indicators of the briefing and of all, in order of date.
    """
    first, last = date(int(given.year) - 1, 12, 31), date(int(given.year), 12, 31)
    panel = given.panel
    names = [name for name in given.outline.listed() if name in given.there]
    found = {one.id: one for one in breaks_between(panel.vocabulary, panel.province.id, names, first, last)}
    for one in panel.vocabulary.breaks:
        # A change of boundaries is of no single indicator.
        if panel.province.id in one.provinces and not one.indicators and first < one.on <= last:
            found[one.id] = one
    told = {one.on for one in found.values() if one.kind == "boundary"}
    for one in _map_breaks(given):
        if first < one.on <= last and one.on not in told:
            found[one.id] = one
    return tuple(sorted(found.values(), key=lambda one: (one.on, one.id)))


def _map_breaks(given: Given) -> Iterator[Break]:
    """Find the days from which the communes are others: the maps tell it where the vocabulary names no reform."""
    registers = {given.panel.map_date: given.panel.units, **given.panel.registers}
    for old, new in pairwise(sorted(registers)):
        if _communes(registers[old]) == _communes(registers[new]):
            continue
        sizes = {"before": len(registers[old]), "after": len(registers[new])}
        key = "briefing.units_renamed" if sizes["before"] == sizes["after"] else "briefing.units_rearranged"
        yield Break(
            id=f"map_{new}",
            kind="boundary",
            on=date.fromisoformat(new),
            before=str(sizes["before"]),
            after=str(sizes["after"]),
            label_vi=say(key, "vi", **sizes),
            label_en=say(key, "en", **sizes),
            source="",
        )


def _communes(units: pd.DataFrame) -> frozenset[tuple[str, str]]:
    rows = units if "unit_code" in units else units.reset_index()
    return frozenset(zip(rows["unit_code"].astype(str), rows["name"].astype(str), strict=True))
