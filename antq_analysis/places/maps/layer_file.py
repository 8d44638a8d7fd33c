"""Boundary layers as they come: which layer of which file, in which coordinate system, with readable texts."""

import glob
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyproj import CRS
from pyproj.exceptions import CRSError
from pyproj.transformer import TransformerGroup

from antq_analysis.errors import InputError, MissingError, UnknownNameError, UsageError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.maps.layer_text import find_column, make_readable
from antq_analysis.places.maps.whereabouts import KEPT_CRS
from antq_analysis.places.tables import are_asked

_PARQUET = frozenset({".parquet", ".geoparquet"})
_IN_ARCHIVES = frozenset({".shp", ".gpkg", ".geojson", ".json", ".kml", ".tab"})
_SHAPEFILE = "ESRI Shapefile"
_BYTES = "ISO-8859-1"
_ROUGHLY = "Ballpark"


@dataclass(frozen=True)
class LayerFile:
    """A layer of a file, and what must be known to read it.

    Attributes
    ----------
    path
        GeoPackage, Shapefile (also zipped), GeoJSON, GeoParquet, KML or MapInfo, in any coordinate system.
    layer
        Which layer, where the file has several.
    only
        Keep only polygons whose columns have these values.
    crs
        Coordinate system of a file that does not say its own, or says a wrong one.
    district_column
        Column of the districts' names.
    licence
        On what terms the layer may be used.
    replaces
        Whether it may take the place of other polygons, names, districts and codes that the map has already.
    """

    path: Path
    layer: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    crs: str = ""
    district_column: str = ""
    licence: str = ""
    replaces: bool = False


