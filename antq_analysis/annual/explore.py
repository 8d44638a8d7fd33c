"""Free looking in a notebook: choose an indicator, a year and a form, and see it at once."""

import html
from collections.abc import Sequence
from threading import Lock
from types import ModuleType
from typing import Any

from antq_analysis.annual.growth_charts import chart_years, map_year
from antq_analysis.annual.where import REFUSALS
from antq_analysis.errors import MissingError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.usual import usual_measure
from antq_analysis.panel.load import Panel
from antq_analysis.show.tables import draw_table

Option = tuple[str, str]
"""A label, and what it stands for."""

FORMS = ("map", "trend", "table")
_LANGUAGES = (("Tiếng Việt", "vi"), ("English", "en"))


def explore(panel: Panel, lang: str = "vi") -> Any:
    """Look at any indicator of a panel in JupyterLab: on the map, over the years, or as a table of communes.

    Parameters
    ----------
    panel
        The panel.
    lang
        The language to begin in, ``"vi"`` or ``"en"``; it can be changed there.

    Returns
    -------
    ipywidgets.VBox
        Choices, and beneath them what they show; as the last line of a cell it shows itself.

    Raises
    ------
    MissingError
        If ipywidgets is not installed, or no commune has a figure of a whole year.
    """
    widgets = _load_widgets()
    years = years_of(panel)
    if not years:
        raise MissingError("panel.no_year", province=panel.province.id, periods="")
    indicator, year, form = widgets.Dropdown(), widgets.Dropdown(), widgets.ToggleButtons()
    tongue = widgets.ToggleButtons(options=_LANGUAGES, value=lang)
    view, offering = widgets.HTML(), Lock()

    def show(_: object = None) -> None:
        # What is chosen anew while the choices are being renewed is shown once, at the end.
        if not offering.acquire(blocking=False):
            return
        try:
            chosen = str(tongue.value)
            labels = [(panel.vocabulary.indicator(name).label(chosen), name) for name in years]
            _offer(indicator, say("annual.explore_indicator", chosen), labels, labels[0])
            there = [(one, one) for one in years[indicator.value]]
            _offer(year, say("annual.explore_year", chosen), there, there[-1])
            forms = [(say(f"annual.explore_{name}", chosen), name) for name in FORMS]
            _offer(form, say("annual.explore_form", chosen), forms, forms[0])
            tongue.description = say("annual.explore_language", chosen)
            year.disabled = form.value == "trend"
            view.value = look(panel, indicator.value, year.value, form.value, chosen)
        finally:
            offering.release()

    for choice in (indicator, year, form, tongue):
        choice.observe(show, "value")
    show()
    return widgets.VBox([widgets.HBox([indicator, year]), widgets.HBox([form, tongue]), view])


def _load_widgets() -> ModuleType:
    try:
        import ipywidgets  # noqa: PLC0415 - only free looking needs it, and takes a third of a second to import
    except ImportError as error:
        raise MissingError("annual.explore_no_widgets") from error
    module: ModuleType = ipywidgets
    return module


def _offer(choice: Any, description: str, options: Sequence[Option], default: Option) -> None:
    """Renew what can be chosen; what was chosen stays where it is still there."""
    kept, choice.description = choice.value, description
    if tuple(choice.options) != tuple(options):
        choice.options = options
        choice.value = kept if any(kept == value for _, value in options) else default[1]


def years_of(panel: Panel) -> dict[str, tuple[str, ...]]:
    """Find of which indicators communes have figures, and of which whole years.

    Parameters
    ----------
    panel
        The panel.

    Returns
    -------
    dict of str to tuple of str
        By indicator, in the order of the vocabulary.
    """
    rows = panel.observations
    rows = rows[rows["value"].notna() & rows["level"].eq("commune") & rows["period"].isin(panel.years())]
    known = {
        str(name): tuple(sorted(set(some)))
        for name, some in rows.groupby("indicator", observed=True)["period"]
    }
    return {name: known[name] for name in panel.vocabulary.indicators if name in known}


def look(panel: Panel, indicator: str, year: str, form: str, lang: str = "vi") -> str:
    """Show one choice.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    year
        The year; a trend shows all.
    form
        ``"map"``, ``"trend"`` or ``"table"``.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        HTML: the picture or the table; where it cannot be made, why.
    """
    if form == "map":
        return map_year(panel, indicator, year, lang)._repr_html_()
    if form == "trend":
        return chart_years(panel, indicator, lang)._repr_html_()
    try:
        return draw_table(usual_measure(panel, indicator), year, lang=lang)._repr_html_()
    except REFUSALS as refusal:
        return f"<p>{html.escape(refusal.text(lang))}</p>"
