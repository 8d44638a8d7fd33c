"""Criteria by criteria set: who meets them, year by year, two sets never read as one."""

import re

from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.laid_out import Figured, lay_out
from antq_analysis.briefing.parts import Grid, Paragraph
from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.state_flows import MET, NOT_MET, OUTSIDE, UNKNOWN, StateFlows, state_flows
from antq_analysis.show.table import NOT_AVAILABLE
from antq_analysis.show.words import say_source

_DECISION = re.compile(r"QD(\d+)-(\d{4})-(\d{4})")
CRITERION = "ntm_19_2_met"


@once
def flows_of(given: Given, indicator: str) -> StateFlows | None:
    """Follow a criterion over the years.

    Parameters
    ----------
    given
        Panel and year.
    indicator
        Its id.

    Returns
    -------
    StateFlows or None
        None where the year has no figures.
    """
    try:
        found = state_flows(given.panel, indicator, until=given.year)
    except (RefusedError, UnknownNameError, UsageError):
        return None
    return found if given.year in found.periods() else None


@once
def criteria(given: Given) -> tuple[Grid | Paragraph, ...]:
    """Lay out a criterion by year and criteria set, and say who reached or lost it in the year.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Grid or Paragraph
        Nothing where the province does not report it.
    """
    flows = flows_of(given, CRITERION)
    if flows is None:
        return ()
    lang, units = given.lang, given.panel.province.unit_name(given.lang)
    heads = [say(f"briefing.column_{name}", lang) for name in ("of_year", "criteria", "met_share", "unknown")]
    heads.append(say("briefing.column_outside", lang))
    rows: list[list[str | Figured]] = [
        [
            year,
            say_set(flows.criteria.get(year, "")),
            flows.share(year, lang),
            *(Figured(float(flows.counts[state][year])) for state in (UNKNOWN, OUTSIDE)),
        ]
        for year in flows.periods()
    ]
    cuts = [say("briefing.cut", lang, day=one.on, reason=one.label(lang)) for one in flows.series.breaks]
    title = say("briefing.criteria_title", lang, label=flows.label(lang), units=units)
    told = [*cuts, say_source(given.panel.province, given.panel.map_date, lang)]
    grid = Grid("criteria", title, lay_out(given, title, heads, rows, told))
    return (*_moves(given, flows), grid)


def say_set(name: str) -> str:
    """Write the name of a criteria set as offices do.

    Parameters
    ----------
    name
        As the vocabulary names it.

    Returns
    -------
    str
        Decision and years; any other name as it stands.

    Examples
    --------
    >>> say_set("QD318-2021-2025"), say_set("own"), say_set("")
    ('QĐ 318 (2021–2025)', 'own', '…')
    """
    return _DECISION.sub(r"QĐ \1 (\2–\3)", name) or NOT_AVAILABLE


def _moves(given: Given, flows: StateFlows) -> tuple[Paragraph, ...]:
    since = flows.since(given.year)
    if not since:
        return ()
    words = {"year": given.year, "since": since, "units": given.panel.province.unit_name(given.lang)}
    numbers = {
        "gained": len(flows.moved(given.year, NOT_MET, MET)),
        "kept": len(flows.moved(given.year, MET, MET)),
        "lost": len(flows.moved(given.year, MET, NOT_MET)),
        "never": len(flows.moved(given.year, NOT_MET, NOT_MET)),
    }
    return (Paragraph(say("briefing.moves", given.lang, **words, **numbers)),)
