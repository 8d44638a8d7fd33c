"""Made-up tables of counts, and what a reader can find out by trying every table there is."""

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd

from antq_analysis.measures.suppression.cells import Cells

THRESHOLD = 4
LOW = 2
"""A threshold at which trying every table takes no time."""


def districts(*members: tuple[int, ...]) -> Cells:
    """Communes by district, the sum of each district, and that of all."""
    values: list[float] = []
    sums, levels, tops = [], [], []
    for own in members:
        first = len(values)
        values += [*map(float, own), float(sum(own))]
        levels += ["commune"] * len(own) + ["district"]
        sums.append((len(values) - 1, tuple(range(first, len(values) - 1))))
        tops.append(len(values) - 1)
    sums.append((len(values), tuple(tops)))
    values.append(float(sum(map(sum, members))))
    return Cells(pd.DataFrame({"level": [*levels, "communes"]}), np.array(values), tuple(sums))


def crossed(table: list[list[int]]) -> Cells:
    """Communes by category, with both margins and the whole."""
    rows = np.array(table, dtype=float)
    n, m = rows.shape
    whole = np.block([[rows, rows.sum(1, keepdims=True)], [rows.sum(0, keepdims=True), rows.sum()]])
    at = np.arange((n + 1) * (m + 1)).reshape(n + 1, m + 1)
    sums = [(int(line[-1]), tuple(map(int, line[:-1]))) for line in at]
    sums += [(int(line[-1]), tuple(map(int, line[:-1]))) for line in at.T]
    return Cells(pd.DataFrame({"level": ["x"] * at.size}), whole.ravel(), tuple(sums))


def possible_tables(cells: Cells, hidden: np.ndarray, most: int) -> Iterator[np.ndarray]:
    """Try every table of whole counts that agrees with what is shown; leaves are tried, totals follow."""
    leaves = np.flatnonzero(hidden & ~cells.is_sum())
    for tried in itertools.product(range(most + 1), repeat=len(leaves)):
        values = np.where(hidden, np.nan, cells.values)
        values[leaves] = tried
        for total, parts in cells.sums:
            if hidden[total] and np.isnan(values[total]):
                values[total] = values[list(parts)].sum()
        if all(abs(values[total] - values[list(parts)].sum()) < 0.5 for total, parts in cells.sums):
            yield values


def gives_nothing_away(cells: Cells, hidden: np.ndarray, most: int) -> bool:
    """Tell, by trying all tables, whether every hidden count may be 1 to LOW, also for who knows which are small."""
    small, leaf = cells.is_small(LOW), ~cells.is_sum()
    plain, knowing = ({int(i): set() for i in np.flatnonzero(hidden)} for _ in range(2))
    for values in possible_tables(cells, hidden, most):
        few = (values > 0) & (values <= LOW)
        as_labelled = bool((few == small)[hidden & leaf].all())
        for i in np.flatnonzero(hidden):
            plain[int(i)].add(int(values[i]))
            if as_labelled:
                knowing[int(i)].add(int(values[i]))
    wanted = set(range(1, LOW + 1))
    return all(
        (wanted <= plain[i] or not (leaf[i] or small[i]))
        and (wanted <= knowing[i] or not (leaf[i] and small[i]))
        for i in plain
    )


def fewest(cells: Cells, most: int) -> int:
    """Count the hidden cells of the best choice, by trying every choice that leaves zeros shown."""
    small = cells.is_small(LOW)
    others = np.flatnonzero(~small & (cells.values > 0))
    for n in range(len(others) + 1):
        for more in itertools.combinations(others, n):
            hidden = small.copy()
            hidden[list(more)] = True
            if gives_nothing_away(cells, hidden, most):
                return int(hidden.sum())
    raise AssertionError("nothing protects this table")
