"""Where provinces lie, as ``data/reference/extents.csv`` tells: what no coordinate system says of itself."""

import pandas as pd

from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.maps.whereabouts import Bounds
from antq_analysis.places.tables import read_table
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province
from antq_analysis.vocabulary.provinces import plain_id

FILE = "extents.csv"
_SIDES = ("west", "south", "east", "north")


def extent_of(province: Province, project: Project) -> Bounds | None:
    """Tell where a province lies, on all its maps together and without islands far off its coast.

    Parameters
    ----------
    province
        The province; it is found by its name, with or without type and accents.
    project
        The project.

    Returns
    -------
    tuple[float, float, float, float] or None
        West, south, east, north [degrees]; None where the table does not know the province.

    Raises
    ------
    InputError
        If the table is not as it must be.
    """
    path = project.reference / FILE
    if not path.exists():
        return None
    table = read_table(path, ("province", *_SIDES))
    own = table[table["province"].map(plain_id).eq(plain_id(province.name_vi))]
    if own.empty:
        return None
    west, south, east, north = (
        float(side) for side in pd.to_numeric(own[[*_SIDES]].iloc[0], errors="coerce")
    )
    if not (west < east and south < north):
        case = Sentence("places.bad_extent", province=own["province"].iloc[0])
        raise InputError("places.bad_extents", cases=[case], file=path)
    return west, south, east, north
