"""Is this reporting believable: what of an indicator should be asked again, commune by commune."""

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.exposure import fill_years
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.ordinary import Floats, Ordinary, ordinary
from antq_analysis.measures.quality_told import TESTED, Quality
from antq_analysis.measures.rates import count
from antq_analysis.measures.reporting_tests import (
    all_digits_p,
    at_least,
    digits_p,
    fall_p,
    unchanged_p,
    zeros_p,
)
from antq_analysis.panel.copied import ALIKE, compare_events
from antq_analysis.panel.load import Panel

FALSE_SHARE = 0.05
_UNSETTLED = ("estimate", "preliminary")


def quality(panel: Panel, indicator: str, period: str = "", *, per: str = "population") -> Quality:
    """Find what is odd in the reports of an indicator, commune by commune.

    Held against chance: zeros (by the rate of all, the size of the commune and how communes and years ordinarily
    differ), counts that end in 0 or 5, a fall in the last year below what earlier years lead one to expect, events of
    the last year that are those of the year before, a count that never changes. The share of false ones among all that
    are told is held at 5%. Merely counted: years that never got beyond an estimate, and figures whose window ended
    early. A commune may have a good reason for any of them: what is found is a question, no verdict.

    Parameters
    ----------
    panel
        The panel. On the map of today a merged commune hides what was odd in one of its parts: to look at the communes
        that wrote the reports, load the panel on their map.
    indicator
        An indicator of events of a year.
    period
        The year that falls and copies are looked for in; by default the last with figures. Earlier years count as far
        as they are counted in the same way and window.
    per
        What gives a commune its size, also where the vocabulary allows no rate per it; of a year in which it is not
        known that of the nearest year is taken.

    Returns
    -------
    Quality
        One row a commune. Figures that are bounds or apportioned have no part in the tests.

    Raises
    ------
    RefusedError
        If the indicator is no count of events, or no commune has both a count and a size.
    UnknownNameError
        If there is no such indicator or period.

    References
    ----------
    :func:`antq_analysis.measures.ordinary.ordinary`, :mod:`antq_analysis.measures.reporting_tests`,
    :func:`antq_analysis.panel.copied.compare_events`, :func:`antq_analysis.measures.discovery.false_discovery`.
    """
    what = panel.vocabulary.indicator(indicator)
    plain, years, measure = ordinary_years(panel, indicator, str(period), per)
    rows = panel.select(indicator)
    frame = _tested(plain, measure.units.index)
    frame = _judged(frame.join(_copied(panel, years[-1])).join(_matured(rows, years)))
    silent = measure.frame["status"].groupby("unit_code").last().reindex(frame.index)
    frame["status"] = np.where(frame["n_years"] > 0, "reported", silent.replace("reported", "not_available"))
    return Quality(
        frame=frame,
        kind="quality",
        indicator=indicator,
        label_vi=say("measures.quality_label", "vi", label=what.label_vi),
        label_en=say("measures.quality_label", "en", label=what.label_en),
        units=measure.units,
        province=measure.province,
        map_date=measure.map_date,
        years=years,
        last_digits=all_digits_p(plain),
    )


