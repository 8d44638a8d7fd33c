"""Poisson regression with an effect of every commune and year: the communes' effects are conditioned out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.newton import Cells, maximise, slots_first

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]

_DRIFTED = 1e-6
_ATTEMPTS = 10


@dataclass(frozen=True)
class PoissonFit:
    """A Poisson regression with an effect of every group of cells: units over years, or years over units.

    Parameters
    ----------
    coefficients
        Shape (k,), in logarithms: those of slots (years), then those of the terms. NaN where the counts do not
        identify one.
    bread
        Shape (k, k), inverse of the information about the coefficients; zero where one is not identified.
    cells
        Counts, exposures and terms as given; 0 events and no base in cells without a figure.
    groups
        Shape (groups,), exponentials of the groups' effects; 0 in a group without events.
    used
        Shape (groups, slots), whether the cell tells anything about the coefficients.
    fitted
        Shape (groups, slots), expected counts; 0 in cells not used.
    units
        Shape (groups, slots), position of the unit that the cell belongs to.
    without_events, single, separated
        Groups left out as they have no event at all, groups left out as they have one cell only, and cells left out
        as a combination of terms predicts their zero perfectly (a coefficient without limit) or as nothing else was
        left in their group.
    """

    coefficients: Floats
    bread: Floats
    cells: Cells
    groups: Floats
    used: Bools
    fitted: Floats
    units: Ints
    without_events: int
    single: int
    separated: int

    @property
    def terms(self) -> Floats:
        """Coefficients of the terms, shape (terms,)."""
        return self.coefficients[self.cells.leading :]

    @property
    def residuals(self) -> Floats:
        """Counts less expected ones, shape (groups, slots); 0 in cells not used."""
        return np.where(self.used, self.cells.events - self.fitted, 0.0)

    def within(self) -> Floats:
        """Give the columns of the coefficients less their mean in the group, weighted by the expected counts.

        Returns
        -------
        numpy.ndarray
            Shape (k, groups, slots), 0 in cells not used.
        """
        some = self.used.any(axis=1)
        part = Cells(
            self.cells.events[some], self.cells.base[some], self.cells.terms[:, some], self.cells.slots
        )
        found = np.zeros((len(self.coefficients), *self.used.shape))
        found[:, some] = part.within(self.fitted[some]) * self.used[some]
        return found


def fit_poisson(
    events: npt.ArrayLike, exposure: npt.ArrayLike, terms: Sequence[npt.ArrayLike] = ()
) -> PoissonFit:
    """Fit counts with an effect of every unit, of every year, and terms.

    ``events[i, t] ~ Poisson(exposure[i, t] exp(unit[i] + year[t] + sum_j b[j] terms[j][i, t]))``. Given the sum of
    its counts, a unit's counts are multinomial and its effect is gone; the estimates equal those of Poisson (pseudo)
    maximum likelihood with a dummy for each unit, need only the mean to be right, and suffer no incidental
    parameters. A change of the counting method that is one ratio for all is taken up by the effects of years.

    Parameters
    ----------
    events, exposure
        Shape (units, years); NaN where there is no figure. The exposure (people) enters with coefficient one.
    terms
        Arrays of shape (units, years): a treatment, a dose, a step of the counting method in one group. A year where
        one is NaN is left out for that unit.

    Returns
    -------
    PoissonFit
        Its ``terms`` are logarithms of rate ratios.

    References
    ----------
    Hausman, J., Hall, B. H. and Griliches, Z. (1984). Econometric models for count data with an application to the
    patents-R&D relationship. Econometrica 52, 909-938. Wooldridge, J. M. (1999). Distribution-free estimation of some
    nonlinear panel data models. Journal of Econometrics 90, 77-97. Correia, S., Guimarães, P. and Zylkin, T. (2019).
    Verifying the existence of maximum likelihood estimates for generalized linear models (zeros that are separated).
    The example is Breslow, N. E. and Day, N. E. (1980), Statistical methods in cancer research I, section 4.2,
    oesophageal cancer and alcohol in Ille-et-Vilaine (96, 104, 109, 666): odds ratio 5.64, variance of its logarithm
    .0307. An odds ratio is a ratio of ratios: cases stand for the unit that was treated in the second year.

    Examples
    --------
    >>> fit = fit_poisson([[104, 96], [666, 109]], np.ones((2, 2)), [[[0, 1], [0, 0]]])
    >>> round(float(np.exp(fit.terms[0])), 2), round(float(fit.bread[-1, -1]), 4)
    (5.64, 0.0307)
    """
    y = np.asarray(events, dtype=float)
    units = np.broadcast_to(np.arange(len(y))[:, None], y.shape)
    return fit_groups(y, exposure, terms, units, slots=True)


def fit_groups(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    terms: Sequence[npt.ArrayLike],
    units: Ints,
    *,
    slots: bool,
) -> PoissonFit:
    """Fit counts with an effect of every group of cells conditioned out.

    Parameters
    ----------
    events, exposure
        Shape (groups, slots); NaN where there is no figure.
    terms
        Arrays of shape (groups, slots); of terms that depend on each other the first are kept.
    units
        Shape (groups, slots), position of the unit that the cell belongs to.
    slots
        Whether every slot has an effect too.

    Returns
    -------
    PoissonFit
        Given to :func:`antq_analysis.measures.effects.clustered.clustered` for its errors.

    References
    ----------
    Given the sums of groups the likelihood is that of conditional logistic regression: Chamberlain, G. (1980), Review
    of Economic Studies 47, 225-238. The example is Breslow, N. E. and Day, N. E. (1980), Statistical methods in cancer
    research I, 63 pairs of a case of endometrial cancer and a control: of the 18 pairs of which one had a gall-bladder
    disease it was the case in 13. SAS/STAT (PROC LOGISTIC, conditional logistic regression) prints 0.9555 with standard
    error 0.5262, ratio 2.600.

    Examples
    --------
    >>> cases = np.tile([1, 0], (18, 1))
    >>> disease = [[1, 0]] * 13 + [[0, 1]] * 5
    >>> pairs = np.broadcast_to(np.arange(18)[:, None], (18, 2))
    >>> fit = fit_groups(cases, np.ones((18, 2)), [disease], pairs, slots=False)
    >>> round(float(fit.terms[0]), 4), round(float(np.sqrt(fit.bread[0, 0])), 4)
    (0.9555, 0.5262)
    """
    y = np.asarray(events, dtype=float)
    base = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    x = np.zeros((len(terms), *y.shape))
    for j, term in enumerate(terms):
        x[j] = term
    known = np.isfinite(y) & (base > 0) & np.isfinite(x).all(axis=0)
    cells = Cells(np.where(known, y, 0.0), np.where(known, base, 0.0), np.where(known, x, 0.0), slots)
    used, without_events, single = _telling(cells.events, known)
    telling = int(used.sum())
    used, beta, kept = _without_separated(cells, used)
    groups, fitted = np.zeros(len(y)), np.zeros_like(y)
    bread = np.zeros((len(beta), len(beta)))
    some = used.any(axis=1)
    if kept.any() or not len(beta):
        part = _part(cells, used)
        fitted[some] = part.mean(beta)[0]
        groups[some] = part.events.sum(axis=1) / (part.base * np.exp(part.line(beta))).sum(axis=1)
        bread[np.ix_(kept, kept)] = np.linalg.inv(part.information(fitted[some])[np.ix_(kept, kept)])
    return PoissonFit(
        coefficients=np.where(kept, beta, np.nan),
        bread=bread,
        cells=cells,
        groups=groups,
        used=used,
        fitted=fitted,
        units=units,
        without_events=without_events,
        single=single,
        separated=telling - int(used.sum()),
    )


def _telling(events: Floats, used: Bools) -> tuple[Bools, int, int]:
    """Leave out groups without events and groups of one cell, and count both."""
    there, empty = used.any(axis=1), np.where(used, events, 0.0).sum(axis=1) == 0
    single = (used.sum(axis=1) == 1) & ~empty
    return used & ~(empty | single)[:, None], int((there & empty).sum()), int(single.sum())


def _part(cells: Cells, used: Bools) -> Cells:
    some = used.any(axis=1)
    inside = slots_first(used[some].astype(float))
    given = (cells.events[some], cells.base[some], cells.terms[:, some])
    events, base, terms = (slots_first(values) * inside for values in given)
    return Cells(events, base, terms, cells.slots)


def _without_separated(cells: Cells, used: Bools) -> tuple[Bools, Floats, Bools]:
    """Fit, and fit again without the zeros that a combination of terms predicts perfectly."""
    nothing = np.zeros(cells.leading + len(cells.terms))
    for _ in range(_ATTEMPTS):
        if not used.any():
            break
        part = _part(cells, used)
        beta, kept, settled = maximise(part)
        if settled:
            return used, beta, kept
        # A coefficient grows without limit, and takes the zeros that it separates along.
        mean = part.mean(beta)[0]
        drop = np.zeros_like(used)
        low = (part.events == 0) & (mean < _DRIFTED * mean[part.base > 0].mean())
        drop[used.any(axis=1)] = low & (part.base > 0)
        if not drop.any():
            break
        used = _telling(cells.events, used & ~drop)[0]
    return used, nothing, np.zeros(len(nothing), dtype=bool)
