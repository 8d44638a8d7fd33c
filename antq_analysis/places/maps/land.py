"""The land of the units of a map."""

from datetime import date

import pandas as pd

from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.project import Project, find_project

_SQUARE_METRES = 1e6


def land_of(province: str, on: str | date, project: Project | None = None) -> pd.Series | None:
    """Measure the land of every unit of the map in force on a day.

    Parameters
    ----------
    province
        Province id.
    on
        The day.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    pandas.Series or None
        Area by unit code [km2], missing where a unit has no polygon; None where the map is a sketch: its cells are
        nobody's land.

    Raises
    ------
    MissingError
        If there is no map of that day, or its polygons cannot be read.
    InputError
        If there are polygons of units that the register has not.
    """
    project = project or find_project()
    units = load_map(province, on, project)
    if "schematic" in units:
        return None
    area: pd.Series = units.geometry.to_crs(project.settings.area_crs).area / _SQUARE_METRES
    return area
