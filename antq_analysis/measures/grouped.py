"""Figures by group: former districts, clusters or any other grouping of the communes of a map."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace

import geopandas as gpd
import pandas as pd
import shapely

from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import Measure, Series, every_unit
from antq_analysis.observations import is_year
from antq_analysis.panel.load import Panel
from antq_analysis.places.groups import (
    APART,
    NO_GROUPS,
    SHARE,
    assign_groups,
    in_order,
    name_group,
    say_grouping,
    straddling,
)

SUMMED = "summed"
"""Method of the figures of a group: added up over its members, or computed from what is."""

_NAMED, _LISTED = 8, 12
"""How many groups that lack figures, and how many units of several groups, a note names."""


@dataclass(frozen=True)
class GroupMeasure(Measure):
    """One measure for every group and period; its units are the groups, with the codes of the groups.

    Units of several groups stand apart under :data:`antq_analysis.places.groups.SEVERAL`, those of none under
    :data:`antq_analysis.places.groups.NO_GROUP`, so that the groups and these two add up to all communes. Every figure
    is that of the members on the map of the panel; status ``partial`` where some of them have none. A sum with an
    apportioned part has no limits.

    Parameters
    ----------
    grouping
        Which grouping.
    series
        By code of the group its figures over time, cut where their meaning changes.
    members
        Index (unit_code, period) as in `frame`; n_units (members, without those that it does not apply to) and
        n_missing.
    straddling
        Units of several groups: unit_code, name, groups (their names, the main one first).
    apart
        Whether these stand apart, or count in the group that holds most of them.
    earlier
        Of a state (met or not) the periods reported on another map, which are left out: of merged communes only those
        whose parts agree have a state here, and a share over them alone would be no share of the group.
    """

    grouping: str = ""
    series: Mapping[str, Series] = field(default_factory=dict, repr=False)
    members: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    straddling: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    apart: bool = True
    earlier: tuple[str, ...] = ()

    def name_of(self, code: str, lang: str = "vi") -> str:
        """Name a group.

        Parameters
        ----------
        code
            Its code.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The name.
        """
        return name_group(code, str(self.units.at[code, "name"]), self.grouping, lang)

    def sentence(self, lang: str = "vi") -> str:
        """Say in one sentence what this is, and by which groups.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The sentences.
        """
        told = [super().sentence(lang), say_groups(self.grouping, self.units.index, lang)]
        return " ".join([*told, *self._say_lacking(None, lang)])

    def notes(self, lang: str = "vi", periods: Collection[str] | None = None) -> tuple[str, ...]:
        """Say which groups lack figures of members, and which units lie in several groups.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.
        periods
            The periods that are shown; by default all.

        Returns
        -------
        tuple of str
            Sentences.
        """
        notes = [*self._say_lacking(periods, lang)]
        if empty := self._without_row(periods, lang):
            notes.append(say("measures.group_no_row", lang, groups=", ".join(empty)))
        left_out = [period for period in self.earlier if periods is None or period in periods]
        if left_out:
            notes.append(say("measures.group_states_earlier", lang, years=", ".join(left_out)))
        told = say_straddlers(self.straddling, lang, apart=self.apart)
        return (*super().notes(lang, periods), *notes, *told)

    def _say_lacking(self, periods: Collection[str] | None, lang: str) -> tuple[str, ...]:
        short = self.members[self.members["n_missing"] > 0]
        short = short.loc[[periods is None or period in periods for _, period in short.index]]
        if short.empty:
            return ()
        known = short["n_units"] - short["n_missing"]
        groups = [
            f"{self.name_of(str(code), lang)} {period} ({n}/{of})"
            for (code, period), n, of in zip(short.index, known, short["n_units"], strict=True)
        ]
        if len(groups) > _NAMED:
            sums = pd.DataFrame({"known": known, "of": short["n_units"]}).groupby("period").sum()
            groups = [
                f"{period} ({say('measures.groups_counted', lang, n=n)}: {row.known}/{row.of})"
                for period, n, row in zip(
                    sums.index, short.groupby("period").size(), sums.itertuples(), strict=True
                )
            ]
        units = self.province.unit_name_en if lang == "en" else self.province.unit_name_vi
        return (say("measures.group_missing", lang, units=units, groups=", ".join(groups)),)

    def _without_row(self, periods: Collection[str] | None, lang: str) -> list[str]:
        rows = self.frame[self.frame["status"].eq("no_row")]
        shown = rows[[periods is None or period in periods for _, period in rows.index]]
        if len(shown) > _NAMED:
            counts = shown.groupby("period").size()
            return [
                f"{period} ({say('measures.groups_counted', lang, n=int(n))})" for period, n in counts.items()
            ]
        return [f"{self.name_of(str(code), lang)} {period}" for code, period in shown.index]


def say_groups(grouping: str, codes: pd.Index, lang: str = "vi") -> str:
    """Say by which groups something was computed, and how many these are.

    Parameters
    ----------
    grouping
        Which grouping.
    codes
        Codes of the groups; what stands beside them is not counted.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence.
    """
    n = int((~codes.isin(NO_GROUPS)).sum())
    return say("measures.by_group", lang, grouping=say_grouping(grouping, lang), n=n)


def with_groups(panel: Panel, group: str, *, straddling: str = APART, lang: str = "vi") -> Panel:
    """Let the groups of a grouping stand where a map has districts, for tables with their subtotals and for maps.

    Parameters
    ----------
    panel
        The panel.
    group
        The grouping, such as ``former_district``.
    straddling
        What becomes of units of several groups, as in :func:`antq_analysis.places.groups.assign_groups`.
    lang
        Language of the name of what lies in several groups or in none.

    Returns
    -------
    Panel
        The same figures; district_code and district_name of its units are those of the groups.

    Raises
    ------
    UnknownNameError
        If the panel has no such grouping.
    """
    placed = assign_groups(panel.groups, group, panel.units.index, straddling=straddling)
    names = [
        name_group(str(code), str(name), group, lang)
        for code, name in zip(placed["group_code"], placed["group_name"], strict=True)
    ]
    units = panel.units.assign(district_code=placed["group_code"].to_numpy(), district_name=names)
    return replace(panel, units=units)


def by_group(
    panel: Panel, plain: Measure, of: Callable[[Panel], Series], group: str, apart: str = APART
) -> GroupMeasure:
    """Compute a measure for every group of a grouping, each as the figure of a province of its members.

    Parameters
    ----------
    panel
        The panel.
    plain
        The same measure by commune.
    of
        What is computed for each group: a series over the members alone.
    group
        The grouping.
    apart
        What becomes of units of several groups, as in :func:`antq_analysis.places.groups.assign_groups`.

    Returns
    -------
    GroupMeasure
        One row a group and period.

    Raises
    ------
    UnknownNameError
        If the panel has no such grouping.
    """
    placed = assign_groups(panel.groups, group, panel.units.index, straddling=apart)
    earlier = _on_other_maps(panel, plain.indicator)
    rows = panel.observations
    left_out = rows["indicator"].eq(plain.indicator) & rows["period"].isin(earlier)
    panel = replace(panel, observations=rows[~left_out])
    parts = _parts(placed)
    series = {code: of(panel_of(panel, codes)) for code, codes in parts.items()}
    series = {code: _without_limits(plain, parts[code], one) for code, one in series.items()}
    frames = {code: _marked(plain, parts[code], one) for code, one in series.items()}
    rows = pd.concat(frames, names=["unit_code", "period"])
    told = {item.name: getattr(plain, item.name) for item in fields(Measure)}
    one = next(iter(series.values()))
    labels = {name: getattr(one, name) for name in ("label_vi", "label_en", "unit_vi", "unit_en")}
    units = units_of(panel, placed, group)
    periods = [period for period in plain.periods() if period not in earlier]
    return GroupMeasure(
        **told | labels | {"frame": every_unit(rows, list(parts), periods), "units": units},
        grouping=group,
        series=series,
        members=rows[["n_units", "n_missing"]].astype(int),
        straddling=straddling_of(panel, group),
        apart=apart == APART,
        earlier=earlier,
    )


def _parts(placed: pd.DataFrame) -> dict[str, pd.Index]:
    own = placed.groupby("group_code").groups
    return {code: own[code] for code in in_order(placed["group_code"], placed["group_name"])}


def panel_of(panel: Panel, codes: pd.Index) -> Panel:
    """Take the communes of a group out of a panel, on the panel's map.

    Parameters
    ----------
    panel
        The panel.
    codes
        Codes of its units.

    Returns
    -------
    Panel
        The same figures of these communes alone; organisations, police posts and the like lie in no group.
    """
    rows = panel.observations
    own = rows[rows["level"].eq("commune") & rows["unit_code"].isin(codes)]
    units = panel.units.loc[panel.units.index.isin(codes)]
    return replace(panel, observations=own, reported=own, registers={}, units=units)


def _on_other_maps(panel: Panel, indicator: str) -> tuple[str, ...]:
    if panel.vocabulary.indicator(indicator).adds_up != "flags":
        return ()
    rows = panel.reported
    other = rows["level"].eq("commune") & rows["unit_date"].ne(panel.map_date)
    periods = rows.loc[other & rows["indicator"].eq(indicator), "period"].unique()
    return tuple(sorted(filter(is_year, map(str, periods))))


def _without_limits(plain: Measure, codes: pd.Index, series: Series) -> Series:
    """Take away the exact limits of sums with an apportioned part, as those of a commune are."""
    rows = plain.frame
    shared = rows[rows.index.get_level_values("unit_code").isin(codes) & rows["status"].eq("apportioned")]
    rough = series.frame.index.isin(shared.index.get_level_values("period"))
    limits = {name: series.frame[name].mask(rough) for name in ("low", "high")}
    return replace(series, frame=series.frame.assign(**limits))


def _marked(plain: Measure, codes: pd.Index, series: Series) -> pd.DataFrame:
    own = plain.frame[plain.frame.index.get_level_values("unit_code").isin(codes)]
    own = own[own["value"].notna()]
    weight = own["events"].where(own["events"].notna(), own["value"])
    shared = (weight * own["apportioned_share"]).groupby("period").sum()
    share = (shared / weight.groupby("period").sum()).reindex(series.frame.index).fillna(0.0)
    frame = series.frame
    status = frame["status"].mask(share.gt(0), "apportioned")
    nothing = pd.Series("not_available", index=frame.index).mask(frame["n_units"].eq(0), "not_applicable")
    return frame.assign(
        status=status.where(frame["value"].notna(), nothing),
        apportioned_share=share.where(frame["value"].notna(), 0.0),
        method=SUMMED,
        base="",
        value_text="",
    )


def units_of(panel: Panel, placed: pd.DataFrame, group: str) -> gpd.GeoDataFrame:
    """Draw the groups as units of their own.

    Parameters
    ----------
    panel
        The panel.
    placed
        The group of every unit, as :func:`antq_analysis.places.groups.assign_groups` gives it.
    group
        The grouping.

    Returns
    -------
    geopandas.GeoDataFrame
        Index unit_code (the codes of the groups, in their order), name and the union of the members' polygons.
    """
    parts = _parts(placed)
    names = placed.drop_duplicates("group_code").set_index("group_code")["group_name"]
    return _units_of(
        panel, {code: (name_group(code, str(names[code]), group), codes) for code, codes in parts.items()}
    )


def _units_of(panel: Panel, groups: Mapping[str, tuple[str, pd.Index]]) -> gpd.GeoDataFrame:
    index = pd.Index(list(groups), name="unit_code", dtype="str")
    names = pd.DataFrame({"name": [name for name, _ in groups.values()]}, index=index)
    shapes = [_union(panel.units.loc[codes]) for _, codes in groups.values()]
    return gpd.GeoDataFrame(names, geometry=shapes, crs=panel.units.crs)


def _union(units: gpd.GeoDataFrame) -> shapely.Geometry | None:
    shapes = units.geometry[units.geometry.notna()]
    return shapely.union_all(shapes.to_numpy()) if len(shapes) else None


def say_straddling(panel: Panel, group: str, lang: str = "vi") -> tuple[str, ...]:
    """List the units of several groups, which stand apart.

    Parameters
    ----------
    panel
        The panel.
    group
        The grouping.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    tuple of str
        One sentence, or none.
    """
    table = straddling_of(panel, group)
    return say_straddlers(table, lang, apart=True, most=len(table))


def say_straddlers(
    straddling: pd.DataFrame, lang: str, *, apart: bool, most: int = _LISTED
) -> tuple[str, ...]:
    """Say which units lie in several groups, and where they count.

    Parameters
    ----------
    straddling
        As :func:`straddling_of` lists them.
    lang
        ``"vi"`` or ``"en"``.
    apart
        Whether they stand apart.
    most
        How many are named.

    Returns
    -------
    tuple of str
        One sentence, or none.
    """
    told = [f"{row.name} ({row.groups})" for row in straddling.itertuples(index=False)]
    more = [say("panel.and_more", lang, n=len(told) - most)] if len(told) > most else []
    key = "measures.group_straddling" if apart else "measures.group_straddling_main"
    return (say(key, lang, n=len(told), units="; ".join([*told[:most], *more])),) if told else ()


def straddling_of(panel: Panel, group: str) -> pd.DataFrame:
    """List the units of several groups.

    Parameters
    ----------
    panel
        The panel.
    group
        The grouping.

    Returns
    -------
    pandas.DataFrame
        unit_code, name, groups: their names, the main one first where it is known.
    """
    rows = straddling(panel.groups, group)
    if SHARE in rows:
        rows = rows.sort_values(SHARE, ascending=False, kind="stable")
    groups = rows[rows["unit_code"].isin(panel.units.index)].groupby("unit_code")["group_name"].agg(", ".join)
    names = panel.units["name"].reindex(groups.index)
    return pd.DataFrame({"unit_code": groups.index, "name": names.to_numpy(), "groups": groups.to_numpy()})
