"""What the change to the map of a panel did to each unit, on both sides of it."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import geopandas as gpd
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.panel.load import Panel
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.reforms.crosswalk import load_crosswalk
from antq_analysis.places.vintage import load_vintage, vintages
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Province

KEPT, RENAMED, MERGED, SPLIT, ALONE = "kept", "renamed", "merged", "split", "alone"
FATES = (KEPT, RENAMED, MERGED, SPLIT, ALONE)
"""What became of an old unit, or what a new one is made of: the same; the same under another name or code; whole units
that became one; parts of a unit that was divided; nothing on the other side."""

_FATES = {"unchanged": KEPT, "rename": RENAMED, "recode": RENAMED, "merge": MERGED, "split_part": SPLIT}


@dataclass(frozen=True)
class Reform:
    """One change of boundaries.

    Parameters
    ----------
    before, on
        Dates of the two maps, ISO text.
    old, new
        The units of the two maps, index unit_code; with column `fate`, one of :data:`FATES`.
    pairs
        What became of each unit, as :func:`antq_analysis.places.reforms.crosswalk.load_crosswalk` gives it.
    basis
        The resolution behind the later map.
    province
        Whose.
    """

    before: str
    on: str
    old: gpd.GeoDataFrame
    new: gpd.GeoDataFrame
    pairs: pd.DataFrame
    basis: str
    province: Province

    def counted(self) -> pd.DataFrame:
        """Count the units of both maps by fate.

        Returns
        -------
        pandas.DataFrame
            Index :data:`FATES`; columns old and new.
        """
        sides = {"old": self.old, "new": self.new}
        return pd.DataFrame(
            {
                name: units["fate"].value_counts().reindex(list(FATES), fill_value=0)
                for name, units in sides.items()
            }
        )

    def parts_of(self, code: str) -> pd.DataFrame:
        """List the old units that a new one is made of.

        Parameters
        ----------
        code
            Code of a unit of the later map.

        Returns
        -------
        pandas.DataFrame
            Index code of the old unit; columns name, share (of the old unit that came here) and share_basis.
        """
        own = self.pairs[self.pairs["to_code"].eq(code)].set_index("from_code")
        return own[["share", "share_basis"]].assign(name=self.old["name"].reindex(own.index))


def steps_to(panel: Panel, project: Project | None = None) -> tuple[tuple[str, str], ...]:
    """List the changes of boundaries up to the map of a panel.

    Parameters
    ----------
    panel
        The panel.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    tuple
        Dates of the maps before and after each change, oldest first.
    """
    days = [day for day in vintages(panel.province.id, project or find_project()) if day <= panel.map_date]
    return tuple(pairwise(days))


def reform(panel: Panel, step: tuple[str, str] | None = None, project: Project | None = None) -> Reform:
    """Lay the two maps of a change of boundaries side by side.

    Parameters
    ----------
    panel
        The panel.
    step
        Dates of two maps that follow one another; by default the last change up to the map of the panel.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Reform
        Every unit of both maps with its fate.

    Raises
    ------
    RefusedError
        If there is no earlier map.
    MissingError, InputError
        If a map or the table between the two is not there or not as it must be.
    """
    project = project or find_project()
    steps = steps_to(panel, project)
    if step is None and not steps:
        raise RefusedError("panel.no_reform", map_date=date.fromisoformat(panel.map_date))
    before, on = step or steps[-1]
    pairs = load_crosswalk(panel.province.id, before, on, project)
    old, new = (load_map(panel.province.id, day, project) for day in (before, on))
    came = pairs[pairs["to_code"].ne("")].groupby("to_code")["relation"].agg(_origin)
    went = pairs.groupby("from_code")["relation"].first().map(lambda word: _FATES.get(word, ALONE))
    return Reform(
        before=before,
        on=on,
        old=old.assign(fate=went.reindex(old.index).fillna(ALONE)),
        new=new.assign(fate=came.reindex(new.index).fillna(ALONE)),
        pairs=pairs,
        basis=load_vintage(panel.province.id, on, project).legal_basis,
        province=panel.province,
    )


def _origin(words: pd.Series) -> str:
    if words.eq("split_part").any():
        return SPLIT
    return MERGED if len(words) > 1 else _FATES.get(str(words.iloc[0]), ALONE)
