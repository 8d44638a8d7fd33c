"""Measures such as 1,600 or 1.600 where the column or the file must show what the mark before three digits parts."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.cells import UnitRow, read_scaled
from antq_analysis.sources.tables.values import Reading, tidy
from antq_analysis.sources.workbooks.marks import Raw

_GROUP = re.compile(r"(?<![\d.,])[1-9]\d{0,2},\d{3}(?![\d.,])")
_DECIMALS = re.compile(r"\d,(?:\d{1,2}|\d{4,})(?![\d.,])|(?<!\d)0+,\d")
_ENGLISH = re.compile(r"\d,\d{3}(?:,\d{3})*\.\d")
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_DOT_DECIMALS = re.compile(r"\d\.(?:\d{1,2}|\d{4,})(?![\d.,])")


def refuse_doubtful_commas(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    cells: Sequence[Sequence[Raw]],
    decimal_comma: bool = False,
) -> list[UnitRow]:
    """Refuse measures written with a comma before three digits, unless it is shown that it parts decimals.

    ``1,600`` is 1,6 by the Vietnamese comma and 1600 by the English one. ``15,25`` or ``0,604`` elsewhere in the
    column, ``4.100`` in a column of counts, or the file itself shows the first, unless the sheet writes English
    thousands in some other column.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    cells
        All cells of the sheet.
    decimal_comma
        Whether the file itself shows that commas part decimals.

    Returns
    -------
    list of UnitRow
        The rows; doubtful figures keep no value.
    """
    measures = {at: place for at, (place, column) in enumerate(columns) if column.reads == "number"}
    texts = {at: _texts(rows, place, cells, ",") for at, place in measures.items()}
    grouped = {
        at: {row: text for row, text in own.items() if _GROUP.search(text)} for at, own in texts.items()
    }
    if not any(grouped.values()):
        return [*rows]
    english = _writes_english(rows, columns, cells)
    shown = not english and (decimal_comma or _writes_dots(rows, columns, cells))
    doubtful = {
        at: own
        for at, own in grouped.items()
        if not shown and (english or not any(_DECIMALS.search(text) for text in texts[at].values()))
    }
    return [
        _without(row, {at: own[row.row] for at, own in doubtful.items() if row.row in own}) for row in rows
    ]


def read_dotted_measures(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], cells: Sequence[Sequence[Raw]]
) -> list[UnitRow]:
    """Read measures written with a dot before three digits whose column shows that its comma parts decimals.

    ``1.100`` above ``987,25`` is 1100: one column does not part decimals by two marks.

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
        The rows.
    """
    read: dict[int, dict[int, Reading]] = {}
    for at, (place, column) in enumerate(columns):
        if column.reads != "number":
            continue
        dotted = _texts(rows, place, cells, ".")
        commas = _texts(rows, place, cells, ",").values()
        shown = any(_DECIMALS.search(text) for text in commas) and not any(map(_ENGLISH.search, commas))
        if shown and not any(map(_DOT_DECIMALS.search, dotted.values())):
            for row, text in dotted.items():
                if _DOTTED.fullmatch(text):
                    whole = float(text.replace(".", ""))
                    own = replace(read_scaled(whole, "number", column.scale), value_text=text)
                    read.setdefault(row, {})[at] = own
    return [_with(row, read[row.row]) if row.row in read else row for row in rows]


def _with(row: UnitRow, read: Mapping[int, Reading]) -> UnitRow:
    return replace(row, readings=tuple(read.get(at, one) for at, one in enumerate(row.readings)))


def _texts(
    rows: Sequence[UnitRow], place: int, cells: Sequence[Sequence[Raw]], mark: str
) -> Mapping[int, str]:
    raws = ((row.row, cells[row.row][place]) for row in rows)
    return {row: tidy(raw) for row, raw in raws if isinstance(raw, str) and mark in raw}


def _writes_dots(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], cells: Sequence[Sequence[Raw]]
) -> bool:
    """Tell whether counts are written with dots between thousands."""
    counted = [place for place, column in columns if column.reads == "count" and not column.scale]
    return any(_DOTTED.fullmatch(text) for at in counted for text in _texts(rows, at, cells, ".").values())


def _writes_english(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], cells: Sequence[Sequence[Raw]]
) -> bool:
    for place, column in columns:
        texts = _texts(rows, place, cells, ",").values()
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
