"""The same correlation within and between districts, in each of them, and without each of them in turn."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.measures.association.coefficients import Coefficient, fisher
from antq_analysis.measures.association.resamples import Floats, scaled

FEWEST = 3
"""With fewer districts there is nothing to compare between them."""
_OWN = 5
"""With fewer communes a district has no correlation of its own."""


@dataclass(frozen=True)
class Districts:
    """A correlation by district.

    Parameters
    ----------
    within
        Of the deviations of communes from the means of their districts.
    between
        Of the means of districts, each weighed by its communes.
    table
        Index group_code; columns name, n, value, low, high (of the district alone, NaN below five communes), without
        (of the communes of all other districts).
    """

    within: Coefficient
    between: Coefficient
    table: pd.DataFrame


def by_district(one: Floats, other: Floats, groups: pd.DataFrame) -> Districts | None:
    """Split a correlation into what holds within districts and what holds between them.

    Where all are pooled the two are mixed, and even its sign may be that of neither. Intervals are Fisher's: resamples
    of few communes hold the same one several times, which widens them.

    Parameters
    ----------
    one, other
        The figures, shape (n,).
    groups
        One row a unit in the same order: group_code, empty where it lies in no one district, and group_name.

    Returns
    -------
    Districts or None
        None with fewer than three districts; units that lie in no one district have no part in it.

    References
    ----------
    Robinson, W. S. (1950). Ecological correlations and the behavior of individuals. American Sociological Review 15,
    351-357: the pooled correlation in its parts within and between. The example is Bland, J. M. and Altman, D. G.
    (1995), British Medical Journal 310, 633, pH and PaCO2 of eight persons as means of 3 to 9 measurements: weighted r
    = 0.08 with P = 0.9.

    Examples
    --------
    >>> sizes = [4, 4, 9, 5, 8, 6, 3, 8]
    >>> acid = np.repeat([6.49, 7.05, 7.36, 7.33, 7.31, 7.32, 6.91, 7.12], sizes)
    >>> gas = np.repeat([4.04, 5.37, 4.83, 5.31, 4.40, 4.92, 6.60, 4.78], sizes)
    >>> persons = np.repeat(list("abcdefgh"), sizes)
    >>> found = by_district(acid, gas, pd.DataFrame({"group_code": persons, "group_name": persons}))
    >>> round(found.between.value, 2), round(found.between.p_value, 1)
    (0.08, 0.9)
    """
    placed = groups["group_code"].ne("").to_numpy(bool)
    codes, which = np.unique(groups.loc[placed, "group_code"].to_numpy(str), return_inverse=True)
    if len(codes) < FEWEST:
        return None
    x, y = (scaled(values[placed]) for values in (one, other))
    parts = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y])
    sums = np.stack([np.bincount(which, part).astype(float) for part in parts], axis=1)
    n = int(placed.sum())
    inner, outer = (float(_correlation(split(sums))) for split in (_inner, _outer))
    within = fisher(inner, n, len(codes) - 1)
    names = groups[placed].drop_duplicates("group_code").set_index("group_code")["group_name"]
    return Districts(within, fisher(outer, len(codes)), _table(sums, names.reindex(codes)))


def _table(sums: Floats, names: pd.Series) -> pd.DataFrame:
    own = [
        fisher(float(_correlation(_centred(row))), int(row[0]))
        if row[0] >= _OWN
        else Coefficient(float("nan"))
        for row in sums
    ]
    table = pd.DataFrame({"name": names, "n": sums[:, 0].astype(int)})
    for column in ("value", "low", "high"):
        table[column] = [getattr(each, column) for each in own]
    table["without"] = _correlation(_centred(sums.sum(axis=0) - sums))
    return table.rename_axis("group_code")


def _centred(sums: Floats) -> Floats:
    """Turn sums, (..., 6), into sums of squares and products about the mean, (..., 3)."""
    n, x, y, xx, yy, xy = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.stack([xx - x * x / n, yy - y * y / n, xy - x * y / n], axis=-1))


def _inner(sums: Floats) -> Floats:
    """Sum over districts what lies about their own means; sums have shape (..., districts, 6)."""
    return np.asarray(np.nansum(_centred(sums), axis=-2))


def _outer(sums: Floats) -> Floats:
    return np.asarray(_centred(sums.sum(axis=-2)) - _inner(sums))


def _correlation(squares: Floats) -> Floats:
    xx, yy, xy = np.moveaxis(np.asarray(squares), -1, 0)
    varies = (xx > 1e-12) & (yy > 1e-12)
    return np.where(varies, np.clip(xy / np.sqrt(np.where(varies, xx * yy, 1.0)), -1, 1), np.nan)
