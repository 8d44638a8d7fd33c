"""Deciding what of an indicator may be published, and remembering what was."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.measures.pooled_years import years_of
from antq_analysis.measures.suppression.cells import COMMUNES, OTHERS, PROVINCE
from antq_analysis.measures.suppression.chosen import Chosen, choose
from antq_analysis.measures.suppression.gaps import refuse_gaps
from antq_analysis.measures.suppression.ledger import read_ledger, rows_of, write_ledger
from antq_analysis.measures.suppression.published import LEVELS, Scope, periods_of
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.together import related_to
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import DISTRICT
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Indicator

WHOLE = (COMMUNES, OTHERS, PROVINCE)
"""Levels of figures that no boundary inside the province changes."""


def suppress(
    panel: Panel,
    indicator: str,
    *,
    groups: Sequence[str] | None = None,
    categories: Sequence[str] = ("",),
    periods: Collection[str] | None = None,
    communes: bool = True,
    project: Project | None = None,
) -> Release:
    """Decide what of a sensitive indicator may be published.

    Counts from 1 to the threshold of ``data/project.toml`` are hidden, and as few others as keep them from being worked
    out of the totals of districts, groups, all communes, the province, categories and several years, and of what the
    ledger says was published before, of this indicator and of those that hold it or that it holds. To a reader of all
    this who knows the rule each small count may still be anything from 1 to the threshold; that is audited before the
    release is given. Nothing is written: use :func:`record_release` for what is really published.

    A figure that was revised since it was shown is a new figure, and may be hidden; one that was hidden stays hidden.
    What the earlier release told of figures that were not revised still counts
    (:func:`antq_analysis.measures.suppression.earlier.with_earlier_sums`). Of other indicators what was published on
    the same map is compared, and what was of the whole province on any.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A count that may be summed.
    groups
        Groupings by which it is published too; by default the districts of the map.
    categories
        Values of its dimension that are published; the empty one is the total.
    periods
        Which periods; by default all. One of several years, such as ``2022-2024``, is the sum of its years
        (:func:`antq_analysis.measures.pooling.pool`), which are published only if they are named too.
    communes
        Whether figures of communes are published; without them one grouping at most.
    project
        Holds the threshold and the ledger; by default the project of the current folder.

    Returns
    -------
    Release
        What may be shown; :func:`antq_analysis.measures.suppression.withhold.withhold` applies it.

    Raises
    ------
    RefusedError
        If most figures of communes would be hidden (what would show more is named), if it was published for the same
        years on another map, if it is no count that may be summed, or if what was shown before gives a small count
        away.
    BreakError
        If a period of several years holds a change of the way of counting.
    UnknownNameError
        If there is no such indicator or grouping.
    """
    asked = tuple(periods_of(panel, indicator, categories) if periods is None else periods)
    scope = Scope(_groups_of(panel, groups, communes=communes), tuple(categories), asked, communes)
    found = _decide(panel, {indicator: scope}, project or find_project())[indicator]
    return found if periods is not None else replace(found, periods=None)


def suppress_together(
    panel: Panel,
    indicators: Sequence[str],
    *,
    groups: Sequence[str] | None = None,
    periods: Collection[str] | None = None,
    totals: Collection[str] = (),
    communes: bool = True,
    project: Project | None = None,
) -> dict[str, Release]:
    """Decide what of several indicators may be published side by side.

    Where one holds others, as all incidents hold fires, what is left of it when its other parts are taken away bounds
    the one that is hidden; the figures to hide are then chosen together. Otherwise each is as by :func:`suppress`.

    Parameters
    ----------
    panel
        The panel.
    indicators
        Counts that may be summed.
    groups, periods
        As for :func:`suppress`, the same for all.
    totals
        Further periods of which only sums are published, such as those of a chart over the years. Of those that were
        published on another map only what was shown of the whole province is shown again: sums of other groups of
        communes would give the difference between the two maps away.
    communes, project
        As for :func:`suppress`, the same for all.

    Returns
    -------
    dict of str to Release
        By indicator.

    Raises
    ------
    RefusedError, BreakError, UnknownNameError
        As :func:`suppress`, for any of them.
    """
    groups = _groups_of(panel, groups, communes=communes)
    scopes = {
        name: Scope(
            groups,
            ("",),
            tuple(periods_of(panel, name, ("",)) if periods is None else periods),
            communes,
            tuple(period for period in totals if period in periods_of(panel, name, ("",))),
        )
        for name in indicators
    }
    return _decide(panel, scopes, project or find_project())


def record_release(*releases: Release, project: Project | None = None) -> None:
    """Write into the ledger what is shown and hidden, so that no later release undoes it.

    Parameters
    ----------
    *releases
        What is published together, of one province.
    project
        By default the project of the current folder.

    Raises
    ------
    CannotWriteError
        If the ledger cannot be written.
    """
    if releases:
        rows = pd.concat([rows_of(release) for release in releases])
        write_ledger(project or find_project(), releases[0].province, rows)


def _groups_of(panel: Panel, groups: Sequence[str] | None, *, communes: bool) -> tuple[str, ...]:
    asked = tuple(
        groups if groups is not None else [name for name in (DISTRICT,) if name in _groupings(panel)]
    )
    if not communes and len(asked) > 1:
        raise UsageError("measures.suppress_one_grouping")
    return asked


def _groupings(panel: Panel) -> set[str]:
    return set(panel.groups["grouping"]) if "grouping" in panel.groups else set()


def _decide(panel: Panel, scopes: Mapping[str, Scope], project: Project) -> dict[str, Release]:
    threshold = project.settings.suppression_threshold
    whats = {name: panel.vocabulary.indicator(name) for name in scopes}
    for what in whats.values():
        if what.adds_up != "sum" or what.kind not in ("flow", "stock", "base"):
            raise RefusedError("measures.suppress_no_count", label=what.label_vi, label_en=what.label_en)
    earlier = read_ledger(project, panel.province.id)
    for name, what in whats.items():
        _refuse_elsewhere(panel, what, scopes[name], earlier)
    scopes = {name: _repeating(panel, name, scope, earlier) for name, scope in scopes.items()}
    # The sum of the whole province is the same on every map, or it has another value and tells nothing.
    earlier = earlier[earlier["map_date"].eq(panel.map_date) | earlier["level"].isin(WHOLE)]
    chosen = choose(panel, scopes, earlier, threshold)
    for name, what in whats.items():

        def instead(other: Scope, own: str = name) -> Chosen:
            return choose(panel, {own: other}, earlier, threshold)[own]

        if what.sensitive and scopes[name].communes:
            refuse_gaps(panel, what, chosen[name], scopes[name], instead)
    return {
        name: Release(
            indicator=name,
            label_vi=what.label_vi,
            label_en=what.label_en,
            province=panel.province.id,
            map_date=panel.map_date,
            threshold=threshold,
            cells=cells,
            hidden=hidden,
            published=own,
            periods=tuple(
                dict.fromkeys((*scopes[name].periods, *scopes[name].totals, *scopes[name].repeated))
            ),
            repeated=scopes[name].repeated,
            sensitive=what.sensitive,
            sensitive_wholes=any(panel.vocabulary.indicator(one).sensitive for one in what.denominators),
        )
        for (name, what), (cells, own, hidden) in zip(whats.items(), chosen.values(), strict=True)
    }


def _refuse_elsewhere(panel: Panel, what: Indicator, scope: Scope, rows: pd.DataFrame) -> None:
    words = {"label": what.label_vi, "label_en": what.label_en}
    elsewhere = _elsewhere(panel, what.id, rows)
    asked = {year for period in scope.periods for year in years_of(period)} & set(elsewhere)
    if asked:
        # The land between two maps lies in no figure of either, but in their difference.
        maps = ", ".join(sorted({day for year in asked for day in elsewhere[year]}))
        raise RefusedError("measures.suppress_other_map", maps=maps, years=", ".join(sorted(asked)), **words)
    own = rows[rows["indicator"].isin([what.id, *related_to(what.id, panel.vocabulary)])]
    own = own[own["map_date"].eq(panel.map_date)]
    lost = sorted(set(own["level"]) - LEVELS - _groupings(panel))
    if lost:
        raise RefusedError("measures.suppress_lost_grouping", groupings=", ".join(lost), **words)


def _elsewhere(panel: Panel, indicator: str, rows: pd.DataFrame) -> dict[str, set[str]]:
    """Tell on which other maps each year of an indicator was published, by year."""
    other = rows[rows["indicator"].eq(indicator) & rows["map_date"].ne(panel.map_date)]
    found: dict[str, set[str]] = {}
    for period, day in set(zip(other["period"], other["map_date"], strict=True)):
        for year in years_of(period):
            found.setdefault(year, set()).add(day)
    return found


def _repeating(panel: Panel, indicator: str, scope: Scope, rows: pd.DataFrame) -> Scope:
    elsewhere = set(_elsewhere(panel, indicator, rows))
    repeated = tuple(period for period in scope.totals if elsewhere & set(years_of(period)))
    totals = tuple(period for period in scope.totals if period not in repeated)
    return replace(scope, totals=totals, repeated=repeated)
