"""Indicators that nearly every commune reported in one period and nobody in the next: a column or a file is missing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.breaks import breaks_between
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.vocabulary import Vocabulary

NEARLY_ALL = 0.8
"""Communes that report late or leave a cell empty do not make a column one of a few."""

AREA_UNIT = "km²"
"""An area stays from year to year: equal figures are no copy, and a form that leaves it out is no loss."""


def find_absent(best: pd.DataFrame, vocabulary: Vocabulary, names: Mapping[str, str]) -> Iterator[Finding]:
    """Find indicators of the last period of one kind that the period after it lacks altogether.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    vocabulary
        Labels, and where a series ends because something else is counted.
    names
        File name by ``source_id``.

    Yields
    ------
    Finding
        One warning for each period and set of earlier files, with the indicators that at least :data:`NEARLY_ALL` of
        the communes which reported anything had figures of, and of which the later period has no row of any unit.
    """
    kinds: dict[str, list[str]] = defaultdict(list)
    for period in sorted(map(str, best.loc[best["level"].eq("commune"), "period"].unique())):
        kinds[obs.period_kind(period)].append(period)
    for other, period in (pair for same in kinds.values() for pair in pairwise(same)):
        gone: dict[str, list[str]] = defaultdict(list)
        for name, rows in _usual(best[best["period"].eq(other)]).items():
            there = best["indicator"].eq(name) & best["period"].eq(period)
            lasts = vocabulary.indicator(name).unit_vi == AREA_UNIT
            if not (lasts or there.any() or _is_replaced(rows, other, period, vocabulary)):
                files = dict.fromkeys(names.get(str(one), str(one)) for one in rows["source_id"])
                gone[listed(list(files))].append(name)
        for sources, indicators in gone.items():
            values: dict[str, object] = {"period": period, "other": other, "n": len(indicators)}
            values["other_files"] = sources
            for lang in LANGUAGES:
                labels = [label_figure(name, "", vocabulary, lang) for name in indicators]
                values["indicators" if lang == "vi" else "indicators_en"] = listed(labels)
            yield Finding("indicator_gone", Severity.WARNING, values=values)


def _usual(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    told = rows[rows["level"].eq("commune") & rows["value"].notna()]
    enough = NEARLY_ALL * told["unit_code"].nunique()
    groups = told.groupby("indicator", sort=True)
    return {str(name): own for name, own in groups if own["unit_code"].nunique() >= enough}


def _is_replaced(rows: pd.DataFrame, other: str, period: str, vocabulary: Vocabulary) -> bool:
    days = [obs.period_bounds(one)[1] for one in (other, period)]
    province, name = (str(rows[column].iloc[0]) for column in ("province", "indicator"))
    return bool(breaks_between(vocabulary, province, [name], *days))
