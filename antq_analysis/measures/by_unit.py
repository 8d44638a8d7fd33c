"""The figures of every unit as they are, which everything else by unit is made of."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import UsageError
from antq_analysis.measures.base_years import BaseYears
from antq_analysis.measures.frame import MIXED, STATE, YEAR, Measure, every_unit
from antq_analysis.measures.intervals import poisson_interval
from antq_analysis.measures.others import Others, others_of
from antq_analysis.measures.quotients import labels_of
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.merging import PARTS_DIFFER, PARTS_OUTSIDE
from antq_analysis.vocabulary import Indicator


def counted(panel: Panel, indicator: str, category: str = "", basis: str | None = None) -> Measure:
    """Take the figures of an indicator, unit by unit.

    Parameters
    ----------
    panel, indicator, category, basis
        As in :func:`antq_analysis.measures.rates.count`.

    Returns
    -------
    Measure
        Counts of events carry their exact Poisson interval.

    Raises
    ------
    UnknownNameError
        If there is no such indicator.
    """
    what = panel.vocabulary.indicator(indicator)
    rows = figures_of(panel, indicator, category, basis)
    rows["events"] = rows["value"] if what.kind != "rate" else np.nan
    rows["exposure"] = np.nan
    rows["method"] = {"rate": "reported_rate", "status": STATE, "date": YEAR}.get(what.kind, "count")
    rows["low"], rows["high"] = np.nan, np.nan
    if what.kind == "flow":
        rows["low"], rows["high"] = poisson_interval(rows["value"].where(lawful(rows)))
    return measure_of(panel, rows, what, labels_of(what), others_of(panel, what, category))


def figures_of(panel: Panel, indicator: str, category: str = "", basis: str | None = None) -> pd.DataFrame:
    """Take the rows of an indicator in whole years.

    Parameters
    ----------
    panel, indicator, category, basis
        As in :func:`antq_analysis.measures.rates.count`.

    Returns
    -------
    pandas.DataFrame
        Index (unit_code, period); columns value, status, apportioned_share, comparator, base and value_text of a
        :class:`antq_analysis.measures.frame.Measure`.

    Raises
    ------
    UsageError
        If a unit has several figures of one year.
    """
    rows = panel.select(indicator, category=category, basis=basis)
    rows = rows[obs.told_apart(rows["period"], obs.is_whole_years)]
    if rows.duplicated(["unit_code", "period"]).any():
        raise UsageError("measures.several_figures", indicator=indicator)
    table = rows.set_index(["unit_code", "period"])[["value", "status", "apportioned_share"]].copy()
    table["comparator"] = rows["comparator"].where(~rows["comparator"].isin(obs.EXACT), "exact").to_numpy()
    table["base"] = ""
    mixed = rows["rule"].str.contains(PARTS_DIFFER, regex=False).to_numpy(bool)
    table["status"] = table["status"].mask(mixed, MIXED)
    partly = mixed | rows["rule"].str.contains(PARTS_OUTSIDE, regex=False).to_numpy(bool)
    table["value_text"] = rows["value_text"].where(partly, "").to_numpy()
    return table


def lawful(rows: pd.DataFrame) -> pd.Series:
    """Tell which figures are counts that chance has an exact law for.

    Parameters
    ----------
    rows
        Columns comparator and status.

    Returns
    -------
    pandas.Series
        False for a bound and for what was apportioned.
    """
    # What is a bound or was apportioned is no count, so chance has no exact law for it.
    return rows["comparator"].eq("exact") & rows["status"].ne("apportioned")


def measure_of(
    panel: Panel,
    rows: pd.DataFrame,
    what: Indicator,
    labels: dict[str, str],
    others: dict[str, Others],
    base: BaseYears | None = None,
) -> Measure:
    """Give every unit of the map a row in every period, with what a measure knows.

    Parameters
    ----------
    panel
        The panel.
    rows
        Columns of a measure, index (unit_code, period).
    what
        The indicator.
    labels
        ``label_vi``, ``label_en``, ``unit_vi``, ``unit_en``.
    others
        What units beside the communes report, by period.
    base
        Of which years the exposures of a rate are.

    Returns
    -------
    Measure
        All of it.
    """
    periods: Sequence[str] = sorted(rows.index.get_level_values("period").unique())
    frame = every_unit(rows, list(panel.units.index), periods)
    return Measure(
        frame=frame,
        indicator=what.id,
        units=panel.units,
        province=panel.province,
        map_date=panel.map_date,
        sensitive=what.sensitive,
        others=others,
        base=base,
        holds=panel.vocabulary.contained_in(what.id),
        label_vi=labels["label_vi"],
        label_en=labels["label_en"],
        unit_vi=labels["unit_vi"],
        unit_en=labels["unit_en"],
    )
