"""What is counted: indicators, the categories they fall into, and headers that do not say which is meant."""

from dataclasses import dataclass

PROGRAMME = "programme"
"""Stands in ``contains`` for the programme itself."""

WORDS: dict[str, tuple[str, ...]] = {
    "level": ("commune", "district", "province", "national"),
    "kind": ("base", "stock", "flow", "status", "rate", "change", "date", "category"),
    "direction": ("up", "down", "none", "context"),
    "adds_up": ("sum", "distinct", "flags", "classes", "ratio", "mean", "min", "none"),
    "merges": ("additive", "land", "recount", "distinct", "flag", "recompute", "close", "min", "none"),
}
"""Words that a field of an indicator may hold."""

UNIT_TYPES = ("xã", "phường", "thị trấn", "đặc khu")
"""Types of commune-level units, as a register names them."""


@dataclass(frozen=True)
class Indicator:
    """One thing that is counted.

    Parameters
    ----------
    id
        English identifier, never changed.
    label_vi, label_en
        What people read.
    unit_vi, unit_en
        Unit of the value.
    level
        Lowest level at which it is reported.
    kind
        base, stock, flow, status, rate, change, date or category.
    adds_up
        How values of several units make one: sum, distinct, flags, classes, ratio, mean, min or none.
    merges
        What happens when units merge: additive, land, recount, distinct, flag, recompute, close, min or none.
    definition
        What is counted, more exactly.
    denominators
        Indicators by which it may be divided.
    direction
        Which way is good; ``context`` where no way is good by itself.
    dimension
        What the category of an observation means; empty when it has none.
    sensitive
        Whether small counts are hidden in anything for release.
    contains
        Indicators, or ``"programme"``, that its definition already contains.
    never_above
        Indicators of other units that it can never exceed: there are no more households than people.
    parts, per
        Of a rate: numerator and denominator, and per how many. A rate without parts is only ever a reported rate.
    aliases
        Headers that mean it; parts of a merged header are joined by ``" / "``.
    scope
        The province where alone it exists; empty = everywhere.
    applies_to
        The types of unit, of :data:`UNIT_TYPES`, that alone it is about; empty = all.
    median_between
        Least and most that the median commune of any province may have: of a base all communes, of anything else
        those in which it happened; empty = unknown.
    source, note
        Where the definition comes from, and what to mind.
    """

    id: str
    label_vi: str
    label_en: str
    unit_vi: str
    unit_en: str
    level: str
    kind: str
    adds_up: str
    merges: str
    definition: str = ""
    denominators: tuple[str, ...] = ()
    direction: str = "none"
    dimension: str = ""
    sensitive: bool = False
    contains: tuple[str, ...] = ()
    never_above: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    per: int = 1
    aliases: tuple[str, ...] = ()
    scope: str = ""
    applies_to: tuple[str, ...] = ()
    median_between: tuple[float, ...] = ()
    source: str = ""
    note: str = ""

    def label(self, lang: str = "vi") -> str:
        """Say what it is called.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The label.
        """
        return self.label_en if lang == "en" else self.label_vi

    def unit(self, lang: str = "vi") -> str:
        """Say its unit.

        Parameters
        ----------
        lang
            ``"vi"`` or ``"en"``.

        Returns
        -------
        str
            The unit of a value.
        """
        return self.unit_en if lang == "en" else self.unit_vi


@dataclass(frozen=True)
class Category:
    """One value of a dimension.

    Parameters
    ----------
    id
        What ``category`` of an observation holds.
    label_vi, label_en
        What people read.
    """

    id: str
    label_vi: str
    label_en: str


@dataclass(frozen=True)
class Dimension:
    """What the category of an indicator means.

    Parameters
    ----------
    id
        Identifier, named by indicators.
    label_vi, label_en
        What people read.
    values
        The categories in their order.
    values_from
        The reference table that holds the categories instead, for instance ``model_types.csv``.
    """

    id: str
    label_vi: str
    label_en: str
    values: tuple[Category, ...] = ()
    values_from: str = ""


@dataclass(frozen=True)
class Ambiguous:
    """Headers that alone do not say what is counted.

    Parameters
    ----------
    headers
        The wordings.
    indicators
        What they may mean.
    note
        What to ask, in Vietnamese.
    """

    headers: tuple[str, ...]
    indicators: tuple[str, ...]
    note: str = ""