def read_layer(
    asked: LayerFile, columns: Sequence[str], known: Collection[str] = (), *, all_texts: bool = False
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Read a layer with readable texts and a coordinate system.

    Parameters
    ----------
    asked
        The file.
    columns
        Columns of codes and names that it must have, at least one.
    known
        Names that the register has; they tell in which encoding the texts were written.
    all_texts
        Whether other columns of texts are kept too, under their own names and as they are stored.

    Returns
    -------
    tuple[geopandas.GeoDataFrame, list[Finding]]
        The polygons that were asked for, with the wanted columns, and what was decided while reading.

    Raises
    ------
    MissingError
        If the file is missing.
    InputError
        If it is no layer, has several and none was named, lacks a column, or says no coordinate system.
    UnknownNameError
        If it has no layer of that name.
    UsageError
        If the coordinate system asked for is none.
    """
    if not asked.path.exists():
        raise MissingError("errors.file_missing", file=asked.path)
    shapes, stored = _open(asked)
    wanted = list(dict.fromkeys([*columns, *asked.only, *filter(None, [asked.district_column])]))
    found = {find_column(shapes.columns, name): name for name in wanted}
    missing = [Sentence("places.column_missing", column=name) for at, name in found.items() if at is None]
    if missing or not columns:
        there = ", ".join(str(name) for name in shapes.columns if name != shapes.geometry.name)
        cases = [*missing, Sentence("places.columns_there", names=there)]
        raise InputError("places.bad_columns", cases=cases, file=asked.path, n=max(len(missing), 1))
    others = [name for name in _text_columns(shapes) if name not in found] if all_texts else []
    shapes = shapes[[*found, *others, shapes.geometry.name]].rename(columns=found)
    texts, findings = make_readable(shapes[wanted], known, asked.path.name, declared=stored)
    shapes[wanted] = texts
    shapes, system = _with_system(shapes[are_asked(shapes, asked.only, asked.path)], asked)
    return shapes.reset_index(drop=True), findings + system


def _text_columns(shapes: gpd.GeoDataFrame) -> list[object]:
    return [name for name in shapes.columns if pd.api.types.is_string_dtype(shapes[name])]


def _open(asked: LayerFile) -> tuple[gpd.GeoDataFrame, str | None]:
    """Open the layer; of a shapefile, texts are bytes still and the second answer is their declared encoding."""
    stored = None
    try:
        if asked.path.suffix.lower() in _PARQUET:
            shapes = gpd.read_parquet(asked.path)
        else:
            source = _inside(asked)
            layer = _layer(source, asked)
            info = pyogrio.read_info(source, layer=layer, encoding=_BYTES)
            is_shapefile = info["driver"] == _SHAPEFILE
            shapes = gpd.read_file(source, layer=layer, encoding=_BYTES if is_shapefile else None)
            stored = _declared(source, asked.path) if is_shapefile else None
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
        # What pyogrio raises are kinds of RuntimeError.
        raise InputError("places.not_a_layer", file=asked.path, reason=error) from error
    if not isinstance(shapes, gpd.GeoDataFrame) or shapes.empty:
        raise InputError("places.not_a_layer", file=asked.path, reason=Sentence("places.no_polygons"))
    return shapes, stored


def _inside(asked: LayerFile) -> str | Path:
    """Find the layer's file within a zipped folder."""
    if asked.path.suffix.lower() != ".zip":
        return asked.path
    with zipfile.ZipFile(asked.path) as archive:
        inner = [name for name in archive.namelist() if Path(name).suffix.lower() in _IN_ARCHIVES]
    inner = [name for name in inner if not name.startswith("__MACOSX/")]
    chosen = [name for name in inner if Path(name).stem == asked.layer] or inner
    if len(chosen) > 1:
        raise InputError("places.several_layers", cases=sorted(Path(n).stem for n in inner), file=asked.path)
    return f"/vsizip/{asked.path.resolve().as_posix()}/{chosen[0]}" if chosen else asked.path


def _layer(source: str | Path, asked: LayerFile) -> str:
    layers = [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    if asked.layer and asked.layer not in layers:
        raise UnknownNameError("places.kind_layer", asked.layer, layers)
    if not asked.layer and len(layers) > 1:
        raise InputError("places.several_layers", cases=layers, file=asked.path)
    return asked.layer or (layers[0] if layers else "")


def _declared(source: str | Path, archive: Path) -> str:
    """Read what the .cpg beside a shapefile says of its encoding; empty where there is none."""
    if source == archive:
        beside = [path for path in archive.parent.glob(f"{glob.escape(archive.stem)}.*") if _is_cpg(path)]
        return beside[0].read_text("latin-1").strip() if beside else ""
    with zipfile.ZipFile(archive) as folder:
        inside = Path(str(source)).stem
        own = [name for name in folder.namelist() if _is_cpg(Path(name)) and Path(name).stem == inside]
        return folder.read(own[0]).decode("latin-1").strip() if own else ""


def _is_cpg(path: Path) -> bool:
    return path.suffix.lower() == ".cpg"


def _with_system(shapes: gpd.GeoDataFrame, asked: LayerFile) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    own = shapes.crs
    if not asked.crs:
        if own is None:
            raise InputError("places.no_crs", file=asked.path)
        return shapes, _unknown_datum(own, asked.path.name)
    try:
        system = CRS.from_user_input(asked.crs)
    except CRSError as error:
        raise UsageError("places.bad_crs", written=asked.crs) from error
    shapes = shapes.set_crs(system, allow_override=True)
    vague = _unknown_datum(system, asked.path.name)
    if own is None or system.equals(own, ignore_axis_order=True):
        return shapes, vague
    said = Finding("layer_crs_overruled", Severity.NOTE, asked.path.name, "", "", own.name, system.name)
    return shapes, [said, *vague]


def _unknown_datum(system: CRS, file: str) -> list[Finding]:
    """Warn of a system whose place on Earth is only roughly known: its datum is taken for that of the kept maps."""
    ways = TransformerGroup(system, KEPT_CRS).transformers
    if not ways or _ROUGHLY not in ways[0].description:
        return []
    return [Finding("layer_datum_unknown", Severity.WARNING, file, written=system.name)]
