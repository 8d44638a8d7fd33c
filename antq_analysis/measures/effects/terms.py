"""Terms of a design: a treatment, a dose, a change of the counting method that not all made alike."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def break_terms(years: npt.ArrayLike, first: float, groups: npt.ArrayLike) -> list[Floats]:
    """Give a step from one year on to every group but the largest.

    A change of the counting method by one ratio for all is taken up by the effects of years. Where groups (forms,
    former provinces) changed by different ratios, these terms take up how each differs from the largest.

    Parameters
    ----------
    years
        Shape (years,).
    first
        First year under the new method.
    groups
        Shape (units,), any labels.

    Returns
    -------
    list of numpy.ndarray
        Shape (units, years) each, in the order of the labels.

    Examples
    --------
    >>> [term.tolist() for term in break_terms([2019, 2020], 2020, ["a", "b", "b"])]
    [[[0.0, 1.0], [0.0, 0.0], [0.0, 0.0]]]
    """
    of = np.asarray(groups)
    labels, sizes = np.unique(of, return_counts=True)
    since = np.asarray(years, dtype=float) >= first
    return [((of == label)[:, None] & since).astype(float) for label in np.delete(labels, np.argmax(sizes))]
