"""Rates and shares of every unit and period, each with an exact interval."""

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.measures.base_years import base_years
from antq_analysis.measures.by_unit import figures_of, lawful, measure_of
from antq_analysis.measures.exposure import fill_years
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.intervals import poisson_interval, share_interval
from antq_analysis.measures.others import others_of
from antq_analysis.measures.quotients import (
    RATE_SCALE,
    part_and_whole,
    rate_labels,
    refuse_denominator,
    refuse_scale,
    share_labels,
)
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Indicator


def rated(
    panel: Panel,
    indicator: str,
    per: str = "population",
    *,
    scale: float = RATE_SCALE,
    category: str = "",
    base_year: str = "",
) -> Measure:
    """Compute the rate of every unit and period.

    Parameters
    ----------
    panel, indicator, per, scale, category, base_year
        As in :func:`antq_analysis.measures.rates.rate`.

    Returns
    -------
    Measure
        Rate with exact Poisson limits; events and exposure beside it.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator, or the indicator is not a count.
    UnknownNameError
        If there is no such indicator, or no base of `base_year`.
    """
    what, base = panel.vocabulary.indicator(indicator), panel.vocabulary.indicator(per)
    refuse_scale(scale)
    refuse_denominator(what, base)
    rows = _related(panel, what, base, category, base_year=base_year, between=base.kind == "base")
    factor = scale / rows["exposure"]
    rows["value"] = rows["events"] * factor
    # A stock is counted, not drawn by chance.
    exact = lawful(rows) & (what.kind == "flow")
    low, high = poisson_interval(rows["events"].where(exact))
    rows["low"], rows["high"] = low * factor, high * factor
    rows["method"] = np.where(exact, "exact_poisson", "count_not_exact")
    resting = base_years(rows.reset_index(), base, fixed=base_year)
    labels, others = rate_labels(what, base, scale, base_year), others_of(panel, what, category)
    return measure_of(panel, rows, what, labels, others, resting)


def shared(panel: Panel, part: str, whole: str | None = None, *, category: str = "") -> Measure:
    """Compute the share of every unit and period.

    Parameters
    ----------
    panel, part, whole, category
        As in :func:`antq_analysis.measures.rates.share`.

    Returns
    -------
    Measure
        Share in percent with exact binomial limits.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator.
    UnknownNameError
        If there is no such indicator.
    """
    what, base = part_and_whole(panel, part, whole)
    rows = _related(panel, what, base, category)
    more = rows["events"] > rows["exposure"]
    rows["events"] = rows["events"].mask(more)
    rows["status"] = rows["status"].mask(more, "conflict")
    rows["value"] = rows["events"] / rows["exposure"] * 100
    exact = lawful(rows)
    low, high = share_interval(rows["events"].where(exact), rows["exposure"])
    rows["low"], rows["high"] = low * 100, high * 100
    rows["method"] = np.where(exact, "exact_binomial", "count_not_exact")
    others = others_of(panel, what, category, base.id)
    return measure_of(panel, rows, what, share_labels(what, base), others)


def _related(
    panel: Panel,
    what: Indicator,
    per: Indicator,
    category: str,
    *,
    base_year: str = "",
    between: bool = False,
) -> pd.DataFrame:
    rows = figures_of(panel, what.id, category).rename(columns={"value": "events"})
    known = panel.select(per.id)
    known = known[obs.told_apart(known["period"], obs.is_whole_years)]
    periods = rows.index.unique("period")
    base = fill_years(known, periods, base_year=base_year, between=between).droplevel("unit_date")
    rows["exposure"] = base["value"].reindex(rows.index)
    rows["exposure"] = rows["exposure"].where(rows["exposure"] > 0)
    rows["base"] = base["base"].reindex(rows.index).fillna("").where(rows["exposure"].notna(), "")
    # A line is drawn for a figure that is divided by it, never for its own sake.
    idle = rows["base"].ne("") & rows["events"].isna()
    rows["exposure"], rows["base"] = rows["exposure"].mask(idle), rows["base"].mask(idle, "")
    # Over a base that is no exact number nothing exact can be said in either direction.
    vague = base["comparator"].reindex(rows.index).fillna("exact") != "exact"
    rows["comparator"] = rows["comparator"].mask(vague, "about")
    base_status = base["status"].reindex(rows.index).fillna("not_available")
    usable = rows["status"].isin(obs.WITH_VALUE)
    rows["status"] = rows["status"].where(~usable | rows["exposure"].notna(), "not_available")
    apportioned = usable & rows["exposure"].notna() & base_status.eq("apportioned")
    rows.loc[apportioned, "status"] = "apportioned"
    shares = base["apportioned_share"].reindex(rows.index).where(rows["exposure"].notna())
    rows["apportioned_share"] = np.fmax(rows["apportioned_share"], shares)
    return rows
