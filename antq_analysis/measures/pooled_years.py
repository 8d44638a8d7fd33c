"""The sums of several years as a period of their own in a panel: events of a year, and what they are related to."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import BreakError, RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.exposure import exposure
from antq_analysis.observations import period_bounds
from antq_analysis.panel.breaks import refuse_break
from antq_analysis.panel.load import Panel
from antq_analysis.panel.two_maps import STAGE_ORDER
from antq_analysis.vocabulary import Indicator
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

_UNIT = ["level", "unit_code", "category"]


def years_of(period: str) -> tuple[str, ...]:
    """List the years that a period of whole years covers.

    Parameters
    ----------
    period
        Such as ``2025`` or ``2022-2024``.

    Returns
    -------
    tuple of str
        The years in order; none for a part of a year.

    Examples
    --------
    >>> years_of("2022-2024")
    ('2022', '2023', '2024')
    """
    if not obs.is_whole_years(period):
        return ()
    first, last = (day.year for day in period_bounds(period))
    return tuple(str(year) for year in range(first, last + 1))


def years_of_window(since: str, until: str) -> tuple[str, ...]:
    """List the years from one to another.

    Parameters
    ----------
    since, until
        The first and the last year.

    Returns
    -------
    tuple of str
        At least two years.

    Raises
    ------
    UsageError
        If these are no two years, the earlier one first.

    Examples
    --------
    >>> years_of_window("2021", "2023")
    ('2021', '2022', '2023')
    """
    if not (obs.is_year(since) and obs.is_year(until) and since < until):
        raise UsageError("measures.pool_years", since=since, until=until)
    return years_of(f"{since}-{until}")


def pooled_panel(panel: Panel, indicator: str, period: str, *, per: str = "") -> Panel:
    """Add a period of several years to a panel: the sums of an indicator over its years, on the panel's map.

    Parameters
    ----------
    panel
        The panel.
    indicator
        A count of events of a year.
    period
        Such as ``2022-2024``.
    per
        What it is to be related to: its sum over the years, such as person-years, is added too.

    Returns
    -------
    Panel
        The same with figures of the period; what others than communes report counts in the years in which they do.

    Raises
    ------
    RefusedError, BreakError, UsageError, UnknownNameError
        As :func:`pool`.
    """
    years = years_of_window(*period.split("-"))
    what = panel.vocabulary.indicator(indicator)
    rows = _rows_of(panel, what, years, (indicator, per) if per else (indicator,))
    found = [_added(rows, years, period, panel.map_date)]
    if per:
        found.append(_person_years(bases_of(panel, per, years), panel, per, period))
    new = obs.conform(pd.concat(found))
    register = pd.DataFrame(panel.units.drop(columns="geometry", errors="ignore")).reset_index()
    return replace(
        panel,
        observations=pd.concat([panel.observations, new], ignore_index=True),
        reported=pd.concat([panel.reported, new], ignore_index=True),
        registers={panel.map_date: register, **panel.registers},
    )


def _rows_of(panel: Panel, what: Indicator, years: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    words = {"label": what.label_vi, "label_en": what.label_en}
    if what.kind != "flow" or what.adds_up != "sum":
        raise RefusedError("measures.pool_not_events", **words)
    rows = panel.observations
    rows = rows[rows["indicator"].eq(what.id) & rows["basis"].eq("in_year") & rows["period"].isin(years)]
    rows = rows[rows["level"].isin(["commune", *OTHER_LEVELS])]
    there = set(rows.loc[rows["level"].eq("commune") & rows["value"].notna(), "period"])
    for year in years:
        if year not in there:
            raise UnknownNameError("errors.kind_period", year, sorted(there))
    ends = [period_bounds(year)[1] for year in (years[0], years[-1])]
    refuse_break(panel.vocabulary, panel.province.id, names, *ends)
    for one, other in pairwise(years):
        _refuse_windows(rows[rows["period"].eq(one)], rows[rows["period"].eq(other)], words)
    return rows


def _refuse_windows(one: pd.DataFrame, other: pd.DataFrame, words: dict[str, str]) -> None:
    bases = [sorted(rows["period_basis"].unique()) for rows in (one, other)]
    if bases[0] != bases[1] or one["period_end"].max() >= other["period_start"].min():
        told = {
            f"windows{end}": " / ".join(obs.say_window("+".join(names), lang) for names in bases)
            for end, lang in (("", "vi"), ("_en", "en"))
        }
        since, until = one["period"].iloc[0], other["period"].iloc[0]
        raise BreakError("measures.pool_windows_differ", since=since, until=until, **told, **words)


def _added(rows: pd.DataFrame, years: Sequence[str], period: str, map_date: str) -> pd.DataFrame:
    rows = rows.assign(
        rank=rows["stage"].map(STAGE_ORDER.index).astype("int64"),
        shared=rows["value"] * rows["apportioned_share"],
        known=rows["value"].notna(),
        contradicted=rows["status"].eq("conflict"),
    )
    by_unit = rows.groupby(_UNIT, sort=False)
    new = by_unit.agg(
        province=("province", "first"),
        indicator=("indicator", "first"),
        basis=("basis", "first"),
        method_version=("method_version", "last"),
        period_basis=("period_basis", "first"),
        period_start=("period_start", "min"),
        period_end=("period_end", "max"),
        value=("value", "sum"),
        shared=("shared", "sum"),
        known=("known", "sum"),
        rank=("rank", "max"),
        contradicted=("contradicted", "any"),
        comparator=("comparator", obs.join_comparators),
        source_id=("source_id", lambda ids: ";".join(dict.fromkeys(ids))),
    ).reset_index()
    # Others than communes report when there is something to report; a commune owes every year.
    whole = new["known"].ge(np.where(new["level"].eq("commune"), len(years), 1))
    share = (new["shared"] / new["value"]).where(whole & new["value"].gt(0), 0.0).clip(0, 1)
    lacking = np.where(new["contradicted"], "conflict", "not_available")
    told = np.where(share > 0, "apportioned", "reported")
    return new.assign(
        unit_date=map_date,
        period=period,
        value=new["value"].where(whole),
        apportioned_share=share,
        status=np.where(whole, told, lacking),
        stage=new["rank"].map(dict(enumerate(STAGE_ORDER))),
    ).drop(columns=["shared", "known", "rank", "contradicted"])


def bases_of(panel: Panel, per: str, years: Sequence[str]) -> pd.DataFrame:
    """Take what is divided by in each of some years, commune by commune.

    Parameters
    ----------
    panel
        The panel.
    per
        Indicator id of the base.
    years
        The years.

    Returns
    -------
    pandas.DataFrame
        As :func:`antq_analysis.measures.exposure.exposure` gives it, only where there is a base.
    """
    rows = exposure(panel, per).reset_index()
    return rows[rows["period"].isin(years) & rows["value"].gt(0)]


def _person_years(bases: pd.DataFrame, panel: Panel, per: str, period: str) -> pd.DataFrame:
    by_unit = bases.assign(shared=bases["value"] * bases["apportioned_share"]).groupby(
        "unit_code", sort=False
    )
    new = by_unit.agg(
        value=("value", "sum"),
        n=("value", "size"),
        shared=("shared", "sum"),
        comparator=("comparator", obs.join_comparators),
        source_id=("source_id", lambda ids: ";".join(dict.fromkeys(";".join(ids).split(";")))),
    ).reset_index()
    new = new[new["n"].eq(len(years_of(period)))]
    share = (new["shared"] / new["value"]).clip(0, 1)
    first, last = map(pd.Timestamp, period_bounds(period))
    return new.assign(
        province=panel.province.id,
        unit_date=panel.map_date,
        indicator=per,
        basis="stock" if panel.vocabulary.indicator(per).kind != "flow" else "in_year",
        period=period,
        period_start=first,
        period_end=last,
        apportioned_share=share,
        status=np.where(share > 0, "apportioned", "reported"),
    ).drop(columns=["n", "shared"])
