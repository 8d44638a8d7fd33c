"""How strong something unseen would have to be, and how much one district matters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def e_value(ratio: float, low: float | None = None, high: float | None = None) -> tuple[float, float]:
    r"""Give the association that something unseen would need to explain a rate ratio away.

    :math:`E = RR + \sqrt{RR (RR - 1)}`, of the inverse where RR is below 1: the smallest rate ratio that an
    unmeasured cause must have with both the programme and the outcome.

    Parameters
    ----------
    ratio
        Rate ratio.
    low, high
        Its limits.

    Returns
    -------
    tuple of float
        Of the ratio, and of the limit nearer to 1 (1 where the interval holds 1; NaN where it is not given).

    References
    ----------
    VanderWeele, T. J. and Ding, P. (2017). Sensitivity analysis in observational research: introducing the E-value.
    Annals of Internal Medicine 167, 268-274. The examples are theirs: breast feeding and infant deaths, and
    leukaemia.

    Examples
    --------
    >>> tuple(round(value, 2) for value in e_value(3.9, 1.8, 8.7))
    (7.26, 3.0)
    >>> tuple(round(value, 2) for value in e_value(0.80, 0.71, 0.91))
    (1.81, 1.43)
    """
    limit = high if ratio < 1 else low
    if limit is None:
        return _needed(ratio), float("nan")
    crosses = limit >= 1 if ratio < 1 else limit <= 1
    return _needed(ratio), 1.0 if crosses else _needed(limit)


def _needed(ratio: float) -> float:
    above = max(ratio, 1 / ratio)
    return float(above + np.sqrt(above * (above - 1)))


@dataclass(frozen=True)
class LeftOut:
    """An estimate without each cluster in turn.

    Parameters
    ----------
    labels
        Shape (clusters,), the cluster that is left out.
    estimates
        Shape (clusters,).
    """

    labels: npt.NDArray[np.generic]
    estimates: Floats

    @property
    def error(self) -> float:
        """Jackknife standard error, for an estimator with steps that no formula follows; Student's t with one fewer."""
        several = len(self.estimates)
        apart = self.estimates - self.estimates.mean()
        return float(np.sqrt((several - 1) / several * (apart**2).sum()))


def leave_one_out(clusters: npt.ArrayLike, estimate: Callable[[npt.NDArray[np.bool_]], float]) -> LeftOut:
    """Estimate again without each cluster.

    Parameters
    ----------
    clusters
        Shape (units,), any labels.
    estimate
        Gives the estimate from the units that are kept, a mask of shape (units,).

    Returns
    -------
    LeftOut
        In the order of the labels.

    Examples
    --------
    >>> values = np.array([1.0, 2.0, 9.0])
    >>> leave_one_out(["a", "a", "b"], lambda kept: values[kept].mean()).estimates.tolist()
    [9.0, 1.5]
    """
    of = np.asarray(clusters)
    labels = np.unique(of)
    return LeftOut(labels, np.array([estimate(of != label) for label in labels]))
