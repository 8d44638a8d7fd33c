"""Who reached, kept or lost a state from year to year: only where both years count the same thing on the same map."""

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError, UnknownNameError, UsageError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_share
from antq_analysis.measures.frame import Series, Shown
from antq_analysis.measures.usual import usual_series
from antq_analysis.panel.load import Panel

MET, NOT_MET, UNKNOWN, OUTSIDE = "met", "not_met", "unknown", "outside"
STATES = (MET, NOT_MET, UNKNOWN, OUTSIDE)
"""What a commune can be in a year: met, not met, without a report, or not in scope."""

GAINED, LOST, NEWLY_NO = (NOT_MET, MET), (MET, NOT_MET), (OUTSIDE, NOT_MET)
"""Moves, as the state before and after; the last is most often a mark that nobody wrote again."""


@dataclass(frozen=True)
class StateFlows(Shown):
    """How many communes have a state in each year, and how they moved between two comparable years.

    Parameters
    ----------
    counts
        Index period; one column for each of :data:`STATES`: communes on the map of that year.
    units
        One row a commune and period; columns period, unit_code, unit_date, name, `before` (state of the year before;
        empty where the two years are not comparable) and `after`.
    series
        The share that met it, with the breaks between its years.
    criteria
        Period to the criteria set in force; empty where the vocabulary knows of one only.
    label_vi, label_en
        What the state is.
    """

    counts: pd.DataFrame
    units: pd.DataFrame
    series: Series
    criteria: dict[str, str]
    label_vi: str
    label_en: str

    def periods(self) -> tuple[str, ...]:
        """List the years, in order.

        Returns
        -------
        tuple of str
            Years.
        """
        return tuple(map(str, self.counts.index))

    def at(self, period: str) -> dict[str, int]:
        """Count the communes of a year.

        Parameters
        ----------
        period
            One of :meth:`periods`.

        Returns
        -------
        dict of str to int
            By state of :data:`STATES`.
        """
        row: list[int] = self.counts.loc[[period]].to_numpy(int)[0].tolist()
        return dict(zip(STATES, row, strict=True))

    def since(self, period: str) -> str:
        """Name the year that a year is compared with.

        Parameters
        ----------
        period
            One of :meth:`periods`.

        Returns
        -------
        str
            The year before; empty where it is missing or the two are not comparable.
        """
        own = self.units[self.units["period"].eq(period)]
        return str(int(period) - 1) if own["before"].ne("").any() else ""

    def moved(self, period: str, before: str, after: str) -> pd.DataFrame:
        """Take the communes that moved from one state to another in a year.

        Parameters
        ----------
        period
            The year.
        before, after
            States of :data:`STATES`.

        Returns
        -------
        pandas.DataFrame
            Rows of `units`, in register order.
        """
        own = self.units
        return own[own["period"].eq(period) & own["before"].eq(before) & own["after"].eq(after)]

    def matrix(self, period: str) -> pd.DataFrame:
        """Count the moves of a year.

        Parameters
        ----------
        period
            The year.

        Returns
        -------
        pandas.DataFrame
            Rows are states before, columns states after; all 0 where the year is compared with none.
        """
        own = self.units[self.units["period"].eq(period) & self.units["before"].ne("")]
        table = pd.crosstab(own["before"], own["after"])
        return table.reindex(index=list(STATES), columns=list(STATES), fill_value=0).astype("int64")

    def share(self, period: str, lang: str = "vi") -> str:
        """Say how many met it among those assessed.

        Parameters
        ----------
        period
            The year.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Such as ``108/129 (83,7%)``.
        """
        row = self.at(period)
        return format_share(row[MET], row[MET] + row[NOT_MET], lang)

    def label(self, lang: str = "vi") -> str:
        """Say what the state is.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The label.
        """
        return self.label_en if lang == "en" else self.label_vi

    def sentence(self, lang: str = "vi") -> str:
        """Say the last year, and of how many communes nothing is known.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence or two.
        """
        last = self.periods()[-1]
        words = {"label": self.label(lang), "year": last, "share": self.share(last, lang)}
        text = say("measures.state_flows", lang, **words)
        unknown = self.at(last)[UNKNOWN]
        return f"{text} {say('measures.state_flows_unknown', lang, n=unknown)}" if unknown else text

    def rows(self) -> pd.DataFrame:
        """Give the counts by year.

        Returns
        -------
        pandas.DataFrame
            As they stand.
        """
        return self.counts


