"""A workbook as its cells: rows of values with their types kept, merged ranges, hidden parts.

Values come from python-calamine, because a text ``1.602`` and a float 1.602 must stay two things. It drops error cells
and formulas that were never computed, which would read as empty: these are put back from the XML of the sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from antq_analysis.errors import InputError
from antq_analysis.sources.archive import open_archive, sheet_parts
from antq_analysis.sources.marks import (
    FormattedRuns,
    Percentage,
    Raw,
    Uncomputed,
    extent,
    formatted_cells,
    formatted_strings,
    has_unplaced_cells,
    hidden_columns,
    hidden_rows,
    percent_cells,
    percent_styles,
    recalculates,
    special_cells,
)

MAX_CELLS = 5_000_000
MAX_COLUMNS = 2_000

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        As its tab says.
    rows
        All cells from A1, equally long rows; an empty cell is ``""``.
    merged
        Merged ranges as first row, first column, last row, last column, counted from 0, all inclusive.
    hidden
        Whether the whole sheet is hidden.
    hidden_rows, hidden_columns
        Which rows and columns are hidden, counted from 0.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """One workbook.

    Parameters
    ----------
    path
        The file.
    sheets
        Its worksheets in order; sheets that hold only a chart are left out.
    """

    path: Path
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path) -> Workbook:
    """Read all cells of an .xlsx or .xlsm file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Workbook
        Its sheets.

    Raises
    ------
    MissingError
        If the file is not there or cannot be read.
    InputError
        If it is not a workbook, is broken, protected by a password, or absurdly large.
    """
    parts = open_archive(path)
    pages = sheet_parts(parts, path)
    for name, xml in pages.items():
        _check_extent(path, name, xml)
    marks = _Marks(
        percent_styles(_part(parts, "/styles.xml")),
        formatted_strings(_part(parts, "/sharedstrings.xml")),
        recalculates(_part(parts, "workbook.xml")),
    )
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            wanted = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            return Workbook(
                path,
                tuple(
                    _sheet(
                        book.get_sheet_by_name(sheet.name),
                        pages.get(sheet.name, b""),
                        sheet.visible != SheetVisibleEnum.Visible,
                        marks,
                    )
                    for sheet in wanted
                ),
            )
    except (CalamineError, OSError, ValueError) as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    except BaseException as error:
        # The reader is written in Rust; where it panics it raises something that is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError("sources.broken_archive", file=path.name) from error


@dataclass(frozen=True)
class _Marks:
    percent: frozenset[int]
    strings: Mapping[int, FormattedRuns]
    placeholders: bool


def _part(parts: Mapping[str, bytes], ending: str) -> bytes:
    return next((data for name, data in parts.items() if name.lower().endswith(ending)), b"")


def _check_extent(path: Path, name: str, xml: bytes) -> None:
    height, width = extent(xml)
    if height * width > MAX_CELLS or width > MAX_COLUMNS:
        raise InputError("sources.absurd_size", file=path.name, sheet=name, rows=height, columns=width)
    if has_unplaced_cells(xml):
        raise InputError("sources.unplaced_cells", file=path.name, sheet=name)


def _sheet(source: CalamineSheet, xml: bytes, hidden: bool, marks: _Marks) -> Sheet:
    rows: list[list[Raw]] = [[*line] for line in source.to_python(skip_empty_area=False)]
    for row, column, value in special_cells(xml, marks.placeholders):
        _place(rows, row, column, value)
    width = max(map(len, rows), default=0)
    for line in rows:
        line.extend([""] * (width - len(line)))
    for row, column in percent_cells(xml, marks.percent):
        if row < len(rows) and column < width and type(rows[row][column]) in (float, int):
            rows[row][column] = Percentage(rows[row][column])  # type: ignore[arg-type]
    for row, column, runs in formatted_cells(xml, marks.strings):
        if row < len(rows) and column < width and isinstance(rows[row][column], str):
            rows[row][column] = runs
    merged = tuple((r0, c0, r1, c1) for (r0, c0), (r1, c1) in source.merged_cell_ranges or ())
    return Sheet(source.name, rows, merged, hidden, hidden_rows(xml), hidden_columns(xml, width))


def _place(rows: list[list[Raw]], row: int, column: int, value: Raw) -> None:
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line.extend([""] * (column + 1 - len(line)))
    # A shared formula that was computed keeps its value; only what the reader left empty is filled.
    if line[column] in ("", None) or (isinstance(value, Uncomputed) and line[column] == 0):
        line[column] = value
