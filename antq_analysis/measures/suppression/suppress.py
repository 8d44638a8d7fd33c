"""Deciding what of an indicator may be published, and remembering what was."""

from collections.abc import Collection, Sequence

from antq_analysis.errors import UsageError
from antq_analysis.measures.suppression.decide import decide, groupings_of
from antq_analysis.measures.suppression.ledger import record
from antq_analysis.measures.suppression.published import Scope, periods_of
from antq_analysis.measures.suppression.release import Release
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import DISTRICT
from antq_analysis.project import Project, find_project


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
    release is given. Nothing is written: the ledger takes up the whole decision as soon as a result that was made ready
    with it is saved for release, and refuses it if something that hangs together with it was recorded meanwhile.
    Decide therefore of what will be published and of no more.

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
    return decide(panel, {indicator: scope}, project or find_project())[indicator]


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
    return decide(panel, scopes, project or find_project())


def record_release(*releases: Release) -> None:
    """Write into the ledger what is shown and hidden, so that no later release undoes it.

    Saving a map, a chart, a table or a page for release does this by itself; it is needed only for what is published by
    other means, such as figures in a letter or a frame written with pandas.

    Parameters
    ----------
    *releases
        What is published together, of one province.

    Raises
    ------
    RefusedError
        If something that hangs together with it was recorded since it was decided.
    CannotWriteError
        If the ledger cannot be written.
    """
    record(dict.fromkeys(release.entry for release in releases if release.entry is not None))


def _groups_of(panel: Panel, groups: Sequence[str] | None, *, communes: bool) -> tuple[str, ...]:
    asked = tuple(
        groups if groups is not None else [name for name in (DISTRICT,) if name in groupings_of(panel)]
    )
    if not communes and len(asked) > 1:
        raise UsageError("measures.suppress_one_grouping")
    return asked
