"""What stands beside a name: whether a former, a present or another district's unit is meant by it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from antq_analysis.places.matching.former_words import (
    made_of,
    may_tell_a_former_unit,
    without_former_words,
)
from antq_analysis.places.matching.index import ANYWHERE, Place, UnitIndex
from antq_analysis.places.matching.names import bare_key, clean, read_name, spelling_key
from antq_analysis.places.matching.other_names import OtherNames
from antq_analysis.places.matching.sought import Sought, comes_near, of_type


@dataclass(frozen=True, slots=True)
class Beside:
    """A name with the units of this and of other dates, to judge one unit that was found.

    Attributes
    ----------
    sought
        The name.
    index
        The map.
    others
        The units of other maps; None where none are known.
    near
        Whether the unit was found by a changed letter or accent: names that come near count as the name then.
    """

    sought: Sought
    index: UnitIndex
    others: OtherNames | None
    near: bool = False

    def means_another(self, place: Place) -> bool:
        """Tell whether what stands beside the name says that another unit is meant, or leaves that open.

        Parameters
        ----------
        place
            The unit that was found by the name.

        Returns
        -------
        bool
            False where nothing stands there, or it agrees with the unit.
        """
        said = [*self._districts(place), *self._brackets(place)]
        if False in said:
            return True
        if self.sought.written.is_former:
            # Former units that are a part of this one bear its name too: their figures are not its own.
            others, former = self.others, self.former_units()
            if others is None or not former:
                return others is None or not others.is_as_before(place)
            return not all(others.is_all_of(one, place) for one in former)
        return None in said and not all(self._holds(one, place) for one in self.former_units())

    def became(self, place: Place, named: Sequence[Place]) -> bool:
        """Tell whether the unit that the cell calls the present one may be what became of the name.

        Parameters
        ----------
        place
            The unit that is said to be the present one.
        named
            Units of this map that bear the name.

        Returns
        -------
        bool
            False where the name is another unit's, here or by what became of it.
        """
        former = self.former_units()
        if former:
            return any(self._holds(one, place) for one in former)
        return all(one == place for one in named)

    def former_units(self) -> list[Place]:
        """List the units of other dates that bear the name, in the districts beside it where these have any.

        Returns
        -------
        list[Place]
            The units.
        """
        if self.others is None:
            return []
        units, written = self.others.index, self.sought.written
        found = (
            comes_near(self.sought, units)
            if self.near
            else units.find(spelling_key(written.name), (ANYWHERE,))
        )
        found = of_type(found, written.type) or found
        for text in filter(None, map(clean, self.sought.districts)):
            found = self._of_area(text, found) or found
        return found

    def knows(self, district: str) -> bool:
        """Tell whether another map has a district, or a province is named.

        Parameters
        ----------
        district
            The words beside the name.

        Returns
        -------
        bool
            Whether they can be compared with the ground of a unit.
        """
        return bool(self.others) and bool(self._codes(district) or self._province(district))

    def _districts(self, place: Place) -> Iterator[bool | None]:
        for text in filter(None, map(clean, self.sought.districts)):
            if not self.index.has_districts:
                yield self._lies_in(text, place)
            elif without_former_words(text)[1]:
                yield None

    def _brackets(self, place: Place) -> Iterator[bool | None]:
        written = self.sought.written
        if written.former:
            yield self._agrees(written.former, place)
        elif written.remark and (self._codes(written.remark) or self._province(written.remark)):
            yield self._lies_in(written.remark, place)
        elif parts := made_of(written.remark):
            yield from (self._agrees(part, place) for part in parts)
        elif written.remark and may_tell_a_former_unit(written.remark):
            yield None
        if written.mark and (self._codes(written.mark) or self.index.find_districts(written.mark)[0]):
            yield None

    def _agrees(self, text: str, place: Place) -> bool | None:
        """Tell whether a bracket that may hold a former name or a district agrees with a unit."""
        key = spelling_key(read_name(text).name)
        codes, changed = self.index.find_districts(text)
        if codes and not changed:
            area: bool | None = place.district_code in codes
            rivals = self.index.find(spelling_key(self.sought.written.name), codes)
        else:
            rivals = self._of_area(text, self.former_units())
            area = self._lies_in(text, place) if self._codes(text) or self._province(text) else None
        renamed = self.sought.written.is_renamed
        # Beside a district of this map a bracket that says "former" holds a former name, not another district.
        settled = renamed and self.index.has_districts and any(map(clean, self.sought.districts))
        if area is False and rivals and not settled:
            return False
        area = area or None if renamed else area
        former = self.others.index.find(key, (ANYWHERE,)) if self.others else []
        if area or any(self._holds(one, place) for one in former):
            return True
        return False if area is False or former else None

    def _lies_in(self, text: str, place: Place) -> bool | None:
        """Tell whether a unit has ground of a district or province of another date; None where nothing tells."""
        if self.others is None or not self.others.known or not self.knows(text):
            return None
        codes = self._codes(text)
        own = [one for one in self.former_units() if one.district_code in codes]
        if self.sought.written.type == place.type:
            # A name written with the type of this unit does not mean a former one of another type.
            own = of_type(own, place.type)
        if own:
            return all(self._holds(one, place) for one in own)
        parts = self.others.parts(place)
        return bool(self._of_area(text, parts)) if parts else None

    def _of_area(self, text: str, units: Iterable[Place]) -> list[Place]:
        codes, province = self._codes(text), self._province(text)
        known = self.others.known if self.others else {}
        return [
            one
            for one in units
            if one.district_code in codes or (province and known[one].province == province)
        ]

    def _codes(self, text: str) -> frozenset[str]:
        is_province = read_name(without_former_words(text)[0]).type == "tỉnh"
        return frozenset(self.others.index.find_districts(text)[0] if self.others and not is_province else ())

    def _province(self, text: str) -> str:
        name = read_name(without_former_words(text)[0])
        key = bare_key(name.name) if name.type in ("", "tỉnh", "thành phố") else ""
        return key if self.others and key in self.others.index.provinces else ""

    def _holds(self, one: Place, place: Place) -> bool:
        return self.others is not None and place.code in self.others.ground(one)
