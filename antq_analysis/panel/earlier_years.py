"""Figures that a later file prints for an earlier period: they count only where no file of that period has its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.moved_rows import find_moved
from antq_analysis.panel.printed_maps import FIGURE as WHAT
from antq_analysis.panel.printed_maps import Known, compare_maps, fullest_maps, without_disputed
from antq_analysis.panel.stages import furthest_stage
from antq_analysis.panel.unused import WHO, find_unused
from antq_analysis.sources.forms.layout import PRINTED
from antq_analysis.sources.tables.shaping import EARLIER
from antq_analysis.vocabulary import Vocabulary


def settle_earlier(
    parts: Sequence[pd.DataFrame],
    names: Mapping[str, str],
    vocabulary: Vocabulary,
    registers: Mapping[str, pd.DataFrame],
) -> tuple[list[pd.DataFrame], list[Finding]]:
    """Leave out what later files print for periods that are reported already, and compare the two.

    What several later files print for a period without a file of its own stays, each figure as one of several files:
    :func:`antq_analysis.panel.layers.settle_files` takes it where they agree. On different maps they cannot be
    compared unit by unit; there the map of which the most is printed counts, and the sums are compared: where they
    contradict each other none counts. What our own form printed is only compared.

    Parameters
    ----------
    parts
        Observations of each file.
    names
        File name by ``source_id``, for the findings.
    vocabulary
        The vocabulary, for labels.
    registers
        Units of every map that they speak of, by date.

    Returns
    -------
    tuple
        The observations of each file without what gave way, and findings: for each file and indicator what differs,
        what no other figure stands for, and what stands on another map.
    """
    if not parts:
        return [], []
    marked = [part["rule"].str.contains(EARLIER, regex=False) for part in parts]
    kept = [part[~earlier] for part, earlier in zip(parts, marked, strict=True)]
    told = pd.concat(kept, ignore_index=True).loc[lambda rows: rows["status"].ne("not_reported")]
    furthest = furthest_stage(told)
    periods = {str(part["source_id"].iloc[0]): last_period(part) for part in parts if len(part)}
    known = Known(names, periods, {day: len(units) for day, units in registers.items()}, vocabulary)
    findings: list[Finding] = []
    left: dict[int, pd.DataFrame] = {}
    for number in sorted(range(len(parts)), key=lambda one: last_period(parts[one])):
        printed = parts[number][marked[number]]
        by_us = printed["rule"].str.contains(PRINTED, regex=False)
        findings += find_moved(printed[by_us], told, registers, names)
        printed = printed[~by_us]
        if printed.empty:
            continue
        there, here = (_keys(printed, by).isin(_keys(told, by)) for by in (WHAT, [*WHAT, "unit_date"]))
        found = _differences(printed[there], furthest, names, vocabulary)
        found += find_unused(printed[here], furthest, known, registers)
        last = {"file_periods": last_period(parts[number])}
        findings += [replace(finding, values={**finding.values, **last}) for finding in found]
        findings += compare_maps(printed[there & ~here], furthest, known, "earlier_total_differs")
        left[number] = printed[~there]
    if left:
        rows = pd.concat(left)
        chosen = fullest_maps(rows, known)
        findings += compare_maps(rows[~chosen], rows[chosen], known, "printed_maps_differ")
        settled = without_disputed(rows[~chosen], rows[chosen], known)
        for at, used in settled.groupby(level=0):
            number = int(str(at))
            kept[number] = pd.concat([kept[number], used.droplevel(0)]).sort_index()
    return kept, findings


def last_period(part: pd.DataFrame) -> str:
    """Tell the period of a file: the last one that it has figures of.

    Parameters
    ----------
    part
        Observations of the file.

    Returns
    -------
    str
        The period; empty where there are no figures.
    """
    return str(part["period"].max()) if len(part) else ""


def _keys(rows: pd.DataFrame, names: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[names])


def _differences(
    printed: pd.DataFrame, own: pd.DataFrame, names: Mapping[str, str], vocabulary: Vocabulary
) -> list[Finding]:
    columns = ["value", "comparator", "stage"]
    both = printed.merge(own[[*WHO, *columns]], on=WHO, suffixes=("", "_own"))
    both = both[both["value"].notna() & both["value_own"].notna()]
    differs = both["value"].ne(both["value_own"]) | both["comparator"].ne(both["comparator_own"])
    findings = []
    by = ["source_id", "sheet", "period", "indicator", "category"]
    for (source, sheet, period, indicator, category), rows in both[differs].groupby(by, sort=True):
        gaps = (rows["value"] - rows["value_own"]).abs()
        first = rows.iloc[int(gaps.to_numpy().argmax())]
        label = vocabulary.indicator(str(indicator))
        values = {
            "n": len(rows),
            "period": str(period),
            "unit": str(first["unit_code"]),
            "largest": float(gaps.max()),
            "label": label.label_vi,
            "label_en": label.label_en,
            "category": str(category),
        }
        written, expected = (f"{first[name]:.15g}" for name in ("value", "value_own"))
        at = (names.get(str(source), str(source)), str(sheet), str(first["cell"]))
        findings.append(
            Finding("earlier_year_differs", Severity.WARNING, *at, written, expected, values=values)
        )
    return findings
