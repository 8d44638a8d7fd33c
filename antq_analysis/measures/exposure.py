"""What a rate is divided by: the figures of a base, and between two known years a straight line, marked as such."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.measures.base_years import FIXED, INTERPOLATED
from antq_analysis.panel.load import Panel

PLACE = ("unit_code", "unit_date", "period")
_COLUMNS = ("value", "comparator", "status", "base", "source_id", "apportioned_share")
_OPEN = ("", "not_reported", "not_available")


def exposure(panel: Panel, indicator: str = "population", *, base_year: str = "") -> pd.DataFrame:
    """Follow a base, such as the population, from its first known year to its last, on the map of the panel.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator of kind ``base``.
    base_year
        Take the figures of this one year for every year; empty for those of each year.

    Returns
    -------
    pandas.DataFrame
        As :func:`fill_years` gives it; a unit and year without a row has no figure.

    Raises
    ------
    UnknownNameError
        If there is no such indicator, or no figure of `base_year`.
    UsageError
        If a unit has several figures for one period.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"population": {"2019": [1000], "2021": [1100]}})
    >>> exposure(panel, "population")["value"].tolist()
    [1000.0, 1050.0, 1100.0]
    """
    rows = panel.select(indicator)
    known = sorted(int(period) for period in rows["period"].unique() if obs.is_year(period))
    years = [str(year) for year in range(known[0], known[-1] + 1)] if known else []
    is_base = panel.vocabulary.indicator(indicator).kind == "base"
    return fill_years(rows, years, base_year=base_year, between=is_base).sort_index()


def fill_years(
    rows: pd.DataFrame, periods: Iterable[str], *, base_year: str = "", between: bool = True
) -> pd.DataFrame:
    """Give a base a figure in the years between two known ones.

    Between the nearest known years a and b before and after it, year y has ``P(a) + (P(b) - P(a)) (y - a) / (b - a)``,
    unit by unit and on one map; nothing is rounded and nothing is continued beyond the first or the last known year. A
    figure of the year itself always stands, and so do two figures that contradict each other. Figures counted in
    different ways are not joined by a line.

    Parameters
    ----------
    rows
        Observations of one base, of any units and maps.
    periods
        Periods for which figures are wanted.
    base_year
        Take the figures of this one year in every period.
    between
        Whether years between two known ones get a figure at all.

    Returns
    -------
    pandas.DataFrame
        Index unit_code, unit_date, period. Columns value; comparator, ``about`` where either end is no exact number;
        status, ``interpolated`` or, where either end is, ``apportioned``; base, such as ``interpolated 2019–2024`` or
        ``fixed 2019``, empty for a figure of the year itself; source_id, those of both ends joined by ``;``;
        apportioned_share, the larger of both ends.

    Raises
    ------
    UsageError
        If a unit has several figures for one period.
    UnknownNameError
        If no unit has a figure of `base_year`.
    """
    if rows.duplicated(list(PLACE)).any():
        raise UsageError("measures.several_figures", indicator=str(rows["indicator"].iloc[0]))
    own = rows.assign(base="").set_index(list(PLACE))
    own["comparator"] = own["comparator"].where(~own["comparator"].isin(obs.EXACT), "exact")
    if base_year:
        return _of_one_year(own[list(_COLUMNS)], periods, base_year)
    if not between:
        return own[list(_COLUMNS)]
    drawn = _between(own, periods)
    kept = own[~own.index.isin(drawn.index)]
    return pd.concat([kept[list(_COLUMNS)], drawn])


def _of_one_year(own: pd.DataFrame, periods: Iterable[str], base_year: str) -> pd.DataFrame:
    known = own[own["value"] > 0]
    of_year = known[known.index.get_level_values("period") == base_year].droplevel("period")
    if of_year.empty:
        raise UnknownNameError("errors.kind_period", base_year, sorted(known.index.unique("period")))
    every = dict.fromkeys(sorted(set(periods)), of_year)
    frame = pd.concat(every, names=["period"]).reorder_levels(list(PLACE))
    other = frame.index.get_level_values("period") != base_year
    return frame.assign(base=np.where(other, FIXED + base_year, ""))


def _between(own: pd.DataFrame, periods: Iterable[str]) -> pd.DataFrame:
    own = own[obs.told_apart(own.index.get_level_values("period"), obs.is_year)]
    wanted = {int(period) for period in periods if obs.is_year(period)}
    known_years = own.index.get_level_values("period").astype("int64")
    years = np.array(sorted(wanted.union(known_years)), np.int64)
    places, units = pd.MultiIndex.from_arrays(
        [own.index.get_level_values(name) for name in PLACE[:2]]
    ).factorize()
    line = np.full((len(units), len(years)), -1)
    line[places, np.searchsorted(years, known_years)] = np.arange(len(own))
    usable = own["status"].isin(obs.WITH_VALUE) & own["value"].gt(0)
    before, after = _nearest(np.append(usable, False)[line])
    open_ = np.append(own["status"].isin(_OPEN), True)[line] & np.isin(years, list(wanted))
    row, at = np.nonzero(open_ & (before >= 0) & (after < len(years)))
    if not len(row):
        return own.iloc[:0][list(_COLUMNS)]
    a, b = before[row, at], after[row, at]
    first, last = own.iloc[line[row, a]].reset_index(), own.iloc[line[row, b]].reset_index()
    part = (years[at] - years[a]) / (years[b] - years[a])
    exact = first["comparator"].eq("exact") & last["comparator"].eq("exact")
    apportioned = first["status"].eq("apportioned") | last["status"].eq("apportioned")
    sources = zip(first["source_id"], last["source_id"], strict=True)
    drawn = first[list(PLACE[:2])].assign(
        period=years[at].astype(str),
        value=first["value"] + (last["value"] - first["value"]) * part,
        comparator=np.where(exact, "exact", "about"),
        status=np.where(apportioned, "apportioned", "interpolated"),
        base=INTERPOLATED + first["period"] + "–" + last["period"],
        source_id=[";".join(dict.fromkeys(ends)) for ends in sources],
        apportioned_share=np.maximum(first["apportioned_share"], last["apportioned_share"]),
    )
    # A line between figures counted in different ways would join what cannot be compared.
    alike = first["method_version"].eq(last["method_version"])
    return drawn[alike].set_index(list(PLACE))[list(_COLUMNS)]


def _nearest(known: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For every cell the position of the last known one up to it (-1: none) and of the next one (width: none)."""
    places, none = np.arange(known.shape[1]), known.shape[1]
    before = np.maximum.accumulate(np.where(known, places, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, places, none)[:, ::-1], axis=1)[:, ::-1]
    return before, after
