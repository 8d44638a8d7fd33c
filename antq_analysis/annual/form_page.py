"""One sheet of our own form, drawn: a head, a row for each unit, live sums, and cells that refuse what cannot be."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from antq_analysis.language.catalogue import say
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.tables.values import FIRST_YEAR, LAST_YEAR

_TITLE_ROWS = 6
_ORDER, _NAMES, _NOW, _BEFORE, _NOTE = 5, 30, 11, 9, 22
"""Widths of the columns [characters]."""
_FIRST = 3
_A4, _A3, _A4_CHARACTERS = 9, 8, 190
"""Paper sizes of Excel, and how wide a table may be [characters] to be read on the smaller one."""
_SIGNATURE_ROWS = 4
_NUMERIC = ("count", "number", "percent")
TICKED, NOT_CONSIDERED = "x", "KX"
_WORDS = ("-", "\u2026", NOT_CONSIDERED)


_Rows = tuple[int, int, list[str]]
"""First and last row of a block of units, and their codes."""


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
    outside
        Units that were not considered, or that the indicator is not about: their cell says so beforehand.
    """

    header: str
    reads: str
    labels: tuple[str, ...]
    adds_up: bool
    before: Mapping[str, str | float]
    outside: frozenset[str] = frozenset()

    @property
    def before_header(self) -> str:
        """Header path of the cell that shows the period before."""
        return SEPARATOR.join([*self.header.split(SEPARATOR)[:-1], say("annual.form_before")])

    def total_before(self, codes: Iterable[str]) -> float | None:
        """Sum the period before.

        Parameters
        ----------
        codes
            Units.

        Returns
        -------
        float or None
            None where it does not add up, no unit has a figure, or one has words in its place (`over 500`).
        """
        told = [self.before[code] for code in codes if code in self.before]
        numbers = [
            float(item == TICKED) if self.reads == "tick" else item for item in told if item != NOT_CONSIDERED
        ]
        figures = [item for item in numbers if isinstance(item, float)]
        return math.fsum(figures) if self.adds_up and figures and len(figures) == len(numbers) else None


