"""One sheet of our own form, drawn: a head, a row for each unit, live sums, and cells that refuse what cannot be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from antq_analysis.language.catalogue import say
from antq_analysis.sources.forms.header import SEPARATOR

_TITLE_ROWS = 5
_WIDTH = 13
_COLUMNS_A_PAGE = 16
_NAMES, _PADDING, _MM_A_CHARACTER, _PAPER_MM = 37, 0.75, 2.5, 270
_NUMERIC = ("count", "number", "percent")
_WORDS = ("-", "\u2026", "KX")


@dataclass(frozen=True)
class Field:
    """One figure that is asked for.

    Parameters
    ----------
    header
        Header path of its cell.
    reads
        How the cell is read, see :data:`antq_analysis.sources.tables.values.READS`.
    labels
        What may be chosen, for a class.
    adds_up
        Whether a total makes sense.
    before
        What the period before had, by unit.
    """

    header: str
    reads: str
    labels: tuple[str, ...]
    adds_up: bool
    before: Mapping[str, str | float]

    @property
    def before_header(self) -> str:
        """Header path of the cell that shows the period before."""
        return SEPARATOR.join([*self.header.split(SEPARATOR)[:-1], say("annual.form_before")])


@dataclass(frozen=True)
class Page:
    """One sheet of the form.

    Parameters
    ----------
    name
        Name of the sheet.
    title
        Label of the form, province, period, and date of the map.
    unit_header
        Header of the names of units.
    has_districts
        Whether units stand below headings of their districts.
    fields
        What is asked for.
    units
        The register.
    """

    name: str
    title: tuple[str, str, str, str]
    unit_header: str
    has_districts: bool
    fields: tuple[Field, ...]
    units: pd.DataFrame


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
        boxed = font | {"border": 1}
        self.title = book.add_format(font | {"bold": True, "font_size": 13})
        self.note = book.add_format(font | {"italic": True})
        self.head = book.add_format(
            boxed | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#DDE5EE"}
        )
        self.name = book.add_format(boxed | {"indent": 1})
        self.order = book.add_format(boxed | {"align": "center"})
        self.group = book.add_format(boxed | {"bold": True, "bg_color": "#EEF1F5", "indent": 1})
        self.sum = book.add_format(
            boxed | {"bold": True, "bg_color": "#EEF1F5", "num_format": "#,##0.##", "align": "right"}
        )
        self.cell = book.add_format(boxed | {"locked": False, "num_format": "#,##0.##", "align": "right"})
        self.count = book.add_format(boxed | {"locked": False, "num_format": "#,##0", "align": "right"})
        self.text = book.add_format(boxed | {"locked": False, "num_format": "@"})
        self.before = book.add_format(
            boxed | {"font_color": "#7A7A7A", "num_format": "#,##0.##", "align": "right"}
        )

    def entry(self, field: Field) -> object:
        """Give the format of a cell to be filled."""
        return {"count": self.count, "text": self.text}.get(field.reads, self.cell)


def draw_page(book: xlsxwriter.Workbook, page: Page) -> None:
    """Draw one sheet of the form.

    Parameters
    ----------
    book
        The workbook that is being written.
    page
        What it holds.
    """
    formats = _Formats(book)
    sheet = book.add_worksheet(page.name)
    label, province, period, day = page.title
    sheet.write(0, 1, label, formats.title)
    sheet.write(1, 1, say("annual.form_subtitle", province=province), formats.note)
    sheet.write(2, 1, say("annual.form_period", period=period), formats.note)
    sheet.write(3, 1, say("annual.form_map", day=pd.Timestamp(day).date()), formats.note)
    depth = _draw_head(sheet, page, formats)
    first = _TITLE_ROWS + depth
    last = _draw_rows(sheet, page, formats, first)
    sheet.set_column(0, 0, 8, None, {"hidden": True})
    sheet.set_column(1, 1, 5)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, 2 + 2 * len(page.fields), _WIDTH)
    sheet.freeze_panes(first, 3)
    _lay_out(sheet, len(page.fields))
    sheet.repeat_rows(_TITLE_ROWS, first - 1)
    sheet.print_area(0, 1, last, 2 + 2 * len(page.fields))
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _lay_out(sheet: xlsxwriter.worksheet.Worksheet, fields: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.repeat_columns(1, 2)
    pages = max(1, math.ceil(2 * fields / _COLUMNS_A_PAGE))
    if pages == 1:
        sheet.fit_to_pages(1, 0)
        return
    # Fitting to pages would break between a figure and the period before; a scale keeps breaks where they are set.
    each = math.ceil(fields / pages)
    sheet.set_v_pagebreaks([3 + 2 * each * page for page in range(1, pages)])
    width = (_NAMES + 2 * each * (_WIDTH + _PADDING)) * _MM_A_CHARACTER
    sheet.set_print_scale(max(10, min(100, math.floor(100 * _PAPER_MM / width))))


def _draw_head(sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: _Formats) -> int:
    paths = [[say("annual.form_code")], ["STT"], [page.unit_header]]
    for field in page.fields:
        paths += [field.header.split(SEPARATOR), field.before_header.split(SEPARATOR)]
    depth = max(map(len, paths))
    done: set[tuple[int, int]] = set()
    for column, path in enumerate(paths):
        for level, text in enumerate(path):
            if (level, column) in done:
                continue
            right = column
            while (
                right + 1 < len(paths)
                and level < len(path) - 1
                and paths[right + 1][: level + 1] == path[: level + 1]
            ):
                if len(paths[right + 1]) != len(path):
                    break
                right += 1
            bottom = depth - 1 if level == len(path) - 1 else level
            if level == len(path) - 2:
                # Short paths fill the head from above, so that the last row is the same for all.
                bottom = depth - 2
            top = level if level < len(path) - 1 or len(path) == 1 else depth - 1
            done |= {(level, place) for place in range(column, right + 1)}
            box = (_TITLE_ROWS + top, column, _TITLE_ROWS + bottom, right)
            if box[:2] == box[2:]:
                sheet.write(box[0], box[1], text, formats.head)
            else:
                sheet.merge_range(*box, text, formats.head)
    return depth


def _draw_rows(sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: _Formats, first: int) -> int:
    row = first
    groups: list[tuple[int, int, int]] = []
    blocks = page.units.groupby("district_name", sort=False) if page.has_districts else [("", page.units)]
    for number, (district, units) in enumerate(blocks, 1):
        heading = row
        if page.has_districts:
            sheet.write(row, 1, _roman(number), formats.group)
            sheet.write(row, 2, district, formats.group)
            row += 1
        for order, unit in enumerate(units.to_dict("records"), 1):
            _draw_unit(sheet, page, formats, row, (order, str(unit["unit_code"]), str(unit["name"])))
            row += 1
        groups.append((heading, row - len(units), row - 1))
    if page.has_districts:
        for heading, top, bottom in groups:
            _draw_sums(sheet, page, formats, heading, [(top, bottom)])
    if len(page.units) > 1:
        sheet.write(row, 1, "", formats.group)
        sheet.write(row, 2, say("annual.form_total"), formats.group)
        _draw_sums(sheet, page, formats, row, [(top, bottom) for _, top, bottom in groups])
        row += 1
    return row - 1


def _draw_unit(
    sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: _Formats, row: int, unit: tuple[int, str, str]
) -> None:
    order, code, name = unit
    sheet.write_string(row, 0, code, formats.name)
    sheet.write_number(row, 1, order, formats.order)
    sheet.write_string(row, 2, name, formats.name)
    for number, field in enumerate(page.fields):
        place = 3 + 2 * number
        sheet.write_blank(row, place, None, formats.entry(field))
        sheet.data_validation(row, place, row, place, _validation(field, xl_rowcol_to_cell(row, place)))
        before = field.before.get(code)
        if isinstance(before, float):
            sheet.write_number(row, place + 1, before, formats.before)
        else:
            sheet.write_string(row, place + 1, before or "", formats.before)


def _draw_sums(
    sheet: xlsxwriter.worksheet.Worksheet,
    page: Page,
    formats: _Formats,
    row: int,
    ranges: list[tuple[int, int]],
) -> None:
    for number, field in enumerate(page.fields):
        for place in (3 + 2 * number, 4 + 2 * number):
            if not field.adds_up or place != 3 + 2 * number:
                sheet.write_blank(row, place, None, formats.group)
                continue
            name = xl_col_to_name(place)
            cells = ",".join(f"{name}{top + 1}:{name}{bottom + 1}" for top, bottom in ranges)
            formula = f"=SUM({cells})"
            if field.reads == "tick":
                formula = "=" + "+".join(f'COUNTIF({part},"x")' for part in cells.split(","))
            sheet.write_formula(row, place, formula, formats.sum)


def _validation(field: Field, cell: str) -> dict[str, object]:
    told = {"input_title": field.header.split(SEPARATOR)[-2][:32] if SEPARATOR in field.header else ""}
    if field.reads == "tick":
        return {
            **told,
            "validate": "list",
            "source": ["x", *_WORDS],
            "input_message": say("annual.form_tell_tick"),
        }
    if field.reads == "class":
        return {**told, "validate": "list", "source": [*field.labels, *_WORDS]}
    if field.reads == "year":
        rule = {"validate": "integer", "criteria": "between", "minimum": 1945, "maximum": 2100}
        return {**told, **rule, "error_message": say("annual.form_error_year")}
    if field.reads not in _NUMERIC:
        return {**told, "validate": "any", "input_message": say("annual.form_tell_text")}
    words = ",".join(f'{cell}="{word}"' for word in _WORDS)
    whole = f",INT({cell})={cell}" if field.reads == "count" else ""
    rule = {"validate": "custom", "value": f"=OR(AND(ISNUMBER({cell}),{cell}>=0{whole}),{words})"}
    return {
        **told,
        **rule,
        "input_message": say("annual.form_tell_count"),
        "error_title": say("annual.form_error_title"),
        "error_message": say("annual.form_error_count"),
    }


def write_guide(book: xlsxwriter.Workbook) -> None:
    """Add the sheet that says how to fill the form.

    Parameters
    ----------
    book
        The workbook that is being written.
    """
    sheet = book.add_worksheet(say("annual.form_guide"))
    text = book.add_format(
        {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    )
    sheet.set_column(0, 0, 85)
    lines = say("annual.form_guide_text").split("\n")
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, text)
        sheet.set_row(row, 18 * math.ceil(max(1, len(line)) / 75))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect()


def _roman(number: int) -> str:
    marks = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, mark in marks:
        while number >= value:
            written += mark
            number -= value
    return written
