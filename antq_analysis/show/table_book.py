"""A table as a workbook: figures stay figures, texts stay texts."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from textwrap import wrap

import numpy as np
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from antq_analysis.language.catalogue import say
from antq_analysis.show.style import FAINT, FONT, GREY, RED
from antq_analysis.show.table import Column, Table

_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_NARROWEST, _WIDEST, _LINE, _NOTE_LINE = 9, 48, 16, 13
_PROSE, _PROSE_WIDTH = 150, 110
"""A text of so many letters is a paragraph; the width of a column of them."""
_THIN = 1
_GROUND = {"total": "#e8eef5", "heading": "#f4f6f8", "cut": "", "": ""}
# Excel refuses a workbook without a date, and a date of today would change its bytes.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001


def table_book(table: Table) -> bytes:
    """Write a table as a workbook with one sheet.

    Every text is written as text: nothing in the data can become a formula, and codes keep their zeros.

    Parameters
    ----------
    table
        What to write.

    Returns
    -------
    bytes
        An XLSX file, the same for the same table.
    """
    stream = io.BytesIO()
    book = new_book(stream, table.title)
    add_sheet(book, _sheet_name(table), table)
    book.close()
    return stream.getvalue()


def new_book(stream: io.BytesIO, title: str) -> Workbook:
    """Begin a workbook in which every text stays text, and whose bytes do not depend on the day.

    Parameters
    ----------
    stream
        Where its bytes go when it is closed.
    title
        Its title.

    Returns
    -------
    xlsxwriter.workbook.Workbook
        A workbook without sheets.
    """
    book = xlsxwriter.Workbook(stream, _PLAIN)
    book.set_properties({"title": title, "created": _CREATED})
    return book


def add_sheet(book: Workbook, name: str, table: Table) -> Worksheet:
    """Add a sheet with one table.

    Parameters
    ----------
    book
        The workbook.
    name
        Name of the sheet, as Excel allows it.
    table
        What to write.

    Returns
    -------
    xlsxwriter.worksheet.Worksheet
        The sheet: head, frozen column heads, figures as figures and notes; landscape A4, one page wide.
    """
    sheet = book.add_worksheet(name)
    row = _write_head(book, sheet, table)
    flat = [
        (column, key, head)
        for column in table.columns
        for key, head in zip(column.keys, column.heads, strict=True)
    ]
    widths = _write_heads(book, sheet, table, row, flat)
    formats: dict[tuple[str, str], Format] = {}
    for r in range(len(table.content)):
        for i, (column, key, _) in enumerate(flat):
            number = _number_format(column, key, table.around(r, column))
            kind = str(table.kinds.iloc[r])
            if (number, kind) not in formats:
                formats[number, kind] = _format(book, number, kind)
            _write_cell(sheet, table, (row + 1 + r, i), (r, column, key), formats[number, kind])
        # Not every program makes room for the lines of a text by itself.
        if (lines := _lines(table, r, flat, widths)) > 1:
            sheet.set_row(row + 1 + r, _LINE * lines)
    _write_notes(book, sheet, table, row + 2 + len(table.content), widths)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _write_heads(
    book: Workbook, sheet: Worksheet, table: Table, row: int, flat: Sequence[tuple[Column, str, str]]
) -> list[int]:
    look = book.add_format(
        {
            "bold": True,
            "text_wrap": True,
            "border": _THIN,
            "border_color": GREY,
            "align": "center",
            "valign": "vcenter",
            "font_name": FONT,
        }
    )
    lines, widths = 1, []
    printed = dict(zip(table.columns, table.printed().to_dict("list").values(), strict=True))
    for i, (column, _, head) in enumerate(flat):
        sheet.write_string(row, i, head, look)
        cells = printed[column] if len(column.keys) == 1 else ()
        longest = max([_NARROWEST, *map(len, map(str, cells))])
        width = _PROSE_WIDTH if longest > _PROSE else min(longest + 2, _WIDEST)
        sheet.set_column(i, i, width)
        widths.append(width)
        lines = max(lines, len(wrap(head, width - 2)))
    sheet.set_row(row, _LINE * lines)
    sheet.freeze_panes(row + 1, sum(column.kind == "text" for column in table.columns))
    sheet.repeat_rows(row)
    return widths


def _lines(table: Table, r: int, flat: Sequence[tuple[Column, str, str]], widths: Sequence[int]) -> int:
    """Count the lines of the longest text of a row."""
    texts = [
        (str(table.content[key].iloc[r]), width)
        for (column, key, _), width in zip(flat, widths, strict=True)
        if column.kind == "text"
    ]
    return max((len(wrap(text, width - 2)) for text, width in texts), default=1)


def _sheet_name(table: Table) -> str:
    plain = " ".join(_NOT_IN_NAME.sub(" ", table.title).split())[:31].strip("' ")
    return plain or say("show.sheet", table.lang)


def _write_head(book: Workbook, sheet: Worksheet, table: Table) -> int:
    bold: dict[str, object] = {"bold": True, "font_name": FONT}
    lines: list[tuple[str, dict[str, object]]] = [
        (table.banner, bold),
        (table.warning, bold | {"font_color": RED}),
        (table.title, bold | {"font_size": 14}),
        (table.subtitle, {"font_name": FONT, "font_color": GREY}),
    ]
    written = [(text, look) for text, look in lines if text]
    for i, (text, look) in enumerate(written):
        sheet.write_string(i, 0, text, book.add_format(look))
        sheet.set_row(i, _LINE * (1.4 if "font_size" in look else 1))
    return len(written) + 1 if written else 0


def _write_notes(book: Workbook, sheet: Worksheet, table: Table, row: int, widths: Sequence[int]) -> None:
    """Write the notes within the width of the table: a longer line would shrink everything that is printed."""
    look = book.add_format(
        {"font_size": 9, "font_color": GREY, "font_name": FONT, "text_wrap": True, "valign": "top"}
    )
    for i, note in enumerate(table.notes):
        if len(widths) > 1:
            sheet.merge_range(row + i, 0, row + i, len(widths) - 1, "", look)
        sheet.write_string(row + i, 0, note, look)
        sheet.set_row(row + i, _NOTE_LINE * len(wrap(note, max(sum(widths), _NARROWEST)) or [""]))


def _number_format(column: Column, key: str, around: tuple[str, str]) -> str:
    if column.kind == "text":
        return "@"
    decimals = column.decimals
    if column.kind == "share" and key != column.keys[-1]:
        decimals = 0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    before, behind = (f'"{text}"' if text else "" for text in around)
    zero = "0" if before else '"-"'
    if column.kind == "year":
        return f"{before}0{behind}"
    if column.kind != "number":
        return f"{before}{pattern}{behind}"
    return f"{before}{pattern}{behind};{before}-{pattern}{behind};{before}{zero}{behind}"


def _format(book: Workbook, number: str, kind: str) -> Format:
    look: dict[str, object] = {"num_format": number, "font_name": FONT, "bold": kind in ("total", "heading")}
    look |= {"border": _THIN, "border_color": FAINT}
    look |= {"text_wrap": True, "valign": "top"} if number == "@" else {"align": "right", "valign": "top"}
    if kind == "cut":
        look["top"] = 8
    if _GROUND[kind]:
        look["bg_color"] = _GROUND[kind]
    return book.add_format(look)


def _write_cell(
    sheet: Worksheet, table: Table, at: tuple[int, int], what: tuple[int, Column, str], look: Format
) -> None:
    r, column, key = what
    symbol = str(table.symbols[column.head].iloc[r]) if column.head in table.symbols else ""
    value = table.content[key].iloc[r]
    if column.kind == "text":
        sheet.write_string(*at, str(value), look)
    elif symbol and key == column.keys[0]:
        sheet.write_string(*at, symbol, look)
    elif symbol or not np.isfinite(value):
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_number(*at, float(value), look)
