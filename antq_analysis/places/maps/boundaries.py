"""The polygons of a map: taken in from any file, checked against the register, kept as GeoParquet."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

from antq_analysis.errors import InputError, MissingError
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.catalogue import Sentence
from antq_analysis.places.maps.attributes import (
    differences,
    other_codes,
    other_names,
    recode,
    say_differences,
    take,
)
from antq_analysis.places.maps.coverage import check_coverage
from antq_analysis.places.maps.extents import extent_of
from antq_analysis.places.maps.kept_map import (
    FILE,
    is_same,
    kept_nearby,
    nothing_kept,
    read_kept,
    write_map,
)
from antq_analysis.places.maps.layer_codes import read_texts, settle_codes
from antq_analysis.places.maps.layer_file import LayerFile, read_layer
from antq_analysis.places.maps.polygons import check_polygons, listed, mend
from antq_analysis.places.maps.repeated import join_rows
from antq_analysis.places.maps.schematic import is_schematic
from antq_analysis.places.maps.shifted import check_shift
from antq_analysis.places.maps.unread_names import check_unread_names
from antq_analysis.places.maps.whereabouts import KEPT_CRS, check_place
from antq_analysis.places.matching.other_dates import units_of_other_dates
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.places.register import load_units, write_units
from antq_analysis.places.vintage import Vintage, iso, map_source, territory, vintage_on
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Province, load_vocabulary

__all__ = ["LayerFile", "import_layer", "load_map"]

MAP_COLUMNS = ("name", "type", "district_code", "district_name")


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
        without a polygon is there with an empty geometry. A column schematic, True, where the polygons are a sketch.
        Where they came from stands in ``attrs["source"]``.

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
    folder = territory(province, project) / day
    shapes = read_kept(folder)
    foreign = sorted(set(shapes.index) - set(units.index))
    if foreign:
        cases = [Sentence("places.foreign_code", code=code) for code in foreign]
        raise InputError("places.foreign_polygons", cases=cases, file=folder / FILE, n=len(foreign))
    map_units = units[list(MAP_COLUMNS)].assign(**({"schematic": True} if is_schematic(folder) else {}))
    drawn = gpd.GeoDataFrame(map_units, geometry=shapes.reindex(units.index), crs=KEPT_CRS)
    drawn.attrs["source"] = map_source(province, day, project)
    return drawn


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
    was there before the first polygons stands: districts that it lacks are taken from the layer, other spellings are
    told, and a code under which the layer names another unit is refused, since its polygon is another unit's then.
    Where the map has polygons already, other polygons, names, districts or codes are refused too. A file that
    `replaces` them takes their place; the same layer may be imported again.

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
    day, name = date.fromisoformat(iso(on)), asked.path.name
    folder = territory(province, project) / iso(day)
    register = load_units(province, day, project) if (folder / "units.csv").exists() else None
    texts, received, findings = _receive(asked, code_column or "", name_column or "", folder, register)
    own = load_vocabulary(project).province(province)
    texts, coded = settle_codes(
        texts, register, bool(code_column), own, name, _other_names(province, day, project)
    )
    coded += [] if name_column else _unread(received, texts["unit_code"], register, name)
    shapes, mended = mend(gpd.GeoDataFrame(texts[["unit_code", "name"]], geometry=received.geometry), name)
    shapes, joined = join_rows(shapes, name)
    kept, recoded = _kept(folder), dict[str, str]()
    texts = texts.loc[shapes.index]
    units = texts[texts["unit_code"].ne("")] if register is None else register
    if register is not None and kept is not None:
        recoded = dict(other_codes(kept, shapes.to_crs(KEPT_CRS)))
        units, kept = recode(units, recoded), kept.rename(index=recoded).sort_index()
    findings += [
        *coded,
        *mended,
        *joined,
        *check_polygons(shapes, units, name),
        *_check_place(shapes, own, folder, name, project),
    ]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return findings
    bare = shapes.geometry.isna() | shapes.geometry.is_empty
    layer = shapes[shapes["unit_code"].isin(units["unit_code"]) & ~bare]
    coverage, covering = check_coverage(layer, project.settings.area_crs, name)
    layer = _in_kept_order(layer.assign(area_km2=coverage.areas))
    sides = (texts if code_column else texts.assign(name=""), units)
    changed, told = _settle(sides, recoded, layer, kept, asked, folder)
    if register is None or recoded or len(changed):
        write_units(take(units, changed), province, day, project)
    quality = coverage.sentence(len(mended), project.settings.language)
    write_map(layer, folder, Vintage(day, source=source or name, licence=asked.licence, quality=quality))
    return [*findings, *covering, *told]


def _check_place(
    shapes: gpd.GeoDataFrame, own: Province, folder: Path, file: str, project: Project
) -> list[Finding]:
    """Tell where coordinates cannot be right, or lie off from those of another map as a whole."""
    nearby, home = kept_nearby(folder), extent_of(own, project)
    if nearby is None:
        return check_place(shapes, file, home=home)
    day, other = nearby
    west, south, east, north = (float(side) for side in other.total_bounds)
    findings = check_place(shapes, file, (west, south, east, north), home)
    if any(found.severity is Severity.ERROR for found in findings) or is_schematic(folder.parent / day):
        return findings
    return findings + check_shift(shapes, other, day, file)


def _unread(
    received: gpd.GeoDataFrame, codes: pd.Series, register: pd.DataFrame | None, file: str
) -> list[Finding]:
    return [] if register is None else check_unread_names(received, codes, register, file)


def _other_names(province: str, day: date, project: Project) -> OtherDates | None:
    # The one map of a province, whose date the user names, needs no other to correct a letter.
    others = [one for one in territory(province, project).glob("*/units.csv") if one.parent.name != iso(day)]
    return partial(units_of_other_dates, province, day, project) if others else None


def _settle(
    sides: tuple[pd.DataFrame, pd.DataFrame],
    codes: Mapping[str, str],
    layer: gpd.GeoDataFrame,
    kept: gpd.GeoSeries | None,
    asked: LayerFile,
    folder: Path,
) -> tuple[pd.DataFrame, list[Finding]]:
    if kept is None:
        return _first_names(*sides, asked, folder.name)
    changed = differences(*sides)
    return changed, _replaced(layer, kept, folder, asked, say_differences(codes, changed))


def _first_names(
    said: pd.DataFrame, units: pd.DataFrame, asked: LayerFile, day: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """Choose what a register that was there before the first polygons takes from the layer, or refuse the layer."""
    changed = differences(said, units)
    lacking, file = changed["before"].eq(""), asked.path.name
    other, spelled = other_names(changed[~lacking], said, units)
    if asked.replaces:
        taken = pd.concat([other, spelled])
        return pd.concat([changed[lacking], taken]), _told(say_differences({}, taken), file, day)
    if len(other):
        cases = say_differences({}, other)
        raise InputError("places.names_differ", cases=cases, file=file, date=day, n=len(cases))
    if spelled.empty:
        return changed[lacking], []
    words = [f"{row.unit_code} {row.before} / {row.after}" for row in spelled.itertuples()]
    values = {"n": len(words), "date": day}
    warning = Finding(
        "layer_names_spelled", Severity.WARNING, file, written=listed(words, len(words)), values=values
    )
    return changed[lacking], [warning]


def _receive(
    asked: LayerFile, code: str, name: str, folder: Path, register: pd.DataFrame | None
) -> tuple[pd.DataFrame, gpd.GeoDataFrame, list[Finding]]:
    known = [] if register is None else [*register["name"], *register["district_name"]]
    asked_for = [column for column in (code, name) if column]
    # Where codes alone are to be read, names that the layer has all the same tell of codes of other units.
    received, findings = read_layer(asked, asked_for, known, all_texts=not name)
    if register is None and not (code and name):
        raise MissingError("places.no_register", file=folder / "units.csv")
    return read_texts(received, code, name, asked.district_column), received, findings


def _in_kept_order(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = ["unit_code", "area_km2", "geometry"]
    return shapes.to_crs(KEPT_CRS).sort_values("unit_code")[columns].reset_index(drop=True)


def _kept(folder: Path) -> gpd.GeoSeries | None:
    try:
        # Real polygons always take the place of a sketch.
        return read_kept(folder) if (folder / FILE).exists() and not is_schematic(folder) else None
    except MissingError:
        # What cannot be read is not the same, and must not bar the way to a good file.
        return nothing_kept()


def _replaced(
    new: gpd.GeoDataFrame, old: gpd.GeoSeries, folder: Path, asked: LayerFile, cases: list[str]
) -> list[Finding]:
    """Tell what takes the place of what was there, or refuse it."""
    name, values = asked.path.name, {"date": folder.name, "before": len(old), "after": len(new)}
    same = is_same(new, old)
    if not asked.replaces and not same:
        raise InputError("places.map_exists", cases=cases, file=name, **values)
    if not asked.replaces and cases:
        raise InputError("places.register_differs", cases=cases, file=name, date=folder.name, n=len(cases))
    findings = [] if same else [Finding("map_replaced", Severity.NOTE, name, values=values)]
    return findings + _told(cases, name, folder.name)


def _told(cases: list[str], file: str, day: str) -> list[Finding]:
    values = {"date": day}
    return [Finding("register_replaced", Severity.NOTE, file, written=case, values=values) for case in cases]
