"""The bars of a stock and its flows, before they are drawn: from a balance of communes, or from published figures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.measures.stock_balance import StockBalance
from antq_analysis.panel.stock_flow import StockFlow

STOCK, BEFORE, ADDED, REMOVED, GAP = "stock", "before", "added", "removed", "gap"


@dataclass(frozen=True)
class Bar:
    """One bar.

    Parameters
    ----------
    kind
        ``stock``, ``before`` (a stock in an earlier way of counting), ``added``, ``removed`` or ``gap``.
    low, high
        Its ends.
    number
        What is written above it.
    label
        What is written below it; lines are parted by a line break.
    joined
        Whether it goes on from the bar before it; never across a change of counting.
    """

    kind: str
    low: float
    high: float
    number: str
    label: str
    joined: bool = True


def bars_of_balance(balance: StockBalance, lang: str = "vi") -> tuple[Bar, ...]:
    """Lay out a balance: each year's flows between two stocks.

    Parameters
    ----------
    balance
        The balance.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of Bar
        In order of time.
    """
    return tuple(_balance(balance, lang))


def _balance(balance: StockBalance, lang: str) -> Iterator[Bar]:
    last = ""
    for year, row in balance.frame.iterrows():
        since, level = str(int(str(year)) - 1), float(row["begin"])
        if last != since:
            yield _stock(level, since, lang, joined=False)
        if np.isnan(row["gap"]):
            yield _moved(GAP, level, float(row["end"]), str(year), lang)
        else:
            for kind, n in ((ADDED, row["added"]), (REMOVED, -row["removed"]), (GAP, row["gap"])):
                if n or kind != GAP:
                    yield _moved(kind, level, level + float(n), str(year), lang)
                level += float(n)
        yield _stock(float(row["end"]), str(year), lang)
        last = str(year)


def _stock(value: float, year: str, lang: str, *, joined: bool = True) -> Bar:
    label = say("show.bar_stock", lang, year=year)
    return Bar(STOCK, 0.0, value, format_number(value, lang), label, joined)


def _moved(kind: str, start: float, end: float, year: str, lang: str) -> Bar:
    label = say(f"show.bar_{kind}", lang, year=year)
    return Bar(kind, min(start, end), max(start, end), format_signed(end - start, lang), label)


def bars_of_case(case: StockFlow, lang: str = "vi") -> tuple[Bar, ...]:
    """Lay out published figures on two sides of a change of counting: at most so much, at least so much.

    Parameters
    ----------
    case
        The reconciliation.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of Bar
        The stock before, what removals explain at most, what is left at least, the stock after.
    """
    rows = case.figures.set_index("id")
    before, after = (rows.loc[[name]].iloc[0] for name in (case.case.before, case.case.after))
    first, last = float(before["value"]), float(after["value"])
    explained = min(case.removed, case.fall) if case.fall > 0 else 0.0
    bars = [_published(BEFORE, first, before["as_of"], before["unit"], lang)]
    if case.fall > 0:
        most = say("show.bar_most", lang, n=explained)
        rest = say("show.bar_least", lang, n=case.least_unexplained)
        bars += [
            Bar(REMOVED, first - explained, first, most, say("show.bar_removed_most", lang), joined=False),
            Bar(GAP, last, first - explained, rest, say("show.bar_method", lang), joined=False),
        ]
    return (*bars, _published(STOCK, last, after["as_of"], after["unit"], lang))


def _published(kind: str, value: float, day: object, unit: object, lang: str) -> Bar:
    words = {"day": str(day), "unit": str(unit)}
    return Bar(
        kind, 0.0, value, format_number(value, lang), say("show.bar_published", lang, **words), joined=False
    )
