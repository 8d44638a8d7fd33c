"""Whether the rate of each commune rises or falls over the years, with what a short series could have shown."""

import numpy as np
import pandas as pd
from scipy import stats

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.frame import Measure, Series
from antq_analysis.measures.group_results import follow_groups, group_trends
from antq_analysis.measures.loglinear import Floats, LogLines
from antq_analysis.measures.mann_kendall import mann_kendall
from antq_analysis.measures.rates import rate
from antq_analysis.measures.series import total_rate
from antq_analysis.measures.steps import first_years, fit_over_steps, steps_after
from antq_analysis.measures.total_trend import steps_of_total
from antq_analysis.measures.trends import FALLING, MIN_EVENTS, MIN_YEARS, NOT_SHOWN, RISING, Trends
from antq_analysis.observations import is_year
from antq_analysis.panel.land import is_of_land
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART, NO_GROUPS

FALSE_SHARE = 0.05
Z = float(stats.norm.ppf(0.975))
_OFTEN = float(stats.norm.ppf(0.8))
_COLUMNS = (
    "n_years",
    "events",
    "ratio",
    "low",
    "high",
    "p_value",
    "q_value",
    "fall_seen",
    "mk_slope",
    "mk_p_value",
    "direction",
    "status",
)


def trend(  # noqa: PLR0913 - a trend is of something, per something, over some years, for whom
    panel: Panel,
    indicator: str,
    per: str = "population",
    *,
    since: str = "",
    until: str = "",
    across_breaks: bool = False,
    group: str = "",
    straddling: str = APART,
) -> Trends:
    """Estimate the yearly rise or fall of the rate of every commune, or of every group of them.

    Each commune has its own line in the logarithm of its rate. How much its counts vary around the line beyond chance
    is one number for the whole map, because few years tell little of it. Years are taken as independent.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator of events of a year.
    per
        What it is related to.
    since, until
        First and last year; by default all that have rates.
    across_breaks
        Where the way of counting changes within these years, estimate by what it multiplied the rates, one ratio for
        all communes, instead of refusing. It is right only if the change did the same everywhere. Its limits are those
        of the line of the whole province: what shakes all communes in one year looks like a step, and 150 communes
        tell no more of it than one. The limits of every slope allow for that uncertainty.
    group
        A grouping of the panel, such as ``former_district``: then one row a group, over its members that have exact
        rates in all of the years; ``n_units`` and ``n_used`` tell how many these are. The rows of units of several
        groups and of none have neither q value nor direction: they are no groups, and not among those tested together.
    straddling
        ``"apart"``: units of several groups stand apart; ``"main"``: they count in the group that holds most of them.

    Returns
    -------
    Trends
        One row a commune or group: `ratio` of the rate of one year to that of the year before, `mk_slope` in rates a
        year. Figures that are bounds or apportioned have no part in it. One with fewer than four years or ten events
        has none (``too_few_years``, ``too_few_events``). "Not shown" does not mean "no change".

    Raises
    ------
    BreakError
        If the way of counting, the criteria or the reporting window changed within these years.
    RefusedError
        If the indicator is no count of events, no figure is exact, no commune has enough years and events, or the
        figures around a step cannot tell it.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    :func:`antq_analysis.measures.loglinear.fit_log_lines`, :func:`antq_analysis.measures.mann_kendall.mann_kendall`,
    :func:`antq_analysis.measures.discovery.false_discovery`. The example is Kendall, M. G. (1975), Rank correlation
    methods, appendix table 1: five years that all rise have a one-sided p of .0083.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> years = [str(year) for year in range(2018, 2023)]
    >>> counts = {year: [number] for year, number in zip(years, (3, 5, 7, 9, 12), strict=True)}
    >>> panel = worked_panel({"incidents_total": counts, "population": dict.fromkeys(years, [1000])})
    >>> (trend(panel, "incidents_total").frame["mk_p_value"] / 2).round(4).tolist()
    [0.0083]
    """
    what = panel.vocabulary.indicator(indicator)
    words = {"label": what.label_vi, "label_en": what.label_en}
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.trend_not_events", **words)
    measure = rate(panel, indicator, per)
    told = measure.frame[measure.frame["method"].eq("exact_poisson") & measure.frame["value"].notna()]
    between = (year for year in sorted(told.index.unique("period")) if is_year(year))
    years = tuple(year for year in between if str(since) <= year <= str(until or year))
    if told.empty and measure.frame["value"].notna().any():
        raise RefusedError("measures.trend_none_exact", **words)
    total = total_rate(panel, indicator, per)
    # Every commune is followed on one map: whether the province has other land is nothing to it.
    counting = [one for one in total.breaks if not is_of_land(one)]
    starts = first_years(counting, years, words, across_breaks=across_breaks)
    members = pd.DataFrame()
    if group:
        measure, told, members = follow_groups(panel, measure, told, years, group, straddling)
    frame, fit, steps = _fitted(measure, told, total, (years, starts), words)
    found = Trends(
        frame=frame[list(_COLUMNS)],
        kind="trend",
        indicator=indicator,
        label_vi=say("measures.trend_label", "vi", label=measure.label_vi, first=years[0], last=years[-1]),
        label_en=say("measures.trend_label", "en", label=measure.label_en, first=years[0], last=years[-1]),
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        base=measure.base,
        years=years,
        steps=steps,
        dispersion=fit.dispersion,
    )
    return group_trends(panel, found, members, group, straddling) if group else found


