"""What a notebook says of the reporting itself and of where counts changed: computed, or why it is not."""

from antq_analysis.briefing.told import tell, tell_change
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change_map import change_map
from antq_analysis.measures.quality import quality
from antq_analysis.panel.load import Panel

SHOWN = 12


def answer_quality(panel: Panel, indicator: str, year: str, lang: str = "vi") -> str:
    """Say what should be asked again about the reports of an indicator.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id; empty where the province reports none that public order is read from.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph, then a line for each commune to ask, at most :data:`SHOWN`; or why nothing was reviewed.
    """
    return tell(indicator, lambda: _questions(panel, indicator, year, lang), lang)


def _questions(panel: Panel, indicator: str, year: str, lang: str) -> str:
    found = quality(panel, indicator, year)
    questions = found.questions(lang)
    more = [say("panel.and_more", lang, n=len(questions) - SHOWN)] if len(questions) > SHOWN else []
    return "\n".join([found.sentence(lang), *questions[:SHOWN], *more])


def answer_change_map(panel: Panel, indicator: str, period: str, since: str, lang: str = "vi") -> str:
    """Say how many communes rose, fell or stayed beyond chance, and how many cannot be told.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id; empty where the province reports none that public order is read from.
    period, since
        The later and the earlier period; an empty earlier one means that there is none.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph; or why nothing is compared.
    """
    return tell_change(
        indicator, since, lambda: change_map(panel, indicator, period, since).sentence(lang), lang
    )
