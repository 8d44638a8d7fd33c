"""Change between two periods: absolute first, never over a break, and with what chance alone would do."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import (
    LANGUAGES,
    MIN_BASE,
    format_change,
    format_number,
    format_share,
)
from antq_analysis.measures.base_years import BaseYears, base_years, said_of
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.exposure import fill_years
from antq_analysis.measures.frame import Series, UnitResult
from antq_analysis.measures.group_results import group_result, sum_pairs, units_outside
from antq_analysis.measures.intervals import rate_ratio
from antq_analysis.measures.same_places import others_apart, over_both, rest_apart
from antq_analysis.observations import STAGES, period_bounds
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.land import is_of_land
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART, NO_GROUPS

_EXPOSURES = ["exposure_before", "exposure_after"]


def change(
    panel: Panel,
    indicator: str,
    period: str,
    since: str,
    *,
    per: str | None = None,
    group: str = "",
    straddling: str = APART,
) -> UnitResult:
    """Compare two periods commune by commune, or group by group.

    Parameters
    ----------
    panel
        The panel; both periods are on its one map.
    indicator
        An indicator of counts in a year.
    period, since
        The later and the earlier period.
    per
        Exposure for the ratio, for instance ``"population"``; by default both periods count alike. Where it is
        missing, a bound or apportioned there is no ratio, and `status` says so; counts and difference remain. Between
        two known years it lies on their straight line, as in :func:`antq_analysis.measures.rates.rate`.
    group
        A grouping of the panel, such as ``former_district``: then one row a group, over its members that have exact
        counts, and with `per` people, in both periods.
    straddling
        ``"apart"``: units of several groups stand apart; ``"main"``: they count in the group that holds most of them.

    Returns
    -------
    UnitResult
        before, after and difference in cases, exposure_before and exposure_after (1 without `per`), ratio with its
        exact conditional interval and p value, and that adjusted for the number of communes tested (`q_value`);
        `percent` only where the base is at least 20. By group also n_units (members, without those that it does not
        apply to) and n_used (those of them that the row rests on); status ``partial`` where these differ. The rows of
        units of several groups and of none have no q value: they are no groups, and not among those tested together.

    Raises
    ------
    BreakError
        If the way of counting, the criteria or the reporting window changed in between.
    RefusedError
        If the indicator is not a count of events of a year.
    UnknownNameError
        If there is no such indicator, period or grouping.

    References
    ----------
    :func:`antq_analysis.measures.intervals.rate_ratio`, :func:`antq_analysis.measures.discovery.false_discovery`. The
    example is that of R's ``poisson.test``, lung cancer at ages 55-59 in Fredericia (11 cases in 800 person-years) and
    three other towns of Denmark (21 in 3011), from Andersen, E. B. (1977): ratio 1.971488, 0.8584264 to 4.2772659, p =
    0.07967.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> towns = {"incidents_total": {"2019": [21], "2020": [11]}, "population": {"2019": [3011], "2020": [800]}}
    >>> found = change(worked_panel(towns), "incidents_total", "2020", "2019", per="population").frame
    >>> found[["ratio", "low", "high", "p_value"]].round(5).values.tolist()
    [[1.97149, 0.85843, 4.27727, 0.07967]]
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.not_events", label=what.label_vi, label_en=what.label_en)
    refuse_other_kind(period, since)
    names = (indicator, per) if per else (indicator,)
    refuse_break(
        panel.vocabulary, panel.province.id, names, period_bounds(since)[1], period_bounds(period)[1]
    )
    old, new = _at(panel, indicator, since), _at(panel, indicator, period)
    refuse_windows(old, new, period, since)
    bases = [_base_at(panel, per, name) for name in (since, period)] if per else []
    rows = _side_by_side(old, new, bases)
    plain = UnitResult(
        frame=_compared(rows),
        kind="change",
        indicator=indicator,
        label_vi=say("measures.change_label", "vi", label=what.label_vi, period=period, since=since),
        label_en=say("measures.change_label", "en", label=what.label_en, period=period, since=since),
        units=panel.units,
        province=panel.province,
        map_date=panel.map_date,
        base=_resting(panel, per, {since: old, period: new}, bases) if per else None,
    )
    if not group:
        return plain
    outside = units_outside(panel, indicator, (since, period))
    sums, members = sum_pairs(panel, rows, outside, group, straddling)
    frame = _compared(sums).join(members)
    short = frame["status"].eq("reported") & frame["n_used"].lt(frame["n_units"])
    return group_result(
        panel, plain, frame.assign(status=frame["status"].mask(short, "partial")), group, straddling
    )


