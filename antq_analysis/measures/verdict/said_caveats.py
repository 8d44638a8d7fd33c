"""What of the panel must be read with a result, in words."""

from collections.abc import Iterator, Mapping

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_percent
from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.facts import REASONS, Facts
from antq_analysis.measures.verdict.shocks import Shared

_KM = 1000.0
_HEAD = "measures.verdict_caveat_"


def say_caveat(
    key: str, facts: Facts, words: Mapping[str, object], lang: str, *, shared: Shared | None, fell: bool
) -> Iterator[str]:
    """Say one caveat.

    Parameters
    ----------
    key
        One of those that :func:`antq_analysis.measures.verdict.weighed.panel_caveats` chooses.
    facts
        What the result rests on.
    words
        What it is about, as :func:`antq_analysis.measures.verdict.said.words_of` names it.
    lang
        ``"vi"`` or ``"en"``.
    shared
        What near communes share; None where that was not estimated.
    fell
        Whether a fall is told.

    Yields
    ------
    str
        Sentences.
    """
    name = key.removeprefix(_HEAD)
    if name == "break":
        for one in facts.breaks:
            label = one.label_en if lang == "en" else one.label_vi
            yield say(key, lang, label=label.rstrip("."), on=one.on, **words)
    elif name == "left_out":
        yield _left_out(key, facts, words, lang)
    elif name == "pressure":
        yield from _pressure(key, facts, words, lang, fell=fell)
    else:
        yield say(key, lang, **_numbers(facts, shared, lang), **words)


def say_times(value: float, lang: str) -> str:
    """Write how many times.

    Parameters
    ----------
    value
        A ratio.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Two decimals; a dash where it is not known.
    """
    return format_number(value, lang, 2) if np.isfinite(value) else "–"


def _numbers(facts: Facts, shared: Shared | None, lang: str) -> dict[str, object]:
    return {
        "mean": format_number(facts.mean, lang, 1),
        "n_districts": facts.districts,
        "n": facts.apportioned,
        "read": facts.from_stock,
        "surge": say_times(facts.placed.surge.value, lang),
        "share": format_percent(shared.share, lang, 0) if shared else "",
        "km": round(shared.reach / _KM) if shared else 0,
    }


def _left_out(key: str, facts: Facts, words: Mapping[str, object], lang: str) -> str:
    number = facts.left_out
    told = [
        say(f"measures.verdict_left_{name}", lang, n=number[name], before=levels.FEWEST_BEFORE)
        for name in REASONS
        if number[name]
    ]
    return say(key, lang, n=sum(number.values()), reasons=", ".join(told), **words)


def _pressure(key: str, facts: Facts, words: Mapping[str, object], lang: str, *, fell: bool) -> Iterator[str]:
    if fell:
        yield say(key, lang, **words)
    if facts.falls and facts.falls[0]:
        odd, with_model = facts.falls
        told = {"n": odd, "with_model": with_model, "last": str(facts.years[-1])}
        yield say("measures.verdict_odd_falls", lang, **told, **words)
