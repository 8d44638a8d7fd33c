"""What the figures of a sheet and of each of its groups add up to, column by column."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from antq_analysis.sources.tables.many_figures import Figures, Numbers
from antq_analysis.sources.tables.values import Reading

WHOLE_SHEET = -1
"""In the place of the number of a group."""


@dataclass(frozen=True)
class Sum:
    """The sum of the figures of one column.

    Parameters
    ----------
    value
        What is reported, added up.
    unknown
        How many figures are not known, or not exactly.
    """

    value: float
    unknown: int


NOTHING = Sum(0.0, 0)


def sum_figures(figures: Figures) -> Mapping[tuple[int, int], Sum]:
    """Add up the figures of each column, by groups and for the whole sheet.

    Parameters
    ----------
    figures
        What was read.

    Returns
    -------
    Mapping of tuple to Sum
        By the position of the column and the number of the group, or :data:`WHOLE_SHEET`.
    """
    if not len(figures):
        return {}
    groups, position = figures.numbers["group"], figures.numbers["position"]
    # Sorted by column and group, what belongs together stands in one run; few keys are sorted fastest when short.
    width = int(groups.max()) + 2
    key = position.astype(np.int64) * width + groups + 1
    key = key.astype(np.min_scalar_type(int(key.max())))
    runs = np.argsort(key, kind="stable")
    values = np.array([one.value if one.status == "reported" else 0.0 for one in figures.readings])
    told = values[figures.numbers["reading"][runs]].tolist()
    unknown = figures.where(_is_unknown)[runs]

    def added(keys: Numbers) -> dict[int, Sum]:
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])).tolist()
        return {
            int(keys[first]): Sum(math.fsum(told[first:end]), int(unknown[first:end].sum()))
            for first, end in pairwise([*starts, len(keys)])
        }

    own = {(key // width, key % width - 1): total for key, total in added(key[runs]).items()}
    sheet = {(at, WHOLE_SHEET): total for at, total in added(position[runs]).items()}
    return own | sheet


def _is_unknown(reading: Reading) -> bool:
    return reading.status not in ("reported", "not_applicable") or reading.comparator != "exact"
