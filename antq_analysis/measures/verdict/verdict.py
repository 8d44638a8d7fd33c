"""Did anything change where models came: the verdict on a panel."""

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.measures.verdict.basis import START, Basis, basis, words_for
from antq_analysis.measures.verdict.beside import Beside, beside
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.measures.verdict.rule import NOT_ALLOWED, Decision, decide
from antq_analysis.measures.verdict.weighed import caveats_of, checks_of, table_of
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project

_TOLD = ("measures.study_few_units", "measures.study_no_start", "measures.study_few_years")
"""Refusals of a design that are an answer: the figures are there, and cannot be compared."""


def verdict(  # noqa: PLR0913 - as a study: of something, since something, over some years, for whom
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
) -> Verdict:
    """Say whether incidents changed where models came, or that it cannot be told.

    Communes are compared with themselves before they began and with those that had not begun. Where the places that
    began had just had a high count, counts and beginnings are modelled together, as such a count falls back by itself;
    elsewhere fixed effects with shocks that near communes share are surer. Which of the two speaks is decided by where
    models were sent, never by the result. An answer is a change that came together with models, not its cause.

    Parameters
    ----------
    panel
        The panel; its map decides what the units are.
    outcome
        Indicator of events of a year.
    start
        Indicator of kind ``date``: the year in which a unit began.
    per
        What the events are related to.
    category
        One model type for `start`; empty for any.
    since, until
        First and last year; by default all years with exact figures on this map.
    group
        A grouping to stand for districts; by default the districts of the map, else the former ones. Without any, the
        map is cut into twenty parts.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Verdict
        ``evidence_of_fall``, ``evidence_of_rise``, ``cannot_tell`` or ``design_does_not_allow``, with estimate,
        interval, what could have been found, and what must be read with it.

    Raises
    ------
    RefusedError
        If the outcome is no count of events or its definition holds the programme, or nobody reported when it began.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    :func:`antq_analysis.measures.verdict.rule.decide`, :func:`antq_analysis.measures.design.study.study`.
    """
    try:
        found = basis(
            panel,
            outcome,
            start,
            per=per,
            category=category,
            since=since,
            until=until,
            group=group,
            project=project,
        )
    except RefusedError as refused:
        if refused.key not in _TOLD:
            raise
        return _refused(panel, outcome, Sentence(refused.key, **refused.values))
    return judged(found)


def judged(found: Basis) -> Verdict:
    """Judge communes that were chosen already.

    Parameters
    ----------
    found
        Who is compared.

    Returns
    -------
    Verdict
        As :func:`verdict` gives it.
    """
    decision = decide(found.counts)
    others = _beside(found, decision)
    return Verdict(
        table=table_of(decision, others),
        design="measures.verdict_design",
        checks=checks_of(decision, found.facts, others),
        caveats=caveats_of(decision, found.facts, others),
        verdict=decision.verdict,
        decision=decision,
        facts=found.facts,
        others=others,
        study=found.study,
        refusal=None,
        words=found.words,
        province=found.province,
        map_date=found.map_date,
        indicator=found.study.outcome,
    )


def _refused(panel: Panel, outcome: str, why: Sentence) -> Verdict:
    return Verdict(
        table=pd.DataFrame(columns=["value", "low", "high", "error"], dtype=float),
        design="measures.verdict_design",
        checks=pd.DataFrame({"passed": pd.Series(dtype=bool)}),
        caveats=(),
        verdict=NOT_ALLOWED,
        decision=None,
        facts=None,
        others=None,
        study=None,
        refusal=why,
        words=words_for(panel, outcome),
        province=panel.province,
        map_date=panel.map_date,
        indicator=outcome,
    )


def _beside(found: Basis, decision: Decision) -> Beside | None:
    if not decision.used or not np.isfinite(decision.value):
        return None
    who = found.study
    return beside(who.events, who.exposure, who.years, who.first_year, found.counts.districts, found.around)
