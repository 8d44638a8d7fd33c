"""Where a measure is high, low, rising or falling: what was found in words and on a map, or why nothing is."""

import html
from collections.abc import Callable
from dataclasses import dataclass

from antq_analysis.errors import BreakError, MissingError, RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change_map import change_map
from antq_analysis.measures.frame import UnitResult
from antq_analysis.measures.funnel import Funnel, funnel
from antq_analysis.measures.space.clusters import LEVEL, STATISTICS, find_clusters
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.trend import trend
from antq_analysis.measures.usual import PER_PERSON, usual_measure
from antq_analysis.panel.load import Panel
from antq_analysis.show.funnels import draw_funnel
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture, to_html

REFUSALS = (BreakError, RefusedError, UnknownNameError, UsageError)


@dataclass(frozen=True)
class Seen:
    """What was found, in words and on a map; a notebook shows the map, and the words where there is none.

    Parameters
    ----------
    text
        The words; where nothing could be computed, why.
    picture
        The map; None where nothing could be computed.
    """

    text: str
    picture: Picture | None = None

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.text)}</p>" if self.picture is None else to_html(self.picture)


def answer_where(panel: Panel, indicator: str, year: str, lang: str = "vi") -> str:
    """Say whether near units are alike, and whether any stand out with their neighbours.

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
        One paragraph; or why nothing was computed.
    """
    if not indicator:
        return say("annual.no_outcome", lang)
    try:
        found = find_clusters(usual_measure(panel, indicator), neighbours(panel.units), year)
    except REFUSALS as refusal:
        return refusal.text(lang)
    told, whole = [found.sentence(lang)], found.overall
    alike = whole and whole.p_value <= LEVEL and whole.index.value > whole.index.expected
    if alike and not any(found.counted()[name] for name in STATISTICS[found.statistic]):
        told.append(say("annual.alike_without_cluster", lang))
    return " ".join(told)


def map_clusters(
    panel: Panel, indicator: str, year: str, lang: str = "vi", *, statistic: str = "moran"
) -> Seen:
    """Show the units that stand out with their neighbours.

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
    statistic
        As in :func:`antq_analysis.measures.space.clusters.find_clusters`.

    Returns
    -------
    Seen
        The map with its words.
    """
    return _see(
        indicator,
        lambda: find_clusters(
            usual_measure(panel, indicator), neighbours(panel.units), year, statistic=statistic
        ),
        lang,
    )


def map_changes(panel: Panel, indicator: str, period: str, since: str, lang: str = "vi") -> Seen:
    """Show where counts rose, fell or stayed between two periods beyond chance.

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
    Seen
        The map with its words.
    """
    if indicator and not since:
        return Seen(say("annual.answer_no_year_before", lang))
    return _see(indicator, lambda: change_map(panel, indicator, period, since), lang)


def map_trends(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show where rates rise or fall over the years beyond chance.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id; empty where the province reports none that public order is read from.
    year
        The last year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The map with its words.
    """
    return _see(indicator, lambda: trend(panel, indicator, PER_PERSON, until=year), lang)


def chart_funnel(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show whose rate is beyond what chance and ordinary differences do to a unit of its size.

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
    Seen
        The chart with its words.
    """
    return _see(indicator, lambda: funnel(usual_measure(panel, indicator), year), lang)


def _see(indicator: str, find: Callable[[], UnitResult], lang: str) -> Seen:
    if not indicator:
        return Seen(say("annual.no_outcome", lang))
    try:
        found = find()
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    if isinstance(found, Funnel):
        return Seen(found.sentence(lang), draw_funnel(found, lang=lang))
    try:
        return Seen(found.sentence(lang), draw_map(found, lang=lang))
    except MissingError as missing:
        return Seen(f"{found.sentence(lang)} {missing.text(lang)}")
