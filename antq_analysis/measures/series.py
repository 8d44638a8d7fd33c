"""The whole province over time: totals, rates and shares that know how many units they rest on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Literal, overload

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import Sentence, say
from antq_analysis.measures.base_years import BaseYears, base_years
from antq_analysis.measures.by_unit import counted
from antq_analysis.measures.exposure import PLACE, fill_years
from antq_analysis.measures.frame import SERIES_COLUMNS, Places, Series
from antq_analysis.measures.grouped import GroupMeasure, by_group
from antq_analysis.measures.intervals import poisson_interval
from antq_analysis.measures.quotients import (
    RATE_SCALE,
    part_and_whole,
    rate_labels,
    refuse_scale,
    share_labels,
)
from antq_analysis.measures.quotients_by_unit import rated, shared
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.panel.land import land_breaks, land_of
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import APART
from antq_analysis.vocabulary import Break, Indicator
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

SUMMABLE = ("sum", "flags")
_PLACE = list(PLACE)
_MORE = 1 + 1e-9
"""How much more of the base another map must know: sums of one base on two maps differ by rounding alone."""
_SUM_COLUMNS = (
    "events",
    "exposure",
    "comparator",
    "stage",
    "n_units",
    "n_missing",
    "n_baseless",
    "n_others",
    "others",
    "status",
    "start",
    "end",
    "window",
    "unit_date",
)


@overload
def totals(
    panel: Panel, indicator: str, *, category: str = ..., group: str, straddling: str = ...
) -> GroupMeasure: ...


@overload
def totals(
    panel: Panel, indicator: str, *, category: str = ..., group: Literal[""] = ..., straddling: str = ...
) -> Series: ...


def totals(
    panel: Panel, indicator: str, *, category: str = "", group: str = "", straddling: str = APART
) -> Series | GroupMeasure:
    """Sum an indicator over the province or over each of its groups, year by year.

    Organisations, police posts, industrial parks and the like count in the sum of what is counted, never in that of a
    state; `n_others` and `others` tell which did. A figure printed for the whole province stands where no commune has
    one, and what other units have is not added to it. Sums are taken over what was reported on the map of each year,
    before any carrying, so that a commune counts even where its later partner did not report. How many communes are
    missing stands beside each sum.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator that may be summed; of a state (met or not) the sum is the number of communes that meet it.
    category
        Value of its dimension; empty for the total.
    group
        A grouping of the panel, such as ``former_district``: then the sums over the members of each group, on the map
        of the panel, as :func:`antq_analysis.measures.rates.count` gives them too.
    straddling
        ``"apart"``: units of several groups stand apart; ``"main"``: they count in the group that holds most of them.

    Returns
    -------
    Series or GroupMeasure
        Totals; flows carry their exact Poisson interval. Status ``partial`` where communes are missing; ``n_units`` and
        ``n_missing`` speak of communes only. By group they stand in ``members``, and ``series`` holds each group's own.

    Raises
    ------
    RefusedError
        If the indicator may not be summed over communes.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    The example is what the province of Hòa Bình printed of 2023: 108 of 129 communes (83.7%) meet criterion 19.2 (row
    S000-11 of ``data/reference/published.csv``).

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"ntm_19_2_met": {"2023": [1] * 108 + [0] * 21}})
    >>> totals(panel, "ntm_19_2_met").frame["value"].tolist()
    [108.0]
    """
    what = panel.vocabulary.indicator(indicator)
    if what.adds_up not in SUMMABLE:
        raise RefusedError("measures.not_summable", label=what.label_vi, label_en=what.label_en)
    if group:
        plain = counted(panel, indicator, category)
        return by_group(
            panel, plain, lambda part: totals(part, indicator, category=category), group, straddling
        )
    frame, places = _sums(panel, indicator, category)
    frame["value"] = frame["events"]
    frame["low"], frame["high"] = np.nan, np.nan
    if what.kind == "flow":
        frame["low"], frame["high"] = poisson_interval(frame["events"].where(frame["comparator"] == "exact"))
    labels = {
        "label_vi": what.label_vi,
        "label_en": what.label_en,
        "unit_vi": what.unit_vi if what.adds_up == "sum" else panel.province.unit_name_vi,
        "unit_en": what.unit_en if what.adds_up == "sum" else panel.province.unit_name_en,
    }
    return _series(panel, frame, (what,), labels, places)


@overload
def total_rate(
    panel: Panel,
    indicator: str,
    per: str = ...,
    *,
    scale: float = ...,
    category: str = ...,
    base_year: str = ...,
    group: str,
    straddling: str = ...,
) -> GroupMeasure: ...


@overload
def total_rate(
    panel: Panel,
    indicator: str,
    per: str = ...,
    *,
    scale: float = ...,
    category: str = ...,
    base_year: str = ...,
    group: Literal[""] = ...,
    straddling: str = ...,
) -> Series: ...


def total_rate(  # noqa: PLR0913 - as a rate is
    panel: Panel,
    indicator: str,
    per: str = "population",
    *,
    scale: float = RATE_SCALE,
    category: str = "",
    base_year: str = "",
    group: str = "",
    straddling: str = APART,
) -> Series | GroupMeasure:
    """Compute the rate of the whole province or of each of its groups, year by year.

    What organisations, police posts and the like report happened in the province and counts as events; they have no
    people of their own, so that the base stays that of the communes. Years between two known ones rest on the straight
    line between them, commune by commune on the map of the year; where more of the base is known on the map of the
    panel, because the known years lie on different maps, the year is computed there over carried figures.

    Parameters
    ----------
    panel, indicator, per, scale, category, base_year
        As in :func:`antq_analysis.measures.rates.rate`.
    group, straddling
        As in :func:`totals`.

    Returns
    -------
    Series or GroupMeasure
        Events over exposure, both summed over the communes that have both, and the events of other units; of events of
        a year with exact Poisson limits, of a stock without: it was counted, not drawn by chance.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator.
    UnknownNameError
        If there is no such indicator or grouping, or no base of `base_year`.

    References
    ----------
    The example is Ulm, K. (1990), American Journal of Epidemiology 131, 373-375: 4.795 and 18.390 for 10 events.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"incidents_total": {"2019": [4, 6]}, "population": {"2019": [3000, 7000]}})
    >>> total_rate(panel, "incidents_total").frame[["value", "low", "high"]].round(3).values.tolist()
    [[10.0, 4.795, 18.39]]
    """
    if group:
        return by_group(
            panel,
            rated(panel, indicator, per, scale=scale, category=category, base_year=base_year),
            lambda part: total_rate(
                part, indicator, per, scale=scale, category=category, base_year=base_year
            ),
            group,
            straddling,
        )
    what, base = panel.vocabulary.indicator(indicator), panel.vocabulary.indicator(per)
    refuse_scale(scale)
    if per not in what.denominators or what.adds_up != "sum":
        raise RefusedError("measures.not_summable", label=what.label_vi, label_en=what.label_en)
    levels = ("commune", "province", *OTHER_LEVELS)
    reported, carried = _on_both(panel, (indicator, category, per), levels, base_year=base_year)
    maps = _maps(reported)
    reported, moved = _on_best_map(reported, carried, panel.map_date)
    frame, places = _summed(panel, reported, carried)
    frame["land_date"] = maps.reindex(frame.index).fillna(frame["unit_date"])
    factor = scale / frame["exposure"]
    frame["value"] = frame["events"] * factor
    lawful = frame["comparator"].eq("exact") & (what.kind == "flow")
    low, high = poisson_interval(frame["events"].where(lawful))
    frame["low"], frame["high"] = low * factor, high * factor
    places = replace(places, scale=scale)
    told = reported[reported["level"].isin(["commune", "province"])].assign(base=reported["drawn"])
    resting = base_years(told, base, fixed=base_year, carried=moved, map_date=panel.map_date)
    return _series(panel, frame, (what, base), rate_labels(what, base, scale, base_year), places, resting)


@overload
def total_share(
    panel: Panel,
    part: str,
    whole: str | None = ...,
    *,
    category: str = ...,
    group: str,
    straddling: str = ...,
) -> GroupMeasure: ...


@overload
def total_share(
    panel: Panel,
    part: str,
    whole: str | None = ...,
    *,
    category: str = ...,
    group: Literal[""] = ...,
    straddling: str = ...,
) -> Series: ...


def total_share(
    panel: Panel,
    part: str,
    whole: str | None = None,
    *,
    category: str = "",
    group: str = "",
    straddling: str = APART,
) -> Series | GroupMeasure:
    """Compute the share of the whole province or of each of its groups, year by year.

    Parameters
    ----------
    panel, part, whole, category
        As in :func:`antq_analysis.measures.rates.share`. Of a state (met or not) the whole is the number of communes
        that were assessed: what does not fall under it leaves the base.
    group, straddling
        As in :func:`totals`.

    Returns
    -------
    Series or GroupMeasure
        Share in percent; part and whole in `events` and `exposure`, summed over the communes, organisations and other
        units that have both. A unit whose part is larger than its whole is in conflict and counts as missing.

    Raises
    ------
    RefusedError
        If the vocabulary does not allow this denominator.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    The example is what the province of Hòa Bình printed of 2023: 108 of 129 communes (83.7%) meet criterion 19.2 (row
    S000-11 of ``data/reference/published.csv``).

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"ntm_19_2_met": {"2023": [1] * 108 + [0] * 21}})
    >>> total_share(panel, "ntm_19_2_met").frame["value"].round(1).tolist()
    [83.7]
    """
    what = panel.vocabulary.indicator(part)
    if group:
        of_state = what.kind == "status"
        plain = counted(panel, part, category) if of_state else shared(panel, part, whole, category=category)
        return by_group(
            panel, plain, lambda own: total_share(own, part, whole, category=category), group, straddling
        )
    if what.adds_up == "flags" and what.denominators:
        base = panel.vocabulary.indicator(whole or what.denominators[0])
        frame, places = _sums(panel, part, category, levels=("commune",))
        frame["exposure"] = frame["n_units"] - frame["n_missing"]
        places.parts["exposure"] = 1.0
    else:
        what, base = part_and_whole(panel, part, whole)
        frame, places = _sums(panel, part, category, base.id, part=True)
    if base.id not in what.denominators or what.adds_up not in SUMMABLE:
        raise RefusedError("measures.not_summable", label=what.label_vi, label_en=what.label_en)
    frame["value"] = frame["events"] / frame["exposure"].where(frame["exposure"] > 0) * 100
    # Everything was counted and nothing sampled, so the share of a province has no sampling error.
    frame["low"], frame["high"] = np.nan, np.nan
    return _series(panel, frame, (what, base), share_labels(what, base), replace(places, scale=100.0))


def median_of_units(panel: Panel, indicator: str) -> Series:
    """Follow the median over communes of a rate that arrived without its counts.

    Such rates cannot be summed, and their mean would weigh a hamlet like a town; the median of the communes is a plain
    description of them and is labelled as such, never a rate of the province.

    Parameters
    ----------
    panel
        The panel.
    indicator
        An indicator of kind ``rate``.

    Returns
    -------
    Series
        Medians, without interval, events or exposure.

    Raises
    ------
    RefusedError
        If the indicator is not a reported rate.
    UnknownNameError
        If there is no such indicator.

    Examples
    --------
    >>> from antq_analysis.panel.worked import worked_panel
    >>> panel = worked_panel({"crime_rate_reported": {"2019": [2.0, 3.0, 8.0]}})
    >>> median_of_units(panel, "crime_rate_reported").frame["value"].tolist()
    [3.0]
    """
    what = panel.vocabulary.indicator(indicator)
    if what.kind != "rate":
        raise RefusedError("measures.not_reported_rate", label=what.label_vi, label_en=what.label_en)
    frame, places = _sums(panel, indicator, "", levels=("commune",))
    values = panel.select(indicator, reported=True).groupby("period")["value"].median()
    frame["value"] = values.reindex(frame.index)
    frame["events"], frame["low"], frame["high"] = np.nan, np.nan, np.nan
    labels = {"unit_vi": what.unit_vi, "unit_en": what.unit_en}
    for lang, name in (("vi", panel.province.unit_name_vi), ("en", panel.province.unit_name_en)):
        labels[f"label_{lang}"] = say("measures.median_label", lang, label=what.label(lang), units=name)
    return _series(panel, frame, (what,), labels, replace(places, parts=places.parts.head(0)))


def _sums(
    panel: Panel,
    indicator: str,
    category: str,
    per: str = "",
    *,
    part: bool = False,
    levels: Collection[str] = ("commune", "province", *OTHER_LEVELS),
) -> tuple[pd.DataFrame, Places]:
    reported, carried = _on_both(panel, (indicator, category, per), levels, part=part)
    return _summed(panel, reported, carried)


def _summed(panel: Panel, reported: pd.DataFrame, carried: pd.DataFrame) -> tuple[pd.DataFrame, Places]:
    registers = dict(panel.registers)
    if reported.loc[reported["level"].eq("commune"), "unit_date"].eq(panel.map_date).any():
        registers.setdefault(panel.map_date, panel.units)
    sums = {str(period): _sum_one(some, registers) for period, some in reported.groupby("period", sort=True)}
    known = reported[reported["level"].eq("commune") & reported["value"].notna()]
    names = (known["unit_date"] + " " + known["unit_code"]).groupby(known["period"])
    parts = carried.loc[carried["value"].notna(), ["period", "unit_code", "value", "exposure"]]
    return (
        pd.DataFrame.from_dict(sums, orient="index", columns=list(_SUM_COLUMNS)).rename_axis("period"),
        Places(
            reporting={str(period): frozenset(some) for period, some in names},
            parts=parts.rename(columns={"value": "events"}).reset_index(drop=True),
        ),
    )


def _on_both(
    panel: Panel,
    what: tuple[str, str, str],
    levels: Collection[str],
    *,
    part: bool = False,
    base_year: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the rows as they were reported and as they were carried to the map of the panel."""
    carried = _related(panel, what, levels, part=part, reported=False, base_year=base_year)
    if panel.reported is panel.observations:
        return carried, carried
    return _related(panel, what, levels, part=part, reported=True, base_year=base_year), carried


