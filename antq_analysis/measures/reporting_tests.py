"""Tests of one commune's reports: zeros, round numbers, a sudden fall, numbers that never change."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import signal, stats
from scipy.special import gammaln

from antq_analysis.measures.ordinary import Floats, Ordinary

_NODES = 41
_FARTHEST = 14.0
_MANY = 512
"""The law of more things is folded from blocks of so many: at once it would cost the square of their number."""
_NARROWEST = 0.9
"""Counts of communes vary by a tenth of what Poisson counts do, or by more."""
_LIKE_POISSON = 1e-6


def at_least(chances: Floats, seen: Floats) -> Floats:
    """Compute the chance that at least so many of several independent things happen.

    Parameters
    ----------
    chances
        Shape (..., things); NaN where there is no such thing.
    seen
        How many happened, shape (...).

    Returns
    -------
    numpy.ndarray
        Shape (...).

    References
    ----------
    Poisson binomial law by recursion, and by folding with a fast Fourier transform: Hong, Y. (2013), Computational
    Statistics and Data Analysis 59, 41-51. The example: tables of the binomial law print P(X >= 8) = .0547 for 10 and
    one half.

    Examples
    --------
    >>> at_least(np.full((1, 10), 0.5), np.array([8.0])).round(4).tolist()
    [0.0547]
    """
    law = _law_of_number(np.nan_to_num(chances))
    number = np.arange(law.shape[-1])
    tail: Floats = np.minimum((law * (number >= np.asarray(seen)[..., None])).sum(axis=-1), 1.0)
    return tail


def _law_of_number(p: Floats) -> Floats:
    """Compute how likely each number of things is: in blocks of things, whose laws are folded two by two."""
    things = p.shape[-1]
    blocks = 1 << max(int(np.ceil(np.log2(max(things, 1) / _MANY))), 0)
    width = -(-things // blocks)
    padded = np.zeros((*p.shape[:-1], blocks * width))
    padded[..., :things] = p
    law = _law_of_block(padded.reshape(*p.shape[:-1], blocks, width))
    while law.shape[-2] > 1:
        law = np.maximum(signal.fftconvolve(law[..., ::2, :], law[..., 1::2, :], axes=-1), 0.0)
    whole: Floats = law[..., 0, : things + 1]
    return whole


def _law_of_block(p: Floats) -> Floats:
    law = np.zeros((*p.shape[:-1], p.shape[-1] + 1))
    law[..., 0] = 1.0
    for thing in range(p.shape[-1]):
        own = p[..., [thing]]
        law[..., 1:] = law[..., 1:] * (1 - own) + law[..., :-1] * own
        law[..., 0] *= 1 - own[..., 0]
    return law


def zeros_p(plain: Ordinary) -> tuple[Floats, Floats, Floats]:
    """Test whether a commune reports more zeros than its size, its level and ordinary differences explain.

    Zeros are held against the levels of all communes, which tells of one that reports nothing at all, and against the
    level of its own counts, which tells of a zero among large ones; twice the smaller p value counts. The second uses
    the zeros twice and errs on the side of silence.

    Parameters
    ----------
    plain
        Counts and what is ordinary.

    Returns
    -------
    tuple of numpy.ndarray
        Zeros, expected zeros, and the chance of at least so many; shape (units,).

    References
    ----------
    Predictive checks: Box, G. E. P. (1980), Journal of the Royal Statistical Society A 143, 383-430 (of the prior);
    Rubin, D. B. (1984), Annals of Statistics 12, 1151-1172 (of the posterior). The example: tables of the Poisson law
    print P(X = 0) = .0498 for a mean of 3, of which the p value is twice; all spreads are next to nothing in it.

    Examples
    --------
    >>> plain = Ordinary(np.array([[0.0]]), np.array([[3.0]]), np.array([1e-6]), np.array([1e-6]))
    >>> (zeros_p(plain)[2] / 2).round(4).tolist()
    [0.0498]
    """
    zeros = (plain.counts == 0).sum(axis=1).astype(float)
    prior = 1 / plain.level_spread
    seen, due = (np.nansum(part, axis=1) for part in (plain.counts, plain.expected))
    (of_all, p_all), (own, p_own) = (
        _zeros_at(plain, zeros, *law) for law in ((prior, prior), (prior + seen, prior + due))
    )
    p = np.where(zeros > 0, np.minimum(2 * np.minimum(p_all, p_own), 1.0), 1.0)
    # Without a zero both are 1 but for rounding, which must not choose.
    return zeros, np.where((p_own < p_all) & (zeros > 0), own, of_all), p


def _zeros_at(plain: Ordinary, zeros: Floats, shape: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """Expect zeros where levels follow a gamma law, by quadrature dense in both tails."""
    uniform = 1 / (1 + np.exp(-np.linspace(-_FARTHEST, _FARTHEST, _NODES)))
    weight = uniform * (1 - uniform)
    weight /= weight.sum()
    level = stats.gamma.ppf(uniform, shape[:, None]) / rate[:, None]
    mean = level[:, :, None] * np.nan_to_num(plain.expected)[:, None, :]
    known = np.isfinite(plain.counts)[:, None, :]
    chances = np.where(known, _no_event(mean, plain.year_spread[:, None, None]), 0.0)
    # At least no zero is certain.
    p, some = np.ones(len(zeros)), zeros > 0
    tail = at_least(chances[some], np.broadcast_to(zeros[some, None], level[some].shape))
    p[some] = (tail * weight).sum(axis=1)
    return (chances.sum(axis=-1) * weight).sum(axis=1), p


def _no_event(mean: Floats, spread: Floats) -> Floats:
    nothing: Floats = np.exp(-np.log1p(spread * mean) / spread)
    return nothing


def round_chances(mean: npt.ArrayLike, spread: npt.ArrayLike) -> Floats:
    """Compute the chance that a count above zero ends in 0 or 5.

    The chance that a count is a multiple of five is a mean of its characteristic function, exact for small counts too.

    Parameters
    ----------
    mean, spread
        Of a negative binomial count with variance ``mean + spread * mean**2``, any shape; a spread below zero is that
        of a binomial count.

    Returns
    -------
    numpy.ndarray
        Chances; near 0.2 for large means, near 0 for small ones.

    Examples
    --------
    >>> round_chances([0.5, 3.0, 200.0], 1e-6).round(3).tolist()
    [0.0, 0.107, 0.2]
    """
    m, a = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(spread, dtype=float))
    turns = np.exp(2j * np.pi * np.arange(5) / 5)
    law = np.exp(-np.log(1 + (a * m)[..., None] * (1 - turns)) / a[..., None])
    fives, nothing = law.real.mean(axis=-1), _no_event(m, a)
    with np.errstate(invalid="ignore", divide="ignore"):
        chances: Floats = np.clip((fives - nothing) / (1 - nothing), 0.0, 1.0)
    return chances


def digit_chances(plain: Ordinary) -> Floats:
    """Compute for each count the chance that a smooth one of its size ends in 0 or 5.

    Parameters
    ----------
    plain
        Counts and what is ordinary.

    Returns
    -------
    numpy.ndarray
        Shape (units, years); 0 where the count is 0 or not there.

    Examples
    --------
    >>> sizes = np.array([[200.0, 205.0, 211.0, 217.0]])
    >>> plain = Ordinary(sizes, sizes, np.array([1e-6]), np.array([1e-6]))
    >>> digit_chances(plain).round(3).tolist()
    [[0.2, 0.2, 0.2, 0.2]]
    """
    return _digit_chances(plain, plain.year_spread)


def _digit_chances(plain: Ordinary, year_spread: Floats) -> Floats:
    level, doubt = replace(plain, year_spread=year_spread).own_level(
        np.ones(plain.counts.shape[1], dtype=bool)
    )
    mean = level[:, None] * np.nan_to_num(plain.expected)
    with np.errstate(divide="ignore"):
        spread = np.maximum(doubt[:, None], -_NARROWEST / mean)
    spread = np.where(np.abs(spread) < _LIKE_POISSON, _LIKE_POISSON, spread)
    return np.where(plain.counts > 0, round_chances(mean, spread), 0.0)


def digits_p(plain: Ordinary) -> tuple[Floats, Floats, Floats, Floats]:
    """Test whether counts above zero end in 0 or 5 more often than smooth counts of that size do.

    Parameters
    ----------
    plain
        Counts and what is ordinary.

    Returns
    -------
    tuple of numpy.ndarray
        Counts above zero, those of them that end in 0 or 5, how many of them were expected, and the chance of at least
        so many; shape (units,). Where counts vary less than Poisson ones, they may lie round a number such as 5 or 10
        that all communes share: then the larger chance of both laws counts.

    References
    ----------
    Law of the number: :func:`at_least`. The example: tables of the binomial law print P(X = 0) = .4096 and P(X = 1) =
    .4096 for 4 and one fifth, so that two or more have .1808.

    Examples
    --------
    >>> sizes = np.array([[200.0, 205.0, 211.0, 217.0]])
    >>> plain = Ordinary(sizes, sizes, np.array([1e-6]), np.array([1e-6]))
    >>> [part.round(4).tolist() for part in digits_p(plain)]
    [[4.0], [2.0], [0.8], [0.1808]]
    """
    above = plain.counts > 0
    seen = (above & (plain.counts % 5 == 0)).sum(axis=1).astype(float)
    due, p = _likelier([(chances.sum(axis=1), at_least(chances, seen)) for chances in _laws(plain)])
    return above.sum(axis=1).astype(float), seen, due, p


def all_digits_p(plain: Ordinary) -> tuple[float, float, float, float]:
    """Test the last digits of all communes together, as :func:`digits_p` tests those of one.

    Parameters
    ----------
    plain
        Counts and what is ordinary.

    Returns
    -------
    tuple of float
        Counts above zero, those of them that end in 0 or 5, how many of them were expected, and the chance of at least
        so many.

    References
    ----------
    Law of the number: :func:`at_least`. The example: tables of the binomial law print P(X = 0) = .4096 and P(X = 1) =
    .4096 for 4 and one fifth, so that two or more have .1808.

    Examples
    --------
    >>> sizes = np.array([[200.0, 205.0, 211.0, 217.0]])
    >>> plain = Ordinary(sizes, sizes, np.array([1e-6]), np.array([1e-6]))
    >>> [round(part, 4) for part in all_digits_p(plain)]
    [4.0, 2.0, 0.8, 0.1808]
    """
    above = plain.counts > 0
    seen = np.array([(above & (plain.counts % 5 == 0)).sum()], dtype=float)
    rows = [chances.reshape(1, -1) for chances in _laws(plain)]
    due, p = _likelier([(chances.sum(axis=1), at_least(chances, seen)) for chances in rows])
    return float(above.sum()), float(seen[0]), float(due[0]), float(p[0])


def _laws(plain: Ordinary) -> list[Floats]:
    narrow = plain.narrower.size and plain.narrower.min() < 0
    return [digit_chances(plain), *([_digit_chances(plain, plain.narrower)] if narrow else [])]


def _likelier(laws: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Take from several laws, each with what it expects and its p value, the one with the largest p value."""
    due, p = (np.array(part) for part in zip(*laws, strict=True))
    best = p.argmax(axis=0)[None]
    return np.take_along_axis(due, best, axis=0)[0], np.take_along_axis(p, best, axis=0)[0]


