"""The shapes of a map as whole numbers on a grid, each corner as its step from the one before: small to send."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from antq_analysis.show.layer import Layer, rings_of

GRID = 8192
"""Cells of the grid along the longer side of the map."""


def encode_shapes(layer: Layer) -> dict[str, Any]:
    """Lay the shapes on a grid.

    Parameters
    ----------
    layer
        The shapes.

    Returns
    -------
    dict
        ``width, height`` [cells]; ``metres`` of a cell; ``units``, ``outline`` and ``districtLines``: for each shape
        its rings, for each ring x and y of its first corner and then the steps, ``[x, y, dx, dy, ...]``, y downwards;
        ``districts``: name and a point inside.
    """
    left, bottom, right, top = layer.bounds
    metres = max(right - left, top - bottom) / GRID

    def steps(ring: NDArray[np.float64]) -> list[int]:
        corners = np.column_stack([ring[:, 0] - left, top - ring[:, 1]]) / metres
        whole = np.rint(corners[:-1]).astype(np.int64)
        moved = np.r_[True, (np.diff(whole, axis=0) != 0).any(axis=1)]
        return [int(n) for n in np.diff(whole[moved], axis=0, prepend=[[0, 0]]).ravel()]

    def rings(shapes: Iterable[NDArray[np.float64]]) -> list[list[int]]:
        return [found for found in map(steps, shapes) if len(found) >= 6]

    middles = [shapely.get_coordinates(shapely.point_on_surface(one))[0] for one in layer.districts.geometry]
    return {
        "width": round((right - left) / metres),
        "height": round((top - bottom) / metres),
        "metres": metres,
        "units": [rings(rings_of(shape)) or [_dot(steps(rings_of(shape)[0]))] for shape in layer.shapes],
        "outline": rings(layer.outline),
        "districtLines": rings(layer.district_lines),
        "districts": [
            {"name": name, "x": round((x - left) / metres), "y": round((top - y) / metres)}
            for name, (x, y) in zip(layer.districts["name"], middles, strict=True)
        ],
    }


def _dot(first: list[int]) -> list[int]:
    """Draw a unit that is smaller than a cell as one cell, so that it is not lost."""
    return [*first[:2], 1, 0, 0, 1, -1, 0]
