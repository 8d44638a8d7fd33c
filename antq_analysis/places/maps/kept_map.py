"""The polygons of a map as they are kept: GeoParquet in degrees, each unit once, beside what is known of them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from antq_analysis.errors import MissingError
from antq_analysis.files import whole_file
from antq_analysis.places.maps.whereabouts import KEPT_CRS
from antq_analysis.places.vintage import Vintage, write_vintage
from antq_analysis.project import read_toml

FILE = "communes.parquet"


def read_kept(folder: Path) -> gpd.GeoSeries:
    """Read the polygons of a map.

    Parameters
    ----------
    folder
        The folder of the map.

    Returns
    -------
    geopandas.GeoSeries
        Polygons by unit code, EPSG:4326; none where the map has none yet.

    Raises
    ------
    MissingError
        If they cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return nothing_kept()
    try:
        shapes = gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error) from error
    return shapes.set_index(shapes["unit_code"].astype("str")).geometry.to_crs(KEPT_CRS)


def nothing_kept() -> gpd.GeoSeries:
    """Give no polygons.

    Returns
    -------
    geopandas.GeoSeries
        Empty.
    """
    return gpd.GeoSeries([], index=pd.Index([], dtype="str", name="unit_code"), crs=KEPT_CRS)


def kept_nearby(folder: Path) -> tuple[str, gpd.GeoSeries] | None:
    """Read the polygons of another map of the same territory.

    Parameters
    ----------
    folder
        The folder of a map.

    Returns
    -------
    tuple[str, geopandas.GeoSeries] or None
        Date and polygons of the map before, else of the one after; None where no other has polygons.
    """
    others = sorted(path.parent for path in folder.parent.glob(f"*/{FILE}") if path.parent != folder)
    before = [other for other in others if other.name < folder.name]
    for other in (*before[::-1], *others[len(before) :]):
        try:
            return other.name, read_kept(other)
        except MissingError:
            continue
    return None


def is_same(new: gpd.GeoDataFrame, old: gpd.GeoSeries) -> bool:
    """Tell whether polygons are those that are kept already.

    Parameters
    ----------
    new
        Columns ``unit_code, geometry``, in the order of the codes.
    old
        Polygons by unit code.

    Returns
    -------
    bool
        True where codes and points are the same, whichever way the rings turn.
    """
    if old.index.tolist() != new["unit_code"].tolist():
        return False
    return bool(shapely.equals_exact(old.to_numpy(), new.geometry.to_numpy(), normalize=True).all())


def write_map(shapes: gpd.GeoDataFrame, folder: Path, vintage: Vintage) -> None:
    """Write the polygons of a map, and where they came from.

    Parameters
    ----------
    shapes
        Columns ``unit_code, area_km2, geometry``, EPSG:4326, in the order of the codes.
    folder
        The folder of the map.
    vintage
        Source, licence and quality; what it leaves empty stays as it was.

    Raises
    ------
    CannotWriteError
        If the map cannot be written.
    """
    with whole_file(folder / FILE) as path:
        shapes.to_parquet(path, index=False, compression="zstd")
    described = folder / "vintage.toml"
    known = read_toml(described, Vintage) if described.exists() else Vintage(date.fromisoformat(folder.name))
    said = {name: getattr(vintage, name) for name in ("source", "licence", "quality")}
    write_vintage(folder, replace(known, **{name: text for name, text in said.items() if text}))
