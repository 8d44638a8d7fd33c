"""Measures such as 1,600 in a column that does not show whether the comma parts thousands or decimals."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow
from antq_analysis.sources.tables.values import Reading, tidy
from antq_analysis.sources.workbooks.marks import Raw

_GROUP = re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,])")
_DECIMALS = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?![\d.,])|(?<!\d)0+,\d")
_ENGLISH = re.compile(r"\d,\d{3}(?:,\d{3})*\.\d")


def refuse_doubtful_commas(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], cells: Sequence[Sequence[Raw]]
) -> list[UnitRow]:
    """Refuse measures written with a comma before three digits, unless their column shows that it parts decimals.

    ``1,600`` is 1,6 by the Vietnamese comma and 1600 by the English one. ``15,25`` or ``0,604`` elsewhere in the column
    shows the first, unless the sheet writes English thousands in some other column.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    cells
        All cells of the sheet.

    Returns
    -------
    list of UnitRow
        The rows; doubtful figures keep no value.
    """
    measures = {at: place for at, (place, column) in enumerate(columns) if column.reads == "number"}
    texts = {at: _texts(rows, place, cells) for at, place in measures.items()}
    grouped = {
        at: {row: text for row, text in own.items() if _GROUP.search(text)} for at, own in texts.items()
    }
    if not any(grouped.values()):
        return [*rows]
    english = _writes_english(rows, columns, cells)
    doubtful = {
        at: own
        for at, own in grouped.items()
        if english or not any(_DECIMALS.search(text) for text in texts[at].values())
    }
    return [
        _without(row, {at: own[row.row] for at, own in doubtful.items() if row.row in own}) for row in rows
    ]


def _texts(rows: Sequence[UnitRow], place: int, cells: Sequence[Sequence[Raw]]) -> Mapping[int, str]:
    raws = ((row.row, cells[row.row][place]) for row in rows)
    return {row: tidy(raw) for row, raw in raws if isinstance(raw, str) and "," in raw}


def _writes_english(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], cells: Sequence[Sequence[Raw]]
) -> bool:
    for place, column in columns:
        texts = _texts(rows, place, cells).values()
        counted = column.reads == "count" and not column.scale
        if any(_ENGLISH.search(text) or (counted and _GROUP.search(text)) for text in texts):
            return True
    return False


def _without(row: UnitRow, written: Mapping[int, str]) -> UnitRow:
    readings = list(row.readings)
    for at, text in written.items():
        if readings[at].status == "reported":
            readings[at] = Reading(math.nan, text, status="unparsed", problem="number_in_two_ways")
    return replace(row, readings=tuple(readings)) if written else row
