"""Counts that hardly can be: far above what every other commune has, and columns that repeat a base."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.gaps import label_figure
from antq_analysis.panel.odd_told import LIKE, say_odd
from antq_analysis.vocabulary import Vocabulary

PEOPLE = "population"

RATE_TIMES = 20.0
"""A count is doubted from so many times the usual rate of the communes that have any."""
COUNT_TIMES = 50.0
"""And from so many times the usual count, where nobody knows how many people there are."""
LEAST = 100.0
"""Below it a commune may well have many times what the others have: 40 incidents beside 2."""
SAME = 0.9
"""Share of equal figures by which a column is said to repeat a base."""
LEAST_BASE = 100.0
FEWEST_UNITS = 5
"""Of fewer communes nobody can say which is the odd one."""
_PLACE = ["unit_code", "unit_date", "period"]


def find_odd_counts(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> list[Finding]:
    """Find communes with many times the count that the others have, and counts that are a column of a base again.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Tells bases from counts; labels.
    names
        File name by ``source_id``.

    Returns
    -------
    list of Finding
        One warning for each period and indicator; the figures are used all the same. What a person decided is doubted
        too: a slip of the hand looks no other than a slip of the sender.
    """
    used = best["level"].eq("commune") & best["status"].isin(obs.WITH_VALUE)
    rows = best[used & best["comparator"].isin(obs.EXACT)]
    kinds = {
        str(name): what.kind
        for name in rows["indicator"].unique()
        if (what := vocabulary.indicator(str(name))).adds_up == "sum"
    }
    kind = rows["indicator"].map(kinds)
    counts = rows[kind.isin(["flow", "stock"])]
    people = rows[rows["indicator"].eq(PEOPLE) & rows["value"].gt(0)].drop_duplicates(_PLACE)
    bases = rows[kind.eq("base") & rows["category"].eq("")]
    return [
        *say_odd("count_out_of_scale", _far(counts, people), registers, vocabulary, names),
        *_repeated(counts, bases, vocabulary, names),
    ]


def _far(counts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    some = counts[counts["value"].gt(0)].reset_index(drop=True)
    base = people.set_index(_PLACE)["value"].reindex(pd.MultiIndex.from_frame(some[_PLACE])).to_numpy(float)
    some = some.assign(rate=some["value"] / base)
    groups = some.groupby(LIKE)
    usual, usual_rate = groups["value"].transform("median"), groups["rate"].transform("median")
    enough, known = (groups[name].transform("count").ge(FEWEST_UNITS) for name in ("value", "rate"))
    by_rate = known & some["rate"].notna()
    far = some["value"].ge(COUNT_TIMES * usual) & ~by_rate
    far |= by_rate & some["rate"].ge(RATE_TIMES * usual_rate) & some["value"].ge(RATE_TIMES / 2 * usual)
    return some.assign(usual=usual)[enough & far & some["value"].ge(LEAST)]


def _repeated(
    counts: pd.DataFrame, bases: pd.DataFrame, vocabulary: Vocabulary, names: Mapping[str, str]
) -> Iterator[Finding]:
    """Find columns of counts that are those of a base: somebody filled in the wrong column."""
    large = bases.loc[bases["value"].ge(LEAST_BASE), [*_PLACE, "indicator", "value"]]
    large = large.drop_duplicates([*_PLACE, "indicator"])
    told = counts[[*_PLACE, "indicator", "category", "value", "source_id", "sheet", "cell"]]
    both = told.merge(large, on=_PLACE, suffixes=("", "_base"))
    columns = ["indicator", "category", "period", "indicator_base"]
    sizes = both.groupby(columns).size().to_dict()
    for column, alike in both[both["value"].eq(both["value_base"])].groupby(columns, sort=True):
        indicator, category, period, base = column
        if vocabulary.indicator(str(indicator)).unit_vi == vocabulary.indicator(str(base)).unit_vi:
            continue
        if (
            len(alike) < FEWEST_UNITS
            or len(alike) < SAME * sizes[column]
            or alike["value"].nunique() < FEWEST_UNITS
        ):
            continue
        first = alike.iloc[0]
        values: dict[str, object] = {"period": str(period), "n": len(alike)}
        for lang, end in zip(LANGUAGES, ("", "_en"), strict=True):
            values[f"label{end}"] = label_figure(str(indicator), str(category), vocabulary, lang)
            values[f"base{end}"] = label_figure(str(base), "", vocabulary, lang)
        source, at = str(first["source_id"]), (str(first["sheet"]), str(first["cell"]))
        written = float(np.asarray(first["value"], dtype=float))
        file = names.get(source, source)
        yield Finding("count_repeats_base", Severity.WARNING, file, *at, written, values=values)
