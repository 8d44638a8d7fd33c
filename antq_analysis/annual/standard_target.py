"""How far a standard is from its target."""

import math
from collections.abc import Mapping

from antq_analysis.annual.standard import flows_of
from antq_analysis.annual.where import REFUSALS
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.state_flows import MET, NOT_MET, UNKNOWN
from antq_analysis.observations import period_bounds
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.sources.targets import AT_LEAST, load_targets


def answer_target(
    panel: Panel, indicator: str, year: str, lang: str = "vi", project: Project | None = None
) -> str:
    """Say how far a share of communes is from the next target that is held of it.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        One sentence; or that no target is held, or why nothing is compared.
    """
    try:
        flows = flows_of(panel, indicator, year)
    except REFUSALS as refusal:
        return refusal.text(lang)
    target = load_targets(panel.province.id, year, project or find_project()).get(indicator)
    if target is None or target.comparator != AT_LEAST:
        return say("annual.no_target", lang, label=flows.label(lang), year=year)
    words: dict[str, object] = {
        "scope": say("annual.target_country" if target.national else "annual.target_own", lang),
        "document": target.document,
        "due": target.period,
        "year": year,
    }
    days = (period_bounds(period)[1] for period in (year, target.period))
    breaks = breaks_between(panel.vocabulary, panel.province.id, (indicator,), *days)
    if breaks:
        reason = "; ".join(one.label(lang) for one in breaks)
        return say("annual.target_other_criteria", lang, reason=reason, **words)
    standing = _standing(flows.at(year), target.value, lang)
    share = flows.share(year, lang)
    return say("annual.target", lang, value=target.value, share=share, standing=standing, **words)


def _standing(row: Mapping[str, int], value: float, lang: str) -> str:
    met, everyone, unknown = row[MET], row[MET] + row[NOT_MET], row[UNKNOWN]
    # Whoever told nothing may have met it or not: only what holds either way is said.
    if met < _needed(value, everyone + unknown) <= met + unknown:
        return say("annual.target_not_known", lang, n=unknown)
    lacking = _needed(value, everyone) - met
    if lacking <= 0:
        told = say("annual.target_reached", lang)
    else:
        gap = format_number(value - round(100 * met / everyone, 1), lang, 1)
        told = say("annual.target_short", lang, gap=gap, n=lacking, all=everyone)
    return f"{told} {say('annual.target_unknown', lang, n=unknown)}" if unknown else told


def _needed(value: float, everyone: int) -> int:
    # A hundredth of a commune is no commune: 99% of 100 are 99, whatever the binary fraction says.
    return math.ceil(round(value * everyone / 100, 6))
