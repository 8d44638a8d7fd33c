"""Public order: the change by district or group, groups of neighbours that stand out, and what statistics can say."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from antq_analysis.briefing.apportioned import apportioned_how
from antq_analysis.briefing.communes.cells import mark
from antq_analysis.briefing.communes.rows import beside
from antq_analysis.briefing.counted import say_counts
from antq_analysis.briefing.given import Given, once
from antq_analysis.briefing.laid_out import Figured, in_percent, lay_out, signed
from antq_analysis.briefing.parts import Grid, Paragraph
from antq_analysis.errors import AntqError, BreakError, RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import MIN_BASE, format_number, lower_first, round_half_up
from antq_analysis.measures.change import change
from antq_analysis.measures.districts import place_in_districts
from antq_analysis.measures.frame import SUPPRESSED
from antq_analysis.measures.group_results import GroupResult
from antq_analysis.measures.grouped import say_straddlers
from antq_analysis.measures.rates import count
from antq_analysis.measures.space.clusters import HIGH_HIGH, Clusters, find_clusters
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.measures.suppression.cells import OTHERS
from antq_analysis.measures.usual import usual_measure
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.measures.verdict.rule import NOT_ALLOWED
from antq_analysis.measures.verdict.said import paragraph
from antq_analysis.measures.verdict.said_further import further
from antq_analysis.measures.verdict.verdict import verdict as judge
from antq_analysis.panel.load import load_panel
from antq_analysis.places.groups import NO_GROUPS, name_group, say_grouping
from antq_analysis.show.table import STAR
from antq_analysis.show.words import say_source

_CODE = re.compile(r": load_panel\([^)]*\)")
_GROUNDS = 4
REFUSALS = (BreakError, RefusedError, UnknownNameError, UsageError)


@once
def changes_by_group(given: Given) -> GroupResult | None:
    """Compare the outcome with last year by district or group.

    Parameters
    ----------
    given
        Panel and year.

    Returns
    -------
    GroupResult or None
        None where there is no year before, no group, or the two may not be compared.
    """
    group = place_in_districts(given.panel, given.group)[0]
    if not (given.before and given.outcome and group):
        return None
    try:
        found = change(given.panel, given.outcome, given.year, given.before, group=group)
    except REFUSALS:
        return None
    return _published(given, found) if isinstance(found, GroupResult) else None


def _published(given: Given, found: GroupResult) -> GroupResult | None:
    """Take out of changes by group what a release hides: a change needs both of its years."""
    if given.releases is None or not given.panel.vocabulary.indicator(found.indicator).sensitive:
        return found
    release = given.releases.get(found.indicator)
    years = (given.year, given.before)
    if release is None or not all(release.publishes(found.grouping, year) for year in years):
        return None
    frame = found.frame.copy()
    shown = [release.may_show(found.grouping, str(code), *years) for code in frame.index]
    # A sum over the members that have both years is another figure than the one that was decided about.
    hidden = ~np.array(shown, dtype=bool) | frame["n_used"].lt(frame["n_units"]).to_numpy(bool)
    frame.loc[hidden, ["before", "after", "difference", "percent"]] = np.nan
    frame.loc[hidden, "status"] = SUPPRESSED
    return replace(found, frame=frame)


@once
def incidents_by_group(given: Given) -> tuple[Grid | Paragraph, ...]:
    """Lay out the outcome of this year and last by district or group, in order of the register.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Grid or Paragraph
        Nothing where nothing may be compared.
    """
    found = changes_by_group(given)
    if found is None:
        return ()
    lang = given.lang
    label = given.panel.vocabulary.indicator(given.outcome).label(lang)
    grouping = say_grouping(found.grouping, lang)
    words = {"label": label, "group": grouping, "year": given.year, "since": given.before}
    title = say("briefing.by_group_title", lang, **words)
    heads = [grouping[:1].upper() + grouping[1:]]
    heads += [say("briefing.column_year", lang, year=year) for year in (given.year, given.before)]
    heads += [say(f"briefing.column_{key}", lang) for key in ("difference", "percent")]
    by_group = count(given.panel, given.outcome, group=found.grouping)
    marked = [by_group.at(year)["status"].eq("apportioned") for year in (given.year, given.before)]
    rough = pd.concat(marked, axis=1, keys=["after", "before"]).reindex(found.frame.index, fill_value=False)
    rough = rough.mul(found.frame["status"].eq("apportioned"), axis=0)
    rows = [_row(found, str(code), row, rough, lang) for code, row in found.frame.iterrows()]
    notes = [say("briefing.table_signs", lang, base=MIN_BASE)]
    notes += (
        [say("briefing.apportioned_sign", lang, how=apportioned_how(given))] if rough.any(axis=None) else []
    )
    notes += [
        *_say_reserved(given, found),
        *say_straddlers(found.straddling, lang, apart=found.apart, most=len(found.straddling)),
        say_source(given.panel.province, given.panel.map_date, lang),
    ]
    told = Paragraph(say("briefing.by_group", lang, parts=_say_directions(found, lang), **words))
    return told, Grid("incidents_by_group", title, lay_out(given, title, heads, rows, notes))


def _say_reserved(given: Given, found: GroupResult) -> list[str]:
    """Say what the rows leave out: communes without both years, and organisations that lie in no group."""
    lang, years = given.lang, (given.year, given.before)
    units = given.panel.province.unit_name(lang)
    partly = found.frame["n_used"].lt(found.frame["n_units"]) & found.frame["difference"].notna()
    notes = [say("briefing.groups_partly", lang, units=units)] if partly.any() else []
    if found.frame["status"].eq(SUPPRESSED).any():
        notes.append(say("show.mark_suppressed_means", lang) + ".")
    now, since = (beside(given.panel, year, [given.outcome]) for year in years)
    if (len(now) or len(since)) and _may_show_others(given, years):
        sums = {"now": float(now.to_numpy().sum()), "then": float(since.to_numpy().sum())}
        words = {"year": given.year, "since": given.before, **sums}
        notes.append(say("briefing.groups_beside", lang, n=len(now.index.union(since.index)), **words))
    if standing := given.standing(given.outcome):
        stages = ((year, standing.stage(year)) for year in years if standing.has(year))
        notes += [say("briefing.not_final_row", lang, year=year, stage=one) for year, one in stages if one]
    return notes


def _may_show_others(given: Given, years: tuple[str, ...]) -> bool:
    release = None if given.releases is None else given.releases.get(given.outcome)
    return release is None or release.may_show(OTHERS, "", *years)


def _say_directions(found: GroupResult, lang: str) -> str:
    counts = count_directions(found)
    return say_counts("briefing.by_group", {key: counts[key] for key in ("down", "up", "same")}, lang)


def count_directions(found: GroupResult) -> dict[str, int]:
    """Count the groups whose figure is higher, lower and the same.

    Parameters
    ----------
    found
        Changes by group.

    Returns
    -------
    dict of str to int
        ``up``, ``down``, ``same`` and ``n``, without units of several groups or of none.
    """
    own = found.frame.loc[~found.frame.index.isin(NO_GROUPS), "difference"].dropna()
    return {
        "up": int(own.gt(0).sum()),
        "down": int(own.lt(0).sum()),
        "same": int(own.eq(0).sum()),
        "n": len(own),
    }


def _row(
    found: GroupResult, code: str, row: pd.Series, rough: pd.DataFrame, lang: str
) -> list[str | Figured]:
    name = name_group(code, str(found.units.at[code, "name"]), found.grouping, lang)
    if not np.isfinite(row["difference"]):
        gone = Figured(symbol=mark(str(row["status"]), lang))
        return [name, gone, gone, Figured(), Figured()]
    if row["n_used"] < row["n_units"]:
        name = f"{name} ({int(row['n_used'])}/{int(row['n_units'])})"
    stars = rough.loc[code]
    # A release divides whole counts: no digit behind the point where both are whole.
    whole = all(float(row[key]).is_integer() for key in ("after", "before"))
    decimals = 1 if stars.any() and not whole else 0
    cells = [
        Figured(row[key], f"{format_number(row[key], lang, decimals)}{STAR}" if stars[key] else "")
        for key in ("after", "before")
    ]
    percent = row["percent"] if row["difference"] else np.nan
    after, before = (round_half_up(row[key], decimals) for key in ("after", "before"))
    return [name, *cells, signed(after - before, lang, decimals), in_percent(percent, lang)]


def clusters(given: Given) -> tuple[Paragraph, ...]:
    """Say how many communes lie in a group of neighbours above the general level.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        One; nothing where it cannot be computed.
    """
    found = _clusters(given)
    if found is None:
        return ()
    n, lang = found.counted()[HIGH_HIGH], given.lang
    label = found.label_en if lang == "en" else found.label_vi
    words = {"year": given.year, "units": given.panel.province.unit_name(lang), "label": lower_first(label)}
    return (Paragraph(say("briefing.clusters" if n else "briefing.no_clusters", lang, n=n, **words)),)


@once
def _clusters(given: Given) -> Clusters | None:
    # Neither clusters nor a verdict is published: both are told by the counts of all communes.
    if not given.outcome or given.releases is not None:
        return None
    try:
        measure = usual_measure(given.panel, given.outcome)
        return find_clusters(measure, neighbours(given.panel.units), given.year)
    except REFUSALS:
        return None


def verdict(given: Given) -> tuple[Paragraph, ...]:
    """Say in one sentence whether incidents changed where models came.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        One; where the map allows no verdict and that before a reform does, this one too. Nothing where no outcome or no
        beginnings of models are reported.
    """
    said = headline(given)
    return (Paragraph(" ".join(said)),) if said else ()


def headline(given: Given) -> tuple[str, ...]:
    """Say the verdict, and of which map it is where that is not the one of today.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of str
        One or two sentences; none where nothing is judged.
    """
    found = _judged(given)
    if found is None:
        return ()
    now, earlier, until = found
    if earlier is None:
        return (now.headline(given.lang),)
    words = {"day": date.fromisoformat(earlier.map_date), "until": until}
    return earlier.headline(given.lang), say("briefing.verdict_before", given.lang, **words)


def grounds(given: Given) -> tuple[str, ...]:
    """Say in plain sentences what the verdict rests on: the estimate or why there is none, how many, how compared.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of str
        Up to four sentences, without names of methods; none where nothing is judged.
    """
    return say_verdict(given)[1 : _GROUNDS + 1]


def statistics(given: Given) -> tuple[Paragraph, ...]:
    """Tell what the sentences on clusters and on the verdict rest on: estimates, intervals, chances, method.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of Paragraph
        Notes.
    """
    told = (*say_groups_of_neighbours(given), *say_verdict(given))
    return tuple(Paragraph(text, "note") for text in told)


def say_groups_of_neighbours(given: Given) -> tuple[str, ...]:
    """Tell what the sentence on groups of neighbours rests on.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of str
        A paragraph; none where nothing was looked for.
    """
    found = _clusters(given)
    return (found.sentence(given.lang),) if found else ()


@once
def say_verdict(given: Given) -> tuple[str, ...]:
    """Tell what the verdict rests on, and what checks it.

    Parameters
    ----------
    given
        Panel, year and language.

    Returns
    -------
    tuple of str
        One thought a paragraph: who checks a verdict looks for one of them. None where nothing is judged.
    """
    judged = _judged(given)
    if judged is None:
        return ()
    shown = judged[1] or judged[0]
    # A briefing is read by people who write no code.
    told = (_CODE.sub("", text) for text in (*paragraph(shown, given.lang), *further(shown, given.lang)))
    return tuple(text for text in told if text)


@once
def _judged(given: Given) -> tuple[Verdict, Verdict | None, str] | None:
    if not given.outcome or given.releases is not None:
        return None
    try:
        found = judge(given.panel, given.outcome, until=given.year, project=given.project)
    except REFUSALS:
        return None
    earlier, until = _before_reform(given) if found.verdict == NOT_ALLOWED else (None, "")
    return found, earlier, until


def _before_reform(given: Given) -> tuple[Verdict | None, str]:
    """Judge the years before the last reform on the map of then: communes that merged have no single beginning."""
    panel = given.panel
    before = str(date.fromisoformat(panel.map_date) - timedelta(days=1))
    until = str(int(panel.map_date[:4]) - 1)
    if not any(day <= before for day in panel.registers) or until > given.year:
        return None, ""
    try:
        earlier = load_panel(panel.province.id, before, given.project, until=until)
        found = judge(earlier, given.outcome, project=given.project)
    except (AntqError, *REFUSALS):
        return None, ""
    return (None, "") if found.verdict == NOT_ALLOWED else (found, until)