def state_flows(panel: Panel, indicator: str, *, until: str = "") -> StateFlows:
    """Follow a state of communes from year to year, each year on its own map.

    Two years are compared where both have figures, one follows the other, and neither the criteria, the reporting
    window nor the map changed between them: what a merged commune is, is not what its parts were.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A state of communes, met or not.
    until
        Last year; by default the last with figures.

    Returns
    -------
    StateFlows
        Communes by state, and their moves.

    Raises
    ------
    RefusedError
        If the indicator is no state, or is one of several lists.
    UnknownNameError
        If there is no such indicator, or no year with figures of communes.
    UsageError
        If a commune has several figures of one year.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"ntm_19_2_met": {"2022": [0, 1, 1, 0], "2023": [1, 1, 0, 0]}})
    >>> state_flows(panel, "ntm_19_2_met").rows()[["met", "not_met"]].values.tolist()
    [[2, 2], [2, 2]]
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "status" or what.adds_up != "flags" or not what.denominators:
        raise RefusedError("measures.not_states", label=what.label_vi, label_en=what.label_en)
    series = usual_series(panel, indicator)
    told = [str(year) for year in series.frame.index[series.frame["value"].notna()]]
    years = [year for year in told if year <= (until or year)]
    if not years:
        raise UnknownNameError("errors.kind_period", until, told)
    rows = panel.select(indicator, reported=True)
    if rows.duplicated(["unit_date", "unit_code", "period"]).any():
        raise UsageError("measures.several_figures", indicator=indicator)
    units = pd.concat([_states(panel, rows[rows["period"].eq(year)], year) for year in years])
    counts = pd.crosstab(units["period"], units["after"]).reindex(
        index=years, columns=list(STATES), fill_value=0
    )
    version = series.frame["method_version"]
    joined = [b for a, b in pairwise(years) if version[a] == version[b]]
    province, named = panel.province.id, panel.vocabulary.method_version
    return StateFlows(
        counts=counts.rename_axis(index="period", columns=None).astype("int64"),
        units=_with_before(units, joined),
        series=series,
        criteria={year: named(province, indicator, obs.period_bounds(year)[1]) for year in years},
        label_vi=what.label_vi,
        label_en=what.label_en,
    )


def _states(panel: Panel, rows: pd.DataFrame, year: str) -> pd.DataFrame:
    tables = []
    for day in sorted(rows["unit_date"].unique()):
        register = panel.registers[str(day)] if str(day) in panel.registers else panel.units.reset_index()
        own = rows[rows["unit_date"].eq(day)].set_index("unit_code")
        value, status = (own[name].reindex(register["unit_code"]) for name in ("value", "status"))
        state = pd.Series(UNKNOWN, index=value.index).mask(status.eq("not_applicable"), OUTSIDE)
        state = state.mask(value.eq(1), MET).mask(value.eq(0), NOT_MET)
        named = {"period": year, "unit_code": state.index, "unit_date": str(day), "after": state.to_numpy()}
        tables.append(pd.DataFrame(named).assign(name=register["name"].to_numpy()))
    return pd.concat(tables, ignore_index=True)


def _with_before(units: pd.DataFrame, joined: list[str]) -> pd.DataFrame:
    place = ["unit_date", "unit_code"]
    then = units[[*place, "period", "after"]].rename(columns={"after": "before"})
    then["period"] = [str(int(year) + 1) for year in then["period"]]
    table = units.merge(then, how="left", on=[*place, "period"])
    table["before"] = table["before"].where(table["period"].isin(joined), "").fillna("")
    return table[["period", "unit_code", "unit_date", "name", "before", "after"]]
