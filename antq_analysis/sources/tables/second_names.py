"""Two tables side by side on one sheet: a second column of names, whose figures are those of other units."""

from collections.abc import Callable

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR, Header, name_label
from antq_analysis.sources.forms.headings import is_unit_header
from antq_analysis.sources.forms.layout import SheetLayout
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

FEWEST_NAMES = 2


def second_names(
    sheet: Sheet, header: Header, layout: SheetLayout, is_unit: Callable[[str], bool]
) -> tuple[str, ...]:
    """Find further columns of names, which begin tables of their own beside the first.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table.
    layout
        How it is read; a column that it names, or that repeats the names row by row, is none.
    is_unit
        Tells whether the text of a name cell names a unit.

    Returns
    -------
    tuple of str
        The first name of each such column, as a cell; empty where there is one table.
    """
    unit = fold(header.paths[header.unit_column])
    named = {fold(text) for text in layout.headers()} - {unit}
    found = []
    for column, path in enumerate(header.paths):
        last = fold(path.rpartition(SEPARATOR)[2])
        if (
            column == header.unit_column
            or fold(path) in named
            or not (fold(path) == unit or is_unit_header(last))
        ):
            continue
        rows = range(header.bottom + 1, len(sheet.rows))
        own = [row for row in rows if is_unit(name_label(sheet.rows[row][column]))]
        differ = [row for row in own if not _same_name(sheet, row, column, header.unit_column)]
        if len(own) >= FEWEST_NAMES and differ:
            found.append(cell_name(own[0], column))
    return tuple(found)


def _same_name(sheet: Sheet, row: int, column: int, unit_column: int) -> bool:
    return fold(name_label(sheet.rows[row][column])) == fold(name_label(sheet.rows[row][unit_column]))
