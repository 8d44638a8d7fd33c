"""What a comparison of before and after could carry, before anybody looks at its result."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import LANGUAGES, format_number, format_percent
from antq_analysis.measures.effects.starts import starts
from antq_analysis.measures.verdict.basis import START, Basis, Words, basis
from antq_analysis.measures.verdict.beside import year_before
from antq_analysis.measures.verdict.halves import RUNS, detectable_by_halves
from antq_analysis.measures.verdict.rule import decide, structural
from antq_analysis.measures.verdict.said import needed, say_placed, size_of, words_of
from antq_analysis.measures.verdict.said_caveats import say_caveat, say_times
from antq_analysis.measures.verdict.weighed import panel_caveats
from antq_analysis.panel.load import Panel
from antq_analysis.project import Project
from antq_analysis.vocabulary import Province

_LEAD = ("value", "low", "high")


@dataclass(frozen=True)
class Design:
    """Who began when, where models were sent, and what change such figures could show.

    Parameters
    ----------
    table
        Index: the years; columns began (in that year), had_begun, not_yet (by its end), and before (years of figures
        before, for those that began in it).
    lead
        Ratio of the year before the beginning to what earlier years and others let expect, with its 95% interval;
        NaN where nobody began after the second year.
    reason
        Why it carries no answer, as in :class:`antq_analysis.measures.verdict.rule.Decision`; else empty.
    rests
        Communes, counts and facts, among them the placement.
    """

    table: pd.DataFrame
    lead: tuple[float, float, float]
    reason: str
    rests: Basis = field(repr=False)

    @property
    def words(self) -> Words:
        """What it is about."""
        return self.rests.words

    @property
    def province(self) -> Province:
        """Whose figures."""
        return self.rests.province

    def detectable(self, runs: int = RUNS, seed: int = 1) -> tuple[float, float]:
        """Ask the panel itself which change it would show in four of five cases.

        Parameters
        ----------
        runs
            How many halves of the districts are drawn.
        seed
            Of the draws.

        Returns
        -------
        tuple of float
            Ratios of the smallest fall and rise; NaN where too few halves carry an estimate.

        References
        ----------
        :func:`antq_analysis.measures.verdict.halves.detectable_by_halves`.
        """
        if self.reason:
            return float("nan"), float("nan")
        size, _ = detectable_by_halves(self.rests.counts, decide(self.rests.counts), runs, seed)
        return float(np.exp(-size)), float(np.exp(size))

    def sentence(self, lang: str = "vi") -> str:
        """Say what is compared, where models were sent, and whether that carries an answer.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(_said(self, lang))

    def __str__(self) -> str:
        return "\n".join([*(self.sentence(lang) for lang in LANGUAGES), self.table.to_string()])

    def _repr_html_(self) -> str:
        told = "".join(f"<p>{html.escape(self.sentence(lang))}</p>" for lang in LANGUAGES)
        table: str = self.table.to_html()
        return told + table


def design(  # noqa: PLR0913 - as a verdict
    panel: Panel,
    outcome: str = "incidents_total",
    start: str = START,
    *,
    per: str = "population",
    category: str = "",
    since: str = "",
    until: str = "",
    group: str = "",
    project: Project | None = None,
) -> Design:
    """Look at who began when, and at where models were sent, without looking at what came of it.

    Parameters
    ----------
    panel, outcome, start, per, category, since, until, group, project
        As for :func:`antq_analysis.measures.verdict.verdict.verdict`.

    Returns
    -------
    Design
        Beginnings by year, placement by persistent risk and by last year's figure, overlap, the year before, and
        which change the panel would show.

    Raises
    ------
    RefusedError
        If the outcome is no count of events or its definition holds the programme, nobody reported when it began, or
        there are too few communes or years.
    UnknownNameError
        If there is no such indicator or grouping.

    References
    ----------
    :func:`antq_analysis.measures.design.placement.placement`, :func:`antq_analysis.measures.verdict.rule.structural`.
    """
    found = basis(
        panel,
        outcome,
        start,
        per=per,
        category=category,
        since=since,
        until=until,
        group=group,
        project=project,
    )
    who, reason = found.study, structural(found.counts)
    began = starts(who.first_year, who.years)
    lead = [float("nan")] * 3
    if not reason:
        lead = year_before(who.events, who.exposure, began, found.counts.districts)[:3]
    return Design(_beginnings(found), (lead[0], lead[1], lead[2]), reason, found)


def _beginnings(found: Basis) -> pd.DataFrame:
    years, first = np.array(found.study.years), found.study.first_year
    now = [int((first == year).sum()) for year in years]
    had = np.cumsum(now)
    columns = {"began": now, "had_begun": had, "not_yet": len(first) - had, "before": np.arange(len(years))}
    return pd.DataFrame(columns, index=pd.Index(years, name="year"))


def _said(found: Design, lang: str) -> Iterator[str]:
    facts, words = found.rests.facts, words_of(found, lang)
    yield say("measures.verdict_rests_on", lang, **words, **size_of(facts))
    if found.reason:
        yield say(f"measures.verdict_why_{found.reason}", lang, **needed(), **words)
    began = found.table[found.table["began"] > 0]
    if len(began):
        shown = ", ".join(f"{year}: {number}" for year, number in began["began"].items())
        yield say("measures.design_began", lang, shown=shown, before=int(began["before"].iloc[0]), **words)
        yield say_placed(found, facts, lang)
    if np.isfinite(facts.placed.overlap):
        yield say(
            "measures.design_overlap", lang, share=format_percent(facts.placed.overlap, lang, 0), **words
        )
    if np.isfinite(found.lead[0]):
        ends = {name: format_number(value, lang, 2) for name, value in zip(_LEAD, found.lead, strict=True)}
        yield say("measures.verdict_lead", lang, **ends)
    if facts.placed.surge.low > 1:
        yield say("measures.design_surge", lang, surge=say_times(facts.placed.surge.value, lang), **words)
    for key in panel_caveats(facts, estimated=False):
        yield from say_caveat(key, facts, words, lang, shared=None, fell=False)
