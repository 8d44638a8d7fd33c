"""Which stage of a figure counts, and what a later stage changed, left empty or left out."""

from collections.abc import Iterator, Mapping

import pandas as pd

from antq_analysis import observations as obs
from antq_analysis.findings import Finding, Severity
from antq_analysis.panel.changes import find_changes
from antq_analysis.panel.gaps import listed
from antq_analysis.panel.two_maps import FIGURE, STAGE_ORDER, decide_maps, find_two_maps, on_one_map
from antq_analysis.vocabulary import Vocabulary
from antq_analysis.vocabulary.other_units import OTHER_LEVELS

STAGELESS = [name for name in obs.KEY if name != "stage"]


def best_stage(observations: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Keep the furthest stage of every figure, and one map for every figure of a period.

    A cell left empty in a later stage does not erase the figure of an earlier one. Where one figure was reported on two
    maps, :func:`antq_analysis.panel.two_maps.decide_maps` says which counts; where nobody can know, the values stay
    empty as conflicts.

    Parameters
    ----------
    observations
        Observations of any stages.
    registers
        Units of every map that they speak of, by date.

    Returns
    -------
    pandas.DataFrame
        One row for each key without its stage: revised before final before preliminary before estimate.
    """
    furthest = furthest_stage(observations)
    return on_one_map(furthest, decide_maps(furthest, registers))


def settle_stages(
    observations: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    vocabulary: Vocabulary,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Do as :func:`best_stage` does, and say what that left out or changed.

    Parameters
    ----------
    observations, registers
        As for :func:`best_stage`.
    names
        File name by ``source_id``.
    vocabulary
        Labels, and what may be summed.

    Returns
    -------
    tuple
        One row for each key without its stage, and findings: an error where nobody can know which map counts, else
        warnings.
    """
    furthest = furthest_stage(observations)
    maps = decide_maps(furthest, registers)
    findings = [
        *find_two_maps(furthest, maps, names),
        *find_changes(observations, registers, names, vocabulary),
        *_left_empty(observations, names),
        *_fewer_units(observations, registers, names),
    ]
    return on_one_map(furthest, maps), findings


def furthest_stage(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep the furthest stage of every figure, on every map on which it was reported.

    Parameters
    ----------
    observations
        Observations of any stages.

    Returns
    -------
    pandas.DataFrame
        One row for each key without its stage; what is told before what is not, then revised before final before
        preliminary before estimate.
    """
    stage = _rank(observations) + len(STAGE_ORDER) * observations["status"].eq("not_reported")
    order = stage.sort_values(kind="stable").index
    return observations.loc[order].drop_duplicates(STAGELESS).sort_index().reset_index(drop=True)


def common_stage(rows: pd.DataFrame) -> pd.DataFrame:
    """Give all units of one figure the least settled of their stages, so that units that merge can be added.

    Parameters
    ----------
    rows
        One row for each key without its stage.

    Returns
    -------
    pandas.DataFrame
        The same rows.
    """
    figure = [name for name in STAGELESS if name not in ("unit_code", "unit_date")]
    least = rows["stage"].map(STAGE_ORDER.index).groupby([rows[name] for name in figure]).transform("max")
    return rows.assign(stage=least.map(dict(enumerate(STAGE_ORDER))).astype("str"))


def _rank(observations: pd.DataFrame) -> pd.Series:
    return observations["stage"].map(STAGE_ORDER.index).astype("int64")


def _left_empty(observations: pd.DataFrame, names: Mapping[str, str]) -> Iterator[Finding]:
    if observations["stage"].nunique() < 2:
        return
    silent = observations["status"].eq("not_reported")
    first = observations[~silent].assign(rank=_rank(observations)).groupby(STAGELESS)["rank"].max()
    empty = observations[silent]
    told = first.reindex(pd.MultiIndex.from_frame(empty[STAGELESS])).to_numpy()
    erased = empty[_rank(empty).to_numpy() < told]
    for (source, period), rows in erased.groupby(["source_id", "period"]):
        file = names.get(str(source), str(source))
        values = {"n": len(rows), "period": period}
        yield Finding("stage_left_empty", Severity.WARNING, file=file, values=values)


def _fewer_units(
    observations: pd.DataFrame, registers: Mapping[str, pd.DataFrame], names: Mapping[str, str]
) -> Iterator[Finding]:
    # An organisation under another name at a later stage would count twice in the total: it is named here as well.
    own = observations["level"].isin(["commune", *OTHER_LEVELS]) & observations["unit_date"].isin(
        list(registers)
    )
    units_told = observations[own].assign(rank=_rank(observations))
    for (period, day), rows in units_told.groupby(["period", "unit_date"]):
        told = rows[rows["status"].ne("not_reported")]
        for rank, stage in rows.groupby("rank"):
            earlier = told[told["rank"].gt(rank)]
            if earlier.empty:
                continue
            spoken = pd.MultiIndex.from_frame(stage.loc[stage["status"].ne("not_reported"), FIGURE])
            earlier = earlier[pd.MultiIndex.from_frame(earlier[FIGURE]).isin(spoken)]
            there = pd.MultiIndex.from_frame(earlier[STAGELESS]).isin(
                pd.MultiIndex.from_frame(stage[STAGELESS])
            )
            absent = earlier[~there].drop_duplicates(STAGELESS)
            if absent.empty:
                continue
            units = registers[str(day)].set_index("unit_code")["name"]
            codes = sorted(absent["unit_code"].unique())
            files = dict.fromkeys(names.get(source, source) for source in stage["source_id"])
            values = {
                "period": period,
                "n": len(codes),
                "figures": len(absent),
                "units": listed([f"{units.get(code, code)} ({code})" for code in codes]),
                "files": "; ".join(files),
            }
            yield Finding("stage_fewer_units", Severity.WARNING, file=next(iter(files)), values=values)
