"""An .xlsx or .xlsm workbook as its cells.

Values come from python-calamine, because a text ``1.602`` and a float 1.602 must stay two things. It drops error cells
and formulas that were never computed, which would read as empty: these are put back from the XML of the sheet.
"""

import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from antq_analysis.errors import InputError
from antq_analysis.sources.workbooks.archive import open_archive
from antq_analysis.sources.workbooks.formulas import mark_outdated, saved_formulas
from antq_analysis.sources.workbooks.marks import (
    FormattedRuns,
    Percentage,
    Raw,
    ShownOtherwise,
    Uncomputed,
    column_number,
)
from antq_analysis.sources.workbooks.number_formats import shows_otherwise
from antq_analysis.sources.workbooks.page_texts import sheet_page_lines
from antq_analysis.sources.workbooks.sheet import MAX_FILLED_CELLS, Place, Sheet, check_extent
from antq_analysis.sources.workbooks.sheet_xml import (
    SheetMarks,
    hidden_columns,
    hidden_rows,
    plain_tags,
    sheet_marks,
)
from antq_analysis.sources.workbooks.xlsx_styles import read_styles

# A part that is parsed as a tree takes many times its size; merged ranges and strings are handed over one by one.
MAX_PARSED_BYTES = 5_000_000
MAX_MERGED = 100_000

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_RECALCULATES = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=\"(?:1|true)\"")
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class _Page:
    xml: bytes
    marks: SheetMarks
    comments: Mapping[Place, str]


def read_xlsx(path: Path) -> tuple[Sheet, ...]:
    """Read all cells of an .xlsx or .xlsm file.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Sheet
        Its worksheets in order.

    Raises
    ------
    MissingError
        If the file cannot be read.
    InputError
        If it is broken or absurdly large.
    """
    parts = open_archive(path)
    try:
        pages = _pages(parts, path)
        with CalamineWorkbook.from_path(str(path)) as book:
            wanted = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            return tuple(
                _sheet(
                    book.get_sheet_by_name(sheet.name),
                    pages[sheet.name],
                    sheet.visible != SheetVisibleEnum.Visible,
                )
                for sheet in wanted
            )
    except (CalamineError, ET.ParseError, OSError, ValueError, LookupError, StopIteration) as error:
        raise InputError("sources.broken_archive", file=path.name) from error
    except BaseException as error:
        # The reader is written in Rust; where it panics it raises something that is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError("sources.broken_archive", file=path.name) from error


def _pages(parts: Mapping[str, bytes], path: Path) -> Mapping[str, _Page]:
    book = next(name for name in parts if name.endswith("workbook.xml"))
    shared = _part(parts, "/sharedstrings.xml")
    if shared.count(b"<si") + shared.count(b":si>") > MAX_FILLED_CELLS:
        raise InputError("sources.zip_bomb", file=path.name, size=str(len(shared) // 1_000_000))
    styles = read_styles(_part(parts, "/styles.xml"), shared)
    placeholders = _RECALCULATES.search(parts[book]) is not None
    targets = {key: target for key, _, target in _relations(parts, book)}
    pages, filled = {}, 0
    for item in _tree(parts[book]).iter():
        if item.tag.rpartition("}")[2] != "sheet":
            continue
        name = item.get("name") or ""
        part = targets[item.get(_RELATION_ID) or item.get(_STRICT_RELATION_ID) or ""]
        xml = plain_tags(parts[part])
        filled += xml.count(b"</c>")
        check_extent(path, name, 0, 0, filled)
        marks = sheet_marks(xml, styles, placeholders)
        check_extent(path, name, marks.height, marks.width)
        if xml.count(b"<mergeCell", max(xml.rfind(b"</sheetData>"), 0)) > MAX_MERGED:
            raise InputError("sources.zip_bomb", file=path.name, size=str(len(xml) // 1_000_000))
        if marks.unplaced:
            raise InputError("sources.unplaced_cells", file=path.name, sheet=name)
        pages[name] = _Page(xml, marks, _comments(parts, part))
    return pages


def _tree(xml: bytes) -> ET.Element:
    if len(xml) > MAX_PARSED_BYTES:
        raise ValueError("too large for a tree")
    # Entities are refused before any part is parsed, so the parser of the standard library is safe here.
    return ET.fromstring(xml)  # noqa: S314


def _part(parts: Mapping[str, bytes], ending: str) -> bytes:
    return next((data for name, data in parts.items() if name.lower().endswith(ending)), b"")


def _relations(parts: Mapping[str, bytes], part: str) -> list[tuple[str, str, str]]:
    folder, file = posixpath.split(part)
    xml = parts.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
    if xml is None:
        return []
    return [
        (
            item.get("Id", ""),
            item.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
        )
        for item in _tree(xml)
    ]


def _comments(parts: Mapping[str, bytes], page: str) -> Mapping[Place, str]:
    comments = {}
    for _, kind, target in _relations(parts, page):
        if kind != "comments":
            continue
        for item in _tree(parts[target]).iter():
            place = _REFERENCE.fullmatch(item.get("ref", ""))
            if item.tag.rpartition("}")[2] == "comment" and place:
                texts = (part.text or "" for part in item.iter() if part.tag.rpartition("}")[2] == "t")
                comments[int(place[2]) - 1, column_number(place[1])] = "".join(texts)
    return comments


def _sheet(source: CalamineSheet, page: _Page, hidden: bool) -> Sheet:
    rows: list[list[Raw]] = source.to_python(skip_empty_area=False)  # type: ignore[assignment]
    marks = page.marks
    for (row, column), value in marks.values.items():
        _place(rows, row, column, value)
    width = max(map(len, rows), default=0)
    if marks.values:
        for line in rows:
            line.extend([""] * (width - len(line)))
    for row, column in marks.percent:
        value = rows[row][column]
        if type(value) in (float, int):
            rows[row][column] = Percentage(value)  # type: ignore[arg-type]
    for (row, column), code in marks.otherwise.items():
        value = rows[row][column]
        if type(value) in (float, int) and shows_otherwise(code, value):  # type: ignore[arg-type]
            rows[row][column] = ShownOtherwise(value, code)  # type: ignore[arg-type]
    mark_outdated(rows, saved_formulas(page.xml))
    merged = tuple((r0, c0, r1, c1) for (r0, c0), (r1, c1) in source.merged_cell_ranges or ())
    some_hidden = b"hidden=" in page.xml
    return Sheet(
        source.name,
        rows,
        merged,
        hidden,
        hidden_rows(page.xml, len(rows)) if some_hidden else frozenset(),
        hidden_columns(page.xml, width) if some_hidden else frozenset(),
        frozenset(marks.struck),
        page.comments,
        sheet_page_lines(page.xml),
    )


def _place(rows: list[list[Raw]], row: int, column: int, value: Raw) -> None:
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line.extend([""] * (column + 1 - len(line)))
    there = line[column]
    # A shared formula that was computed keeps its value; only what the reader left empty is filled.
    empty = there in ("", None) or (isinstance(value, Uncomputed) and there == 0)
    if empty or (isinstance(value, FormattedRuns) and isinstance(there, str)):
        line[column] = value
