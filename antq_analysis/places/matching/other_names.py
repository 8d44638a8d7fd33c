"""Names of other dates, laid out for looking up: whether another map has the very name, and where it is here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.places.matching.index import ANYWHERE, Place, UnitIndex, index_units
from antq_analysis.places.matching.names import spelling_key
from antq_analysis.places.matching.sought import Sought, comes_near, of_type, scope_of

OtherDates = Callable[[], pd.DataFrame]
"""Gives the units of all other maps, as :func:`antq_analysis.places.matching.other_dates.units_of_other_dates` does."""


@dataclass(frozen=True)
class Known:
    """What another map says of a unit.

    Attributes
    ----------
    rank
        Its place in the list: nearer maps first.
    unit_date
        The map.
    here
        The codes that its ground has on the map at hand.
    """

    rank: int
    unit_date: str
    here: frozenset[str]


@dataclass(frozen=True)
class OtherNames:
    """The units of all other maps.

    Attributes
    ----------
    index
        Their names.
    known
        What is known of each.
    """

    index: UnitIndex
    known: Mapping[Place, Known] = field(repr=False)

    def named(self, sought: Sought, *, anywhere: bool = False) -> Mapping[Place, Known]:
        """Find the units that bear the very name.

        Parameters
        ----------
        sought
            The name.
        anywhere
            Whether, where its district has none, other districts and types count.

        Returns
        -------
        Mapping
            What is known of each, on the nearest map that has any.
        """
        scope, _ = scope_of(sought.districts, self.index)
        found = self.index.find(spelling_key(sought.written.name), (ANYWHERE,))
        own = [place for place in found if ANYWHERE in scope or place.district_code in (*scope, "")]
        return self._of_nearest_map(of_type(own, sought.written.type) or (found if anywhere else []))

    def near(self, sought: Sought) -> Mapping[Place, Known]:
        """Find the units that bear the name but for accents or for one letter, in whatever district.

        Parameters
        ----------
        sought
            The name.

        Returns
        -------
        Mapping
            What is known of each, on the nearest map that has any.
        """
        return self._of_nearest_map(comes_near(sought, self.index))

    def _of_nearest_map(self, places: Iterable[Place]) -> Mapping[Place, Known]:
        known = {place: self.known[place] for place in places}
        day = min((one.rank, one.unit_date) for one in known.values())[1] if known else ""
        return {place: one for place, one in known.items() if one.unit_date == day}


def read_other_names(source: OtherDates | None) -> OtherNames | None:
    """Lay the units of other maps out.

    Parameters
    ----------
    source
        Gives them (:func:`antq_analysis.places.matching.other_dates.units_of_other_dates`), or None.

    Returns
    -------
    OtherNames or None
        None where there is no source.
    """
    if source is None:
        return None
    units = source()
    index = index_units(units)
    known: dict[Place, Known] = {}
    lines = zip(index.places, units["unit_date"], units["here"], strict=True)
    for rank, (place, day, here) in enumerate(lines):
        known.setdefault(place, Known(rank, str(day), frozenset(str(here).split())))
    return OtherNames(index, known)
