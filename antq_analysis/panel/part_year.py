"""Events of a part of a year above those of the whole year: one of the two is wrong."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.gaps import label_figure, listed
from antq_analysis.vocabulary import Vocabulary

_SAME = ["unit_code", "unit_date", "level", "indicator", "category", "basis", "method_version"]
_WINDOW = ["period", "period_start", "period_end", "period_basis"]
_KEPT = [*_SAME, *_WINDOW, "value", "source_id", "sheet", "cell"]
_GROUP = ["period_part", "period", "indicator", "category", "basis"]


def find_part_years(
    best: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> list[Finding]:
    """Find counts of events of six or nine months or of a month that exceed those of the year around them.

    Parameters
    ----------
    best
        One figure for each key without its stage.
    registers
        The units of every map with figures, by date.
    vocabulary
        Labels, and which indicators count events.
    names
        File name by ``source_id``.

    Returns
    -------
    list of Finding
        An error for each indicator and pair of periods, at the largest excess: how many units, and the sums of those
        units; a warning where the reporting window of one of the two is unknown. Compared are exact figures of one
        unit, on one map, counted in one way; the whole province is a unit. Where two known windows do not lie in each
        other, a note says that nothing was compared.
    """
    flows = [
        name
        for name in best["indicator"].unique()
        if vocabulary.indicator(str(name)).kind == "flow" and vocabulary.indicator(str(name)).adds_up == "sum"
    ]
    rows = best[best["indicator"].isin(flows) & best["status"].eq("reported")]
    rows = rows[rows["comparator"].isin(obs.EXACT) & rows["basis"].eq("in_year")]
    whole = obs.told_apart(rows["period"], obs.is_year)
    joined = rows.loc[~whole, _KEPT].merge(rows.loc[whole, _KEPT], on=_SAME, suffixes=("_part", ""))
    nested = [_is_within(*pair) for pair in zip(joined["period_part"], joined["period"], strict=True)]
    inside = joined["period_start_part"].ge(joined["period_start"]) & joined["period_end_part"].le(
        joined["period_end"]
    )
    joined = joined[inside | np.array(nested, dtype=bool)]
    part, own = joined["period_basis_part"], joined["period_basis"]
    same = inside[joined.index] | part.eq(own)
    vague = ~same & (part.eq("unknown") | own.eq("unknown"))
    above = joined.assign(vague=vague)[(same | vague) & joined["value_part"].gt(joined["value"])]
    return [
        *(
            _finding(tuple(map(str, group)), some, registers, vocabulary, names)
            for group, some in above.groupby(_GROUP, sort=True)
        ),
        *_not_compared(joined[~same & ~vague], vocabulary),
    ]


def _is_within(part: str, year: str) -> bool:
    (first, last), (start, end) = map(obs.period_bounds, map(str, (part, year)))
    return start <= first and last <= end


def _not_compared(rows: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[Finding]:
    for (part, year), some in rows.groupby(["period_part", "period"], sort=True):
        values: dict[str, object] = {"period": str(part), "year": str(year), "n": len(some)}
        for lang, end in (("vi", ""), ("en", "_en")):
            whats = some[["indicator", "category"]].drop_duplicates().itertuples(index=False)
            labels = [label_figure(str(name), str(category), vocabulary, lang) for name, category in whats]
            values[f"labels{end}"] = listed(labels)
            for key, column in (("window", "period_basis_part"), ("year_window", "period_basis")):
                windows = sorted(map(str, some[column].unique()))
                values[f"{key}{end}"] = obs.say_window("+".join(windows), lang)
        yield Finding("part_of_year_not_compared", Severity.NOTE, values=values)


def _finding(
    group: tuple[str, ...],
    rows: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    vocabulary: Vocabulary,
    names: Mapping[str, str],
) -> Finding:
    part, year, indicator, category, _ = group
    largest = rows.iloc[int((rows["value_part"] - rows["value"]).to_numpy().argmax())]
    values = {
        "period": part,
        "year": year,
        "n": len(rows),
        "unit": _unit(largest, registers),
        "sum_part": float(rows["value_part"].sum()),
        "sum_year": float(rows["value"].sum()),
        "year_file": names.get(largest["source_id"], largest["source_id"]),
        "year_sheet": str(largest["sheet"]),
        "year_cell": str(largest["cell"]),
        "label": label_figure(indicator, category, vocabulary, "vi"),
        "label_en": label_figure(indicator, category, vocabulary, "en"),
    }
    source = str(largest["source_id_part"])
    at = (names.get(source, source), str(largest["sheet_part"]), str(largest["cell_part"]))
    numbers = (float(largest["value_part"]), float(largest["value"]))
    grade = Severity.WARNING if rows["vague"].all() else Severity.ERROR
    return Finding("part_of_year_above_year", grade, *at, *numbers, values)


def _unit(row: pd.Series, registers: Mapping[str, pd.DataFrame]) -> str:
    code, register = str(row["unit_code"]), registers.get(str(row["unit_date"]))
    named = () if register is None else register.loc[register["unit_code"].eq(code), "name"]
    return f"{next(iter(named))} ({code})" if len(named) else code
