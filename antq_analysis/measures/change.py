"""Change between two periods: absolute first, never over a break, and with what chance alone would do."""

from datetime import date

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_change, format_value, shown_decimals
from antq_analysis.measures.frame import Series, UnitResult
from antq_analysis.measures.intervals import rate_ratio
from antq_analysis.observations import WITH_VALUE, period_bounds
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel

MIN_BASE = 20
"""Smallest count that carries a percentage, by the convention of the deliverable."""


def change(panel: Panel, indicator: str, period: str, since: str, *, per: str | None = None) -> UnitResult:
    """Compare two periods commune by commune.

    Parameters
    ----------
    panel
        The panel; both periods are on its one map.
    indicator
        An indicator of counts in a year.
    period, since
        The later and the earlier period.
    per
        Exposure for the ratio, for instance ``"population"``; by default both periods count alike.

    Returns
    -------
    UnitResult
        before, after, difference, ratio with its exact conditional interval and p value; `percent` only where the
        base is at least 20.

    Raises
    ------
    BreakError
        If the way of counting, the criteria or the reporting window changed in between.
    RefusedError
        If the indicator is not a count of events of a year.
    UnknownNameError
        If there is no such indicator or period.

    References
    ----------
    :func:`antq_analysis.measures.intervals.rate_ratio`.
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.not_events", label=what.label_vi, label_en=what.label_en)
    names = (indicator, per) if per else (indicator,)
    refuse_break(
        panel.vocabulary, panel.province.id, names, period_bounds(since)[1], period_bounds(period)[1]
    )
    before, after = _at(panel, indicator, since), _at(panel, indicator, period)
    frame = pd.DataFrame({"before": before, "after": after, "difference": after - before})
    frame["percent"] = (frame["difference"] / before * 100).where(before >= MIN_BASE)
    exposures = (_at(panel, per, since), _at(panel, per, period)) if per else (1.0, 1.0)
    frame["ratio"], frame["low"], frame["high"], frame["p_value"] = rate_ratio(before, after, *exposures)
    frame["status"] = np.where(frame["difference"].notna(), "reported", "not_available")
    return UnitResult(
        frame=frame,
        kind="change",
        indicator=indicator,
        label_vi=say("measures.change_label", "vi", label=what.label_vi, period=period, since=since),
        label_en=say("measures.change_label", "en", label=what.label_en, period=period, since=since),
        units=panel.units,
        province=panel.province,
        map_date=panel.map_date,
    )


def _at(panel: Panel, indicator: str, period: str) -> pd.Series:
    rows = panel.select(indicator)
    rows = rows[(rows["period"] == period) & rows["status"].isin(WITH_VALUE)]
    if rows.empty:
        raise UnknownNameError("errors.kind_period", period, panel.select(indicator)["period"].unique())
    return rows.set_index("unit_code")["value"].reindex(panel.units.index)


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
    """
    for name in (period, since):
        if name not in series.frame.index:
            raise UnknownNameError("errors.kind_period", name, map(str, series.frame.index))
    now, then = (pd.Series(series.frame.loc[name]) for name in (period, since))
    words: dict[str, object] = {"label": series.label(lang), "period": period, "since": since}
    words["unit"] = series.unit(lang)
    if np.isnan(now["value"]) or np.isnan(then["value"]):
        return say("measures.change_no_figure", lang, **words)
    words["value"] = format_value(now["value"], lang)
    if now["method_version"] != then["method_version"]:
        words["reason"] = "; ".join(
            item.label(lang) for item in series.breaks if _between(item.on, since, period)
        )
        return say("measures.change_over_break", lang, **words)
    words["change"] = say_difference(series, now, then, lang)
    text = say("measures.change_sentence", lang, **words)
    missing = int(now["n_missing"]), int(then["n_missing"])
    if any(missing):
        text += " " + say("measures.change_partial", lang, now=missing[0], then=missing[1], **words)
    return text


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
    row = pd.Series(series.frame.loc[period])
    words = {"label": series.label(lang), "unit": series.unit(lang), "period": period}
    text = say("measures.level_sentence", lang, value=format_value(row["value"], lang), **words)
    missing = int(row["n_missing"])
    return f"{text} {say('measures.level_partial', lang, n=missing)}" if missing else text


def _between(day: date, since: str, period: str) -> bool:
    return period_bounds(since)[1] < day <= period_bounds(period)[1]


def say_difference(series: Series, now: pd.Series, then: pd.Series, lang: str = "vi") -> str:
    """Say the change between two rows of a series: absolute first, a percentage only where the events carry one.

    Parameters
    ----------
    series
        The series.
    now, then
        The later and the earlier row, counted in one way.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``giảm 12 (-8,5%)``; of shares the change is in percentage points.
    """
    decimals = shown_decimals(now["value"])
    if series.unit_vi == "%":
        text = format_change(then["value"], now["value"], lang, np.inf, 1)
        return text if now["value"] == then["value"] else f"{text} {say('measures.percentage_points', lang)}"
    carries_percent = then["events"] >= MIN_BASE
    return format_change(then["value"], now["value"], lang, 0 if carries_percent else np.inf, decimals)