def _side_by_side(old: pd.DataFrame, new: pd.DataFrame, bases: Sequence[pd.DataFrame]) -> pd.DataFrame:
    counts = _exact(old) & _exact(new)
    known, apportioned = old["value"].notna() & new["value"].notna(), _apportioned(old) | _apportioned(new)
    rows = pd.DataFrame({"before": old["value"], "after": new["value"], "counts": counts, "exact": counts})
    for base in bases:
        known, rows["exact"] = known & base["value"].gt(0), rows["exact"] & _exact(base)
        apportioned |= _apportioned(base)
    for number, name in enumerate(_EXPOSURES):
        rows[name] = bases[number]["value"] if bases else 1.0
    return rows.assign(known=known, apportioned=apportioned)


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    before, after = rows["before"].where(rows["counts"]), rows["after"].where(rows["counts"])
    frame = rows[["before", "after"]].assign(difference=after - before)
    frame["percent"] = (frame["difference"] / before * 100).where(before >= MIN_BASE)
    # What is a bound or was apportioned is no count and no exposure, so chance has no exact law for it.
    lawful = rows["known"] & rows["exact"] & ~rows["apportioned"]
    frame[_EXPOSURES] = rows[_EXPOSURES]
    frame["ratio"], frame["low"], frame["high"], frame["p_value"] = rate_ratio(
        before.where(lawful), after.where(lawful), rows["exposure_before"], rows["exposure_after"]
    )
    frame["q_value"] = false_discovery(frame["p_value"].mask(frame.index.isin(NO_GROUPS)))
    frame["status"] = np.select(
        [~rows["known"], ~rows["exact"], rows["apportioned"]],
        ["not_available", "not_exact", "apportioned"],
        default="reported",
    )
    return frame


def _base_at(panel: Panel, per: str, period: str) -> pd.DataFrame:
    is_base = panel.vocabulary.indicator(per).kind == "base"
    filled = fill_years(panel.select(per), [period], between=is_base).reset_index()
    return filled[filled["period"].eq(period)].set_index("unit_code").reindex(panel.units.index)


def _resting(
    panel: Panel, per: str, counts: Mapping[str, pd.DataFrame], bases: Sequence[pd.DataFrame]
) -> BaseYears:
    rows = [
        base.assign(period=period, events=own["value"], exposure=base["value"].where(base["value"] > 0))
        for (period, own), base in zip(counts.items(), bases, strict=True)
    ]
    return base_years(pd.concat(rows).fillna({"base": ""}), panel.vocabulary.indicator(per))


def _exact(rows: pd.DataFrame) -> pd.Series:
    return rows["comparator"].isin(obs.EXACT)


def _apportioned(rows: pd.DataFrame) -> pd.Series:
    return rows["status"] == "apportioned"


def refuse_other_kind(period: str, since: str) -> None:
    """Refuse to compare periods of two kinds, such as six months and a year.

    Parameters
    ----------
    period, since
        Two periods.

    Raises
    ------
    RefusedError
        If they are not of one kind.
    """
    if obs.period_kind(period) != obs.period_kind(since):
        raise RefusedError("measures.periods_differ", period=period, since=since)


def refuse_windows(old: pd.DataFrame, new: pd.DataFrame, period: str, since: str) -> None:
    """Refuse to compare events of two periods that were counted in other windows or in windows that overlap.

    Parameters
    ----------
    old, new
        Observations of the earlier and the later period.
    period, since
        The later and the earlier period.

    Raises
    ------
    BreakError
        If the windows differ or overlap.
    """
    windows = [sorted(set(rows["period_basis"].dropna())) for rows in (old, new)]
    overlap = old["period_end"].max() >= new["period_start"].min() and period > since
    if windows[0] != windows[1] or overlap:
        told = [" / ".join(obs.say_window("+".join(names), lang) for names in windows) for lang in LANGUAGES]
        values = {"windows": told[0], "windows_en": told[1]}
        raise BreakError("measures.windows_differ", period=period, since=since, **values)


def _at(panel: Panel, indicator: str, period: str) -> pd.DataFrame:
    rows = panel.select(indicator)
    known = rows[rows["status"].isin(obs.WITH_VALUE)]
    there = known[known["period"] == period]
    if there.empty:
        raise UnknownNameError("errors.kind_period", period, known["period"].unique())
    return there.set_index("unit_code").reindex(panel.units.index)


