"""The sheets of an .ods file, read in one pass: what is repeated a million times is stored only where it is filled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from antq_analysis.sources.workbooks.formulas import mark_outdated, of_ods
from antq_analysis.sources.workbooks.marks import Raw
from antq_analysis.sources.workbooks.ods_cell import OFFICE, Written, cell_value
from antq_analysis.sources.workbooks.ods_styles import TABLE, OdsStyles
from antq_analysis.sources.workbooks.sheet import Merge, Place, Sheet, check_extent

_AROUND = frozenset(
    {OFFICE + "document-content", OFFICE + "body", OFFICE + "spreadsheet"}
    | {
        TABLE + name
        for name in ("table-header-rows", "table-rows", "table-row-group", "table-header-columns")
    }
    | {TABLE + name for name in ("table-columns", "table-column-group")}
)
_SHEET, _ROW, _COLUMN = TABLE + "table", TABLE + "table-row", TABLE + "table-column"
_CELLS = frozenset({TABLE + "table-cell", TABLE + "covered-table-cell"})
_NOTE = OFFICE + "annotation"
_STYLE_NAME, _CELL_STYLE = TABLE + "style-name", TABLE + "default-cell-style-name"
_ROWS_REPEATED, _COLUMNS_REPEATED = TABLE + "number-rows-repeated", TABLE + "number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = TABLE + "number-rows-spanned", TABLE + "number-columns-spanned"
_HIDDEN = frozenset({"collapse", "filter"})
_USUAL_PAGE = "Default"
# An empty cell says nothing but how it looks and how often it stands there.
_EMPTY = frozenset({_STYLE_NAME, _COLUMNS_REPEATED, TABLE + "content-validation-name"})


@dataclass
class _Grown:
    """A sheet as far as it is read."""

    name: str
    hidden: bool
    rows: list[list[Raw]] = field(default_factory=list)
    columns: list[tuple[int, str, bool]] = field(default_factory=list)
    empty_rows: int = 0
    width: int = 0
    filled: int = 0
    merged: list[Merge] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    struck: set[Place] = field(default_factory=set)
    comments: dict[Place, str] = field(default_factory=dict)
    page_texts: tuple[str, ...] = ()
    formulas: list[tuple[Place, str]] = field(default_factory=list)

    @property
    def next_row(self) -> int:
        return len(self.rows) + self.empty_rows

    def column_style(self, column: int) -> str:
        return next((style for end, style, _ in self.columns if column < end), "")

    def finished(self) -> Sheet:
        for line in self.rows:
            line.extend([""] * (self.width - len(line)))
        mark_outdated(self.rows, self.formulas)
        hidden_rows = {
            row for first, end in self.hidden_rows for row in range(first, min(end, len(self.rows)))
        }
        starts = [0, *(end for end, _, _ in self.columns)]
        hidden_columns = {
            column
            for start, (end, _, hidden) in zip(starts, self.columns, strict=False)
            if hidden
            for column in range(start, min(end, self.width))
        }
        return Sheet(
            self.name,
            self.rows,
            tuple(self.merged),
            self.hidden,
            frozenset(hidden_rows),
            frozenset(hidden_columns),
            frozenset(self.struck),
            self.comments,
            self.page_texts,
        )


@dataclass
class _Row:
    """A row as far as it is read."""

    repeated: int
    hidden: bool
    style: str
    cells: list[Raw] = field(default_factory=list)
    column: int = 0
    filled: int = 0
    struck: list[int] = field(default_factory=list)
    spans: list[tuple[int, int, int]] = field(default_factory=list)


class SheetReader:
    """Reads the content of a workbook.

    Parameters
    ----------
    path
        The file, for messages.
    styles
        Which styles tell something.
    pages
        What stands in the header and footer of each kind of page.
    """

    def __init__(self, path: Path, styles: OdsStyles, pages: Mapping[str, tuple[str, ...]]) -> None:
        self.sheets: list[Sheet] = []
        self._path, self._styles, self._pages = path, styles, pages
        self._any_struck = any(styles.struck.values())
        self._sheet: _Grown | None = None
        self._row: _Row | None = None
        self._cell: Mapping[str, str] | None = None
        self._written, self._note = Written(), Written()
        self._in_note = False
        self._passed_over = 0

    def read(self, content: bytes) -> None:
        """Read all sheets.

        Parameters
        ----------
        content
            The XML of the content.

        Raises
        ------
        InputError
            If a sheet is absurdly large.
        ValueError
            If the content is not as the format says.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(content, True)

    def _start(self, tag: str, values: Mapping[str, str]) -> None:
        if self._passed_over:
            self._passed_over += 1
        elif self._cell is not None:
            self._start_in_cell(tag, values)
        elif self._row is not None and tag in _CELLS:
            self._cell = values
        elif self._sheet is not None and tag == _ROW:
            hidden = values.get(TABLE + "visibility") in _HIDDEN
            self._row = _Row(_count(values, _ROWS_REPEATED), hidden, values.get(_CELL_STYLE, ""))
        elif self._sheet is not None and tag == _COLUMN:
            self._add_columns(self._sheet, values)
        elif self._sheet is None and tag == _SHEET:
            hidden = values.get(_STYLE_NAME) in self._styles.hidden
            page = self._styles.pages.get(values.get(_STYLE_NAME, "")) or _USUAL_PAGE
            self._sheet = _Grown(values.get(TABLE + "name", ""), hidden, page_texts=self._pages.get(page, ()))
        elif tag not in _AROUND:
            # Shapes, forms, tracked changes and tables within cells hold texts and cells that are not the sheet's.
            self._passed_over = 1

    def _start_in_cell(self, tag: str, values: Mapping[str, str]) -> None:
        if self._in_note:
            known = self._note.start(tag, values, {})
        elif tag == _NOTE:
            known = self._in_note = True
        else:
            known = self._written.start(tag, values, self._styles.runs)
        if not known:
            self._passed_over = 1

    def _characters(self, text: str) -> None:
        if self._cell is not None and not self._passed_over:
            (self._note if self._in_note else self._written).add(text)

    def _end(self, tag: str) -> None:
        if self._passed_over:
            self._passed_over -= 1
        elif self._cell is not None and tag not in _CELLS:
            if tag == _NOTE:
                self._in_note = False
            else:
                (self._note if self._in_note else self._written).end(tag)
        elif self._sheet is not None and self._row is not None:
            if self._cell is not None:
                self._end_cell(self._sheet, self._row, self._cell)
            elif tag == _ROW:
                self._end_row(self._sheet, self._row)
        elif self._sheet is not None and tag == _SHEET:
            self.sheets.append(self._sheet.finished())
            self._sheet = None

    def _add_columns(self, sheet: _Grown, values: Mapping[str, str]) -> None:
        end = (sheet.columns[-1][0] if sheet.columns else 0) + _count(values, _COLUMNS_REPEATED)
        hidden = values.get(TABLE + "visibility") in _HIDDEN
        sheet.columns.append((end, values.get(_CELL_STYLE, ""), hidden))

    def _end_cell(self, sheet: _Grown, row: _Row, values: Mapping[str, str]) -> None:
        written, self._cell = self._written, None
        repeated = _count(values, _COLUMNS_REPEATED)
        if written.paragraphs or not _EMPTY.issuperset(values):
            self._fill(sheet, row, values, cell_value(values, written))
            if formula := values.get(TABLE + "formula"):
                sheet.formulas.append(((sheet.next_row, row.column), of_ods(formula)))
            self._written = Written()
        if self._note.paragraphs:
            sheet.comments[sheet.next_row, row.column] = self._note.text
            self._note = Written()
        row.column += repeated

    def _fill(self, sheet: _Grown, row: _Row, values: Mapping[str, str], value: Raw) -> None:
        spans = _count(values, _ROWS_SPANNED), _count(values, _COLUMNS_SPANNED)
        if spans != (1, 1):
            row.spans.append((row.column, *spans))
        if value == "":
            return
        repeated = _count(values, _COLUMNS_REPEATED)
        check_extent(self._path, sheet.name, sheet.next_row + 1, row.column + repeated)
        row.cells.extend([""] * (row.column - len(row.cells)))
        row.cells.extend([value] * repeated)
        row.filled += repeated
        if self._any_struck and self._is_struck(
            values.get(_STYLE_NAME) or row.style or sheet.column_style(row.column)
        ):
            row.struck.extend(range(row.column, row.column + repeated))

    def _is_struck(self, style: str) -> bool:
        return self._styles.struck.get(style, self._styles.struck.get("", False))

    def _end_row(self, sheet: _Grown, row: _Row) -> None:
        self._row, first = None, sheet.next_row
        if row.hidden:
            sheet.hidden_rows.append((first, first + row.repeated))
        if row.cells:
            sheet.width = max(sheet.width, len(row.cells))
            sheet.filled += row.filled * row.repeated
            check_extent(self._path, sheet.name, first + row.repeated, sheet.width, sheet.filled)
            sheet.rows.extend([] for _ in range(sheet.empty_rows))
            sheet.rows.extend([*row.cells] for _ in range(row.repeated))
            sheet.empty_rows = 0
        else:
            sheet.empty_rows += row.repeated
        for place in range(first, first + (row.repeated if row.cells else 1)):
            sheet.struck.update((place, column) for column in row.struck)
            sheet.merged.extend(
                (place, column, place + rows - 1, column + columns - 1) for column, rows, columns in row.spans
            )


def _count(values: Mapping[str, str], name: str) -> int:
    count = int(values.get(name, "1"))
    if count < 1:
        raise ValueError(name)
    return count
