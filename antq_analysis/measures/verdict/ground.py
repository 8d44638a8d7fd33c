"""Where the communes of a design lie, and which of them vary together."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.measures.space.nearest import positions
from antq_analysis.measures.verdict.shocks import blocks
from antq_analysis.panel.load import Panel

Floats = npt.NDArray[np.float64]

BY_MAP, BY_DISTRICT = "map", "district"
_PARTS = 20


@dataclass(frozen=True)
class Ground:
    """Places and districts of communes.

    Parameters
    ----------
    places
        Shape (communes, dimensions).
    districts
        Shape (communes,), labels.
    placed_by
        ``"map"``, or ``"district"`` where the map has no polygons: then communes of one district lie together, and
        districts apart.
    metric
        Whether places are in metres.
    drawn
        Whether districts are parts of the map that were drawn here, as the panel has none.
    """

    places: Floats = field(repr=False)
    districts: npt.NDArray[np.intp] = field(repr=False)
    placed_by: str
    metric: bool
    drawn: bool


class Grouped(Protocol):
    """Communes of a design, such as a :class:`antq_analysis.measures.design.study.Study`."""

    @property
    def units(self) -> pd.DataFrame:
        """Index unit_code; column group_code."""

    @property
    def grouping(self) -> str:
        """What the groups are; empty where there are none."""


def ground(panel: Panel, found: Grouped) -> Ground:
    """Place the communes of a design.

    Parameters
    ----------
    panel
        The panel.
    found
        The design.

    Returns
    -------
    Ground
        A commune without a polygon lies in the middle of its district; communes in no district or in several are taken
        as one district. Without districts the map is cut into twenty parts.
    """
    every = positions(panel.units)
    places = every[panel.units.index.get_indexer(found.units.index)]
    known = np.isfinite(places).all(axis=1)
    labels = np.unique(found.units["group_code"].to_numpy(str), return_inverse=True)[1]
    if not known.any():
        order = np.column_stack([labels, np.zeros(len(labels))]).astype(float)
        return Ground(order, labels, BY_DISTRICT, metric=False, drawn=False)
    middle = places[known].mean(axis=0)
    for row in np.flatnonzero(~known):
        own = known & (labels == labels[row])
        places[row] = places[own].mean(axis=0) if own.any() else middle
    drawn = not found.grouping
    if drawn:
        for label, rows in enumerate(blocks(places, max(1, -(-len(places) // _PARTS)))):
            labels[rows] = label
    return Ground(places, labels, BY_MAP, metric=places.shape[1] == 3, drawn=drawn)
