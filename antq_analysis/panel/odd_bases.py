"""Bases that nothing can be divided by in earnest: zero where something happened, or far from the usual."""

from collections.abc import Mapping

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding
from antq_analysis.panel.odd_told import LIKE, say_odd
from antq_analysis.vocabulary import Vocabulary

TIMES = 50.0
"""The largest commune of a province has less than twenty times the people, or the land, of the median commune."""
LEAST_LARGE = 1000.0
"""A figure below it is never too large for a base: one commune may have fifty times the enterprises of another."""
PART = 0.01
"""The smallest commune of a province, an island aside, has more than a hundredth of the people of the median one."""
SMALL_PART = 0.05
"""Below that part of the usual a base is doubted, if the commune's rate is also far beyond all others."""
RATE_TIMES = 100.0
"""No commune has a hundred times the usual rate of a count of ten or more."""
LEAST_COUNT = 10.0
FEWEST_UNITS = 3
"""Of two communes nobody can say which is the odd one."""
_PLACE = ["unit_code", "unit_date", "period"]


def find_odd_bases(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> list[Finding]:
    """Find communes whose base is zero beside counts, or far above or below that of the median commune.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Tells bases from counts, and what is divided by what.
    names
        File name by ``source_id``.

    Returns
    -------
    list of Finding
        One warning for each period, base and kind of doubt; the figures are used all the same. What a person decided is
        not doubted again.
    """
    used = best["level"].eq("commune") & best["status"].isin(obs.WITH_VALUE)
    rows = best[used & best["comparator"].isin(obs.EXACT)]
    is_base = rows["indicator"].map(lambda name: vocabulary.indicator(str(name)).kind == "base").astype(bool)
    bases, counts = rows[is_base & rows["rule"].ne("decided")], rows[~is_base & rows["value"].gt(0)]
    alike = bases.groupby(LIKE)["value"]
    usual, enough = alike.transform("median"), alike.transform("size").ge(FEWEST_UNITS)
    huge = bases["value"].ge(TIMES * usual) & bases["value"].ge(LEAST_LARGE)
    tiny = bases["value"].gt(0) & bases["value"].le(PART * usual)
    tiny |= bases["value"].between(0, SMALL_PART * usual, inclusive="right") & _swamped(
        bases, counts, vocabulary
    )
    odd = bases[enough & usual.gt(0) & (huge | tiny)].assign(usual=usual)
    return [
        *say_odd("base_zero", _zero(bases, counts, vocabulary), registers, vocabulary, names),
        *say_odd("base_out_of_scale", odd, registers, vocabulary, names),
    ]


def _zero(bases: pd.DataFrame, counts: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    zero = bases[bases["value"].eq(0) & bases["category"].eq("")]
    divided = pd.Series(data=False, index=zero.index)
    for base, rows in zero.groupby("indicator"):
        over = counts[counts["indicator"].isin(_divided_by(str(base), vocabulary))]
        there = pd.MultiIndex.from_frame(over[_PLACE])
        divided[rows.index] = pd.MultiIndex.from_frame(rows[_PLACE]).isin(there)
    return zero[divided].assign(usual=0.0)


def _swamped(bases: pd.DataFrame, counts: pd.DataFrame, vocabulary: Vocabulary) -> "pd.Series[bool]":
    """Tell bases by which some count gives a rate far beyond that of the other communes."""
    swamped = pd.Series(data=False, index=bases.index)
    whole = bases[bases["category"].eq("") & bases["value"].gt(0)]
    for base, rows in whole.groupby("indicator"):
        over = counts[counts["indicator"].isin(_divided_by(str(base), vocabulary))]
        both = rows.reset_index().merge(over, on=_PLACE, suffixes=("", "_over"))
        rates = both["value_over"] / both["value"]
        like = [
            both[name] for name in ("period", "unit_date", "indicator_over", "category_over", "basis_over")
        ]
        far = rates.ge(RATE_TIMES * rates.groupby(like).transform("median"))
        swamped[both.loc[far & both["value_over"].ge(LEAST_COUNT), "index"]] = True
    return swamped


def _divided_by(base: str, vocabulary: Vocabulary) -> set[str]:
    # Of what counts the same things a part above its whole is told already.
    unit = vocabulary.indicator(base).unit_vi
    known = vocabulary.indicators.values()
    return {one.id for one in known if base in one.denominators and one.unit_vi != unit}
