"""A GeoPackage of communes: figures of measures in one period, the styles of their maps, and all figures in a table."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from antq_analysis.errors import UsageError
from antq_analysis.files import whole_file
from antq_analysis.measures.frame import Measure
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.show.audience import INTERNAL, banner_for
from antq_analysis.show.geopackage.style import categories, qgis_style
from antq_analysis.show.mapped import Mapped, read_map, subtitle_of
from antq_analysis.show.words import say_source, warning_of

LAYER, FIGURES = "communes", "figures"
PARTS = {
    "value": "value",
    "low": "low",
    "high": "high",
    "events": "events",
    "base": "exposure",
    "status": "status",
}
_FIGURE_COLUMNS = [
    *("unit_code", "indicator", "category", "basis", "period", "method_version", "stage"),
    *("value", "value_text", "comparator", "status", "apportioned_share"),
]
_VERSION = "1.2"
"""What QGIS reads since 2018."""

# GeoPackage and QGIS both ask for a date; that of today would change the bytes.
_DATE = "2000-01-01T00:00:00.000Z"
_STYLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
    styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""


def write_geopackage(
    panel: Panel,
    measures: Sequence[Measure],
    period: str,
    path: Path | str,
    *,
    lang: str = "vi",
    project: Project | None = None,
) -> Path:
    """Write a GeoPackage that opens in QGIS with the classes and colours of our maps. It is internal.

    Parameters
    ----------
    panel
        The panel that the measures are of.
    measures
        At least one measure by commune; each gives the layer the columns ``<indicator>_value``, ``_low``, ``_high``,
        ``_events``, ``_base``, ``_status`` and ``_class``, and a style. The first is what QGIS shows at once.
    period
        The period of the layer; the table ``figures`` holds all.
    path
        The file, ending in ``.gpkg``.
    lang
        Language of classes and styles, ``"vi"`` or ``"en"``.
    project
        Holds the banner; by default the project of the current folder.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UsageError
        If there is no measure, two are of one indicator, or the ending is another.
    UnknownNameError
        If a measure has no such period.
    CannotWriteError
        If the file cannot be written.
    """
    path = Path(path)
    names = [measure.indicator for measure in measures]
    if not names or len(set(names)) < len(names) or path.suffix != ".gpkg":
        raise UsageError("show.bad_geopackage", file=path, names=", ".join(names))
    drawn = {measure.indicator: read_map(measure, period) for measure in measures}
    layer = _layer(panel, drawn, lang)
    figures = panel.observations[_FIGURE_COLUMNS].reset_index(drop=True)
    with whole_file(path) as temporary, _fixed_date():
        temporary.unlink()
        layer.to_file(temporary, layer=LAYER, driver="GPKG", engine="pyogrio", VERSION=_VERSION)
        pyogrio.write_dataframe(figures, temporary, layer=FIGURES, driver="GPKG", append=True)
        words = (banner_for(None, INTERNAL, lang, project), warning_of(panel.province, lang))
        _write_styles(temporary, drawn, " · ".join(filter(None, words)), lang)
    return path


def _layer(panel: Panel, drawn: Mapping[str, Mapped], lang: str) -> gpd.GeoDataFrame:
    units = panel.units
    named = [name for name in ("name", "type", "district_code", "district_name") if name in units]
    columns: dict[str, pd.Series] = {"unit_code": units.index.to_series()}
    columns |= {name: units[name] for name in named}
    for name, mapped in drawn.items():
        rows = mapped.measure.at(mapped.period).reindex(units.index)
        columns |= {f"{name}_{part}": rows[column] for part, column in PARTS.items()}
        columns[f"{name}_class"] = _classes(mapped, lang).reindex(units.index)
    return gpd.GeoDataFrame(columns, geometry=units.geometry, crs=units.crs).reset_index(drop=True)


def _classes(mapped: Mapped, lang: str) -> pd.Series:
    words = categories(mapped, lang)
    labels = [label for label, _, nothing in words if not nothing]
    of_nothing = {nothing: label for label, _, nothing in words if nothing}
    rows = zip(mapped.units["place"], mapped.units["nothing"], strict=True)
    told = [labels[place] if not nothing else of_nothing[nothing] for place, nothing in rows]
    return pd.Series(told, index=mapped.units.index, dtype="str")


@contextmanager
def _fixed_date() -> Iterator[None]:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_styles(path: Path, drawn: Mapping[str, Mapped], banner: str, lang: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(_STYLES)
        file.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, ?, ?, ?)",
            ("layer_styles", "attributes", "layer_styles", _DATE),
        )
        file.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (banner, LAYER))
        geometry = file.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()[0]
        for i, (name, mapped) in enumerate(drawn.items()):
            label = mapped.measure.label(lang)
            about = f"{subtitle_of(mapped.measure, mapped.period, lang)} " + say_source(
                mapped.measure.province, mapped.measure.map_date, lang
            )
            style = qgis_style(mapped, f"{name}_class", lang)
            file.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
                " VALUES ('', '', ?, ?, ?, ?, '', ?, ?, '', ?)",
                (LAYER, geometry, label, style, int(i == 0), about, _DATE),
            )
