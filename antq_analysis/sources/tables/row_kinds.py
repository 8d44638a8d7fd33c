"""What a row under the head of a table can be."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a row is."""

    BLANK = "blank"
    NUMBERING = "numbering"
    TOTAL = "total"
    HEADING = "heading"
    NAMED = "named"
    UNNAMED = "unnamed"
    COMPUTED = "computed"
    BELOW = "below"


@dataclass(frozen=True)
class Row:
    """One row under the head of a table.

    Parameters
    ----------
    index
        Counted from 0.
    kind
        What it is; ``named`` may turn out to be a unit.
    name
        What stands in the column of names, or left of it.
    district
        The district heading in force.
    group
        Number of the heading in force, 0 before the first.
    has_values
        Whether a mapped column holds anything that can be a figure.
    scope
        For totals what they add up: ``sheet``, ``group``, or ``either`` where the words do not tell.
    numbered
        Whether an order number stands before the name.
    """

    index: int
    kind: Kind
    name: str
    district: str
    group: int
    has_values: bool
    scope: str = ""
    numbered: bool = False