def fall_p(plain: Ordinary, year: int) -> tuple[Floats, Floats]:
    """Test whether one year lies lower than the commune's earlier years and the change of all leave to chance.

    Parameters
    ----------
    plain
        Counts and what is ordinary.
    year
        Position of the year.

    Returns
    -------
    tuple of numpy.ndarray
        Expected count of the year, and the chance of so few; NaN without the year or two years before it.

    References
    ----------
    The law of one more count is the negative binomial of Clayton and Kaldor (1987), see
    :class:`antq_analysis.measures.ordinary.Ordinary`. The first example is Hauer, E., Harwood, D. W., Council, F. M.
    and Griffith, M. S. (2002), Transportation Research Record 1784, 126-131: a road of 1.8 km with 12, 7 and 8
    accidents, where 2.41 a km are usual with a shape of 2.05 a km, is expected to have 7.97 a year. Tables of the
    Poisson law print P(X <= 4) = .0293 for a mean of 10; all spreads are next to nothing in the second.

    Examples
    --------
    >>> usual = np.full((1, 4), 2.41 * 1.8)
    >>> road = Ordinary(np.array([[12.0, 7.0, 8.0, 8.0]]), usual, np.array([1 / (2.05 * 1.8)]), np.array([1e-6]))
    >>> fall_p(road, 3)[0].round(2).tolist()
    [7.97]
    >>> usual = np.full((1, 3), 10.0)
    >>> alike = Ordinary(np.array([[10.0, 10.0, 4.0]]), usual, np.array([1e-6]), np.array([1e-6]))
    >>> fall_p(alike, 2)[1].round(4).tolist()
    [0.0293]
    """
    earlier = np.arange(plain.counts.shape[1]) < year
    level, doubt = plain.own_level(earlier)
    usable = np.isfinite(plain.counts[:, year]) & (np.isfinite(plain.counts[:, earlier]).sum(axis=1) >= 2)
    mean = np.where(usable, level * plain.expected[:, year], np.nan)
    p = stats.nbinom.cdf(plain.counts[:, year], 1 / doubt, 1 / (1 + doubt * mean))
    return mean, np.where(usable, p, np.nan)


