"""What becomes of figures where units merge or split, rule by rule."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.observations import COMPARATORS, STATUSES, WITH_VALUE
from antq_analysis.places.carrying.pairing import Bools, Floats, Ints, Pairing, worded
from antq_analysis.places.reforms.shares import BASES


class Rule(IntEnum):
    """How a figure is carried where a unit is not whole and alone."""

    SUM = 0
    STATE = 1
    FIRST = 2
    LAND = 3
    ALONE = 4


RULES: Mapping[str, Rule] = {
    "additive": Rule.SUM,
    "land": Rule.LAND,
    "flag": Rule.STATE,
    "min": Rule.FIRST,
}
"""Rule by the vocabulary's ``merges``; whatever else it says is carried only by units that are whole and alone."""

REPORTED_RATE = "reported_rate"
PARTS_DIFFER = "parts_differ"
"""Rule of a state without a value because the old units have different ones; its text says how many met it."""

PARTS_OUTSIDE = "parts_outside"
"""Last word of the rule of a state that only those old units tell of which are in scope; its text says how many met."""

BACKWARDS = "backwards"
"""Last word of the rule of a figure that was carried from a later map to an earlier one."""

_PARTLY, _MIXED, _PARTLY_BACK, _OUTSIDE = 1, 2, 3, 4
_MISSING = ("conflict", "unparsed", "not_reported", "not_available")
_STATUS = {name: number for number, name in enumerate(STATUSES)}
_COMPARATOR = {name: 1 << number for number, name in enumerate(COMPARATORS)}


@dataclass(frozen=True)
class Outcome:
    """What stands in each cell after carrying; every array has shape (cells,).

    Attributes
    ----------
    value
        The value, NaN where there is none.
    status
        Position in ``STATUSES``.
    comparator
        Position in ``COMPARATORS``.
    apportioned
        Share of the value that was apportioned.
    basis
        Position in ``BASES`` of the least sure share that was used.
    rule
        The ``Rule`` that was applied; ``LAND`` where it could not be divided.
    moved
        Whether a rule was applied at all: False where the unit is whole and alone.
    parts, filled
        Old units that count, and those of them with a value.
    outside
        Whether others of the old units are out of scope.
    mixed
        Whether old units with different states met.
    met
        Sum of the values of the old units, for states: how many met.
    tick
        Whether every old unit has 0 or 1.
    """

    value: Floats
    status: Ints
    comparator: Ints
    apportioned: Floats
    basis: Ints
    rule: Ints
    moved: Bools
    parts: Ints
    filled: Ints
    outside: Bools
    mixed: Bools
    met: Floats
    tick: Bools


def merge_cells(rows: pd.DataFrame, pairing: Pairing, rules: Ints, amount: Floats | None = None) -> Outcome:
    """Merge the figures that arrive in each cell.

    An incomplete sum is never taken for the whole: where one old unit has no value the cell stays empty. Old units
    to which a figure does not apply leave the base. Land is added like any sum, but a part of a unit has the land of
    its share of people only by chance: it is divided by area, or not at all.

    Parameters
    ----------
    rows
        Observations of one map.
    pairing
        Where each goes.
    rules
        For each row of the observations its ``Rule``.
    amount
        What of its row each pair brings, shape (pairs,); by default its share.

    Returns
    -------
    Outcome
        What stands in each cell.
    """
    row, start, share = pairing.row, pairing.start, pairing.share[pairing.pair]
    status = _codes(rows["status"], STATUSES)[row]
    has = np.isin(status, [_STATUS[name] for name in WITH_VALUE])
    value = np.where(has, rows["value"].to_numpy(np.float64)[row], 0.0)
    split = share < 1
    rule = _rules_of_cells(pairing, rules)
    # What lost a part without people is whole for a count, but not for land.
    moved = ~pairing.whole[pairing.target] | (rule == Rule.LAND)
    filled = np.add.reduceat(has.astype(np.int64), start)
    apart = np.add.reduceat((status == _STATUS["not_applicable"]).astype(np.int64), start)
    parts = pairing.sources[pairing.target] - apart
    complete = (filled == parts) & (parts > 0)
    low = np.minimum.reduceat(np.where(has, value, np.inf), start)
    high = np.maximum.reduceat(np.where(has, value, -np.inf), start)
    met = np.add.reduceat(value, start)
    by_share = np.add.reduceat(value * share, start)
    total = by_share if amount is None else np.add.reduceat(np.where(has, amount, 0.0), start)
    before = rows["apportioned_share"].to_numpy(np.float64)[row]
    apportioned = _ratio(np.add.reduceat(value * share * np.where(split, 1.0, before), start), by_share)
    mixed = moved & (rule == Rule.STATE) & complete & (low < high)
    stands = complete & ~mixed & (rule < Rule.LAND)
    merged = np.select([rule == Rule.SUM, rule == Rule.STATE], [total, low], low)
    words = _missing_status(status, start, pairing)
    words = np.where((rule >= Rule.LAND) & (filled > 0), _STATUS["not_available"], words)
    words = np.where(mixed, _STATUS["not_available"], words)
    apportioned = np.where(rule == Rule.SUM, apportioned, np.maximum.reduceat(before, start))
    given = np.where(apportioned > 0, _STATUS["apportioned"], _STATUS["reported"])
    basis = np.maximum.reduceat(np.where(split & has, pairing.basis[pairing.pair], 0), start)
    own = row[start]
    comparator = _codes(rows["comparator"], COMPARATORS)[own]
    return Outcome(
        value=np.where(moved, np.where(stands, merged, np.nan), rows["value"].to_numpy(np.float64)[own]),
        status=np.where(moved, np.where(stands, given, words), status[start]),
        comparator=np.where(moved, np.where(stands, _comparators(rows, row, has, start), 0), comparator),
        apportioned=np.where(moved, np.where(stands, apportioned, 0.0), before[start]),
        basis=np.where(moved & stands & (rule == Rule.SUM), basis, 0),
        rule=rule,
        moved=moved,
        parts=parts,
        filled=filled,
        outside=apart > 0,
        mixed=mixed,
        met=met,
        tick=np.logical_and.reduceat(np.isin(value, (0.0, 1.0)), start),
    )


