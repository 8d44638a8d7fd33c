"""Sheets in the manner of real ones: letterhead, title, merged header, table, notes, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from antq_analysis.demo.sheetplan import Cell, FormColumn, Line, SheetPlan
from antq_analysis.demo.story import Paper

WIDTHS = {"order": 5, "unit": 26, "district": 20, "figure": 11, "ratio": 11, "remarks": 18}
LOOKS: dict[str, dict[str, object]] = {
    "banner": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#C00000", "align": "center"},
    "head": {"bold": True, "align": "center"},
    "title": {"bold": True, "font_size": 14, "align": "center"},
    "italic": {"italic": True, "align": "center"},
    "right": {"italic": True, "align": "right"},
    "note": {"italic": True},
    "header": {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    "marks": {"italic": True, "align": "center", "border": 1},
    "name": {"border": 1, "text_wrap": True},
    "centre": {"border": 1, "align": "center"},
    "figure": {"border": 1, "num_format": "#,##0"},
    "decimal": {"border": 1, "num_format": "#,##0.0#"},
    "exact": {"border": 1},
    "bold_name": {"border": 1, "bold": True, "bg_color": "#E7E6E6"},
    "bold_figure": {"border": 1, "bold": True, "num_format": "#,##0", "bg_color": "#E7E6E6"},
    "bold_decimal": {"border": 1, "bold": True, "num_format": "#,##0.0#", "bg_color": "#E7E6E6"},
}


@dataclass(frozen=True)
class Letterhead:
    """What the sheets of one workbook have in common.

    Parameters
    ----------
    paper
        What stands around every table.
    banner
        What stands in red in every sheet.
    place
        Where it is signed.
    period
        The period as the subtitle writes it.
    signed_on
        Date over the signature.
    number
        Number of the report.
    """

    paper: Paper
    banner: str
    place: str
    period: str
    signed_on: date
    number: int


class ExactWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose numbers keep all their digits, as Excel itself writes them."""

    # xlsxwriter prints 16 digits; a double needs 17 to come back as it was.
    def _xml_number_element(self, number: object, attributes: Sequence[tuple[str, object]] = ()) -> None:
        marks = "".join(f' {key}="{value}"' for key, value in attributes)
        digits = repr(float(number)) if isinstance(number, float) else str(number)
        self.fh.write(f"<c{marks}><v>{digits}</v></c>")


