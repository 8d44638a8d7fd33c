"""Which figure counts when several files speak of the same thing at the same stage."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.earlier_years import last_period
from antq_analysis.vocabulary import Vocabulary

KEY = list(obs.KEY)


def settle_files(
    parts: Sequence[pd.DataFrame], names: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Finding]]:
    """Join what several files gave; one figure for one key, or none.

    A figure beside an empty cell of another file counts. Two equal figures are one. Two different figures are a
    conflict: the value stays empty until a person decides.

    Parameters
    ----------
    parts
        Observations of each file.
    names
        File name by ``source_id``, for the findings.

    Returns
    -------
    tuple
        All observations with unique keys, and a finding for every key that several files filled.
    """
    filled = [part for part in parts if len(part)]
    if not filled:
        return obs.empty(), []
    everything = pd.concat(filled, ignore_index=True)
    silent = everything["status"].eq("not_reported")
    told = everything[~silent]
    several = told.duplicated(KEY, keep=False)
    periods = {str(part["source_id"].iloc[0]): last_period(part) for part in filled}
    settled, findings = _settle(told[several], names, periods) if several.any() else (told[several], [])
    kept = pd.concat([told[~several], settled])
    # An empty cell gives way to a figure of another file; of several empty cells one stays.
    known = pd.MultiIndex.from_frame(kept[KEY])
    unsaid = everything[silent]
    unsaid = unsaid[~pd.MultiIndex.from_frame(unsaid[KEY]).isin(known)].drop_duplicates(KEY)
    return obs.conform(pd.concat([kept, unsaid]).sort_index()), findings


def _settle(
    rows: pd.DataFrame, names: Mapping[str, str], periods: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Finding]]:
    contents = rows.drop_duplicates([*KEY, "value", "value_text", "comparator", "status"])
    differing = pd.MultiIndex.from_frame(contents.loc[contents.duplicated(KEY), KEY])
    conflicts = pd.MultiIndex.from_frame(rows[KEY]).isin(differing)
    agreed, disputed = rows[~conflicts], rows[conflicts]
    findings = [*_same_twice(agreed, names), *_conflicts(disputed, names, periods)]
    empty = disputed.drop_duplicates(KEY).assign(
        value=np.nan, status="conflict", rule="files_conflict", value_text="", apportioned_share=0.0
    )
    return pd.concat([agreed.drop_duplicates(KEY), empty]), findings


def _same_twice(rows: pd.DataFrame, names: Mapping[str, str]) -> list[Finding]:
    pairs: Counter[tuple[str, ...]] = Counter(
        tuple(dict.fromkeys(ids)) for _, ids in rows.groupby(KEY, sort=False)["source_id"]
    )
    findings = []
    for ids, n in pairs.items():
        told = [names.get(one, one) for one in ids]
        values = {"n": n, "files": "; ".join(told)}
        findings.append(Finding("same_figure_twice", Severity.NOTE, file=told[0], values=values))
    return findings


def _conflicts(rows: pd.DataFrame, names: Mapping[str, str], periods: Mapping[str, str]) -> list[Finding]:
    findings = []
    for _, some in rows.groupby(KEY, sort=True):
        told = [{str(name): value for name, value in row.items()} for row in some.to_dict("records")]
        first = told[0]
        places = [
            f"{names.get(row['source_id'], row['source_id'])}!{row['sheet']}!{row['cell']}" for row in told
        ]
        # What is printed in thousands is told in full: the parts of a conflict must be comparable.
        texts = ["" if "scaled" in row["rule"] else row["value_text"] for row in told]
        values = [_written(row["value"], text, row["status"]) for row, text in zip(told, texts, strict=True)]
        findings.append(
            Finding(
                rule="figures_conflict",
                severity=Severity.ERROR,
                file=names.get(first["source_id"], ""),
                sheet=first["sheet"],
                cell=first["cell"],
                written=" / ".join(dict.fromkeys(values)),
                values={
                    "indicator": first["indicator"],
                    "unit": first["unit_code"],
                    "period": first["period"],
                    "file_periods": "; ".join(periods[row["source_id"]] for row in told),
                    "places": "; ".join(places),
                    "label": first["indicator"],
                    "label_en": first["indicator"],
                    "name": first["unit_code"],
                },
            )
        )
    return findings


def name_conflicts(
    findings: Sequence[Finding], registers: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> list[Finding]:
    """Give the findings about two figures the label of the indicator and the name of the unit.

    Parameters
    ----------
    findings
        As :func:`settle_files` returns them.
    registers
        Units of every map, by date; of a code that several hold the name on the newest is said.
    vocabulary
        Labels.

    Returns
    -------
    list of Finding
        The same findings; a unit of no map keeps its code.
    """
    names: dict[str, str] = {}
    for _, register in sorted(registers.items()):
        names |= dict(zip(register["unit_code"].astype("str"), register["name"].astype("str"), strict=True))
    named = []
    for finding in findings:
        if finding.rule != "figures_conflict":
            named.append(finding)
            continue
        what, code = vocabulary.indicator(str(finding.values["indicator"])), str(finding.values["unit"])
        name = f"{names[code]} ({code})" if code in names else code
        told = {"label": what.label_vi, "label_en": what.label_en, "name": name}
        named.append(replace(finding, values={**finding.values, **told}))
    return named


def _written(value: float, text: str, status: str) -> str:
    return text or (status if math.isnan(value) else f"{value:.15g}")
