"""Every figure paired with the units of the later map that it goes to, as arrays sorted by where it arrives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.places.reforms.shares import BASES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

FIGURE = ("province", "level", "indicator", "category", "basis", "period", "method_version", "stage")
"""What makes two rows the same figure of different units: the key of an observation without its unit."""


@dataclass(frozen=True)
class Pairing:
    """Figures of one map and the cells (figure and new unit) that they arrive in.

    Attributes
    ----------
    row
        For each pair its row of the observations, shape (pairs,).
    pair
        For each pair its row of the crosswalk, shape (pairs,).
    start
        Where each cell begins among the pairs, shape (cells,).
    figure
        Which figure each cell is of, shape (cells,); rows have theirs in `row_figure`.
    target
        Which new unit each cell is of, shape (cells,), a position in `targets`.
    row_figure
        Which figure each row is of, shape (rows,).
    targets
        Codes of the new units.
    share, basis
        Share of each row of the crosswalk, and the position of its basis in ``BASES``, shape (crosswalk,).
    sources
        How many old units each new unit is made of, shape (targets,).
    whole
        For each new unit whether it is one old unit, whole and alone, shape (targets,).
    unknown
        Rows whose unit the crosswalk does not know, shape (rows,).
    gone
        The share of each row that has no successor, shape (rows,).
    """

    row: Ints
    pair: Ints
    start: Ints
    figure: Ints
    target: Ints
    row_figure: Ints
    targets: pd.Index
    share: Floats
    basis: Ints
    sources: Ints
    whole: Bools
    unknown: Bools
    gone: Floats

    @property
    def counts(self) -> Ints:
        """How many rows arrive in each cell, shape (cells,)."""
        return np.diff(np.append(self.start, len(self.row)))

    @property
    def cell(self) -> Ints:
        """The cell of each pair, shape (pairs,)."""
        return np.repeat(np.arange(len(self.start)), self.counts)


def pair_up(rows: pd.DataFrame, crosswalk: pd.DataFrame) -> Pairing:
    """Pair figures with the units that they go to.

    Parameters
    ----------
    rows
        Observations of one map.
    crosswalk
        What became of the units of that map, with ``share``.

    Returns
    -------
    Pairing
        The pairs; parts with share 0 are left out, they bring nothing.
    """
    used = crosswalk[crosswalk["share"].gt(0)]
    known = pd.Index(sorted(used["from_code"].unique()))
    targets = pd.Index(sorted(set(used["to_code"]) - {""}))
    source, target = known.get_indexer(used["from_code"]), targets.get_indexer(used["to_code"])
    order = np.lexsort((target, source))
    source, target, share = source[order], target[order], used["share"].to_numpy(np.float64)[order]
    goes = np.bincount(source, minlength=len(known))
    living = target >= 0
    sources = np.bincount(target[living], minlength=len(targets))
    whole = np.zeros(len(targets), bool)
    whole[target[living & (goes[source] == 1)]] = True
    unit = _positions(rows["unit_code"], known)
    repeats = np.where(unit >= 0, np.append(goes, 0)[unit], 0)
    row = np.repeat(np.arange(len(rows)), repeats)
    first = np.concatenate([[0], np.cumsum(goes)])[unit[row]]
    offset = np.arange(len(row)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    pair = first + offset
    alive = target[pair] >= 0
    figure = figures(rows, FIGURE)
    row, pair = row[alive], pair[alive]
    cell = figure[row] * max(len(targets), 1) + target[pair]
    sorting = np.lexsort((unit[row], cell))
    row, pair, cell = row[sorting], pair[sorting], cell[sorting]
    start = np.flatnonzero(np.append(True, cell[1:] != cell[:-1])) if len(cell) else np.zeros(0, np.int64)
    gone = np.append(np.bincount(source[~living], share[~living], len(known)), 0.0)[unit]
    return Pairing(
        row=row,
        pair=pair,
        start=start,
        figure=cell[start] // max(len(targets), 1),
        target=cell[start] % max(len(targets), 1),
        row_figure=figure,
        targets=targets,
        share=share,
        basis=used["share_basis"].map(BASES.index).to_numpy(np.int64)[order],
        sources=sources,
        whole=whole & (sources == 1),
        unknown=unit < 0,
        gone=gone,
    )


def figures(rows: pd.DataFrame, columns: Sequence[str]) -> Ints:
    """Give a number to each of the different combinations of some columns, in sorted order.

    Parameters
    ----------
    rows
        A frame.
    columns
        Text columns.

    Returns
    -------
    numpy.ndarray
        A number from 0 for each row, shape (rows,).
    """
    numbers = np.zeros(len(rows), np.int64)
    for name in columns:
        codes, words = pd.factorize(rows[name], sort=True)
        if len(words) > 1:
            numbers = pd.factorize(numbers * len(words) + codes, sort=True)[0]
    return numbers


def worded(words: Sequence[str], numbers: Ints) -> pd.Series:
    """Write numbers as the words that they stand for.

    Parameters
    ----------
    words
        The words by number.
    numbers
        Positions in `words`, shape (n,).

    Returns
    -------
    pandas.Series
        Text, shape (n,).
    """
    return pd.Series(list(words), dtype="str").take(numbers).reset_index(drop=True)


def _positions(codes: pd.Series, known: pd.Index) -> Ints:
    numbers, words = pd.factorize(codes)
    return known.get_indexer(pd.Index(words))[numbers] if len(words) else np.zeros(0, np.int64)
