"""The data dictionary: every indicator with its unit, how it adds up and what it may be divided by."""

from collections.abc import Collection

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.vocabulary.indicators import PROGRAMME, Indicator
from antq_analysis.vocabulary.lookup import Vocabulary

FIELDS = ("id", "label", "unit", "level", "kind", "adds_up", "divided_by", "definition", "remarks")


def data_dictionary(
    vocabulary: Vocabulary, lang: str = "vi", names: Collection[str] | None = None
) -> pd.DataFrame:
    """List what indicators mean.

    Parameters
    ----------
    vocabulary
        The indicators.
    lang
        ``"vi"`` or ``"en"``.
    names
        Only these; by default all, in the order of the vocabulary.

    Returns
    -------
    pandas.DataFrame
        Text; one row an indicator, columns with their heads in the language, in the order of :data:`FIELDS`.
    """
    heads = [say(f"vocabulary.field_{field}", lang) for field in FIELDS]
    known = vocabulary.indicators.values()
    rows = [_row(vocabulary, what, lang) for what in known if names is None or what.id in names]
    return pd.DataFrame(rows, columns=heads, dtype="str")


def _row(vocabulary: Vocabulary, what: Indicator, lang: str) -> tuple[str, ...]:
    return (
        what.id,
        what.label(lang),
        what.unit(lang),
        say(f"vocabulary.level_{what.level}", lang),
        say(f"vocabulary.kind_{what.kind}", lang),
        say(f"vocabulary.adds_{what.adds_up}", lang),
        "; ".join(vocabulary.indicator(base).label(lang) for base in what.denominators),
        what.definition,
        "; ".join(_remarks(vocabulary, what, lang)),
    )


def _remarks(vocabulary: Vocabulary, what: Indicator, lang: str) -> list[str]:
    told = []
    if what.sensitive:
        told.append(say("vocabulary.is_sensitive", lang))
    if PROGRAMME in vocabulary.contained_in(what.id):
        told.append(say("vocabulary.holds_programme", lang))
    if what.scope:
        told.append(say("vocabulary.only_in", lang, province=vocabulary.province(what.scope).name(lang)))
    return told


def dictionary_page(vocabulary: Vocabulary) -> str:
    """Write the dictionary as a Markdown page, Vietnamese first.

    Parameters
    ----------
    vocabulary
        The indicators.

    Returns
    -------
    str
        The text of ``docs/data_dictionary.md``.
    """
    lines = [f"# {say('vocabulary.dictionary', 'vi')} / {say('vocabulary.dictionary', 'en')}", ""]
    lines += [say("vocabulary.dictionary_intro", "vi"), "", f"*{say('vocabulary.dictionary_intro', 'en')}*"]
    for lang in ("vi", "en"):
        table = data_dictionary(vocabulary, lang)
        lines += ["", f"## {say('vocabulary.dictionary', lang)}", ""]
        lines += [_cells(table.columns), "|" + "---|" * len(table.columns)]
        lines += [_cells(row) for row in table.itertuples(index=False)]
    return "\n".join(lines) + "\n"


def _cells(texts: Collection[object]) -> str:
    return "| " + " | ".join(str(text).replace("|", "\\|") for text in texts) + " |"