def _related(
    panel: Panel,
    what: tuple[str, str, str],
    levels: Collection[str],
    *,
    part: bool = False,
    reported: bool,
    base_year: str = "",
) -> pd.DataFrame:
    indicator, category, per = what
    rows = _years(panel, indicator, category, levels, reported=reported)
    rows = rows.assign(events=rows["value"], exposure=np.nan, drawn="", base="exact", baseless=False)
    if per:
        between = not part and panel.vocabulary.indicator(per).kind == "base"
        known = _years(panel, per, "", levels, reported=reported)
        base = fill_years(known, rows["period"].unique(), base_year=base_year, between=between)
        keys = pd.MultiIndex.from_frame(rows[_PLACE])
        rows["exposure"] = base["value"].reindex(keys).to_numpy()
        usable = rows["exposure"] > 0
        if part:
            # Nothing of nothing was reported: no share of its own, and yet no gap in that of the province.
            usable |= rows["exposure"].eq(0) & rows["value"].eq(0)
        rows["baseless"] = rows["value"].notna() & ~usable
        if part:
            # A part above its whole is a conflict, as in a share: neither figure counts until it is settled.
            usable &= ~(rows["value"] > rows["exposure"])
        else:
            usable |= rows["level"].isin(OTHER_LEVELS)
        rows["value"] = rows["value"].where(usable)
        rows["exposure"] = rows["exposure"].where(rows["value"].notna())
        rows["base"] = base["comparator"].reindex(keys).fillna("exact").to_numpy()
        rows["drawn"] = base["base"].reindex(keys).fillna("").to_numpy()
        shared_out = base["status"].reindex(keys).eq("apportioned").to_numpy()
        rows["status"] = rows["status"].mask(shared_out & rows["value"].notna(), "apportioned")
    return rows


