"""The cells of the rows of units, and what each of them says."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading, read_value, tidy
from antq_analysis.sources.workbooks.marks import FormattedRuns, Outdated, Raw, ShownOtherwise, cell_name

_PART = re.compile(
    r"\s*(?:\(\s*(?:phần|khu vực|khu|cụm|địa bàn|tiếp theo|tiếp|phần còn lại|bổ sung)\b[^()]*\)"
    r"|[-\u2013,:]?\s+(?:phần|khu vực|cụm)\s+(?:\d+|[ivx]+|[a-d]|còn lại))\s*$",
    re.IGNORECASE,
)
_SCALE_WORD = re.compile(r"\b(?:trăm|nghìn|ngàn|triệu|tỷ|tỉ)\b")
TICK_EMPTY = Reading(0.0, rule="tick_empty_is_zero")


@dataclass(frozen=True)
class UnitRow:
    """One row that belongs to a unit.

    Parameters
    ----------
    row
        Counted from 0.
    unit_code
        The unit.
    name
        As written.
    group
        Number of the heading above.
    is_part
        Whether the row says that it is one of several parts.
    readings
        What its mapped cells say, in the order of the mapped columns.
    """

    row: int
    unit_code: str
    name: str
    group: int
    is_part: bool
    readings: tuple[Reading, ...]


class Figure(NamedTuple):
    """One figure of one unit; a plain tuple, for a sheet holds hundreds of thousands.

    Parameters
    ----------
    unit_code
        The unit.
    position
        Which mapped column, counted from 0.
    reading
        What stands there, after repeated rows are settled.
    cells
        The cells it was read from, as row and column.
    group
        Number of the heading above its first row.
    repeated
        Cells that only repeat it.
    how
        Empty, ``part_rows_added``, ``duplicate`` or ``conflict``.
    """

    unit_code: str
    position: int
    reading: Reading
    cells: tuple[tuple[int, int], ...]
    group: int
    repeated: tuple[tuple[int, int], ...] = ()
    how: str = ""


def part_of(name: str) -> tuple[str, bool]:
    """Take the mark of a part off the name of a unit.

    Parameters
    ----------
    name
        As written.

    Returns
    -------
    tuple
        The name, and whether it bore such a mark.

    Examples
    --------
    >>> part_of("Xã Đồng Mẫu (phần 1)"), part_of("Xã Đồng Mẫu")
    (('Xã Đồng Mẫu', True), ('Xã Đồng Mẫu', False))
    """
    shorter = _PART.sub("", name)
    return (shorter, True) if shorter and shorter != name else (name, False)


def read_cells(
    rows: Sequence[Sequence[Raw]],
    wanted: Sequence[int],
    columns: Sequence[tuple[int, Column]],
    spoilt: Mapping[tuple[int, int], str],
) -> list[tuple[Reading, ...]]:
    """Read the mapped cells of the rows of units.

    Parameters
    ----------
    rows
        All cells of the sheet.
    wanted
        The rows of units.
    columns
        Mapped columns with their place.
    spoilt
        Cells whose figure cannot count, with the problem: merged over several rows or columns, so that one figure
        seems to belong to many, or struck through.

    Returns
    -------
    list of tuple of Reading
        For each row its readings. An empty tick cell is 0 where the row reports anything else.
    """
    lines = [rows[row] for row in wanted]
    turned = [*zip(*lines, strict=True)]
    known: dict[tuple[str, float], dict[object, Reading]] = defaultdict(dict)
    told = [
        _read_column(turned[place] if turned else (), column, known[column.reads, column.scale])
        for place, column in columns
    ]
    ticks = [position for position, (_, column) in enumerate(columns) if column.reads == "tick"]
    found: list[tuple[Reading, ...]] = [*zip(*told, strict=True)] or [()] * len(lines)
    if not ticks and not spoilt:
        return found
    for at, row in enumerate(wanted):
        readings = list(found[at])
        for position, (place, _) in enumerate(columns):
            if problem := spoilt.get((row, place)):
                text = _text(lines[at][place])
                readings[position] = replace(
                    NOT_REPORTED, status="unparsed", problem=problem, value_text=text
                )
        if any(reading.status in ("reported", "unparsed") for reading in readings):
            for position in ticks:
                if readings[position] is NOT_REPORTED:
                    readings[position] = TICK_EMPTY
        found[at] = tuple(readings)
    return found


def read_scaled(raw: Raw, reads: str, scale: float) -> Reading:
    """Read one cell whose printed unit means several.

    Parameters
    ----------
    raw
        What stands in the cell.
    reads
        How its column is read.
    scale
        What one printed unit means; 0 or 1 where it is the unit itself.

    Returns
    -------
    Reading
        The value in the unit of the indicator; the text keeps what was written. A count may be written with decimals
        as long as it comes out whole.

    Examples
    --------
    >>> reading = read_scaled("54,3", "count", 1000)
    >>> reading.value, reading.value_text, reading.rule
    (54300.0, '54,3', 'scaled')
    """
    if scale in (0, 1):
        return read_value(raw, reads)
    strict = read_value(raw, reads)
    # A fraction is what a count in thousands looks like; every other doubt about a count stays one.
    fraction = strict.problem in ("fraction_in_count", "thousands_lost")
    reading = read_value(raw, "number") if fraction else strict
    if reading.status != "reported" or not reading.value:
        return strict
    text = reading.value_text or (tidy(raw) if isinstance(raw, str) else written(reading))
    english = strict.problem == "thousands_lost" and isinstance(raw, str)
    if english or _SCALE_WORD.search(text.casefold()):
        return Reading(math.nan, text, status="unparsed", problem="number_in_two_ways")
    value = round(reading.value * scale, 6)
    if reads == "count" and value != int(value):
        return Reading(math.nan, text, status="unparsed", problem="fraction_in_count")
    rule = ";".join(part for part in (reading.rule, "scaled") if part)
    return replace(reading, value=value, value_text=text, rule=rule)


def cells_of(figure: Figure) -> str:
    """Name the cells that a figure was read from.

    Parameters
    ----------
    figure
        The figure.

    Returns
    -------
    str
        For instance ``"C14"`` or ``"C14+C15"``.
    """
    return "+".join(cell_name(*cell) for cell in figure.cells)


def written(reading: Reading) -> str:
    """Say what a reading was read from.

    Parameters
    ----------
    reading
        The reading.

    Returns
    -------
    str
        Its text, else its number.
    """
    if reading.value_text or math.isnan(reading.value):
        return reading.value_text
    return str(int(reading.value)) if reading.value == int(reading.value) else str(reading.value)


def stated(reading: Reading) -> str:
    """Say a reading in the unit of its indicator, so that readings of several columns can be told from each other.

    Parameters
    ----------
    reading
        The reading.

    Returns
    -------
    str
        Its number where it was printed in thousands or the like, else what it was read from.
    """
    return written(replace(reading, value_text="")) if "scaled" in reading.rule else written(reading)


def meaning(reading: Reading) -> tuple[object, ...]:
    """Give what two readings must share to say the same, however they are written.

    Parameters
    ----------
    reading
        The reading.

    Returns
    -------
    tuple
        Value, comparator, status and the words that are the value.
    """
    value = None if math.isnan(reading.value) else reading.value
    text = reading.value_text if value is None or reading.rule == "words" else ""
    return value, reading.comparator, reading.status, text


def _read_column(raws: Sequence[Raw], column: Column, known: dict[object, Reading]) -> list[Reading]:
    if set(map(type, raws)) <= {str, float}:
        new = set(raws).difference(known)
        known |= {raw: read_scaled(raw, column.reads, column.scale) for raw in new}
        return [*map(known.__getitem__, raws)]
    # 1, 1.0 and True are equal, and so are texts with and without raised runs: their types tell them apart.
    keys = [
        (type(raw), raw, raw.shown if isinstance(raw, FormattedRuns | ShownOtherwise | Outdated) else "")
        for raw in raws
    ]
    first = dict(zip(reversed(keys), reversed(raws), strict=True))
    known |= {
        key: read_scaled(raw, column.reads, column.scale) for key, raw in first.items() if key not in known
    }
    return [known[key] for key in keys]


def _text(raw: Raw) -> str:
    return "" if raw is None else str(raw)
