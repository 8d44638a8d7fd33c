"""The verdict as it is shown: words, numbers, what it rests on."""

import html
from dataclasses import dataclass, field

import numpy as np

from antq_analysis.language.catalogue import Sentence
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.design.study import Study
from antq_analysis.measures.frame import Estimate
from antq_analysis.measures.verdict.basis import Words
from antq_analysis.measures.verdict.beside import Beside
from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.measures.verdict.rule import Decision
from antq_analysis.measures.verdict.said import headline, paragraph
from antq_analysis.measures.verdict.said_further import further
from antq_analysis.vocabulary import Province


@dataclass(frozen=True)
class Verdict(Estimate):
    """Whether incidents changed where models came, with all that it rests on.

    Parameters
    ----------
    table
        Columns value, low, high (ratios of the rate with a model to that expected without), error (of the logarithm).
        Rows ``verdict`` (the estimate that speaks), ``joint`` and ``smooth`` (the two of the rule), and for comparison
        ``fixed_effects``, ``cohort_by_year``, ``history`` and ``lead`` (the year before, which nothing should move);
        where the map has polygons ``beside_neighbours`` (fixed effects beside the shares of units around that had
        begun), ``next_door`` and ``two_steps_away`` (places where all units around had begun beside those where none
        had). Empty where nothing could be compared.
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    verdict
        ``evidence_of_fall``, ``evidence_of_rise``, ``cannot_tell`` or ``design_does_not_allow``.
    decision
        What the rule found; None where the design was refused.
    facts
        What it rests on; None where the design was refused.
    others
        Other estimators; None where nothing was estimated.
    study
        The communes that are compared; None where the design was refused.
    refusal
        Why the design was refused; else None.
    words
        What it is about.
    province, map_date, indicator
        As in :class:`antq_analysis.measures.frame.Measure`.
    """

    verdict: str
    decision: Decision | None = field(repr=False)
    facts: Facts | None = field(repr=False)
    others: Beside | None = field(repr=False)
    study: Study | None = field(repr=False)
    refusal: Sentence | None
    words: Words = field(repr=False)
    province: Province = field(repr=False)
    map_date: str
    indicator: str

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Ratio of rates with its interval; NaN where nothing was estimated."""
        if self.table.empty:
            return (float("nan"),) * 3
        value, low, high = self.table.loc["verdict", ["value", "low", "high"]].to_numpy(float)
        return float(value), float(low), float(high)

    @property
    def a_year(self) -> tuple[float, float, float]:
        """Incidents a year more (or fewer) than expected in all that began, with its interval."""
        base = self.facts.a_year if self.facts else float("nan")
        value, low, high = (base * (1 - 1 / part) for part in self.ratio)
        return value, low, high

    @property
    def detectable(self) -> tuple[float, float]:
        """Ratios of the smallest fall and rise that such figures show in four of five cases."""
        size = self.decision.detectable if self.decision else float("nan")
        return float(np.exp(-size)), float(np.exp(size))

    def headline(self, lang: str = "vi") -> str:
        """Say the verdict alone, for the main text of a report.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One sentence.
        """
        return headline(self, lang)

    def sentence(self, lang: str = "vi") -> str:
        """Say the verdict with estimate, interval, what it rests on, and what would change it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(paragraph(self, lang))

    def details(self, lang: str = "vi") -> str:
        """Say what belongs in an annex: other estimators, the year before, tests.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph; empty where nothing was estimated.
        """
        return " ".join(further(self, lang))

    def __str__(self) -> str:
        told = [part(lang) for lang in LANGUAGES for part in (self.sentence, self.details)]
        return "\n".join([*filter(None, told), self.table.to_string(float_format="{:.4g}".format)])

    def _repr_html_(self) -> str:
        told = [part(lang) for lang in LANGUAGES for part in (self.sentence, self.details)]
        table: str = self.table.to_html(float_format="{:.4g}".format)
        return "".join(f"<p>{html.escape(text)}</p>" for text in told if text) + table
