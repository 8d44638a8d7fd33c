"""Files to practise with: two maps, four workbooks and a table of old and new units of an invented province."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from antq_analysis.demo.paper import LOOKS
from antq_analysis.demo.places import write_table
from antq_analysis.errors import CannotWriteError
from antq_analysis.files import whole_folder
from antq_analysis.project import Project, read_toml

COUNTED = ("population", "areas", "areas_with", "points", "incidents", "tips", "attendances")
# Workbooks carry no clock: the same file every time.
MADE = datetime(1980, 1, 1, tzinfo=UTC)
WIDTHS = {"order": 6, "name": 26, "district": 22}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class PracticeMap:
    """One boundary file.

    Parameters
    ----------
    file
        Its name.
    new
        Whether it shows what the communes become.
    """

    file: str
    new: bool


@dataclass(frozen=True)
class Changes:
    """The table of old and new units.

    Parameters
    ----------
    file
        Its name.
    columns
        Its two headers.
    """

    file: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class PracticeWorkbook:
    """One workbook as an office might send it.

    Parameters
    ----------
    file
        Its name.
    form
        Another workbook of which sheet, title and columns are taken.
    period
        The rows of ``practice.csv``.
    sheet
        Name of the sheet.
    districts
        ``headings``, ``column`` or ``none``.
    title
        Lines over the table.
    signed
        Line under it.
    column
        For each column what it holds, and its header from top to bottom.
    instead
        Unit code, column and what the office wrote by mistake.
    """

    file: str
    signed: str
    form: str = ""
    period: str = ""
    sheet: str = ""
    districts: str = "none"
    title: tuple[str, ...] = ()
    column: tuple[tuple[str, ...], ...] = ()
    instead: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Practice:
    """All that is written.

    Parameters
    ----------
    banner
        What stands over every table.
    corner
        Longitude and latitude of the north-western corner.
    cell
        Width and height of a commune in degrees.
    bend
        How far a corner may lie off the grid, as a share of a cell.
    map
        The boundary files.
    changes
        The table of old and new units.
    workbook
        The workbooks.
    """

    banner: str
    corner: tuple[float, ...]
    cell: tuple[float, ...]
    bend: float
    map: tuple[PracticeMap, ...]
    changes: Changes
    workbook: tuple[PracticeWorkbook, ...]


def write_practice(folder: Path, project: Project) -> None:
    """Write the files that the page "Your first year" works with, with the same content every time.

    Parameters
    ----------
    folder
        Where to write; it is made whole or not at all, and must not be there yet or be empty.
    project
        The project whose reference data are used.

    Raises
    ------
    MissingError, SettingError
        If the reference data are not there or not as they must be.
    CannotWriteError
        If the folder holds something already, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotWriteError("errors.folder_not_empty", folder=folder)
    told = read_toml(project.reference / "practice.toml", Practice)
    units = _table(project.reference / "practice_units.csv")
    figures = _table(project.reference / "practice.csv")
    with whole_folder(folder) as made:
        land = _land(told, units, project.settings.seed)
        for item in told.map:
            _write_map(made / item.file, units, land, new=item.new)
        changes = units[["code", "becomes"]].set_axis(list(told.changes.columns), axis=1)
        write_table(made / told.changes.file, changes)
        forms = {item.file: item for item in told.workbook}
        for book in told.workbook:
            form = forms[book.form or book.file]
            whole = replace(form, file=book.file, signed=book.signed, instead=book.instead)
            _write_workbook(made / book.file, whole, figures, told.banner)


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _land(told: Practice, units: pd.DataFrame, seed: int) -> list[shapely.Polygon]:
    """Push the corners of a grid off it; neighbours keep sharing their corners."""
    row, column = (units[name].astype(int).tolist() for name in ("row", "column"))
    size = (max(row) + 2, max(column) + 2, 2)
    push = np.random.default_rng([seed, 9]).uniform(-told.bend, told.bend, size)

    def corner(down: int, right: int) -> tuple[float, float]:
        off = push[down, right]
        east = told.corner[0] + (right + off[0]) * told.cell[0]
        north = told.corner[1] - (down + off[1]) * told.cell[1]
        return float(east), float(north)

    return [
        shapely.Polygon([corner(r, c), corner(r, c + 1), corner(r + 1, c + 1), corner(r + 1, c)])
        for r, c in zip(row, column, strict=True)
    ]


