"""What the indicators of a briefing mean."""

from antq_analysis.briefing.given import Given
from antq_analysis.briefing.laid_out import lay_out
from antq_analysis.language.catalogue import say
from antq_analysis.show.table import Table
from antq_analysis.vocabulary.indicators import PROGRAMME


def terms_of(given: Given) -> Table:
    """Explain every indicator with figures of the year, in a publication those that it shows.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    Table
        Indicator, unit, how it adds up, what it is related to, and whether its definition holds the programme.
    """
    vocabulary, lang = given.panel.vocabulary, given.lang
    lines = []
    for name in given.outline.listed():
        if name not in given.there or _withheld(given, name):
            continue
        what = vocabulary.indicator(name)
        related = "; ".join(vocabulary.indicator(base).label(lang) for base in what.denominators)
        holds = say("briefing.holds", lang) if PROGRAMME in vocabulary.contained_in(name) else ""
        adds = say(f"briefing.adds_{what.adds_up}", lang)
        lines.append([what.label(lang), what.unit(lang), adds, related, holds])
    heads = [say(f"briefing.column_{key}", lang) for key in ("what", "unit", "adds_up", "related", "holds")]
    return lay_out(given, say("briefing.terms", lang), heads, lines)


def _withheld(given: Given, name: str) -> bool:
    secret = given.panel.vocabulary.indicator(name).sensitive
    return given.releases is not None and secret and name not in given.releases
