"""Every unit or group in two years side by side: who is up, who is down, and what the middle did."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_value
from antq_analysis.measures.change import refuse_other_kind, refuse_windows
from antq_analysis.measures.frame import Measure, Shown
from antq_analysis.measures.usual import usual_groups, usual_measure
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import NO_GROUPS


@dataclass(frozen=True)
class Slope(Shown):
    """A measure in two years.

    Parameters
    ----------
    frame
        Index unit_code, in register order, the units that have both figures; columns name, before, after.
    measure
        What is measured.
    period, since
        The later and the earlier year.
    lacking
        How many units or groups lack one of the two.
    apart
        Of a slope by group how many communes have no part in it, because they lack one of the two.
    """

    frame: pd.DataFrame
    measure: Measure
    period: str
    since: str
    lacking: int
    apart: int = 0

    def counted(self) -> dict[str, int]:
        """Count who is up, down or the same.

        Returns
        -------
        dict of str to int
            By ``up``, ``down`` and ``same``.
        """
        sign = np.sign(self.frame["after"] - self.frame["before"])
        return {name: int((sign == value).sum()) for name, value in (("up", 1), ("down", -1), ("same", 0))}

    def medians(self) -> tuple[float, float]:
        """Compute the median of the units in both years.

        Returns
        -------
        tuple of float
            The earlier and the later one, of the same units.
        """
        return float(self.frame["before"].median()), float(self.frame["after"].median())

    def sentence(self, lang: str = "vi") -> str:
        """Say how many are up and down, and how many are left out.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence or two.
        """
        before, after = (format_value(value, lang) for value in self.medians())
        words = {"period": self.period, "since": self.since, "before": before, "after": after}
        text = say("measures.slope", lang, label=self.measure.label(lang), **words, **self.counted())
        left_out = {name: n for name, n in (("lacking", self.lacking), ("apart", self.apart)) if n}
        return " ".join([text, *(say(f"measures.slope_{name}", lang, n=n) for name, n in left_out.items())])

    def rows(self) -> pd.DataFrame:
        """Give the two years.

        Returns
        -------
        pandas.DataFrame
            As they stand.
        """
        return self.frame


def slope(panel: Panel, indicator: str, period: str, since: str, *, group: str = "") -> Slope:
    """Lay the figures of two years side by side.

    Parameters
    ----------
    panel
        The panel; both years are on its one map.
    indicator
        Indicator id, shown as it usually is: as a rate, a share or the figure itself.
    period, since
        The later and the earlier year.
    group
        A grouping of the panel: then one row a group, without units of several groups and of none.

    Returns
    -------
    Slope
        Only units that have an exact figure in both years; groups over those of their communes that have both.

    Raises
    ------
    BreakError
        If the way of counting, or the reporting window of events, changed in between.
    RefusedError
        If the periods are of two kinds, no unit has an exact figure in both, or it is asked for by group and does not
        add up.
    UnknownNameError
        If there is no such indicator, grouping or period.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> people = {"2017": [10_000], "2018": [10_000]}
    >>> panel = worked_panel({"incidents_total": {"2017": [7], "2018": [5]}, "population": people})
    >>> slope(panel, "incidents_total", "2018", "2017").frame[["before", "after"]].values.tolist()
    [[7.0, 5.0]]
    """
    what = panel.vocabulary.indicator(indicator)
    refuse_other_kind(period, since)
    days = (obs.period_bounds(name)[1] for name in (since, period))
    refuse_break(panel.vocabulary, panel.province.id, (indicator, *what.denominators[:1]), *days)
    measure = usual_measure(panel, indicator)
    for name in (period, since):
        if name not in measure.periods():
            raise UnknownNameError("errors.kind_period", name, measure.periods())
    if what.kind == "flow":
        _refuse_windows(panel, indicator, period, since)
    plain = _both(measure, period, since)
    apart = 0
    if group:
        apart = int((plain.isna().any(axis=1) & ~_outside(measure, period, since)).sum())
        measure = usual_groups(_only(panel, indicator, plain.dropna().index), indicator, group)
        plain = _both(measure, period, since) if {period, since} <= set(measure.periods()) else plain.head(0)
    frame = plain.assign(name=measure.units["name"])[["name", "before", "after"]]
    frame = frame[~frame.index.isin(list(NO_GROUPS))]
    whole = frame.dropna(subset=["before", "after"])
    if whole.empty:
        words = {"label": what.label_vi, "label_en": what.label_en}
        raise RefusedError("measures.slope_none", period=period, since=since, **words)
    return Slope(whole, measure, period, since, len(frame) - len(whole), apart)


def _refuse_windows(panel: Panel, indicator: str, period: str, since: str) -> None:
    rows = panel.select(indicator)
    told = rows[rows["status"].isin(obs.WITH_VALUE)]
    old, new = (told[told["period"].eq(name)] for name in (since, period))
    if len(old) and len(new):
        refuse_windows(old, new, period, since)


def _both(measure: Measure, period: str, since: str) -> pd.DataFrame:
    """Take the figures of both years; a bound is none, for nobody knows which way it moved."""
    sides = {"before": measure.at(since), "after": measure.at(period)}
    figures = {name: one["value"].where(one["comparator"].isin(obs.EXACT)) for name, one in sides.items()}
    return pd.DataFrame(figures).reindex(measure.units.index)


def _outside(measure: Measure, period: str, since: str) -> pd.Series:
    sides = [measure.at(name)["status"].reindex(measure.units.index) for name in (period, since)]
    return sides[0].eq("not_applicable") | sides[1].eq("not_applicable")


def _only(panel: Panel, indicator: str, codes: Collection[str]) -> Panel:
    """Leave the figures of the indicator to some communes, so that both years of a group are of the same ones."""
    rows = panel.observations
    other = rows["indicator"].eq(indicator) & ~rows["unit_code"].isin(list(codes))
    return replace(panel, observations=rows[~other])
