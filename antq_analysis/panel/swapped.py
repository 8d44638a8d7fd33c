"""Two figures of one commune that stand in each other's column: 46 people and 4,274 incidents."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.language.numbers import LANGUAGES
from antq_analysis.panel.gaps import label_figure
from antq_analysis.vocabulary import Vocabulary

TIMES = 10.0
"""Both figures are at least so far from what the median commune has, and within that of what it has of the other."""
LEAST_BASE = 100.0
"""Of a base below it a commune may well have a tenth, and ten times of something else."""
LEAST_DIFFERENCE = 30.0
"""Against its own earlier year two figures of a commune differ by so much at least: 3 and 7 change places by chance."""
LEAST_TIMES = 3.0
NEAR = 0.1
"""And each comes so near to the other's earlier figure."""
FEWEST_UNITS = 3
_GROUP = ["period", "unit_date"]
_WHAT = ["indicator", "category", "basis"]

_Pair = tuple[int, int]
"""Rows of two figures that are swapped, the first of the larger kind."""


def find_swapped(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> tuple[list[Finding], pd.DataFrame]:
    """Find communes two of whose figures have changed places.

    A base changed places with a count where both are far from what the median commune has and each is of the size of
    the other. Any two counts did where each is nearly what the commune had of the other a year before, and the two
    were far apart then.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        Units of every map, by date.
    vocabulary
        Tells counts and bases from rates and states; labels.
    names
        File name by ``source_id``.

    Returns
    -------
    tuple
        An error for each of the two figures, and their rows, which must not be used. What a person decided is not
        doubted again.
    """
    counted = {str(name) for name in best["indicator"].unique() if _is_count(str(name), vocabulary)}
    used = (
        best["level"].eq("commune") & best["status"].isin(obs.WITH_VALUE) & best["comparator"].isin(obs.EXACT)
    )
    rows = best[used & best["indicator"].isin(counted)].reset_index(drop=True)
    pairs = dict.fromkeys(_pairs(rows, vocabulary))
    chosen = [pair for pair in pairs if not any(rows.loc[at, "rule"] == "decided" for at in pair)]
    findings = [*_findings(rows, chosen, registers, vocabulary, names)]
    return findings, rows.loc[sorted({at for pair in chosen for at in pair})]


def _pairs(rows: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[_Pair]:
    earlier: dict[str, pd.DataFrame] = {}
    for (period, day), some in rows.groupby(_GROUP, observed=True, sort=True):
        table, where = _table(some, "value"), _table(some.assign(at=some.index), "at")
        before = earlier.get(str(day)) if obs.is_year(str(period)) else None
        found = [*_beside_bases(table, where, vocabulary)]
        found += [] if before is None else [*_against(table, where, before)]
        yield from found
        if obs.is_year(str(period)):
            # What is swapped is no measure of the next year.
            right = table.mask(where.isin({at for pair in found for at in pair}))
            earlier[str(day)] = right if before is None else right.combine_first(before)


def _is_count(indicator: str, vocabulary: Vocabulary) -> bool:
    what = vocabulary.indicator(indicator)
    return what.adds_up == "sum" and what.kind in ("base", "stock", "flow")


def _table(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    first = rows.drop_duplicates(["unit_code", *_WHAT])
    return first.pivot_table(index="unit_code", columns=_WHAT, values=column, aggfunc="first").astype(float)


def _beside_bases(table: pd.DataFrame, where: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[_Pair]:
    usual = table.median()
    enough = table.notna().sum().ge(FEWEST_UNITS)
    bases = [
        what
        for what in table.columns[enough]
        if vocabulary.indicator(str(what[0])).kind == "base" and usual[what] >= LEAST_BASE
    ]
    for base in bases:
        people = table[base]
        for other in table.columns[enough & usual.mul(TIMES).le(usual[base])]:
            count, small = table[other], max(float(usual[other]), 1.0)
            found = people.gt(0) & people.le(usual[base] / TIMES) & count.ge(small * TIMES)
            found &= count.between(usual[base] / TIMES, usual[base] * TIMES)
            found &= people.between(small / TIMES, small * TIMES)
            for unit in table.index[found]:
                yield int(where.loc[unit, base]), int(where.loc[unit, other])


def _against(table: pd.DataFrame, where: pd.DataFrame, earlier: pd.DataFrame) -> Iterator[_Pair]:
    """List figures that are nearly each other's of the year before, two columns at a time."""
    columns = table.columns.intersection(earlier.columns)
    units = table.index.intersection(earlier.index)
    now, before = (frame.loc[units, columns].to_numpy(float) for frame in (table, earlier))
    a, b = before[:, :, None], before[:, None, :]
    with np.errstate(invalid="ignore"):
        crossed = np.abs(now[:, :, None] - b) <= NEAR * b
        apart = (a - b >= LEAST_DIFFERENCE) & (a >= LEAST_TIMES * b)
        found = crossed & crossed.transpose(0, 2, 1) & apart
    for unit, one, other in np.argwhere(found):
        yield (
            int(where.loc[units[unit], columns[one]]),
            int(where.loc[units[unit], columns[other]]),
        )


def _findings(
    rows: pd.DataFrame,
    pairs: Sequence[_Pair],
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Iterator[Finding]:
    """Tell columns that changed places for most communes once, and others figure by figure."""
    if not pairs:
        return
    told = dict(rows.loc[sorted({at for pair in pairs for at in pair})].iterrows())
    columns: dict[tuple[str, ...], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        columns[(*_column(told[pair[0]]), *_column(told[pair[1]]))].append(pair)
    sizes = Counter(zip(*(rows[name].astype("str") for name in (*_GROUP, *_WHAT)), strict=True))
    for column, some in columns.items():
        if len(some) >= FEWEST_UNITS and 2 * len(some) > sizes[column[: len(column) // 2]]:
            one, other = (told[at] for at in some[0])
            yield _finding("columns_swapped", one, other, vocabulary, names, {"n": len(some)})
            continue
        for pair in some:
            for first, second in (pair, pair[::-1]):
                more = {"unit": _named(told[first], registers)}
                yield _finding("figures_swapped", told[first], told[second], vocabulary, names, more)


def _column(row: pd.Series) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in (*_GROUP, *_WHAT))


def _finding(
    rule: str,
    row: pd.Series,
    other: pd.Series,
    vocabulary: Vocabulary,
    names: Mapping[str, str],
    more: Mapping[str, object],
) -> Finding:
    values: dict[str, object] = {"period": str(row["period"]), "other_cell": other["cell"], **more}
    for lang, end in zip(LANGUAGES, ("", "_en"), strict=True):
        for role, one in (("label", row), ("other", other)):
            values[f"{role}{end}"] = label_figure(
                str(one["indicator"]), str(one["category"]), vocabulary, lang
            )
    source = str(row["source_id"])
    place = (names.get(source, source), str(row["sheet"]), str(row["cell"]))
    return Finding(rule, Severity.ERROR, *place, _text(row), _text(other), values=values)


def _named(row: pd.Series, registers: Mapping[str, pd.DataFrame]) -> str:
    register, code = registers[str(row["unit_date"])], str(row["unit_code"])
    named = dict(zip(register["unit_code"].astype("str"), register["name"].astype("str"), strict=True))
    return f"{named.get(code, code)} ({code})"


def _text(row: pd.Series) -> str:
    value = float(row["value"])
    return str(row["value_text"]) or (str(int(value)) if value.is_integer() else str(value))
