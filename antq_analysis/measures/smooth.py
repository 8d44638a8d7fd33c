"""Rates on a map without the noise of small communes: empirical Bayes, with limits, and marked as smoothed."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from antq_analysis.errors import RefusedError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.empirical_bayes import Floats, Prior, global_prior, limits, local_prior, shrink
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.space.neighbours import Neighbours

GLOBAL, LOCAL = "eb_global", "eb_local"
SMOOTHED = (GLOBAL, LOCAL)
"""Methods of a smoothed rate, as column `method` of a measure holds them."""
_BOUNDS = ("over", "under")
_RATE = ("exact_poisson", "count_not_exact")


def is_smoothed(measure: Measure) -> bool:
    """Tell whether a measure holds smoothed rates, in which clusters are an artefact.

    Parameters
    ----------
    measure
        Any measure.

    Returns
    -------
    bool
        True where any of its values was drawn towards a mean.
    """
    return bool(measure.frame["method"].isin(SMOOTHED).any())


def smooth(measure: Measure, over: Neighbours | sparse.csr_matrix | None = None) -> Measure:
    """Draw the rates of small communes towards the mean of all communes, or of their neighbours, year by year.

    A rate of few events over few people says little by itself; the smoothed rate weighs it against the mean by how much
    rates vary beyond chance. It is for maps. It is no figure of the commune to be quoted, compared between years or
    tested for clusters.

    Parameters
    ----------
    measure
        Rates of events, as :func:`antq_analysis.measures.rates.rate` computes them.
    over
        Who is whose neighbour, or a matrix of shape (units, units) in the order of the units of the measure, not zero
        where two are: each commune is drawn towards the mean of its neighbourhood. By default towards that of all.

    Returns
    -------
    Measure
        The same units, periods and unit of rates; `value` smoothed and, where the count is exact, `low` and `high`: of
        the true rates 95 in 100 lie between theirs. `method` is ``eb_global`` or ``eb_local``; a commune without
        neighbours, or in whose neighbourhood nothing happened, is drawn towards the mean of all. Rates that rest on
        apportioned figures are drawn too, but have no limits and no say in the mean; they have no value in a year
        without any exact one above zero. Bounds have no value.

    Raises
    ------
    RefusedError
        If these are no rates of events, smoothed already, or none of them is exact.
    UsageError
        If the neighbours are not those of the units of the measure.

    References
    ----------
    Marshall (1991), see :func:`antq_analysis.measures.empirical_bayes.global_prior`; limits:
    :func:`antq_analysis.measures.empirical_bayes.limits`.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> from antq_analysis.measures.rates import rate
    >>> panel = worked_panel({"incidents_total": {"2019": [2, 4, 6]}, "population": {"2019": [1000, 2000, 3000]}})
    >>> smooth(rate(panel, "incidents_total")).at("2019")["value"].round(6).tolist()
    [20.0, 20.0, 20.0]
    """
    _refuse(measure)
    near = None if over is None else _matrix(over, measure)
    periods = measure.periods()
    parts = [_smooth_period(measure.at(period).reindex(measure.units.index), near) for period in periods]
    drawn = pd.concat(parts, keys=periods, names=["period"]).swaplevel().reindex(measure.frame.index)
    frame = measure.frame.assign(**{str(name): drawn[name] for name in drawn})
    key = "measures.smoothed_global" if near is None else "measures.smoothed_local"
    vi, en = (say(key, lang, label=measure.label(lang)) for lang in ("vi", "en"))
    return replace(measure, frame=frame, label_vi=vi, label_en=en)


def _refuse(measure: Measure) -> None:
    words = {"label": measure.label_vi, "label_en": measure.label_en}
    if is_smoothed(measure):
        raise RefusedError("measures.smoothed_twice", **words)
    methods = set(measure.frame.loc[measure.frame["value"].notna(), "method"])
    if not methods <= set(_RATE):
        raise RefusedError("measures.no_event_rate", **words)
    # Stocks have no other method: nothing of them is drawn by chance.
    if "exact_poisson" not in methods:
        raise RefusedError("measures.smooth_nothing_exact", **words)


def _matrix(over: Neighbours | sparse.csr_matrix, measure: Measure) -> sparse.csr_matrix:
    if isinstance(over, Neighbours):
        over.check_map(measure.units)
        return over.among(measure.units.index)
    matrix = sparse.csr_matrix(over)
    if matrix.shape != (len(measure.units),) * 2:
        raise UsageError("measures.other_neighbours", found=matrix.shape[0], units=len(measure.units))
    return matrix


def _smooth_period(rows: pd.DataFrame, near: sparse.csr_matrix | None) -> pd.DataFrame:
    events, exposure = rows["events"].to_numpy(float), rows["exposure"].to_numpy(float)
    given = rows["value"].notna() & rows["exposure"].gt(0)
    lawful = (given & rows["method"].eq("exact_poisson")).to_numpy(bool)
    some = np.flatnonzero(lawful)
    silent = not events[some].sum()
    # A bound drawn to the mean may lie on its wrong side.
    told = lawful | (given & ~rows["comparator"].isin(_BOUNDS) & (not silent))
    drawn = pd.DataFrame(index=rows.index, columns=["value", "low", "high"], dtype=float)
    drawn["method"] = np.where(told, GLOBAL, rows["method"])
    drawn["status"] = rows["status"].mask(given & ~told, "not_available")
    if silent:
        # Nothing happened anywhere, so that nothing tells how rates vary.
        return drawn.assign(value=rows["value"].where(told))
    scale = float((rows["value"] / (rows["events"] / rows["exposure"]))[rows["events"] > 0].median())
    drawn[["value", "low", "high"]] = _drawn(events, exposure, global_prior(events[some], exposure[some]))
    if near is not None:
        own = sparse.csr_matrix(near[some][:, some])
        prior = local_prior(events[some], exposure[some], own)
        usable = (_others(own) > 0) & (prior.mean > 0)
        local = _drawn(events[some], exposure[some], prior)
        drawn.iloc[some[usable], :3] = local[usable]
        drawn.iloc[some[usable], 3] = LOCAL
    drawn[["value", "low", "high"]] *= scale
    drawn.loc[~told, "value"] = np.nan
    drawn.loc[~lawful, ["low", "high"]] = np.nan
    return drawn


def _others(near: sparse.csr_matrix) -> npt.NDArray[np.int64]:
    """Count the neighbours of each unit that are not itself."""
    rows, columns = near.nonzero()
    return np.bincount(rows[rows != columns], minlength=near.shape[0])


def _drawn(events: Floats, exposure: Floats, prior: Prior) -> Floats:
    return np.column_stack([shrink(events, exposure, prior), *limits(events, exposure, prior)])
