"""Two windows of as many years each: before anybody that is looked at began, and after all of them had."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from antq_analysis.errors import UsageError
from antq_analysis.observations import period_bounds

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Windows:
    """Two windows of as many years each.

    Parameters
    ----------
    before, after
        Their years, in order.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def said(self) -> tuple[str, str]:
        """Both as periods, such as ``2013-2015``."""
        before, after = ("-".join(dict.fromkeys(map(str, (own[0], own[-1])))) for own in self._both)
        return before, after

    @property
    def halves(self) -> "Windows | None":
        """The first and the last years before, to set beside one another; None where there is but one."""
        half = len(self.before) // 2
        return Windows(self.before[:half], self.before[-half:]) if half else None

    @property
    def _both(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return self.before, self.after

    def sums(self, figures: Floats, years: Sequence[int]) -> Floats:
        """Add up figures over each window.

        Parameters
        ----------
        figures
            Shape (communes, years).
        years
            The years of the columns.

        Returns
        -------
        numpy.ndarray
            Shape (communes, 2); NaN where a year is missing.
        """
        return np.stack([figures[:, np.isin(years, own)].sum(axis=1) for own in self._both], axis=1)


def widest(years: Sequence[int], first_year: npt.ArrayLike) -> Windows:
    """Take as many years as there are both before the first commune began and since the last one did.

    Parameters
    ----------
    years
        Years with figures, in order.
    first_year
        Shape (communes,), year in which each began; NaN for none.

    Returns
    -------
    Windows
        The last years before, and the first years since.

    Examples
    --------
    >>> widest(range(2012, 2021), [2015, 2018, float("nan")])
    Windows(before=(2012, 2013, 2014), after=(2018, 2019, 2020))
    """
    known = np.asarray(first_year, dtype=float)
    begin, end = np.nanmin(known), np.nanmax(known)
    before, after = ([year for year in years if year < begin], [year for year in years if year >= end])
    several = min(len(before), len(after))
    return Windows(tuple(before[-several:]), tuple(after[:several]))


def windows(before: str, after: str) -> Windows:
    """Read two windows.

    Parameters
    ----------
    before, after
        Periods of whole years, such as ``2013-2015`` or ``2018``.

    Returns
    -------
    Windows
        Their years.

    Raises
    ------
    InputError
        If one is no period.
    UsageError
        If one is missing or holds no whole years, they have not as many years each, or the second does not follow
        upon the first.

    Examples
    --------
    >>> windows("2013-2014", "2018-2019").after
    (2018, 2019)
    """
    if not before or not after:
        raise UsageError("measures.displacement_windows", before=before or "–", after=after or "–")
    found = Windows(_years(before), _years(after))
    whole = all(set(text) <= set("0123456789-") for text in (before, after))
    if not whole or len(found.before) != len(found.after) or found.before[-1] >= found.after[0]:
        raise UsageError("measures.displacement_windows", before=before, after=after)
    return found


def _years(period: str) -> tuple[int, ...]:
    first, last = period_bounds(period)
    return tuple(range(first.year, last.year + 1))
