"""Tables whose indicators stand in rows: where they stand, the path of each row, what each column of figures is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antq_analysis.places.matching.names import DISTRICT_TYPES, fold, split_type
from antq_analysis.sources.forms.columns import ROW_NUMBERS
from antq_analysis.sources.forms.figure_columns import Figures, figure_columns
from antq_analysis.sources.forms.governing_words import other_table
from antq_analysis.sources.forms.header import (
    SEARCHED_ROWS,
    SEPARATOR,
    Header,
    header_blocks,
    header_paths,
    label,
)
from antq_analysis.sources.forms.indicator_lines import read_lines
from antq_analysis.sources.forms.register_names import Names, has_letter
from antq_analysis.sources.forms.time_words import is_change
from antq_analysis.sources.tables.code_row import is_numbering
from antq_analysis.sources.tables.remark_words import remark_kind
from antq_analysis.sources.tables.row_words import is_below, strip_order
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.workbook import Sheet

FEWEST_LINES = 2
DOUBTED = "(xem ghi chú)"
"""Ends the path of a row of which a remark says that its figures are something else."""
LABEL_HEADERS = frozenset(
    fold(text)
    for text in (
        "Nội dung", "Chỉ tiêu", "Nội dung chỉ tiêu", "Tên chỉ tiêu", "Nội dung báo cáo", "Chỉ tiêu thống kê",
        "Chỉ tiêu báo cáo", "Nội dung thống kê", "Nội dung công việc", "Nội dung, chỉ tiêu", "Nội dung/chỉ tiêu",
        "Các chỉ tiêu", "Các nội dung", "Danh mục", "Danh mục chỉ tiêu", "Hạng mục", "Tiêu chí", "Nội dung tiêu chí",
        "Diễn giải", "Tên nội dung", "Mục", "Nội dung số liệu",
    )
)  # fmt: skip
"""Headers that usually stand over indicators in rows."""

_REMARKS = frozenset(
    fold(text) for text in ("Ghi chú", "Chú thích", "Ghi chú khác", "Lý do", "Nguyên nhân", "Nhận xét")
)
_CODES = frozenset(fold(text) for text in ("Mã số", "Mã", "Mã chỉ tiêu", "Mã số chỉ tiêu"))
_MEASURES = frozenset(fold(text) for text in ("Đơn vị", "Đơn vị tính", "ĐVT", "Đ.vị tính", "Đơn vị đo"))


@dataclass(frozen=True)
class Across:
    """A table whose indicators stand in rows.

    Parameters
    ----------
    top, bottom
        First and last row of its head, counted from 0.
    label
        The column with the indicators.
    heading
        Its header.
    lines
        Rows of indicators with their header path.
    groups
        Rows that only head others, that number the columns, or that repeat the head.
    figures
        Columns of figures.
    aside
        Other columns, with the reason why they are no figures.
    end
        The first row below the table.
    second
        The row that heads another table below, which nobody can tell apart from this one; None where there is none.
    """

    top: int
    bottom: int
    label: int
    heading: str
    lines: Mapping[int, str]
    groups: frozenset[int]
    figures: Mapping[int, Figures]
    aside: Mapping[int, str]
    end: int
    second: int | None = None

    @property
    def of_one_unit(self) -> bool:
        """Whether no column names a unit, so that the whole sheet is about one."""
        return not any(figures.unit or figures.district for figures in self.figures.values())


def find_across(sheet: Sheet, names: Names, period: str, wanted: str = "") -> Across | None:
    """Find a table whose indicators stand in rows.

    Parameters
    ----------
    sheet
        The sheet.
    names
        The names of the register.
    period
        The period of the figures.
    wanted
        Header of the column with the indicators, where a layout says it; by default any usual one.

    Returns
    -------
    Across or None
        The table, or None where there is none.
    """
    for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        for column, value in enumerate(cells):
            text = fold(label(value))
            if text and (text == fold(wanted) if wanted else text in LABEL_HEADERS):
                found = _table(sheet, row, column, names, period)
                if found is not None:
                    return found
    return None


def _table(sheet: Sheet, row: int, column: int, names: Names, period: str) -> Across | None:
    blocks = list(header_blocks(sheet, row, column))
    top, bottom = blocks[0]
    for _, last in (block for block in blocks if block[0] == top):
        if is_numbering(sheet.rows[last]):
            break
        bottom = max(bottom, last)
    if top and not any(map(label, sheet.rows[top - 1][: column + 1])):
        top -= _names_districts(sheet.rows[top - 1], column)
    if bottom + 1 < len(sheet.rows):
        bottom += _names_districts(sheet.rows[bottom + 1], column)
    paths = header_paths(sheet, top, bottom)
    aside = {
        place: reason for place, path in enumerate(paths) if (reason := _left_aside(place, path, column))
    }
    figures = figure_columns(
        {p: path for p, path in enumerate(paths) if path and p not in {column, *aside}}, names
    )
    headless = {place for place, path in enumerate(paths) if not path and place > column}
    if not figures:
        return None
    measure = next((place for place, reason in aside.items() if reason == "unit of measure"), None)
    header = Header(top, bottom, paths, column)
    end = _end(sheet, bottom + 1, column, sorted({*figures, *headless}))
    heads = _further_heads(sheet, header, end, figures, names)
    own = [row for row in range(bottom + 1, end) if row not in heads]
    lines, groups = read_lines(sheet, header, own, sorted(figures), measure, period)
    remarks = [place for place, reason in aside.items() if reason == "remarks"]
    lines = {
        line: _with_doubt(path, sheet.rows[line], remarks, names, period) for line, path in lines.items()
    }
    if sum(map(has_letter, lines.values())) < FEWEST_LINES:
        return None
    if any(sheet.rows[line][place] not in ("", None) for line in lines for place in headless):
        return None
    second = next((other for other, same in heads.items() if not same), None)
    if second is None:
        second = other_table(sheet, header, own, sorted(figures), measure, period)
    head = label(sheet.rows[row][column])
    return Across(top, bottom, column, head, lines, groups | set(heads), figures, aside, end, second)


def _with_doubt(path: str, cells: Sequence[Raw], remarks: Sequence[int], names: Names, period: str) -> str:
    """Add to the path of a row that its remark says its figures are something else: no layout reads it then."""
    texts = [value for place in remarks if isinstance(value := cells[place], str) and value]
    doubted = any(remark_kind(text, period, "final", names.is_commune) for text in texts)
    return SEPARATOR.join((path, DOUBTED)) if doubted else path


def _names_districts(cells: Sequence[Raw], column: int) -> bool:
    """Tell a line of the head that names the district of each unit, whatever stands before it."""
    named = [
        split_type(strip_order(label(value)))[0] for value in cells[column + 1 :] if value not in ("", None)
    ]
    return len(named) > 1 and DISTRICT_TYPES.issuperset(named)


def _further_heads(
    sheet: Sheet, header: Header, end: int, figures: Mapping[int, Figures], names: Names
) -> dict[int, bool]:
    """Find rows below the head that head columns again, and say whether they only repeat it."""
    own = {place: {fold(part) for part in header.paths[place].split(SEPARATOR)} for place in figures}
    said = set().union(*own.values())
    found = {}
    for row in range(header.bottom + 1, end):
        cells = sheet.rows[row]
        filled = {place: fold(label(cells[place])) for place in figures if cells[place] not in ("", None)}
        words = fold(label(cells[header.unit_column]))
        again = words in LABEL_HEADERS or any(
            fold(label(value)) in ROW_NUMBERS for value in cells[: header.unit_column]
        )
        worded = any(map(str.isalpha, "".join(filled.values())))
        again = again or (worded and set(filled.values()) <= said)
        if again or any(names.is_commune(label(cells[place])) for place in filled):
            found[row] = bool(filled) and all(text in own[place] for place, text in filled.items())
    return found


def _left_aside(place: int, path: str, column: int) -> str:
    last = fold(path.rpartition(SEPARATOR)[2])
    if not path:
        return "order number" if place < column else ""
    known = (
        (ROW_NUMBERS, "order number"),
        (_MEASURES, "unit of measure"),
        (_REMARKS, "remarks"),
        (_CODES, "row code"),
    )
    reasons = [reason for words, reason in known if last in words]
    return reasons[0] if reasons else "printed change" if is_change(path) else ""


def _end(sheet: Sheet, first: int, column: int, valued: Sequence[int]) -> int:
    """Find the first row of what stands below: a signature or a note, or what follows the last figure."""
    words = [label(cells[column]) for cells in sheet.rows]
    filled = [
        row
        for row in range(first, len(sheet.rows))
        if words[row] and any(_is_figure(sheet.rows[row][place]) for place in valued)
    ]
    for row in range(max(filled, default=first - 1) + 1, len(sheet.rows)):
        if not words[row] or any(is_below(label(value)) for value in sheet.rows[row]):
            return row
    return len(sheet.rows)


def _is_figure(value: Raw) -> bool:
    if isinstance(value, str):
        text = value.strip()
        return bool(text) and not is_below(label(value)) and (len(text) <= 2 or any(map(str.isdigit, text)))
    return value is not None
