"""A copy of a workbook written anew from cells, so that nothing of what was left out stays anywhere in its archive.

Comments, names, pivot tables, drawings, links, macros and the names of authors are not written either; the lines of
page headers and footers are, because they may hold the unit of all figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from antq_analysis.errors import InputError
from antq_analysis.sources.workbooks.marks import (
    CellError,
    FormattedRuns,
    Outdated,
    Percentage,
    Raw,
    ShownOtherwise,
    Uncomputed,
)
from antq_analysis.sources.workbooks.page_texts import page_codes
from antq_analysis.sources.workbooks.sheet import Place, Sheet, Workbook
from antq_analysis.sources.workbooks.workbook import read_workbook

_DAY_ONE = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_FORMATS: dict[type, str] = {
    date: "dd/mm/yyyy",
    datetime: "dd/mm/yyyy hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_RUNS: dict[str, dict[str, object]] = {
    "superscript": {"font_script": 1},
    "subscript": {"font_script": 2},
    "strike": {"font_strikeout": True},
}


def write_copy(book: Workbook, path: Path) -> None:
    """Write a workbook anew and read it back.

    Parameters
    ----------
    book
        The workbook, without what must not be kept.
    path
        An .xlsx file to write.

    Raises
    ------
    InputError
        If reading the copy would not give the same cells.
    """
    try:
        with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as made:
            made.set_properties({"created": _DAY_ONE})
            _write_sheets(made, _as_written(book.sheets))
        same = [*map(_content, read_workbook(path).sheets)] == [*map(_content, _as_written(book.sheets))]
    except (XlsxWriterException, ValueError, TypeError, InputError) as error:
        raise InputError("sources.copy_differs", file=book.path.name) from error
    if not same:
        raise InputError("sources.copy_differs", file=book.path.name)


def _as_written(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Give sheets the names and cells that an .xlsx file can hold."""
    names = _names([sheet.name for sheet in sheets])
    shown = next((number for number, sheet in enumerate(sheets) if not sheet.hidden), 0)
    return [
        replace(
            sheet,
            name=name,
            rows=[[_as_cell(value) for value in cells] for cells in sheet.rows],
            hidden=sheet.hidden and number != shown,
            struck=sheet.struck | _wholly_struck(sheet),
        )
        for number, (name, sheet) in enumerate(zip(names, sheets, strict=True))
    ]


def _names(names: Iterable[str]) -> list[str]:
    written: list[str] = []
    for name in names:
        short = _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME].strip("'") or "_"
        number = 1
        while short.casefold() in (other.casefold() for other in written):
            number += 1
            short = f"{short[: _LONGEST_NAME - 4]} ({number})"
        written.append(short)
    return written


def _wholly_struck(sheet: Sheet) -> frozenset[Place]:
    return frozenset(
        (row, column)
        for row, cells in enumerate(sheet.rows)
        for column, value in enumerate(cells)
        if isinstance(value, FormattedRuns) and {how for text, how in value.runs if text} == {"strike"}
    )


