"""What a map of a result says before it is drawn: for each unit its category or a kind of nothing."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.errors import RefusedError
from antq_analysis.language.catalogue import say
from antq_analysis.measures.change_map import ChangeMap
from antq_analysis.measures.frame import UnitResult
from antq_analysis.measures.typology import NOT_CONSIDERED, ONE_YEAR
from antq_analysis.places.groups import NO_GROUPS
from antq_analysis.show.categories import CATEGORIES, COLUMNS, NEWS, scheme_of
from antq_analysis.show.painted import SILENT, Painted
from antq_analysis.show.style import MIXED, NO_DATA, NO_NEIGHBOURS, NOT_APPLICABLE, SUPPRESSED, UNTESTED
from antq_analysis.show.words import units_name

APART = "apart"
SET_ASIDE = ("not_exact", "apportioned", "too_few_years", "too_few_events", "one_year", APART)
"""Reasons why a unit with figures was not looked at."""
MOST_NAMED = 20
"""So many names of units can be read on a map of a province."""


@dataclass(frozen=True)
class Found(Painted):
    """A result of every unit, ready to be drawn.

    Parameters
    ----------
    result
        What is drawn.
    units
        One row a unit with a polygon; columns place (category, -1 for none), nothing (kind of nothing or ""),
        apportioned, reason.
    beside
        Codes of units that have a row but no polygon.
    """

    result: UnitResult
    units: pd.DataFrame
    beside: tuple[str, ...]

    def colours(self) -> tuple[str, ...]:
        """Give the colour of each category.

        Returns
        -------
        tuple of str
            In the order of the categories, the same on every map.
        """
        return tuple(CATEGORIES[scheme_of(self.result)].values())

    def labels(self, lang: str = "vi") -> tuple[str, ...]:
        """Say each category.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            In the order of the categories.
        """
        scheme = scheme_of(self.result)
        words: dict[str, object] = {"units": self.units_word(lang)}
        if isinstance(self.result, ChangeMap):
            words |= {"low": 1 / self.result.alike, "high": self.result.alike}
        return tuple(say(f"show.{scheme}_{name}", lang, **words) for name in CATEGORIES[scheme])

    def heading(self, lang: str = "vi") -> str:
        """Say what was looked for.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The head of the legend.
        """
        return say(f"show.legend_{scheme_of(self.result)}", lang, units=self.units_word(lang))

    def units_word(self, lang: str = "vi") -> str:
        """Name the units.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Such as ``xã``.
        """
        return units_name(self.result, lang)

    def nothing_label(self, kind: str, lang: str = "vi") -> str:
        """Say a kind of nothing.

        Parameters
        ----------
        kind
            One of :data:`antq_analysis.show.painted.NOTHINGS`.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The label; why a unit with figures was not looked at depends on the result.
        """
        if kind == UNTESTED:
            return say(f"show.untested_{self.result.kind}", lang)
        return super().nothing_label(kind, lang)

    def named(self) -> pd.Series:
        """Name the units that a reader looks for, where they are few enough for their names to be read.

        Returns
        -------
        pandas.Series
            Names, index unit_code; empty where there are more than :data:`MOST_NAMED`.
        """
        news = np.array([name in NEWS for name in CATEGORIES[scheme_of(self.result)]])
        place = self.units["place"].to_numpy()
        codes = self.units.index[(place >= 0) & news[place]]
        if len(codes) > MOST_NAMED or "name" not in self.result.units:
            codes = codes[:0]
        return self.result.units["name"].reindex(codes).astype(str) if len(codes) else pd.Series(dtype="str")


def read_result(result: UnitResult) -> Found:
    """Sort the units of a result into its categories and kinds of nothing.

    Parameters
    ----------
    result
        Clusters, a change map, trends, entries and exits, or a typology.

    Returns
    -------
    Found
        Every unit that has a polygon exactly once.

    Raises
    ------
    RefusedError
        If it is a result without categories.
    """
    if scheme_of(result) not in CATEGORIES:
        raise RefusedError("show.result_not_drawn", label=result.label_vi, label_en=result.label_en)
    shapes = result.units.geometry
    drawn = result.units.index[~(shapes.isna() | shapes.is_empty)]
    table = result.frame.reindex(drawn)
    category, status = table[COLUMNS[result.kind]], table["status"].fillna("no_row")
    if result.kind == "change_map":
        # It compares two periods, and does not say which of them has no figure.
        status = status.replace("not_available", "one_period")
    hidden = status.eq("suppressed")
    place = pd.Index(CATEGORIES[scheme_of(result)]).get_indexer(pd.Index(category.mask(hidden)))
    outside = category.eq(NOT_CONSIDERED) | status.eq("not_applicable")
    kinds = np.select(
        [place >= 0, hidden, outside, category.eq(NO_NEIGHBOURS), category.eq(MIXED), status.isin(SILENT)],
        ["", SUPPRESSED, NOT_APPLICABLE, NO_NEIGHBOURS, MIXED, NO_DATA],
        default=UNTESTED,
    )
    nothing = pd.Series(kinds, drawn, dtype="str")
    # What lies in several groups, or in none, has figures and is no group that was looked at.
    reason = status.mask(category.eq(ONE_YEAR), "one_year").mask(drawn.isin(NO_GROUPS), APART)
    units = pd.DataFrame(
        {
            "place": place,
            "nothing": nothing,
            "apportioned": status.eq("apportioned") & nothing.eq(""),
            "reason": reason.where(nothing.isin([NO_DATA, UNTESTED]), ""),
        },
        index=drawn,
    )
    there = result.frame.index[result.frame["status"].ne("no_row")]
    return Found(result, units, tuple(str(code) for code in there.difference(drawn)))
