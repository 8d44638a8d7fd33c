"""The pictures of who meets a standard: by year with who moved, on the map, over the years of one criteria set."""

from antq_analysis.annual.shown import show
from antq_analysis.annual.standard import flows_of
from antq_analysis.annual.where import REFUSALS, Seen
from antq_analysis.language.catalogue import say
from antq_analysis.measures.rates import count
from antq_analysis.measures.typology import typology
from antq_analysis.panel.load import Panel
from antq_analysis.show.flows import draw_flows
from antq_analysis.show.maps import draw_map

_FEWEST = 2


def chart_standard(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show who met a standard in each year and who moved.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    year
        The last year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The chart with its words.
    """
    return show(lambda: draw_flows(flows_of(panel, indicator, year), lang=lang), lang)


def map_standard(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show where a standard is met.

    Parameters
    ----------
    panel
        The panel; states of earlier maps stand on this one only where all parts agree.
    indicator
        A state of communes, met or not.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The map with its words.
    """
    try:
        flows_of(panel, indicator, year)
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    return show(lambda: draw_map(count(panel, indicator), year, lang=lang), lang)


def map_standard_years(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show where a standard was kept, gained or lost within the criteria set of a year.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    year
        The last year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The map with its words.
    """
    try:
        flows_of(panel, indicator, year)
        found = typology(panel, indicator, until=year)
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    if len(found.years) < _FEWEST:
        return Seen(say("annual.standard_one_year", lang, year=found.years[-1]))
    return show(lambda: draw_map(found, lang=lang), lang)
