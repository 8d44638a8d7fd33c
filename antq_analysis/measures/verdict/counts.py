"""What the rule is given: counts of communes, when each began, where it lies and with whom it goes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Counts:
    """Counts of communes over the years.

    Parameters
    ----------
    events
        Shape (communes, years); 0 where not seen.
    exposure
        Shape (communes, years), people; 0 where not seen.
    years
        Shape (years,), in order; some may be missing.
    first
        Shape (communes,), position of the first year with a model; the number of years for none.
    places
        Shape (communes, dimensions), coordinates in any unit.
    districts
        Shape (communes,), labels of what varies together.
    """

    events: Floats
    exposure: Floats
    years: Ints
    first: Ints
    places: Floats
    districts: Ints

    @property
    def seen(self) -> Floats:
        """Shape (communes, years): 1 where there is a figure, else 0."""
        return (self.exposure > 0).astype(float)

    @property
    def log_exposure(self) -> Floats:
        """Shape (communes, years); 0 where there is no figure."""
        return np.asarray(np.log(np.where(self.exposure > 0, self.exposure, 1.0)))

    @property
    def treated(self) -> Floats:
        """Shape (communes, years): 1 from the first year with a model, else 0."""
        return (self.first[:, None] <= np.arange(len(self.years))).astype(float)

    @property
    def lags(self) -> Ints:
        """Years between any two, shape (years, years)."""
        return np.asarray(np.abs(np.subtract.outer(self.years, self.years)))

    def take(self, rows: Ints) -> "Counts":
        """Take some communes.

        Parameters
        ----------
        rows
            Their positions.

        Returns
        -------
        Counts
            Only these.
        """
        parts = (self.events[rows], self.exposure[rows], self.years, self.first[rows], self.places[rows])
        return Counts(*parts, self.districts[rows])


def counts_of(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    years: npt.ArrayLike,
    first_year: npt.ArrayLike,
    places: npt.ArrayLike,
    districts: npt.ArrayLike,
) -> Counts:
    """Take plain arrays; communes with a model in the first year have no year before and are left out.

    Parameters
    ----------
    events, exposure
        Shape (communes, years); NaN where there is no figure. An exposure of shape (communes,) is that of all years.
    years
        Shape (years,), in order.
    first_year
        Shape (communes,), NaN for a commune without a model by the last year.
    places
        Shape (communes, dimensions).
    districts
        Shape (communes,), any labels.

    Returns
    -------
    Counts
        Ready for :func:`antq_analysis.measures.verdict.rule.decide`.

    Examples
    --------
    >>> taken = counts_of([[3, 4], [5, np.nan]], [1000, 2000], [2019, 2020], [2020, np.nan], np.eye(2), ["a", "b"])
    >>> taken.treated.tolist(), taken.seen[1].tolist()
    ([[0.0, 1.0], [0.0, 0.0]], [1.0, 0.0])
    """
    y, time = np.asarray(events, dtype=float), np.asarray(years, dtype=int)
    people = np.asarray(exposure, dtype=float)
    people = people if people.ndim > 1 else np.repeat(people[:, None], y.shape[1], axis=1)
    known = np.isfinite(y) & np.isfinite(people) & (people > 0)
    start = np.asarray(first_year, dtype=float)
    first = np.searchsorted(time, np.where(np.isnan(start), np.inf, start))
    labels = np.unique(np.asarray(districts), return_inverse=True)[1]
    whole = Counts(
        np.where(known, y, 0.0), np.where(known, people, 0.0), time, first, np.asarray(places, float), labels
    )
    return whole.take(np.flatnonzero(first > 0))
