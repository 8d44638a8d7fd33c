"""Changes and trends of groups, each over the members that have figures in all of the years."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure, UnitResult, every_unit
from antq_analysis.measures.grouped import SUMMED, say_groups, say_straddlers, straddling_of, units_of
from antq_analysis.measures.trends import Trends
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART, NO_GROUPS, assign_groups, name_group

_NAMED = 8


@dataclass(frozen=True)
class GroupResult(UnitResult):
    """One row a group: a change over the members that have figures in both periods.

    Parameters
    ----------
    grouping
        Which grouping.
    straddling
        Units of several groups: unit_code, name, groups.
    apart
        Whether these stand apart, or count in the group that holds most of them.
    """

    grouping: str = ""
    straddling: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    apart: bool = True

    def sentence(self, lang: str = "vi") -> str:
        """Say in one sentence what this is, by which groups, and which members have no part in it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The sentences.
        """
        own = self.frame[~self.frame.index.isin(NO_GROUPS)]
        whole = replace(self, frame=own.replace({"status": {"partial": "reported"}}))
        return " ".join([super(GroupResult, whole).sentence(lang), *_say_members(self, lang)])


@dataclass(frozen=True)
class GroupTrends(Trends):
    """The trend of every group, over the members that have figures in all of the years.

    Parameters
    ----------
    grouping, straddling, apart
        As in :class:`GroupResult`.
    """

    grouping: str = ""
    straddling: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    apart: bool = True

    def sentence(self, lang: str = "vi") -> str:
        """Say how many groups rise or fall beyond chance, and what the series was too short to show.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            A paragraph.
        """
        groups = replace(self, frame=self.frame[~self.frame.index.isin(NO_GROUPS)])
        return super(GroupTrends, groups).sentence(lang)

    def caveats(self, lang: str = "vi") -> tuple[str, ...]:
        """Say what must be known to read the directions, and which members have no part in them.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            Sentences.
        """
        return (*super().caveats(lang), *_say_members(self, lang))


def group_result(
    panel: Panel, plain: UnitResult, frame: pd.DataFrame, group: str, straddling: str
) -> GroupResult:
    """Put the rows of groups in the place of those of communes.

    Parameters
    ----------
    panel
        The panel.
    plain
        The same result by commune.
    frame
        One row a group, with n_units and n_used.
    group
        The grouping.
    straddling
        What became of units of several groups.

    Returns
    -------
    GroupResult
        The result.
    """
    placed = assign_groups(panel.groups, group, panel.units.index, straddling=straddling)
    told = {item.name: getattr(plain, item.name) for item in fields(UnitResult)}
    told |= {"frame": frame, "units": units_of(panel, placed, group)}
    return GroupResult(**told, **_grouping(panel, group, straddling))


def group_trends(
    panel: Panel, trends: Trends, members: pd.DataFrame, group: str, straddling: str
) -> GroupTrends:
    """Say of trends of groups which groups they are and which members they rest on.

    Parameters
    ----------
    panel
        The panel.
    trends
        One row a group.
    members
        n_units and n_used, as :func:`follow_groups` gives them.
    group, straddling
        As in :func:`antq_analysis.measures.trend.trend`.

    Returns
    -------
    GroupTrends
        The same trends.
    """
    told = {item.name: getattr(trends, item.name) for item in fields(Trends)}
    told |= {"frame": trends.frame.join(members)}
    return GroupTrends(**told, **_grouping(panel, group, straddling))


def _grouping(panel: Panel, group: str, straddling: str) -> dict[str, Any]:
    return {
        "grouping": group,
        "straddling": straddling_of(panel, group),
        "apart": straddling == APART,
    }


def units_outside(panel: Panel, indicator: str, periods: Collection[str]) -> frozenset[str]:
    """List the units that an indicator does not apply to in one of some periods.

    Parameters
    ----------
    panel
        The panel.
    indicator
        Its id.
    periods
        The periods.

    Returns
    -------
    frozenset of str
        Their codes.
    """
    rows = panel.select(indicator)
    outside = rows["period"].isin(list(periods)) & rows["status"].eq("not_applicable")
    return frozenset(rows.loc[outside, "unit_code"])


def sum_pairs(
    panel: Panel, rows: pd.DataFrame, outside: Collection[str], group: str, straddling: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add up two periods over the members of each group that have both.

    Parameters
    ----------
    panel
        The panel.
    rows
        Index unit_code; before, after, exposure_before, exposure_after, and the flags counts (both are exact counts),
        exact (so are the exposures), known (nothing is missing), apportioned.
    outside
        Units that it does not apply to.
    group, straddling
        As in :func:`antq_analysis.measures.change.change`.

    Returns
    -------
    tuple of pandas.DataFrame
        The same columns by group, and n_units and n_used.
    """
    placed = assign_groups(panel.groups, group, panel.units.index, straddling=straddling)["group_code"]
    placed = placed.rename("unit_code")
    used = rows["known"] & rows["counts"]
    own = rows[used].groupby(placed[used])
    sums = own[["before", "after"]].sum()
    constant = rows[["exposure_before", "exposure_after"]].eq(1.0).all(axis=None)
    sums = sums.join(own[["exposure_before", "exposure_after"]].agg("max" if constant else "sum"))
    sums = sums.join(own["exact"].all()).join(own["apportioned"].any())
    sums = sums.reindex(sorted(placed.unique()))
    known = sums["before"].notna()
    flags = {"exact": sums["exact"].eq(True), "apportioned": sums["apportioned"].eq(True), "known": known}
    return sums.assign(counts=known, **flags), _members(placed, used, outside)


