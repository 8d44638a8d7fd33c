"""A result as it may be published: what a release hides is gone from it, with everything that was derived from it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn, TypeVar

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.measures.frame import SUPPRESSED, Measure, Series
from antq_analysis.measures.grouped import SUMMED, GroupMeasure
from antq_analysis.measures.others import Others
from antq_analysis.measures.suppression.cells import COMMUNE, COMMUNES, OTHERS, PROVINCE
from antq_analysis.measures.suppression.release import Release

Result = TypeVar("Result", Measure, Series)

_PLAIN = {"", "count", "exact_poisson", "count_not_exact", "exact_binomial", SUMMED}
_GONE = ["value", "low", "high", "events"]
_NEAR = 1e-6


def withhold(result: Result, release: Release, *, category: str = "") -> Result:
    """Take out of a result what a release hides: counts, rates, shares, limits and general levels alike.

    Parameters
    ----------
    result
        Counts, a rate or a share by commune or by group, or a series of the province.
    release
        What may be shown of its indicator.
    category
        Value of the dimension that the result is of; empty for the total.

    Returns
    -------
    Measure or Series
        The same, with status ``suppressed`` and no number where something is hidden, ready for a release. Of periods
        that the release is not for nothing is left. Which part of a figure was apportioned is told of none: 15 with a
        fifth apportioned would say that 3 came from a commune of the earlier map.

    Raises
    ------
    RefusedError
        If the result is of other figures than the release, is smoothed, or a share of a whole that is sensitive too.
    """
    _refuse_others(result, release)
    if isinstance(result, Series):
        return _series(result, release, category, PROVINCE)
    result = _of_periods(result, release)
    level = result.grouping if isinstance(result, GroupMeasure) else COMMUNE
    ready = replace(
        result,
        frame=_measure_frame(result, release, (level, category)),
        others=_others(result.others, release, category),
        shown_sums=_shown_sums(result, release, category),
        entry=release.entry,
    )
    if not isinstance(ready, GroupMeasure):
        return ready
    series = {code: _series(one, release, category, level, code) for code, one in ready.series.items()}
    return replace(ready, series=series)


def _refuse_others(result: Measure | Series, release: Release) -> None:
    words = {"label": result.label_vi, "label_en": result.label_en}
    same = (result.indicator, result.province.id, result.map_date)
    if same != (release.indicator, release.province, release.map_date):
        _refuse_figures(result, release)
    frame = result.frame
    methods = set(frame["method"]) if isinstance(result, Measure) else set()
    if not methods <= _PLAIN or (frame["value"].notna() & frame["events"].isna()).any():
        raise RefusedError("measures.suppress_not_plain", **words)
    if release.sensitive_wholes and result.unit_vi.startswith("%"):
        raise RefusedError("measures.suppress_open_whole", **words)
    if isinstance(result, GroupMeasure) and not result.apart:
        _refuse_figures(result, release)


def _refuse_figures(result: Measure | Series, release: Release) -> NoReturn:
    words = {"label": result.label_vi, "label_en": result.label_en}
    raise RefusedError(
        "measures.suppress_other_figures", wanted=release.indicator, map=release.map_date, **words
    )


def _of_periods(result: Measure, release: Release) -> Measure:
    kept = result.frame.index.get_level_values("period").isin(list(release.periods))
    if not kept.any():
        _refuse_figures(result, release)
    return replace(result, frame=result.frame[kept])


def _measure_frame(result: Measure, release: Release, of: tuple[str, str]) -> pd.DataFrame:
    level, category = of
    cells = release.cells.keys.assign(value=release.cells.values, hidden=release.hidden)
    own = cells[cells["level"].eq(level) & cells["category"].eq(category)].set_index(["code", "period"])
    own = own.reindex(result.frame.index)
    events = result.frame["events"]
    strange = events.notna() & ~(events.sub(own["value"]).abs() <= _NEAR)
    if strange.any():
        _refuse_figures(result, release)
    return _emptied(result.frame, own["hidden"].eq(True).to_numpy(bool))


def _emptied(frame: pd.DataFrame, hidden: np.ndarray) -> pd.DataFrame:
    frame = frame.copy()
    frame.loc[hidden, _GONE] = np.nan
    frame.loc[hidden, "comparator"] = "exact"
    frame.loc[hidden, "status"] = SUPPRESSED
    if "value_text" in frame:
        frame.loc[hidden, "value_text"] = ""
        frame["apportioned_share"] = 0.0
    return frame


def _shown_sums(result: Measure, release: Release, category: str) -> dict[tuple[frozenset[str], str], float]:
    """Take the sums that are shown, by who is summed and when, so that a table can print a total over hidden cells."""
    keys = release.cells.keys
    names = {
        position: str(code)
        for position, code, level in zip(keys.index, keys["code"], keys["level"], strict=True)
        if level == (result.grouping if isinstance(result, GroupMeasure) else COMMUNE)
    }
    # Not the sums over years: a commune that lacks one of them is in those of the others.
    when = keys["period"].to_numpy()
    sums = tuple((one, parts) for one, parts in release.cells.sums if (when[list(parts)] == when[one]).all())
    everyone: dict[tuple[frozenset[str], str], float] = {}
    for total in np.flatnonzero(keys["category"].eq(category) & ~release.hidden):
        if keys.at[total, "level"] in (OTHERS, PROVINCE):
            continue
        parts = _within(int(total), sums, names)
        if parts:
            everyone[parts, str(keys.at[total, "period"])] = float(release.cells.values[total])
    return everyone


def _within(
    total: int, sums: tuple[tuple[int, tuple[int, ...]], ...], names: Mapping[int, str]
) -> frozenset[str]:
    found: set[str] = set()
    for whole, parts in sums:
        if whole == total:
            for part in parts:
                found |= {names[part]} if part in names else _within(part, sums, names)
    return frozenset(found)


def _others(others: Mapping[str, Others], release: Release, category: str) -> dict[str, Others]:
    values = _figures(release)["value"]

    def told(period: str, one: Others) -> bool:
        shown = all(release.may_show(level, "", period, category=category) for level in (OTHERS, PROVINCE))
        # Of a share only those count that have both figures: what the rest have would be the difference.
        return shown and abs(one.events - values[OTHERS, "", category, period]) <= _NEAR

    return {
        period: one if told(period, one) else replace(one, events=np.nan) for period, one in others.items()
    }


def _figures(release: Release) -> pd.DataFrame:
    keys = release.cells.keys
    return keys.assign(value=release.cells.values, hidden=release.hidden).set_index(list(keys.columns))


def _series(series: Series, release: Release, category: str, level: str, code: str = "") -> Series:
    figures = _figures(release)
    frame = series.frame[series.frame.index.isin(list(release.periods))]
    hidden = []
    for period, row in frame.iterrows():
        key = (level, code, category, str(period))
        if key not in figures.index and level == PROVINCE:
            key = (COMMUNES, *key[1:])
        told = np.isfinite(row["events"])
        if told and key not in figures.index:
            _refuse_figures(series, release)
        same = not told or abs(row["events"] - figures.at[key, "value"]) <= _NEAR
        # A sum over fewer communes, or over parts of merged ones, gives what lies between away beside the sum of all.
        if not same and not row["n_missing"]:
            _refuse_figures(series, release)
        hidden.append(told and bool(figures.at[key, "hidden"] or not same))
    return replace(
        series, frame=_emptied(frame, np.array(hidden, dtype=bool)), places=None, entry=release.entry
    )
