"""How counts of communes and years vary where all is well: the ground on which odd reporting stands out."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_LEAST = 1e-6


@dataclass(frozen=True)
class Ordinary:
    """What is expected of every commune and year, and how far counts lie from it for ordinary reasons.

    Parameters
    ----------
    counts
        Shape (units, years); NaN where there is none.
    expected
        The rate of all in that year times the exposure of the commune, same shape.
    level_spread
        Variance over communes of their level, 1 on average; shape (units,), each without its own figures.
    year_spread
        a of the variance ``m + a m**2`` of one year of a commune with mean m; shape (units,), each without its own.
    narrower
        The same where years differ by less than Poisson counts do, which makes it negative; else 0. Empty: nowhere.
    """

    counts: Floats
    expected: Floats
    level_spread: Floats
    year_spread: Floats
    narrower: Floats = field(default_factory=lambda: np.zeros(0))

    def own_level(self, years: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Estimate the level of each commune from some of its years, drawn towards that of all.

        Parameters
        ----------
        years
            Which years, shape (years,).

        Returns
        -------
        tuple of numpy.ndarray
            Level, and a of the variance ``m + a m**2`` of one more year about its mean; shape (units,).

        References
        ----------
        Posterior of a gamma level: Clayton, D. and Kaldor, J. (1987), Biometrics 43, 671-681.
        """
        seen, due = (np.nansum(part[:, years], axis=1) for part in (self.counts, self.expected))
        shape = 1 / self.level_spread + seen
        doubt = self.year_spread + (1 + self.year_spread) / shape
        return shape / (1 / self.level_spread + due), doubt


def ordinary(counts: npt.ArrayLike, exposure: npt.ArrayLike) -> Ordinary:
    """Estimate by moments how counts vary over communes and years.

    Parameters
    ----------
    counts, exposure
        Shape (units, years); a year without either is left out of its commune.

    Returns
    -------
    Ordinary
        Expected counts and the two spreads. No commune weighs in the spreads that it is judged by, so that a fault
        does not hide itself.
    """
    known = np.isfinite(np.asarray(counts, dtype=float)) & (np.asarray(exposure, dtype=float) > 0)
    x, base = (np.where(known, np.asarray(part, dtype=float), 0.0) for part in (counts, exposure))
    total = base.sum(axis=0)
    expected = base * np.divide(x.sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    seen, due = x.sum(axis=1), expected.sum(axis=1)
    share = np.divide(expected, due[:, None], out=np.zeros_like(expected), where=due[:, None] > 0)
    mean = share * seen[:, None]
    # Of the residual about a commune's own level Poisson chance has mean * (1 - share); the rest is what years differ.
    excess = np.where(known, (x - mean) ** 2 - mean * (1 - share), 0.0).sum(axis=1)
    squares = (mean**2 * (1 - 2 * share)).sum(axis=1) + (share**2).sum(axis=1) * (mean**2).sum(axis=1)
    narrower = _without_own(excess, squares)
    year_spread = np.maximum(narrower, 0.0)
    apart = (seen - due) ** 2 - due - year_spread * (expected**2).sum(axis=1)
    level_spread = _without_own(apart, due**2)
    counted, due_in_year = (np.where(known, part, np.nan) for part in (x, expected))
    return Ordinary(
        counts=counted,
        expected=due_in_year,
        level_spread=np.maximum(level_spread, _LEAST),
        year_spread=np.maximum(year_spread, _LEAST),
        narrower=np.minimum(narrower, 0.0),
    )


def _without_own(part: Floats, whole: Floats) -> Floats:
    rest, base = part.sum() - part, whole.sum() - whole
    spread: Floats = np.divide(rest, base, out=np.zeros_like(rest), where=base > 0)
    return spread
