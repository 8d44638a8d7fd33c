"""What an association says in an annex: trials, tests, districts, groups of models."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_percent, lower_first
from antq_analysis.measures.association.said_words import (
    LEVEL,
    Row,
    ends_of,
    number,
    rows_of,
    sides_of,
    tested,
    too_few_places,
)

if TYPE_CHECKING:
    from antq_analysis.measures.association.result import Association


def further(found: "Association", lang: str) -> Iterator[str]:
    """Say what belongs in an annex, sentence by sentence.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Yields
    ------
    str
        Sentences.
    """
    rows = rows_of(found)
    yield _ways(found, lang)
    yield from _coefficients(found, rows, lang)
    yield from _districts(found, rows, lang)
    yield from _groups_of_models(found.model_groups, lang)


def _ways(found: "Association", lang: str) -> str:
    ways = [
        say(
            f"measures.associate_way_{name}",
            lang,
            **sides_of(found, lang),
            median=number(one.median, lang),
            low=number(one.low, lang),
            high=number(one.high, lang),
            share=format_percent(one.naive, lang, 0),
        )
        for name, one in found.nothing_true.items()
    ]
    one = next(iter(found.nothing_true.values()))
    words = sides_of(found, lang) | {"runs": len(one.runs), "n": one.n, "ways": "; ".join(ways)}
    return say("measures.associate_ways", lang, **words)


def _coefficients(found: "Association", rows: Mapping[str, Row], lang: str) -> Iterator[str]:
    ranks = {name: number(rows[name]["value"], lang) for name in ("spearman", "kendall")}
    yield say("measures.associate_plain", lang, **tested(rows["pearson"], lang), **ranks)
    if "spatial" in rows and not too_few_places(found):
        n = int(rows["spatial"]["n"])
        worth = {"effective": min(round(rows["spatial"]["effective_n"]), n), "n": n}
        yield say("measures.associate_places", lang, **tested(rows["spatial"], lang), **worth)
    if "lee" in rows:
        yield say("measures.two_maps_lee", lang, value=number(rows["lee"]["value"], lang))
    for name in ("partial", "without_size"):
        if name in rows:
            given = ", ".join(map(lower_first, found.words.given[lang]))
            words = ends_of(rows[name], lang) | {"n": int(rows[name]["n"])}
            yield say(f"measures.associate_{name}", lang, given=given, **words)


def _districts(found: "Association", rows: Mapping[str, Row], lang: str) -> Iterator[str]:
    if found.districts is None:
        return
    words = sides_of(found, lang) | ends_of(rows["within"], lang)
    words |= {"between": number(rows["between"]["value"], lang), "groups": int(rows["between"]["n"])}
    yield say("measures.associate_districts", lang, **words)
    outside = len(found.frame) - int(rows["within"]["n"])
    if outside:
        yield say("measures.associate_outside_districts", lang, **words | {"n": outside})
    without = found.districts.table["without"].dropna()
    ends = {"low": number(without.min(), lang), "high": number(without.max(), lang)}
    yield say("measures.associate_without", lang, **words | ends)
    turned = found.districts.table[found.districts.table["without"] * rows["pearson"]["value"] < 0]
    if len(turned):
        yield say("measures.associate_turned", lang, names=", ".join(turned["name"].astype(str)))


def _groups_of_models(groups: pd.DataFrame, lang: str) -> Iterator[str]:
    known = groups[groups["value"].notna()].astype({"value": float})
    if known.empty:
        return
    known = known.sort_values("value")
    ends = {
        end: f"{row[f'name_{lang}']} {number(row['value'], lang)}"
        for end, row in (("lowest", known.iloc[0]), ("highest", known.iloc[-1]))
    }
    standing = int((known["q_value"].astype(float) <= LEVEL).sum())
    yield say("measures.associate_model_groups", lang, n=len(known), standing=standing, **ends)