def _fitted(
    measure: Measure,
    told: pd.DataFrame,
    total: Series,
    when: tuple[tuple[str, ...], tuple[str, ...]],
    words: dict[str, str],
) -> tuple[pd.DataFrame, LogLines, pd.DataFrame | None]:
    years, starts = when
    values, events, exposure = (_wide(told[name], measure, years) for name in ("value", "events", "exposure"))
    frame = pd.DataFrame({"n_years": events.notna().sum(axis=1), "events": events.sum(axis=1, min_count=1)})
    frame["status"] = _status(frame, events, measure)
    able = frame["status"].eq("reported")
    family = able & ~frame.index.isin(NO_GROUPS)
    if not family.any():
        raise RefusedError("measures.trend_too_little", years=MIN_YEARS, events=MIN_EVENTS, **words)
    numbers = np.array([int(year) for year in years])
    after = steps_after(numbers, starts)
    if not _seen(events[able], numbers, after):
        raise RefusedError("measures.trend_step_unseen", since=starts[-1], **words)
    fit = fit_over_steps(events[able].to_numpy(), exposure[able].to_numpy(), years, starts, words)
    steps = steps_of_total(total, years, starts) if starts else None
    error = fit.slope_se
    if steps is not None:
        error = fit.slope_se_with(np.log(steps["high"] / steps["low"]) / (2 * Z))
    frame = frame.join(_lines(fit, error, events.index[able], int(family.sum())))
    frame["q_value"] = false_discovery(frame["p_value"].where(family))
    frame["fall_seen"] = frame["fall_seen"].where(family)
    frame["direction"] = _direction(frame).where(family, "")
    check = mann_kendall(values, numbers)
    # A step is no rise: this test cannot tell them apart.
    usable = able & (not starts)
    frame["mk_slope"] = pd.Series(check.slope, frame.index).where(usable)
    frame["mk_p_value"] = pd.Series(check.p_value, frame.index).where(usable)
    return frame, fit, steps


def _seen(events: pd.DataFrame, numbers: np.ndarray, after: np.ndarray) -> bool:
    """Tell whether any unit has figures enough around every step to tell it from its own line."""
    design = np.column_stack([np.ones(len(numbers)), numbers - numbers.mean(), after])
    patterns = np.unique(events.notna().to_numpy(), axis=0)
    return any(np.linalg.matrix_rank(design[known]) == design.shape[1] for known in patterns)


def _wide(figures: pd.Series, measure: Measure, years: tuple[str, ...]) -> pd.DataFrame:
    table = figures.reset_index().pivot_table(index="unit_code", columns="period", values=figures.name)
    return table.reindex(index=measure.units.index, columns=list(years)).astype(float)


def _direction(frame: pd.DataFrame) -> pd.Series:
    shown = frame["ratio"].gt(1).map({True: RISING, False: FALLING})
    return shown.where(frame["q_value"] <= FALSE_SHARE, NOT_SHOWN)


def _status(frame: pd.DataFrame, events: pd.DataFrame, measure: Measure) -> pd.Series:
    """Tell which units carry a trend, and of the others why not."""
    last = measure.frame["status"].groupby("unit_code").last().reindex(frame.index)
    last = last.replace("reported", "too_few_years")
    silent, few = frame["n_years"].eq(0), frame["n_years"] < MIN_YEARS
    # With all events in one year the line would be infinitely steep.
    rare = (frame["events"] < MIN_EVENTS) | (events.gt(0).sum(axis=1) < 2)
    status = np.select([silent, few, rare], [last, "too_few_years", "too_few_events"], default="reported")
    return pd.Series(status, index=frame.index, dtype="str")


def _lines(fit: LogLines, error: Floats, index: pd.Index, tests: int) -> pd.DataFrame:
    reach = Z * error
    # One unit that falls alone is named where its p-value stands the strictest step of Benjamini and Hochberg.
    seen = (float(stats.norm.isf(FALSE_SHARE / (2 * tests))) + _OFTEN) * error
    return pd.DataFrame(
        {
            "ratio": np.exp(fit.slope),
            "low": np.exp(fit.slope - reach),
            "high": np.exp(fit.slope + reach),
            "p_value": 2 * stats.norm.sf(np.abs(fit.slope / error)),
            "fall_seen": 100 * (1 - np.exp(-seen)),
        },
        index=index,
    )
