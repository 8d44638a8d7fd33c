"""A measure at one time with its neighbours: the units that have a figure, on one scale, and who leaves the map."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure
from antq_analysis.measures.grouped import SUMMED
from antq_analysis.measures.smooth import SMOOTHED
from antq_analysis.measures.space.neighbours import Neighbours
from antq_analysis.measures.space.standardised import eb_standardise
from antq_analysis.places.groups import NO_GROUPS
from antq_analysis.places.maps.polygons import listed

Floats = npt.NDArray[np.float64]

_COUNTED = ("exact_poisson", "exact_binomial", "count_not_exact")
_RAW = (*_COUNTED, "reported_rate", "density")
BOUNDS = ("over", "under")
"""Comparators of a figure that is a bound only: it has no place among exact ones."""
_PERCENT = "%"
_FEWEST = 5
"""With fewer units there is nothing that chance could arrange otherwise."""


@dataclass(frozen=True)
class OnMap:
    """One measure at one time, and who is whose neighbour among the units that have a figure.

    Parameters
    ----------
    values
        The figures, index unit_code: only units that have one, by code, so that no result hangs on the order of rows.
    scaled
        The same standardised: mean 0, variance 1 over these units, shape (n,).
    links
        Ones at the neighbours among them, shape (n, n).
    no_data
        Names of the units without a figure, index unit_code.
    alone
        Names of the units with a figure of which no neighbour has one, index unit_code.
    standardised
        Whether the figures were standardised by their counts and exposure; else they enter as they are.
    """

    values: pd.Series
    scaled: Floats
    links: sparse.csr_matrix
    no_data: pd.Series
    alone: pd.Series
    standardised: bool

    @property
    def degrees(self) -> npt.NDArray[np.int64]:
        """How many neighbours with a figure each unit has, shape (n,)."""
        degrees: npt.NDArray[np.int64] = np.diff(self.links.indptr).astype(np.int64)
        return degrees

    def said_left_out(self, lang: str = "vi") -> str:
        """Name the units that leave the map, and those without a neighbour.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Sentences, each after a blank; empty where all units are looked at.
        """
        said = ""
        for key, left_out in (("space_alone", self.alone), ("space_no_data", self.no_data)):
            if len(left_out):
                said += " " + say(f"measures.{key}", lang, n=len(left_out), names=listed_names(left_out))
        return said


def listed_names(names: pd.Series) -> str:
    """List units by code and name for a sentence.

    Parameters
    ----------
    names
        Names, index unit_code.

    Returns
    -------
    str
        The first of them, and how many more there are.
    """
    return listed([f"{code} {name}".strip() for code, name in names.items()], len(names))


def on_map(measure: Measure, over: Neighbours, period: str) -> OnMap:
    """Put a measure on the map of neighbours.

    Parameters
    ----------
    measure
        A rate or share; with its counts it is standardised by :func:`eb_standardise`.
    over
        Neighbours on the same map.
    period
        One of the periods of the measure.

    Returns
    -------
    OnMap
        Only units with a figure: the others leave the map, and their neighbours lose a neighbour.

    Raises
    ------
    RefusedError
        If the measure is smoothed, no rate or share, or has too few figures or none that differ.
    UnknownNameError
        If it has no such period.
    UsageError
        If the neighbours are of another map, also where codes are the same and polygons are not.
    """
    if period not in measure.periods():
        raise UnknownNameError("errors.kind_period", period, measure.periods())
    rows = measure.at(period).reindex(measure.units.index)
    _refuse(measure, rows)
    over.check_map(measure.units)
    # What lies in several groups or in none is no place with neighbours.
    apart = rows.index.isin(NO_GROUPS)
    known = rows["value"].notna() & ~rows["comparator"].isin(BOUNDS) & ~apart
    own = rows[known].sort_index()
    counted = bool(own["method"].isin([*_COUNTED, SUMMED]).all())
    values = own["value"].astype(float)
    plain = values.to_numpy()
    if counted:
        part = bool(own["method"].eq("exact_binomial").any()) or measure.unit_vi == _PERCENT
        plain = eb_standardise(own["events"], own["exposure"], part=part)
    if len(own) < _FEWEST or np.ptp(plain) <= 1e-12 * np.abs(plain).max():
        told = {"label": measure.label_vi, "label_en": measure.label_en}
        raise RefusedError("measures.space_nothing_varies", period=period, n=len(own), **told)
    names = (measure.units["name"] if "name" in measure.units else pd.Series("", index=rows.index)).astype(
        str
    )
    links = over.among(own.index)
    alone = names[own.index[np.diff(links.indptr) == 0]]
    return OnMap(values, (plain - plain.mean()) / plain.std(), links, names[~known & ~apart], alone, counted)


def _refuse(measure: Measure, rows: pd.DataFrame) -> None:
    methods = set(rows.loc[rows["value"].notna(), "method"])
    told = {"label": measure.label_vi, "label_en": measure.label_en}
    if methods & set(SMOOTHED):
        raise RefusedError("measures.space_smoothed", **told)
    of_groups = SUMMED in methods and rows.loc[rows["value"].notna(), "exposure"].notna().all()
    if methods - {*_RAW, *([SUMMED] if of_groups else [])}:
        raise RefusedError("measures.space_no_rate", **told)
