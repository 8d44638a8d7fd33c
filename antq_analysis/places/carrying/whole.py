"""Counts of split units divided in whole numbers, as for publication: one incident goes to one unit."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from antq_analysis.places.carrying.pairing import Floats, Pairing
from antq_analysis.vocabulary import Vocabulary

_OF = ["unit_code", "period", "basis", "method_version", "stage"]
_NEAR = 1e-9


def whole_amounts(
    rows: pd.DataFrame, pairing: Pairing, indicators: Collection[str], vocabulary: Vocabulary
) -> Floats:
    """Divide counts in whole numbers, so that no fraction tells what a count was that shares are known of.

    A count is a row of incidents, and each of them goes to one new unit: after `n` incidents the first of the new units
    has the whole number nearest to its share of `n`, the second the one nearest to its share of the others, and so on.
    What is part of another count takes its place in that row, so that parts never exceed their whole in any new unit.

    Parameters
    ----------
    rows
        Observations of one map.
    pairing
        Where each goes.
    indicators
        Which counts are divided so; a figure that is no whole number is divided as any other.
    vocabulary
        What holds what.

    Returns
    -------
    numpy.ndarray
        What of its row each pair brings, shape (pairs,).
    """
    value = rows["value"].to_numpy(np.float64)
    share = pairing.share[pairing.pair]
    amount: Floats = value[pairing.row] * share
    counted = rows["indicator"].isin(list(indicators)).to_numpy(bool) & (value % 1 == 0)
    pairs = np.flatnonzero(counted[pairing.row] & (share < 1))
    if not len(pairs):
        return amount
    pairs = pairs[np.lexsort((pairing.pair[pairs], pairing.row[pairs]))]
    split, where = np.unique(pairing.row[pairs], return_inverse=True)
    first = _places(rows.iloc[split], vocabulary)
    left = {"from": first, "to": first + value[split]}
    rest = np.ones(len(split))
    begins = np.searchsorted(where, np.arange(len(split)))
    rank = np.arange(len(pairs)) - begins[where]
    for turn in range(int(rank.max()) + 1):
        now = pairs[rank == turn]
        own = where[rank == turn]
        ratio = np.clip(share[now] / np.maximum(rest[own], _NEAR), 0.0, 1.0)
        taken = {end: np.floor(count[own] * ratio + 0.5 + _NEAR) for end, count in left.items()}
        amount[now] = taken["to"] - taken["from"]
        for end, count in left.items():
            count[own] -= taken[end]
        rest[own] -= share[now]
    return amount


def _places(rows: pd.DataFrame, vocabulary: Vocabulary) -> Floats:
    """Tell how many incidents stand before those of each row in the count that holds them."""
    inside = {name: vocabulary.contained_in(name) for name in rows["indicator"].unique()}
    order = {name: at for at, name in enumerate(vocabulary.indicators)}
    keys = list(zip(*(rows[name] for name in [*_OF, "indicator", "category"]), strict=True))
    value = rows["value"].to_numpy(np.float64)

    def turn(at: int) -> tuple[int, int, str]:
        *_, name, category = keys[at]
        return -len(inside[name]), order[name], category

    first = np.zeros(len(rows))
    ends: dict[tuple[str, ...], tuple[float, float]] = {}
    free: dict[tuple[str, ...], float] = {}
    for at in sorted(range(len(rows)), key=turn):
        *of, name, category = keys[at]
        holders = [
            (*of, one, "") for one in sorted(inside, key=lambda one: len(inside[one])) if name in inside[one]
        ]
        whole = next((one for one in ([(*of, name, "")] if category else holders) if one in free), None)
        if whole is not None:
            begin, end = ends[whole]
            # Parts that overlap are more than their whole together; each alone is not.
            first[at] = free[whole] if free[whole] + value[at] <= end else begin
            free[whole] = first[at] + value[at]
        ends[keys[at]] = first[at], first[at] + value[at]
        free[keys[at]] = first[at]
    return first
