"""A briefing with its footnotes: which figures of the year before are not as they were handed in."""

from collections.abc import Mapping

from antq_analysis.annual.comparison import say_revised
from antq_analysis.annual.frozen import load_frozen
from antq_analysis.annual.revised import find_revised, sum_revised
from antq_analysis.briefing import content
from antq_analysis.briefing.parts import Briefing
from antq_analysis.errors import InputError, MissingError
from antq_analysis.measures.suppression.release import Release
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project


def compose(
    panel: Panel,
    year: str,
    *,
    lang: str = "vi",
    drawn: bool = True,
    project: Project | None = None,
    releases: Mapping[str, Release] | None = None,
) -> Briefing:
    """Compose the briefing of a year: what is said, before any format.

    Parameters
    ----------
    panel, year, lang, drawn
        As in :func:`antq_analysis.briefing.content.compose`.
    project
        The project; by default the one of the current folder. Figures of earlier years that are not as they were handed
        in for the year before have a footnote.
    releases
        For publication, as in :func:`antq_analysis.briefing.content.compose`; figures of sensitive indicators then have
        no footnote, as what they were before may be hidden.

    Returns
    -------
    Briefing
        What is said; what the province does not report is left out and named at the end.

    Raises
    ------
    SettingError
        If the outline, a target or the letterhead is not as it must be.
    """
    project = project or find_project()
    revised = _say_revised(panel, year, lang, project)
    if releases is not None:
        known = panel.vocabulary.indicator
        revised = {key: text for key, text in revised.items() if not known(key[0]).sensitive}
    return content.compose(
        panel,
        year,
        lang=lang,
        drawn=drawn,
        releases=releases,
        project=project,
        revised=revised,
    )


def _say_revised(panel: Panel, year: str, lang: str, project: Project) -> dict[tuple[str, str], str]:
    told = {}
    try:
        for kept in load_frozen(panel.province.id, str(int(year) - 1), project)[-1:]:
            sums = sum_revised(panel, kept, find_revised(panel, kept, project))
            for row in sums[sums["before"].notna() & sums["category"].eq("")].to_dict("records"):
                label = panel.vocabulary.indicator(str(row["indicator"])).label(lang)
                told[str(row["indicator"]), str(row["period"])] = say_revised(row, label, kept, lang)
    except (InputError, MissingError):
        # A whole report must not wait for what was damaged; the comparison with last year tells it.
        return {}
    return told
