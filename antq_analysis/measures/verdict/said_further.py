"""What a verdict says in an annex: other estimators, the year before, tests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.effects.sensitivity import e_value
from antq_analysis.measures.verdict.beside import FARTHER, HISTORY, LEAD, NEXT_DOOR, OWN, PLAIN, SATURATED
from antq_analysis.measures.verdict.rule import JOINT, SMOOTH
from antq_analysis.measures.verdict.said import words_of

if TYPE_CHECKING:
    from antq_analysis.measures.verdict.result import Verdict

_LEAST = 0.001


def further(found: "Verdict", lang: str) -> Iterator[str]:
    """Say what belongs in an annex, sentence by sentence.

    Parameters
    ----------
    found
        The verdict.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences; none where nothing was estimated.
    """
    if found.decision is None or not found.decision.used:
        return
    names = [name for name in (JOINT, SMOOTH, PLAIN, SATURATED, HISTORY) if name in found.table.index]
    shown = [_one(found, name, lang) for name in names]
    yield say("measures.verdict_estimators", lang, shown="; ".join(shown))
    yield from _gate(found, lang)
    if LEAD in found.table.index and found.table["value"].notna()[LEAD]:
        yield say("measures.verdict_lead", lang, **_ends(found, LEAD, lang))
    if OWN in found.table.index:
        ends = {
            f"{head}{end}": text
            for head, name in (("", OWN), ("near_", NEXT_DOOR), ("far_", FARTHER))
            for end, text in _ends(found, name, lang).items()
        }
        yield say("measures.verdict_around", lang, **ends, **words_of(found, lang))
    if found.others is not None and np.isfinite(found.others.p_shuffled):
        told = {"p": p_text(found.others.p_shuffled, lang)}
        yield say("measures.verdict_shuffled", lang, **told, **words_of(found, lang))
    value, limit = e_value(*found.ratio)
    told = {"value": format_number(value, lang, 2), "limit": format_number(limit, lang, 2)}
    yield say("measures.verdict_e_value", lang, **told)


def _one(found: "Verdict", name: str, lang: str) -> str:
    return say(f"measures.verdict_by_{name}", lang, **_ends(found, name, lang))


def _ends(found: "Verdict", name: str, lang: str) -> dict[str, str]:
    parts = ["value", "low", "high"]
    ends = dict(zip(parts, found.table.loc[name, parts].to_numpy(float), strict=True))
    return {
        part: format_number(number, lang, 2) if np.isfinite(number) else "–" for part, number in ends.items()
    }


def _gate(found: "Verdict", lang: str) -> Iterator[str]:
    joint = found.decision.joint if found.decision else None
    if joint is not None:
        last, history = (format_number(float(z), lang, 1) for z in joint.z_history)
        told = {"last": last, "history": history, "p": p_text(joint.p_history, lang)}
        yield say("measures.verdict_gate", lang, **told)


def p_text(p_value: float, lang: str) -> str:
    """Write a p value.

    Parameters
    ----------
    p_value
        The p value.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Such as ``p = 0,020`` or ``p < 0,001``.
    """
    if p_value < _LEAST:
        return f"p < {format_number(_LEAST, lang, 3)}"
    return f"p = {format_number(p_value, lang, 3)}"
