"""The finding that is the title of a slide: what moved, how many went which way, and how far communes lie apart."""

from collections.abc import Iterable, Sequence

import numpy as np

from antq_analysis.briefing.counted import say_counts
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.standing import Standing
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first, shown_decimals
from antq_analysis.measures.frame import STATE, YEAR, Measure

_FEWEST = 8
"""Of fewer communes no middle half is told."""


def say_moved(given: Given, standings: Sequence[Standing], lead: Iterable[str]) -> str:
    """Say how the leading figures changed; where none may be compared, how many of all rose and fell.

    Parameters
    ----------
    given
        Panel, year and language.
    standings
        The figures that are shown.
    lead
        Those that the title tells.

    Returns
    -------
    str
        One sentence.
    """
    leading = given.standings(tuple(lead)) if given.before else ()
    moved = [one for one in leading if not one.why_not(given.before)]
    if not moved:
        return say_directions(given, standings)
    changes = "; ".join(f"{lower_first(one.name)} {one.change(given.before)}" for one in moved)
    return say("briefing.moved", given.lang, year=given.year, since=given.before, changes=changes)


def say_directions(given: Given, standings: Sequence[Standing]) -> str:
    """Say how many figures rose, fell and may not be compared.

    Parameters
    ----------
    given
        Panel, year and language.
    standings
        The figures.

    Returns
    -------
    str
        One sentence; without a year before, what the table shows.
    """
    if not given.before:
        return say("briefing.key_figures_title", given.lang, year=given.year)
    counts = count_moves(standings, given.before)
    parts = say_counts("briefing.directions", counts, given.lang)
    return say("briefing.directions", given.lang, n=len(standings), since=given.before, parts=parts)


def count_moves(standings: Sequence[Standing], since: str) -> dict[str, int]:
    """Count the figures that rose, fell, stayed the same and may not be compared.

    Parameters
    ----------
    standings
        The figures.
    since
        The year before.

    Returns
    -------
    dict of str to int
        ``up``, ``down``, ``same`` and ``apart``.
    """
    compared = [one for one in standings if not one.why_not(since)]
    moved = [one.difference(since)[0] for one in compared]
    counts = {"up": sum(one > 0 for one in moved), "down": sum(one < 0 for one in moved)}
    return counts | {"same": sum(one == 0 for one in moved), "apart": len(standings) - len(compared)}


def say_on_map(measure: Measure, year: str, lang: str) -> str:
    """Say between which values the middle half of the communes on a map lies.

    Parameters
    ----------
    measure
        What the map shows, without what a release hides.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence; empty for states, classes and years, for few communes and where the half has one value.
    """
    rows = measure.at(year)
    values = rows["value"].dropna().to_numpy(float)
    if len(values) < _FEWEST or rows["method"].isin([STATE, YEAR]).any():
        return ""
    # Of two values the lower and the higher one: both ends are figures that a commune has.
    low = np.quantile(values, 0.25, method="lower")
    high = np.quantile(values, 0.75, method="higher")
    decimals = max(shown_decimals(value) for value in (low, high))
    if low == high:
        return ""
    unit = measure.unit(lang)
    words: dict[str, object] = {"label": measure.label(lang), "year": year, "n": len(values)}
    words |= {"units": measure.province.unit_name(lang), "unit": unit if unit == "%" else f" {unit}"}
    words |= {name: format_number(end, lang, decimals) for name, end in (("low", low), ("high", high))}
    zeros = int((values == 0).sum())
    bare = say("briefing.on_map_zeros", lang, zeros=zeros, **words) if zeros and low > 0 else ""
    return say("briefing.on_map", lang, bare=bare, **words)
