"""What the page of one commune says, composed before any format."""

from collections.abc import Sequence
from datetime import date

from antq_analysis.briefing.given import Given
from antq_analysis.briefing.listed import load_contents
from antq_analysis.briefing.one_commune.beside import beside_table, found_rate
from antq_analysis.briefing.one_commune.ground import Ground, grounds_of, say_grounds
from antq_analysis.briefing.one_commune.history import history_table, years_of
from antq_analysis.briefing.one_commune.page import CommunePage
from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.parts import Figure
from antq_analysis.briefing.pictures import figure_of, over_years
from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.audience import INTERNAL, RELEASE, banner_for
from antq_analysis.show.unit_chart import draw_unit
from antq_analysis.show.words import province_name, warning_of

_FEWEST_YEARS = 2


def compose_commune(
    panel: Panel,
    code: str,
    year: str,
    *,
    lang: str = "vi",
    audience: str = INTERNAL,
    remarks: Sequence[str] = (),
    project: Project | None = None,
) -> CommunePage:
    """Compose the page of a commune.

    Parameters
    ----------
    panel
        The panel.
    code
        A commune of its map.
    year
        The last year that is shown.
    lang
        ``"vi"`` or ``"en"``.
    audience
        ``"internal"`` or ``"release"``: then sensitive indicators are left out whole, since what of them may be shown
        hangs together with every other commune, and so are remarks on rows.
    remarks
        What was found about its rows.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    CommunePage
        The page.

    Raises
    ------
    UsageError
        If there is no such audience.
    UnknownNameError
        If the map has no such commune, or nothing was reported of its ground up to the year.
    """
    if audience not in (INTERNAL, RELEASE):
        raise UsageError("show.bad_audience", audience=audience)
    if code not in panel.units.index:
        raise UnknownNameError("errors.kind_unit", code, panel.units.index)
    project = project or find_project()
    given = Given(panel, year, lang, project, load_outline(project), load_contents(project))
    grounds = grounds_of(panel, code, project)
    if not years_of(given, grounds):
        raise UnknownNameError("errors.kind_period", year, panel.years())
    name = str(panel.units.at[code, "name"])
    words = {"province": province_name(panel.province, lang), "day": date.fromisoformat(panel.map_date)}
    shown, hidden = _listed(given, audience)
    notes = (say("briefing.commune_not_released", lang, n=hidden),) if hidden else ()
    return CommunePage(
        code=code,
        name=name,
        title=say("briefing.commune_title", lang, name=name, unit_code=code),
        subtitle=say("briefing.commune_subtitle", lang, year=year, **words),
        ground=(*say_grounds(grounds, lang), *notes),
        history=history_table(given, code, grounds, shown),
        beside=beside_table(given, code, [one for one in given.contents.maps if one in shown]),
        figure=_figure(given, code, grounds, shown),
        remarks=tuple(remarks) if audience == INTERNAL else (),
        lang=lang,
        audience=audience,
        banner=banner_for(None, audience, lang, project),
        warning=warning_of(panel.province, lang),
    )


def _listed(given: Given, audience: str) -> tuple[tuple[str, ...], int]:
    contents, known = given.contents, given.panel.vocabulary
    names = dict.fromkeys((*contents.outcomes, *contents.table, *contents.maps, *contents.models))
    there = [name for name in names if name in given.scope]
    kept = [name for name in there if audience == INTERNAL or not known.indicator(name).sensitive]
    return tuple(kept), len(there) - len(kept)


def _figure(given: Given, code: str, grounds: Sequence[Ground], names: Sequence[str]) -> Figure | None:
    """Draw the first rate of the year that the commune has in another year too."""
    years = years_of(given, grounds)
    for name in (*given.contents.outcomes, *given.contents.maps):
        if name not in names:
            continue
        found, whole = found_rate(given, name), over_years(given, name)
        if found is None or whole is None:
            continue
        measure, _ = found
        known = measure.frame.xs(code, level="unit_code")["value"].reindex(list(years)).notna()
        if known.sum() < _FEWEST_YEARS or measure.unit_vi != whole.unit_vi:
            continue
        picture = draw_unit(measure, whole, code, years, given.lang)
        caption = f"{measure.label(given.lang)} ({measure.unit(given.lang)})"
        return figure_of(f"commune_{name}", caption, picture)
    return None
