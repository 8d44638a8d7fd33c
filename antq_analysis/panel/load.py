"""The panel: every figure of a province on one map, ready to be analysed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import geopandas as gpd
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import UnknownNameError
from antq_analysis.findings import Finding
from antq_analysis.language.catalogue import say
from antq_analysis.panel.carried import carry_all, people_on
from antq_analysis.panel.land import LandChange, land_changes
from antq_analysis.panel.stages import best_stage
from antq_analysis.panel.store import read_panel
from antq_analysis.panel.until import findings_until, rows_until
from antq_analysis.places.former_groups import share_groups
from antq_analysis.places.groups import check_groups, load_groups
from antq_analysis.places.maps.boundaries import load_map
from antq_analysis.places.maps.joined import check_join
from antq_analysis.places.register import load_units, vintage_on, vintages
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import Province, Vocabulary, load_vocabulary


@dataclass(frozen=True, repr=False)
class Panel:
    """Every figure of a province on one map.

    Parameters
    ----------
    observations
        Long observations; all commune-level rows use the codes of `map_date`.
    reported
        The same figures before they were carried, each on the map of its own date: totals of the province are sums
        of these, so that nothing is lost where only a part of a merged unit reported.
    registers
        The units of every map that `reported` speaks of, by date.
    units
        The units of the map, index unit_code, in register order.
    province
        Whose figures.
    map_date
        Date of the map, ISO text.
    vocabulary
        Indicators, breaks and model types.
    groups
        Dated groupings of the units of this map, with what part of each lies in each group where that is known.
    account
        What carrying to this map did to every total.
    findings
        What was found while reading.
    carrying
        What was found while carrying figures to this map and joining them to its polygons.
    until
        The year after which nothing is known to it; empty where everything received is.
    backwards
        Whether figures of later maps were laid to the units of this one.
    land
        Where the land of the province changed between the maps that `reported` speaks of.
    """

    observations: pd.DataFrame
    reported: pd.DataFrame
    registers: Mapping[str, pd.DataFrame]
    units: gpd.GeoDataFrame
    province: Province
    map_date: str
    vocabulary: Vocabulary
    groups: pd.DataFrame
    account: pd.DataFrame
    findings: tuple[Finding, ...] = field(repr=False, default=())
    carrying: tuple[Finding, ...] = field(repr=False, default=())
    until: str = ""
    backwards: bool = False
    land: tuple[LandChange, ...] = ()

    def __repr__(self) -> str:
        years = self.years()
        return "\n".join(
            say(
                "panel.shown",
                lang,
                province=self.province.name_en if lang == "en" else self.province.name_vi,
                map_date=date.fromisoformat(self.map_date),
                units=len(self.units),
                first=years[0] if years else "-",
                last=years[-1] if years else "-",
                figures=int(self.observations["value"].notna().sum()),
                indicators=int(self.observations["indicator"].nunique()),
            )
            for lang in ("vi", "en")
        )

    def years(self) -> tuple[str, ...]:
        """List the whole years that have figures of communes.

        Returns
        -------
        tuple of str
            Years in order; six-month and monthly periods are not among them.
        """
        communes = self.observations[self.observations["level"] == "commune"]
        return tuple(sorted(period for period in communes["period"].unique() if obs.is_year(period)))

    def select(
        self,
        indicator: str,
        *,
        category: str = "",
        basis: str | None = None,
        reported: bool = False,
        levels: Collection[str] = ("commune",),
    ) -> pd.DataFrame:
        """Take the rows of one indicator, those of communes unless other levels are asked for.

        Parameters
        ----------
        indicator
            Indicator id.
        category
            Value of the indicator's dimension; empty for the total.
        basis
            ``stock``, ``in_year`` or ``cumulative``; may be left out where only one is there.
        reported
            Take the figures on the map of their own date instead of this panel's map.
        levels
            Levels of :data:`antq_analysis.observations.LEVELS`.

        Returns
        -------
        pandas.DataFrame
            Observations, one a unit and period.

        Raises
        ------
        UnknownNameError
            If the vocabulary has no such indicator, or the panel has several bases and none was named.
        """
        self.vocabulary.indicator(indicator)
        frame = self.reported if reported else self.observations
        rows = frame[
            (frame["indicator"] == indicator)
            & (frame["category"] == category)
            & frame["level"].isin(list(levels))
        ]
        bases = sorted(rows["basis"].unique())
        if basis is None and len(bases) > 1:
            raise UnknownNameError("errors.kind_basis", "", bases)
        return rows if basis is None else rows[rows["basis"] == basis]

    def wide(self, *indicators: str, with_status: bool = False, kind: str = "year") -> pd.DataFrame:
        """Lay figures out for people: one row a unit and period, one column an indicator.

        A number is never shown as exact in silence: a column with a bound ("over 2000") or rough figures is followed by
        ``<column>.comparator``, which says of each number whether it is ``exact``, ``implied``, ``over``, ``under`` or
        ``about``. Nor are stages mixed in silence: a column of several is followed by ``<column>.stage``.

        Parameters
        ----------
        *indicators
            Indicator ids; by default all that have figures. Values of a dimension get columns of their own,
            ``indicator[category]``; where an indicator has several bases they are ``indicator (basis)``.
        with_status
            Let every column be followed by its ``.comparator``, its ``.stage`` and its ``.status``: ``reported``,
            ``apportioned``, ``conflict``, ``not_reported`` and so on, ``no_row`` where the unit has no row.
        kind
            Kind of period, as :func:`antq_analysis.observations.period_kind` names it: ``year``, ``6T``, ``9T`` ...;
            only one kind stands in a table.

        Returns
        -------
        pandas.DataFrame
            Index unit_code, period; a column `name` first. NaN is "no figure", never zero.
        """
        frame = self.observations
        rows = frame[(frame["level"] == "commune") & frame["period"].map(obs.period_kind).eq(kind)]
        if indicators:
            rows = rows[rows["indicator"].isin([self.vocabulary.indicator(i).id for i in indicators])]
        column = rows["indicator"] + rows["category"].map(lambda c: f"[{c}]" if c else "")
        several = rows.groupby(column)["basis"].transform("nunique") > 1
        column = column.where(~several, column + " (" + rows["basis"] + ")")
        twice = rows.assign(column=column).duplicated(["column", "unit_code", "period"], keep=False)
        column = column.where(~twice, column + " (" + rows["method_version"] + ")")
        periods = sorted(rows["period"].unique())
        full = pd.MultiIndex.from_product([self.units.index, periods], names=["unit_code", "period"])
        table = pd.DataFrame(index=full)
        table["name"] = self.units["name"].reindex(full.get_level_values("unit_code")).to_numpy()
        cells = rows.set_index(["unit_code", "period"])
        columns: dict[str, pd.Series] = {}
        for name, own in cells.groupby(column.to_numpy()):
            columns |= _laid_out(str(name), own, full, with_status=with_status)
        return pd.concat([table, pd.DataFrame(columns, index=full)], axis=1)

    def __str__(self) -> str:
        return "\n".join(self.sentence(lang) for lang in ("vi", "en"))

    def sentence(self, lang: str = "vi") -> str:
        """Say in one sentence what this is.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The sentence.
        """
        known = self.years() or tuple(sorted(self.observations["period"].unique()))
        return say(
            "panel.sentence",
            lang,
            province=self.province.name_en if lang == "en" else self.province.name_vi,
            units=len(self.units),
            map_date=pd.Timestamp(self.map_date).date(),
            periods="-".join(dict.fromkeys((known[0], known[-1])))
            if self.years()
            else ", ".join(known) or "…",
            figures=int(self.observations["value"].notna().sum()),
            indicators=self.observations["indicator"].nunique(),
        )


def _laid_out(
    name: str, cells: pd.DataFrame, full: pd.MultiIndex, *, with_status: bool
) -> dict[str, pd.Series]:
    told = cells["value"].notna()
    whole = cells.reindex(full)
    columns = {name: whole["value"]}
    if with_status or (told & ~cells["comparator"].isin(obs.EXACT)).any():
        columns[f"{name}.comparator"] = whole["comparator"].where(whole["value"].notna(), "")
    if with_status or len(set(cells.loc[told, "stage"])) > 1:
        columns[f"{name}.stage"] = whole["stage"].where(whole["value"].notna(), "")
    if with_status:
        columns[f"{name}.status"] = whole["status"].fillna("no_row")
    return columns


def load_panel(
    province: str,
    on: str | None = None,
    project: Project | None = None,
    *,
    until: str = "",
    backwards: bool = False,
) -> Panel:
    """Load the built observations of a province on one map.

    Parameters
    ----------
    province
        Province id.
    on
        Date of the map, ISO text; the map in force that day is taken. By default the one in force at the end of
        `until`, as ``antq run`` takes it, and without that the newest one.
    project
        The project; by default the one of the current folder.
    until
        Take nothing of later years, so that a report of this year shows none; by default everything received.
    backwards
        Lay what was reported on later maps to the units of this one too, as ``carry(..., backwards=True)`` does: only
        what adds up, and every figure that is no report of its unit is marked ``apportioned`` or ``merged`` and
        ``backwards`` in `rule`. By default such figures are left out and reported.

    Returns
    -------
    Panel
        Every figure on that map. Totals of the province rest on what was reported, each on its own map, either way.

    Raises
    ------
    MissingError
        If the panel was not built yet, is damaged, or rests on files that have changed since.
    UnknownNameError
        If there is no such province, or nothing was received up to that year.
    """
    project = project or find_project()
    vocabulary = load_vocabulary(project)
    who = vocabulary.province(province)
    last_day = f"{until}-12-31" if until else vintages(province, project)[-1]
    map_date = vintage_on(province, on or last_day, project)
    everything, findings = read_panel(project, who)
    built = rows_until(everything, until)
    if built.empty:
        raise UnknownNameError("errors.kind_period", until, sorted(everything["period"].unique()))
    told = set(built.loc[built["level"] == "commune", "unit_date"])
    registers = {date: load_units(province, date, project) for date in sorted(told)}
    reported = best_stage(built, registers)
    carried, account, more = carry_all(reported, province, map_date, project, vocabulary, backwards=backwards)
    dates = set(reported.loc[reported["level"] == "commune", "unit_date"])
    units = load_map(province, map_date, project)
    people = partial(people_on, reported=reported, province=province, project=project, vocabulary=vocabulary)
    groups = share_groups(load_groups(province, map_date, project), province, map_date, people, project)
    own = {date: units for date, units in registers.items() if date in dates}
    return Panel(
        observations=carried,
        reported=reported,
        registers=own,
        units=units,
        province=who,
        map_date=map_date,
        vocabulary=vocabulary,
        groups=groups,
        account=account,
        findings=findings_until(findings, until),
        carrying=(*more, *check_join(carried, units, map_date), *check_groups(groups)),
        until=until,
        backwards=backwards,
        land=land_changes(province, own, project),
    )
