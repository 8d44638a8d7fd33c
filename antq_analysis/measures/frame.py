"""The shapes in which results travel: by unit and period, or one line for the whole province."""

import html
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import geopandas as gpd
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES, format_number, shown_decimals
from antq_analysis.measures.base_years import BaseYears, said_of
from antq_analysis.measures.others import Others
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.observations import EXACT
from antq_analysis.vocabulary import Break, Province

MEASURE_COLUMNS = (
    "value",
    "low",
    "high",
    "events",
    "exposure",
    "base",
    "comparator",
    "method",
    "status",
    "value_text",
    "apportioned_share",
)
STATE = "state"
"""Method of a measure whose values are states; its unit names the two, the one that does not hold first."""

YEAR = "year"
"""Method of a measure whose values are years of the calendar: they are written as years, never as sizes."""

MIXED = "mixed"
"""Status of a unit whose parts before a merger have different states; ``value_text`` says how many met it."""

SUPPRESSED = "suppressed"
"""Status of what a release hides; nothing of it is in the frame but that it is hidden."""

SERIES_COLUMNS = (
    "value",
    "low",
    "high",
    "events",
    "exposure",
    "comparator",
    "method_version",
    "stage",
    "n_units",
    "n_missing",
    "n_baseless",
    "n_others",
    "others",
    "status",
)


SHOWN_ROWS = 12


class Shown(ABC):
    """What prints as a sentence in both languages and as a table."""

    @abstractmethod
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

    @abstractmethod
    def rows(self) -> pd.DataFrame:
        """Give the rows that are shown beneath the sentence.

        Returns
        -------
        pandas.DataFrame
            All of them; printing shortens a long table.
        """

    def __str__(self) -> str:
        table = self.rows().to_string(max_rows=SHOWN_ROWS, float_format="{:.4g}".format)
        return "\n".join([*(self.sentence(lang) for lang in LANGUAGES), table])

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{html.escape(self.sentence(lang))}</p>" for lang in LANGUAGES)
        table: str = self.rows().to_html(max_rows=SHOWN_ROWS, float_format="{:.4g}".format)
        return said + table


