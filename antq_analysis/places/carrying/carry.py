"""Figures of one map carried to a later one, with an account of every total."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.errors import InputError, RefusedError, UsageError
from antq_analysis.findings import Finding
from antq_analysis.places.carrying.account import ACCOUNT_COLUMNS, DIFFERENCE_COLUMNS, account_of, findings_of
from antq_analysis.places.carrying.merging import REPORTED_RATE, RULES, Outcome, Rule, explain, merge_cells
from antq_analysis.places.carrying.pairing import Bools, Floats, Ints, Pairing, pair_up, worded
from antq_analysis.places.carrying.whole import whole_amounts
from antq_analysis.places.vintage import iso
from antq_analysis.vocabulary import Vocabulary


@dataclass(frozen=True)
class Carried:
    """Figures on a later map, and what carrying did to them.

    Attributes
    ----------
    observations
        All figures; those of communes have the codes and the date of the later map.
    account
        One row a figure (indicator, category, basis, period ...): its total ``before`` and ``after``, their
        ``difference``, and the ``units`` behind a difference.
    differences
        The same units in long form: which amount of which unit did not arrive, and why.
    findings
        What a person should know of.
    """

    observations: pd.DataFrame
    account: pd.DataFrame
    differences: pd.DataFrame
    findings: tuple[Finding, ...]


def carry(
    observations: pd.DataFrame,
    to_date: str | date,
    crosswalk: pd.DataFrame,
    vocabulary: Vocabulary,
    *,
    backwards: bool = False,
    whole: Collection[str] = (),
) -> Carried:
    """Carry figures to a later map, each by its indicator's own rule.

    Additive figures are added, and those of a split unit apportioned; land only by shares of area. A state is carried
    where all old units agree. A date is the earliest of the old units. Rates, distinct counts and whatever else is no
    sum are carried only by a unit that is one old unit, whole and alone; elsewhere they are not available, to be
    computed again from their parts. Figures of other levels than the commune pass as they are.

    Parameters
    ----------
    observations
        Figures on earlier maps.
    to_date
        Date of the map to carry to.
    crosswalk
        What became of the units (:func:`antq_analysis.places.reforms.crosswalk.load_crosswalk`); tables of several
        earlier maps may stand one below the other.
    vocabulary
        How each indicator merges.
    backwards
        Lay figures of later maps to the units of an earlier one too. The crosswalk is then one that
        :func:`antq_analysis.places.carrying.backwards.reverse_crosswalk` turned round. Only what adds up goes back, and
        ``rule`` ends with ``backwards`` wherever a unit changed; states, distinct counts, dates and rates do not.
    whole
        Indicators whose counts are divided in whole numbers, as a release needs them
        (:func:`antq_analysis.places.carrying.whole.whole_amounts`).

    Returns
    -------
    Carried
        Figures, account and findings.

    Raises
    ------
    RefusedError
        If figures stand on a later map than `to_date` and nobody asked to carry them back.
    UsageError
        If the crosswalk does not lead from their maps to `to_date`.
    InputError
        If one figure stands twice.
    UnknownNameError
        If the vocabulary does not know an indicator.
    """
    day = iso(to_date)
    moving = observations["level"].eq("commune") & observations["unit_date"].ne(day)
    dates = sorted(observations.loc[moving, "unit_date"].unique())
    _refuse(dates, day, crosswalk, backwards=backwards)
    kept = [observations[~moving]] if not moving.all() else []
    accounts: list[pd.DataFrame] = []
    differences: list[pd.DataFrame] = []
    findings: list[Finding] = []
    for from_date in dates:
        rows = observations[moving & observations["unit_date"].eq(from_date)].reset_index(drop=True)
        part = _carry_from(rows, day, crosswalk[crosswalk["from_date"].eq(from_date)], vocabulary, whole)
        kept.append(part.observations)
        accounts.append(part.account)
        differences.append(part.differences)
        findings += part.findings
    return Carried(
        pd.concat(kept[::-1], ignore_index=True) if kept else obs.empty(),
        _stack(accounts, ACCOUNT_COLUMNS),
        _stack(differences, DIFFERENCE_COLUMNS),
        tuple(findings),
    )


def _carry_from(
    rows: pd.DataFrame, day: str, crosswalk: pd.DataFrame, vocabulary: Vocabulary, whole: Collection[str]
) -> Carried:
    pairing = pair_up(rows, crosswalk)
    _refuse_twice(rows, pairing)
    back = bool(rows["unit_date"].gt(day).any())
    rules = _rules(rows, vocabulary)
    if back:
        # A state of a whole says nothing of its parts, and neither does anything else that is no sum.
        rules = np.where(_adds_up(rules), rules, Rule.ALONE)
    amount = whole_amounts(rows, pairing, whole, vocabulary) if whole else None
    outcome, frame = _merged(rows, pairing, rules, day, amount)
    account, differences = account_of(rows, pairing, outcome, _adds_up(rules))
    findings = findings_of(rows, pairing, outcome, differences, vocabulary, back=back)
    return Carried(frame, account, differences, tuple(findings))


def _merged(
    rows: pd.DataFrame, pairing: Pairing, rules: Ints, day: str, amount: Floats | None
) -> tuple[Outcome | None, pd.DataFrame]:
    if not len(pairing.start):
        return None, obs.empty()
    outcome = merge_cells(rows, pairing, rules, amount)
    frame = rows.take(pairing.row[pairing.start]).reset_index(drop=True)
    columns = explain(rows, pairing, outcome, back=bool(rows["unit_date"].gt(day).any()))
    frame = frame.assign(
        unit_code=worded(pairing.targets.tolist(), pairing.target),
        unit_date=pd.Series(day, index=frame.index, dtype="str"),
        value=outcome.value,
        comparator=worded(obs.COMPARATORS, outcome.comparator),
        status=worded(obs.STATUSES, outcome.status),
        apportioned_share=outcome.apportioned,
        period_start=_window(rows["period_start"], pairing, last=False),
        period_end=_window(rows["period_end"], pairing, last=True),
        **columns,
    )
    return outcome, frame


def _window(column: pd.Series, pairing: Pairing, *, last: bool) -> pd.Series:
    days = column.take(pairing.row).reset_index(drop=True).groupby(pairing.cell)
    return (days.max() if last else days.min()).reset_index(drop=True)


def _rules(rows: pd.DataFrame, vocabulary: Vocabulary) -> Ints:
    codes, words = pd.factorize(rows["indicator"])
    rules = np.array(
        [RULES.get(vocabulary.indicator(str(word)).merges, Rule.ALONE) for word in words], np.int64
    )[codes]
    return np.where(rows["rule"].str.contains(REPORTED_RATE, regex=False).to_numpy(bool), Rule.ALONE, rules)


def _adds_up(rules: Ints) -> Bools:
    return np.isin(rules, [Rule.SUM, Rule.LAND])


def _refuse(dates: Iterable[str], day: str, crosswalk: pd.DataFrame, *, backwards: bool) -> None:
    later = [found for found in dates if found > day]
    if later and not backwards:
        raise RefusedError("places.reverse_carry", from_date=", ".join(later), to_date=day)
    led = set(crosswalk.loc[crosswalk["to_date"].eq(day), "from_date"])
    missing = [found for found in dates if found not in led]
    if missing:
        raise UsageError("places.wrong_crosswalk", from_date=", ".join(missing), to_date=day)


def _refuse_twice(rows: pd.DataFrame, pairing: Pairing) -> None:
    codes = pd.factorize(rows["unit_code"])[0]
    twice = pd.Series(pairing.row_figure * (codes.max(initial=0) + 1) + codes).duplicated()
    if twice.any():
        cases = [
            "/".join(str(row[name]) for name in obs.KEY)
            for _, row in rows[twice.to_numpy()].head(50).iterrows()
        ]
        raise InputError("places.carry_twice", cases=cases, n=int(twice.sum()))


def _stack(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))
