"""Counts, rates and shares by unit and period, each with an exact interval."""

from dataclasses import replace

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.measures.base_years import base_years
from antq_analysis.measures.by_unit import counted, figures_of, lawful, measure_of
from antq_analysis.measures.exposure import fill_years
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import by_group
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
from antq_analysis.measures.series import total_rate, total_share, totals
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART
from antq_analysis.vocabulary import Indicator


def count(
    panel: Panel,
    indicator: str,
    *,
    category: str = "",
    basis: str | None = None,
    group: str = "",
    straddling: str = APART,
) -> Measure:
    """Take the figures of an indicator as they are.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id; a rate that arrived without its counts is taken as it was reported, without an interval.
    category
        Value of its dimension; empty for the total.
    basis
        Which basis, where the panel has several.
    group
        A grouping of the panel, such as ``former_district``: then one row a group, over its members that have figures.
    straddling
        ``"apart"``: units of several groups stand apart; ``"main"``: they count in the group that holds most of them.

    Returns
    -------
    Measure
        Value in the unit of the indicator. Counts of events carry their exact Poisson interval.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or grouping.
    RefusedError
        If it is asked for by group and does not add up.

    References
    ----------
    Interval: :func:`antq_analysis.measures.intervals.poisson_interval`.
    """
    plain = counted(panel, indicator, category, basis)
    if not group:
        return plain
    own = panel if basis is None else replace(panel, observations=_of_basis(panel, indicator, basis))
    return by_group(own, plain, lambda part: totals(part, indicator, category=category), group, straddling)


def rate(  # noqa: PLR0913 - a rate is of something, per something, in one year or another, for whom
    panel: Panel,
    indicator: str,
    per: str = "population",
    *,
    scale: float = RATE_SCALE,
    category: str = "",
    base_year: str = "",
    group: str = "",
    straddling: str = APART,
) -> Measure:
    """Compute a rate with its exact interval.

    A year whose base is not known is related to the straight line between the known years before and after it, as
    :func:`antq_analysis.measures.exposure.fill_years` draws it; column `base` and the notes say where. The limits take
    the base as known. Before the first and after the last known year there is no rate, and the notes say what to add.

    Parameters
    ----------
    panel
        The panel.
    indicator
        What happens: an indicator of counts.
    per
        What it is related to: one of the denominators that the vocabulary allows for it.
    scale
        Rate per this many of `per`.
    category
        Value of the indicator's dimension; empty for the total.
    base_year
        Relate every year to the base of this one year, and say so in the label; by default each year has its own.
    group
        A grouping of the panel, such as ``former_district``: then one row a group, over its members that have figures.
    straddling
        ``"apart"``: units of several groups stand apart; ``"main"``: they count in the group that holds most of them.

    Returns
    -------
    Measure
        Rate with exact Poisson limits; events and exposure beside it.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator, or the indicator is not a count.
    UnknownNameError
        If there is no such indicator or grouping, or no base of `base_year`.

    References
    ----------
    Garwood (1936), see :func:`antq_analysis.measures.intervals.poisson_interval`.
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
    plain = measure_of(panel, rows, what, labels, others, resting)
    if not group:
        return plain
    return by_group(
        panel,
        plain,
        lambda part: total_rate(part, indicator, per, scale=scale, category=category, base_year=base_year),
        group,
        straddling,
    )


def share(
    panel: Panel,
    part: str,
    whole: str | None = None,
    *,
    category: str = "",
    group: str = "",
    straddling: str = APART,
) -> Measure:
    """Compute a share with its exact interval.

    Parameters
    ----------
    panel
        The panel.
    part
        Numerator: an indicator that counts a part of `whole`.
    whole
        Denominator; by default the first that the vocabulary allows.
    category
        Value of the dimension of `part`; empty for the total.
    group
        A grouping of the panel, such as ``former_district``: then one row a group, over its members that have figures.
    straddling
        ``"apart"``: units of several groups stand apart; ``"main"``: they count in the group that holds most of them.
        Of a state (met or not) the share of a group is that of those assessed.

    Returns
    -------
    Measure
        Share in percent with exact binomial limits; part and whole in `events` and `exposure`. A part larger than its
        whole has no value and status ``conflict``.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator.
    UnknownNameError
        If there is no such indicator.

    References
    ----------
    Clopper and Pearson (1934), see :func:`antq_analysis.measures.intervals.share_interval`.
    """
    if group and panel.vocabulary.indicator(part).kind == "status":
        states = count(panel, part, category=category)
        return by_group(
            panel, states, lambda own: total_share(own, part, whole, category=category), group, straddling
        )
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
    plain = measure_of(panel, rows, what, share_labels(what, base), others)
    if not group:
        return plain
    return by_group(
        panel, plain, lambda own: total_share(own, part, whole, category=category), group, straddling
    )


def _of_basis(panel: Panel, indicator: str, basis: str) -> pd.DataFrame:
    rows = panel.observations
    return rows[rows["indicator"].ne(indicator) | rows["basis"].eq(basis)]


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
    known = known[known["period"].map(obs.is_whole_years).to_numpy(bool)]
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
