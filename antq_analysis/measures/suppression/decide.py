"""One decision about some indicators that are published together: what it may rest on, and what it leaves behind."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.pooled_years import years_of
from antq_analysis.measures.suppression.cells import COMMUNES, OTHERS, PROVINCE
from antq_analysis.measures.suppression.chosen import Chosen, choose
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.suppression.gaps import refuse_gaps
from antq_analysis.measures.suppression.ledger import ledger_of, read_ledger, rows_of
from antq_analysis.measures.suppression.published import LEVELS, Scope
from antq_analysis.measures.suppression.release import Release
from antq_analysis.measures.suppression.together import related_to
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.vocabulary import Indicator

WHOLE = (COMMUNES, OTHERS, PROVINCE)
"""Levels of figures that no boundary inside the province changes."""


def groupings_of(panel: Panel) -> set[str]:
    """List the groupings of a panel.

    Parameters
    ----------
    panel
        The panel.

    Returns
    -------
    set of str
        Their names.
    """
    return set(panel.groups["grouping"]) if "grouping" in panel.groups else set()


def decide(
    panel: Panel, scopes: Mapping[str, Scope], project: Project, *, propose: bool = True
) -> dict[str, Release]:
    """Decide what of some indicators may be published side by side.

    Parameters
    ----------
    panel
        The panel.
    scopes
        What is to be published, by indicator.
    project
        Holds the threshold and the ledger.
    propose
        Whether a refusal says what would show more, which takes most of the time.

    Returns
    -------
    dict of str to Release
        By indicator.

    Raises
    ------
    RefusedError
        As :func:`antq_analysis.measures.suppression.suppress.suppress`.
    """
    threshold = project.settings.suppression_threshold
    whats = {name: panel.vocabulary.indicator(name) for name in scopes}
    for what in whats.values():
        if what.adds_up != "sum" or what.kind not in ("flow", "stock", "base"):
            raise RefusedError("measures.suppress_no_count", label=what.label_vi, label_en=what.label_en)
    told = read_ledger(project, panel.province.id)
    for name, what in whats.items():
        _refuse_elsewhere(panel, what, scopes[name], told)
    scopes = {name: _repeating(panel, name, scope, told) for name, scope in scopes.items()}
    # The sum of the whole province is the same on every map, or it has another value and tells nothing.
    earlier = told[told["map_date"].eq(panel.map_date) | told["level"].isin(WHOLE)]
    chosen = choose(panel, scopes, earlier, threshold)
    for name, what in whats.items():

        def instead(other: Scope, own: str = name) -> Chosen:
            return choose(panel, {own: other}, earlier, threshold)[own]

        if what.sensitive and scopes[name].communes:
            refuse_gaps(panel, what, chosen[name], scopes[name], instead if propose else None)
    entry = _entry_of(panel, chosen, told, project)
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
            entry=entry if what.sensitive else None,
        )
        for (name, what), (cells, own, hidden) in zip(whats.items(), chosen.values(), strict=True)
    }


def _entry_of(
    panel: Panel, chosen: Mapping[str, Chosen], told: pd.DataFrame, project: Project
) -> Entry | None:
    secret = {name: one for name, one in chosen.items() if panel.vocabulary.indicator(name).sensitive}
    if not secret:
        return None
    related = {name for one in secret for name in (one, *related_to(one, panel.vocabulary))}
    return Entry(
        ledger=ledger_of(project, panel.province.id),
        rows=pd.concat(
            [
                rows_of(name, panel.map_date, cells, own, hidden)
                for name, (cells, own, hidden) in secret.items()
            ]
        ),
        related=frozenset(related),
        earlier=told[told["indicator"].isin(related)],
    )


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
    lost = sorted(set(own["level"]) - LEVELS - groupings_of(panel))
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
