"""Who is compared since models began, and that there are enough of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.districts import place_in_districts
from antq_analysis.measures.effects.saturated import Saturated, saturated
from antq_analysis.measures.effects.starts import Starts, starts
from antq_analysis.measures.effects.terms import break_terms
from antq_analysis.measures.verdict import levels
from antq_analysis.measures.verdict.basis import Basis, basis
from antq_analysis.measures.verdict.rule import NO_EVENTS, structural
from antq_analysis.measures.verdict.said import say_parts
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Compared:
    """The arrays that an estimate rests on.

    Parameters
    ----------
    basis
        Whom they are of.
    began
        Who began when.
    steps
        Terms of changes of counting that are not taken to have been alike; shape (communes, years) each.
    """

    basis: Basis
    began: Starts
    steps: tuple[Floats, ...]

    @property
    def events(self) -> Floats:
        """Shape (communes, years); NaN where there is no figure."""
        return self.basis.study.events

    @property
    def exposure(self) -> Floats:
        """Shape (communes, years); NaN where there is no figure."""
        return self.basis.study.exposure

    @property
    def districts(self) -> npt.NDArray[np.intp]:
        """Labels, shape (communes,)."""
        return self.basis.counts.districts


def compared(  # noqa: PLR0913 - as a study, and by which groups a change of counting may differ
    panel: Panel,
    outcome: str,
    per: str,
    start: str,
    *,
    category: str,
    since: str,
    until: str,
    group: str,
    steps_by: str,
    project: Project | None,
) -> Compared:
    """Choose who is compared: the communes that the verdict rests on.

    Parameters
    ----------
    panel, outcome, per, start, category, since, until, group
        As for :func:`antq_analysis.measures.design.study.study`.
    steps_by
        A grouping whose members may have changed their way of counting each by a ratio of its own; empty where all
        are taken to have changed alike, which the effects of years take up.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Compared
        The arrays.

    Raises
    ------
    RefusedError
        As a study does, and where fewer began, had not begun or fewer districts are left than a verdict needs.
    UnknownNameError
        If there is no such indicator or grouping.
    """
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
    labels = place_in_districts(panel, steps_by)[1]["group_code"] if steps_by else None
    return compare(found, labels)


def compare(found: Basis, steps_by: pd.Series | None = None) -> Compared:
    """Take the arrays of communes that were chosen already.

    Parameters
    ----------
    found
        Who is compared.
    steps_by
        Index unit_code: groups that may have changed their way of counting each by a ratio of its own.

    Returns
    -------
    Compared
        The arrays.

    Raises
    ------
    RefusedError
        If there are fewer than a verdict needs.
    """
    if reason := structural(found.counts):
        raise _refusal(found, reason)
    who = found.study
    steps: list[Floats] = []
    if steps_by is not None:
        own = steps_by.reindex(who.units.index).to_numpy(str)
        changed = sorted({one.on.year for one in who.breaks})
        steps = [term for year in changed for term in break_terms(who.years, year, own)]
    return Compared(found, starts(who.first_year, who.years), tuple(steps))


def fit_cohorts(given: Compared, *, leads: bool) -> Saturated:
    """Fit an effect of every cohort and year.

    Parameters
    ----------
    given
        The arrays.
    leads
        Whether the years before the start have terms too.

    Returns
    -------
    Saturated
        The fit.

    Raises
    ------
    RefusedError
        If nothing can be compared, or steps of counting by group cannot be told from what came with models.
    """
    fitted = saturated(given.events, given.exposure, given.began, given.steps, leads=leads)
    since = fitted.year - fitted.cohort
    if not fitted.cells(since[since >= 0]).any():
        raise _refusal(given.basis, NO_EVENTS)
    if np.isnan(fitted.fit.terms[len(fitted.cohort) :]).any():
        raise RefusedError("measures.since_steps_unseen")
    return fitted


def _words_of(found: Basis) -> dict[str, Any]:
    province = found.province
    words: dict[str, Any] = {"units": province.unit_name_vi, "units_en": province.unit_name_en}
    for lang, tail in zip(LANGUAGES, ("", "_en"), strict=True):
        words[f"outcome{tail}"] = found.words.outcome[lang]
        words[f"parts{tail}"] = say_parts(found.words, lang)
    return words


def _refusal(found: Basis, reason: str) -> RefusedError:
    facts, words = found.facts, _words_of(found)
    if reason == NO_EVENTS:
        return RefusedError("measures.since_no_events", **words)
    return RefusedError(
        "measures.since_too_few",
        adopters=facts.adopters,
        without=facts.communes - facts.adopters,
        n_districts=facts.districts,
        least_adopters=levels.FEWEST_ADOPTERS,
        least_without=levels.FEWEST_WITHOUT,
        least_districts=levels.FEWEST_DISTRICTS,
        **words,
    )
