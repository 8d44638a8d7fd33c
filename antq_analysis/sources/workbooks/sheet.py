"""What every kind of table file becomes: sheets of typed cells, and what is merged, hidden, struck or noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from antq_analysis.errors import InputError
from antq_analysis.sources.workbooks.marks import Raw, cell_name

MAX_CELLS = 5_000_000
MAX_FILLED_CELLS = 1_000_000
MAX_COLUMNS = 2_000
MAX_LETTERS = 32_767
"""What Excel takes in one cell."""
LONG_TEXT = 1_000
MAX_LONG_LETTERS = 500_000

Place = tuple[int, int]
Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        As its tab says; of a text file the name of the file without its ending.
    rows
        All cells from A1, equally long rows; an empty cell is ``""``.
    merged
        Merged ranges as first row, first column, last row, last column, counted from 0, all inclusive.
    hidden
        Whether the whole sheet is hidden.
    hidden_rows, hidden_columns
        Which rows and columns are hidden, counted from 0, as far as the cells reach.
    struck
        Row and column of the filled cells whose whole text is struck through.
    comments
        Text of the notes by row and column of their cells.
    page_texts
        Lines of the header and footer of its printed pages.
    decimal_comma
        Whether the file itself shows that commas part decimals: semicolons stand between its fields.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[Place] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict)
    page_texts: tuple[str, ...] = ()
    decimal_comma: bool = False


@dataclass(frozen=True)
class Workbook:
    """One workbook.

    Parameters
    ----------
    path
        The file.
    sheets
        Its worksheets in order; sheets that hold only a chart are left out.
    """

    path: Path
    sheets: tuple[Sheet, ...]


def check_extent(path: Path, sheet: str, height: int, width: int, filled: int = 0) -> None:
    """Refuse a sheet that no table of communes fills.

    Parameters
    ----------
    path
        The file, for messages.
    sheet
        Name of the sheet.
    height, width
        Of the rectangle from A1 that holds every filled cell.
    filled
        How many cells are filled, where a slow reader would take too long over them.

    Raises
    ------
    InputError
        If the rectangle or the number of filled cells is absurdly large.
    """
    if height * width > MAX_CELLS or width > MAX_COLUMNS or filled > MAX_FILLED_CELLS:
        raise InputError("sources.absurd_size", file=path.name, sheet=sheet, rows=height, columns=width)


def check_texts(book: Workbook) -> None:
    """Refuse a workbook with texts that no table holds, before every rule about words looks through them.

    Parameters
    ----------
    book
        The workbook.

    Raises
    ------
    InputError
        If a cell holds more than Excel takes, or the long texts of all cells together are absurdly long.
    """
    letters = 0
    for sheet in book.sheets:
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if not isinstance(value, str) or len(value) < LONG_TEXT:
                    continue
                letters += len(value)
                if len(value) > MAX_LETTERS or letters > MAX_LONG_LETTERS:
                    at = {"file": book.path.name, "sheet": sheet.name, "cell": cell_name(row, column)}
                    raise InputError("sources.long_text", n=len(value), **at)
