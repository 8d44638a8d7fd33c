"""Whether the density of models and public order go together: what a page shows of it, or why it shows nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from antq_analysis.annual.where import REFUSALS, Seen
from antq_analysis.briefing.listed import load_contents, with_figures
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.association.associate import associate
from antq_analysis.measures.association.model_groups import by_model_group
from antq_analysis.measures.association.related import form_of
from antq_analysis.measures.association.result import Association
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.associations import draw_association


@dataclass(frozen=True)
class BesideModels:
    """What a page shows of density and public order.

    Parameters
    ----------
    answer
        One paragraph.
    level
        The figure of the year beside the density of the year.
    change
        The change over the years beside the density at their beginning.
    trials
        What no link at all gives, and every coefficient, in words.
    districts
        The correlation of the change by district, of the level where there is no change.
    model_groups
        The correlation of the level by group of models.
    """

    answer: str
    level: Seen
    change: Seen
    trials: str
    districts: pd.DataFrame | Seen
    model_groups: pd.DataFrame | Seen


def beside_models(
    panel: Panel, outcome: str, year: str, lang: str = "vi", *, project: Project | None = None
) -> BesideModels:
    """Set a figure of public order beside the density of models, as a level and as a change.

    The change is that since the first year from which the way of counting did not change, and the density that of its
    first year, which cannot follow what came after; where that year has none, that of the last year.

    Parameters
    ----------
    panel
        The panel.
    outcome
        Indicator id; empty where the province reports none that public order is read from.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    project
        Lists what the density is read from; by default the project of the current folder.

    Returns
    -------
    BesideModels
        Words and charts; what is refused or not there says why.
    """
    candidates = with_figures(panel, load_contents(project or find_project()).models)
    density = next(iter(candidates), "")
    if not outcome or not density:
        told = say("annual.no_outcome" if not outcome else "annual.no_density", lang)
        nothing = Seen(say("annual.nothing_here", lang))
        return BesideModels(told, nothing, nothing, nothing.text, nothing, nothing)
    level, level_told = _tried(lambda: associate(panel, outcome, density, year), lang)
    change, change_told = _change(panel, outcome, density, year, lang)
    return BesideModels(
        answer="\n\n".join(
            one.headline(lang) if one else told for one, told in ((level, level_told), (change, change_told))
        ),
        level=_seen(level, level_told, lang, project),
        change=_seen(change, change_told, lang, project),
        trials="\n\n".join(one.details(lang) for one in (level, change) if one)
        or say("annual.nothing_here", lang),
        districts=_districts(change or level, lang),
        model_groups=_model_groups(panel, candidates, level, year, lang),
    )


def _tried(find: Callable[[], Association], lang: str) -> tuple[Association | None, str]:
    try:
        found = find()
    except REFUSALS as refusal:
        return None, refusal.text(lang)
    return found, found.sentence(lang)


def _change(panel: Panel, outcome: str, density: str, year: str, lang: str) -> tuple[Association | None, str]:
    told = say("annual.answer_no_year_before", lang)
    for since in (one for one in panel.years() if one < year):
        for then in (since, year):
            asked = partial(associate, panel, outcome, density, year, since, with_period=then)
            found, told = _tried(asked, lang)
            if found:
                return found, told
    return None, told


def _seen(found: Association | None, told: str, lang: str, project: Project | None) -> Seen:
    return Seen(told, draw_association(found, lang=lang, project=project) if found else None)


def _districts(found: Association | None, lang: str) -> pd.DataFrame | Seen:
    if found is None or found.districts is None:
        return Seen(say("annual.beside_no_districts", lang))
    table = found.districts.table.set_index("name")
    return _written(table, found.words.grouping[lang], ("n", "value", "low", "high", "without"), lang)


def _model_groups(
    panel: Panel, candidates: tuple[str, ...], found: Association | None, year: str, lang: str
) -> pd.DataFrame | Seen:
    """Take the first of the candidates that is reported by group of models."""
    if found is None:
        return Seen(say("annual.beside_no_groups", lang))
    for name in candidates:
        table = by_model_group(panel, *form_of(panel, name), year, found.frame["outcome"])
        if table["value"].notna().any():
            label = say("annual.beside_group", lang, label=panel.vocabulary.indicator(name).label(lang))
            table = table.set_index(f"name_{lang}")
            return _written(table, label, ("n", "value", "low", "high", "q_value"), lang)
    return Seen(say("annual.beside_no_groups", lang))


def _written(table: pd.DataFrame, label: str, columns: tuple[str, ...], lang: str) -> pd.DataFrame:
    shown = {name: [_number(value, name, lang) for value in table[name]] for name in columns}
    frame = pd.DataFrame(shown, index=table.index)
    heads = {name: say(f"annual.beside_{name}", lang) for name in columns}
    # The name of the columns stands at the head of the first column; that of the index would take a line of its own.
    return frame.rename(columns=heads).rename_axis(index=None, columns=label[:1].upper() + label[1:])


def _number(value: float, name: str, lang: str) -> str:
    return "–" if not np.isfinite(value) else format_number(value, lang, 0 if name == "n" else 2)
