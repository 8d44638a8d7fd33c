"""Labels that do not touch one another: each takes the first of its places that is still free."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

_GRID = 14
_RINGS = (1.0, 1.6, 2.4, 3.4)
_TURNS = 16
_HIDDEN = 0.35


def place_labels(
    sizes: Sequence[tuple[float, float]],
    places: Sequence[NDArray[np.float64]],
    frame: tuple[float, float, float, float],
    gap: float = 0.0,
    first: int = 0,
) -> list[tuple[float, float] | None]:
    """Choose a place for every label so that no two boxes touch.

    Labels with the fewest places choose first, after those that matter most.

    Parameters
    ----------
    sizes
        Width and height of each label.
    places
        For each label its places from best to worst, centres, shape (m, 2).
    frame
        Left, bottom, right, top that all boxes stay within.
    gap
        Room kept between boxes.
    first
        How many at the beginning matter most: their names must stand where they belong.

    Returns
    -------
    list of tuple or None
        Centre of each label; None where no place was free.
    """
    chosen: list[tuple[float, float] | None] = [None] * len(sizes)
    taken = np.empty((0, 4))
    for i in sorted(range(len(sizes)), key=lambda j: (j >= first, len(places[j]), j)):
        half = np.asarray(sizes[i]) / 2
        for centre in np.asarray(places[i], dtype=float).reshape(-1, 2):
            box = np.r_[centre - half, centre + half]
            inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
            apart = (
                (taken[:, 0] > box[2] + gap)
                | (taken[:, 2] < box[0] - gap)
                | (taken[:, 1] > box[3] + gap)
                | (taken[:, 3] < box[1] - gap)
            )
            if inside and apart.all():
                chosen[i] = (float(centre[0]), float(centre[1]))
                taken = np.vstack([taken, box])
                break
    return chosen


def places_in(
    shape: shapely.Polygon | shapely.MultiPolygon, size: tuple[float, float]
) -> NDArray[np.float64]:
    """List the places of a label in its polygon, best first; then rings of places around its heart.

    Parameters
    ----------
    shape
        The polygon.
    size
        Width and height of the label, in the units of the polygon.

    Returns
    -------
    ndarray
        Centres, shape (m, 2).
    """
    heart = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape))[0]
    left, bottom, right, top = shape.bounds
    grid = np.stack(
        np.meshgrid(np.linspace(left, right, _GRID), np.linspace(bottom, top, _GRID)), axis=-1
    ).reshape(-1, 2)
    half = np.asarray(size) / 2
    room = shapely.box(*(grid - half).T, *(grid + half).T)
    shapely.prepare(shape)
    order = np.hypot(*(grid - heart).T).round(6)
    within = shapely.contains(shape, room)
    centred = shapely.contains_xy(shape, grid)
    first = grid[within][np.argsort(order[within], kind="stable")]
    second = grid[centred & ~within][np.argsort(order[centred & ~within], kind="stable")]
    angle = np.linspace(0, 2 * np.pi, _TURNS, endpoint=False)
    around = np.concatenate(
        [
            heart + np.stack([np.cos(angle), np.sin(angle)], axis=1) * np.asarray(size) * ring
            for ring in _RINGS
        ]
    )
    return np.concatenate([heart[None, :], first, second, around])


def places_near(
    shape: shapely.Polygon | shapely.MultiPolygon, size: tuple[float, float]
) -> NDArray[np.float64]:
    """List the places of a label in its polygon or close to it, so that nobody takes it for another's.

    Parameters
    ----------
    shape
        The polygon.
    size
        Width and height of the label, in the units of the polygon.

    Returns
    -------
    ndarray
        Centres, shape (m, 2); every box touches the polygon or is no farther from it than its own height.
    """
    places = places_in(shape, size)
    return places[np.asarray(shapely.distance(shape, _boxes(places, size)) <= size[1])]


def places_beside(
    shape: shapely.Polygon | shapely.MultiPolygon, size: tuple[float, float]
) -> NDArray[np.float64]:
    """List the places of a label as :func:`places_near` does, those that hide the polygon last.

    Parameters
    ----------
    shape, size
        As for :func:`places_near`.

    Returns
    -------
    ndarray
        Centres, shape (m, 2).
    """
    places = places_near(shape, size)
    hides = shapely.area(shapely.intersection(shape, _boxes(places, size))) > _HIDDEN * shape.area
    return places[np.argsort(hides, kind="stable")]


def _boxes(places: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.object_]:
    half = np.asarray(size) / 2
    return np.asarray(shapely.box(*(places - half).T, *(places + half).T), dtype=object)
