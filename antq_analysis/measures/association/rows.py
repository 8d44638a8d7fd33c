"""Further coefficients beside the plain ones: on the map, beside the base year, with other figures held fixed."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import sparse

from antq_analysis.errors import UnknownNameError
from antq_analysis.measures.association.coefficients import Coefficient, fisher, partial
from antq_analysis.measures.association.sides import FEWEST
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.space.lee import lee
from antq_analysis.measures.space.modified_t import modified_t
from antq_analysis.measures.space.moran_index import row_means
from antq_analysis.measures.space.nearest import has_polygon, positions
from antq_analysis.measures.space.neighbours import Neighbours, neighbours
from antq_analysis.measures.space.one_base import common_size, without_size

_SIDES = ["density", "outcome"]


def on_the_map(
    frame: pd.DataFrame, units: gpd.GeoDataFrame, over: Neighbours | None
) -> dict[str, Coefficient]:
    """Correlate two figures as figures of places, of which near ones are alike.

    Parameters
    ----------
    frame
        Index unit_code; density, outcome.
    units
        The units of the map.
    over
        Who is whose neighbour; by default those with a common border or corner.

    Returns
    -------
    dict of str to Coefficient
        ``spatial`` and ``lee``, over the units with a polygon; none with fewer than ten of them.

    Raises
    ------
    UsageError
        If the neighbours are of another map.
    """
    drawn = frame.index[has_polygon(units.loc[frame.index])]
    pair = frame.loc[drawn, _SIDES].to_numpy(float)
    density, outcome = pair[:, 0], pair[:, 1]
    if len(drawn) < FEWEST or not (np.ptp(pair, axis=0) > 0).all():
        return {}
    if over is None:
        over = neighbours(units)
    else:
        over.check_map(units)
    test = modified_t(density, outcome, positions(units.loc[drawn]))
    weights = row_means(sparse.csr_matrix(over.among(drawn) + sparse.eye_array(len(drawn))))
    return {
        "spatial": Coefficient(
            test.correlation, test.low, test.high, test.p_value, len(drawn), test.effective
        ),
        "lee": Coefficient(lee(density, outcome, weights), n=len(drawn)),
    }


def beside_base(frame: pd.DataFrame) -> dict[str, Coefficient]:
    """Show what a change owes to the figure that it starts from.

    Parameters
    ----------
    frame
        density, outcome, base_events and base_exposure.

    Returns
    -------
    dict of str to Coefficient
        ``with_base``, ``base_outcome`` and ``given_base``; none where the base year is the same everywhere.
    """
    density, change = (frame[name].to_numpy(float) for name in _SIDES)
    base = (frame["base_events"] / frame["base_exposure"]).to_numpy(float)
    if not np.ptp(base) > 0:
        return {}
    n = len(frame)
    return {
        "with_base": fisher(float(np.corrcoef(density, base)[0, 1]), n),
        "base_outcome": fisher(float(np.corrcoef(base, change)[0, 1]), n),
        "given_base": partial(density, change, base[:, None]),
    }


def held_fixed(frame: pd.DataFrame, given: Mapping[str, Measure], period: str) -> dict[str, Coefficient]:
    """Correlate two figures with others held fixed, over the communes that have all of them.

    Parameters
    ----------
    frame
        Index unit_code; density, outcome.
    given
        The other figures.
    period
        Their year.

    Returns
    -------
    dict of str to Coefficient
        ``partial``; none where nothing is held fixed.

    Raises
    ------
    UnknownNameError
        If one of the others has no such year.
    """
    if not given:
        return {}
    columns = {}
    for name, measure in given.items():
        if period not in measure.periods():
            raise UnknownNameError("errors.kind_period", period, measure.periods())
        rows = measure.at(period)
        columns[name] = rows["value"].where(rows["comparator"].eq("exact")).reindex(frame.index)
    known = frame[_SIDES].join(pd.DataFrame(columns)).dropna()
    if len(known) < FEWEST:
        return {"partial": Coefficient(float("nan"), n=len(known))}
    density, outcome = (known[name].to_numpy(float) for name in _SIDES)
    return {"partial": partial(density, outcome, known[list(columns)].to_numpy(float))}


def beside_size(outcome: pd.DataFrame, density: pd.DataFrame, codes: pd.Index) -> dict[str, Coefficient]:
    """Correlate what the size of a common base leaves of two rates.

    Parameters
    ----------
    outcome, density
        Rows of the two measures, index unit_code.
    codes
        The communes that are compared.

    Returns
    -------
    dict of str to Coefficient
        ``without_size``; none where each has a base of its own.
    """
    rows = [side.loc[codes] for side in (outcome, density)]
    size = common_size(*rows)
    if size is None:
        return {}
    one, other = (without_size(side, size) for side in rows)
    return {"without_size": fisher(float(np.corrcoef(one, other)[0, 1]), len(codes), 1)}
