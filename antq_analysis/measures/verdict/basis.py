"""Whom a comparison of before and after rests on: who is compared, where they lie, and what must be known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import pandas as pd

from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.design.study import Study, study
from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.around import Floats, around
from antq_analysis.measures.verdict.counts import Counts, counts_of
from antq_analysis.measures.verdict.facts import TOO_EARLY, Facts, facts_of
from antq_analysis.measures.verdict.ground import ground
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import say_grouping
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province

START = "model_established_year"


@dataclass(frozen=True)
class Words:
    """What a result is about, by language.

    Parameters
    ----------
    outcome, unit
        Label of the outcome, and what it is counted in.
    grouping
        What districts are; empty where there are none.
    """

    outcome: Mapping[str, str]
    unit: Mapping[str, str]
    grouping: Mapping[str, str]


class About(Protocol):
    """A result that can name what it is about."""

    @property
    def words(self) -> Words:
        """What it is about."""

    @property
    def province(self) -> Province:
        """Whose figures."""


@dataclass(frozen=True)
class Basis:
    """Who is compared, and what it rests on.

    Parameters
    ----------
    study
        The communes; those that began too early to judge where models were sent are left out.
    counts
        Their counts as the rule takes them.
    around
        Shape (communes, years) each: share of the units one and two steps away where a model had begun; may be none.
    facts
        What must be known of them.
    words
        What it is about.
    province, map_date
        Whose communes, and on which map.
    """

    study: Study
    counts: Counts
    around: tuple[Floats, ...]
    facts: Facts
    words: Words
    province: Province
    map_date: str


def basis(  # noqa: PLR0913 - as a study: of something, since something, over some years, for whom
    panel: Panel,
    outcome: str,
    start: str = START,
    *,
    per: str = "population",
    category: str = "",
    since: str = "",
    until: str = "",
    group: str = "",
    project: Project | None = None,
) -> Basis:
    """Choose who is compared before and after models began, the same communes for every way of asking.

    Parameters
    ----------
    panel, outcome, start, per, category, since, until, group, project
        As for :func:`antq_analysis.measures.design.study.study`.

    Returns
    -------
    Basis
        Communes with at least two years before they began, and those that had not begun.

    Raises
    ------
    RefusedError
        As a study does.
    UnknownNameError
        If there is no such indicator or grouping.
    """
    whole = study(
        panel,
        outcome,
        start=start,
        per=per,
        category=category,
        since=since,
        until=until,
        group=group,
        project=project,
    )
    found = _late_enough(whole)
    where = ground(panel, found)
    arrays = (found.events, found.exposure, found.years, found.first_year)
    counts = counts_of(*arrays, where.places, where.districts)
    facts = facts_of(panel, found, counts, where)
    grouping = {lang: say_grouping(found.grouping, lang) for lang in LANGUAGES}
    words = replace(words_for(panel, outcome), grouping=grouping)
    return Basis(found, counts, around(panel, found), facts, words, panel.province, panel.map_date)


def words_for(panel: Panel, outcome: str) -> Words:
    """Name an outcome.

    Parameters
    ----------
    panel
        Knows the vocabulary.
    outcome
        Indicator id.

    Returns
    -------
    Words
        Without a grouping.
    """
    what = panel.vocabulary.indicator(outcome)
    return Words(
        outcome={lang: what.label(lang) for lang in LANGUAGES},
        unit={lang: what.unit(lang) for lang in LANGUAGES},
        grouping=dict.fromkeys(LANGUAGES, ""),
    )


def _late_enough(whole: Study) -> Study:
    """Leave out communes that began before there are enough years to judge where models were sent."""
    kept = ~(whole.first_year < whole.years[levels.FEWEST_BEFORE])
    early = whole.units.loc[~kept, ["name"]].assign(reason=TOO_EARLY)
    return replace(
        whole,
        units=whole.units[kept],
        events=whole.events[kept],
        exposure=whole.exposure[kept],
        left_out=pd.concat([whole.left_out, early]),
    )
