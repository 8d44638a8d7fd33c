"""What earlier releases settle: what stays shown, what stays hidden, and which of their sums a reader still has."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from antq_analysis.measures.suppression.cells import EARLIER, KEY, Cells, Floats, Sum
from antq_analysis.measures.suppression.ledger import HIDDEN, SHOWN
from antq_analysis.measures.suppression.protect import FREE, HIDE, SHOW

_NEAR = 1e-6


def settled_by(earlier: pd.DataFrame, cells: Cells) -> Floats:
    """Tell what earlier releases settle of each cell.

    A figure that was shown with today's value stays shown, and one that was hidden stays hidden, whatever it is now:
    its old value would follow from its new one. A figure that was only ever shown with another value was revised:
    today's is another figure, and nothing is settled of it.

    Parameters
    ----------
    earlier
        Rows of the ledger of one indicator on one map.
    cells
        Today's counts.

    Returns
    -------
    numpy.ndarray
        One of FREE, HIDE, SHOW for each cell.
    """
    known = pd.MultiIndex.from_frame(cells.keys[list(KEY)])
    now = pd.Series(cells.values, index=known)
    rows = earlier.set_index(list(KEY))
    shown = rows[rows["state"].eq(SHOWN)]
    then = pd.to_numeric(shown["value"])
    same = then[(then - now.reindex(then.index)).abs() <= _NEAR].index
    hidden = rows.index[rows["state"].eq(HIDDEN)]
    return np.select([known.isin(same), known.isin(hidden)], [float(SHOW), float(HIDE)], float(FREE))


def with_earlier_sums(cells: Cells, earlier: pd.DataFrame) -> Cells:
    """Add the sums that a reader of earlier releases has, where revised figures have put others in their place.

    In a release from before a revision a total less its visible parts is the sum of what was hidden then. Where today's
    figures give the same sum, nothing that was hidden in it was revised, and whoever kept that release still knows it:
    it holds for today's hidden figures too. Where they give another sum, a hidden figure was revised as well. The
    ledger keeps no hidden value, so that nobody can say which; the reader is taken not to know either, and that sum
    tells nothing of today's figures.

    Parameters
    ----------
    cells
        Today's counts of an indicator.
    earlier
        Rows of the ledger of that indicator on that map.

    Returns
    -------
    Cells
        The same with further cells of level ``earlier``, which are known to a reader, and the sums that they are of.
    """
    keys = pd.MultiIndex.from_frame(cells.keys[list(KEY)])
    values, sums, names = [*cells.values], [*cells.sums], []
    for release, rows in earlier.groupby("release"):
        told = rows.set_index(list(KEY))["value"].where(rows["state"].eq(SHOWN).to_numpy(), "")
        then = dict(zip(told.index, told, strict=True))
        states = {i: then[key] for i, key in enumerate(keys) if key in then}
        for found in _sums_then(cells, states):
            total, known, hidden = found
            values.append(known)
            at = len(values) - 1
            sums.append((at, hidden) if total is None else (total, (*hidden, at)))
            names.append((EARLIER, f"{release}-{at}", "", ""))
    if not names:
        return cells
    more = pd.DataFrame(names, columns=list(KEY), dtype="str")
    return replace(
        cells,
        keys=pd.concat([cells.keys, more], ignore_index=True),
        values=np.array(values),
        sums=tuple(sums),
    )


def _sums_then(cells: Cells, states: Mapping[int, str]) -> list[tuple[int | None, float, tuple[int, ...]]]:
    """Find the sums of a release that today's do not contain: a hidden total or none, what is known, hidden parts."""
    found: list[tuple[int | None, float, tuple[int, ...]]] = []
    direct = [(one, told) for one in cells.sums if (told := _members_then(one, states)) is not None]
    below = {total: members for (total, _), members in reversed(direct)}
    through = [(total, _opened(members, below, states)) for (total, _), members in direct]
    asked = [(one[0], members) for one, members in direct if not _as_today(cells, one, states)]
    asked += [(one[0], more) for (one, told), (_, more) in zip(direct, through, strict=True) if more != told]
    for total, members in asked:
        hidden = tuple(part for part in members if not states.get(part))
        visible = sum(float(states[part]) for part in members if states.get(part))
        over = float(cells.values[list(hidden)].sum())
        # Which total was seen: that of the release, or today's where the release hid it.
        whole = float(states[total]) if states[total] else float(cells.values[total])
        if hidden and abs(whole - visible - over) <= _NEAR:
            found.append((None, over, hidden) if states[total] else (total, whole - over, hidden))
    return found


def _opened(
    members: tuple[int, ...], below: Mapping[int, tuple[int, ...]], states: Mapping[int, str]
) -> tuple[int, ...]:
    """Put its parts in the place of each hidden total: a reader goes through it to the parts that were visible."""
    told: list[int] = []
    for member in members:
        through = not states.get(member) and member in below
        told += _opened(below[member], below, states) if through else (member,)
    return tuple(dict.fromkeys(told))


def _members_then(one: Sum, states: Mapping[int, str]) -> tuple[int, ...] | None:
    total, parts = one
    if total not in states:
        return None
    # Where only totals were published, all parts were unknown; otherwise a part without a row did not exist yet.
    there = tuple(part for part in parts if part in states)
    return there or parts


def _as_today(cells: Cells, one: Sum, states: Mapping[int, str]) -> bool:
    """Tell whether all parts of a sum were there, or none, and whatever was shown had today's value."""
    total, parts = one
    there = [part for part in parts if part in states]
    return len(there) in (0, len(parts)) and all(
        not states[cell] or abs(float(states[cell]) - cells.values[cell]) <= _NEAR for cell in (total, *there)
    )
