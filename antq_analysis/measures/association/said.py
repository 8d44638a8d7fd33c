"""What an association says to everybody."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_percent
from antq_analysis.measures.association.said_words import (
    Row,
    direction,
    ends_of,
    interval,
    number,
    rows_of,
    sides_of,
    standing,
    too_few_places,
)
from antq_analysis.measures.association.sides import REASONS
from antq_analysis.measures.space.on_map import listed_names

if TYPE_CHECKING:
    from antq_analysis.measures.association.result import Association


def paragraph(found: "Association", lang: str) -> Iterator[str]:
    """Say an association for everybody, sentence by sentence.

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
    yield from _contained(found, lang)
    yield _headline(found, rows, lang)
    if not found.checks.at["ranks_agree", "passed"]:
        yield say(
            "measures.associate_ranks_differ",
            lang,
            **sides_of(found, lang),
            **ends_of(rows["spearman"], lang),
        )
    yield _nothing(found, lang)
    if "with_base" in rows:
        yield _beside_base(found, rows, lang)
    if "within" in rows and rows["within"]["value"] * rows["between"]["value"] < 0:
        words = {name: number(rows[name]["value"], lang) for name in ("within", "between")}
        yield say("measures.associate_simpson", lang, **sides_of(found, lang), **words)
    yield from _small_counts(found, lang)
    yield from _left_out(found, lang)
    yield from found.words.notes[lang]


def headline(found: "Association", lang: str) -> Iterator[str]:
    """Say whether the two go together, beside what no link at all gives.

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
    yield from _contained(found, lang)
    yield _headline(found, rows_of(found), lang)
    yield _nothing(found, lang)


def _contained(found: "Association", lang: str) -> Iterator[str]:
    if found.contained:
        yield say("measures.associate_contained_said", lang, **sides_of(found, lang))


def _headline(found: "Association", rows: Mapping[str, Row], lang: str) -> str:
    low, high = interval(found)
    words = sides_of(found, lang) | {"n": int(rows["pearson"]["n"])}
    words |= {
        "value": number(rows["pearson"]["value"], lang),
        "low": number(low, lang),
        "high": number(high, lang),
    }
    about = "change" if found.words.since else "level"
    said = say(f"measures.associate_{about}_{direction(found)}", lang, **words)
    if "spatial" not in rows:
        return f"{said} {say('measures.associate_no_places', lang)}"
    few = say("measures.associate_few_places", lang)
    return f"{said} {few}" if too_few_places(found) else said


def _nothing(found: "Association", lang: str) -> str:
    low, high = found.span
    most = max(one.naive for one in found.nothing_true.values())
    words = sides_of(found, lang) | {"low": number(low, lang), "high": number(high, lang)}
    words |= {"naive": format_percent(most, lang, 0)}
    return say(f"measures.associate_{standing(found)}", lang, **words)


def _beside_base(found: "Association", rows: Mapping[str, Row], lang: str) -> str:
    told = {name: number(rows[name]["value"], lang) for name in ("with_base", "base_outcome", "given_base")}
    return say("measures.associate_base", lang, **sides_of(found, lang), **told)


def _small_counts(found: "Association", lang: str) -> Iterator[str]:
    if found.small is not None:
        yield say(
            "measures.associate_small",
            lang,
            **sides_of(found, lang),
            events=found.words.event_unit[lang],
            n=found.small.n,
            mean=format_number(found.small.mean, lang, 1),
            chance=format_percent(found.small.chance, lang, 0),
        )


def _left_out(found: "Association", lang: str) -> Iterator[str]:
    if found.left_out.empty:
        return
    number_of = found.left_out["reason"].value_counts()
    told = [
        say(f"measures.associate_left_{reason}", lang, n=int(number_of[reason]), **sides_of(found, lang))
        for reason in REASONS
        if reason in number_of
    ]
    names = listed_names(found.left_out["name"])
    yield say(
        "measures.associate_left_out",
        lang,
        n=len(found.left_out),
        reasons=", ".join(told),
        names=names,
        units=sides_of(found, lang)["units"],
    )
