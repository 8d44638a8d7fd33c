"""Heads below the head of a table: the same one again on a new page, or that of a second table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.columns import ROW_NUMBERS
from antq_analysis.sources.forms.header import SEPARATOR, Header, is_unit_note, label
from antq_analysis.sources.tables.code_row import is_lettered, is_numbering
from antq_analysis.sources.tables.row_words import is_below
from antq_analysis.sources.tables.values import is_value_word
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

FEWEST_WORDS = 3
SEARCHED_CELLS = 3
"""The header of the units is one of the first filled cells of a head."""
_NUMBERS: frozenset[type] = frozenset({float, int})
MOSTLY = 0.6


@dataclass(frozen=True)
class FurtherHeads:
    """Heads below that of a table.

    Parameters
    ----------
    repeated
        Rows, counted from 0, that only repeat the head and its row of numbers.
    end
        First row that belongs to another table; the number of rows where there is none.
    cell
        The cell that shows it; empty where there is none.
    written
        What stands there.
    rule
        The rule of the finding that tells it.
    """

    repeated: frozenset[int]
    end: int
    cell: str = ""
    written: str = ""
    rule: str = "second_table"


def find_further_heads(
    sheet: Sheet, header: Header, valued: Sequence[int], is_unit: Callable[[str], bool]
) -> FurtherHeads:
    """Find the heads below that of a table.

    Parameters
    ----------
    sheet
        The sheet.
    header
        The head of its table.
    valued
        Columns whose figures are read or compared.
    is_unit
        Tells whether the text of a name cell names a unit.

    Returns
    -------
    FurtherHeads
        Repeated rows, and where another table begins.
    """
    own = _own_words(sheet, header)
    unit_words = {fold(header.paths[header.unit_column].rpartition(SEPARATOR)[2]), *ROW_NUMBERS}
    # Where the head has no numbers, a row with one cannot repeat it.
    numbered = any(word.lstrip("-").isdecimal() for words in own for word in words)
    numbers = frozenset() if numbered else _NUMBERS
    repeated: set[int] = set()
    for row in range(header.bottom + 1, len(sheet.rows)):
        cells = sheet.rows[row]
        if row - 1 in repeated and (
            is_numbering(cells) or any(map(is_unit_note, cells[: header.unit_column + 1]))
        ):
            repeated.add(row)
        elif not numbers.isdisjoint(map(type, cells)):
            if _heads_units(cells, unit_words) and sum(value not in ("", None) for value in cells) > 2:
                return _other_table(sheet, header, row, frozenset(repeated), valued, is_unit)
        elif not any(isinstance(value, str) and value for value in cells):
            continue
        elif all(fold(label(value)) in own[at] for at, value in enumerate(cells) if value not in ("", None)):
            repeated.add(row)
        elif is_numbering(cells) or is_lettered(cells[: header.unit_column + 1]):
            continue
        elif _is_head(cells, header.unit_column, valued, unit_words, is_unit):
            return _other_table(sheet, header, row, frozenset(repeated), valued, is_unit)
    return FurtherHeads(frozenset(repeated), len(sheet.rows))


def _own_words(sheet: Sheet, header: Header) -> list[frozenset[str]]:
    rows = sheet.rows[header.top : header.bottom + 1]
    width = len(sheet.rows[0])
    return [frozenset(fold(label(cells[column])) for cells in rows) - {""} for column in range(width)]


def _is_head(
    cells: Sequence[Raw],
    unit_column: int,
    valued: Sequence[int],
    unit_words: set[str],
    is_unit: Callable[[str], bool],
) -> bool:
    heads_units = _heads_units(cells, unit_words)
    if not heads_units and not all(isinstance(value, str) or value is None for value in cells):
        return False
    filled = [value for value in cells if value not in ("", None)]
    if heads_units:
        return len(filled) > 2
    if is_unit(label(cells[unit_column])):
        return False
    words = {fold(value) for value in filled if isinstance(value, str) and _is_words(value)}
    figures = [cells[column] for column in valued if cells[column] not in ("", None)]
    spoken = [value for value in figures if isinstance(value, str) and _is_words(value)]
    return len(words) >= FEWEST_WORDS and len(spoken) > 1 and len(spoken) >= MOSTLY * len(figures)


def _heads_units(cells: Sequence[Raw], unit_words: set[str]) -> bool:
    left = SEARCHED_CELLS
    for value in cells:
        if value in ("", None):
            continue
        if isinstance(value, str) and fold(value) in unit_words:
            return True
        left -= 1
        if not left:
            break
    return False


def _is_words(text: str) -> bool:
    letters = sum(1 for letter in text if letter.isalpha())
    return (
        letters > 1
        and not text.strip()[0].isdigit()
        and not is_value_word(text)
        and not is_below(label(text))
    )


def _other_table(
    sheet: Sheet,
    header: Header,
    row: int,
    repeated: frozenset[int],
    valued: Sequence[int],
    is_unit: Callable[[str], bool],
) -> FurtherHeads:
    """Count the title rows right above the second head to its table."""
    first = next(column for column, value in enumerate(sheet.rows[row]) if value not in ("", None))
    end = row
    for above in range(row - 1, max(header.bottom, *repeated, -1), -1):
        cells = sheet.rows[above]
        filled = [value for value in cells if value not in ("", None)]
        if not filled:
            continue
        words = all(isinstance(value, str) and not is_below(label(value)) for value in filled)
        figures = any(cells[column] not in ("", None) for column in valued)
        if not words or figures or is_unit(label(cells[header.unit_column])):
            break
        end = above
    return FurtherHeads(repeated, end, cell_name(row, first), label(sheet.rows[row][first]))
