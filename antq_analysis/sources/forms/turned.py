"""A table whose indicators stand in rows, laid out again with one row a unit; each cell still knows where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from antq_analysis.places.matching.names import DISTRICT_TYPES, split_type
from antq_analysis.sources.forms.across import Across
from antq_analysis.sources.forms.figure_columns import Figures
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.own_unit import OwnUnit
from antq_analysis.sources.tables.row_words import same_district, strip_order, total_scope
from antq_analysis.sources.workbooks.marks import Raw, cell_name, column_number
from antq_analysis.sources.workbooks.sheet import Merge, Place
from antq_analysis.sources.workbooks.workbook import Sheet

_CELL = re.compile(r"(?<![A-Za-z0-9'])([A-Z]{1,3})([1-9]\d*)(?![A-Za-z0-9(])")
_ONE_CELL = re.compile(r"\b([A-Z]{1,3}\d+):\1\b")
_ROWS = re.compile(r"(?<![\w:])(\d+):(\d+)(?![\w:])")


@dataclass(frozen=True)
class Turned:
    """A sheet with one row a unit, made of one with one row an indicator.

    Parameters
    ----------
    sheet
        The sheet as it is read: titles, one head row, one row a unit, what stands below.
    top
        The row of the head.
    rows
        The rows of units.
    places
        For each of its cells the cell of the file; those of the head and of names are the cells that tell them.
    moved
        The cells among them that each stand for a cell of their own: titles, figures, and what stands below.
    """

    sheet: Sheet
    top: int
    rows: tuple[int, ...]
    places: Mapping[Place, Place]
    moved: frozenset[Place]

    def original(self, text: str) -> str:
        """Write the cells of the file into words that name cells of the turned sheet.

        Parameters
        ----------
        text
            Cells as findings name them, such as ``C7, C8`` or ``B7:B9``.

        Returns
        -------
        str
            The same with the cells of the file.
        """

        def put(found: re.Match[str]) -> str:
            place = int(found[2]) - 1, column_number(found[1])
            return cell_name(*self.places[place]) if place in self.places else found[0]

        def lines(found: re.Match[str]) -> str:
            return ":".join(self._line(int(number) - 1) for number in (found[1], found[2]))

        if not _CELL.search(text):
            return _ROWS.sub(lines, text)
        return _ONE_CELL.sub(r"\1", _CELL.sub(put, text))

    def _line(self, row: int) -> str:
        """Name the column of the file that a row of a unit was made of, or the row that any other row is."""
        places = [self.places[row, column] for column in (1, 0) if (row, column) in self.places]
        if row in self.rows:
            return cell_name(0, places[0][1]).rstrip("0123456789")
        return str(places[0][0] + 1) if places else str(row + 1)


def turn(sheet: Sheet, across: Across, own: OwnUnit) -> Turned:
    """Lay a table with one row an indicator out with one row a unit.

    Parameters
    ----------
    sheet
        The sheet.
    across
        Its table.
    own
        The unit of the whole sheet, for a table whose columns name none.

    Returns
    -------
    Turned
        The sheet as any other table is read.
    """
    said = list(dict.fromkeys(figures.said for figures in across.figures.values()))
    heads = {
        (line, tail): 1 + number * len(said) + said.index(tail)
        for number, line in enumerate(across.lines)
        for tail in said
    }
    width = max(len(heads) + 1, len(sheet.rows[0]))
    rows: list[list[Raw]] = [_wide(cells, width) for cells in sheet.rows[: across.top]]
    places: dict[Place, Place] = {
        (row, column): (row, column) for row in range(across.top) for column in range(len(sheet.rows[0]))
    }
    head = _wide([across.heading], width)
    places[across.top, 0] = across.bottom, across.label
    for (line, tail), column in heads.items():
        path = across.lines[line]
        head[column] = SEPARATOR.join((path, tail)) if path and tail else path
        places[across.top, column] = line, across.label
    rows.append(head)
    units, moved = [], set(places) - {(across.top, column) for column in range(width)}
    for unit in _lines_of(across.figures, own):
        index, cells = len(rows), _wide([unit.name], width)
        if unit.columns:
            first = next(iter(unit.columns.values()))
            places[index, 0] = (own.place or (across.bottom, first)) if own.name else (across.bottom, first)
        for (line, tail), column in heads.items():
            if tail in unit.columns:
                cells[column] = sheet.rows[line][unit.columns[tail]]
                places[index, column] = line, unit.columns[tail]
                moved.add((index, column))
        rows.append(cells)
        if not unit.heads:
            units.append(index)
    for row in range(across.end, len(sheet.rows)):
        below = {(len(rows), column): (row, column) for column in range(len(sheet.rows[row]))}
        places |= below
        moved |= set(below)
        rows.append(_wide(sheet.rows[row], width))
    laid = _marked(sheet, replace(sheet, rows=rows), places, moved)
    return Turned(laid, across.top, tuple(units), places, frozenset(moved))


def _wide(cells: object, width: int) -> list[Raw]:
    own: list[Raw] = list(cells)  # type: ignore[call-overload]
    return own + [""] * (width - len(own))


@dataclass
class _Line:
    """A row to be: the name that begins it, and its columns by what else they say."""

    name: str
    heads: bool
    columns: dict[str, int]


def _lines_of(figures: Mapping[int, Figures], own: OwnUnit) -> list[_Line]:
    """Give the rows, those of each district below its heading; what lies in none stands first, below no heading.

    The last total stands at the end, for it may be that of all. So does what is no commune, but named as a district is:
    no other row may seem to lie below it.
    """
    end = max((column for column, item in figures.items() if total_scope(item.unit)), default=-1)
    groups: dict[str, list[_Line]] = {"": []}
    last: list[_Line] = []
    for column, item in figures.items():
        name, district = item.unit or own.name, item.district or own.district
        known = next((other for other in groups if same_district(other, district)), district)
        named_as_district = not total_scope(name) and split_type(strip_order(name))[0] in DISTRICT_TYPES
        ends = named_as_district or (column == end and not district)
        lines = last if ends else groups.setdefault(known, [_Line(district, True, {})])
        wanted = name or known
        line = next((line for line in lines if line.name == wanted and item.said not in line.columns), None)
        if line is None:
            lines.append(line := _Line(wanted, False, {}))
        line.columns[item.said] = column
    return [line for lines in (*groups.values(), last) for line in lines]


def _marked(sheet: Sheet, laid: Sheet, places: Mapping[Place, Place], moved: set[Place]) -> Sheet:
    """Carry over what is struck, noted, hidden and merged."""
    at = {places[place]: place for place in moved}
    struck = {at[place] for place in sheet.struck if place in at}
    merged: list[Merge] = []
    for r0, c0, r1, c1 in sheet.merged:
        inside = [at[r, c] for r in range(r0, r1 + 1) for c in range(c0, c1 + 1) if (r, c) in at]
        if len(inside) < 2:
            continue
        box = (
            min(r for r, _ in inside), min(c for _, c in inside),
            max(r for r, _ in inside), max(c for _, c in inside),
        )  # fmt: skip
        if at.get((r0, c0)) == box[:2]:
            merged.append(box)
        else:
            # What a cell says that is merged over figures apart from one another is the figure of none of them.
            struck |= set(inside)
    hidden = {
        place
        for place, (row, column) in places.items()
        if row in sheet.hidden_rows or column in sheet.hidden_columns
    }
    hidden &= moved
    return replace(
        laid,
        merged=tuple(merged),
        struck=frozenset(struck),
        comments={at[place]: text for place, text in sheet.comments.items() if place in at},
        hidden_rows=frozenset(),
        hidden_columns=frozenset(column for _, column in hidden if column),
    )
