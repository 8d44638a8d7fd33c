"""What is said of a year: sections, annexes, terms and slides, composed from what is listed before any format."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from antq_analysis.briefing.annexes import annex_of, groups_of
from antq_analysis.briefing.blocks import classes, methods, movement, order, place, reading, standard
from antq_analysis.briefing.compared import compared_table
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.listed import load_contents
from antq_analysis.briefing.noted_once import noted_once
from antq_analysis.briefing.outline import Part as Listed
from antq_analysis.briefing.outline import load_outline
from antq_analysis.briefing.own_words import load_letterhead, load_words
from antq_analysis.briefing.parts import Briefing, Bullets, Figure, Grid, Letterhead, Paragraph, Part, Section
from antq_analysis.briefing.pictures import change_of, map_of, trend_of
from antq_analysis.briefing.talk import slides_of
from antq_analysis.briefing.terms import terms_of
from antq_analysis.language.catalogue import say
from antq_analysis.measures.suppression.release import Release
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project, find_project
from antq_analysis.show.audience import banner_for
from antq_analysis.show.words import warning_of

Made = Iterable[Paragraph | Bullets | Grid]


def compose(
    panel: Panel,
    year: str,
    *,
    lang: str = "vi",
    drawn: bool = True,
    releases: Mapping[str, Release] | None = None,
    project: Project | None = None,
    revised: Mapping[tuple[str, str], str] | None = None,
) -> Briefing:
    """Compose the briefing of a year: what is said, before any format.

    Parameters
    ----------
    panel
        The panel, with figures until the year.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.
    drawn
        Whether to draw its pictures and lay out its annexes, which takes most of the time; without, pictures are
        announced by their captions, which is enough to read what will be said.
    releases
        For publication: what may be shown of each sensitive indicator. What it hides is hidden wherever it would stand;
        clusters, the verdict, changes by commune and the office's own paragraphs are left out. The ledger is not
        touched. By default the briefing is internal.
    project
        The project; by default the one of the current folder.
    revised
        By indicator and period what stands beneath a table where a figure is not as it was handed in.

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
    outline, contents = load_outline(project), load_contents(project)
    given = Given(panel, year, lang, project, outline, contents, drawn, revised or {}, releases)
    annexes = (annex_of(given, annex) for annex in (outline.annex if drawn else ()))
    sections = chain.from_iterable(_section(given, part) for part in given.outline.below(""))
    words = {"year": year, "next": str(int(year) + 1)}
    subtitle = "subtitle" if releases is None else "subtitle_published"
    made = Briefing(
        title=say("briefing.title", lang),
        subtitle=say(f"briefing.{subtitle}", lang, **words),
        letterhead=_letterhead(given),
        sections=tuple(sections),
        annexes=(*(annex for annex in annexes if annex), *(methods.explained(given) if drawn else ())),
        terms=terms_of(given),
        slides=slides_of(given),
        year=year,
        lang=lang,
        audience=given.audience,
        banner=banner_for(None, given.audience, lang, project),
        warning=warning_of(panel.province, lang),
    )
    return noted_once(made)


def _letterhead(given: Given) -> Letterhead:
    """Read the letterhead; number, day, signature and recipients are those of the internal report."""
    own = load_letterhead(given.panel.province.id, given.project)
    if given.releases is None:
        return own
    return Letterhead(parent=own.parent, office=own.office, place=own.place)


def _section(given: Given, part: Listed) -> tuple[Section, ...]:
    parts = (*_told(given, part), *_computed(given, part), *_pictures(given, part))
    if part.own and given.releases is None:
        parts += load_words(given.panel.province.id, given.year, part.own, given.project)
    below = chain.from_iterable(_section(given, one) for one in given.outline.below(part.id))
    section = Section(part.title(given.lang), parts, tuple(below))
    return (section,) if section.parts or section.sections else ()


def _told(given: Given, part: Listed) -> tuple[Part, ...]:
    said = [one.sentence(given.before) for one in given.standings(part.says)]
    if len(said) > 1:
        return (Bullets(tuple(said)),)
    return tuple(Paragraph(text) for text in said)


def _computed(given: Given, part: Listed) -> tuple[Part, ...]:
    made: list[Part] = []
    compared = given.standings(part.compared)
    if compared:
        title = say("briefing.compared_title", given.lang, title=part.title(given.lang), year=given.year)
        made.append(Grid(f"{part.id}_compared", title, compared_table(given, title, compared)))
    for name in part.blocks:
        made += BLOCKS[name](given)
    if part.groups and (grid := groups_of(given, f"{part.id}_groups", part.groups)):
        made.append(grid)
    return tuple(made)


def _pictures(given: Given, part: Listed) -> tuple[Figure, ...]:
    kinds = ((trend_of, part.trends), (map_of, part.maps), (change_of, part.changes))
    found = (draw(given, name) for draw, names in kinds for name in names)
    return tuple(figure for figure in found if figure)


def _key_figures(given: Given) -> tuple[Grid, ...]:
    standings = given.standings(given.outline.key_figures)
    if not standings:
        return ()
    title = say("briefing.key_figures_title", given.lang, year=given.year)
    return (Grid("key_figures", title, compared_table(given, title, standings, with_targets=True)),)


BLOCKS: Mapping[str, Callable[[Given], Made]] = {
    "key_figures": _key_figures,
    "place": place.place,
    "model_types": movement.model_types,
    "stock_flow": movement.stock_flow,
    "criteria": standard.criteria,
    "classes": classes.classes,
    "incidents_by_group": order.incidents_by_group,
    "clusters": order.clusters,
    "verdict": order.verdict,
    "statistics": methods.statistics,
    "quality": reading.quality,
    "changes": reading.changes,
    "not_told": reading.not_told,
    "not_reported": methods.not_reported,
}
