"""Counts of a commune that are ten times, or a tenth of, what it reported before: most often a slip of the keyboard."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from statistics import median
from types import MappingProxyType

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES, format_number
from antq_analysis.panel.gaps import SHOWN, label_figure, listed
from antq_analysis.vocabulary import Vocabulary

TIMES = 10.0
"""A digit too many or too few multiplies by about ten; a year of a commune hardly ever does."""
LEAST_DIFFERENCE = 30.0
"""Small counts leap by themselves (1 to 12 fires); a leap of thirty is more than chance makes of a handful."""
FEWEST_UNITS = 3
"""Of fewer units nobody can say that all of them changed."""
_LIKE = ["unit_date", "indicator", "category", "basis", "method_version", "period_basis"]
_SERIES = ["place", *_LIKE[1:]]
_UP = "up"


def find_jumps(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
    same: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType({}),
) -> list[Finding]:
    """Find counts that leap against the commune's own earlier years.

    A figure leaps when it is at least :data:`TIMES` as large, or at most that part, of the commune's latest earlier
    year *and* of the median of all its earlier years, and differs from both by at least :data:`LEAST_DIFFERENCE`. Both
    are asked for so that the return to normal after one wrong year is not reported as well. A figure below one is
    taken as one. Years are compared only of the same land, within one counting method, basis and reporting window.
    Where the median commune leapt the same way the change is one of all (the median, because one wrong figure can carry
    a total). What a person decided is not doubted again.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Tells counts from rates and states; labels.
    names
        File name by ``source_id``.
    same
        Units that a change of the map left as they were, as
        :func:`antq_analysis.panel.same_units.same_units` finds them; by default every map stands alone.

    Returns
    -------
    list of Finding
        One warning for each period and indicator; the figures are used all the same.
    """
    counted = {str(name) for name in best["indicator"].unique() if _is_count(str(name), vocabulary)}
    yearly = {str(period) for period in best["period"].unique() if obs.is_year(str(period))}
    rows = best[
        best["level"].eq("commune")
        & best["status"].isin(obs.WITH_VALUE)
        & best["indicator"].isin(counted)
        & best["period"].isin(yearly)
    ]
    own = pd.MultiIndex.from_frame(rows[["unit_date", "unit_code"]])
    places = {key: "/".join(same.get(key, key)) for key in own.unique()}
    rows = rows.assign(place=own.map(places).astype("str"))
    leaps = _leaps(rows.sort_values([*_SERIES, "period", "unit_date"], kind="stable"))
    by = ["period", "indicator"]
    return [_finding(some, registers, vocabulary, names) for _, some in leaps.groupby(by, sort=True)]


def _is_count(indicator: str, vocabulary: Vocabulary) -> bool:
    what = vocabulary.indicator(indicator)
    return what.adds_up == "sum" and what.kind in ("base", "stock", "flow")


def _leaps(rows: pd.DataFrame) -> pd.DataFrame:
    series = rows.groupby(_SERIES, observed=True)
    earlier = {"before": series["value"].shift(), "before_period": series["period"].shift()}
    medians = _medians_before(series.ngroup(), rows["value"])
    rows = rows.assign(**earlier, usual=list(medians)).dropna(subset=["before"])
    rows = rows[rows["before_period"].ne(rows["period"])]
    leapt = {}
    for way, sign in ((_UP, 1.0), ("down", -1.0)):
        by_one = _leapt(rows["before"], rows["value"], sign) & _leapt(rows["usual"], rows["value"], sign)
        times = (_floored(rows["value"]) / _floored(rows["before"])) ** sign
        peers = times.groupby([rows[name] for name in [*_LIKE, "period"]], observed=True)
        of_all = peers.transform("median").ge(TIMES) & peers.transform("size").ge(FEWEST_UNITS)
        leapt[way] = by_one & ~of_all
    return rows[(leapt[_UP] | leapt["down"]) & rows["rule"].ne("decided")]


def _medians_before(series: "pd.Series[int]", values: "pd.Series[float]") -> Iterator[float]:
    """Give the median of what stands before each value in its series, where the series lie one after another."""
    for _, own in groupby(zip(series, values, strict=True), key=itemgetter(0)):
        seen: list[float] = []
        for _, value in own:
            yield median(seen) if seen else float("nan")
            seen.append(value)


def _floored(values: "pd.Series[float]") -> "pd.Series[float]":
    return values.clip(lower=1.0)


def _leapt(before: "pd.Series[float]", after: "pd.Series[float]", sign: float) -> "pd.Series[bool]":
    small, large = (before, after) if sign > 0 else (after, before)
    return (_floored(large) / _floored(small)).ge(TIMES) & (large - small).ge(LEAST_DIFFERENCE)


def _finding(
    rows: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Finding:
    first = rows.iloc[0]
    indicator = str(first["indicator"])
    values: dict[str, object] = {"period": str(first["period"]), "n": len(rows)}
    for lang in LANGUAGES:
        end = "" if lang == "vi" else "_en"
        values[f"label{end}"] = label_figure(indicator, "", vocabulary, lang)
        values[f"units{end}"] = listed(
            [_line(row, registers, vocabulary, lang) for _, row in rows.iterrows()]
        )
    return Finding("count_leapt", Severity.WARNING, *_place(rows, names), values=values)


def _place(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[str, str, str]:
    places = rows[["source_id", "sheet"]].drop_duplicates()
    if len(places) > 1:
        return "", "", ""
    source, sheet = map(str, places.iloc[0])
    return names.get(source, source), sheet, ", ".join(map(str, rows["cell"].iloc[:SHOWN]))


def _line(row: pd.Series, registers: Mapping[str, pd.DataFrame], vocabulary: Vocabulary, lang: str) -> str:
    units = registers[str(row["unit_date"])].set_index("unit_code")["name"]
    code = str(row["unit_code"])
    category = str(row["category"])
    label = vocabulary.category_label(str(row["indicator"]), category, lang) + ": " if category else ""
    before, after = (format_number(float(row[name]), lang) for name in ("before", "value"))
    return f"{units.get(code, code)} ({code}) {label}{before} ({row['before_period']}) \u2192 {after}"
