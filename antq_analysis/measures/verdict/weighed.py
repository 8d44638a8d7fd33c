"""The numbers of a verdict side by side, what it must stand, and which caveats belong to it."""

import numpy as np
import pandas as pd

from antq_analysis.measures.verdict.beside import LEAD, NEXT_DOOR, Beside
from antq_analysis.measures.verdict.facts import Facts
from antq_analysis.measures.verdict.ground import BY_DISTRICT
from antq_analysis.measures.verdict.rule import FALL, JOINT, SMOOTH, Decision

FEW_DISTRICTS, SMALL_COUNT, NOTABLE_SHARE = 10, 5.0, 0.2
"""Districts below which intervals are rough; incidents of a commune and year that are few; share of shocks in common
that is told."""


def table_of(decision: Decision, others: Beside | None) -> pd.DataFrame:
    """Set all estimates side by side.

    Parameters
    ----------
    decision
        The decision.
    others
        Other estimators.

    Returns
    -------
    pandas.DataFrame
        Columns value, low, high (ratios), error (of the logarithm); the first row, ``verdict``, is the one that speaks.
    """
    columns = ["value", "low", "high", "error"]
    if not decision.used:
        return pd.DataFrame(columns=columns, dtype=float)
    rows = {}
    for name, key in (("verdict", decision.used), (JOINT, JOINT), (SMOOTH, SMOOTH)):
        one = decision.estimates[key]
        half = one.half_width(decision.districts)
        error = half / decision.half_width * decision.error
        rows[name] = [*np.exp([one.value, one.value - half, one.value + half]), error]
    table = pd.DataFrame(rows, index=columns).T
    return table if others is None else pd.concat([table, others.table])


def checks_of(decision: Decision, facts: Facts, others: Beside | None) -> pd.DataFrame:
    """Check what a verdict must stand.

    Parameters
    ----------
    decision
        The decision.
    facts
        What it rests on.
    others
        Other estimators.

    Returns
    -------
    pandas.DataFrame
        Index: name of the check; column passed.
    """
    passed = {"design_carries_it": bool(decision.used) and not decision.reason, **panel_checks(facts)}
    if others is not None:
        lead = others.table.loc[LEAD]
        passed["year_before_like_others"] = bool(lead["low"] <= 1 <= lead["high"])
        logs = [one.value for one in decision.estimates.values()]
        passed["alike_next_door"] = not _differ_next_door(others)
        passed["both_estimates_agree"] = abs(logs[0] - logs[1]) < decision.half_width
    return pd.DataFrame({"passed": pd.Series(passed, dtype=bool)})


def panel_checks(facts: Facts) -> dict[str, bool]:
    """Check what any comparison of before and after must stand.

    Parameters
    ----------
    facts
        What it rests on.

    Returns
    -------
    dict of str to bool
        By name of the check.
    """
    return {
        "ten_districts": facts.districts >= FEW_DISTRICTS,
        "counts_not_small": facts.mean >= SMALL_COUNT,
        "one_way_of_counting": not facts.breaks,
        "nothing_left_out": not any(facts.left_out.values()),
    }


def _differ_next_door(others: Beside | None) -> bool:
    if others is None or NEXT_DOOR not in others.table.index:
        return False
    low, high = others.table.loc[NEXT_DOOR, ["low", "high"]].to_numpy(float)
    return bool(low > 1 or high < 1)


def caveats_of(decision: Decision, facts: Facts, others: Beside | None = None) -> tuple[str, ...]:
    """Choose what must be read with a verdict.

    Parameters
    ----------
    decision
        The decision.
    facts
        What it rests on.
    others
        Other estimators.

    Returns
    -------
    tuple of str
        Keys of the catalogue.
    """
    return panel_caveats(
        facts,
        estimated=bool(decision.used),
        shared=decision.shared.share if decision.shared is not None else 0.0,
        surge=decision.used == SMOOTH,
        fell=decision.verdict == FALL,
        next_door=_differ_next_door(others),
    )


def panel_caveats(
    facts: Facts,
    *,
    estimated: bool,
    shared: float = 0.0,
    surge: bool = False,
    fell: bool = False,
    next_door: bool = False,
) -> tuple[str, ...]:
    """Choose what of the panel must be read with a result.

    Parameters
    ----------
    facts
        What the result rests on.
    estimated
        Whether anything was estimated.
    shared
        Share of the yearly ups and downs that near communes have in common.
    surge
        Whether the estimate takes no account of a high year just before the beginning.
    fell
        Whether a fall is told.
    next_door
        Whether figures moved with how many of the units next door had begun.

    Returns
    -------
    tuple of str
        Keys of the catalogue, for :func:`antq_analysis.measures.verdict.said_caveats.say_caveat`.
    """
    chosen = {
        "break": bool(facts.breaks),
        "small": estimated and facts.mean < SMALL_COUNT,
        "near": shared >= NOTABLE_SHARE and facts.ground.metric,
        "surge": surge and facts.placed.surge.low > 1,
        "next_door": next_door,
        "few_districts": estimated and facts.districts < FEW_DISTRICTS,
        "drawn_districts": facts.ground.drawn,
        "no_map": facts.communes > 0 and facts.ground.placed_by == BY_DISTRICT,
        "apportioned": facts.apportioned > 0,
        "from_stock": facts.from_stock > 0,
        "left_out": any(facts.left_out.values()),
        "pressure": fell or bool(facts.falls and facts.falls[0]),
    }
    return tuple(f"measures.verdict_caveat_{name}" for name, holds in chosen.items() if holds)
