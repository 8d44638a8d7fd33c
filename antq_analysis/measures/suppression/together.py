"""Indicators of which one holds the other, published side by side: what is left of the whole bounds its parts."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from antq_analysis.measures.suppression.cells import COMMUNE, EARLIER, KEY, Cells, Floats, Sum
from antq_analysis.vocabulary import Indicator, Vocabulary

_NEAR = 1e-6


def related_to(indicator: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """List the counts that hold an indicator, that it holds, or that hang together with these.

    Parameters
    ----------
    indicator
        Indicator id.
    vocabulary
        What holds what.

    Returns
    -------
    tuple of str
        Ids of other indicators, in the order of the vocabulary.
    """
    links = {name: _parts_of(name, vocabulary) for name in vocabulary.indicators}
    found, before = {indicator}, 0
    while len(found) > before:
        before = len(found)
        found |= {name for name, parts in links.items() if parts & found}
        found |= {part for name in found for part in links[name]}
    return tuple(name for name in vocabulary.indicators if name in found - {indicator})


def joined(cells: Mapping[str, Cells], vocabulary: Vocabulary) -> Cells:
    """Put the cells of several indicators one behind the other, tied where one indicator holds others.

    The parts of a whole never exceed it together, unless a figure shows that they overlap: then each alone does not.
    Where they make up the whole wherever all are known, a reader sees that they do, and they are a sum.

    Parameters
    ----------
    cells
        By indicator.
    vocabulary
        What holds what.

    Returns
    -------
    Cells
        All cells, in the order given; the keys have the further column indicator.
    """
    keys = pd.concat([one.keys.assign(indicator=name) for name, one in cells.items()], ignore_index=True)
    starts = np.cumsum([0, *(len(one.values) for one in cells.values())])
    values = np.concatenate([one.values for one in cells.values()])
    sums = [
        _moved(one, int(start))
        for own, start in zip(cells.values(), starts, strict=False)
        for one in own.sums
    ]
    within: list[Sum] = []
    for whole, parts in _pairs(tuple(cells), vocabulary).items():
        is_sum, found = _ties(keys, values, whole, parts)
        (sums if is_sum else within).extend(found)
    return Cells(keys, values, tuple(sums), tuple(within))


def _moved(one: Sum, by: int) -> Sum:
    return one[0] + by, tuple(part + by for part in one[1])


def _parts_of(name: str, vocabulary: Vocabulary) -> set[str]:
    whole = vocabulary.indicator(name)
    if not _is_count(whole):
        return set()
    inside = [
        vocabulary.indicators[one] for one in vocabulary.contained_in(name) if one in vocabulary.indicators
    ]
    return {
        one.id for one in inside if _is_count(one) and (one.kind, one.unit_vi) == (whole.kind, whole.unit_vi)
    }


def _is_count(what: Indicator) -> bool:
    return what.adds_up == "sum" and what.kind in ("flow", "stock")


def _pairs(names: Sequence[str], vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Find for each indicator the largest of the others that it holds."""
    inside = {name: _parts_of(name, vocabulary) & set(names) for name in names}
    return {
        whole: sorted(part for part in parts if not any(part in inside[other] for other in parts))
        for whole, parts in inside.items()
        if parts
    }


def _ties(keys: pd.DataFrame, values: Floats, whole: str, parts: Sequence[str]) -> tuple[bool, list[Sum]]:
    own = keys[keys["category"].eq("") & keys["level"].ne(EARLIER) & keys["indicator"].isin([whole, *parts])]
    at = own.assign(position=own.index).pivot_table("position", list(KEY), "indicator")
    at = at.reindex(columns=[whole, *parts])
    at = at[at[whole].notna()]
    full = at[at.notna().all(axis=1) & (at.index.get_level_values("level") == COMMUNE)].astype(int)
    left = values[full[whole]] - values[full[list(parts)]].sum(axis=1)
    groups = [list(parts)] if (left >= -_NEAR).all() else [[part] for part in parts]
    makes_up = bool(len(full)) and bool((np.abs(left) <= _NEAR).all())
    found: list[Sum] = []
    for some in groups:
        for row in at[[whole, *some]].itertuples(index=False):
            total, *members = row
            there = tuple(int(cell) for cell in members if not np.isnan(cell))
            over = values[list(there)].sum() - values[int(total)] if there else np.inf
            # A part larger than its whole is a contradiction that ties nothing.
            if over <= _NEAR and (not makes_up or len(there) == len(some)):
                found.append((int(total), there))
    return makes_up, found
