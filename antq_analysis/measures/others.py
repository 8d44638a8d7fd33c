"""What organisations, police posts and the like report beside the communes: it counts in the province, on no map."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.observations import join_comparators
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Indicator
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

_PLACE = ["unit_code", "unit_date", "period"]


@dataclass(frozen=True)
class Others:
    """What the units beside the communes add to the figure of the province in one period.

    Parameters
    ----------
    n
        How many of them have a figure.
    events
        The sum of their figures; NaN where these may not be summed.
    exposure
        What the figures are a part of; 0 where these units have nothing of the kind, such as people of their own.
    comparator
        How exact the sum is.
    """

    n: int
    events: float = np.nan
    exposure: float = 0.0
    comparator: str = "exact"


def others_of(panel: Panel, what: Indicator, category: str = "", whole: str = "") -> dict[str, Others]:
    """Sum what the units beside the communes report, period by period, as the figure of the province holds it.

    Parameters
    ----------
    panel
        The panel.
    what
        The indicator.
    category
        Value of its dimension; empty for the total.
    whole
        Of a share the indicator that it is a part of: only units with both figures count.

    Returns
    -------
    dict of str to Others
        By period; periods in which no such unit has a figure are left out.
    """
    rows = panel.reported
    named = rows["indicator"].eq(what.id) & rows["category"].eq(category)
    communes = rows.loc[named & rows["level"].eq("commune"), _PLACE[1:]]
    own = rows[named & rows["level"].isin(OTHER_LEVELS) & rows["value"].notna()]
    # A unit of another map than that of the communes of its period is none of this province's figure.
    there = pd.MultiIndex.from_frame(own[_PLACE[1:]]).isin(pd.MultiIndex.from_frame(communes))
    own = own[there].assign(exposure=0.0)
    if whole:
        bases = rows[rows["indicator"].eq(whole) & rows["category"].eq("")].set_index(_PLACE)["value"]
        own["exposure"] = bases.reindex(pd.MultiIndex.from_frame(own[_PLACE])).to_numpy()
        own = own[(own["exposure"] > 0) & (own["value"] <= own["exposure"])]
    summed = what.adds_up == "sum"
    return {
        str(period): Others(
            n=some["unit_code"].nunique(),
            events=float(some["value"].sum()) if summed else np.nan,
            exposure=float(some["exposure"].sum()),
            comparator=join_comparators(some["comparator"]),
        )
        for period, some in own.groupby("period")
    }
