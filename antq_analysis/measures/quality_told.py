"""What should be asked again about the reporting of an indicator, told without accusing anybody."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.frame import UnitResult

TESTED = ("zeros", "digits", "fall", "copied", "unchanged")
"""What is held against chance."""
COUNTED = ("unsettled", "early")
"""What is merely counted."""
CHECKS = (*TESTED, *COUNTED)
"""These identifiers never change."""
SHORT = 5
"""Fewer years than this show little of one commune, and the sentence says so."""


@dataclass(frozen=True)
class Quality(UnitResult):
    """What is odd in the reports of each commune.

    Parameters
    ----------
    frame
        Index unit_code; columns

        - n_years, events: years with a count, and their sum;
        - zeros, zeros_expected: years with a zero;
        - above_zero, fives, fives_expected: counts above zero, and those that end in 0 or 5;
        - value, value_expected: the count of the last year, and what its earlier years lead one to expect;
        - n_compared, n_same: events of any indicator held against the year before, and those that are the same number;
        - unsettled: years before the last whose figure is an estimate or preliminary;
        - early: years whose figure ends before the reporting window does;
        - for each of :data:`TESTED` p_ and q_, the latter by Benjamini-Hochberg over all of these of the whole map;
        - ask: those of :data:`CHECKS` that should be asked about, joined by a blank; status.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    years
        The years that were looked at, counted in one way.
    last_digits
        Of the whole province: counts above zero, those that end in 0 or 5, those expected, the chance of so many.
    """

    years: tuple[str, ...] = ()
    last_digits: tuple[float, float, float, float] = field(default=(0.0, 0.0, 0.0, 1.0))

    def counted(self) -> dict[str, int]:
        """Count the communes to ask about, by check.

        Returns
        -------
        dict of str to int
            By check; those that do not occur are 0.
        """
        asked = self.frame["ask"].str.split()
        return {name: int(asked.map(lambda names, name=name: name in names).sum()) for name in CHECKS}

    def questions(self, lang: str = "vi") -> tuple[str, ...]:
        """Say for each commune with something odd what to ask about.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            One sentence a commune, in register order.
        """
        odd = self.frame[self.frame["ask"].ne("")]
        return tuple(self._question(str(code), row, lang) for code, row in odd.iterrows())

    def _question(self, code: str, row: pd.Series, lang: str) -> str:
        words: dict[str, object] = {str(name): _number(value) for name, value in row.items()}
        words |= {"period": self.years[-1], "since": str(int(self.years[-1]) - 1)}
        reasons = "; ".join(
            say(f"measures.quality_{name}", lang, **words) for name in str(row["ask"]).split()
        )
        name = str(self.units["name"].get(code, code))
        return say("measures.quality_question", lang, name=name, code=code, reasons=reasons)

    def sentence(self, lang: str = "vi") -> str:
        """Say how many communes should be asked again and about what, and how last digits lie in the province.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            A paragraph that accuses nobody.
        """
        label = self.label_en if lang == "en" else self.label_vi
        told = self.frame["n_years"].gt(0)
        years = "-".join(dict.fromkeys((self.years[0], self.years[-1])))
        words = {"label": label, "years": years, "all": int(told.sum())}
        odd = int(self.frame["ask"].ne("").sum())
        if odd:
            counted = self.counted()
            parts = (say(f"measures.quality_n_{name}", lang, n=n) for name, n in counted.items() if n)
            text = say("measures.quality_counted", lang, n=odd, parts="; ".join(parts), **words)
        else:
            text = say("measures.quality_none", lang, **words)
        if len(self.years) < SHORT:
            text += " " + say("measures.quality_short", lang, n=len(self.years))
        n, fives, due, p = self.last_digits
        if n:
            key = "measures.quality_digits_many" if p <= 0.05 else "measures.quality_digits_usual"
            text += " " + say(key, lang, n=int(fives), all=int(n), expected=round(due))
        return text + " " + say("measures.quality_method", lang)


def _number(value: object) -> object:
    """Give a number as it is read in a sentence: whole, or with one decimal."""
    if not isinstance(value, int | float | np.number) or not np.isfinite(value):
        return value
    shown = round(float(value), 1)
    return int(shown) if shown == int(shown) else shown
