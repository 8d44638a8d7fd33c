"""Whether a stock is what it was a year before, plus what was added, minus what was removed."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_signed
from antq_analysis.measures.frame import Series, Shown
from antq_analysis.measures.series import totals
from antq_analysis.panel.load import Panel

COLUMNS = ("begin", "added", "removed", "end", "gap")


@dataclass(frozen=True)
class StockBalance(Shown):
    """A stock of the whole province with its flows, year by year within one way of counting.

    Parameters
    ----------
    frame
        Index period, the years that follow one another in the last way of counting; columns begin (the stock a year
        before), added, removed, end (the stock), gap = end - (begin + added - removed). What is not known is NaN.
    partly
        The years in which some communes lack one of the figures, or one is a bound.
    stock
        The stock over the years.
    """

    frame: pd.DataFrame
    partly: tuple[str, ...]
    stock: Series

    def sentence(self, lang: str = "vi") -> str:
        """Say the balance of each year.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence a year.
        """
        rows = ((str(year), row) for year, row in self.frame.iterrows())
        return " ".join(_said(year, row, self.stock, lang, partly=year in self.partly) for year, row in rows)

    def rows(self) -> pd.DataFrame:
        """Give the balance.

        Returns
        -------
        pandas.DataFrame
            As it stands.
        """
        return self.frame


def _said(year: str, row: pd.Series, stock: Series, lang: str, *, partly: bool) -> str:
    words = {name: format_number(float(row[name]), lang) for name in ("begin", "end")}
    words |= {"year": year, "since": str(int(year) - 1), "unit": stock.unit(lang)}
    if np.isnan(row["gap"]):
        return say("measures.balance_unknown", lang, **words)
    words |= {name: format_number(float(row[name]), lang) for name in ("added", "removed")}
    if partly:
        return say("measures.balance_partly", lang, gap=format_signed(float(row["gap"]), lang), **words)
    if row["gap"] == 0:
        return say("measures.balance_closed", lang, **words)
    return say("measures.balance_gap", lang, gap=format_signed(float(row["gap"]), lang), **words)


def stock_balance(panel: Panel, stock: str, added: str, removed: str, *, until: str = "") -> StockBalance:
    """Lay a stock beside its flows.

    Parameters
    ----------
    panel
        The panel.
    stock
        Indicator of what is there at the end of a year.
    added, removed
        Indicators of what came and went in the year, counted in the same thing.
    until
        Last year; by default the last with figures.

    Returns
    -------
    StockBalance
        The years since the last change of counting that have a stock a year before.

    Raises
    ------
    RefusedError
        If the first is no stock or another no flow, they may not be summed over communes, or there are no two years in
        a row of one way of counting.
    UnknownNameError
        If there is no such indicator.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> stock = {"model_points_active": {"2018": [10], "2019": [8]}}
    >>> flows = {"model_points_new": {"2019": [1]}, "model_points_removed": {"2019": [2]}}
    >>> names = ("model_points_active", "model_points_new", "model_points_removed")
    >>> stock_balance(worked_panel(stock | flows), *names).frame["gap"].tolist()
    [-1.0]
    """
    for name, kind in ((stock, "stock"), (added, "flow"), (removed, "flow")):
        what = panel.vocabulary.indicator(name)
        if what.kind != kind:
            raise RefusedError("measures.not_of_kind", label=what.label_vi, label_en=what.label_en)
    series = totals(panel, stock)
    flows = [totals(panel, name) for name in (added, removed)]
    known = series.frame[series.frame["value"].notna()]
    known = known[known.index.astype(str) <= until] if until else known
    own = known[known["method_version"].eq(known["method_version"].iloc[-1])] if len(known) else known
    years = [(str(a), str(b)) for a, b in pairwise(own.index) if int(b) == int(a) + 1]
    if not years:
        what = panel.vocabulary.indicator(stock)
        raise RefusedError("measures.balance_none", label=what.label_vi, label_en=what.label_en)
    frame = pd.DataFrame(
        [[own["value"][a], *(_value(flow, b) for flow in flows), own["value"][b]] for a, b in years],
        index=pd.Index([b for _, b in years], name="period"),
        columns=list(COLUMNS[:-1]),
    ).astype("float64")
    frame["gap"] = frame["end"] - (frame["begin"] + frame["added"] - frame["removed"])
    partly = [
        b
        for a, b in years
        if any(_is_partial(one, year) for one, year in ((series, a), *((f, b) for f in (series, *flows))))
    ]
    return StockBalance(frame, tuple(partly), series)


def _value(series: Series, year: str) -> float:
    return float(series.frame["value"].get(year, float("nan")))


def _is_partial(series: Series, year: str) -> bool:
    if year not in series.frame.index:
        return False
    row = series.at(year)
    return bool(row["n_missing"] > 0 or row["comparator"] != "exact")
