"""The trends of all communes, told with what so short a series could have shown."""

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.measures.sorted_units import SortedUnits

MIN_YEARS, MIN_EVENTS = 4, 10
"""Fewest years and events that carry a trend; below, its interval does not hold what it says."""
RISING, FALLING, NOT_SHOWN = "rising", "falling", "not_shown"
DIRECTIONS = (RISING, FALLING, NOT_SHOWN)
"""What a trend can be; these identifiers never change, and their colours hang on them."""

SHORT = 8
"""Fewer years than this are a short series, and the sentence says so."""


@dataclass(frozen=True)
class Trends(SortedUnits):
    """The trend of every commune.

    Parameters
    ----------
    frame
        Index unit_code; columns n_years, events (of those years), ratio (of the rate of a year to that of the year
        before) with its 95% limits low and high, p_value, q_value (Benjamini-Hochberg over the map), fall_seen (the
        yearly fall [%] that 80 of 100 such series would have shown if no other unit of the map had changed),
        mk_slope (Sen) and mk_p_value (Mann-Kendall), direction (``rising``, ``falling``, ``not_shown``; empty where
        there is no trend), status.
    kind, indicator, label_vi, label_en, units, province, map_date, base
        As in :class:`antq_analysis.measures.frame.UnitResult`.
    years
        The years that the trends run over, in order.
    steps
        Index: first year counted in another way; columns ratio, low, high: by what the change multiplied the rates of
        the whole province, as :func:`antq_analysis.measures.total_trend.total_trend` estimates it.
    dispersion
        a of the variance ``m + a m**2`` of a count with mean m; 0 is Poisson, above it negative binomial.
    """

    column: ClassVar[str] = "direction"
    categories: ClassVar[tuple[str, ...]] = DIRECTIONS

    years: tuple[str, ...] = ()
    steps: pd.DataFrame | None = None
    dispersion: float = 0.0

    def sentence(self, lang: str = "vi") -> str:
        """Say how many rise or fall beyond chance, and what the series was too short to show.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            A paragraph.
        """
        told = say("measures.trend_counted", lang, **self.counted())
        return " ".join([super().sentence(lang), *self._say_untested(lang), told, *self.caveats(lang)])

    def _say_untested(self, lang: str) -> tuple[str, ...]:
        """Say of how many there is no trend, and why."""
        number = self.frame.loc[self.frame["status"].ne("reported"), "status"].value_counts()
        few = {name: int(number.get(f"too_few_{name}", 0)) for name in ("years", "events")}
        counts = {**few, "exact": int(number.sum()) - sum(few.values())}
        least = {"years": MIN_YEARS, "events": MIN_EVENTS, "exact": 0}
        told = [
            say(f"measures.trend_without_{name}", lang, n=n, least=least[name])
            for name, n in counts.items()
            if n
        ]
        return (say("measures.trend_untested", lang, reasons="; ".join(told)),) if told else ()

    def caveats(self, lang: str = "vi") -> tuple[str, ...]:
        """Say what must be known to read the directions.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            What the series was too short to show, the steps of counting, and what is taken for granted.
        """
        told = []
        if self.counted()[NOT_SHOWN]:
            seen = float(self.frame["fall_seen"].median())
            key = "measures.trend_short" if len(self.years) < SHORT else "measures.trend_power"
            tested = int(self.frame["fall_seen"].notna().sum())
            told.append(say(key, lang, n=len(self.years), seen=round(seen), tested=tested))
        if self.steps is not None:
            for year, step in self.steps.iterrows():
                words = {name: float(step[name]) for name in ("ratio", "low", "high")}
                told.append(say("measures.trend_step", lang, year=str(year), **words))
        return (*told, say("measures.trend_independent", lang))
