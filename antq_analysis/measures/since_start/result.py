"""What is seen since models began, as it is shown: words, numbers, what it rests on."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.design.study import Study
from antq_analysis.measures.effects.saturated import Saturated
from antq_analysis.measures.frame import Estimate
from antq_analysis.measures.since_start.names import AFTER, BEFORE, OVERALL
from antq_analysis.measures.since_start.said import by_cohort_paragraph, by_year_details, by_year_paragraph
from antq_analysis.measures.verdict.basis import Words
from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.vocabulary import Province


@dataclass(frozen=True)
class SinceStart(Estimate):
    """What communes that began are beside those that had not, with all that it rests on.

    Parameters
    ----------
    table, design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    fitted
        The regression with an effect of every cohort and year.
    facts
        What it rests on.
    study
        The communes that are compared.
    words
        What it is about.
    province, map_date, indicator
        As in :class:`antq_analysis.measures.frame.Measure`.
    """

    fitted: Saturated = field(repr=False)
    facts: Facts = field(repr=False)
    study: Study = field(repr=False)
    words: Words = field(repr=False)
    province: Province = field(repr=False)
    map_date: str
    indicator: str

    @property
    def fell(self) -> bool:
        """Whether the figure since the beginning is lower than what it is compared with."""
        return False

    def __str__(self) -> str:
        return "\n".join([*self._told(), self.table.to_string(float_format="{:.4g}".format)])

    def _repr_html_(self) -> str:
        table: str = self.table.to_html(float_format="{:.4g}".format)
        return "".join(f"<p>{html.escape(text)}</p>" for text in self._told()) + table

    def _told(self) -> Iterator[str]:
        return (self.sentence(lang) for lang in LANGUAGES)


@dataclass(frozen=True)
class EventStudy(SinceStart):
    """Ratios of rates by years since models began, each to the last year before.

    Parameters
    ----------
    table
        Index years_since, without the last year before the beginning, to which all are ratios. Columns value; low and
        high (a band that holds all years at once); low_alone and high_alone (95% of each year by itself); error (of the
        logarithm); n and n_districts (communes and their districts); events and expected. A year with few communes has
        no limits.
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    fitted, facts, study, words, province, map_date, indicator
        As in :class:`SinceStart`.
    averages
        Columns value, low, high, error. Rows ``before`` (all years before that last one), ``after`` (all since the
        beginning), both beside that last year; ``after_to_before`` (the second over the first).
    apart
        Years before that are seen to differ from that last one, 0 for all of them together; a joint band of 95% finds
        none in 19 of 20 cases where there is nothing. None where no earlier year can be compared.
    """

    averages: pd.DataFrame = field(repr=False)
    apart: tuple[int, ...] | None

    @property
    def fell(self) -> bool:
        """Whether the figure since the beginning is lower than that of the last year before."""
        return bool(self.averages["value"][AFTER] < 1)

    @property
    def alike_before(self) -> bool | None:
        """Whether no year before is seen to differ from the last one; None where there is none to compare."""
        return None if self.apart is None else not self.apart

    @property
    def unusual_year(self) -> bool:
        """Whether the check finds that the last year before was not the usual level of these communes."""
        before = self.averages.loc[BEFORE]
        return bool(self.apart) and not before["low"] <= 1 <= before["high"]

    def sentence(self, lang: str = "vi") -> str:
        """Say what is seen before and since the beginning, and what must be known to read it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(by_year_paragraph(self, lang))

    def details(self, lang: str = "vi") -> str:
        """Say every year, and how far the trends may have parted.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(by_year_details(self, lang))

    def _told(self) -> Iterator[str]:
        return (part(lang) for lang in LANGUAGES for part in (self.sentence, self.details))


@dataclass(frozen=True)
class DifferenceInDifferences(SinceStart):
    """The ratio of rates with a model to those expected without, over all cohorts and by cohort.

    Parameters
    ----------
    table
        Columns value, low, high (ratios with 95% intervals over districts), error (of the logarithm), n (communes),
        events, expected. Rows ``overall``, then one for each year of beginning, then for comparison ``two_way`` (one
        coefficient beside effects of communes and years) and ``lead`` (the year before, beside earlier ones).
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    fitted, facts, study, words, province, map_date, indicator
        As in :class:`SinceStart`.
    p_shuffled
        Of the two-way estimate, when years of beginning are dealt out anew within districts; NaN in a large panel.
    against_earlier
        Share of the weight of two-way effects, in their form for rates, that compares with communes that already had a
        model; NaN where no commune has figures of every year.
    """

    p_shuffled: float
    against_earlier: float

    @property
    def fell(self) -> bool:
        """Whether the figure since the beginning is lower than what the others let expect."""
        return self.ratio[0] < 1

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Ratio over all cohorts with its interval."""
        value, low, high = (float(self.table[name][OVERALL]) for name in ("value", "low", "high"))
        return value, low, high

    @property
    def a_year(self) -> tuple[float, float, float]:
        """Incidents a year more (or fewer) than expected in all that began, with its interval."""
        value, low, high = (self.facts.a_year * (1 - 1 / part) for part in self.ratio)
        return value, low, high

    def sentence(self, lang: str = "vi") -> str:
        """Say the estimate, its parts, the usual shorter way and why it misleads, and what must be known to read it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(by_cohort_paragraph(self, lang))
