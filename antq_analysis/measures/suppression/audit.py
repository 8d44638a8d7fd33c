"""What a reader can work out of what is published: an audit that knows the published figures and nothing else."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csc_array
from scipy.sparse.csgraph import connected_components

from antq_analysis.measures.suppression.cells import Flags, Floats, Sum

_UNBOUNDED = 3
"""Status of a linear programme of scipy."""


def feasible_intervals(  # noqa: PLR0913 - what is shown, how it hangs together, and what is known and asked
    shown: Floats,
    sums: Sequence[Sum],
    missing: Floats | None = None,
    *,
    least: Floats,
    most: Floats,
    within: Sequence[Sum] = (),
    asked: Flags | None = None,
    enough: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """Work out between which values each hidden count must lie.

    Parameters
    ----------
    shown
        The counts; NaN where one is hidden.
    sums
        Every total with its parts.
    missing
        Of each sum, by how much its parts exceed the total; by default by nothing.
    least, most
        What the reader knows of each hidden count beforehand.
    within
        Every whole with parts that together never exceed it.
    asked
        Of which of the counts it is asked; by default of all that are hidden.
    enough
        A low and a high value: of a count that may be as low and as high, no more than that is worked out.

    Returns
    -------
    pandas.DataFrame
        Index: position of each hidden cell that is asked of; columns low, high (infinite where nothing limits it).
    """
    hidden = np.flatnonzero(np.isnan(shown))
    rows, right = _rows(shown, (*sums, *within), hidden)
    if missing is not None:
        right[: len(sums)] += missing
    table = {"low": np.full(len(hidden), np.nan), "high": np.full(len(hidden), np.nan)}
    wanted = np.ones(len(hidden), dtype=bool) if asked is None else asked[hidden]
    _, name = connected_components(rows.T @ rows, directed=False)
    order = np.argsort(name, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(name[order])) + 1):
        own_columns = rows[:, part]
        own = np.unique(own_columns.indices)
        matrix, is_equal = own_columns[own].toarray(), own < len(sums)
        equal, below = ((matrix[kind], right[own[kind]]) for kind in (is_equal, ~is_equal))
        bounds = np.column_stack((least[hidden[part]], most[hidden[part]]))
        _between(table, part, wanted[part], (equal, below), bounds, enough)
    return pd.DataFrame(table, index=hidden)[wanted]


def _rows(shown: Floats, sums: Sequence[Sum], hidden: np.ndarray) -> tuple[csc_array, Floats]:
    """Write each sum over what is hidden: its parts less the total, and what that comes to."""
    at = {int(cell): i for i, cell in enumerate(hidden)}
    rows, columns, signs = [], [], []
    right = np.zeros(len(sums))
    for number, (total, parts) in enumerate(sums):
        for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if cell in at:
                rows.append(number)
                columns.append(at[cell])
                signs.append(sign)
            else:
                right[number] -= sign * shown[cell]
    return csc_array((signs, (rows, columns)), shape=(len(sums), len(hidden))), right


def exposed(
    shown: Floats,
    sums: Sequence[Sum],
    threshold: int,
    small: Flags,
    missing: Floats | None = None,
    *,
    within: Sequence[Sum] = (),
    unseen: Flags | None = None,
) -> pd.DataFrame:
    """List the hidden counts of which a reader learns more than that they may be anything from 1 to the threshold.

    Two readers are tried. One knows the figures, the sums and that counts are not negative: hidden counts that are no
    totals, and hidden totals that are small, must be open to him. The other knows the rule too, and which of the hidden
    counts that are no totals are small: these are from 1 to the threshold, the others above it. The small ones must be
    open to him as well.

    Parameters
    ----------
    shown
        The counts; NaN where one is hidden.
    sums
        Every total with its parts.
    threshold
        Largest count that is hidden for itself.
    small
        Which hidden counts are small.
    missing
        Of each sum, by how much its parts exceed the total; by default by nothing.
    within
        Every whole with parts that together never exceed it.
    unseen
        Which hidden counts need no protection and are not told apart: zeros, and large ones that are not published.

    Returns
    -------
    pandas.DataFrame
        Index: position; columns low, high, knows_rule. No rows where all is well.

    Examples
    --------
    A count beside a visible total and one large count:

    >>> exposed(np.array([np.nan, 30.0, 32.0]), [(2, (0, 1))], 4, np.array([True, False, False]))
       low  high  knows_rule
    0  2.0   2.0       False
    0  2.0   2.0        True
    """
    totals = np.zeros(len(shown), dtype=bool)
    totals[[total for total, _ in sums]] = True
    free = np.zeros(len(shown), dtype=bool) if unseen is None else unseen
    nothing, endless = np.zeros(len(shown)), np.full(len(shown), np.inf)
    asked = (~totals & ~free) | small
    enough = (1.0, float(threshold))
    plain = feasible_intervals(
        shown, sums, missing, least=nothing, most=endless, within=within, asked=asked, enough=enough
    )
    least = np.where(totals | free, 0.0, np.where(small, 1.0, threshold + 1.0))
    most = np.where(~totals & small, float(threshold), np.inf)
    asked = ~totals & small
    knowing = feasible_intervals(
        shown, sums, missing, least=least, most=most, within=within, asked=asked, enough=enough
    )
    both = pd.concat([plain.assign(knows_rule=False), knowing.assign(knows_rule=True)])
    open_enough = (both["low"] <= 1 + 1e-6) & (both["high"] >= threshold - 1e-6)
    return both[~open_enough].sort_index(kind="stable")


def _between(
    table: dict[str, Floats],
    part: np.ndarray,
    wanted: Flags,
    limits: tuple[tuple[Floats, Floats], tuple[Floats, Floats]],
    bounds: Floats,
    enough: tuple[float, float] | None,
) -> None:
    (left, right), (below, most) = limits
    given = {"A_eq": left, "b_eq": right} if len(right) else {}
    given |= {"A_ub": below, "b_ub": most} if len(most) else {}
    if not given:
        table["low"][part], table["high"][part] = bounds.T
        return
    least, highest = enough or (-np.inf, np.inf)
    # How low and how high each count is in the tables that were found for the others.
    reached = {"low": np.full(len(part), np.inf), "high": np.full(len(part), -np.inf)}
    for i in np.flatnonzero(wanted).tolist():
        for end, sign in (("low", 1.0), ("high", -1.0)):
            low, high = (reached[name][i] for name in ("low", "high"))
            if low <= least and high >= highest:
                table["low"][part[i]], table["high"][part[i]] = low, high
                break
            limited = bounds.copy()
            if low <= least:
                limited[i, 1] = min(limited[i, 1], highest)
            table[end][part[i]] = _end(i, sign, limited, given, reached)


def _end(i: int, sign: float, bounds: Floats, given: dict[str, Floats], reached: dict[str, Floats]) -> float:
    goal = np.zeros(len(bounds))
    goal[i] = sign
    found = linprog(goal, bounds=bounds, method="highs", **given)
    if not found.success:
        return -sign * np.inf if found.status == _UNBOUNDED else np.nan
    np.minimum(reached["low"], found.x, out=reached["low"])
    np.maximum(reached["high"], found.x, out=reached["high"])
    return float(found.x[i])
