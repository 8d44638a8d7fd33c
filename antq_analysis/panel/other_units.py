"""Organisations, police posts and the like that report in one year and not in the next, or beside a printed total."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.vocabulary import Vocabulary
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

_WHAT = ["indicator", "category", "basis"]


def find_others(best: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Find the other units whose figures make the totals of two years, or a printed total, speak of different places.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    vocabulary
        Labels, and what may be summed.

    Yields
    ------
    Finding
        A warning for each year and the same units that have figures in the year before or after and none in this one;
        a note for each year whose printed total stands while other units alone have figures.
    """
    summed = [name for name in best["indicator"].unique() if vocabulary.indicator(str(name)).adds_up == "sum"]
    rows = best[best["indicator"].isin(summed) & best["value"].notna()]
    rows = rows[obs.told_apart(rows["period"], obs.is_year)]
    gone: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    beside: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for what, own in rows.groupby(_WHAT):
        if not own["level"].isin(OTHER_LEVELS).any():
            continue
        years = {str(period): _split(some) for period, some in own.groupby("period", sort=True)}
        for period, (communes, whole, others) in years.items():
            if others and whole and not communes:
                beside[period, *sorted(others)].append(what)
        for pair in pairwise(name for name, (communes, _, _) in years.items() if communes):
            for lacking, other in (pair, pair[::-1]):
                if absent := years[other][2] - years[lacking][2]:
                    gone[lacking, other, *sorted(absent)].append(what)
    for (period, other, *codes), whats in gone.items():
        values = {"period": period, "other": other, "n": len(codes), "units": listed(codes)}
        values |= _labelled(whats, vocabulary)
        yield Finding("other_unit_gone", Severity.WARNING, values=values)
    for (period, *codes), whats in beside.items():
        values = {"period": period, "n": len(codes), "units": listed(codes)} | _labelled(whats, vocabulary)
        yield Finding("province_beside_others", Severity.NOTE, values=values)


def _split(rows: pd.DataFrame) -> tuple[bool, bool, set[str]]:
    others = set(rows.loc[rows["level"].isin(OTHER_LEVELS), "unit_code"].astype("str"))
    return bool(rows["level"].eq("commune").any()), bool(rows["level"].eq("province").any()), others


def _labelled(whats: list[Any], vocabulary: Vocabulary) -> dict[str, object]:
    told = {
        lang: listed(
            [label_figure(str(name), str(category), vocabulary, lang) for name, category, _ in whats]
        )
        for lang in LANGUAGES
    }
    return {"indicators": told["vi"], "indicators_en": told["en"]}