def _as_cell(value: Raw) -> Raw:
    if isinstance(value, FormattedRuns):
        runs = [(_lines(text), how) for text, how in value.runs if text]
        return str(value) if {how for _, how in runs} <= {"strike"} else FormattedRuns(runs)
    if isinstance(value, str):
        return _lines(value)
    if isinstance(value, CellError) and value.code not in _ERRORS:
        return value.code
    return "" if value is None else value


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Exact(float):
    """A number that is written with all its digits."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


class _Pen:
    """Writes cells in their formats, each made once."""

    def __init__(self, made: xlsxwriter.Workbook) -> None:
        self._made = made
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def format(self, **properties: object) -> Any:
        """Make a format, or give the one that was made; None for a plain one."""
        key = tuple(sorted(properties.items()))
        if key and key not in self._formats:
            self._formats[key] = self._made.add_format(properties)
        return self._formats.get(key)

    def write(self, page: Any, place: Place, value: Raw, struck: bool) -> None:
        """Write one cell."""
        look: dict[str, object] = {"font_strikeout": True} if struck else {}
        if isinstance(value, CellError | Uncomputed | Outdated):
            formula, saved = _formula(value)
            done = page.write_formula(*place, formula, self.format(**look), saved)
        elif isinstance(value, Percentage):
            done = page.write_number(*place, _Exact(value), self.format(num_format="0.00%", **look))
        elif isinstance(value, ShownOtherwise):
            done = page.write_number(*place, _Exact(value), self.format(num_format=value.code, **look))
        elif isinstance(value, bool):
            done = page.write_boolean(*place, value, self.format(**look))
        elif isinstance(value, float | int):
            done = page.write_number(*place, _Exact(value), self.format(**look))
        elif isinstance(value, date | time | timedelta):
            shown = self.format(num_format=_FORMATS[type(value)], **look)
            done = page.write_datetime(*place, value, shown)
        elif isinstance(value, FormattedRuns):
            pieces = [
                piece for text, how in value.runs for piece in (self.format(**_RUNS.get(how, {})), text)
            ]
            fragments = [piece for piece in (*pieces, self.format(**look)) if piece is not None]
            done = page.write_rich_string(*place, *fragments)
        else:
            done = page.write_string(*place, str(value), self.format(**look))
        if done:
            raise ValueError(f"cell {place} cannot be written")


def _formula(value: CellError | Uncomputed | Outdated) -> tuple[str, object]:
    """Give the formula of a cell and its saved result."""
    if isinstance(value, CellError):
        return f"={value.code}", value.code
    if isinstance(value, Uncomputed):
        return f"={value.formula}", 0
    # A saved 0 would read as never computed; a negative zero does not.
    return f"={value.result!r}", _Exact(value or -0.0)


def _write_sheets(made: xlsxwriter.Workbook, sheets: Sequence[Sheet]) -> None:
    pen = _Pen(made)
    for sheet in sheets:
        page = made.add_worksheet(sheet.name)
        for r0, c0, r1, c1 in sheet.merged:
            if (r0, c0) != (r1, c1):
                page.merge_range(r0, c0, r1, c1, "")
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if value != "":
                    pen.write(page, (row, column), value, (row, column) in sheet.struck)
        for row in sheet.hidden_rows:
            page.set_row(row, None, None, {"hidden": True})
        for column in sheet.hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        if sheet.hidden:
            page.hide()
        _write_pages(page, sheet.page_texts)
    shown = next(number for number, sheet in enumerate(sheets) if not sheet.hidden)
    made.worksheets()[shown].activate()
    made.worksheets()[shown].set_first_sheet()


def _write_pages(page: Any, lines: Sequence[str]) -> None:
    head, foot, *more = (*page_codes(lines), "", "")
    if any(more):
        raise ValueError("more lines than the pages of a copy hold")
    page.set_header(head)
    page.set_footer(foot)


def _content(sheet: Sheet) -> tuple[object, ...]:
    """Give all that a reader of the sheet meets, empty rows and columns at its end left aside."""
    filled = {
        (row, column): _typed(value)
        for row, cells in enumerate(sheet.rows)
        for column, value in enumerate(cells)
        if value not in ("", None)
    }
    height = max((row for row, _ in filled), default=-1)
    width = max((column for _, column in filled), default=-1)
    merged = {merge for merge in sheet.merged if merge[:2] != merge[2:]}
    hidden = (
        {row for row in sheet.hidden_rows if row <= height},
        {column for column in sheet.hidden_columns if column <= width},
    )
    shown = sheet.hidden, sheet.page_texts
    return sheet.name, filled, merged, shown, hidden, sheet.struck & filled.keys()


def _typed(value: Raw) -> object:
    if isinstance(value, FormattedRuns):
        by_format = groupby(value.runs, key=lambda run: run[1])
        return [("".join(text for text, _ in own), how) for how, own in by_format]
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, ShownOtherwise):
        return value.code, float(value)
    if isinstance(value, Outdated):
        return value.result, float(value)
    kind = "percent" if isinstance(value, Percentage) else "number" if isinstance(value, float | int) else ""
    return kind, value
