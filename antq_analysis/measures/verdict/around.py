"""How many of the units around each commune had begun, year by year."""

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.design.study import Study
from antq_analysis.measures.effects.spillover import exposures, rings
from antq_analysis.measures.space.nearest import has_polygon
from antq_analysis.measures.space.neighbours import neighbours
from antq_analysis.panel.load import Panel

Floats = npt.NDArray[np.float64]

STEPS = 2
_LEAST_SHARE = 0.5


def around(panel: Panel, found: Study) -> tuple[Floats, ...]:
    """Give the share of the units one step and two steps away where a model had begun.

    Parameters
    ----------
    panel
        The panel; all units of its map count, also those that have no part in the comparison.
    found
        The design.

    Returns
    -------
    tuple of numpy.ndarray
        One a step, shape (communes, years), 0 to 1; none where less than half of the communes have a neighbour.
    """
    if not has_polygon(panel.units).any():
        return ()
    near = neighbours(panel)
    if (near.counts.reindex(found.units.index) > 0).mean() < _LEAST_SHARE:
        return ()
    on = found.with_model.reindex(near.names.index).to_numpy(float)
    rows = near.names.index.get_indexer(found.units.index)
    return tuple(share[rows] for share in exposures(on, rings(near.links, STEPS)))
