"""Whether figures of two maps are of the same land: a merger of provinces adds land that no earlier figure holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from antq_analysis.errors import InputError, MissingError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.observations import period_bounds
from antq_analysis.panel.gaps import listed
from antq_analysis.places.maps.land import land_of as areas_of
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.project import Project
from antq_analysis.vocabulary import Break

TOLERANCE = 0.02
"""Share of the land without counterpart up to which two maps are the same: a table may miss a single unit.

Land is measured where both maps have polygons of all their units; else each unit counts alike.
"""

_ID = "land_"


@dataclass(frozen=True)
class LandChange:
    """Two maps of a province that follow one another and are not the same land.

    Attributes
    ----------
    before, on
        Dates of the two maps, ISO text.
    added
        Names of the units of the later map that no unit of the earlier one became.
    lost
        Names of the units of the earlier map that became none of the later one.
    sizes
        How many units the two maps have.
    """

    before: str
    on: str
    added: tuple[str, ...]
    lost: tuple[str, ...]
    sizes: tuple[int, int]

    def words(self) -> dict[str, int]:
        """Give the numbers of the sentences on it.

        Returns
        -------
        dict of str to int
            added, after, lost, before.
        """
        of = dict(zip(("before", "after"), self.sizes, strict=True))
        return {"added": len(self.added), "lost": len(self.lost), **of}


def land_changes(
    province: str, registers: Mapping[str, pd.DataFrame], project: Project
) -> tuple[LandChange, ...]:
    """Find the maps between which the land of a province changed beyond :data:`TOLERANCE`.

    Parameters
    ----------
    province
        Province id.
    registers
        The units of every map with figures, by date.
    project
        The project.

    Returns
    -------
    tuple of LandChange
        In order of date. Maps without a crosswalk between them cannot be compared and are none.

    Raises
    ------
    InputError
        If a crosswalk is not as it must be.
    """
    found = []
    for before, on in pairwise(sorted(registers)):
        try:
            pairs = load_crosswalk(province, before, on, project)
        except MissingError:
            continue
        pairs = pairs[pairs["share"].gt(0)]
        old, new = (registers[day] for day in (before, on))
        added = new[~new["unit_code"].isin(pairs["to_code"])]
        lost = old[~old["unit_code"].isin(pairs.loc[pairs["to_code"].ne(""), "from_code"])]
        sides = ((added, new, on), (lost, old, before))
        if any(len(part) and _is_much(part, of, province, day, project) for part, of, day in sides):
            found.append(LandChange(before, on, _named(added), _named(lost), (len(old), len(new))))
    return tuple(found)


def _is_much(part: pd.DataFrame, of: pd.DataFrame, province: str, day: str, project: Project) -> bool:
    try:
        areas = areas_of(province, day, project)
    except (InputError, MissingError):
        # Polygons that are not as they must be are told where their map is used.
        areas = None
    land = None if areas is None else areas.reindex(of["unit_code"])
    if land is None or land.isna().any():
        return len(part) > TOLERANCE * len(of)
    return bool(land[part["unit_code"]].sum() > TOLERANCE * land.sum())


def _named(units: pd.DataFrame) -> tuple[str, ...]:
    return tuple((units["name"] + " (" + units["unit_code"] + ")").tolist())


def find_land_changes(changes: Iterable[LandChange]) -> list[Finding]:
    """Report that totals before and after a change of land are not of the same land.

    Parameters
    ----------
    changes
        As :func:`land_changes` finds them.

    Returns
    -------
    list of Finding
        One warning a change.
    """
    return [
        Finding(
            "land_changed",
            Severity.WARNING,
            values={
                **change.words(),
                "from_date": change.before,
                "to_date": change.on,
                "units": listed([*change.added, *change.lost]),
            },
        )
        for change in changes
    ]


def land_of(changes: Iterable[LandChange], dates: str) -> str:
    """Name the land of a figure by the last change before it.

    Parameters
    ----------
    changes
        As :func:`land_changes` finds them.
    dates
        The map of the figure, several joined by ``+``.

    Returns
    -------
    str
        Date of that change, empty before the first.
    """
    return max((change.on for change in changes if change.on <= max(dates.split("+"))), default="")


def is_of_land(one: Break) -> bool:
    """Tell a change of land from a change in the way of counting: of one commune it changes nothing.

    Parameters
    ----------
    one
        A break of a series.

    Returns
    -------
    bool
        Whether :func:`land_breaks` made it.
    """
    return one.id.startswith(_ID)


def land_breaks(changes: Iterable[LandChange], maps: "pd.Series[str]") -> list[Break]:
    """List the breaks of a series at changes of land.

    Parameters
    ----------
    changes
        As :func:`land_changes` finds them.
    maps
        Dates of the maps of the figures by period, in order.

    Returns
    -------
    list of Break
        One for each pair of periods that follow one another and are not of the same land.
    """
    by_day = {change.on: change for change in changes}
    breaks = []
    for (since, old), (period, new) in pairwise(maps.items()):
        lands = [land_of(by_day.values(), str(day)) for day in (old, new)]
        if lands[0] != lands[1]:
            change = by_day[max(lands)]
            first, last = (period_bounds(str(name))[1] for name in (since, period))
            day = date.fromisoformat(change.on)
            breaks.append(
                Break(
                    id=f"{_ID}{change.on}",
                    kind="boundary",
                    on=day if first < day <= last else period_bounds(str(period))[0],
                    before=Sentence("panel.land_size", n=change.sizes[0]),
                    after=Sentence("panel.land_size", n=change.sizes[1]),
                    label_vi=say("panel.land_change", "vi", **change.words()),
                    label_en=say("panel.land_change", "en", **change.words()),
                    source="",
                )
            )
    return breaks
