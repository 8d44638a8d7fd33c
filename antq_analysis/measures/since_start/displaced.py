"""What changed where models began and next door, as it is shown."""

from dataclasses import dataclass, field

import pandas as pd

from antq_analysis.measures.design.study import Study
from antq_analysis.measures.frame import Estimate
from antq_analysis.measures.since_start.displaced_said import paragraph
from antq_analysis.measures.since_start.windows import Windows
from antq_analysis.measures.verdict.basis import Words
from antq_analysis.vocabulary import Province

BEFORE = "earlier"
"""Row of the same difference between two times before anybody that is looked at began."""


@dataclass(frozen=True)
class Displaced(Estimate):
    """Counts before and after where models began and next door, less the change elsewhere.

    Parameters
    ----------
    table
        Rows ``target``, ``near`` (where there is one), ``both`` (the weighted displacement difference), ``ratio`` (the
        same if all were to change by one ratio) and ``earlier`` (`both` between the first and the last years before,
        where these are two or more). Columns value, low, high,
        error (events over the years of a window; 95% for chance alone), low_between, high_between and error_between
        (by how differently districts went; NaN where there are too few communes or districts).
    design, checks, caveats
        As in :class:`antq_analysis.measures.frame.Estimate`.
    counts
        Rows target, near, control, near_control; columns n (communes), people (times years), before and after (events).
    quotient
        Weighted displacement quotient; NaN where these places did not fall against the control or have no neighbours.
    places
        Index unit_code; columns name, area and reason (why a commune has no part).
    years
        The two windows.
    study
        The communes that can be compared.
    words
        What it is about.
    province, map_date, indicator
        As in :class:`antq_analysis.measures.frame.Measure`.
    """

    counts: pd.DataFrame = field(repr=False)
    quotient: float
    places: pd.DataFrame = field(repr=False)
    years: Windows
    study: Study = field(repr=False)
    words: Words = field(repr=False)
    province: Province = field(repr=False)
    map_date: str
    indicator: str

    def sentence(self, lang: str = "vi") -> str:
        """Say the counts, the difference, the quotient, and what must be known to read them.

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
