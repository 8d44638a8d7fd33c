"""The form in which an indicator is usually shown: the vocabulary knows its kind and its denominators."""

from antq_analysis.measures.frame import Measure, Series
from antq_analysis.measures.rates import count, rate, share
from antq_analysis.measures.series import median_of_units, total_rate, total_share, totals
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART
from antq_analysis.vocabulary import Indicator

PER_PERSON = "population"


def usual_measure(panel: Panel, indicator: str) -> Measure:
    """Show an indicator as it is usually shown on a map.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.

    Returns
    -------
    Measure
        A rate where it is related to the population, a share where it is a part of its first denominator, else the
        figures themselves.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.

    References
    ----------
    Limits: Garwood (1936), see :func:`antq_analysis.measures.intervals.poisson_interval`. The example is Ulm, K.
    (1990), American Journal of Epidemiology 131, 373-375: 4.795 and 18.390 for 10 events.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"incidents_total": {"2019": [10]}, "population": {"2019": [10_000]}})
    >>> usual_measure(panel, "incidents_total").at("2019")[["value", "low", "high"]].round(3).values.tolist()
    [[10.0, 4.795, 18.39]]
    """
    what = panel.vocabulary.indicator(indicator)
    if _is_rate(what):
        return rate(panel, indicator, PER_PERSON)
    if _is_share(what, panel):
        return share(panel, indicator)
    return count(panel, indicator)


def usual_groups(panel: Panel, indicator: str, group: str, *, straddling: str = APART) -> Measure:
    """Show an indicator by group as the series of the province shows it.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    group
        The grouping.
    straddling
        ``"apart"`` or ``"main"``, as in :func:`antq_analysis.measures.rates.rate`.

    Returns
    -------
    Measure
        One row a group and period.

    Raises
    ------
    RefusedError
        If the indicator may not be summed over communes.
    UnknownNameError
        If there is no such indicator or grouping.
    """
    what = panel.vocabulary.indicator(indicator)
    if (what.adds_up == "flags" and what.denominators) or _is_share(what, panel):
        return share(panel, indicator, group=group, straddling=straddling)
    if _is_rate(what):
        return rate(panel, indicator, PER_PERSON, group=group, straddling=straddling)
    return count(panel, indicator, group=group, straddling=straddling)


def usual_series(panel: Panel, indicator: str) -> Series:
    """Show an indicator as it is usually shown over the years.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.

    Returns
    -------
    Series
        A share for states and parts, a rate where it is related to the population, the median of the communes for
        a rate that arrived without its counts, else the total.

    Raises
    ------
    RefusedError
        If the indicator may not be summed over communes.
    UnknownNameError
        If there is no such indicator.

    References
    ----------
    The example is what the province of Hòa Bình printed of 2023: 108 of 129 communes (83.7%) meet criterion 19.2 (row
    S000-11 of ``data/reference/published.csv``).

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"ntm_19_2_met": {"2023": [1] * 108 + [0] * 21}})
    >>> usual_series(panel, "ntm_19_2_met").frame["value"].round(1).tolist()
    [83.7]
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind == "rate":
        return median_of_units(panel, indicator)
    if what.adds_up == "flags" and what.denominators:
        return total_share(panel, indicator)
    if _is_share(what, panel):
        return total_share(panel, indicator)
    if _is_rate(what):
        return total_rate(panel, indicator)
    return totals(panel, indicator)


def _is_rate(what: Indicator) -> bool:
    return what.kind == "flow" and PER_PERSON in what.denominators


def _is_share(what: Indicator, panel: Panel) -> bool:
    # A share needs a base counted in the same thing; residential areas with a model among all residential areas.
    if what.kind in ("rate", "status") or not what.denominators:
        return False
    base = panel.vocabulary.indicator(what.denominators[0])
    return base.unit_vi == what.unit_vi and bool(panel.observations["indicator"].eq(base.id).any())
