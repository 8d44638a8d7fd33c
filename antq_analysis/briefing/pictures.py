"""The pictures of a briefing: maps of a year, charts over the years, maps of change."""

from dataclasses import replace
from functools import partial

from antq_analysis.briefing.blocks.order import REFUSALS
from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.listed import with_figures
from antq_analysis.briefing.parts import Figure, Lines
from antq_analysis.briefing.published import hidden_units, published_measure, published_series
from antq_analysis.errors import MissingError, RefusedError
from antq_analysis.measures.change_map import ChangeMap, change_map
from antq_analysis.measures.frame import Measure, Series
from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.show.chart_ends import say_ends, say_stages_of
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.layer import Layer, build_layer
from antq_analysis.show.lines import apart_after, cuts_of, interval_notes, positions, segments_of, trend_notes
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture, render
from antq_analysis.show.style import MM
from antq_analysis.show.tables import draw_table
from antq_analysis.show.words import say_period

MAP, TREND, CHANGE = "map", "trend", "change"
DOCUMENT, SLIDE = "in_report", "on_slide"
"""Pages that pictures are drawn for: between the margins of a report, below the title of a slide."""


def figure_of(key: str, caption: str, picture: Picture, png: bytes | None = None) -> Figure:
    """Make a figure of a picture.

    Parameters
    ----------
    key
        Its name.
    caption
        What it shows.
    picture
        The picture.
    png
        The picture as it was rendered; by default it is rendered now.

    Returns
    -------
    Figure
        The figure.
    """
    width, height = (float(side) / MM for side in picture.get_size_inches())
    size = (round(width, 1), round(height, 1))
    return Figure(key, caption, picture.alt, render(picture, "png") if png is None else png, size)


@once
def map_of(given: Given, name: str, page: str = DOCUMENT) -> Figure | None:
    """Show an indicator on the map of the year.

    Parameters
    ----------
    given
        Panel, year and language.
    name
        Indicator id.
    page
        What it is drawn for.

    Returns
    -------
    Figure or None
        None where no commune has a figure, or there is no boundary to draw.
    """
    if not with_figures(given.panel, (name,), given.year):
        return None
    measure = on_map(given, name)
    if measure is None or given.year not in measure.periods() or measure.at(given.year)["value"].isna().all():
        return None
    key, caption = f"{MAP}_{name}", f"{measure.label(given.lang)}, {say_period(given.year, given.lang)}"
    if not given.drawn:
        return _announced_map(given, key, caption)
    notes = say_stages_of(given.panel, name, given.year, given.lang, hidden=hidden_units(measure, given.year))
    draw = partial(draw_map, page=page, lang=given.lang, audience=given.audience, project=given.project)
    try:
        picture = draw(measure, given.year, notes=notes, layer=_layer(given))
    except (MissingError, *REFUSALS):
        return None
    return figure_of(key, caption, picture)


@once
def _layer(given: Given) -> Layer:
    return build_layer(given.panel.units)


@once
def on_map(given: Given, name: str) -> Measure | None:
    """Give an indicator by commune as a map shows it, without what a release hides.

    Parameters
    ----------
    given
        Panel and year.
    name
        Indicator id.

    Returns
    -------
    Measure or None
        None where nothing of it may be published.
    """
    measure = usual_measure(given.panel, name)
    try:
        return published_measure(measure, given.panel, given.releases, given.year)
    except RefusedError:
        return None


def _announced_map(given: Given, key: str, caption: str) -> Figure | None:
    shapes = given.panel.units.geometry
    return None if (shapes.isna() | shapes.is_empty).all() else Figure(key, caption)


@once
def trend_of(given: Given, name: str) -> Figure | None:
    """Show an indicator over the years.

    Parameters
    ----------
    given
        Panel, year and language.
    name
        Indicator id.

    Returns
    -------
    Figure or None
        None where it has fewer than two years.
    """
    series = over_years(given, name)
    if series is None:
        return None
    key, caption = f"{TREND}_{name}", say_span(series, given.lang)
    if not given.drawn:
        return Figure(key, caption)
    lang, audience, project = given.lang, given.audience, given.project
    data = draw_table(series, lang=lang, audience=audience, banner="", title=caption, project=project)
    ends = say_ends(given.panel, series, given.year, given.lang)
    picture = draw_trend(series, page=DOCUMENT, lang=lang, audience=audience, notes=ends, project=project)
    return replace(figure_of(key, caption, picture), data=data, lines=lines_of(series, lang))