def unchanged_p(plain: Ordinary) -> Floats:
    """Test whether a count that is the same in every year may be so by chance.

    Given their sum, the counts of n years are multinomial; equal ones are most likely where all years are alike, which
    is assumed.

    Parameters
    ----------
    plain
        Counts and what is ordinary.

    Returns
    -------
    numpy.ndarray
        The chance where all counts are the same above zero, else 1; NaN below three years.

    References
    ----------
    The example is Feller, W. (1968), An introduction to probability theory and its applications I, 3rd ed., section
    II.3: six dice show six different faces with chance 6! / 6 ** 6 = .015432, as six events fall on six years.

    Examples
    --------
    >>> from antq_analysis.measures.ordinary import ordinary
    >>> faces = ordinary([[1.0, 1, 1, 1, 1, 1], [2, 1, 0, 1, 1, 1]], np.ones((2, 6)))
    >>> unchanged_p(faces).round(6).tolist()
    [0.015432, 1.0]
    """
    n = np.isfinite(plain.counts).sum(axis=1)
    most = np.nan_to_num(plain.counts, nan=0.0).max(axis=1)
    least = np.nan_to_num(plain.counts, nan=np.inf).min(axis=1)
    each = np.where((most == least) & (most > 0), most, 0.0)
    total = n * each
    log_p = gammaln(total + 1) - n * gammaln(each + 1) - total * np.log(np.maximum(n, 1))
    return np.where(n < 3, np.nan, np.exp(log_p))
