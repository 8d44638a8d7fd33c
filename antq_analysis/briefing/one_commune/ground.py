"""The ground of a commune over the years: which units each map had there, and what part of each counts in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_date, format_number
from antq_analysis.panel.ground import shares_in
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project

_PERCENT = 100
_WHOLE = 1 - 1e-9


@dataclass(frozen=True)
class Former:
    """A unit of an earlier map of which at least a part lies in a commune.

    Parameters
    ----------
    code, name
        The unit, as its own map calls it.
    share
        What part of it counts (0 to 1).
    basis
        What that rests on: ``population``, ``area``, ``equal`` or empty for a whole unit.
    """

    code: str
    name: str
    share: float
    basis: str

    def label(self, lang: str = "vi") -> str:
        """Name it with the part that counts.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            For instance ``Xã A (09003): 63% theo dân số``.
        """
        if self.share >= _WHOLE:
            return say("briefing.commune_whole_unit", lang, name=self.name, unit_code=self.code)
        share = format_number(self.share * _PERCENT, lang, 1)
        basis = say(f"briefing.commune_by_{self.basis or 'given'}", lang)
        words = {"name": self.name, "unit_code": self.code, "share": share, "basis": basis}
        return say("briefing.commune_part_unit", lang, **words)


@dataclass(frozen=True)
class Ground:
    """The units of one map on the ground of a commune.

    Parameters
    ----------
    day
        Date of the map, ISO text.
    units
        In the order of their codes.
    """

    day: str
    units: tuple[Former, ...]

    def codes(self) -> tuple[str, ...]:
        """List the codes of its units.

        Returns
        -------
        tuple of str
            Codes.
        """
        return tuple(unit.code for unit in self.units)


def grounds_of(panel: Panel, code: str, project: Project) -> tuple[Ground, ...]:
    """List what was on the ground of a commune on every map that figures were reported on, its own map last.

    Parameters
    ----------
    panel
        The panel.
    code
        A commune of its map.
    project
        The project.

    Returns
    -------
    tuple of Ground
        In order of their dates; later maps than the panel's are not among them.
    """
    found = []
    for day in sorted(day for day in panel.registers if day < panel.map_date):
        names = panel.registers[day].set_index("unit_code")["name"]
        shares = shares_in(panel, code, day, project).sort_index()
        units = tuple(
            Former(str(one), str(names.get(one, one)), float(row["share"]), str(row["share_basis"] or ""))
            for one, row in shares.iterrows()
        )
        found.append(Ground(day, units))
    own = Former(code, str(panel.units.at[code, "name"]), 1.0, "")
    return (*found, Ground(panel.map_date, (own,)))


def say_grounds(grounds: Sequence[Ground], lang: str = "vi") -> tuple[str, ...]:
    """Say what the commune was made of: a line for maps that are alike in it, numbered as the table numbers them.

    Parameters
    ----------
    grounds
        What :func:`grounds_of` gives.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        Lines.
    """
    alike: dict[tuple[Former, ...], list[int]] = {}
    for number, one in enumerate(grounds):
        alike.setdefault(one.units, []).append(number)
    lines = []
    for units, numbers in alike.items():
        told = "; ".join(unit.label(lang) for unit in units) or say("briefing.commune_no_unit", lang)
        days = ", ".join(format_date(date.fromisoformat(grounds[number].day), lang) for number in numbers)
        marks = ", ".join(f"({number + 1})" for number in numbers)
        lines.append(say("briefing.commune_ground", lang, numbers=marks, days=days, units=told))
    return tuple(lines)


def rows_on(panel: Panel, grounds: Sequence[Ground]) -> pd.DataFrame:
    """Take everything that was reported of the ground of a commune.

    Parameters
    ----------
    panel
        The panel.
    grounds
        What :func:`grounds_of` gives.

    Returns
    -------
    pandas.DataFrame
        Rows of :attr:`antq_analysis.panel.load.Panel.reported`.
    """
    rows = panel.reported[panel.reported["level"].eq("commune")]
    wanted = {(one.day, code) for one in grounds for code in one.codes()}
    places = pd.MultiIndex.from_frame(rows[["unit_date", "unit_code"]])
    return rows[places.isin(wanted)]
