"""The polygons of a map: taken in from any file, checked against the register, kept as GeoParquet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from antq_analysis.errors import InputError, MissingError
from antq_analysis.files import whole_file
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import say
from antq_analysis.places.attributes import differences, other_codes, recode, say_differences, take
from antq_analysis.places.match import match_units
from antq_analysis.places.names import clean, split_type
from antq_analysis.places.polygons import check_polygons, mend
from antq_analysis.places.register import load_units, write_units
from antq_analysis.places.vintage import Vintage, iso, territory, vintage_on, write_vintage
from antq_analysis.project import Project, find_project, read_toml

KEPT_CRS = "EPSG:4326"
MAP_COLUMNS = ("name", "type", "district_code", "district_name")


@dataclass(frozen=True)
class LayerFile:
    """A layer of a file, and what must be known to read it.

    Attributes
    ----------
    path
        GeoPackage, Shapefile, GeoJSON or GeoParquet, in any coordinate system.
    layer
        Which layer, where the file has several.
    only
        Keep only polygons whose columns have these values.
    crs
        Coordinate system of a file that does not say its own.
    district_column
        Column of the districts' names.
    replaces
        Whether it may take the place of other polygons, names, districts and codes that the map has already.
    """

    path: Path
    layer: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    crs: str = ""
    district_column: str = ""
    replaces: bool = False


def load_map(province: str, on: str | date, project: Project | None = None) -> gpd.GeoDataFrame:
    """Load the units and polygons of the map in force on a day.

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
    geopandas.GeoDataFrame
        Index unit_code in register order; name, type, district_code, district_name, geometry (EPSG:4326). A unit
        without a polygon is there with an empty geometry.

    Raises
    ------
    MissingError
        If there is no map of that day, or its polygons cannot be read.
    InputError
        If there are polygons of units that the register has not.
    """
    project = project or find_project()
    day = vintage_on(province, on, project)
    units = load_units(province, day, project).set_index("unit_code")
    path = territory(province, project) / day / "communes.parquet"
    shapes = (
        _read_kept(path)
        if path.exists()
        else gpd.GeoSeries([], index=pd.Index([], dtype="str"), crs=KEPT_CRS)
    )
    foreign = sorted(set(shapes.index) - set(units.index))
    if foreign:
        cases = [say("places.foreign_code", code=code) for code in foreign]
        raise InputError("places.foreign_polygons", cases=cases, file=path, n=len(foreign))
    return gpd.GeoDataFrame(units[list(MAP_COLUMNS)], geometry=shapes.reindex(units.index), crs=KEPT_CRS)


def import_layer(
    file: Path | LayerFile,
    province: str,
    on: str | date,
    code_column: str | None = None,
    name_column: str | None = None,
    source: str = "",
    project: Project | None = None,
) -> list[Finding]:
    """Import a boundary layer as the polygons of a map.

    Where the map has no register yet it is made from the layer, which must have codes and names then. A register that
    was there before the first polygons stands; only districts that it lacks are taken from the layer. Where the map
    has polygons already, other polygons, names, districts or codes are refused unless the file `replaces` them; the
    same layer may be imported again.

    Parameters
    ----------
    file
        The file, or a :class:`LayerFile` that says more about it.
    province
        Province id.
    on
        Day from which the map is in force.
    code_column
        Column of the unit codes. Without it units are found by name, and every change of accents is reported.
    name_column
        Column of the names.
    source
        Where the layer came from; printed on maps.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    list[Finding]
        What was found and mended. With an error among them nothing is written.

    Raises
    ------
    MissingError
        If the file is missing, or the map has no register and none can be made.
    InputError
        If the file is no layer, a column is missing, it has no coordinate system, the register made from it is not
        as it must be, or the map has other polygons, names, districts or codes already.
    CannotWriteError
        If the map cannot be written.
    """
    project = project or find_project()
    asked = file if isinstance(file, LayerFile) else LayerFile(file)
    folder = territory(province, project) / iso(on)
    received = _read_layer(asked, [name for name in (code_column, name_column) if name])
    texts = _texts(received, code_column or "", name_column or "", asked.district_column)
    made = not (folder / "units.csv").exists()
    if made and not (code_column and name_column):
        raise MissingError("places.no_register", file=folder / "units.csv")
    units = texts.drop_duplicates() if made else load_units(province, iso(on), project)
    codes, findings = (
        (texts["unit_code"], []) if code_column else _codes_by_name(texts, units, asked.path.name)
    )
    shapes = gpd.GeoDataFrame({"unit_code": codes, "name": texts["name"]}, geometry=received.geometry)
    shapes, mended = mend(shapes, asked.path.name)
    kept = _kept(folder)
    recoded = {} if made or kept is None else other_codes(kept, shapes.to_crs(KEPT_CRS))
    if recoded and kept is not None:
        units, kept = recode(units, recoded), kept.rename(index=dict(recoded)).sort_index()
    findings += mended + check_polygons(shapes, units, CRS(received.crs), asked.path.name)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        layer = _in_kept_order(shapes[codes.isin(units["unit_code"])])
        said = texts.assign(unit_code=codes, name=texts["name"] if code_column else "")
        changed = differences(said, units)
        if kept is None:
            # What came before the first polygons is the better source of names.
            changed = changed[changed["before"].eq("")]
        findings += _replaced(layer, kept, folder, asked, say_differences(recoded, changed))
        if made:
            units = units.assign(type=units["name"].map(lambda name: split_type(name)[0]))
        if made or recoded or len(changed):
            write_units(take(units, changed), province, on, project)
        _write_map(layer, folder, source or asked.path.name)
    return findings


def _texts(received: gpd.GeoDataFrame, code: str, name: str, district: str) -> pd.DataFrame:
    columns = {"unit_code": code, "name": name, "district_name": district}
    return pd.DataFrame({to: _text(received, column) for to, column in columns.items()}, dtype="str")


def _in_kept_order(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return shapes.to_crs(KEPT_CRS).sort_values("unit_code")[["unit_code", "geometry"]]


def _kept(folder: Path) -> gpd.GeoSeries | None:
    path = folder / "communes.parquet"
    if not path.exists():
        return None
    try:
        return _read_kept(path)
    except MissingError:
        # What cannot be read is not the same, and must not bar the way to a good file.
        return gpd.GeoSeries([], index=pd.Index([], dtype="str"), crs=KEPT_CRS)


def _replaced(
    new: gpd.GeoDataFrame, old: gpd.GeoSeries | None, folder: Path, asked: LayerFile, cases: list[str]
) -> list[Finding]:
    """Tell what takes the place of what was there, or refuse it."""
    if old is None:
        return []
    name, values = asked.path.name, {"date": folder.name, "before": len(old), "after": len(new)}
    same = _is_same(new, old)
    if not asked.replaces and not same:
        raise InputError("places.map_exists", cases=cases, file=name, **values)
    if not asked.replaces and cases:
        raise InputError("places.register_differs", cases=cases, file=name, date=folder.name, n=len(cases))
    findings = [] if same else [Finding("map_replaced", Severity.NOTE, name, values=values)]
    told = {"date": folder.name}
    return findings + [
        Finding("register_replaced", Severity.NOTE, name, written=case, values=told) for case in cases
    ]


def _is_same(new: gpd.GeoDataFrame, old: gpd.GeoSeries) -> bool:
    codes = old.index.tolist() == new["unit_code"].tolist()
    return codes and bool(shapely.equals_exact(old.to_numpy(), new.geometry.to_numpy()).all())


def _write_map(shapes: gpd.GeoDataFrame, folder: Path, source: str) -> None:
    with whole_file(folder / "communes.parquet") as path:
        shapes.to_parquet(path, index=False, compression="zstd")
    described = folder / "vintage.toml"
    known = read_toml(described, Vintage) if described.exists() else Vintage(date.fromisoformat(folder.name))
    write_vintage(folder, replace(known, source=source))


def _text(frame: gpd.GeoDataFrame, column: str) -> pd.Series:
    if not column:
        return pd.Series("", index=frame.index, dtype="str")
    return pd.Series(frame[column].fillna("").astype("str").map(clean), dtype="str")


def _read_kept(path: Path) -> gpd.GeoSeries:
    try:
        shapes = gpd.read_parquet(path)
    except (OSError, ValueError) as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error) from error
    return shapes.set_index(shapes["unit_code"].astype("str")).geometry.to_crs(KEPT_CRS)


def _read_layer(asked: LayerFile, columns: list[str]) -> gpd.GeoDataFrame:
    file = asked.path
    if not file.exists():
        raise MissingError("errors.file_missing", file=file)
    try:
        parquet = file.suffix.lower() in {".parquet", ".geoparquet"}
        shapes = gpd.read_parquet(file) if parquet else gpd.read_file(file, layer=asked.layer or None)
    except (OSError, ValueError, pyogrio.errors.DataSourceError) as error:
        raise InputError("places.not_a_layer", file=file, reason=error) from error
    if not isinstance(shapes, gpd.GeoDataFrame) or shapes.empty:
        raise InputError("places.not_a_layer", file=file, reason=say("places.no_polygons"))
    wanted = [*columns, *asked.only, *([asked.district_column] if asked.district_column else [])]
    missing = [say("places.column_missing", column=name) for name in wanted if name not in shapes]
    if missing or not columns:
        known = ", ".join(str(name) for name in shapes.columns if name != shapes.geometry.name)
        cases = [*missing, say("places.columns_there", names=known)]
        raise InputError("places.bad_columns", cases=cases, file=file, n=max(len(missing), 1))
    for column, value in asked.only.items():
        shapes = shapes[shapes[column].astype("str") == value]
    if shapes.crs is None:
        if not asked.crs:
            raise InputError("places.no_crs", file=file)
        shapes = shapes.set_crs(asked.crs)
    return shapes.reset_index(drop=True)


def _codes_by_name(texts: pd.DataFrame, units: pd.DataFrame, file: str) -> tuple[pd.Series, list[Finding]]:
    found = match_units(texts.rename(columns={"district_name": "district"}), units)
    findings = []
    answers = zip(
        found["how"],
        found["unit_code"],
        found["candidates"],
        texts["name"],
        texts["district_name"],
        strict=True,
    )
    for how, code, candidates, name, district in answers:
        if how in {"accent_changed", "ambiguous", "none"}:
            severity = Severity.WARNING if code else Severity.ERROR
            expected, place = code or candidates or "-", {"district": district or "-"}
            findings.append(Finding(f"layer_name_{how}", severity, file, "", "", name, expected, place))
    return found["unit_code"], findings


def is_drawable(shapes: gpd.GeoSeries) -> bool:
    """Tell whether a map has any polygon to draw.

    Parameters
    ----------
    shapes
        Geometries of a map.

    Returns
    -------
    bool
        False where every geometry is missing or empty.
    """
    return bool((~(shapes.isna() | shapely.is_empty(shapes.to_numpy()))).any())
