"""Printed rates of a table without a layout: which two columns they are made of, told by their figures."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from antq_analysis.sources.forms.drafted import Understood
from antq_analysis.sources.forms.headings import Place
from antq_analysis.sources.forms.layout import RATE_LEFT
from antq_analysis.sources.tables.values import read_value
from antq_analysis.sources.workbooks.marks import column_number
from antq_analysis.sources.workbooks.workbook import Sheet

AGREE = 0.8
FEW = 3
ROUNDED = 0.06
SAMPLED_ROWS = 200


def settle_rates(
    found: Sequence[Understood], sheet: Sheet, place: Place, elsewhere: frozenset[str]
) -> list[Understood]:
    """Tell what becomes of each printed rate: compared with its two parts, read as it is, or left aside.

    Parameters
    ----------
    found
        The columns of the table.
    sheet, place
        The sheet, and where its table stands.
    elsewhere
        Indicators that any table of the file reads.

    Returns
    -------
    list of Understood
        The same columns; none has the kind ``rate`` any more.
    """
    counts = {
        item.indicator: _figures(sheet, place, item, "count")
        for item in found
        if item.kind == "indicator" and item.reads == "count" and not (item.category or item.years_before)
    }
    return [_settle(item, counts, sheet, place, elsewhere) if item.kind == "rate" else item for item in found]


def _settle(
    item: Understood,
    counts: dict[str, npt.NDArray[np.float64]],
    sheet: Sheet,
    place: Place,
    elsewhere: frozenset[str],
) -> Understood:
    pairs = _pairs(_figures(sheet, place, item, "percent"), counts)
    known = tuple(item.parts)
    pair = known if known in pairs else pairs[0] if len(pairs) == 1 else ()
    if not pair and not pairs and known and all(part in counts for part in known):
        pair = known
    if pair and not item.years_before:
        return replace(item, kind="check", parts=pair, indicator="", basis="", reads="", reason="")
    computed = bool(known) and elsewhere.issuperset(known)
    if item.indicator and not computed:
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
