"""Which counts to hide so that no small one can be worked out: as few as possible, by integer programming."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from antq_analysis.errors import RefusedError
from antq_analysis.measures.suppression.cells import Cells, Flags, Floats

FREE, HIDE, SHOW, UNSEEN = 0, 1, -1, 2
"""What is settled of a cell: nothing, that it was hidden before, that it was shown before, that it is not published."""

ALONE, BEFORE = "suppress_given_away", "suppress_given_away_before"
"""Why nothing can be published: for what is published now, or for what was published before."""

_NEAR = 1e-6
_ROUNDS = 200
_SUM_COSTS, _LARGE_COSTS = 1e-2, 1e-3
"""Among equally many hidden cells those are preferred that are no totals, and then the smaller ones."""


@dataclass(frozen=True)
class _Table:
    """The cells, and behind them for each whole what its parts leave over: that is shown nowhere.

    Parameters
    ----------
    values, matrix
        Counts, and the sums between them.
    leaf, small
        Which cells are no totals, and which are small.
    """

    values: Floats
    matrix: csr_array
    leaf: Flags
    small: Flags


@dataclass(frozen=True)
class _Problem:
    """Cells that hang together, with how far each may move where it is hidden.

    Parameters
    ----------
    values, matrix
        Counts, and the sums between them.
    down, up
        By how much a reader who knows the rule would let a hidden cell be less, or more.
    settled
        One of FREE, HIDE, SHOW, UNSEEN for each cell.
    aims
        Cells that need protection where they are hidden, each with the bounds that its interval must reach.
    cost
        Of hiding each cell.
    """

    values: Floats
    matrix: csr_array
    down: Floats
    up: Floats
    settled: Floats
    aims: tuple[tuple[int, float, float, bool], ...]
    cost: Floats


def choose_hidden(
    cells: Cells, threshold: int, settled: Floats | None = None, *, alone: bool = False
) -> Flags:
    """Choose what is hidden: every small count, and as few others as keep them from being worked out.

    A reader is taken to know all that is shown, the sums, the rule, and even which of the hidden counts of communes are
    the small ones. Still every small one may then be anything from 1 to the threshold. A total is hidden only where
    its parts alone cannot protect a small count.

    Parameters
    ----------
    cells
        Everything that is published together.
    threshold
        Largest count that is hidden for itself.
    settled
        One of FREE, HIDE, SHOW, UNSEEN for each cell, from earlier releases and from what is published now; by default
        all are free. A zero and a large count that are not published need no protection.
    alone
        Whether nothing of it was published before; only what a refusal says hangs on it.

    Returns
    -------
    numpy.ndarray
        One flag a cell: hidden.

    Raises
    ------
    RefusedError
        If what is shown, or was shown before, gives a small count away, whatever is hidden now.

    References
    ----------
    Fischetti, M. and Salazar, J. J. (2001). Solving the cell suppression problem on tabular data with linear
    constraints. Management Science 47, 1008-1027: the cuts of section 4.

    Examples
    --------
    >>> import pandas as pd
    >>> keys = pd.DataFrame({"level": ["commune"] * 3 + ["communes"]})
    >>> cells = Cells(keys, np.array([2.0, 30.0, 15.0, 47.0]), ((3, (0, 1, 2)),))
    >>> choose_hidden(cells, 4).tolist()
    [True, False, True, False]
    """
    table = _table(cells, threshold)
    fixed = np.full(len(table.values), float(UNSEEN))
    fixed[: len(cells.values)] = FREE if settled is None else settled
    before = int((table.small & (fixed == SHOW)).sum())
    if before:
        raise RefusedError("measures.suppress_shown_before", n=before)
    fixed[table.small] = HIDE
    fixed[(fixed == HIDE) & (table.values == 0)] = UNSEEN
    # First with every total shown; where that is not enough, totals may go too.
    narrow = np.where(~table.leaf & (fixed == FREE), SHOW, fixed)
    hidden = _hide(table, narrow, threshold)
    hidden = _hide(table, fixed, threshold) if hidden is None else hidden
    if hidden is None:
        raise RefusedError(f"measures.{ALONE if alone else BEFORE}")
    chosen: Flags = hidden[: len(cells.values)]
    return chosen


def _table(cells: Cells, threshold: int) -> _Table:
    n, more = len(cells.values), len(cells.within)
    left = [cells.values[whole] - cells.values[list(parts)].sum() for whole, parts in cells.within]
    values = np.append(cells.values, np.maximum(left, 0.0))
    sums = [*cells.sums, *((whole, (*parts, n + i)) for i, (whole, parts) in enumerate(cells.within))]
    return _Table(
        values=values,
        matrix=Cells(cells.keys, values, tuple(sums)).matrix(),
        leaf=np.append(~cells.is_sum(), np.zeros(more, dtype=bool)),
        small=np.append(cells.is_small(threshold), np.zeros(more, dtype=bool)),
    )


def _hide(table: _Table, settled: Floats, threshold: int) -> Flags | None:
    hidden: Flags = (settled == HIDE) | (settled == UNSEEN)
    for block in _blocks(table, settled):
        found = _solve(_problem(table, block, settled, threshold))
        if found is None:
            return None
        hidden[block] |= found
    return hidden


def _blocks(table: _Table, settled: Floats) -> list[np.ndarray]:
    if not table.matrix.shape[0]:
        return []
    open_cells = np.flatnonzero((settled != SHOW) & ((table.values > 0) | (settled == UNSEEN)))
    part = table.matrix[:, open_cells]
    links = part.T @ part
    _, name = connected_components(links, directed=False)
    needy = np.unique(name[settled[open_cells] == HIDE])
    return [open_cells[name == one] for one in needy]


def _problem(table: _Table, block: np.ndarray, settled: Floats, threshold: int) -> _Problem:
    values, leaf, small = table.values[block], table.leaf[block], table.small[block]
    least, most = np.zeros(len(block)), np.full(len(block), np.inf)
    leaf = leaf & (settled[block] != UNSEEN)
    least[leaf] = np.minimum(values[leaf], np.where(small[leaf], 1.0, threshold + 1.0))
    most[leaf & small] = threshold
    # What is protected against those who know which counts are small is protected against all others too.
    aims = tuple(
        (int(i), min(1.0, float(values[i])), float(threshold), bool(leaf[i] & small[i]))
        for i in np.flatnonzero(leaf | small)
    )
    size = values / max(values.max(), 1.0)
    matrix = table.matrix[:, block]
    matrix = matrix[np.diff(matrix.tocsr().indptr) > 0]
    cost = 1.0 + _SUM_COSTS * ~leaf + _LARGE_COSTS * size
    return _Problem(values, matrix, values - least, most - values, settled[block], aims, cost)


def _solve(problem: _Problem) -> Flags | None:
    n = len(problem.values)
    low = (problem.settled > FREE).astype(float)
    high = (problem.settled != SHOW).astype(float)
    cuts: list[Floats] = []
    for _ in range(_ROUNDS):
        rows = [LinearConstraint(np.array(cuts), lb=0.0)] if cuts else []
        found = milp(problem.cost, integrality=np.ones(n), bounds=Bounds(low, high), constraints=rows)
        if not found.success:
            return None
        chosen = found.x > 0.5
        new = _violated(problem, chosen)
        if not new:
            return np.asarray(chosen, dtype=bool)
        cuts += new
    return None


def _violated(problem: _Problem, chosen: Flags) -> list[Floats]:
    cuts = []
    moves: list[Floats] = []
    for aim, least, most, knowing in problem.aims:
        if not chosen[aim]:
            continue
        for sign, need in ((1.0, most - problem.values[aim]), (-1.0, problem.values[aim] - least)):
            cut = _cut(problem, chosen, (aim, sign, need), moves, knowing=knowing) if need > _NEAR else None
            if cut is not None:
                cuts.append(cut)
    return cuts


def _cut(
    problem: _Problem, chosen: Flags, aim: tuple[int, float, float], moves: list[Floats], *, knowing: bool
) -> Floats | None:
    """Tell what else must be hidden so that one cell may be as far from its count as it needs; None if it may be."""
    at, sign, need = aim
    down, up = problem.down.copy(), problem.up.copy()
    if not knowing:
        down, up = problem.values.copy(), np.full_like(up, np.inf)
    down[at], up[at] = problem.values[at], np.inf
    goal = np.zeros(len(down))
    goal[at] = -sign
    free = np.column_stack((np.where(chosen, -down, 0.0), np.where(chosen, up, 0.0)))
    if problem.matrix.shape[0] == 0 or _moves_it(moves, free, aim):
        return None
    zero = np.zeros(problem.matrix.shape[0])
    # Nobody needs more than this; without it a total that may be anything has no largest value.
    free[at] = (max(free[at, 0], -need), min(free[at, 1], need))
    found = linprog(goal, A_eq=problem.matrix, b_eq=zero, bounds=free, method="highs")
    moves.append(found.x)
    if -found.fun >= need - _NEAR:
        return None
    # The equations hold for every table, so the move of the cell is this sum over the moves of the others.
    weight = problem.matrix.T @ found.eqlin.marginals - goal
    weight[np.abs(weight) < _NEAR] = 0.0
    reach = np.where(weight > 0, up, down)
    cut = np.abs(weight) * np.where(weight != 0, np.where(np.isfinite(reach), reach, need / _NEAR), 0.0)
    least_hidden: Floats = np.minimum(cut, need)
    least_hidden[at] = -need
    return least_hidden


def _moves_it(moves: list[Floats], free: Floats, aim: tuple[int, float, float]) -> bool:
    """Tell whether a move found for another cell, or a part of it, takes this one as far as it needs."""
    at, sign, need = aim
    for move in moves:
        far = sign * move[at]
        if far < need:
            continue
        part = move * (need / far)
        if bool(np.all((part >= free[:, 0]) & (part <= free[:, 1]))):
            return True
    return False
