"""What a verdict says to everybody."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_percent, format_signed, lower_first
from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.basis import About, Words
from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.measures.verdict.rule import CANNOT_TELL, FALL, RISE, Decision
from antq_analysis.measures.verdict.said_caveats import say_caveat, say_times

if TYPE_CHECKING:
    from antq_analysis.measures.verdict.result import Verdict


def headline(found: "Verdict", lang: str) -> str:
    """Say the verdict alone.

    Parameters
    ----------
    found
        The verdict.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence.
    """
    return say(f"measures.verdict_{found.verdict}", lang)


def paragraph(found: "Verdict", lang: str) -> Iterator[str]:
    """Say a verdict for everybody, sentence by sentence.

    Parameters
    ----------
    found
        The verdict.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences.
    """
    yield headline(found, lang)
    decision, facts = found.decision, found.facts
    if decision is None or facts is None:
        yield found.refusal.text(lang) if found.refusal else ""
        return
    if decision.reason:
        yield say(f"measures.verdict_why_{decision.reason}", lang, **needed(), **words_of(found, lang))
    if decision.used:
        yield _estimate(found, facts, lang)
    yield say("measures.verdict_rests_on", lang, **words_of(found, lang), **size_of(facts))
    yield say(found.design, lang, **words_of(found, lang))
    if decision.used:
        yield say_placed(found, facts, lang)
        yield say(f"measures.verdict_used_{decision.used}", lang, **words_of(found, lang))
        yield _detectable(found, lang)
    words = words_of(found, lang)
    for key in found.caveats:
        yield from say_caveat(key, facts, words, lang, shared=decision.shared, fell=found.verdict == FALL)
    yield from _would_change(found, decision, lang)


def words_of(found: About, lang: str) -> dict[str, object]:
    """Name what a result is about.

    Parameters
    ----------
    found
        A verdict, or what stands beside one.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to object
        What most sentences need.
    """
    grouping = found.words.grouping[lang] or say("measures.verdict_parts_of_map", lang)
    return {
        "outcome": lower_first(found.words.outcome[lang]),
        "events": found.words.unit[lang],
        "units": found.province.unit_name_en if lang == "en" else found.province.unit_name_vi,
        "district": grouping,
        "parts": say_parts(found.words, lang),
    }


def say_parts(words: Words, lang: str) -> str:
    """Name what varies together, in the plural.

    Parameters
    ----------
    words
        What a result is about.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Districts; groups, where they are of the user's; parts of the map, where there are none.
    """
    own = words.grouping[lang]
    if not own:
        return say("measures.verdict_parts_of_map", lang)
    # A grouping of the user's has one name in all languages.
    known = len(set(words.grouping.values())) > 1
    return say("measures.verdict_districts" if known else "measures.verdict_groups", lang, district=own)


def needed() -> dict[str, object]:
    """Name what a design must have, for the sentences that say what it lacks.

    Returns
    -------
    dict of str to object
        Numbers of communes, years and districts, and the widest ratio.
    """
    return {
        "adopters": levels.FEWEST_ADOPTERS,
        "without": levels.FEWEST_WITHOUT,
        "before": levels.FEWEST_BEFORE,
        "districts": levels.FEWEST_DISTRICTS,
        "widest": float(np.exp(levels.WIDEST)),
    }


def size_of(facts: Facts) -> dict[str, object]:
    """Count what a result rests on.

    Parameters
    ----------
    facts
        What it rests on.

    Returns
    -------
    dict of str to object
        For ``measures.verdict_rests_on``.
    """
    return {
        "n": facts.communes,
        "adopters": facts.adopters,
        "without": facts.communes - facts.adopters,
        "n_districts": facts.districts,
        "n_events": round(facts.events),
        "first": str(facts.years[0]),
        "last": str(facts.years[-1]),
    }


def _estimate(found: "Verdict", facts: Facts, lang: str) -> str:
    ratios = dict(zip(("ratio", "low", "high"), found.ratio, strict=True))
    changes = dict(zip(("more", "more_low", "more_high"), found.a_year, strict=True))
    told = {name: format_number(value, lang, 2) for name, value in ratios.items()}
    told |= {name: format_signed(round(value), lang) for name, value in changes.items()}
    began = {"from": str(facts.adopted[0]), "to": str(facts.adopted[1])}
    return say(
        "measures.verdict_estimate",
        lang,
        adopters=facts.adopters,
        **told,
        **began,
        **words_of(found, lang),
    )


def say_placed(found: About, facts: Facts, lang: str) -> str:
    """Say how places that were about to begin stood beside the others.

    Parameters
    ----------
    found
        A verdict, or the design of one.
    facts
        What it rests on.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence.
    """
    told = {"usual": facts.placed.usual.value, "last": facts.placed.last.value}
    written = {name: say_times(value, lang) for name, value in told.items()}
    return say("measures.verdict_placed", lang, **written, **words_of(found, lang))


def _detectable(found: "Verdict", lang: str) -> str:
    fall, rise = found.detectable
    told = {"fall": format_percent(1 - fall, lang, 0), "rise": format_percent(rise - 1, lang, 0)}
    return say("measures.verdict_detectable", lang, **told, **words_of(found, lang))


def _would_change(found: "Verdict", decision: Decision, lang: str) -> Iterator[str]:
    if found.verdict in (FALL, RISE):
        gap = float(np.exp(abs(decision.value) - decision.half_width)) - 1
        told = {"gap": format_percent(gap, lang, 0 if gap >= 0.01 else 1)}
        yield say("measures.verdict_would_change", lang, **told, **words_of(found, lang))
    elif found.verdict == CANNOT_TELL:
        yield say("measures.verdict_not_nothing", lang, **words_of(found, lang))
