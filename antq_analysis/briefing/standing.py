"""Where one indicator stands in a year: its figure, the one before, and what may be said of their difference."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import MIN_BASE, lower_first, round_half_up
from antq_analysis.measures.change import say_difference, say_figure, say_stage, say_why_empty
from antq_analysis.measures.frame import SUPPRESSED, Series
from antq_analysis.measures.same_places import over_both, rest_apart
from antq_analysis.observations import STAGES
from antq_analysis.panel.land import is_of_land

_SMALL = 10
_OPEN = frozenset(STAGES[: STAGES.index("final")])
"""Stages of a figure that is still to change."""


@dataclass(frozen=True)
class Standing:
    """One indicator of the whole province in a year.

    Parameters
    ----------
    series
        Its figures over the years.
    name
        What it is called in a sentence.
    year
        The year; it has a figure.
    lang
        ``"vi"`` or ``"en"``.
    """

    series: Series
    name: str
    year: str
    lang: str

    @cached_property
    def _known(self) -> frozenset[str]:
        value = self.series.frame["value"]
        return frozenset(map(str, value.index[value.notna()]))

    def has(self, period: str) -> bool:
        """Tell whether a period has a figure.

        Parameters
        ----------
        period
            The period.

        Returns
        -------
        bool
            False also for a period that the series does not reach.
        """
        return period in self._known

    def is_hidden(self, period: str) -> bool:
        """Tell whether the figure of a period is hidden in a release.

        Parameters
        ----------
        period
            The period.

        Returns
        -------
        bool
            False also for a period that the series does not reach.
        """
        frame = self.series.frame
        return period in frame.index and str(frame.at[period, "status"]) == SUPPRESSED

    def figure(self, period: str) -> str:
        """Write the figure of a period with its unit, small counts with two digits as offices write them.

        Parameters
        ----------
        period
            A period with a figure.

        Returns
        -------
        str
            Such as ``662 vụ``, ``04 mô hình`` or ``108/129 (83,7%)``.
        """
        row = self.series.at(period)
        text = say_figure(self.series, row, self.lang)
        # A rate or a median is no count: no office writes 08 of it.
        is_count = row["value"] == row["events"] and np.isnan(row["exposure"])
        small = is_count and 0 < row["value"] < _SMALL and self.series.decimals() == 0
        return f"0{text}" if self.lang == "vi" and small and text[:1].isdigit() else text

    def why_not(self, since: str) -> str:
        """Say why a year is not compared with another.

        Parameters
        ----------
        since
            The other year.

        Returns
        -------
        str
            Part of a sentence; empty where the two may be compared.
        """
        if self.is_hidden(since):
            return say("briefing.why_hidden", self.lang, year=since)
        if not self.has(since):
            return say_why_empty(self.series, since, self.lang)
        now, then = self.series.at(self.year), self.series.at(since)
        if now["method_version"] != then["method_version"]:
            between = [one for one in self.series.breaks if since < str(one.on.year) <= self.year]
            of_maps = between and all(is_of_land(one) or one.kind == "boundary" for one in between)
            reasons = dict.fromkeys(lower_first(one.label(self.lang)) for one in between)
            key = "briefing.why_map" if of_maps else "briefing.why_method"
            return say(key, self.lang, reason="; ".join(reasons))
        if now["comparator"] != "exact" or then["comparator"] != "exact":
            return say("briefing.why_bound", self.lang)
        return say("briefing.why_places", self.lang) if rest_apart(self.series, self.year, since) else ""

    def change(self, since: str) -> str:
        """Say the change on a year with which it may be compared: absolute first, a count with its unit.

        Parameters
        ----------
        since
            The earlier year.

        Returns
        -------
        str
            Such as ``giảm 12 vụ (-8,5%)`` or ``tăng 1,2 điểm phần trăm``.
        """
        return self._with_unit(self.series.at(self.year), self.series.at(since))

    def _with_unit(self, now: pd.Series, then: pd.Series) -> str:
        text = say_difference(self.series, now, then, self.lang)
        if self.series.unit_vi == "%" or not any(sign.isdigit() for sign in text):
            return text
        # A rate has just been written with its unit: twice, it hides the figures.
        if "/" in self.series.unit_vi:
            return text
        absolute, bracket, percent = text.partition(" (")
        return f"{absolute} {self.series.unit(self.lang)}{bracket}{percent}"

    def difference(self, since: str) -> tuple[float, float]:
        """Compute the change on a year with which it may be compared.

        Parameters
        ----------
        since
            The earlier year.

        Returns
        -------
        tuple of float
            Difference of the printed figures, of shares in percentage points; and in percent, NaN for shares, on a base
            below 20 and where nothing changed.
        """
        now, then = self.series.at(self.year), self.series.at(since)
        decimals = self.series.decimals()
        # Whoever subtracts the two printed figures finds the printed difference.
        shown = (round_half_up(float(row["value"]), decimals) for row in (now, then))
        difference = next(shown) - next(shown)
        if self.series.unit_vi == "%" or not then["events"] >= MIN_BASE or now["value"] == then["value"]:
            return difference, float("nan")
        return difference, float((now["value"] - then["value"]) / then["value"] * 100)

    def sentence(self, since: str = "") -> str:
        """Say the figure and, where there is a year before, its change or why there is none.

        Parameters
        ----------
        since
            The year before; empty where there is none.

        Returns
        -------
        str
            One sentence or two.
        """
        reason = self.why_not(since) if since else ""
        if not reason:
            return self.short(since)
        words = {"label": self.name, "year": self.year, "figure": self.figure(self.year), "since": since}
        text = say("briefing.not_compared", self.lang, reason=reason, **words)
        return text + self._over_both(since) + self._reserved(since)

    def short(self, since: str = "") -> str:
        """Say the figure and its change, without the reason where there is none, and what it lacks.

        Parameters
        ----------
        since
            The year before; empty where there is none.

        Returns
        -------
        str
            One sentence, short enough for a title, and in brackets who is missing and that it is not final.
        """
        words = {"label": self.name, "year": self.year, "figure": self.figure(self.year), "since": since}
        if not since or self.why_not(since):
            return say("briefing.level", self.lang, **words) + self._reserved(since)
        changed = say("briefing.changed", self.lang, change=self.change(since), **words)
        return changed + self._reserved(since)

    def label(self) -> str:
        """Write what a row of a table is called: with its unit, unless the words name it.

        Returns
        -------
        str
            Such as ``Dân số (người)`` or ``Vụ cháy, nổ``.
        """
        unit = self.series.unit(self.lang)
        named = re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", self.name, re.IGNORECASE)
        return self.name if unit == "%" or named else f"{self.name} ({unit})"

    def stage(self, period: str) -> str:
        """Say of which stage the figure of a period is where it is still to change.

        Parameters
        ----------
        period
            A period with a figure.

        Returns
        -------
        str
            Such as ``ước``; empty where it is final, in whatever way it was revised.
        """
        stages = str(self.series.at(period)["stage"])
        return say_stage(stages, self.lang) if _OPEN.intersection(stages.split("+")) else ""

    def _over_both(self, since: str) -> str:
        if not self.has(since) or self.why_not(since) != say("briefing.why_places", self.lang):
            return ""
        now, then, n = over_both(self.series, self.year, since)
        if not n or not np.isfinite([now["value"], then["value"]]).all():
            return ""
        change = self._with_unit(now, then)
        return " " + say("briefing.over_both", self.lang, n=n, change=change, units=self._units())

    def _units(self) -> str:
        return self.series.province.unit_name(self.lang)

    def _reserved(self, since: str) -> str:
        n = int(self.series.at(self.year)["n_missing"])
        told = [say("briefing.lacking", self.lang, n=n, year=self.year, units=self._units())] if n else []
        stages = ((year, self.stage(year)) for year in (self.year, since) if year and self.has(year))
        told += [
            say("briefing.not_final", self.lang, year=year, stage=stage) for year, stage in stages if stage
        ]
        return "".join(f" {one}" for one in told)
