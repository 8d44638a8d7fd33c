"""Who meets a standard, such as criterion 19.2: by year and criteria set, and who moved."""

import pandas as pd

from antq_analysis.annual.where import REFUSALS
from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.state_flows import (
    GAINED,
    LOST,
    MET,
    NEWLY_NO,
    NOT_MET,
    OUTSIDE,
    UNKNOWN,
    StateFlows,
    state_flows,
)
from antq_analysis.panel.load import Panel
from antq_analysis.show.lines import cut_text, cuts_of

_NAMED = 40
_MOVES = {
    "gained": (GAINED,),
    "lost": (LOST,),
    "newly_no": (NEWLY_NO,),
    "newly_yes": ((OUTSIDE, MET),),
    "out": ((MET, OUTSIDE), (NOT_MET, OUTSIDE)),
}


def answer_standard(panel: Panel, indicator: str, year: str, lang: str = "vi") -> str:
    """Say how many met a standard in a year, and how many newly did or no longer did.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph; or why nothing can be said.
    """
    try:
        flows = flows_of(panel, indicator, year)
    except REFUSALS as refusal:
        return refusal.text(lang)
    row = flows.at(year)
    named = flows.criteria[year]
    told = [
        say(
            "annual.standard_year",
            lang,
            label=flows.label(lang),
            year=year,
            share=flows.share(year, lang),
            criteria=say("annual.standard_criteria", lang, name=named) if named else "",
            outside=row[OUTSIDE],
            unknown=row[UNKNOWN],
        )
    ]
    return " ".join([*told, *_since(flows, year, lang)])


def flows_of(panel: Panel, indicator: str, year: str) -> StateFlows:
    """Follow a state up to a year that has figures.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    year
        The last year.

    Returns
    -------
    StateFlows
        Communes by state, and their moves.

    Raises
    ------
    RefusedError
        If no commune has a figure of the year, or the indicator is no state.
    UnknownNameError
        If there is no such indicator.
    UsageError
        If a commune has several figures of one year.
    """
    what = panel.vocabulary.indicator(indicator)
    rows = panel.select(indicator, reported=True)
    if not (rows["period"].eq(year) & rows["value"].notna()).any():
        words = {"label": what.label_vi, "label_en": what.label_en}
        raise RefusedError("annual.standard_none", year=year, **words)
    return state_flows(panel, indicator, until=year)


def _since(flows: StateFlows, year: str, lang: str) -> list[str]:
    since = str(int(year) - 1)
    if since not in flows.periods():
        return [say("annual.answer_no_year_before", lang)]
    words = {"since": since, "then": flows.share(since, lang)}
    if flows.since(year) != since:
        return [say("annual.standard_cut", lang, year=year, reason=_reason(flows, year, lang), **words)]
    counted = {"gained": len(flows.moved(year, *GAINED)), "lost": len(flows.moved(year, *LOST))}
    told = [say("annual.standard_moved", lang, **words, **counted)]
    own = flows.units[flows.units["period"].eq(year)]
    if silent := int((own["before"].eq(UNKNOWN) | own["after"].eq(UNKNOWN)).sum()):
        told.append(say("annual.standard_silent", lang, n=silent))
    newly = flows.moved(year, *NEWLY_NO)
    if len(newly):
        named = {"n": len(newly), "names": _names(newly, lang), "since": since, "year": year}
        told.append(say("annual.standard_newly_no", lang, **named))
    return told


def _reason(flows: StateFlows, year: str, lang: str) -> str:
    index = list(map(str, flows.series.frame.index))
    return "; ".join(cut_text(cut, lang) for cut in cuts_of(flows.series) if index[cut.after + 1] == year)


def _names(rows: pd.DataFrame, lang: str) -> str:
    named = [f"{name} ({code})" for name, code in zip(rows["name"], rows["unit_code"], strict=True)]
    more = [say("panel.and_more", lang, n=len(named) - _NAMED)] if len(named) > _NAMED else []
    return ", ".join([*named[:_NAMED], *more])


def list_standard(panel: Panel, indicator: str, year: str, lang: str = "vi") -> pd.DataFrame:
    """List by year and criteria set how many met a standard and how many moved.

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
    pandas.DataFrame
        One row a year; moves only where the year may be compared with the one before. Where nothing can be said, one
        row with the reason.
    """
    try:
        flows = flows_of(panel, indicator, year)
    except REFUSALS as refusal:
        return pd.DataFrame({say("annual.column_state", lang): [refusal.text(lang)]})
    rows = [_line(flows, period, lang) for period in flows.periods()]
    names = ("year", "criteria", "met_of", "gained", "lost", "outside", "unknown", "compared")
    return pd.DataFrame(rows, columns=[say(f"annual.column_{name}", lang) for name in names])


def _line(flows: StateFlows, period: str, lang: str) -> tuple[str | float, ...]:
    row, since = flows.at(period), flows.since(period)
    moved = [float(len(flows.moved(period, *move))) if since else float("nan") for move in (GAINED, LOST)]
    return (
        period,
        flows.criteria[period],
        flows.share(period, lang),
        *moved,
        row[OUTSIDE],
        row[UNKNOWN],
        _compared(flows, period, lang),
    )


def _compared(flows: StateFlows, period: str, lang: str) -> str:
    before = str(int(period) - 1)
    if flows.since(period):
        return say("annual.compared_yes", lang)
    if period == flows.periods()[0]:
        return say("annual.compared_first", lang)
    if before not in flows.periods():
        return say("annual.compared_gap", lang, year=before)
    return say("annual.compared_no", lang, reason=_reason(flows, period, lang))


def list_moves(panel: Panel, indicator: str, year: str, lang: str = "vi") -> pd.DataFrame:
    """Name the communes that have not met a standard, and those that moved since the year before.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row a result or move that occurs, with the names in register order.
    """
    heads = [say(f"annual.column_{name}", lang) for name in ("state", "n", "units")]
    try:
        flows = flows_of(panel, indicator, year)
    except REFUSALS as refusal:
        return pd.DataFrame({heads[0]: [refusal.text(lang)]})
    own, since = flows.units[flows.units["period"].eq(year)], flows.since(year)
    found = {
        say(f"annual.state_{state}", lang, year=year): own[own["after"].eq(state)]
        for state in (NOT_MET, UNKNOWN)
    }
    for name, moves in _MOVES.items() if since else ():
        label = say(f"annual.move_{name}", lang, since=since)
        found[label] = pd.concat([flows.moved(year, *move) for move in moves])
    rows = [(label, len(some), _names(some, lang)) for label, some in found.items() if len(some)]
    if not rows:
        return pd.DataFrame({heads[0]: [say("annual.no_moves", lang)]})
    return pd.DataFrame(rows, columns=heads)
