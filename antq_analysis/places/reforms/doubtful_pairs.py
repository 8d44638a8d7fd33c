"""Pairs of old and new units that a table joined by name alone: those between namesakes far apart are taken out."""

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FAR = 15.0
"""Points of communes that were made one lie nearer together than this [km]."""
KM_PER_DEGREE = 111.2


def far_namesakes(pairs: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    """Find the parts of split units that belong to a namesake of the unit.

    Only units are in doubt that are split and have a namesake in the same new province. A part is held to be the
    namesake's where no other old unit of that new unit, itself beyond doubt, lies in the same former district or
    nearer than ``FAR``.

    Parameters
    ----------
    pairs
        Columns ``from_key, to_key``.
    old, new
        Units with ``unit_key, key, province_key, latitude, longitude``, the old ones with ``district_key``.

    Returns
    -------
    pandas.Series
        For each pair whether it is to be left out.
    """
    before, after = old.set_index("unit_key"), new.set_index("unit_key")
    told = pairs.assign(
        name=pairs["from_key"].map(before["key"]),
        inside=pairs["to_key"].map(after["province_key"]),
        district=pairs["from_key"].map(before["province_key"] + "_" + before["district_key"]),
    )
    namesakes = told.groupby(["inside", "name"])["from_key"].transform("nunique").gt(1)
    split = told["from_key"].duplicated(keep=False)
    doubtful = namesakes & split
    points = before[["latitude", "longitude"]]
    members = dict(tuple(told[~doubtful].groupby("to_key")))
    wrong = [
        _is_foreign(row, members.get(row["to_key"]), points) for row in told[doubtful].to_dict("records")
    ]
    return pd.Series(wrong, index=told.index[doubtful], dtype=bool).reindex(told.index, fill_value=False)


def kilometres(one: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure short distances between points in degrees.

    Parameters
    ----------
    one
        Latitude and longitude [degrees].
    others
        The same of other points, shape (points, 2).

    Returns
    -------
    numpy.ndarray
        Distances [km], shape (points,).

    Examples
    --------
    >>> kilometres(np.array([60.0, 10.0]), np.array([[61.0, 10.0], [60.0, 11.0]])).round(1).tolist()
    [111.2, 55.6]
    """
    away = (others - one) * KM_PER_DEGREE
    return np.asarray(np.hypot(away[:, 0], away[:, 1] * np.cos(np.radians(one[0]))))


def _is_foreign(row: Mapping[Hashable, str], members: pd.DataFrame | None, points: pd.DataFrame) -> bool:
    if members is None or members["district"].eq(row["district"]).any():
        return False
    own = points.loc[row["from_key"]].to_numpy(dtype=float)
    away = kilometres(own, points.loc[members["from_key"]].to_numpy(dtype=float))
    return bool((away > FAR).all())
