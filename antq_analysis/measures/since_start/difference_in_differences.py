"""Before and since the beginning, with and without a model: cohort by cohort, then all together."""

import numpy as np
import pandas as pd

from antq_analysis.measures.effects.bacon import EARLIER, decompose
from antq_analysis.measures.effects.clustered import clustered
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.saturated import Saturated
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.since_start.compared import Compared, compared, fit_cohorts
from antq_analysis.measures.since_start.names import LEAD, OVERALL, TWO_WAY
from antq_analysis.measures.since_start.result import DifferenceInDifferences
from antq_analysis.measures.since_start.weighed import checks_of
from antq_analysis.measures.verdict.basis import START
from antq_analysis.measures.verdict.beside import dealt_out_anew, ratio_row, year_before
from antq_analysis.measures.verdict.weighed import panel_caveats
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project

_COLUMNS = ["value", "low", "high", "error"]


def difference_in_differences(  # noqa: PLR0913 - as an event study
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
) -> DifferenceInDifferences:
    """Compare the rate since models began with what the communes without one let expect, in the same years.

    Poisson regression with an effect of every commune, every year, and every cohort in every year since it began, and
    the people as exposure: nobody with a model is compared with who had one before. Beside it stands the usual shorter
    way, one coefficient beside effects of communes and years, with the share of it that rests on such comparisons.

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
        As in :func:`antq_analysis.measures.since_start.event_study.event_study`.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    DifferenceInDifferences
        Ratios over all cohorts and by cohort.

    Raises
    ------
    RefusedError
        As an event study does.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    :func:`antq_analysis.measures.effects.saturated.saturated`, :func:`antq_analysis.measures.effects.bacon.decompose`,
    :func:`antq_analysis.measures.effects.randomization.randomization_test`.
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
    return by_cohorts(given)


def by_cohorts(given: Compared) -> DifferenceInDifferences:
    """Compare communes that were chosen already.

    Parameters
    ----------
    given
        Their arrays.

    Returns
    -------
    DifferenceInDifferences
        As :func:`difference_in_differences` gives it.

    Raises
    ------
    RefusedError
        If steps of counting by group cannot be told from what came with models.
    """
    fitted = fit_cohorts(given, leads=False)
    table = _table(given, fitted)
    lead, rests = table.loc[LEAD], given.basis
    facts = rests.facts
    alike = bool(lead["low"] <= 1 <= lead["high"]) if np.isfinite(lead["value"]) else None
    fell = bool(table["value"][OVERALL] < 1)
    return DifferenceInDifferences(
        table=table,
        design="measures.verdict_design",
        checks=checks_of(facts, year_before_like_others=alike),
        caveats=panel_caveats(facts, estimated=True, surge=True, fell=fell),
        p_shuffled=dealt_out_anew(given.events, given.exposure, given.began, given.districts),
        against_earlier=_against_earlier(given),
        fitted=fitted,
        facts=facts,
        study=rests.study,
        words=rests.words,
        province=rests.province,
        map_date=rests.map_date,
        indicator=rests.study.outcome,
    )


def _table(given: Compared, fitted: Saturated) -> pd.DataFrame:
    began, cohorts = given.began, fitted.began.cohorts
    on = fitted.cells(fitted.year - fitted.cohort)
    sets = [on, *(on & (began.start == cohort)[:, None] for cohort in cohorts)]
    found = fitted.ratios(given.districts, sets)
    low, high = found.interval()
    known = np.isfinite(given.events) & np.isfinite(given.exposure)
    rows = pd.DataFrame(
        {
            "value": found.ratio,
            "low": low,
            "high": high,
            "error": found.logs.errors,
            "n": [int((part & known).any(axis=1).sum()) for part in sets],
            "events": found.observed,
            "expected": found.expected,
        },
        index=[OVERALL, *(f"{cohort:.0f}" for cohort in cohorts)],
    )
    two_way = clustered(
        fit_poisson(given.events, given.exposure, [*given.steps, began.treated]), given.districts
    )
    lead = year_before(given.events, given.exposure, began, given.districts)
    beside = pd.DataFrame([ratio_row(two_way), lead], columns=_COLUMNS, index=[TWO_WAY, LEAD])
    return pd.concat([rows, beside]).astype({"n": "Int64"})


def _against_earlier(given: Compared) -> float:
    rates = given.events / given.exposure
    whole = np.isfinite(rates).all(axis=1)
    if not np.isfinite(given.began.start[whole]).any():
        return float("nan")
    own = starts(given.began.start[whole], given.began.years)
    return decompose(rates[whole], own).total(EARLIER)[0]
