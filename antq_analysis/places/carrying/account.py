"""The account of carrying: every total before and after, and the units behind every difference."""

import numpy as np
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import format_number
from antq_analysis.observations import WITH_VALUE
from antq_analysis.places.carrying.merging import Outcome, Rule
from antq_analysis.places.carrying.pairing import FIGURE, Bools, Floats, Ints, Pairing, worded
from antq_analysis.vocabulary import Vocabulary

ACCOUNT_COLUMNS = (*FIGURE, "before", "after", "difference", "units")
DIFFERENCE_COLUMNS = (*FIGURE, "unit_code", "to_code", "amount", "reason")

LISTED = 20
_RELATIVE = 1e-9


def account_of(
    rows: pd.DataFrame, pairing: Pairing, outcome: Outcome | None, additive: Bools
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare every total of additive figures before and after carrying.

    Parameters
    ----------
    rows
        Observations before.
    pairing
        Where each went.
    outcome
        What stands in each cell; None where nothing arrived.
    additive
        For each row whether its indicator is a sum, shape (rows,).

    Returns
    -------
    tuple[pandas.DataFrame, pandas.DataFrame]
        The account (``ACCOUNT_COLUMNS``), one row a figure, and the units behind the differences
        (``DIFFERENCE_COLUMNS``). A difference that is only the rounding of the computer is 0.
    """
    has = rows["status"].isin(WITH_VALUE).to_numpy(bool) & additive
    value = np.where(has, rows["value"].to_numpy(np.float64), 0.0)
    size = int(pairing.row_figure.max(initial=-1)) + 1
    before = np.bincount(pairing.row_figure, value, size)
    after = np.zeros(size, np.float64)
    if outcome is not None:
        sums = outcome.rule == Rule.SUM
        after += np.bincount(pairing.figure[sums], np.nan_to_num(outcome.value[sums]), size)
    counted = np.bincount(pairing.row_figure, additive, size) > 0
    first = np.full(size, len(rows), np.int64)
    np.minimum.at(first, pairing.row_figure, np.arange(len(rows)))
    account = rows[list(FIGURE)].take(first[counted]).reset_index(drop=True)
    difference = (after - before)[counted]
    rounding = np.abs(difference) <= _RELATIVE * np.maximum(1.0, np.abs(before[counted]))
    account = account.assign(
        before=before[counted], after=after[counted], difference=np.where(rounding, 0.0, difference)
    )
    differences = _differences(rows, pairing, outcome, value, has)
    return account.assign(units=_units(account, differences))[list(ACCOUNT_COLUMNS)], differences


def _differences(
    rows: pd.DataFrame, pairing: Pairing, outcome: Outcome | None, value: Floats, has: Bools
) -> pd.DataFrame:
    parts = [
        _lost(rows, np.flatnonzero(has & pairing.unknown), value, "unknown_unit"),
        _lost(rows, np.flatnonzero(has & (pairing.gone > 0)), value * pairing.gone, "no_successor"),
    ]
    if outcome is not None:
        empty = (outcome.moved & np.isnan(outcome.value))[pairing.cell]
        pairs = np.flatnonzero(empty & has[pairing.row])
        incomplete = _lost(rows, pairing.row[pairs], value, "part_missing")
        amount = value[pairing.row[pairs]] * pairing.share[pairing.pair[pairs]]
        to_code = worded(pairing.targets.tolist(), pairing.target[pairing.cell[pairs]])
        parts.append(incomplete.assign(amount=amount, to_code=to_code))
    frame = pd.concat(parts, ignore_index=True)[list(DIFFERENCE_COLUMNS)]
    return frame.sort_values([*FIGURE, "unit_code", "to_code"], kind="stable", ignore_index=True)


def _lost(rows: pd.DataFrame, which: Ints, value: Floats, reason: str) -> pd.DataFrame:
    frame = rows[[*FIGURE, "unit_code"]].take(which).reset_index(drop=True)
    words = {
        name: pd.Series(word, index=frame.index, dtype="str")
        for name, word in (("to_code", ""), ("reason", reason))
    }
    return frame.assign(amount=value[which], **words)


def _units(account: pd.DataFrame, differences: pd.DataFrame) -> pd.Series:
    behind = differences[differences["amount"].ne(0)]
    if behind.empty:
        return pd.Series("", index=account.index, dtype="str")
    amounts = [format_number(round(float(amount), 2)) for amount in behind["amount"]]
    way = behind["unit_code"] + np.where(behind["to_code"].ne(""), " -> " + behind["to_code"], "")
    listed = (way + " (" + pd.Series(amounts, index=behind.index, dtype="str") + ")").groupby(
        [behind[name] for name in FIGURE], sort=False
    )
    texts = listed.agg("; ".join).rename("units").reset_index()
    return account[list(FIGURE)].merge(texts, on=list(FIGURE), how="left")["units"].fillna("").astype("str")


def findings_of(
    rows: pd.DataFrame,
    pairing: Pairing,
    outcome: Outcome | None,
    differences: pd.DataFrame,
    vocabulary: Vocabulary,
    *,
    back: bool = False,
) -> list[Finding]:
    """Say what carrying could not do, one finding an indicator and cause.

    Parameters
    ----------
    rows
        Observations before.
    pairing
        Where each went.
    outcome
        What stands in each cell; None where nothing arrived.
    differences
        The units behind the differences of totals.
    vocabulary
        Labels of the indicators.
    back
        Whether the figures went to an earlier map.

    Returns
    -------
    list[Finding]
        The findings.
    """
    findings = []
    for reason, lost in (("unknown_unit", pairing.unknown), ("no_successor", pairing.gone > 0)):
        units = sorted(rows.loc[lost, "unit_code"].unique())
        severity = Severity.ERROR if reason == "unknown_unit" else Severity.WARNING
        amounts = differences.loc[differences["reason"].eq(reason), "amount"]
        if units:
            values = {"n": len(units), "cells": int(lost.sum()), "amount": round(float(amounts.sum()), 2)}
            findings.append(Finding(f"carry_{reason}", severity, written=", ".join(units), values=values))
    if outcome is None:
        return findings
    empty = outcome.moved & np.isnan(outcome.value) & (outcome.filled > 0)
    alone, land = outcome.rule == Rule.ALONE, outcome.rule == Rule.LAND
    way = "_back" if back else ""
    windows = outcome.moved & _differ(rows["period_basis"], pairing)
    cases = (
        (f"carry_part_missing{way}", Severity.WARNING, empty & ~outcome.mixed & ~alone & ~land),
        ("carry_land_divided", Severity.WARNING, empty & land),
        ("carry_states_differ", Severity.NOTE, outcome.mixed),
        ("carry_not_a_sum", Severity.NOTE, empty & alone),
        (
            f"carry_apportioned{way}",
            Severity.WARNING if back else Severity.NOTE,
            outcome.moved & (outcome.apportioned > 0),
        ),
        ("carry_windows_differ", Severity.WARNING, windows),
    )
    for rule, severity, cells in cases:
        findings += _by_indicator(rule, severity, cells, rows, pairing, outcome, vocabulary)
    return findings


def _by_indicator(
    rule: str,
    severity: Severity,
    cells: Bools,
    rows: pd.DataFrame,
    pairing: Pairing,
    outcome: Outcome,
    vocabulary: Vocabulary,
) -> list[Finding]:
    which = np.flatnonzero(cells)
    if not len(which):
        return []
    own = rows[["indicator", "period"]].take(pairing.row[pairing.start[which]]).reset_index(drop=True)
    own = own.assign(
        unit=pairing.targets.to_numpy()[pairing.target[which]],
        filled=outcome.filled[which],
        parts=outcome.parts[which],
    )
    findings = []
    for indicator, some in own.groupby("indicator", sort=True):
        known = vocabulary.indicator(str(indicator))
        listed = [
            f"{row.unit} {row.period} ({row.filled}/{row.parts})" for row in some.head(LISTED).itertuples()
        ]
        more = f" … (+{len(some) - LISTED})" if len(some) > LISTED else ""
        values = {
            "indicator": known.id,
            "label_vi": known.label_vi,
            "label_en": known.label_en,
            "n": len(some),
            "places": tuple(zip(some["unit"], some["period"], strict=True)),
        }
        findings.append(Finding(rule, severity, written="; ".join(listed) + more, values=values))
    return findings


def _differ(column: pd.Series, pairing: Pairing) -> Bools:
    codes = pd.factorize(column)[0][pairing.row]
    low, high = np.minimum.reduceat(codes, pairing.start), np.maximum.reduceat(codes, pairing.start)
    return np.asarray(low != high, bool)
