"""Year by year around the beginning: each year beside the last one without a model."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.measures.effects.bands import band
from antq_analysis.measures.effects.clustered import ClusterRobust, from_influence
from antq_analysis.measures.effects.counterfactual import Ratios
from antq_analysis.measures.effects.saturated import Saturated
from antq_analysis.measures.since_start.compared import Compared, compared, fit_cohorts
from antq_analysis.measures.since_start.names import AFTER, AFTER_TO_BEFORE, BEFORE
from antq_analysis.measures.since_start.result import EventStudy
from antq_analysis.measures.since_start.weighed import checks_of
from antq_analysis.measures.verdict.basis import START
from antq_analysis.measures.verdict.weighed import panel_caveats
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project

Floats = npt.NDArray[np.float64]

FEWEST_COMMUNES, FEWEST_DISTRICTS = 5, 3
"""A year since the beginning that fewer communes, or communes of fewer districts, have reached has no interval: what
one district does cannot be told from what the year does."""


def event_study(  # noqa: PLR0913 - as a verdict: of something, since something, over some years, for whom
    panel: Panel,
    outcome: str,
    per: str = "population",
    start: str = START,
    *,
    category: str = "",
    since: str = "",
    until: str = "",
    group: str = "",
    steps_by: str = "",
    project: Project | None = None,
) -> EventStudy:
    """Follow the rate of communes that began, year by year, beside those that never did.

    Every cohort of communes that began together is compared, year by year, with the communes without a model and with
    its own last year before the beginning; cohorts are then put together by years since. The years before are the
    check: where they too differ from the last year before, that year was not a usual one, and a fall from it would have
    come by itself.

    Parameters
    ----------
    panel
        The panel; its map decides what the units are.
    outcome
        Indicator of events of a year.
    per
        What the events are related to.
    start
        Indicator of kind ``date``: the year in which a unit began.
    category
        One model type for `start`; empty for any.
    since, until
        First and last year; by default all years with exact figures on this map.
    group
        A grouping to stand for districts; by default the districts of the map, else the former ones.
    steps_by
        A grouping whose members may have changed their way of counting each by a ratio of its own. By default a change
        is taken to have multiplied the figures of all alike, as the effects of years then take it up.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    EventStudy
        Ratios by years since the beginning, with a band that holds all of them at once.

    Raises
    ------
    RefusedError
        If the outcome is no count of events or its definition holds the programme, nobody reported when it began, or
        fewer communes or districts can be compared than a verdict needs.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    :func:`antq_analysis.measures.effects.saturated.saturated`, :func:`antq_analysis.measures.effects.bands.band`.
    """
    given = compared(
        panel,
        outcome,
        per,
        start,
        category=category,
        since=since,
        until=until,
        group=group,
        steps_by=steps_by,
        project=project,
    )
    return by_years(given)


def by_years(given: Compared) -> EventStudy:
    """Follow communes that were chosen already.

    Parameters
    ----------
    given
        Their arrays.

    Returns
    -------
    EventStudy
        As :func:`event_study` gives it.

    Raises
    ------
    RefusedError
        If steps of counting by group cannot be told from what came with models.
    """
    fitted = fit_cohorts(given, leads=True)
    times, found = fitted.by_event_time(given.districts)
    table = _table(times, found, _districts_at(fitted, times, given.districts))
    averages = _averages(fitted, times, given.districts)
    shown = _rows(averages, (BEFORE, AFTER, AFTER_TO_BEFORE))
    apart = _apart(table, found.logs, averages)
    rests, fell = given.basis, bool(shown["value"][AFTER] < 1)
    facts = rests.facts
    return EventStudy(
        table=table,
        design="measures.verdict_design",
        checks=checks_of(facts, years_before_alike=None if apart is None else not apart),
        caveats=panel_caveats(facts, estimated=True, fell=fell),
        apart=apart,
        averages=shown,
        fitted=fitted,
        facts=facts,
        study=rests.study,
        words=rests.words,
        province=rests.province,
        map_date=rests.map_date,
        indicator=rests.study.outcome,
    )


def _table(times: Floats, found: Ratios, districts: list[int]) -> pd.DataFrame:
    told = (found.cells >= FEWEST_COMMUNES) & (np.array(districts) >= FEWEST_DISTRICTS)
    errors = np.where(told, found.logs.errors, np.nan)
    low, high = (np.full(len(times), np.nan) for _ in range(2))
    if told.any():
        low[told], high[told] = band(found.logs.combined(np.eye(len(times))[told]))
    alone = [np.where(told, end, np.nan) for end in found.logs.interval()]
    return pd.DataFrame(
        {
            "value": found.ratio,
            "low": np.exp(low),
            "high": np.exp(high),
            "low_alone": np.exp(alone[0]),
            "high_alone": np.exp(alone[1]),
            "error": errors,
            "n": found.cells.astype(int),
            "n_districts": districts,
            "events": found.observed,
            "expected": found.expected,
        },
        index=pd.Index(times.astype(int), name="years_since"),
    )


def _districts_at(fitted: Saturated, times: Floats, districts: npt.NDArray[np.intp]) -> list[int]:
    known = fitted.fit.cells.base > 0
    return [len(np.unique(districts[(fitted.cells([time]) & known).any(axis=1)])) for time in times]


def _averages(fitted: Saturated, times: Floats, districts: npt.NDArray[np.intp]) -> ClusterRobust:
    """Put the years before the last one without a model together, and all years with one, and compare both."""
    found = fitted.ratios(districts, [fitted.cells(part) for part in (times[times < 0], times[times >= 0])])
    return found.logs.combined(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 1.0]]))


def _rows(logs: ClusterRobust, names: tuple[str, ...]) -> pd.DataFrame:
    low, high = logs.interval()
    columns = {
        "value": np.exp(logs.estimates),
        "low": np.exp(low),
        "high": np.exp(high),
        "error": logs.errors,
    }
    return pd.DataFrame(columns, index=list(names))


def _apart(table: pd.DataFrame, years: ClusterRobust, averages: ClusterRobust) -> tuple[int, ...] | None:
    """List which years before differ from the last one, 0 for all of them together; None where none can be compared.

    One band holds every year before and their average at once, so that the check errs in one of twenty cases.
    """
    lead = np.flatnonzero((table.index < 0) & table["low"].notna())
    if not len(lead):
        return None
    estimates = np.concatenate([years.estimates[lead], averages.estimates[:1]])
    moved = np.column_stack([years.influence[:, lead], averages.influence[:, :1]])
    low, high = band(from_influence(estimates, moved, years.factor))
    names = [*(int(year) for year in table.index[lead]), 0]
    return tuple(name for name, outside in zip(names, (low > 0) | (high < 0), strict=True) if outside)
