"""Counts and beginnings modelled together: who begins may depend on lasting risk, on last year's count, or on both."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.history import history_adjusted
from antq_analysis.measures.effects.latent import NODES, SHARES, Beginnings, Latent, parts, posterior
from antq_analysis.measures.effects.memory import Memory
from antq_analysis.measures.effects.poisson import PoissonFit, fit_groups, fit_poisson
from antq_analysis.measures.effects.starts import Starts

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

_ROUNDS, _CLOSE, _LEAST, _RIDGE, _FARTHEST = 60, 2e-3, 0.02, 0.01, 1.0
_CARRIES = np.linspace(0.0, 0.95, 20)


@dataclass(frozen=True)
class PlacedFit:
    """An effect given earlier counts and what having begun says about a unit.

    Parameters
    ----------
    fit
        The regression; its first term is the effect. Its groups are the years from the first start on, its slots the
        units.
    memory
        How long risk lasts.
    on_lasting, on_last
        What the logarithm of the lasting risk, and that of last year's count over what was expected, add to the log
        odds to begin: which of the two the programme followed.
    risk
        Shape (units, years), expected relative risk; NaN before the first start.
    """

    fit: PoissonFit
    memory: Memory
    on_lasting: float
    on_last: float
    risk: Floats


@dataclass(frozen=True)
class _Model:
    """Counts of untreated years and beginnings, with what is estimated about them."""

    events: Floats
    people: Floats
    start: Ints
    possible: npt.NDArray[np.bool_]
    rates: Floats
    memory: Memory
    coefficients: Floats

    @property
    def expected(self) -> Floats:
        return self.people * self.rates

    @property
    def years(self) -> Ints:
        return np.flatnonzero(self.possible.any(axis=0))

    @property
    def last(self) -> Floats:
        """Logarithm of last year's count over what was expected, with half an event added to both."""
        found = np.zeros(self.events.shape)
        found[:, 1:] = np.log((self.events + 0.5) / (self.expected + 0.5))[:, :-1]
        return found

    def beginnings(self) -> Beginnings:
        level = np.zeros(self.events.shape[1])
        level[self.years] = self.coefficients[:-2]
        now = self.possible & (np.arange(self.events.shape[1]) == self.start[:, None])
        return Beginnings(
            level + self.coefficients[-1] * self.last, float(self.coefficients[-2]), self.possible, now
        )

    def until(self, last: Ints) -> tuple[Floats, Floats]:
        """Give counts and expectations before some year of each unit."""
        seen = np.arange(self.events.shape[1]) < last[:, None]
        return np.where(seen, self.events, 0.0), np.where(seen, self.expected, 0.0)


def placement_adjusted(events: npt.ArrayLike, exposure: npt.ArrayLike, began: Starts) -> PlacedFit:
    r"""Compare counts with what earlier counts and the choice of the unit led to expect.

    :func:`antq_analysis.measures.effects.history.history_adjusted` expects too little of units that were chosen for
    a lasting risk that their counts do not show in full; fixed effects take a bad year before the start for lasting.
    Here the data say which of the two it was. Years without treatment and beginnings are modelled together,

    .. math:: y_{it} \sim \mathrm{Poisson}(e_{it} \exp(\gamma_t + u_i + s_{it})), \qquad
        \operatorname{logit} P(\text{begins in } t) = a_t + b u_i + c \log\frac{y_{i,t-1} + 1/2}{E_{i,t-1} + 1/2},

    with :math:`u_i` lasting and :math:`s_{it}` passing (autoregressive) log risk, both normal: placement on lasting
    risk is b, placement on last year's count is c. They are told apart because a unit chosen for its last year had
    that year only. All is estimated by expectation and maximisation. Then :math:`m_{it}`, the expected relative risk
    given the counts before t (or before the unit began, if it did) and given that it had or had not begun, stands in

    .. math:: E(y_{it}) = e_{it} m_{it} \exp(\gamma_t + \delta D_{it}),

    fitted to all years from the first start on with the effects of years conditioned out.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure.
    began
        Who began when. Units of ``began.always`` take no part.

    Returns
    -------
    PlacedFit
        Its errors, clustered by district, do not contain the doubt about the model of risk and placement and are too
        small by a third or more; leave out one district at a time instead
        (:func:`antq_analysis.measures.effects.sensitivity.leave_one_out`). It rests on the shape of that model where
        adopters and others hardly overlap, so that it stands beside fixed effects, not in their place.

    References
    ----------
    Heckman, J. J. (1979). Sample selection bias as a specification error. Econometrica 47, 153-161. Wu, M. C. and
    Carroll, R. J. (1988). Estimation and comparison of changes in the presence of informative right censoring by
    modeling the censoring process. Biometrics 44, 175-188 (a risk shared by outcome and choice). The combination is
    this package's.
    """
    model = _estimated(_begin(events, exposure, began))
    years = model.events.shape[1]
    first = int(model.years[0]) if len(model.years) else years
    begun, prior = model.beginnings(), parts(model.memory, years)
    risk = np.full(model.events.shape, np.nan)
    for t in range(first, years):
        last = np.minimum(model.start, t)
        risk[:, t] = posterior(*model.until(last), prior, begun.until(last)).risk()[:, t]
    on = (np.arange(years) >= model.start[:, None]).astype(float)
    people = np.where(model.people > 0, model.people * np.nan_to_num(risk, nan=1.0), np.nan)[:, first:].T
    units = np.broadcast_to(np.arange(len(on)), people.shape)
    fit = fit_groups(model.events[:, first:].T, people, [on[:, first:].T], units, slots=False)
    return PlacedFit(fit, model.memory, float(model.coefficients[-2]), float(model.coefficients[-1]), risk)