def _rules_of_cells(pairing: Pairing, rules: Ints) -> Ints:
    by_land = np.isin(pairing.basis[pairing.pair], [BASES.index(""), BASES.index("area")])
    measured = np.logical_and.reduceat(by_land, pairing.start)
    # Of figures of two kinds in one cell the more careful rule counts.
    rule = np.maximum.reduceat(rules[pairing.row], pairing.start)
    return np.where((rule == Rule.LAND) & measured, Rule.SUM, rule)


def explain(
    rows: pd.DataFrame, pairing: Pairing, outcome: Outcome, *, back: bool = False
) -> dict[str, pd.Series]:
    """Word what a figure's text, rule and place say after carrying.

    Parameters
    ----------
    rows
        Observations of one map.
    pairing
        Where each goes.
    outcome
        What stands in each cell.
    back
        Whether the figures go to an earlier map.

    Returns
    -------
    dict[str, pandas.Series]
        Columns ``value_text, rule, source_id, sheet, cell, period_basis`` of the carried observations.
    """
    empty = outcome.moved & np.isnan(outcome.value)
    partly = empty & (outcome.filled > 0) & (outcome.filled < outcome.parts)
    agreed = outcome.moved & ~empty & (outcome.rule == Rule.STATE) & outcome.outside & outcome.tick
    notes = np.where(partly, _PARTLY_BACK if back else _PARTLY, np.where(outcome.mixed, _MIXED, 0))
    notes = np.where(agreed, _OUTSIDE, notes)
    # Only states that are ticks, 0 or 1, can be counted as met; other classes merely differ.
    met = np.where(outcome.tick, outcome.met, 0).astype(np.int64)
    counts = np.where(outcome.mixed | agreed, met, outcome.filled)
    texts = _numbered(_agreed(rows["value_text"], pairing), (notes, counts, outcome.parts), _part_text)
    basis = np.where(outcome.moved & ~empty, np.where(outcome.basis > 0, outcome.basis, -1), 0)
    state = np.where(
        outcome.rule == Rule.SUM, basis, np.where(basis != 0, -2, np.where(outcome.mixed, -3, 0))
    )
    state = np.where((outcome.rule == Rule.FIRST) & (basis != 0), -5, state)
    state = np.where(agreed, -4, state)
    returned = (outcome.moved & ~empty & back).astype(np.int64)
    rule = _numbered(_agreed(rows["rule"], pairing), (state, returned), _rule_text)
    first = rows["cell"].take(pairing.row[pairing.start]).reset_index(drop=True)
    windows = _agreed(rows["period_basis"], pairing)
    return {
        "value_text": texts,
        "rule": rule,
        "source_id": _agreed(rows["source_id"], pairing),
        "sheet": _agreed(rows["sheet"], pairing),
        "cell": _numbered(first, (pairing.counts - 1,), _cell_text),
        "period_basis": windows.where(windows.ne(""), "unknown"),
    }


