"""Adopters compared with what their history led to expect: the before-after method of traffic safety, year by year."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.memory import Memory, estimate_memory, predict
from antq_analysis.measures.effects.poisson import PoissonFit, fit_groups, fit_poisson
from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]

_ROUNDS, _CLOSE = 6, 1e-3


@dataclass(frozen=True)
class HistoryFit:
    """An effect given the counts of earlier years.

    Parameters
    ----------
    fit
        The regression; its first term is the effect. Its groups are the years from the first start on, its slots the
        units.
    memory
        How long risk lasts, as estimated.
    risk
        Shape (units, years), risk relative to all that was expected of each unit; NaN before the first start.
    """

    fit: PoissonFit
    memory: Memory
    risk: Floats


def history_adjusted(
    events: npt.ArrayLike, exposure: npt.ArrayLike, began: Starts, *, free: bool = False
) -> HistoryFit:
    r"""Compare counts with what the unit's own earlier counts led to expect, before and after it began.

    The relative risk of a unit has a lasting and a passing part (:class:`Memory`, estimated by moments). Its
    expectation :math:`m_{it}` is the Empirical-Bayes posterior mean from the counts of all years before t for a unit
    that has not begun by t, and from the years before it began, carried on to t, for one that has. Then over all
    years from the first start on

    .. math:: E(y_{it}) = e_{it} \, m_{it} \, \exp(\gamma_t + \delta D_{it}),

    with the effects of years conditioned out. If who begins in a year depends on counts seen until then and on
    nothing else that matters later (sequential ignorability), both sides are expected right and :math:`\delta` is
    the effect. Rates of years and the memory come from all units, with the effect taken off the treated; both are
    found in turn.

    Sound against placement after a bad year: regression to the mean is in :math:`m_{it}`, and those still without
    are judged by their own later years, not by who they were when others began. Unsound where placement follows
    lasting risk beyond what counts show: those who begin are then worse than expected, and a real fall is missed or
    turned round. Fixed effects err the other way.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure.
    began
        Who began when. Units of ``began.always`` take no part.
    free
        Whether the expectation counts with an estimated power of its own (a second term) instead of 1.

    Returns
    -------
    HistoryFit
        Its errors, clustered by district, do not contain the doubt about memory and rates, which all units share.

    References
    ----------
    Hauer, E. (1997). Observational before-after studies in road safety. Pergamon, chapters 11-12. Hauer, E.,
    Harwood, D. W., Council, F. M. and Griffith, M. S. (2002). Estimating safety by the empirical Bayes method: a
    tutorial. Transportation Research Record 1784, 126-131. Robins, J. (1986), Mathematical Modelling 7, 1393-1512
    (sequential ignorability). Two kinds of risk, and judging the untreated by their latest years, are this
    package's.
    """
    treated = began.treated
    known = np.isfinite(np.asarray(events, dtype=float)) & np.isfinite(treated)
    y = np.where(known, np.asarray(events, dtype=float), 0.0)
    base = np.where(known, np.nan_to_num(np.asarray(exposure, dtype=float)), 0.0)
    on, effect = np.nan_to_num(treated), 0.0
    first = int(np.searchsorted(began.years, began.cohorts[0])) if len(began.cohorts) else y.shape[1]
    units = np.broadcast_to(np.arange(len(y)), (y.shape[1] - first, len(y)))
    for _ in range(_ROUNDS):
        rates = fit_poisson(np.where(known, y, np.nan), base * np.exp(effect * on))
        years = np.exp(np.concatenate([[0.0], np.nan_to_num(rates.coefficients)]))
        usual = base * years * (y[:, :first].sum() / max((base * years)[:, :first].sum(), 1e-300))
        with_effect = usual * np.exp(effect * on)
        memory = estimate_memory(y, with_effect * (y.sum() / max(with_effect.sum(), 1e-300)))
        risk = _expected(y, usual, began, memory, first)
        counted, people, said = (
            np.where(known, y, np.nan)[:, first:].T,
            base[:, first:].T,
            np.log(risk[:, first:].T),
        )
        terms = [on[:, first:].T, said] if free else [on[:, first:].T]
        fit = fit_groups(counted, people if free else people * np.exp(said), terms, units, slots=False)
        before, effect = effect, float(np.nan_to_num(fit.terms[0]))
        if abs(effect - before) < _CLOSE:
            break
    return HistoryFit(fit, memory, risk)


def _expected(y: Floats, usual: Floats, began: Starts, memory: Memory, first: int) -> Floats:
    """Expect every unit's risk from the years before it began, or before the year."""
    risk, years = np.full(y.shape, np.nan), y.shape[1]
    for k in range(first, years):
        year = began.years[k]
        starts, waits = began.start == year, ~(began.start <= year)
        if starts.any():
            risk[starts, k:] = predict(y[starts, :k], usual[starts, :k], memory, years - k)
        risk[waits, k] = predict(y[waits, :k], usual[waits, :k], memory, 1)[:, 0]
    return risk