@dataclass(frozen=True)
class Page:
    """One sheet of the form.

    Parameters
    ----------
    name
        Name of the sheet.
    title
        Label of the form, who reports, period, and date of the map.
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
        middle = font | {"align": "center", "text_wrap": True}
        self.motto = book.add_format(middle | {"bold": True})
        self.title = book.add_format(middle | {"bold": True, "font_size": 14})
        self.note = book.add_format(middle | {"italic": True})
        self.sign = book.add_format(middle | {"italic": True, "locked": False})
        self.head = book.add_format(
            boxed | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#DDE5EE"}
        )
        self.name = book.add_format(boxed | {"indent": 1})
        self.order = book.add_format(boxed | {"align": "center"})
        self.group = book.add_format(boxed | {"bold": True, "bg_color": "#EEF1F5", "indent": 1})
        self.text = book.add_format(boxed | {"locked": False, "num_format": "@", "text_wrap": True})
        summed = boxed | {"bold": True, "bg_color": "#EEF1F5", "align": "right"}
        before = boxed | {"font_color": "#6A6A6A", "align": "right"}
        entry = boxed | {"locked": False, "align": "right"}
        # Years stand without a separator of thousands, whole numbers without decimals.
        shown = {"count": "#,##0", "tick": "#,##0", "year": "0"}
        kinds = (*_NUMERIC, "tick", "year", "class")
        self.entries, self.befores, self.sums = (
            {kind: book.add_format(base | {"num_format": shown.get(kind, "#,##0.00")}) for kind in kinds}
            for base in (entry, before, summed)
        )
        self.before = book.add_format(before)


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
    note = _FIRST + 2 * len(page.fields)
    widths = [8, _ORDER, _NAMES, *(_NOW, _BEFORE) * len(page.fields), _NOTE]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width, None, {"hidden": place == 0})
    _draw_titles(sheet, page, formats, note)
    depth = _draw_head(sheet, page, formats, widths)
    first = _TITLE_ROWS + depth
    last = _draw_signatures(sheet, formats, _draw_rows(sheet, page, formats, first) + 2, note)
    sheet.freeze_panes(first, _FIRST)
    sheet.set_landscape()
    sheet.set_paper(_A4 if sum(widths[1:]) <= _A4_CHARACTERS else _A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TITLE_ROWS, first - 1)
    sheet.print_area(0, 1, last, note)
    sheet.set_footer("&C&P/&N")
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _draw_titles(sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: _Formats, last: int) -> None:
    label, reporting, period, day = page.title
    sheet.merge_range(0, 1, 0, 2, say("annual.form_subtitle", province=reporting), formats.motto)
    for row, name in enumerate(("annual.form_country", "annual.form_motto")):
        sheet.merge_range(row, _FIRST, row, last, say(name), formats.motto)
    sheet.merge_range(3, 1, 3, last, label, formats.title)
    told = say("annual.form_period", period=period), say("annual.form_map", day=pd.Timestamp(day).date())
    sheet.merge_range(4, 1, 4, last, ". ".join(told), formats.note)
    sheet.set_row(0, 32)
    sheet.set_row(3, 20 * math.ceil(len(label) / 80))


def _draw_signatures(sheet: xlsxwriter.worksheet.Worksheet, formats: _Formats, row: int, last: int) -> int:
    right = max(_FIRST, last - 4)
    sheet.merge_range(row, right, row, last, say("annual.form_signed"), formats.sign)
    for names, (left, end) in (
        (("annual.form_made_by", "annual.form_made_by_note"), (1, 2)),
        (("annual.form_head", "annual.form_head_note"), (right, last)),
    ):
        for at, (name, style) in enumerate(zip(names, (formats.motto, formats.note), strict=True), 1):
            sheet.merge_range(row + at, left, row + at, end, say(name), style)
        sheet.merge_range(row + 3, left, row + 2 + _SIGNATURE_ROWS, end, "", formats.sign)
    return row + 2 + _SIGNATURE_ROWS


def _draw_head(
    sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: _Formats, widths: Sequence[int]
) -> int:
    paths = [[say("annual.form_code")], ["STT"], [page.unit_header]]
    for field in page.fields:
        paths += [field.header.split(SEPARATOR), field.before_header.split(SEPARATOR)]
    paths.append([say("annual.form_note")])
    depth = max(map(len, paths))
    lines = [1] * depth
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
            wanted = math.ceil(1.15 * len(text) / sum(widths[column : right + 1]))
            lines[bottom] = max(lines[bottom], wanted - (bottom - top))
            box = (_TITLE_ROWS + top, column, _TITLE_ROWS + bottom, right)
            if box[:2] == box[2:]:
                sheet.write(box[0], box[1], text, formats.head)
            else:
                sheet.merge_range(*box, text, formats.head)
    for level, wanted in enumerate(lines):
        sheet.set_row(_TITLE_ROWS + level, 16 * wanted)
    return depth


def _draw_rows(sheet: xlsxwriter.worksheet.Worksheet, page: Page, formats: _Formats, first: int) -> int:
    row = first
    groups: list[_Rows] = []
    places = range(_FIRST, _FIRST + 2 * len(page.fields) + 1)
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
        groups.append((row - len(units), row - 1, [*map(str, units["unit_code"])]))
        if page.has_districts:
            for place in places:
                _draw_sum(sheet, page, formats, (heading, place), groups[-1:])
    if len(page.units) > 1:
        sheet.write(row, 1, "", formats.group)
        sheet.write(row, 2, say("annual.form_total"), formats.group)
        for place in places:
            _draw_sum(sheet, page, formats, (row, place), groups)
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
        place = _FIRST + 2 * number
        entry = formats.entries.get(field.reads, formats.text)
        sheet.write(row, place, NOT_CONSIDERED if code in field.outside else None, entry)
        sheet.data_validation(row, place, row, place, _validation(field, xl_rowcol_to_cell(row, place)))
        before = field.before.get(code)
        if isinstance(before, float):
            sheet.write_number(row, place + 1, before, formats.befores.get(field.reads, formats.before))
        else:
            sheet.write_string(row, place + 1, before or "", formats.before)
    sheet.write_blank(row, _FIRST + 2 * len(page.fields), None, formats.text)


def _draw_sum(
    sheet: xlsxwriter.worksheet.Worksheet,
    page: Page,
    formats: _Formats,
    cell: tuple[int, int],
    groups: Sequence[_Rows],
) -> None:
    number, is_before = divmod(cell[1] - _FIRST, 2)
    field = page.fields[number] if number < len(page.fields) else None
    total = field.total_before(code for *_, codes in groups for code in codes) if field and is_before else 0.0
    if field is None or not field.adds_up or total is None:
        sheet.write_blank(*cell, None, formats.group)
        return
    name = xl_col_to_name(cell[1])
    parts = [f"{name}{top + 1}:{name}{bottom + 1}" for top, bottom, _ in groups]
    formula = f"=SUM({','.join(parts)})"
    if field.reads == "tick":
        formula = "=" + "+".join(f'COUNTIF({part},"{TICKED}")' for part in parts)
    sheet.write_formula(*cell, formula, formats.sums.get(field.reads, formats.group), total)


def _validation(field: Field, cell: str) -> dict[str, object]:
    told = {"input_title": field.header.split(SEPARATOR)[-2][:32] if SEPARATOR in field.header else ""}
    if field.reads == "tick":
        return {
            **told,
            "validate": "list",
            "source": [TICKED, *_WORDS],
            "input_message": say("annual.form_tell_tick"),
        }
    if field.reads == "class":
        return {**told, "validate": "list", "source": [*field.labels, *_WORDS]}
    words = ",".join(f'{cell}="{word}"' for word in _WORDS)
    if field.reads == "year":
        years = f"AND(ISNUMBER({cell}),{cell}>={FIRST_YEAR},{cell}<={LAST_YEAR},INT({cell})={cell})"
        rule = {"validate": "custom", "value": f"=OR({years},{words})"}
        return {**told, **rule, "error_message": say("annual.form_error_year")}
    if field.reads not in _NUMERIC:
        return {**told, "validate": "any", "input_message": say("annual.form_tell_text")}
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
