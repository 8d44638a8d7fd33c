"""Several years taken together, where those of one year are too few to say or to publish anything."""

from dataclasses import replace

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.base_years import INTERPOLATED, base_years
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import GroupMeasure
from antq_analysis.measures.pooled_years import bases_of, pooled_panel, years_of_window
from antq_analysis.measures.rates import count, rate
from antq_analysis.panel.load import Panel


def pool(
    panel: Panel,
    indicator: str,
    since: str,
    until: str,
    *,
    per: str = "",
    category: str = "",
    group: str = "",
) -> Measure:
    """Take the events of several years together, as a count or as a mean rate per year.

    The events of the years are added up, and so is what they are related to: a rate of ``D1 + ... + Dk`` events over
    ``N1 + ... + Nk`` person-years, with the exact Poisson interval of the sum. A unit that lacks one of the years has
    no figure of all of them.

    Parameters
    ----------
    panel
        The panel; the years are taken on its map.
    indicator
        A count of events of a year.
    since, until
        The first and the last year.
    per
        What it is related to, as in :func:`antq_analysis.measures.rates.rate`; empty for the count.
    category
        Value of its dimension; empty for the total.
    group
        A grouping of the panel, as in :func:`antq_analysis.measures.rates.rate`.

    Returns
    -------
    Measure
        One period, such as ``2022-2024``. A rate is per 10,000 and year; its label says so.

    Raises
    ------
    RefusedError
        If it is no count of events: a stock of several years is no sum.
    BreakError
        If the way of counting, the criteria or the reporting window changes within the years.
    UsageError
        If these are no two years, the earlier one first.
    UnknownNameError
        If there is no such indicator or grouping, or one of the years has no figures.

    References
    ----------
    Garwood (1936), see :func:`antq_analysis.measures.intervals.poisson_interval`: a sum of Poisson counts is one. The
    example is Ulm, K. (1990), American Journal of Epidemiology 131, 373-375: 4.795 and 18.390 for 10 events.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"incidents_total": {"2019": [4], "2020": [6]}})
    >>> pool(panel, "incidents_total", "2019", "2020").frame[["value", "low", "high"]].round(3).values.tolist()
    [[10.0, 4.795, 18.39]]
    """
    years = years_of_window(since, until)
    period = f"{since}-{until}"
    with_it = pooled_panel(panel, indicator, period, per=per)
    # Series go by single years: all of the years stand under the last of them until the end.
    rows = with_it.observations
    rows = rows[rows["period"].eq(period)].assign(period=until)
    only = replace(with_it, observations=rows, reported=rows)
    if per:
        measure = _of_window(rate(only, indicator, per, category=category, group=group), until, period)
        measure = _with_base_years(panel, measure, bases_of(panel, per, years), per)
    else:
        measure = _of_window(count(only, indicator, category=category, group=group), until, period)
    key = "measures.pool_rate" if per else "measures.pool_count"
    vi, en = (say(key, lang, label=measure.label(lang), period=period) for lang in LANGUAGES)
    return replace(measure, label_vi=vi, label_en=en)


def _of_window(measure: Measure, year: str, period: str) -> Measure:
    others = {period: measure.others[year]} if year in measure.others else {}
    frame = measure.frame.rename(index={year: period}, level="period")
    if not isinstance(measure, GroupMeasure):
        return replace(measure, frame=frame, others=others)
    members = measure.members.rename(index={year: period}, level="period")
    series = {
        code: replace(one, frame=one.frame.rename(index={year: period}), places=None)
        for code, one in measure.series.items()
    }
    return replace(measure, frame=frame, others=others, members=members, series=series)


def _with_base_years(panel: Panel, measure: Measure, bases: pd.DataFrame, per: str) -> Measure:
    """Say which units rest on a base between two known years."""
    drawn = bases[bases["base"].str.startswith(INTERPOLATED)]
    ends = drawn["base"].str.removeprefix(INTERPOLATED).str.split("–")
    spans = (
        INTERPOLATED
        + ends.str[0].groupby(drawn["unit_code"]).min()
        + "–"
        + ends.str[-1].groupby(drawn["unit_code"]).max()
    )
    frame = measure.frame
    told = spans.reindex(frame.index.get_level_values("unit_code"), fill_value="").to_numpy()
    frame = frame.assign(base=np.where(frame["exposure"].notna(), told, ""))
    resting = base_years(frame.reset_index(), panel.vocabulary.indicator(per))
    return replace(measure, frame=frame, base=resting)
