"""What a reader can work out of what is published: an audit that knows the published figures and nothing else."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from antq_analysis.measures.suppression.cells import Flags, Floats, Sum

_UNBOUNDED = 3
"""Status of a linear programme of scipy."""


def feasible_intervals(
    shown: Floats, sums: Sequence[Sum], missing: Floats | None = None, *, least: Floats, most: Floats
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

    Returns
    -------
    pandas.DataFrame
        Index: position of each hidden cell; columns low, high (infinite where nothing limits it).
    """
    hidden = np.flatnonzero(np.isnan(shown))
    rows, right = [], []
    for number, (total, parts) in enumerate(sums):
        members = [(total, -1.0), *((part, 1.0) for part in parts)]
        if not any(np.isnan(shown[cell]) for cell, _ in members):
            continue
        row = np.zeros(len(hidden))
        known = 0.0 if missing is None else float(missing[number])
        for cell, sign in members:
            if np.isnan(shown[cell]):
                row[np.searchsorted(hidden, cell)] += sign
            else:
                known -= sign * shown[cell]
        rows.append(row)
        right.append(known)
    table = {"low": np.full(len(hidden), np.nan), "high": np.full(len(hidden), np.nan)}
    for part in _apart(np.array(rows).reshape(len(rows), len(hidden))):
        own = [i for i, row in enumerate(rows) if row[part].any()]
        _between(
            table,
            part,
            (np.array([rows[i][part] for i in own]), np.array([right[i] for i in own])),
            list(zip(least[hidden[part]], most[hidden[part]], strict=True)),
        )
    return pd.DataFrame(table, index=hidden)


def exposed(
    shown: Floats,
    sums: Sequence[Sum],
    threshold: int,
    small: Flags,
    missing: Floats | None = None,
    *,
    whole: bool = True,
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
    whole
        Whether all counts are whole; apportioned ones may be less than 1.

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
    nothing, endless = np.zeros(len(shown)), np.full(len(shown), np.inf)
    plain = feasible_intervals(shown, sums, missing, least=nothing, most=endless)
    plain = plain[(~totals | small)[plain.index]]
    least = np.where(totals, 0.0, np.where(small, float(whole), threshold + float(whole)))
    most = np.where(~totals & small, float(threshold), np.inf)
    knowing = feasible_intervals(shown, sums, missing, least=least, most=most)
    knowing = knowing[(~totals & small)[knowing.index]]
    both = pd.concat([plain.assign(knows_rule=False), knowing.assign(knows_rule=True)])
    open_enough = (both["low"] <= 1 + 1e-6) & (both["high"] >= threshold - 1e-6)
    return both[~open_enough].sort_index(kind="stable")


def _apart(matrix: np.ndarray) -> list[np.ndarray]:
    """Split the hidden cells into those that hang together by some equation."""
    name = np.arange(matrix.shape[1])
    for row in matrix:
        together = np.flatnonzero(row)
        name[np.isin(name, name[together])] = name[together].min()
    return [np.flatnonzero(name == one) for one in np.unique(name)]


def _between(
    table: dict[str, Floats],
    part: np.ndarray,
    equations: tuple[np.ndarray, np.ndarray],
    bounds: list[tuple[float, float]],
) -> None:
    left, right = equations
    for i, cell in enumerate(part):
        goal = np.zeros(len(part))
        goal[i] = 1.0
        for end, sign in (("low", 1.0), ("high", -1.0)):
            if not len(right):
                table[end][cell] = bounds[i][0 if end == "low" else 1]
                continue
            found = linprog(sign * goal, A_eq=left, b_eq=right, bounds=bounds, method="highs")
            endless = -sign * np.inf if found.status == _UNBOUNDED else np.nan
            table[end][cell] = found.x[i] if found.success else endless
