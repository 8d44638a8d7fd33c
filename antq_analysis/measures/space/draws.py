"""How rare the neighbours of each unit are among neighbours drawn at random, with draws that all units and maps share.

Where the neighbours of a unit weigh alike, what chance does to their sum depends only on how many they are. So one set
of draws serves all units: its first k places are k neighbours drawn at random. Draws that contain the unit itself are
left out for that unit; an index finds them.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TIE = 1e-9
"""Sums so near to each other, in standard deviations, are one number, summed in another order."""
_AT_ONCE = 65_536
"""Draws held at a time; so many sums stay near the processor."""
_PLACES = 8_000_000
"""Places of the draws held at a time, where units have very many neighbours."""


@dataclass(frozen=True)
class Draws:
    """Draws without replacement that all units share.

    Parameters
    ----------
    picked
        Unit at each place of each draw, shape (width, draws); no unit stands twice in a draw.
    standing
        Draws in which each unit stands, unit after unit and within a unit by place, shape (width * draws,).
    before
        How often each unit stands at the first k places, shape (width + 1, units).
    """

    picked: NDArray[np.integer]
    standing: Ints
    before: Ints

    @classmethod
    def of(cls, units: int, width: int, draws: int, rng: np.random.Generator) -> Self:
        """Draw places without replacement, many times over.

        Parameters
        ----------
        units
            How many units there are.
        width
            How many are drawn each time.
        draws
            How many times.
        rng
            Source of chance.

        Returns
        -------
        Draws
            The draws with their index.
        """
        small = np.uint16 if units <= np.iinfo(np.uint16).max else np.uint32
        picked = rng.integers(0, units, (width, draws), dtype=small)
        for place in range(1, width):
            again = np.flatnonzero((picked[:place] == picked[place]).any(axis=0))
            while len(again):
                picked[place, again] = rng.integers(0, units, len(again), dtype=small)
                again = again[(picked[:place, again] == picked[place, again]).any(axis=0)]
        before = np.zeros((width + 1, units), np.int64)
        for place in range(width):
            before[place + 1] = before[place] + np.bincount(picked[place], minlength=units)
        standing = np.argsort(picked, axis=None, kind="stable")
        standing %= draws
        return cls(picked, standing, before)


def tails(values: Floats, sums: Floats, degrees: Ints, permutations: int, seed: int) -> tuple[Floats, Floats]:
    """Tell how rare the sum over the neighbours of each unit is, given its own value.

    Parameters
    ----------
    values
        Standardised values of each map, shape (maps, n).
    sums
        Sum of `values` over the neighbours of each unit, shape (maps, n).
    degrees
        How many neighbours each unit has, shape (n,).
    permutations
        Number of draws, which all maps share.
    seed
        Seed of the draws.

    Returns
    -------
    tuple of numpy.ndarray
        Probability under random neighbours of a sum at least as large, and of one at most as large, shape (maps, n);
        NaN without neighbours. Each counts the observation itself: ``(as extreme + 1) / (draws + 1)``.

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association - LISA. Geographical Analysis 27, 93-115: conditional
    permutation. Davison, A. and Hinkley, D. (1997). Bootstrap Methods and their Application. Cambridge University
    Press, 4.2: the count of one.
    """
    rng, width = np.random.default_rng(seed), int(degrees.max(initial=0))
    # Draws run over ranks, so that a unit's result does not depend on where it stands in the table.
    orders = np.argsort(values, axis=1, kind="stable")
    ranks = np.argsort(orders, axis=1, kind="stable")
    extreme, drawn = np.zeros((2, *values.shape)), np.zeros(values.shape)
    step = max(1, min(_AT_ONCE, _PLACES // max(width, 1)))
    for start in range(0, permutations, step):
        shared = Draws.of(values.shape[1], width, min(step, permutations - start), rng)
        for one, (order, rank) in enumerate(zip(orders, ranks, strict=True)):
            _count(values[one][order], sums[one], degrees, rank, shared, extreme[:, one], drawn[one])
    upper, lower = np.where(degrees > 0, (extreme + 1) / (drawn + 1), np.nan)
    return upper, lower


def _count(
    ordered: Floats, sums: Floats, degrees: Ints, rank: Ints, shared: Draws, extreme: Floats, drawn: Floats
) -> None:
    """Add to `extreme` the draws at least and at most as large as the sum of each unit, to `drawn` all of its draws."""
    width, draws = shared.picked.shape
    starts = np.append(0, np.cumsum(shared.before[-1]))
    total = np.zeros(draws)
    for k in range(1, width + 1):
        total += ordered[shared.picked[k - 1]]
        own = np.flatnonzero(degrees == k)
        if len(own):
            inside = shared.before[k, rank[own]]
            left_out = total[shared.standing[_ranges(starts[rank[own]], inside)]]
            extreme[:, own] += _as_extreme(np.sort(total), sums[own], left_out, inside)
            drawn[own] += draws - inside


def _ranges(starts: Ints, lengths: Ints) -> Ints:
    """Join the ranges of whole numbers that begin at `starts`."""
    shift = starts - np.append(0, np.cumsum(lengths)[:-1])
    return np.repeat(shift, lengths) + np.arange(int(lengths.sum()))


def _as_extreme(ranked: Floats, sums: Floats, left_out: Floats, lengths: Ints) -> Ints:
    """Count the draws at least and at most as large as each sum, without those left out for it."""
    above = len(ranked) - np.searchsorted(ranked, sums - _TIE, side="left")
    below = np.searchsorted(ranked, sums + _TIE, side="right")
    unit, of_unit = np.repeat(np.arange(len(sums)), lengths), np.repeat(sums, lengths)
    own_above = np.bincount(unit[left_out >= of_unit - _TIE], minlength=len(sums))
    own_below = np.bincount(unit[left_out <= of_unit + _TIE], minlength=len(sums))
    return np.stack([above - own_above, below - own_below])
