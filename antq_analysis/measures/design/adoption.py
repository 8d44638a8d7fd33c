"""When each unit began, followed through mergers: a unit of two that began at different times began in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError
from antq_analysis.measures.design.stocks import begun
from antq_analysis.panel.carried import people_on
from antq_analysis.panel.load import Panel
from antq_analysis.places.carrying.backwards import load_reverse_crosswalk
from antq_analysis.project import Project, find_project

NEVER, UNKNOWN = 0, -1
"""Columns of :attr:`Adoption.shares` for the people who had not begun when last heard of, and those not known of."""
KINDS = ("adopter", "never", "mixed", "unknown")
_WHOLE = 1 - 1e-6


@dataclass(frozen=True)
class Adoption:
    """When each unit of a map began.

    Attributes
    ----------
    indicator
        The date that it rests on.
    shares
        Index unit_code; columns: year of beginning, ``NEVER`` and ``UNKNOWN``; values: share of the unit's people,
        rows sum to one.
    known_until
        Index unit_code: the last year for which the unit, or the last silent of its parts, said anything; 0 for none.
    contradicted
        Units whose reports exclude one another: another year in another report, a beginning taken back, a year later
        than the report, or a beginning told only after it had been denied. They count as unknown.
    from_stock
        Units whose year nobody reported; it was read from what there was of models.
    """

    indicator: str
    shares: pd.DataFrame
    known_until: pd.Series
    contradicted: tuple[str, ...] = ()
    from_stock: tuple[str, ...] = ()

    def kinds(self, until: int, since: int = NEVER) -> pd.Series:
        """Tell adopters, those that had not begun, mixed units and unknown ones apart.

        Parameters
        ----------
        until
            The last year that is looked at; who begins later had not begun.
        since
            The first year that is looked at: in which of the years up to it each part began makes no difference.

        Returns
        -------
        pandas.Series
            Index unit_code, one of ``KINDS``: ``mixed`` began in parts, and stays out of designs of yes and no.
        """
        began = self._begun(until)
        none = 1 - began.sum(axis=1) - self.shares[UNKNOWN]
        heard = self.known_until.ge(until) | self.shares[NEVER].lt(1 - _WHOLE)
        known = self.shares[UNKNOWN].lt(1 - _WHOLE)
        whole = began.max(axis=1).ge(_WHOLE) | self._begun(min(since, until)).sum(axis=1).ge(_WHOLE)
        choices = [whole, none.ge(_WHOLE) & heard & known, known & heard]
        return pd.Series(np.select(choices, KINDS[:3], KINDS[3]), index=self.shares.index, name="kind")

    def _begun(self, until: int) -> pd.DataFrame:
        years = self.shares.columns.to_numpy(int)
        return self.shares.loc[:, (years > NEVER) & (years <= until)]

    def first_years(self, until: int, since: int = NEVER) -> pd.Series:
        """Give the year in which each adopter began.

        Parameters
        ----------
        until, since
            The last and the first year that are looked at, as in :meth:`kinds`.

        Returns
        -------
        pandas.Series
            Index unit_code; NaN for all but adopters. Of one whose parts began in several years up to the first, the
            year in which the last of them did.
        """
        years = self.shares.drop(columns=[NEVER, UNKNOWN])
        if years.empty:
            return pd.Series(np.nan, index=self.shares.index, name="first_year")
        one = years.ge(_WHOLE).any(axis=1).to_numpy()
        most, last = years.to_numpy().argmax(axis=1), years.gt(0).mul(years.columns).to_numpy().argmax(axis=1)
        first = pd.Series(years.columns.to_numpy(float)[np.where(one, most, last)], index=years.index)
        return first.where(self.kinds(until, since).eq("adopter")).rename("first_year")

    def treated(self, years: range) -> pd.DataFrame:
        """Give the share of each unit's people who live where a model had begun by the end of each year.

        Parameters
        ----------
        years
            The years.

        Returns
        -------
        pandas.DataFrame
            Index unit_code, columns `years`; 0 to 1, NaN where it is not known. Of a unit that was merged from some
            that had begun and some that had not, the others may have begun since: its share is the least it can be.
        """
        known = self.shares[UNKNOWN].lt(1 - _WHOLE)
        frame = pd.DataFrame(index=self.shares.index, columns=list(years), dtype=float)
        for year in years:
            share = self._begun(year).sum(axis=1).clip(upper=1.0)
            said = self.known_until.ge(year) | self.shares[NEVER].lt(1 - _WHOLE)
            frame[year] = share.where(known & said)
        return frame


def adoption(
    panel: Panel,
    start: str = "model_established_year",
    *,
    category: str = "",
    none_where_zero: Sequence[str] = ("model_points_active", "model_units_active"),
    project: Project | None = None,
) -> Adoption:
    """Find when each unit of the panel's map began.

    Every report counts, each on the map of its own date; the shares of the units of one map in those of the next are
    those of their people (:func:`antq_analysis.places.carrying.backwards.load_reverse_crosswalk`). "Not applicable"
    says that a unit had not begun, and so does a reported 0 of what there would be; an empty cell says nothing, and
    neither does a bound such as "after 2019". A unit that nowhere gives a year began in the first year in which it
    reports some of what it had reported 0 of a year before, counted in the same way
    (:func:`antq_analysis.measures.design.stocks.begun`).

    Parameters
    ----------
    panel
        The panel.
    start
        An indicator of kind ``date`` that gives the year in which a unit began.
    category
        One model type; empty for models of any kind.
    none_where_zero
        Stocks: a unit that leaves the date empty and reports 0 of one of them, and some of none, had not begun.
    project
        The project; by default the one of the current folder.

    Returns
    -------
    Adoption
        For every unit of the map.

    Raises
    ------
    RefusedError
        If `start` is no date, or nobody reported it.
    """
    if panel.vocabulary.indicator(start).kind != "date":
        raise RefusedError("measures.start_no_date", indicator=start)
    rows = _answers(panel, start, category, none_where_zero)
    if not len(rows):
        what, where = panel.vocabulary.indicator(start), panel.province
        labels = {"label": what.label_vi, "label_en": what.label_en}
        provinces = {"province": where.name("vi"), "province_en": where.name("en")}
        raise RefusedError("measures.start_unknown", **labels, **provinces)
    people = partial(
        people_on,
        reported=panel.reported,
        province=panel.province.id,
        project=project or find_project(),
        vocabulary=panel.vocabulary,
    )
    told: Adoption | None = None
    before = ""
    for day in sorted({*rows["unit_date"], panel.map_date}):
        units = panel.units.index if day == panel.map_date else panel.registers[day]["unit_code"]
        own = _own(start, rows[rows["unit_date"].eq(day)], pd.Index(units))
        if told is not None:
            weights = load_reverse_crosswalk(panel.province.id, day, before, people(before), project)
            own = _joined(_carried(told, weights, own.shares.index), own, int(day[:4]))
        told, before = own, day
    assert told is not None  # noqa: S101 - there is one map at least
    return told


def _answers(panel: Panel, start: str, category: str, zeros: Sequence[str]) -> pd.DataFrame:
    """List every year of beginning and every denial: columns unit_code, unit_date, year, first, from_stock."""
    place = ["unit_code", "unit_date", "period"]
    rows = panel.select(start, category=category, reported=True)
    told = rows[rows["status"].isin((*obs.WITH_VALUE, "not_applicable")) & rows["comparator"].isin(obs.EXACT)]
    said = told[place].assign(
        first=told["value"].where(told["status"].isin(obs.WITH_VALUE), NEVER).astype(int)
    )
    held = pd.concat([panel.select(stock, category=category, reported=True) for stock in zeros])
    held = held[held["status"].isin(obs.WITH_VALUE) & held["comparator"].isin(obs.EXACT)]
    some = held.groupby(place)["value"].transform("max").gt(0)
    none = held.loc[held["value"].eq(0) & ~some, place]
    said = pd.concat([said, none.assign(first=NEVER)]).drop_duplicates(place)
    read = begun(held[~held["unit_code"].isin(said.loc[said["first"].ne(NEVER), "unit_code"])])
    said = pd.concat([said.assign(from_stock=False), read.assign(from_stock=True)])
    said = said[obs.told_apart(said["period"], obs.is_year) & said["unit_date"].le(panel.map_date)]
    return said.assign(year=said["period"].astype(int)).sort_values(["unit_date", "unit_code", "year"])


def _own(indicator: str, said: pd.DataFrame, units: pd.Index) -> Adoption:
    """Read what the units of one map say of themselves."""
    began, denied = said[said["first"].ne(NEVER)], said[said["first"].eq(NEVER)]
    # Answers come in the order of their years.
    last = said.groupby("unit_code")[["year", "first"]].last()
    starts = began.groupby("unit_code")["first"].agg(["min", "max"]).reindex(last.index)
    no_more = denied.groupby("unit_code")["year"].max().reindex(last.index).fillna(-1)
    ahead = last.index.isin(began.loc[began["first"] > began["year"], "unit_code"])
    at_odds = starts["min"].ne(starts["max"]) | no_more.ge(starts["min"]) | last["first"].eq(NEVER)
    odd = ahead | (starts["min"].notna() & at_odds)
    wrong = [str(code) for code in last.index[odd]]
    firsts, until = last.loc[~odd, "first"], last["year"]
    given = firsts.astype(float).reindex(units).fillna(UNKNOWN).astype(int)
    columns = sorted({NEVER, UNKNOWN, *given})
    shares = pd.DataFrame({column: given.eq(column).astype(float) for column in columns}, index=units)
    heard = until.astype(float).reindex(units).fillna(0).astype(int)
    read = dict.fromkeys(map(str, began.loc[began["from_stock"], "unit_code"]))
    return Adoption(indicator, shares, heard, tuple(wrong), tuple(code for code in read if code not in wrong))


def _carried(told: Adoption, weights: pd.DataFrame, units: pd.Index) -> Adoption:
    """Lay what the units of one map said to those of the next, by the people that each brought."""
    parts = told.shares.reindex(weights["to_code"]).fillna({UNKNOWN: 1.0}).fillna(0.0)
    joined = parts.mul(weights["share"].to_numpy(), axis=0).groupby(weights["from_code"].to_numpy()).sum()
    joined = joined.reindex(units).fillna({UNKNOWN: 1.0}).fillna(0.0)
    heard = told.known_until.reindex(weights["to_code"]).fillna(0).to_numpy()
    until = pd.Series(heard).groupby(weights["from_code"].to_numpy()).min().reindex(units).fillna(0)
    wrong, read = (
        tuple(dict.fromkeys(weights.loc[weights["to_code"].isin(codes), "from_code"]))
        for codes in (told.contradicted, told.from_stock)
    )
    return Adoption(told.indicator, joined, until.astype(int), wrong, read)


def _joined(before: Adoption, own: Adoption, since: int) -> Adoption:
    """Put what the units of a map say beside what their parts had said; who excludes the other makes it unknown."""
    columns = sorted({*before.shares, *own.shares})
    parts = before.shares.reindex(columns=columns, fill_value=0.0)
    mine = own.shares.reindex(columns=columns, fill_value=0.0)
    said = mine.drop(columns=UNKNOWN).sum(axis=1).gt(0)
    first = mine.drop(columns=UNKNOWN).idxmax(axis=1).where(said, UNKNOWN).astype(int)
    starts = parts.drop(columns=[NEVER, UNKNOWN])
    earliest = starts.gt(0).idxmax(axis=1).where(starts.gt(0).any(axis=1), NEVER).astype(int)
    unheard = parts[UNKNOWN].ge(_WHOLE) & ~parts.index.isin(before.contradicted)
    agrees = first.eq(earliest) & parts[UNKNOWN].lt(1 - _WHOLE)
    begins = first.ge(since) & earliest.eq(NEVER) & parts[UNKNOWN].lt(1 - _WHOLE)
    shares = parts.copy()
    shares[unheard & said] = mine[unheard & said]
    shares[begins & ~unheard] = mine[begins & ~unheard]
    clash = said & ~unheard & ~agrees & ~begins & parts[UNKNOWN].lt(1 - _WHOLE)
    wrong = clash | pd.Series(
        shares.index.isin([*own.contradicted, *before.contradicted]), index=shares.index
    )
    shares[wrong] = 0.0
    shares.loc[wrong, UNKNOWN] = 1.0
    until = before.known_until.where(before.known_until.ge(own.known_until), own.known_until)
    read = shares.index.isin([*own.from_stock, *before.from_stock]) & ~wrong.to_numpy()
    return Adoption(own.indicator, shares, until, tuple(shares.index[wrong]), tuple(shares.index[read]))
