"""Which figure counts when several files or stages speak of the same thing."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity

STAGE_ORDER = ("revised", "final", "preliminary", "estimate")
"""A revised figure counts before a final one, and so on."""


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
    twice = everything.duplicated(list(obs.KEY), keep=False)
    if not twice.any():
        return everything, []
    kept, findings = [everything[~twice]], []
    for _, rows in everything[twice].groupby(list(obs.KEY), sort=True):
        row, finding = _settle(rows, names)
        kept.append(row)
        findings += finding
    return obs.conform(pd.concat(kept, ignore_index=True)), findings


def _settle(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[pd.DataFrame, list[Finding]]:
    telling = rows[rows["status"] != "not_reported"]
    if len(telling) <= 1:
        return (telling if len(telling) else rows.iloc[:1]), []
    first = telling.iloc[:1]
    same = telling[["value", "value_text", "comparator", "status"]].drop_duplicates()
    told = [{str(name): value for name, value in row.items()} for row in telling.to_dict("records")]
    places = [f"{names.get(row['source_id'], row['source_id'])}!{row['sheet']}!{row['cell']}" for row in told]
    values = [_written(row["value"], row["value_text"], row["status"]) for row in told]
    agree = len(same) == 1
    finding = Finding(
        rule="same_figure_twice" if agree else "figures_conflict",
        severity=Severity.NOTE if agree else Severity.ERROR,
        file=names.get(str(first["source_id"].iloc[0]), ""),
        sheet=str(first["sheet"].iloc[0]),
        cell=str(first["cell"].iloc[0]),
        written=" / ".join(dict.fromkeys(values)),
        values={
            "indicator": first["indicator"].iloc[0],
            "unit": first["unit_code"].iloc[0],
            "period": first["period"].iloc[0],
            "places": "; ".join(places),
        },
    )
    if agree:
        return first, [finding]
    conflict = first.assign(
        value=np.nan, value_text=finding.written, status="conflict", rule="files_conflict"
    )
    return conflict, [finding]


def _written(value: float, text: str, status: str) -> str:
    return text or (status if math.isnan(value) else f"{value:g}")


def best_stage(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the furthest stage of every figure.

    Parameters
    ----------
    observations
        Observations of any stages.

    Returns
    -------
    pandas.DataFrame
        One row for each key without its stage: revised before final before preliminary before estimate.
    """
    rank = observations["stage"].map({stage: i for i, stage in enumerate(STAGE_ORDER)})
    key = [name for name in obs.KEY if name != "stage"]
    order = rank.sort_values(kind="stable").index
    return observations.loc[order].drop_duplicates(key).sort_index().reset_index(drop=True)
