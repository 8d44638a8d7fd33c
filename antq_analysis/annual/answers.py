"""The paragraph at the head of a notebook, computed from its data."""

from collections.abc import Sequence

import pandas as pd

from antq_analysis.annual.listing import own_figures
from antq_analysis.briefing.told import tell_change
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change import change, say_change, say_level, say_why_empty
from antq_analysis.measures.series import totals
from antq_analysis.measures.usual import PER_PERSON, usual_series
from antq_analysis.panel.load import Panel
from antq_analysis.panel.reconcile import count_verdicts, reconcile
from antq_analysis.panel.stock_flow import StockFlow, stock_flow
from antq_analysis.panel.store import read_account
from antq_analysis.panel.until import is_by, rows_until
from antq_analysis.project import Project, find_project
from antq_analysis.show.words import province_name

ALPHA = 0.05
_WORDS = ("not_applicable", "not_available", "not_reported")


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


def answer_account(panel: Panel, lang: str = "vi", project: Project | None = None) -> str:
    """Say how the cells that were loaded become the figures of the panel.

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
        One sentence that adds up.

    Raises
    ------
    MissingError
        If the panel was not built yet.
    """
    rows = panel.reported
    numbered = rows["value"].notna()
    account = rows_until(read_account(project or find_project(), panel.province.id), panel.until)
    loaded = int(account["cells_loaded"].sum())
    blank = int((numbered & rows["rule"].str.startswith("tick_empty_is_zero")).sum())
    words = int((~numbered & rows["status"].isin(_WORDS) & rows["value_text"].ne("")).sum())
    figures = int(numbered.sum())
    rest = figures - loaded - blank + words
    told = say("annual.answer_account_rest", lang, sign="+" if rest > 0 else "-", n=abs(rest)) if rest else ""
    counts = {"loaded": loaded, "blank": blank, "words": words, "rest": told, "figures": figures}
    on_map = int(panel.observations["value"].notna().sum())
    day = pd.Timestamp(panel.map_date).date()
    return say("annual.answer_account", lang, **counts, on_map=on_map, map_date=day)


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
    figures = own_figures(panel, project or find_project())
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
    cases = (case for name in provinces for case in stock_flow(name, project=project))
    return tuple(case for case in cases if all(is_by(day[-4:], panel.until) for day in case.figures["as_of"]))


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
    told = [
        say(
            "annual.answer_case",
            lang,
            province=province_name(panel.vocabulary.province(item.case.province), lang),
            text=item.text(lang),
        )
        for item in cases
    ]
    return "\n".join([say_examples(panel, lang), *told] if panel.province.fictional else told)


def say_examples(panel: Panel, lang: str = "vi") -> str:
    """Say of what is shown of other provinces whose it is, and beside a fictional province that it is real.

    Parameters
    ----------
    panel
        The panel.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        The head of such a table or list.
    """
    key = "real_examples" if panel.province.fictional else "other_examples"
    return say(f"annual.{key}", lang, province=province_name(panel.province, lang))


def answer_year(panel: Panel, indicator: str, year: str, lang: str = "vi") -> str:
    """Say the figure of a year for the whole province, and its change on the year before where there is one.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Indicator id; empty where the province reports none that public order is read from.
    year
        The year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One paragraph; that there is no figure, or no year before, is said and never an error. Where the two years are
        said to be copies of each other, that follows.
    """
    if not indicator:
        return say("annual.no_outcome", lang)
    series = usual_series(panel, indicator)
    if year not in series.frame.index or series.frame.loc[[year], "value"].isna().all():
        return _without_figure(panel, indicator, year, series.label(lang), lang)
    before = year_before(panel, year)
    if before and before in series.frame.index:
        told = say_change(series, year, before, lang)
        words = {"year": year, "since": before}
        return (
            f"{told} {say('annual.answer_copied', lang, **words)}"
            if _is_copied(panel, indicator, **words)
            else told
        )
    level = say_level(series, year, lang)
    if not before:
        return f"{level} {say('annual.answer_no_year_before', lang)}"
    reason = say_why_empty(series, before, lang)
    return f"{level} {say('measures.change_no_earlier', lang, since=before, reason=reason)}"


def _without_figure(panel: Panel, indicator: str, year: str, label: str, lang: str) -> str:
    what = panel.vocabulary.indicator(indicator)
    rows = panel.reported
    there = set(rows.loc[rows["period"].eq(year) & rows["value"].notna(), "indicator"])
    base = PER_PERSON if PER_PERSON in what.denominators else next(iter(what.denominators), indicator)
    if what.adds_up != "sum" or indicator not in there or base in there:
        return say("annual.answer_no_figure", lang, label=label, year=year)
    words = {"label": label, "year": year, "base": panel.vocabulary.indicator(base).label(lang)}
    told = say("annual.answer_no_base", lang, **words)
    series = totals(panel, indicator)
    counted = year in series.frame.index and not series.frame.loc[[year], "value"].isna().all()
    return f"{told} {say_level(series, year, lang)}" if counted else told


def _is_copied(panel: Panel, indicator: str, year: str, since: str) -> bool:
    def speaks_of_it(finding: Finding) -> bool:
        about = str(finding.values.get("indicators", "")).split(", ")
        return finding.rule == "period_copied" or (finding.rule == "column_copied" and indicator in about)

    pair = (year, since)
    return any(
        speaks_of_it(one) and (one.values.get("period"), one.values.get("other")) == pair
        for one in panel.findings
    )


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
    return tell_change(indicator, since, lambda: _changes(panel, indicator, period, since, lang), lang)


def _changes(panel: Panel, indicator: str, period: str, since: str, lang: str) -> str:
    frame = change(panel, indicator, period, since).frame
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
