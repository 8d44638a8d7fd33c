"""Columns that stand alike in sheets of one form, each sheet of other units: what is said of one holds for all."""

from collections.abc import Collection, Iterable, Sequence

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.understood import Understood

SHARED = 0.5
"""Two sheets of which as many units are the same are about two things, not parts of one form."""

Alike = tuple[Understood, ...]
"""Columns of which a person is asked once, one a sheet."""


def alike(columns: Iterable[Understood], understood: Sequence[Understood]) -> list[Alike]:
    """Gather the columns that bear one header in one place and were understood alike, in sheets of other units.

    Parameters
    ----------
    columns
        The columns to gather.
    understood
        All columns of the draft; those that name the units tell which sheets are about the same.

    Returns
    -------
    list of tuple
        In the order of the first column of each.

    Examples
    --------
    >>> named = [Understood(of, "A", "A1", "Xã", "unit", samples=(of,)) for of in ("Xã Mẫu An", "Xã Mẫu Bình")]
    >>> asked = [Understood(of.sheet, "B", "B1", "Số vụ", "asked", reason="ambiguous") for of in named]
    >>> [[item.sheet for item in columns] for columns in alike(asked, named)]
    [['Xã Mẫu An', 'Xã Mẫu Bình']]
    """
    units = {item.sheet: frozenset(map(fold, item.samples)) for item in understood if item.kind == "unit"}
    groups: list[list[Understood]] = []
    for item in columns:
        own = units.get(item.sheet, frozenset())
        known = next(
            (
                group
                for group in groups
                if _is_same(group[0], item)
                and all(_are_others(own, units.get(one.sheet, ())) for one in group)
            ),
            None,
        )
        if known is None:
            groups.append([item])
        else:
            known.append(item)
    return [tuple(group) for group in groups]


def _is_same(one: Understood, other: Understood) -> bool:
    places = [(item.header, item.column, item.cell, item.kind, item.reason) for item in (one, other)]
    meanings = [
        (item.indicator, item.category, item.basis, item.scale, item.years_before) for item in (one, other)
    ]
    return bool(one.header) and places[0] == places[1] and meanings[0] == meanings[1]


def _are_others(own: Collection[str], there: Collection[str]) -> bool:
    shared = len(set(own) & set(there))
    return bool(own) and bool(there) and shared < SHARED * min(len(own), len(there))
