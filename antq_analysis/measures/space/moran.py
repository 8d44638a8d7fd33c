"""Whether near units have like figures, over the whole map: Moran's I."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from antq_analysis.errors import UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number
from antq_analysis.measures.frame import Labelled, Measure, Shown
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.measures.space.on_map import OnMap, on_map

Floats = npt.NDArray[np.float64]

_LEVEL = 0.05
_AT_ONCE = 2_000_000
"""Permuted values held at a time."""


@dataclass(frozen=True)
class MoranIndex:
    """Moran's I with its moments under no association.

    Parameters
    ----------
    value
        The index.
    expected
        Its expectation, ``-1 / (n - 1)``.
    z_normal, z_random
        Standard scores under normality and under randomisation.
    """

    value: float
    expected: float
    z_normal: float
    z_random: float


@dataclass(frozen=True)
class Moran(Labelled, Shown):
    """Moran's I of a measure at one time.

    Parameters
    ----------
    index
        The index over units that have a figure and a neighbour with one.
    p_value
        Two-sided probability under random places.
    permutations
        How many were drawn.
    n
        How many units.
    place
        The measure on its map.
    period
        When.
    label_vi, label_en, unit_vi, unit_en
        As in :class:`antq_analysis.measures.frame.Measure`.
    """

    index: MoranIndex
    p_value: float
    permutations: int
    n: int
    place: OnMap
    period: str
    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str

    def rows(self) -> pd.DataFrame:
        """Give the index and its tests as a table.

        Returns
        -------
        pandas.DataFrame
            One row.
        """
        told = {name: getattr(self.index, name) for name in ("value", "expected", "z_normal", "z_random")}
        return pd.DataFrame(
            [{**told, "p_value": self.p_value, "permutations": self.permutations, "n": self.n}]
        )

    def sentence(self, lang: str = "vi") -> str:
        """Say whether near units have like figures beyond chance.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One or more sentences.
        """
        which = "moran_none"
        if self.p_value <= _LEVEL:
            which = "moran_alike" if self.index.value > self.index.expected else "moran_unlike"
        said = say(
            f"measures.{which}",
            lang,
            label=self.label(lang),
            period=self.period,
            value=format_number(self.index.value, lang, 3),
            p=format_number(self.p_value, lang, 4),
            n=self.n,
            permutations=self.permutations,
        )
        return said + self.place.said_left_out(lang)


def moran_index(
    values: npt.ArrayLike, weights: sparse.csr_matrix, *, count_islands: bool = False
) -> MoranIndex:
    """Compute Moran's I.

    Parameters
    ----------
    values
        Shape (n,).
    weights
        Any weights, with a zero diagonal, shape (n, n).
    count_islands
        Whether units without neighbours count as units (as in esda) or only enter the mean (as in spdep).

    Returns
    -------
    MoranIndex
        The index and its moments.

    References
    ----------
    Cliff, A. D. and Ord, J. K. (1981). Spatial Processes. Pion, pp. 17, 42-46; crime in Columbus, Ohio: 0.510951264
    (spdep, ``moran.test``), standard scores 5.6754 and 5.6341.

    Examples
    --------
    On a chessboard every field differs from all its rook neighbours: -1.

    >>> from antq_analysis.measures.space.contiguity import contiguity
    >>> import shapely
    >>> x, y = np.mgrid[:8, :8].reshape(2, -1)
    >>> links, _ = contiguity(shapely.box(x, y, x + 1, y + 1), corners=False, tolerance=0.0)
    >>> round(moran_index((x + y) % 2, links).value, 12)
    -1.0
    """
    z = np.asarray(values, dtype=float)
    z = z - z.mean()
    to, of = np.asarray(weights.sum(axis=1)).ravel(), np.asarray(weights.sum(axis=0)).ravel()
    n = len(z) if count_islands else int(((to != 0) | (of != 0)).sum())
    s0, both = to.sum(), weights + weights.T
    s1, s2 = (both.multiply(both)).sum() / 2, ((to + of) ** 2).sum()
    squares = (z * z).sum()
    value, expected = float(n / s0 * (z @ (weights @ z)) / squares), -1 / (n - 1)
    fourth = n * (z**4).sum() / squares**2
    normal = (n * n * s1 - n * s2 + 3 * s0**2) / ((n * n - 1) * s0**2) - expected**2
    above = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    beyond = fourth * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
    random = (above - beyond) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    return MoranIndex(
        value,
        expected,
        (value - expected) / float(np.sqrt(normal)),
        (value - expected) / float(np.sqrt(random)),
    )


def row_means(links: sparse.csr_matrix) -> sparse.csr_matrix:
    """Turn links into weights that average over neighbours.

    Parameters
    ----------
    links
        Zeros and ones, shape (n, n).

    Returns
    -------
    scipy.sparse.csr_matrix
        Each row adds up to 1, or to 0 without neighbours.
    """
    number = np.asarray(links.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags_array(1 / np.maximum(number, 1)) @ links)


def moran(
    measure: Measure, over: Neighbours, period: str, *, permutations: int = 9_999, seed: int = 1
) -> Moran:
    """Test whether near units have like figures, over the whole map.

    Parameters
    ----------
    measure
        A rate or share with its counts, which is standardised first; a reported rate enters as it is.
    over
        Neighbours on the same map; a unit is compared with the mean of its neighbours.
    period
        One of the periods of the measure.
    permutations
        How many times the figures are dealt out anew over the units.
    seed
        Seed of the permutations.

    Returns
    -------
    Moran
        The index over units with a figure and a neighbour that has one, with a two-sided p value.

    Raises
    ------
    RefusedError
        If the measure is smoothed, no rate or share, or does not vary.
    UnknownNameError
        If it has no such period.
    UsageError
        If the neighbours are of another map, or the number of permutations is below 1.

    References
    ----------
    Assuncao, R. M. and Reis, E. A. (1999). A new proposal to adjust Moran's I for population density. Statistics in
    Medicine 18, 2147-2162: 0.25789 for sudden infant deaths in North Carolina 1974-78.
    """
    if permutations < 1:
        raise UsageError("measures.bad_level")
    place = on_map(measure, over, period)
    there = place.degrees > 0
    if there.sum() < 5:
        raise UsageError("measures.no_neighbours_left", period=period)
    weights = row_means(place.links[there][:, there])
    z = place.scaled[there] - place.scaled[there].mean()
    return Moran(
        index=moran_index(z, weights),
        p_value=_permuted(z, weights, permutations, np.random.default_rng(seed)),
        permutations=permutations,
        n=int(there.sum()),
        place=place,
        period=period,
        label_vi=measure.label_vi,
        label_en=measure.label_en,
        unit_vi=measure.unit_vi,
        unit_en=measure.unit_en,
    )


def _permuted(z: Floats, weights: sparse.csr_matrix, times: int, rng: np.random.Generator) -> float:
    observed = float(z @ (weights @ z))
    near = 1e-9 * abs(float(z @ z))
    above = below = 0
    step = max(1, _AT_ONCE // len(z))
    for start in range(0, times, step):
        dealt = rng.permuted(np.tile(z, (min(step, times - start), 1)), axis=1).T
        found = (dealt * (weights @ dealt)).sum(axis=0)
        above += int((found >= observed - near).sum())
        below += int((found <= observed + near).sum())
    return min(1.0, 2 * (min(above, below) + 1) / (times + 1))
