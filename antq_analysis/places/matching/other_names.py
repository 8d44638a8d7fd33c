"""Names of other dates, laid out for looking up: whether another map has the very name, and where it is here."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from antq_analysis.places.matching.index import ANYWHERE, Place, UnitIndex, index_units
from antq_analysis.places.matching.names import bare_key, read_name, spelling_key
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
    province
        Key of the name of its province without accents, or empty.
    """

    rank: int
    unit_date: str
    here: frozenset[str]
    province: str = ""


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

    def named(
        self, sought: Sought, within: AbstractSet[str], *, anywhere: bool = False
    ) -> Mapping[Place, Known]:
        """Find the units that bear the very name.

        Parameters
        ----------
        sought
            The name.
        within
            Codes of the map at hand whose ground counts as its district's, whatever district it was of.
        anywhere
            Whether, where its district has none, other districts and types count.

        Returns
        -------
        Mapping
            What is known of each, on the nearest map that has any.
        """
        scope, _ = scope_of(sought.districts, self.index)
        found = self.index.find(spelling_key(sought.written.name), (ANYWHERE,))
        own = [
            place
            for place in found
            if ANYWHERE in scope
            or place.district_code in (*scope, "")
            or not self.known[place].here.isdisjoint(within)
        ]
        return self._of_nearest_map(of_type(own, sought.written.type) or (found if anywhere else []))

    def ground(self, place: Place) -> frozenset[str]:
        """Give the codes that the ground of a unit has on the map at hand.

        Parameters
        ----------
        place
            A unit of another map.

        Returns
        -------
        frozenset[str]
            Its own code where no crosswalk tells.
        """
        return self.known[place].here or frozenset((place.code,))

    def parts(self, place: Place) -> list[Place]:
        """List the units of other maps with ground in a unit of the map at hand.

        Parameters
        ----------
        place
            The unit of the map at hand.

        Returns
        -------
        list[Place]
            The units; empty where no crosswalk tells.
        """
        return self._parts.get(place.code, [])

    @cached_property
    def _parts(self) -> Mapping[str, list[Place]]:
        parts: dict[str, list[Place]] = {}
        for one, known in self.known.items():
            for code in known.here:
                parts.setdefault(code, []).append(one)
        return parts

    def is_all_of(self, one: Place, place: Place) -> bool:
        """Tell whether a unit of another map and one of the map at hand are the same ground.

        Parameters
        ----------
        one
            The unit of another map.
        place
            The unit of the map at hand.

        Returns
        -------
        bool
            False where the unit at hand also has ground of units of other names, or no crosswalk tells.
        """
        names = {part.spelling for part in self.parts(place)} | {one.spelling}
        return self.known[one].here == {place.code} and len(names) == 1

    def is_as_before(self, place: Place) -> bool:
        """Tell whether a unit that all maps know by one name and code never took in or gave up ground.

        Parameters
        ----------
        place
            The unit of the map at hand.

        Returns
        -------
        bool
            False where units of other maps have ground in it, or no crosswalk tells where some of them are.
        """
        return not self.parts(place) and all(known.here for known in self.known.values())

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
    provinces = units["province_name"] if "province_name" in units else [""] * len(units)
    lines = zip(index.places, units["unit_date"], units["here"], provinces, strict=True)
    for rank, (place, day, here, province) in enumerate(lines):
        key = bare_key(read_name(str(province)).name)
        known.setdefault(place, Known(rank, str(day), frozenset(str(here).split()), key))
    return OtherNames(index, known)
