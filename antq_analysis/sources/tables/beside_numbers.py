"""Numbers with their own unit behind them, and thousands parted by spaces: read where nothing else can be meant."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.layout import SCALED_READS, Column
from antq_analysis.sources.forms.understand import is_counted_in
from antq_analysis.sources.tables.amounts import SPACED, compared
from antq_analysis.sources.tables.cells import UnitRow, read_scaled
from antq_analysis.sources.tables.scales import same_noun, unit_of
from antq_analysis.sources.tables.values import Reading
from antq_analysis.vocabulary import Indicator, Vocabulary

FEWEST_SPACED = 3
"""So many thousands parted by spaces show that the column is written so."""
UNIT_BESIDE, SPACED_THOUSANDS = "unit_beside", "spaced_thousands"

_IN_THOUSANDS = frozenset({"người", "hộ", "lượt người", "triệu đồng"})
"""Units of which one commune may have thousands."""
_TWO_UNITS = re.compile(r"\([^\W\d][^(),;/]*[,;/][^()]+\)")
_WITH_UNIT = re.compile(r"(?P<number>\d[\d.,]*)\s*(?P<unit>[^\W\d_][^\d,;:/()]*\d?)")


def read_beside(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], vocabulary: Vocabulary
) -> list[UnitRow]:
    """Read figures such as ``12 vụ`` in a column of vụ, and ``1 602`` in a column that parts thousands by spaces.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    vocabulary
        Says in which unit an indicator is kept.

    Returns
    -------
    list of UnitRow
        The rows; a unit of something else, or against the scale of the column, stays a doubt, and so does "0,5 triệu"
        of an indicator that is kept in millions.
    """
    found: dict[int, dict[int, Reading]] = {}
    for position, (_, column) in enumerate(columns):
        if column.reads not in SCALED_READS:
            continue
        own = [(at, row.readings[position]) for at, row in enumerate(rows)]
        spaced = {at: one for at, one in own if one.problem == SPACED}
        worded = {at: one for at, one in own if one.problem == "words_with_number"}
        entry = vocabulary.indicator(column.indicator)
        read = {at: _with_unit(one, column, entry) for at, one in worded.items()}
        if _is_scaled(entry):
            read |= {at: _in_two_ways(one) for at, one in own if "scale_word" in one.rule.split(";")}
        if len(spaced) >= FEWEST_SPACED and not _TWO_UNITS.search(column.header) and _in_thousands(entry):
            read |= {at: _joined(one, column) for at, one in spaced.items()}
        for at, reading in read.items():
            if reading is not None:
                found.setdefault(at, {})[position] = reading
    return [_with(row, found[at]) if at in found else row for at, row in enumerate(rows)]


def _with(row: UnitRow, read: dict[int, Reading]) -> UnitRow:
    return replace(row, readings=tuple(read.get(at, one) for at, one in enumerate(row.readings)))


def _joined(reading: Reading, column: Column) -> Reading | None:
    joined = read_scaled(reading.value_text.replace(" ", ""), column.reads, column.scale)
    return _named(joined, reading, SPACED_THOUSANDS)


def _with_unit(reading: Reading, column: Column, entry: Indicator) -> Reading | None:
    comparator, said = compared(fold(reading.value_text).rstrip(" ."))
    parts = _WITH_UNIT.fullmatch(said)
    factor = _factor(parts["unit"].strip(), entry) if parts else None
    if parts is None or factor is None or column.scale not in (0, factor):
        return None
    own = _named(read_scaled(parts["number"], column.reads, factor), reading, UNIT_BESIDE)
    return replace(own, comparator=comparator) if own and comparator else own


def _factor(unit: str, entry: Indicator) -> float | None:
    """Say what a unit behind a number means in the unit of the indicator; None where it is of something else."""
    said, kept = unit_of(unit), unit_of(entry.unit_vi)
    # What is measured first: "ha" is a word for the unit of an area, and a hundredth of it.
    if said is not None and kept is not None and same_noun(said[1], kept[1]):
        return float(f"{said[0] / kept[0]:.12g}")
    return 1.0 if is_counted_in(unit, entry) else None


def _is_scaled(entry: Indicator) -> bool:
    """Tell whether an indicator is kept in thousands or millions of a unit, so that a word of scale says it twice."""
    kept = unit_of(entry.unit_vi)
    return kept is not None and kept[0] not in (0, 1)


def _in_thousands(entry: Indicator) -> bool:
    """Tell whether a commune counts it in thousands: of vụ or điểm, 5 120 are rather two facts in one cell."""
    return entry.kind == "base" or entry.unit_vi in _IN_THOUSANDS


def _in_two_ways(reading: Reading) -> Reading:
    return Reading(math.nan, reading.value_text, status="unparsed", problem="number_in_two_ways")


def _named(read: Reading, was: Reading, rule: str) -> Reading | None:
    if read.status != "reported" or read.problem:
        return None
    rules = ";".join(part for part in (read.rule, rule) if part)
    return replace(read, value_text=was.value_text, rule=rules)


def as_total(reading: Reading, reads: str, scale: float) -> Reading:
    """Read a printed total, which is only compared, also where its thousands are parted by spaces.

    Parameters
    ----------
    reading
        What was read.
    reads, scale
        How its column is read.

    Returns
    -------
    Reading
        The total without a doubt about its spaces.
    """
    if reading.problem != SPACED:
        return reading
    joined = read_scaled(reading.value_text.replace(" ", ""), reads, scale)
    return joined if joined.status == "reported" else reading
