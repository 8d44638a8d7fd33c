"""The result of an association: coefficients, what nothing gives, districts, groups of models, who is left out."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.measures.association.checks import SmallCounts
from antq_analysis.measures.association.districts import Districts
from antq_analysis.measures.association.nothing_true import NothingTrue
from antq_analysis.measures.association.said import headline, paragraph
from antq_analysis.measures.association.said_further import further
from antq_analysis.measures.frame import Estimate
from antq_analysis.vocabulary import Province


@dataclass(frozen=True)
class Words:
    """What an association is about, in both languages.

    Parameters
    ----------
    outcome, density
        Labels by language.
    outcome_unit, density_unit, event_unit
        Units by language; the last that of the events behind the outcome.
    given
        Labels of the figures that were held fixed, by language.
    period, since, with_period
        The year of the outcome, the year from which it changed (empty for a level), the year of the density.
    base_year
        The year whose counts tell what communes usually have; empty where none does.
    notes
        What must be known of the bases of both figures, by language.
    grouping
        What the districts are, by language.
    """

    outcome: Mapping[str, str]
    density: Mapping[str, str]
    outcome_unit: Mapping[str, str]
    density_unit: Mapping[str, str]
    event_unit: Mapping[str, str]
    given: Mapping[str, tuple[str, ...]]
    period: str
    since: str
    with_period: str
    base_year: str
    notes: Mapping[str, tuple[str, ...]]
    grouping: Mapping[str, str]


@dataclass(frozen=True)
class Association(Estimate):
    """Whether a figure goes with the density over the communes, beside what the same panel gives when it does not.

    Parameters
    ----------
    table
        Columns value, low, high, p_value, n, effective_n. Rows ``pearson``, ``spearman`` and ``kendall`` (bootstrap
        intervals; p as if communes were independent), ``spatial`` (Pearson's r with Dutilleul's test and interval),
        ``lee`` (Lee's L); of a change ``with_base`` (density and the figure of the base year), ``base_outcome`` (that
        figure and the change) and ``given_base`` (density and change, that figure held fixed); ``partial`` (the figures
        of `given` held fixed); ``without_size`` (of two rates over one base, what its size leaves); ``within`` and
        ``between`` districts.
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    words
        What it is about.
    frame
        Index unit_code; density, outcome, and where they are known events, exposure, base_events, base_exposure, then
        group_code and group_name.
    left_out
        Communes that have no part: name, reason.
    nothing_true
        Pearson's r of many runs in which nothing links the two: ``shuffled`` (densities dealt out anew among communes
        with like figures of the base year; ``dealt``, among all, where there is no base year), ``from_base`` (counts
        of the year drawn from what those of the base year let expect), ``from_level`` (counts of both years drawn
        from what each commune usually has).
    districts
        The correlation by district; None with fewer than three.
    model_groups
        Index group; name_vi, name_en, n, value, low, high, p_value, q_value: the same correlation for the density of
        each group of models.
    small
        How small the counts are; None where there are none.
    contained
        What the definition of the outcome has in common with the density; then the result only describes.
    names
        Name of each unit of the map, index unit_code.
    province, map_date, indicator, sensitive
        As in :class:`antq_analysis.measures.frame.Measure`; sensitive where either figure is.
    """

    words: Words
    frame: pd.DataFrame = field(repr=False)
    left_out: pd.DataFrame = field(repr=False)
    nothing_true: Mapping[str, NothingTrue] = field(repr=False)
    districts: Districts | None = field(repr=False)
    model_groups: pd.DataFrame = field(repr=False)
    small: SmallCounts | None
    contained: tuple[str, ...]
    names: pd.Series = field(repr=False)
    province: Province = field(repr=False)
    map_date: str
    indicator: str
    sensitive: bool

    @property
    def span(self) -> tuple[float, float]:
        """The range of correlations that the panel gives when nothing links the two, over all ways of asking."""
        runs = self.nothing_true.values()
        return min(one.low for one in runs), max(one.high for one in runs)

    @property
    def beyond_nothing(self) -> bool:
        """Whether the correlation lies outside that range, also among the communes that each way rests on."""
        low, high = self.span
        seen = [float(self.table["value"]["pearson"]), *(one.observed for one in self.nothing_true.values())]
        return all(not low <= value <= high for value in seen)

    def headline(self, lang: str = "vi") -> str:
        """Say whether the two go together, beside what no link at all gives.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            What must be known to read it stands in :meth:`sentence`.
        """
        return " ".join(headline(self, lang))

    def sentence(self, lang: str = "vi") -> str:
        """Say how the two go together, what nothing gives, and what must be known to read it.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join([*paragraph(self, lang), super().sentence(lang)])

    def details(self, lang: str = "vi") -> str:
        """Say what belongs in an annex: tests, trials, districts, groups of models.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One paragraph.
        """
        return " ".join(further(self, lang))

    def __str__(self) -> str:
        told = [part(lang) for lang in LANGUAGES for part in (self.sentence, self.details)]
        return "\n".join([*told, self.table.to_string(float_format="{:.4g}".format)])

    def _repr_html_(self) -> str:
        told = [part(lang) for lang in LANGUAGES for part in (self.sentence, self.details)]
        table: str = self.table.to_html(float_format="{:.4g}".format)
        return "".join(f"<p>{html.escape(text)}</p>" for text in told) + table