def _on_best_map(
    reported: pd.DataFrame, carried: pd.DataFrame, map_date: str
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Take the years more of whose base is known on the map of the panel there, and the others on their own map."""
    there, own = (rows.groupby("period")["exposure"].sum() for rows in (carried, reported))
    moved = tuple(sorted(there.index[there > own.reindex(there.index).fillna(0) * _MORE]))
    stays, communes = ~reported["period"].isin(moved), carried["level"].eq("commune")
    # What organisations report lies on no map: it counts in the year wherever its communes are.
    others = reported[~stays & reported["level"].isin(OTHER_LEVELS)].assign(unit_date=map_date)
    parts = [reported[stays], carried[carried["period"].isin(moved) & communes], others]
    return pd.concat(parts, ignore_index=True), moved


def _maps(rows: pd.DataFrame) -> "pd.Series[str]":
    return rows.groupby("period")["unit_date"].max()


def _years(
    panel: Panel, indicator: str, category: str, levels: Collection[str], *, reported: bool
) -> pd.DataFrame:
    if panel.vocabulary.indicator(indicator).adds_up != "sum":
        levels = set(levels).difference(OTHER_LEVELS)
    rows = panel.select(indicator, category=category, reported=reported, levels=levels)
    period, level, day = (rows[name].to_numpy(object) for name in ("period", "level", "unit_date"))
    known, commune, whole = rows["value"].notna().to_numpy(), level == "commune", level == "province"
    years = _among(period, {one for one in set(period) if obs.is_year(one)})
    lower = _among(period, period[commune & known])
    alone = _among(period, period[whole & known & ~lower])
    # The figure of a province counts only where no commune has one, and then holds what other units have; these
    # count only on the map of the communes.
    maps = set(zip(period[commune], day[commune], strict=True))
    strays = _among(period, period[commune]) & ~_among(zip(period, day, strict=True), maps)
    own: pd.DataFrame = rows[years & ~(whole & lower) & ~(_among(level, OTHER_LEVELS) & alone) & ~strays]
    return own


def _among(values: Iterable[object], known: Iterable[object]) -> np.ndarray:
    there = frozenset(known)
    return np.array([value in there for value in values], dtype=bool)


def _sum_one(rows: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> list[object]:
    level, status, has_value = rows["level"], rows["status"], rows["value"].notna()
    commune, whole = level.eq("commune"), level.eq("province") & has_value
    outside = int((commune & status.eq("not_applicable")).sum())
    everyone = sum(len(registers.get(day, ())) for day in rows["unit_date"].unique())
    missing = 0 if whole.any() else everyone - outside - int((commune & has_value).sum())
    others = sorted(rows.loc[has_value & ~commune & level.isin(OTHER_LEVELS), "unit_code"].unique())
    # Parts that were apportioned make a whole together, and something rough where one of them is missing.
    rough = bool(missing) and (has_value & status.eq("apportioned")).any()
    vague = rough or not set(rows.loc[has_value, "base"].unique()) <= set(obs.EXACT)
    return [
        rows["value"].sum(min_count=1),
        rows["exposure"].sum(min_count=1),
        "about" if vague else obs.join_comparators(rows.loc[has_value, "comparator"].unique()),
        "+".join(sorted(rows.loc[has_value, "stage"].unique())),
        everyone - outside,
        missing,
        int((commune & rows["baseless"]).sum()),
        len(others),
        None if whole.any() else ";".join(others),
        "partial" if missing else "reported",
        rows["period_start"].min(),
        rows["period_end"].max(),
        "+".join(sorted(rows["period_basis"].unique())),
        "+".join(sorted(rows["unit_date"].unique())),
    ]


def _series(
    panel: Panel,
    frame: pd.DataFrame,
    used: tuple[Indicator, ...],
    labels: dict[str, str],
    places: Places,
    base: BaseYears | None = None,
) -> Series:
    names = [what.id for what in used]
    # The last day of the period in its name decides; a reporting window that ends earlier is a change of its own.
    days = [obs.period_bounds(str(period))[1] for period in frame.index]
    found: tuple[Break, ...] = ()
    if len(frame):
        # A break in any part cuts the line, so the version is that of all parts together.
        versions = [
            [panel.vocabulary.method_version(panel.province.id, n, day) for n in names] for day in days
        ]
        changes = [*breaks_between(panel.vocabulary, panel.province.id, names, days[0], days[-1])]
        if len(set(frame["window"])) > 1:
            changes += _window_changes(frame)
            versions = [[*parts, window] for parts, window in zip(versions, frame["window"], strict=True)]
        if used[0].adds_up == "flags":
            # The state of a merged commune is not the state of its parts: another map is another series.
            changes += _map_changes(panel, frame)
            versions = [[*parts, day] for parts, day in zip(versions, frame["unit_date"], strict=True)]
        # What was carried to another map is still of the land of its own.
        maps = frame["land_date" if "land_date" in frame else "unit_date"]
        changes += land_breaks(panel.land, maps)
        versions = [[*parts, land_of(panel.land, day)] for parts, day in zip(versions, maps, strict=True)]
        found = tuple(sorted(changes, key=lambda item: item.on))
        frame["method_version"] = ["|".join(part for part in parts if part) for parts in versions]
    return Series(
        frame=frame.reindex(columns=list(SERIES_COLUMNS)),
        breaks=found,
        indicator=used[0].id,
        province=panel.province,
        map_date=panel.map_date,
        sensitive=used[0].sensitive,
        places=places,
        base=base,
        label_vi=labels["label_vi"],
        label_en=labels["label_en"],
        unit_vi=labels["unit_vi"],
        unit_en=labels["unit_en"],
    )


def _window_changes(frame: pd.DataFrame) -> Iterator[Break]:
    for (since, old), (period, new) in pairwise(frame[["window", "start"]].iterrows()):
        if old["window"] != new["window"]:
            first = obs.period_bounds(str(period))[0]
            yield Break(
                id=f"window_{period}",
                kind="reporting_window",
                on=first,
                before=str(old["window"]),
                after=str(new["window"]),
                label_vi=_say_windows(str(since), str(period), str(old["window"]), str(new["window"]), "vi"),
                label_en=_say_windows(str(since), str(period), str(old["window"]), str(new["window"]), "en"),
                source="",
            )


def _say_windows(since: str, period: str, old: str, new: str, lang: str) -> str:
    before, after = obs.say_window(old, lang), obs.say_window(new, lang)
    if obs.UNKNOWN_WINDOW not in (old, new):
        return say("measures.window_change", lang, before=before, after=after)
    silent, told, window = (since, period, after) if old == obs.UNKNOWN_WINDOW else (period, since, before)
    return say("measures.window_not_told", lang, silent=silent, told=told, window=window)


def _map_changes(panel: Panel, frame: pd.DataFrame) -> Iterator[Break]:
    dates = list(dict.fromkeys(frame["unit_date"]))
    for old, new in pairwise(dates):
        sizes = len(panel.registers.get(old, ())), len(panel.registers.get(new, ()))
        yield Break(
            id=f"map_{new}",
            kind="boundary",
            on=date.fromisoformat(new),
            before=Sentence("measures.register_size", n=sizes[0]),
            after=Sentence("measures.register_size", n=sizes[1]),
            label_vi=say("measures.map_change", "vi", before=sizes[0], after=sizes[1]),
            label_en=say("measures.map_change", "en", before=sizes[0], after=sizes[1]),
            source="",
        )
