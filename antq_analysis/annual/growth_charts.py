"""The pictures of how the movement has grown: by group, by year, on the map, over the communes."""

from collections.abc import Callable, Sequence

from antq_analysis.annual.shown import show
from antq_analysis.annual.where import REFUSALS, Seen
from antq_analysis.briefing.listed import load_contents
from antq_analysis.language.catalogue import say
from antq_analysis.measures.growth import growth
from antq_analysis.measures.presence import presence
from antq_analysis.measures.slope import slope
from antq_analysis.measures.stock_balance import stock_balance
from antq_analysis.measures.usual import usual_measure, usual_series
from antq_analysis.observations import is_year
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import DISTRICT
from antq_analysis.project import Project, find_project
from antq_analysis.show.charts import draw_trend
from antq_analysis.show.distributions import draw_distribution
from antq_analysis.show.growths import draw_growth
from antq_analysis.show.maps import draw_map
from antq_analysis.show.picture import Picture
from antq_analysis.show.slopes import draw_slope
from antq_analysis.show.stock_flows import draw_stock_flow


def chart_growth(panel: Panel, models: Sequence[str], year: str, lang: str = "vi") -> Seen:
    """Show how many models each working group has.

    Parameters
    ----------
    panel
        The panel.
    models
        As for :func:`antq_analysis.annual.growth.answer_growth`.
    year
        The last year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The chart with its words.
    """
    return show(lambda: draw_growth(growth(panel, models, until=year), lang=lang), lang)


def chart_stock(panel: Panel, stock: str, flows: Sequence[str], year: str, lang: str = "vi") -> Seen:
    """Show whether a stock is what it was, plus what was new, minus what was removed.

    Parameters
    ----------
    panel
        The panel.
    stock
        Indicator of the stock.
    flows
        Indicators of what was new and what was removed.
    year
        The last year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The chart with its words.
    """
    added, removed = flows
    return show(
        lambda: draw_stock_flow(stock_balance(panel, stock, added, removed, until=year), lang=lang), lang
    )


def chart_years(panel: Panel, indicator: str, lang: str = "vi") -> Seen:
    """Show an indicator of the whole province over the years.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The chart with its words; that there is no figure is said.
    """
    try:
        series = usual_series(panel, indicator)
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    if series.frame["value"].isna().all():
        return Seen(say("show.trend_title_empty", lang, label=series.label(lang)))
    return show(lambda: draw_trend(series, lang=lang), lang)


def map_year(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show an indicator on the map.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The map with its words.
    """
    return _of_year(
        panel, indicator, year, lambda: draw_map(usual_measure(panel, indicator), year, lang=lang), lang
    )


def _of_year(panel: Panel, indicator: str, year: str, draw: Callable[[], Picture], lang: str) -> Seen:
    try:
        what, rows = panel.vocabulary.indicator(indicator), panel.select(indicator)
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    if rows.loc[rows["period"].eq(year), "value"].notna().any():
        return show(draw, lang)
    return Seen(say("annual.answer_no_figure", lang, label=what.label(lang), year=year))


def map_presence(panel: Panel, indicator: str, period: str, lang: str = "vi") -> Seen:
    """Show which communes began to have something since the first year of the panel, and which have none any more.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A stock of communes.
    period
        The later year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The map with its words.
    """
    return _since_first(
        panel,
        indicator,
        period,
        lambda since: draw_map(presence(panel, indicator, period, since), lang=lang),
        lang,
    )


def chart_distribution(panel: Panel, indicator: str, year: str, lang: str = "vi") -> Seen:
    """Show how an indicator is distributed over the communes.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Seen
        The chart with its words.
    """
    return _of_year(
        panel,
        indicator,
        year,
        lambda: draw_distribution(usual_measure(panel, indicator), year, lang=lang),
        lang,
    )


def chart_slope(
    panel: Panel, indicator: str, period: str, lang: str = "vi", project: Project | None = None
) -> Seen:
    """Show an indicator in the first year and in another, by district or former district where there are any.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    period
        The later year.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Seen
        The chart with its words.
    """
    known = set(panel.groups["grouping"]) if "grouping" in panel.groups else set()
    group = load_contents(project or find_project()).group_of(panel)
    group = group or (DISTRICT if DISTRICT in known else "")
    return _since_first(
        panel,
        indicator,
        period,
        lambda since: draw_slope(slope(panel, indicator, period, since, group=group), lang=lang),
        lang,
    )


def _since_first(
    panel: Panel, indicator: str, period: str, draw: Callable[[str], Picture], lang: str
) -> Seen:
    """Draw what compares a year with the first one that has figures."""
    try:
        rows = panel.select(indicator)
    except REFUSALS as refusal:
        return Seen(refusal.text(lang))
    told = rows.loc[rows["value"].notna() & rows["period"].map(is_year).astype(bool), "period"]
    years = sorted(set(told))
    if period in years and years[0] == period:
        return Seen(say("annual.slope_one_year", lang, year=period))
    return _of_year(panel, indicator, period, lambda: draw(years[0]), lang)
