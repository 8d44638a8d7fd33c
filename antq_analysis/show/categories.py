"""The categories of results that are drawn, with colours that never change from one map to the next."""

from antq_analysis.measures.change_map import CANNOT_TELL, FALLING, RISING, STABLE
from antq_analysis.measures.entry_exit import ENTERED, LEFT, OUTSIDE, STAYED
from antq_analysis.measures.frame import MIXED, UnitResult
from antq_analysis.measures.space.clusters import (
    HIGH,
    HIGH_HIGH,
    HIGH_LOW,
    LOW,
    LOW_HIGH,
    LOW_LOW,
    NOT_SIGNIFICANT,
    Clusters,
)
from antq_analysis.measures.trends import NOT_SHOWN
from antq_analysis.measures.typology import GAINED, KEPT, LOST, NEVER

PLAIN = "#f4f1e8"
"""Nothing beyond chance, or nothing at all: pale, and no colour of a finding."""

_UP, _DOWN = "#7a4106", "#2589a8"

CATEGORIES = {
    "moran": {
        HIGH_HIGH: "#9e1b22",
        LOW_LOW: "#2c7fb8",
        HIGH_LOW: "#ea8c4e",
        LOW_HIGH: "#a8d3ea",
        NOT_SIGNIFICANT: PLAIN,
    },
    "gi_star": {HIGH: "#9e1b22", LOW: "#2c7fb8", NOT_SIGNIFICANT: PLAIN},
    "change_map": {RISING: _UP, FALLING: _DOWN, STABLE: "#bdb6a4", CANNOT_TELL: PLAIN},
    "trend": {RISING: _UP, FALLING: _DOWN, NOT_SHOWN: PLAIN},
    "entry_exit": {ENTERED: _UP, STAYED: "#d9a55b", LEFT: _DOWN, OUTSIDE: PLAIN},
    "typology": {KEPT: "#00524a", GAINED: "#3a9d94", LOST: "#9c5510", MIXED: "#d9b8e3", NEVER: PLAIN},
}
"""Colour of each category, in the order of the legend. Within a map no two are alike to colour-blind readers or in
grey; one meaning has one colour in all maps, today and next year."""

NEWS = frozenset(
    {HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH, HIGH, LOW, RISING, FALLING, GAINED, LOST, ENTERED, LEFT},
)
"""Categories whose units a reader wants to know by name."""

COLUMNS = {
    "clusters": "category",
    "change_map": "direction",
    "trend": "direction",
    "entry_exit": "move",
    "typology": "type",
}
"""Column of the category, by kind of result."""


def scheme_of(result: UnitResult) -> str:
    """Tell which categories a result has.

    Parameters
    ----------
    result
        The result.

    Returns
    -------
    str
        One of :data:`CATEGORIES`; another word where it has none and cannot be drawn.
    """
    return result.statistic if isinstance(result, Clusters) else result.kind