@once
def over_years(given: Given, name: str) -> Series | None:
    """Follow an indicator over the years as it is usually shown.

    Parameters
    ----------
    given
        Panel and year.
    name
        Indicator id.

    Returns
    -------
    Series or None
        None where it has no figure of the year, or of no other.
    """
    try:
        series = published_series(usual_series(given.panel, name), given.panel, given.releases)
    except REFUSALS:
        return None
    known = series.frame.index[series.frame["value"].notna()]
    return series if given.year in known and len(known) > 1 else None


def say_span(series: Series, lang: str) -> str:
    """Say what a chart over the years shows.

    Parameters
    ----------
    series
        What it shows.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Label, unit and years.
    """
    years = series.frame.index[series.frame["value"].notna()]
    return f"{series.label(lang)} ({series.unit(lang)}), {years[0]}–{years[-1]}"


def lines_of(series: Series, lang: str) -> Lines:
    """Give the lines of an editable chart: none goes on over a change of counting, and a missing year is a gap in it.

    Parameters
    ----------
    series
        What it shows.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Lines
        One line a way of counting.
    """
    frame = series.frame
    own, periods = tuple(map(str, frame.index)), _without_holes(series)
    known = [int(i) for run in segments_of(series) for i in run]
    ends = [cut.after for cut in cuts_of(series)]
    alike = [[i for i in known if sum(end < i for end in ends) == n] for n in range(len(ends) + 1)]
    alike = [run for run in alike if run]
    values: dict[str, tuple[float | None, ...]] = {}
    for run in alike:
        span = "–".join(dict.fromkeys((own[run[0]], own[run[-1]])))
        name = series.label(lang) if len(alike) == 1 else f"{series.label(lang)}, {span}"
        inside = {own[i]: float(frame["value"].iloc[i]) for i in run}
        values[name] = tuple(inside.get(period) for period in periods)
    lacking = frame["n_missing"].fillna(0).gt(0)
    return Lines(
        series.unit(lang),
        periods,
        values,
        apart=frozenset(periods.index(own[i]) for i in apart_after(series) if {i, i + 1} <= set(known)),
        hollow=frozenset(periods.index(own[i]) for i in known if lacking.iloc[i]),
        notes=tuple(
            note for note in trend_notes(series, lang)[:-1] if note not in interval_notes([frame], lang)
        ),
    )


def _without_holes(series: Series) -> tuple[str, ...]:
    """Give every year between the first and the last its place on the axis."""
    own, x = tuple(map(str, series.frame.index)), positions(series.frame.index)
    if len(own) == 0 or own[0] != f"{x[0]:.0f}":
        return own
    return tuple(str(year) for year in range(int(x[0]), int(x[-1]) + 1))


@once
def changes_on_map(given: Given, name: str) -> ChangeMap | None:
    """Compare an indicator with last year commune by commune.

    Parameters
    ----------
    given
        Panel and year.
    name
        Indicator id.

    Returns
    -------
    ChangeMap or None
        None where the two years may not be compared.
    """
    # What rose or fell by commune is told by all counts, also by those that a release hides.
    if not given.before or (given.releases is not None and given.panel.vocabulary.indicator(name).sensitive):
        return None
    try:
        return change_map(given.panel, name, given.year, given.before)
    except REFUSALS:
        return None


@once
def change_of(given: Given, name: str, page: str = DOCUMENT) -> Figure | None:
    """Show where an indicator rose or fell on last year beyond chance.

    Parameters
    ----------
    given
        Panel, year and language.
    name
        Indicator id.
    page
        What it is drawn for.

    Returns
    -------
    Figure or None
        None where the two years may not be compared.
    """
    found = changes_on_map(given, name)
    if found is None:
        return None
    key, caption = f"{CHANGE}_{name}", found.label_en if given.lang == "en" else found.label_vi
    if not given.drawn:
        return _announced_map(given, key, caption)
    try:
        picture = draw_map(found, page=page, lang=given.lang, audience=given.audience, project=given.project)
    except (MissingError, *REFUSALS):
        return None
    return figure_of(key, caption, picture)
