"""Did it move next door? The weighted displacement difference and quotient: description, not design."""

from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Displacement:
    """Change of a count in one place less the change in a comparison place.

    Parameters
    ----------
    estimate, error
        Events, and their standard error if the counts are Poisson.
    low, high
        Limits at the level asked for.
    """

    estimate: float
    error: float
    low: float
    high: float


def displacement_difference(
    target: tuple[float, float],
    control: tuple[float, float],
    near: tuple[float, float] = (0.0, 0.0),
    near_control: tuple[float, float] = (0.0, 0.0),
    *,
    scale: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0),
    level: float = 0.95,
) -> Displacement:
    r"""Give the change in a target place and around it, less the change in comparison places.

    :math:`WDD = \Delta T - \Delta C + \Delta T_d - \Delta C_d` with each count divided by its scale, and
    :math:`\operatorname{var} = \sum (y_0 + y_1) / \mathrm{scale}^2`.

    Parameters
    ----------
    target, control, near, near_control
        Counts before and after: where it was done, where not, around the first and around the second.
    scale
        What the counts of the four places are divided by, e.g. area or people.
    level
        Coverage of the limits.

    Returns
    -------
    Displacement
        Below zero is a fall beyond that of the comparison, displacement included.

    References
    ----------
    Wheeler, A. P. and Ratcliffe, J. H. (2018). A simple weighted displacement difference test to evaluate place based
    crime interventions. Crime Science 7, 11. The example is that of the author's package ptools, weighted by area.

    Examples
    --------
    >>> found = displacement_difference((207, 110), (308, 318), scale=(1.2, 0.9, 1, 1))
    >>> round(found.estimate, 1), round(found.error, 1)
    (-91.9, 31.5)
    """
    counts = np.array([target, control, near, near_control], dtype=float)
    signs, size = np.array([1.0, -1.0, 1.0, -1.0]), np.array(scale)
    estimate = float((signs * (counts[:, 1] - counts[:, 0]) / size).sum())
    error = float(np.sqrt((counts.sum(axis=1) / size**2).sum()))
    reach = float(stats.norm.ppf((1 + level) / 2)) * error
    return Displacement(estimate, error, estimate - reach, estimate + reach)


def displacement_quotient(
    target: tuple[float, float], near: tuple[float, float], control: tuple[float, float]
) -> float:
    r"""Give how much of a fall was displaced (below 0) or spread to the surroundings (above 0).

    :math:`WDQ = \frac{D_1 / C_1 - D_0 / C_0}{R_1 / C_1 - R_0 / C_0}` for counts in the target area R, its
    surroundings D and the control area C before (0) and after (1).

    Parameters
    ----------
    target, near, control
        Counts before and after.

    Returns
    -------
    float
        1 and more: the surroundings gained as much as the target; -1 and less: all was displaced, or more. NaN where
        the target did not fall against the control, for then there is nothing to displace, or where the control had
        no event.

    References
    ----------
    Bowers, K. J. and Johnson, S. D. (2003). Measuring the geographical displacement and diffusion of benefit effects
    of crime prevention activity. Journal of Quantitative Criminology 19, 275-301.

    Examples
    --------
    The target fell from 100 to 50, the surroundings rose from 100 to 125: half was displaced.

    >>> round(displacement_quotient((100, 50), (100, 125), (1000, 1000)), 2)
    -0.5
    """
    if min(control) <= 0:
        return float("nan")
    fall = target[1] / control[1] - target[0] / control[0]
    if fall >= 0:
        return float("nan")
    return (near[1] / control[1] - near[0] / control[0]) / fall
