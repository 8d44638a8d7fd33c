"""Figures that an error of the whole panel keeps out: their place stays, without a value, until a person decides."""

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.panel.stages import STAGELESS
from antq_analysis.sources.deciding.questions import DOUBTED

_WHAT = ["indicator", "category", "basis", "period"]


def refuse_figures(
    observations: pd.DataFrame, figures: pd.DataFrame, everywhere: pd.DataFrame
) -> pd.DataFrame:
    """Take the values of figures that must not be used.

    Parameters
    ----------
    observations
        Every figure received.
    figures
        Rows of single figures that must not be used; their other stages must not either.
    everywhere
        Rows of figures of which no unit's may be used, of no level: a total is printed in the unit of its column.

    Returns
    -------
    pandas.DataFrame
        The observations; the words of such a figure stay in ``value_text``. What a person decided keeps its value.
    """
    out = _is_among(observations, figures, STAGELESS) | _is_among(observations, everywhere, _WHAT)
    out &= observations["status"].isin(obs.WITH_VALUE) & observations["rule"].ne("decided")
    if not out.any():
        return observations
    text = observations["value"].map(lambda value: f"{value:.15g}", na_action="ignore").fillna("")
    written = observations["value_text"].mask(out & observations["value_text"].eq(""), text)
    changed = {
        "value": np.nan,
        "comparator": "exact",
        "status": "unparsed",
        "rule": DOUBTED,
        "apportioned_share": 0.0,
    }
    told = observations.assign(value_text=written)
    return obs.conform(told.assign(**{name: told[name].mask(out, value) for name, value in changed.items()}))


def _is_among(observations: pd.DataFrame, rows: pd.DataFrame, key: list[str]) -> "pd.Series[bool]":
    known = pd.MultiIndex.from_frame(rows[key].astype("str"))
    there = pd.MultiIndex.from_frame(observations[key].astype("str")).isin(known)
    return pd.Series(there, index=observations.index)
