"""What is said of places and their neighbours, before and after."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.measures.design.study import LEFT_OUT
from antq_analysis.measures.since_start.areas import NOT_NAMED, WITHIN
from antq_analysis.measures.since_start.differences import limits_of, pair_of
from antq_analysis.measures.verdict.said import words_of

if TYPE_CHECKING:
    from antq_analysis.measures.since_start.displaced import Displaced

_HEAD = "measures.displacement_"


def paragraph(found: "Displaced", lang: str) -> Iterator[str]:
    """Say what changed in places and next door, sentence by sentence.

    Parameters
    ----------
    found
        The result.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences.
    """
    words, rows = _words(found, lang), found.table
    yield say(f"{_HEAD}counts", lang, **words)
    if "near_n" in words:
        yield say(f"{_HEAD}near", lang, **words)
    yield say(f"{_HEAD}others", lang, **words)
    yield say(f"{_HEAD}difference", lang, **_ends(rows, "both", lang), **words)
    if np.isfinite(rows["error_between"]["both"]):
        yield say(f"{_HEAD}chance", lang, **_ends(rows, "both", lang, chance=True), **words)
    if "near" in rows.index:
        own = _signed(rows["value"]["target"], lang)
        yield say(f"{_HEAD}next_door", lang, own=own, **_ends(rows, "near", lang), **words)
        quotient = found.quotient
        if np.isfinite(quotient):
            yield say(f"{_HEAD}quotient", lang, quotient=format_number(quotient, lang, 2), **words)
        else:
            yield say(f"{_HEAD}no_quotient", lang, **words)
    else:
        yield say(f"{_HEAD}nobody_near", lang, **words)
    yield say(found.design, lang, **words)
    if "ratio" in rows.index:
        yield say(f"{_HEAD}ratio", lang, **_ends(rows, "ratio", lang), **words)
    yield from _earlier(found, words, lang)
    for key in found.caveats:
        yield _caveat(found, key, words, lang)


def _words(found: "Displaced", lang: str) -> dict[str, object]:
    before, after = found.years.said
    halves = found.years.halves
    first, second = halves.said if halves else ("", "")
    words = words_of(found, lang) | {"first": before, "second": after, "early": first, "late": second}
    counts = found.counts
    for name in counts.index[counts["n"] > 0]:
        words[f"{name}_n"] = int(counts["n"][name])
        for column, number in zip(("before", "after"), pair_of(counts, name), strict=True):
            words[f"{name}_{column}"] = format_number(number, lang, 0)
    return words


def _ends(table: pd.DataFrame, row: str, lang: str, *, chance: bool = False) -> dict[str, str]:
    limits = limits_of(table, row) if not chance else (table["low"][row], table["high"][row])
    shown = (table["value"][row], *limits)
    return {name: _signed(number, lang) for name, number in zip(("value", "low", "high"), shown, strict=True)}


def _signed(number: float, lang: str) -> str:
    return format_signed(round(float(number)), lang)


def _earlier(found: "Displaced", words: dict[str, object], lang: str) -> Iterator[str]:
    if "earlier" not in found.table.index:
        yield say(f"{_HEAD}no_earlier", lang, **words)
        return
    low, high = limits_of(found.table, "earlier")
    key = "apart" if low > 0 or high < 0 else "earlier"
    yield say(f"{_HEAD}{key}", lang, **_ends(found.table, "earlier", lang), **words)


def _caveat(found: "Displaced", key: str, words: dict[str, object], lang: str) -> str:
    if key != f"{_HEAD}left_out":
        return say(key, lang, **words)
    number = found.places["reason"].value_counts()
    told = [
        say(
            f"{_HEAD}{name}" if name in (WITHIN, NOT_NAMED) else f"measures.verdict_left_{name}",
            lang,
            n=number[name],
        )
        for name in (*LEFT_OUT, WITHIN, NOT_NAMED)
        if name in number
    ]
    return say(key, lang, n=int(found.places["area"].eq("").sum()), reasons=", ".join(told), **words)
