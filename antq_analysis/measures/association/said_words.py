"""The words that every sentence of an association shares, and which way it points."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, lower_first

if TYPE_CHECKING:
    from antq_analysis.measures.association.result import Association

Row = Mapping[str, Any]

LEVEL = 0.05
_LEAST = 0.001
"""A p value below this is not written out."""


def rows_of(found: "Association") -> dict[str, Row]:
    """Give the table of an association row by row.

    Parameters
    ----------
    found
        The association.

    Returns
    -------
    dict of str to Mapping
        By name of the row.
    """
    return {str(name): {str(key): row[key] for key in row.index} for name, row in found.table.iterrows()}


def sides_of(found: "Association", lang: str) -> dict[str, object]:
    """Name the two sides of an association, their years and their places.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to object
        What most sentences need.
    """
    words = found.words
    outcome, label = words.outcome[lang], words.density[lang]
    if words.since:
        outcome = say("measures.associate_change", lang, outcome=lower_first(outcome))
    density = lower_first(label)
    return {
        "outcome": outcome,
        "outcome_in": lower_first(outcome),
        "density": density,
        "period": words.period,
        "since": words.since or words.base_year,
        "with_period": words.with_period,
        "units": found.province.unit_name_en if lang == "en" else found.province.unit_name_vi,
        "district": words.grouping[lang],
    }


def number(value: float, lang: str, decimals: int = 2) -> str:
    """Write a coefficient; one that is not there is a dash.

    Parameters
    ----------
    value
        The coefficient.
    lang
        ``"vi"`` or ``"en"``.
    decimals
        Digits after the decimal mark.

    Returns
    -------
    str
        Such as ``-0,21``.
    """
    return format_number(value, lang, decimals) if np.isfinite(value) else "–"


def ends_of(row: Row, lang: str) -> dict[str, str]:
    """Write a coefficient and its interval.

    Parameters
    ----------
    row
        A row of the table.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to str
        value, low, high.
    """
    return {name: number(row[name], lang) for name in ("value", "low", "high")}


def tested(row: Row, lang: str) -> dict[str, str]:
    """Write a coefficient with its interval and p value.

    Parameters
    ----------
    row
        A row of the table.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    dict of str to str
        value, low, high, and p as ``p = 0,020`` or ``p < 0,001``.
    """
    least = format_number(_LEAST, lang, 3)
    p_value = f"p < {least}" if row["p_value"] < _LEAST else f"p = {number(row['p_value'], lang, 3)}"
    return ends_of(row, lang) | {"p": p_value}


def direction(found: "Association") -> str:
    """Tell which way two figures go together.

    Parameters
    ----------
    found
        The association.

    Returns
    -------
    str
        ``"up"``, ``"down"``, or ``"unclear"`` where that may be chance, near communes being alike.
    """
    low, high = interval(found)
    if not low * high > 0 or too_few_places(found):
        return "unclear"
    return "up" if low > 0 else "down"


def standing(found: "Association") -> str:
    """Tell what a correlation is worth beside those without any link.

    Parameters
    ----------
    found
        The association.

    Returns
    -------
    str
        ``"within"`` their range; ``"beyond"`` it; ``"unsure"`` where it lies beyond and may still be chance.
    """
    if not found.beyond_nothing:
        return "within"
    return "unsure" if direction(found) == "unclear" else "beyond"


def interval(found: "Association") -> tuple[float, float]:
    """Give the interval of the correlation that allows for skewed figures and for near communes being alike.

    Parameters
    ----------
    found
        The association.

    Returns
    -------
    tuple of float
        The outer ends of the bootstrap interval and of that for as many independent places as there are, where any
        are left.
    """
    ends = found.table.loc[found.table.index.isin(["pearson", "spatial"]), ["low", "high"]]
    return float(ends["low"].min()), float(ends["high"].max())


def too_few_places(found: "Association") -> bool:
    """Tell whether near communes are so alike that nothing can be tested.

    Parameters
    ----------
    found
        The association.

    Returns
    -------
    bool
        False where the map has no boundaries: then nobody knows.
    """
    return "spatial" in found.table.index and not found.checks["passed"]["enough_independent_places"]


def title_of(found: "Association", lang: str, *, only: str = "") -> str:
    """Say in one sentence what was found, for the head of a figure.

    Parameters
    ----------
    found
        The association.
    lang
        ``"vi"`` or ``"en"``.
    only
        ``"contained"`` or what :func:`standing` gives, to say that and nothing else.

    Returns
    -------
    str
        It never says more than the correlations without any link allow.
    """
    key = only or ("contained" if found.contained else standing(found))
    return say(f"measures.associate_title_{key}", lang, **sides_of(found, lang))
