"""What every map has in common: each unit has a colour or a kind of nothing, and both are counted."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.show.style import MIXED, NO_DATA, NO_NEIGHBOURS, NOT_APPLICABLE, SUPPRESSED, UNTESTED

NOTHINGS = (NO_DATA, NOT_APPLICABLE, SUPPRESSED, MIXED, NO_NEIGHBOURS, UNTESTED)
"""Kinds of nothing, in the order of a legend."""

SILENT = ("no_row", "not_reported", "not_available", "conflict", "unparsed", "no_base", "one_period")
"""Reasons why a unit has no figure."""


class Painted(ABC):
    """A map before it is drawn."""

    units: pd.DataFrame
    """One row a unit with a polygon; columns place (class, -1 for none), nothing (kind of nothing or ""), apportioned,
    reason."""

    @abstractmethod
    def colours(self) -> tuple[str, ...]:
        """Give the colour of each class.

        Returns
        -------
        tuple of str
            In the order of the classes.
        """

    @abstractmethod
    def labels(self, lang: str = "vi") -> tuple[str, ...]:
        """Say each class.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        tuple of str
            In the order of the classes.
        """

    @abstractmethod
    def heading(self, lang: str = "vi") -> str:
        """Say what the legend explains.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The head of the legend.
        """

    @abstractmethod
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

    def nothing_label(self, kind: str, lang: str = "vi") -> str:
        """Say a kind of nothing.

        Parameters
        ----------
        kind
            One of :data:`NOTHINGS`.
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The label.
        """
        return say(f"show.{kind}", lang, units=self.units_word(lang))

    def named(self) -> pd.Series:
        """Name the units whose names are written on the map.

        Returns
        -------
        pandas.Series
            Names, index unit_code; by default none.
        """
        return pd.Series(dtype="str")

    def counts(self) -> tuple[int, ...]:
        """Count the units in each class.

        Returns
        -------
        tuple of int
            In the order of the classes.
        """
        placed = self.units["place"].to_numpy()
        return tuple(int(n) for n in np.bincount(placed[placed >= 0], minlength=len(self.colours())))

    def nothings(self) -> dict[str, int]:
        """Count the units of each kind of nothing that occurs.

        Returns
        -------
        dict of str to int
            By kind.
        """
        counted = self.units["nothing"].value_counts()
        return {kind: int(counted[kind]) for kind in NOTHINGS if kind in counted}

    def legend(self, lang: str = "vi") -> list[tuple[str, int]]:
        """List what the legend explains.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        list of tuple
            Label and number of units of every class, then of every kind of nothing that occurs.
        """
        classes = list(zip(self.labels(lang), self.counts(), strict=True))
        return classes + [(self.nothing_label(kind, lang), n) for kind, n in self.nothings().items()]

    def say_legend(self, lang: str = "vi") -> str:
        """Say the legend in a sentence.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            Each class with its number of units.
        """
        units = self.units_word(lang)
        told = (say("show.class_count", lang, label=label, n=n, unit=units) for label, n in self.legend(lang))
        return say("show.alt_classes", lang, classes="; ".join(told), units=units)


def say_reasons(painted: Painted, reasons: Sequence[str], lang: str = "vi") -> str:
    """Say why units have no class.

    Parameters
    ----------
    painted
        The map.
    reasons
        The reasons to speak of, in order.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        Each reason with its number of units; empty where none occurs.
    """
    number, units = painted.units["reason"].value_counts(), painted.units_word(lang)
    told = (
        say(f"show.reason_{name}", lang, n=int(number[name]), units=units)
        for name in reasons
        if name in number
    )
    return "; ".join(told)
