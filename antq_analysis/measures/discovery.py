"""Many tests at once: what share of the communes that stand out may stand out by chance alone."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def false_discovery(p_values: npt.ArrayLike) -> Floats:
    """Adjust p values so that those below a level have at most that share of false ones among them.

    A family is the last axis: all units of one map in one year. A value without a test is no member of it.

    Parameters
    ----------
    p_values
        Shape (..., units); NaN where nothing was tested.

    Returns
    -------
    numpy.ndarray
        Adjusted p values (often called q), same shape; NaN stays NaN.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to
    multiple testing. Journal of the Royal Statistical Society B 57, 289-300. The example is theirs, section 3.2: at 5%
    four of the fifteen hypotheses are rejected, three by the rule of Bonferroni.

    Examples
    --------
    >>> p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240]
    >>> p += [0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    >>> int((false_discovery(p) <= 0.05).sum())
    4
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, axis=-1)  # NaN comes last
    ranked = np.take_along_axis(p, order, axis=-1)
    tested = np.isfinite(p).sum(axis=-1, keepdims=True)
    steps = ranked * tested / np.arange(1, p.shape[-1] + 1)
    # The smallest of a step and all later ones; fmin passes over NaN.
    lowest = np.fmin.accumulate(steps[..., ::-1], axis=-1)[..., ::-1]
    q = np.empty_like(p)
    np.put_along_axis(q, order, np.where(np.isnan(ranked), np.nan, np.minimum(lowest, 1.0)), axis=-1)
    return q