def say_mixed(text: str, lang: str = "vi") -> str:
    """Say in either language how many of the old units met a state on which they differ.

    Parameters
    ----------
    text
        What ``value_text`` says of a figure whose rule is :data:`PARTS_DIFFER`.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance ``3/4 xã cũ đạt``.

    Examples
    --------
    >>> say_mixed("3/4 xã cũ đạt", "en"), say_mixed("3 xã cũ có trạng thái khác nhau", "en")
    ('3/4 former communes met it', '3 former communes differ')
    """
    met, *parts = [int(number) for number in re.findall(r"\d+", text)]
    return (
        say("places.parts_met", lang, n=met, m=parts[0]) if parts else say("places.parts_differ", lang, m=met)
    )


def _part_text(text: str, note: list[int]) -> str:
    kind, count, parts = note
    if kind == _PARTLY:
        return say("places.parts_reported", "vi", n=count, m=parts)
    if kind == _PARTLY_BACK:
        return say("places.new_parts_reported", "vi", n=count, m=parts)
    if kind == _OUTSIDE or (kind == _MIXED and count > 0):
        return say("places.parts_met", "vi", n=count, m=parts)
    return say("places.parts_differ", "vi", m=parts) if kind == _MIXED else text


def _cell_text(cell: str, note: list[int]) -> str:
    return f"{cell} (+{note[0]})" if cell and note[0] else cell


def _rule_text(rule: str, state: list[int]) -> str:
    number, returned = state
    plain = {0: "", -1: "merged", -2: "parts_agree", -3: PARTS_DIFFER, -4: f"parts_agree;{PARTS_OUTSIDE}"}
    plain[-5] = "earliest_of_parts"
    added = f"{BASES[number]}_share" if number > 0 else plain[number]
    return ";".join(word for word in (rule, added, BACKWARDS if returned else "") if word)


def _numbered(column: pd.Series, notes: Sequence[Ints], word: Callable[[str, list[int]], str]) -> pd.Series:
    """Apply a wording once for each different combination of a text and some numbers."""
    codes, texts = pd.factorize(column)
    which = codes.astype(np.int64)
    for note in notes:
        numbers, kinds = pd.factorize(note)
        which = pd.factorize(which * max(len(kinds), 1) + numbers)[0]
    first = np.full(int(which.max(initial=-1)) + 1, len(which), np.int64)
    np.minimum.at(first, which, np.arange(len(which)))
    words = [word(str(texts[codes[at]]), [int(note[at]) for note in notes]) for at in first]
    return worded(words, which)


def _agreed(column: pd.Series, pairing: Pairing) -> pd.Series:
    """Take what all rows of a cell say, empty where they differ."""
    codes, words = pd.factorize(column)
    codes = codes[pairing.row]
    low = np.minimum.reduceat(codes, pairing.start)
    same = low == np.maximum.reduceat(codes, pairing.start)
    return worded([*words, ""], np.where(same, low, len(words)))


def _missing_status(status: Ints, start: Ints, pairing: Pairing) -> Ints:
    present = np.bitwise_or.reduceat(1 << status, start)
    absent = pairing.counts < pairing.sources[pairing.target]
    present = present | np.where(absent, 1 << _STATUS["not_reported"], 0)
    chosen = [(present >> _STATUS[name]) & 1 == 1 for name in _MISSING]
    return np.select(chosen, [_STATUS[name] for name in _MISSING], _STATUS["not_applicable"])


def _comparators(rows: pd.DataFrame, row: Ints, has: Bools, start: Ints) -> Ints:
    bits = np.where(has, 1 << _codes(rows["comparator"], COMPARATORS)[row], 0)
    seen = np.bitwise_or.reduceat(bits, start)
    over, under, about, implied = (
        (seen & _COMPARATOR[name]) > 0 for name in ("over", "under", "about", "implied")
    )
    names = ("about", "over", "under", "implied")
    chosen = [(over & under) | about, over, under, implied]
    return np.select(chosen, [COMPARATORS.index(name) for name in names], COMPARATORS.index("exact"))


def _codes(column: pd.Series, words: tuple[str, ...]) -> Ints:
    numbers, found = pd.factorize(column)
    return np.array([words.index(word) for word in found], np.int64)[numbers]


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0).clip(0, 1)
