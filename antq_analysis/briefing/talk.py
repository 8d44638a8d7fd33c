"""The slides of a briefing: a finding as the title of each, one thing that shows it, and what the speaker needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from antq_analysis.briefing.annexes import groups_of
from antq_analysis.briefing.blocks.movement import counted_in, model_types, types_of_year
from antq_analysis.briefing.blocks.order import grounds, headline, incidents_by_group, statistics
from antq_analysis.briefing.blocks.reading import changes, not_told, quality, review
from antq_analysis.briefing.blocks.standard import criteria
from antq_analysis.briefing.compared import compared_table
from antq_analysis.briefing.counted import say_counts
from antq_analysis.briefing.given import Given
from antq_analysis.briefing.outline import Screen
from antq_analysis.briefing.parts import Bullets, Grid, Paragraph, Part, Slide
from antq_analysis.briefing.pictures import (
    SLIDE,
    change_of,
    changes_on_map,
    lines_of,
    map_of,
    on_map,
    over_years,
)
from antq_analysis.briefing.slide_titles import count_moves, say_moved, say_on_map
from antq_analysis.briefing.standing import Standing
from antq_analysis.language.catalogue import say
from antq_analysis.show.found import read_result
from antq_analysis.show.found_words import title_of_result
from antq_analysis.show.words import say_source

_FEWEST = 2
"""A line has two ends."""


def slides_of(given: Given) -> tuple[Slide, ...]:
    """Make the slides.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Slide
        Those that have something to show, in the listed order.
    """
    return tuple(chain.from_iterable(SCREENS[one.shows](given, one) for one in given.outline.slide))


def _source(given: Given) -> str:
    return say_source(given.panel.province, given.panel.map_date, given.lang)


def _texts(parts: Sequence[Part]) -> tuple[str, ...]:
    told: list[str] = []
    for part in parts:
        if isinstance(part, Bullets):
            told += part.items
        elif isinstance(part, Paragraph):
            told.append(part.text)
    return tuple(told)


def _key_figures(given: Given, screen: Screen) -> Iterator[Slide]:
    standings = given.standings(screen.of)
    if standings:
        title = say("briefing.key_figures_title", given.lang, year=given.year)
        table = compared_table(given, title, standings)
        said = tuple(one.sentence(given.before) for one in standings)
        yield Slide(
            say_moved(given, standings, screen.lead),
            (Grid("slide_key_figures", title, table),),
            (*said, *table.notes),
        )


def _trend(given: Given, screen: Screen) -> Iterator[Slide]:
    for name in screen.of:
        standing = given.standing(name)
        if standing is None or standing.series.frame["value"].notna().sum() < _FEWEST:
            continue
        series, lang = standing.series, given.lang
        notes = [standing.sentence(given.before), *say_lacking(standing)]
        notes += [say("briefing.cut", lang, day=one.on, reason=one.label(lang)) for one in series.breaks]
        notes += series.base.notes(lang) if series.base else ()
        yield Slide(standing.short(given.before), (lines_of(series, lang),), (*notes, _source(given)))


def say_lacking(standing: Standing) -> list[str]:
    """Say for each year how many communes its figure lacks.

    Parameters
    ----------
    standing
        What is shown over the years.

    Returns
    -------
    list of str
        A sentence a year; none where every commune is there.
    """
    units = standing.series.province.unit_name(standing.lang)
    missing = standing.series.frame["n_missing"]
    return [
        say("briefing.lacking_row", standing.lang, label=standing.name, units=units, n=int(n), year=str(year))
        for year, n in missing[missing.gt(0)].items()
    ]


def _groups(given: Given, screen: Screen) -> Iterator[Slide]:
    parts = incidents_by_group(given)
    grid = next((part for part in parts if isinstance(part, Grid)), None)
    if grid:
        yield Slide(_texts(parts)[0], (grid,), grid.table.notes)
    elif grid := groups_of(given, "slide_groups", screen.of):
        yield Slide(grid.caption, (grid,), grid.table.notes)


def _map(given: Given, screen: Screen) -> Iterator[Slide]:
    for name in screen.of:
        figure, series = map_of(given, name, SLIDE), over_years(given, name)
        if figure is None:
            continue
        standing = Standing(series, series.label(given.lang), given.year, given.lang) if series else None
        said = (standing.sentence(given.before),) if standing else ()
        # What all communes have together is told by the slide of its years; a map tells how far they lie apart.
        shown = on_map(given, name)
        apart = say_on_map(shown, given.year, given.lang) if shown else ""
        level = standing.short(given.before) if standing else figure.caption
        yield Slide(apart or level, (figure,), (*said, figure.alt))


def _change(given: Given, screen: Screen) -> Iterator[Slide]:
    for name in screen.of:
        found, figure = changes_on_map(given, name), change_of(given, name, SLIDE)
        if found is not None and figure is not None:
            title = title_of_result(read_result(found), given.lang)
            yield Slide(title, (figure,), (found.sentence(given.lang), figure.alt))


def _table(parts: Sequence[Part]) -> Iterator[Slide]:
    said = _texts(parts)
    for grid in (part for part in parts if isinstance(part, Grid)):
        yield Slide(said[0] if said else grid.caption, (grid,), (*said[1:], *grid.table.notes))


def _model_types(given: Given, _: Screen) -> Iterator[Slide]:
    name, since = counted_in(given), given.before
    for slide in _table(model_types(given)):
        if not since:
            yield slide
            continue
        counts = count_moves(tuple(types_of_year(given, name).values()), since)
        parts = say_counts("briefing.types_moved", counts, given.lang)
        label = given.panel.vocabulary.indicator(name).label(given.lang)
        title = say("briefing.types_moved", given.lang, label=label, parts=parts, since=since)
        yield replace(slide, title=title, notes=(slide.title, *slide.notes))


def _criteria(given: Given, screen: Screen) -> Iterator[Slide]:
    standings = given.standings(screen.of)
    for slide in _table(criteria(given)):
        title = standings[0].short(given.before) if standings else slide.title
        said = (one.sentence(given.before) for one in standings)
        yield Slide(title, slide.shown, (*said, *slide.notes))


def _verdict(given: Given, _: Screen) -> Iterator[Slide]:
    if said := headline(given):
        title, *more = said
        notes = (*more, *_texts(statistics(given)), _source(given))
        yield Slide(title, (Bullets(grounds(given)),), notes, lead=" ".join(more))


def _quality(given: Given, _: Screen) -> Iterator[Slide]:
    said, found = _texts(quality(given)), changes(given)
    # Beneath the title the list needs no sentence that leads to it.
    changed = _texts(found[1:]) if len(found) > 1 else _texts(found)
    lead, *untold = _texts(not_told(given))
    title = say("briefing.quality_title", given.lang, year=given.year)
    notes = (*said[1:], *_texts(review(given)), _source(given))
    yield Slide(title, (Bullets((said[0], *changed)), Bullets(tuple(untold))), notes, lead=lead)


SCREENS: Mapping[str, Callable[[Given, Screen], Iterator[Slide]]] = {
    "key_figures": _key_figures,
    "trend": _trend,
    "groups": _groups,
    "map": _map,
    "change": _change,
    "model_types": _model_types,
    "criteria": _criteria,
    "verdict": _verdict,
    "quality": _quality,
}