def _write_map(path: Path, units: pd.DataFrame, land: list[shapely.Polygon], *, new: bool) -> None:
    frame = gpd.GeoDataFrame(units, geometry=land, crs="EPSG:4326")
    if new:
        frame = frame.dissolve(by="becomes", as_index=False)
        names = {"becomes": "MA_XA", "new_name": "TEN_XA"}
    else:
        names = {"code": "MA_XA", "name": "TEN_XA", "district": "TEN_HUYEN"}
    frame[[*names, "geometry"]].rename(columns=names).to_file(path, driver="GPKG")


def _write_workbook(path: Path, form: PracticeWorkbook, figures: pd.DataFrame, banner: str) -> None:
    rows = figures[figures["period"].eq(form.period)].set_index("code")
    for code, column, written in form.instead:
        rows.loc[code, column] = written
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"title": banner, "created": MADE})
        looks = {
            name: book.add_format({"font_name": "Times New Roman", "font_size": 11, **LOOKS[name]})
            for name in ("banner", "head", "header", "name", "figure", "bold_name", "bold_figure", "note")
        }
        sheet = book.add_worksheet(form.sheet)
        first = _write_head(sheet, form, banner, looks)
        last = _write_rows(sheet, first, form, rows, looks)
        sheet.write_string(last + 1, max(2, len(form.column) - 4), form.signed, looks["note"])
        for number, (holds, *_) in enumerate(form.column):
            sheet.set_column(number, number, WIDTHS.get(holds, 12))
        sheet.freeze_panes(first, 3)


def _write_head(sheet: Worksheet, form: PracticeWorkbook, banner: str, looks: dict[str, Format]) -> int:
    width = len(form.column) - 1
    for row, (line, look) in enumerate([(banner, "banner"), *((line, "head") for line in form.title)]):
        sheet.merge_range(row, 0, row, width, line, looks[look])
    top = len(form.title) + 2
    deep = max(len(header) for _, *header in form.column)
    for number, (_, *header) in enumerate(form.column):
        before = form.column[number - 1][1:] if number else ()
        group = [other for other in form.column if other[1] == header[0]]
        if len(header) == deep == 1 or len(header) < deep:
            _cell(sheet, (top, number, top + deep - 1, number), header[0], looks["header"])
            continue
        if not before or before[0] != header[0]:
            _cell(sheet, (top, number, top, number + len(group) - 1), header[0], looks["header"])
        sheet.write_string(top + 1, number, header[1], looks["header"])
    sheet.set_row(top, 32)
    return top + deep


def _cell(sheet: Worksheet, area: tuple[int, int, int, int], text: str, look: Format) -> None:
    if area[:2] == area[2:]:
        sheet.write_string(area[0], area[1], text, look)
    else:
        sheet.merge_range(*area, text, look)


def _write_rows(
    sheet: Worksheet, row: int, form: PracticeWorkbook, rows: pd.DataFrame, looks: dict[str, Format]
) -> int:
    """Districts where the form has them, their communes, and the total at the end; returns the row after it."""
    holds = [column[0] for column in form.column]
    districts = list(dict.fromkeys(rows["district"])) if form.districts == "headings" else [""]
    for number, district in enumerate(districts):
        part = rows[rows["district"].eq(district)] if district else rows
        if district:
            _write_line(sheet, row, holds, _sums(part, ROMAN[number], district), looks, bold="bold_")
            row += 1
        for order, (_, unit) in enumerate(part.iterrows(), 1):
            _write_line(sheet, row, holds, {**unit, "order": str(order)}, looks)
            row += 1
    _write_line(sheet, row, holds, _sums(rows, "", "Tổng cộng"), looks, bold="bold_")
    return row + 1


def _sums(rows: pd.DataFrame, order: str, name: str) -> dict[str, str]:
    sums = {column: str(rows[column].astype(int).sum()) for column in COUNTED}
    return {**sums, "order": order, "name": name}


def _write_line(
    sheet: Worksheet,
    row: int,
    holds: Sequence[str],
    line: dict[str, str],
    looks: dict[str, Format],
    bold: str = "",
) -> None:
    for number, held in enumerate(holds):
        written = line.get(held, "")
        if held in COUNTED:
            sheet.write_number(row, number, int(written), looks[f"{bold}figure"])
        else:
            sheet.write_string(row, number, written, looks[f"{bold}name"])
