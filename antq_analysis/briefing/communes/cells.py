"""What stands in a cell of the table of communes: a figure, or the kind of nothing, and what its sum lacks."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from antq_analysis.language.catalogue import say
from antq_analysis.language.numbers import format_number, format_share
from antq_analysis.measures.frame import SUPPRESSED
from antq_analysis.places.carrying.merging import PARTS_DIFFER, PARTS_OUTSIDE, say_mixed
from antq_analysis.show.level import bound_of
from antq_analysis.show.table import NOT_AVAILABLE, STAR
from antq_analysis.show.table_content import BOUNDS, star_of
from antq_analysis.vocabulary import Indicator

SUM, STATE = "sum", "flags"
CONFLICT = "≠"


class Cell(NamedTuple):
    """One cell.

    Parameters
    ----------
    value
        The figure, NaN where there is none.
    symbol
        What is printed in its place; empty where the figure is.
    star
        What is printed behind it.
    """

    value: float = np.nan
    symbol: str = ""
    star: str = ""


def commune_cell(own: pd.Series, what: Indicator, lang: str) -> Cell:
    """Show what a commune reports.

    Parameters
    ----------
    own
        Its observation; empty where it has none.
    what
        The indicator.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Cell
        A state in words, its former communes where they differ, else the figure.
    """
    value, status = float(own["value"]), "" if pd.isna(own["status"]) else str(own["status"])
    if np.isnan(value) and PARTS_DIFFER in str(own["rule"]):
        return Cell(symbol=say_mixed(str(own["value_text"]), lang))
    if np.isnan(value):
        return Cell(symbol=mark(status, lang))
    if what.adds_up == STATE and value in (0, 1):
        words = what.unit(lang).split("/")[-2:]
        word = words[int(value)] if len(words) == 2 else what.label(lang)
        partly = f" ({say_mixed(str(own['value_text']), lang)})" if PARTS_OUTSIDE in str(own["rule"]) else ""
        return Cell(value, word[:1].upper() + word[1:] + partly)
    star = star_of(float(own["apportioned_share"]), lang) if status == "apportioned" else ""
    return Cell(value, "", star + BOUNDS.get(str(own["comparator"]), ""))


def sum_cell(own: pd.DataFrame, what: Indicator, lang: str) -> Cell:
    """Show the sum of several communes.

    Parameters
    ----------
    own
        Their observations, one row a commune.
    what
        The indicator.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Cell
        Of states how many of those with one meet it; what is missing and what is mixed is counted apart. Blank where
        nothing may be summed.
    """
    if what.adds_up not in (SUM, STATE):
        return Cell()
    empty = own["value"].isna()
    mixed = empty & own["rule"].fillna("").str.contains(PARTS_DIFFER, regex=False)
    missing = empty & ~mixed & own["status"].ne("not_applicable")
    lacks = say_lacks(int(missing.sum()), int(mixed.sum()), lang)
    known = own[~empty]
    if known.empty:
        nothing = NOT_AVAILABLE if missing.any() else mark("not_applicable", lang)
        return Cell(symbol=lacks.strip() if mixed.any() else nothing)
    total = float(known["value"].sum())
    if what.adds_up == STATE:
        # Of merged communes only those whose parts agree have a state: no share of them speaks for the others.
        counts = "/".join(format_number(n, lang, 0) for n in (total, len(known)))
        return Cell(total, (counts if mixed.any() else format_share(total, len(known), lang)) + lacks)
    return Cell(total, "", star_of_sum(known) + BOUNDS.get(bound_of(own), "") + lacks)


def star_of_sum(known: pd.DataFrame) -> str:
    """Mark a sum or a level of which a part was apportioned.

    Parameters
    ----------
    known
        What it is made of: a column status.

    Returns
    -------
    str
        A star without a share, which would tell of single communes; empty where nothing was apportioned.
    """
    return STAR if known["status"].eq("apportioned").any() else ""


def whole_cell(whole: pd.Series | None, lang: str) -> Cell:
    """Show the figure of the province as its headline tells it.

    Parameters
    ----------
    whole
        Row of a :class:`antq_analysis.measures.frame.Series`; None where there is none for the year.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    Cell
        The figure with its bound and with how many communes it lacks.
    """
    if whole is None:
        return Cell()
    missing = int(whole["n_missing"])
    if np.isnan(whole["value"]):
        alone = missing > 0 and int(whole["n_baseless"]) == missing
        return Cell(symbol=nothing_of(missing, lang, baseless=alone))
    return Cell(
        float(whole["value"]), "", BOUNDS.get(str(whole["comparator"]), "") + say_lacks(missing, 0, lang)
    )


def nothing_of(missing: int, lang: str, *, baseless: bool) -> str:
    """Say why several communes have no figure together.

    Parameters
    ----------
    missing
        How many of them lack one; 0 means that it applies to none.
    lang
        ``"vi"`` or ``"en"``.
    baseless
        Whether all have a figure and nothing to relate it to.

    Returns
    -------
    str
        The mark.
    """
    if not missing:
        return mark("not_applicable", lang)
    return say("annual.no_base", lang) if baseless else NOT_AVAILABLE


def say_lacks(missing: int, mixed: int, lang: str) -> str:
    """Say what a sum is without.

    Parameters
    ----------
    missing, mixed
        How many communes lack a figure, and how many have no one state because their former communes differ.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        For instance `` (thiếu 1) (khác nhau 2)``, after a blank; empty where nothing is left out.
    """
    told = (("show.lacks", missing), ("annual.mixed", mixed))
    return "".join(f" {say(key, lang, n=n)}" for key, n in told if n)


def mark(status: str, lang: str) -> str:
    """Give the mark of a figure that is not there.

    Parameters
    ----------
    status
        Status of the observation.
    lang
        ``"vi"`` or ``"en"``.

    Returns
    -------
    str
        ``KX``, ``≠``, ``…``, or that it is not published.
    """
    if status in ("not_applicable", SUPPRESSED):
        return say(f"show.mark_{status}", lang)
    return CONFLICT if status == "conflict" else NOT_AVAILABLE