def write_workbook(path: Path, plans: Sequence[SheetPlan], head: Letterhead) -> list[int]:
    """Write a workbook; the same bytes from the same plan.

    Parameters
    ----------
    path
        Where to write.
    plans
        Its sheets.
    head
        What they have in common.

    Returns
    -------
    list of int
        For each sheet the row of its first line, counted from 0.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        day = head.signed_on
        book.set_properties(
            {"title": head.banner, "created": datetime(day.year, day.month, day.day, 12, tzinfo=UTC)}
        )
        looks = {
            name: book.add_format({"font_name": "Times New Roman", "font_size": 11, **look})
            for name, look in LOOKS.items()
        }
        return [
            _write_sheet(book.add_worksheet(plan.told.sheet, ExactWorksheet), plan, head, looks)
            for plan in plans
        ]


def _write_sheet(sheet: Worksheet, plan: SheetPlan, head: Letterhead, looks: dict[str, Format]) -> int:
    width = len(plan.columns)
    row = _write_head(sheet, plan, head, looks)
    first = _write_header(sheet, plan.columns, row, looks)
    for number, line in enumerate(plan.lines):
        _write_line(sheet, first + number, plan.columns, line, looks)
    _write_foot(sheet, first + len(plan.lines) + 1, width, head, looks)
    for column, form in enumerate(plan.columns):
        sheet.set_column(column, column, WIDTHS[form.role])
    sheet.freeze_panes(first, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    return first


def _write_head(sheet: Worksheet, plan: SheetPlan, head: Letterhead, looks: dict[str, Format]) -> int:
    last = len(plan.columns) - 1
    half = max(1, min(3, last // 2))
    if head.banner:
        sheet.merge_range(0, 0, 0, last, head.banner, looks["banner"])
    for row, (left, right) in enumerate(zip(head.paper.office, head.paper.motto, strict=True), 1):
        sheet.merge_range(row, 0, row, half, left, looks["head"])
        sheet.merge_range(row, half + 1, row, last, right, looks["head"])
    row = len(head.paper.office) + 2
    sheet.merge_range(row, 0, row, last, plan.told.title, looks["title"])
    subtitle = head.paper.subtitle.format(number=head.number, period=head.period)
    sheet.merge_range(row + 1, 0, row + 1, last, subtitle, looks["italic"])
    sheet.merge_range(row + 2, 0, row + 2, last, head.paper.unit_note, looks["right"])
    return row + 3


def _write_header(sheet: Worksheet, columns: Sequence[FormColumn], top: int, looks: dict[str, Format]) -> int:
    height = max(len(form.path) for form in columns)
    for level in range(height):
        start = 0
        while start < len(columns):
            end = start
            key = columns[start].path[: level + 1]
            while end + 1 < len(columns) and len(key) > level and columns[end + 1].path[: level + 1] == key:
                end += 1
            if len(key) > level:
                bottom = top + (height - 1 if len(columns[start].path) == level + 1 else level)
                _merged(sheet, (top + level, start, bottom, end), key[-1], looks["header"])
            start = end + 1
        sheet.set_row(top + level, 45 if level == height - 1 else 30)
    number = 0
    for column, form in enumerate(columns):
        lettered = form.role in ("order", "unit", "district")
        number += not lettered
        sheet.write(top + height, column, "ABC"[column] if lettered else f"({number})", looks["marks"])
    return top + height + 1


def _merged(sheet: Worksheet, area: tuple[int, int, int, int], text: str, look: Format) -> None:
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        sheet.write(top, left, text, look)
    else:
        sheet.merge_range(top, left, bottom, right, text, look)


def _write_line(
    sheet: Worksheet, row: int, columns: Sequence[FormColumn], line: Line, looks: dict[str, Format]
) -> None:
    bold = "" if line.kind == "unit" else "bold_"
    cells = iter(line.cells)
    for column, form in enumerate(columns):
        if form.role in ("figure", "ratio"):
            cell = next(cells, Cell(None))
            look = bold + _look(form, cell)
            year = form.column is not None and form.column.reads == "year"
            _put(
                sheet,
                row,
                column,
                cell.written,
                looks["centre" if year or isinstance(cell.written, str) else look],
            )
            continue
        words = {"order": line.order, "unit": line.name, "district": line.district, "remarks": line.remark}[
            form.role
        ]
        _put(sheet, row, column, words or None, looks[f"{bold}name"])


def _look(form: FormColumn, cell: Cell) -> str:
    if not isinstance(cell.written, float):
        return "figure"
    return "decimal" if form.role == "ratio" or round(cell.written, 2) == cell.written else "exact"


def _put(sheet: Worksheet, row: int, column: int, written: str | float | None, look: Format) -> None:
    if written is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(written, str):
        sheet.write_string(row, column, written, look)
    else:
        sheet.write_number(row, column, written, look)


def _write_foot(sheet: Worksheet, row: int, width: int, head: Letterhead, looks: dict[str, Format]) -> None:
    for number, note in enumerate(head.paper.footnotes):
        sheet.write_string(row + number, 0, note, looks["note"])
    if not head.paper.signers:
        return
    row += len(head.paper.footnotes) + 1
    day = head.signed_on
    dated = head.paper.dated.format(
        place=head.place, day=f"{day.day:02d}", month=f"{day.month:02d}", year=day.year
    )
    right = max(2, width - 4)
    sheet.write_string(row, right, dated, looks["italic"])
    for column, signer in zip((1, right), head.paper.signers, strict=True):
        sheet.write_string(row + 1, column, signer, looks["head"])
        sheet.write_string(row + 2, column, head.paper.signed, looks["italic"])