def _begin(events: npt.ArrayLike, exposure: npt.ArrayLike, began: Starts) -> _Model:
    """Start from fixed effects of untreated years, from memory by moments, and from chances without any reason."""
    on, given = began.treated, np.asarray(events, dtype=float)
    known = np.isfinite(given) & np.isfinite(on)
    y = np.where(known, given, 0.0)
    people = np.where(known, np.nan_to_num(np.asarray(exposure, dtype=float)), 0.0)
    years = y.shape[1]
    start = np.where(np.isnan(began.start), years, np.searchsorted(began.years, np.nan_to_num(began.start)))
    here = np.array([(start == t).any() and t > 0 for t in range(years)])
    possible = (start[:, None] >= np.arange(years)) & here & ~began.always[:, None]
    free = np.where(known & (on == 0), y, np.nan)
    rates = np.exp(np.nan_to_num(np.concatenate([[0.0], fit_poisson(free, people).coefficients])))
    first = max(1, int(np.argmax(here)))
    rates *= y[:, :first].sum() / max((people * rates)[:, :first].sum(), np.finfo(float).tiny)
    chosen = (start[:, None] == np.arange(years)) & possible
    share = np.clip(chosen.sum(axis=0)[here] / np.maximum(1, possible.sum(axis=0)[here]), 0.001, 0.999)
    found = history_adjusted(events, exposure, began).memory
    memory = Memory(max(found.lasting, _LEAST), max(found.passing, _LEAST), found.carry)
    return _Model(
        y, people, start, possible, rates, memory, np.append(np.log(share / (1 - share)), [0.0, 0.0])
    )


def _estimated(model: _Model) -> _Model:
    """Expect the risks given the model, and fit the model to them, until it stays."""
    free = np.arange(model.events.shape[1]) < model.start[:, None]
    law: Latent | None = None
    for _ in range(_ROUNDS if model.possible.any() else 0):
        before = np.append(model.coefficients, [model.memory.lasting, model.memory.passing])
        start = None if law is None else law.mean
        law = posterior(
            *model.until(model.start),
            parts(model.memory, free.shape[1]),
            model.beginnings(),
            start,
            rounds=25 if law is None else 5,
        )
        counted, people = (model.events * free).sum(axis=0), (model.people * law.risk() * free).sum(axis=0)
        rates = np.where(counted > 0, counted / np.maximum(people, np.finfo(float).tiny), model.rates)
        coefficients = _placement(model, law)
        model = _Model(
            model.events, model.people, model.start, model.possible, rates, _memory(law), coefficients
        )
        after = np.append(coefficients, [model.memory.lasting, model.memory.passing])
        if np.abs(after - before).max() < _CLOSE * (1 + np.abs(before).max()):
            break
    return model


def _memory(law: Latent) -> Memory:
    """Give the variances and the carry-over under which the expected risks are likeliest."""
    lasting = float((law.mean[:, 0] ** 2 + law.spread[:, 0, 0]).mean())
    passing = np.einsum("ns,nt->st", law.mean[:, 1:], law.mean[:, 1:]) / len(law.mean) + law.spread[
        :, 1:, 1:
    ].mean(axis=0)
    years, tried = len(passing), []
    lags = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
    for carry in _CARRIES:
        shape = carry**lags + 1e-9 * np.eye(years)
        variance = float(np.trace(np.linalg.solve(shape, passing))) / years
        tried.append((years * np.log(variance) + np.linalg.slogdet(shape)[1], variance, carry))
    _, variance, carry = min(tried)
    return Memory(lasting, float(variance), float(carry))


def _placement(model: _Model, law: Latent) -> Floats:
    """Move the coefficients of the odds to begin two Newton steps towards the expected beginnings."""
    begun, coefficients = model.beginnings(), model.coefficients
    drawn = law.mean[:, :1] + np.sqrt(law.spread[:, :1, 0]) * NODES
    unit, year = np.nonzero(model.possible)
    columns = np.zeros((len(unit), len(NODES), len(coefficients)))
    columns[:, :, :-2] = (year[:, None] == model.years)[:, None, :]
    columns[:, :, -2] = drawn[unit]
    columns[:, :, -1] = model.last[unit, year][:, None]
    happened = begun.happened[unit, year][:, None]
    # A little pull to zero, as placement may follow something without exception.
    pull = np.append(np.zeros(len(coefficients) - 2), [_RIDGE, _RIDGE])
    for _ in range(2):
        chance = 1 / (1 + np.exp(-columns @ coefficients))
        slope = (
            np.einsum("nq,nqk->k", SHARES * (happened - chance), columns, optimize=True) - pull * coefficients
        )
        curve = np.einsum("nq,nqk,nql->kl", SHARES * chance * (1 - chance), columns, columns, optimize=True)
        curve = curve + np.diag(np.maximum(pull, 1e-3))
        coefficients = coefficients + np.clip(np.linalg.solve(curve, slope), -_FARTHEST, _FARTHEST)
    return coefficients
