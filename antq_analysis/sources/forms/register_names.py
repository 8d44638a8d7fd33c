"""The names of a register, to tell a column of names by before it is known whose names they are."""

from dataclasses import dataclass

import pandas as pd

from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, read_name, spelling_key, split_type
from antq_analysis.sources.tables.row_words import strip_order
from antq_analysis.sources.tables.units import known_districts


@dataclass(frozen=True)
class Names:
    """The names of a register, to tell a column of names by.

    Parameters
    ----------
    communes
        Spelling keys of the communes without their type.
    districts
        Folded names of the districts, with and without their type.
    homes
        Spelling key of each commune with such a name of its district.
    """

    communes: frozenset[str]
    districts: frozenset[str]
    homes: frozenset[tuple[str, str]] = frozenset()

    def is_commune(self, text: str, *, numbers: bool = False) -> bool:
        """Tell whether a text names a commune.

        Parameters
        ----------
        text
            The text of a cell.
        numbers
            Whether a number without any word may be a name, as it may only in a column that plainly holds names.

        Returns
        -------
        bool
            True for any commune of the register, in whatever district.

        Examples
        --------
        >>> names = Names(frozenset({"3"}), frozenset())
        >>> names.is_commune("P.3"), names.is_commune("3"), names.is_commune("3", numbers=True)
        (True, False, True)
        """
        written = read_name(text)
        if not (numbers or has_letter(text)):
            return False
        if written.type in DISTRICT_TYPES:
            return False
        return spelling_key(written.name) in self.communes or spelling_key(text) in self.communes

    def may_be_district(self, text: str) -> bool:
        """Tell whether a text without any type names a district, whose seat may bear the name too.

        Parameters
        ----------
        text
            The text of a cell.

        Returns
        -------
        bool
            False for ``Thị trấn Mộng Giang``, True for ``Mộng Giang`` where there is such a district.
        """
        return not split_type(strip_order(text))[0] and self.is_district(text)

    def is_district(self, text: str, *, numbers: bool = False) -> bool:
        """Tell whether a text names a district.

        Parameters
        ----------
        text
            The text of a cell.
        numbers
            Whether a number without any word may be a name, as for communes.

        Returns
        -------
        bool
            True for any district of the register, with or without its type or order mark.
        """
        if not (numbers or has_letter(text)):
            return False
        return any(form in self.districts for form in _forms(text))

    def lies_in(self, text: str, district: str) -> bool:
        """Tell whether the register has a commune in a district.

        Parameters
        ----------
        text
            The text that names the commune.
        district
            The text that names the district.

        Returns
        -------
        bool
            True where any commune of that name lies in any district of that name.
        """
        keys = (spelling_key(read_name(text).name), spelling_key(text))
        return any((key, form) in self.homes for key in keys for form in _forms(district))


def _forms(district: str) -> tuple[str, ...]:
    stripped = strip_order(district)
    return fold(district), fold(stripped), fold(split_type(stripped)[1])


def names_of(units: pd.DataFrame) -> Names:
    """Gather the names of a register.

    Parameters
    ----------
    units
        The register of one map.

    Returns
    -------
    Names
        Communes and districts.
    """
    keys = [spelling_key(split_type(name)[1]) for name in units["name"]]
    homes = {
        (key, fold(form))
        for key, district in zip(keys, units["district_name"].fillna(""), strict=True)
        for form in (district, split_type(district)[1])
        if form
    }
    return Names(frozenset(keys), known_districts(units), frozenset(homes))


def has_letter(text: str) -> bool:
    """Tell whether a text holds any letter.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    bool
        False for numbers and signs alone.
    """
    return any(map(str.isalpha, text))
