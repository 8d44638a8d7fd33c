"""What an association must stand, and what must be read with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from antq_analysis.measures.association.coefficients import Coefficient, ranks_agree
from antq_analysis.measures.association.districts import Districts
from antq_analysis.measures.association.nothing_true import NothingTrue

_FEW_EVENTS = 5.0


@dataclass(frozen=True)
class SmallCounts:
    """How small the counts are that the outcome rests on.

    Parameters
    ----------
    mean
        Mean number of events of a commune and year.
    chance
        Share of the variance between communes that counts of this size show by chance alone, at most 1.
    n
        Communes with exact counts, over which both are taken.
    """

    mean: float
    chance: float
    n: int


def small_counts(frame: pd.DataFrame, *, change: bool) -> SmallCounts | None:
    """Tell how small the counts are, and what they would show by chance alone.

    Parameters
    ----------
    frame
        Columns events, exposure, base_events, base_exposure; NaN where there are no counts.
    change
        Whether the outcome is a change of the rate since the base year.

    Returns
    -------
    SmallCounts or None
        None where there are no counts.
    """
    known = frame.dropna(subset=["events", "exposure"])
    events, exposure = known["events"], known["exposure"]
    if known.empty or not events.sum() > 0:
        return None
    rate = events.sum() / exposure.sum()
    chance, seen = float((rate / exposure).mean()), events / exposure
    if change:
        base, under = known["base_events"], known["base_exposure"]
        chance += float((base.sum() / under.sum() / under).mean())
        seen -= base / under
    return SmallCounts(float(events.mean()), min(1.0, chance / float(seen.var(ddof=0))), len(known))


def checks_of(
    rows: Mapping[str, Coefficient],
    nothing: Mapping[str, NothingTrue],
    districts: Districts | None,
    small: SmallCounts | None,
) -> pd.DataFrame:
    """Check what a coefficient must stand.

    Parameters
    ----------
    rows
        The coefficients by name.
    nothing
        What no link gives.
    districts
        The coefficient by district.
    small
        How small the counts are.

    Returns
    -------
    pandas.DataFrame
        Index: name of the check; column passed.
    """
    value = rows["pearson"].value
    passed = {f"outside_{name}": one.outside for name, one in nothing.items()}
    passed["enough_independent_places"] = "spatial" in rows and np.isfinite(rows["spatial"].effective_n)
    passed["ranks_agree"] = ranks_agree(rows["pearson"], rows["spearman"])
    if small:
        passed["counts_not_small"] = small.mean >= _FEW_EVENTS
    if districts:
        passed["same_sign_within_districts"] = bool(districts.within.value * value > 0)
        passed["same_sign_without_any_district"] = bool((districts.table["without"] * value > 0).all())
    return pd.DataFrame({"passed": pd.Series(passed, dtype=bool)})


def caveats_of(base_year: str, rows: Mapping[str, Coefficient], contained: Sequence[str]) -> tuple[str, ...]:
    """Choose the sentences that must be read with an association.

    Parameters
    ----------
    base_year
        The year before with which the year is compared; empty where there is none.
    rows
        The coefficients by name.
    contained
        What the definition of the outcome has in common with the other figure.

    Returns
    -------
    tuple of str
        Keys of the catalogue.
    """
    caveats = ["measures.two_maps_no_cause", "measures.two_maps_places"]
    if contained:
        caveats.insert(0, "measures.associate_describes")
    if not base_year:
        caveats.append("measures.associate_no_base_year")
    if "without_size" in rows:
        caveats.append("measures.associate_one_base")
    return tuple(caveats)
