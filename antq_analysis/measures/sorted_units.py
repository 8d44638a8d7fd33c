"""Results that sort units into categories which never change."""

from dataclasses import dataclass
from typing import ClassVar

from antq_analysis.measures.frame import UnitResult


@dataclass(frozen=True)
class SortedUnits(UnitResult):
    """Each unit in one category.

    Parameters
    ----------
    frame
        Index unit_code; one of its columns is :attr:`column`.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    """

    column: ClassVar[str]
    """Column of the category."""

    categories: ClassVar[tuple[str, ...]]
    """What a unit can be."""

    def counted(self) -> dict[str, int]:
        """Count the units of each category.

        Returns
        -------
        dict of str to int
            By category; those that do not occur are 0.
        """
        number = self.frame[self.column].value_counts()
        return {name: int(number.get(name, 0)) for name in self.categories}
