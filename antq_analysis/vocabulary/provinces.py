"""Provinces: everything that differs between them and is not a figure."""

from dataclasses import dataclass
from datetime import date


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
        Digits of a unit code.
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
    unit_name_vi: str = "xã"
    unit_name_en: str = "communes"
    district_name_vi: str = "huyện"
    district_name_en: str = "districts"
    banner_vi: str = ""
    banner_en: str = ""
    source_vi: str = ""
    source_en: str = ""
    succession: tuple[Succession, ...] = ()

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
