"""A test of one coefficient that does not trust Student's t where clusters are few: their scores change signs."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from antq_analysis.measures.effects.poisson import PoissonFit, fit_poisson

Floats = npt.NDArray[np.float64]
_FEW = 12
"""Up to as many clusters all signs are gone through: 4,096 of them."""


@dataclass(frozen=True)
class SignTest:
    """A test of a rate ratio by random signs of clusters.

    Parameters
    ----------
    p_value
        Two-sided.
    statistic
        Score for the ratio over its standard error over clusters.
    signs
        Number of sign vectors; all that there are where clusters are few.
    """

    p_value: float
    statistic: float
    signs: int


def score_bootstrap(
    events: npt.ArrayLike,
    exposure: npt.ArrayLike,
    term: npt.ArrayLike,
    clusters: npt.ArrayLike,
    *,
    null: float = 0.0,
    draws: int = 9_999,
    seed: int = 0,
) -> SignTest:
    r"""Test the coefficient of one term by the wild bootstrap of cluster scores, the null imposed.

    The model with unit and year effects is fitted with the null in its exposure. Cluster g's efficient score
    :math:`s_g` for the term has mean zero under the null; signs :math:`v_g = \pm 1` give
    :math:`s_g^* = v_g s_g - I_g / I \sum_h v_h s_h`, centred by the cluster's share of the information as a new fit
    would, and the statistic :math:`\sum_g v_g s_g / \sqrt{\sum_g s_g^{*2}}` is compared with that of the true signs.

    Parameters
    ----------
    events, exposure, term
        Shape (units, years); NaN where there is no figure.
    clusters
        Shape (units,), any labels.
    null
        The coefficient that is tested, a logarithm.
    draws
        Number of sign vectors where there are more than 12 clusters.
    seed
        Of the signs.

    Returns
    -------
    SignTest
        With few clusters the p value is a multiple of ``2 / 2 ** clusters``: five clusters never reach 5%.

    References
    ----------
    Kline, P. and Santos, A. (2012). A score based approach to wild bootstrap inference. Journal of Econometric Methods
    1, 23-41. MacKinnon, J. G., Nielsen, M. Ø. and Webb, M. D. (2023), Journal of Applied Econometrics 38, 671-694. The
    example: with five clusters that all fall the p value is that of the sign test, .0625 two-sided in its tables.

    Examples
    --------
    >>> treated, others = [[20, 10], [22, 12], [25, 12], [30, 18], [18, 8]], [[20, 20]] * 5
    >>> terms, clusters = [[0, 1]] * 5 + [[0, 0]] * 5, [0, 1, 2, 3, 4] * 2
    >>> score_bootstrap([*treated, *others], np.ones((10, 2)), terms, clusters).p_value
    0.0625
    """
    x = np.asarray(term, dtype=float)
    base = np.asarray(exposure, dtype=float) * np.exp(null * np.nan_to_num(x))
    fit = fit_poisson(np.where(np.isnan(x), np.nan, np.asarray(events, dtype=float)), base)
    score, information = _efficient(fit, np.nan_to_num(x), np.unique(clusters, return_inverse=True)[1])
    several = len(score)
    if several <= _FEW:
        signs = np.array(list(product((1.0, -1.0), repeat=several)))
    else:
        rng = np.random.default_rng(seed)
        signs = np.vstack([np.ones(several), rng.choice((-1.0, 1.0), (draws, several))])
    drawn = signs * score
    sums = drawn.sum(axis=1)
    centred = drawn - sums[:, None] * information / information.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        found = sums / np.sqrt((centred**2).sum(axis=1))
    far = np.abs(found) >= abs(found[0]) * (1 - 1e-12)
    return SignTest(float(far.mean()), float(found[0]), len(signs))


def _efficient(fit: PoissonFit, term: Floats, labels: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Give every cluster's score and information for a term after units and years."""
    some = fit.used.any(axis=1)
    mean, left, x = fit.fitted[some], fit.residuals[some], term[some]
    share = mean / mean.sum(axis=1, keepdims=True)
    x = x - (x * share).sum(axis=1, keepdims=True)
    years = fit.within()[:, some]
    toward = fit.bread @ (years * (mean * x)).sum(axis=(1, 2))
    x = x - np.tensordot(toward, years, axes=1)
    present, place = np.unique(labels[some], return_inverse=True)
    sums = np.zeros((len(present), 2))
    np.add.at(sums, place, np.stack([(x * left).sum(axis=1), (x**2 * mean).sum(axis=1)], axis=1))
    return sums[:, 0], sums[:, 1]