class Labelled:
    """What is called something in both languages, and counted in something."""

    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str

    def label(self, lang: str = "vi") -> str:
        """Say what is measured.

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

    def unit(self, lang: str = "vi") -> str:
        """Say what it is counted in.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The unit.
        """
        return self.unit_en if lang == "en" else self.unit_vi


@dataclass(frozen=True)
class Measure(Labelled, Shown):
    """One measure for every unit and period, on one map; it knows enough to be drawn.

    Parameters
    ----------
    frame
        Index (unit_code, period); columns value, low, high, events, exposure, base (empty for an exposure of the
        period itself, else such as ``interpolated 2019–2024``), comparator, method, status, value_text (of a mixed
        state only), apportioned_share (of the value; of a quotient the larger of its two parts). Every unit of the map
        stands in every period: one without a row has status ``no_row``.
    indicator
        Identifier of what is measured.
    label_vi, label_en
        What it is called.
    unit_vi, unit_en
        What it is counted in.
    units
        The units of the map, index unit_code, with geometry where the map has polygons.
    province
        Whose figures.
    map_date
        Date of the map, ISO text.
    sensitive
        Whether small counts of it must be hidden in a release.
    others
        By period, what organisations, police posts and the like report of it: they lie on no map.
    base
        Of which years the exposures of a rate are.
    holds
        Ids of the indicators that its definition contains.
    shown_sums
        Of what was made ready for a release, the sums of events that are shown, by the units and the period that they
        are of; None where nothing was hidden yet.
    entry
        Of what was made ready for a release, what the ledger takes up before it is published.
    """

    frame: pd.DataFrame
    indicator: str
    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str
    units: gpd.GeoDataFrame
    province: Province
    map_date: str
    sensitive: bool = False
    others: Mapping[str, Others] = field(default_factory=dict)
    base: BaseYears | None = None
    holds: frozenset[str] = frozenset()
    shown_sums: Mapping[tuple[frozenset[str], str], float] | None = field(default=None, repr=False)
    entry: Entry | None = field(default=None, repr=False)

    def periods(self) -> tuple[str, ...]:
        """List the periods it covers, in order.

        Returns
        -------
        tuple of str
            Periods.
        """
        return tuple(sorted(self.frame.index.get_level_values("period").unique()))

    def at(self, period: str) -> pd.DataFrame:
        """Take all units in one period.

        Parameters
        ----------
        period
            One of :meth:`periods`.

        Returns
        -------
        pandas.DataFrame
            Index unit_code.
        """
        return pd.DataFrame(self.frame.xs(period, level="period"))

    def notes(self, lang: str = "vi", periods: Collection[str] | None = None) -> tuple[str, ...]:
        """Say what must be known to read its figures.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.
        periods
            The periods that are shown; by default all.

        Returns
        -------
        tuple of str
            Sentences; none where there is nothing to say.
        """
        return self.base.notes(lang, periods) if self.base else ()

    def rows(self) -> pd.DataFrame:
        """Give the frame.

        Returns
        -------
        pandas.DataFrame
            Without the columns that are empty throughout.
        """
        often_empty = ("base", "value_text", "apportioned_share")
        silent = [name for name in often_empty if self.frame[name].isin(["", 0.0]).all()]
        return self.frame.drop(columns=silent)

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
        periods = self.periods()
        known = int(self.frame["value"].notna().sum())
        return say(
            "measures.measure",
            lang,
            label=self.label(lang),
            unit=self.unit(lang),
            span="-".join(dict.fromkeys([*periods[:1], *periods[-1:]])),
            known=known,
            all=len(self.frame),
        ) + said_of(self.base, lang)


@dataclass(frozen=True)
class Places:
    """Which places a series sums over, so that two of its figures are compared only over the same ones.

    Parameters
    ----------
    reporting
        By period, the communes that have a figure, each as ``<map date> <code>``.
    parts
        Figures on one map: period, unit_code, events, exposure.
    scale
        What events over exposure are multiplied by; 0 where the value is the plain sum of events.
    """

    reporting: Mapping[str, frozenset[str]]
    parts: pd.DataFrame
    scale: float = 0.0


@dataclass(frozen=True)
class Series(Labelled, Shown):
    """One measure for the whole province over time, cut where its meaning changes.

    Parameters
    ----------
    frame
        Index period; columns value, low, high, events, exposure, comparator, method_version, stage, n_units,
        n_missing, n_baseless (those of the missing communes that have a figure and nothing to relate it to), n_others,
        others (the codes of these other units, joined by ``;``; missing where a figure of the whole province stands),
        status.
    breaks
        The breaks that fall inside the series, in order of date.
    indicator, label_vi, label_en, unit_vi, unit_en, province, map_date, sensitive, entry
        As in :class:`Measure`.
    places
        Which places each figure rests on; None where that is not known.
    base
        Of which years the exposures of a rate are.
    """

    frame: pd.DataFrame
    breaks: tuple[Break, ...]
    indicator: str
    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str
    province: Province
    map_date: str
    sensitive: bool = False
    places: Places | None = field(default=None, repr=False)
    base: BaseYears | None = None
    entry: Entry | None = field(default=None, repr=False)

    def at(self, period: str) -> pd.Series:
        """Take the row of one period.

        Parameters
        ----------
        period
            One of its periods.

        Returns
        -------
        pandas.Series
            The row, named by the columns of ``frame``.
        """
        return cast("pd.Series", self.frame.loc[period])

    def rows(self) -> pd.DataFrame:
        """Give the frame.

        Returns
        -------
        pandas.DataFrame
            As it stands.
        """
        return self.frame

    def decimals(self) -> int:
        """Count the digits after the decimal mark of its figures; all are written with the same.

        Returns
        -------
        int
            None where all are whole; one for a share with its counts; else as many as the smallest figure carries.
        """
        if self.unit_vi == "%" and self.frame["exposure"].notna().any():
            return 1
        return max(map(shown_decimals, self.frame["value"].dropna()), default=0)

    def sentence(self, lang: str = "vi") -> str:
        """Say what this is, with its last figure and what that lacks.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence or more.
        """
        known = self.frame["value"].dropna()
        if known.empty:
            return say("measures.series_empty", lang, label=self.label(lang)) + said_of(self.base, lang)
        last = str(known.index[-1])
        row, value = self.at(last), format_number(known.iloc[-1], lang, self.decimals())
        if row["comparator"] not in EXACT:
            value = say(f"measures.comparator_{row['comparator']}", lang, value=value)
        text = say(
            "measures.series",
            lang,
            label=self.label(lang),
            unit=self.unit(lang),
            first=str(self.frame.index[0]),
            last=last,
            value=value,
            breaks=len(self.breaks),
        )
        return " ".join([text, *self._say_lacking(row, lang)]) + said_of(self.base, lang)

    def _say_lacking(self, row: pd.Series, lang: str) -> list[str]:
        missing, baseless = row[["n_missing", "n_baseless"]].fillna(0).astype(int)
        # Of a rate the notes on its base say what is missing of that.
        lacking = {"level_partial": missing - baseless, "lacks_base": 0 if self.base else baseless}
        return [say(f"measures.{key}", lang, n=int(n)) for key, n in lacking.items() if n > 0]


@dataclass(frozen=True)
class UnitResult(Shown):
    """One row a unit: a change, a trend, membership of a cluster.

    Parameters
    ----------
    frame
        Index unit_code, in register order; at least a column `status`.
    kind
        What kind of result, for instance ``"change"``.
    indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`Measure`.
    """

    frame: pd.DataFrame
    kind: str
    indicator: str
    label_vi: str
    label_en: str
    units: gpd.GeoDataFrame
    province: Province
    map_date: str
    base: BaseYears | None = None

    def rows(self) -> pd.DataFrame:
        """Give the frame.

        Returns
        -------
        pandas.DataFrame
            As it stands.
        """
        return self.frame

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
        known = int(self.frame["status"].eq("reported").sum())
        label = self.label_en if lang == "en" else self.label_vi
        return say("measures.unit_result", lang, label=label, known=known, all=len(self.frame)) + said_of(
            self.base, lang
        )


@dataclass(frozen=True)
class Estimate(Shown):
    """What a design says, with what it rests on; it is never shown without its caveats.

    Parameters
    ----------
    table
        Index: what was estimated; at least the columns value, low, high.
    design
        Catalogue key of the sentence that says what was compared and what that can carry.
    checks
        Index: name of a check; at least a column `passed`.
    caveats
        Catalogue keys of sentences that must be read with the estimate.
    """

    table: pd.DataFrame
    design: str
    checks: pd.DataFrame
    caveats: tuple[str, ...]

    def rows(self) -> pd.DataFrame:
        """Give the table of estimates.

        Returns
        -------
        pandas.DataFrame
            As it stands.
        """
        return self.table

    def sentence(self, lang: str = "vi") -> str:
        """Say the design and every caveat.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(say(key, lang) for key in (self.design, *self.caveats))


def every_unit(frame: pd.DataFrame, units: Sequence[str], periods: Sequence[str]) -> pd.DataFrame:
    """Give every unit of the map a row in every period.

    Parameters
    ----------
    frame
        Columns of a :class:`Measure` with index (unit_code, period).
    units
        Codes of the map, in register order.
    periods
        Periods, in order.

    Returns
    -------
    pandas.DataFrame
        The same columns; units without a row have status ``no_row`` and no value.
    """
    index = pd.MultiIndex.from_product([units, periods], names=["unit_code", "period"])
    full = frame.reindex(index)[list(MEASURE_COLUMNS)]
    full["status"] = full["status"].fillna("no_row")
    for name in ("method", "base", "value_text"):
        full[name] = full[name].fillna("")
    full["apportioned_share"] = full["apportioned_share"].fillna(0.0)
    full["comparator"] = full["comparator"].fillna("exact")
    return full
