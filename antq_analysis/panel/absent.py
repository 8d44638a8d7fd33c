"""Indicators that nearly every commune reported in one period and nobody in a later one: a lost column or file."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
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
    """Find indicators that nearly every commune had in a period and that a later period lacks altogether.

    Periods of one kind are compared. An absence is told in its first period; once the indicator is back it was a hole
    and not an end, and every period of it is told.

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
        One warning for each period and set of earlier files, with the indicators of which the period has no row of any
        unit; the earlier period is the last in which at least :data:`NEARLY_ALL` of the communes that reported
        anything had figures of them.
    """
    told = best[best["level"].eq("commune") & best["value"].notna()]
    kinds: dict[str, list[str]] = defaultdict(list)
    for period in sorted(map(str, best.loc[best["level"].eq("commune"), "period"].unique())):
        kinds[obs.period_kind(period)].append(period)
    usual = _usual(told)
    there = {
        str(name): set(map(str, rows.unique()))
        for name, rows in best.groupby("indicator", sort=True)["period"]
    }
    gone: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name, periods in there.items():
        lasts = vocabulary.indicator(name).unit_vi == AREA_UNIT
        pairs = (pair for same in kinds.values() for pair in _absences(same, periods, usual[name]))
        for other, period in () if lasts else pairs:
            rows = told[told["indicator"].eq(name) & told["period"].eq(other)]
            if not _is_replaced(rows, other, period, vocabulary):
                files = dict.fromkeys(names.get(str(one), str(one)) for one in rows["source_id"])
                gone[period, other, listed(list(files))].append(name)
    yield from (_finding(place, indicators, vocabulary) for place, indicators in sorted(gone.items()))


def _usual(told: pd.DataFrame) -> Mapping[str, set[str]]:
    units = told.groupby(["indicator", "period"])["unit_code"].nunique()
    enough = NEARLY_ALL * told.groupby("period")["unit_code"].nunique()
    found: dict[str, set[str]] = defaultdict(set)
    for name, period in units.index[units.ge(enough.reindex(units.index, level="period"))]:
        found[str(name)].add(str(period))
    return found


def _absences(
    periods: Sequence[str], there: Collection[str], usual: Collection[str]
) -> Iterator[tuple[str, str]]:
    since = ""
    for before, period in pairwise(periods):
        since = before if before in usual else since
        ended = any(later in there for later in periods if later > period)
        if since and period not in there and (ended or before in there):
            yield since, period


def _finding(place: tuple[str, str, str], indicators: Sequence[str], vocabulary: Vocabulary) -> Finding:
    period, other, files = place
    values: dict[str, object] = {"period": period, "other": other, "n": len(indicators), "other_files": files}
    for lang in LANGUAGES:
        labels = [label_figure(name, "", vocabulary, lang) for name in indicators]
        values["indicators" if lang == "vi" else "indicators_en"] = listed(labels)
    return Finding("indicator_gone", Severity.WARNING, values=values)


def _is_replaced(rows: pd.DataFrame, other: str, period: str, vocabulary: Vocabulary) -> bool:
    days = [obs.period_bounds(one)[1] for one in (other, period)]
    province, name = (str(rows[column].iloc[0]) for column in ("province", "indicator"))
    return bool(breaks_between(vocabulary, province, [name], *days))
