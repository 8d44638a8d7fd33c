"""Other estimators beside the one that speaks, for the annex: they rest on other conditions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from antq_analysis.measures.effects.clustered import ClusterRobust, clustered
from antq_analysis.measures.effects.history import history_adjusted
from antq_analysis.measures.effects.poisson import fit_poisson
from antq_analysis.measures.effects.randomization import permuted, randomization_test
from antq_analysis.measures.effects.saturated import saturated
from antq_analysis.measures.effects.starts import Starts, starts

Floats = npt.NDArray[np.float64]

DRAWS = 999
_MANY = 2000
PLAIN, SATURATED, HISTORY, LEAD = "fixed_effects", "cohort_by_year", "history", "lead"
OWN, NEXT_DOOR, FARTHER = "beside_neighbours", "next_door", "two_steps_away"


@dataclass(frozen=True)
class Beside:
    """What other estimators say.

    Parameters
    ----------
    table
        Index: fixed_effects, cohort_by_year, history, lead, and, where it is known who lies around whom,
        beside_neighbours (fixed effects with the shares of units around that had begun), next_door, two_steps_away
        (places where all units around had begun beside places where none had); columns value, low, high (ratios),
        error (of the logarithm).
    p_shuffled
        Of fixed effects, when beginnings are dealt out anew within districts; NaN in a large panel, where it takes
        long.
    """

    table: pd.DataFrame
    p_shuffled: float


def beside(
    events: Floats,
    exposure: Floats,
    years: npt.ArrayLike,
    first_year: Floats,
    districts: npt.ArrayLike,
    around: Sequence[Floats] = (),
) -> Beside:
    """Estimate in other ways.

    Parameters
    ----------
    events, exposure
        Shape (communes, years); NaN where there is no figure.
    years
        Shape (years,).
    first_year
        Shape (communes,), NaN for none.
    districts
        Shape (communes,), labels.
    around
        Shape (communes, years) each: share of the units one and two steps away that had begun; may be none.

    Returns
    -------
    Beside
        Ratios with 95% intervals over districts.

    References
    ----------
    :func:`antq_analysis.measures.effects.poisson.fit_poisson`,
    :func:`antq_analysis.measures.effects.saturated.saturated`,
    :func:`antq_analysis.measures.effects.history.history_adjusted`,
    :func:`antq_analysis.measures.effects.spillover.exposures`,
    :func:`antq_analysis.measures.effects.randomization.randomization_test`.
    """
    began = starts(first_year, years)
    plain = clustered(fit_poisson(events, exposure, [began.treated]), districts)
    history = clustered(history_adjusted(events, exposure, began).fit, districts)
    rows = {
        PLAIN: ratio_row(plain),
        SATURATED: ratio_row(saturated(events, exposure, began).overall(districts).logs),
        HISTORY: ratio_row(history),
        LEAD: year_before(events, exposure, began, districts),
    }
    if around:
        rows |= _with_neighbours(
            clustered(fit_poisson(events, exposure, [*around, began.treated]), districts)
        )
    table = pd.DataFrame(rows, index=["value", "low", "high", "error"]).T
    return Beside(table, dealt_out_anew(events, exposure, began, districts))


def _with_neighbours(found: ClusterRobust) -> dict[str, list[float]]:
    return {name: ratio_row(found, at) for name, at in ((OWN, -1), (NEXT_DOOR, -3), (FARTHER, -2))}


def ratio_row(found: ClusterRobust, at: int = -1) -> list[float]:
    """Give one of some logarithms of ratios as a row.

    Parameters
    ----------
    found
        Estimates.
    at
        Position of the one that is taken; by default the last.

    Returns
    -------
    list of float
        Ratio, low, high, and the error of the logarithm.
    """
    low, high = found.interval()
    ratios = [float(np.exp(part[at])) for part in (found.estimates, low, high)]
    return [*ratios, float(found.errors[at])]


def year_before(events: Floats, exposure: Floats, began: Starts, districts: npt.ArrayLike) -> list[float]:
    """Ask whether the year before the beginning was unlike earlier ones, on years without a model only.

    Parameters
    ----------
    events, exposure
        Shape (communes, years).
    began
        Who began when.
    districts
        Shape (communes,), labels.

    Returns
    -------
    list of float
        As :func:`ratio_row`; NaN where nobody began after the second year.
    """
    before = np.where(began.treated == 0, events, np.nan)
    lead = (began.event_time == -1).astype(float)
    if not (lead * np.isfinite(before)).any():
        return [float("nan")] * 4
    return ratio_row(clustered(fit_poisson(before, exposure, [lead]), districts))


def dealt_out_anew(events: Floats, exposure: Floats, began: Starts, districts: npt.ArrayLike) -> float:
    """Test fixed effects against years of beginning that are dealt out anew within districts.

    Parameters
    ----------
    events, exposure
        Shape (communes, years).
    began
        Who began when.
    districts
        Shape (communes,), labels.

    Returns
    -------
    float
        The p value; NaN in a large panel, where it takes long.
    """
    if len(events) > _MANY:
        return float("nan")
    vectors = permuted(began.start, districts, DRAWS)
    return randomization_test(events, exposure, began, vectors, districts).p_value
