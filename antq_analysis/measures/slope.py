"""Every unit or group in two years side by side: who is up, who is down, and what the middle did."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import UnknownNameError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_value
from antq_analysis.measures.change import refuse_other_kind
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
        How many units lack one of the two.
    """

    frame: pd.DataFrame
    measure: Measure
    period: str
    since: str
    lacking: int

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
        """Say how many are up and down.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The sentence.
        """
        before, after = (format_value(value, lang) for value in self.medians())
        words = {"period": self.period, "since": self.since, "before": before, "after": after}
        return say("measures.slope", lang, label=self.measure.label(lang), **words, **self.counted())

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
        Only units that have a figure in both years.

    Raises
    ------
    BreakError
        If the way of counting changed in between.
    RefusedError
        If the periods are of two kinds, or it is asked for by group and does not add up.
    UnknownNameError
        If there is no such indicator, grouping or period.
    """
    what = panel.vocabulary.indicator(indicator)
    refuse_other_kind(period, since)
    days = (obs.period_bounds(name)[1] for name in (since, period))
    refuse_break(panel.vocabulary, panel.province.id, (indicator, *what.denominators[:1]), *days)
    measure = usual_groups(panel, indicator, group) if group else usual_measure(panel, indicator)
    for name in (period, since):
        if name not in measure.periods():
            raise UnknownNameError("errors.kind_period", name, measure.periods())
    frame = pd.DataFrame(
        {
            "name": measure.units["name"],
            "before": measure.at(since)["value"],
            "after": measure.at(period)["value"],
        }
    ).reindex(measure.units.index)
    frame = frame[~frame.index.isin(list(NO_GROUPS))]
    whole = frame.dropna(subset=["before", "after"])
    if whole.empty:
        raise UnknownNameError("errors.kind_period", since, measure.periods())
    return Slope(whole, measure, period, since, len(frame) - len(whole))
