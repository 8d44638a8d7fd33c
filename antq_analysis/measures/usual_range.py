"""Counts of a year that lie outside the range that a commune's own earlier years lead one to expect."""

import numpy as np
import pandas as pd
from scipy import stats

from antq_analysis.measures.discovery import false_discovery
from antq_analysis.measures.quality import ordinary_years
from antq_analysis.panel.load import Panel

FEWEST_YEARS = 3
"""Earlier years without which a commune has no usual range."""
COVERAGE = 0.95


def usual_range(panel: Panel, indicator: str, period: str, *, per: str = "population") -> pd.DataFrame:
    """Compute for each commune the range in which its count of a year was to be expected.

    What is expected is the commune's own level in its earlier years, drawn towards that of all, times the rate of all
    communes in the year and its size: where all fell, none is unusual for that. The law of one more count is the
    negative binomial that the earlier years of all communes give.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator of events of a year.
    period
        The year.
    per
        What gives a commune its size.

    Returns
    -------
    pandas.DataFrame
        Index unit_code; value, expected, low and high (ends of the central range of 95%), n_years (earlier ones),
        p_value (two sides) and q_value (over all communes tested). Communes with fewer than
        :data:`FEWEST_YEARS` earlier years that are counted alike are not in it.

    Raises
    ------
    RefusedError
        If the indicator is no count of events, or no commune has both a count and a size.
    UnknownNameError
        If there is no such indicator or period.

    References
    ----------
    :func:`antq_analysis.measures.ordinary.ordinary`, :func:`antq_analysis.measures.discovery.false_discovery`.
    """
    plain, years, measure = ordinary_years(panel, indicator, period, per)
    earlier = np.arange(len(years)) < len(years) - 1
    level, doubt = plain.own_level(earlier)
    value, mean = plain.counts[:, -1], level * plain.expected[:, -1]
    n_years = np.isfinite(plain.counts[:, earlier]).sum(axis=1)
    usable = np.isfinite(value) & (mean > 0) & (n_years >= FEWEST_YEARS)
    law = stats.nbinom(1 / doubt, 1 / (1 + doubt * np.where(usable, mean, 1.0)))
    tails = np.minimum(law.cdf(value), law.sf(value - 1))
    frame = pd.DataFrame(
        {
            "value": value,
            "expected": mean,
            "low": law.ppf((1 - COVERAGE) / 2),
            "high": law.ppf((1 + COVERAGE) / 2),
            "n_years": n_years,
            "p_value": np.minimum(2 * tails, 1.0),
        },
        index=measure.units.index,
    )
    tested: pd.DataFrame = frame[usable].copy()
    tested["q_value"] = false_discovery(tested["p_value"])
    return tested
