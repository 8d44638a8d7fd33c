"""How many models there are by working group and year; two ways of counting are never one line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES, format_number
from antq_analysis.measures.frame import Shown
from antq_analysis.measures.series import totals
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.panel.load import Panel
from antq_analysis.vocabulary import Break, Province

MODEL_TYPE = "model_type"
UNSORTED = "other"
"""Group of types that nobody assigned to one."""


@dataclass(frozen=True)
class Growth(Shown):
    """Models of the whole province by working group and year.

    Parameters
    ----------
    frame
        Index period, one column a group in the order of the reference; NaN where the group has no figure.
    counted
        Index period; columns indicator, version (of the method), n_missing (communes without figures) and exact
        (whether no figure is a bound).
    breaks
        What changed between two periods, by the earlier one's position.
    labels
        Group to its name in Vietnamese and English.
    units
        Indicator to its label in Vietnamese and English.
    province
        Whose figures.
    sensitive
        Whether small counts must be hidden in a release.
    """

    frame: pd.DataFrame
    counted: pd.DataFrame
    breaks: dict[int, tuple[Break, ...]]
    labels: dict[str, tuple[str, str]]
    units: dict[str, tuple[str, str]]
    province: Province
    sensitive: bool = field(default=False)

    def sentence(self, lang: str = "vi") -> str:
        """Say the groups of the last year, and what they lack.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence or more.
        """
        side = 1 if lang == "en" else 0
        year, row = str(self.frame.index[-1]), self.frame.iloc[-1].dropna()
        parts = "; ".join(
            f"{self.labels[str(k)][side]}: {format_number(float(n), lang)}" for k, n in row.items()
        )
        label = self.units[str(self.counted["indicator"].iloc[-1])][side]
        text = say("measures.growth", lang, year=year, label=label, parts=parts)
        missing, exact = self.counted["n_missing"].iloc[-1], self.counted["exact"].iloc[-1]
        if missing:
            text += " " + say("measures.growth_missing", lang, n=int(missing))
        return text if exact else f"{text} {say('measures.growth_not_exact', lang)}"

    def rows(self) -> pd.DataFrame:
        """Give the figures.

        Returns
        -------
        pandas.DataFrame
            As they stand.
        """
        return self.frame


def growth(panel: Panel, indicators: Sequence[str], *, until: str = "") -> Growth:
    """Sum models over the working groups of their types, year by year.

    Parameters
    ----------
    panel
        The panel.
    indicators
        Indicators by model type, such as model points and, before them, model units; of a year that several have the
        first is taken.
    until
        Last year; by default the last with figures.

    Returns
    -------
    Growth
        Sums over the communes on the map of each year; types that are counted over communes are never distinct counts.

    Raises
    ------
    RefusedError
        If none of them has figures by type.
    UnknownNameError
        If there is no such indicator.
    """
    parts = [part for rank, name in enumerate(indicators) for part in _parts(panel, name, rank, until)]
    if not parts:
        labels = {
            lang: "; ".join(panel.vocabulary.indicator(name).label(lang) for name in indicators)
            for lang in LANGUAGES
        }
        raise RefusedError("measures.growth_none", labels=labels["vi"], labels_en=labels["en"])
    table = pd.concat([frame for frame, _ in parts], ignore_index=True)
    table = table[table["rank"].eq(table.groupby("period")["rank"].transform("min"))]
    groups = [name for name in panel.vocabulary.model_groups if table["group"].eq(name).any()]
    frame = table.pivot_table(index="period", columns="group", values="value", aggfunc="sum")[groups]
    used = [panel.vocabulary.indicator(name) for name in table["indicator"].unique()]
    counted = table.groupby("period").agg(
        indicator=("indicator", "first"),
        version=("version", "first"),
        n_missing=("n_missing", "max"),
        exact=("exact", "all"),
    )
    named = panel.vocabulary.model_groups
    return Growth(
        frame=frame.rename_axis(columns=None),
        counted=counted,
        breaks=_breaks(panel, counted, {one.id: one for _, found in parts for one in found}),
        labels={group: (named[group].name_vi, named[group].name_en) for group in groups},
        units={what.id: (what.label_vi, what.label_en) for what in used},
        province=panel.province,
        sensitive=any(what.sensitive for what in used),
    )


def _parts(
    panel: Panel, indicator: str, rank: int, until: str
) -> Iterator[tuple[pd.DataFrame, tuple[Break, ...]]]:
    types = panel.vocabulary.model_types
    for kind in _types_of(panel, indicator):
        series = totals(panel, indicator, category=kind)
        known = series.frame[series.frame["value"].notna()].reset_index()
        known = known[known["period"].le(until or "9999")]
        table = known[["period", "value", "n_missing"]].assign(
            version=known["method_version"].fillna(""),
            exact=known["comparator"].isin(obs.EXACT),
            indicator=indicator,
            rank=rank,
            group=types[kind].group if kind in types else UNSORTED,
        )
        if len(table):
            yield table, series.breaks


def _breaks(panel: Panel, counted: pd.DataFrame, known: Mapping[str, Break]) -> dict[int, tuple[Break, ...]]:
    found: dict[int, tuple[Break, ...]] = {}
    rows = zip(map(str, counted.index), counted["indicator"], counted["version"], strict=True)
    for i, ((since, *then), (year, *now)) in enumerate(pairwise(rows)):
        first, last = (obs.period_bounds(one)[1] for one in (since, year))
        changes = breaks_between(panel.vocabulary, panel.province.id, {then[0], now[0]}, first, last)
        own = {one.id: one for one in (*known.values(), *changes) if first < one.on <= last}
        # What is counted in another thing is a change even where no break says so.
        if own or then != now:
            found[i] = tuple(sorted(own.values(), key=lambda one: (one.on, one.id)))
    return found


def _types_of(panel: Panel, indicator: str) -> list[str]:
    if panel.vocabulary.indicator(indicator).dimension != MODEL_TYPE:
        return []
    rows = panel.reported
    return sorted(set(rows.loc[rows["indicator"].eq(indicator), "category"]) - {""})