def follow_groups(
    panel: Panel, plain: Measure, told: pd.DataFrame, years: Sequence[str], group: str, straddling: str
) -> tuple[Measure, pd.DataFrame, pd.DataFrame]:
    """Add up rates over the members of each group that have exact ones in all of some years.

    Parameters
    ----------
    panel
        The panel.
    plain
        The rate by commune.
    told
        Its exact rows.
    years
        The years that are followed.
    group, straddling
        As in :func:`antq_analysis.measures.trend.trend`.

    Returns
    -------
    tuple
        The rate by group over these members, its rows that have figures, and n_units and n_used.
    """
    placed = assign_groups(panel.groups, group, panel.units.index, straddling=straddling)
    codes = placed["group_code"]
    rows = told[told.index.isin(years, level="period")]
    unit = rows.index.get_level_values("unit_code")
    often = unit.value_counts()
    kept = often.index[often.eq(len(years))]
    rows = rows[unit.isin(kept)]
    keys = [
        codes.loc[rows.index.get_level_values("unit_code")].to_numpy(),
        rows.index.get_level_values("period"),
    ]
    sums = (
        rows.assign(whole=rows["value"] * rows["exposure"])
        .groupby(keys)[["events", "exposure", "whole"]]
        .sum()
    )
    sums = sums.rename_axis(["unit_code", "period"])
    texts = {"method": SUMMED, "status": "reported", "comparator": "exact", "base": "", "value_text": ""}
    numbers = {"low": np.nan, "high": np.nan, "apportioned_share": 0.0}
    sums = sums.assign(value=sums["whole"] / sums["exposure"], **texts, **numbers)
    units = units_of(panel, placed, group)
    frame = every_unit(sums, list(units.index), years)
    reporting = codes.loc[unit.unique()].unique()
    late = frame.index.isin(reporting, level="unit_code") & frame["status"].eq("no_row")
    frame["status"] = frame["status"].mask(late, "too_few_years")
    used = codes.index.isin(kept)
    members = _members(
        codes, pd.Series(used, index=codes.index), units_outside(panel, plain.indicator, years)
    )
    return replace(plain, frame=frame, units=units), frame[frame["value"].notna()], members


def _members(placed: pd.Series, used: pd.Series, outside: Collection[str]) -> pd.DataFrame:
    counts = pd.DataFrame({"n_units": ~placed.index.isin(list(outside)), "n_used": used.to_numpy(bool)})
    return counts.groupby(placed.to_numpy()).sum().rename_axis("unit_code").astype(int)


def _say_members(result: GroupResult | GroupTrends, lang: str) -> tuple[str, ...]:
    told = [say_groups(result.grouping, result.units.index, lang)]
    frame = result.frame
    short = frame[frame["n_used"] < frame["n_units"]]
    names = [
        f"{name_group(str(code), str(result.units.at[code, 'name']), result.grouping, lang)} ({used}/{of})"
        for code, used, of in zip(short.index, short["n_used"], short["n_units"], strict=True)
    ]
    if names:
        units = result.province.unit_name_en if lang == "en" else result.province.unit_name_vi
        more = [say("panel.and_more", lang, n=len(names) - _NAMED)] if len(names) > _NAMED else []
        groups = ", ".join([*names[:_NAMED], *more])
        told.append(say("measures.group_followed", lang, units=units, groups=groups))
    return (*told, *say_straddlers(result.straddling, lang, apart=result.apart))
