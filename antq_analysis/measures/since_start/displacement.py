"""Where models began and next door: counts before and after, less the change elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from antq_analysis.errors import UsageError
from antq_analysis.language.numbers import LANGUAGES, MIN_BASE
from antq_analysis.measures.change import refuse_windows
from antq_analysis.measures.design.study import Study, study
from antq_analysis.measures.effects.displacement import displacement_quotient
from antq_analysis.measures.since_start.areas import CONTROL, NEAR, TARGET, areas
from antq_analysis.measures.since_start.differences import BOTH, count_areas, differences, limits_of, pair_of
from antq_analysis.measures.since_start.displaced import BEFORE, Displaced
from antq_analysis.measures.since_start.windows import Windows, widest, windows
from antq_analysis.measures.verdict.basis import START, words_for
from antq_analysis.observations import WITH_VALUE, period_bounds
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import say_grouping
from antq_analysis.project import Project


def displacement(  # noqa: PLR0913 - of something, since something, over some years, for whom
    panel: Panel,
    outcome: str,
    per: str = "population",
    start: str = START,
    *,
    before: str = "",
    after: str = "",
    control: Sequence[str] = (),
    category: str = "",
    group: str = "",
    project: Project | None = None,
) -> Displaced:
    r"""Count before and after where models began and next door, less the change elsewhere.

    The weighted displacement difference: communes that began between two windows of years (T), their neighbours that
    had not begun (D), and the others (C), whose change is taken for as many people as live in T and D,

    .. math:: WDD = \Delta T + \Delta D - \Delta C \cdot \frac{people_T + people_D}{people_C},

    with the published standard error, which holds if nothing but chance is at work, and beside it one by how
    differently districts went. With a control that is named, its own neighbours are set beside D. This is description:
    it rests on the condition that without models all would have changed by as many cases for as many people.

    Parameters
    ----------
    panel
        The panel; its polygons say who borders on whom.
    outcome
        Indicator of events of a year.
    per
        What makes places of different size alike: people.
    start
        Indicator of kind ``date``: the year in which a unit began.
    before, after
        Windows of as many years each, such as ``2013-2015``; by default as many years as there are both before the
        first commune began and since the last one did.
    control
        Codes of communes to set beside; by default all that neither began nor border on one that did.
    category
        One model type for `start`; empty for any.
    group
        A grouping to stand for districts; by default the districts of the map, else the former ones.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Displaced
        Differences in events over the years of a window, in the places and next door, with their counts.

    Raises
    ------
    BreakError
        If the way of counting changed between the first and the last of these years.
    RefusedError
        As a study does; if nobody began between the windows, nobody is left to set beside, or a named control began,
        borders on a place that did or lacks figures.
    UnknownNameError
        If there is no such indicator, grouping or commune.
    UsageError
        If the windows do not fit, or the map has no polygons.

    References
    ----------
    Wheeler, A. P. and Ratcliffe, J. H. (2018). A simple weighted displacement difference test to evaluate place based
    crime interventions. Crime Science 7, 11. Bowers, K. J. and Johnson, S. D. (2003). Measuring the geographical
    displacement and diffusion of benefit effects of crime prevention activity. Journal of Quantitative Criminology 19,
    275-301. Arithmetic and example: :func:`antq_analysis.measures.since_start.differences.differences`.
    """
    years = windows(before, after) if before or after else None
    who = study(
        panel,
        outcome,
        start=start,
        per=per,
        category=category,
        since=str(years.before[0]) if years else "",
        until=str(years.after[-1]) if years else "",
        group=group,
        project=project,
    )
    years = years or widest(who.years, who.first_year)
    if not {*years.before, *years.after} <= set(who.years):
        first, second = years.said
        raise UsageError("measures.displacement_windows", before=first, after=second)
    _refuse_other_counting(panel, outcome, per, years)
    return _displaced(panel, who, areas(panel, who, years, control), years)


def _refuse_other_counting(panel: Panel, outcome: str, per: str, years: Windows) -> None:
    days = (period_bounds(str(year))[1] for year in (years.before[0], years.after[-1]))
    refuse_break(panel.vocabulary, panel.province.id, (outcome, per), *days)
    rows = panel.select(outcome)
    known = rows[rows["status"].isin(WITH_VALUE)]
    old, new = (known[known["period"].isin([*map(str, own)])] for own in (years.before, years.after))
    refuse_windows(old, new, years.said[1], years.said[0])


def _displaced(panel: Panel, who: Study, places: pd.DataFrame, years: Windows) -> Displaced:
    part = places["area"].reindex(who.units.index).to_numpy(str)
    events, people = (years.sums(one, who.years) for one in (who.events, who.exposure))
    labels = who.units["group_code"].to_numpy(str) if who.grouping else None
    counts, table = count_areas(events, people, part), differences(events, people, part, labels)
    if halves := years.halves:
        events, people = (halves.sums(one, who.years) for one in (who.events, who.exposure))
        table.loc[BEFORE] = differences(events, people, part, labels).loc[BOTH]
    grouping = {lang: say_grouping(who.grouping, lang) for lang in LANGUAGES}
    checks = _checks(table, counts, places)
    return Displaced(
        table=table,
        design="measures.displacement_design",
        checks=pd.DataFrame({"passed": pd.Series(checks, dtype=bool)}),
        caveats=_caveats(table, checks),
        counts=counts,
        quotient=_quotient(counts),
        places=places,
        years=years,
        study=who,
        words=replace(words_for(panel, who.outcome), grouping=grouping),
        province=panel.province,
        map_date=panel.map_date,
        indicator=who.outcome,
    )


def _quotient(counts: pd.DataFrame) -> float:
    if not counts["n"][NEAR]:
        return float("nan")
    return displacement_quotient(*(pair_of(counts, name) for name in (TARGET, NEAR, CONTROL)))


def _checks(table: pd.DataFrame, counts: pd.DataFrame, places: pd.DataFrame) -> dict[str, bool]:
    told = counts.loc[counts["n"] > 0, ["before", "after"]]
    made = {
        "counts_not_small": bool((told >= MIN_BASE).all(axis=None)),
        "districts_known": bool(table["error_between"].drop(BEFORE, errors="ignore").notna().all()),
        "nothing_left_out": bool(places["area"].ne("").all()),
    }
    if BEFORE in table.index:
        low, high = limits_of(table, BEFORE)
        made["alike_before"] = low <= 0 <= high
    return made


def _caveats(table: pd.DataFrame, passed: dict[str, bool]) -> tuple[str, ...]:
    chosen = {
        "measures.displacement_small": not passed["counts_not_small"],
        "measures.displacement_chance_only": not passed["districts_known"],
        "measures.displacement_left_out": not passed["nothing_left_out"],
        "measures.verdict_caveat_pressure": bool(table["value"][BOTH] < 0),
        "measures.since_no_verdict": True,
    }
    return tuple(key for key, holds in chosen.items() if holds)
