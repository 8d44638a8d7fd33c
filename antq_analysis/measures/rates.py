"""Counts, rates and shares by unit and period, each with an exact interval."""

from dataclasses import replace

import pandas as pd

from antq_analysis.measures.by_unit import counted
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import by_group
from antq_analysis.measures.quotients import RATE_SCALE
from antq_analysis.measures.quotients_by_unit import rated, shared
from antq_analysis.measures.series import total_rate, total_share, totals
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART


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
    Interval: :func:`antq_analysis.measures.intervals.poisson_interval`. The example is Ulm, K. (1990), American Journal
    of Epidemiology 131, 373-375: 4.795 and 18.390 for 10 events.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"incidents_total": {"2019": [10]}})
    >>> count(panel, "incidents_total").at("2019")[["value", "low", "high"]].round(3).values.tolist()
    [[10.0, 4.795, 18.39]]
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
        Events per `scale` of `per` and period, with exact Poisson limits; events and exposure beside it.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator, or the indicator is not a count.
    UnknownNameError
        If there is no such indicator or grouping, or no base of `base_year`.

    References
    ----------
    Garwood (1936), see :func:`antq_analysis.measures.intervals.poisson_interval`. The example is Ulm, K. (1990),
    American Journal of Epidemiology 131, 373-375: 4.795 and 18.390 for 10 events.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"incidents_total": {"2019": [10]}, "population": {"2019": [10_000]}})
    >>> rate(panel, "incidents_total").at("2019")[["value", "low", "high"]].round(3).values.tolist()
    [[10.0, 4.795, 18.39]]
    """
    if group:
        return total_rate(
            panel,
            indicator,
            per,
            scale=scale,
            category=category,
            base_year=base_year,
            group=group,
            straddling=straddling,
        )
    return rated(panel, indicator, per, scale=scale, category=category, base_year=base_year)


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
    Clopper and Pearson (1934), see :func:`antq_analysis.measures.intervals.share_interval`. The example is Newcombe, R.
    G. (1998), Statistics in Medicine 17, 857-872, table I, method 5: .2527 and .3676 for 81 of 263.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> areas = {"residential_areas_with_model": {"2019": [81]}, "residential_areas_total": {"2019": [263]}}
    >>> covered = share(worked_panel(areas), "residential_areas_with_model")
    >>> covered.at("2019")[["low", "high"]].round(2).values.tolist()
    [[25.27, 36.76]]
    """
    if group:
        return total_share(panel, part, whole, category=category, group=group, straddling=straddling)
    return shared(panel, part, whole, category=category)


def _of_basis(panel: Panel, indicator: str, basis: str) -> pd.DataFrame:
    rows = panel.observations
    return rows[rows["indicator"].ne(indicator) | rows["basis"].eq(basis)]
