"""Who began when: the cells that are treated, and the units that can be compared at all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Starts:
    """The year in which each unit began.

    Parameters
    ----------
    start
        Shape (units,), NaN for a unit that did not begin by the last year.
    years
        Shape (years,), in order.
    """

    start: Floats
    years: Floats

    @property
    def always(self) -> Bools:
        """Units that began in the first year or before: they have no year without, and compare with nothing."""
        return np.asarray(self.start <= self.years[0])

    @property
    def cohorts(self) -> Floats:
        """Years in which units with an earlier year began."""
        return np.unique(self.start[np.isfinite(self.start) & ~self.always])

    @property
    def treated(self) -> Floats:
        """Shape (units, years): 1 from the year in which the unit began, before it 0; NaN for `always`."""
        on = self.years >= self.start[:, None]
        return np.where(self.always[:, None], np.nan, on.astype(float))

    @property
    def event_time(self) -> Floats:
        """Shape (units, years): years since the unit began, negative before; NaN for `always` and if it never did."""
        return np.where(self.always[:, None], np.nan, self.years - self.start[:, None])


def starts(start: npt.ArrayLike, years: npt.ArrayLike | range) -> Starts:
    """Take the years in which units began, within the years that are studied.

    Parameters
    ----------
    start
        Shape (units,), NaN for never.
    years
        Shape (years,), in order.

    Returns
    -------
    Starts
        A unit that began after the last year counts as one that did not.

    Examples
    --------
    >>> began = starts([2016, 2019, 2030, np.nan], range(2016, 2022))
    >>> began.cohorts.tolist(), int(began.always.sum())
    ([2019.0], 1)
    >>> began.treated[1].tolist()
    [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    """
    when = np.asarray(list(years) if isinstance(years, range) else years, dtype=float)
    first = np.asarray(start, dtype=float)
    return Starts(np.where(first > when[-1], np.nan, first), when)
