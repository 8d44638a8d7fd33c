"""What is said of the years around the beginning, and of before and since."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_percent, format_signed
from antq_analysis.measures.effects.honest import EventTimes, honest_interval
from antq_analysis.measures.since_start.names import (
    AFTER,
    AFTER_TO_BEFORE,
    BEFORE,
    LEAD,
    OVERALL,
    TWO_WAY,
)
from antq_analysis.measures.verdict.said import size_of, words_of
from antq_analysis.measures.verdict.said_caveats import say_caveat, say_times
from antq_analysis.measures.verdict.said_further import p_text

if TYPE_CHECKING:
    from antq_analysis.measures.since_start.result import (
        DifferenceInDifferences,
        EventStudy,
        SinceStart,
    )

_ENDS = ("value", "low", "high")


def by_year_paragraph(found: "EventStudy", lang: str) -> Iterator[str]:
    """Say an event study for everybody, sentence by sentence.

    Parameters
    ----------
    found
        The event study.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences.
    """
    words = words_of(found, lang)
    yield say("measures.since_after", lang, **_began(found), **ends_of(found.averages, AFTER, lang), **words)
    if found.alike_before is None:
        yield say("measures.since_no_check", lang, **words)
    else:
        before = ends_of(found.averages, BEFORE, lang)
        key = "alike" if found.alike_before else "unlike" if found.unusual_year else "uneven"
        years = ", ".join(format_signed(year, lang) for year in found.apart or () if year)
        yield say(f"measures.since_{key}", lang, years=years, **before, **words)
    if found.unusual_year:
        both = ends_of(found.averages, AFTER_TO_BEFORE, lang)
        yield say("measures.since_either_way", lang, **both, **words)
    yield from _standing(found, lang)


def by_year_details(found: "EventStudy", lang: str) -> Iterator[str]:
    """Say every year of an event study, and how far the trends may have parted.

    Parameters
    ----------
    found
        The event study.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences.
    """
    told = [
        say(
            "measures.since_year",
            lang,
            year=format_signed(year, lang),
            n=int(found.table["n"][year]),
            **ends_of(found.table, year, lang),
        )
        for year in found.table.index
    ]
    yield say("measures.since_years", lang, shown="; ".join(told), **words_of(found, lang))
    low, high = parted_as_before(found)
    if np.isfinite(low) and low <= high:
        ends = {"low": say_times(float(np.exp(low)), lang), "high": say_times(float(np.exp(high)), lang)}
        yield say("measures.since_parted", lang, **ends)


def parted_as_before(found: "EventStudy") -> tuple[float, float]:
    """Give limits of the average since the beginning if trends parted by as much each year as they ever did before.

    Parameters
    ----------
    found
        The event study.

    Returns
    -------
    tuple of float
        Logarithms; infinite where it cannot be told.
    """
    districts = found.facts.ground.districts
    times, by_time = found.fitted.by_event_time(districts)
    kept = np.isin(times, found.table.index[found.table["low"].notna()])
    known = {*times[kept].astype(int), -1}
    span = range(min(known), max(known) + 1)
    if not (times[kept] < 0).any() or not (times[kept] >= 0).any() or set(span) != known:
        return -np.inf, np.inf
    own = by_time.logs.combined(np.eye(len(times))[kept])
    return honest_interval(EventTimes(own, times[kept]), 1.0)


def by_cohort_paragraph(found: "DifferenceInDifferences", lang: str) -> Iterator[str]:
    """Say differences in differences for everybody, sentence by sentence.

    Parameters
    ----------
    found
        The estimate.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences.
    """
    words, rows = words_of(found, lang), found.table
    yield _estimate(found, words, lang)
    cohorts = [name for name in rows.index if name not in (OVERALL, TWO_WAY, LEAD)]
    told = [
        say(
            "measures.since_cohort",
            lang,
            cohort=name,
            n=int(rows["n"][name]),
            **ends_of(rows, name, lang),
        )
        for name in cohorts
    ]
    if len(cohorts) > 1:
        yield say("measures.since_cohorts", lang, shown="; ".join(told), **words)
    yield say("measures.since_two_way", lang, **ends_of(rows, TWO_WAY, lang), **words)
    if found.against_earlier > 0:
        yield say("measures.since_bacon", lang, share=format_percent(found.against_earlier, lang, 0), **words)
    if np.isfinite(rows["value"][LEAD]):
        yield say("measures.verdict_lead", lang, **ends_of(rows, LEAD, lang))
    if np.isfinite(found.p_shuffled):
        yield say("measures.verdict_shuffled", lang, p=p_text(found.p_shuffled, lang), **words)
    yield from _standing(found, lang)


def ends_of(table: pd.DataFrame, row: str | int, lang: str) -> dict[str, str]:
    """Write a ratio with its limits.

    Parameters
    ----------
    table
        Columns value, low and high.
    row
        Which.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to str
        By these names; a dash where there is none.
    """
    return {name: say_times(float(table[name][row]), lang) for name in _ENDS}


def _estimate(found: "DifferenceInDifferences", words: Mapping[str, object], lang: str) -> str:
    value, low, high = found.ratio
    told: dict[str, object] = {"ratio": say_times(value, lang), "low": say_times(low, lang)}
    told["high"] = say_times(high, lang)
    for name, number in zip(("more", "more_low", "more_high"), found.a_year, strict=True):
        told[name] = format_signed(round(number), lang) if np.isfinite(number) else "–"
    return say("measures.verdict_estimate", lang, **_began(found), **told, **words)


def _began(found: "SinceStart") -> dict[str, object]:
    first, last = found.facts.adopted
    return {"adopters": found.facts.adopters, "from": str(first), "to": str(last)}


def _standing(found: "SinceStart", lang: str) -> Iterator[str]:
    words = words_of(found, lang)
    yield say("measures.verdict_rests_on", lang, **words, **size_of(found.facts))
    yield say(found.design, lang, **words)
    for key in found.caveats:
        yield from say_caveat(key, found.facts, words, lang, shared=None, fell=found.fell)
    yield say("measures.since_no_verdict", lang, **words)
