"""Where the table of a sheet without a layout stands: its column of names, its head, where the districts are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from antq_analysis.places.matching.names import (
    DISTRICT_TYPES,
    UNIT_TYPES,
    fold,
    split_type,
)
from antq_analysis.sources.forms.columns import ROW_NUMBERS
from antq_analysis.sources.forms.district_place import MOSTLY, find_district
from antq_analysis.sources.forms.header import (
    SEARCHED_ROWS,
    SEPARATOR,
    Header,
    header_blocks,
    header_paths,
    label,
    name_label,
)
from antq_analysis.sources.forms.register_names import Names, has_letter
from antq_analysis.sources.tables.code_row import is_numbering
from antq_analysis.sources.tables.row_words import total_scope
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.sources.workbooks.workbook import Sheet

SAMPLED_ROWS = 400
MANY = 0.5

_UNIT_HEADERS = frozenset(
    fold(text)
    for text in (
        "Xã, phường, thị trấn", "Xã, phường", "Xã, thị trấn", "Xã, phường, đặc khu", "Xã/phường", "Xã", "Phường",
        "Xã/phường/thị trấn", "Xã, P, TT", "Tên xã", "Tên xã, phường", "Tên xã, phường, thị trấn", "Tên xã/phường",
        "Tên đơn vị", "Đơn vị", "Đơn vị hành chính", "Đơn vị hành chính cấp xã", "Tên đơn vị hành chính", "ĐVHC",
        "Địa phương", "Địa bàn", "Công an xã", "Công an xã, phường", "Công an xã, phường, thị trấn", "CA xã",
        "Công an đơn vị, địa phương", "Đơn vị, địa phương", "Nội dung", "Huyện", "Huyện, thành phố", "Tên huyện",
        "Huyện, thị xã, thành phố", "Đơn vị báo cáo", "Cấp xã", "County",
    )
)  # fmt: skip
"""Headers of a column of names; they support what the register tells, and never decide alone."""


def is_unit_header(text: str) -> bool:
    """Tell whether words usually stand over a column of names.

    Parameters
    ----------
    text
        The text of a header cell.

    Returns
    -------
    bool
        True for instance for ``Xã, phường, thị trấn``.
    """
    return fold(text) in _UNIT_HEADERS


def names_shifted(header: Header, under: Sequence[Sequence[Raw]] = ()) -> str:
    """Find the header of names over another column than that of the names: the table may be off by a column.

    Parameters
    ----------
    header
        The head of a table.
    under
        Cells of some rows of units.

    Returns
    -------
    str
        The header; empty where the names have a head of their own, or no other column has one for names. A column of
        order numbers is no head of names, and another one is none where the column headed for names is empty.

    Examples
    --------
    >>> names_shifted(Header(0, 0, ("TT", "Xã, phường, thị trấn", "Dân số"), 0))
    'Xã, phường, thị trấn'
    >>> names_shifted(Header(0, 0, ("TT", "Xã", "Dân số", "Số vụ"), 2), [("1", None, "Xã An", 4000.0)])
    'Xã'
    """
    last = [path.rpartition(SEPARATOR)[2] for path in header.paths]
    own = last[header.unit_column]
    if fold(own) in ROW_NUMBERS:
        return next((text for text in last if is_unit_header(text)), "")
    if not under or not own or is_unit_header(own):
        return ""
    empty = [place for place in range(len(last)) if all(cells[place] in ("", None) for cells in under)]
    return next((last[place] for place in empty if is_unit_header(last[place])), "")


_COMMUNE_TYPES = frozenset(UNIT_TYPES) - DISTRICT_TYPES - {"tỉnh"}

_TITLE = re.compile(
    r"(?:biểu|bảng|phụ lục|mẫu|danh sách|báo cáo|tổng hợp|thống kê|đvt|đơn vị(?: tính| đo)?\s*:|đơn vị tính|\(?kèm theo"
    r"|\(?ban hành)\b"
)
"""How titles and notes above a table begin."""


@dataclass(frozen=True)
class Place:
    """Where a table stands.

    Parameters
    ----------
    header
        Its head.
    rows
        Some of its rows of units.
    level
        ``commune`` or ``district``.
    district
        Where the district of a row stands, as in a layout.
    district_column
        The column with the district, or None.
    """

    header: Header
    rows: tuple[int, ...]
    level: str
    district: str
    district_column: int | None


def find_place(sheet: Sheet, names: Names) -> Place | str:
    """Find the table of a sheet.

    Parameters
    ----------
    sheet
        The sheet.
    names
        The names of the register.

    Returns
    -------
    Place or str
        The table, or why it was not found: ``empty``, ``words``, ``no_units``, ``two_unit_columns``,
        ``unknown_communes``, ``no_head`` or ``two_tables``.
    """
    filled = [value for cells in sheet.rows for value in cells if value not in ("", None)]
    if not filled:
        return "empty"
    columns = _unit_columns(sheet, names)
    if not columns:
        return "no_units" if any(not isinstance(value, str) for value in filled) else "words"
    if len(columns) > 1:
        return "two_unit_columns"
    column, rows, level = columns[0]
    if level == "district" and _names_others(sheet, column, rows, names):
        return "unknown_communes"
    return _place(sheet, names, *columns[0])


def first_names(sheet: Sheet, names: Names) -> tuple[str, ...]:
    """Name the first cell of each column that may be the column of names.

    Parameters
    ----------
    sheet
        The sheet.
    names
        The names of the register.

    Returns
    -------
    tuple of str
        One cell a column.
    """
    return tuple(cell_name(rows[0], column) for column, rows, _ in _unit_columns(sheet, names))


def communes_across(sheet: Sheet, names: Names) -> tuple[int, int] | None:
    """Find the first of several communes that stand side by side in one row.

    Parameters
    ----------
    sheet
        The sheet.
    names
        The names of the register.

    Returns
    -------
    tuple of int or None
        Row and column, counted from 0.
    """
    for row, cells in enumerate(sheet.rows[:SEARCHED_ROWS]):
        texts = {column: name_label(value) for column, value in enumerate(cells) if _is_word(value)}
        communes = [column for column, text in texts.items() if names.is_commune(text)]
        if len({fold(texts[column]) for column in communes}) > 2:
            return row, communes[0]
    return None


def _place(sheet: Sheet, names: Names, unit_column: int, rows: Sequence[int], level: str) -> Place | str:
    header = _head(sheet, unit_column, rows, names)
    own = tuple(row for row in rows if header and row > header.bottom)
    if header is None or not own:
        return "no_head"
    if _again(sheet, header):
        return "two_tables"
    if level == "district":
        return Place(header, own, level, "none", None)
    district, column = find_district(sheet, header, own, names)
    return Place(header, own, level, district, column)


def _unit_columns(sheet: Sheet, names: Names) -> list[tuple[int, list[int], str]]:
    """Columns that may name the units: those with a header of names where there are any, the fullest otherwise."""
    found = []
    for column in range(len(sheet.rows[0])):
        texts = [
            (row, name_label(cells[column]))
            for row, cells in enumerate(sheet.rows)
            if _is_word(cells[column])
        ]
        texts = texts[: SAMPLED_ROWS + SEARCHED_ROWS]
        communes = [row for row, text in texts if names.is_commune(text)]
        districts = [row for row, text in texts if not total_scope(text) and names.is_district(text)]
        titled = any(fold(text) in _UNIT_HEADERS for _, text in texts[:SEARCHED_ROWS])
        of_districts = len(districts) > 2 * len(set(communes) - set(districts)) and len(districts) > 1
        rows = districts if of_districts else communes
        if len(rows) > 2 or (rows and titled):
            found.append((column, rows, "district" if of_districts else "commune", titled))
    communes_named = [item for item in found if item[2] == "commune"]
    found = communes_named or found
    most = max((len(item[1]) for item in found), default=0)
    near = [item for item in found if len(item[1]) >= MANY * most]
    titled_only = [item for item in near if item[3]]
    chosen = titled_only if len(titled_only) == 1 and len(titled_only[0][1]) >= MOSTLY * most else near
    return [(column, rows, level) for column, rows, level, _ in chosen]


def _names_others(sheet: Sheet, column: int, rows: Sequence[int], names: Names) -> bool:
    """Tell whether districts are only where units lie that the register does not have, beside or below them."""
    own = {fold(name_label(sheet.rows[row][column])) for row in rows}
    if len(own) < MOSTLY * len(rows) or _communes_at(sheet, column, range(rows[0], len(sheet.rows))) >= len(
        rows
    ):
        return True
    for place in range(len(sheet.rows[0])):
        headed = any(fold(label(cells[place])) in _UNIT_HEADERS for cells in sheet.rows[: rows[0]])
        words = [row for row in rows if _is_word(sheet.rows[row][place])]
        others = [row for row in words if not names.is_district(name_label(sheet.rows[row][place]))]
        said = len(others) if headed else _communes_at(sheet, place, words)
        if place != column and said >= MOSTLY * len(rows):
            return True
    return False


def _communes_at(sheet: Sheet, column: int, rows: Iterable[int]) -> int:
    """Count the cells that begin with the type of a commune."""
    kinds = [
        split_type(name_label(sheet.rows[row][column]))[0]
        for row in rows
        if _is_word(sheet.rows[row][column])
    ]
    return sum(kind in _COMMUNE_TYPES for kind in kinds)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and has_letter(value)


def _head(sheet: Sheet, column: int, rows: Sequence[int], names: Names) -> Header | None:
    row = _head_row(sheet, column, rows, names)
    if row is None:
        return None
    blocks = list(header_blocks(sheet, row, column))
    first, last = blocks[0][0], blocks[0][1]
    bottoms = [bottom for top, bottom in blocks if top == first]
    for bottom in bottoms:
        if bottom > last and is_numbering(sheet.rows[bottom]):
            break
        last = max(last, bottom)
    top = first
    for above in sorted({top for top, _ in blocks}, reverse=True):
        if above < first and not _is_group_row(sheet, above, column):
            break
        top = above
    paths = header_paths(sheet, top, last)
    return Header(top, last, paths, column)


def _head_row(sheet: Sheet, column: int, rows: Sequence[int], names: Names) -> int | None:
    def text(row: int) -> str:
        return name_label(sheet.rows[row][column])

    dense = next((row for row, after in pairwise(rows) if after - row <= 6), rows[0])
    titled = [row for row in range(dense) if fold(text(row)) in _UNIT_HEADERS]
    if titled:
        return titled[-1]
    for row in range(dense - 1, -1, -1):
        words = text(row)
        if not words or is_numbering(sheet.rows[row]) or total_scope(words):
            continue
        if not names.is_commune(words, numbers=True) and not names.is_district(words, numbers=True):
            return row if sum(1 for value in sheet.rows[row] if label(value)) > 1 else None
    return None


def _is_group_row(sheet: Sheet, row: int, column: int) -> bool:
    """Tell a row of group titles above the head from titles above the table."""
    if any(label(value) for value in sheet.rows[row][: column + 1]):
        return False
    own = [merge for merge in sheet.merged if merge[0] <= row <= merge[2]]
    if any(c0 <= column for _, c0, _, c1 in own if c1 > c0):
        return False
    titled = [place for place, value in enumerate(sheet.rows[row]) if label(value)]
    if any(_TITLE.match(fold(label(sheet.rows[row][place]))) for place in titled):
        return False
    grouped = [merge for merge in own if merge[3] > merge[1]]
    return bool(titled) and (bool(grouped) or len(titled) > 1)


def _again(sheet: Sheet, header: Header) -> bool:
    """Tell whether a second head with other columns stands below in the same column."""
    wanted = fold(header.paths[header.unit_column].rpartition(" / ")[2])
    for cells in sheet.rows[header.bottom + 1 :]:
        value = cells[header.unit_column]
        if isinstance(value, str) and value and fold(value) == wanted:
            own = {fold(part) for path in header.paths for part in path.split(" / ")}
            if any(label(other) and fold(label(other)) not in own for other in cells):
                return True
    return False
