"""Counts beside the density of models, as they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first
from antq_analysis.measures.frame import Estimate
from antq_analysis.measures.since_start.doses import Doses
from antq_analysis.measures.verdict.basis import Words
from antq_analysis.measures.verdict.said import words_of
from antq_analysis.vocabulary import Province

DOSE, USUAL, SANDWICH, LEAD = "dose", "usual", "sandwich", "lead"


@dataclass(frozen=True)
class Dose(Estimate):
    """The ratio of counts that goes with one more of the unit of a density.

    Parameters
    ----------
    table
        Rows ``dose`` (one more of its unit), ``usual`` (as much as the mean where there is any), ``sandwich`` (as dose,
        with the usual error over districts, for comparison) and ``lead`` (counts of the year before it rose by one;
        NaN where no two years follow one another). Columns value, low, high (ratios, 95%), error (of the logarithm),
        dose (how much of the density).
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    doses
        The counts and densities.
    words
        What it is about.
    province, map_date, indicator
        As in :class:`antq_analysis.measures.frame.Measure`.
    """

    doses: Doses = field(repr=False)
    words: Words = field(repr=False)
    province: Province = field(repr=False)
    map_date: str
    indicator: str

    @property
    def coefficient(self) -> float:
        """Logarithm of the ratio for one more of the unit of the density."""
        return float(np.log(self.table["value"][DOSE]))

    def sentence(self, lang: str = "vi") -> str:
        """Say the ratio, what it rests on, and what must be known to read it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(self._said(lang))

    def _said(self, lang: str) -> Iterator[str]:
        words = self._words(lang)
        yield say("measures.dose_estimate", lang, **self._ends(DOSE, lang, 3), **words)
        yield say("measures.dose_usual", lang, **self._ends(USUAL, lang, 2), **words)
        yield say("measures.dose_rests_on", lang, **words)
        yield say(self.design, lang, **words)
        low, high = (float(self.table[name][LEAD]) for name in ("low", "high"))
        if np.isfinite(low):
            key = "dose_lead" if low <= 1 <= high else "dose_lead_apart"
            yield say(f"measures.{key}", lang, **self._ends(LEAD, lang, 3), **words)
        for key in self.caveats:
            for one in self.doses.breaks if key.endswith("_break") else (None,):
                told = {"label": one.label(lang).rstrip("."), "on": one.on} if one else {}
                yield say(key, lang, **told, **words)

    def _ends(self, row: str, lang: str, decimals: int) -> dict[str, str]:
        names = ("value", "low", "high")
        return {name: format_number(float(self.table[name][row]), lang, decimals) for name in names}

    def _words(self, lang: str) -> dict[str, object]:
        given, known = self.doses, np.isfinite(self.doses.events)
        return words_of(self, lang) | {
            "density": lower_first(given.measure.label(lang)),
            "unit": given.measure.unit(lang),
            "usual": format_number(float(self.table["dose"][USUAL]), lang, 2),
            "n": len(given.units),
            "changed": int(given.changed.sum()),
            "cells": int(known.sum()),
            "n_events": round(float(np.nansum(given.events))),
            "n_districts": len(np.unique(given.districts)),
            "mean": format_number(float(np.nanmean(given.events)), lang, 1),
            "first": str(given.years[0]),
            "last": str(given.years[-1]),
        }