def say_change(series: Series, period: str, since: str, lang: str = "vi") -> str:
    """Say how the whole province changed between two periods.

    Parameters
    ----------
    series
        Totals of the province.
    period, since
        The later and the earlier period.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence: the later figure, the absolute change, the percentage only on a base of 20; or why the two
        cannot be compared.

    Raises
    ------
    UnknownNameError
        If the series has no such period.

    References
    ----------
    The example is what a newspaper printed of a commune in Bắc Kạn, 2018: 5 incidents, 2 fewer than in 2017 (rows
    S004-12 and S004-14 of ``data/reference/published.csv``); on a base of 7 it prints no percentage either.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> from antq_analysis.measures.series import totals
    >>> panel = worked_panel({"incidents_total": {"2017": [7], "2018": [5]}})
    >>> say_change(totals(panel, "incidents_total"), "2018", "2017", "en")
    'Security and order incidents in 2018: 5 cases, down 2 compared with 2017.'
    """
    for name in (period, since):
        if name not in series.frame.index:
            raise UnknownNameError("errors.kind_period", name, map(str, series.frame.index))
    now, then = (series.at(name) for name in (period, since))
    words: dict[str, object] = {"label": series.label(lang), "period": period, "since": since}
    if np.isnan(now["value"]):
        reason = say_why_empty(series, period, lang)
        return say("measures.change_no_figure", lang, reason=reason, **words)
    if np.isnan(then["value"]):
        reason = say_why_empty(series, since, lang)
        missing = say("measures.change_no_earlier", lang, since=since, reason=reason)
        return f"{say_level(series, period, lang)} {missing}"
    words["figure"] = say_figure(series, now, lang)
    if now["method_version"] != then["method_version"]:
        between = [item for item in series.breaks if _between(item.on, since, period)]
        words["reason"] = "; ".join(item.label(lang) for item in between)
        over = "land" if between and all(map(is_of_land, between)) else "break"
        return say(f"measures.change_over_{over}", lang, **words) + said_of(series.base, lang, (period,))
    if now["comparator"] != "exact" or then["comparator"] != "exact":
        return f"{say_level(series, period, lang)} {say('measures.change_not_exact', lang, since=since)}"
    if rest_apart(series, period, since):
        # Sums over other places neither fell nor rose: both are told, and why they are not compared.
        words["before"] = say_figure(series, then, lang)
        text = say("measures.change_both", lang, **words)
    else:
        words["change"] = say_difference(series, now, then, lang)
        text = say("measures.change_sentence", lang, **words)
    return text + _say_reservations(series, period, since, lang)


def _say_reservations(series: Series, period: str, since: str, lang: str) -> str:
    now, then = (series.at(name) for name in (period, since))
    text = ""
    silent, baseless = zip(*(_lacks(row) for row in (now, then)), strict=True)
    if all(silent):
        text += " " + say(
            "measures.change_partial", lang, now=silent[0], then=silent[1], period=period, since=since
        )
    elif any(silent):
        year = period if silent[0] else since
        text += " " + say("measures.change_partial_year", lang, n=max(silent), year=year)
    for n, year in zip(baseless, (period, since), strict=True):
        if n and not series.base:
            text += " " + say("measures.lacks_base_year", lang, n=n, year=year)
    text += _say_baseless(series, now, lang) + _say_others(now, then, period, since, lang)
    if rest_apart(series, period, since):
        text += _say_apart(series, period, since, lang)
    if now["stage"] != then["stage"]:
        stages = {"now": say_stage(now["stage"], lang), "then": say_stage(then["stage"], lang)}
        text += " " + say("measures.change_stage", lang, period=period, since=since, **stages)
    return text + said_of(series.base, lang, (period, since))


def say_why_empty(series: Series, period: str, lang: str = "vi") -> str:
    """Say why a period has no figure: nobody reported, or what a rate is related to is missing.

    Parameters
    ----------
    series
        Totals of the province.
    period
        A period without a figure.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Part of a sentence.
    """
    if series.base and period in series.frame.index and _lacks(series.at(period))[1]:
        return say("measures.empty_base", lang, base=series.base.label(lang), year=period)
    return say("measures.empty_figure", lang, year=period)


def _lacks(row: pd.Series) -> tuple[int, int]:
    """Count the communes without a figure, and those with a figure and nothing to relate it to."""
    told = row.get("n_baseless")
    baseless = 0 if told is None or pd.isna(told) else int(told)
    return int(row["n_missing"]) - baseless, baseless


def _say_baseless(series: Series, row: pd.Series, lang: str) -> str:
    """Say that a rate holds events of organisations, which have no people of their own to be related to."""
    n = 0 if pd.isna(row["n_others"]) else int(row["n_others"])
    is_rate = series.places is not None and series.places.scale > 0 and series.unit_vi != "%"
    return " " + say("measures.others_without_base", lang, n=n) if n and is_rate else ""


