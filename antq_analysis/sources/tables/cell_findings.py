"""What is found of single cells and columns: not understood, not mapped, hidden, or with a comment."""

from collections.abc import Iterator, Sequence

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.columns import ColumnMap
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.scales import PROBLEMS
from antq_analysis.sources.tables.values import is_value_word
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

SHOWN_COMMENTS = 8


def foreign_columns(
    places: ColumnMap, sheet: Sheet, own: Sequence[UnitRow], file: str, name: str
) -> Iterator[Finding]:
    """Tell columns that hold something and that the layout does not know.

    Parameters
    ----------
    places
        What each column is.
    sheet
        The sheet.
    own
        Rows of units.
    file, name
        For findings.

    Yields
    ------
    Finding
        One for each: a warning where it holds values, else a note.
    """
    for place, path in places.foreign.items():
        values = [sheet.rows[row.row][place] for row in own]
        filled = [value for value in values if value not in ("", None)]
        if not filled:
            continue
        numeric = any(not isinstance(value, str) or _says_value(value) for value in filled)
        severity = Severity.WARNING if numeric else Severity.NOTE
        cells = f"{cell_name(own[0].row, place)}:{cell_name(own[-1].row, place)}"
        rule = "column_not_in_layout" if numeric else "text_not_in_layout"
        yield Finding(rule, severity, file, name, cells, path or "-", values={"n": len(filled)})


def _says_value(text: str) -> bool:
    return any(letter.isdigit() for letter in text) or is_value_word(text)


def unread_cells(
    own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], sheet: Sheet, file: str
) -> Iterator[Finding]:
    """Tell cells that were not understood.

    Parameters
    ----------
    own
        Rows of units.
    columns
        Mapped columns with their place.
    sheet
        The sheet.
    file
        For findings.

    Yields
    ------
    Finding
        One for each, with what may be meant.
    """
    for position, (place, column) in enumerate(columns):
        for row in own:
            reading = row.readings[position]
            if not reading.problem or reading.problem in PROBLEMS:
                continue
            if reading.problem == "merged_value" and not reading.value_text:
                continue
            values = {"header": column.header, "name": row.name, "proposal": reading.proposal or "-"}
            cell = cell_name(row.row, place)
            if reading.problem == "merged_value":
                cell = _merged_with(sheet, row.row, place)
            yield Finding(
                reading.problem,
                Severity.ERROR,
                file,
                sheet.name,
                cell,
                written(reading),
                reading.proposal,
                values,
            )


def _merged_with(sheet: Sheet, row: int, place: int) -> str:
    """Name the whole area of a merged cell: all of it is refused."""
    r0, c0, r1, c1 = next(m for m in sheet.merged if m[0] <= row <= m[2] and m[1] <= place <= m[3])
    return f"{cell_name(r0, c0)}:{cell_name(r1, c1)}"


def hidden_cells(
    sheet: Sheet, own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, name: str
) -> Iterator[Finding]:
    """Tell that something hidden was read.

    Parameters
    ----------
    sheet
        The sheet.
    own
        Rows of units.
    columns
        Mapped columns with their place.
    file, name
        For findings.

    Yields
    ------
    Finding
        At most one.
    """
    rows = [row.row for row in own if row.row in sheet.hidden_rows]
    places = [place for place, _ in columns if place in sheet.hidden_columns]
    if sheet.hidden or rows or places:
        values = {"rows": len(rows), "columns": len(places)}
        yield Finding("hidden_read", Severity.NOTE, file, name, values=values)


def commented_figures(
    sheet: Sheet, own: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, name: str
) -> Iterator[Finding]:
    """Tell where figures have comments; what a comment says may be about persons and is not told.

    Parameters
    ----------
    sheet
        The sheet.
    own
        Rows of units.
    columns
        Mapped columns with their place.
    file, name
        For findings.

    Yields
    ------
    Finding
        At most one.
    """
    # What a comment says may be about persons: only where it stands is told.
    if not sheet.comments:
        return
    cells = [
        cell_name(row.row, place) for row in own for place, _ in columns if (row.row, place) in sheet.comments
    ]
    if cells:
        shown = ", ".join(cells[:SHOWN_COMMENTS]) + (", …" if len(cells) > SHOWN_COMMENTS else "")
        yield Finding("figure_commented", Severity.WARNING, file, name, shown, values={"n": len(cells)})
