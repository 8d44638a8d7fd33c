"""What the rest of a column says of one cell of it: a proposal, a decision or a word of scale far out of its range."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from antq_analysis.findings import Finding, Severity
from antq_analysis.sources.forms.layout import Column
from antq_analysis.sources.tables.amounts import plain
from antq_analysis.sources.tables.cells import UnitRow, written
from antq_analysis.sources.tables.values import Reading
from antq_analysis.sources.workbooks.marks import Raw, cell_name
from antq_analysis.vocabulary import Vocabulary

FAR, FAR_BELOW = 3, 10
"""A figure so many times above the largest other, or below the smallest, is out of the range of its column."""
ENOUGH = 3
"""Of so many other figures a column shows its range."""
_DECIDED = "decided"
_SCALED, _IN_WORDS = "thousands_lost", "words_with_number"
_ROUND = 100


def keep_likely_proposals(
    rows: Sequence[UnitRow],
    columns: Sequence[tuple[int, Column]],
    cells: Sequence[Sequence[Raw]],
    vocabulary: Vocabulary,
) -> list[UnitRow]:
    """Withdraw proposals that the column, or the unit's own bases, speak against.

    45,5 among 41 and 85 is hardly a spoilt 45.500; beside more cells that lost their thousands it is. Where all of
    them would be round hundreds they are averages, and no unit has more of anything than it has people.

    Parameters
    ----------
    rows
        The rows of units, as they were read.
    columns
        Mapped columns with their place.
    cells
        All cells of the sheet.
    vocabulary
        Says what a figure is a part of.

    Returns
    -------
    list of UnitRow
        The rows; what is withdrawn stays unread and is asked about without an answer.
    """
    withdrawn: dict[int, set[int]] = {}
    for at, (place, column) in enumerate(columns):
        proposed = {
            row.row: float(row.readings[at].proposal) * (column.scale or 1)
            for row in rows
            if _is_number(row.readings[at].proposal)
        }
        spoilt = [row.row for row in rows if row.row in proposed and row.readings[at].problem == _SCALED]
        averages = len(spoilt) > 1 and all(
            not isinstance(cells[row][place], str) and proposed[row] % _ROUND == 0 for row in spoilt
        )
        others, bases = _plain(rows, at), _bases(at, columns, vocabulary) if spoilt else []
        for row in (row for row in rows if row.row in proposed):
            number, scaled = proposed[row.row], row.row in spoilt
            alone = not scaled or len(spoilt) <= len(others)
            if (
                (column.reads == "count" and number != int(number))
                or (alone and _is_far(number, others, below=scaled))
                or (scaled and (averages or any(0 <= row.readings[one].value < number for one in bases)))
            ):
                withdrawn.setdefault(row.row, set()).add(at)
    return [_without(row, withdrawn.get(row.row, set())) for row in rows]


def far_figures(
    rows: Sequence[UnitRow], columns: Sequence[tuple[int, Column]], file: str, sheet: str
) -> Iterator[Finding]:
    """Tell decisions and words of scale that make a figure far larger than any other of its column.

    Parameters
    ----------
    rows
        The rows of units with their decisions.
    columns
        Mapped columns with their place.
    file, sheet
        Where.

    Yields
    ------
    Finding
        A warning for each decision, a note for each word of scale; the figures are used.
    """
    for at, (place, column) in enumerate(columns):
        others = _plain(rows, at)
        if len(others) < ENOUGH:
            continue
        for row in rows:
            reading = row.readings[at]
            decided, worded = reading.rule == _DECIDED, "scale_word" in reading.rule
            if not (decided or worded) or not _is_far(reading.value, others, below=decided):
                continue
            rule, severity = (
                ("decided_far", Severity.WARNING) if decided else ("scale_word_far", Severity.NOTE)
            )
            values = {
                "header": column.header,
                "name": row.name,
                "value": reading.value,
                "lowest": min(others.values()),
                "highest": max(others.values()),
            }
            cell = cell_name(row.row, place)
            yield Finding(rule, severity, file, sheet, cell, written(reading), values=values)


def _plain(rows: Sequence[UnitRow], at: int) -> Mapping[int, float]:
    """Give the figures of a column that nobody wondered about, by row."""
    return {
        row.row: row.readings[at].value
        for row in rows
        if row.readings[at].status == "reported"
        and row.readings[at].value > 0
        and row.readings[at].rule != _DECIDED
        and "scale_word" not in row.readings[at].rule
    }


def _is_far(number: float, others: Mapping[int, float], *, below: bool) -> bool:
    if not others or not number > 0:
        return False
    return number > FAR * max(others.values()) or (below and FAR_BELOW * number < min(others.values()))


def _bases(at: int, columns: Sequence[tuple[int, Column]], vocabulary: Vocabulary) -> list[int]:
    own = columns[at][1]
    known = {
        name
        for name in vocabulary.indicator(own.indicator).denominators
        if vocabulary.indicator(name).kind == "base"
    }
    return [
        place
        for place, (_, column) in enumerate(columns)
        if column.indicator in known and column.years_before == own.years_before
    ]


def _is_number(text: str) -> bool:
    try:
        return plain(float(text)) == text
    except ValueError:
        return False


def _without(row: UnitRow, positions: set[int]) -> UnitRow:
    if not positions:
        return row
    readings = [_asked(one) if at in positions else one for at, one in enumerate(row.readings)]
    return replace(row, readings=tuple(readings))


def _asked(reading: Reading) -> Reading:
    """Leave a reading without a proposal, under a rule whose words name none."""
    if reading.problem == _SCALED:
        return replace(reading, problem="fraction_in_count", proposal="")
    problem = "not_a_number" if reading.problem == _IN_WORDS else reading.problem
    return replace(reading, problem=problem, proposal="")