def _say_others(now: pd.Series, then: pd.Series, period: str, since: str, lang: str) -> str:
    lacking = zip(others_apart(now, then), ((period, since), (since, period)), strict=True)
    return "".join(
        " " + say("measures.change_others", lang, n=n, year=year, other=other)
        for n, (year, other) in lacking
        if n
    )


def _say_apart(series: Series, period: str, since: str, lang: str) -> str:
    text = " " + say("measures.change_apart", lang)
    now, then, n = over_both(series, period, since)
    if not n or np.isnan(now["value"]) or np.isnan(then["value"]):
        return text
    words = {
        "figure": say_figure(series, now, lang),
        "before": say_figure(series, then, lang),
        "change": say_difference(series, now, then, lang),
    }
    told = {"n": n, "period": period, "since": since, **words}
    if _is_carried(series, (period, since)):
        day = date.fromisoformat(series.map_date)
        return f"{text} {say('measures.change_matched_on', lang, map_date=day, **told)}"
    return f"{text} {say('measures.change_matched', lang, **told)}"


def _is_carried(series: Series, periods: tuple[str, ...]) -> bool:
    """Tell whether a figure of one of these periods was received on another map than that of the panel."""
    known = series.places.reporting if series.places else {}
    own = f"{series.map_date} "
    return any(not place.startswith(own) for period in periods for place in known.get(period, ()))


def say_stage(stages: str, lang: str = "vi") -> str:
    """Say of which stage a figure is.

    Parameters
    ----------
    stages
        Stages of its parts, joined by ``+``.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Part of a sentence; of several stages each is named as a part.

    Examples
    --------
    >>> say_stage("estimate"), say_stage("final+estimate")
    ('ước', 'một phần ước, một phần chính thức')
    """
    told = [say(f"panel.stage_{stage}", lang) for stage in STAGES if stage in stages.split("+")]
    return (
        told[0] if len(told) == 1 else ", ".join(say("measures.stage_part", lang, stage=one) for one in told)
    )


def say_figure(series: Series, row: pd.Series, lang: str = "vi") -> str:
    """Write a figure of a series with its unit; a share as ``a/b (c%)``, a bound with its word.

    Parameters
    ----------
    series
        The series.
    row
        One of its rows.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``662 vụ``, ``108/129 (83,7%)`` or ``trên 2.776 lượt``.
    """
    if series.unit_vi == "%" and row["exposure"] > 0:
        return format_share(row["events"], row["exposure"], lang)
    text = format_number(row["value"], lang, series.decimals())
    if row["comparator"] != "exact":
        text = say(f"measures.comparator_{row['comparator']}", lang, value=text)
    return f"{text} {series.unit(lang)}"


def say_level(series: Series, period: str, lang: str = "vi") -> str:
    """Say the figure of one period, and how many units it lacks.

    Parameters
    ----------
    series
        Totals of the province.
    period
        The period; it has a figure.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence or two.
    """
    row = series.at(period)
    text = say(
        "measures.level_sentence",
        lang,
        label=series.label(lang),
        figure=say_figure(series, row, lang),
        period=period,
    )
    silent, baseless = _lacks(row)
    if silent:
        text += " " + say("measures.level_partial", lang, n=silent)
    # Of a rate the notes on its base say so, with what to do.
    if baseless and not series.base:
        text += " " + say("measures.lacks_base", lang, n=baseless)
    text += _say_baseless(series, row, lang)
    return text + said_of(series.base, lang, (period,))


def _between(day: date, since: str, period: str) -> bool:
    return period_bounds(since)[1] < day <= period_bounds(period)[1]


def say_difference(series: Series, now: pd.Series, then: pd.Series, lang: str = "vi") -> str:
    """Say the change between two rows of a series: absolute first, a percentage only where the events carry one.

    The change is that of the figures as they are printed: beside 10,8 and 9,8 stands "tăng 1,0", also where 1,06 lies
    between the figures before they are rounded.

    Parameters
    ----------
    series
        The series.
    now, then
        The later and the earlier row, counted in one way and over the same places.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``giảm 12 (-8,5%)``; of shares the change is in percentage points.
    """
    decimals = series.decimals()
    if series.unit_vi == "%":
        text = format_change(then["value"], now["value"], lang, np.inf, decimals)
        told = any(sign.isdigit() for sign in text)
        return f"{text} {say('measures.percentage_points', lang)}" if told else text
    carries_percent = then["events"] >= MIN_BASE
    return format_change(then["value"], now["value"], lang, 0 if carries_percent else np.inf, decimals)
