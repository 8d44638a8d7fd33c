"""Provinces: everything that differs between them and is not a figure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

_TYPE = re.compile(r"^(tinh|thanh-pho|tp)-(?=.)")


def plain_id(name: str) -> str:
    """Write a name as an id is written: small letters without marks, and hyphens.

    Parameters
    ----------
    name
        A name or an id.

    Returns
    -------
    str
        The id; empty where nothing of the name is left.

    Examples
    --------
    >>> plain_id("Tỉnh Hải Dương"), plain_id("HAI-DUONG"), plain_id("Đắk Nông")
    ('hai-duong', 'hai-duong', 'dak-nong')
    """
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _TYPE.sub("", re.sub(r"[^a-z0-9]+", "-", letters).strip("-"))


@dataclass(frozen=True)
class Succession:
    """Where the land of a province went.

    Parameters
    ----------
    on
        First day of the new province.
    province
        Id of the new province.
    """

    on: date
    province: str


@dataclass(frozen=True)
class Province:
    """One province, with everything that differs between provinces and is not a figure.

    Parameters
    ----------
    id
        Used in folder names and commands.
    name_vi, name_en
        What people read.
    code
        Its own unit code.
    territory
        Folder of its maps in ``data/places``.
    fictional
        Whether it does not exist.
    code_width
        Characters of a unit code; 0 where codes have no fixed width.
    not_stated
        Codes of lists and tables that mean "not stated" and are no unit; ``*999`` are all that end so.
    unit_types
        Types of its units as they are written before a name; empty = the Vietnamese ones.
    unit_name_vi, unit_name_en
        What its units are called.
    district_name_vi, district_name_en
        What groups its units.
    banner_vi, banner_en
        Text at the head of every output.
    source_vi, source_en
        Text of the source on maps.
    succession
        The provinces that hold its land later.
    """

    id: str
    name_vi: str
    name_en: str
    code: str
    territory: str
    fictional: bool = False
    code_width: int = 5
    not_stated: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()
    unit_name_vi: str = "xã"
    unit_name_en: str = "communes"
    district_name_vi: str = "huyện"
    district_name_en: str = "districts"
    banner_vi: str = ""
    banner_en: str = ""
    source_vi: str = ""
    source_en: str = ""
    succession: tuple[Succession, ...] = ()

    def is_unit(self, code: str) -> bool:
        """Tell whether a code of a list or table may be that of a unit.

        Parameters
        ----------
        code
            The code.

        Returns
        -------
        bool
            False for a code that means "not stated".
        """
        return not any(fnmatchcase(code, pattern) for pattern in self.not_stated)

    def name(self, lang: str = "vi") -> str:
        """Say its name.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The name.
        """
        return self.name_en if lang == "en" else self.name_vi

    def unit_name(self, lang: str = "vi") -> str:
        """Say what its units are called.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            For instance ``xã`` or ``communes``.
        """
        return self.unit_name_en if lang == "en" else self.unit_name_vi
