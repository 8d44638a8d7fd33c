"""How the movement has grown: models by year and group, their flows, and how far they reach."""

import math
from collections.abc import Sequence

import pandas as pd

from antq_analysis.annual.answers import answer_year, year_before
from antq_analysis.annual.where import REFUSALS
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_change, format_number, format_share
from antq_analysis.measures.frame import Series
from antq_analysis.measures.series import totals
from antq_analysis.measures.usual import usual_series
from antq_analysis.observations import EXACT
from antq_analysis.panel.load import Panel


def answer_growth(panel: Panel, models: Sequence[str], coverage: str, year: str, lang: str = "vi") -> str:
    """Say how many models there are, how many more than a year before, and how many residential areas have one.

    Parameters
    ----------
    panel
        The panel.
    models
        Indicators of what is counted as models, today's way first.
    coverage
        Indicator of the residential areas with a model.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph; what is not there is said.
    """
    try:
        known = {name: _sums(panel, name) for name in (*models, coverage)}
    except REFUSALS as refusal:
        return refusal.text(lang)
    counted = next((name for name in models if year in known[name].index), "")
    if counted:
        told = [answer_year(panel, counted, year, lang)]
    else:
        labels = "; ".join(panel.vocabulary.indicator(name).label(lang) for name in models)
        told = [say("annual.growth_none", lang, year=year, labels=labels)]
    since = year_before(panel, year)
    other = next((name for name in models if counted and since in known[name].index), "")
    if other and other != counted:
        words = {"label": panel.vocabulary.indicator(other).label(lang), "since": since, "year": year}
        told.append(say("annual.growth_other_count", lang, value=float(known[other][since]), **words))
    return " ".join([*told, answer_year(panel, coverage, year, lang)])


def _sums(panel: Panel, indicator: str) -> "pd.Series[float]":
    frame = totals(panel, indicator).frame
    return frame.loc[frame["value"].notna(), "value"].rename(index=str)


def list_growth(
    panel: Panel, models: Sequence[str], coverage: str, year: str, lang: str = "vi"
) -> pd.DataFrame:
    """List by year how many models there are, and how far they reach.

    Parameters
    ----------
    panel
        The panel.
    models
        As for :func:`answer_growth`.
    coverage
        Indicator of the residential areas with a model.
    year
        The last year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    pandas.DataFrame
        One row a year and way of counting; no change is told across a change of counting.
    """
    try:
        reach, having = _reach(panel, coverage, lang), _having(panel, coverage, lang)
        known = {name: totals(panel, name) for name in models}
    except REFUSALS as refusal:
        return pd.DataFrame({say("annual.column_total", lang): [refusal.text(lang)]})
    rows = []
    for name, series in known.items():
        others = [_sums(panel, other) for other in models if other != name]
        label = panel.vocabulary.indicator(name).label(lang)
        for when, value in series.frame["value"].dropna().items():
            period = str(when)
            if period <= year:
                told = _since(series, period, lang) or _other_way(others, period, lang)
                rows.append(
                    (period, label, float(value), told, reach.get(period, ""), having.get(period, ""))
                )
    counted = {row[0] for row in rows}
    rows += [
        (period, "", float("nan"), "", text, having.get(period, ""))
        for period, text in reach.items()
        if period <= year and period not in counted
    ]
    if not rows:
        labels = "; ".join(panel.vocabulary.indicator(name).label(lang) for name in models)
        nothing = say("annual.growth_none", lang, year=year, labels=labels)
        return pd.DataFrame({say("annual.column_total", lang): [nothing]})
    heads = ("year", "counted", "total", "change", "coverage", "having")
    table = pd.DataFrame(rows, columns=[say(f"annual.column_{name}", lang) for name in heads])
    return table.sort_values([table.columns[0], table.columns[1]], kind="stable", ignore_index=True)


def _since(series: Series, period: str, lang: str) -> str:
    frame, since = series.frame, str(int(period) - 1)
    if since not in frame.index or frame.loc[[since], "value"].isna().any():
        return ""
    now, then = series.at(period), series.at(since)
    if now["method_version"] != then["method_version"]:
        return say("annual.growth_not_compared", lang, reason=say("annual.growth_other_way", lang))
    if lacking := int(max(now["n_missing"], then["n_missing"])):
        return say("annual.growth_not_compared", lang, reason=say("annual.growth_lacking", lang, n=lacking))
    if not {now["comparator"], then["comparator"]} <= set(EXACT):
        return say("annual.growth_not_compared", lang, reason=say("annual.growth_bound", lang))
    return format_change(float(then["value"]), float(now["value"]), lang)


def _other_way(others: "Sequence[pd.Series[float]]", period: str, lang: str) -> str:
    if not any(str(int(period) - 1) in one.index for one in others):
        return ""
    return say("annual.growth_not_compared", lang, reason=say("annual.growth_other_way", lang))


def _reach(panel: Panel, coverage: str, lang: str) -> dict[str, str]:
    frame = usual_series(panel, coverage).frame
    frame = frame[frame["value"].notna()]
    return {
        str(period): format_share(float(part), float(whole), lang)
        if not math.isnan(whole)
        else format_number(float(part), lang)
        for period, part, whole in zip(frame.index, frame["events"], frame["exposure"], strict=True)
    }


def _having(panel: Panel, coverage: str, lang: str) -> dict[str, str]:
    rows = panel.select(coverage, reported=True)
    rows = rows[rows["value"].notna()]
    return {
        str(period): format_share(int(some["value"].gt(0).sum()), len(some), lang)
        for period, some in rows.groupby("period", sort=True)
    }
