"""Whether near units have like figures, over the whole map: Moran's I."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from antq_analysis.errors import UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first
from antq_analysis.measures.frame import Labelled, Measure, Shown
from antq_analysis.measures.space.moran_index import MoranIndex, moran_index, row_means
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.measures.space.on_map import OnMap, on_map

Floats = npt.NDArray[np.float64]

_LEVEL = 0.05
_FEWEST = 5
_AT_ONCE = 2_000_000
"""Permuted values held at a time."""


@dataclass(frozen=True)
class MoranTest:
    """Moran's I and its test.

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
    """

    index: MoranIndex
    p_value: float
    permutations: int
    n: int

    def said(self, lang: str = "vi") -> str:
        """Say whether near units have like figures beyond chance.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence, with the index and its p value.
        """
        which = "moran_none"
        if self.p_value <= _LEVEL:
            which = "moran_alike" if self.index.value > self.index.expected else "moran_unlike"
        return say(
            f"measures.{which}",
            lang,
            value=format_number(self.index.value, lang, 3),
            p=format_number(self.p_value, lang, 4),
            n=self.n,
            permutations=self.permutations,
        )


@dataclass(frozen=True)
class Moran(MoranTest, Labelled, Shown):
    """Moran's I of a measure at one time.

    Parameters
    ----------
    index, p_value, permutations, n
        As in :class:`MoranTest`.
    place
        The measure on its map.
    period
        When.
    label_vi, label_en, unit_vi, unit_en
        As in :class:`antq_analysis.measures.frame.Measure`.
    """

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
        words = {"label": self.label(lang), "period": self.period, "said": lower_first(self.said(lang))}
        return say("measures.moran", lang, **words) + self.place.said_left_out(lang)


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
    Medicine 18, 2147-2162: 0.25789 for sudden infant deaths in North Carolina 1974-78. The example: Moran's I of a
    chessboard is -1, as with :func:`antq_analysis.measures.space.moran_index.moran_index`.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> from antq_analysis.measures.rates import rate
    >>> from antq_analysis.measures.space.neighbours import neighbours
    >>> from antq_analysis.panel.worked import worked_panel
    >>> x, y = np.mgrid[:8, :8].reshape(2, -1)
    >>> cells = gpd.GeoSeries(shapely.box(x, y, x + 1, y + 1), crs="EPSG:3405")
    >>> counts = {"2019": (10 + 10 * ((x + y) % 2)).tolist()}
    >>> panel = worked_panel({"incidents_total": counts, "population": {"2019": [1000] * 64}}, cells)
    >>> found = moran(rate(panel, "incidents_total"), neighbours(panel, "rook"), "2019", permutations=99)
    >>> round(found.index.value, 12)
    -1.0
    """
    if permutations < 1:
        raise UsageError("measures.bad_level")
    place = on_map(measure, over, period)
    found = moran_test(place, permutations, seed)
    if found is None:
        raise UsageError("measures.no_neighbours_left", period=period)
    return Moran(
        **{item.name: getattr(found, item.name) for item in fields(MoranTest)},
        place=place,
        period=period,
        label_vi=measure.label_vi,
        label_en=measure.label_en,
        unit_vi=measure.unit_vi,
        unit_en=measure.unit_en,
    )


def moran_test(place: OnMap, permutations: int = 9_999, seed: int = 1) -> MoranTest | None:
    """Test figures on their map.

    Parameters
    ----------
    place
        The figures, with who is whose neighbour.
    permutations, seed
        As for :func:`moran`.

    Returns
    -------
    MoranTest or None
        None where fewer than five units have a neighbour with a figure.
    """
    there = place.degrees > 0
    if there.sum() < _FEWEST:
        return None
    weights = row_means(sparse.csr_matrix(place.links[there][:, there]))
    z = place.scaled[there] - place.scaled[there].mean()
    return MoranTest(
        index=moran_index(z, weights),
        p_value=_permuted(z, weights, permutations, np.random.default_rng(seed)),
        permutations=permutations,
        n=int(there.sum()),
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
