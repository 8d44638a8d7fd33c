"""The same correlation for each group of model types, with control of false discoveries over the groups."""

import numpy as np
import pandas as pd

from antq_analysis.measures.association.coefficients import fisher
from antq_analysis.measures.association.related import related
from antq_analysis.measures.association.sides import FEWEST
from antq_analysis.measures.discovery import false_discovery
from antq_analysis.panel.load import Panel

COLUMNS = ("name_vi", "name_en", "n", "value", "low", "high", "p_value", "q_value")
_TYPES = "model_type"


def by_model_group(panel: Panel, indicator: str, per: str, period: str, outcome: pd.Series) -> pd.DataFrame:
    """Correlate an outcome with the density of each group of models.

    Parameters
    ----------
    panel
        The panel.
    indicator
        What was counted by type of model.
    per
        What it is related to.
    period
        The year of the counts.
    outcome
        Index unit_code.

    Returns
    -------
    pandas.DataFrame
        Index group, columns :data:`COLUMNS`; a commune counts where it reports every type of the group that anybody
        reports. Fisher's interval, as if communes were independent. Empty where nothing was counted by type; a group
        that is the same everywhere, or that fewer than ten communes report, has no correlation.
    """
    known = panel.vocabulary
    what = known.indicator(indicator)
    rows = panel.observations
    own = rows[rows["indicator"].eq(indicator) & rows["period"].eq(period) & rows["level"].eq("commune")]
    types = sorted(set(own["category"]) & set(known.model_types))
    if what.dimension != _TYPES or not per or not types:
        return pd.DataFrame(columns=list(COLUMNS)).rename_axis("group")
    densities = {one: _density(panel, indicator, per, one, period) for one in types}
    found = {}
    for group in dict.fromkeys(known.model_types[one].group for one in types):
        members = [densities[one] for one in types if known.model_types[one].group == group]
        both = pd.DataFrame(
            {"x": pd.concat(members, axis=1).sum(axis=1, skipna=False), "y": outcome}
        ).dropna()
        name = known.model_groups[group]
        found[group] = [name.name_vi, name.name_en, len(both), *_correlated(both)]
    table = pd.DataFrame.from_dict(found, orient="index", columns=list(COLUMNS[:-1])).rename_axis("group")
    return table.assign(q_value=false_discovery(table["p_value"].to_numpy(float)))


def _density(panel: Panel, indicator: str, per: str, category: str, period: str) -> pd.Series:
    rows = related(panel, indicator, per, category=category).at(period)
    return (
        rows["value"].where(rows["comparator"].eq("exact") & rows["status"].ne("apportioned")).astype(float)
    )


def _correlated(both: pd.DataFrame) -> list[float]:
    if len(both) < FEWEST or not (np.ptp(both.to_numpy(float), axis=0) > 0).all():
        return [float("nan")] * 4
    one = fisher(float(np.corrcoef(both["x"], both["y"])[0, 1]), len(both))
    return [one.value, one.low, one.high, one.p_value]
