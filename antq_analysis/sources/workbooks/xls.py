"""An .xls workbook (Excel 5 to 2003) as its cells."""

import io
import re
import struct
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.formatting import Font
from xlrd.sheet import Sheet as BookSheet

from antq_analysis.errors import InputError, MissingError
from antq_analysis.sources.workbooks.biff import SheetRecords, walk_records
from antq_analysis.sources.workbooks.marks import (
    CellError,
    FormattedRuns,
    Percentage,
    Raw,
    ShownOtherwise,
    Uncomputed,
)
from antq_analysis.sources.workbooks.number_formats import may_show_otherwise, shows_otherwise
from antq_analysis.sources.workbooks.page_texts import page_lines
from antq_analysis.sources.workbooks.sheet import Place, Sheet

_STREAMS = ("Workbook", "Book")
_LITERAL = re.compile(r'"[^"]*"|\\.')
_RAISED = {1: "superscript", 2: "subscript"}
_UNICODE_VERSION = 80
_NOT_AS_WRITTEN = (
    xlrd.XLRDError,
    xlrd.xldate.XLDateError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_xls(path: Path) -> tuple[Sheet, ...]:
    """Read all cells of an .xls file.

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
        If it is broken, protected by a password, or absurdly large.
    """
    try:
        stream = _stream(path.read_bytes())
        records = walk_records(stream, path)
        book = xlrd.open_workbook(file_contents=bytes(stream), logfile=io.StringIO(), formatting_info=True)
        # The first substream is that of the workbook; the others stand in any order, and some are charts.
        return tuple(
            _sheet(book, sheet, records.get(book._sh_abs_posn[number], SheetRecords()))  # noqa: SLF001
            for number, sheet in enumerate(book.sheets())
        )
    except OSError as error:
        raise MissingError("errors.file_unreadable", file=path, reason=error.strerror or error) from error
    except _NOT_AS_WRITTEN as error:
        raise InputError("sources.broken_archive", file=path.name) from error


def _stream(data: bytes) -> bytearray:
    archive = CompDoc(data, logfile=io.StringIO())
    for name in _STREAMS:
        memory, start, size = archive.locate_named_stream(name)
        if memory:
            return bytearray(memory[start : start + size])
    raise xlrd.XLRDError("no stream of records")


def _sheet(book: Book, source: BookSheet, records: SheetRecords) -> Sheet:
    rows: list[list[Raw]] = [[""] * records.width for _ in range(records.height)]
    struck: set[Place] = set()
    kinds = [_Format(book, number) for number in range(len(book.xf_list))]
    for row, line in enumerate(rows):
        types, values = source.row_types(row), source.row_values(row)
        formats = source._cell_xf_indexes[row]  # noqa: SLF001
        for column, (kind, value, number) in enumerate(zip(types, values, formats, strict=True)):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            line[column] = _value(book, kind, value, kinds[number])
            if kinds[number].struck:
                struck.add((row, column))
    for (row, column), runs in source.rich_text_runlist_map.items():
        text = rows[row][column]
        if isinstance(text, str) and (formatted := _runs(text, runs, book.font_list)):
            rows[row][column] = formatted
    for row, column in records.uncomputed:
        rows[row][column] = Uncomputed("")
    return Sheet(
        source.name,
        rows,
        tuple((r0, c0, r1 - 1, c1 - 1) for r0, r1, c0, c1 in source.merged_cells),
        source.visibility != 0,
        frozenset(row for row, info in source.rowinfo_map.items() if info.hidden and row < records.height),
        frozenset(
            column for column, info in source.colinfo_map.items() if info.hidden and column < records.width
        ),
        frozenset(struck),
        {place: note.text for place, note in source.cell_note_map.items()},
        page_lines(_page_text(book, stored) for stored in records.page_texts),
    )


def _page_text(book: Book, stored: bytes) -> str:
    if book.biff_version < _UNICODE_VERSION:
        return stored[1:].decode(book.encoding or "cp1252", "replace")
    wide = stored[2:3] == b"\x01"
    return stored[3:].decode("utf-16-le" if wide else "latin-1", "replace")


class _Format:
    def __init__(self, book: Book, number: int) -> None:
        style = book.xf_list[number]
        written = book.format_map.get(style.format_key)
        code = written.format_str if written is not None else ""
        self.percent = "%" in _LITERAL.sub("", code)
        self.telling = code if code and not self.percent and may_show_otherwise(code) else ""
        self.struck = bool(book.font_list[style.font_index].struck_out)


def _value(book: Book, kind: int, value: str | float, style: _Format) -> Raw:
    if isinstance(value, str):
        return value
    if kind == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(int(value), "#"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        return _date(value, book.datemode)
    if style.telling and shows_otherwise(style.telling, value):
        return ShownOtherwise(value, style.telling)
    return Percentage(value) if style.percent else float(value)


def _date(number: float, mode: int) -> datetime | date | time:
    moment: datetime = xlrd.xldate.xldate_as_datetime(number, mode)
    if number < 1:
        return moment.time()
    return moment.date() if number == int(number) else moment


def _runs(text: str, starts: list[tuple[int, int]], fonts: list[Font]) -> FormattedRuns | None:
    places = [(0, None), *starts, (len(text), None)]
    runs = []
    for (start, font), (end, _) in pairwise(places):
        if text[start:end]:
            style = fonts[font] if font is not None else None
            how = (
                "" if style is None else _RAISED.get(style.escapement) or ("strike" * bool(style.struck_out))
            )
            runs.append((text[start:end], how))
    return FormattedRuns(runs) if any(how and part.strip() for part, how in runs) else None
