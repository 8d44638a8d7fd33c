"""From the rows of units to one figure for each unit and column: part-rows, duplicates and conflicts told apart.

When a unit stands in several rows of a sheet, each column is settled by the first of these that fits:

1. at most one of the rows has a figure: that figure stands;
2. the rows are marked as parts of one unit (``(phần 1)``, ``khu vực 2``, ``(tiếp theo)``, or one name cell merged over
   them) and the indicator adds up: the figures are added (``part_rows_added``); parts of a status must agree;
3. all rows say the same: it stands once, and the repetition is reported;
4. the rows differ: a conflict. The value stays empty until a person decides.

Rows without such a mark are never added, however complementary their figures look.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.values import NOT_REPORTED, Reading, read_value, tidy
from antq_analysis.sources.workbooks.marks import FormattedRuns, Raw, ShownOtherwise

_PART = re.compile(
    r"\s*(?:\(\s*(?:phần|khu vực|khu|cụm|địa bàn|tiếp theo|tiếp|phần còn lại|bổ sung)\b[^()]*\)"
    r"|[-\u2013,:]?\s+(?:phần|khu vực|cụm)\s+(?:\d+|[ivx]+|[a-d]|còn lại))\s*$",
    re.IGNORECASE,
)
_SCALE_WORD = re.compile(r"\b(?:trăm|nghìn|ngàn|triệu|tỷ|tỉ)\b")
ADDED = frozenset({"sum"})
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
    wanted: Iterable[int],
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
    readers = [(place, _cached(column.reads, column.scale)) for place, column in columns]
    ticks = [position for position, (_, column) in enumerate(columns) if column.reads == "tick"]
    found = []
    for row in wanted:
        cells = rows[row]
        readings = [read(cells[place]) for place, read in readers]
        if spoilt:
            for position, (place, _) in enumerate(columns):
                if problem := spoilt.get((row, place)):
                    text = _text(cells[place])
                    readings[position] = replace(
                        NOT_REPORTED, status="unparsed", problem=problem, value_text=text
                    )
        if ticks and any(reading.status in ("reported", "unparsed") for reading in readings):
            for position in ticks:
                if readings[position] is NOT_REPORTED:
                    readings[position] = TICK_EMPTY
        found.append(tuple(readings))
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


def settle(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], adds_up: Sequence[str]
) -> list[Figure]:
    """Make one figure for each unit and mapped column.

    Parameters
    ----------
    rows
        The rows of units.
    columns
        Mapped columns with their place.
    adds_up
        For each of them how its indicator adds up.

    Returns
    -------
    list of Figure
        In the order of the units' first rows.
    """
    units: dict[str, list[UnitRow]] = defaultdict(list)
    for row in rows:
        units[row.unit_code].append(row)
    places = [(position, place) for position, (place, _) in enumerate(columns)]
    figures: list[Figure] = []
    for code, own in units.items():
        if len(own) == 1:
            index, readings, group = own[0].row, own[0].readings, own[0].group
            figures += [Figure(code, at, readings[at], ((index, place),), group) for at, place in places]
        else:
            figures += [_settle(own, at, place, adds_up[at]) for at, place in places]
    return figures


def _settle(rows: Sequence[UnitRow], position: int, place: int, adds_up: str) -> Figure:
    filled = [row for row in rows if row.readings[position].status != "not_reported"]
    firm = [row for row in filled if row.readings[position] is not TICK_EMPTY] or filled[:1] or list(rows[:1])
    readings = [row.readings[position] for row in firm]
    cells = tuple((row.row, place) for row in firm)
    silent = tuple((row.row, place) for row in rows if row not in firm and row.readings[position].value_text)
    first = Figure(rows[0].unit_code, position, readings[0], cells[:1], rows[0].group, silent)
    if len(firm) == 1:
        return first
    if all(row.is_part for row in rows) and adds_up in ADDED:
        return first._replace(reading=_added(readings), cells=cells, how="part_rows_added")
    if len({meaning(reading) for reading in readings}) == 1:
        return first._replace(repeated=cells[1:] + silent, how="duplicate")
    return first._replace(reading=_conflict(readings), cells=cells, how="conflict")


def _added(readings: Sequence[Reading]) -> Reading:
    if any(reading.status != "reported" for reading in readings):
        return replace(_conflict(readings), status="unparsed")
    comparators = {reading.comparator for reading in readings}
    comparator = comparators.pop() if len(comparators) == 1 else "about"
    return Reading(math.fsum(reading.value for reading in readings), "", comparator, rule="part_rows_added")


def _conflict(readings: Sequence[Reading]) -> Reading:
    return Reading(float("nan"), " | ".join(stated(reading) for reading in readings), status="conflict")


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


def _cached(reads: str, scale: float) -> Callable[[Raw], Reading]:
    known: dict[tuple[type, Raw, str], Reading] = {}

    def read(raw: Raw) -> Reading:
        key = (type(raw), raw, raw.shown if isinstance(raw, FormattedRuns | ShownOtherwise) else "")
        reading = known.get(key)
        if reading is None:
            reading = known[key] = read_scaled(raw, reads, scale)
        return reading

    return read


def _text(raw: Raw) -> str:
    return "" if raw is None else str(raw)
