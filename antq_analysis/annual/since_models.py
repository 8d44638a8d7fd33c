"""Whether anything changed where models began: what a page shows of it, or why it shows nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from antq_analysis.annual.where import REFUSALS, Seen
from antq_analysis.errors import MissingError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.design.adoption import adoption
from antq_analysis.measures.since_start.compared import compare
from antq_analysis.measures.since_start.difference_in_differences import by_cohorts
from antq_analysis.measures.since_start.event_study import by_years
from antq_analysis.measures.since_start.result import DifferenceInDifferences, EventStudy
from antq_analysis.measures.verdict.basis import Basis, basis
from antq_analysis.measures.verdict.rule import structural
from antq_analysis.measures.verdict.said import paragraph
from antq_analysis.measures.verdict.verdict import judged, verdict
from antq_analysis.panel.load import Panel, load_panel
from antq_analysis.places.vintage import vintages
from antq_analysis.project import Project, find_project
from antq_analysis.show.effects import draw_effect

_KINDS = ("never", "mixed", "unknown")


@dataclass(frozen=True)
class SinceModels:
    """What a page shows of the time since models began.

    Parameters
    ----------
    answer
        The verdict with its estimate; the map that it is of, where that is not the one that was asked for; and all that
        must be read with it.
    beginnings
        How many communes began in which year, and of how many that is not known.
    verdict, years, cohorts
        The verdict on its scale, the years around the beginning, and the cohorts.
    annex
        Other estimators and tests; where nothing was estimated, that.
    """

    answer: str
    beginnings: pd.DataFrame | Seen
    verdict: Seen
    years: Seen
    cohorts: Seen
    annex: str


def since_models(
    panel: Panel, outcome: str, lang: str = "vi", *, project: Project | None = None
) -> SinceModels:
    """Look at what changed where models began, on the newest map on which that can be asked.

    Where many communes were merged from some with and some without a model, the maps before are tried, the newest
    first; if none of them carries a comparison either, the answer is that of the map that was asked for.

    Parameters
    ----------
    panel
        The panel.
    outcome
        Indicator id; empty where the province reports none that public order is read from.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    SinceModels
        Words and charts; what is refused or not there says why.
    """
    if not outcome:
        return _nothing(say("annual.no_outcome", lang), lang)
    project = project or find_project()
    try:
        on, rests = _on_newest_map(panel, outcome, project)
        found = judged(rests) if rests else verdict(panel, outcome, project=project)
        beginnings = _beginnings(on, lang, project)
    except REFUSALS as refusal:
        return _nothing(refusal.text(lang), lang)
    days = {"asked": date.fromisoformat(panel.map_date), "taken": date.fromisoformat(on.map_date)}
    on_map = "" if on is panel else say("annual.since_map", lang, last=on.years()[-1], **days)
    first, *more = paragraph(found, lang)
    told = found.sentence(lang)
    years, cohorts = (
        _drawn(partial(estimate, rests), lang, project) if rests else Seen(more[0])
        for estimate in (_years, _cohorts)
    )
    return SinceModels(
        answer="\n\n".join(filter(None, [f"{first} {more[0]}", on_map, " ".join(more[1:])])),
        beginnings=beginnings,
        verdict=Seen(told, draw_effect(found, lang=lang, project=project)),
        years=years,
        cohorts=cohorts,
        annex=found.details(lang) or say("annual.nothing_here", lang),
    )


def _nothing(told: str, lang: str) -> SinceModels:
    seen = Seen(say("annual.nothing_here", lang))
    return SinceModels(told, seen, seen, seen, seen, seen.text)


def _on_newest_map(panel: Panel, outcome: str, project: Project) -> tuple[Panel, Basis | None]:
    """Find the newest map on which enough communes can be compared; none where there is no such map."""
    if found := _carrying(lambda: panel, outcome, project):
        return found
    for day in reversed([day for day in vintages(panel.province.id, project) if day < panel.map_date]):
        load = partial(load_panel, panel.province.id, day, project, until=panel.until)
        if found := _carrying(load, outcome, project):
            return found
    return panel, None


def _carrying(load: Callable[[], Panel], outcome: str, project: Project) -> tuple[Panel, Basis] | None:
    try:
        panel = load()
        found = basis(panel, outcome, project=project)
    except (MissingError, *REFUSALS):
        return None
    return None if structural(found.counts) else (panel, found)


def _years(rests: Basis) -> EventStudy:
    return by_years(compare(rests))


def _cohorts(rests: Basis) -> DifferenceInDifferences:
    return by_cohorts(compare(rests))


def _drawn(find: Callable[[], EventStudy | DifferenceInDifferences], lang: str, project: Project) -> Seen:
    try:
        found = find()
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    return Seen(found.sentence(lang), draw_effect(found, lang=lang, project=project))


def _beginnings(panel: Panel, lang: str, project: Project) -> pd.DataFrame:
    told = adoption(panel, project=project)
    last = int(panel.years()[-1])
    years = told.first_years(last).dropna().astype(int).value_counts().sort_index()
    kinds = told.kinds(last).value_counts()
    rows = {str(year): int(n) for year, n in years.items()}
    rows |= {say(f"annual.since_{kind}", lang): int(kinds.get(kind, 0)) for kind in _KINDS}
    column = say("annual.since_communes", lang)
    return pd.DataFrame({column: rows}).rename_axis(index=None, columns=say("annual.since_year", lang))
