"""Printed rates of a table without a layout: which two columns they are made of, told by figures and by place."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from antq_analysis.places.matching.names import fold
from antq_analysis.sources.forms.header import SEPARATOR
from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.forms.layout import RATE_LEFT
from antq_analysis.sources.forms.lexicon import Lexicon
from antq_analysis.sources.forms.near import near_indicators
from antq_analysis.sources.forms.rate_words import is_rate
from antq_analysis.sources.forms.understood import RATE_OR_COUNT, Understood
from antq_analysis.sources.forms.wording import canonical
from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.marks import column_number
from antq_analysis.sources.workbooks.workbook import Sheet

AGREE = 0.8
FEW = 3
ROUNDED = 0.06
SAMPLED_ROWS = 200
_BARE = re.compile(r"(?:(?:đạt|chiếm) )?tỷ lệ(?: đạt)?(?: phần trăm)?|phần trăm|đạt|chiếm|")


def settle_rates(
    found: Sequence[Understood], sheet: Sheet, place: Place, elsewhere: frozenset[str], lexicon: Lexicon
) -> list[Understood]:
    """Tell what becomes of each printed rate: compared with its two parts, read as it is, left aside, or asked about.

    A rate waits while as many columns are asked about as it lacks counts. A rate whose header says nothing else is that
    of the two counts right before it, where the vocabulary knows a rate of these two. What stands below a rate that has
    figures of its own, and does not say that it is one, is asked about.

    Parameters
    ----------
    found
        The columns of the table.
    sheet, place
        The sheet, and where its table stands.
    elsewhere
        Indicators that any table of the file reads.
    lexicon
        The vocabulary by wording.

    Returns
    -------
    list of Understood
        The same columns; none has the kind ``rate`` any more.
    """
    counts = {item.indicator: _figures(sheet, place, item, "count") for item in found if _is_count(item)}
    settled = []
    asked = sum(item.kind == "asked" for item in found)
    for number, item in enumerate(found):
        if item.kind != "rate":
            settled.append(item)
        elif not item.indicator and _stands_below_a_rate(item, found):
            near = near_indicators(item.header.rpartition(SEPARATOR)[2], lexicon)
            settled.append(
                item.asks("below_rate", *((name, lexicon.indicators[name].label_vi) for name in near))
            )
        else:
            beside = _parts_beside(item, counts, lexicon)
            known = item.parts or beside or _parts_before(item, found[:number], lexicon)
            # The counts that are missing may be the columns that a person is asked about.
            wait = 0 < sum(part not in counts for part in known) <= asked
            settled.append(_settle(replace(item, parts=known), counts, sheet, place, elsewhere, wait=wait))
    return settled


def _is_count(item: Understood) -> bool:
    return item.kind == "indicator" and item.reads == "count" and not (item.category or item.years_before)


def _stands_below_a_rate(item: Understood, found: Sequence[Understood]) -> bool:
    """Tell whether a rate above has a column of its own, which the last parts of the header are no words of."""
    parts = item.header.split(SEPARATOR)
    first = next((number for number, part in enumerate(parts) if is_rate(part)), len(parts))
    if any(map(is_rate, parts[first + 1 :])):
        return False
    others = [other.header.split(SEPARATOR) for other in found if other.kind == "rate"]
    return any(
        first < len(own) < len(parts)
        and own[:first] == parts[:first]
        and re.fullmatch(re.escape(parts[first]) + r"(?: \([^()]*\))?", own[first])
        and parts[len(parts) - len(own) + first + 1 :] == own[first + 1 :]
        for own in others
    )


def _parts_before(item: Understood, before: Sequence[Understood], lexicon: Lexicon) -> tuple[str, ...]:
    """Give the numerator and denominator of a rate that only says that it is one, by the two counts before it."""
    counts = [other for other in before if other.kind != "rate" and not other.years_before][-2:]
    parts, *others = (one.header.split(SEPARATOR) for one in (item, *counts))
    # Of several years side by side each has the same last part in the header of the rate and in those of its counts.
    while len(parts) > 1 and others and all(len(own) > 1 and own[-1] == parts[-1] for own in others):
        parts, others = parts[:-1], [own[:-1] for own in others]
    bare = re.sub(r"[\s()%]+", " ", canonical(parts[-1])).strip()
    title = fold(SEPARATOR.join(parts[:-1]))
    told = any(fold(SEPARATOR.join(own)).startswith(title) for own in others)
    if not (told and _BARE.fullmatch(bare) and all(map(_is_count, counts))):
        return ()
    wanted = {other.indicator for other in counts}
    rates = (entry for entry in lexicon.indicators.values() if entry.kind == "rate" and entry.unit_vi == "%")
    return next((tuple(entry.parts) for entry in rates if set(entry.parts) == wanted), ())


def _parts_beside(item: Understood, counts: Collection[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Give the parts of a rate whose header names a count that has a column of its own."""
    named = {name for name, _ in item.candidates} if item.reason == RATE_OR_COUNT else set()
    rates = (entry.parts for entry in lexicon.indicators.values() if entry.kind == "rate")
    return next((tuple(parts) for parts in rates if named & {*parts[:1]} and {*parts} <= {*counts}), ())


def _settle(
    item: Understood,
    counts: dict[str, npt.NDArray[np.float64]],
    sheet: Sheet,
    place: Place,
    elsewhere: frozenset[str],
    *,
    wait: bool,
) -> Understood:
    pairs = _pairs(_figures(sheet, place, item, "percent"), counts)
    known = tuple(item.parts)
    pair = known if known in pairs else pairs[0] if len(pairs) == 1 else ()
    if not pair and not pairs and known and all(part in counts for part in known):
        pair = known
    if pair and not item.years_before:
        return replace(item, kind="check", parts=pair, indicator="", basis="", reads="", reason="")
    if item.reason == RATE_OR_COUNT:
        return item.asks(RATE_OR_COUNT)
    computed = bool(known) and elsewhere.issuperset(known)
    if item.indicator and not computed and not wait:
        return replace(item, kind="indicator", rule="reported_rate", parts=(), reason="")
    reason = item.reason if computed else RATE_LEFT
    return replace(item, kind="ignored", parts=(), indicator="", basis="", reads="", reason=reason)


def _pairs(
    printed: npt.NDArray[np.float64], counts: dict[str, npt.NDArray[np.float64]]
) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for top, part in counts.items():
        for bottom, whole in counts.items():
            if top == bottom:
                continue
            with np.errstate(divide="ignore", invalid="ignore"):
                share = 100 * part / whole
            usable = np.isfinite(share) & np.isfinite(printed)
            agree = np.abs(share - printed)[usable] <= ROUNDED
            # A column that is 0 or 100 everywhere agrees with too much to tell anything.
            telling = len(set(np.round(printed[usable], 1)) - {0.0, 100.0}) > 1
            if usable.sum() >= FEW and telling and agree.mean() >= AGREE:
                found.append((top, bottom))
    return found


def _figures(sheet: Sheet, place: Place, item: Understood, reads: str) -> npt.NDArray[np.float64]:
    column = column_number(item.column)
    return np.array([read_value(sheet.rows[row][column], reads).value for row in place.rows[:SAMPLED_ROWS]])
