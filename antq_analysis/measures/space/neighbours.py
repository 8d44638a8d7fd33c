"""Who is whose neighbour: by common borders, by nearness or within a distance; islands are named."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy import sparse

from antq_analysis.errors import UnknownNameError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Shown
from antq_analysis.measures.space.contiguity import contiguity
from antq_analysis.measures.space.nearest import has_polygon, nearest, positions, within
from antq_analysis.panel.load import Panel
from antq_analysis.places.maps.polygons import listed

HOW = ("queen", "rook", "knn", "distance")
ROUNDING = 1.0
"""Borders so near to each other [m] are one border, drawn with other digits."""
_DEGREE = 111_320.0


@dataclass(frozen=True)
class Neighbours(Shown):
    """Who is whose neighbour on one map.

    Parameters
    ----------
    links
        Ones where the column is a neighbour of the row, shape (n, n).
    names
        Name of each unit, index unit_code, in the order of `links`.
    shapes
        Polygon of each unit, in the same order: codes are used again, so that only these tell the map.
    how
        One of :data:`HOW`.
    nearly
        How many pairs were linked only because their polygons overlap or nearly touch.
    joined
        Codes of the islands that were linked to the nearest unit.
    """

    links: sparse.csr_matrix
    names: pd.Series
    shapes: gpd.GeoSeries
    how: str
    nearly: int = 0
    joined: tuple[str, ...] = ()

    @property
    def counts(self) -> pd.Series:
        """How many neighbours each unit has, index unit_code."""
        return pd.Series(np.diff(self.links.indptr), index=self.names.index)

    @property
    def islands(self) -> tuple[str, ...]:
        """Codes of the units without a neighbour."""
        return tuple(self.names.index[self.counts.to_numpy() == 0])

    def of(self, code: str) -> tuple[str, ...]:
        """List the neighbours of a unit.

        Parameters
        ----------
        code
            Its code.

        Returns
        -------
        tuple of str
            Codes, in the order of the map.

        Raises
        ------
        UnknownNameError
            If the map has no such unit.
        """
        if code not in self.names.index:
            raise UnknownNameError("errors.kind_unit", code, map(str, self.names.index))
        at = self.names.index.get_loc(code)
        return tuple(self.names.index[np.sort(self.links[at].indices)])

    def among(self, codes: Sequence[str] | pd.Index) -> sparse.csr_matrix:
        """Take the links among some of the units.

        Parameters
        ----------
        codes
            Their codes.

        Returns
        -------
        scipy.sparse.csr_matrix
            As `links`, in the order of `codes`.

        Raises
        ------
        UsageError
            If some are not on this map.
        """
        at = self.names.index.get_indexer(pd.Index(codes))
        if (at < 0).any():
            unknown = [str(code) for code, place in zip(codes, at, strict=True) if place < 0]
            raise UsageError("measures.neighbours_of_other_map", n=len(unknown), cases=unknown)
        return sparse.csr_matrix(self.links[at][:, at])

    def check_map(self, units: gpd.GeoDataFrame) -> None:
        """Refuse units of another map, also where they have the codes of this one.

        Parameters
        ----------
        units
            The units of a measure, index unit_code.

        Raises
        ------
        UsageError
            If some are not on this map, or have other polygons on it.
        """
        codes = units.index
        unknown = codes[~codes.isin(self.names.index)]
        if len(unknown):
            raise UsageError("measures.neighbours_of_other_map", n=len(unknown), cases=[*map(str, unknown)])
        own = np.asarray(self.shapes.reindex(codes).to_numpy())
        given = np.asarray(units.geometry.to_numpy())
        same = shapely.equals_exact(own, given) | (shapely.is_missing(own) & shapely.is_missing(given))
        other = codes[~same]
        if len(other):
            raise UsageError("measures.neighbours_of_other_polygons", n=len(other), cases=[*map(str, other)])

    def findings(self) -> tuple[Finding, ...]:
        """Name the islands, and those that were linked to the nearest unit.

        Returns
        -------
        tuple of Finding
            Notes; none where every unit borders on another.
        """
        found = []
        for rule, codes in (("space_islands", self.islands), ("space_islands_joined", self.joined)):
            if codes:
                said = listed([f"{code} {self.names[code]}".strip() for code in codes], len(codes))
                found.append(Finding(rule, Severity.NOTE, written=said, values={"n": len(codes)}))
        return tuple(found)

    def rows(self) -> pd.DataFrame:
        """List the neighbours of every unit.

        Returns
        -------
        pandas.DataFrame
            Index unit_code; columns name, n_neighbours, neighbours (their codes).
        """
        told = ["; ".join(self.of(str(code))) for code in self.names.index]
        return pd.DataFrame({"name": self.names, "n_neighbours": self.counts, "neighbours": told})

    def sentence(self, lang: str = "vi") -> str:
        """Say how many neighbours units have, and name the islands.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One or more sentences.
        """
        counts = self.counts
        said = say(
            f"measures.neighbours_{self.how}",
            lang,
            n=len(counts),
            mean=round(float(counts.mean()), 1),
            most=int(counts.max()),
        )
        if self.nearly:
            said += " " + say("measures.neighbours_nearly", lang, n=self.nearly)
        return " ".join([said, *(finding.text(lang) for finding in self.findings())])


def neighbours(
    layer: gpd.GeoDataFrame | Panel,
    how: str = "queen",
    *,
    k: int = 4,
    distance: float | None = None,
    tolerance: float | None = None,
    join_islands: bool = False,
) -> Neighbours:
    """Find who is whose neighbour.

    Parameters
    ----------
    layer
        A panel, or units with polygons, index unit_code, such as ``panel.units``; a column `name` where there is one.
    how
        ``"queen"`` (a common corner is enough), ``"rook"`` (a common stretch of border), ``"knn"`` (the `k` nearest) or
        ``"distance"`` (all within `distance`). The last two go by the centres of the polygons.
    k
        Number of nearest units.
    distance
        Distance [m] along the ground; in a layer without a coordinate system in its own units.
    tolerance
        Borders no farther apart [m] are common; by default 1 m, and 0 in a layer without a coordinate system, whose
        units nobody knows. Polygons that overlap always border on each other.
    join_islands
        Link every unit that borders on none, and the unit nearest to it, with each other.

    Returns
    -------
    Neighbours
        The links; units without a neighbour are named.

    Raises
    ------
    UnknownNameError
        If there is no such way.
    UsageError
        If there are no polygons, units stand twice, or a number is missing or makes no sense.

    References
    ----------
    Equal to libpysal's Queen, Rook, KNN and DistanceBand on clean layers. Its example ``lat2W(3, 3)`` has 2.67 rook
    neighbours a cell.

    Examples
    --------
    >>> corners = np.mgrid[:3, :3].reshape(2, -1)
    >>> cells = gpd.GeoDataFrame(geometry=shapely.box(*corners, *(corners + 1)))
    >>> near = neighbours(cells, "rook")
    >>> round(float(near.counts.mean()), 2), near.of(4)
    (2.67, (1, 3, 5, 7))
    """
    if isinstance(layer, Panel):
        layer = layer.units
    if how not in HOW:
        raise UnknownNameError("measures.kind_neighbours", how, HOW)
    _refuse(layer, how, k, distance, tolerance)
    polygons, nearly = layer.geometry.to_numpy(), 0
    if how in ("queen", "rook"):
        links, nearly = contiguity(
            np.asarray(polygons), corners=how == "queen", tolerance=_in_units(layer, tolerance)
        )
    elif how == "knn":
        links = nearest(positions(layer), k)
    else:
        links = within(positions(layer), distance or 0.0)
    codes, joined = layer.index, ()
    if join_islands:
        alone = (np.diff(links.indptr) == 0) & has_polygon(layer)
        links, joined = _joined(links, nearest(positions(layer), 1), alone), tuple(codes[alone])
    names = layer["name"].astype(str) if "name" in layer else pd.Series("", index=codes)
    return Neighbours(links, names, layer.geometry, how, nearly, joined)


def _refuse(
    layer: gpd.GeoDataFrame, how: str, k: int, distance: float | None, tolerance: float | None
) -> None:
    if not layer.index.is_unique:
        raise UsageError(
            "measures.units_twice", cases=sorted(set(map(str, layer.index[layer.index.duplicated()])))
        )
    if not has_polygon(layer).any():
        raise UsageError("measures.no_polygons")
    if how == "knn" and not 1 <= k < len(layer):
        raise UsageError("measures.bad_nearest", k=k, n=len(layer))
    if (how == "distance" and not (distance or 0.0) > 0) or (tolerance or 0.0) < 0:
        raise UsageError("measures.bad_distance")


def _in_units(layer: gpd.GeoDataFrame, tolerance: float | None) -> float:
    if layer.crs is None:
        return tolerance or 0.0
    metres = ROUNDING if tolerance is None else tolerance
    return metres / (_DEGREE if layer.crs.is_geographic else layer.crs.axis_info[0].unit_conversion_factor)


def _joined(links: sparse.csr_matrix, nearest_one: sparse.csr_matrix, alone: np.ndarray) -> sparse.csr_matrix:
    bridge = sparse.diags_array(alone.astype(float)) @ nearest_one
    both = sparse.csr_matrix(links + bridge + bridge.T)
    both.data = np.ones(both.nnz)
    both.sort_indices()
    return both
