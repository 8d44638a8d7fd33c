"""Which figure counts when several files or stages speak of the same thing."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity

KEY = list(obs.KEY)
STAGELESS = [name for name in KEY if name != "stage"]
FIGURE = ["indicator", "category", "basis", "period"]

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
    silent = everything["status"].eq("not_reported")
    told = everything[~silent]
    several = told.duplicated(KEY, keep=False)
    settled, findings = _settle(told[several], names)
    kept = pd.concat([told[~several], settled])
    # An empty cell gives way to a figure of another file; of several empty cells one stays.
    known = pd.MultiIndex.from_frame(kept[KEY])
    unsaid = everything[silent]
    unsaid = unsaid[~pd.MultiIndex.from_frame(unsaid[KEY]).isin(known)].drop_duplicates(KEY)
    return obs.conform(pd.concat([kept, unsaid]).sort_index()), findings


def _settle(rows: pd.DataFrame, names: Mapping[str, str]) -> tuple[pd.DataFrame, list[Finding]]:
    contents = rows.drop_duplicates([*KEY, "value", "value_text", "comparator", "status"])
    differing = pd.MultiIndex.from_frame(contents.loc[contents.duplicated(KEY), KEY])
    conflicts = pd.MultiIndex.from_frame(rows[KEY]).isin(differing)
    agreed, disputed = rows[~conflicts], rows[conflicts]
    findings = [*_same_twice(agreed, names), *_conflicts(disputed, names)]
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


def _conflicts(rows: pd.DataFrame, names: Mapping[str, str]) -> list[Finding]:
    findings = []
    for _, some in rows.groupby(KEY, sort=True):
        told = [{str(name): value for name, value in row.items()} for row in some.to_dict("records")]
        first = told[0]
        places = [
            f"{names.get(row['source_id'], row['source_id'])}!{row['sheet']}!{row['cell']}" for row in told
        ]
        values = [_written(row["value"], row["value_text"], row["status"]) for row in told]
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
                    "places": "; ".join(places),
                },
            )
        )
    return findings


def _written(value: float, text: str, status: str) -> str:
    return text or (status if math.isnan(value) else f"{value:g}")


def best_stage(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the furthest stage of every figure, and one map for every period.

    A cell left empty in a later stage does not erase the figure of an earlier one. Where one period was reported on two
    maps, the map of the further stage counts; where the stages are the same nobody can know which, and the values stay
    empty as conflicts.

    Parameters
    ----------
    observations
        Observations of any stages.

    Returns
    -------
    pandas.DataFrame
        One row for each key without its stage: revised before final before preliminary before estimate.
    """
    rank = _rank(observations)
    order = rank.sort_values(kind="stable").index
    best = observations.loc[order].drop_duplicates(STAGELESS).sort_index().reset_index(drop=True)
    return _one_map(best)


def _rank(observations: pd.DataFrame) -> pd.Series:
    stage = observations["stage"].map({stage: i for i, stage in enumerate(STAGE_ORDER)})
    return stage + len(STAGE_ORDER) * observations["status"].eq("not_reported")


def _one_map(best: pd.DataFrame) -> pd.DataFrame:
    communes = best["level"].eq("commune") & best["status"].ne("not_reported")
    several = best[communes].groupby(FIGURE)["unit_date"].transform("nunique") > 1
    if not several.any():
        return best
    doubled = best.loc[several.index[several]]
    stages = _rank(doubled).groupby([doubled[name] for name in (*FIGURE, "unit_date")]).min()
    first = stages.groupby(level=FIGURE).transform("min").eq(stages)
    winners = first[first].reset_index()
    tied = winners.duplicated(FIGURE, keep=False)
    keys = pd.MultiIndex.from_frame(best[[*FIGURE, "unit_date"]])
    figures = pd.MultiIndex.from_frame(best[FIGURE])
    disputed = figures.isin(pd.MultiIndex.from_frame(winners.loc[tied, FIGURE])) & best["level"].eq("commune")
    decided = figures.isin(pd.MultiIndex.from_frame(winners.loc[~tied, FIGURE])) & best["level"].eq("commune")
    kept = ~decided | keys.isin(pd.MultiIndex.from_frame(winners.loc[~tied, [*FIGURE, "unit_date"]]))
    best = best.assign(
        value=best["value"].mask(disputed),
        status=best["status"].mask(disputed, "conflict"),
        apportioned_share=best["apportioned_share"].mask(disputed, 0.0),
    )
    return best[kept].reset_index(drop=True)


def find_layers(observations: pd.DataFrame, names: Mapping[str, str]) -> list[Finding]:
    """Find periods on two maps, and later stages that leave cells empty which an earlier one filled.

    Parameters
    ----------
    observations
        All observations, each stage and map.
    names
        File name by ``source_id``.

    Returns
    -------
    list of Finding
        An error where nobody can know which map counts, else warnings.
    """
    communes = observations[observations["level"].eq("commune") & observations["status"].ne("not_reported")]
    findings = []
    for (period, *_), rows in communes.groupby(["period"]):
        stages = rows.groupby("unit_date")["stage"].agg(lambda s: min(map(STAGE_ORDER.index, s)))
        several = rows.groupby(FIGURE)["unit_date"].nunique().gt(1).any()
        if several:
            tied = stages.eq(stages.min()).sum() > 1
            values = {"period": period, "maps": ", ".join(map(str, stages.index))}
            findings.append(
                Finding("period_on_two_maps", Severity.ERROR if tied else Severity.WARNING, values=values)
            )
    empty = observations[observations["status"].eq("not_reported")]
    told = pd.MultiIndex.from_frame(communes[STAGELESS])
    erased = empty[pd.MultiIndex.from_frame(empty[STAGELESS]).isin(told)]
    for source, rows in erased.groupby("source_id"):
        values = {"n": len(rows), "period": rows["period"].iloc[0]}
        findings.append(
            Finding("stage_left_empty", Severity.WARNING, file=names.get(str(source), ""), values=values)
        )
    return findings
