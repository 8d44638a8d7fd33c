"""The paragraph at the head of a notebook, computed from its data."""

from collections.abc import Sequence

import pandas as pd

from antq_analysis.annual.listing import own_figures
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.findings import Severity
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change import change, say_change, say_level
from antq_analysis.measures.usual import usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.panel.reconcile import count_verdicts, reconcile
from antq_analysis.panel.stock_flow import StockFlow, stock_flow
from antq_analysis.project import Project, find_project
from antq_analysis.show.words import province_name

ALPHA = 0.05


def answer_received(panel: Panel, lang: str = "vi") -> str:
    """Say what there is, and what needs a person.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph.
    """
    counts = {str(grade): sum(f.severity == grade for f in panel.findings) for grade in Severity}
    return panel.sentence(lang) + " " + say("annual.answer_findings", lang, **counts)


def answer_published(panel: Panel, lang: str = "vi", project: Project | None = None) -> str:
    """Say how many published figures agree with the sums of what was received.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    str
        One paragraph.
    """
    figures = own_figures(panel.province.id, project or find_project())
    counts = count_verdicts(reconcile(panel, figures))
    if not sum(counts.values()):
        return say("annual.answer_no_published", lang, province=panel.province.id)
    return say("annual.answer_published", lang, all=sum(counts.values()), **counts)


def list_cases(panel: Panel, project: Project | None = None) -> tuple[StockFlow, ...]:
    """List the changes of counting of a province that the reference reconciles.

    Parameters
    ----------
    panel
        The panel; a fictional province borrows the cases of all, as examples.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple of StockFlow
        The cases; empty where there is none.
    """
    own = panel.province
    provinces = panel.vocabulary.provinces if own.fictional else (own.id,)
    return tuple(case for name in provinces for case in stock_flow(name, project=project))


def answer_cases(panel: Panel, cases: Sequence[StockFlow], lang: str = "vi") -> str:
    """Say what can be said across each change of counting, and of which province it is.

    Parameters
    ----------
    panel
        The panel.
    cases
        What :func:`list_cases` gives.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        A line a case; that none is held is said.
    """
    if not cases:
        return say("annual.answer_no_case", lang, province=province_name(panel.province, lang))
    return "\n".join(
        say(
            "annual.answer_case",
            lang,
            province=province_name(panel.vocabulary.province(item.case.province), lang),
            text=item.text(lang),
        )
        for item in cases
    )


def answer_year(panel: Panel, indicator: str, year: str, lang: str = "vi") -> str:
    """Say the figure of a year for the whole province, and its change on the year before where there is one.

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
    str
        One paragraph; that there is no figure, or no year before, is said and never an error.
    """
    series = usual_series(panel, indicator)
    if year not in series.frame.index or series.frame.loc[[year], "value"].isna().all():
        return say("annual.answer_no_figure", lang, label=series.label(lang), year=year)
    before = year_before(panel, year)
    if before and before in series.frame.index:
        return say_change(series, year, before, lang)
    return say_level(series, year, lang) + " " + say("annual.answer_no_year_before", lang)


def year_before(panel: Panel, year: str) -> str:
    """Find the year before, if figures of it were received.

    Parameters
    ----------
    panel
        The panel.
    year
        A year.

    Returns
    -------
    str
        The year before, or an empty text.
    """
    before = str(int(year) - 1)
    return before if before in panel.years() else ""


def answer_change(panel: Panel, indicator: str, period: str, since: str, lang: str = "vi") -> str:
    """Say for how many communes a change is more than chance would do, and how many chance alone would give.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id.
    period, since
        The later and the earlier period; an empty earlier one means that there is none.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph; or why nothing is compared.
    """
    if not since:
        return say("annual.answer_no_year_before", lang)
    try:
        frame = change(panel, indicator, period, since).frame
    except (BreakError, RefusedError, UnknownNameError) as refusal:
        return refusal.text(lang)
    p_values: pd.Series = frame["p_value"].dropna()
    unusual = frame.loc[p_values.index[p_values < ALPHA]]
    return say(
        "annual.answer_change",
        lang,
        n=len(p_values),
        up=int((unusual["difference"] > 0).sum()),
        down=int((unusual["difference"] < 0).sum()),
        chance=len(p_values) * ALPHA,
        missing=len(frame) - len(p_values),
    )