def ordinary_years(
    panel: Panel, indicator: str, period: str = "", per: str = "population"
) -> tuple[Ordinary, tuple[str, ...], Measure]:
    """Estimate how the events of an indicator ordinarily vary over the years that are counted alike.

    Parameters
    ----------
    panel, indicator, period, per
        As for :func:`quality`.

    Returns
    -------
    tuple
        Counts and what is ordinary, rows in the order of the measure's units; the years, the last of them `period`;
        and the measure.

    Raises
    ------
    RefusedError
        If the indicator is no count of events, or no commune has both a count and a size.
    UnknownNameError
        If there is no such indicator or period.
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.quality_not_events", label=what.label_vi, label_en=what.label_en)
    measure = count(panel, indicator)
    years = _like_years(panel.select(indicator), period)
    lawful = measure.frame[measure.frame["status"].eq("reported") & measure.frame["comparator"].eq("exact")]
    counts = _wide(lawful["value"], measure.units.index, years)
    sizes = _sizes(panel, per, years)
    if not np.isfinite(counts * sizes).any():
        words = {"label": what.label_vi, "label_en": what.label_en, "per": per}
        raise RefusedError("measures.quality_no_size", **words)
    return ordinary(counts, sizes), years, measure


def _like_years(rows: pd.DataFrame, period: str) -> tuple[str, ...]:
    told = rows[rows["status"].isin(obs.WITH_VALUE) & obs.told_apart(rows["period"], obs.is_year)]
    way = (told["method_version"] + "|" + told["period_basis"]).groupby(told["period"])
    ways = way.agg(lambda names: "+".join(sorted(set(names))))
    last = period or str(max(ways.index, default=""))
    if last not in ways.index:
        raise UnknownNameError("errors.kind_period", last, map(str, ways.index))
    return tuple(str(year) for year in ways.index if year <= last and ways[year] == ways[last])


def _sizes(panel: Panel, per: str, years: tuple[str, ...]) -> Floats:
    """Take the size of every commune, that of the nearest year where one is not known: it need not be exact."""
    filled = fill_years(panel.select(per), years, between=panel.vocabulary.indicator(per).kind == "base")
    known = filled.loc[filled["value"] > 0, "value"].droplevel("unit_date").unstack("period")  # noqa: PD010
    every = sorted({*known.columns, *years})
    near = known.reindex(index=panel.units.index, columns=every).ffill(axis=1).bfill(axis=1)
    return near[list(years)].to_numpy(float)


def _wide(figures: pd.Series, units: pd.Index, years: tuple[str, ...]) -> Floats:
    table = figures.reset_index().pivot_table(index="unit_code", columns="period", values=figures.name)
    return table.reindex(index=units, columns=list(years)).to_numpy(float)


def _tested(plain: Ordinary, units: pd.Index) -> pd.DataFrame:
    frame = pd.DataFrame(index=units)
    frame["n_years"], frame["events"] = np.isfinite(plain.counts).sum(axis=1), np.nansum(plain.counts, axis=1)
    frame["zeros"], frame["zeros_expected"], frame["p_zeros"] = zeros_p(plain)
    digits = digits_p(plain)
    frame["above_zero"], frame["fives"], frame["fives_expected"], frame["p_digits"] = digits
    frame["value"] = plain.counts[:, -1]
    frame["value_expected"], frame["p_fall"] = fall_p(plain, plain.counts.shape[1] - 1)
    frame["p_unchanged"] = unchanged_p(plain)
    # Who reports nothing is not tested.
    return frame.where(frame["n_years"] > 0).fillna({"n_years": 0})


def _copied(panel: Panel, period: str) -> pd.DataFrame:
    cells = compare_events(panel.observations, panel.vocabulary, period, str(int(period) - 1))
    same = cells.groupby("unit_code")["same"]
    found = pd.DataFrame({"n_compared": same.size(), "n_same": same.sum(), "p_copied": 1.0}).astype(float)
    # Total and part agree together now and then, so a few figures that agree are never held against a commune.
    alike = cells[cells["unit_code"].isin(found.index[same.mean() >= ALIKE])]
    for unit, own in alike.groupby("unit_code"):
        found.loc[unit, "p_copied"] = _copy_p(own)
    return found


def _copy_p(cells: pd.DataFrame) -> float:
    return float(at_least(cells["chance"].to_numpy(float), np.array(float(cells["same"].sum()))))


def _matured(rows: pd.DataFrame, years: tuple[str, ...]) -> pd.DataFrame:
    told = rows[rows["period"].isin(years) & rows["status"].isin(obs.WITH_VALUE)]
    late = told["stage"].isin(_UNSETTLED) & told["period"].ne(years[-1])
    calendar = pd.to_datetime(told["period"].map(lambda year: obs.period_bounds(year)[1]))
    due = calendar.where(
        told["period_basis"].eq("calendar"), told.groupby("period")["period_end"].transform("max")
    )
    early = told["period_end"] < due
    return pd.DataFrame({"unsettled": late, "early": early}).groupby(told["unit_code"]).sum()


def _judged(frame: pd.DataFrame) -> pd.DataFrame:
    for name in ("n_compared", "n_same", "unsettled", "early"):
        frame[name] = frame[name].fillna(0).astype(int)
    p_values = frame[[f"p_{name}" for name in TESTED]].to_numpy(float)
    # One family: all tests of the map together.
    q_values = false_discovery(p_values.ravel()).reshape(p_values.shape)
    marks = {name: q_values[:, place] <= FALSE_SHARE for place, name in enumerate(TESTED)}
    marks |= {name: frame[name].to_numpy() > 0 for name in ("unsettled", "early")}
    for place, name in enumerate(TESTED):
        frame[f"q_{name}"] = q_values[:, place]
    told = pd.DataFrame(marks, index=frame.index)
    frame["ask"] = [" ".join(told.columns[row]) for row in told.to_numpy(bool)]
    return frame
