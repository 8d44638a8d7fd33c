"""The fictional province on its first map: parts, communes, districts, names and codes."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.demo.mesh import Mesh, make_mesh
from antq_analysis.demo.story import Ground, Story

UNIT_COLUMNS = ("name", "type", "district_code", "district_name")


@dataclass(frozen=True)
class Vintage:
    """One map in law.

    Parameters
    ----------
    date
        Day from which it is in force, as ISO text.
    units
        Index unit_code; name, type, district_code, district_name.
    unit_of
        Code of the unit that each part belongs to, shape (n_parts,).
    """

    date: str
    units: pd.DataFrame
    unit_of: NDArray[np.object_]


@dataclass(frozen=True)
class Terrain:
    """The parts of which every map is made; none is ever cut.

    Parameters
    ----------
    parts
        Index part; x, y [km], height (0 plain, 1 mountains), people, area_km2, geometry (EPSG:4326).
    neighbours
        Pairs of parts that share a border, shape (m, 2).
    divided
        The pairs of parts that are one commune on the first map and go two ways later, shape (k, 2).
    centre
        The town [km], shape (2,).
    """

    parts: gpd.GeoDataFrame
    neighbours: NDArray[np.int64]
    divided: NDArray[np.int64]
    centre: NDArray[np.float64]


def make_terrain(story: Story, area_crs: str, rng: np.random.Generator) -> Terrain:
    """Make the parts of the province and people them.

    Parameters
    ----------
    story
        The story.
    area_crs
        Equal-area coordinate system for areas.
    rng
        Source of chance.

    Returns
    -------
    Terrain
        Parts with shapes, people and neighbours.
    """
    ground = story.ground
    mesh = make_mesh(ground, rng)
    parts = gpd.GeoDataFrame(
        {"x": mesh.sites[:, 0], "y": mesh.sites[:, 1]}, geometry=list(mesh.cells), crs="EPSG:4326"
    )
    parts.index.name = "part"
    parts["area_km2"] = (parts.geometry.to_crs(area_crs).area / 1e6).round(2)
    slope = (parts["y"] - parts["x"]).rank(pct=True)
    parts["height"] = np.clip(slope * 1.3 - 0.3, 0, 1)
    divided = _choose_divided(mesh, ground, rng)
    parts["people"] = _people(parts, divided, ground, rng)
    return Terrain(parts, mesh.neighbours, divided, mesh.centre)


def _choose_divided(mesh: Mesh, ground: Ground, rng: np.random.Generator) -> NDArray[np.int64]:
    away = np.hypot(*(mesh.sites - mesh.centre).T) > 2 * ground.centre_spread_km
    inner = np.bincount(mesh.neighbours.ravel(), minlength=len(mesh.sites)) >= 5
    good = away & inner
    pairs = mesh.neighbours[good[mesh.neighbours].all(axis=1)]
    chosen: list[NDArray[np.int64]] = []
    for pair in rng.permutation(pairs):
        middle = mesh.sites[pair].mean(axis=0)
        apart = all(
            np.hypot(*(mesh.sites[other].mean(axis=0) - middle)) > 0.4 * ground.radius_km for other in chosen
        )
        if apart and len(chosen) < ground.divided_units:
            chosen.append(pair)
    return np.array(chosen)


def _people(
    parts: pd.DataFrame, divided: NDArray[np.int64], ground: Ground, rng: np.random.Generator
) -> NDArray[np.int64]:
    n = len(parts)
    size = np.exp(rng.normal(np.log(ground.people_per_unit), ground.people_sd, size=n))
    size *= ground.mountain_factor ** parts["height"].to_numpy()
    for pair in divided:
        whole, share = size[pair].mean(), rng.uniform(0.36, 0.46)
        size[pair] = whole * share, whole * (1 - share)
    people: NDArray[np.int64] = np.rint(size).astype(np.int64)
    return people


def first_vintage(story: Story, terrain: Terrain, rng: np.random.Generator) -> Vintage:
    """Draw the first map: communes with names and codes in districts.

    Parameters
    ----------
    story
        The story.
    terrain
        The parts.
    rng
        Source of chance.

    Returns
    -------
    Vintage
        The first map.
    """
    unit_of = np.arange(len(terrain.parts))
    unit_of[terrain.divided[:, 1]] = terrain.divided[:, 0]
    middle = terrain.parts[["x", "y"]].groupby(unit_of).mean()
    district = _districts(story, middle, unit_pairs(terrain, unit_of), terrain.centre)
    spare = iter(story.spare_names)
    rows = []
    for number, code in enumerate(item.code for item in story.district):
        own = middle[district == number]
        home = story.district[number]
        order = (own - own.mean()).pow(2).sum(axis=1).sort_values(kind="stable").index
        names = _names(home.seat, home.names, len(own), spare)
        whole = [unit for unit in order if unit not in terrain.divided]
        order = [
            whole[0],
            *rng.permutation([u for u in order if u in whole[1:]]),
            *(u for u in order if u not in whole),
        ]
        rows += [(unit, name, code, home.name) for unit, name in zip(order, names, strict=True)]
    units = pd.DataFrame(rows, columns=["unit", "name", "district_code", "district_name"])
    units["type"] = [type_of(name) for name in units["name"]]
    first, step = story.ground.first_code, story.ground.code_step
    units["unit_code"] = [f"{first + step * place:05d}" for place in range(len(units))]
    codes = units.set_index("unit")["unit_code"]
    return Vintage(
        story.vintage[0].date.isoformat(),
        units.set_index("unit_code")[list(UNIT_COLUMNS)],
        codes.loc[unit_of.tolist()].to_numpy(dtype=object),
    )


def type_of(name: str) -> str:
    """Take the type from a name.

    Parameters
    ----------
    name
        A name such as ``Thị trấn Dụ Sơn``.

    Returns
    -------
    str
        ``Xã``, ``Phường`` or ``Thị trấn``.
    """
    return "Thị trấn" if name.startswith("Thị trấn ") else name.split(" ", 1)[0]


def bare_name(units: pd.DataFrame, code: str) -> str:
    """Take the type off the name of a unit.

    Parameters
    ----------
    units
        Index unit_code; name, type.
    code
        The unit.

    Returns
    -------
    str
        The name alone.
    """
    return str(units.at[code, "name"]).removeprefix(str(units.at[code, "type"])).strip()


def unit_pairs(terrain: Terrain, unit_of: NDArray[np.generic]) -> set[tuple[Any, Any]]:
    """List the pairs of units that share a border, in both directions.

    Parameters
    ----------
    terrain
        The parts.
    unit_of
        The unit of each part.

    Returns
    -------
    set of tuple
        Pairs of different units.
    """
    first, second = unit_of[terrain.neighbours[:, 0]], unit_of[terrain.neighbours[:, 1]]
    different = first != second
    pairs = set(zip(first[different].tolist(), second[different].tolist(), strict=True))
    return pairs | {(b, a) for a, b in pairs}


def _names(seat: str, fixed: tuple[str, ...], n: int, spare: Iterator[str]) -> list[str]:
    names = [seat, *fixed]
    while len(names) < n:
        names.append(f"Xã {next(spare)}")
    return names[:n]


def _districts(
    story: Story,
    middle: pd.DataFrame,
    pairs: set[tuple[Any, Any]],
    centre: NDArray[np.float64],
) -> pd.Series:
    places = middle.to_numpy()
    district = pd.Series(-1, index=middle.index)
    away = np.hypot(*(places - centre).T)
    far = dict(zip(middle.index, away.tolist(), strict=True))
    district.iloc[int(np.argmin(away))] = 0
    while (district == 0).sum() < story.ground.centre_units:
        own = set(district.index[district == 0])
        edge = sorted({b for a, b in pairs if a in own and b not in own})
        district[min(edge, key=lambda unit: (far[unit], unit))] = 0
    seeds = _far_apart(middle[district < 0], len(story.district) - 1)
    for number, unit in enumerate(seeds, 1):
        district[unit] = number
    point = dict(zip(middle.index, zip(middle["x"], middle["y"], strict=True), strict=True))
    heart = {number: point[unit] for number, unit in enumerate(seeds, 1)}
    while (district < 0).any():
        sizes = Counter(number for number in district.tolist() if number > 0)
        for number in sorted(sizes, key=lambda item: (sizes[item], item)):
            own = set(district.index[district == number])
            edge = sorted({b for a, b in pairs if a in own and district[b] < 0})
            if edge:
                nearest = min(edge, key=lambda unit: (math.dist(point[unit], heart[number]), unit))
                district[nearest] = number
                break
    return district


def _far_apart(middle: pd.DataFrame, k: int) -> list[Any]:
    places = middle.to_numpy()
    hearts = places[np.linspace(0, len(places) - 1, k).astype(int)]
    for _ in range(40):
        nearest = np.hypot(*(places[:, None] - hearts[None]).transpose(2, 0, 1)).argmin(axis=1)
        hearts = np.array(
            [places[nearest == i].mean(axis=0) if (nearest == i).any() else hearts[i] for i in range(k)]
        )
    distance = np.hypot(*(places[:, None] - hearts[None]).transpose(2, 0, 1))
    return [middle.index[i] for i in distance.argmin(axis=0)]
