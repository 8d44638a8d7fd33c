"""A list of persons that stands clearly apart on the sheet of a table: only the list is left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.receiving.identities import is_list_title, is_table_of_units
from antq_analysis.sources.receiving.left_out import LEFT_OUT
from antq_analysis.sources.receiving.notes_kept import kept_notes
from antq_analysis.sources.receiving.persons import PersonColumn
from antq_analysis.sources.workbooks.marks import cell_name
from antq_analysis.sources.workbooks.sheet import Place, Sheet

_FEWEST_HEADS = 2
_NUMBERS = frozenset({"stt", "tt", "số tt", "số thứ tự"})


@dataclass(frozen=True)
class PersonList:
    """An area of a sheet that is a list of persons.

    Parameters
    ----------
    first, last
        Its corners as row and column, counted from 0, inclusive.
    columns
        The columns about persons in it.
    notes
        Where notes about figures stand in it that name nobody: they are read.
    doubted
        Where notes stand that may name somebody: they are left out, and asked about.
    """

    first: Place
    last: Place
    columns: tuple[PersonColumn, ...]
    notes: tuple[Place, ...] = ()
    doubted: tuple[Place, ...] = ()

    @property
    def cells(self) -> str:
        """The range."""
        return f"{cell_name(*self.first)}:{cell_name(*self.last)}"


def separate_lists(sheet: Sheet, columns: Sequence[PersonColumn]) -> tuple[PersonList, ...]:
    """Find lists of persons below or beside a table of units, with a gap between.

    A list below begins after an empty row, with a title or with order numbers of its own, and takes all that follows;
    one beside begins after an empty column or with order numbers of its own. What is left must be a table of units
    with figures.

    Parameters
    ----------
    sheet
        The sheet.
    columns
        Its columns about persons, at least one.

    Returns
    -------
    tuple of PersonList
        Together they hold every column about persons; none where one cannot be told from the table for certain.
    """
    below = _below(sheet, columns)
    others = [column for column in columns if below is None or column not in below.columns]
    beside = tuple(_beside(sheet, others)) if others else ()
    found = tuple(_with_notes(sheet, area) for area in (*((below,) if below else ()), *beside))
    held = {column for area in found for column in area.columns}
    rest = without_lists(sheet, found)
    titled = any(
        is_list_title(text)
        for text in (sheet.name, *(value for cells in rest.rows for value in cells if isinstance(value, str)))
    )
    if held != set(columns) or titled or not is_table_of_units(rest):
        return ()
    return found


def without_lists(sheet: Sheet, lists: Sequence[PersonList]) -> Sheet:
    """Empty lists of persons; every other cell keeps its address.

    Parameters
    ----------
    sheet
        The sheet.
    lists
        Its lists.

    Returns
    -------
    Sheet
        The sheet without comments, a note in the place of each list; notes about figures stay.
    """
    rows = [list(cells) for cells in sheet.rows]
    for area in lists:
        (top, left), (bottom, right) = area.first, area.last
        for cells in rows[top : bottom + 1]:
            cells[left : right + 1] = [""] * (right + 1 - left)
        rows[top][left] = LEFT_OUT
        for row, column in area.notes:
            rows[row][column] = sheet.rows[row][column]
    struck = frozenset(place for place in sheet.struck if rows[place[0]][place[1]] not in ("", None))
    return replace(sheet, rows=rows, comments={}, struck=struck)


def _with_notes(sheet: Sheet, area: PersonList) -> PersonList:
    found = [*kept_notes(sheet, area.first, area.last)]
    # In the first cell of the area stands what was left out.
    kept = tuple(place for place, sure in found if sure and place != area.first)
    return replace(area, notes=kept, doubted=tuple(place for place, _ in found if place not in kept))


def _below(sheet: Sheet, columns: Sequence[PersonColumn]) -> PersonList | None:
    for top in sorted({column.top for column in columns}):
        start = top
        while start and len(_filled(sheet, start - 1)) == 1 and _is_words(sheet, start - 1):
            start -= 1
        apart = start < top or (start and not _filled(sheet, start - 1)) or _is_second_head(sheet, top)
        if apart and is_table_of_units(replace(sheet, rows=sheet.rows[:start])):
            held = tuple(column for column in columns if column.top >= start)
            bottom = _continued(sheet, start, max(column.top for column in held)) - 1
            return PersonList((start, 0), (bottom, len(sheet.rows[0]) - 1), held)
    return None


def _continued(sheet: Sheet, start: int, after: int) -> int:
    """Find the row below a list where the head of the table above stands again: there the table goes on."""
    heads = {_words(sheet, row) for row in range(start)}
    again = (row for row in range(after + 1, len(sheet.rows)) if _words(sheet, row) in heads)
    return next((row for row in again if len(_filled(sheet, row)) > _FEWEST_HEADS), len(sheet.rows))


def _words(sheet: Sheet, row: int) -> tuple[str, ...]:
    cells = sheet.rows[row]
    # Figures in a row show that it is no head.
    return tuple(fold(value or "") if isinstance(value or "", str) else f"{row}" for value in cells)


def _is_second_head(sheet: Sheet, top: int) -> bool:
    """Tell whether a row numbers its rows anew, as the head of a table above does."""
    head, *above = (
        any(fold(str(value or "")) in _NUMBERS for value in cells) for cells in sheet.rows[top::-1]
    )
    return head and any(above)


def _beside(sheet: Sheet, columns: Sequence[PersonColumn]) -> Iterator[PersonList]:
    top, bottom = min(column.top for column in columns), len(sheet.rows) - 1
    first = min(column.first for column in columns)
    start = next((place for place in range(first, 0, -1) if _begins(sheet, top, place)), 0)
    if start:
        head = next((row for row in range(top, -1, -1) if not _filled(sheet, row, start)), -1) + 1
        yield PersonList((head, start), (bottom, len(sheet.rows[0]) - 1), tuple(columns))


def _begins(sheet: Sheet, top: int, place: int) -> bool:
    """Tell whether a list may begin in a column: nothing stands left of it, or it numbers its own rows."""
    if all(cells[place - 1] in ("", None) for cells in sheet.rows[top:]):
        return True
    numbers = [at for at, value in enumerate(sheet.rows[top]) if fold(str(value or "")) in _NUMBERS]
    return place in numbers and numbers[0] < place


def _filled(sheet: Sheet, row: int, start: int = 0) -> list[object]:
    return [value for value in sheet.rows[row][start:] if value not in ("", None)]


def _is_words(sheet: Sheet, row: int) -> bool:
    return all(isinstance(value, str) for value in _filled(sheet, row))
