"""The largest likelihood of counts that are multinomial within groups, by Newton's steps."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_ROUNDS, _HALVINGS = 25, 30
_CLOSE, _LEVEL, _DEPENDENT = 1e-18, 1e-13, 1e-9
_ONE_CORE = 200_000
"""Size up to which a product of matrices stays on one core; on tall matrices more threads only wait for each other."""


@dataclass(frozen=True)
class Cells:
    """Counts in groups (rows) by slots (columns), and what may explain them.

    Parameters
    ----------
    events
        Shape (groups, slots), 0 in cells that do not count; every group has events.
    base
        Shape (groups, slots), what the expected count is proportional to; 0 in cells that do not count.
    terms
        Shape (terms, groups, slots), finite.
    slots
        Whether every slot (year) but the first has an effect of its own; those coefficients stand before the terms'.
    """

    events: Floats
    base: Floats
    terms: Floats
    slots: bool

    @property
    def leading(self) -> int:
        """Number of coefficients of slots."""
        return self.events.shape[1] - 1 if self.slots else 0

    def mean(self, beta: Floats) -> tuple[Floats, float]:
        """Give expected counts given the totals of the groups, and the logarithm of the likelihood.

        Parameters
        ----------
        beta
            Coefficients, of slots and then of terms.

        Returns
        -------
        tuple
            Shape (groups, slots), and the likelihood up to a constant.
        """
        line = self.line(beta)
        line -= line.max(axis=1, where=self.base > 0, initial=-np.inf)[:, None]
        share = self.base * np.exp(np.minimum(line, 0.0))
        sums, totals = share.sum(axis=1), self.events.sum(axis=1)
        height = float((self.events * line).sum() - (totals * np.log(sums)).sum())
        return share * (totals / sums)[:, None], height

    def line(self, beta: Floats) -> Floats:
        """Give the logarithm of the ratio that slots and terms make.

        Parameters
        ----------
        beta
            Coefficients, of slots and then of terms.

        Returns
        -------
        numpy.ndarray
            Shape (groups, slots).
        """
        line = np.zeros_like(self.base)
        for coefficient, term in zip(beta[self.leading :], self.terms, strict=True):
            line += coefficient * term
        if self.slots:
            line[:, 1:] += beta[: self.leading]
        return line

    def slope(self, left: Floats) -> Floats:
        """Give the slope of the likelihood: what the residuals say about every coefficient.

        Parameters
        ----------
        left
            Shape (groups, slots), counts less expected ones.

        Returns
        -------
        numpy.ndarray
            Shape (k,).
        """
        terms = (self.terms * left).sum(axis=(1, 2))
        return np.concatenate([left.sum(axis=0)[1:], terms]) if self.slots else np.asarray(terms)

    def information(self, mean: Floats) -> Floats:
        """Give the expected information about the coefficients after the groups' effects.

        Parameters
        ----------
        mean
            Shape (groups, slots).

        Returns
        -------
        numpy.ndarray
            Shape (k, k).
        """
        totals = mean.sum(axis=1)
        weighted = self.terms * mean
        sums = weighted.sum(axis=2)
        share = sums / totals
        inner = _products(_flat(weighted), _flat(self.terms)) - _products(share, sums)
        if not self.slots:
            return inner
        outer = (np.diag(mean.sum(axis=0)) - _products(mean.T, mean.T / totals))[1:, 1:]
        cross = (weighted.sum(axis=1) - _products(share, mean.T))[:, 1:]
        return np.block([[outer, cross.T], [cross, inner]])

    def within(self, mean: Floats) -> Floats:
        """Give the columns of the coefficients less their mean in the group, weighted by the expected counts.

        Parameters
        ----------
        mean
            Shape (groups, slots).

        Returns
        -------
        numpy.ndarray
            Shape (k, groups, slots).
        """
        share = mean / mean.sum(axis=1, keepdims=True)
        terms = self.terms - (self.terms * share).sum(axis=2, keepdims=True)
        if not self.slots:
            return np.asarray(terms)
        years = np.eye(share.shape[1])[1:, None, :] - share.T[1:, :, None]
        return np.concatenate([years, terms])


def slots_first(values: Floats) -> Floats:
    """Lay an array out in memory slot after slot, which is faster to add up.

    Parameters
    ----------
    values
        Shape (..., groups, slots).

    Returns
    -------
    numpy.ndarray
        The same shape and values.
    """
    return np.ascontiguousarray(np.swapaxes(values, -1, -2)).swapaxes(-1, -2)


def _flat(terms: Floats) -> Floats:
    return terms.swapaxes(1, 2).reshape(len(terms), terms[0].size if len(terms) else 0)


def _products(left: Floats, right: Floats) -> Floats:
    """Give ``left @ right.T``, block by block."""
    step = max(1, _ONE_CORE // max(1, len(left) * len(right)))
    found = np.zeros((len(left), len(right)))
    for start in range(0, left.shape[1], step):
        found += left[:, start : start + step] @ right[:, start : start + step].T
    return found


def maximise(cells: Cells) -> tuple[Floats, Bools, bool]:
    """Find the coefficients of the largest likelihood, which is concave: it has one top or none.

    Parameters
    ----------
    cells
        Counts and terms.

    Returns
    -------
    tuple
        Coefficients, shape (k,), 0 where one depends on earlier ones; which ones do not, shape (k,); and whether the
        steps came to rest: they do not where a coefficient has no limit.

    References
    ----------
    Chamberlain, G. (1980). Analysis of covariance with qualitative data. Review of Economic Studies 47, 225-238. The
    example is that of :func:`antq_analysis.measures.effects.poisson.fit_groups`: SAS/STAT prints 0.9555.

    Examples
    --------
    >>> disease = np.array([[1.0, 0.0]] * 13 + [[0.0, 1.0]] * 5)
    >>> cases = np.tile([1.0, 0.0], (18, 1))
    >>> beta, kept, rested = maximise(Cells(cases, np.ones((18, 2)), disease[None], slots=False))
    >>> beta.round(4).tolist(), kept.tolist(), rested
    ([0.9555], [True], True)
    """
    beta = np.zeros(cells.leading + len(cells.terms))
    mean, height = cells.mean(beta)
    kept = _independent(cells, mean)
    for _ in range(_ROUNDS):
        slope = cells.slope(cells.events - mean)[kept]
        step = np.zeros_like(beta)
        step[kept] = np.linalg.lstsq(cells.information(mean)[np.ix_(kept, kept)], slope, rcond=None)[0]
        ahead = float(slope @ step[kept])
        for _ in range(_HALVINGS):
            mean, reached = cells.mean(beta + step)
            if reached >= height - abs(height) * _LEVEL:
                break
            step /= 2
        beta, height = beta + step, reached
        if ahead <= _CLOSE * max(1.0, cells.events.sum()):
            return beta, kept, True
    return beta, kept, False


def _independent(cells: Cells, mean: Floats) -> Bools:
    """Tell which columns say something that neither the groups nor earlier columns say."""
    left = cells.information(mean)
    whole = (cells.terms**2 * mean).sum(axis=(1, 2))
    if cells.slots:
        whole = np.concatenate([mean.sum(axis=0)[1:], whole])
    kept = np.zeros(len(left), dtype=bool)
    for j in range(len(kept)):
        if left[j, j] > _DEPENDENT * whole[j] > 0:
            kept[j] = True
            left = left - np.outer(left[:, j], left[j]) / left[j, j]
    return kept
