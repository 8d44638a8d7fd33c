"""Sheets without what is about persons: every other cell keeps its address."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from antq_analysis.language.catalogue import say
from antq_analysis.sources.receiving.persons import PersonColumn
from antq_analysis.sources.workbooks.sheet import Place, Sheet

LEFT_OUT = say("sources.left_out_header", "vi")
"""What a copy says in place of the header of a column about persons."""


def blank_columns(sheet: Sheet, columns: Sequence[PersonColumn]) -> Sheet:
    """Empty columns from their headers down; every other cell keeps its address.

    Parameters
    ----------
    sheet
        The sheet.
    columns
        Its columns about persons.

    Returns
    -------
    Sheet
        The sheet without comments, a note in place of each header.
    """
    rows = [list(cells) for cells in sheet.rows]
    for column in columns:
        for cells in rows[column.top :]:
            cells[column.first : column.last + 1] = [""] * (column.last + 1 - column.first)
    for column in columns:
        rows[column.top][column.first] = LEFT_OUT
    return _without_lost(replace(sheet, rows=rows, comments={}))


def blank_values(sheet: Sheet, places: AbstractSet[Place]) -> Sheet:
    """Empty single cells.

    Parameters
    ----------
    sheet
        The sheet.
    places
        Row and column of each.

    Returns
    -------
    Sheet
        The sheet without them and without comments.
    """
    rows = [list(cells) for cells in sheet.rows]
    for row, column in places:
        rows[row][column] = ""
    return _without_lost(replace(sheet, rows=rows, comments={}))


def _without_lost(sheet: Sheet) -> Sheet:
    struck = frozenset(place for place in sheet.struck if sheet.rows[place[0]][place[1]] not in ("", None))
    return replace(sheet, struck=struck)


def is_left_out(header: str) -> bool:
    """Tell whether a header path stands over a column that a copy left out.

    Parameters
    ----------
    header
        The header path.

    Returns
    -------
    bool
        True where the note is the last part of the path.
    """
    return header.endswith(LEFT_OUT)
