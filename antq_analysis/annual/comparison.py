"""A comparison with last year, as it says itself."""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from antq_analysis.annual.compared_units import WHAT
from antq_analysis.annual.differences import Difference
from antq_analysis.annual.frozen import Kept
from antq_analysis.errors import InputError
from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_change
from antq_analysis.measures.usual_range import COVERAGE
from antq_analysis.vocabulary import Province, Vocabulary

FALSE_SHARE = 0.05


@dataclass(frozen=True)
class Against:
    """What a panel says otherwise than something that was kept.

    Parameters
    ----------
    kept
        What was handed in, or a report that stands.
    revised, sums
        As :func:`antq_analysis.annual.revised.find_revised` and :func:`antq_analysis.annual.revised.sum_revised` give
        them.
    rules
        What changed since in code, versions, vocabulary, layouts, maps, decisions and settings.
    """

    kept: Kept
    revised: pd.DataFrame = field(repr=False)
    sums: pd.DataFrame = field(repr=False)
    rules: tuple[Difference, ...] = field(repr=False)


def say_revised(row: Mapping[Hashable, Any], label: str, kept: Kept, lang: str = "vi") -> str:
    """Say that a figure of the province is not what was handed in.

    Parameters
    ----------
    row
        As :func:`antq_analysis.annual.revised.sum_revised` gives it, with sums.
    label
        The name of the figure.
    kept
        What was handed in.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        One sentence; what has no figure any more is told, since a sum without it is no fall.
    """
    before, after = float(row["before"]), float(row["after"])
    words = {
        "label": label,
        "period": str(row["period"]),
        "n": int(row["n"]),
        "before": before,
        "after": after,
    }
    told = [
        say(
            "annual.compare_footnote",
            lang,
            on=date.fromisoformat(kept.on),
            change=format_change(before, after, lang, min_base=math.inf),
            **words,
        )
    ]
    empty = (("compare_footnote_gone", int(row["gone"])), ("compare_footnote_came", int(row["came"])))
    told += [say(f"annual.{key}", lang, n=n) for key, n in empty if n]
    return " ".join(told)


@dataclass(frozen=True)
class Comparison:
    """What changed since last year.

    Parameters
    ----------
    province, vocabulary
        Whose, and names of indicators.
    year, before
        The year, and the year before; the latter is empty where no figures of it were received.
    units
        As :func:`antq_analysis.annual.compared_units.compare_units` gives them.
    against
        What was kept, each with what differs; empty where nothing was.
    unusual
        Counts of the year outside their usual range: columns indicator, unit_code, name, value, low, high, q_value.
    n_tested
        Counts that have a usual range.
    unread
        Why what was handed in cannot be read, where it cannot.
    """

    province: Province
    vocabulary: Vocabulary = field(repr=False)
    year: str
    before: str
    units: pd.DataFrame = field(repr=False)
    against: tuple[Against, ...]
    unusual: pd.DataFrame = field(repr=False)
    n_tested: int
    unread: InputError | None = None

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, lang: str = "vi") -> str:
        """Say what changed, in a few sentences.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            One line for each part.
        """
        return "\n".join([self._units(lang), *self._revised(lang), self._unusual(lang), *self._rules(lang)])

    def footnotes(self, lang: str = "vi") -> list[str]:
        """Say where figures of earlier years are not those that were handed in.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        list of str
            A line for each revised figure of the province; empty where all are as they were handed in.
        """
        return [
            say_revised(row, self.label(row, lang), one.kept, lang)
            for one in self.against
            if one.kept.number
            for row in one.sums[one.sums["before"].notna() & one.sums["period"].lt(self.year)].to_dict(
                "records"
            )
        ]

    def label(self, row: Mapping[Hashable, Any], lang: str = "vi") -> str:
        """Name the figure of a row.

        Parameters
        ----------
        row
            With indicator, and perhaps category.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The label.
        """
        name, category = str(row["indicator"]), str(row.get("category") or "")
        label = self.vocabulary.indicator(name).label(lang)
        return f"{label} ({self.vocabulary.category_label(name, category, lang)})" if category else label

    def _units(self, lang: str) -> str:
        if not self.before:
            return say("annual.compare_first_year", lang, year=self.year)
        words = {"year": self.year, "before": self.before}
        counts = self.units["what"].value_counts()
        told = [say(f"annual.compare_n_{what}", lang, n=int(counts[what])) for what in WHAT if what in counts]
        if not told:
            return say("annual.compare_units_same", lang, **words)
        return say("annual.compare_units", lang, told="; ".join(told), **words)

    def _revised(self, lang: str) -> list[str]:
        if self.unread is not None:
            return [self.unread.text(lang)]
        lines = []
        if self.before and not any(one.kept.year == self.before and one.kept.number for one in self.against):
            words = {"before": self.before, "province": self.province.id}
            lines.append(say("annual.compare_not_frozen", lang, **words))
        for one in self.against:
            counts = one.revised["state"].value_counts()
            told = {name: int(counts.get(name, 0)) for name in ("changed", "added", "lost")}
            key = "revised" if len(one.revised) else "revised_same"
            lines.append(
                say(f"annual.compare_{key}", lang, what=one.kept.label(lang), n=len(one.revised), **told)
            )
        return lines

    def _unusual(self, lang: str) -> str:
        if not self.n_tested:
            return say("annual.compare_no_range", lang, year=self.year)
        beyond = int(self.unusual["q_value"].le(FALSE_SHARE).sum())
        chance = round(self.n_tested * (1 - COVERAGE), 1)
        words = {"n": len(self.unusual), "tested": self.n_tested, "chance": chance, "beyond": beyond}
        return say("annual.compare_unusual", lang, year=self.year, **words)

    def _rules(self, lang: str) -> list[str]:
        return [
            say(
                "annual.compare_rules" if one.rules else "annual.compare_rules_same",
                lang,
                what=one.kept.label(lang),
                n=len(one.rules),
            )
            for one in self.against
        ]
